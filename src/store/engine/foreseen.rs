//! Questions that are known before they are asked.

use std::collections::{BTreeMap, HashSet};

use super::asked::Asked;
use super::dialect::Statement;
use super::many::query_for_many;
use super::param::{Until, Value};

/// A question that will be asked.
#[derive(Clone, PartialEq, Eq)]
pub struct Foreseen {
    pub sql: String,
    pub values: Vec<Value<'static>>,
    pub until: Until,
}

impl Foreseen {
    /// The table that it asks for rows of, if it is not forgotten with whatever is written.
    pub fn table(&self) -> Option<&str> {
        let rest = (self.until == Until::SuchARow).then(|| self.sql.split_once(" FROM "))??.1;
        rest.split_whitespace().next()
    }
}

/// Those that differ in their values alone, each once.
pub fn alike(questions: impl Iterator<Item = Foreseen>) -> Vec<Vec<Foreseen>> {
    let (mut alike, mut known) = (BTreeMap::<String, Vec<Foreseen>>::new(), HashSet::new());
    for question in questions.filter(|question| known.insert((question.sql.clone(), question.values.clone()))) {
        alike.entry(question.sql.clone()).or_default().push(question);
    }
    alike.into_values().collect()
}

/// Questions that differ in their values alone, as one statement.
pub fn asked_for_all(questions: &[Foreseen]) -> Asked {
    let rows: Vec<_> = questions.iter().map(|question| question.values.clone()).collect();
    let (sql, kinds) = match questions.first() {
        Some(one) => (one.sql.as_str(), one.values.iter().map(Value::kind).collect::<Vec<_>>()),
        None => ("", Vec::new()),
    };
    let one = Statement::of(sql);
    let statement = if rows.len() > 1 { Statement { sql: query_for_many(&one.sql, &kinds), ..one } } else { one };
    Asked::with_rows(statement, rows)
}
