//! Rules about campaign accounts.

macro_rules! campaign_account_rules {
    (then $next:ident $($more:ident)*; $($rows:tt)*) => {
        $next! { then $($more)*; $($rows)*

        /// An address is one of the web, or a mailbox.
        AccountUrlInvalid = "ACCOUNT_URL_INVALID", "",
            "this is no web address and no mailbox",
            "ini bukan alamat web dan bukan alamat surel";
        /// An address names no user and no port.
        AccountUrlAuthority = "ACCOUNT_URL_AUTHORITY", "",
            "an account's address has no user name before the host and no port after it",
            "alamat akun tidak memuat nama pengguna sebelum host atau nomor port sesudahnya";
        /// An address of a platform that does not tell the account.
        AccountUrlNoAccount = "ACCOUNT_URL_NO_ACCOUNT", "",
            "the address does not tell whose account it is; open it and give that of the account",
            "alamat ini tidak menyebutkan akunnya; buka lalu berikan alamat akun tersebut";
        /// A name that the platform does not give.
        AccountHandleInvalid = "ACCOUNT_HANDLE_INVALID", "",
            "the platform has no account of such a name",
            "platform tidak mengenal nama akun seperti ini";
        /// An address is registered once at a time.
        AccountAlreadyRegistered = "ACCOUNT_ALREADY_REGISTERED", "PKPU 15/2023 Pasal 37-38; PKPU 13/2024",
            "this account is registered already",
            "akun ini sudah terdaftar";
        /// The rules of the election are not recorded.
        AccountRuleMissing = "ACCOUNT_RULE_MISSING", "PKPU 15/2023 Pasal 37-38; PKPU 13/2024",
            "no rule on campaign accounts is recorded for this election and kind of contest",
            "ketentuan akun kampanye untuk pemilihan dan jenis kontestasi ini belum dicatat";
        /// Too many accounts at a time.
        AccountLimitReached = "ACCOUNT_LIMIT_REACHED", "PKPU 15/2023 Pasal 37; PKPU 13/2024",
            "the contestant has as many active accounts as the rules of the election allow",
            "jumlah akun aktif peserta sudah mencapai batas ketentuan pemilihan";
        /// After the deadline, where late forms are refused.
        AccountLate = "ACCOUNT_LATE", "PKPU 15/2023 Pasal 38",
            "the deadline for registering accounts has passed",
            "batas waktu pendaftaran akun sudah lewat";
        /// After the day on which accounts must be closed.
        AccountAfterClosing = "ACCOUNT_AFTER_CLOSING", "PKPU 15/2023 Pasal 38; PKPU 13/2024",
            "accounts of this contest must be closed by now",
            "akun untuk kontestasi ini seharusnya sudah ditutup";
        /// A form cannot come from the future, nor before what it builds on.
        AccountDay = "ACCOUNT_DAY", "",
            "the day lies in the future, or before the one that it follows",
            "tanggal berada di masa depan, atau sebelum tanggal yang mendahuluinya";
        /// Only who is determined campaigns.
        AccountContestant = "ACCOUNT_CONTESTANT", "UU 7/2017 Pasal 269; UU 10/2016",
            "the contestant was not determined on that day, or stands no more",
            "peserta belum ditetapkan pada tanggal tersebut, atau tidak lagi menjadi peserta";
        /// The candidate stands for another contestant.
        AccountCandidate = "ACCOUNT_CANDIDATE", "",
            "the candidate is not one of this contestant",
            "calon tersebut bukan dari peserta ini";
        /// A rule that lets nobody register, or counts days backwards.
        AccountRuleLimit = "ACCOUNT_RULE_LIMIT", "",
            "a rule allows at least one account, and counts no days below zero",
            "ketentuan mengizinkan sedikitnya satu akun, dan jumlah hari tidak di bawah nol";
        /// Decided already.
        AccountNotAwaiting = "ACCOUNT_NOT_AWAITING", "",
            "the account does not await verification",
            "akun tidak sedang menunggu verifikasi";
        /// Not in force.
        AccountNotRegistered = "ACCOUNT_NOT_REGISTERED", "",
            "the account is not registered, or no longer",
            "akun tidak terdaftar, atau tidak lagi";
        /// What has ended keeps its last handle.
        AccountEnded = "ACCOUNT_ENDED", "",
            "the account has ended and keeps its last address",
            "akun sudah berakhir dan alamat terakhirnya tetap";
        /// Nothing would change.
        AccountSameAddress = "ACCOUNT_SAME_ADDRESS", "",
            "this is the address that the account has",
            "ini alamat yang sudah dimiliki akun";
        /// A handle moves within its platform.
        AccountOtherPlatform = "ACCOUNT_OTHER_PLATFORM", "",
            "the address is on another platform; register it as an account of its own",
            "alamat berada di platform lain; daftarkan sebagai akun tersendiri";
        }
    };
}
