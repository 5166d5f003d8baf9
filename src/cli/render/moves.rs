//! The report of a move as an indented list.

use serde_json::Value;

use super::cell;

/// How many ranges or names a line holds before it says how many more there are.
const MOST: usize = 12;

/// The lines of a report: one block for each user, then what the units gain.
pub fn lines(moves: &[Value], units: &[Value]) -> Vec<String> {
    let mut lines = Vec::new();
    for report in moves {
        user(report, &mut lines);
    }
    for unit in units {
        let gained = unit.get("gained").cloned().unwrap_or_default();
        let gains = ["addresses", "domains", "appliances"].map(|what| (what, names(gained.get(what))));
        if gains.iter().any(|(_, names)| !names.is_empty()) {
            lines.push(format!("  unit {} as a whole gains:", text(unit, "name")));
            lines.extend(
                gains
                    .iter()
                    .filter(|(_, names)| !names.is_empty())
                    .map(|(what, names)| format!("    {what}: {}", short(names))),
            );
        }
    }
    lines
}

fn user(report: &Value, lines: &mut Vec<String>) {
    let place = |key| match text(report, key) {
        place if place.is_empty() => "unassigned".to_owned(),
        place => place,
    };
    lines.push(format!("  {}: {} -> {}", text(report, "user"), place("from"), place("to")));
    if !text(report, "promoted").is_empty() {
        lines.push("    becomes unit manager and primary contact".to_owned());
    }
    configs(report, lines);
    groups(report, lines);
    listed(lines, "needs a target now", &names(report.get("needs_target")));
    listed(lines, "tickets that become invalid", &names(report.get("tickets_invalid")));
    access(report, lines);
}

fn configs(report: &Value, lines: &mut Vec<String>) {
    let Some(configs) = report.get("configs") else { return };
    listed(lines, "configurations kept", &names(configs.get("kept")));
    listed(lines, "configurations deleted", &names(configs.get("deleted")));
    listed(lines, &format!("configurations to {}", text(configs, "to")), &handed(configs));
}

/// The names of configurations that changed hands; beside a new name stands the old one (MOVE-12).
pub(super) fn handed(configs: &Value) -> Vec<String> {
    let renamed = configs.get("renamed").and_then(Value::as_array).cloned().unwrap_or_default();
    let former = |name: &str| renamed.iter().find(|one| text(one, "to") == name).map(|one| text(one, "from"));
    let named = names(configs.get("transferred")).into_iter();
    named.map(|name| with_former(&name, &former(&name).unwrap_or_default())).collect()
}

/// A name, and the one before it if there was another.
pub(super) fn with_former(name: &str, former: &str) -> String {
    if former.is_empty() { name.to_owned() } else { format!("{name} (was {former})") }
}

fn groups(report: &Value, lines: &mut Vec<String>) {
    let Some(groups) = report.get("asset_groups") else { return };
    listed(lines, "asset groups kept", &names(groups.get("kept")));
    listed(lines, "asset groups added to the unit", &names(groups.get("added")));
    let pairs = |key: &str, show: &dyn Fn(&Value) -> String| -> Vec<String> {
        groups.get(key).and_then(Value::as_array).map(|items| items.iter().map(show).collect()).unwrap_or_default()
    };
    let copied = pairs("copied", &|copy| {
        format!("{} as {} (owner {})", text(copy, "from"), text(copy, "to"), text(copy, "owner"))
    });
    listed(lines, "asset groups copied", &copied);
    listed(lines, "asset groups left behind", &names(groups.get("left")));
    let given = pairs("transferred", &|group| format!("{} to {}", text(group, "name"), text(group, "to")));
    listed(lines, "asset groups transferred", &given);
    listed(lines, "asset groups deleted", &names(groups.get("deleted")));
}

fn access(report: &Value, lines: &mut Vec<String>) {
    let Some(access) = report.get("access") else { return };
    for what in ["addresses", "domains", "appliances"] {
        let Some(change) = access.get(what) else { continue };
        let (before, after) = (text(change, "before"), text(change, "after"));
        let (gained, lost) = (names(change.get("gained")), names(change.get("lost")));
        if before == after && gained.is_empty() && lost.is_empty() {
            continue;
        }
        lines.push(format!("    {what} within reach: {before} before, {after} after"));
        for (sign, names) in [("+", gained), ("-", lost)] {
            if !names.is_empty() {
                lines.push(format!("      {sign} {}", short(&names)));
            }
        }
    }
}

pub(super) fn listed(lines: &mut Vec<String>, what: &str, names: &[String]) {
    if !names.is_empty() {
        lines.push(format!("    {what}: {}", short(names)));
    }
}

fn short(names: &[String]) -> String {
    let shown = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST) {
        Some(rest) if rest > 0 => format!("{shown} and {rest} more (all of them with --json)"),
        _ => shown,
    }
}

pub(super) fn text(value: &Value, key: &str) -> String {
    value.get(key).map(cell::text).unwrap_or_default()
}

pub(super) fn names(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).map(|items| items.iter().map(cell::text).collect()).unwrap_or_default()
}
