//! Bulk import from files. A file runs as a job of chunks: a chunk is one transaction and one
//! event, rows that change nothing leave nothing, and a closing event holds the file's digest and
//! the counts. A refused row holds back no other, and is told by its line, never by its content.
//!
//! What a noun's rows look like and how they are judged is in the module of that noun.

mod campaign_accounts;
mod candidates;
mod cell;
mod circulars;
mod civil_servants;
mod contest_index;
mod contestants;
mod contests;
mod institutions;
mod job;
mod lines;
mod paper_signatures;
mod reader;
mod records;
mod refusal;
mod regions;
mod subject;

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use netra_domain::policy::{Permit, of};
use serde::Serialize;
use uuid::Uuid;

use crate::Registry;
use crate::ledger::error::Result;
use crate::ledger::write::{ActRequest, Receipt};

pub use crate::ledger::error::FileProblem;
pub(crate) use campaign_accounts::COLUMNS as CAMPAIGN_ACCOUNT_COLUMNS;
pub(crate) use candidates::CANDIDATE_COLUMNS;
pub(crate) use civil_servants::COLUMNS as CIVIL_SERVANT_COLUMNS;
pub use refusal::{ENCODING, FORMAT, RefusedRow, VALUE_REQUIRED};

/// Kind of the closing event's record.
pub(crate) const KIND: &str = "import";

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header row, RFC 4180.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

impl Format {
    /// Tells the format from the extension: `.ndjson` and `.jsonl` are JSON, any other is CSV.
    #[must_use]
    pub fn of_path(path: &Path) -> Self {
        let is = |wanted| path.extension().is_some_and(|it| it.eq_ignore_ascii_case(wanted));
        if is("ndjson") || is("jsonl") { Self::Ndjson } else { Self::Csv }
    }
}

/// A file to import.
pub struct ImportFile {
    input: Box<dyn Read + Send>,
    format: Format,
    dry_run: bool,
}

impl fmt::Debug for ImportFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportFile")
            .field("format", &self.format)
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}

impl ImportFile {
    /// Takes what is read from `input`.
    #[must_use]
    pub fn new(input: impl Read + Send + 'static, format: Format) -> Self {
        Self { input: Box::new(input), format, dry_run: false }
    }

    /// Opens a file; its extension tells the format.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File) where it cannot be opened.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self::new(File::open(path)?, Format::of_path(path)))
    }

    /// Only judges, against the registry as it is, and writes nothing.
    #[must_use]
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }
}

/// How many rows came to which end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows read, blank lines and the header apart.
    pub rows: u64,
    /// Rows that changed something, or would.
    pub changed: u64,
    /// Rows that say what is recorded already.
    pub unchanged: u64,
    /// Rows refused.
    pub refused: u64,
}

/// What a job tells while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A row is refused; rows are told in the order of the file.
    Refused(RefusedRow),
    /// A chunk is done; the counts so far.
    Counted(Counts),
}

/// Receives what a job tells. Refused rows are streamed here and not kept, so that memory stays
/// bounded whatever the file.
pub type Observer<'a> = &'a mut (dyn FnMut(Progress) + Send);

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReport {
    /// The counts.
    pub counts: Counts,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub file_sha256: String,
    /// The closing event; none for a dry run.
    pub receipt: Option<Receipt>,
}

impl Registry {
    /// Imports regions: `code`, `parent_code`, `level`, `name`, `time_zone`, `valid_from` and, if
    /// the file has them, `valid_to` and `source`. A code with its first day names a region.
    ///
    /// # Errors
    /// [`Error::ImportFile`](crate::Error::ImportFile) where the file cannot be read; the database's own.
    pub async fn import_regions(
        &self,
        permit: &Permit<of::RecordRegion>,
        request: &ActRequest,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let regions = regions::Regions::default();
        job::Job { registry: self, permit, request }.run(regions, file, observe).await
    }

    /// Imports institutions: the columns of the reference file of that name. The code names an
    /// institution.
    ///
    /// # Errors
    /// As for regions.
    pub async fn import_institutions(
        &self,
        permit: &Permit<of::RegisterInstitution>,
        request: &ActRequest,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let institutions = institutions::Institutions::default();
        job::Job { registry: self, permit, request }.run(institutions, file, observe).await
    }

