//! What waits to be sent to a server: rows for one table become one statement, as far as their order may be another.

use std::collections::HashMap;

use super::asked::Asked;
use crate::store::pinned;

/// So many rows, and so many statements, wait for others at most.
const MOST_ROWS: usize = 4000;
const MOST_STATEMENTS: usize = 500;

/// Statements that wait, in their order.
#[derive(Default)]
pub struct Queue {
    waiting: Vec<Asked>,
    row_count: usize,
    /// The tables that each table refers to.
    references: HashMap<String, Vec<String>>,
}

impl Queue {
    /// Adds a statement, to the end or to others of its kind.
    pub fn add(&mut self, asked: Asked) {
        self.row_count += 1;
        let place = self.place_for(&asked);
        match place.and_then(|place| self.waiting.get_mut(place)) {
            Some(like) => like.add_rows_of(asked),
            None => self.waiting.push(asked),
        }
    }

    /// Where rows of a table wait that this one can go with: behind whatever it may refer to.
    fn place_for(&mut self, asked: &Asked) -> Option<usize> {
        let table = asked.statement.adds_to.as_deref()?;
        for (place, waiting) in self.waiting.iter().enumerate().rev() {
            let before = waiting.statement.adds_to.as_deref()?;
            if before == table {
                return waiting.is_like(asked).then_some(place);
            }
            if !self.references.contains_key(table) {
                self.references.insert(table.to_owned(), pinned::references_of(table));
            }
            if self.references.get(table)?.iter().any(|of| of == before) {
                return None;
            }
        }
        None
    }

    pub const fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether it is time to send.
    pub const fn is_full(&self) -> bool {
        self.row_count >= MOST_ROWS || self.waiting.len() >= MOST_STATEMENTS
    }

    /// Takes everything out.
    pub fn take(&mut self) -> Vec<Asked> {
        self.row_count = 0;
        std::mem::take(&mut self.waiting)
    }

    /// Forgets what waits; tells whether it was all that there was since the statement `begin`, parts aside that have their `end`.
    pub fn forget_back_to(&mut self, begin: &str, end: &str) -> bool {
        let mut ended = 0;
        let at = self.waiting.iter().rposition(|waiting| {
            let sql = waiting.statement.sql.as_str();
            let is_begin = sql == begin && ended == 0;
            ended += usize::from(sql == end);
            ended -= usize::from(sql == begin && !is_begin);
            is_begin
        });
        self.waiting.truncate(at.unwrap_or_default());
        if at.is_none() {
            // Parts that were begun before still end, or what is taken back next would be theirs.
            self.waiting.extend((0..ended).map(|_| Asked::plain(end)));
        }
        at.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialect::Statement;
    use super::*;

    /// The numbers of rows of the statements that remain.
    fn queued(statements: &[(&str, i64)]) -> Vec<usize> {
        let mut queue = Queue::default();
        for (sql, value) in statements {
            queue.add(Asked::new(Statement::of(sql), vec![(*value).into()]));
        }
        queue.take().iter().map(Asked::row_count).collect()
    }

    const DOMAIN: &str = "INSERT INTO asset_group_domains (domain_id) VALUES (?1)";
    const GROUP: &str = "INSERT INTO asset_groups (id) VALUES (?1)";
    const ENTRY: &str = "INSERT INTO log_entries (id) VALUES (?1)";

    #[test]
    fn rows_of_a_table_go_together() {
        assert_eq!(queued(&[(DOMAIN, 1), (ENTRY, 1), (DOMAIN, 2), (ENTRY, 2)]), [2, 2]);
    }

    #[test]
    fn no_row_goes_before_what_it_may_refer_to_or_what_does_more_than_add_rows() {
        for between in [(GROUP, 7), ("UPDATE units SET id = ?1", 7), ("SAVEPOINT part", 0)] {
            assert_eq!(queued(&[(DOMAIN, 1), between, (DOMAIN, 2)]).len(), 3, "{between:?}");
        }
    }

    #[test]
    fn a_part_is_forgotten_back_to_its_own_beginning() {
        let queue = |statements: &[&'static str]| {
            let mut queue = Queue::default();
            statements.iter().for_each(|sql| queue.add(Asked::plain(*sql)));
            queue
        };
        for (statements, is_whole, left) in [
            (vec!["x", "BEGIN", "y"], true, 1),
            (vec!["BEGIN", "y", "BEGIN", "z", "END", "a"], true, 0),
            (vec!["y", "BEGIN", "z", "END"], false, 0),
            (vec!["y", "END", "BEGIN", "z", "END"], false, 1),
        ] {
            let mut queue = queue(&statements);
            assert_eq!((queue.forget_back_to("BEGIN", "END"), queue.take().len()), (is_whole, left), "{statements:?}");
        }
    }
}
