//! Rules about functions, seats and accounts.

macro_rules! office_rules {
    (then $next:ident $($more:ident)*; $($rows:tt)*) => {
        $next! { then $($more)*; $($rows)*

        /// Preparing and approving take two persons of two offices.
        SecondOfficeRequired = "SECOND_OFFICE_REQUIRED", "UU 30/2014 Pasal 10",
            "what one office prepared, another person of the second office approves",
            "yang disiapkan satu instansi disetujui orang lain dari instansi kedua";
        /// What was already decided.
        AlreadyDecided = "ALREADY_DECIDED", "",
            "this was decided before",
            "hal ini sudah diputuskan sebelumnya";
        /// The function is not held by the institution on that day.
        FunctionNotHeld = "FUNCTION_NOT_HELD", "",
            "the institution does not hold this function on that day",
            "instansi tidak memegang fungsi ini pada tanggal tersebut";
        /// Nobody grants a seat to oneself.
        OwnSeat = "OWN_SEAT", "UU 30/2014 Pasal 42",
            "nobody grants or ends a seat of one's own",
            "tidak seorang pun memberikan atau mengakhiri kedudukannya sendiri";
        /// The institution has an administrator already.
        FirstSeatTaken = "FIRST_SEAT_TAKEN", "",
            "the institution already has an administrator; further seats are granted there",
            "instansi sudah memiliki administrator; kedudukan lain diberikan di sana";
        /// Nobody confirms what one prepared oneself.
        SecondPersonRequired = "SECOND_PERSON_REQUIRED", "UU 30/2014 Pasal 42",
            "another person confirms the seat: neither who granted it nor its holder",
            "orang lain yang mengesahkan kedudukan: bukan pemberi dan bukan pemegangnya";
        /// An institution names accounts under its own name only.
        LoginForeign = "LOGIN_FOREIGN", "Peraturan BSSN 4/2021",
            "a new login must end in `@` and the institution's code, in lower case and with hyphens; more may follow after a dot, as in budi@pemkot-34-71.go.id",
            "nama masuk baru harus berakhir dengan `@` dan kode instansi, dalam huruf kecil dan dengan tanda hubung; setelah titik boleh ada lanjutan, misalnya budi@pemkot-34-71.go.id";
        /// A token has to reach its holder past the office.
        EmailRequired = "EMAIL_REQUIRED", "Peraturan BSSN 4/2021",
            "the account needs an e-mail address: tokens are sent to the holder, never shown to an office",
            "akun memerlukan alamat surel: token dikirim kepada pemegangnya, tidak ditampilkan kepada instansi";
        /// The account is another person's.
        HolderMismatch = "HOLDER_MISMATCH", "UU 30/2014 Pasal 42",
            "this login and this service number are not one person's",
            "nama masuk dan nomor induk ini bukan milik orang yang sama";
        /// Whoever resets the password of an account would get its seats.
        SeatsHeld = "SEATS_HELD", "Peraturan BSSN 4/2021",
            "the account holds seats; the offices end them first and grant them anew",
            "akun memegang kedudukan; instansinya mengakhiri lebih dahulu lalu memberikannya kembali";
        /// The account is already active.
        AccountActive = "ACCOUNT_ACTIVE", "",
            "the account is already active",
            "akun sudah aktif";
        /// A refresh token renews a session once.
        RefreshTokenUnusable = "REFRESH_TOKEN_UNUSABLE", "Peraturan BSSN 4/2021",
            "the refresh token is unknown, used, expired or of an ended session; sign in again",
            "token penyegar tidak dikenal, sudah dipakai, kedaluwarsa, atau sesinya berakhir; silakan masuk kembali";
        /// A machine has one to five different keys.
        ClientKeys = "CLIENT_KEYS", "Peraturan BSSN 4/2021",
            "a machine has one to five different public keys, JWK of P-256 or Ed25519",
            "klien memiliki satu sampai lima kunci publik berbeda, JWK P-256 atau Ed25519";
        /// What is ended stays ended.
        ClientEnded = "CLIENT_ENDED", "",
            "the machine was ended; register it anew",
            "klien sudah diakhiri; daftarkan kembali";
        /// The invitation is not usable.
        InvitationUnusable = "INVITATION_UNUSABLE", "",
            "the invitation is unknown, used or expired",
            "undangan tidak dikenal, sudah dipakai, atau kedaluwarsa";
        /// The password is too weak.
        PasswordWeak = "PASSWORD_WEAK", "Peraturan BSSN 4/2021",
            "a password has 12 to 128 characters and is not a common one",
            "kata sandi terdiri atas 12 sampai 128 karakter dan bukan yang umum";
        /// Name and password do not belong together.
        CredentialWrong = "CREDENTIAL_WRONG", "",
            "name or password is wrong, or the account is not active",
            "nama atau kata sandi salah, atau akun belum aktif";
        }
    };
}
