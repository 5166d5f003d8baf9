//! Asking about access (section 14): checks, explanations, lists, and that they never disagree.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use provost::domain::object::target_kinds;
use provost::domain::{Action, ObjectKind};
use serde_json::{Value, json};

use crate::organisation::{Dice, cases, random_organisation};
use crate::sandbox::{EVENTS, MARA, Outcome, Sandbox};

const ANN: &str = "ann.keller@acme.example";
const UWE: &str = "uwe.brandt@acme.example";
const SOFIA: &str = "sofia.rossi@acme.example";
const CLARA: &str = "clara.dupont@acme.example";

fn code(sandbox: &Sandbox, question: &str) -> (u8, Value) {
    let outcome = sandbox.sh(&format!("access check {question} --json"));
    (outcome.code, serde_json::from_str(&outcome.stdout).unwrap_or_default())
}

#[test]
fn yes_is_zero_no_is_one_and_unknown_is_neither() {
    let sandbox = Sandbox::acme();
    assert_eq!(
        code(&sandbox, &format!("{ANN} scan.launch asset:10.10.0.10")),
        (
            0,
            json!({"allowed": true, "user": ANN, "action": "scan.launch", "object": "asset:10.10.0.10", "reason_code": "granted"})
        )
    );
    let (one, answer) = code(&sandbox, &format!("{ANN} scan.launch asset:10.20.1.11"));
    assert_eq!((one, &answer["reason_code"]), (1, &json!("out-of-reach")));
    for (question, message) in [
        ("nobody@x.example user.view", "no user"),
        (&format!("{ANN} user.vew"), "no action `user.vew`"),
        (&format!("{ANN} user.view user:ghost@x.example"), "no user"),
        (&format!("{ANN} scan.launch asset:10.99.99.99"), "no asset"),
        (&format!("{ANN} scan.launch 10.10.0.10"), "several kinds"),
        (&format!("{ANN} user.view bu:EMEA"), "not done to a business unit"),
        (&format!("{ANN} settings.edit user:{ANN}"), "not done to a single object"),
        (&format!("{ANN} config.add kind:nonsense"), "no kind of configuration"),
        (&format!("{ANN} fim.incident.view 99"), "no incident"),
    ] {
        for verb in ["check", "explain"] {
            let outcome = sandbox.sh(&format!("access {verb} {question} --json"));
            assert_eq!(outcome.code, 3, "{question}: {outcome:?}");
            assert!(outcome.stderr.contains(message), "{question}: {}", outcome.stderr);
        }
    }
    let hints = sandbox.sh(&format!("access check {ANN} user.vew --json")).refused(3, "ACC-1", "no action");
    assert_eq!(hints[0], "did you mean `user.view`?");
    sandbox.sh(&format!("access check {ANN} --json")).refused(2, "ACC-1", "action is missing");
    sandbox.sh("access who nope --json").refused(3, "ACC-1", "no action");
}

#[test]
fn objects_are_named_by_kind_or_alone_where_there_is_one_kind() {
    let sandbox = Sandbox::acme();
    for (question, written) in [
        (&format!("{ANN} user.view {ANN}"), format!("user:{ANN}")),
        (&format!("{ANN} bu.view EMEA"), "bu:EMEA".to_owned()),
        (&format!("{ANN} asset.view 2001:db8:10::1"), "asset:2001:db8:10::1".to_owned()),
        (&format!("{ANN} asset.view id:1"), "asset:10.10.0.1".to_owned()),
        (&format!("{ANN} asset-group.view 'Frankfurt Core'"), "asset-group:Frankfurt Core".to_owned()),
        (&format!("{ANN} config.add kind:search_list"), "kind:search-list".to_owned()),
        (&format!("{ANN} ticket.view 1"), "ticket:1".to_owned()),
    ] {
        let (_, answer) = code(&sandbox, question);
        assert_eq!(answer["object"], json!(written), "{question}");
    }
}

