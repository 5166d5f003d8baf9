//! Mistakes in rows, each in the column that it is about.

use std::collections::HashMap;

use super::form::{Form, Taken};
use super::intake::Intake;
use super::settled::Settled;
use crate::domain::sheet::cells::SECRET;
use crate::domain::sheet::{Flaw, Row};
use crate::domain::text::{key, printable};
use crate::domain::{Error, Kind, ObjectKind, Result};

/// What taking a row in came to, its error placed in the column that it is about.
pub fn placed(intake: &Intake<'_, '_>, row: &Row, form: &Form, settled: Result<Settled>) -> Taken {
    settled.map_err(|error| {
        let unknown = if error.kind == Kind::NotFound { unknown(intake, row, form) } else { Vec::new() };
        if unknown.is_empty() { vec![in_columns(form, flaw(row, form, error))] } else { unknown }
    })
}

/// Adds every reference of a row to something that is not there, unless it is among the mistakes already.
pub fn add_unknown(intake: &Intake<'_, '_>, row: &Row, form: &Form, flaws: &mut Vec<Flaw>) {
    for unknown in unknown(intake, row, form) {
        if flaws.iter().all(|known| known.column != unknown.column || known.value != unknown.value) {
            flaws.push(unknown);
        }
    }
}

/// Every reference of a row to something that is not there.
fn unknown(intake: &Intake<'_, '_>, row: &Row, form: &Form) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for reference in form.references.iter().filter(|reference| !intake.aside.contains(&reference.column)) {
        for named in row.named(reference.column) {
            let Some(name) = (reference.name)(&named) else { continue };
            let virtual_one = reference.kind == ObjectKind::AssetGroup && crate::domain::text::means_all(name);
            if virtual_one || intake.op.find_named(reference.kind, name).is_ok_and(|found| found.is_some()) {
                continue;
            }
            if let Err(error) = intake.op.find(reference.kind, name) {
                let error = error.about(reference.column);
                flaws.push(Flaw { column: Some(reference.column.to_owned()), value: Some(named.clone()), error });
            }
        }
    }
    flaws
}

/// An error in the column that it is about; where it does not say, in that whose value it quotes: first among those
/// that name others, then the one that names the row, then the rest.
fn flaw(row: &Row, form: &Form, error: Error) -> Flaw {
    if error.rule.is_some_and(|rule| rule.starts_with("PASS-")) && row.says(SECRET) {
        return Flaw { column: Some(SECRET.to_owned()), value: None, error };
    }
    if let Some(column) = error.about {
        return Flaw { column: Some(column.to_owned()), value: row.shown(column), error };
    }
    let quotes = |text: &str| error.message.contains(&format!("`{text}`"));
    let names_others = form.references.iter().map(|reference| reference.column);
    let columns: Vec<&'static str> = row.columns().collect();
    let (first, rest) = columns.split_at(columns.len().min(1));
    for column in names_others.chain(first.iter().copied()).chain(rest.iter().rev().copied()) {
        let Some(shown) = row.shown(column) else { continue };
        if quotes(&shown) || crate::domain::cell::split(&shown).iter().any(|item| quotes(item)) {
            return Flaw { column: Some(column.to_owned()), value: Some(shown), error };
        }
    }
    error.into()
}

/// Flags that are called otherwise where they are columns.
const COLUMNS_OF_FLAGS: &[(&str, &str)] = &[
    ("bu", "unit"),
    ("target", "targets"),
    ("member", "members"),
    ("permission", "permissions"),
    ("tag", "tag_scope"),
];

/// The same flaw with hints that speak of columns where they speak of flags: a row has none.
fn in_columns(form: &Form, mut flaw: Flaw) -> Flaw {
    for hint in &mut flaw.error.hints {
        let column_of = |word: &str| {
            let flag = word.strip_prefix("--")?.split([' ', '=']).next()?;
            let alias = COLUMNS_OF_FLAGS.iter().find(|(name, _)| *name == flag).map(|(_, column)| *column);
            let column = alias.map_or_else(|| flag.replace('-', "_"), str::to_owned);
            form.columns.iter().find(|known| known.name == column).map(|known| known.name)
        };
        let words: Vec<&str> = hint.split('`').map(|word| column_of(word).unwrap_or(word)).collect();
        *hint = words.join("`");
    }
    flaw
}

/// Rows that cannot be taken in, and others of the same file that name them.
pub struct Following {
    /// The column by which rows name others of their kind.
    column: Option<&'static str>,
    /// The place of each such row and what it names, by the name that it would have.
    names: HashMap<String, (u64, Vec<String>)>,
}

impl Following {
    /// Of a kind's rows, none of which has failed yet.
    pub fn of(form: &Form) -> Self {
        let column = form.references.iter().find(|one| one.kind == form.object).map(|one| one.column);
        Self { column, names: HashMap::new() }
    }

    /// Notes a row that cannot be taken in.
    pub fn note(&mut self, row: &Row) {
        if let (Some(column), Some(name)) = (self.column, row.name()) {
            self.names.insert(key(&name), (row.place.number(), row.named(column)));
        }
    }

    /// Tells of what is missing because its own row is wrong, and of rows that name each other in a circle.
    pub fn explain(&self, row: &Row, flaws: &mut [Flaw]) {
        let missing = |flaw: &&mut Flaw| flaw.error.kind == Kind::NotFound && flaw.column.as_deref() == self.column;
        for flaw in flaws.iter_mut().filter(missing) {
            let (Some(value), Some(own)) = (&flaw.value, row.name()) else { continue };
            let Some((number, _)) = self.names.get(&key(value)) else { continue };
            flaw.error = match self.circle(&own, value) {
                Some(circle) => Error::conflict("TAG-1", format!("the rows name each other in a circle: {circle}"))
                    .expects("a parent that does not lie below it")
                    .hint("leave one of the parents out"),
                None => Error::not_found(format!(
                    "`{}` is not there: its own row, {number}, has a mistake",
                    printable(value)
                ))
                .expects("a row without mistakes")
                .hint("mend that row"),
            };
        }
    }

    /// The way from a name back to itself, if what each row names leads there.
    fn circle(&self, own: &str, first: &str) -> Option<String> {
        let (mut way, mut next) = (vec![own.to_owned()], first.to_owned());
        while way.len() <= self.names.len() {
            way.push(next.clone());
            if key(&next) == key(own) {
                return Some(way.join(" < "));
            }
            next = self.names.get(&key(&next))?.1.first()?.clone();
        }
        None
    }
}
