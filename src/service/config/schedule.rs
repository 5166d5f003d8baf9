//! Switching schedules on and off (SCHED-1).

use super::add::next_launch;
use super::view::{ScheduleBody, not_a_schedule};
use crate::domain::record::Config;
use crate::domain::recurrence::Recurrence;
use crate::domain::{Action, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;
use crate::store;

/// Switches a schedule on; its next launch is worked out anew.
///
/// # Errors
/// `conflict` if its single launch has passed; `not-permitted` by ROLE-7.
pub fn activate(op: &mut WriteOp<'_>, name: &str) -> Result<ScheduleBody> {
    let (object, before) = find(op, name, Action::ScheduleActivate)?;
    let mut after = before.clone();
    if before.active == Some(false)
        && let Some(spec) = before.recurrence.clone()
    {
        after.active = Some(true);
        after.next_launch_at = Some(next_launch(&Recurrence::new(spec)?, op.now)?);
    }
    op.say("switch", "switched", format!("schedule `{}` on", after.name));
    store_change(op, &object, &before, after)
}

/// Switches a schedule off.
pub fn deactivate(op: &mut WriteOp<'_>, name: &str) -> Result<ScheduleBody> {
    let (object, before) = find(op, name, Action::ScheduleDeactivate)?;
    let after = Config { active: Some(false), ..before.clone() };
    op.say("switch", "switched", format!("schedule `{}` off", after.name));
    store_change(op, &object, &before, after)
}

fn find(op: &WriteOp<'_>, name: &str, action: Action) -> Result<(ObjectRef, Config)> {
    let object = op.find(ObjectKind::Config, name)?;
    let config = store::config::find(op.conn, object.id)?;
    if config.recurrence.is_none() {
        return Err(not_a_schedule(&config));
    }
    op.authorize(action, &object)?;
    Ok((object, config))
}

fn store_change(op: &mut WriteOp<'_>, object: &ObjectRef, before: &Config, after: Config) -> Result<ScheduleBody> {
    if op.journal.compare(object, before, &after)? {
        store::config::update(op.tx(), &after)?;
    }
    Ok(ScheduleBody { schedule: store::config::find(op.conn, object.id)? })
}
