//! An open database, whichever engine it is of: the only place that chooses.

use std::path::Path;
use std::time::Duration;

use super::lite::{self, Access, Lite, PageCopy};
use super::param::{Named, Param, Params, RowSink, Until};
use super::row::{RawRow, Row};
#[cfg(feature = "postgres")]
use super::shared::Shared;
#[cfg(not(feature = "postgres"))]
use crate::domain::Error;
use crate::domain::{Id, Result};
use crate::store::location::Server;

/// An open database.
pub enum Session {
    /// A file.
    Lite(Lite),
    /// A server.
    #[cfg(feature = "postgres")]
    Shared(Box<Shared>),
}

/// Hands the same to either engine.
macro_rules! either {
    ($session:expr, $engine:ident => $what:expr) => {
        match $session {
            Session::Lite($engine) => $what,
            #[cfg(feature = "postgres")]
            Session::Shared($engine) => $what,
        }
    };
}

impl Session {
    /// Opens a file, whatever is in it.
    pub fn connect(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        Lite::connect(path, access, wait).map(Self::Lite)
    }

    /// Connects to a server, whatever is on it.
    #[cfg(feature = "postgres")]
    pub fn connect_to(server: &Server) -> Result<Self> {
        Shared::connect(server).map(|shared| Self::Shared(shared.into()))
    }

    /// This program was built without servers.
    #[cfg(not(feature = "postgres"))]
    pub fn connect_to(_server: &Server) -> Result<Self> {
        Err(Error::usage("this provost was built without servers").hint("install one that was built with them"))
    }

    /// The server, if it is on one.
    pub fn server(&self) -> Option<&Server> {
        match self {
            Self::Lite(_) => None,
            #[cfg(feature = "postgres")]
            Self::Shared(shared) => Some(shared.server()),
        }
    }

    /// Whether nothing can be written, though that was asked for.
    pub fn is_read_only(&self) -> Result<bool> {
        match self {
            Self::Lite(lite) => lite.is_read_only(),
            #[cfg(feature = "postgres")]
            Self::Shared(_) => Ok(false),
        }
    }

    /// Whether a transaction is open.
    pub fn is_in_transaction(&self) -> bool {
        either!(self, engine => engine.is_in_transaction())
    }

    /// Begins one snapshot for reading.
    pub fn begin_read(&self) -> Result<()> {
        either!(self, engine => engine.begin_read())
    }

    /// Begins the transaction of the one who writes; into a new database nobody else does.
    /// What is asked in any case after that, a server answers with it.
    pub(in crate::store) fn begin_write(&self, wait: Duration, is_new: bool, questions: &[&str]) -> Result<()> {
        either!(self, engine => engine.begin_write(wait, is_new, questions))
    }

    /// Tells a server in one flight what is asked in a moment, one after the other.
    pub(in crate::store) fn ask_ahead(&self, questions: &[&str]) -> Result<()> {
        either!(self, engine => engine.ask_ahead(questions))
    }

    /// Begins a part of it, which is kept or taken back by itself.
    pub(in crate::store) fn begin_part(&self) -> Result<()> {
        either!(self, engine => engine.begin_part())
    }

    /// Keeps the part.
    pub(in crate::store) fn keep_part(&self) -> Result<()> {
        either!(self, engine => engine.keep_part())
    }

    /// Takes the part back.
    pub(in crate::store) fn undo_part(&self) -> Result<()> {
        either!(self, engine => engine.undo_part())
    }

    /// Makes everything durable.
    pub(in crate::store) fn commit(&self) -> Result<()> {
        either!(self, engine => engine.commit())
    }

    /// Whether a server has warned of what it did.
    pub(in crate::store) fn has_warned(&self) -> bool {
        match self {
            Self::Lite(_) => false,
            #[cfg(feature = "postgres")]
            Self::Shared(shared) => shared.has_warned(),
        }
    }

    /// Takes everything back.
    pub(in crate::store) fn rollback(&self) -> Result<()> {
        either!(self, engine => engine.rollback())
    }

    /// Lets a server answer at once what `ask` asks, which gets no answer yet; does not wait for it.
    pub(in crate::store) fn foresee(&self, until: Until, ask: impl FnOnce()) -> Result<()> {
        either!(self, engine => engine.foresee(until, ask))
    }

