//! Columns of the log, of settings and of roles.

use serde_json::Value;

use crate::cli::render::tabular::{ListColumn, Tabular, more, shown};
use crate::domain::record;
use crate::service::role::{MatrixRow, RoleEntry};
use crate::service::settings::Setting;

impl Tabular for record::LogEntry {
    const COLUMNS: &'static [ListColumn] = &[
        shown("id"),
        shown("at"),
        more("action"),
        more("module"),
        shown("details"),
        shown("user"),
        more("role"),
        more("address"),
        more("outcome"),
        more("reason"),
        more("unit"),
        more("objects"),
        more("objects.kind"),
        more("objects.id"),
        more("objects.name"),
        more("changes"),
        more("changes.object"),
        more("changes.field"),
        more("changes.old"),
        more("changes.new"),
        more("hash"),
    ];

    /// What did not happen says so first.
    fn mark(key: &str, text: String, row: &Value) -> String {
        match row.get("outcome").and_then(Value::as_str) {
            Some(outcome) if key == "details" && outcome != "done" => {
                let action = row.get("action").and_then(Value::as_str).unwrap_or_default();
                format!("{outcome}: {action}: {text}")
            }
            _ => text,
        }
    }
}

impl Tabular for Setting {
    const COLUMNS: &'static [ListColumn] =
        &[shown("key"), shown("value"), more("default"), more("accepts"), shown("explanation")];

    fn mark(key: &str, text: String, row: &Value) -> String {
        match row.get(key) {
            Some(Value::Bool(on)) => if *on { "on" } else { "off" }.to_owned(),
            _ => text,
        }
    }
}

impl Tabular for RoleEntry {
    const COLUMNS: &'static [ListColumn] =
        &[shown("kind"), shown("name"), shown("action_count"), shown("implied_level"), more("implied_monitoring_role")];
}

impl Tabular for MatrixRow {
    const COLUMNS: &'static [ListColumn] = &[
        shown("action"),
        shown("role:manager"),
        shown("role:user-administrator"),
        shown("role:unit-manager"),
        shown("role:scanner"),
        shown("role:reader"),
        shown("role:auditor"),
        shown("role:remediation-user"),
        shown("role:contact"),
        more("level:default"),
        more("level:viewer"),
        more("level:manager"),
        more("level:admin"),
        more("project-role:viewer"),
        more("project-role:engineer"),
        more("project-role:admin"),
        more("monitoring-role:none"),
        more("monitoring-role:auditor"),
        more("monitoring-role:author"),
        more("monitoring-role:analyst"),
        more("monitoring-role:manager"),
    ];
}