    /// Registers the government of each region that is there today and has none: a province's, a
    /// regency's or a city's. What is registered already stays as it is.
    ///
    /// # Errors
    /// The database's own.
    pub async fn derive_regional_governments(
        &self,
        permit: &Permit<of::RegisterInstitution>,
        request: &ActRequest,
        dry_run: bool,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let file = institutions::regional_governments(self).await?.dry_run(dry_run);
        let institutions = institutions::Institutions::only_new();
        job::Job { registry: self, permit, request }.run(institutions, file, observe).await
    }

    /// Imports civil servants with their number and employment. A person is known by the NIK
    /// where the row has one, else by the number.
    ///
    /// # Errors
    /// As for regions.
    pub async fn import_civil_servants(
        &self,
        permit: &Permit<of::RegisterCivilServants>,
        request: &ActRequest,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let civil_servants = civil_servants::CivilServants::default();
        job::Job { registry: self, permit, request }.run(civil_servants, file, observe).await
    }

    /// Imports circulars on neutrality: `institution_code`, `number`, `dated_on`, `title`, `sha256`. The
    /// number names a circular in its institution.
    ///
    /// # Errors
    /// As for regions.
    pub async fn import_circulars(
        &self,
        permit: &Permit<of::RecordCircular>,
        request: &ActRequest,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let circulars = circulars::Circulars(permit.clone());
        job::Job { registry: self, permit, request }.run(circulars, file, observe).await
    }

    /// Imports contests, one row for each or for each of its districts: `election_code`,
    /// `contest_type`, `region_code` and, if the file has them, `kpu_code`, `district_code`,
    /// `district_name`, `seats`.
    ///
    /// # Errors
    /// As for regions.
    pub async fn import_contests(
        &self,
        permit: &Permit<of::RecordContest>,
        request: &ActRequest,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let contests = contests::Contests { permit: permit.clone(), index: None };
        job::Job { registry: self, permit, request }.run(contests, file, observe).await
    }

    /// Imports contestants, parties known by their code and others by KPU's. A row with
    /// `determined_on` determines; that takes who may determine.
    ///
    /// # Errors
    /// As for regions.
    pub async fn import_contestants(
        &self,
        permit: &Permit<of::RegisterContestant>,
        request: &ActRequest,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let contestants = contestants::Contestants { permit: permit.clone(), known: None };
        job::Job { registry: self, permit, request }.run(contestants, file, observe).await
    }

    /// Imports candidates, known by KPU's code. A row with a `status` that is decided takes who
    /// may decide.
    ///
    /// # Errors
    /// As for regions.
    pub async fn import_candidates(
        &self,
        permit: &Permit<of::RegisterCandidate>,
        request: &ActRequest,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let candidates = candidates::Candidates { permit: permit.clone(), index: None };
        job::Job { registry: self, permit, request }.run(candidates, file, observe).await
    }

    /// Imports signatures given on paper under one pact text: `service_number`, `signed_on` and,
    /// if the file has it, `document_sha256`.
    ///
    /// # Errors
    /// As for regions; `NOT_FOUND` or a refusal that concerns the text itself.
    pub async fn import_paper_signatures(
        &self,
        permit: &Permit<of::RecordPaperSignatures>,
        request: &ActRequest,
        pact_text_id: Uuid,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let signatures = paper_signatures::PaperSignatures { permit: permit.clone(), pact_text_id };
        job::Job { registry: self, permit, request }.run(signatures, file, observe).await
    }

    /// Imports campaign accounts: `contestant_code` (KPU's own), `url`, `kind`, `received_on` and,
    /// if the file has them, `candidate_code`, `native_id`, `registered_on`, `ended_on`,
    /// `end_state`, `end_reason`, `is_invented`.
    /// The address, the contestant and the day of the form name an account. Only who may verify
    /// enters and ends accounts by the file.
    ///
    /// # Errors
    /// As for regions.
    pub async fn import_campaign_accounts(
        &self,
        permit: &Permit<of::RegisterCampaignAccount>,
        enter: Option<&Permit<of::VerifyCampaignAccount>>,
        request: &ActRequest,
        file: ImportFile,
        observe: Observer<'_>,
    ) -> Result<ImportReport> {
        let accounts = campaign_accounts::CampaignAccounts::new(permit.clone(), enter.is_some());
        job::Job { registry: self, permit, request }.run(accounts, file, observe).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_tells_the_format() {
        for (name, format) in [
            ("people.csv", Format::Csv),
            ("people.NDJSON", Format::Ndjson),
            ("people.jsonl", Format::Ndjson),
            ("people", Format::Csv),
            ("ndjson", Format::Csv),
        ] {
            assert_eq!(Format::of_path(Path::new(name)), format, "{name}");
        }
    }
}
