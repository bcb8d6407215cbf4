//! Rules about the succession of institutions and functions.

macro_rules! succession_rules {
    (then $next:ident $($more:ident)*; $($rows:tt)*) => {
        $next! { then $($more)*; $($rows)*

        /// Predecessors, successors and functions do not make a succession of this kind.
        SuccessionShape = "SUCCESSION_SHAPE", "UU 39/2008 Pasal 18",
            "these institutions and functions do not make a succession of this kind",
            "instansi dan fungsi tersebut tidak membentuk suksesi jenis ini";
        /// An institution stands on one side, unless it remains of a split.
        SuccessionOneSide = "SUCCESSION_ONE_SIDE", "UU 39/2008 Pasal 18",
            "an institution cannot succeed itself, unless it remains after a split",
            "instansi tidak dapat menggantikan dirinya sendiri, kecuali tetap ada setelah pemisahan";
        /// An institution that ends leaves no function behind.
        SuccessionIncomplete = "SUCCESSION_INCOMPLETE", "UU 30/2014 Pasal 12",
            "an institution that ends still holds a function for which no successor is named",
            "instansi yang berakhir masih memegang fungsi yang belum ditentukan penerusnya";
        /// People and units need an employer.
        SuccessionPeople = "SUCCESSION_PEOPLE", "UU 20/2023 Pasal 5",
            "some units or people have no institution to go to",
            "ada unit atau pegawai yang belum ditentukan instansi penerusnya";
        /// Another succession of the same institution is under way.
        SuccessionOverlaps = "SUCCESSION_OVERLAPS", "",
            "another succession of one of these institutions is prepared or under way",
            "suksesi lain atas salah satu instansi tersebut sedang disiapkan atau berjalan";
        /// The day is not one on which the instrument can give effect.
        SuccessionDate = "SUCCESSION_DATE", "UU 12/2011 Pasal 87",
            "the day lies before the instrument was in force, or after it ended",
            "tanggal tersebut sebelum instrumen hukumnya berlaku atau setelah berakhir";
        /// The instrument is not recorded.
        InstrumentUnknown = "INSTRUMENT_UNKNOWN", "",
            "the legal instrument is not recorded here",
            "instrumen hukum tersebut belum tercatat";
        /// What was previewed is not what would move now.
        SuccessionPlanChanged = "SUCCESSION_PLAN_CHANGED", "UU 30/2014 Pasal 10",
            "what would move is not what was previewed; read the preview again",
            "yang akan berpindah bukan lagi yang dipratinjau; baca kembali pratinjaunya";
        }
    };
}
