//! The contract with scripts: keys, forms, exit codes.

use serde_json::{Value, json};

use crate::sandbox::{MARA, Sandbox, Script};

const LISTS: [(&str, &str, &[&str]); 12] = [
    (
        "user",
        "login",
        &[
            "id",
            "login",
            "first_name",
            "last_name",
            "email",
            "title",
            "phone",
            "external_id",
            "role",
            "unit",
            "level",
            "effective_level",
            "monitoring_role",
            "effective_monitoring_role",
            "status",
            "permissions",
            "groups",
            "projects",
            "asset_groups",
            "tag_scope",
            "primary_contact",
            "api_only",
            "password_never_expires",
            "must_change_password",
            "created_at",
            "created_by",
            "last_login_at",
        ],
    ),
    (
        "bu",
        "name",
        &[
            "id",
            "name",
            "division",
            "location",
            "comments",
            "primary_contact",
            "user_count",
            "asset_groups",
            "new_ip_limit",
            "new_ips_used",
        ],
    ),
    (
        "asset-group",
        "name",
        &[
            "id",
            "name",
            "owner",
            "origin",
            "units",
            "addresses",
            "domains",
            "appliances",
            "assigned_to",
            "business_impact",
            "comments",
        ],
    ),
    (
        "asset",
        "address",
        &["id", "name", "address", "dns_name", "os", "attributes", "tags", "tags_by_rule", "asset_groups"],
    ),
    ("domain", "", &["id", "name"]),
    ("appliance", "", &["id", "name", "owner"]),
    (
        "config",
        "id",
        &[
            "id",
            "kind",
            "name",
            "owner",
            "global",
            "targets",
            "needs_target",
            "content",
            "active",
            "next_launch_at",
            "recurrence",
        ],
    ),
    ("schedule", "id", &["id", "name", "active", "next_launch_at", "recurrence", "needs_target"]),
    ("ticket", "id", &["id", "address", "title", "severity", "state", "assignee", "valid", "invalid_reason"]),
    (
        "log",
        "id",
        &[
            "id", "at", "action", "module", "details", "user", "role", "address", "outcome", "reason", "unit",
            "objects", "changes", "hash",
        ],
    ),
    ("tags", "", &["id", "name", "asset_count"]),
    ("role", "", &["kind", "name"]),
];

#[test]
fn every_list_and_show_has_the_keys_of_the_contract_and_no_others_than_its_columns() {
    let sandbox = Sandbox::acme();
    for (noun, named_by, keys) in LISTS {
        let rows = sandbox.json(&format!("{noun} list"));
        let row = rows[0].as_object().unwrap();
        for key in keys {
            assert!(row.contains_key(*key), "{noun}: no {key}");
        }
        let refusal = sandbox.sh(&format!("{noun} list --fields nope --json")).stderr;
        let valid: Value = serde_json::from_str(&refusal).unwrap();
        let message = valid["error"]["message"].as_str().unwrap().to_owned();
        let known: Vec<&str> =
            message.split("valid keys: ").nth(1).unwrap().split(", ").filter(|key| !key.contains('.')).collect();
        assert_eq!(known, row.keys().map(String::as_str).collect::<Vec<_>>(), "{noun}: columns and keys differ");
        if !named_by.is_empty() {
            let name = rows[0][named_by].to_string().replace('"', "");
            let shown = sandbox.json(&format!("{noun} show '{name}'"));
            for key in row.keys() {
                assert_eq!(shown[key], rows[0][key], "{noun} show: {key}");
            }
        }
    }
}

#[test]
fn an_empty_list_is_an_empty_array() {
    let sandbox = Sandbox::acme();
    assert_eq!(sandbox.sh("user list --filter login=nobody --json").ok(), "[]\n");
    assert_eq!(sandbox.sh("user list --filter login=nobody -o jsonl").ok(), "");
    assert_eq!(sandbox.sh("user list --filter login=nobody -o csv --fields login,role").ok(), "login,role\n");
    let table = sandbox.sh("user list --filter login=nobody");
    assert_eq!((table.stdout.as_str(), table.stderr.as_str()), ("", "nothing to list\n"));
}

