//! Certified signatures: what proves one is no record of its own, so it is held against the digests
//! in the event of the signature, and the certificates against their own.

use std::collections::{HashMap, HashSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use netra_entity::certified_signature;
use serde_json::Value;
use uuid::Uuid;

use super::{MOST_ROWS, Report};
use crate::check;
use crate::ledger::error::Result;
use crate::{Registry, ledger::hex};

const AT_ONCE: u64 = 100;
const DIFFERS: &str = "the proof says otherwise than the event of its signature";

impl Registry {
    /// Compares proofs with the signatures that they are of.
    pub(super) async fn check_certified(&self, report: &mut Report) -> Result<()> {
        let mut after = Uuid::nil();
        loop {
            let rows = check::within::certified_after(self.reader(), after, AT_ONCE).await?;
            let Some(last) = rows.last() else { break };
            after = last.signature_id;
            let ids = rows.iter().map(|row| row.signature_id).collect();
            let given = check::within::revisions_of(self.reader(), ids).await?;
            let given = given.into_iter().filter(|it| it.rev == 1);
            let given: HashMap<_, _> = given.map(|it| (it.subject_id, it.payload)).collect();
            let reports: Vec<Value> = rows
                .iter()
                .map(|row| serde_json::from_str(&row.report).unwrap_or_default())
                .collect();
            let path: Vec<String> = reports.iter().flat_map(path_of).collect();
            let kept = check::within::kept_material(self.reader(), &path).await?;
            let kept: HashSet<String> = kept.into_iter().collect();
            for (row, told) in rows.iter().zip(&reports) {
                let name = format!("certified_signature {}", row.signature_id);
                if path_of(told).any(|it| !kept.contains(&it)) {
                    report.find("RECORD", &name, "a certificate of its path is gone");
                }
                match given.get(&row.signature_id) {
                    None => report.find("RECORD", name, "no event is about its signature"),
                    Some(None) if row.cms_cipher.is_none() && row.subject_cipher.is_none() => {}
                    Some(None) => report.find("RECORD", name, "outlived the erasure of its event"),
                    Some(Some(payload)) => {
                        if !self.agrees(row, told, payload) {
                            report.find("RECORD", name, DIFFERS);
                        }
                    }
                }
            }
        }
        for id in check::within::certified_without_proof(self.reader(), MOST_ROWS).await? {
            report.find("RECORD", format!("pact_signature {id}"), "what proves it is gone");
        }
        self.check_material(report).await
    }

    fn agrees(&self, row: &certified_signature::Model, told: &Value, payload: &str) -> bool {
        let payload: Value = serde_json::from_str(payload).unwrap_or_default();
        let text = |json: &Value, path: &str| json.pointer(path)?.as_str().map(ToOwned::to_owned);
        let committed = |field: &str| text(&payload, &format!("/evidence/certificate/{field}"));
        let sealed = self.open_certified_signature(row).ok().flatten();
        let bytes = sealed.map(|it| hex::sha256(&it.cms));
        bytes.is_some()
            && bytes == committed("cms_sha256")
            // By its digest the report is part of the event, and vouches for the rest.
            && committed("report_sha256") == Some(hex::sha256(row.report.as_bytes()))
            && committed("certificate_sha256").as_ref() == Some(&row.certificate_sha256)
            && committed("signed_attributes_sha256").as_ref() == Some(&row.signed_attributes_sha256)
            && committed("serial").as_ref() == Some(&row.serial)
            && committed("claimed_at") == Some(row.claimed_at.to_string())
            && text(told, "/certificate/issuer").as_ref() == Some(&row.issuer)
            && text(told, "/certificate/valid_from") == Some(row.valid_from.to_string())
            && text(told, "/certificate/valid_to") == Some(row.valid_to.to_string())
            && text(told, "/verified_at") == Some(row.verified_at.to_string())
    }

    /// Certificates and revocation lists are named by their digests.
    async fn check_material(&self, report: &mut Report) -> Result<()> {
        let mut after = String::new();
        loop {
            let rows = check::within::trust_material_after(self.reader(), &after, AT_ONCE).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.sha256);
            for row in &rows {
                let der = STANDARD.decode(&row.der).unwrap_or_default();
                if hex::sha256(&der) != row.sha256 {
                    let name = format!("trust_material {}", row.sha256);
                    report.find("RECORD", name, "is not what its digest names");
                }
            }
        }
        Ok(())
    }
}

fn path_of(report: &Value) -> impl Iterator<Item = String> {
    let path = report.get("path_sha256").and_then(Value::as_array).cloned();
    path.unwrap_or_default().into_iter().filter_map(|it| Some(it.as_str()?.to_owned()))
}
