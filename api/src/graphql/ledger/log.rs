//! The transparency log in the contract: checkpoints and proofs, in the forms of C2SP.

use async_graphql::{Context, ID, Object, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use netra_domain::Rule;
use netra_domain::policy::Act;
use netra_registry::{Error, ledger::log};

use crate::graphql::kernel::access::{access, roles, word};
use crate::graphql::kernel::call::Call;
use crate::graphql::kernel::error::answer;
use crate::graphql::kernel::id::{Kind, read};

/// A signed checkpoint of the transparency log (titik periksa log transparansi).
#[derive(SimpleObject)]
pub(in crate::graphql) struct LogCheckpoint {
    /// Name of the log, the first line of the note.
    origin: String,
    /// Its name in addresses: `/log/LABEL/checkpoint`, `/log/LABEL/tile/…`.
    label: String,
    /// How many leaves it covers, as text.
    size: String,
    /// The root over them, base64.
    root: String,
    /// The signed note (C2SP tlog-checkpoint).
    note: String,
    /// The public key, as this server names it; check it against a copy of your own.
    vkey: Option<String>,
    /// Index in the whole order of the log's first leaf, as text.
    first_index: String,
}

impl From<log::LogCheckpoint> for LogCheckpoint {
    fn from(signed: log::LogCheckpoint) -> Self {
        Self {
            origin: signed.origin.name,
            label: signed.origin.label,
            size: signed.checkpoint.size.to_string(),
            root: STANDARD.encode(signed.checkpoint.root),
            note: signed.note,
            vkey: signed.origin.vkey,
            first_index: signed.origin.first_index.to_string(),
        }
    }
}

/// That a leaf is in the tree of a signed checkpoint (bukti tercantum).
#[derive(SimpleObject)]
pub(in crate::graphql) struct InclusionProof {
    /// Index of the leaf within its log, as text.
    index: String,
    /// The audit path from the leaf upwards, base64 (RFC 6962).
    hashes: Vec<String>,
    /// The checkpoint.
    checkpoint: LogCheckpoint,
}

/// That the log only grew between two sizes (bukti konsistensi).
#[derive(SimpleObject)]
pub(in crate::graphql) struct ConsistencyProof {
    /// The smaller size, as text.
    from: String,
    /// The larger size, as text.
    to: String,
    /// The proof, base64 (RFC 6962).
    hashes: Vec<String>,
    /// The last checkpoint.
    checkpoint: LogCheckpoint,
}

fn shown(hashes: &[netra_registry::ledger::leaf::Hash]) -> Vec<String> {
    hashes.iter().map(|hash| STANDARD.encode(hash)).collect()
}

impl From<log::LogProof> for InclusionProof {
    fn from(proof: log::LogProof) -> Self {
        Self {
            index: proof.index.to_string(),
            hashes: shown(&proof.path),
            checkpoint: proof.checkpoint.into(),
        }
    }
}

/// A size, which may be larger than what an `Int` holds.
fn size(path: &str, text: &str) -> Result<u64, Error> {
    text.parse().map_err(|_source| Error::invalid(path, Rule::SizeNotInLog))
}

#[derive(Default)]
pub(in crate::graphql) struct LogQuery;

/// The transparency log.
#[Object]
impl LogQuery {
    /// The last signed checkpoint of a log, or of the newest (titik periksa log transparansi).
    #[graphql(directive = access::apply(word(Act::ReadLog), roles(Act::ReadLog)))]
    async fn log_checkpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Label of the log, its year; the newest by default.")] label: Option<
            String,
        >,
    ) -> Option<LogCheckpoint> {
        let call = Call::of(ctx);
        let found = async {
            let found = call.registry().log_checkpoint(&call.permit()?, label.as_deref()).await?;
            Ok(found.into())
        };
        answer(ctx, found.await)
    }

    /// That an event is in the tree of the last checkpoint of its log; `NOT_FOUND` until it is
    /// (bukti tercantum).
    #[graphql(directive = access::apply(word(Act::ReadLog), roles(Act::ReadLog)))]
    async fn inclusion_proof(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event.")] event: ID,
    ) -> Option<InclusionProof> {
        let call = Call::of(ctx);
        let found = async {
            let id = read("event", Kind::Event, &event)?;
            Ok(call.registry().inclusion_proof(&call.permit()?, id).await?.into())
        };
        answer(ctx, found.await)
    }

    /// That a log at one size begins with the same log at a smaller one (bukti konsistensi).
    #[graphql(directive = access::apply(word(Act::ReadLog), roles(Act::ReadLog)))]
    async fn consistency_proof(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Label of the log, its year; the newest by default.")] label: Option<
            String,
        >,
        #[graphql(desc = "The smaller size, as text.")] from: String,
        #[graphql(desc = "The larger size, as text; that of the last checkpoint by default.")]
        to: Option<String>,
    ) -> Option<ConsistencyProof> {
        let call = Call::of(ctx);
        let found = async {
            let old = size("from", &from)?;
            let new = to.as_deref().map(|to| size("to", to)).transpose()?;
            let permit = call.permit()?;
            let registry = call.registry();
            let (checkpoint, to, hashes) =
                registry.consistency_proof(&permit, label.as_deref(), old, new).await?;
            Ok(ConsistencyProof {
                from,
                to: to.to_string(),
                hashes: shown(&hashes),
                checkpoint: checkpoint.into(),
            })
        };
        answer(ctx, found.await)
    }
}
