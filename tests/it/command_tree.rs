//! Walks every command: help, examples, dry run, log entry, a denied case.

use provost::cli::schema::document;

use crate::examples::{examples, prepared, run_example, run_stage, verbs};
use crate::sandbox::Sandbox;

/// Verbs that work without a session, and so cannot be denied.
const OPEN: &[&str] = &[
    "init",
    "demo",
    "login",
    "logout",
    "redeem",
    "reset-password",
    "recover",
    "completions",
    "man",
    "schema",
    "db info",
    "db check",
    "db organisations",
    "db backup",
    "db copy",
    "db restore",
    "db migrate",
];

/// Verbs that have no dry run, because of what they print, read or send.
const NO_DRY_RUN: &[&str] =
    &["account password", "account questions", "user token add", "user token revoke", "outbox send"];

/// A verb that prints a file as it stands.
const AS_IT_STANDS: &[&str] = &["access diff", "diff", "fim report download", "report download"];

#[test]
fn every_verb_has_a_short_summary_a_longer_text_and_an_example() {
    for (path, command) in verbs() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(!about.is_empty() && about.len() < 60 && !about.ends_with('.'), "{path}: {about:?}");
        assert!(command.get_long_about().is_some(), "{path} has no longer text");
        assert!(!examples(&command).is_empty(), "{path} has no example");
        for arg in command.get_arguments().filter(|arg| !["help", "version"].contains(&arg.get_id().as_str())) {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(!help.is_empty() && help.len() < 66 && !help.ends_with('.'), "{path} {}: {help:?}", arg.get_id());
        }
    }
}

/// Verbs that print text, or what the commands in them print.
const WITHOUT_A_SCHEMA: &[&str] =
    &["export", "batch", "completions", "man", "schema", "fim report download", "report download"];

/// Forbids keys that the schema does not name, so that the two cannot drift apart.
fn closed(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(map) => {
            if map.get("properties").is_some_and(serde_json::Value::is_object)
                && map.get("type") == Some(&"object".into())
            {
                map.entry("additionalProperties").or_insert(false.into());
            }
            map.values_mut().for_each(closed);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(closed),
        _ => {}
    }
}

/// An example that leaves open in which form its last command prints.
fn in_any_form(example: &str) -> String {
    let (before, last) = example.rsplit_once(" | ").map_or((String::new(), example), |(a, b)| (format!("{a} | "), b));
    before + &last.replace(" -o jsonl", "").replace(" -o csv", "")
}

#[test]
fn every_example_prints_what_its_schema_says() {
    let everything = document::of_everything();
    let mut told = 0;
    for (path, command) in verbs() {
        let Some(mut schema) = document::of(&path) else {
            assert!(WITHOUT_A_SCHEMA.contains(&path.as_str()), "{path} has no schema");
            continue;
        };
        assert!(everything["properties"][&path].is_object(), "{path}");
        closed(&mut schema);
        let validator = jsonschema::validator_for(&schema).unwrap();
        // A template is a row to be filled in, no report; chosen keys are not all keys.
        for example in examples(&command)
            .into_iter()
            .filter(|example| !example.contains("--template") && !example.contains("--fields"))
        {
            let sandbox = prepared(&path);
            let outcome = run_example(&sandbox, &in_any_form(&example), "", &["--json"]);
            assert!(outcome.code <= 1, "{example}: {outcome:?}");
            // Several commands in a pipe each print a value; the last one is this verb's.
            let values = serde_json::Deserializer::from_str(&outcome.stdout).into_iter::<serde_json::Value>();
            let printed = values.last().unwrap().unwrap();
            let flaws: Vec<_> = validator.iter_errors(&printed).map(|flaw| flaw.to_string()).collect();
            assert!(flaws.is_empty(), "{example}: {flaws:#?}\n{printed}");
            told += 1;
        }
    }
    assert!(told > 150, "only {told} examples");
}

