//! Report shapes that several verbs share.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::ObjectRef;
use crate::domain::words::words;

/// The code of what needs a confirmation that only its doing shows.
pub const TO_CONFIRM: &str = "to-confirm";

words! {
    /// Whether anything changed.
    ChangeStatus is "status" {
        Done = "done",
        Unchanged = "unchanged",
    }
}

/// What happened to one of several objects.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Outcome {
    /// The object's name.
    pub object: String,
    /// Whether it changed.
    pub status: ChangeStatus,
}

/// What happened to each of several objects.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Outcomes {
    /// One for each object, in the order given.
    pub results: Vec<Outcome>,
}

impl Outcomes {
    /// Adds the outcome for an object.
    pub fn push(&mut self, object: &ObjectRef, changed: bool) {
        self.results.push(Outcome { object: object.name.clone(), status: status(changed) });
    }

    /// How many changed.
    pub fn changed(&self) -> usize {
        self.results.iter().filter(|outcome| outcome.status == ChangeStatus::Done).count()
    }

    /// What changed, as a phrase: its name, or how many of what.
    pub fn phrase(&self, one: &str, many: &str) -> String {
        match self.results.as_slice() {
            [outcome] => format!("{one} `{}`", outcome.object),
            _ => format!("{} {many}", self.changed()),
        }
    }
}

/// The word for whether something changed.
pub const fn status(changed: bool) -> ChangeStatus {
    if changed { ChangeStatus::Done } else { ChangeStatus::Unchanged }
}
