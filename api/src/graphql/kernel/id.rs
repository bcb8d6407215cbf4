//! `TypeID`s: the kind of a record in front of its UUID.

use async_graphql::ID;
use netra_domain::Rule;
use netra_entity::reference::{self, Named};
use netra_registry::Error;
use uuid::Uuid;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $table:ident),* $(,)?) => {
        /// Kind of record that an id names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            const ALL: &'static [Self] = &[$(Self::$name,)*];

            const fn prefix(self) -> &'static str {
                match self { $(Self::$name => <netra_entity::$table::Entity as Named>::PREFIX,)* }
            }
        }
    };
}

kinds! {
    /// Region (wilayah).
    Region = region,
    /// Institution (instansi).
    Institution = institution,
    /// Organisational unit (unit organisasi).
    Unit = organisational_unit,
    /// Function held by an institution (fungsi).
    Function = institution_function,
    /// Succession (suksesi).
    Succession = succession,
    /// Civil servant (pegawai ASN).
    CivilServant = civil_servant,
    /// Service number (NIP, NI PPPK).
    ServiceNumber = service_number,
    /// Employment (hubungan kerja).
    Employment = employment,
    /// Account (akun).
    User = user,
    /// Machine of an institution (klien API).
    ApiClient = api_client,
    /// Seat (kedudukan).
    Seat = seat,
    /// Legal instrument (instrumen hukum).
    LegalInstrument = legal_instrument,
    /// Cycle (siklus pemilihan).
    Cycle = cycle,
    /// Election (pemilihan).
    Election = election,
    /// Contest (pemilihan di satu wilayah).
    Contest = contest,
    /// Electoral district (daerah pemilihan).
    District = electoral_district,
    /// Party (partai politik).
    Party = party,
    /// Contestant (peserta).
    Contestant = contestant,
    /// Candidate (calon).
    Candidate = candidate,
    /// Pact text (naskah pakta).
    PactText = pact_text,
    /// Signature (tanda tangan pakta).
    PactSignature = pact_signature,
    /// Delegation of countersigning (delegasi).
    CountersignDelegation = countersign_delegation,
    /// Refusal or exemption (menolak, dibebaskan).
    PactAbstention = pact_abstention,
    /// Signature of somebody who is no civil servant (tanda tangan non-ASN).
    NonAsnSignature = non_asn_signature,
    /// Event (peristiwa).
    Event = event,
    /// Campaign account (akun kampanye).
    CampaignAccount = campaign_account,
    /// Copy of an account's registration (tembusan).
    CampaignAccountCopy = campaign_account_copy,
    /// Reading of a personal record (catatan akses).
    Reading = read_log,
    /// Request for rectification (permintaan perbaikan data).
    Rectification = rectification,
    /// Erasure (penghapusan data).
    Erasure = erasure,
    /// Breach (kegagalan pelindungan data).
    Breach = breach,
    /// Legal hold (penundaan penghapusan).
    LegalHold = legal_hold,
    /// Circular on neutrality (surat edaran netralitas).
    Circular = circular,
    /// Day off (hari libur).
    Holiday = holiday,
    /// Code of a versioned list (kode).
    Code = code_list,
    /// Round of a contest (putaran).
    ContestRound = contest_round,
    /// Participation of a party in an election (keikutsertaan).
    PartyParticipation = party_participation,
}

/// The public id of a record.
#[must_use]
pub fn show(kind: Kind, id: Uuid) -> ID {
    ID(reference::show(kind.prefix(), id))
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
    let (prefix, uuid) = reference::parse(id.as_str())?;
    let kind = Kind::ALL.iter().copied().find(|kind| kind.prefix() == prefix)?;
    Some((kind, uuid))
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
