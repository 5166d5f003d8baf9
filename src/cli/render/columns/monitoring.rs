//! Columns of monitoring.

use serde_json::Value;

use crate::cli::render::tabular::{ListColumn, Tabular, is_true, more, shown};
use crate::domain::record;

impl Tabular for record::Profile {
    const COLUMNS: &'static [ListColumn] = &[
        more("id"),
        shown("name"),
        more("description"),
        shown("paths"),
        shown("tags"),
        shown("active"),
        shown("creator"),
        more("created_at"),
    ];

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "active")
    }
}

impl Tabular for record::Event {
    const COLUMNS: &'static [ListColumn] = &[
        shown("id"),
        shown("at"),
        shown("asset"),
        more("address"),
        shown("path"),
        shown("action"),
        shown("severity"),
        more("process"),
        more("ignored"),
    ];

    /// Once the asset is gone, its address tells which it was (AG-8).
    fn mark(key: &str, text: String, row: &Value) -> String {
        match row.get("address").and_then(Value::as_str) {
            Some(address) if key == "asset" && text.is_empty() => address.to_owned(),
            _ => text,
        }
    }

    fn is_faint(row: &Value) -> bool {
        is_true(row, "ignored")
    }
}

impl Tabular for record::Incident {
    const COLUMNS: &'static [ListColumn] = &[
        shown("id"),
        shown("title"),
        more("state"),
        shown("approval"),
        more("comment"),
        shown("creator"),
        shown("reviewers"),
        shown("event_count"),
        more("rule"),
        more("created_at"),
        more("reviewed_by"),
        more("reviewed_at"),
    ];

    fn is_faint(row: &Value) -> bool {
        row.get("state").and_then(Value::as_str) == Some("closed")
    }
}

impl Tabular for record::CorrelationRule {
    const COLUMNS: &'static [ListColumn] = &[
        more("id"),
        shown("name"),
        more("description"),
        shown("when"),
        shown("active"),
        shown("creator"),
        shown("reviewers"),
        more("incident_count"),
        more("created_at"),
    ];

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "active")
    }
}

impl Tabular for record::Report {
    const COLUMNS: &'static [ListColumn] = &[
        more("id"),
        shown("name"),
        shown("content"),
        shown("format"),
        more("when"),
        shown("state"),
        more("error"),
        shown("row_count"),
        more("creator"),
        more("rule"),
        more("created_at"),
        shown("produced_at"),
    ];
}

impl Tabular for record::ReportRule {
    const COLUMNS: &'static [ListColumn] = &[
        more("id"),
        shown("name"),
        shown("content"),
        shown("format"),
        more("when"),
        shown("active"),
        shown("next_run_at"),
        more("recurrence"),
        more("recurrence.frequency"),
        more("recurrence.time"),
        more("recurrence.time_zone"),
        more("creator"),
        more("created_at"),
    ];

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "active")
    }
}
