//! What stands though its output is lost.

use serde_json::Value;

use super::output::Output;
use crate::domain::{Error, Id, Kind};

/// A change that is done before it is told of: it stands, whatever becomes of its output.
#[derive(Debug, Default)]
pub struct Standing {
    operation: Option<Id>,
    /// How what is shown but once is had again; empty: nothing was to be shown.
    again: Vec<String>,
}

impl Standing {
    /// What stands of an output; none if nothing was changed.
    pub fn of(output: &Output<'_>) -> Option<Self> {
        let Output::Change { report, secrets, .. } = output else { return None };
        let operation = report.get("operation").and_then(Value::as_i64)?;
        let action = report.get("action").and_then(Value::as_str).unwrap_or_default();
        let again = if secrets.is_empty() { Vec::new() } else { shown_again(action) };
        Some(Self { operation: Some(operation), again })
    }

    /// What stands of an operation that shows no secret.
    pub const fn of_operation(operation: Id) -> Self {
        Self { operation: Some(operation), again: Vec::new() }
    }

    /// The error for its output that could not be written.
    pub fn lost(&self, error: Error) -> Error {
        if error.kind != Kind::Unusable {
            return error;
        }
        let what = self.operation.map_or_else(|| "what was done".to_owned(), |id| format!("operation {id}"));
        let mut lost = Error::new(Kind::Incomplete, format!("{what} stands, but {}", error.message));
        lost.hints.push(match self.operation {
            Some(id) => format!("see what it did: `provost log show {id}`"),
            None => "see what was done: `provost log list`".to_owned(),
        });
        lost.hints.extend(self.again.iter().cloned());
        lost
    }
}

/// How a secret is had again that was to be shown by an action.
fn shown_again(action: &str) -> Vec<String> {
    let next = match action {
        "user.add" | "user.invite" => "make a new link: `provost user invite LOGIN --no-mail`",
        "user.password" => "make a new link: `provost user password LOGIN --no-mail`",
        "user.token" => "revoke the token, and add another: `provost user token revoke LOGIN NAME`",
        "recover" => "make a new token: `provost recover`",
        _ => "ask an administrator for a reset: `provost user password LOGIN`",
    };
    vec!["what is shown only once is lost with it".to_owned(), next.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::render::closing::io_error;

    fn full() -> Error {
        io_error(std::io::Error::from(std::io::ErrorKind::StorageFull))
    }

    #[test]
    fn a_change_stands_and_says_how_to_get_what_was_lost() {
        let change = |operation: Value, secrets: &[&str]| Output::Change {
            report: serde_json::json!({"action": "user.add", "operation": operation}),
            lines: Vec::new(),
            notices: Vec::new(),
            secrets: secrets.iter().map(|secret| (*secret).to_owned()).collect(),
            postscript: None,
            code: 0,
        };
        let lost = Standing::of(&change(7.into(), &["T"])).unwrap().lost(full());
        assert_eq!((lost.kind, lost.hints.len()), (Kind::Incomplete, 3), "{lost:?}");
        assert!(lost.message.starts_with("operation 7 stands, but the output cannot be written"));
        assert_eq!(Standing::of(&change(7.into(), &[])).unwrap().lost(full()).hints.len(), 1);
        assert!(Standing::of(&change(Value::Null, &["T"])).is_none(), "nothing was changed");
        assert_eq!(full().code, "disk-full");
    }
}
