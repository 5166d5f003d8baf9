//! The database as it was (TIME-1): views of the same names as the tables, which are found first, so that every reading query runs
//! as it stands. A view is made when a query speaks of its table.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::row::cell_of;
use super::tables::{FirstKey, Kept};
use crate::domain::{Id, Result};
use crate::store::engine::{Kind, Named, Session};

/// What of which nothing is kept: it is absent in the past (OP-2).
pub const ABSENT: [&str; 9] = [
    "mails",
    "sessions",
    "links",
    "api_tokens",
    "passwords",
    "password_history",
    "secret_questions",
    "ticket_digests",
    "log_anchors",
];

/// The state after an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The last operation that was done.
    pub operation: Id,
    /// The last row of the history that was written.
    pub change: Id,
    /// The last entry of the log.
    pub entry: Id,
}

/// A connection on which everything is as it was.
#[derive(Debug)]
pub struct Past {
    moment: Moment,
    known: RefCell<BTreeSet<String>>,
}

impl Past {
    pub const fn at(moment: Moment) -> Self {
        Self { moment, known: RefCell::new(BTreeSet::new()) }
    }

    /// Puts the past in place of whatever tables a query speaks of.
    pub fn before(&self, session: &Session, sql: &str) -> Result<()> {
        let words = sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| word.len() > 3);
        for word in words {
            self.shadow(session, word)?;
        }
        Ok(())
    }

    /// Puts it in the place of all tables: a file ends whatever query is running once there is another view.
    pub fn before_all(&self, session: &Session) -> Result<()> {
        let others = ["log_entries", "log_occasions", "log_objects", "operations", REACH];
        let tables = super::tables::TABLES.iter().map(|table| table.name);
        let mut names = tables.chain(ABSENT).chain(others);
        if session.server().is_some() { Ok(()) } else { names.try_for_each(|name| self.shadow(session, name)) }
    }

    fn shadow(&self, session: &Session, name: &str) -> Result<()> {
        if self.known.borrow().contains(name) {
            return Ok(());
        }
        let place = session.server().map_or("main", |server| server.organisation.as_str());
        let select = if ABSENT.contains(&name) {
            format!("SELECT * FROM \"{place}\".{name} WHERE FALSE")
        } else if let Some(table) = Kept::named(name) {
            self.rows_of(session, table, place)?
        } else if let Some(column) = entry_column(name) {
            format!("SELECT * FROM \"{place}\".{name} WHERE {column} <= {}", self.moment.entry)
        } else if name == "operations" {
            self.operations(place)
        } else if name == REACH {
            let definition = crate::store::pinned::definition_of(REACH);
            self.before(session, definition)?;
            definition.to_owned()
        } else {
            return Ok(());
        };
        self.known.borrow_mut().insert(name.to_owned());
        let columns = if name == REACH { " (user_id, group_id)" } else { "" };
        session.batch(&format!("CREATE TEMP VIEW {name}{columns} AS {select}"))
    }

    /// Each row as it was: the one that is there, unless it was changed later, else the oldest that was kept since.
    fn rows_of(&self, session: &Session, table: &'static Kept, place: &str) -> Result<String> {
        let (number, change) = (table.number(), self.moment.change);
        let columns = crate::store::catalogue::columns(session, table.name)?;
        let made: Option<Id> = session.one(
            "SELECT min(first_id) FROM history_made WHERE table_id = ?1 AND operation_id > ?2",
            (number, self.moment.operation),
            |row| row.get(0),
        )?;
        let made_later = |key: &str| made.map_or(String::new(), |first| format!(" AND {key} < {first}"));
        let present: Vec<String> = columns.iter().map(|column| present_cell(table, column)).collect();
        let old: Vec<String> =
            columns.iter().map(|column| old_cell(table, column, session.server().is_some())).collect();
        let (key1, key2) = (table.key1_of("t"), table.key2_of("t"));
        let now = format!(
            "SELECT {} FROM \"{place}\".{} t WHERE NOT EXISTS (SELECT 1 FROM \"{place}\".history h
              WHERE h.table_id = {number} AND h.key1 = {key1} AND h.key2 = {key2} AND h.id > {change}){}",
            present.join(", "),
            table.name,
            made_later(&key1)
        );
        // Nothing is gone or other since: what is there is all, and a query over it is planned like one over the table.
        let is_other = "SELECT 1 FROM history WHERE table_id = ?1 AND id > ?2 AND old IS NOT NULL LIMIT 1";
        if !session.exists(is_other, (number, change))? {
            return Ok(now);
        }
        // The sign keeps the engine from going over all that is newer where one key is asked for.
        let then = format!(
            "SELECT {} FROM \"{place}\".history h WHERE h.table_id = {number} AND +h.id > {change} AND h.old IS NOT NULL{}
                AND NOT EXISTS (SELECT 1 FROM \"{place}\".history e WHERE e.table_id = {number}
                    AND e.key1 = h.key1 AND e.key2 = h.key2 AND e.id > {change} AND e.id < h.id)",
            old.join(", "),
            made_later("h.key1")
        );
        Ok(format!("{now} UNION ALL {then}"))
    }

    fn operations(&self, place: &str) -> String {
        let last = self.moment.operation;
        format!(
            "SELECT id, at, user_id, first_change, last_change, kind,
                    CASE WHEN undone_by <= {last} THEN undone_by END AS undone_by FROM \"{place}\".operations WHERE id <= {last}"
        )
    }
}

/// What users reach by asset groups, which is a view itself.
const REACH: &str = "group_reach";

/// The column of a table of the log that tells when a row was written.
fn entry_column(table: &str) -> Option<&'static str> {
    match table {
        "log_entries" | "log_occasions" => Some("id"),
        "log_objects" => Some("entry_id"),
        _ => None,
    }
}

fn present_cell(table: &Kept, column: &Named) -> String {
    let name = &column.name;
    if table.keeps(name) { format!("t.{name}") } else { format!("{} AS {name}", absent(column)) }
}

/// The columns of the key stand in the history by themselves, so that rows are found by them.
fn old_cell(table: &Kept, column: &Named, on_a_server: bool) -> String {
    let name = &column.name;
    let cell = if !table.keeps(name) {
        absent(column)
    } else if matches!(table.key1, FirstKey::Column(column) if column == name) {
        "h.key1".to_owned()
    } else if matches!(table.key2, Some((column, Kind::Text)) if column == name) {
        "h.key2".to_owned()
    } else {
        cell_of(column, on_a_server)
    };
    format!("{cell} AS {name}")
}

/// What sign-ins write is not kept.
fn absent(column: &Named) -> String {
    if column.name == "failed_sign_ins" { "0".to_owned() } else { "CAST(NULL AS BIGINT)".to_owned() }
}