#[test]
fn each_reason_has_its_code() {
    let sandbox = Sandbox::acme();
    sandbox.sh("project add Web").ok();
    sandbox.sh(&format!("project assign Web {ANN} --role engineer")).ok();
    sandbox.sh("project add Old").ok();
    sandbox.sh(&format!("project assign Old {ANN} --role engineer")).ok();
    sandbox.sh("project archive Old").ok();
    sandbox.sh(&format!("user edit {CLARA} --must-change-password true")).ok();
    sandbox.sh(&format!("import events {EVENTS}")).ok();
    sandbox.sh("fim incident add Odd --event 1").ok();
    sandbox.sh("user level igor.baran@acme.example manager").ok();
    sandbox.sh("group add Top --level admin").ok();
    for (question, reason) in [
        (format!("{ANN} project.scan Web"), "granted"),
        (format!("{ANN} project.scan Old"), "archived"),
        (format!("{ANN} project.assign Web"), "role-too-low"),
        (format!("{ANN} settings.edit"), "role-too-low"),
        (format!("{ANN} appliance.add"), "permission-missing"),
        (format!("{ANN} ticket.delete"), "switch-off"),
        (format!("{ANN} user.view {UWE}"), "out-of-reach"),
        (format!("{ANN} fim.event.view"), "no-scope"),
        (format!("{UWE} fim.event.view 7"), "out-of-scope"),
        (format!("{UWE} fim.incident.review 1"), "not-assigned"),
        (format!("priya.nair@acme.example user.edit {MARA}"), "above-ceiling"),
        (format!("{CLARA} asset.view"), "password-change-required"),
        ("press.desk@acme.example asset.view".to_owned(), "contact"),
        ("viggo.strand@acme.example asset.view".to_owned(), "inactive"),
    ] {
        let (exit, answer) = code(&sandbox, &question);
        assert_eq!((exit, &answer["reason_code"]), (u8::from(reason != "granted"), &json!(reason)), "{question}");
    }
    let group = "igor.baran@acme.example group.edit Top";
    sandbox.sh("user activate igor.baran@acme.example").ok();
    let (_, answer) = code(&sandbox, group);
    assert!(["pending", "above-ceiling"].contains(&answer["reason_code"].as_str().unwrap()), "{answer}");
}

#[test]
fn the_maximum_wins_and_every_source_is_shown() {
    let sandbox = Sandbox::acme();
    for line in [
        "group add Ops --level viewer",
        "group add Leads --level manager",
        "project add Web",
        &format!("group assign Ops {ANN}"),
        &format!("group assign Leads {ANN}"),
        &format!("project assign Web {ANN} --role viewer --group Ops"),
        "project assign Web --group Leads --role admin",
        &format!("user level {ANN} viewer"),
    ] {
        sandbox.sh(line).ok();
    }
    let why = sandbox.json(&format!("access explain {ANN} user.view user:{UWE}"));
    assert_eq!(
        why["paths"],
        json!([
            {"kind": "level", "via": "level:viewer", "grants": "all", "decides": false},
            {"kind": "group", "via": "group:Leads", "grants": "all", "decides": true},
            {"kind": "group", "via": "group:Ops", "grants": "all", "decides": false},
        ])
    );
    assert_eq!(why["near_misses"], json!(["role:scanner holds it, but not there (own)"]));
    let why = sandbox.json(&format!("access explain {ANN} project.view project:Web"));
    let vias: Vec<&Value> = why["paths"].as_array().unwrap().iter().map(|path| &path["via"]).collect();
    assert_eq!(vias.len(), 6, "three by level, three in the project: {vias:?}");
    let why = sandbox.json(&format!("access explain {ANN} project.assign Web"));
    assert_eq!(why["paths"], json!([{"kind": "group", "via": "group:Leads", "grants": "own", "decides": true}]));
    assert!(why["near_misses"].to_string().contains("project-role:viewer gives viewer in `Web`; admin holds it"));
    sandbox.sh("group edit Leads --level admin").ok();
    let everything = sandbox.json(&format!("access list {ANN} --filter action=project.assign"));
    assert_eq!(everything, json!([{"action": "project.assign", "reach": "all", "object": null, "via": "group:Leads"}]));
    sandbox.sh(&format!("group unassign Leads {ANN}")).ok();
    assert_eq!(sandbox.json(&format!("access list {ANN} --filter action=project.assign")), json!([]));
    assert_eq!(code(&sandbox, &format!("{ANN} project.view Web")).0, 0, "by its own entry");
}

