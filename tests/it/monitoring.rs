//! Monitoring: who sees and does what with each entity (section 11), from events to reports.

use serde_json::{Value, json};

use crate::sandbox::{MARA, Sandbox};

/// Makes things; its scope is `web`.
const CREATOR: &str = "creator@x.example";
/// Reviews, and may delete; its scope contains the creator's.
const REVIEWER: &str = "reviewer@x.example";
/// Reviews, and may not delete.
const ANALYST: &str = "analyst@x.example";
/// In scope of the same assets, without a part in what the creator made.
const PEER: &str = "peer@x.example";
/// With another tag in scope.
const STRANGER: &str = "stranger@x.example";
/// Without any tag in scope.
const UNSCOPED: &str = "unscoped@x.example";
/// Another manager.
const BOSS: &str = "boss@x.example";

const ORGANISATION: &str = r#"
name = "X"
primary_contact = "mara.lindholm@acme.example"
users = [
    { login = "mara.lindholm@acme.example", role = "manager", status = "active" },
    { login = "boss@x.example", role = "manager", status = "active" },
    { login = "creator@x.example", role = "scanner", status = "active", tag_scope = ["web"] },
    { login = "reviewer@x.example", role = "reader", monitoring_role = "manager", status = "active", tag_scope = ["all"] },
    { login = "analyst@x.example", role = "reader", monitoring_role = "analyst", status = "active", tag_scope = ["web", "db"] },
    { login = "peer@x.example", role = "scanner", monitoring_role = "manager", status = "active", tag_scope = ["web"] },
    { login = "stranger@x.example", role = "scanner", monitoring_role = "manager", status = "active", tag_scope = ["db"] },
    { login = "unscoped@x.example", role = "scanner", monitoring_role = "manager", status = "active" },
]
tags = [
    { name = "all" },
    { name = "web", parent = "all" },
    { name = "shop", parent = "web" },
    { name = "db", parent = "all" },
]
assets = [
    { addresses = ["10.0.0.1"], name = "web-1", tags = ["web"], os = "Debian 13" },
    { addresses = ["10.0.0.2"], name = "shop-1", tags = ["shop"] },
    { addresses = ["10.0.0.3"], name = "db-1", tags = ["db"] },
    { addresses = ["10.0.0.4"], name = "all-1", tags = ["all"] },
    { addresses = ["10.0.0.5"], name = "bare-1" },
]
"#;

/// One event on each asset, numbered as they are: 1 web, 2 shop, 3 db, 4 all, 5 bare.
fn organisation() -> Sandbox {
    let sandbox = Sandbox::of(ORGANISATION);
    let events: String =
        (1..=5).map(|n| format!("10.0.0.{n},2026-11-20T00:00:0{n}Z,/etc/passwd,modify,{n},useradd\n")).collect();
    import(&sandbox, &events);
    sandbox
}

fn import(sandbox: &Sandbox, rows: &str) {
    let text = format!("asset,at,path,action,severity,process\n{rows}");
    sandbox.act_as(MARA).feed(&text, &["import", "events", "-", "--format", "csv"]).ok();
}

/// An incident and a rule of the creator, reviewed by both reviewers, a report and a report rule; one profile each
/// for `web`, for `db` and for everybody.
fn furnished() -> Sandbox {
    let sandbox = organisation();
    for line in [
        "fim profile add Web --path /etc --tag web",
        "fim profile add Data --path /var --tag db",
        "fim profile add Open --path /tmp",
    ] {
        sandbox.sh(line).ok();
    }
    sandbox.act_as(CREATOR);
    let reviewers = format!("--reviewer {REVIEWER} --reviewer {ANALYST}");
    for line in [
        &format!("fim incident add Odd --event 1 --event 2 {reviewers}"),
        &format!("fim rule add Accounts --when path=/etc/passwd {reviewers}"),
        "fim report add Mine",
        "fim report-rule add Daily --recurrence daily --time 07:00 --time-zone UTC",
    ] {
        sandbox.sh(line).ok();
    }
    sandbox
}

fn column(sandbox: &Sandbox, line: &str, key: &str) -> Vec<Value> {
    sandbox.json(line).as_array().unwrap().iter().map(|row| row[key].clone()).collect()
}

