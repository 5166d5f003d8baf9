//! An open database, whichever engine it is of.

use std::path::Path;
use std::time::Duration;

use super::lite::{self, Access, Lite, PageCopy};
use super::param::{Param, Params};
use super::row::Row;
use crate::domain::{Id, Result};

/// An open database.
pub struct Session(Lite);

impl Session {
    /// Opens a file, whatever is in it.
    pub fn connect(path: &Path, access: Access, wait: Duration) -> Result<Self> {
        Lite::connect(path, access, wait).map(Self)
    }

    /// Whether nothing can be written, though that was asked for.
    pub fn is_read_only(&self) -> Result<bool> {
        self.0.is_read_only()
    }

    /// Whether a transaction is open.
    pub fn is_in_transaction(&self) -> bool {
        self.0.is_in_transaction()
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
        self.0.query(sql, params, |raw| {
            found = row.take().map(|row| row(&Row(raw))).transpose()?;
            Ok(false)
        })?;
        Ok(found)
    }

    /// All rows of a query.
    pub fn all<T>(&self, sql: &str, params: impl Params, mut row: impl FnMut(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.0.query(sql, params, |raw| {
            found.push(row(&Row(raw))?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Each row of a query, streamed. Of the parameters, only as many are bound as the query names.
    pub fn each<T>(
        &self,
        sql: &str,
        params: &[&dyn Param],
        mut row: impl FnMut(&Row<'_>) -> Result<T>,
        mut sink: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        self.0.query_with_first(sql, params, |raw| sink(row(&Row(raw))?).map(|()| true))
    }

    /// Whether the query finds a row.
    pub fn exists(&self, sql: &str, params: impl Params) -> Result<bool> {
        self.maybe(sql, params, |_| Ok(())).map(|found| found.is_some())
    }

    /// Runs one statement; gives the number of rows changed.
    pub(in crate::store) fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.0.execute(sql, params)
    }

    /// Runs several statements at once; for the schema only.
    pub(in crate::store) fn batch(&self, sql: &str) -> Result<()> {
        self.0.batch(sql)
    }

    /// How many rows this session has changed so far.
    pub fn changes(&self) -> u64 {
        self.0.changes()
    }

    /// The id of the row that was inserted last.
    pub(in crate::store) fn last_id(&self) -> Id {
        self.0.last_id()
    }

    /// Begins to copy all pages of this database onto another.
    pub fn copy_onto<'a>(&'a self, other: &'a mut Self) -> Result<PageCopy<'a>> {
        PageCopy::begin(&self.0, &mut other.0)
    }
}