#[test]
fn an_explanation_is_a_tree_with_what_would_help() {
    let sandbox = Sandbox::acme();
    sandbox.vars.borrow_mut().insert("LANG".into(), "C.UTF-8".into());
    let text = sandbox.sh(&format!("access explain {CLARA} asset.view asset:10.10.0.10")).ok();
    insta::assert_snapshot!(text);
    let text = sandbox.sh(&format!("access explain {SOFIA} fim.event.ignore")).ok();
    insta::assert_snapshot!(text);
}

/// Asks a question as if a fix had been made by whoever is signed in.
fn with_fix(sandbox: &Sandbox, question: &str, fix: &Value) -> Outcome {
    let mut args = vec!["access".to_owned(), "check".to_owned(), "--json".to_owned()];
    args.extend(crate::sandbox::words(question));
    for command in fix["commands"].as_array().unwrap() {
        args.extend(["--assume".to_owned(), command.as_str().unwrap().to_owned()]);
    }
    sandbox.run(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn what_would_help_does_help() {
    let sandbox = Sandbox::acme();
    sandbox.sh("project add Web").ok();
    sandbox.sh("project add Old").ok();
    sandbox.sh("project archive Old").ok();
    sandbox.sh(&format!("import events {EVENTS}")).ok();
    sandbox.act_as(SOFIA).sh("fim incident add Odd --event 1").ok();
    sandbox.act_as(MARA);
    let questions = [
        "project.scan Web",
        "project.scan Old",
        "appliance.add",
        "ticket.delete",
        "group.add",
        "fim.event.view 1",
        "fim.event.view 7",
        "fim.event.ignore 1",
        "fim.incident.review 1",
        "fim.incident.delete 1",
        "asset.view asset:10.10.0.10",
        "asset.add",
        "scan.launch asset:10.11.0.10",
        "asset-group.view 'Frankfurt Core'",
        "config.add kind:option-profile",
        "config.edit id:1",
        "settings.view",
        "user.edit user:igor.baran@acme.example",
        "bu.view EMEA",
    ];
    let people =
        [ANN, UWE, CLARA, SOFIA, "priya.nair@acme.example", "ingrid.solberg@acme.example", "viggo.strand@acme.example"];
    let before = sandbox.dump_without_log();
    let mut helped = 0;
    for question in people.iter().flat_map(|login| questions.map(|question| format!("{login} {question}"))) {
        let why = sandbox.json(&format!("access explain {question}"));
        let fixes = why["fixes"].as_array().unwrap();
        let lengths: Vec<usize> = fixes.iter().map(|fix| fix["commands"].as_array().unwrap().len()).collect();
        assert!(fixes.len() <= 5 && lengths.is_sorted() && lengths.iter().all(|length| *length <= 3), "{why}");
        for fix in fixes {
            let by: Vec<&str> = fix["by"].as_array().unwrap().iter().map(|login| login.as_str().unwrap()).collect();
            assert!(by.contains(&MARA), "{question}: {fix}");
            let outcome = with_fix(&sandbox, &question, fix);
            assert_eq!(outcome.code, 0, "{question}: {fix}: {outcome:?}");
            helped += 1;
        }
    }
    assert!(helped > 100, "only {helped} ways to a yes");
    assert_eq!(before, sandbox.dump_without_log(), "what is tried leaves nothing");
}

/// What explanations name is the deciding object, and what helps is complete (ACC-2).
#[test]
fn an_explanation_names_the_deciding_objects_and_whole_ways_out() {
    let sandbox = Sandbox::acme();
    let (ana, lee) = ("ana.silva@acme.example", "lee.chen@acme.example");
    let limits = |question: &str| -> Vec<String> {
        let why = sandbox.json(&format!("access explain {question}"));
        let told = |limit: &Value| format!("{}:{} {}", limit["kind"], limit["name"], limit["passed"]).replace('"', "");
        why["limits"].as_array().unwrap().iter().map(told).collect()
    };
    let passed = limits(&format!("{ana} scan.launch asset:10.20.1.10"));
    let assets = sandbox.json(&format!("access assets {ana} --filter address=10.20.1.10"));
    assert!(passed.contains(&format!("{} true", assets[0]["via"].as_str().unwrap())), "{passed:?}, {assets}");
    let failed = limits(&format!("{ANN} scan.launch asset:10.20.1.10"));
    assert!(failed.contains(&"asset-group:California false".to_owned()), "{failed:?}");
    sandbox.tamper(&format!("UPDATE users SET last_login_at = 1 WHERE login = '{lee}'"));
    sandbox.act_as(MARA).sh(&format!("user deactivate {lee} --yes")).ok();
    let question = format!("{lee} scan.launch asset:10.10.0.10");
    let failed = limits(&question).into_iter().filter(|limit| limit.ends_with("false")).count();
    assert_eq!(failed, 2, "inactive, and out of reach");
    let why = sandbox.json(&format!("access explain {question}"));
    for fix in why["fixes"].as_array().unwrap() {
        assert_eq!(with_fix(&sandbox, &question, fix).code, 0, "{fix}");
    }
    let first = [
        "user activate",
        "asset-group edit 'Frankfurt Core' --add-bu 'Americas'",
        "asset-group assign 'Frankfurt Core'",
    ];
    let told = why["fixes"][0]["commands"].as_array().unwrap();
    let is_told =
        told.iter().zip(first).all(|(told, first)| told.as_str().unwrap().starts_with(&format!("provost {first}")));
    assert!(told.len() == 3 && is_told, "{why}");
    // Only users whom the asker may view are told to be able to.
    sandbox.act_as(UWE);
    let why = sandbox.json(&format!("access explain {CLARA} asset.view asset:10.10.0.10"));
    assert_eq!(why["fixes"][0]["commands"], json!([format!("provost asset-group assign 'Frankfurt Core' {CLARA}")]));
    assert_eq!(why["fixes"][0]["by"], json!([UWE, SOFIA]), "{why}");
    // Kinds that lie in no group have no limit of that name.
    sandbox.act_as(MARA);
    assert!(limits(&format!("{ANN} user.edit user:{CLARA}")).iter().all(|limit| !limit.starts_with("asset-group")));
}

#[test]
fn everything_that_anybody_may_do_to_an_object_is_told_at_once() {
    let sandbox = Sandbox::acme();
    let all = sandbox.json("access who asset:10.10.0.10");
    let rows = all.as_array().unwrap();
    let ann = rows.iter().find(|row| row["login"] == ANN).unwrap();
    assert!(ann["actions"].as_array().unwrap().contains(&json!("scan.launch")), "{ann}");
    assert_eq!(ann["via"], json!(["role:scanner"]));
    for row in rows {
        for action in row["actions"].as_array().unwrap() {
            let check = format!("access check {} {} asset:10.10.0.10", row["login"], action);
            assert_eq!(sandbox.sh(&check).code, 0, "{check}");
        }
    }
    let narrowed = sandbox.act_as(UWE).sh("access who asset:10.10.0.10");
    assert!(narrowed.stderr.contains("whom you may not view may do something to it"), "{narrowed:?}");
    assert!(narrowed.stdout.contains(ANN) && !narrowed.stdout.contains(MARA), "{narrowed:?}");
    sandbox.act_as(MARA);
    sandbox.refused("access who asset:10.99.99.99", 3, "ROLE-8", "no asset");
    sandbox.refused("access who thing:x", 3, "ACC-6", "names neither an action nor an object");
}

#[test]
fn an_assumption_is_made_with_the_actors_rights_and_leaves_nothing() {
    let sandbox = Sandbox::acme();
    sandbox.sh("group add OPS --level viewer").ok();
    let before = sandbox.dump();
    let assume = format!("--assume 'group assign OPS {ANN}'");
    let check = format!("access check {ANN} user.view user:{UWE}");
    assert_eq!(sandbox.sh(&check).code, 1);
    assert_eq!(sandbox.sh(&format!("{check} {assume}")).code, 0);
    let why = sandbox.json(&format!("access explain {ANN} user.view user:{UWE} {assume}"));
    assert_eq!(why["paths"][0]["via"], "group:OPS");
    let all = sandbox.json(&format!("access list {ANN} --filter action=user.view {assume}"));
    assert_eq!(all[0]["reach"], "all");
    let who = sandbox.json(&format!("access who user.view user:{UWE} --filter login={ANN} {assume}"));
    assert_eq!(who[0]["via"], "group:OPS");
    let two = format!("--assume 'group add Deep --level admin' --assume 'group assign Deep {ANN}'");
    assert_eq!(sandbox.sh(&format!("access check {ANN} settings.security {two}")).code, 0, "one builds on the other");
    let secret =
        sandbox.sh("access check new@x.example account.info --assume 'user add new@x.example --no-mail' --json");
    assert!(secret.stdout.contains("\"pending\"") && !secret.stdout.contains("token"), "{secret:?}");
    for (line, exit) in [
        ("login ann.keller@acme.example", 2),
        ("user password ann.keller@acme.example --set", 2),
        ("user token list ci.robot@acme.example", 2),
        ("outbox send", 2),
        ("db migrate", 2),
        ("user list", 2),
        ("user add x@x.example --db other.db", 2),
        ("user frobnicate", 2),
        ("user add 'unclosed", 2),
        ("access who user.view", 2),
        ("bu delete EMEA", 4),
        ("group assign NOPE ann.keller@acme.example", 3),
    ] {
        let outcome = sandbox.run(&["access", "check", ANN, "user.view", "--assume", line, "--json"]);
        assert_eq!(outcome.code, exit, "{line}: {outcome:?}");
        assert_eq!(outcome.stdout, "");
    }
    let wrong = sandbox.run(&["access", "check", ANN, "user.view", "--assume", "user add bad", "--json"]);
    wrong.refused(7, "USER-1", "`bad` is no login");
    assert_eq!(before, sandbox.dump(), "nothing is written, and nothing logged");
    sandbox.act_as(ANN);
    let before = sandbox.dump_without_log();
    let outcome =
        sandbox.run(&["access", "check", ANN, "user.view", "--assume", &format!("user level {ANN} admin"), "--json"]);
    outcome.refused(5, "ROLE-7", "user.level");
    assert_eq!(before, sandbox.dump_without_log());
}

#[test]
fn many_lines_are_answered_in_order_and_the_worst_decides() {
    let sandbox = Sandbox::acme();
    let ask = |lines: &str| {
        let outcome = sandbox.feed(lines, &["access", "check", "-", "-o", "jsonl"]);
        let answers: Vec<Value> = outcome.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (outcome.code, answers)
    };
    let (exit, answers) = ask(&format!(
        "{ANN} scan.launch asset:10.10.0.10\n\n  {ANN}  asset-group.view   Frankfurt Core \n{{\"user\": \"{ANN}\", \"action\": \"ticket.view\", \"object\": 1}}\n"
    ));
    assert_eq!((exit, answers.len()), (1, 3), "{answers:?}");
    assert_eq!(answers[1]["object"], "asset-group:Frankfurt Core");
    assert_eq!(ask(&format!("{ANN} user.view\n")).0, 0);
    let (exit, answers) = ask(&format!("{ANN} user.edit\n{ANN} nope\n{ANN} user.view\n"));
    assert_eq!(exit, 3);
    assert_eq!(answers[0]["allowed"], false);
    assert_eq!((&answers[1]["allowed"], &answers[1]["error"]), (&Value::Null, &json!("there is no action `nope`")));
    assert_eq!(answers[2]["allowed"], true);
    let (exit, answers) = ask(&format!(
        "\u{feff}{ANN} user.view\n{ANN}\n{{\"user\": \"{ANN}\", \"action\": \"user.view\", \"objekt\": 1}}\n{ANN} user.view\n"
    ));
    assert_eq!((exit, answers.len()), (7, 4), "what cannot be read is told in its place");
    assert!(answers[1]["error"].as_str().unwrap().contains("USER ACTION"), "{answers:?}");
    assert!(answers[2]["error"].as_str().unwrap().contains("no key `objekt`"), "{answers:?}");
    assert_eq!(answers[3]["allowed"], true);
    assert_eq!(ask("").0, 0);
}

#[test]
fn whoever_may_view_a_user_may_ask_about_it() {
    let sandbox = Sandbox::acme();
    sandbox.act_as(ANN);
    assert_eq!(sandbox.json(&format!("access check {ANN} scan.launch"))["allowed"], true, "about oneself");
    sandbox.sh(&format!("access check {UWE} scan.launch --json")).refused(3, "ROLE-8", "no user");
    sandbox.sh(&format!("access explain {ANN} user.view user:{UWE} --json")).refused(3, "ROLE-8", "no user");
    let outcome = sandbox.sh("access who scan.launch --json");
    assert_eq!(outcome.stderr, "notice: only users whom you may view are named\n");
    assert_eq!(outcome.json(), json!([{"login": ANN, "reach": "assigned", "via": "role:scanner"}]));
    sandbox.act_as(UWE);
    let who = sandbox.json("access who scan.launch --fields login");
    assert!(who.as_array().unwrap().len() > 2 && !who.to_string().contains("mara"), "{who}");
    assert_eq!(sandbox.sh("access who scan.launch -q --json").stderr, "");
}

#[test]
fn groups_that_may_not_be_viewed_grant_without_a_name() {
    let sandbox = Sandbox::acme();
    sandbox.sh("group add Secret --level viewer").ok();
    sandbox.sh(&format!("group assign Secret {ANN}")).ok();
    sandbox.sh("project add Plan").ok();
    sandbox.sh("project assign Plan --group Secret --role viewer").ok();
    let asked = |who: &str| sandbox.act_as(who).sh(&format!("access explain {ANN} project.edit --json")).ok();
    assert!(asked(MARA).contains("group:Secret gives viewer in `Plan`"));
    assert!(asked(ANN).contains("group:Secret gives viewer in `Plan`"), "one's own one always sees");
    let told = asked(UWE);
    assert!(!told.contains("Secret") && !told.contains("Plan"), "{told}");
    let list = sandbox.json(&format!("access list {ANN} --filter action=group.view"));
    assert_eq!(list[0]["via"], "group:(hidden)");
}

#[test]
fn what_stands_above_somebody_is_told_without_projects_that_the_asker_may_not_view() {
    let sandbox = Sandbox::acme();
    sandbox.sh("project add Plan").ok();
    sandbox.sh(&format!("project assign Plan {ANN} --role admin")).ok();
    sandbox.sh(&format!("project assign Plan {SOFIA} --role viewer")).ok();
    let asked = |who: &str| sandbox.act_as(who).sh(&format!("access explain {SOFIA} user.edit user:{ANN} --json")).ok();
    for (who, told) in [(MARA, "Plan"), (SOFIA, "Plan"), (UWE, "(hidden)")] {
        let answer: Value = serde_json::from_str(&asked(who)).unwrap();
        let above = format!("the role `admin` in the project `{told}` is more than is held there");
        assert!(answer["limits"].to_string().contains(&above), "{who}: {answer}");
    }
}

#[test]
fn assets_are_told_as_far_as_the_asker_may_view_them() {
    let sandbox = Sandbox::acme();
    let priya = sandbox.act_as("priya.nair@acme.example").sh(&format!("access assets {MARA} --json"));
    assert_eq!(priya.stderr, "notice: only assets that you may view yourself are named\n");
    assert_eq!(priya.json(), json!([]), "a user-administrator may view no asset");
    sandbox.act_as(MARA).sh("tags scope lee.chen@acme.example --set production").ok();
    sandbox.act_as("carla.mendez@acme.example");
    let own = names(&sandbox, "asset list", "address");
    let told = names(&sandbox, "access assets lee.chen@acme.example", "address");
    assert!(told.is_subset(&own) && !told.is_empty(), "{told:?}");
    sandbox.act_as(ANN);
    let own = names(&sandbox, "asset list", "address");
    assert_eq!(names(&sandbox, &format!("access assets {ANN}"), "address"), own);
}

#[test]
fn a_token_is_asked_about_with_its_own_limits() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user add rob@x.example --role manager --api-only").ok();
    let made = sandbox.json("user token add rob@x.example --name t --allow access.check --allow user.view");
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), made["token"].as_str().unwrap().to_owned());
    let outcome = sandbox.sh(&format!("access check rob@x.example user.delete user:{ANN} --json"));
    assert_eq!((outcome.code, outcome.stdout.contains("\"token-narrowed\"")), (1, true), "{outcome:?}");
    assert_eq!(sandbox.sh(&format!("access check rob@x.example user.view user:{ANN}")).code, 0);
    assert_eq!(sandbox.sh(&format!("access check {MARA} user.delete user:{ANN}")).code, 0, "not about others");
}

