//! What the two offices say about a succession.

use async_graphql::{ID, InputObject};
use netra_domain::succession::Passing;
use netra_entity::Date;
use netra_entity::code::{ApprovalState, Function, SuccessionKind};
use netra_registry::Error;
use netra_registry::succession::{SuccessionInput, UnitInput};
use uuid::Uuid;

use crate::graphql::kernel::id::{Kind, read, read_optional};

/// Which successions are asked for.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct SuccessionFilterInput {
    /// Only those of this institution, on either side.
    pub(super) institution: Option<ID>,
    /// Only those in this state.
    pub(super) state: Option<ApprovalState>,
}

/// A function that passes.
#[derive(InputObject)]
pub(in crate::graphql) struct SuccessionFunctionInput {
    /// The function (fungsi).
    function: Function,
    /// Who gives it (instansi pendahulu).
    from: ID,
    /// Who takes it over; the same institution where it keeps its share of a split.
    to: ID,
    /// Whether those who sit under it go along. A machine never does: the successor registers its
    /// own.
    moves_seats: bool,
}

/// Where a unit goes, with those below it.
#[derive(InputObject)]
pub(in crate::graphql) struct SuccessionUnitInput {
    /// The predecessor's unit (unit organisasi).
    unit: ID,
    /// The successor (instansi penerus).
    to: ID,
}

/// A succession to prepare.
#[derive(InputObject)]
pub(in crate::graphql) struct PrepareSuccessionInput {
    /// Kind (jenis suksesi).
    kind: SuccessionKind,
    /// First day on which the successors hold what passes; it may lie in the past or the future.
    effective_on: Date,
    /// The instrument it rests on (dasar hukum).
    legal_instrument: ID,
    /// The predecessors. All of them end, except by a transfer, or where one remains of a split.
    from: Vec<ID>,
    /// The successors; they exist on that day.
    to: Vec<ID>,
    /// The functions that pass. People and units go where their `EMPLOYER` function goes.
    functions: Vec<SuccessionFunctionInput>,
    /// Where units go, if the people of one predecessor go to several successors.
    units: Option<Vec<SuccessionUnitInput>>,
    /// Where everybody else goes then.
    others_to: Option<ID>,
}

impl PrepareSuccessionInput {
    pub(super) fn read(&self) -> Result<SuccessionInput, Error> {
        let institutions = |path: &str, ids: &[ID]| -> Result<Vec<Uuid>, Error> {
            let named = ids.iter().enumerate();
            named.map(|(at, id)| institution(&format!("input.{path}.{at}"), id)).collect()
        };
        let passing = |(at, it): (usize, &SuccessionFunctionInput)| -> Result<Passing, Error> {
            Ok(Passing {
                function: it.function,
                from: institution(&format!("input.functions.{at}.from"), &it.from)?,
                to: institution(&format!("input.functions.{at}.to"), &it.to)?,
                moves_seats: it.moves_seats,
            })
        };
        let unit = |(at, it): (usize, &SuccessionUnitInput)| -> Result<UnitInput, Error> {
            Ok(UnitInput {
                unit_id: read(&format!("input.units.{at}.unit"), Kind::Unit, &it.unit)?,
                to: institution(&format!("input.units.{at}.to"), &it.to)?,
            })
        };
        let units = self.units.iter().flatten().enumerate();
        let instrument = Kind::LegalInstrument;
        Ok(SuccessionInput {
            kind: self.kind,
            effective_on: self.effective_on,
            legal_instrument_id: read("input.legalInstrument", instrument, &self.legal_instrument)?,
            from: institutions("from", &self.from)?,
            to: institutions("to", &self.to)?,
            functions: self.functions.iter().enumerate().map(passing).collect::<Result<_, _>>()?,
            units: units.map(unit).collect::<Result<_, _>>()?,
            others_to: read_optional("input.othersTo", Kind::Institution, self.others_to.as_ref())?,
        })
    }
}

fn institution(path: &str, id: &ID) -> Result<Uuid, Error> {
    read(path, Kind::Institution, id)
}

/// A decision on a prepared succession.
#[derive(InputObject)]
pub(in crate::graphql) struct ApproveSuccessionInput {
    /// The prepared succession.
    pub(super) id: ID,
    /// Whether it is approved; refused otherwise.
    pub(super) approve: bool,
    /// Digest of the plan that was previewed, to approve exactly that.
    pub(super) plan_digest: Option<String>,
}
