//! Scans and maps (SCAN-1).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::{Aim, Scan};
use crate::domain::scan::{ScanKind, ScanState};
use crate::domain::{Action, Error, Given, Id, Line, Name, Named, ObjectKind, ObjectRef, Result, Time};
use crate::service::config::aim::AimWish;
use crate::service::listing::{self, Request, Sink};
use crate::service::narrow::Names;
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp, config, outbox};
use crate::store;

/// One scan, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScanBody {
    /// The scan as it is now.
    pub scan: Scan,
}

/// A scan that has ended, and who is told.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FinishBody {
    /// The scan as it is now.
    pub scan: Scan,
    /// How many summaries were queued (MAIL-3).
    pub mails_count: usize,
}

/// Each scan the actor may view, newest first.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Scan>) -> Result<()> {
    let names = Names::of(op);
    listing::each(op, request, sink, |selection, sink| {
        store::scan::list(op.conn, &op.actor, op.reach(Action::ScanView)?, selection, |scan| {
            sink(narrowed(&names, scan)?)
        })
    })
}

/// The newest that the actor may view, at most so many; its own whatever it may view.
pub fn recent(op: &Op<'_>, most: i64) -> Result<Vec<Scan>> {
    let names = Names::of(op);
    let scans = store::scan::recent(op.conn, &op.actor, op.reach_or_own(Action::ScanView), most)?;
    let scans = op.told_today(Action::ScanView, ObjectKind::Scan, scans, |scan| scan.id)?;
    scans.into_iter().map(|scan| narrowed(&names, scan)).collect()
}

pub fn show(op: &Op<'_>, id: &str) -> Result<Scan> {
    let object = op.find(ObjectKind::Scan, id)?;
    seen(op, object.id)
}

/// A scan with only those names that the actor may view.
pub fn seen(op: &Op<'_>, id: Id) -> Result<Scan> {
    narrowed(&Names::of(op), store::scan::find(op.conn, id)?)
}

/// The targets of one's own scans one always sees.
fn narrowed(names: &Names<'_>, mut scan: Scan) -> Result<Scan> {
    names.targets((ObjectKind::Scan, scan.id), scan.owner_id, &mut scan.targets, |present, id| {
        Ok(store::scan::find(present, id)?.targets)
    })?;
    Ok(scan)
}

/// Queues a scan or map of what the actor reaches; the scanning engine picks it up (SCAN-2).
///
/// # Errors
/// `conflict` for what is out of reach (AG-2, SCAN-2); `not-permitted` by ROLE-7.
pub fn launch(op: &mut WriteOp<'_>, title: &Name, targets: &[String], wish: &AimWish, map: bool) -> Result<ScanBody> {
    let kind = if map { ScanKind::Map } else { ScanKind::Scan };
    let found = config::targets::find_reached(op, op.actor.id, &op.actor.login, targets)?;
    let owner = Named { id: op.actor.id, name: op.actor.login.clone() };
    let (aim, ids) = config::aim::find(op, (owner.id, &owner.name), kind, &found, wish)?;
    let record = Scan { aim, ..queued(kind, title.to_string(), owner, found.names, op.now) };
    let id = store::scan::insert(op.tx(), &record, &found.groups, &ids)?;
    op.journal.created(&numbered(id, &record), &record)?;
    op.journal.unit = op.actor.unit.as_ref().map(|unit| unit.name.clone());
    op.say("launch", "launched", format!("{kind} {id} `{title}`"));
    Ok(ScanBody { scan: store::scan::find(op.conn, id)? })
}

/// Notes that a scan has ended, and queues the summaries for those who want them.
///
/// # Errors
/// `conflict` if it has ended already; `not-permitted` by ROLE-7.
pub fn finish(op: &mut WriteOp<'_>, id: &str, failed: bool, result: &Given<Line>) -> Result<FinishBody> {
    let object = op.find(ObjectKind::Scan, id)?;
    op.authorize(Action::ScanFinish, &object)?;
    let before = store::scan::find(op.conn, object.id)?;
    if before.state != ScanState::Queued {
        return Err(Error::conflict(
            "SCAN-1",
            format!("the {} {} is {} already", before.kind, before.id, before.state),
        )
        .hint("provost scan list --filter state=queued"));
    }
    let after = Scan {
        state: if failed { ScanState::Failed } else { ScanState::Finished },
        finished_at: Some(op.now),
        result: result.text(),
        ..before.clone()
    };
    store::scan::update(op.tx(), &after)?;
    op.journal.compare(&object, &before, &after)?;
    let mails_count = outbox::scan_summaries(op.tx(), op.now, &after)?;
    op.say("end", "ended", format!("{} {} `{}` as {}", after.kind, after.id, after.title, after.state));
    Ok(FinishBody { scan: after, mails_count })
}

/// Deletes scans with their results.
pub fn delete(op: &mut WriteOp<'_>, ids: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::Scan, Action::ScanDelete, ids, |op, object| store::scan::delete(op.tx(), object.id))
}

/// A launch that the scanning engine picks up.
pub fn queued(kind: ScanKind, title: String, owner: Named, targets: Vec<String>, now: Time) -> Scan {
    Scan {
        id: 0,
        kind,
        title,
        owner: owner.name,
        owner_id: Some(owner.id),
        state: ScanState::Queued,
        targets,
        aim: Aim::default(),
        schedule: None,
        schedule_id: None,
        due_at: None,
        created_at: now,
        finished_at: None,
        result: None,
    }
}

/// The object of a scan.
pub fn numbered(id: i64, scan: &Scan) -> ObjectRef {
    ObjectRef::new(ObjectKind::Scan, id, scan.title.clone())
}
