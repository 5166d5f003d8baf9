//! Bad input of any kind ends with a clear error and an unchanged database.

use std::fs;

use crate::sandbox::{PASSWORD, Sandbox};

#[test]
fn malformed_values_are_refused_by_name() {
    let sandbox = Sandbox::acme();
    let long = "x".repeat(10_000);
    for (args, named) in [
        (vec!["bu", "add", "bad\u{1b}[31mname"], "U+001B"),
        (vec!["bu", "add", ""], "empty"),
        (vec!["bu", "add", " \u{a0} "], "empty"),
        (vec!["bu", "add", &long], "10000 characters"),
        (vec!["bu", "add", "a\u{202e}b"], "U+202E"),
        (vec!["bu", "add", "a\nb"], "U+000A"),
        (vec!["bu", "add", "EMEA\u{e0041}"], "U+E0041"),
        (vec!["bu", "add", "EMEA\u{3164}"], "U+3164"),
        (vec!["bu", "add", "EMEA\u{fe0f}"], "U+FE0F"),
        (vec!["asset-group", "add", "G", "--address", "10.0.0.300"], "`10.0.0.300`"),
        (vec!["asset-group", "add", "G", "--address", "10.0.0.9-10.0.0.1"], "`10.0.0.9-10.0.0.1`"),
        (vec!["asset-group", "add", "G", "--address", "::1/129"], "`::1/129`"),
        (vec!["asset-group", "add", "G", "--address", "10.0.0.1/24"], "`10.0.0.0` is"),
        (vec!["asset", "add", "10.0.0.0/8"], "16777216 addresses"),
        (vec!["asset", "add", "::/0"], "more than the 65536"),
        (vec!["asset", "add", "10.0.0.1", "--attribute", "=x"], "empty"),
        (vec!["user", "add", "no-address"], "`no-address`"),
        (vec!["user", "add", "a@x.example", "--role", "king"], "`king` is no role"),
        (vec!["user", "add", "a@x.example", "--level", "top"], "`top` is no level"),
        (vec!["user", "add", "a@x.example", "--time-zone", "Mars/Olympus"], "`Mars/Olympus`"),
        (vec!["user", "add", "a@x.example", "--first-name", "\u{7}"], "U+0007"),
        (vec!["user", "edit", "ann.keller@acme.example", "--email", "nowhere"], "`nowhere`"),
        (vec!["ticket", "add", "--address", "10.0.0", "--title", "T"], "`10.0.0`"),
        (vec!["ticket", "add", "--address", "10.0.0.1", "--title", "T", "--severity", "9"], "`9`"),
        (vec!["config", "add", "C", "--kind", "search-list", "--content", "{"], "no JSON"),
        (vec!["config", "add", "C", "--kind", "opera"], "`opera`"),
        (vec!["bu", "limit", "EMEA", "-1"], "`-1`"),
        (vec!["bu", "limit", "EMEA", "many"], "`many`"),
        (vec!["domain", "add", "exa mple"], "`exa mple`"),
        (vec!["settings", "set", "password.min_length=3"], "8 to 64"),
        (vec!["log", "list", "--since", "yesteryear"], "`yesteryear`"),
    ] {
        let before = sandbox.dump_without_log();
        let outcome = sandbox.run(&args);
        assert!([2, 7].contains(&outcome.code), "{args:?}: {outcome:?}");
        assert!(outcome.stderr.contains(named), "{args:?}: {}", outcome.stderr);
        assert!(!outcome.stderr.contains('\u{1b}') && !outcome.stderr.contains('\u{202e}'), "{args:?}");
        assert!(outcome.stderr.len() < 1000, "{args:?}");
        assert_eq!(before, sandbox.dump_without_log(), "{args:?}");
    }
}

