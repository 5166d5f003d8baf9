//! Who gains and loses which rights, line by line (GRP-2).

use serde_json::Value;

use super::moves::text;

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
