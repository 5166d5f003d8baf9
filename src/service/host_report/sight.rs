//! Who may look into a report: only who reaches every host in it (REP-1).

use crate::domain::{Action, AddressSet, Id, Result, Role};
use crate::service::Op;
use crate::store;

/// What somebody reaches, read once for many reports; `None`: managers look into every one.
pub struct ReportSight {
    reached: Option<AddressSet>,
}

impl ReportSight {
    pub fn of(op: &Op<'_>) -> Result<Self> {
        let is_manager = op.actor.role == Role::Manager;
        let reached = (!is_manager).then(|| store::reach::addresses(op.conn, op.actor.id)).transpose()?;
        Ok(Self { reached })
    }

    /// Whether all that stands in a report is reached.
    pub fn opens(&self, op: &Op<'_>, report: Id) -> Result<bool> {
        match &self.reached {
            None => Ok(true),
            Some(reached) => Ok(reached.contains_all(&store::host_report::hosts(op.conn, report)?)),
        }
    }
}

impl Op<'_> {
    /// Whether what stands in a report lies within the actor's reach. Who made one deletes it without looking into it.
    pub fn reaches_report(&self, action: Action, report: Id) -> Result<bool> {
        let is_own =
            || -> Result<bool> { Ok(store::host_report::find(self.conn, report)?.owner_id == Some(self.actor.id)) };
        if action == Action::ReportDelete && is_own()? {
            return Ok(true);
        }
        ReportSight::of(self)?.opens(self, report)
    }
}