#[test]
fn assets_in_sight_tell_by_what() {
    let sandbox = Sandbox::acme();
    let seen = |login: &str| -> BTreeMap<String, String> {
        let rows = sandbox.json(&format!("access assets {login}"));
        let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
        rows.as_array().unwrap().iter().map(|row| (text(row, "address"), text(row, "via"))).collect()
    };
    assert!(seen(MARA).values().all(|via| via == "role:manager"));
    let clara = seen(CLARA);
    assert!(clara.values().all(|via| via == "asset-group:Paris Office"), "{clara:?}");
    let sofia = seen(SOFIA);
    assert_eq!(sofia["10.10.0.10"], "asset-group:Frankfurt Core");
    assert_eq!(sofia["10.20.1.10"], "tag:production", "out of her unit, in her scope");
    assert!(sofia.values().any(|via| via == "untagged"));
    sandbox.sh(&format!("tags scope {SOFIA} --clear")).ok();
    assert!(seen(SOFIA).values().all(|via| via.starts_with("asset-group:")), "without a scope the tags show nothing");
    assert!(seen("viggo.strand@acme.example").is_empty(), "inactive");
    assert!(seen("priya.nair@acme.example").is_empty(), "a user-administrator works with accounts");
}

/// What each list shows: the verb, the key it names things by, and the kind.
const LISTS: &[(&str, &str, ObjectKind, Action)] = &[
    ("user list", "login", ObjectKind::User, Action::UserView),
    ("bu list", "name", ObjectKind::Bu, Action::BuView),
    ("asset-group list", "name", ObjectKind::AssetGroup, Action::AssetGroupView),
    ("asset list", "address", ObjectKind::Asset, Action::AssetView),
    ("config list", "id", ObjectKind::Config, Action::ConfigView),
    ("scan list", "id", ObjectKind::Scan, Action::ScanView),
    ("group list", "name", ObjectKind::Group, Action::GroupView),
    ("project list", "name", ObjectKind::Project, Action::ProjectView),
    ("fim asset list", "address", ObjectKind::Asset, Action::FimAssetView),
    ("fim event list", "id", ObjectKind::Event, Action::FimEventView),
    ("fim profile list", "name", ObjectKind::FimProfile, Action::FimProfileView),
    ("fim incident list", "id", ObjectKind::FimIncident, Action::FimIncidentView),
    ("fim rule list", "name", ObjectKind::FimRule, Action::FimRuleView),
    ("fim report list", "id", ObjectKind::FimReport, Action::FimReportView),
];

