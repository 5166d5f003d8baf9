//! The statements that a thread runs, for tests that look at their plans. Released programs are built without it.

use std::cell::RefCell;

thread_local! {
    static STATEMENTS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
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
