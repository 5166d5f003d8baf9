//! Events: what happened to files on assets (FIM-2, FIM-15).

use crate::domain::monitoring::EventAction;
use crate::domain::record::Event;
use crate::domain::{Action, Error, Line, ObjectKind, ObjectRef, Result, Time};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

/// What is known of an event that arrives.
#[derive(Debug)]
pub struct Request {
    /// The asset.
    pub asset: ObjectRef,
    /// When it happened.
    pub at: Time,
    /// The process that acted.
    pub process: Option<Line>,
    /// The file.
    pub path: Line,
    /// What happened to it.
    pub action: EventAction,
    /// 1 to 5.
    pub severity: i64,
}

/// Each event in scope, newest first.
pub fn list(op: &Op<'_>, sink: &mut dyn FnMut(Event) -> Result<()>) -> Result<()> {
    store::fim::event::list(op.conn, &op.actor, op.reach(Action::FimEventView)?, sink)
}

/// One event.
pub fn show(op: &Op<'_>, id: &str) -> Result<Event> {
    let object = op.find(ObjectKind::Event, id)?;
    store::fim::event::find(op.conn, object.id)
}

/// Takes an event in, unless the same is there already; tells whether it is new.
///
/// # Errors
/// `invalid` for a path that is none.
pub fn take_in(op: &mut WriteOp<'_>, request: &Request) -> Result<bool> {
    let path = request.path.as_deref().ok_or_else(|| Error::invalid("an event needs a path").rule("FIM-15"))?;
    let asset = &request.asset;
    let address = store::asset::address(op.conn, asset.id)?;
    let event = Event {
        id: 0,
        at: request.at,
        asset: Some(asset.name.clone()),
        address,
        path: path.to_owned(),
        action: request.action,
        severity: request.severity,
        process: request.process.as_ref().and_then(Line::as_deref).map(str::to_owned),
        ignored: false,
        asset_id: Some(asset.id),
    };
    if store::fim::event::is_known(op.conn, &event)? {
        return Ok(false);
    }
    store::fim::event::insert(op.tx(), &event)?;
    Ok(true)
}

/// Marks events that mean nothing, so that no rule takes them up; or takes the mark away.
///
/// # Errors
/// `not-permitted` by ROLE-7.
pub fn ignore(op: &mut WriteOp<'_>, ids: &[String], ignored: bool) -> Result<Outcomes> {
    let mut outcomes = Outcomes::default();
    for object in op.find_all(ObjectKind::Event, ids)? {
        op.authorize(Action::FimEventIgnore, &object)?;
        let before = store::fim::event::find(op.conn, object.id)?;
        let after = Event { ignored, ..before.clone() };
        let changed = op.journal.compare(&object, &before, &after)?;
        if changed {
            store::fim::event::set_ignored(op.tx(), object.id, ignored)?;
        }
        outcomes.push(&ObjectRef::new(object.kind, object.id, object.id.to_string()), changed);
    }
    let (infinitive, past) = if ignored { ("ignore", "ignored") } else { ("heed", "heeded") };
    op.say(infinitive, past, outcomes.phrase("event", "events"));
    Ok(outcomes)
}