fn names(sandbox: &Sandbox, list: &str, key: &str) -> BTreeSet<String> {
    let outcome = sandbox.sh(&format!("{list} --json"));
    assert!([0, 5, 6].contains(&outcome.code), "{list}: {outcome:?}");
    let rows: Vec<Value> = serde_json::from_str(&outcome.stdout).unwrap_or_default();
    // `All` is no object that one could ask about.
    rows.iter()
        .filter(|row| row["name"] != "All")
        .map(|row| row[key].as_str().map_or_else(|| row[key].to_string(), str::to_owned))
        .collect()
}

/// The answers to many questions, each yes or no.
fn answers(sandbox: &Sandbox, questions: &[String]) -> Vec<bool> {
    let outcome = sandbox.feed(&questions.join("\n"), &["access", "check", "-", "-o", "jsonl"]);
    assert!([0, 1].contains(&outcome.code), "{}", outcome.stderr);
    let line = |line: &str| serde_json::from_str::<Value>(line).unwrap()["allowed"].as_bool().unwrap();
    outcome.stdout.lines().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(3), max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn check_explain_list_who_and_what_lists_show_never_disagree(seed: u64) {
        let mut dice = Dice(seed);
        let (sandbox, logins) = random_organisation(&mut dice);
        lists_agree_with_checks(&sandbox, &logins);
        objects_agree_with_checks(&sandbox, &logins, &mut dice);
    }
}

