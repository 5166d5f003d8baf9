//! What one of several mistakes says; files and their rows word it (`sheet::mistake`).

use schemars::JsonSchema;
use serde::Serialize;

use super::error_kind::Kind;

/// A mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mistake {
    /// The file.
    pub file: Option<String>,
    /// The line, where lines are counted.
    pub line: Option<u64>,
    /// The place of the row, where rows are counted.
    pub row: Option<u64>,
    /// The column, or the key.
    pub column: Option<String>,
    /// What stands there.
    pub value: Option<String>,
    /// What would fit there, where that can be said.
    pub expected: Option<String>,
    /// What is wrong.
    pub message: String,
    /// A stable word.
    pub code: &'static str,
    /// The rule.
    pub rule: Option<&'static str>,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The class of the error.
    #[serde(skip)]
    pub kind: Kind,
}