#[test]
fn assets_events_and_profiles_go_by_the_scope() {
    let sandbox = furnished();
    let everything = json!(["web-1", "shop-1", "db-1", "all-1", "bare-1"]);
    let web = json!(["web-1", "shop-1", "bare-1"]);
    for (login, assets, events, profiles) in [
        (MARA, everything.clone(), json!([5, 4, 3, 2, 1]), json!(["Data", "Open", "Web"])),
        (REVIEWER, everything, json!([5, 4, 3, 2, 1]), json!(["Data", "Open", "Web"])),
        (CREATOR, web.clone(), json!([5, 2, 1]), json!(["Open", "Web"])),
        (PEER, web, json!([5, 2, 1]), json!(["Open", "Web"])),
        (STRANGER, json!(["db-1", "bare-1"]), json!([5, 3]), json!(["Data", "Open"])),
    ] {
        sandbox.act_as(login);
        assert_eq!(json!(column(&sandbox, "fim asset list", "name")), assets, "{login}");
        assert_eq!(json!(column(&sandbox, "fim event list", "id")), events, "{login}");
        assert_eq!(json!(column(&sandbox, "fim profile list", "name")), profiles, "{login}");
        for (kind, name, listed) in [
            ("asset", "db-1", &assets.as_array().unwrap().contains(&json!("db-1"))),
            ("event", "3", &events.as_array().unwrap().contains(&json!(3))),
            ("profile", "Data", &profiles.as_array().unwrap().contains(&json!("Data"))),
        ] {
            let code = sandbox.sh(&format!("fim {kind} show {name} --json")).code;
            assert_eq!(code, if *listed { 0 } else { 3 }, "{login} {kind}");
        }
    }
    sandbox.act_as(PEER).sh("fim event ignore 1").ok();
    sandbox.sh("fim event ignore 3 --json").refused(3, "ROLE-8", "no event");
    assert_eq!(sandbox.json("fim event ignore 1 --undo")["status"], "done");
    sandbox.act_as(CREATOR).sh("fim event ignore 1 --json").refused(5, "ROLE-7", "fim.event.ignore");
}

#[test]
fn without_a_tag_in_scope_there_is_no_monitoring() {
    let sandbox = furnished();
    sandbox.act_as(UNSCOPED);
    for line in [
        "fim asset list",
        "fim event show 5",
        "fim profile list",
        "fim incident add X",
        "fim rule run",
        "fim report list",
    ] {
        let outcome = sandbox.sh(&format!("{line} --json"));
        assert!(outcome.stderr.contains("\"no-scope\""), "{line}: {outcome:?}");
        let hints = outcome.refused(5, "SCOPE-3", "a tag in your scope");
        assert!(hints[0].contains(&format!("provost tags scope {UNSCOPED} --add TAG")), "{hints:?}");
    }
    sandbox.act_as(MARA).sh(&format!("tags scope {UNSCOPED} --add db")).ok();
    sandbox.act_as(UNSCOPED);
    assert_eq!(column(&sandbox, "fim event list", "id"), [5, 3], "with the next command");
}

/// What a command comes to: `done`, or the exit code of the refusal.
fn fate(sandbox: &Sandbox, login: &str, line: &str) -> String {
    let outcome = sandbox.act_as(login).sh(&format!("{line} --dry-run --yes --json"));
    match outcome.code {
        0 => "done".to_owned(),
        code => code.to_string(),
    }
}

/// One line for each verb: what it comes to for everybody in turn.
#[test]
fn each_verb_of_each_entity_for_everybody() {
    let sandbox = furnished();
    let people = [MARA, CREATOR, REVIEWER, ANALYST, PEER, STRANGER, UNSCOPED];
    let verbs = [
        "fim incident show 1",
        "fim incident events 1",
        "fim incident edit 1 --title New",
        "fim incident review 1 --approval approved",
        "fim incident reopen 1",
        "fim incident delete 1",
        "fim rule show Accounts",
        "fim rule edit Accounts --when severity=5",
        "fim rule deactivate Accounts",
        "fim rule activate Accounts",
        "fim rule run Accounts",
        "fim rule delete Accounts",
        "fim report show Mine",
        "fim report download Mine",
        "fim report edit Mine --name Other",
        "fim report delete Mine",
        "fim report-rule show Daily",
        "fim report-rule edit Daily --format json",
        "fim report-rule clone Daily --name Copy",
        "fim report-rule delete Daily",
        "fim profile show Web",
        "fim profile edit Web --add-path /opt",
        "fim profile activate Web",
        "fim profile delete Web",
        "log list --on incident:1",
    ];
    let mut table = format!("{:<44}manager creator reviewer analyst peer stranger unscoped\n", "");
    for verb in verbs {
        let fates: Vec<String> = people.iter().map(|login| format!("{:<8}", fate(&sandbox, login, verb))).collect();
        table.push_str(format!("{verb:<44}{}", fates.join("")).trim_end());
        table.push('\n');
    }
    insta::assert_snapshot!("monitoring", table);
}

