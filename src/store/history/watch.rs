//! Watching what a connection writes, so that the rows as they were stay (OP-2).
//!
//! On a server, the tables have triggers. In a file, the connection makes those that it needs for itself: two hundred in the schema
//! would be parsed by every command, and take two thirds of the time of one that reads.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::tables::Kept;
use crate::domain::operation::Undoing;
use crate::domain::{Error, Id, Result};
use crate::store::engine::Session;

/// The triggers of a file, each behind a line that names it.
pub const TRIGGERS: &str = include_str!("../schema/history.sql");

/// What is done to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Insert,
    Update,
    Delete,
}

impl Change {
    pub const ALL: [Self; 3] = [Self::Insert, Self::Update, Self::Delete];

    /// The word in front of the name of a table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// A change and its table by their names.
    fn named(name: &str) -> Option<(Self, &'static str)> {
        let (word, table) = name.split_once(' ')?;
        Some((Self::ALL.into_iter().find(|change| change.word() == word)?, Kept::named(table)?.name))
    }

    /// What a statement does first of all, and to which table.
    fn of(sql: &str) -> Option<(Self, &str)> {
        let beginnings = [("INSERT INTO ", Self::Insert), ("UPDATE ", Self::Update), ("DELETE FROM ", Self::Delete)];
        let (change, rest) = beginnings.iter().find_map(|(words, change)| Some((*change, sql.strip_prefix(words)?)))?;
        rest.split([' ', '(', '\n']).next().map(|table| (change, table))
    }
}

/// From the first to the last id of rows that were made.
pub type Made = BTreeMap<i64, (Id, Id)>;

/// What is known of a connection that writes.
#[derive(Debug, Default)]
pub struct Watch {
    /// What is watched by triggers of the connection.
    known: RefCell<BTreeSet<(Change, &'static str)>>,
    /// Whether nothing is watched: while the schema is another.
    is_off: Cell<bool>,
    /// Whether the open transaction has written to any table that is kept.
    has_written: Cell<bool>,
    /// The rows with new ids that it has made.
    made: RefCell<Made>,
    /// The operations that it takes back, and how.
    taken_back: RefCell<Vec<(Undoing, Id)>>,
}

impl Watch {
    /// Before a transaction.
    pub fn begin(&self) {
        self.has_written.set(false);
        self.made.take();
        self.taken_back.take();
    }

    /// Looks away from what is written from now on, or no more.
    pub fn look_away(&self, is_off: bool) {
        self.is_off.set(is_off);
    }

    /// Before a statement is run.
    pub fn before(&self, session: &Session, sql: &str, gives_id: bool) -> Result<()> {
        let Some((change, table)) = Change::of(sql).filter(|_| !self.is_off.get()) else { return Ok(()) };
        let Some(kept) = Kept::named(table) else { return Ok(()) };
        self.has_written.set(true);
        if session.server().is_some() || kept.is_made_only() {
            return Ok(());
        }
        // Whatever gives an id to its row is noted as soon as it has.
        if gives_id && kept.counts_ids() {
            return Ok(());
        }
        self.arm(session, (change, kept.name))?;
        if sql.contains("DO UPDATE") { self.arm(session, (Change::Update, kept.name)) } else { Ok(()) }
    }

    /// Makes the triggers of a change that are missing, those of what it takes along included.
    fn arm(&self, session: &Session, wanted: (Change, &'static str)) -> Result<()> {
        let mut known = self.known.borrow_mut();
        let (mut missing, mut statements) = (vec![wanted], String::new());
        while let Some((change, table)) = missing.pop() {
            if known.insert((change, table)) {
                let (reached, statement) = trigger(change, table)?;
                statements.push_str(statement);
                missing.extend(reached.split(", ").filter_map(Change::named));
            }
        }
        if statements.is_empty() { Ok(()) } else { session.batch(&statements) }
    }

    /// Notes that a row has been given an id.
    pub fn made(&self, sql: &str, id: Id) {
        let Some(kept) = Change::of(sql)
            .and_then(|(_, table)| Kept::named(table))
            .filter(|kept| kept.counts_ids() && !self.is_off.get())
        else {
            return;
        };
        self.has_written.set(true);
        let mut made = self.made.borrow_mut();
        let run = made.entry(kept.number()).or_insert((id, id));
        run.1 = id;
    }

    /// Notes that an operation is taken back.
    pub fn takes_back(&self, how: Undoing, operation: Id) {
        self.has_written.set(true);
        self.taken_back.borrow_mut().push((how, operation));
    }

    /// The operations that are taken back.
    pub fn taken_back(&self) -> Vec<(Undoing, Id)> {
        self.taken_back.borrow().clone()
    }

    /// What was made and taken back so far.
    pub fn so_far(&self) -> (Made, usize) {
        (self.made.borrow().clone(), self.taken_back.borrow().len())
    }

    /// Forgets what was made since, and the triggers that were: they went with what was taken back.
    pub fn back_to(&self, (made, taken_back): (Made, usize)) {
        self.made.replace(made);
        self.taken_back.borrow_mut().truncate(taken_back);
        self.known.take();
    }

    /// Whether anything that is kept was written.
    pub fn has_written(&self) -> bool {
        self.has_written.get()
    }
}

/// What comes with a change of a table, and the statement that makes its trigger.
fn trigger(change: Change, table: &str) -> Result<(&'static str, &'static str)> {
    let name = format!("-- {} {table}", change.word());
    let after = |end: &str| TRIGGERS.split_once(&format!("{name}{end}")).map(|(_, rest)| rest);
    let alone = || Some(("", after("\n")?));
    let found = alone().or_else(|| after(": ")?.split_once('\n'));
    let (reached, rest) = found.ok_or_else(|| Error::internal(format!("there is no trigger `{name}`")))?;
    Ok((reached, rest.split_once("\n\n").map_or(rest, |(statement, _)| statement)))
}