#[test]
fn grammar_is_refused_before_anything_is_touched() {
    let sandbox = Sandbox::acme();
    let before = sandbox.dump();
    for line in [
        "frobnicate",
        "user frobnicate",
        "user add",
        "user add a@x.example --frobnicate",
        "bu move ann.keller@acme.example",
        "bu move ann.keller@acme.example --to APAC --unassign",
        "user list --output yaml",
        "user list --fields login,nope",
        "user list --filter nope=1",
        "user list --filter login",
        "user list --sort nope",
        "user list --limit many",
        "user show ann.keller@acme.example --fields nope",
        "settings set edition",
        "asset add 10.1.1.1 10.1.1.2 --name twins",
        "login x@x.example --dry-run",
        "user edit ann.keller@acme.example --must-change-password perhaps",
        "config add C --kind scheduled-scan --recurrence daily",
        "log list --on EMEA",
    ] {
        let outcome = sandbox.sh(&format!("{line} --json"));
        assert_eq!(outcome.code, 2, "{line}: {outcome:?}");
        let error: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap();
        assert_eq!(error["error"]["code"], "usage", "{line}");
    }
    for line in [
        "bu add FieldTest --fields nope",
        "settings set name=Q --fields unit.nope",
        "bu delete Pilot --yes --fields nope",
    ] {
        let outcome = sandbox.sh(&format!("{line} --json"));
        assert_eq!(outcome.code, 2, "{line}: {outcome:?}");
    }
    for line in [
        "user list --filter id=>40",
        "user list --filter id==40",
        "user list --filter id<x",
        "user list --filter id<1,2",
        "user list --filter id<",
        "user list --filter id~4",
        "user list --filter groups>a",
        "user list --filter role=scaner",
        "user list --filter created_at=someday",
        "asset list --filter address~10.20",
        "asset list --filter address=10.20.300.1",
        "user list --filter 'unit=\"EMEA'",
        "user list --filter primary_contact=maybe",
        "user show ann.keller@acme.example --fields login.x",
    ] {
        assert_eq!(sandbox.sh(line).code, 2, "{line}");
    }
    sandbox.sh("asset list --fields attributes.owner --filter attributes.owner=web-team").ok();
    assert_eq!(before, sandbox.dump());
    sandbox.act_as("ingrid.solberg@acme.example");
    let before = sandbox.dump();
    assert_eq!(sandbox.sh("bu list -n").code, 5);
    assert_eq!(before, sandbox.dump(), "a dry run writes nothing, not even a refusal");
    sandbox.act_as(crate::sandbox::MARA);
    sandbox.sh("settings set nope=1 --json").refused(3, "SUB-5", "no setting `nope`");
    let hints = sandbox.sh("user lst --json").refused(2, "", "`user` has no verb `lst`");
    assert_eq!(hints[0], "did you mean `provost user list`?");
}

#[test]
fn standard_input_that_is_no_text_is_refused() {
    let sandbox = Sandbox::acme();
    let args = ["asset-group", "assign", "All", "-", "--json"];
    let terminal = provost::cli::Terminal::default();
    sandbox.start(b"\xff\xfe", &args, terminal, &crate::sandbox::Script::default()).refused(7, "", "not UTF-8");
    sandbox.feed("{broken\n", &args).refused(7, "", "line 1 of standard input");
    assert_eq!(sandbox.feed("", &args).json()["status"], "unchanged");
}

#[test]
fn every_mistake_of_an_organisations_file_is_named_at_once() {
    let sandbox = Sandbox::empty();
    let path = sandbox.path("org.toml");
    let text = r#"
name = "Org"
primary_contact = "boss@x.example"
[settings]
password.min_length = 3
[[units]]
name = "EU"
[[units]]
name = "eu"
[[users]]
login = "boss@x.example"
role = "manager"
[[users]]
login = "first@x.example"
role = "scanner"
unit = "EU"
[[users]]
login = "second@x.example"
role = "king"
[[users]]
login = "third@x.example"
unit = "Mars"
[[assets]]
addresses = ["10.0.0.1", "10.0.0.300"]
[[asset_groups]]
name = "G"
owner = "nobody@x.example"
[[tickets]]
address = "10.0.0.1"
title = "T"
severity = 9
"#;
    fs::write(&path, text).unwrap();
    let init = ["init", "--from", path.to_str().unwrap(), "--password-stdin", "--json"];
    let outcome = sandbox.feed(&format!("{PASSWORD}\n"), &init);
    let error: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap();
    let mistakes: Vec<String> = error["error"]["mistakes"].as_array().unwrap().iter().map(told).collect();
    let expected = [
        "org.toml:5: settings.password.min_length: `3` is no value",
        "org.toml:16: users[1].unit: the first user of the unit `EU` must be a unit-manager",
        "org.toml:19: users[2].role: `king` is no role",
        "org.toml:22: users[3].unit: there is no business unit `Mars`",
        "org.toml:24: assets[0].addresses: `10.0.0.300`",
        "org.toml:27: asset_groups[0].owner: there is no user `nobody@x.example`",
        "org.toml:31: tickets[0].severity: `9` is no severity",
    ];
    assert_eq!(mistakes.len(), expected.len(), "{mistakes:#?}");
    for (mistake, expected) in mistakes.iter().zip(expected) {
        let (at, rest) = expected.split_once(": ").unwrap();
        assert!(mistake.contains(at) && mistake.contains(rest), "{mistake}\nis not\n{expected}");
    }
    assert_eq!(outcome.code, 7);
    assert!(!sandbox.db().exists(), "nothing is left behind");
}

