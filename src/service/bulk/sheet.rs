//! Files of rows that are taken in, how that is done, and what came of it.

use schemars::JsonSchema;
use serde::Serialize;

use super::form::BulkKind;
use super::settled::{Consequences, RowStatus, Tally};
use crate::domain::Result;
use crate::domain::mistake::Mistake;
use crate::domain::sheet::{OnError, OnExisting, Row};
use crate::service::link::Delivery;

/// A file of rows.
pub trait Rows {
    /// What it is called.
    fn name(&self) -> &str;

    /// Whether any row may say something in a column.
    fn may_say(&self, column: &str) -> Result<bool>;

    /// Reads it from the beginning.
    ///
    /// # Errors
    /// `invalid` for what is no such file; whatever `sink` refuses.
    fn each(&self, sink: &mut dyn FnMut(Row) -> Result<()>) -> Result<()>;
}

/// Where rows go that could not be taken in.
pub trait Rejects {
    /// Puts one aside.
    ///
    /// # Errors
    /// `unusable` if it cannot be written.
    fn put(&mut self, row: &Row, mistakes: &[Mistake]) -> Result<()>;

    /// Writes everything out.
    ///
    /// # Errors
    /// `unusable` if it cannot be written.
    fn flush(&mut self) -> Result<()>;
}

/// How rows are taken in.
pub struct Options<'a> {
    /// What becomes of what exists.
    pub on_existing: OnExisting,
    /// What becomes of the others when one cannot be taken in.
    pub on_error: OnError,
    /// How invitations of new users go out.
    pub delivery: Delivery<'a>,
    /// Whether what became of each row is kept.
    pub keeps_rows: bool,
    /// Learns how many rows have been worked on.
    pub progress: &'a dyn Fn(usize),
}

/// What became of one row.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RowReport {
    /// What the row is, where files of several kinds are taken in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<BulkKind>,
    /// Its line, or its place in an array.
    pub row: u64,
    /// What became of it.
    pub status: RowStatus,
    /// What it is about.
    pub object: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// What the import came to.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct ImportBody {
    /// How many rows there were, by what became of them.
    #[serde(flatten)]
    pub tally: Tally,
    /// What the rows brought about beside what they say.
    #[serde(flatten)]
    pub consequences: Consequences,
    /// What is wrong with the rows that could not be taken in.
    pub mistakes: Vec<Mistake>,
    /// What became of each row, if that was asked for.
    #[serde(skip)]
    pub rows: Vec<RowReport>,
}

/// A file to take in, and what its rows are.
pub struct Sheet<'a> {
    /// What its rows are.
    pub kind: BulkKind,
    /// The file.
    pub rows: &'a dyn Rows,
}
