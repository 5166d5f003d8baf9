//! The commands as the help of the program groups them.

/// What belongs together, under one heading.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("People", &["user", "group", "role", "contact"]),
    ("Assets", &["asset", "asset-group", "domain", "appliance", "tags"]),
    (
        "Work",
        &[
            "config",
            "schedule",
            "scan",
            "report",
            "ticket",
            "remediation-policy",
            "auth-record",
            "project",
            "engine",
            "rule",
            "requirement",
            "integration",
        ],
    ),
    ("Monitoring", &["fim"]),
    ("Asking", &["access", "log", "op", "diff"]),
    ("The way back", &["undo", "redo"]),
    ("Organisation", &["bu", "settings", "outbox"]),
    ("Yourself", &["login", "logout", "whoami", "account", "redeem", "reset-password"]),
    ("Many at once", &["import", "export", "batch"]),
    ("File", &["init", "demo", "db", "recover"]),
    ("This program", &["help", "man", "schema", "completions"]),
];

/// The groups with a line for each command.
pub fn grouped(root: &clap::Command) -> String {
    let mut text = String::new();
    for (heading, words) in GROUPS {
        text.push_str(&format!("{heading}:\n"));
        for word in *words {
            let about = root.find_subcommand(word).and_then(clap::Command::get_about);
            text.push_str(&format!("  {word:<18}  {}\n", about.map(ToString::to_string).unwrap_or_default()));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::commands::Command;

    #[test]
    fn every_command_stands_in_one_group() {
        let mut grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        grouped.sort_unstable();
        let mut all: Vec<&str> = Command::WORDS.iter().copied().filter(|word| !word.starts_with("__")).collect();
        all.sort_unstable();
        assert_eq!(grouped, all);
    }
}