#[test]
fn an_incident_lives_from_events_to_approval() {
    let sandbox = organisation();
    sandbox.act_as(CREATOR);
    sandbox.sh("fim incident add Odd --event 3 --json").refused(3, "ROLE-8", "no event `3`");
    sandbox.sh(&format!("fim incident add Odd --event 1 --reviewer {ANALYST}")).ok();
    let shown = sandbox.json("fim incident show 1");
    assert_eq!((&shown["state"], &shown["reviewers"]), (&json!("open"), &json!([ANALYST])));
    sandbox.act_as(ANALYST).sh("fim incident review 1 --approval pending --comment 'looking at it'").ok();
    sandbox.sh("fim incident review 1 --approval policy-violation").ok();
    let shown = sandbox.json("fim incident show 1");
    assert_eq!(
        (&shown["state"], &shown["approval"], &shown["comment"], &shown["reviewed_by"]),
        (&json!("closed"), &json!("policy-violation"), &json!("looking at it"), &json!(ANALYST))
    );
    assert_eq!(sandbox.json("fim incident review 1 --approval policy-violation")["status"], "unchanged");
    sandbox.sh("fim incident review 1 --approval approved --json").refused(4, "FIM-7", "is closed");
    sandbox.act_as(CREATOR).sh("fim incident edit 1 --add-event 2 --json").refused(4, "FIM-7", "is closed");
    sandbox.sh("fim incident reopen 1 --json").refused(5, "ROLE-7", "monitoring role `author` does not hold it");
    sandbox.act_as(MARA).sh(&format!("user edit {CREATOR} --monitoring-role manager")).ok();
    sandbox.act_as(CREATOR).sh("fim incident reopen 1 --json").refused(5, "FIM-7", "not assigned to review");
    sandbox.act_as(ANALYST).sh("fim incident reopen 1").ok();
    sandbox.act_as(CREATOR).sh("fim incident edit 1 --add-event 2 --remove-event 1 --title Odder").ok();
    assert_eq!(column(&sandbox, "fim incident events 1", "id"), [2]);
    sandbox.act_as(MARA).sh("fim incident edit 1 --add-event 3 --json").refused(4, "FIM-15", "cannot see the event 3");
    let actions: Vec<Value> = column(sandbox.act_as(CREATOR), "log list --on incident:1", "action");
    assert_eq!(actions[0], "fim.incident.edit");
    assert!(actions.contains(&json!("fim.incident.review")), "FIM-10: whoever acted: {actions:?}");
}

#[test]
fn who_sees_an_incident_sees_its_events_out_of_scope_too() {
    let sandbox = organisation();
    sandbox.act_as(CREATOR).sh(&format!("fim incident add Odd --event 1 --event 2 --reviewer {ANALYST}")).ok();
    sandbox.act_as(MARA).sh(&format!("tags scope {ANALYST} --set db")).ok();
    sandbox.act_as(ANALYST);
    assert_eq!(column(&sandbox, "fim event list", "id"), [5, 3]);
    assert_eq!(column(&sandbox, "fim incident events 1", "id"), [1, 2], "FIM-5");
}