/// Without an object: what `list` names is what `check` allows, and `who` names those whom it allows.
fn lists_agree_with_checks(sandbox: &Sandbox, logins: &[String]) {
    let actions: Vec<Action> = Action::ALL.iter().copied().filter(|action| !action.is_open()).collect();
    let mut allowed: BTreeMap<Action, BTreeSet<String>> = BTreeMap::new();
    for login in logins {
        let questions: Vec<String> = actions.iter().map(|action| format!("{login} {action}")).collect();
        let yes: BTreeSet<String> = answers(sandbox, &questions)
            .iter()
            .zip(&actions)
            .filter(|(yes, _)| **yes)
            .map(|(_, action)| {
                allowed.entry(*action).or_default().insert(login.clone());
                action.to_string()
            })
            .collect();
        let listed = names(sandbox, &format!("access list {login}"), "action");
        assert!(listed.is_subset(&yes), "{login}: listed, but not allowed: {:?}", listed.difference(&yes));
        let missing: Vec<&String> = yes.difference(&listed).collect();
        assert!(missing.is_empty(), "{login}: allowed, but not listed: {missing:?}");
    }
    for action in actions.iter().step_by(5) {
        let who = names(sandbox, &format!("access who {action}"), "login");
        assert_eq!(who, allowed.get(action).cloned().unwrap_or_default(), "who {action}");
    }
}