#[test]
fn the_forms_hold_the_same_rows() {
    let sandbox = Sandbox::acme();
    let rows = sandbox.json("asset-group list --sort -name --offset 2 --limit 3 --fields name,units");
    let lines = sandbox.sh("asset-group list --sort -name --offset 2 --limit 3 --fields name,units -o jsonl").ok();
    let from_lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows, json!(from_lines));
    assert_eq!(rows.as_array().unwrap().len(), 3);
    let csv = sandbox.sh("asset-group list --sort -name --offset 2 --limit 3 --fields name,units -o csv").ok();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let cells: Vec<(String, String)> = reader.deserialize().map(Result::unwrap).collect();
    for (row, (name, units)) in rows.as_array().unwrap().iter().zip(cells) {
        let listed: Vec<&str> = row["units"].as_array().unwrap().iter().map(|unit| unit.as_str().unwrap()).collect();
        assert_eq!((row["name"].as_str().unwrap(), listed.join("|")), (name.as_str(), units));
    }
    let streamed = sandbox.json("user list --limit 3 --offset 1");
    let all = sandbox.json("user list");
    assert_eq!(streamed.as_array().unwrap()[..], all.as_array().unwrap()[1..4]);
}

#[test]
fn nested_keys_are_reached_with_a_dot() {
    let sandbox = Sandbox::acme();
    let row = &sandbox.json("user list --fields login,notifications.scans --limit 1")[0];
    assert_eq!(row["notifications.scans"], "own");
    let entry = sandbox.json("log show 1 --fields objects.name,id");
    assert_eq!(entry["id"], 1);
    assert!(entry["objects.name"][0].as_str().unwrap().contains('@'));
}

#[test]
fn a_change_prints_one_object_with_the_usual_keys_first() {
    let sandbox = Sandbox::acme();
    let report = sandbox.json("bu add Nordics --division Sales");
    let keys: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["action", "status", "dry_run", "operation", "notices", "unit", "effects", "effects_user_count"]);
    assert_eq!((&report["action"], &report["unit"]["division"]), (&json!("bu.add"), &json!("Sales")));
    let unchanged = sandbox.json("bu edit Nordics --division Sales");
    assert_eq!((&unchanged["status"], &unchanged["operation"]), (&json!("unchanged"), &Value::Null));
    let cleared = sandbox.json("bu edit Nordics --division ''");
    assert_eq!(cleared["unit"]["division"], Value::Null);
}

#[test]
fn sentences_say_would_in_a_dry_run_and_quiet_says_nothing() {
    let sandbox = Sandbox::acme();
    let dry = sandbox.sh("bu add Nordics -n");
    assert_eq!(dry.stdout, "would add business unit `Nordics`\n");
    assert_eq!(dry.stderr, "notice: the first user of `Nordics` must be a unit-manager\n");
    let real = sandbox.sh("bu add Nordics -q");
    assert_eq!((real.code, real.stdout.as_str(), real.stderr.as_str()), (0, "", ""));
    let json = sandbox.sh("-q bu edit Nordics --comments x --json");
    assert!(json.stdout.contains("\"operation\""));
}

#[test]
fn json_leaves_standard_error_to_the_error_object() {
    let sandbox = Sandbox::acme();
    let done = sandbox.sh("bu add Nordics --json");
    assert_eq!(done.stderr, "");
    let failed = sandbox.sh("bu add Nordics -o jsonl");
    assert_eq!(failed.stdout, "");
    let object: Value = serde_json::from_str(&failed.stderr).unwrap();
    let keys: Vec<&str> = object["error"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["code", "message", "hints", "rule", "exit_code"]);
    let grammar = sandbox.sh("--output=json nope");
    assert!(grammar.stderr.starts_with("{\"error\""), "{}", grammar.stderr);
}

#[test]
fn errors_for_people_have_a_sentence_a_rule_and_hints() {
    let outcome = Sandbox::acme().sh("bu delete Labs --yes");
    assert_eq!(
        outcome.stderr,
        "error: the unit `Labs` still has users: 4 (UNIT-5)\n\
         hint: see them: `provost user list --filter 'unit=Labs'`\n\
         hint: move them first: `provost bu move LOGIN… --to UNIT`\n"
    );
}