#[test]
fn reviewers_see_at_least_what_the_creator_sees() {
    let sandbox = organisation();
    sandbox.sh("user add off@x.example --monitoring-role manager --tag all --no-mail").ok();
    sandbox.sh("user deactivate off@x.example --yes").ok();
    sandbox.sh(&format!("user level {CREATOR} viewer")).ok();
    sandbox.act_as(CREATOR);
    for (login, why) in [
        (CREATOR, "nobody reviews what they made"),
        (STRANGER, "does not contain the creator's"),
        (UNSCOPED, "no tag in its scope"),
        ("off@x.example", "does not sign in"),
    ] {
        sandbox.sh(&format!("fim incident add X --reviewer {login} --json")).refused(4, "FIM-13", why);
        let rule = format!("fim rule add X --when severity=1 --reviewer {login} --json");
        sandbox.sh(&rule).refused(4, "FIM-13", why);
    }
    sandbox.act_as(MARA).sh(&format!("user level {CREATOR} default")).ok();
    sandbox.act_as(CREATOR);
    for login in [STRANGER, UNSCOPED, "off@x.example"] {
        // Of users whom one may not view, all reasons read the same (ROLE-8).
        let refused = sandbox.sh(&format!("fim incident add X --reviewer {login} --json"));
        refused.refused(4, "FIM-13", "cannot review it: it does not sign in, its monitoring role does not review, or");
    }
    for login in [REVIEWER, ANALYST, PEER, MARA] {
        sandbox.sh(&format!("fim incident add X --reviewer {login}")).ok();
    }
    sandbox.act_as(PEER).sh(&format!("fim incident add X --reviewer {CREATOR} --json")).refused(
        4,
        "FIM-13",
        "cannot review it",
    );
    sandbox
        .act_as(MARA)
        .sh(&format!("fim incident add X --reviewer {REVIEWER} --json"))
        .refused(4, "FIM-13", "contain");
    sandbox.sh(&format!("fim incident add X --reviewer {BOSS}")).ok();
    for n in 0..11 {
        sandbox.sh(&format!("user add r{n}@x.example --role manager --no-mail")).ok();
    }
    let many = |count| (0..count).map(|n| format!(" --reviewer r{n}@x.example")).collect::<String>();
    sandbox.sh(&format!("fim incident add X{}", many(10))).ok();
    sandbox.sh(&format!("fim incident add X{} --json", many(11))).refused(4, "FIM-13", "at most 10");
}

#[test]
fn a_scope_that_shrinks_below_the_creators_is_reported_with_what_is_affected() {
    let sandbox = furnished();
    sandbox.act_as(MARA);
    let gap = |kind: &str, id: i64, name: &str, reviewer: &str| json!({"kind": kind, "id": id, "name": name, "reviewer": reviewer});
    let both = |reviewer| json!([gap("fim-incident", 1, "Odd", reviewer), gap("fim-rule", 1, "Accounts", reviewer)]);
    let report = sandbox.json(&format!("tags scope {REVIEWER} --set db -n"));
    assert_eq!(report["review_gaps"], both(REVIEWER), "the reviewer's shrinks");
    let report = sandbox.json(&format!("tags scope {CREATOR} --add all -n"));
    assert_eq!(report["review_gaps"], both(ANALYST), "the creator's grows");
    let report = sandbox.json("tags edit shop --parent db -n");
    assert_eq!(report["review_gaps"], json!([]), "they see it all the same");
    let report = sandbox.json("tags edit web --parent '' -n");
    assert_eq!(report["review_gaps"], both(REVIEWER), "the tree counts");
    sandbox.sh(&format!("tags scope {REVIEWER} --set db")).ok();
    assert_eq!(sandbox.json("fim incident show 1")["reviewers"], json!([ANALYST, REVIEWER]), "it stays assigned");
    let text = sandbox.sh(&format!("tags scope {ANALYST} --clear")).ok();
    assert!(text.contains("incident 1 `Odd`: analyst@x.example no longer sees all"), "{text}");
}

