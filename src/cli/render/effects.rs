//! Who gains and loses which rights, line by line (GRP-2).

use serde_json::Value;

use super::moves::{listed, names, text};

/// A line for each user, and below it what changed.
pub fn lines(effects: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for effect in effects {
        lines.push(format!("  {}", text(effect, "user")));
        let level = effect.get("effective_level").cloned().unwrap_or_default();
        if text(&level, "before") != text(&level, "after") {
            lines.push(format!("    level: {} -> {}", text(&level, "before"), text(&level, "after")));
        }
        for project in effect.get("projects").and_then(Value::as_array).into_iter().flatten() {
            let role = |key| match text(project, key) {
                role if role.is_empty() => "none".to_owned(),
                role => role,
            };
            let name = match text(project, "project") {
                name if name == "*" => "all projects".to_owned(),
                name => format!("project {name}"),
            };
            lines.push(format!("    {name}: {} -> {}", role("before"), role("after")));
        }
    }
    lines
}

/// A line for each user whose tag scope covers more or less, and below it what (SCOPE-1, TAG-3).
pub fn scope_lines(scopes: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for scope in scopes {
        lines.push(format!("  {}", text(scope, "user")));
        listed(&mut lines, "covers now", &names(scope.get("gained")));
        listed(&mut lines, "covers no more", &names(scope.get("lost")));
        if scope.get("left_without").and_then(Value::as_bool) == Some(true) {
            lines.push("    is left without a tag, and so without monitoring".to_owned());
        }
    }
    lines
}

/// A line for each reviewer whose scope no longer contains the creator's (FIM-14).
pub fn review_lines(gaps: &[Value]) -> Vec<String> {
    let line = |gap: &Value| {
        format!(
            "  {} {} `{}`: {} no longer sees all that its creator sees",
            text(gap, "kind"),
            text(gap, "id"),
            text(gap, "name"),
            text(gap, "reviewer")
        )
    };
    gaps.iter().map(line).collect()
}
