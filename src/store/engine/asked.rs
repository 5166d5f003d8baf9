//! A statement with its values, as it goes to a server.

use std::borrow::Cow;
use std::rc::Rc;

use tokio_postgres::types::{ToSql, Type};

use super::dialect::Statement;
use super::many::insert_of_many;
use super::param::{Kind, Value};

/// A statement with its values; an insert may have many rows of them.
pub struct Asked {
    pub statement: Rc<Statement>,
    rows: Vec<Vec<Value<'static>>>,
}

/// What is given for a parameter, and how the server calls it.
type Argument<'a> = (Box<dyn ToSql + Sync + 'a>, Type);

impl Asked {
    pub fn new(statement: impl Into<Rc<Statement>>, values: Vec<Value<'static>>) -> Self {
        Self { statement: statement.into(), rows: vec![values] }
    }

    /// Without values.
    pub fn plain(sql: impl Into<String>) -> Self {
        Self::new(Statement { sql: sql.into(), ..Statement::default() }, Vec::new())
    }

    /// Once for many rows of values, all of which the statement takes as arrays.
    pub fn with_rows(statement: Statement, rows: Vec<Vec<Value<'static>>>) -> Self {
        Self { statement: statement.into(), rows }
    }

    /// Whether it is the same statement, with values of the same kinds.
    pub fn is_like(&self, other: &Self) -> bool {
        self.statement == other.statement && self.kinds().eq(other.kinds())
    }

    /// Adds the rows of one that is like it.
    pub fn add_rows_of(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }

    #[cfg(test)]
    pub const fn row_count(&self) -> usize {
        self.rows.len()
    }

    fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.rows.iter().take(1).flatten().take(self.statement.parameter_count).map(Value::kind)
    }

    /// The statement as it is sent.
    pub fn text(&self) -> Cow<'_, str> {
        let sql = &self.statement.sql;
        let is_many = self.rows.len() > 1 && self.statement.adds_to.is_some();
        let many = if is_many { insert_of_many(sql, &self.kinds().collect::<Vec<_>>()) } else { None };
        many.map_or(Cow::Borrowed(sql.as_str()), Cow::Owned)
    }

    /// The values that the statement names, each with its type, so that they go in one trip; of many rows, each column as an array.
    pub fn arguments(&self) -> Vec<Argument<'_>> {
        let column = |at: usize| self.rows.iter().filter_map(move |row| row.get(at));
        let argument = |(at, kind): (usize, Kind)| -> Argument<'_> {
            match column(at).next().filter(|_| self.rows.len() == 1) {
                Some(value) => (Box::new(value), type_of(kind)),
                None => (Box::new(column(at).collect::<Vec<_>>()), array_of(kind)),
            }
        };
        self.kinds().enumerate().map(argument).collect()
    }
}

/// How a server calls what a column holds.
pub const fn type_of(kind: Kind) -> Type {
    match kind {
        Kind::Integer => Type::INT8,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
    }
}

/// How it calls many of them.
const fn array_of(kind: Kind) -> Type {
    match kind {
        Kind::Integer => Type::INT8_ARRAY,
        Kind::Text => Type::TEXT_ARRAY,
        Kind::Bytes => Type::BYTEA_ARRAY,
    }
}
