//! A row beside what is there already.

use std::collections::HashSet;

use serde_json::Value;

use super::cells::{SECRET, members, pairs};
use super::column::{CellForm, SheetColumn};
use super::row::{Row, Values};
use crate::domain::{Error, Given, Result, cell};

impl Row {
    /// Whether everything it says is so already. `present` holds what rows of such a thing are written with; the
    /// columns that found it are not compared, nor is a password, which is for new users alone.
    pub fn is_so_already(&self, aside: &[&str], present: &[Value]) -> bool {
        self.beside(aside, present).all(|(column, present)| match (self.raw(column.name), present) {
            (Given::Unsaid, _) => true,
            _ if column.name == SECRET => true,
            (_, None) => false,
            (Given::Cleared, Some(present)) => is_empty(present),
            (Given::Set(said), Some(present)) => self.is_same(column, &said, present),
        })
    }

    /// Refuses to empty what always has a value.
    pub fn check_emptied(&self, aside: &[&str], present: &[Value]) -> Result<()> {
        let emptied = self.beside(aside, present).filter(|(column, present)| {
            let is_there = present.is_some_and(|present| !is_empty(present));
            !column.can_be_empty && is_there && matches!(self.raw(column.name), Given::Cleared)
        });
        let names: Vec<&'static str> = emptied.map(|(column, _)| column.name).collect();
        let Some(first) = names.first() else { return Ok(()) };
        Err(Error::invalid(format!("`{}` cannot be emptied", names.join("`, `")))
            .about(first)
            .expects("a value")
            .hint("write a value, or leave the column out"))
    }

    /// The single values that it has emptied, by what was there before and is after, with their columns.
    pub fn emptied(&self, aside: &[&str], before: &[Value], after: &[Value]) -> Vec<(&'static str, String)> {
        let both = self.beside(aside, before).zip(self.beside(aside, after));
        let emptied = both.filter_map(|((column, before), (_, after))| {
            let before = before.filter(|before| !is_empty(before) && after != Some(before))?;
            let is_emptied = column.form != CellForm::List && matches!(self.raw(column.name), Given::Cleared);
            is_emptied.then(|| (column.name, cell::csv(before)))
        });
        emptied.collect()
    }

    /// Every column but those that found it, with what is there.
    fn beside<'r>(
        &'r self,
        aside: &'r [&str],
        present: &'r [Value],
    ) -> impl Iterator<Item = (&'r SheetColumn, Option<&'r Value>)> {
        let mut written = present.iter();
        let columns = self.layout.columns.iter().map(move |column| {
            let present = if column.is_written { written.next() } else { None };
            (column, present)
        });
        columns.filter(|(column, _)| !column.is_naming && !aside.contains(&column.name))
    }

    fn is_same(&self, column: &SheetColumn, said: &Value, present: &Value) -> bool {
        match (column.form, said) {
            (CellForm::List, _) if present.is_object() => pairs(said).ok() == pairs(present).ok(),
            (CellForm::List, _) => match (members(said), members(present)) {
                (Ok(said), Ok(present)) => said.iter().collect::<HashSet<_>>() == present.iter().collect(),
                _ => false,
            },
            (CellForm::Json, Value::String(text)) if matches!(self.values, Values::Record(_)) => {
                serde_json::from_str::<Value>(text).is_ok_and(|said| said == *present)
            }
            (CellForm::Json, _) => said == present,
            (CellForm::Text, Value::String(text)) => text.trim() == cell::csv(present),
            (CellForm::Text, _) => said == present,
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
