//! A connection: reading, and what stands on it while something is written.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use super::counts::Counts;
use super::engine::{Access, Param, Params, Row, Session, Until};
use super::history::Watch;
use super::history::past::{Moment, Past};
use super::location::Server;
use super::log::Written;
use super::notes::Notes;
use super::place::Place;
use crate::domain::{Error, Id, Result, Time};

/// What will be asked.
pub type Ask<'q> = &'q dyn Fn(&Conn) -> Result<()>;

/// What is to be so before anything is written.
type Check = fn(&Conn) -> Result<()>;

/// An open database, for reading.
pub struct Conn {
    pub(super) session: Session,
    /// The file; none: it is on a server.
    pub(super) place: Option<Box<Place>>,
    /// How long another writer is waited for.
    pub(super) wait: Duration,
    /// Nothing is in it as yet.
    pub(super) is_new: bool,
    /// The time of the server, when it was asked.
    server_time: Cell<Option<Time>>,
    /// What is still to be looked at before anything is written.
    pub(super) check: Cell<Option<Check>>,
    /// What the open transaction has written that somebody looks at when it ends.
    pub(super) notes: Notes,
    /// What it has written to the log so far.
    pub(super) written: RefCell<Option<Written>>,
    /// What is to be counted before it is read, or the transaction ends.
    pub(super) counts: Counts,
    /// What it keeps of the rows that it changes (OP-2).
    pub(super) watch: Watch,
    /// The past that it reads, if it does (TIME-1).
    past: OnceCell<Past>,
    /// The numbers of words of the log, as far as it has asked for them.
    pub(super) words: RefCell<HashMap<String, Id>>,
}

impl Conn {
    /// Opens a file, whatever is in it.
    pub(super) fn connect(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        let session = Session::connect(path, access, wait)?;
        Ok(Self { place: Some(Place::of(path).into()), ..Self::of(session, wait) })
    }

    /// Connects to a server, whatever is on it.
    pub(super) fn connect_to(server: &Server, wait: Duration) -> Result<Self> {
        Ok(Self::of(Session::connect_to(server)?, wait))
    }

    /// The same with nothing in it as yet.
    pub(super) fn into_new(self) -> Self {
        Self { is_new: true, ..self }
    }

    /// The same, which is looked at before anything is written.
    pub(super) fn with_check(self, check: Check) -> Self {
        self.check.set(Some(check));
        self
    }

    fn of(session: Session, wait: Duration) -> Self {
        Self {
            session,
            place: None,
            wait,
            is_new: false,
            server_time: Cell::default(),
            check: Cell::default(),
            notes: Notes::default(),
            written: RefCell::default(),
            counts: Counts::default(),
            watch: Watch::default(),
            past: OnceCell::new(),
            words: RefCell::default(),
        }
    }

    /// The file, if it is in one.
    pub(super) fn path(&self) -> Option<&Path> {
        self.place.as_ref().map(|place| place.path())
    }

    /// The time of the server, a moment ago; none: it is in a file, or was not asked yet.
    pub const fn server_time(&self) -> Option<Time> {
        self.server_time.get()
    }

    /// Keeps the time that the server told.
    pub(super) fn note_time(&self, now: Time) {
        self.server_time.set(Some(now));
    }

    /// Begins one snapshot for reading; inside a transaction, that is the snapshot.
    pub fn begin_read(&self) -> Result<()> {
        if self.is_in_transaction() { Ok(()) } else { self.session.begin_read() }
    }

    /// Reads everything as it was, from now on (TIME-1).
    pub fn go_back(&self, moment: Moment) -> Result<()> {
        self.session.forget_answers();
        self.begin_read()?;
        self.past.set(Past::at(moment)).map_err(|_| Error::internal("the past is in its place already"))
    }

    /// Whether what is read is the past.
    pub fn is_of_the_past(&self) -> bool {
        self.past.get().is_some()
    }

    /// Asks a query, of the past if that is what is read.
    fn ask<T>(&self, sql: &str, ask: impl FnOnce(&str) -> Result<T>) -> Result<T> {
        match self.past.get() {
            None => ask(sql),
            Some(past) => ask(&past.of(&self.session, sql)?),
        }
    }

    /// The one row of a query.
    pub fn one<T>(&self, sql: &str, params: impl Params, row: impl FnOnce(&Row<'_>) -> Result<T>) -> Result<T> {
        self.ask(sql, |sql| self.session.one(sql, params, row))
    }

    /// The one row of a query, if there is one.
    pub fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.ask(sql, |sql| self.session.maybe(sql, params, row))
    }

    /// All rows of a query.
    pub fn all<T>(&self, sql: &str, params: impl Params, row: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        self.ask(sql, |sql| self.session.all(sql, params, row))
    }

    /// Each row of a query, streamed. Of the parameters, only as many are bound as the query names.
    pub fn each<T>(
        &self,
        sql: &str,
        params: &[&dyn Param],
        row: impl FnMut(&Row<'_>) -> Result<T>,
        sink: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        self.ask(sql, |sql| self.session.each(sql, params, row, sink))
    }

    /// Whether the query finds a row.
    pub fn exists(&self, sql: &str, params: impl Params) -> Result<bool> {
        self.ask(sql, |sql| self.session.exists(sql, params))
    }

    /// Lets a server answer in one flight what these will ask, and goes on meanwhile; here they get no answer, and nothing comes of it.
    pub fn foresee(&self, until: Until, questions: &[Ask<'_>]) -> Result<()> {
        self.session.foresee(until, || questions.iter().map(|question| question(self)).for_each(drop))
    }

    /// Forgets answers to what was foreseen that nobody has looked at since this was last told.
    pub fn forget_old_answers(&self) {
        self.session.forget_old_answers();
    }

    /// Writes what was counted; whoever reads it, does so first.
    pub fn settle_counts(&self) -> Result<()> {
        self.counts.take().into_iter().try_for_each(|(count, change)| {
            let (statement, row) = count.statement();
            self.watch.before(&self.session, statement, false)?;
            self.session.later(statement, (change, row))
        })
    }
}

impl Deref for Conn {
    type Target = Session;
    fn deref(&self) -> &Session {
        &self.session
    }
}
