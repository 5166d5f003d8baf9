//! Taking the cells of a row, and collecting every mistake in them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use serde_json::Value;

use super::column::CellForm;
use super::mistake::Flaw;
use super::row::{Row, Values};
use crate::domain::cell::split;
use crate::domain::given::{Given, Members};
use crate::domain::text::printable;
use crate::domain::{Error, Name, Result};

/// The column that holds secrets.
pub const SECRET: &str = "password";

/// Gives the name of what a column names otherwise, such as by an id.
pub type Naming<'r> = Box<dyn Fn(&str, &str) -> Option<String> + 'r>;

/// Takes the cells of one row one by one, and collects every mistake with its column.
pub struct Cells<'r> {
    row: &'r Row,
    /// Columns that are left aside for now.
    aside: &'static [&'static str],
    naming: Option<Naming<'r>>,
    flaws: Vec<Flaw>,
}

impl Row {
    /// Its cells, but for those of columns left aside.
    pub const fn cells(&self, aside: &'static [&'static str]) -> Cells<'_> {
        Cells { row: self, aside, naming: None, flaws: Vec::new() }
    }

    pub(super) fn raw(&self, column: &str) -> Given<Cow<'_, Value>> {
        let Some(at) = self.layout.columns.iter().position(|known| known.name == column) else { return Given::Unsaid };
        let cell = match &self.values {
            Values::Record(record) => match self.layout.place(at).and_then(|place| record.get(place)) {
                Some(text) if text.trim().is_empty() && self.layout.clears_empty => Given::Cleared,
                Some(text) if text.trim().is_empty() => Given::Unsaid,
                None => Given::Unsaid,
                Some(text) => Given::Set(Cow::Owned(Value::String(text.to_owned()))),
            },
            Values::Object(_) => match self.by_column.get(at).and_then(Option::as_ref) {
                None => Given::Unsaid,
                Some(Value::Null) => Given::Cleared,
                Some(Value::String(text)) if text.trim().is_empty() => Given::Cleared,
                Some(Value::Array(items)) if items.is_empty() => Given::Cleared,
                Some(value) => Given::Set(Cow::Borrowed(value)),
            },
        };
        match (cell, self.layout.default(at)) {
            (Given::Unsaid | Given::Cleared, Some(default)) if default.trim().is_empty() => Given::Cleared,
            (Given::Unsaid | Given::Cleared, Some(default)) => {
                Given::Set(Cow::Owned(Value::String(default.to_owned())))
            }
            (cell, _) => cell,
        }
    }

    /// What an empty cell says.
    fn empty<T>(&self) -> Given<T> {
        let is_record = matches!(self.values, Values::Record(_));
        if is_record && !self.layout.clears_empty { Given::Unsaid } else { Given::Cleared }
    }

    /// What a column names: the members of a list, or the one value.
    pub fn named(&self, column: &str) -> Vec<String> {
        let form = self.layout.columns.iter().find(|known| known.name == column).map(|known| known.form);
        match (self.raw(column), form) {
            (Given::Set(value), Some(CellForm::List)) => members(&value).unwrap_or_default(),
            (Given::Set(value), _) => single(&value).map(Cow::into_owned).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it says anything in a column.
    pub fn says(&self, column: &str) -> bool {
        matches!(self.raw(column), Given::Set(_))
    }

    /// The text of a cell as it stands, for showing where a mistake lies.
    pub fn shown(&self, column: &str) -> Option<String> {
        match self.raw(column) {
            // A secret is shown to nobody.
            Given::Set(_) if column == SECRET => None,
            Given::Set(value) => Some(crate::domain::cell::csv(&value)),
            Given::Unsaid | Given::Cleared => None,
        }
    }
}

impl<'r> Cells<'r> {
    /// The same cells, in which things are called by their names.
    #[must_use]
    pub fn naming(self, naming: Naming<'r>) -> Self {
        Self { naming: Some(naming), ..self }
    }

    fn named<'t>(&self, column: &str, text: Cow<'t, str>) -> Cow<'t, str> {
        self.naming.as_ref().and_then(|naming| naming(column, &text)).map_or(text, Cow::Owned)
    }
}

