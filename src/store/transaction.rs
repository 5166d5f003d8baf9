//! The one write transaction of a connection, and the parts of it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Deref;

use super::ahead::{BY_WRITERS, WORDS};
use super::connection::Conn;
use super::counts::Count;
use super::engine::{Params, Row};
use super::history::{self, Made};
use super::log::Written;
use super::outcome;
use crate::domain::grant::Grant;
use crate::domain::operation::Undoing;
use crate::domain::touch::Touch;
use crate::domain::{Error, Id, ObjectKind, Result};

impl Conn {
    /// Commits; on a server, finds out what came of it if the answer is lost.
    fn commit(&self) -> Result<()> {
        let outcome = self.session.commit();
        let (Some(server), Some(written)) = (self.session.server(), &*self.written.borrow()) else { return outcome };
        match outcome {
            Err(error) if error.code == "no-connection" => {
                let (entry, hash) = written.head;
                // The lost transaction may still go on; it holds the lock until its end.
                outcome::settle(error, entry, server.answer_timeout * 2, || {
                    let conn = Self::connect_to(server, self.wait)?;
                    let tx = conn.begin_write()?;
                    let is_there = tx.exists("SELECT 1 FROM log_entries WHERE id = ?1 AND hash = ?2", (entry, hash))?;
                    // A host that was cut off may know of it alone, or not at all: this waits for the others, as every COMMIT does.
                    tx.commit()?;
                    match conn.session.has_warned() {
                        true => Err(outcome::unknown("the server could not tell whether others know of it", entry)),
                        false => Ok(is_there),
                    }
                })
            }
            Ok(()) if self.session.has_warned() => Err(outcome::unknown(
                "it is done, but the server could not tell whether more than one host knows of it",
                written.head.0,
            )),
            other => other,
        }
    }

    /// Begins the write transaction; waits for another writer as long as the connection was told to. Inside a
    /// transaction it begins a part of it, which is kept or rolled back by itself.
    pub fn begin_write(&self) -> Result<Tx<'_>> {
        let nested = self.is_in_transaction();
        if nested {
            self.session.begin_part()?;
        } else {
            self.session.begin_write(self.wait, self.is_new, &BY_WRITERS)?;
            if self.server().is_some() && !self.is_new {
                self.words.replace(self.all(WORDS, [], |row| row.read())?.into_iter().collect());
            }
            self.written.take();
            self.notes.begin();
            self.watch.begin();
        }
        let noted = self.notes.so_far();
        let tx = Tx {
            conn: self,
            nested,
            open: Cell::new(true),
            noted,
            written: self.written.borrow().clone(),
            counted: self.counts.so_far(),
            kept: self.watch.so_far(),
            last_word: self.words.borrow().values().max().copied().unwrap_or_default(),
        };
        if let Some(check) = self.check.take() {
            check(self)?;
        }
        Ok(tx)
    }
}

/// The open write transaction; rolled back unless committed.
pub struct Tx<'c> {
    conn: &'c Conn,
    nested: bool,
    open: Cell<bool>,
    /// How much had been given, and touched, when it began.
    noted: (usize, usize),
    /// What had been written to the log when it began.
    written: Option<Written>,
    /// What had been counted.
    counted: BTreeMap<Count, i64>,
    /// Which rows had been made, and how many operations were to be taken back.
    kept: (Made, usize),
    /// The highest number of a word of the log that was known.
    last_word: Id,
}