#[test]
fn a_rule_makes_one_incident_of_what_is_new_and_in_its_creators_scope() {
    let sandbox = furnished();
    assert_eq!(sandbox.act_as(ANALYST).json("fim rule run")["status"], "unchanged", "it looks at what comes");
    sandbox.act_as(CREATOR).sh("fim rule run --json").refused(5, "ROLE-7", "monitoring role `author` does not");
    import(
        &sandbox,
        "web-1,2026-11-21,/etc/passwd,modify,3,\ndb-1,2026-11-21,/etc/passwd,modify,3,\nweb-1,2026-11-21,/tmp/x,create,1,\n",
    );
    let run = sandbox.act_as(ANALYST).json("fim rule run Accounts");
    assert_eq!(
        run["results"],
        json!([{"object": "Accounts", "seen_count": 2, "matched_count": 1, "incident": 2, "skipped": null}])
    );
    let incident = sandbox.json("fim incident show 2");
    assert_eq!(
        (&incident["creator"], &incident["rule"], &incident["reviewers"], &incident["event_count"]),
        (&json!(CREATOR), &json!("Accounts"), &json!([ANALYST, REVIEWER]), &json!(1))
    );
    assert_eq!(column(&sandbox, "fim incident events 2", "id"), [6]);
    assert_eq!(sandbox.json("fim rule run")["incident_count"], 0, "once");
    sandbox.act_as(PEER).sh("fim rule run Accounts --json").refused(3, "ROLE-8", "no correlation rule");
    assert_eq!(sandbox.json("fim rule run")["results"], json!([]), "those it may run");
}

#[test]
fn a_rule_runs_with_the_present_scope_while_its_creator_is_active() {
    let sandbox = furnished();
    let skipped =
        |sandbox: &Sandbox| sandbox.act_as(MARA).json("fim rule run Accounts")["results"][0]["skipped"].clone();
    import(&sandbox, "web-1,2026-11-21,/etc/passwd,modify,3,\n");
    sandbox.sh(&format!("tags scope {CREATOR} --set db")).ok();
    assert_eq!(sandbox.json("fim rule run Accounts -n")["results"][0]["matched_count"], 0);
    sandbox.sh(&format!("tags scope {CREATOR} --clear")).ok();
    assert!(skipped(&sandbox).as_str().unwrap().contains("may not do `fim.incident.add`"));
    sandbox.sh(&format!("tags scope {CREATOR} --set web")).ok();
    sandbox.sh(&format!("user deactivate {CREATOR} --yes")).ok();
    assert!(skipped(&sandbox).as_str().unwrap().contains("is inactive"));
    sandbox.tamper("UPDATE users SET last_login_at = 1");
    sandbox.sh(&format!("user activate {CREATOR}")).ok();
    sandbox.sh("fim event ignore 6").ok();
    assert_eq!(sandbox.json("fim rule run Accounts -n")["results"][0]["seen_count"], 0, "ignored events are no news");
    sandbox.sh("fim event ignore 6 --undo").ok();
    sandbox.sh(&format!("user edit {ANALYST} --monitoring-role auditor")).ok();
    let run = sandbox.json("fim rule run Accounts");
    assert_eq!(run["incident_count"], 1, "what waited was not lost");
    assert!(run["notices"][0].as_str().unwrap().contains("`analyst@x.example` does not review"), "{run}");
    sandbox.sh("fim rule deactivate Accounts").ok();
    sandbox.sh("fim rule run Accounts --json").refused(4, "FIM-15", "not active");
    import(&sandbox, "web-1,2026-11-22,/etc/passwd,modify,3,\n");
    sandbox.sh("fim rule activate Accounts").ok();
    assert_eq!(sandbox.json("fim rule run")["incident_count"], 0, "what came while it was off is past");
}

#[test]
fn a_filter_may_ask_for_tags_and_those_below_them() {
    let sandbox = organisation();
    sandbox.sh("fim rule add Web --when 'asset.tag=web and severity<5'").ok();
    sandbox.sh("fim rule add Wrong --when asset.tag=wbe --json").refused(3, "ROLE-8", "no tag `wbe`");
    let rows: String = (1..=5).map(|n| format!("10.0.0.{n},2026-11-21,/x,create,1,\n")).collect();
    import(&sandbox, &rows);
    sandbox.sh("fim rule run").ok();
    let assets = column(&sandbox, "fim incident events 1", "asset");
    assert_eq!(assets, ["web-1", "shop-1"]);
}

