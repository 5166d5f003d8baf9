//! A connection: reading, and the one write transaction.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use super::engine::{Access, Params, Session};
use crate::domain::grant::Grant;
use crate::domain::{Error, Id, Result};

/// An open database, for reading.
pub struct Conn {
    pub(super) session: Session,
    /// What the open transaction has given, and nobody has judged yet.
    grants: RefCell<Vec<Grant>>,
}

impl Conn {
    /// Opens a file, whatever is in it.
    pub(super) fn connect(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        Ok(Self { session: Session::connect(path, access, wait)?, grants: RefCell::default() })
    }

    /// Begins one snapshot for reading; inside a transaction, that is the snapshot.
    pub fn begin_read(&self) -> Result<()> {
        if self.is_in_transaction() { Ok(()) } else { self.batch("BEGIN") }
    }

    /// Begins the write transaction; waits for another writer as long as the connection was told to. Inside a
    /// transaction it begins a part of it, which is kept or rolled back by itself.
    pub fn begin_write(&self) -> Result<Tx<'_>> {
        let nested = self.is_in_transaction();
        self.execute(if nested { "SAVEPOINT part" } else { "BEGIN IMMEDIATE" }, [])?;
        Ok(Tx { conn: self, nested, open: Cell::new(true), granted: self.grants.borrow().len() })
    }
}

impl Deref for Conn {
    type Target = Session;
    fn deref(&self) -> &Session {
        &self.session
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
        self.conn.execute(sql, params)
    }

    /// Inserts one row; gives its id. Asking the statement itself for it costs SQLite a table of its own each time.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<Id> {
        self.run(sql, params)?;
        Ok(self.conn.last_id())
    }

    /// Inserts one row unless it conflicts with another; gives its id if it did not.
    pub fn insert_new(&self, sql: &str, params: impl Params) -> Result<Option<Id>> {
        let is_new = self.run(sql, params)? > 0;
        Ok(is_new.then(|| self.conn.last_id()))
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
    pub fn commit(self) -> Result<()> {
        if !self.nested && !self.conn.grants.borrow().is_empty() {
            return Err(Error::internal("rights were given that nobody judged").rule("ROLE-10"));
        }
        self.conn.execute(if self.nested { "RELEASE part" } else { "COMMIT" }, [])?;
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
            let _ = self.conn.batch(if self.nested { "ROLLBACK TO part; RELEASE part" } else { "ROLLBACK" });
        }
    }
}