#[test]
fn tables_fit_a_terminal_of_eighty_columns_and_never_cut_names() {
    let sandbox = Sandbox::acme();
    for list in [
        "user list",
        "bu list",
        "asset-group list",
        "asset list --limit 9",
        "config list",
        "schedule list",
        "ticket list",
        "log list --limit 9",
        "role list",
        "settings show",
        "appliance list",
        "domain list",
        "tags list",
    ] {
        let args: Vec<&str> = list.split(' ').collect();
        let outcome = sandbox.ask(&Script::default(), &args);
        for line in outcome.stdout.lines() {
            let plain = strip_escapes(line);
            assert!(plain.chars().count() <= 80, "{list}: {plain}");
        }
        outcome.ok();
    }
    let users = strip_escapes(&sandbox.ask(&Script::default(), &["user", "list"]).ok());
    assert!(users.contains("uwe.brandt@acme.example *"), "{users}");
    let tickets = strip_escapes(&sandbox.ask(&Script::default(), &["ticket", "list"]).ok());
    assert!(tickets.contains("10.10.0.14 *"), "{tickets}");
}

fn strip_escapes(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(|c| c.is_ascii_alphabetic());
        } else {
            plain.push(c);
        }
    }
    plain
}

#[test]
fn elsewhere_a_row_is_a_line_without_drawings_or_colours() {
    let sandbox = Sandbox::acme();
    let table = sandbox.sh("user list").ok();
    assert_eq!(table.lines().count(), 45);
    assert!(table.is_ascii() && !table.contains('\u{1b}'), "{table}");
    let wide = sandbox.sh("asset-group show 'Shared Services'").ok();
    assert!(wide.contains("addresses        10.0.0.0/26\n"), "{wide}");
}

#[test]
fn colours_follow_the_flag_and_the_environment() {
    let sandbox = Sandbox::acme();
    let is_colored = |sandbox: &Sandbox, args: &[&str]| sandbox.ask(&Script::default(), args).stdout.contains('\u{1b}');
    assert!(is_colored(&sandbox, &["user", "list"]));
    assert!(!is_colored(&sandbox, &["user", "list", "--color", "never"]));
    assert!(sandbox.sh("user list --color always").stdout.contains('\u{1b}'));
    sandbox.vars.borrow_mut().insert("NO_COLOR".into(), "1".into());
    assert!(!is_colored(&sandbox, &["user", "list"]));
}

#[test]
fn the_configuration_file_gives_way_to_variables_and_flags() {
    let sandbox = Sandbox::acme();
    let folder = sandbox.path("home/.config/provost");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "output = 'csv'\n").unwrap();
    assert!(sandbox.sh("bu list").ok().starts_with("id,name,"));
    sandbox.vars.borrow_mut().insert("PROVOST_OUTPUT".into(), "jsonl".into());
    assert!(sandbox.sh("bu list").ok().starts_with("{\"id\""));
    assert!(sandbox.sh("bu list -o table").ok().starts_with("name"));
    std::fs::write(folder.join("config.toml"), "db = 'x'\n\noutptu = 'csv'\n").unwrap();
    let outcome = sandbox.sh("bu list --json");
    assert!(outcome.stderr.contains("config.toml:3"), "{}", outcome.stderr);
    assert_eq!(outcome.code, 7);
}

#[test]
fn global_flags_stand_before_or_after_the_verb_and_may_be_repeated() {
    let sandbox = Sandbox::acme();
    let before = sandbox.sh("--json user show ana.silva@acme.example").ok();
    assert_eq!(before, sandbox.sh("user --json show ana.silva@acme.example --json").ok());
    sandbox.sh("bu add Nordics -n -n --yes --yes").ok();
    sandbox.sh("tag list").ok();
}

#[test]
fn help_and_version_go_to_standard_output() {
    let sandbox = Sandbox::empty();
    assert!(sandbox.sh("--version").ok().starts_with("provost 0."));
    assert!(sandbox.sh("bu move --help").ok().contains("--primary-contact"));
    assert!(sandbox.sh("help bu").ok().contains("move"));
    let nothing = sandbox.run(&[]);
    assert_eq!((nothing.code, nothing.stdout.as_str()), (2, ""));
    assert!(nothing.stderr.contains("Usage"));
}