#[test]
fn reports_hold_what_their_creator_sees() {
    let sandbox = furnished();
    sandbox.act_as(CREATOR);
    sandbox.sh("fim report add Severe --when severity=2,3,4,5 --format json").ok();
    let rows: Value = serde_json::from_str(&sandbox.sh("fim report download Severe").ok()).unwrap();
    assert_eq!(rows.as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>(), [5, 2]);
    sandbox.act_as(PEER).sh("fim event ignore 2").ok();
    let report = sandbox.act_as(CREATOR).json("fim report add Again --when severity=2,3,4,5");
    assert_eq!(report["report"]["row_count"], 2, "with and without a filter, ignored events are in it");
    let csv = sandbox.sh("fim report download Mine").ok();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "id,at,asset,address,path,action,severity,process,ignored");
    assert_eq!(lines[1], "5,2026-11-20T00:00:05Z,bare-1,10.0.0.5,/etc/passwd,modify,5,useradd,false");
    assert_eq!(lines.len(), 4);
    for (content, count) in [("incidents", 1), ("assets", 3), ("profiles", 2), ("rules", 1)] {
        let report = sandbox.json(&format!("fim report add 'All {content}' --content {content}"));
        assert_eq!((&report["report"]["row_count"], &report["report"]["state"]), (&json!(count), &json!("complete")));
        let text = sandbox.sh(&format!("fim report download 'All {content}'")).ok();
        let header: Vec<String> = text.lines().next().unwrap().split(',').map(str::to_owned).collect();
        let list = sandbox.json(&format!("fim {} list", content.trim_end_matches('s')));
        let keys: Vec<&String> = list[0].as_object().unwrap().keys().collect();
        assert!(header.iter().eq(keys), "{content}: the columns are the keys of the list");
    }
    sandbox.sh("fim report add Mine --json").refused(4, "FIM-11", "already");
    sandbox.act_as(PEER).sh("fim report add Mine").ok();
    sandbox.act_as(CREATOR).sh("fim report rerun Mine --json").refused(4, "FIM-11", "did not fail");
    sandbox.sh("fim report add X --content rules --when severity=1 --json").refused(4, "FIM-11", "no filter");
}

#[test]
fn a_report_that_failed_is_rerun_with_the_present_scope() {
    let sandbox = furnished();
    sandbox.act_as(MARA).sh(&format!("tags scope {CREATOR} --clear")).ok();
    sandbox.advance(86_400);
    let tick = sandbox.act_as(MARA).json("schedule run-due");
    let due = &tick["results"][0];
    assert_eq!(
        (&due["object"], &due["status"], &due["report"]),
        (&json!("Daily"), &json!("skipped"), &json!("Daily 2026-11-24"))
    );
    assert!(due["reason"].as_str().unwrap().contains("may not do `fim.report.add` (no-scope)"), "{due}");
    sandbox.sh("fim report download 'Daily 2026-11-24' --json").refused(4, "FIM-11", "failed and holds nothing");
    sandbox.sh(&format!("tags scope {CREATOR} --set db")).ok();
    let report = sandbox.act_as(CREATOR).json("fim report rerun 'Daily 2026-11-24'");
    assert_eq!((&report["report"]["state"], &report["report"]["row_count"]), (&json!("complete"), &json!(2)));
    sandbox.act_as(MARA).sh(&format!("user deactivate {CREATOR} --yes")).ok();
    sandbox.advance(86_400);
    let tick = sandbox.act_as(MARA).json("schedule run-due");
    assert_eq!(tick["results"][0]["status"], "switched-off", "USER-6");
    assert_eq!(sandbox.json("fim report-rule show Daily")["active"], false);
}

#[test]
fn what_a_deleted_creator_made_is_for_managers() {
    let sandbox = furnished();
    let report = sandbox.act_as(MARA).json(&format!("user delete {CREATOR} --yes"));
    let kept: Vec<&Value> =
        report["deletions"][0]["monitoring_kept"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kept, ["fim-incident", "fim-rule", "report-rule", "fim-report"]);
    assert_eq!(sandbox.json("fim incident show 1")["creator"], CREATOR, "its login stays as text");
    assert_eq!(sandbox.json("log list --on fim-rule:Accounts --limit 1")[0]["action"], "user.delete");
    let hints =
        sandbox.sh(&format!("fim incident edit 1 --add-reviewer {PEER} --json")).refused(4, "FIM-13", "contain");
    assert!(!hints.is_empty());
    sandbox.sh(&format!("fim incident edit 1 --add-reviewer {BOSS}")).ok();
    assert!(sandbox.json("fim rule run")["results"][0]["skipped"].as_str().unwrap().contains("is gone"));
    sandbox.sh(&format!("user delete {REVIEWER} --yes")).ok();
    assert_eq!(sandbox.json("fim incident show 1")["reviewers"], json!([ANALYST, BOSS]));
}

