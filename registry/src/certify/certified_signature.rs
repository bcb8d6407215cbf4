//! Certified signatures of pacts: verified when they are received, kept with everything that they
//! were verified by, and read within the reach.

pub(crate) mod within;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use netra_domain::Rule;
use netra_domain::certified_signature::{LIMITS, Limits, PURPOSES, SubjectNumber, document};
use netra_entity::{certified_signature, civil_servant, code_list, pact_text, trust_material};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::certify;
use crate::certify::cms::{Accepted, CheckResult, Question, Report, verify};
use crate::certify::trust::TrustStore;
use crate::law;
use crate::ledger::error::{Error, Result};
use crate::ledger::write::Write;
use crate::people;
use crate::{Registry, ledger::hex};

/// A signature in base64 as a client sends it, with or without line ends.
///
/// # Errors
/// `CMS_MALFORMED` for anything else.
pub fn decode(text: &str) -> Result<Vec<u8>> {
    let text: String = text.split_ascii_whitespace().collect();
    STANDARD.decode(text).map_err(|_source| Error::invalid("cms", Rule::CmsMalformed))
}

/// SHA-256 of what a certified signature of a text is over, in hexadecimal.
#[must_use]
pub fn document_sha256(text: &pact_text::Model) -> String {
    hex::sha256(document(text).content.as_bytes())
}

/// What only the signer sees of a certified signature.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// The exact bytes that were received.
    pub cms: Vec<u8>,
    /// Subject of the certificate.
    pub subject: String,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened(***)")
    }
}

impl Registry {
    /// Whom the registry trusts to certify persons, now.
    ///
    /// # Errors
    /// `CERTIFIED_SIGNATURE_UNAVAILABLE` where it is set up with no root.
    pub(crate) async fn trusted(&self) -> Result<Arc<TrustStore>> {
        let files = Arc::clone(&self.trust);
        let store = tokio::task::spawn_blocking(move || files.current()).await;
        let store = store.map_err(|_stop| Error::Crypto("trust files"))?;
        if store.is_empty() {
            return Err(Rule::CertifiedSignatureUnavailable.into());
        }
        Ok(store)
    }

    /// Whether certified signatures are taken.
    #[must_use]
    pub fn takes_certified_signatures(&self) -> bool {
        !self.trust.is_empty()
    }

    /// The encrypted part of a proof; absent once it is erased. For the signer's own eyes.
    ///
    /// # Errors
    /// [`Error::Crypto`] where it was not sealed with this registry's key.
    pub fn open_certified_signature(
        &self,
        row: &certified_signature::Model,
    ) -> Result<Option<Opened>> {
        let (Some(cms), Some(subject)) = (&row.cms_cipher, &row.subject_cipher) else {
            return Ok(None);
        };
        let (vault, id) = (self.vault(), row.signature_id);
        let subject = vault.open("subject", id, subject)?;
        let subject = String::from_utf8(subject).map_err(|_source| Error::Crypto("no text"))?;
        Ok(Some(Opened { cms: vault.open("cms", id, cms)?, subject }))
    }
}

/// What a stored report tells. The rest of it is in the row, or for auditors to read as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoredReport {
    /// The engine and its version.
    pub engine: String,
    /// Version of the policy.
    pub policy: String,
    /// SHA-256 of the document that was signed.
    pub document_sha256: String,
    /// SHA-256 of the exact bytes received.
    pub cms_sha256: String,
    /// SHA-256 of the certificates above the signer's and of the list consulted.
    pub path_sha256: Vec<String>,
    /// The checks in their order.
    pub checks: Vec<CheckResult>,
}

/// The report of a stored proof.
///
/// # Errors
/// [`Error::Stored`] where it cannot be read.
pub fn report(row: &certified_signature::Model) -> Result<StoredReport> {
    Ok(serde_json::from_str(&row.report)?)
}

/// A signature that was accepted inside an act.
pub(crate) struct Certified {
    cms: Vec<u8>,
    accepted: Accepted,
    report: Report,
    report_text: String,
}

