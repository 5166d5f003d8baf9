//! Which keys each kind of row has, and which of them a table shows.

use serde_json::Value;

use crate::domain::record;
use crate::service::role::{MatrixRow, RoleEntry};
use crate::service::settings::Setting;

/// A key of a row.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The JSON key; dotted for a key of a nested object.
    pub key: &'static str,
    /// Whether tables show it unless told otherwise.
    pub shown: bool,
}

const fn shown(key: &'static str) -> Column {
    Column { key, shown: true }
}

const fn more(key: &'static str) -> Column {
    Column { key, shown: false }
}

/// Something that lists print.
pub trait Tabular {
    /// Its keys in the order in which they are printed.
    const COLUMNS: &'static [Column];

    /// The text of a cell, with the marks that tables put on it.
    fn mark(_key: &str, text: String, _row: &Value) -> String {
        text
    }

    /// Whether a table shows the row in grey.
    fn is_faint(_row: &Value) -> bool {
        false
    }
}

fn is_true(row: &Value, key: &str) -> bool {
    row.get(key) == Some(&Value::Bool(true))
}

impl Tabular for record::User {
    const COLUMNS: &'static [Column] = &[
        more("id"),
        shown("login"),
        more("first_name"),
        more("last_name"),
        more("email"),
        more("title"),
        more("phone"),
        more("external_id"),
        shown("role"),
        shown("unit"),
        more("level"),
        more("effective_level"),
        more("monitoring_role"),
        more("effective_monitoring_role"),
        shown("status"),
        more("permissions"),
        more("groups"),
        more("projects"),
        more("projects.project"),
        more("projects.role"),
        more("asset_groups"),
        more("tag_scope"),
        more("primary_contact"),
        more("api_only"),
        more("password_never_expires"),
        more("must_change_password"),
        more("notifications"),
        more("notifications.scans"),
        more("notifications.tickets"),
        more("time_zone"),
        more("created_at"),
        more("created_by"),
        more("last_login_at"),
    ];

    /// Primary contacts bear a mark (UNIT-6).
    fn mark(key: &str, text: String, row: &Value) -> String {
        if key == "login" && is_true(row, "primary_contact") { format!("{text} *") } else { text }
    }

    fn is_faint(row: &Value) -> bool {
        row.get("status").and_then(Value::as_str) == Some("inactive")
    }
}

impl Tabular for record::Unit {
    const COLUMNS: &'static [Column] = &[
        more("id"),
        shown("name"),
        more("division"),
        more("location"),
        more("comments"),
        shown("primary_contact"),
        shown("user_count"),
        more("asset_groups"),
        shown("new_ip_limit"),
        more("new_ips_used"),
    ];

    fn mark(key: &str, text: String, _row: &Value) -> String {
        if key == "primary_contact" && !text.is_empty() { format!("{text} *") } else { text }
    }
}

impl Tabular for record::AssetGroup {
    const COLUMNS: &'static [Column] = &[
        more("id"),
        shown("name"),
        shown("owner"),
        shown("origin"),
        shown("units"),
        more("addresses"),
        more("domains"),
        more("appliances"),
        more("assigned_to"),
        more("business_impact"),
        more("comments"),
    ];
}

impl Tabular for record::Asset {
    const COLUMNS: &'static [Column] = &[
        more("id"),
        shown("name"),
        shown("address"),
        more("dns_name"),
        shown("os"),
        more("attributes"),
        shown("tags"),
        more("tags_by_rule"),
        shown("asset_groups"),
    ];
}

impl Tabular for record::Domain {
    const COLUMNS: &'static [Column] = &[more("id"), shown("name"), shown("asset_groups")];
}

impl Tabular for record::Appliance {
    const COLUMNS: &'static [Column] = &[more("id"), shown("name"), shown("owner"), shown("asset_groups")];
}

impl Tabular for record::Config {
    const COLUMNS: &'static [Column] = &[
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
#[derive(Debug, serde::Serialize)]
#[serde(transparent)]
pub struct Schedule(pub record::Config);

impl Tabular for Schedule {
    const COLUMNS: &'static [Column] = &[
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
    const COLUMNS: &'static [Column] = &[
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
    const COLUMNS: &'static [Column] = &[
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
    const COLUMNS: &'static [Column] = &[more("id"), shown("name"), shown("unit"), shown("assignee"), more("comments")];
}

impl Tabular for record::AuthRecord {
    const COLUMNS: &'static [Column] =
        &[more("id"), shown("name"), shown("technology"), shown("account"), shown("targets"), more("comments")];
}

impl Tabular for record::OutboxMail {
    const COLUMNS: &'static [Column] = &[
        shown("id"),
        shown("kind"),
        shown("recipient"),
        more("user"),
        shown("state"),
        more("attempts"),
        more("created_at"),
        more("next_attempt_at"),
        more("sent_at"),
        shown("last_error"),
    ];

    fn is_faint(row: &Value) -> bool {
        row.get("state").and_then(Value::as_str) == Some("cancelled")
    }
}

impl Tabular for record::Session {
    const COLUMNS: &'static [Column] = &[
        shown("id"),
        more("login"),
        more("created_at"),
        shown("last_seen_at"),
        shown("address"),
        shown("client"),
        shown("current"),
    ];
}

impl Tabular for record::ApiToken {
    const COLUMNS: &'static [Column] = &[
        more("id"),
        more("login"),
        shown("name"),
        shown("allow"),
        more("created_at"),
        more("created_by"),
        shown("expires_at"),
        shown("last_used_at"),
    ];
}

impl Tabular for record::Group {
    const COLUMNS: &'static [Column] = &[
        more("id"),
        shown("name"),
        shown("description"),
        shown("level"),
        shown("members"),
        more("projects"),
        more("projects.project"),
        more("projects.role"),
    ];
}

impl Tabular for record::Project {
    const COLUMNS: &'static [Column] = &[
        more("id"),
        shown("name"),
        shown("description"),
        shown("state"),
        more("members"),
        more("members.kind"),
        more("members.name"),
        more("members.role"),
    ];

    fn is_faint(row: &Value) -> bool {
        row.get("state").and_then(Value::as_str) == Some("archived")
    }
}

impl Tabular for record::Tag {
    const COLUMNS: &'static [Column] = &[
        more("id"),
        shown("name"),
        shown("parent"),
        more("color"),
        shown("description"),
        shown("rule"),
        shown("asset_count"),
    ];
}

impl Tabular for record::LogEntry {
    const COLUMNS: &'static [Column] = &[
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
    const COLUMNS: &'static [Column] =
        &[shown("key"), shown("value"), more("default"), more("accepts"), shown("explanation")];

    fn mark(key: &str, text: String, row: &Value) -> String {
        match row.get(key) {
            Some(Value::Bool(on)) => if *on { "on" } else { "off" }.to_owned(),
            _ => text,
        }
    }
}

impl Tabular for RoleEntry {
    const COLUMNS: &'static [Column] =
        &[shown("kind"), shown("name"), shown("action_count"), shown("implied_level"), more("implied_monitoring_role")];
}

impl Tabular for MatrixRow {
    const COLUMNS: &'static [Column] = &[
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
