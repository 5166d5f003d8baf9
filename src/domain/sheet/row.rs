//! One row of a file.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::column::{self, ADDED, SheetColumn};
use super::mistake::{Flaw, Place};
use crate::domain::mistake::Mistake;
use crate::domain::text::printable;
use crate::domain::words::nearest;
use crate::domain::{Error, Result};

/// How the cells of a file stand for columns.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The columns of the kind.
    pub columns: &'static [SheetColumn],
    /// What headers mean that are called otherwise, as typed; `None`: they are not read.
    renamed: Vec<(String, Option<usize>)>,
    /// What stands in a missing column, or an empty cell.
    defaults: Vec<Option<String>>,
    /// Whether an empty cell of CSV clears.
    pub clears_empty: bool,
    /// Where in a record of CSV each column stands.
    places: Vec<Option<usize>>,
    /// What lists print beside the columns, and rows do not say.
    beside: Vec<&'static str>,
}

impl Layout {
    /// The layout of a kind whose files call everything by its name.
    pub fn new(columns: &'static [SheetColumn]) -> Self {
        let none = columns.iter().map(|_| None).collect();
        let places = columns.iter().map(|_| None).collect();
        Self { columns, renamed: Vec::new(), defaults: none, clears_empty: false, places, beside: Vec::new() }
    }

    /// Takes no heed of what lists print beside the columns.
    #[must_use]
    pub fn beside(self, keys: impl Iterator<Item = &'static str>) -> Self {
        Self { beside: keys.collect(), ..self }
    }

    /// Takes a header for a column that is called otherwise; none: it is not read.
    pub fn rename(&mut self, theirs: &str, ours: Option<&str>) -> Result<()> {
        let ours = ours.map(|ours| column::find(self.columns, ours)).transpose()?;
        self.renamed.push((theirs.to_owned(), ours));
        Ok(())
    }

    /// The headers that are read as a column of another name, as typed.
    pub fn renamed(&self) -> impl Iterator<Item = &str> {
        self.renamed.iter().filter(|(_, ours)| ours.is_some()).map(|(theirs, _)| theirs.as_str())
    }

    /// Fills a missing column, or an empty cell.
    pub fn fill(&mut self, column: &str, value: &str) -> Result<()> {
        let at = column::find(self.columns, column)?;
        if let Some(default) = self.defaults.get_mut(at) {
            *default = Some(value.to_owned());
        }
        Ok(())
    }

    /// The place of the column that a header names; none for one that is not read.
    pub fn column(&self, header: &str) -> Result<Option<usize>> {
        let folded = column::folded(header);
        match self.renamed.iter().find(|(theirs, _)| column::folded(theirs) == folded) {
            Some((_, ours)) => Ok(*ours),
            None if folded.is_empty() || ADDED.iter().any(|added| column::folded(added) == folded) => Ok(None),
            None => match column::find(self.columns, header) {
                Err(_) if self.beside.contains(&header.trim()) => Ok(None),
                found => found.map(Some),
            },
        }
    }

