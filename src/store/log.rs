//! The activity log: appended to, read, never changed.

use std::sync::LazyLock;

use serde_json::Value as Json;

use super::engine::{Param, Row};
use super::listing::column::{self as key, Column, Listed};
use super::listing::{List, Selection};
use super::{Conn, Tx};
use crate::domain::log::{ANCHOR, Entry, Hash, Head, Outcome, hex};
use crate::domain::matrix::Reach;
use crate::domain::query::Holds;
use crate::domain::record::{LogChange, LogEntry, LogObject};
use crate::domain::{Action, Actor, Id, ObjectKind, ObjectRef, Result, Role, Time};

/// What stands in place of pruned entries (LOG-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The last entry that was pruned; 0: none was.
    pub entry: Id,
    /// Its hash, to which the chain goes on.
    pub hash: Hash,
    /// How many entries were pruned in all.
    pub count: i64,
}

/// The place and hash of the newest entry; before the first, those of the anchor.
pub fn head(conn: &Conn) -> Result<Head> {
    let head = conn
        .maybe("SELECT id, hash FROM log_entries ORDER BY id DESC LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    match head {
        Some(head) => Ok(head),
        None => anchor(conn).map(|anchor| (anchor.entry, anchor.hash)),
    }
}

/// Where the chain begins.
pub fn anchor(conn: &Conn) -> Result<Anchor> {
    let anchor = conn.maybe("SELECT entry_id, hash, entry_count FROM log_anchors", [], |row| {
        let (entry, hash, count) = row.read()?;
        Ok(Anchor { entry, hash, count })
    })?;
    Ok(anchor.unwrap_or(Anchor { entry: 0, hash: ANCHOR, count: 0 }))
}

