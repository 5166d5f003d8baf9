//! Moments of the past, as `--at` names them (TIME-1).

use std::str::FromStr;

use super::error::Error;
use super::id::Id;
use super::moment::Moment;
use super::text::printable;

/// When something was so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At a time; at the end of a date.
    At(Moment),
    /// Right after an operation, or a log entry.
    After(Id),
    /// Right before an operation.
    Before(Id),
}

impl FromStr for When {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Self, Error> {
        let word = typed.trim();
        let operation = |id: &str| {
            id.parse().map_err(|_| {
                Error::invalid(format!("`{}` names no operation", printable(word)))
                    .rule("TIME-1")
                    .hint("such as `op:57`; which there are: `provost op list`")
            })
        };
        if let Some(id) = word.strip_prefix("before-op:") {
            return operation(id).map(Self::Before);
        }
        if let Some(id) = word.strip_prefix("op:") {
            return operation(id).map(Self::After);
        }
        word.parse().map(Self::At).map_err(|error: Error| error.hint("or an operation: `op:57`, `before-op:57`"))
    }
}
