//! The codes of the rights of the person whose data it is.

use async_graphql::Enum;
use sea_orm::prelude::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

codes! {
    /// What of one's own record one may ask to have corrected (data yang dapat diperbaiki).
    RectifiableField {
        /// Name without titles (nama).
        Name = "NAME",
        /// Titles before the name (gelar depan).
        FrontTitle = "FRONT_TITLE",
        /// Titles after the name (gelar belakang).
        BackTitle = "BACK_TITLE",
        /// Service number (NIP, NI PPPK).
        ServiceNumber = "SERVICE_NUMBER",
        /// Employment: institution, unit, position, rank, leave (hubungan kerja).
        Employment = "EMPLOYMENT",
    }
    /// Where a request for rectification stands (status permintaan perbaikan).
    RectificationState {
        /// Waits for its decision.
        Requested = "REQUESTED",
        /// The record is corrected (dikabulkan).
        Accepted = "ACCEPTED",
        /// Refused with reasons (ditolak).
        Refused = "REFUSED",
    }
}