#[test]
fn events_are_taken_in_once_and_all_mistakes_are_named() {
    let sandbox = organisation();
    let csv = "Asset;At;Path;Action;Severity;Process\r\nweb-1;2026-11-20T00:00:01Z;/etc/passwd;modify;1;useradd\r\n10.0.0.3;2026-11-25;C:\\x;create;2;\r\n";
    let report = sandbox.feed(csv, &["import", "events", "-", "--format", "csv", "--json"]).json();
    assert_eq!((&report["created_count"], &report["unchanged_count"]), (&json!(1), &json!(1)));
    let wrong = "{\"asset\": \"nope\", \"at\": \"2026-11-25\", \"path\": \"/x\", \"action\": \"create\", \"severity\": 1}\n{\"asset\": \"web-1\", \"at\": \"soon\", \"path\": \"/x\", \"action\": \"create\", \"severity\": 1}\n{\"asset\": \"web-1\", \"at\": \"2026-11-25\", \"path\": \"/x\", \"action\": \"burn\", \"severity\": 9}\n{\"asset\": \"web-1\", \"at\": \"2026-11-25\", \"action\": \"create\", \"severity\": 1}\n";
    let before = sandbox.dump_without_log();
    let outcome = sandbox.feed(wrong, &["import", "events", "-", "--format", "jsonl", "--json"]);
    assert_eq!(outcome.code, 7, "{outcome:?}");
    let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
    let mistakes = error["error"]["mistakes"].as_array().unwrap();
    assert_eq!(mistakes.len(), 5, "{mistakes:?}");
    assert_eq!((&mistakes[0]["line"], &mistakes[0]["column"]), (&json!(1), &json!("asset")));
    assert_eq!((&mistakes[0]["value"], &mistakes[0]["message"]), (&json!("nope"), &json!("there is no asset `nope`")));
    assert_eq!((&mistakes[4]["line"], &mistakes[4]["column"]), (&json!(4), &json!("path")));
    assert_eq!(before, sandbox.dump_without_log());
    sandbox.act_as(REVIEWER).sh("import events events.csv --json").refused(2, "", "cannot be read");
}

#[test]
fn an_event_outlives_its_asset_for_managers() {
    let sandbox = organisation();
    sandbox.sh("asset delete bare-1 --yes").ok();
    let event = sandbox.json("fim event show 5");
    assert_eq!((&event["asset"], &event["address"]), (&Value::Null, &json!("10.0.0.5")));
    assert_eq!(column(sandbox.act_as(REVIEWER), "fim event list", "id"), [4, 3, 2, 1]);
}

#[test]
fn a_profile_left_without_tags_is_published_and_asked_about() {
    let sandbox = furnished();
    sandbox.act_as(PEER).sh("fim profile edit Web --remove-tag web --json").refused(2, "", "needs a confirmation");
    sandbox.sh("fim profile edit Web --add-tag db --remove-tag web --yes --json").refused(
        4,
        "FIM-1",
        "could not see it",
    );
    sandbox.sh("fim profile add Far --tag db --json").refused(4, "FIM-1", "could not see it");
    assert_eq!(sandbox.json("fim profile edit Web --remove-tag web --yes")["published_count"], 1);
    sandbox.act_as(MARA);
    let report = sandbox.json("tags delete db --force -n");
    assert_eq!((&report["published_count"], &report["published_profile_count"]), (&json!(1), &json!(1)));
    assert!(report["notices"].to_string().contains("one monitoring profile is left without any tag"), "{report}");
}

