//! The statements that a thread runs and the steps that they take, for tests that look at plans and growth. Released programs are built without it.

#[cfg(feature = "postgres")]
use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static STEPS: RefCell<Option<BTreeMap<String, u64>>> = const { RefCell::new(None) };
    #[cfg(feature = "postgres")]
    static TRIPS: Cell<u64> = const { Cell::new(0) };
    static STATEMENTS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
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

/// Notes a statement, if anybody listens.
pub(super) fn note(sql: &str) {
    STATEMENTS.with_borrow_mut(|statements| {
        if let Some(statements) = statements {
            statements.push(sql.to_owned());
        }
    });
}

/// The statements that were run while the work was done.
pub fn recorded<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    STATEMENTS.set(Some(Vec::new()));
    let done = work();
    (done, STATEMENTS.take().unwrap_or_default())
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
