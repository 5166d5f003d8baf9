//! The database as it was (TIME-1): in every reading query stands in the place of a table what that was.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::asking::{self, Few, Was};
use super::row::cell_of;
use super::tables::{FirstKey, Kept};
use super::taken_back::undone_otherwise;
use crate::domain::{Id, Result};
use crate::store::engine::{Kind, Named, Session};
use crate::store::pinned;

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

/// The past that a connection reads.
#[derive(Debug)]
pub struct Past {
    moment: Moment,
    /// What happened since to each table that was asked for.
    since: RefCell<BTreeMap<i64, Rc<Since>>>,
    /// The queries that were asked, as they are asked of the past.
    asked: RefCell<HashMap<String, Rc<str>>>,
}

/// What happened to a table since.
#[derive(Debug)]
struct Since {
    columns: Vec<Named>,
    /// The first row that was made with an id of its own.
    made: Option<Id>,
    /// Whether rows were kept, and many of them.
    has_kept: bool,
    has_kept_many: bool,
}

/// So many rows are neither read at once nor put in order to find the first few.
const MANY: i64 = 100;

impl Past {
    pub fn at(moment: Moment) -> Self {
        Self { moment, since: RefCell::default(), asked: RefCell::default() }
    }

    /// A query that is asked about what was: each table that it reads from is replaced by what that was.
    pub fn of(&self, session: &Session, sql: &str) -> Result<Rc<str>> {
        if let Some(asked) = self.asked.borrow().get(sql) {
            return Ok(Rc::clone(asked));
        }
        let mut words = words(sql);
        let reach;
        if words.contains(REACH) {
            reach = pinned::definition_of(REACH);
            words.extend(self::words(&reach));
        }
        let mut few = Few::new();
        let asked = asking::replaced(sql, &mut |table| self.was(session, table, &words, &mut few))?;
        let asked: Rc<str> = asking::with(&few, asked).into();
        self.asked.borrow_mut().insert(sql.to_owned(), Rc::clone(&asked));
        Ok(asked)
    }

    /// What a table was, as far as the columns are spoken of.
    fn was(&self, session: &Session, name: &str, words: &BTreeSet<&str>, few: &mut Few) -> Result<Was> {
        let place = session.server().map_or("main", |server| server.organisation.as_str());
        Ok(if ABSENT.contains(&name) {
            Was::Rows(format!("SELECT * FROM \"{place}\".{name} WHERE FALSE"))
        } else if let Some(table) = Kept::named(name) {
            self.rows_of(session, table, place, words, few)?
        } else if let Some(column) = entry_column(name) {
            Was::Rows(format!("SELECT * FROM \"{place}\".{name} WHERE {column} <= {}", self.moment.entry))
        } else if name == "operations" {
            Was::Rows(self.operations(session, place)?)
        } else if name == REACH {
            let definition = pinned::definition_of(REACH);
            Was::Together(asking::replaced(&definition, &mut |table| self.was(session, table, words, few))?)
        } else {
            Was::Same
        })
    }