#[test]
fn the_log_of_a_thing_tells_nothing_of_others() {
    let sandbox = furnished();
    sandbox.act_as(STRANGER).sh("fim rule add SECRET --when severity>=1").ok();
    import(&sandbox, "web-1,2026-11-21,/etc/passwd,modify,3,\ndb-1,2026-11-21,/etc/passwd,modify,3,\n");
    sandbox.act_as(MARA).sh("fim rule run").ok();
    let told = sandbox.act_as(CREATOR).sh("log list --on fim-rule:Accounts --json").ok();
    assert!(told.contains("fim.rule.run") && told.contains("\"Accounts\""), "{told}");
    assert!(!told.contains("SECRET") && !told.contains(STRANGER), "{told}");
    let guessed = sandbox.json("log list --on fim-rule:Accounts --text '2 rules'");
    assert_eq!(guessed, json!([]), "what is not told is not searched either");
    sandbox.act_as(MARA).sh("asset edit web-1 --os 'Debian 14'").ok();
    let told = column(sandbox.act_as(PEER), "log list --on asset:web-1", "action");
    assert_eq!(told[0], "asset.edit", "in scope, whoever acted");
    sandbox.act_as(STRANGER).sh("log list --on asset:web-1 --json").refused(3, "ROLE-8", "no asset");
    for on in ["incident:1", "fim-incident:77", "fim-rule:Accounts", "fim-report:1", "event:1"] {
        let outcome = sandbox.sh(&format!("log list --on {on} --json"));
        assert_eq!(outcome.code, 3, "{on}: {outcome:?}");
    }
}

#[test]
fn a_filter_follows_a_tag_that_is_renamed_and_says_when_it_is_gone() {
    let sandbox = organisation();
    sandbox.sh("fim rule add Web --when 'asset.tag=shop,web and severity<5'").ok();
    sandbox.sh("fim report-rule add Daily --when asset.tag=web --recurrence daily --time 07:00 --time-zone UTC").ok();
    sandbox.sh("tags edit web --name 'old web'").ok();
    assert_eq!(sandbox.json("fim rule show Web")["when"], "asset.tag=\"shop,old web\" and severity<5");
    sandbox.sh("tags edit 'old web' --name 'a,b' --json").refused(4, "FIM-15", "cannot hold the name");
    let hints = sandbox.sh("tags delete shop --yes --json").refused(4, "TAG-3", "the filter of correlation rule Web");
    assert!(hints[0].contains("--force --dry-run"));
    sandbox.sh("tags delete shop --force --yes").ok();
    import(&sandbox, "web-1,2026-11-21,/x,create,1,\n");
    let run = sandbox.json("fim rule run");
    assert!(run["results"][0]["skipped"].as_str().unwrap().contains("asks for the tag `shop`, which is gone"), "{run}");
    sandbox.sh("fim rule edit Web --when 'asset.tag=\"old web\"'").ok();
    assert_eq!(sandbox.json("fim rule run")["incident_count"], 1, "what waited was not lost");
    sandbox.sh("tags delete 'old web' --force --yes").ok();
    sandbox.sh("fim report-rule edit Daily --format json --json").ok();
    sandbox.sh("fim report-rule edit Daily --active false").ok();
}

#[test]
fn a_filter_asks_for_tags_by_name_and_keeps_within_its_length() {
    let sandbox = organisation();
    sandbox.sh("fim rule add Web --when asset.tag=2 --json").refused(7, "FIM-15", "`2` is `web`");
    let filter = vec!["asset.tag=db"; 249].join(" or ");
    sandbox.sh(&format!("fim rule add Long --when '{filter}'")).ok();
    sandbox.sh("tags edit db --name 'a longer name' --json").refused(4, "FIM-15", "at most 4000 bytes");
    assert_eq!(sandbox.json("fim rule run")["results"][0]["skipped"], Value::Null);
}

#[test]
fn a_copy_of_a_report_rule_comes_when_the_next_one_is_due() {
    let sandbox = organisation();
    sandbox.sh("fim report-rule add Daily --recurrence daily --time 07:00 --time-zone UTC").ok();
    let due = sandbox.json("fim report-rule show Daily")["next_run_at"].clone();
    sandbox.advance(3 * 86_400);
    sandbox.act_as(MARA);
    sandbox.sh("fim report-rule clone Daily --name Copy").ok();
    assert_eq!(due, sandbox.json("fim report-rule show Daily")["next_run_at"]);
    assert_eq!(sandbox.json("fim report-rule show Copy")["next_run_at"], "2026-11-27T07:00:00Z");
}

#[test]
fn a_manager_gathers_events_for_a_creator_whose_password_must_change() {
    let sandbox = furnished();
    sandbox.tamper(&format!("UPDATE users SET must_change_password = 1 WHERE login = '{CREATOR}'"));
    sandbox.act_as(MARA).sh("fim incident edit 1 --add-event 5").ok();
    sandbox.sh("fim incident edit 1 --add-event 3 --json").refused(4, "FIM-15", "cannot see the event 3");
}
