//! Rules about contests, parties, contestants and candidates.

macro_rules! contest_rules {
    (then $next:ident $($more:ident)*; $($rows:tt)*) => {
        $next! { then $($more)*; $($rows)*

        /// The type belongs to the election's body of law.
        ContestRegime = "CONTEST_REGIME", "UU 7/2017 Pasal 1; UU 10/2016 Pasal 1",
            "this type of contest belongs to the other electoral regime",
            "jenis pemilihan ini termasuk rezim pemilu yang lain";
        /// The type is held in regions of another level.
        ContestArea = "CONTEST_AREA", "UU 7/2017 Pasal 1; UU 10/2016 Pasal 3",
            "this type of contest is held in regions of another level",
            "jenis pemilihan ini diselenggarakan di wilayah tingkat lain";
        /// The law holds no such contest there.
        ContestNotHeld = "CONTEST_NOT_HELD", "UU 13/2012 Pasal 18; UU 2/2024",
            "the law holds no such contest in this region",
            "undang-undang tidak menyelenggarakan pemilihan ini di wilayah tersebut";
        /// The contest is recorded already.
        ContestTaken = "CONTEST_TAKEN", "",
            "this contest is recorded already",
            "pemilihan ini sudah tercatat";
        /// Districts belong to types that have them.
        DistrictsNotFor = "DISTRICTS_NOT_FOR", "UU 7/2017 Pasal 185",
            "this type of contest has no electoral districts",
            "jenis pemilihan ini tidak memiliki daerah pemilihan";
        /// Another kind of contestant stands in this type.
        ContestantKind = "CONTESTANT_KIND", "UU 7/2017 Pasal 1; UU 10/2016 Pasal 39",
            "another kind of contestant stands in this type of contest",
            "peserta jenis pemilihan ini berbeda";
        /// Nobody stands without a party here.
        IndependentNotAllowed = "INDEPENDENT_NOT_ALLOWED", "UU 7/2017 Pasal 221",
            "nobody stands without a party in this type of contest",
            "tidak ada calon perseorangan pada jenis pemilihan ini";
        /// A pair is nominated by parties or stands without one.
        NominationRequired = "NOMINATION_REQUIRED", "UU 7/2017 Pasal 221; UU 10/2016 Pasal 39",
            "name the nominating parties, or say that it stands without one; not both",
            "sebutkan partai pengusul, atau nyatakan perseorangan; tidak keduanya";
        /// The party is no participant of this election.
        PartyNotParticipating = "PARTY_NOT_PARTICIPATING", "UU 7/2017 Pasal 172, 179",
            "the party was not determined as a participant of this election",
            "partai tidak ditetapkan sebagai peserta pemilu ini";
        /// Local parties stand in Aceh only.
        LocalPartyElsewhere = "LOCAL_PARTY_ELSEWHERE", "UU 11/2006 Pasal 80",
            "a local party of Aceh does not stand in this contest",
            "partai politik lokal Aceh tidak ikut dalam pemilihan ini";
        /// The contestant is registered already.
        ContestantTaken = "CONTESTANT_TAKEN", "UU 7/2017 Pasal 241; UU 10/2016 Pasal 40",
            "the party or the code is registered in this contest already",
            "partai atau kode tersebut sudah terdaftar pada pemilihan ini";
        /// A contest that is concluded changes no more.
        ContestConcluded = "CONTEST_CONCLUDED", "UU 7/2017 Pasal 413; UU 10/2016 Pasal 157",
            "this round of the contest is concluded; a new one needs its own decision",
            "putaran pemilihan ini sudah selesai; putaran baru memerlukan putusan tersendiri";
        /// What happened lies not in the future.
        DayInFuture = "DAY_IN_FUTURE", "",
            "the day lies in the future",
            "tanggal tersebut berada di masa depan";
        /// A name is required.
        NameRequired = "NAME_REQUIRED", "",
            "a name of 1 to 300 characters is required",
            "nama sepanjang 1 sampai 300 karakter wajib diisi";
        /// One state does not follow the other.
        StatusTransition = "STATUS_TRANSITION", "UU 7/2017 Pasal 247 to 257; UU 10/2016 Pasal 45 to 54",
            "this state does not follow the present one",
            "status ini tidak dapat menyusul status sekarang";
        /// The state has another ground.
        StatusGround = "STATUS_GROUND", "UU 7/2017 Pasal 247 to 257; UU 10/2016 Pasal 45 to 54",
            "this ground does not lead to that state",
            "dasar ini tidak menghasilkan status tersebut";
        /// The change rests on a document.
        DocumentRequired = "DOCUMENT_REQUIRED", "UU 30/2014 Pasal 55",
            "name the document that the change rests on",
            "sebutkan surat atau putusan yang menjadi dasar perubahan";
        /// A status does not begin before the last one.
        StatusBeforeLast = "STATUS_BEFORE_LAST", "",
            "the day lies before the last status; correct that one if it is wrong",
            "tanggal mendahului status terakhir; perbaiki status itu bila keliru";
        /// Another part is played in this kind of contestant.
        CandidateRole = "CANDIDATE_ROLE", "UU 7/2017 Pasal 1; UU 10/2016 Pasal 1",
            "a pair has a head and a deputy; lists and individuals have members",
            "pasangan terdiri atas calon kepala dan wakil; daftar dan perseorangan terdiri atas anggota";
        /// The part is taken.
        RoleTaken = "ROLE_TAKEN", "UU 7/2017 Pasal 1; UU 10/2016 Pasal 1",
            "somebody who still stands has this part or this number",
            "kedudukan atau nomor ini sudah dipegang calon lain";
        /// Candidates of a list stand in a district of the contest.
        DistrictRequired = "DISTRICT_REQUIRED", "UU 7/2017 Pasal 185",
            "name a district of this contest, if it has districts",
            "sebutkan daerah pemilihan pada pemilihan ini, bila ada";
        /// One replaces somebody who is gone, of the same contestant.
        ReplacesNobody = "REPLACES_NOBODY", "UU 7/2017 Pasal 236, 255; UU 10/2016 Pasal 54",
            "one replaces a candidate of the same contestant who stands no more",
            "pengganti menggantikan calon dari peserta yang sama yang tidak lagi mencalonkan diri";
        /// Only who is registered can be determined.
        NotProspective = "NOT_PROSPECTIVE", "UU 7/2017 Pasal 256; UU 10/2016 Pasal 49",
            "only prospective contestants of this round can be determined",
            "hanya bakal peserta pada putaran ini yang dapat ditetapkan";
        /// A further round needs its decision.
        DecisionRequired = "DECISION_REQUIRED", "UU 7/2017 Pasal 372, 416; UU 10/2016 Pasal 54D, 112",
            "name the decision that orders it",
            "sebutkan putusan atau keputusan yang memerintahkannya";
        /// A phase is asked for on a day or at an instant.
        DayOrInstant = "DAY_OR_INSTANT", "",
            "ask on a day or at an instant, not both",
            "sebutkan tanggal atau waktu, tidak keduanya";
        /// The contest is not recorded.
        ContestUnknown = "CONTEST_UNKNOWN", "",
            "the registry has no such contest",
            "registri tidak memiliki pemilihan tersebut";
        /// The contestant is not registered in the contest.
        ContestantUnknown = "CONTESTANT_UNKNOWN", "",
            "the contest has no such contestant",
            "pemilihan tidak memiliki peserta tersebut";
        /// The round is unknown.
        RoundUnknown = "ROUND_UNKNOWN", "",
            "the contest has no such round",
            "pemilihan tidak memiliki putaran tersebut";
        }
    };
}
