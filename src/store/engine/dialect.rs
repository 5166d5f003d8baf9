//! How a server is told what the embedded engine is told.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::many::insert_of_many;
use crate::domain::{Error, Result};

/// A statement as a server reads it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Statement {
    pub sql: String,
    /// How many parameters it takes: the highest number that it names.
    pub parameter_count: usize,
    /// The table that it adds a row to, if it does nothing else; many such rows may be added at once.
    pub adds_to: Option<String>,
}

impl Statement {
    /// `?1` becomes `$1`, outside of quotes.
    pub fn of(sql: &str) -> Self {
        let mut text = String::with_capacity(sql.len() + 8);
        let (mut parameter_count, mut in_quotes) = (0, false);
        let mut rest = sql.chars().peekable();
        while let Some(next) = rest.next() {
            if next != '?' || in_quotes {
                in_quotes ^= next == '\'';
                text.push(next);
                continue;
            }
            let mut number = 0;
            text.push('$');
            while let Some(digit) = rest.peek().and_then(|digit| digit.to_digit(10)) {
                number = number * 10 + digit as usize;
                rest.next();
            }
            text.push_str(&number.to_string());
            parameter_count = parameter_count.max(number);
        }
        let adds_to = is_insert_of_one(&text).then(|| table_of(&text).to_owned());
        Self { sql: text, parameter_count, adds_to }
    }

    /// An insert of one row, which gets its id by a parameter of that number; none for any other statement.
    pub fn with_id(insert: &str, parameter: usize) -> Option<Self> {
        let (into, rest) = insert.split_once('(')?;
        let (columns, rest) = rest.split_once(") VALUES (").or_else(|| {
            let (columns, rest) = rest.split_once(')')?;
            Some((columns, rest.trim_start().strip_prefix("VALUES (")?))
        })?;
        Some(Self::of(&format!("{into}(id, {columns}) VALUES (?{parameter}, {rest}")))
    }
}

/// So many statements are remembered.
const MOST_KNOWN: usize = 500;

type Known = RefCell<HashMap<String, Rc<Statement>>>;

/// Statements that were run before: by their texts, and those that take an id by themselves.
#[derive(Default)]
pub struct Statements {
    plain: Known,
    with_ids: Known,
}

impl Statements {
    pub fn get(&self, sql: &str) -> Result<Rc<Statement>> {
        known(&self.plain, sql, || Ok(Statement::of(sql)))
    }

    /// An insert of one row, which gets its id by a parameter of that number.
    pub fn with_id(&self, insert: &str, parameter: usize) -> Result<Rc<Statement>> {
        let other = || Error::internal(format!("no row can be added so: {insert}"));
        known(&self.with_ids, insert, || Statement::with_id(insert, parameter).ok_or_else(other))
    }
}

fn known(statements: &Known, sql: &str, read: impl FnOnce() -> Result<Statement>) -> Result<Rc<Statement>> {
    if let Some(statement) = statements.borrow().get(sql) {
        return Ok(Rc::clone(statement));
    }
    let statement = Rc::new(read()?);
    let mut statements = statements.borrow_mut();
    if statements.len() >= MOST_KNOWN {
        statements.clear();
    }
    statements.insert(sql.to_owned(), Rc::clone(&statement));
    Ok(statement)
}

/// The table that a statement inserts into.
pub fn table_of(insert: &str) -> &str {
    insert.split_whitespace().nth(2).unwrap_or_default()
}

/// Whether a statement adds a row of given values, and does nothing else.
fn is_insert_of_one(sql: &str) -> bool {
    sql.starts_with("INSERT INTO ") && !sql.contains("DO UPDATE") && insert_of_many(sql, &[]).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_insert_of_one_row_takes_its_id() {
        let one = Statement::with_id("INSERT INTO t (a, b)\n  VALUES (?1, ?2) ON CONFLICT DO NOTHING", 3).unwrap();
        assert_eq!(one.sql, "INSERT INTO t (id, a, b) VALUES ($3, $1, $2) ON CONFLICT DO NOTHING");
        assert_eq!((one.parameter_count, table_of("INSERT INTO t (a)")), (3, "t"));
        assert_eq!(one.adds_to.as_deref(), Some("t"));
        for other in ["INSERT INTO t (a) SELECT 1", "DELETE FROM t"] {
            assert!(Statement::with_id(other, 1).is_none() && Statement::of(other).adds_to.is_none());
        }
    }

    #[test]
    fn parameters_are_numbered_as_a_server_wants_them() {
        let one = Statement::of("SELECT '?1', x FROM t WHERE a = ?2 AND b = ?11 OR c = 'it''s ?3' AND d = ?1");
        assert_eq!(one.sql, "SELECT '?1', x FROM t WHERE a = $2 AND b = $11 OR c = 'it''s ?3' AND d = $1");
        assert_eq!(one.parameter_count, 11);
    }
}
