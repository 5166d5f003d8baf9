//! The report of a deletion as an indented list (DEL-6).

use serde_json::Value;

use super::moves::{handed, listed, names, text, with_former};

/// The lines of a report: one block for each user.
pub fn lines(deletions: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for report in deletions {
        user(report, &mut lines);
    }
    lines
}

fn user(report: &Value, lines: &mut Vec<String>) {
    lines.push(format!("  {}", text(report, "user")));
    let configs = report.get("configs").cloned().unwrap_or_default();
    listed(lines, &format!("configurations to {}", text(&configs, "to")), &handed(&configs));
    listed(lines, "configurations deleted", &names(configs.get("deleted")));
    let reassigned = report.get("reassigned").and_then(Value::as_array).cloned().unwrap_or_default();
    for one in &reassigned {
        let name = with_former(&text(one, "name"), &text(one, "former_name"));
        lines.push(format!("    {} `{name}` to {}", text(one, "kind"), text(one, "to")));
    }
    listed(lines, "needs a target now", &names(report.get("needs_target")));
    let results = report.get("results").cloned().unwrap_or_default();
    for key in ["kept", "deleted", "cancelled"] {
        if results.get(key).and_then(Value::as_i64).is_some_and(|count| count > 0) {
            lines.push(format!("    results {key}: {}", text(&results, key)));
        }
    }
    listed(lines, "remediation policies reset", &names(report.get("policies_reset")));
    if let Some(count) = report.get("hidden_policies_reset").and_then(Value::as_u64).filter(|count| *count > 0) {
        lines.push(format!("    remediation policies reset that you may not view: {count}"));
    }
    listed(lines, "tickets left without assignee", &names(report.get("tickets_invalid")));
    for (key, label) in [("monitoring_kept", "stays, for managers"), ("reviews_ended", "reviewer no more")] {
        let things = report.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let things: Vec<String> =
            things.iter().map(|one| format!("{} `{}`", text(one, "kind"), text(one, "name"))).collect();
        listed(lines, label, &things);
    }
    if let Some(count) = report.get("hidden_monitoring").and_then(Value::as_u64).filter(|count| *count > 0) {
        lines.push(format!("    things in monitoring that you may not view: {count}"));
    }
    listed(lines, "groups left", &names(report.get("groups")));
    let projects = report.get("projects").and_then(Value::as_array).cloned().unwrap_or_default();
    let projects: Vec<String> =
        projects.iter().map(|entry| format!("{} ({})", text(entry, "project"), text(entry, "role"))).collect();
    listed(lines, "projects left", &projects);
}
