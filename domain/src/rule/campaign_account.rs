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
        }
    };
}
