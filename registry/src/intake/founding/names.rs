//! Names for people who do not exist.

use super::random::Random;

const MEN: &[&str] = &[
    "Adimas",
    "Bagasta",
    "Candrika",
    "Damarjati",
    "Ekasura",
    "Fajarudin",
    "Galihanto",
    "Hendraka",
    "Indrayasa",
    "Jakaria",
    "Kusnadar",
    "Lintang",
    "Mahendrika",
    "Nugrasena",
    "Okayana",
    "Pramudika",
    "Rahmadi",
    "Sasmitra",
    "Tirtayana",
    "Umbara",
    "Wirasena",
    "Yudantara",
    "Zulfanir",
    "Arkananta",
];

const WOMEN: &[&str] = &[
    "Anindita",
    "Batari",
    "Cempakasari",
    "Dewirani",
    "Embunsari",
    "Fitriana",
    "Gayatrisna",
    "Harumi",
    "Intanara",
    "Jelitasari",
    "Kirananda",
    "Larasita",
    "Melatiwangi",
    "Nirmayasa",
    "Ombakasih",
    "Puspaningrat",
    "Ratnaduhita",
    "Sekarwani",
    "Tiaranti",
    "Utamirasa",
    "Widuri",
    "Yulistara",
    "Zahrasita",
    "Ayuningrum",
];

const SECOND: &[&str] = &[
    "Adiwarsa",
    "Baskarani",
    "Cakrawinata",
    "Darmasentana",
    "Endrasuta",
    "Gunawarsa",
    "Harjasoka",
    "Iswandaru",
    "Jayaprana",
    "Kertanaya",
    "Lesmanadi",
    "Mangunreja",
    "Natawirya",
    "Pandyasuta",
    "Ranuwijaya",
    "Sastradipa",
    "Tandrawisesa",
    "Wangsadita",
    "Yudanegari",
    "Purnakarsa",
    "Rumbekwari",
    "Waromisen",
    "Siregaran",
    "Tambunanta",
    "Lubisari",
    "Palungan",
    "Mandagira",
    "Latupatiwa",
    "Sangajiwa",
    "Kamaruwan",
];

/// A name; one in five has a single word, as many names in Indonesia do.
pub(crate) fn name(random: &mut Random, is_man: bool) -> String {
    let first = random.pick(if is_man { MEN } else { WOMEN });
    match random.between(1, 10) {
        1 | 2 => first.to_owned(),
        3 => format!("{first} {} {}", random.pick(SECOND), random.pick(SECOND)),
        _ => format!("{first} {}", random.pick(SECOND)),
    }
}

/// Titles before and after the name, as the work of a unit suggests.
pub(crate) fn titles(
    random: &mut Random,
    unit: &str,
    is_graduate: bool,
) -> (Option<&'static str>, Option<&'static str>) {
    if !is_graduate {
        return (None, random.percent(40).then(|| random.pick(&["A.Md.", "A.Md.Kom."])));
    }
    let back = match unit {
        "DISDIK" => random.pick(&["S.Pd.", "S.Pd.", "S.Pd., M.Pd.", "S.Pd.SD."]),
        "DINKES" => random.pick(&["S.Kep.", "S.K.M.", "S.Farm.", "S.Tr.Keb."]),
        "HUKUM" => random.pick(&["S.H.", "S.H., M.H."]),
        "DATIN" | "DISKOMINFO" => random.pick(&["S.Kom.", "S.T.", "S.Kom., M.T."]),
        _ => random.pick(&["S.E.", "S.Sos.", "S.IP.", "S.E., M.Si.", "S.AP."]),
    };
    let front = match unit {
        "DINKES" => random.percent(20).then_some("dr."),
        _ => random.percent(3).then_some("Dr."),
    };
    (front, Some(back))
}