/// Removes the oldest entries, all of them older than the given time, and anchors the chain in their place;
/// gives the new anchor and how many went, or nothing if none is that old.
pub fn prune(tx: &Tx<'_>, before: Time) -> Result<Option<(Anchor, i64)>> {
    let last = tx.maybe(
        "SELECT id, hash FROM log_entries WHERE id < COALESCE((SELECT min(id) FROM log_entries WHERE at >= ?1), 9223372036854775807)
          ORDER BY id DESC LIMIT 1",
        [before],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((entry, hash)) = last else { return Ok(None) };
    let gone = tx.run("DELETE FROM log_entries WHERE id <= ?1", [entry])?;
    let gone = i64::try_from(gone).unwrap_or(i64::MAX);
    let anchor = Anchor { entry, hash, count: anchor(tx)?.count + gone };
    tx.run(
        "INSERT INTO log_anchors (only_one, entry_id, hash, entry_count) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (only_one) DO UPDATE SET entry_id = excluded.entry_id, hash = excluded.hash, entry_count = excluded.entry_count",
        (anchor.entry, anchor.hash, anchor.count),
    )?;
    Ok(Some((anchor, gone)))
}

/// Appends an entry and what it touched.
pub fn append(tx: &Tx<'_>, entry: &Entry, hash: &Hash, objects: &[ObjectRef]) -> Result<()> {
    let params: &[&dyn Param] = &[
        &entry.id,
        &entry.at,
        &entry.action,
        &entry.details,
        &entry.user_id,
        &entry.user,
        &entry.role,
        &entry.address,
        &entry.outcome,
        &entry.reason,
        &entry.unit,
        &entry.actor_unit_id,
        &entry.objects,
        &entry.changes,
        hash,
    ];
    tx.run(&INSERT, params)?;
    for object in objects {
        tx.run(
            "INSERT INTO log_objects (kind, object_id, entry_id) VALUES (?1, ?2, ?3) ON CONFLICT (kind, object_id, entry_id) DO NOTHING",
            (object.kind, object.id, entry.id),
        )?;
    }
    Ok(())
}

/// The columns of an entry, in the order in which they are written and read.
const COLUMNS: &str = "id, at, action, details, user_id, user_login, user_role, address, outcome, reason, unit, actor_unit_id, objects, changes, hash";

static INSERT: LazyLock<String> = LazyLock::new(|| {
    let places: Vec<String> = (1..=COLUMNS.split(',').count()).map(|at| format!("?{at}")).collect();
    format!("INSERT INTO log_entries ({COLUMNS}) VALUES ({})", places.join(", "))
});

fn entry(row: &Row<'_>) -> Result<(Entry, Hash)> {
    let mut cells = row.cells();
    let entry = Entry {
        id: cells.take()?,
        at: cells.take()?,
        action: cells.take()?,
        details: cells.take()?,
        user_id: cells.take()?,
        user: cells.take()?,
        role: cells.take()?,
        address: cells.take()?,
        outcome: cells.take()?,
        reason: cells.take()?,
        unit: cells.take()?,
        actor_unit_id: cells.take()?,
        objects: cells.take()?,
        changes: cells.take()?,
    };
    Ok((entry, cells.take()?))
}

fn record(row: &Row<'_>) -> Result<LogEntry> {
    let (entry, hash) = entry(row)?;
    // What was tampered with is shown as far as it can be read; verification tells the rest.
    let stored: Vec<(String, Id, String)> = serde_json::from_str(&entry.objects).unwrap_or_default();
    let shown = |word: String| ObjectKind::from_stored(&word).map_or(word, |kind| kind.to_string());
    let objects: Vec<_> = stored.into_iter().map(|(kind, id, name)| (shown(kind), id, name)).collect();
    let changes: Vec<(usize, String, Json, Json)> = serde_json::from_str(&entry.changes).unwrap_or_default();
    let label = |place: usize| objects.get(place).map(|(kind, _, name)| format!("{kind}:{name}")).unwrap_or_default();
    let changes = changes
        .into_iter()
        .map(|(place, field, old, new)| LogChange { object: label(place), field, old, new })
        .collect();
    Ok(LogEntry {
        id: entry.id,
        at: Time(entry.at),
        module: entry.action.rsplit_once('.').map_or(entry.action.as_str(), |(noun, _)| noun).to_owned(),
        action: entry.action,
        details: entry.details,
        user: entry.user,
        role: entry.role,
        address: entry.address,
        outcome: entry.outcome,
        reason: entry.reason,
        unit: entry.unit,
        objects: objects.into_iter().map(|(kind, id, name)| LogObject { kind, id, name }).collect(),
        changes,
        hash: hex(&hash),
    })
}

impl Listed for LogEntry {
    const COLUMNS: &'static [Column] = &[
        key::id("e.id"),
        key::time("at", "e.at").indexed(),
        key::word("action", Action::WORDS, "e.action").indexed(),
        key::computed("module", Holds::Text),
        key::text("details", "e.details").describing(),
        key::actor("user", "e.user_id", "e.user_login").indexed(),
        key::word("role", Role::WORDS, "e.user_role"),
        key::text("address", "e.address"),
        key::word("outcome", Outcome::WORDS, "e.outcome").indexed_but_for("done"),
        key::text("reason", "e.reason").describing(),
        key::text("unit", "e.unit"),
        key::parts("objects").several(),
        key::words(
            "objects.kind",
            ObjectKind::WORDS,
            key::rows("w.entry_id", "log_objects w", OBJECT_KIND, OBJECT_KIND),
        ),
        key::numbers("objects.id", key::rows("w.entry_id", "log_objects w", "w.object_id", "w.object_id")),
        key::computed("objects.name", Holds::Text).several(),
        key::parts("changes").several(),
        key::computed("changes.object", Holds::Text).several(),
        key::computed("changes.field", Holds::Text).several(),
        key::computed("changes.old", Holds::Text).several(),
        key::computed("changes.new", Holds::Text).several(),
        key::computed("hash", Holds::Text),
    ];
}

/// The word for a kind, which the log may keep by another one.
const OBJECT_KIND: &str =
    "CASE w.kind WHEN 'profile' THEN 'fim-profile' WHEN 'incident' THEN 'fim-incident' WHEN 'rule' THEN 'fim-rule'
    WHEN 'report' THEN 'fim-report' WHEN 'org-rule' THEN 'rule' WHEN 'host-report' THEN 'report' ELSE w.kind END";

