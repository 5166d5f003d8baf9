//! Reading the log as a list.

use super::entry::{COLUMNS, EntryReader, FROM};
use crate::domain::log::Outcome;
use crate::domain::matrix::Reach;
use crate::domain::query::{Holds, Operator};
use crate::domain::record::LogEntry;
use crate::domain::{Action, Actor, Id, ObjectKind, Result, Role, Time};
use crate::store::Conn;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::listing::{List, Selection};

impl Listed for LogEntry {
    const COLUMNS: &'static [Column] = &[
        key::id("e.id"),
        key::number("operation", "c.operation_id").indexed(),
        key::time("at", "c.at").indexed(),
        key::interned("action", Action::WORDS, "e.action_id", ACTION).indexed(),
        key::computed("module", Holds::Text),
        key::text("details", DETAILS).describing(),
        key::actor("user", "c.user_id", "c.user_login").indexed(),
        key::word("role", Role::WORDS, "c.user_role"),
        key::text("address", "c.address"),
        key::mostly("outcome", Outcome::WORDS, "e.outcome", "done").indexed(),
        key::text("reason", "c.reason").describing(),
        key::text("unit", "e.unit"),
        key::parts("objects").several(),
        key::words("objects.kind", ObjectKind::WORDS, key::rows("w.entry_id", OBJECTS, OBJECT_KIND, OBJECT_KIND)),
        key::numbers("objects.id", key::rows("w.entry_id", OBJECTS, "w.object_id", "w.object_id")),
        key::computed("objects.name", Holds::Text).several(),
        key::parts("changes").several(),
        key::computed("changes.object", Holds::Text).several(),
        key::computed("changes.field", Holds::Text).several(),
        key::computed("changes.old", Holds::Text).several(),
        key::computed("changes.new", Holds::Text).several(),
        key::computed("hash", Holds::Text),
    ];
}

pub(in crate::store) const ACTION: &str = "(SELECT w.word FROM log_words w WHERE w.id = e.action_id)";
/// As `log::packing` puts it together.
pub(in crate::store) const DETAILS: &str =
    "replace(COALESCE(e.details, c.details), '\u{1a}', COALESCE(e.object_name, ''))";
/// Whatever entries touched.
const OBJECTS: &str = "(SELECT id AS entry_id, kind_id, object_id FROM log_entries WHERE kind_id IS NOT NULL
    UNION ALL SELECT entry_id, kind_id, object_id FROM log_objects) w JOIN log_words d ON d.id = w.kind_id";
/// The word for a kind, which the log may keep by another one.
const OBJECT_KIND: &str =
    "CASE d.word WHEN 'profile' THEN 'fim-profile' WHEN 'incident' THEN 'fim-incident' WHEN 'rule' THEN 'fim-rule'
    WHEN 'report' THEN 'fim-report' WHEN 'org-rule' THEN 'rule' WHEN 'host-report' THEN 'report' ELSE d.word END";

/// What entries are about, beside what their keys say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Anything,
    /// Something of this kind.
    Kind(&'static str),
    /// This object: its kind and id.
    Object(&'static str, Id),
}

/// Occasions, each with its entries: those up to the next one.
const BY_OCCASION: &str = "log_occasions c CROSS JOIN log_entries e";
const OF_OCCASION: &str = "e.occasion_id = c.id AND e.id >= c.id
    AND e.id < COALESCE((SELECT min(n.id) FROM log_occasions n WHERE n.id > c.id), 9223372036854775807) AND ";

/// Whose entries an actor sees, by who did it (LOG-2): no entry is in two of these.
pub(in crate::store) const fn done_by(reach: Reach) -> &'static [&'static str] {
    match reach {
        Reach::All => &["TRUE"],
        Reach::Unit => &["c.actor_unit_id = ?2", "(c.user_id = ?1 AND c.actor_unit_id IS DISTINCT FROM ?2)"],
        Reach::Assigned | Reach::Own => &["c.user_id = ?1"],
    }
}

/// The entries that touched the actor.
macro_rules! about_the_actor {
    () => {
        "SELECT l.id FROM log_entries l WHERE l.kind_id = (SELECT w.id FROM log_words w WHERE w.word = 'user') AND l.object_id = ?1
    UNION ALL SELECT l.entry_id FROM log_objects l WHERE l.kind_id = (SELECT w.id FROM log_words w WHERE w.word = 'user') AND l.object_id = ?1"
    };
}

/// What was launched or switched off for an actor, whoever let the clock tick (LOG-5); also found by its occasions.
const LAUNCHED: &str = concat!(
    "e.action_id = (SELECT w.id FROM log_words w WHERE w.word = 'schedule.run-due') AND e.id IN (",
    about_the_actor!(),
    ") AND c.id IN (SELECT k.occasion_id FROM log_entries k WHERE k.id IN (",
    about_the_actor!(),
    "))"
);

/// The entries that an actor sees, in parts that share none: each comes in order, so that a page of them reads a page.
fn visible(reach: Reach, about: &[&str]) -> Vec<String> {
    let mut parts: Vec<String> = done_by(reach).iter().map(|done| (*done).to_owned()).collect();
    if reach != Reach::All {
        let own = parts.join(" OR ");
        parts.push(format!("{LAUNCHED} AND ({own}) IS NOT TRUE"));
    }
    parts.iter().flat_map(|part| about.iter().map(move |about| format!("{part}{about}"))).collect()
}

