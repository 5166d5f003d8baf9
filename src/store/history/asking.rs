//! Queries as they are asked of the past: in the place of each table stands what it was.
//!
//! Where a table was partly something else, two queries stand for it, and whoever plans the whole keeps them apart only as long as
//! nothing is counted, grouped or put in an order that is not given out, and as long as they may not be absent from a join. So rows are
//! found by a query of their own where that is so, and what may be absent is looked for in both.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::query::{Column, Query, Source};
use crate::domain::Result;

/// The rows that were kept of tables of which they are few, by the names under which they are read.
pub type Few = BTreeMap<String, String>;

/// What stands in the place of a table.
pub enum Was {
    /// The table itself.
    Same,
    /// A query for its rows.
    Rows(String),
    /// A query that puts several together.
    Together(String),
    /// Of each row, one of two queries gives it: it is as it was, or it was kept. By the id of a row, at most one finds it.
    Either { now: String, then: String, by_id: bool },
}

/// A query with the past in the place of its tables: `was` tells what each was.
pub fn replaced(sql: &str, was: &mut dyn FnMut(&str) -> Result<Was>) -> Result<String> {
    let query = Query::of(sql);
    let mut tables = Vec::with_capacity(query.selects.len());
    for select in &query.selects {
        tables.push(select.sources.iter().map(|source| was(source.name)).collect::<Result<Vec<_>>>()?);
    }
    Ok(Asking { sql, query: &query, tables: &tables }.text())
}

/// The same with rows in front of it that it reads by names.
pub fn with(few: &Few, sql: String) -> String {
    if few.is_empty() {
        return sql;
    }
    let rows: Vec<String> = few.iter().map(|(name, rows)| format!("{name} AS MATERIALIZED ({rows})")).collect();
    let rows = rows.join(", ");
    match (sql.strip_prefix("WITH RECURSIVE "), sql.strip_prefix("WITH ")) {
        (Some(rest), _) => format!("WITH RECURSIVE {rows}, {rest}"),
        (None, Some(rest)) => format!("WITH {rows}, {rest}"),
        (None, None) => format!("WITH {rows} {sql}"),
    }
}

struct Asking<'q> {
    sql: &'q str,
    query: &'q Query<'q>,
    /// What each source of each `SELECT` was.
    tables: &'q [Vec<Was>],
}

/// What of a `SELECT` is found by a query of its own.
enum Apart {
    /// Its rows, before they are grouped.
    Rows,
    /// Its rows in their order, as many as it takes: the order is given out as well.
    First,
}

/// What stands in the place of a part of the text.
type Changes = BTreeMap<(usize, usize), String>;

