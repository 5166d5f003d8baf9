//! A connection: reading, and the one write transaction.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Params, Row, ToSql};

use crate::domain::grant::Grant;
use crate::domain::{Error, Id, Result};

/// An open database, for reading.
pub struct Conn {
    pub(super) db: Connection,
    /// What the open transaction has given, and nobody has judged yet.
    grants: RefCell<Vec<Grant>>,
}

impl Conn {
    /// Opens a file, whatever is in it.
    pub(super) fn connect(path: &Path, flags: OpenFlags, wait: Duration) -> Result<Self> {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(wait)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        // Plans do not depend on the values that are bound: a cached statement is not planned again for others.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
            connection.execute_batch("PRAGMA synchronous = FULL")?;
        }
        Ok(Self { db: connection, grants: RefCell::default() })
    }

    /// Begins one snapshot for reading; inside a transaction, that is the snapshot.
    pub fn begin_read(&self) -> Result<()> {
        if self.db.is_autocommit() { Ok(self.db.execute_batch("BEGIN")?) } else { Ok(()) }
    }

    /// Begins the write transaction; waits for another writer as long as the connection was told to. Inside a
    /// transaction it begins a part of it, which is kept or rolled back by itself.
    pub fn begin_write(&self) -> Result<Tx<'_>> {
        let nested = !self.db.is_autocommit();
        self.db.prepare_cached(if nested { "SAVEPOINT part" } else { "BEGIN IMMEDIATE" })?.execute([])?;
        Ok(Tx { conn: self, nested, open: Cell::new(true), granted: self.grants.borrow().len() })
    }

    /// The one row of a query.
    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        Ok(self.db.prepare_cached(sql)?.query_row(params, row)?)
    }

    /// The one row of a query, if there is one.
    pub fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        match self.db.prepare_cached(sql)?.query_row(params, row) {
            Ok(value) => Ok(Some(value)),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// All rows of a query.
    pub fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params, |r| row(r))?;
        rows.map(|row| row.map_err(Error::from)).collect()
    }

    /// Each row of a query, streamed. Of the parameters, only as many are bound as the query names.
    pub fn each<T>(
        &self,
        sql: &str,
        params: &[&dyn ToSql],
        mut row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
        mut sink: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.db.prepare_cached(sql)?;
        let named = params.get(..statement.parameter_count()).unwrap_or(params);
        let mut rows = statement.query(named)?;
        while let Some(r) = rows.next()? {
            sink(row(r)?)?;
        }
        Ok(())
    }

    /// Whether the query finds a row.
    pub fn exists(&self, sql: &str, params: impl Params) -> Result<bool> {
        Ok(self.db.prepare_cached(sql)?.exists(params)?)
    }

    /// Runs several statements at once; for the schema only.
    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        Ok(self.db.execute_batch(sql)?)
    }
}

/// A connection of one's own, or one that others use as well.
pub enum Handle<'a> {
    /// Closed when it is dropped.
    Own(Conn),
    /// Left open.
    Shared(&'a Conn),
}

impl Deref for Handle<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        match self {
            Self::Own(conn) => conn,
            Self::Shared(conn) => conn,
        }
    }
}

/// The open write transaction; rolled back unless committed.
pub struct Tx<'c> {
    conn: &'c Conn,
    nested: bool,
    open: Cell<bool>,
    /// How much had been given when it began.
    granted: usize,
}

impl Tx<'_> {
    /// Runs one statement; gives the number of rows changed.
    pub fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.conn.db.prepare_cached(sql)?.execute(params)?)
    }

    /// How many rows this connection has changed so far.
    pub fn changes(&self) -> u64 {
        self.conn.db.total_changes()
    }

    /// Inserts one row; gives its id. Asking the statement itself for it costs SQLite a table of its own each time.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<Id> {
        self.run(sql, params)?;
        Ok(self.conn.db.last_insert_rowid())
    }

    /// Inserts one row unless it conflicts with another; gives its id if it did not.
    pub fn insert_new(&self, sql: &str, params: impl Params) -> Result<Option<Id>> {
        let is_new = self.run(sql, params)? > 0;
        Ok(is_new.then(|| self.conn.db.last_insert_rowid()))
    }

    /// Notes what a statement has given somebody, for the guard to judge (ROLE-10).
    pub(super) fn note(&self, grant: Grant) {
        self.conn.grants.borrow_mut().push(grant);
    }

    /// Whatever was given and not judged since; whoever takes it, judges it.
    pub fn take_grants(&self) -> Vec<Grant> {
        self.conn.grants.take()
    }

    /// Makes everything durable.
    ///
    /// # Errors
    /// `internal` where rights were given that nobody judged: a door without its guard (ROLE-10).
    pub fn commit(self) -> Result<()> {
        if !self.nested && !self.conn.grants.borrow().is_empty() {
            return Err(Error::internal("rights were given that nobody judged").rule("ROLE-10"));
        }
        self.conn.db.prepare_cached(if self.nested { "RELEASE part" } else { "COMMIT" })?.execute([])?;
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
            self.conn.grants.borrow_mut().truncate(self.granted);
            // Nothing can be done if this fails; closing the connection rolls back as well.
            let _ = self.conn.db.execute_batch(if self.nested { "ROLLBACK TO part; RELEASE part" } else { "ROLLBACK" });
        }
    }
}
