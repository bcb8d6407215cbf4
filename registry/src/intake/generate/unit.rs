//! Units of invented institutions: what regional governments and central bodies usually have.

use super::Workplace;
use crate::intake::founding::random::Random;
use crate::office::institution::level_of;

type Unit = (&'static str, &'static str);

const REGIONAL: &[Unit] = &[
    ("SETDA", "Sekretariat Daerah"),
    ("SETWAN", "Sekretariat DPRD"),
    ("INSPEKTORAT", "Inspektorat Daerah"),
    ("DISDIK", "Dinas Pendidikan"),
    ("DINKES", "Dinas Kesehatan"),
    ("DPUPR", "Dinas Pekerjaan Umum dan Penataan Ruang"),
    ("DISPERKIM", "Dinas Perumahan dan Kawasan Permukiman"),
    ("SATPOLPP", "Satuan Polisi Pamong Praja"),
    ("DINSOS", "Dinas Sosial"),
    ("BKD", "Badan Kepegawaian Daerah"),
    ("BAPPEDA", "Badan Perencanaan Pembangunan Daerah"),
    ("BPKAD", "Badan Pengelola Keuangan dan Aset Daerah"),
    ("BAPENDA", "Badan Pendapatan Daerah"),
    ("BPBD", "Badan Penanggulangan Bencana Daerah"),
    ("KESBANGPOL", "Badan Kesatuan Bangsa dan Politik"),
    ("DISNAKER", "Dinas Tenaga Kerja"),
    ("DP3A", "Dinas Pemberdayaan Perempuan dan Pelindungan Anak"),
    ("DISTAN", "Dinas Pertanian dan Ketahanan Pangan"),
    ("DLH", "Dinas Lingkungan Hidup"),
    ("DUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil"),
    ("DISHUB", "Dinas Perhubungan"),
    ("DISKOMINFO", "Dinas Komunikasi dan Informatika"),
    ("DISKOPUKM", "Dinas Koperasi dan Usaha Kecil"),
    ("DPMPTSP", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
    ("DISPORA", "Dinas Pemuda dan Olahraga"),
    ("DISBUDPAR", "Dinas Kebudayaan dan Pariwisata"),
    ("DISPUSIP", "Dinas Perpustakaan dan Kearsipan"),
    ("DISKAN", "Dinas Perikanan"),
    ("DISDAG", "Dinas Perdagangan dan Perindustrian"),
    ("HUKUM", "Bagian Hukum"),
    ("RSUD", "Rumah Sakit Umum Daerah"),
    ("KEC_UTARA", "Kecamatan Utara"),
    ("KEC_SELATAN", "Kecamatan Selatan"),
    ("KEC_TIMUR", "Kecamatan Timur"),
    ("KEC_BARAT", "Kecamatan Barat"),
    ("KEC_TENGAH", "Kecamatan Tengah"),
    ("KEC_HULU", "Kecamatan Hulu"),
    ("KEC_HILIR", "Kecamatan Hilir"),
    ("KEC_PESISIR", "Kecamatan Pesisir"),
    ("DAMKAR", "Dinas Pemadam Kebakaran"),
];

const CENTRAL: &[Unit] = &[
    ("SETJEN", "Sekretariat Jenderal"),
    ("ITJEN", "Inspektorat Jenderal"),
    ("SDM", "Biro Sumber Daya Manusia"),
    ("KEUANGAN", "Biro Keuangan"),
    ("PERENCANAAN", "Biro Perencanaan"),
    ("HUKUM", "Biro Hukum"),
    ("UMUM", "Biro Umum"),
    ("HUMAS", "Biro Hubungan Masyarakat"),
    ("ORTALA", "Biro Organisasi dan Tata Laksana"),
    ("PENGADAAN", "Biro Pengadaan Barang dan Jasa"),
    ("DATIN", "Pusat Data dan Informasi"),
    ("PUSDIKLAT", "Pusat Pendidikan dan Pelatihan"),
    ("PUSLITBANG", "Pusat Penelitian dan Pengembangan"),
    ("KEBIJAKAN", "Direktorat Perumusan Kebijakan"),
    ("PELAYANAN", "Direktorat Pelayanan"),
    ("PENGAWASAN", "Direktorat Pengawasan"),
    ("KERJASAMA", "Direktorat Kerja Sama"),
    ("STANDAR", "Direktorat Standardisasi"),
    ("EVALUASI", "Direktorat Evaluasi"),
    ("BINA_DAERAH", "Direktorat Pembinaan Daerah"),
    ("KANWIL_01", "Kantor Wilayah I"),
    ("KANWIL_02", "Kantor Wilayah II"),
    ("KANWIL_03", "Kantor Wilayah III"),
    ("KANWIL_04", "Kantor Wilayah IV"),
    ("KANWIL_05", "Kantor Wilayah V"),
    ("KANWIL_06", "Kantor Wilayah VI"),
    ("KANWIL_07", "Kantor Wilayah VII"),
    ("KANWIL_08", "Kantor Wilayah VIII"),
    ("KANWIL_09", "Kantor Wilayah IX"),
    ("KANWIL_10", "Kantor Wilayah X"),
    ("UPT_01", "Unit Pelaksana Teknis I"),
    ("UPT_02", "Unit Pelaksana Teknis II"),
    ("UPT_03", "Unit Pelaksana Teknis III"),
    ("UPT_04", "Unit Pelaksana Teknis IV"),
    ("UPT_05", "Unit Pelaksana Teknis V"),
    ("UPT_06", "Unit Pelaksana Teknis VI"),
    ("UPT_07", "Unit Pelaksana Teknis VII"),
    ("UPT_08", "Unit Pelaksana Teknis VIII"),
    ("UPT_09", "Unit Pelaksana Teknis IX"),
    ("UPT_10", "Unit Pelaksana Teknis X"),
];

/// One of the 10 to 40 units of a workplace.
pub(super) fn of(place: &Workplace, random: &mut Random) -> Unit {
    let all = if level_of(place.kind).is_some() { REGIONAL } else { CENTRAL };
    // A place always has the same units, whoever is asked for.
    let letters: usize = place.code.bytes().map(usize::from).sum();
    let some = all.get(..10 + letters % 31).unwrap_or(all);
    random.pick(some)
}
