//! Who may look into a report: only who reaches every host in it (REP-1).

use crate::domain::{Action, Id, Result, Role};
use crate::service::Op;
use crate::store;

impl Op<'_> {
    /// Whether what stands in a report lies within the actor's reach. Who made one deletes it without looking into it.
    pub fn reaches_report(&self, action: Action, report: Id) -> Result<bool> {
        if self.actor.role == Role::Manager {
            return Ok(true);
        }
        if action == Action::ReportDelete
            && store::host_report::find(self.conn, report)?.owner_id == Some(self.actor.id)
        {
            return Ok(true);
        }
        let hosts = store::host_report::hosts(self.conn, report)?;
        Ok(store::reach::addresses(self.conn, self.actor.id)?.contains_all(&hosts))
    }
}
