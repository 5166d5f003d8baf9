//! The way back: whatever changes something, taken back and brought back (OP-1 to OP-7).

use serde_json::Value;

use crate::examples::{examples, prepared, run_example, verbs};
use crate::sandbox::{MARA, Sandbox};

/// What is not kept, or grows with every command.
const ASIDE: &[&str] = &[
    "sessions",
    "mails",
    "links",
    "passwords",
    "password_history",
    "secret_questions",
    "api_tokens",
    "ticket_digests",
    "sqlite_sequence",
];

/// What they write beside the status of an account is not kept.
const SIGN_INS: &[&str] = &["login", "redeem", "reset-password", "account password", "db restore"];

/// What cannot be taken back, and says why (OP-7).
const STAYS: &[&str] = &[
    "redeem",
    "reset-password",
    "account password",
    "user password",
    "asset purge",
    "scan finish",
    "schedule run-due",
];

fn state(sandbox: &Sandbox) -> String {
    let is_aside = |table: &str| {
        table.starts_with("log_")
            || table.starts_with("history")
            || table.starts_with("operations")
            || ASIDE.contains(&table)
    };
    sandbox.dump_tables(|table| !is_aside(table))
}

/// The newest operation.
fn newest(sandbox: &Sandbox) -> i64 {
    sandbox.open().one("SELECT COALESCE(max(id), 0) FROM operations", [], |row| row.get(0)).unwrap()
}

/// Lines that are in one of two states alone.
fn difference(one: &str, other: &str) -> String {
    let alone = |one: &str, other: &str, sign: &str| -> String {
        one.lines().filter(|line| !other.lines().any(|l| l == *line)).map(|line| format!("{sign} {line}\n")).collect()
    };
    alone(one, other, "-") + &alone(other, one, "+")
}

/// A report without what a dry run cannot have.
fn told(mut report: Value) -> Value {
    for key in ["dry_run", "operation"] {
        report[key] = Value::Null;
    }
    report
}

/// Does an example, takes it back and brings it back; tells what is not as it was.
/// Who comes back without a password is pending, and nothing else about it is other than before (OP-6).
fn invited(state: String, report: &Value) -> String {
    let logins = report["invite"].as_array().unwrap().iter().map(|login| login.as_str().unwrap());
    logins.fold(state, |state, login| {
        let of_users = ["Integer(", "users: ("];
        let is_of = |line: &str| of_users.iter().any(|start| line.starts_with(start)) && line.contains(login);
        let active = |line: &str| line.replace("\"pending\"", "\"active\"").replace(",pending,", ",active,");
        let lines = state.split_inclusive('\n');
        lines.map(|line| if is_of(line) { active(line) } else { line.to_owned() }).collect()
    })
}

/// Does an example, takes it back and brings it back; tells what is not as it was.
fn there_and_back(verb: &str, example: &str, not_as_before: &mut Vec<String>) -> bool {
    let sandbox = prepared(verb);
    let (before, was) = (state(&sandbox), newest(&sandbox));
    let outcome = run_example(&sandbox, example, "", &["--yes"]);
    let is = newest(&sandbox);
    if outcome.code != 0 || is == was {
        let is_kept = !SIGN_INS.contains(&verb);
        assert!(
            outcome.code != 0 || !is_kept || state(&sandbox) == before,
            "{example}: {}",
            difference(&before, &state(&sandbox))
        );
        return false;
    }
    let after = state(&sandbox);
    sandbox.act_as(MARA);
    let dry = sandbox.sh(&format!("op revert {} --dry-run --json", is));
    if STAYS.contains(&verb) {
        dry.refused(4, "OP-7", "cannot be taken back");
        return false;
    }
    if dry.code != 0 {
        not_as_before.push(format!("{example}: {}", dry.stderr));
        return true;
    }
    assert_eq!(state(&sandbox), after, "a dry run changes nothing: {example}");
    let real = sandbox.json(&format!("op revert {is} --yes"));
    let dry = dry.json();
    if told(dry.clone()) != told(real.clone()) {
        not_as_before.push(format!("{example}: dry {dry}\nreal {real}"));
    }
    let back = invited(state(&sandbox), &real);
    if back != before {
        not_as_before.push(format!("{example}, taken back:\n{}", difference(&before, &back)));
    }
    let again = sandbox.sh(&format!("op revert {} --yes --json", real["operation"]));
    let redone = state(&sandbox);
    if again.code != 0 || redone != after {
        not_as_before.push(format!("{example}, brought back: {}\n{}", again.stderr, difference(&after, &redone)));
    }
    true
}

#[test]
fn every_example_that_changes_something_is_taken_back_and_brought_back() {
    let (mut tried, mut not_as_before) = (0, Vec::new());
    for (verb, command) in verbs() {
        for example in examples(&command) {
            tried += usize::from(there_and_back(&verb, &example, &mut not_as_before));
        }
    }
    assert!(not_as_before.is_empty(), "{tried} tried, {} not:\n{}", not_as_before.len(), not_as_before.join("\n"));
    assert!(tried > 100, "only {tried}");
}