impl Cells<'_> {
    fn raw(&self, column: &str) -> Given<Cow<'_, Value>> {
        if self.aside.contains(&column) { Given::Unsaid } else { self.row.raw(column) }
    }

    /// What a cell means, if it says anything.
    pub fn given<T>(&mut self, column: &'static str, parse: impl FnOnce(&str) -> Result<T>) -> Given<T> {
        let parsed = match self.raw(column) {
            Given::Unsaid => return Given::Unsaid,
            Given::Cleared => return Given::Cleared,
            Given::Set(value) => single(&value).and_then(|text| parse(&self.named(column, text))),
        };
        self.keep(column, parsed)
    }

    /// What a cell means that may be empty.
    pub fn take<T>(&mut self, column: &'static str, parse: impl FnOnce(&str) -> Result<T>) -> Option<T> {
        self.given(column, parse).value()
    }

    /// A word of a closed vocabulary, or another value with one way to be read.
    pub fn word<T: FromStr<Err = Error>>(&mut self, column: &'static str) -> Given<T> {
        self.given(column, str::parse)
    }

    /// A name as it stands.
    pub fn text(&mut self, column: &'static str) -> Given<String> {
        self.given(column, |text| Ok(text.trim().to_owned()))
    }

    pub fn unit_name(&mut self, column: &'static str) -> Given<Name> {
        self.given(column, Name::of_unit)
    }

    /// A list of words of a closed vocabulary.
    pub fn words<T: FromStr<Err = Error>>(&mut self, column: &'static str) -> Given<Vec<T>> {
        self.each(column, str::parse)
    }

    /// Yes or no.
    pub fn flag(&mut self, column: &'static str) -> Given<bool> {
        self.given(column, flag)
    }

    /// A whole number.
    pub fn number(&mut self, column: &'static str) -> Given<i64> {
        self.given(column, |text| {
            let text = text.trim();
            let wrong =
                |_| Error::invalid(format!("`{}` is no whole number", printable(text))).expects("a whole number");
            text.parse().map_err(wrong)
        })
    }

    /// What a cell means that must be there.
    pub fn need<T>(&mut self, column: &'static str, parse: impl FnOnce(&str) -> Result<T>) -> Option<T> {
        match self.given(column, parse) {
            Given::Set(value) => Some(value),
            Given::Unsaid | Given::Cleared => {
                self.miss(column);
                None
            }
        }
    }

    /// Notes that a value is missing, unless something is wrong with the column already.
    pub fn miss(&mut self, column: &'static str) {
        if !self.flaws.iter().any(|flaw| flaw.column.as_deref() == Some(column)) {
            self.flaw(column, Error::invalid("the value is missing").expects("a value"));
        }
    }

    /// A list of names.
    pub fn list(&mut self, column: &'static str) -> Given<Vec<String>> {
        let parsed = match self.raw(column) {
            Given::Unsaid => return Given::Unsaid,
            Given::Cleared => return Given::Cleared,
            Given::Set(value) => members(&value).map(|items| {
                items.into_iter().map(|item| self.named(column, Cow::Owned(item)).into_owned()).collect::<Vec<_>>()
            }),
        };
        match self.keep(column, parsed) {
            // A cell of nothing but separators is empty.
            Given::Set(items) if items.is_empty() => self.row.empty(),
            given => given,
        }
    }

    /// A list that is replaced as a whole.
    pub fn members(&mut self, column: &'static str) -> Given<Members> {
        self.list(column).map(Members::Exactly)
    }

    /// A list of values.
    pub fn each<T>(&mut self, column: &'static str, parse: impl Fn(&str) -> Result<T>) -> Given<Vec<T>> {
        let items = match self.list(column) {
            Given::Unsaid => return Given::Unsaid,
            Given::Cleared => return Given::Cleared,
            Given::Set(items) => items,
        };
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            match parse(&item) {
                Ok(value) => values.push(value),
                Err(error) => self.flaws.push(Flaw { column: Some(column.to_owned()), value: Some(item), error }),
            }
        }
        Given::Set(values)
    }

    /// A list of addresses or ranges, which commas separate as well, as they do elsewhere.
    pub fn addresses<T>(&mut self, column: &'static str, parse: impl Fn(&str) -> Result<T>) -> Given<Vec<T>> {
        let each = |item: &str| item.split(',').map(|one| parse(one.trim())).collect::<Result<Vec<T>>>();
        self.each(column, each).map(|lists| lists.into_iter().flatten().collect())
    }

    /// A JSON value; in CSV its text.
    pub fn json(&mut self, column: &'static str) -> Given<Value> {
        let parsed = match self.raw(column) {
            Given::Unsaid => return Given::Unsaid,
            Given::Cleared => return Given::Cleared,
            Given::Set(value) => match value.as_ref() {
                Value::String(text) if matches!(self.row.values, Values::Record(_)) => serde_json::from_str(text)
                    .map_err(|error| Error::invalid(format!("it is no JSON: {error}")).expects("a JSON value")),
                other => Ok(other.clone()),
            },
        };
        self.keep(column, parsed)
    }

    /// Pairs: `key=value` members of a list, or a JSON object.
    pub fn pairs(&mut self, column: &'static str) -> Given<BTreeMap<String, String>> {
        let parsed = match self.raw(column) {
            Given::Unsaid => return Given::Unsaid,
            Given::Cleared => return Given::Cleared,
            Given::Set(value) => pairs(&value),
        };
        self.keep(column, parsed)
    }

    /// Notes a mistake in a column.
    pub fn flaw(&mut self, column: &'static str, error: Error) {
        let value = self.row.shown(column);
        self.flaws.push(Flaw { column: Some(column.to_owned()), value, error });
    }

    fn keep<T>(&mut self, column: &'static str, parsed: Result<T>) -> Given<T> {
        match parsed {
            Ok(value) => Given::Set(value),
            Err(error) => {
                self.flaw(column, error);
                Given::Unsaid
            }
        }
    }

    /// What was read of the cells, if nothing is wrong and what tells it apart is there.
    pub fn finish_named<T, N: Clone>(
        mut self,
        read: T,
        (column, name): (&'static str, &Given<N>),
    ) -> std::result::Result<(N, T), Vec<Flaw>> {
        let name = name.clone().value();
        if name.is_none() {
            self.miss(column);
            // What is wrong with the name is told before the rest of the row.
            self.flaws.sort_by_key(|flaw| flaw.column.as_deref() != Some(column));
        }
        self.finish(name.map(|name| (name, read)))
    }

    /// What must be there, if nothing is wrong.
    pub fn finish<T>(self, needed: Option<T>) -> std::result::Result<T, Vec<Flaw>> {
        match needed {
            Some(needed) if self.flaws.is_empty() => Ok(needed),
            _ => Err(self.flaws),
        }
    }
}

