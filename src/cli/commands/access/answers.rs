//! How answers read, and rows of them.

use serde_json::Value;

use crate::cli::render::Tree;
use crate::cli::render::tabular::{Column, Tabular, more, shown};
use crate::service::access::assets::InSight;
use crate::service::access::check::{Answer, Line};
use crate::service::access::explain::Explanation;
use crate::service::access::list::Held;
use crate::service::access::who::Holder;

/// Yes or no, in a sentence.
pub fn sentence(answer: &Answer) -> String {
    let verdict = if answer.allowed { "yes" } else { "no" };
    let may = if answer.allowed { "may" } else { "may not" };
    let object = answer.object.as_ref().map(|object| format!(" on {object}")).unwrap_or_default();
    let reason = if answer.allowed { String::new() } else { format!(" ({})", answer.reason_code) };
    format!("{verdict}: {} {may} do {}{object}{reason}", answer.user, answer.action)
}

/// The grounds of an answer as a tree.
pub fn tree(explanation: &Explanation) -> Tree {
    let mut tree = Tree::leaf(sentence(&explanation.answer));
    tree.hang("needs one of", explanation.needs.iter().cloned());
    let path = |path: &crate::service::access::explain::GrantingPath| {
        format!("{} ({}){}", path.via, path.grants, if path.decides { " <- decides" } else { "" })
    };
    let granted = if explanation.answer.allowed { "granted by" } else { "would be granted by" };
    tree.hang(granted, explanation.paths.iter().map(path));
    let limit = |limit: &crate::service::access::explain::Limit| {
        format!("{} {}: {}", if limit.passed { "passed" } else { "FAILED" }, limit.kind, limit.name)
    };
    tree.hang("limits", explanation.limits.iter().map(limit));
    tree.hang("near misses", explanation.near_misses.iter().cloned());
    tree.hang("what would help", explanation.fixes.iter().cloned());
    tree
}

impl Tabular for Line {
    const COLUMNS: &'static [Column] =
        &[shown("allowed"), shown("user"), shown("action"), shown("object"), shown("reason_code"), more("error")];

    /// What could not be answered says why.
    fn mark(key: &str, text: String, row: &Value) -> String {
        match row.get("error").and_then(Value::as_str) {
            Some(error) if key == "reason_code" => error.to_owned(),
            _ => text,
        }
    }
}

impl Tabular for Held {
    const COLUMNS: &'static [Column] = &[shown("action"), shown("reach"), shown("object"), shown("via")];
}

impl Tabular for Holder {
    const COLUMNS: &'static [Column] = &[shown("login"), shown("reach"), shown("via")];
}

impl Tabular for InSight {
    const COLUMNS: &'static [Column] = &[shown("address"), shown("name"), shown("via")];
}
