//! Acts on candidates.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use netra_domain::policy::Act;
use netra_entity::Date;
use netra_entity::code::{CandidateRole, CandidateState, StatusGround};
use netra_registry::elections::candidate::CandidateInput;
use netra_registry::elections::contestant::{StatusChange, StatusDocument};

use super::Candidate;
use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read, read_optional};
use crate::graphql::kernel::noun::Noun;
use crate::graphql::kernel::receipt::Receipt;

/// A candidate to register.
#[derive(InputObject)]
pub(in crate::graphql) struct RegisterCandidateInput {
    /// The contestant.
    contestant: ID,
    /// The electoral district, if the contest has any (daerah pemilihan).
    district: Option<ID>,
    /// Part played (kedudukan calon).
    role: CandidateRole,
    /// Number on the list (nomor urut calon).
    list_number: Option<i32>,
    /// Name.
    name: String,
    /// NIK, by which double nominations are found; it is not kept.
    nik: Option<String>,
    /// Service number of a civil servant who resigned to stand (NIP, NI PPPK).
    service_number: Option<String>,
    /// The candidate whose place is taken, who stands no more (calon yang diganti).
    replaces: Option<ID>,
    /// KPU's own code (kode KPU).
    kpu_code: Option<String>,
    /// Day of registration; today by default (tanggal pendaftaran).
    registered_on: Option<Date>,
    /// Where the facts come from (sumber).
    source: String,
    /// Whether it is invented for demonstration or tests (data contoh).
    #[graphql(default)]
    is_invented: bool,
}

/// A document that a change rests on (surat, keputusan, putusan).
#[derive(InputObject)]
pub(in crate::graphql) struct StatusDocumentInput {
    /// Its number.
    number: String,
    /// Who issued it.
    issuer: String,
    /// Its day.
    dated_on: Option<Date>,
    /// SHA-256 of its bytes, in hexadecimal.
    sha256: Option<String>,
}

impl StatusDocumentInput {
    pub(in crate::graphql) fn read(self) -> StatusDocument {
        StatusDocument {
            number: self.number,
            issuer: self.issuer,
            dated_on: self.dated_on,
            sha256: self.sha256,
        }
    }
}

/// A change of a candidate's state.
#[derive(InputObject)]
pub(in crate::graphql) struct ChangeCandidateStatusInput {
    /// The candidate.
    id: ID,
    /// The state (status).
    state: CandidateState,
    /// First day; today by default.
    on: Option<Date>,
    /// Why (dasar perubahan).
    ground: StatusGround,
    /// By which document; verification alone needs none.
    document: Option<StatusDocumentInput>,
    /// Whether it stands in place of the last status, which was recorded wrongly.
    #[graphql(default)]
    corrects_last: bool,
    /// Revision that the caller has seen; refused where the record has moved on.
    expected_version: Option<i32>,
}

/// What an act on a candidate answers.
#[derive(SimpleObject)]
pub(in crate::graphql) struct CandidatePayload {
    /// The candidate.
    candidate: Option<Candidate>,
    /// Its event; null where nothing changed.
    receipt: Option<Receipt>,
}

#[derive(Default)]
pub(in crate::graphql) struct CandidateMutation;

/// Acts on candidates.
#[Object]
impl CandidateMutation {
    /// Registers a candidate, who is prospective until determined; only the office that registers
    /// the contest does. Who stands twice is registered and flagged (pendaftaran calon).
    #[graphql(directive = access::apply(
        word(Act::RegisterCandidate), roles(Act::RegisterCandidate)
    ))]
    async fn register_candidate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The candidate.")] input: RegisterCandidateInput,
    ) -> Option<CandidatePayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "registerCandidate")?;
            let input = input.read()?;
            let done = call.registry().register_candidate(&permit, &request, &input).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }

    /// Changes a candidate's state by its document: verification, lists, withdrawal, replacement,
    /// death, orders of courts (perubahan status calon).
    #[graphql(directive = access::apply(
        word(Act::ChangeCandidateStatus), roles(Act::ChangeCandidateStatus)
    ))]
    async fn change_candidate_status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: ChangeCandidateStatusInput,
    ) -> Option<CandidatePayload> {
        let call = Call::of(ctx);
        let done = async {
            let permit = call.permit()?;
            let request = call.act(ctx, "changeCandidateStatus")?;
            let change = StatusChange {
                id: read("input.id", Kind::Candidate, &input.id)?,
                state: input.state,
                on: input.on,
                ground: input.ground,
                document: input.document.map(StatusDocumentInput::read),
                corrects_last: input.corrects_last,
                expected_version: input.expected_version,
            };
            let done = call.registry().change_candidate_status(&permit, &request, &change).await?;
            payload(call, done).await
        };
        answer(ctx, done.await)
    }
}

async fn payload(
    call: &Call,
    done: netra_registry::Done,
) -> netra_registry::Result<CandidatePayload> {
    let id = done.subject_id.unwrap_or_default();
    let row = call.registry().candidate(&call.permit()?, id).await?;
    Ok(CandidatePayload { candidate: Some(Candidate::show(row)), receipt: Receipt::of(&done) })
}

impl RegisterCandidateInput {
    fn read(self) -> netra_registry::Result<CandidateInput> {
        let district = self.district.as_ref();
        let replaces = self.replaces.as_ref();
        Ok(CandidateInput {
            contestant_id: read("input.contestant", Kind::Contestant, &self.contestant)?,
            district_id: read_optional("input.district", Kind::District, district)?,
            replaces_id: read_optional("input.replaces", Kind::Candidate, replaces)?,
            kpu_code: self.kpu_code,
            role: self.role,
            list_number: self.list_number,
            name: self.name,
            nik: self.nik,
            service_number: self.service_number,
            registered_on: self.registered_on,
            source: self.source,
            is_invented: self.is_invented,
        })
    }
}
