//! Mistakes in a file, each with its place, all of them told at once.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::mistake::Mistake;
use crate::domain::phrase::counted;
use crate::domain::text::printable;
use crate::domain::{Error, Kind};

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The line on which it begins, from 1.
    Line(u64),
    /// Its place in an array, from 1.
    Row(u64),
}

impl Place {
    /// The number alone.
    pub const fn number(self) -> u64 {
        match self {
            Self::Line(number) | Self::Row(number) => number,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Row(number) => write!(f, "row {number}"),
        }
    }
}

/// A mistake in one row, with the column it was found in.
#[derive(Debug)]
pub struct Flaw {
    /// The column, if it lies in one.
    pub column: Option<String>,
    /// What stands there; never a secret.
    pub value: Option<String>,
    /// What is wrong.
    pub error: Error,
}

impl From<Error> for Flaw {
    fn from(error: Error) -> Self {
        Self { column: None, value: None, error }
    }
}

impl Mistake {
    /// An error as a mistake without a place.
    pub fn of(error: &Error) -> Self {
        Self {
            file: None,
            line: None,
            row: None,
            column: None,
            value: None,
            expected: error.expected.clone(),
            message: error.message.clone(),
            code: error.code,
            rule: error.rule,
            hints: error.hints.clone(),
            kind: error.kind,
        }
    }

    /// A flaw in a row of a file.
    pub fn at(file: &str, place: Place, flaw: &Flaw) -> Self {
        let (line, row) = match place {
            Place::Line(number) => (Some(number), None),
            Place::Row(number) => (None, Some(number)),
        };
        let column = flaw.column.clone();
        let value = flaw.value.as_deref().map(printable);
        Self { file: Some(file.to_owned()), line, row, column, value, ..Self::of(&flaw.error) }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}:", printable(file))?;
            match (self.line, self.row) {
                (Some(line), _) => write!(f, "{line}: ")?,
                (None, Some(row)) => write!(f, "row {row}: ")?,
                (None, None) => f.write_str(" ")?,
            }
        }
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(rule) = self.rule {
            write!(f, " ({rule})")?;
        }
        // One hint with each mistake: the nearest valid value comes first.
        self.hints.first().map_or(Ok(()), |hint| write!(f, "; {hint}"))
    }
}

/// The error that lists every mistake of a file. Its class is that of the mistakes where they are all conflicts, or
/// all missing rights; else they are values that do not fit.
pub fn refusal(file: &str, mistakes: Vec<Mistake>) -> Error {
    let first = mistakes.first().filter(|first| matches!(first.kind, Kind::Conflict | Kind::NotPermitted));
    let agreed = first.filter(|first| mistakes.iter().all(|other| other.kind == first.kind));
    let kind = agreed.map_or(Kind::Invalid, |first| first.kind);
    let of = if file.is_empty() { String::new() } else { format!("{} has ", printable(file)) };
    let message = format!("{of}{}; nothing was written", counted(mistakes.len(), "mistake"));
    let mut error = Error::new(kind, message);
    if let Some(first) = agreed.filter(|first| mistakes.iter().all(|other| other.code == first.code)) {
        error = error.code(first.code);
        error.rule = first.rule.filter(|rule| mistakes.iter().all(|other| other.rule == Some(rule)));
    }
    error.mistakes = mistakes;
    error.hint("mend the file and try again")
}