/// A flag as people and programs write it.
pub fn flag(text: &str) -> Result<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => {
            Err(Error::invalid(format!("`{}` is neither `true` nor `false`", printable(text))).expects("true or false"))
        }
    }
}

fn single(value: &Value) -> Result<Cow<'_, str>> {
    match value {
        Value::String(text) => Ok(Cow::Borrowed(text)),
        Value::Number(number) if !number.is_i64() && !number.is_u64() => {
            Err(Error::invalid(format!("the number {number} may have been written otherwise"))
                .hint("put it into quotes, so that every digit is kept"))
        }
        Value::Number(_) | Value::Bool(_) => Ok(Cow::Owned(value.to_string())),
        _ => Err(Error::invalid("it takes a single value, not a list, an object or `null`").expects("a single value")),
    }
}

pub(super) fn members(value: &Value) -> Result<Vec<String>> {
    match value {
        Value::String(text) => Ok(split(text)),
        Value::Array(items) => items.iter().map(member).collect(),
        _ => single(value).map(|text| vec![text.into_owned()]),
    }
}

/// A member of a list: a name, or the parts of one, such as a project and a role.
fn member(value: &Value) -> Result<String> {
    match value {
        Value::Object(parts) => {
            // `{user = "ann@…", role = "viewer"}` tells by its key whom it names.
            let kind = ["user", "group"].into_iter().find(|kind| parts.contains_key(*kind)).map(Cow::Borrowed);
            // Files may order keys as they like; the role comes last.
            let (roles, names): (Vec<_>, Vec<_>) = parts.iter().partition(|(key, _)| *key == "role");
            let parts = names.into_iter().chain(roles).map(|(_, value)| single(value));
            let parts = parts.collect::<Result<Vec<Cow<'_, str>>>>()?;
            Ok(kind.into_iter().chain(parts).collect::<Vec<_>>().join(":"))
        }
        other => single(other).map(Cow::into_owned),
    }
}

pub(super) fn pairs(value: &Value) -> Result<BTreeMap<String, String>> {
    let pair = |text: String| {
        text.split_once('=')
            .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
            .ok_or_else(|| Error::invalid(format!("`{}` is no pair", printable(&text))).hint("write it as `key=value`"))
    };
    match value {
        Value::Object(map) => map.iter().map(|(key, value)| Ok((key.clone(), single(value)?.into_owned()))).collect(),
        other => members(other)?.into_iter().map(pair).collect(),
    }
}
