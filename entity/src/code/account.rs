//! Codes of campaign accounts.

use async_graphql::Enum;
use sea_orm::prelude::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

codes! {
    /// What a campaign account is on its platform (jenis akun).
    AccountKind {
        /// Of a person or of an office (profil).
        Profile = "PROFILE",
        /// Halaman.
        Page = "PAGE",
        /// Grup.
        Group = "GROUP",
        /// Kanal, saluran.
        Channel = "CHANNEL",
        /// Situs web.
        Website = "WEBSITE",
        /// Surat elektronik.
        Email = "EMAIL",
        /// Lainnya.
        Other = "OTHER",
    }
    /// State of a campaign account (status akun kampanye).
    AccountState {
        /// Received, not yet verified (menunggu verifikasi).
        AwaitingVerification = "AWAITING_VERIFICATION",
        /// Verified and entered (terdaftar).
        Registered = "REGISTERED",
        /// Not entered (ditolak).
        Rejected = "REJECTED",
        /// Closed by the contestant (ditutup).
        Closed = "CLOSED",
        /// Switched off by the platform or by order (dinonaktifkan).
        Deactivated = "DEACTIVATED",
    }
    /// What the limit of campaign accounts counts (cakupan batas akun).
    AccountLimitScope {
        /// Those of one platform (per jenis aplikasi).
        PerPlatform = "PER_PLATFORM",
        /// Those of all platforms together (seluruh aplikasi).
        AllPlatforms = "ALL_PLATFORMS",
    }
    /// What becomes of accounts registered after the deadline (kebijakan keterlambatan).
    LateAccounts {
        /// Accepted and shown as late (diterima sebagai terlambat).
        Accept = "ACCEPT",
        /// Refused (ditolak).
        Refuse = "REFUSE",
    }
}
