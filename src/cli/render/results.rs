//! What became of each of several objects, line by line.

use serde_json::Value;

use super::moves::{listed, names, text};

/// A line for each object, with what there is to tell of it; nothing for a single one that says no more than the
/// sentence.
pub fn lines(results: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for result in results {
        let mut more = Vec::new();
        endings(result, &mut more);
        let reason = ["error", "reason"].map(|key| text(result, key)).concat();
        if results.len() == 1 && more.is_empty() && reason.is_empty() {
            continue;
        }
        let reason = if reason.is_empty() { reason } else { format!(" ({reason})") };
        let status = match text(result, "status") {
            status if status == "done" && !more.is_empty() => String::new(),
            status if status.is_empty() => ran(result),
            status => format!(": {status}"),
        };
        lines.push(format!("  {}{status}{reason}", text(result, "object")));
        lines.extend(more);
    }
    lines
}

/// A line for each user who was deactivated by the way, and what that ends.
pub fn deactivations(deactivated: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for one in deactivated {
        lines.push(format!("  {}: inactive", text(one, "object")));
        endings(one, &mut lines);
    }
    lines
}

/// What a correlation rule came to.
fn ran(result: &Value) -> String {
    match (text(result, "skipped"), text(result, "incident")) {
        (skipped, _) if !skipped.is_empty() => ": not evaluated".to_owned(),
        (_, incident) if incident.is_empty() => format!(": {} new events, none fits", text(result, "seen_count")),
        (_, incident) => format!(": {} events fit, incident {incident}", text(result, "matched_count")),
    }
}

/// What a deactivation ends.
fn endings(result: &Value, lines: &mut Vec<String>) {
    let schedules = result.get("schedules_ending").and_then(Value::as_array).cloned().unwrap_or_default();
    let schedules: Vec<String> =
        schedules.iter().map(|one| format!("{} at {}", text(one, "name"), text(one, "at"))).collect();
    listed(lines, "schedules that end", &schedules);
    listed(lines, "tickets that become invalid", &names(result.get("tickets_invalid")));
    for (key, what) in [("sessions_ended", "sessions"), ("tokens_ended", "tokens"), ("links_ended", "links")] {
        if result.get(key).and_then(Value::as_i64).is_some_and(|count| count > 0) {
            lines.push(format!("    {what} ended: {}", text(result, key)));
        }
    }
}