#[test]
fn errors_are_what_their_schema_says() {
    let sandbox = Sandbox::acme();
    let mut schema = document::of_errors();
    closed(&mut schema);
    let validator = jsonschema::validator_for(&schema).unwrap();
    for line in ["user show nobody@x.example", "user frobnicate", "import users rows.csv"] {
        std::fs::write(sandbox.path("rows.csv"), "login,role\nbad,king\n").unwrap();
        let line = line.replace("rows.csv", sandbox.path("rows.csv").to_str().unwrap());
        let outcome = sandbox.sh(&format!("{line} --json"));
        let printed: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap();
        let flaws: Vec<_> = validator.iter_errors(&printed).map(|flaw| flaw.to_string()).collect();
        assert!(flaws.is_empty(), "{line}: {flaws:#?}\n{printed}");
    }
}

#[test]
fn every_change_has_an_exact_dry_run_and_an_entry_in_the_log() {
    let mut changes = 0;
    for (path, command) in verbs().into_iter().filter(|(path, _)| !OPEN.contains(&path.as_str())) {
        let example = examples(&command).remove(0);
        if NO_DRY_RUN.contains(&path.as_str()) {
            let sandbox = prepared(&path);
            run_example(&sandbox, &example, "", &["--json", "-n"]).refused(2, "", "no dry run");
            let real = run_example(&sandbox, &example, "", &["--json"]).json();
            if real["status"] == "done" {
                let entry = sandbox.json("log list --limit 1");
                assert_eq!((&entry[0]["id"], &entry[0]["action"]), (&real["operation"], &real["action"]), "{path}");
            }
            continue;
        }
        let is_list = command.get_arguments().any(|arg| arg.get_id() == "filter");
        if !is_list && !AS_IT_STANDS.contains(&path.as_str()) {
            let sandbox = prepared(&path);
            let before = sandbox.dump();
            let dry: serde_json::Value = run_example(&sandbox, &example, "", &["--json", "-n"]).json();
            assert_eq!(before, sandbox.dump(), "{path}: the dry run changed something");
            if dry.get("dry_run").is_none() {
                continue;
            }
            assert_eq!((&dry["dry_run"], &dry["operation"]), (&true.into(), &serde_json::Value::Null), "{path}");
            let example = example.replace(" --dry-run", " --yes");
            let mut real: serde_json::Value = run_example(&sandbox, &example, "", &["--json"]).json();
            let real_operation = real["operation"].clone();
            let operation = real_operation.as_i64();
            assert_eq!(operation.is_some(), real["status"] == "done", "{path}: {real}");
            real["dry_run"] = true.into();
            real["operation"] = serde_json::Value::Null;
            assert_eq!(dry, real, "{path}: the dry run told something else");
            if let Some(operation) = operation {
                let first = sandbox.json(&format!("log show {operation}"));
                assert_eq!((&first["id"], &first["operation"]), (&real_operation, &real_operation), "{path} (OP-1)");
                let last = &sandbox.json(&format!("log list --filter operation={operation} --limit 1"))[0];
                assert_eq!((&last["action"], &last["outcome"]), (&real["action"], &"done".into()), "{path}");
                assert!(!last["objects"].as_array().unwrap().is_empty(), "{path}");
                assert!(sandbox.json("log verify")["intact"].as_bool().unwrap(), "{path}");
            }
            changes += 1;
        }
    }
    assert!(changes >= 40, "only {changes} verbs change something");
}

#[test]
fn every_verb_is_denied_to_a_contact_and_the_refusal_is_logged() {
    for (path, command) in verbs().into_iter().filter(|(path, _)| !OPEN.contains(&path.as_str())) {
        let sandbox = prepared(&path);
        sandbox.act_as("press.desk@acme.example");
        let example = examples(&command).remove(0);
        let first = example.split(" | ").next().unwrap();
        let outcome = run_stage(&sandbox, first, "", &["--json", "--yes"]);
        outcome.refused(5, "ROLE-7", "you may not do");
        if !first.contains("--dry-run") {
            sandbox.act_as(crate::sandbox::MARA);
            let entry = &sandbox.json("log list --limit 1")[0];
            assert_eq!(
                (&entry["outcome"], &entry["user"]),
                (&"refused".into(), &"press.desk@acme.example".into()),
                "{path}"
            );
        }
    }
}

#[test]
fn help_fits_eighty_columns() {
    for (path, mut command) in verbs() {
        let help = command.clone().term_width(80).render_help().to_string();
        for line in help.lines().filter(|line| !line.contains("provost ")) {
            assert!(line.chars().count() <= 80, "{path}: {line}");
        }
        let _ = command.render_long_help();
    }
}