impl Asking<'_> {
    fn text(&self) -> String {
        let (mut changes, mut given) = self.columns();
        // Those within others come first.
        for (number, select) in self.query.selects.iter().enumerate().rev() {
            for (source, was) in select.sources.iter().zip(self.tables.get(number).into_iter().flatten()) {
                self.put(number, source, was, &mut changes);
            }
            let Some(apart) = self.apart(number) else { continue };
            let given = given.remove(&number).unwrap_or_default();
            let given =
                if given.is_empty() { "1".to_owned() } else { given.into_iter().collect::<Vec<_>>().join(", ") };
            let start = select.rows.start;
            let (end, limit) = match apart {
                Apart::Rows => (select.rows.end, " LIMIT 9223372036854775807"),
                Apart::First => (select.end, ""),
            };
            changes.insert((start, start), format!(" (SELECT {given} FROM"));
            changes.insert((end, end), format!("{limit}) AS {} ", found(number)));
        }
        written(self.sql, 0..self.sql.len(), &changes)
    }

    /// What columns become, and what each `SELECT` that finds its rows apart gives out of them.
    fn columns(&self) -> (Changes, BTreeMap<usize, BTreeSet<String>>) {
        let (mut changes, mut given) = (Changes::new(), BTreeMap::<usize, BTreeSet<String>>::new());
        for column in &self.query.columns {
            let Some((number, source)) = self.query.source_of(column) else { continue };
            let value = self.value(column, number, source);
            let Some(select) = self.query.selects.get(number) else { continue };
            let mut becomes = value.clone();
            if !select.rows.contains(&column.place.start)
                && let Some(apart) = self.apart(number)
            {
                let name = format!("{}_{}", column.alias, column.name);
                given.entry(number).or_default().insert(format!("{value} AS {name}"));
                if matches!(apart, Apart::Rows) || column.place.start < select.rows.start {
                    becomes = format!("{}.{name}", found(number));
                }
            }
            let place = (column.place.start, column.place.end);
            if self.sql.get(column.place.clone()) != Some(becomes.as_str()) {
                let name = if column.is_bare { format!(" AS {}", column.name) } else { String::new() };
                changes.insert(place, becomes + &name);
            }
        }
        (changes, given)
    }

    fn value(&self, column: &Column<'_>, number: usize, source: &Source<'_>) -> String {
        let (alias, name) = (column.alias, column.name);
        if self.is_in_both(number, source) {
            format!("COALESCE({alias}_now.{name}, {alias}_then.{name})")
        } else {
            format!("{alias}.{name}")
        }
    }

    /// Whether a source may be absent, and is looked for in both of its queries: by its id, which one of them has at most.
    fn is_in_both(&self, number: usize, source: &Source<'_>) -> bool {
        let is_id = |column: &Column<'_>| column.alias == source.alias && column.name == "id";
        let is_asked = |on: &Range<usize>| {
            self.query.columns.iter().any(|column| on.contains(&column.place.start) && is_id(column))
        };
        let place =
            self.query.selects.get(number).and_then(|select| select.sources.iter().position(|one| one == source));
        let was = place.and_then(|place| self.tables.get(number)?.get(place));
        source.left.as_ref().is_some_and(|(_, on)| is_asked(on)) && matches!(was, Some(Was::Either { by_id: true, .. }))
    }

    /// What of a `SELECT` is found by a query of its own.
    fn apart(&self, number: usize) -> Option<Apart> {
        let are_several = |was: &Was| matches!(was, Was::Together(_) | Was::Either { .. });
        self.tables.get(number).filter(|tables| tables.iter().any(are_several))?;
        let select = self.query.selects.get(number).filter(|select| !select.is_unclear)?;
        let takes_first = select.is_ordered && select.is_limited && select.within.is_some();
        let first = takes_first.then_some(Apart::First);
        if select.is_grouped { Some(Apart::Rows) } else { first }
    }

    /// Puts what a table was in its place.
    fn put(&self, number: usize, source: &Source<'_>, was: &Was, changes: &mut Changes) {
        let rows = match (was, &source.left) {
            (Was::Same, _) => return,
            (Was::Either { now, then, .. }, Some((start, on))) if self.is_in_both(number, source) => {
                let both = [("now", now), ("then", then)].map(|(when, rows)| {
                    let alias = format!("{}_{when}", source.alias);
                    format!("LEFT JOIN ({rows}) AS {alias} ON{}", self.asked_of(source, &alias, on, changes))
                });
                changes.retain(|(at, _), _| !on.contains(at));
                changes.insert((*start, on.end), both.concat());
                return;
            }
            (Was::Rows(rows) | Was::Together(rows), _) => rows.clone(),
            (Was::Either { now, then, .. }, _) => format!("{now} UNION ALL {then}"),
        };
        changes.insert((source.place.start, source.place.end), format!("({rows}) AS {}", source.alias));
    }

    /// What a join asks of one of two queries.
    fn asked_of(&self, source: &Source<'_>, alias: &str, on: &Range<usize>, changes: &Changes) -> String {
        let within = changes.range((on.start, 0)..(on.end, 0));
        let mut changes: Changes = within.map(|(place, change)| (*place, change.clone())).collect();
        for column in self.query.columns.iter().filter(|column| on.contains(&column.place.start)) {
            if column.alias == source.alias {
                changes.insert((column.place.start, column.place.end), format!("{alias}.{}", column.name));
            }
        }
        written(self.sql, on.clone(), &changes)
    }
}

/// What rows are called that are found by a query of their own.
fn found(number: usize) -> String {
    format!("found_{number}")
}

/// A part of a text, changed.
fn written(sql: &str, part: Range<usize>, changes: &Changes) -> String {
    let (mut text, mut done) = (String::with_capacity(part.len() * 4), part.start);
    let is_whole = part.end == sql.len();
    for ((start, end), change) in
        changes.range((part.start, 0)..).take_while(|((start, _), _)| is_whole || *start < part.end)
    {
        text.push_str(sql.get(done..*start).unwrap_or_default());
        text.push_str(change);
        done = *end;
    }
    text.push_str(sql.get(done..part.end).unwrap_or_default());
    text
}