#[test]
fn files_that_are_no_database_are_told_apart() {
    let sandbox = Sandbox::acme_in_a_file();
    let code = |name: &str, content: &[u8]| {
        let path = sandbox.path(name);
        fs::write(&path, content).unwrap();
        let permissions = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600);
        fs::set_permissions(&path, permissions).unwrap();
        let outcome = sandbox.run(&["whoami", "--json", "--db", path.to_str().unwrap()]);
        assert_eq!(outcome.code, 9, "{name}: {outcome:?}");
        let error: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap();
        assert!(!error["error"]["hints"].as_array().unwrap().is_empty(), "{name}");
        error["error"]["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        code(
            "text.db",
            b"hello, this is a text file, and long enough to be looked at by SQLite, which reads 100 bytes first......"
        ),
        "damaged"
    );
    code("empty.db", b"");
    let mut truncated = fs::read(sandbox.db()).unwrap();
    truncated.truncate(20_000);
    assert_eq!(code("truncated.db", &truncated), "damaged");
    let missing = sandbox.run(&["whoami", "--json", "--db", "/nowhere/at/all.db"]);
    assert!(missing.stderr.contains("\"no-database\""), "{}", missing.stderr);
    let folder = sandbox.run(&["whoami", "--json", "--db", sandbox.folder.path().to_str().unwrap()]);
    assert_eq!(folder.code, 9);
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    assert!(sandbox.sh("whoami --json").stderr.contains("\"newer\""));
    db.pragma_update(None, "user_version", 1).unwrap();
    assert!(sandbox.sh("whoami --json").stderr.contains("\"needs-migration\""));
    db.pragma_update(None, "user_version", provost::store::migrate::current_version()).unwrap();
    db.execute_batch("PRAGMA ignore_check_constraints = ON; UPDATE users SET role = 'king' WHERE id = 5").unwrap();
    let outcome = sandbox.sh("user list --json");
    assert!(outcome.code == 9 && outcome.stderr.contains("\"damaged\""), "{outcome:?}");
    db.pragma_update(None, "application_id", 7).unwrap();
    assert!(sandbox.sh("whoami --json").stderr.contains("not one of provost"));
}

#[test]
fn a_file_that_others_may_write_to_is_refused() {
    let sandbox = Sandbox::acme_in_a_file();
    fs::set_permissions(sandbox.db(), <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o622))
        .unwrap();
    let outcome = sandbox.sh("whoami --json");
    assert!(outcome.stderr.contains("\"insecure-file\""), "{}", outcome.stderr);
    sandbox.sh("whoami --allow-insecure-file").ok();
}

#[test]
fn another_writer_is_waited_for_and_then_told() {
    let sandbox = Sandbox::acme_in_a_file();
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    let outcome = sandbox.sh("bu add Nordics --wait 0 --json");
    assert_eq!(outcome.code, 8, "{outcome:?}");
    sandbox.sh("bu list").ok();
}

/// A mistake as it is told to a person.
fn told(mistake: &serde_json::Value) -> String {
    let text = |key: &str| mistake[key].as_str().unwrap_or_default().to_owned();
    format!("{}:{}: {}: {}", text("file"), mistake["line"], text("column"), text("message"))
}
