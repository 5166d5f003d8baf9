//! Who is told.

use crate::domain::Result;

/// Who reads what is reported of a change: what nobody reads need not be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    Nobody,
    /// Sentences, and what the verb has to tell beside.
    Person,
    /// Every key.
    Program,
}

impl Reader {
    /// All of a thing, if somebody reads every key of it; what is known already for everybody else.
    pub fn told<T>(self, known: T, all: impl FnOnce() -> Result<T>) -> Result<T> {
        if self == Self::Program { all() } else { Ok(known) }
    }
}
