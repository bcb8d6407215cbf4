//! `TypeID`s: the kind of a record in front of its UUID.

use std::str::FromStr;

use async_graphql::ID;
use netra_domain::Rule;
use netra_registry::Error;
use type_safe_id::{DynamicType, TypeSafeId};
use uuid::Uuid;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal),* $(,)?) => {
        /// Kind of record that an id names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            const ALL: &'static [Self] = &[$(Self::$name,)*];

            const fn prefix(self) -> &'static str {
                match self { $(Self::$name => $prefix,)* }
            }
        }
    };
}

kinds! {
    /// Region (wilayah).
    Region = "region",
    /// Institution (instansi).
    Institution = "institution",
    /// Organisational unit (unit organisasi).
    Unit = "unit",
    /// Function held by an institution (fungsi).
    Function = "function",
    /// Succession (suksesi).
    Succession = "succession",
    /// Civil servant (pegawai ASN).
    CivilServant = "civilservant",
    /// Service number (NIP, NI PPPK).
    ServiceNumber = "servicenumber",
    /// Employment (hubungan kerja).
    Employment = "employment",
    /// Account (akun).
    User = "user",
    /// Machine of an institution (klien API).
    ApiClient = "client",
    /// Seat (kedudukan).
    Seat = "seat",
    /// Legal instrument (instrumen hukum).
    LegalInstrument = "instrument",
    /// Cycle (siklus pemilihan).
    Cycle = "cycle",
    /// Election (pemilihan).
    Election = "election",
    /// Contest (pemilihan di satu wilayah).
    Contest = "contest",
    /// Electoral district (daerah pemilihan).
    District = "district",
    /// Party (partai politik).
    Party = "party",
    /// Contestant (peserta).
    Contestant = "contestant",
    /// Candidate (calon).
    Candidate = "candidate",
    /// Pact text (naskah pakta).
    PactText = "pacttext",
    /// Signature (tanda tangan pakta).
    PactSignature = "signature",
    /// Delegation of countersigning (delegasi).
    CountersignDelegation = "delegation",
    /// Refusal or exemption (menolak, dibebaskan).
    PactAbstention = "abstention",
    /// Signature of somebody who is no civil servant (tanda tangan non-ASN).
    NonAsnSignature = "nonasnsignature",
    /// Event (peristiwa).
    Event = "event",
    /// Campaign account (akun kampanye).
    CampaignAccount = "campaignaccount",
    /// Copy of an account's registration (tembusan).
    CampaignAccountCopy = "accountcopy",
    /// Reading of a personal record (catatan akses).
    Reading = "reading",
    /// Request for rectification (permintaan perbaikan data).
    Rectification = "rectification",
    /// Erasure (penghapusan data).
    Erasure = "erasure",
    /// Breach (kegagalan pelindungan data).
    Breach = "breach",
    /// Legal hold (penundaan penghapusan).
    LegalHold = "hold",
    /// Day off (hari libur).
    Holiday = "holiday",
}

/// The public id of a record.
#[must_use]
pub fn show(kind: Kind, id: Uuid) -> ID {
    // The prefixes are constants that the type accepts; a test holds them to it.
    let shown = DynamicType::new(kind.prefix())
        .map(|prefix| TypeSafeId::from_type_and_uuid(prefix, id).to_string());
    ID(shown.unwrap_or_default())
}

/// The record that an id of this kind names.
pub(crate) fn read(path: &str, kind: Kind, id: &ID) -> Result<Uuid, Error> {
    match parse(id) {
        Some((found, uuid)) if found == kind => Ok(uuid),
        _ => Err(Error::invalid(path, Rule::IdInvalid)),
    }
}

/// The same for an argument that may be absent.
pub(crate) fn read_optional(
    path: &str,
    kind: Kind,
    id: Option<&ID>,
) -> Result<Option<Uuid>, Error> {
    id.map(|id| read(path, kind, id)).transpose()
}

/// Kind and UUID of an id.
#[must_use]
pub fn parse(id: &ID) -> Option<(Kind, Uuid)> {
    let parsed = TypeSafeId::<DynamicType>::from_str(id.as_str()).ok()?;
    let kind = Kind::ALL.iter().copied().find(|kind| kind.prefix() == parsed.type_prefix())?;
    Some((kind, parsed.uuid()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_what_it_shows() {
        let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
        for kind in Kind::ALL {
            let shown = show(*kind, id);
            assert_eq!(parse(&shown), Some((*kind, id)), "{}", shown.as_str());
        }
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let shown = show(Kind::Seat, Uuid::nil());
        assert!(read("id", Kind::User, &shown).is_err());
        assert!(parse(&ID("seat_!!".to_owned())).is_none());
    }
}
