//! The one error type: what happened, which rule, what to type next.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::error_kind::Kind;
use super::mistake::Mistake;
use super::open_question::Question;

/// What went wrong, for a person and for a script. Boxed, so that results stay small.
#[derive(Debug, Clone)]
pub struct Error(Box<Fault>);

/// The parts of an error.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The class.
    pub kind: Kind,
    /// A stable word, the class's own or a finer one.
    pub code: &'static str,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// The rule that refused, such as `UNIT-5`.
    pub rule: Option<&'static str>,
    /// What to type next, one action each.
    pub hints: Vec<String>,
    /// The column of a row that it is about.
    pub about: Option<&'static str>,
    /// What would fit in place of a value that does not.
    pub expected: Option<String>,
    /// Every mistake of an input file, in its order.
    pub mistakes: Vec<Mistake>,
    /// The question that is still open.
    pub question: Option<Box<Question>>,
    /// What caused it, for defects.
    pub source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The result of everything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of the given class.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Fault {
            kind,
            code: kind.code(),
            message: message.into(),
            rule: None,
            hints: Vec::new(),
            about: None,
            expected: None,
            mistakes: Vec::new(),
            question: None,
            source: None,
        }))
    }

    /// Grammar, or a missing answer.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Nothing of that name is there, or may be viewed.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Kind::NotFound, message)
    }

    /// A rule refuses it.
    pub fn conflict(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(Kind::Conflict, message).rule(rule)
    }

    /// The actor may not.
    pub fn not_permitted(message: impl Into<String>) -> Self {
        Self::new(Kind::NotPermitted, message)
    }

    /// A malformed or unlisted value.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, message)
    }

    /// A defect: what should not have happened.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Kind::Internal, message)
    }

    /// Sets the finer code.
    #[must_use]
    pub fn code(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    /// Names the rule.
    #[must_use]
    pub fn rule(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Tells the column that it is about, unless that is known.
    #[must_use]
    pub fn about(mut self, column: &'static str) -> Self {
        self.about = self.about.or(Some(column));
        self
    }

    /// Tells what would fit.
    #[must_use]
    pub fn expects(mut self, what: impl Into<String>) -> Self {
        self.expected = Some(what.into());
        self
    }

    /// The same error about a line of the input.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.message = format!("line {line}: {}", self.message);
        self
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint if there is one.
    #[must_use]
    pub fn hint_maybe(mut self, hint: Option<String>) -> Self {
        self.hints.extend(hint);
        self
    }

    /// Keeps the cause.
    #[must_use]
    pub fn source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// A question without an answer, where nobody can be asked.
    pub fn open_question(question: Question, rule: &'static str) -> Self {
        let words = if question.answers.is_empty() { "VALUE".to_owned() } else { question.answers.join("|") };
        let mut error = Self::usage(format!("an answer is missing: {}", question.text))
            .rule(rule)
            .hint(format!("add `--{} {words}`", question.flag));
        error.question = Some(Box::new(question));
        error
    }
}

/// Tells what of a row a result is about.
pub trait About {
    /// Tells the column that an error is about, unless that is known.
    #[must_use]
    fn about(self, column: &'static str) -> Self;
}

impl<T> About for Result<T> {
    fn about(self, column: &'static str) -> Self {
        self.map_err(|error| error.about(column))
    }
}

impl Deref for Error {
    type Target = Fault;
    fn deref(&self) -> &Fault {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Fault {
        &mut self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The error as scripts read it.
#[derive(Serialize, JsonSchema)]
struct ErrorObject<'a> {
    code: &'a str,
    message: &'a str,
    hints: &'a [String],
    rule: Option<&'a str>,
    exit_code: u8,
    #[serde(skip_serializing_if = "<[Mistake]>::is_empty")]
    mistakes: &'a [Mistake],
}

impl JsonSchema for Error {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Error".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        ErrorObject::json_schema(generator)
    }
}

impl Serialize for Error {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        ErrorObject {
            code: self.code,
            message: &self.message,
            hints: &self.hints,
            rule: self.rule,
            exit_code: self.kind.exit_code(),
            mistakes: &self.mistakes,
        }
        .serialize(serializer)
    }
}
