//! Registers of the organisation and work in projects: who may do what, and what never stands there.

use std::fs;

use serde_json::json;

use crate::sandbox::{MARA, Sandbox};

/// A user without any right of its own in projects and registers.
const EVA: &str = "clara.dupont@acme.example";

/// Every verb of PRJ-4, as it is done to the sample project.
const WORK: &[&str] = &[
    "project profile list 'Web shop'",
    "project profile show 'Web shop' Nightly",
    "project profile add 'Web shop' Weekly --engine 'Fast scan' --rule 'TLS version'",
    "project profile edit 'Web shop' Nightly --settings '{\"depth\": 3}'",
    "project profile delete 'Web shop' Nightly --yes",
    "project scan list 'Web shop'",
    "project scan show 'Web shop' 1",
    "project scan start 'Web shop' --profile Nightly",
    "project scan finish 'Web shop' 2 --results found.csv",
    "project scan edit 'Web shop' 2 --state cancelled",
    "project scan delete 'Web shop' 2 --yes",
    "project result list 'Web shop'",
    "project result show 'Web shop' 1",
    "project result add 'Web shop' 'By hand' --scan 1",
    "project result edit 'Web shop' 1 --state fixed",
    "project result delete 'Web shop' 1 --yes",
    "project test-case list 'Web shop'",
    "project test-case show 'Web shop' Checkout",
    "project test-case add 'Web shop' Refund",
    "project test-case edit 'Web shop' Checkout --steps ''",
    "project test-case delete 'Web shop' Checkout --yes",
    "project integration list 'Web shop'",
    "project integration show 'Web shop' 'Issue tracker'",
    "project integration add 'Web shop' 'Code hosting'",
    "project integration edit 'Web shop' 'Issue tracker' --settings '{\"board\": \"X\"}'",
    "project integration delete 'Web shop' 'Issue tracker' --yes",
    "rule list",
    "rule show 'TLS version'",
    "requirement show 'Encrypted in transit'",
    "requirement show 'Cards are safe'",
    "engine list",
    "project delete 'Web shop' --yes",
];

/// Every verb of a register.
const REGISTER: &[&str] = &[
    "NOUN list",
    "NOUN show NAME",
    "NOUN add New",
    "NOUN edit NAME --description x",
    "NOUN delete UNUSED --yes",
    "NOUN delete NAME --yes",
    "NOUN delete NAME --force --yes",
];

fn outcome(sandbox: &Sandbox, line: &str) -> String {
    let line = line.replace("found.csv", sandbox.path("found.csv").to_str().unwrap());
    let outcome = sandbox.sh(&format!("{line} --json"));
    match outcome.code {
        0 => "yes".to_owned(),
        code => {
            let error: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap();
            format!("{code} {}", error["error"]["code"].as_str().unwrap())
        }
    }
}

#[test]
fn each_project_role_does_what_it_may() {
    let mut table = String::new();
    for line in WORK {
        table += &format!("{line}\n");
        for (who, give) in [
            ("nobody", "user level EVA default"),
            ("viewer", "project assign 'Web shop' EVA --role viewer"),
            ("engineer", "project assign 'Web shop' EVA --role engineer"),
            ("admin", "project assign 'Web shop' EVA --role admin"),
            ("level viewer", "user level EVA viewer"),
            ("level admin", "user level EVA admin"),
        ] {
            let sandbox = Sandbox::acme();
            fs::write(sandbox.path("found.csv"), "title,severity\nOdd,5\nOdder,1\n").unwrap();
            sandbox.sh(&give.replace("EVA", EVA)).ok();
            sandbox.act_as(EVA);
            table += &format!("  {who}: {}\n", outcome(&sandbox, line));
        }
        let sandbox = Sandbox::acme();
        fs::write(sandbox.path("found.csv"), "title,severity\nOdd,5\nOdder,1\n").unwrap();
        sandbox.sh("project archive 'Web shop'").ok();
        table += &format!("  manager, once archived: {}\n", outcome(&sandbox, line));
    }
    insta::assert_snapshot!("project_roles", table);
}

#[test]
fn each_register_by_each_level() {
    let mut table = String::new();
    for (noun, name, unused) in [
        ("engine", "Fast scan", "Old scanner"),
        ("rule", "TLS version", "Card numbers in logs"),
        ("requirement", "Encrypted in transit", "Cards are safe"),
        ("integration", "Issue tracker", "Code hosting"),
    ] {
        for line in REGISTER {
            let quoted = |text: &str| format!("'{text}'");
            let line = line.replace("NOUN", noun).replace("NAME", &quoted(name)).replace("UNUSED", &quoted(unused));
            table += &format!("{line}\n");
            for level in ["default", "viewer", "manager", "admin"] {
                let sandbox = Sandbox::acme();
                sandbox.sh(&format!("user level {EVA} {level}")).ok();
                table += &format!("  {level}: {}\n", outcome(sandbox.act_as(EVA), &line));
            }
        }
    }
    insta::assert_snapshot!("registers", table);
}

