//! The tick that launches what is due (SCHED-1): all of it in one transaction, so that no occurrence is launched
//! twice, however many ticks run at once.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::config::ConfigKind;
use crate::domain::phrase::counted;
use crate::domain::record::{Config, Scan, User};
use crate::domain::recurrence::Recurrence;
use crate::domain::scan::ScanKind;
use crate::domain::{Action, Id, Key, Named, ObjectKind, ObjectRef, Result, Status, Target, Time, access};
use crate::service::due::{Due, DueStatus};
use crate::service::{App, WriteOp, fim, host_report, outbox, scan};
use crate::store;
use crate::store::aim::Of;

/// What a tick did.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct TickBody {
    /// How many launched.
    pub launched_count: usize,
    /// How many were skipped.
    pub skipped_count: usize,
    /// How many were switched off.
    pub switched_off_count: usize,
    /// How many ticket digests were queued (MAIL-3).
    pub digests_count: usize,
    /// How many operations were forgotten, being older than they are kept (OP-7).
    pub forgotten_count: i64,
    /// One for each schedule that was due.
    pub results: Vec<Due>,
}

/// Launches what is due, once, whatever time has passed since; switches off what belongs to deactivated owners
/// (USER-6); skips what its owner may not launch; and queues the ticket digests of the day.
///
/// Each launch and each switch-off has an entry of its own in the log, which names schedule and owner (LOG-5).
pub fn run_due(app: &App<'_>, op: &mut WriteOp<'_>) -> Result<TickBody> {
    let mut body = TickBody::default();
    let mut results = Vec::new();
    for config in store::config::due(op.conn, op.now)? {
        results.push(app.step(op, Action::ScheduleRunDue, |op| settle(op, &config))?.body);
    }
    for rule in store::fim::report_rule::due(op.conn, op.now)? {
        results.push(app.step(op, Action::ScheduleRunDue, |op| fim::report_rule::settle(op, &rule))?.body);
    }
    for due in results {
        *match due.status {
            DueStatus::Launched => &mut body.launched_count,
            DueStatus::Skipped => &mut body.skipped_count,
            DueStatus::SwitchedOff => &mut body.switched_off_count,
        } += 1;
        body.results.push(due);
    }
    body.digests_count = outbox::digests(op.tx(), op.now)?;
    if body.digests_count > 0 {
        let subscription = store::subscription::find(op.conn)?.name;
        op.journal.touch(&ObjectRef::subscription(subscription));
    }
    body.forgotten_count = forget(op)?;
    op.say(
        "launch",
        "launched",
        format!(
            "{}, skipped {}, switched off {}, queued {}",
            counted(body.launched_count, "schedule"),
            body.skipped_count,
            body.switched_off_count,
            counted(body.digests_count, "ticket digest")
        ),
    );
    Ok(body)
}

/// Forgets the past that is older than it is kept (OP-7).
fn forget(op: &mut WriteOp<'_>) -> Result<i64> {
    const DAY: i64 = 24 * 60 * 60;
    let days = op.settings.number(Key::HistoryKeepDays);
    if days == 0 {
        return Ok(0);
    }
    let (count, since) = store::history::pruning::prune(op.tx(), Time(op.now.0 - days * DAY))?;
    if count > 0 {
        let object = ObjectRef::subscription(store::subscription::find(op.conn)?.name);
        op.journal.change(&object, "operations_kept", serde_json::Value::Null, (-count).into());
        let since = since.map_or_else(|| "now".to_owned(), |since| since.to_string());
        op.notice(format!("forgot {count} operations older than {days} days: undo and `--at` reach back to {since}"));
    }
    Ok(count)
}

/// One schedule that is due: launched, skipped or switched off; and when it comes next.
fn settle(op: &mut WriteOp<'_>, before: &Config) -> Result<Due> {
    let owner = store::user::find(op.conn, before.owner_id)?;
    let object = ObjectRef::new(ObjectKind::Config, before.id, before.name.clone());
    let mut after = before.clone();
    let mut due = Due::launched(&before.name, &owner.login);
    match recurrence_of(before, &owner) {
        Err(reason) => {
            after.active = Some(false);
            due.status = DueStatus::SwitchedOff;
            due.reason = Some(reason);
        }
        Ok(recurrence) => {
            match obstacle(op, before, &owner)? {
                obstacle if before.kind == ConfigKind::ScheduledReport => make_report(op, before, obstacle, &mut due)?,
                Some(reason) => {
                    op.journal.change(&object, "skipped", serde_json::Value::Null, reason.as_str().into());
                    due.status = DueStatus::Skipped;
                    due.reason = Some(reason);
                }
                None => due.scan = Some(launch(op, before, &owner)?),
            }
            after.next_launch_at = recurrence.next_after(op.now.0).map(Time);
            after.active = Some(after.next_launch_at.is_some());
        }
    }
    due.next_launch_at = after.next_launch_at.filter(|_| after.active == Some(true));
    store::config::update(op.tx(), &after)?;
    op.journal.compare(&object, before, &after)?;
    due.note(op, "schedule", before.owner_id);
    Ok(due)
}

/// When a schedule comes again; or why it ends: its owner is deactivated, or nobody here can tell when it is due.
fn recurrence_of(config: &Config, owner: &User) -> std::result::Result<Recurrence, String> {
    if owner.status == Status::Inactive {
        return Err("its owner is deactivated (USER-6)".to_owned());
    }
    let spec = config.recurrence.clone().unwrap_or_default();
    Recurrence::new(spec).map_err(|error| format!("its recurrence cannot be read here: {error}"))
}

/// Why a schedule cannot launch now: its owner lost the right, or a target (SCHED-1, CONF-2).
fn obstacle(op: &WriteOp<'_>, config: &Config, owner: &User) -> Result<Option<String>> {
    let action = ScanKind::of_schedule(config.kind, config.map).launch_action();
    let actor = store::session::actor(op.conn, owner.id)?;
    let may = access::decide(&actor.at_work(), &op.settings, action, Target::default());
    if !may.allowed {
        return Ok(Some(format!("its owner, {}, may not do `{action}`", owner.role.with_article())));
    }
    Ok(config.needs_target.then(|| "it needs a target that its owner reaches (CONF-2)".to_owned()))
}

/// A scheduled report makes a report, or a failed one that says why; it is no scan (REP-1).
fn make_report(op: &mut WriteOp<'_>, config: &Config, obstacle: Option<String>, due: &mut Due) -> Result<()> {
    let owner = store::session::actor(op.conn, config.owner_id)?;
    let report = host_report::due::launch(op, config, owner, obstacle)?;
    due.report = Some(report.name);
    if let Some(reason) = report.error {
        due.status = DueStatus::Skipped;
        due.reason = Some(reason);
    }
    Ok(())
}

fn launch(op: &mut WriteOp<'_>, config: &Config, owner: &User) -> Result<Id> {
    let kind = ScanKind::of_schedule(config.kind, config.map);
    let by = Named { id: owner.id, name: owner.login.clone() };
    let record = Scan {
        schedule_id: Some(config.id),
        due_at: config.next_launch_at,
        aim: config.aim.clone(),
        ..scan::queued(kind, config.name.clone(), by, config.targets.clone(), op.now)
    };
    let groups = store::config::target_ids(op.conn, config.id)?;
    let ids = store::aim::ids(op.conn, Of::Config, config.id)?;
    let id = store::scan::insert(op.tx(), &record, &groups, &ids)?;
    op.journal.touch(&scan::numbered(id, &record));
    Ok(id)
}
