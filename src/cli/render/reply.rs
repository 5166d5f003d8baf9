//! What a verb answers, and of which type that is: what is printed and what the schemas promise cannot differ.

use std::cell::Cell;
use std::marker::PhantomData;
use std::rc::Rc;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

use super::list::Listing;
use super::output::{Output, Work, to_value};
use super::told::{Told, lines};
use super::tree::Tree;
use crate::domain::{Kind, Result};
use crate::service::Done;
use crate::store::listing::{Column, Listed};

/// Something that is printed.
pub trait Printed {
    /// The forms that it may have as JSON; none where it is text.
    fn schemas(generator: &mut SchemaGenerator) -> Vec<Schema>;

    /// The keys of its rows, where it is a list.
    fn columns() -> &'static [Column] {
        &[]
    }
}

/// A list of rows.
pub struct Rows<T>(PhantomData<T>);

impl<T: JsonSchema + Listed> Printed for Rows<T> {
    fn schemas(generator: &mut SchemaGenerator) -> Vec<Schema> {
        vec![generator.subschema_for::<Vec<T>>()]
    }

    fn columns() -> &'static [Column] {
        T::COLUMNS
    }
}

impl<T: JsonSchema> Printed for T {
    fn schemas(generator: &mut SchemaGenerator) -> Vec<Schema> {
        vec![generator.subschema_for::<T>()]
    }
}

/// Text, or what the commands inside print.
pub enum Text {}

impl Printed for Text {
    fn schemas(_: &mut SchemaGenerator) -> Vec<Schema> {
        Vec::new()
    }
}

/// One of two things, as the flags say.
pub struct Either<A, B>(PhantomData<(A, B)>);

impl<A: Printed, B: Printed> Printed for Either<A, B> {
    fn schemas(generator: &mut SchemaGenerator) -> Vec<Schema> {
        let mut forms = A::schemas(generator);
        forms.extend(B::schemas(generator));
        forms
    }

    fn columns() -> &'static [Column] {
        if A::columns().is_empty() { B::columns() } else { A::columns() }
    }
}

/// The answer of a verb that prints `P`.
pub struct Reply<'a, P> {
    output: Output<'a>,
    prints: PhantomData<P>,
}

impl<'a, P> Reply<'a, P> {
    const fn new(output: Output<'a>) -> Self {
        Self { output, prints: PhantomData }
    }

    /// What is to be printed.
    pub fn into_output(self) -> Output<'a> {
        self.output
    }

    /// Work that prints by itself.
    pub fn work(work: Work<'a>) -> Self {
        Self::new(Output::Work(work))
    }

    /// The same as the first of two things that the verb may print.
    pub fn first<Q>(self) -> Reply<'a, Either<P, Q>> {
        Reply::new(self.output)
    }

    /// The same as the second of two things that the verb may print.
    pub fn second<Q>(self) -> Reply<'a, Either<Q, P>> {
        Reply::new(self.output)
    }

    /// A sentence for a person who does not want the answer as data.
    pub fn sentence(text: String) -> Self {
        Self::new(Output::Text(text))
    }
}

impl<'a, T> Reply<'a, Rows<T>> {
    /// A list, read while it is printed.
    pub const fn list(listing: Listing<'a>) -> Self {
        Self::new(Output::List(listing))
    }

    /// Ends a list with the exit code that its rows come to.
    #[must_use]
    pub fn ending_with(self, code: Rc<Cell<u8>>) -> Self {
        match self.output {
            Output::List(listing) => Self::list(listing.ending_with(code)),
            other => Self::new(other),
        }
    }
}

impl Reply<'_, Text> {
    /// Text as it stands.
    pub const fn text(text: String) -> Self {
        Self::new(Output::Text(text))
    }

    /// What a program is told in place of text about a file that was written.
    pub const fn data(value: Value) -> Self {
        Self::new(Output::Object(value))
    }
}

impl<T: Serialize> Reply<'_, T> {
    pub fn object(value: &T) -> Result<Self> {
        to_value(value).map(Output::Object).map(Self::new)
    }

    /// A verdict: no is exit code 1.
    pub fn verdict(value: &T, yes: bool) -> Result<Self> {
        Ok(Self::new(Output::Answer { value: to_value(value)?, tree: None, code: u8::from(!yes) }))
    }

    /// An answer that a person reads as a tree.
    pub fn answer(value: &T, tree: Tree, code: u8) -> Result<Self> {
        Ok(Self::new(Output::Answer { value: to_value(value)?, tree: Some(tree), code }))
    }
}

impl<T: Serialize + Told> Reply<'_, Done<T>> {
    pub fn change(done: &Done<T>) -> Result<Self> {
        Self::revealing(done, Vec::new())
    }

    /// A change whose report holds secrets, shown this once.
    pub fn revealing(done: &Done<T>, secrets: Vec<String>) -> Result<Self> {
        let (report, lines) = (to_value(done)?, lines(done));
        let notices = done.notices.clone();
        Ok(Self::new(Output::Change { report, lines, notices, secrets, postscript: None, code: 0 }))
    }

    /// The same, where part could not be done and the rest stands.
    #[must_use]
    pub fn incomplete(mut self) -> Self {
        if let Output::Change { code, .. } = &mut self.output {
            *code = Kind::Incomplete.exit_code();
        }
        self
    }

    /// A change with more lines for a person.
    #[must_use]
    pub fn with_lines(mut self, more: Vec<String>) -> Self {
        if let Output::Change { lines, .. } = &mut self.output {
            lines.extend(more);
        }
        self
    }

    /// A change with something to tell a person beside it.
    #[must_use]
    pub fn with_postscript(mut self, text: String) -> Self {
        if let Output::Change { postscript, .. } = &mut self.output {
            *postscript = Some(text);
        }
        self
    }
}