#[test]
fn no_secret_stands_in_a_register_or_in_settings() {
    let sandbox = Sandbox::acme();
    for (line, rule) in [
        ("engine add X --content '{\"api_key\": \"x\"}'", "ORG-1"),
        ("rule edit 'TLS version' --content '{\"a\": [{\"Password\": \"x\"}]}'", "ORG-1"),
        ("integration add X --address https://me:pw@host", "ORG-1"),
        ("integration add X --content '{\"url\": \"https://me@host/\"}'", "ORG-1"),
        ("project profile edit 'Web shop' Nightly --settings '{\"token\": 1}'", "PRJ-4"),
        ("project integration edit 'Web shop' 'Issue tracker' --settings '{\"clientSecret\": \"x\"}'", "PRJ-4"),
    ] {
        sandbox.refused(line, 7, rule, "");
        assert!(!sandbox.sh(&format!("{line} --json")).stderr.contains("pw"), "{line}: no part of it is told");
    }
    let row = "name,address\nX,https://me:pw@host\n";
    let outcome = sandbox.feed(row, &["import", "integrations", "-", "--format", "csv", "--json"]);
    assert_eq!(outcome.code, 7, "{outcome:?}");
}

#[test]
fn what_is_in_use_goes_only_by_force_and_by_who_may_change_it_there() {
    let sandbox = Sandbox::acme();
    let hints = sandbox.refused("rule delete 'TLS version' --yes", 4, "ORG-1", "is used by 1 project: `Web shop`");
    assert_eq!(hints, ["provost rule delete 'TLS version' --force --dry-run"]);
    sandbox.sh(&format!("user level {EVA} manager")).ok();
    sandbox.act_as(EVA).refused("rule delete 'TLS version' --force --yes", 5, "ROLE-7", "project.profile.edit");
    sandbox.act_as(MARA).sh(&format!("project assign 'Web shop' {EVA} --role engineer")).ok();
    let report = sandbox.act_as(EVA).json("rule delete 'TLS version' --force --yes");
    assert_eq!(report["used_by"], json!(["Web shop"]));
    assert_eq!(sandbox.json("project profile show 'Web shop' Nightly")["rules"], json!(["Open ports"]));
    assert_eq!(sandbox.json("requirement show 'Encrypted in transit'")["rules"], json!([]));
    assert_eq!(sandbox.json("project result show 'Web shop' 1")["rule"], json!(null), "the result stays");
    sandbox.refused("integration delete 'Issue tracker' --force --yes", 5, "ROLE-7", "project.integrate");
}

#[test]
fn what_is_off_is_used_by_nothing_new() {
    let sandbox = Sandbox::acme();
    sandbox.refused("project profile add 'Web shop' X --engine 'Old scanner'", 4, "ORG-1", "is off");
    sandbox.sh("engine edit 'Fast scan' --state off").ok();
    let hints = sandbox.refused("project scan start 'Web shop' --profile Nightly", 4, "ORG-1", "is off");
    assert_eq!(hints, ["provost engine edit 'Fast scan' --state active"]);
    sandbox.sh("project profile edit 'Web shop' Nightly --settings '{}'").ok();
}

#[test]
fn a_scan_ends_once_and_brings_its_results() {
    let sandbox = Sandbox::acme();
    fs::write(sandbox.path("found.json"), r#"[{"title": "A", "severity": 5, "rule": "Open ports"}, {"title": "A"}]"#)
        .unwrap();
    let path = sandbox.path("found.json").display().to_string();
    let finish = format!("project scan finish 'Web shop' 2 --results {path}");
    let dry = sandbox.json(&format!("{finish} -n"));
    assert_eq!(dry["project_scan"]["result_count"], 2);
    let report = sandbox.json(&finish);
    assert_eq!((&report["project_scan"]["state"], &report["status"]), (&json!("done"), &json!("done")));
    assert_eq!(sandbox.json("project scan show 'Web shop' 2")["result_count"], 2);
    sandbox.refused("project scan edit 'Web shop' 2 --state running", 4, "PRJ-4", "does not become");
    fs::write(sandbox.path("bad.csv"), "title,severity\nB,9\n,1\n").unwrap();
    sandbox.sh("project scan start 'Web shop' --profile Nightly").ok();
    let bad = sandbox.path("bad.csv").display().to_string();
    let outcome = sandbox.sh(&format!("project scan finish 'Web shop' 3 --results {bad} --json"));
    assert_eq!((outcome.code, outcome.stderr.matches("\"column\"").count()), (7, 2), "{outcome:?}");
    assert_eq!(sandbox.json("project scan show 'Web shop' 3")["state"], "queued", "all of it or nothing");
    let gone = sandbox.json("project delete 'Web shop' --yes")["work"].clone();
    assert_eq!((&gone["scan_count"], &gone["result_count"]), (&json!(3), &json!(4)));
}