/// What entries are about, beside what their keys say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Anything,
    /// Something of this kind.
    Kind(&'static str),
    /// This object: its kind and id.
    Object(&'static str, Id),
}

/// Whose entries an actor sees, by who did it (LOG-2).
const fn done_by(reach: Reach) -> &'static str {
    match reach {
        Reach::All => "TRUE",
        Reach::Unit => "(e.actor_unit_id = ?2 OR e.user_id = ?1)",
        Reach::Assigned | Reach::Own => "e.user_id = ?1",
    }
}

/// What was launched or switched off for an actor, whoever let the clock tick (LOG-5).
const LAUNCHED: &str = "e.id IN (SELECT w.entry_id FROM log_objects w JOIN log_entries l ON l.id = w.entry_id
    WHERE w.kind = 'user' AND w.object_id = ?1 AND l.action = 'schedule.run-due')";

/// The entries that an actor sees: two halves, each of which comes in order, so that a page of them reads a page.
fn visible(reach: Reach, about: &str) -> Vec<String> {
    let own = format!("{}{about}", done_by(reach));
    match reach {
        Reach::All => vec![own],
        _ => vec![own, format!("{LAUNCHED} AND COALESCE({}, FALSE) = FALSE{about}", done_by(reach))],
    }
}

/// Each visible entry, newest first.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    about: About,
    selection: &Selection,
    sink: impl FnMut(LogEntry) -> Result<()>,
) -> Result<()> {
    let (kind, id) = match about {
        About::Anything => ("", 0),
        About::Kind(kind) => (kind, 0),
        About::Object(kind, id) => (kind, id),
    };
    let touching = match about {
        About::Anything => "",
        About::Kind(_) => " AND e.id IN (SELECT w.entry_id FROM log_objects w WHERE w.kind = ?3)",
        About::Object(..) => {
            " AND e.id IN (SELECT w.entry_id FROM log_objects w WHERE w.kind = ?3 AND w.object_id = ?4)"
        }
    };
    // Entries of a span of time are found by it, and come in its order.
    let by_time = selection.tests.iter().any(|test| test.column.key.name == "at");
    let order: &[&str] = if by_time { &["e.at DESC", "e.id DESC"] } else { &["e.id DESC"] };
    let list = List {
        columns: LogEntry::COLUMNS,
        read: COLUMNS,
        from: "log_entries e",
        scopes: visible(reach, touching),
        order,
        id: "e.id",
    };
    list.each(conn, &[&actor.id, &actor.unit_id(), &kind, &id], selection, record, sink)
}

/// One visible entry.
pub fn find(conn: &Conn, actor: &Actor, reach: Reach, id: Id) -> Result<Option<LogEntry>> {
    let halves = visible(reach, " AND e.id = ?3 AND (?1 > 0 OR ?2 > 0)");
    let sql = format!("SELECT {COLUMNS} FROM log_entries e WHERE {}", halves.join(" OR "));
    conn.maybe(&sql, (actor.id, actor.unit_id(), id), record)
}

/// Each entry with the hash it bears, oldest first, for verification.
pub fn chain(conn: &Conn, sink: impl FnMut((Entry, Hash)) -> Result<()>) -> Result<()> {
    conn.each(&format!("SELECT {COLUMNS} FROM log_entries e ORDER BY e.id"), &[], entry, sink)
}

/// The objects that the index of an entry names and its text does not, or the other way round, are a sign
/// of tampering; gives the first such entry.
pub fn first_index_mismatch(conn: &Conn) -> Result<Option<Id>> {
    conn.maybe(
        "SELECT min(id) FROM (
             SELECT e.id FROM log_entries e JOIN log_objects o ON o.entry_id = e.id
              WHERE NOT EXISTS (SELECT 1 FROM json_each(e.objects) j WHERE json_extract(j.value, '$[0]') = o.kind AND json_extract(j.value, '$[1]') = o.object_id)
             UNION ALL
             SELECT e.id FROM log_entries e, json_each(e.objects) j
              WHERE NOT EXISTS (SELECT 1 FROM log_objects o WHERE o.entry_id = e.id AND o.kind = json_extract(j.value, '$[0]') AND o.object_id = json_extract(j.value, '$[1]'))) astray",
        [],
        |row| row.get(0),
    )
    .map(Option::flatten)
}
