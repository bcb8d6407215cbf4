//! The life of a record as a table: from which states an act leads, and where to. One table decides
//! an act, answers which acts are open, and is what a reader looks up.

use crate::policy::Act;
use crate::rule::Rule;

/// One act in the life of a record.
#[derive(Clone, Copy, Debug)]
pub struct Step<S: 'static> {
    /// The act. Who may do it is in the access matrix.
    pub act: Act,
    /// The states in which it is open; none where any will do.
    pub from: &'static [S],
    /// The state to which it leads; none where the state stays, or the act decides between several.
    pub to: Option<S>,
    /// The rule that refuses it in every other state.
    pub refusal: Rule,
}

/// The acts in the life of a record, in the order in which they come.
#[derive(Clone, Copy, Debug)]
pub struct Lifecycle<S: 'static>(pub &'static [Step<S>]);

impl<S: Copy + PartialEq> Lifecycle<S> {
    /// Whether a record in a state may undergo an act.
    ///
    /// # Errors
    /// The step's refusal; an act that is no step of this life is open in no state.
    pub fn check(&self, act: Act, state: S) -> Result<(), Rule> {
        let mut steps = self.0.iter().filter(|step| step.act == act).peekable();
        let refusal = steps.peek().map_or(Rule::ActUnknown, |step| step.refusal);
        if steps.any(|step| step.is_open(state)) { Ok(()) } else { Err(refusal) }
    }

    /// Every act, and whether it is open in a state.
    #[must_use]
    pub fn acts(&self, state: S) -> Vec<(Act, Result<(), Rule>)> {
        let mut acts: Vec<(Act, Result<(), Rule>)> = Vec::new();
        for step in self.0 {
            if acts.iter().all(|(act, _)| *act != step.act) {
                acts.push((step.act, self.check(step.act, state)));
            }
        }
        acts
    }
}

impl<S: Copy + PartialEq> Step<S> {
    fn is_open(&self, state: S) -> bool {
        self.from.is_empty() || self.from.contains(&state)
    }
}
