//! Columns of configurations, scans and tickets.

use serde_json::Value;

use crate::cli::render::tabular::{ListColumn, Tabular, is_true, more, shown};
use crate::domain::record;

impl Tabular for record::Config {
    const COLUMNS: &'static [ListColumn] = &[
        shown("id"),
        shown("kind"),
        shown("name"),
        shown("owner"),
        more("global"),
        more("targets"),
        shown("needs_target"),
        more("content"),
        more("map"),
        more("active"),
        more("next_launch_at"),
        more("recurrence"),
        more("recurrence.frequency"),
        more("recurrence.time"),
        more("recurrence.time_zone"),
    ];
}

/// A schedule: a configuration, seen by its launch time.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Schedule(pub record::Config);

impl Tabular for Schedule {
    const COLUMNS: &'static [ListColumn] = &[
        more("id"),
        more("kind"),
        shown("name"),
        more("owner"),
        more("global"),
        more("targets"),
        shown("needs_target"),
        more("content"),
        more("map"),
        shown("active"),
        shown("next_launch_at"),
        more("recurrence"),
        more("recurrence.frequency"),
        more("recurrence.time"),
        more("recurrence.time_zone"),
    ];

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "active")
    }
}

impl Tabular for record::Ticket {
    const COLUMNS: &'static [ListColumn] = &[
        shown("id"),
        shown("address"),
        shown("title"),
        shown("severity"),
        shown("state"),
        shown("assignee"),
        more("valid"),
        more("invalid_reason"),
        more("created_at"),
    ];

    /// Invalid tickets bear a mark after the address (TICK-1).
    fn mark(key: &str, text: String, row: &Value) -> String {
        if key == "address" && !is_true(row, "valid") { format!("{text} *") } else { text }
    }

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "valid")
    }
}

impl Tabular for record::Scan {
    const COLUMNS: &'static [ListColumn] = &[
        shown("id"),
        shown("kind"),
        shown("title"),
        shown("owner"),
        shown("state"),
        more("targets"),
        more("schedule"),
        more("created_at"),
        more("finished_at"),
        more("result"),
    ];

    fn is_faint(row: &Value) -> bool {
        row.get("state").and_then(Value::as_str) == Some("cancelled")
    }
}

impl Tabular for record::RemediationPolicy {
    const COLUMNS: &'static [ListColumn] =
        &[more("id"), shown("name"), shown("unit"), shown("assignee"), more("comments")];
}

impl Tabular for record::AuthRecord {
    const COLUMNS: &'static [ListColumn] =
        &[more("id"), shown("name"), shown("technology"), shown("account"), shown("targets"), more("comments")];
}
