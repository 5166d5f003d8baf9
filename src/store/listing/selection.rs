//! Which rows of a list are wanted, in which order, and how many: resolved, so that the database can do it.

use std::cell::RefCell;

use super::column::Column;
use crate::domain::query::Operator;
use crate::domain::{AddressRange, Id, Time};

/// Rows that are wanted; by default all, in the list's own order.
#[derive(Debug, Default)]
pub struct Selection {
    /// All of them must hold.
    pub tests: Vec<Test>,
    /// What stands in any of the describing keys, in comparable form.
    pub text: Option<String>,
    /// By which keys, and whether falling.
    pub sort: Vec<(&'static Column, bool)>,
    pub limit: Option<usize>,
    pub offset: usize,
    /// How many rows an order leaves out because nothing stands there, by key; of a page, only whether there are any.
    pub left_out: RefCell<Vec<(&'static str, Option<i64>)>>,
}

/// A condition whose names and times are known.
#[derive(Debug, Clone)]
pub struct Test {
    pub column: &'static Column,
    /// What follows the key, where it has parts of any name.
    pub part: Option<String>,
    pub operator: Operator,
    /// Any of these.
    pub wanted: Vec<Wanted>,
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing.
    Absent,
    Number(i64),
    Flag(bool),
    /// From a first to a last second.
    Span(Time, Time),
    Addresses(AddressRange),
    /// In comparable form.
    Text(String),
    /// A word of the vocabulary, and its place.
    Listed(&'static str, usize),
    /// An object; none where only the text that is kept of it can fit.
    Object(Option<Id>, String),
    /// Everything (AG-4).
    All,
}

impl Selection {
    /// Whether every row is wanted, in the list's own order.
    pub const fn is_everything(&self) -> bool {
        self.tests.is_empty() && self.text.is_none() && self.sort.is_empty() && self.limit.is_none() && self.offset == 0
    }
}
