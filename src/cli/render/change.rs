//! What a change looks like to a person: a sentence, and what else there is to report.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{cell, deletions, effects, moves, results};
use crate::domain::{Error, Result};
use crate::service::Done;
use crate::service::report::ChangeStatus;

/// Keys that stand in every report, or that the sentence has said already.
const SAID: &[&str] = &[
    "action",
    "status",
    "dry_run",
    "operation",
    "notices",
    "created_count",
    "updated_count",
    "unchanged_count",
    "skipped_count",
    "failed_count",
    "sent_count",
    "moves",
    "units",
    "deletions",
    "deactivated",
    "effects",
    "scopes",
    "review_gaps",
    "published_count",
    "published_profile_count",
    "results",
];

/// The sentence and the report, line by line.
///
/// # Errors
/// `internal` if the report cannot be read.
pub fn lines<T: Serialize>(done: &Done<T>) -> Result<Vec<String>> {
    let mut lines = vec![sentence(done)];
    let value =
        serde_json::to_value(done).map_err(|error| Error::internal("a report could not be read").source(error))?;
    if let Value::Object(report) = value {
        lines.extend(details(&report));
    }
    Ok(lines)
}

fn sentence<T>(done: &Done<T>) -> String {
    match done.status {
        ChangeStatus::Done => done.sentence.text(done.dry_run),
        ChangeStatus::Unchanged if done.dry_run => "nothing would change".to_owned(),
        ChangeStatus::Unchanged => "nothing to change".to_owned(),
    }
}

fn details(report: &Map<String, Value>) -> Vec<String> {
    let array = |key: &str| report.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut lines = moves::lines(&array("moves"), &array("units"));
    lines.extend(deletions::lines(&array("deletions")));
    lines.extend(effects::lines(&array("effects")));
    lines.extend(effects::scope_lines(&array("scopes")));
    lines.extend(effects::review_lines(&array("review_gaps")));
    lines.extend(results::lines(&array("results")));
    lines.extend(results::deactivations(&array("deactivated")));
    let rest = report.iter().filter(|(key, _)| !SAID.contains(&key.as_str()));
    for (key, value) in rest {
        let worth_telling = match value {
            Value::Array(items) => !items.is_empty() && !items.iter().any(Value::is_object),
            Value::Number(number) => number.as_i64() != Some(0),
            Value::Object(_) if key == "loaded" => true,
            _ => false,
        };
        if worth_telling {
            lines.push(format!("  {}: {}", key.replace('_', " "), cell::text(value)));
        }
    }
    lines
}
