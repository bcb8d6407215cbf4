//! Codes of contests and of who stands in them.

use async_graphql::Enum;
use sea_orm::prelude::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

codes! {
    /// Who stands in a contest (jenis peserta).
    ContestantKind {
        /// A party at the contest's level (partai politik).
        Party = "PARTY",
        /// A pair of candidates (pasangan calon).
        Pair = "PAIR",
        /// One person (perseorangan calon anggota DPD).
        Individual = "INDIVIDUAL",
    }
    /// What one contest covers (wilayah pemilihan).
    ContestArea {
        /// The whole country (nasional).
        National = "NATIONAL",
        /// One province (provinsi).
        Province = "PROVINCE",
        /// One regency (kabupaten).
        Regency = "REGENCY",
        /// One city (kota).
        City = "CITY",
        /// One regency or city (kabupaten/kota).
        RegencyOrCity = "REGENCY_OR_CITY",
    }
    /// How the law departs from a contest type in a region (kekhususan daerah).
    ContestRule {
        /// No such contest is held there (tidak diselenggarakan).
        NotHeld = "NOT_HELD",
        /// Local parties stand there too (partai politik lokal).
        LocalParties = "LOCAL_PARTIES",
    }
    /// Where a party may stand (lingkup partai).
    PartyScope {
        /// Everywhere (partai politik nasional).
        National = "NATIONAL",
        /// In Aceh only (partai politik lokal Aceh), UU 11/2006.
        AcehLocal = "ACEH_LOCAL",
    }
    /// Kind of a round (jenis putaran).
    RoundKind {
        /// The vote (pemungutan suara).
        First = "FIRST",
        /// A second vote between the leading pairs (putaran kedua).
        RunOff = "RUN_OFF",
        /// A vote that is repeated by order (pemungutan suara ulang, PSU).
        ReVote = "RE_VOTE",
        /// A new election after the empty box won (pemilihan ulang).
        Repeat = "REPEAT",
    }
    /// State of a contestant (status peserta).
    ContestantState {
        /// Registered, not yet determined (bakal calon, pendaftar).
        Prospective = "PROSPECTIVE",
        /// Determined (ditetapkan).
        Determined = "DETERMINED",
        /// Not determined: the requirements are not met (tidak memenuhi syarat).
        Rejected = "REJECTED",
        /// Gave up (mengundurkan diri).
        Withdrawn = "WITHDRAWN",
        /// Determination cancelled (dibatalkan).
        Cancelled = "CANCELLED",
    }
    /// Part that a candidate plays (kedudukan calon).
    CandidateRole {
        /// Head of a pair (calon presiden, calon kepala daerah).
        Head = "HEAD",
        /// Deputy of a pair (calon wakil).
        Deputy = "DEPUTY",
        /// Member of a list, or an individual (calon anggota).
        Member = "MEMBER",
    }
    /// State of a candidate (status calon).
    CandidateState {
        /// Registered (bakal calon).
        Prospective = "PROSPECTIVE",
        /// Papers to be completed (belum memenuhi syarat, BMS).
        Incomplete = "INCOMPLETE",
        /// Requirements not met (tidak memenuhi syarat, TMS).
        Unqualified = "UNQUALIFIED",
        /// Requirements met (memenuhi syarat, MS).
        Qualified = "QUALIFIED",
        /// On the provisional list (daftar calon sementara, DCS).
        Provisional = "PROVISIONAL",
        /// On the final list, or determined (daftar calon tetap, DCT).
        Final = "FINAL",
        /// Taken off the list (dicoret).
        StruckOff = "STRUCK_OFF",
        /// Replaced by another (diganti).
        Replaced = "REPLACED",
        /// Gave up (mengundurkan diri).
        Withdrawn = "WITHDRAWN",
        /// Died (meninggal dunia).
        Deceased = "DECEASED",
        /// Determination cancelled (dibatalkan).
        Cancelled = "CANCELLED",
        /// Elected (terpilih).
        Elected = "ELECTED",
        /// Not elected (tidak terpilih).
        NotElected = "NOT_ELECTED",
    }
    /// Why a status changed (dasar perubahan status).
    StatusGround {
        /// Registration (pendaftaran).
        Registration = "REGISTRATION",
        /// Verification of the requirements (verifikasi).
        Verification = "VERIFICATION",
        /// Determination of the candidates (penetapan).
        Determination = "DETERMINATION",
        /// Own request (permintaan sendiri).
        OwnRequest = "OWN_REQUEST",
        /// Request of the nominating party (permintaan partai pengusul).
        PartyRequest = "PARTY_REQUEST",
        /// Death (meninggal dunia).
        Death = "DEATH",
        /// Nominated more than once (kegandaan pencalonan).
        DoubleNomination = "DOUBLE_NOMINATION",
        /// A requirement no longer met (tidak lagi memenuhi syarat).
        Disqualification = "DISQUALIFICATION",
        /// Order of a court (putusan pengadilan, Putusan MK).
        CourtOrder = "COURT_ORDER",
        /// Order of Bawaslu (putusan Bawaslu).
        SupervisorOrder = "SUPERVISOR_ORDER",
        /// Result of the vote (hasil pemungutan suara).
        Result = "RESULT",
    }
}