/// With an object: `who` names those whom `check` allows, `explain` says the same, and each list shows exactly what
/// may be viewed.
fn objects_agree_with_checks(sandbox: &Sandbox, logins: &[String], dice: &mut Dice) {
    for (list, key, kind, view) in LISTS {
        let objects: Vec<String> = names(sandbox.act_as(MARA), list, key).into_iter().collect();
        let actions: Vec<Action> =
            Action::ALL.iter().copied().filter(|action| target_kinds(*action).contains(kind)).collect();
        let first = dice.roll(objects.len().max(1));
        for object in objects.iter().cycle().skip(first).take(objects.len().min(2)) {
            for action in &actions {
                if action != view && dice.roll(4) != 0 {
                    continue;
                }
                let questions: Vec<String> =
                    logins.iter().map(|login| format!("{login} {action} {kind}:{object}")).collect();
                let verdicts = answers(sandbox, &questions);
                let allowed: BTreeSet<String> =
                    logins.iter().zip(&verdicts).filter(|(_, yes)| **yes).map(|(login, _)| login.clone()).collect();
                let who = names(sandbox, &format!("access who {action} '{kind}:{object}'"), "login");
                assert_eq!(who, allowed, "who {action} {kind}:{object}");
                let at = dice.roll(logins.len());
                let why = sandbox.json(&format!("access explain {} {action} '{kind}:{object}'", logins[at]));
                assert_eq!(why["allowed"], verdicts[at], "explain {} {action} {kind}:{object}", logins[at]);
                let decides = why["paths"].as_array().unwrap().iter().filter(|path| path["decides"] == true).count();
                assert_eq!(decides, usize::from(verdicts[at]), "{why}");
                let failed = why["limits"].as_array().unwrap().iter().any(|limit| limit["passed"] == false);
                assert!(verdicts[at] || failed || why["paths"] == json!([]), "a no has a reason: {why}");
            }
        }
        let signs_in = |login: &&String| sandbox.json(&format!("user show {login}"))["role"] != "contact";
        for login in logins.iter().filter(signs_in) {
            let questions: Vec<String> =
                objects.iter().map(|object| format!("{login} {view} {kind}:{object}")).collect();
            let allowed: BTreeSet<String> = objects
                .iter()
                .zip(answers(sandbox.act_as(MARA), &questions))
                .filter(|(_, yes)| *yes)
                .map(|(object, _)| object.clone())
                .collect();
            let shown = names(sandbox.act_as(login), list, key);
            assert_eq!(shown, allowed, "{login}: {list}");
            sandbox.act_as(MARA);
        }
        assert!(*view == kind.view() || *kind == ObjectKind::Asset);
    }
}
