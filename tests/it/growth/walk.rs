//! Every verb is run in a small organisation and in a large one, and the engine's steps are compared: whatever touches one object
//! or a page costs the same in both, and what grows is named with its reason.

use std::collections::BTreeMap;

use provost::store::engine::recorder::counted;

use super::dimensions::{DIMENSIONS, grow};
use crate::examples::{examples, prepare, run_example, verbs};
use crate::sandbox::Sandbox;

/// The sample organisation with N more of everything.
fn organisation(count: usize) -> Sandbox {
    grown(count, &DIMENSIONS.iter().map(|(_, sql)| *sql).collect::<Vec<_>>())
}

fn grown(count: usize, dimensions: &[&str]) -> Sandbox {
    let sandbox = Sandbox::acme();
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    db.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    for sql in dimensions {
        grow(&db, sql, count);
    }
    sandbox
}

/// The steps of the example of a verb in that organisation; of a list, of its first page.
fn steps(organisation: &Sandbox, path: &str, command: &clap::Command) -> BTreeMap<String, u64> {
    let example = examples(command).remove(0).replace(" --dry-run", " --yes");
    let sandbox = prepare(organisation.copy(), path);
    let is_list = command.get_arguments().any(|argument| argument.get_long() == Some("limit"));
    let more: &[&str] = if is_list && !example.contains("--limit") { &["--limit", "3"] } else { &[] };
    let (outcome, count) = counted(|| run_example(&sandbox, &example, "", more));
    if outcome.code > 1 {
        eprintln!("{path}: {example}: {}", outcome.stderr);
    }
    count
}

fn total(steps: &BTreeMap<String, u64>) -> u64 {
    steps.values().sum()
}

/// The statements that take more in the larger of two organisations.
fn growing(few: &BTreeMap<String, u64>, many: &BTreeMap<String, u64>) -> Vec<String> {
    let more = |(sql, count): (&String, &u64)| {
        let before = few.get(sql).copied().unwrap_or_default();
        let line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        (*count > before + 80).then(|| format!("{before} -> {count}: {line}"))
    };
    many.iter().filter_map(more).collect()
}

#[test]
#[ignore = "prints"]
fn each() {
    let only = std::env::var("VERBS").unwrap_or_default();
    let mut causes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, sql) in DIMENSIONS {
        let (few, many) = (grown(3, &[sql]), grown(100, &[sql]));
        for (path, command) in verbs() {
            if !only.is_empty() && !only.split(',').any(|one| one == path) {
                continue;
            }
            let (small, large) = (steps(&few, &path, &command), steps(&many, &path, &command));
            if total(&large) as f64 > total(&small) as f64 * 1.2 + 100.0 {
                let mut why = growing(&small, &large);
                why.insert(0, format!("{name} {}->{}", total(&small), total(&large)));
                causes.entry(path).or_default().push(why.join("\n      "));
            }
        }
    }
    for (path, causes) in causes {
        println!("{path}:\n   {}", causes.join("\n   "));
    }
}