    /// Each row as it was: the one that is there, unless it was changed later, else the oldest that was kept since.
    fn rows_of(
        &self,
        session: &Session,
        table: &'static Kept,
        place: &str,
        words: &BTreeSet<&str>,
        few: &mut Few,
    ) -> Result<Was> {
        let (number, change) = (table.number(), self.moment.change);
        let since = self.since(session, table)?;
        let columns: Vec<&Named> =
            since.columns.iter().filter(|column| words.contains("*") || words.contains(column.name.as_str())).collect();
        let made_later = |key: &str| since.made.map_or(String::new(), |first| format!(" AND {key} < {first}"));
        let listed = |cell: &dyn Fn(&Named) -> String| {
            let cells: Vec<String> = columns.iter().map(|column| cell(column)).collect();
            if cells.is_empty() { "1".to_owned() } else { cells.join(", ") }
        };
        let (key1, key2) = (table.key1_of("t"), table.key2_of("t"));
        let now = format!(
            "SELECT {} FROM \"{place}\".{} t WHERE NOT EXISTS (SELECT 1 FROM \"{place}\".history h
              WHERE h.table_id = {number} AND h.key1 = {key1} AND h.key2 = {key2} AND h.id > {change}){}",
            listed(&|column| present_cell(table, column)),
            table.name,
            made_later(&key1)
        );
        // Nothing is gone or other since: what is there is all, and a query over it is planned like one over the table.
        if !since.has_kept {
            return Ok(Was::Rows(now));
        }
        // A file's engine knows nothing of how many rows there are: it is told not to begin with all of a table, nor, by the sign, with
        // all that were made before.
        let on_a_server = session.server().is_some();
        let kept = if since.has_kept_many && !on_a_server {
            format!("likelihood(h.table_id = {number}, 0.9999) AND likelihood(+h.id > {change}, 0.9999)")
        } else {
            format!("h.table_id = {number} AND h.id > {change}")
        };
        let kept_rows = format!(
            "SELECT {} FROM \"{place}\".history h WHERE {kept} AND h.old IS NOT NULL{}{}
                AND NOT EXISTS (SELECT 1 FROM \"{place}\".history e WHERE e.table_id = {number}
                    AND e.key1 = h.key1 AND e.key2 = h.key2 AND e.id > {change} AND e.id < h.id)",
            listed(&|column| old_cell(table, column, on_a_server)),
            if table.key2.is_none() { " AND h.key2 = ''" } else { " AND h.key2 <> ''" },
            made_later("+h.key1")
        );
        let by_id = table.counts_ids();
        if since.has_kept_many {
            return Ok(Was::Either { now, then: kept_rows, by_id });
        }
        // Few are read once, however often they are looked at.
        let name = format!("kept_{}", table.name);
        let then = format!("SELECT {} FROM {name} k", listed(&|column| format!("k.{}", column.name)));
        few.insert(name, kept_rows);
        Ok(Was::Either { now, then, by_id })
    }

    fn since(&self, session: &Session, table: &'static Kept) -> Result<Rc<Since>> {
        let number = table.number();
        if let Some(known) = self.since.borrow().get(&number) {
            return Ok(Rc::clone(known));
        }
        let columns = pinned::columns_of(table.name)?;
        let sql = "SELECT (SELECT min(first_id) FROM history_made WHERE table_id = ?1 AND operation_id > ?2),
            EXISTS (SELECT 1 FROM history WHERE table_id = ?1 AND id > ?3 AND old IS NOT NULL),
            EXISTS (SELECT 1 FROM history WHERE table_id = ?1 AND id > ?3 AND old IS NOT NULL LIMIT 1 OFFSET ?4)";
        let (operation, change) = (self.moment.operation, self.moment.change);
        let since = session.one(sql, (number, operation, change, MANY), |row| {
            let (made, has_kept, has_kept_many) = row.read()?;
            Ok(Rc::new(Since { columns, made, has_kept, has_kept_many }))
        })?;
        self.since.borrow_mut().insert(number, Rc::clone(&since));
        Ok(since)
    }

    /// Operations, with what had taken each back by then.
    fn operations(&self, session: &Session, place: &str) -> Result<String> {
        let last = self.moment.operation;
        let since: String = undone_otherwise(session, last)?
            .into_iter()
            .map(|(undone, by)| format!(" WHEN id = {undone} THEN {by}"))
            .collect();
        Ok(format!(
            "SELECT id, at, user_id, first_change, last_change, kind,
                    CASE{since} WHEN undone_by <= {last} THEN undone_by END AS undone_by FROM \"{place}\".operations WHERE id <= {last}"
        ))
    }
}

/// The words of a query, among which are the columns that it asks for; `*`: it asks for all.
fn words(sql: &str) -> BTreeSet<&str> {
    let all = (sql.contains(".*") || sql.contains("SELECT *")).then_some("*");
    sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').chain(all).collect()
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
    } else if matches!(table.key2, Some((column, Kind::Integer)) if column == name) {
        (if on_a_server {
            "CASE WHEN h.key2 ~ '^[0-9]{1,18}$' THEN h.key2::bigint END"
        } else {
            "CAST(h.key2 AS INTEGER)"
        })
        .to_owned()
    } else {
        cell_of(column, on_a_server)
    };
    format!("{cell} AS {name}")
}

/// What sign-ins write is not kept.
fn absent(column: &Named) -> String {
    if column.name == "failed_sign_ins" { "0".to_owned() } else { "CAST(NULL AS BIGINT)".to_owned() }
}
