//! The queries that a thread asks and the steps that they take, for tests that look at plans and growth. Released programs are built without it.

#[cfg(feature = "postgres")]
use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeMap;

use super::param::{Params, Value, owned};

thread_local! {
    static STEPS: RefCell<Option<BTreeMap<String, u64>>> = const { RefCell::new(None) };
    #[cfg(feature = "postgres")]
    static TRIPS: Cell<u64> = const { Cell::new(0) };
    static QUESTIONS: RefCell<Option<Vec<Question>>> = const { RefCell::new(None) };
}

/// A query with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub sql: String,
    pub values: Vec<Value<'static>>,
}

/// Notes that a server was asked, if anybody counts.
#[cfg(feature = "postgres")]
pub(super) fn ask() {
    TRIPS.set(TRIPS.get() + 1);
}

/// How often a server was asked while the work was done, connecting aside.
#[cfg(feature = "postgres")]
pub fn trips<T>(work: impl FnOnce() -> T) -> (T, u64) {
    TRIPS.set(0);
    (work(), TRIPS.get())
}

/// Notes a query, if anybody listens.
pub(super) fn note(sql: &str, params: &impl Params) {
    QUESTIONS.with_borrow_mut(|questions| {
        let Some(questions) = questions else { return };
        // A value that cannot be told is told by whoever binds it.
        let values = owned(params).unwrap_or_default();
        questions.push(Question { sql: sql.to_owned(), values });
    });
}

/// The queries that were asked of a file while the work was done.
pub fn recorded<T>(work: impl FnOnce() -> T) -> (T, Vec<Question>) {
    QUESTIONS.set(Some(Vec::new()));
    let done = work();
    (done, QUESTIONS.take().unwrap_or_default())
}

/// Adds what a statement took, if anybody counts.
pub(super) fn spend(sql: &str, steps: u64) {
    STEPS.with_borrow_mut(|counts| {
        if let Some(counts) = counts {
            *counts.entry(sql.to_owned()).or_default() += steps;
        }
    });
}

/// The steps that the engine took for each statement while the work was done.
pub fn counted<T>(work: impl FnOnce() -> T) -> (T, BTreeMap<String, u64>) {
    STEPS.set(Some(BTreeMap::new()));
    let done = work();
    (done, STEPS.take().unwrap_or_default())
}