    /// The same layout for records with this header, and every mistake in it. A name that is unknown stands for the
    /// nearest column, so that its cells can be checked all the same.
    pub fn with_header<'h>(&self, header: impl Iterator<Item = &'h str>) -> (Self, Vec<Flaw>) {
        let mut layout = self.clone();
        let header: Vec<&str> = header.collect();
        let mut flaws = Vec::new();
        for (theirs, _) in &self.renamed {
            if header.iter().all(|name| column::folded(name) != column::folded(theirs)) {
                flaws.push(no_column(theirs, header.iter().copied()).into());
            }
        }
        let mut guessed = Vec::new();
        for (place, name) in header.into_iter().enumerate() {
            match self.column(name) {
                Ok(None) => {}
                Ok(Some(column)) => match layout.places.get_mut(column) {
                    Some(Some(_)) => flaws.push(in_header(name, twice(name))),
                    Some(free) => *free = Some(place),
                    None => {}
                },
                Err(error) => {
                    guessed.extend(column::nearest_to(self.columns, name).map(|column| (column, place)));
                    flaws.push(in_header(name, error));
                }
            }
        }
        for (column, place) in guessed {
            if let Some(free) = layout.places.get_mut(column).filter(|known| known.is_none()) {
                *free = Some(place);
            }
        }
        if let Some(missing) = layout.missing_name() {
            flaws.push(missing.into());
        }
        (layout, flaws)
    }

    /// Whether records have a column.
    pub fn has(&self, column: &str) -> bool {
        column::find(self.columns, column).is_ok_and(|at| self.place(at).is_some())
    }

    /// Whether records have the column that names them.
    pub fn names_rows(&self) -> bool {
        self.place(0).is_some() || self.default(0).is_some()
    }

    fn missing_name(&self) -> Option<Error> {
        let first = self.columns.first()?;
        (!self.names_rows()).then(|| {
            Error::invalid(format!("the column `{}` is missing", first.name))
                .expects(format!("a column `{}`", first.name))
                .hint(format!("name it with `--column THEIRS={}` if it is called otherwise", first.name))
        })
    }

    /// An object's values by column, and every key that is none; it stands for the nearest, as in a header.
    pub fn values(&self, object: &Map<String, Value>) -> (Vec<Option<Value>>, Vec<Flaw>) {
        let mut values: Vec<Option<Value>> = self.columns.iter().map(|_| None).collect();
        let (mut flaws, mut guessed) = (Vec::new(), Vec::new());
        for (name, value) in object {
            let exact = self.columns.iter().position(|column| column.name == name).filter(|_| self.renamed.is_empty());
            match exact.map_or_else(|| self.column(name), |at| Ok(Some(at))) {
                Ok(None) => {}
                Ok(Some(column)) => {
                    if let Some(cell) = values.get_mut(column)
                        && cell.replace(value.clone()).is_some()
                    {
                        flaws.push(in_header(name, twice(name)));
                    }
                }
                Err(error) => {
                    guessed.extend(column::nearest_to(self.columns, name).map(|column| (column, value)));
                    flaws.push(in_header(name, error));
                }
            }
        }
        for (column, value) in guessed {
            if let Some(cell) = values.get_mut(column).filter(|known| known.is_none()) {
                *cell = Some(value.clone());
            }
        }
        (values, flaws)
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

/// The error for a column that is to be called otherwise and does not stand in the file.
pub fn no_column<'h>(theirs: &str, header: impl Iterator<Item = &'h str>) -> Error {
    let near = nearest(theirs, header).map(|near| format!("did you mean `{near}`?"));
    let error = Error::invalid(format!("the file has no column `{}`", printable(theirs)));
    error.expects("a column of the file").hint_maybe(near)
}

/// A mistake in the name of a column.
fn in_header(name: &str, error: Error) -> Flaw {
    Flaw { column: Some(printable(name)), value: None, error }
}

fn twice(name: &str) -> Error {
    let name = printable(name);
    Error::invalid(format!("the column `{name}` stands there twice")).hint("leave one of them out")
}

/// What a row says, as it stands in its file.
#[derive(Debug, Clone)]
pub enum Values {
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
    /// Whether its cells cannot be told apart, so that there is nothing to find in them.
    pub is_garbled: bool,
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
            is_garbled: false,
            alike: Cell::new(None),
            origin: None,
        };
        if let Values::Object(object) = &row.values {
            (row.by_column, row.flaws) = layout.values(object);
        }
        row
    }

    /// The same row of a file in which its parts stand on lines of their own.
    #[must_use]
    pub fn of(self, origin: Rc<Origin>) -> Self {
        Self { origin: Some(origin), ..self }
    }

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

    /// What it goes by: what stands in its first column.
    pub fn name(&self) -> Option<String> {
        self.named(self.layout.columns.first()?.name).into_iter().next()
    }

    /// The names of its columns, in order.
    pub fn columns(&self) -> impl DoubleEndedIterator<Item = &'static str> {
        self.layout.columns.iter().map(|column| column.name)
    }
}
