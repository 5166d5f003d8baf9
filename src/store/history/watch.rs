//! Watching what a connection writes, so that the rows as they were stay (OP-2).
//!
//! On a server, the tables have triggers. In a file, the connection makes those that it needs for itself: two hundred in the schema
//! would be parsed by every command, and take two thirds of the time of one that reads.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::tables::Kept;
use crate::domain::operation::Undoing;
use crate::domain::{Id, Result};
use crate::store::engine::Session;

/// The triggers of a file, each behind a line that names it.
pub const TRIGGERS: &str = include_str!("../schema/history.sql");

/// What is done to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    known: RefCell<Vec<(Change, String)>>,
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
        let is_watched = self.known.borrow().iter().any(|(one, name)| *one == change && name == table);
        if is_watched || session.server().is_some() || kept.is_made_only() {
            return Ok(());
        }
        // Whatever gives an id to its row is noted as soon as it has.
        if gives_id && kept.counts_ids() {
            return Ok(());
        }
        let also = sql.contains("DO UPDATE").then_some((Change::Update, table));
        self.arm(session, &[(change, table)].into_iter().chain(also).collect::<Vec<_>>())
    }

    /// Makes the triggers that are missing, those of what a deletion takes along included.
    fn arm(&self, session: &Session, wanted: &[(Change, &str)]) -> Result<()> {
        let mut names: Vec<String> =
            wanted.iter().map(|(change, table)| format!("{} {table}", change.word())).collect();
        let reached: Vec<String> = names.iter().flat_map(|name| reached_by(name)).map(str::to_owned).collect();
        names.extend(reached);
        let mut known = self.known.borrow_mut();
        let is_known =
            |name: &str, known: &[(Change, String)]| known.iter().any(|(change, table)| is_named(name, *change, table));
        let statements: String = blocks()
            .filter(|(name, ..)| names.iter().any(|wanted| wanted == name) && !is_known(name, &known))
            .map(|(.., statement)| statement)
            .collect();
        session.batch(&statements)?;
        for name in names.iter().filter_map(|name| name.split_once(' ')) {
            let change = Change::ALL.into_iter().find(|change| change.word() == name.0);
            known.extend(change.map(|change| (change, name.1.to_owned())));
        }
        Ok(())
    }

    /// Notes that a row has been given an id.
    pub fn made(&self, session: &Session, sql: &str, id: Id) {
        let Some(kept) = Change::of(sql)
            .and_then(|(_, table)| Kept::named(table))
            .filter(|kept| kept.counts_ids() && !self.is_off.get())
        else {
            return;
        };
        self.has_written.set(true);
        if session.server().is_none() {
            let mut made = self.made.borrow_mut();
            let run = made.entry(kept.number()).or_insert((id, id));
            run.1 = id;
        }
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

fn is_named(name: &str, change: Change, table: &str) -> bool {
    name.split_once(' ').is_some_and(|(word, of)| word == change.word() && of == table)
}

/// Each trigger: its name, what it leads to, and the statement that makes it.
fn blocks() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    TRIGGERS.split("\n\n").filter_map(|block| {
        let (head, statement) = block.trim_start().strip_prefix("-- ")?.split_once('\n')?;
        let (name, reached) = head.split_once(": ").unwrap_or((head, ""));
        Some((name, reached, statement))
    })
}

/// What else a change changes.
fn reached_by(name: &str) -> impl Iterator<Item = &'static str> {
    let block = name.starts_with(Change::Delete.word()).then(|| blocks().find(|(one, ..)| *one == name)).flatten();
    block.map_or("", |(_, reached, _)| reached).split(", ").filter(|name| !name.is_empty())
}