    /// Forgets answers to what was foreseen that nobody has looked at since this was last told.
    pub(in crate::store) fn forget_old_answers(&self) {
        either!(self, engine => engine.forget_old_answers())
    }

    /// Forgets all of them.
    pub(in crate::store) fn forget_answers(&self) {
        either!(self, engine => engine.forget_answers())
    }

    /// The one row of a query.
    pub fn one<T>(&self, sql: &str, params: impl Params, row: impl FnOnce(&Row<'_>) -> Result<T>) -> Result<T> {
        self.maybe(sql, params, row)?.ok_or_else(lite::no_row)
    }

    /// The one row of a query, if there is one.
    pub fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let (mut row, mut found) = (Some(row), None);
        self.query(sql, params, |raw| {
            found = row.take().map(|row| row(&raw)).transpose()?;
            Ok(false)
        })?;
        Ok(found)
    }

    /// All rows of a query.
    pub fn all<T>(&self, sql: &str, params: impl Params, mut row: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.query(sql, params, |raw| {
            found.push(row(&raw)?);
            Ok(true)
        })?;
        Ok(found)
    }

    fn query(&self, sql: &str, params: impl Params, mut row: impl FnMut(Row<'_>) -> Result<bool>) -> Result<()> {
        match self {
            Self::Lite(lite) => lite.query(sql, params, |raw| row(Row(RawRow::Lite(raw)))),
            #[cfg(feature = "postgres")]
            Self::Shared(shared) => shared.query(sql, params, |raw| row(Row(RawRow::Shared(raw)))),
        }
    }

    /// Each row of a query, streamed. Of the parameters, only as many are bound as the query names.
    pub fn each<T>(
        &self,
        sql: &str,
        params: &[&dyn Param],
        mut row: impl FnMut(&Row<'_>) -> Result<T>,
        mut sink: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let mut next = |raw: RawRow<'_>| sink(row(&Row(raw))?).map(|()| true);
        match self {
            Self::Lite(lite) => lite.query_with_first(sql, params, |raw| next(RawRow::Lite(raw))),
            #[cfg(feature = "postgres")]
            Self::Shared(shared) => shared.stream(sql, params, |raw| next(RawRow::Shared(raw))),
        }
    }

    /// Whether the query finds a row.
    pub fn exists(&self, sql: &str, params: impl Params) -> Result<bool> {
        self.maybe(sql, params, |_| Ok(())).map(|found| found.is_some())
    }

    /// Runs one statement; gives the number of rows changed.
    pub(in crate::store) fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        either!(self, engine => engine.execute(sql, params))
    }

    /// Runs one statement, at the latest before the next that is asked anything: nobody needs to know what it came to.
    pub(in crate::store) fn later(&self, sql: &str, params: impl Params) -> Result<()> {
        either!(self, engine => engine.later(sql, params))
    }

    /// Inserts one row unless it conflicts with another; gives its id if it did not.
    pub(in crate::store) fn insert(&self, sql: &str, params: impl Params) -> Result<Option<Id>> {
        either!(self, engine => engine.insert(sql, params))
    }

    /// Fills a table with the rows that are handed on: the fastest way in.
    pub(in crate::store) fn fill(
        &self,
        table: &str,
        columns: &[Named],
        rows: impl FnOnce(RowSink<'_>) -> Result<()>,
    ) -> Result<()> {
        either!(self, engine => engine.fill(table, columns, rows))
    }

    /// Runs several statements at once; for the schema only.
    pub(in crate::store) fn batch(&self, sql: &str) -> Result<()> {
        either!(self, engine => engine.batch(sql))
    }

    /// How many rows this session has changed so far.
    pub fn changes(&self) -> Result<u64> {
        either!(self, engine => engine.changes())
    }

    /// The same for whoever wants to know only whether it may have changed any since: without asking a server.
    pub fn writes(&self) -> u64 {
        either!(self, engine => engine.writes())
    }

    /// Begins to copy all pages of this file onto another.
    ///
    /// # Errors
    /// `usage` for what is on a server.
    pub fn copy_onto<'a>(&'a self, other: &'a mut Self) -> Result<PageCopy<'a>> {
        match (self, other) {
            (Self::Lite(from), Self::Lite(onto)) => PageCopy::begin(from, onto),
            #[cfg(feature = "postgres")]
            _ => Err(crate::store::location::not_a_file("a copy of pages")),
        }
    }
}
