//! What became of something that was due: a schedule, or a rule that makes reports (SCHED-1, FIM-12).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::words::words;
use crate::domain::{Id, ObjectKind, ObjectRef, Time};
use crate::service::WriteOp;

words! {
    /// What became of a schedule that was due.
    DueStatus is "status" {
        Launched = "launched",
        Skipped = "skipped",
        SwitchedOff = "switched-off",
    }
}

/// What became of one schedule.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Due {
    /// The schedule.
    pub object: String,
    /// Its owner.
    pub owner: String,
    /// What became of it.
    pub status: DueStatus,
    /// Why it did not launch.
    pub reason: Option<String>,
    /// The scan that was queued.
    pub scan: Option<Id>,
    /// The report that was made (FIM-12, REP-1).
    pub report: Option<String>,
    /// The next launch, if there is one.
    pub next_launch_at: Option<Time>,
}

impl Due {
    /// Something that launches, as far as is known.
    pub fn launched(object: &str, owner: &str) -> Self {
        Self {
            object: object.to_owned(),
            owner: owner.to_owned(),
            status: DueStatus::Launched,
            reason: None,
            scan: None,
            report: None,
            next_launch_at: None,
        }
    }

    /// Notes what became of it in an entry that its owner sees (LOG-5).
    pub fn note(&self, op: &mut WriteOp<'_>, noun: &str, owner: Id) {
        op.journal.touch(&ObjectRef::new(ObjectKind::User, owner, self.owner.clone()));
        let what = format!("{noun} `{}` of {}", self.object, self.owner);
        let reason = self.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        match self.status {
            DueStatus::Launched => op.say("launch", "launched", what),
            DueStatus::Skipped => op.say("skip", "skipped", what + &reason),
            DueStatus::SwitchedOff => op.say("switch off", "switched off", what + &reason),
        }
    }
}