#[test]
fn the_sample_organisation_has_everything() {
    let sandbox = Sandbox::acme();
    let rows = |list: &str| sandbox.json(list).as_array().unwrap().clone();
    let (users, groups, configs, tickets) =
        (rows("user list"), rows("asset-group list"), rows("config list"), rows("ticket list"));
    let has = |rows: &[Value], key: &str, words: &[&str]| {
        for word in words {
            assert!(rows.iter().any(|row| row[key] == *word), "no {key} {word}");
        }
    };
    assert!(users.len() >= 40);
    has(&users, "role", provost::domain::Role::WORDS);
    has(&users, "status", provost::domain::Status::WORDS);
    assert!(users.iter().any(|user| user["unit"].is_null()));
    assert!(rows("bu list").iter().filter(|unit| unit["user_count"].as_i64() > Some(0)).count() >= 4);
    has(&groups, "origin", provost::domain::asset_group::Origin::WORDS);
    assert!(groups.iter().any(|group| group["addresses"].to_string().contains("2001:db8")));
    has(&configs, "kind", provost::domain::config::ConfigKind::WORDS);
    has(&tickets, "state", provost::domain::ticket::TicketState::WORDS);
    assert!(tickets.iter().any(|ticket| ticket["valid"] == false));
}

/// Whoever opens the sample organisation finds something in every list.
#[test]
fn nothing_of_the_sample_organisation_opens_empty() {
    let whole = std::fs::read_to_string(crate::sandbox::SAMPLE).unwrap();
    let sandbox = Sandbox::of(&whole);
    sandbox.act_as(MARA);
    let later = ["outbox list", "user token list"];
    let lists = crate::examples::verbs().into_iter().map(|(path, _)| path).filter(|path| path.ends_with(" list"));
    for list in lists.filter(|list| !later.contains(&list.as_str())) {
        let of = match list.as_str() {
            "access list" => MARA,
            work if work.starts_with("project ") && work != "project list" => "'Web shop'",
            _ => "",
        };
        assert_ne!(sandbox.json(&format!("{list} {of}")), json!([]), "{list}");
    }
    assert_ne!(sandbox.json("fim incident events 1"), json!([]));
    sandbox.sh("report download October").ok();
}

#[test]
fn roles_are_shown_from_the_matrix() {
    let sandbox = Sandbox::acme();
    let role = sandbox.json("role show scanner");
    let actions = role["actions"].as_array().unwrap();
    let find = |name: &str| actions.iter().find(|action| action["action"] == name).cloned().unwrap_or_default();
    assert_eq!(
        find("ticket.close"),
        json!({"action": "ticket.close", "reach": "own", "needs": "tickets.users_may_close"})
    );
    assert_eq!(find("config.add kind:option-profile")["needs"], "create-option-profiles");
    assert_eq!(find("bu.move"), Value::Null);
    let hints = sandbox.sh("role show manager --json").refused(3, "ROLE-1", "several kinds");
    assert_eq!(hints, ["say which: `role:manager`, `level:manager`, `monitoring-role:manager`"]);
    assert_eq!(sandbox.json("role show level:manager")["kind"], "level");
}

#[test]
fn errors_of_the_grammar_have_the_colour_that_is_asked_for() {
    let sandbox = Sandbox::acme();
    for (args, coloured) in [
        (vec!["nonsense"], true),
        (vec!["nonsense", "--color", "never"], false),
        (vec!["--color=never", "nonsense"], false),
    ] {
        let outcome = sandbox.ask(&Script::default(), &args);
        assert_eq!((outcome.code, outcome.stderr.contains('\u{1b}')), (2, coloured), "{args:?}");
    }
}

#[test]
fn safety_copies_lie_at_an_absolute_place() {
    let sandbox = Sandbox::acme();
    let config = sandbox.path("home/.config/provost");
    std::fs::create_dir_all(&config).unwrap();
    for folder in ["~/copies", "copies", ""] {
        std::fs::write(config.join("config.toml"), format!("[safety_copies]\nfolder = {folder:?}\n")).unwrap();
        sandbox.sh("db info --json").refused(7, "", "no absolute path");
    }
}