impl Tx<'_> {
    /// Runs one statement; gives the number of rows changed.
    pub fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.conn.watch.before(&self.conn.session, sql, false)?;
        self.conn.execute(sql, params)
    }

    /// Runs one statement whose outcome nobody needs.
    pub fn later(&self, sql: &str, params: impl Params) -> Result<()> {
        self.conn.watch.before(&self.conn.session, sql, false)?;
        self.conn.session.later(sql, params)
    }

    /// Runs one statement that tells of the rows it changed.
    pub fn returning<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.conn.watch.before(&self.conn.session, sql, false)?;
        self.conn.session.all(sql, params, row)
    }

    /// Inserts one row; gives its id.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<Id> {
        self.insert_new(sql, params)?.ok_or_else(|| Error::internal("a row could not be inserted"))
    }

    /// Inserts one row unless it conflicts with another; gives its id if it did not.
    pub fn insert_new(&self, sql: &str, params: impl Params) -> Result<Option<Id>> {
        self.conn.watch.before(&self.conn.session, sql, true)?;
        let id = self.conn.session.insert(sql, params)?;
        if let Some(id) = id {
            self.conn.watch.made(sql, id);
        }
        Ok(id)
    }

    /// Keeps nothing of what is written while something is done that changes the schema.
    pub(super) fn unwatched<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.conn.watch.look_away(true);
        let done = work();
        self.conn.watch.look_away(false);
        done
    }

    /// Notes that operations are taken back, once this one ends (OP-3).
    pub fn takes_back(&self, how: Undoing, operations: Vec<Id>) {
        operations.into_iter().for_each(|operation| self.conn.watch.takes_back(how, operation));
    }

    /// Notes that a statement could leave the subscription without an administrator (SUB-3).
    pub(super) fn may_unseat(&self) {
        self.conn.notes.may_unseat();
    }

    /// Whether any statement could have.
    pub fn unseats(&self) -> bool {
        self.conn.notes.unseats()
    }

    /// What the outermost transaction has written to the log so far.
    pub(super) fn written(&self) -> Option<Written> {
        self.conn.written.borrow().clone()
    }

    /// Notes what is the newest in the log.
    pub(super) fn wrote(&self, written: Written) {
        *self.conn.written.borrow_mut() = Some(written);
    }

    /// The number of a word of the log, which gets one if it has none.
    pub(super) fn word(&self, word: &str) -> Result<Id> {
        if let Some(id) = self.conn.words.borrow().get(word) {
            return Ok(*id);
        }
        // Of a server, all were read at the beginning.
        let ask = || self.maybe("SELECT id FROM log_words WHERE word = ?1", [word], |row| row.get(0));
        let known = if self.server().is_some() && !self.is_new { None } else { ask()? };
        let id = match known {
            Some(id) => id,
            None => self.insert("INSERT INTO log_words (word) VALUES (?1)", [word])?,
        };
        self.conn.words.borrow_mut().insert(word.to_owned(), id);
        Ok(id)
    }

    /// Notes what a statement has given somebody, for the guard to judge (ROLE-10).
    pub(super) fn note(&self, grant: Grant) {
        self.conn.notes.give(grant);
    }

    /// Whatever was given and not judged since; whoever takes it, judges it.
    pub fn take_grants(&self) -> Vec<Grant> {
        self.conn.notes.take_grants()
    }

    /// Notes that a statement has written something that decides about access; whose access is new with it, is no change.
    pub(super) fn touch(&self, touch: Touch) {
        self.conn.notes.touch(touch);
    }

    /// Notes that a user or an asset is new.
    pub(super) fn made(&self, kind: ObjectKind, id: Id) {
        self.conn.notes.made(kind, id);
    }

    /// Whatever was written that decides about access; whoever takes it, works out what it came to (ACC-5).
    pub fn take_touches(&self) -> Vec<Touch> {
        self.conn.notes.take_touches()
    }

    /// Makes everything durable.
    pub fn commit(self) -> Result<()> {
        if !self.nested && !self.conn.notes.is_judged() {
            return Err(Error::internal("rights were given that nobody judged").rule("ROLE-10"));
        }
        if self.nested {
            self.conn.session.keep_part()?;
        } else {
            self.conn.place.as_ref().map_or(Ok(()), |place| place.check())?;
            self.conn.settle_counts()?;
            history::conclude(&self.conn.session, &self.conn.watch, self.conn.written.borrow().as_ref())?;
            self.conn.commit()?;
        }
        self.open.set(false);
        Ok(())
    }
}

impl Deref for Tx<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if self.open.get() {
            // What was given since goes with the rest.
            self.conn.notes.back_to(self.noted);
            *self.conn.written.borrow_mut() = self.written.take();
            self.conn.counts.back_to(std::mem::take(&mut self.counted));
            self.conn.watch.back_to(std::mem::take(&mut self.kept));
            self.conn.words.borrow_mut().retain(|_, id| *id <= self.last_word);
            // Nothing can be done if this fails; closing the connection rolls back as well.
            let _ = if self.nested { self.conn.session.undo_part() } else { self.conn.session.rollback() };
        }
    }
}
