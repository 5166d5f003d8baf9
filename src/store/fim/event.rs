//! Events: what happened to files (FIM-2, FIM-15).

use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::monitoring::EventAction;
use crate::domain::record::Event;
use crate::domain::{Action, Actor, Address, Id, Result};
use crate::store::columns::List;
use crate::store::engine::{Param, Row};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    Event in "fim_events" from "fim_events o LEFT JOIN assets a ON a.id = o.asset_id";
    first { asset_id, address, at, process, path, action, severity }
    read { ignored = "o.ignored" }
    using { name: Option<String> = "CASE WHEN a.id IS NOT NULL THEN COALESCE(a.name, '') END" }
    derived { asset = name.map(|name| if name.is_empty() { Address::to_string(&address) } else { name }) }
}

impl Listed for Event {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Event);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::time("at", "o.at").indexed(),
        key::other("asset", ObjectKind::Asset, "o.asset_id", ASSET_NAME),
        key::address("address", "o.address"),
        key::text("path", "o.path").describing(),
        key::word("action", EventAction::WORDS, "o.action"),
        key::number("severity", "o.severity"),
        key::text("process", "o.process").describing(),
        key::flag("ignored", "o.ignored"),
    ];
}

/// Once the asset is gone, its address alone is left (AG-8).
const ASSET_NAME: &str = "CASE WHEN a.id IS NOT NULL THEN COALESCE(a.name_key, shown(a.address)) END";

/// Adds an event; gives its id.
pub fn insert(tx: &Tx<'_>, event: &Event) -> Result<Id> {
    insert_row(tx, event)
}

/// The same event, if it is there already.
pub fn known(conn: &Conn, event: &Event) -> Result<Option<Id>> {
    let rest = "at = ?2 AND path = ?3 AND action = ?4 AND process IS NOT DISTINCT FROM ?5 AND severity = ?6 ORDER BY id LIMIT 1";
    let (place, which): (&dyn Param, &str) = match &event.asset_id {
        Some(asset) => (asset, "asset_id = ?1"),
        None => (&event.address, "asset_id IS NULL AND address = ?1"),
    };
    conn.maybe(
        &format!("SELECT id FROM fim_events WHERE {which} AND {rest}"),
        (place, event.at, &event.path, event.action, &event.process, event.severity),
        |row| row.get(0),
    )
}

/// Marks an event as ignored, or takes the mark away.
pub fn set_ignored(tx: &Tx<'_>, id: Id, ignored: bool) -> Result<()> {
    tx.later("UPDATE fim_events SET ignored = ?2 WHERE id = ?1", (id, ignored))?;
    Ok(())
}

/// Deletes the events of an asset that stand in no incident (PURGE-1); tells how many.
pub fn delete_of_asset(tx: &Tx<'_>, asset: Id) -> Result<usize> {
    tx.run(
        "DELETE FROM fim_events WHERE asset_id = ?1
            AND NOT EXISTS (SELECT 1 FROM fim_incident_events e WHERE e.event_id = fim_events.id)",
        [asset],
    )
}

/// Reads an event.
pub fn find(conn: &Conn, id: Id) -> Result<Event> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each event within reach, newest first.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Event) -> Result<()>,
) -> Result<()> {
    in_order(&["o.at DESC", "o.id DESC"], conn, actor, reach, selection, sink)
}

/// Each event within reach, oldest first.
pub fn list_oldest_first(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    sink: impl FnMut(Event) -> Result<()>,
) -> Result<()> {
    in_order(&["o.at", "o.id"], conn, actor, reach, &Selection::default(), sink)
}

fn in_order(
    order: &'static [&'static str],
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Event) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::FimEventView).clause(reach);
    let list = STATEMENTS.list::<Event>(clause, order);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// An event with what filters ask about its asset.
#[derive(Debug)]
pub struct Observed {
    pub event: Event,
    /// The operating system of the asset.
    pub os: Option<String>,
    /// The comparable names of the asset's tags.
    pub tags: Vec<String>,
}

/// Which events are observed, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observing {
    /// Those newer than the given one that are not ignored, oldest first.
    NewSince(Id),
    /// All, newest first.
    All,
}

/// Each event within reach, with what filters ask about its asset.
pub fn observe(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    observing: Observing,
    sink: impl FnMut(Observed) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::FimEventView).clause(reach);
    let (after, rest) = match observing {
        Observing::NewSince(event) => (event, "o.ignored = 0 ORDER BY o.id"),
        Observing::All => (0, "TRUE ORDER BY o.at DESC, o.id DESC"),
    };
    let sql = format!(
        "SELECT {}, a.os, (SELECT string_agg(t.name_key, '\u{1f}') FROM asset_tags x JOIN tags t ON t.id = x.tag_id WHERE x.asset_id = o.asset_id)
           FROM fim_events o LEFT JOIN assets a ON a.id = o.asset_id
          WHERE o.id > ?3 AND {clause} AND (?1 > 0 OR ?2 > 0) AND {rest}",
        STATEMENTS.columns
    );
    let row = |row: &Row<'_>| {
        let mut cells = row.cells();
        Ok(Observed { event: record_of(&mut cells)?, os: cells.take()?, tags: cells.take::<List>()?.0 })
    };
    conn.each(&sql, &[&actor.id, &actor.unit_id(), &after], row, sink)
}

/// The newest event; 0 if there is none.
pub fn last_id(conn: &Conn) -> Result<Id> {
    conn.one("SELECT COALESCE(max(id), 0) FROM fim_events", [], |row| row.get(0))
}

/// Each event of an incident, oldest first.
pub fn of_incident(
    conn: &Conn,
    incident: Id,
    selection: &Selection,
    sink: impl FnMut(Event) -> Result<()>,
) -> Result<()> {
    let scope = "o.id IN (SELECT e.event_id FROM fim_incident_events e WHERE e.incident_id = ?1)";
    STATEMENTS.list::<Event>(scope.to_owned(), &["o.at", "o.id"]).each(conn, &[&incident], selection, record, sink)
}
