//! What a file that describes an organisation says; every reference is a name.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::mistake::Mistake;
use crate::domain::sheet::row::Origin;
use crate::domain::sheet::{Layout, Place, Row, Values};
use crate::domain::{Error, Kind, Login, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::sheet::Rows;

/// A whole organisation, each part with its place in the file.
#[derive(Debug, Default)]
pub struct Organisation {
    /// The organisation's name and primary contact.
    pub head: Option<Item<Head>>,
    /// Settings by their dotted keys.
    pub settings: Vec<Item<Setting>>,
    /// Everything else, as rows.
    pub tables: Vec<Table>,
}

/// The subscription itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub name: String,
    pub primary_contact: String,
}

#[derive(Debug, Clone)]
pub struct Setting {
    pub key: String,
    pub value: String,
}

/// Tables of one kind, as rows.
#[derive(Debug)]
pub struct Table {
    /// What the rows are.
    pub kind: BulkKind,
    pub file: String,
    /// How keys stand for columns.
    pub layout: Rc<Layout>,
    /// The rows, with the line on which each begins.
    pub items: Vec<(u64, Map<String, Value>, Rc<Origin>)>,
}

impl Table {
    fn row(&self, at: usize) -> Option<Row> {
        let (line, object, origin) = self.items.get(at)?;
        let row = Row::new(&self.layout, Place::Line(*line), at, Values::Object(object.clone()));
        Some(row.of(Rc::clone(origin)))
    }
}

impl Rows for Table {
    fn name(&self) -> &str {
        &self.file
    }

    fn may_say(&self, _column: &str) -> Result<bool> {
        Ok(true)
    }

    fn each(&self, sink: &mut dyn FnMut(Row) -> Result<()>) -> Result<()> {
        (0..self.items.len()).filter_map(|at| self.row(at)).try_for_each(sink)
    }
}

impl Organisation {
    pub fn user(&self, login: &Login) -> Option<Row> {
        let users = self.tables.iter().find(|table| table.kind == BulkKind::Users)?;
        let is_it = |object: &Map<String, Value>| {
            object.get("login").and_then(Value::as_str).is_some_and(|other| other.eq_ignore_ascii_case(login.as_str()))
        };
        let at = users.items.iter().position(|(_, object, _)| is_it(object))?;
        users.row(at)
    }
}

/// One part of the file, with the places of its values.
#[derive(Debug)]
pub struct Item<T> {
    /// What it says.
    pub value: T,
    /// Where it stands, such as `users[3]`.
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) fields: Vec<Field>,
}

/// A value in it, and where it stands.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) text: String,
}

impl<T> Item<T> {
    /// A mistake found in this part later on: at the value it quotes, else at the part itself.
    pub fn mistake(&self, file: &str, error: &Error) -> Mistake {
        let quoted = |field: &&Field| !field.text.is_empty() && error.message.contains(&format!("`{}`", field.text));
        let by_key = |field: &&Field| {
            let key = field.path.rsplit('.').next().unwrap_or_default();
            error.message.contains(&format!(" {} ", key.replace('_', " ")))
        };
        let field = self.fields.iter().rev().find(quoted).or_else(|| self.fields.iter().find(by_key));
        let (line, path) = field.map_or((self.line, &self.path), |field| (field.line, &field.path));
        mistake(file, line, path, error)
    }
}

/// A mistake in a value of the file.
pub(super) fn mistake(file: &str, line: usize, path: &str, error: &Error) -> Mistake {
    Mistake {
        file: Some(file.to_owned()),
        line: Some(line as u64),
        column: (!path.is_empty()).then(|| path.to_owned()),
        kind: Kind::Invalid,
        ..Mistake::of(error)
    }
}
