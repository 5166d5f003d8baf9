//! One row of a file.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::column::{self, ADDED, Column};
use super::mistake::{Flaw, Mistake, Place};
use crate::domain::text::printable;
use crate::domain::words::nearest;
use crate::domain::{Error, Result};

/// How the cells of a file stand for columns.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The columns of the kind.
    pub columns: &'static [Column],
    /// What headers mean that are called otherwise, as folded; `None`: they are not read.
    renamed: Vec<(String, Option<usize>)>,
    /// What stands in a missing column, or an empty cell.
    defaults: Vec<Option<String>>,
    /// Whether an empty cell of CSV clears.
    pub clears_empty: bool,
    /// Where in a record of CSV each column stands.
    places: Vec<Option<usize>>,
}

impl Layout {
    /// The layout of a kind whose files call everything by its name.
    pub fn new(columns: &'static [Column]) -> Self {
        let none = columns.iter().map(|_| None).collect();
        let places = columns.iter().map(|_| None).collect();
        Self { columns, renamed: Vec::new(), defaults: none, clears_empty: false, places }
    }

    /// Takes a header for a column that is called otherwise; none: it is not read.
    ///
    /// # Errors
    /// `invalid` for an unknown column.
    pub fn rename(&mut self, theirs: &str, ours: Option<&str>) -> Result<()> {
        let ours = ours.map(|ours| column::find(self.columns, ours)).transpose()?;
        self.renamed.push((column::folded(theirs), ours));
        Ok(())
    }

    /// Fills a missing column, or an empty cell.
    ///
    /// # Errors
    /// `invalid` for an unknown column.
    pub fn fill(&mut self, column: &str, value: &str) -> Result<()> {
        let at = column::find(self.columns, column)?;
        if let Some(default) = self.defaults.get_mut(at) {
            *default = Some(value.to_owned());
        }
        Ok(())
    }

    /// The place of the column that a header names; none for one that is not read.
    ///
    /// # Errors
    /// `invalid` for an unknown column.
    pub fn column(&self, header: &str) -> Result<Option<usize>> {
        let folded = column::folded(header);
        if folded.is_empty() || ADDED.iter().any(|added| column::folded(added) == folded) {
            return Ok(None);
        }
        match self.renamed.iter().find(|(theirs, _)| *theirs == folded) {
            Some((_, ours)) => Ok(*ours),
            None => column::find(self.columns, header).map(Some),
        }
    }

    /// The same layout for records with this header.
    ///
    /// # Errors
    /// `invalid` for an unknown column, or one that stands there twice.
    pub fn with_header<'h>(&self, header: impl Iterator<Item = &'h str>) -> Result<Self> {
        let mut layout = self.clone();
        let header: Vec<&str> = header.collect();
        for (theirs, _) in &self.renamed {
            if header.iter().all(|name| column::folded(name) != *theirs) {
                let near = nearest(theirs, header.iter().copied()).map(|near| format!("did you mean `{near}`?"));
                return Err(Error::invalid(format!("the file has no column `{}`", printable(theirs))).hint_maybe(near));
            }
        }
        for (place, name) in header.into_iter().enumerate() {
            let Some(column) = self.column(name)? else { continue };
            let Some(known) = layout.places.get_mut(column) else { continue };
            if known.replace(place).is_some() {
                return Err(twice(name));
            }
        }
        Ok(layout)
    }

    /// An object's values by column.
    ///
    /// # Errors
    /// As for a header.
    pub fn values(&self, object: &Map<String, Value>) -> Result<Vec<Option<Value>>> {
        let mut values: Vec<Option<Value>> = self.columns.iter().map(|_| None).collect();
        for (name, value) in object {
            let exact = self.columns.iter().position(|column| column.name == name).filter(|_| self.renamed.is_empty());
            let Some(column) = exact.map_or_else(|| self.column(name), |at| Ok(Some(at)))? else { continue };
            if let Some(cell) = values.get_mut(column)
                && cell.replace(value.clone()).is_some()
            {
                return Err(twice(name));
            }
        }
        Ok(values)
    }

    /// Whether a key stands for a column.
    pub fn names(&self, key: &str, column: &str) -> bool {
        let named = self.column(key).ok().flatten().and_then(|at| self.columns.get(at));
        named.is_some_and(|named| named.name == column)
    }

    /// Whether empty cells of a column are filled.
    pub fn is_filled(&self, column: &str) -> bool {
        column::find(self.columns, column).is_ok_and(|at| self.default(at).is_some())
    }

    /// What fills an empty cell of a column.
    pub(super) fn default(&self, column: usize) -> Option<&str> {
        self.defaults.get(column).and_then(Option::as_deref)
    }

    /// Where a column stands in a record.
    pub(super) fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten()
    }
}