/// Verifies a signature of a text by the person who acts, as of the act's moment.
///
/// # Errors
/// The rule that refuses it; `CERTIFIED_SIGNATURE_UNAVAILABLE` where the limits are not known.
pub(crate) async fn judge(
    act: &Write,
    text: &pact_text::Model,
    persons: &[civil_servant::Model],
    cms: &[u8],
) -> Result<Certified> {
    let person = persons.first().ok_or(Error::NotFound)?;
    let trust = act.registry().trusted().await?;
    let limits = limits(act).await?;
    let numbers = people::within::numbers_of(act, &[person.id]).await?;
    let belongs = |number: &SubjectNumber| match number {
        SubjectNumber::Service(it) => Some(numbers.iter().any(|own| own.number == it.as_str())),
        SubjectNumber::Population(it) => {
            let index = person.nik_index.as_ref()?;
            Some(*index == act.registry().vault().index_nik(it))
        }
    };
    let verdict = verify(&Question {
        cms,
        document: document(text).content.as_bytes(),
        trust: &trust,
        limits: &limits,
        received: act.now(),
        published: text.published_at,
        belongs: &belongs,
    });
    let accepted = verdict.outcome.inspect_err(|rule| {
        tracing::info!(rule = rule.code(), "certified signature refused");
    })?;
    let report_text = serde_json::to_string(&verdict.report)?;
    Ok(Certified { cms: cms.to_vec(), accepted, report: verdict.report, report_text })
}

async fn limits(act: &Write) -> Result<Limits> {
    let today = act.today();
    let in_force = |row: &code_list::Model| {
        row.valid_from.is_none_or(|it| it <= today) && row.valid_to.is_none_or(|it| it > today)
    };
    let rows = law::within::code_list(act.tx(), LIMITS).await?;
    let purposes = law::within::code_list(act.tx(), PURPOSES).await?;
    let limits = rows.iter().filter(|it| in_force(it));
    let limits = limits.filter_map(|it| Some((it.code.as_str(), it.attribute.as_deref()?)));
    let purposes = purposes.iter().filter(|it| in_force(it));
    Limits::read(limits, purposes.filter_map(|it| it.attribute.as_deref()))
        .ok_or_else(|| Rule::CertifiedSignatureUnavailable.into())
}

impl Certified {
    /// What the signature's own evidence says of it. The event commits to these digests, and by
    /// them to the exact bytes and the report, without a name.
    pub(crate) fn evidence(&self) -> Value {
        json!({
            "document_sha256": self.report.document_sha256, "cms_sha256": self.report.cms_sha256,
            "certificate_sha256": self.accepted.certificate_sha256,
            "signed_attributes_sha256": self.accepted.signed_attributes_sha256,
            "serial": self.accepted.serial, "claimed_at": self.accepted.claimed_at,
            "report_sha256": hex::sha256(self.report_text.as_bytes()),
        })
    }

    /// Stores the proof of a signature, and what it was verified by.
    ///
    /// # Errors
    /// `CERTIFIED_SIGNATURE_USED` where the same signature was given before.
    pub(crate) async fn store(self, act: &Write, signature_id: Uuid) -> Result<()> {
        let vault = act.registry().vault();
        let missing = || Error::from(Rule::CmsMalformed);
        let certificate = self.report.certificate.ok_or_else(missing)?;
        // In one order, so that two acts never wait for each other in a circle.
        let mut material = self.accepted.material;
        material.sort_by(|one, other| one.sha256.cmp(&other.sha256));
        let digests: Vec<String> = material.iter().map(|it| it.sha256.clone()).collect();
        let known = certify::within::trust_material(act, &digests).await?;
        for it in material.iter().filter(|it| !known.contains(&it.sha256)) {
            let row = trust_material::Model {
                sha256: it.sha256.clone(),
                kind: it.kind.code().to_owned(),
                der: STANDARD.encode(&it.der),
                recorded_at: act.now(),
            };
            act.insert_once(row, trust_material::Column::Sha256).await?;
        }
        let row = certified_signature::Model {
            signature_id,
            certificate_sha256: self.accepted.certificate_sha256,
            signed_attributes_sha256: self.accepted.signed_attributes_sha256,
            serial: self.accepted.serial,
            issuer: self.accepted.issuer,
            valid_from: certificate.valid_from.ok_or_else(missing)?,
            valid_to: certificate.valid_to.ok_or_else(missing)?,
            claimed_at: self.accepted.claimed_at,
            verified_at: self.report.verified_at,
            report: self.report_text,
            subject_cipher: Some(vault.seal(
                "subject",
                signature_id,
                self.accepted.subject.as_bytes(),
            )?),
            cms_cipher: Some(vault.seal("cms", signature_id, &self.cms)?),
        };
        act.insert(row).await.map_err(|it| it.or_taken(|| Rule::CertifiedSignatureUsed.into()))
    }
}
