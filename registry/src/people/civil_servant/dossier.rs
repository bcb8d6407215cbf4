//! A person with numbers, employments and signatures, read at once: what most look-ups ask for.

use netra_domain::policy::{Permit, of};
use netra_entity::{civil_servant, employment, service_number};

use super::CivilServantBy;
use crate::Registry;
use crate::ledger::error::{Error, Result};
use crate::pact::pact_signature::SignatureLine;
use crate::people::civil_servant::joined::{Parts, dossier, take};

/// What of a person is read besides the person.
#[derive(Debug, Default)]
pub struct DossierParts {
    /// Service numbers.
    pub numbers: bool,
    /// Employments as known now.
    pub employments: bool,
    /// Present signatures, with the permit that reaches them.
    pub signatures: Option<Permit<of::ReadPactSignatures>>,
}

/// A person with the parts that were asked for; those not asked for are absent.
#[derive(Debug)]
pub struct Dossier {
    /// The person.
    pub person: civil_servant::Model,
    /// Service numbers, oldest first.
    pub numbers: Option<Vec<service_number::Model>>,
    /// Employments within the reach, oldest first.
    pub employments: Option<Vec<employment::Model>>,
    /// Signatures within the reach, in the order in which they were given to the registry.
    pub signatures: Option<Vec<SignatureLine>>,
}

impl Registry {
    /// One civil servant with parts, by one statement.
    ///
    /// # Errors
    /// Those of [`Self::civil_servant`].
    pub async fn dossier(
        &self,
        permit: &Permit<of::ReadCivilServants>,
        by: &CivilServantBy,
        asked: &DossierParts,
    ) -> Result<Dossier> {
        let parts = Parts {
            numbers: asked.numbers,
            employments: asked.employments,
            signatures: asked.signatures.as_ref(),
        };
        let today = self.clock().today();
        let rows = dossier(self.reader(), permit, parts, by.condition()?, today).await?;
        let mut person = None;
        let mut numbers = Vec::new();
        let mut employments = Vec::new();
        let mut signatures = Vec::new();
        for row in rows {
            person = Some(row.person);
            take(&mut numbers, row.number, |it| it.row_id);
            take(&mut employments, row.employment, |it| it.row_id);
            take(&mut signatures, row.signature, |it| it.id);
        }
        numbers.sort_by_key(|it| it.valid_from);
        employments.sort_by_key(|it| it.valid_from);
        signatures.sort_by_key(|it| it.id);
        Ok(Dossier {
            person: self.showing_one(person).ok_or(Error::NotFound)?,
            numbers: parts.numbers.then(|| self.showing(numbers)),
            employments: parts.employments.then(|| self.showing(employments)),
            signatures: asked.signatures.is_some().then(|| self.showing(signatures)),
        })
    }
}
