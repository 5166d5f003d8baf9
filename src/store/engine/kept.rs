//! Answers that a server gave before they were asked for, kept until something is written that could change them.

use std::cell::RefCell;
use std::collections::HashMap;

use tokio_postgres::Row;

use super::param::{Ahead, Value};

type Question = (String, Vec<Value<'static>>);

/// The answers.
#[derive(Default)]
pub struct Kept(RefCell<HashMap<Question, (Vec<Row>, &'static str)>>);

impl Kept {
    pub fn keep(&self, question: Ahead, rows: Vec<Row>) {
        self.0.borrow_mut().insert((question.sql, question.values), (rows, question.table));
    }

    /// The answer to a question, which may be asked again.
    pub fn answer<T>(&self, sql: &str, values: &[Value<'static>], with: impl FnOnce(&[Row]) -> T) -> Option<T> {
        let kept = self.0.borrow();
        if kept.is_empty() {
            return None;
        }
        kept.get(&(sql.to_owned(), values.to_vec())).map(|(rows, _)| with(rows))
    }

    /// Forgets what a new row could change: answers about rows of its table that hold any of its values.
    pub fn note_insert(&self, table: &str, values: &[Value<'static>]) {
        self.0.borrow_mut().retain(|(_, asked), (_, of)| {
            *of != table || !asked.iter().any(|one| values.iter().any(|other| are_alike(one, other)))
        });
    }

    /// Forgets everything.
    pub fn forget(&self) {
        self.0.take();
    }
}

/// Whether a query for the one could find a row with the other.
fn are_alike(one: &Value<'_>, other: &Value<'_>) -> bool {
    match (one, other) {
        (Value::Text(one), Value::Text(other)) => one == other || one.to_lowercase() == other.to_lowercase(),
        _ => one == other,
    }
}
