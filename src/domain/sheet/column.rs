//! The columns that a kind of rows has.

use serde_json::Value;

use crate::domain::cell::split;
use crate::domain::text::{printable, quoted};
use crate::domain::words::nearest;
use crate::domain::{Error, Result};

/// What stands in the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellForm {
    /// One value.
    Text,
    /// A list: in CSV separated by `|`, in JSON an array.
    List,
    /// A JSON value.
    Json,
}

#[derive(Debug, Clone, Copy)]
pub struct SheetColumn {
    /// Its name, a JSON key.
    pub name: &'static str,
    /// What stands in its cells.
    pub form: CellForm,
    /// What stands in the row of a template; empty: nothing.
    pub example: &'static str,
    /// Whether a template shows it; what it does not show is for what is written and read back.
    pub in_template: bool,
    /// Whether rows that are written hold it; what they do not is only taken in.
    pub is_written: bool,
    /// Whether what stands there can be emptied.
    pub can_be_empty: bool,
    /// Whether it tells things of its kind apart, and so finds what is there.
    pub is_naming: bool,
}

impl SheetColumn {
    /// The same column, left out of the template.
    #[must_use]
    pub const fn beside(self) -> Self {
        Self { in_template: false, ..self }
    }

    /// The same column, which is taken in and not written.
    #[must_use]
    pub const fn taken_only(self) -> Self {
        Self { is_written: false, ..self }
    }

    /// The same column, which tells things of its kind apart.
    #[must_use]
    pub const fn naming(self) -> Self {
        Self { is_naming: true, ..self }
    }

    /// The same column, whose value changes and never goes.
    #[must_use]
    pub const fn lasting(self) -> Self {
        Self { can_be_empty: false, ..self }
    }

    /// What a template shows in it.
    pub fn example(&self) -> Value {
        match self.form {
            _ if self.example.is_empty() => Value::Null,
            CellForm::Text => Value::from(self.example),
            CellForm::List => split(self.example).into(),
            CellForm::Json => serde_json::from_str(self.example).unwrap_or(Value::Null),
        }
    }
}

const fn column(name: &'static str, form: CellForm, example: &'static str) -> SheetColumn {
    SheetColumn { name, form, example, in_template: true, is_written: true, can_be_empty: true, is_naming: false }
}

/// A column of single values.
pub const fn text(name: &'static str, example: &'static str) -> SheetColumn {
    column(name, CellForm::Text, example)
}

pub const fn list(name: &'static str, example: &'static str) -> SheetColumn {
    column(name, CellForm::List, example)
}

/// A column of JSON values.
pub const fn json(name: &'static str, example: &'static str) -> SheetColumn {
    column(name, CellForm::Json, example)
}

/// Columns that rejected rows bear, and that are not read.
pub const ADDED: [&str; 2] = ["error_code", "error"];

/// A header as it is compared: case, spaces, `-` and `_` do not matter.
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-', '_'], "")
}

/// The place of the column that a header names.
pub fn find(columns: &[SheetColumn], typed: &str) -> Result<usize> {
    let typed_folded = folded(typed);
    columns.iter().position(|column| folded(column.name) == typed_folded).ok_or_else(|| {
        let near = nearest_to(columns, typed).and_then(|at| columns.get(at));
        Error::invalid(format!("there is no column `{}`", printable(typed)))
            .expects("a column of this kind")
            .hint_maybe(near.map(|near| format!("did you mean `{}`?", near.name)))
            .hint(format!(
                "leave it out: `--column {}`; all columns: `--template`",
                quoted(format!("{}=", printable(typed)))
            ))
    })
}

/// The place of the column whose name is nearest to what was typed, if one is near.
pub fn nearest_to(columns: &[SheetColumn], typed: &str) -> Option<usize> {
    let near = nearest(typed, columns.iter().map(|column| column.name))?;
    columns.iter().position(|column| column.name == near)
}
