//! Columns of accounts and of what they belong to.

use serde_json::Value;

use crate::cli::render::tabular::{ListColumn, Tabular, is_true, more, shown};
use crate::domain::record;

impl Tabular for record::User {
    const COLUMNS: &'static [ListColumn] = &[
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
    const COLUMNS: &'static [ListColumn] = &[
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

impl Tabular for record::OutboxMail {
    const COLUMNS: &'static [ListColumn] = &[
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
    const COLUMNS: &'static [ListColumn] = &[
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
    const COLUMNS: &'static [ListColumn] = &[
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
    const COLUMNS: &'static [ListColumn] = &[
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
    const COLUMNS: &'static [ListColumn] = &[
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
