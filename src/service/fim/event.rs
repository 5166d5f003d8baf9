//! Events: what happened to files on assets (FIM-2, FIM-15).

use crate::domain::monitoring::EventAction;
use crate::domain::record::Event;
use crate::domain::{Action, Address, Error, Given, Id, Line, ObjectKind, ObjectRef, Result, Time};
use crate::service::listing::{self, Sink};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

/// Where an event happened.
#[derive(Debug)]
pub enum Where {
    Asset(ObjectRef),
    /// On an asset of this address that is gone.
    Gone(Address),
}

/// What is known of an event that arrives.
#[derive(Debug)]
pub struct Request {
    /// Where it happened.
    pub place: Where,
    /// When it happened.
    pub at: Time,
    /// The process that acted.
    pub process: Given<Line>,
    /// The file.
    pub path: Line,
    /// What happened to it.
    pub action: EventAction,
    /// 1 to 5.
    pub severity: i64,
    /// Whether it means nothing.
    pub ignored: bool,
}

/// Each event in scope, newest first.
pub fn list(op: &Op<'_>, request: &listing::Request, sink: Sink<'_, Event>) -> Result<()> {
    listing::each(op, request, sink, |selection, sink| {
        store::fim::event::list(op.conn, &op.actor, op.reach(Action::FimEventView)?, selection, sink)
    })
}

pub fn show(op: &Op<'_>, id: &str) -> Result<Event> {
    let object = op.find(ObjectKind::Event, id)?;
    store::fim::event::find(op.conn, object.id)
}

/// Each event in scope, oldest first.
pub fn list_oldest_first(op: &Op<'_>, sink: Sink<'_, Event>) -> Result<()> {
    store::fim::event::list_oldest_first(op.conn, &op.actor, op.reach(Action::FimEventView)?, |event| {
        let is_seen = op.is_seen_or_counted(Action::FimEventView, ObjectKind::Event, event.id)?;
        if is_seen { sink(event) } else { Ok(()) }
    })
}

/// The event that is there already and the same in all that was observed.
///
/// # Errors
/// `invalid` for a path that is none.
pub fn known(op: &Op<'_>, request: &Request) -> Result<Option<Id>> {
    store::fim::event::known(op.conn, &record(op, request)?)
}

/// Takes an event in; gives its id.
///
/// # Errors
/// `invalid` for a path that is none; `not-permitted` for one that is ignored (ROLE-7).
pub fn take_in(op: &mut WriteOp<'_>, request: &Request) -> Result<Id> {
    op.require(Action::EventImport)?;
    let id = store::fim::event::insert(op.tx(), &record(op, request)?)?;
    if request.ignored {
        op.require(Action::FimEventIgnore)?;
        store::fim::event::set_ignored(op.tx(), id, true)?;
    }
    Ok(id)
}

fn record(op: &Op<'_>, request: &Request) -> Result<Event> {
    let path = request.path.as_str();
    if path.is_empty() {
        return Err(Error::invalid("an event needs a path").rule("FIM-15"));
    }
    let (asset, address) = match &request.place {
        Where::Asset(asset) => (Some(asset), store::asset::address(op.conn, asset.id)?),
        Where::Gone(address) => (None, *address),
    };
    Ok(Event {
        id: 0,
        at: request.at,
        asset: asset.map(|asset| asset.name.clone()),
        address,
        path: path.to_owned(),
        action: request.action,
        severity: request.severity,
        process: request.process.text(),
        ignored: request.ignored,
        asset_id: asset.map(|asset| asset.id),
    })
}

/// Marks events that mean nothing, so that no rule takes them up; or takes the mark away.
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