fn twice(name: &str) -> Error {
    let name = printable(name);
    Error::invalid(format!("the column `{name}` stands there twice")).hint("leave one of them out")
}

/// What a row says, as it stands in its file.
#[derive(Debug, Clone)]
pub enum Values {
    /// A record of CSV.
    Record(csv::StringRecord),
    /// A JSON object.
    Object(Map<String, Value>),
}

/// Where the parts of a row stand, in a file whose rows take several lines.
#[derive(Debug)]
pub struct Origin {
    /// What the row is called there, such as `users[3]`.
    pub path: String,
    /// The line of each key.
    pub lines: Vec<(String, u64)>,
}

/// One row.
#[derive(Debug)]
pub struct Row {
    /// How its cells stand for columns.
    pub(super) layout: Rc<Layout>,
    /// Where it stands.
    pub place: Place,
    /// How many rows stand before it.
    pub ordinal: usize,
    /// What it says.
    pub values: Values,
    /// An object's values by column.
    pub(super) by_column: Vec<Option<Value>>,
    /// What is wrong with it as a whole.
    pub flaws: Vec<Flaw>,
    /// How many rows before it are alike, once that is known.
    pub alike: Cell<Option<usize>>,
    /// Where its parts stand, if not on one line.
    origin: Option<Rc<Origin>>,
}

impl Row {
    /// A row; what is wrong with it as a whole becomes a flaw of it.
    pub fn new(layout: &Rc<Layout>, place: Place, ordinal: usize, values: Values) -> Self {
        let mut row = Self {
            layout: Rc::clone(layout),
            place,
            ordinal,
            values,
            by_column: Vec::new(),
            flaws: Vec::new(),
            alike: Cell::new(None),
            origin: None,
        };
        if let Values::Object(object) = &row.values {
            match layout.values(object) {
                Ok(values) => row.by_column = values,
                Err(error) => row.flaws.push(error.into()),
            }
        }
        row
    }

    /// The same row of a file in which its parts stand on lines of their own.
    #[must_use]
    pub fn of(self, origin: Rc<Origin>) -> Self {
        Self { origin: Some(origin), ..self }
    }

    /// A flaw of it as a mistake of its file.
    pub fn mistake(&self, file: &str, flaw: &Flaw) -> Mistake {
        let mut mistake = Mistake::at(file, self.place, flaw);
        if let Some(origin) = &self.origin {
            let column = flaw.column.as_deref();
            let key = column.and_then(|column| origin.lines.iter().find(|(key, _)| self.layout.names(key, column)));
            mistake.line = key.map(|(_, line)| *line).or(mistake.line);
            mistake.column = Some(match key.map(|(key, _)| key.as_str()).or(column) {
                Some(key) => format!("{}.{key}", origin.path),
                None => origin.path.clone(),
            });
        }
        mistake
    }

    /// The names of its columns, in order.
    pub fn columns(&self) -> impl DoubleEndedIterator<Item = &'static str> {
        self.layout.columns.iter().map(|column| column.name)
    }
}