impl About {
    /// What that takes of an entry, in parts that share none; `?3` is the word for the kind, `?4` the id.
    const fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Anything => &[""],
            Self::Kind(_) => &[
                " AND e.kind_id = (SELECT w.id FROM log_words w WHERE w.word = ?3)",
                " AND e.kind_id <> (SELECT w.id FROM log_words w WHERE w.word = ?3)
                  AND e.id IN (SELECT o.entry_id FROM log_objects o WHERE o.kind_id = (SELECT w.id FROM log_words w WHERE w.word = ?3))",
            ],
            Self::Object(..) => &[
                " AND e.kind_id = (SELECT w.id FROM log_words w WHERE w.word = ?3) AND e.object_id = ?4",
                " AND e.id IN (SELECT o.entry_id FROM log_objects o
                                WHERE o.kind_id = (SELECT w.id FROM log_words w WHERE w.word = ?3) AND o.object_id = ?4)",
            ],
        }
    }
}

/// By which occasions entries are found, where they are found by them: the order in which occasions come then.
fn by_occasion(reach: Reach, about: About, selection: &Selection) -> Option<&'static [&'static str]> {
    let asks = |name: &str, of: &dyn Fn(Operator) -> bool| {
        selection.tests.iter().any(|test| test.column.key.name == name && of(test.operator))
    };
    if about != About::Anything {
        return None;
    }
    if asks("at", &|_| true) {
        return Some(&["c.at DESC", "c.id DESC", "e.id DESC"]);
    }
    let is_one_of = |operator: Operator| operator == Operator::Equal;
    let is_of_some = reach != Reach::All || asks("user", &is_one_of) || asks("operation", &is_one_of);
    is_of_some.then_some(&["c.id DESC", "e.id DESC"])
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
    let mut scopes = visible(reach, about.parts());
    let occasions = by_occasion(reach, about, selection);
    if occasions.is_some() {
        scopes.iter_mut().for_each(|scope| scope.insert_str(0, OF_OCCASION));
    }
    let list = List {
        columns: LogEntry::COLUMNS,
        read: COLUMNS,
        from: FROM,
        found: if occasions.is_some() { BY_OCCASION } else { FROM },
        scopes,
        order: occasions.unwrap_or(&["e.id DESC"]),
        id: "e.id",
    };
    let mut reader = EntryReader::new(conn);
    list.each(conn, &[&actor.id, &actor.unit_id(), &kind, &id], selection, |row| reader.record(row), sink)
}

/// One visible entry.
pub fn find(conn: &Conn, actor: &Actor, reach: Reach, id: Id) -> Result<Option<LogEntry>> {
    let parts = visible(reach, &[" AND e.id = ?3 AND (?1 > 0 OR ?2 > 0)"]);
    let sql = format!("SELECT {COLUMNS} FROM {FROM} WHERE {}", parts.join(" OR "));
    conn.maybe(&sql, (actor.id, actor.unit_id(), id), |row| EntryReader::new(conn).record(row))
}

/// The actions of an operation's entries, each once.
pub fn actions_of(conn: &Conn, operation: Id) -> Result<Vec<Action>> {
    let words: Vec<String> = conn.all(
        "SELECT w.word FROM log_occasions c JOIN log_entries e ON e.occasion_id = c.id AND e.id >= c.id
           JOIN log_words w ON w.id = e.action_id
          WHERE c.operation_id = ?1 AND e.id < COALESCE((SELECT min(n.id) FROM log_occasions n WHERE n.id > c.id), 9223372036854775807)
          GROUP BY w.word ORDER BY min(e.id)",
        [operation],
        |row| row.get(0),
    )?;
    Ok(words.iter().filter_map(|word| word.parse().ok()).collect())
}

/// What is said of an operation whose entries were pruned.
pub(in crate::store) const PRUNED: &str = "(the log no longer tells)";

/// Who wrote the first entry of an operation, and what all of them say.
pub fn gist(conn: &Conn, operation: Id) -> Result<(Option<String>, String)> {
    let sql = format!("SELECT c.user_login, {DETAILS} FROM {FROM} WHERE e.id = ?1");
    let found: Option<(Option<String>, String)> = conn.maybe(&sql, [operation], |row| row.read())?;
    let last = last_of(conn, operation)?.unwrap_or(operation);
    let (user, details) = found.unwrap_or_else(|| (None, PRUNED.to_owned()));
    Ok((user, in_all(details, last - operation + 1)))
}

/// What several entries say: the first, and how many more there are.
pub(in crate::store) fn in_all(details: String, entries: i64) -> String {
    if entries > 1 && !details.is_empty() { format!("{details}, and {} more", entries - 1) } else { details }
}

/// The last entry of an occasion `c`: its entries stand one behind the other.
const LAST_ENTRY: &str =
    "COALESCE((SELECT min(n.id) - 1 FROM log_occasions n WHERE n.id > c.id), (SELECT max(e.id) FROM log_entries e))";

/// The last entry of an operation, or of what an entry stands alone in.
pub fn last_of(conn: &Conn, operation: Id) -> Result<Option<Id>> {
    let sql = format!("SELECT {LAST_ENTRY} FROM log_occasions c WHERE c.operation_id = ?1 ORDER BY c.id DESC LIMIT 1");
    conn.maybe(&sql, [operation], |row| row.get(0))
}

/// The last entry that had been written by a time.
pub fn last_at(conn: &Conn, at: Time) -> Result<Option<Id>> {
    let sql = format!(
        "SELECT {LAST_ENTRY} FROM (SELECT COALESCE((SELECT max(o.id) FROM log_occasions o WHERE o.at <= ?1), 0) AS id) c"
    );
    conn.one(&sql, [at], |row| row.get(0))
}
