//! Deleting users: who owns one of everything, and what the rules keep.

use serde_json::{Value, json};

use crate::sandbox::{MARA, Sandbox, Script};

const ANN: &str = "ann.keller@acme.example";
const UWE: &str = "uwe.brandt@acme.example";
const BEN: &str = "ben.osei@acme.example";

/// Ann, a scanner of EMEA, owns one of everything.
fn everything() -> Sandbox {
    let sandbox = Sandbox::acme();
    for line in [
        "user edit ann.keller@acme.example --notify-scans all",
        "contact email --bu EMEA --user ann.keller@acme.example",
        "config add 'Her template' --kind report-template --owner ann.keller@acme.example --target 'Frankfurt Core'",
        "config add 'Her report' --kind scheduled-report --owner ann.keller@acme.example --target 'Frankfurt Core' --recurrence daily --time 06:00 --time-zone UTC",
        "remediation-policy add 'Hers too' --assignee ann.keller@acme.example",
    ] {
        sandbox.sh(line).ok();
    }
    sandbox.sh("user grant ann.keller@acme.example manage-virtual-scanners").ok();
    sandbox.act_as(ANN);
    sandbox.sh("asset-group add 'Her hosts' --address 10.10.0.10").ok();
    sandbox.sh("appliance add her-scanner").ok();
    let finished = sandbox.json("scan launch Done --target 'Frankfurt Core'")["scan"]["id"].clone();
    sandbox.sh("scan launch Waiting --target 'Frankfurt Core'").ok();
    sandbox.act_as(MARA).sh(&format!("scan finish {finished} --result r1")).ok();
    sandbox.sh("user password ann.keller@acme.example").ok();
    let id = sandbox.number(&format!("SELECT id FROM users WHERE login = '{ANN}'"));
    sandbox.tamper(&format!(
        "INSERT INTO user_groups (id, name, name_key, level) VALUES (91, 'Ops', 'ops', 'default');
         INSERT INTO user_group_members VALUES ({id}, 91);
         INSERT INTO projects (id, name, name_key) VALUES (91, 'Web', 'web');
         INSERT INTO project_users VALUES ({id}, 91, 'engineer');
         INSERT INTO tag_scopes SELECT {id}, min(id) FROM tags;
         INSERT INTO passwords VALUES ({id}, 'x', 1); INSERT INTO password_history VALUES ({id}, 1, 'y');
         INSERT INTO secret_questions VALUES ({id}, 1, 'first-pet', 'z');
         INSERT INTO fim_rules (id, name, name_key, filter, creator_id, creator, created_at) VALUES (1, 'Hers', 'hers', 'severity=5', {id}, 'x', 1);
         INSERT INTO fim_incidents (id, title, approval, creator_id, creator, created_at) VALUES (1, 'Theirs', 'pending', 1, 'x', 1);
         INSERT INTO fim_incident_reviewers VALUES (1, {id});"
    ));
    sandbox
}

#[test]
fn a_user_who_owns_one_of_everything_leaves_exactly_this_report() {
    let sandbox = everything();
    let tickets: Vec<Value> = sandbox
        .json(&format!("ticket list --filter assignee={ANN}"))
        .as_array()
        .unwrap()
        .iter()
        .map(|ticket| ticket["id"].clone())
        .collect();
    assert!(tickets.len() >= 2);
    let delete = format!("user delete {ANN} --results keep --configs-to {BEN} --yes");
    let mut dry = sandbox.json(&format!("{delete} -n"));
    let real = sandbox.json(&delete);
    dry["dry_run"] = false.into();
    dry["operation"] = real["operation"].clone();
    assert_eq!(dry, real, "the dry run tells the same");
    assert_eq!(
        real["deletions"],
        json!([{
            "user": ANN,
            "configs": {
                "transferred": ["Criticals", "Her report", "Her template", "Weekly EMEA scan"],
                "renamed": [],
                "deleted": [],
                "to": BEN
            },
            "reassigned": [
                {"kind": "asset-group", "name": "Her hosts", "former_name": null, "to": UWE},
                {"kind": "appliance", "name": "her-scanner", "former_name": null, "to": UWE}
            ],
            "results": {"kept": 2, "deleted": 0, "cancelled": 1},
            "policies_reset": ["EMEA default", "Hers too"],
            "hidden_policies_reset": 0,
            "tickets_invalid": tickets,
            "monitoring_kept": [{"kind": "fim-rule", "id": 1, "name": "Hers"}],
            "reviews_ended": [{"kind": "fim-incident", "id": 1, "name": "Theirs"}],
            "hidden_monitoring": 0,
            "groups": ["Ops"],
            "projects": [{"project": "Web", "role": "engineer"}],
            "needs_target": []
        }])
    );
    let notices = real["notices"].to_string();
    assert!(notices.contains("scan notifications of `EMEA` name the primary contact"), "{notices}");
    sandbox.refused(&format!("user show {ANN}"), 3, "ROLE-8", "no user");
    assert_eq!(sandbox.json("asset-group show 'Her hosts'")["owner"], UWE);
    assert_eq!(sandbox.json("fim rule show Hers")["creator"], ANN, "its login stays as text");
    assert_eq!(sandbox.json("fim incident show 1")["reviewers"], json!([]));
    assert_eq!(sandbox.json("remediation-policy show 'EMEA default'")["assignee"], "user-running-scan");
    assert_eq!(sandbox.json("auth-record list").as_array().unwrap().len(), 2, "authentication records stay");
    let scans = sandbox.json("scan list --fields title,owner,state,result");
    assert_eq!(
        scans,
        json!([
            {"title": "Waiting", "owner": ANN, "state": "cancelled", "result": null},
            {"title": "Done", "owner": ANN, "state": "finished", "result": "r1"}
        ])
    );
    for ticket in tickets {
        let ticket = sandbox.json(&format!("ticket show {ticket}"));
        assert_eq!((&ticket["valid"], &ticket["invalid_reason"]), (&json!(false), &json!("no-assignee")));
    }
    assert_eq!(sandbox.json("outbox list --filter state=queued --filter kind=password-reset"), json!([]));
    let entries = sandbox.json(&format!("log list --user {ANN} --action scan.launch"));
    assert_eq!((&entries[0]["user"], &entries[0]["role"]), (&json!(ANN), &json!("scanner")), "history stays readable");
    let broken = provost::store::migrate::foreign_keys(&sandbox.open()).unwrap();
    assert!(broken.is_empty(), "{broken:?}");
    let of_nobody = "SELECT (SELECT count(*) FROM secret_questions) + (SELECT count(*) FROM password_history WHERE phc = 'y') + (SELECT count(*) FROM tag_scopes WHERE user_id NOT IN (SELECT id FROM users))";
    assert_eq!(sandbox.number(of_nobody), 0, "gone for good");
    assert_eq!(sandbox.json("log verify")["intact"], true);
}

#[test]
fn what_a_unit_manager_shared_goes_to_the_contact_whatever_the_answers() {
    let sandbox = Sandbox::acme();
    for line in [
        "config add 'Shared profile' --kind option-profile --owner sofia.rossi@acme.example --global",
        "config add 'Own profile' --kind option-profile --owner sofia.rossi@acme.example",
        "config add 'Her scan' --kind scheduled-scan --owner sofia.rossi@acme.example --target 'Paris Office' --recurrence daily --time 06:00 --time-zone UTC",
    ] {
        sandbox.sh(line).ok();
    }
    let report = sandbox.json("user delete sofia.rossi@acme.example --configs delete --yes");
    let deletion = &report["deletions"][0];
    assert_eq!(deletion["configs"], json!({"transferred": [], "renamed": [], "deleted": ["Own profile"], "to": null}));
    assert_eq!(
        deletion["reassigned"],
        json!([
            {"kind": "scheduled-scan", "name": "Her scan", "former_name": null, "to": UWE},
            {"kind": "option-profile", "name": "Shared profile", "former_name": null, "to": UWE}
        ])
    );
    assert_eq!(sandbox.json("config show 'Shared profile'")["global"], true);
}

#[test]
fn policies_beyond_ones_reach_are_counted_and_not_named() {
    let sandbox = Sandbox::acme();
    sandbox.sh("remediation-policy add 'Secret merger' --assignee ann.keller@acme.example").ok();
    sandbox.act_as(UWE).sh("remediation-policy show 'Secret merger' --json").refused(3, "ROLE-8", "Secret merger");
    let report = sandbox.json("user delete ann.keller@acme.example --results keep --configs delete -n");
    assert_eq!(report["deletions"][0]["hidden_policies_reset"], 1);
    assert!(!report.to_string().contains("Secret merger"));
    sandbox.act_as(MARA);
    let report = sandbox.json("user delete ann.keller@acme.example --results keep --configs delete -n");
    assert!(report["deletions"][0]["policies_reset"].as_array().unwrap().contains(&json!("Secret merger")));
}

#[test]
fn a_clash_of_names_is_told_as_it_ends() {
    let sandbox = Sandbox::acme();
    sandbox.sh(&format!("config add Criticals --kind search-list --owner {BEN}")).ok();
    let report = sandbox.json(&format!("user delete {ANN} --configs-to {BEN} --yes"));
    assert_eq!(report["deletions"][0]["configs"]["transferred"], json!(["Criticals 1", "Weekly EMEA scan"]));
}

#[test]
fn questions_are_asked_where_they_matter() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user delete emil.novak@acme.example --yes").ok();
    let hints = sandbox.refused(&format!("user delete {ANN} --yes"), 2, "DEL-2", "who gets");
    assert_eq!(hints, ["add `--configs-to LOGIN`, or `--configs delete`"]);
    sandbox.act_as(ANN).sh("scan launch Probe --target 'Frankfurt Core'").ok();
    sandbox.act_as(MARA);
    let hints = sandbox.refused(&format!("user delete {ANN} --configs delete --yes"), 2, "DEL-2", "results");
    assert_eq!(hints, ["add `--results keep|delete`"]);
    let script = Script::new(&["d", "delete", "n"]);
    let outcome = sandbox.ask(&script, &["user", "delete", ANN]);
    assert_eq!(outcome.code, 130);
    assert!(
        outcome.stderr.contains("would delete user") && outcome.stderr.contains("results deleted: 1"),
        "{}",
        outcome.stderr
    );
    let script = Script::new(&["delete", BEN, "y"]);
    let text = sandbox.ask(&script, &["user", "delete", ANN]).ok();
    assert!(text.contains("configurations to ben.osei@acme.example: Criticals, Weekly EMEA scan"), "{text}");
    assert_eq!(sandbox.json("scan list"), json!([]));
}

#[test]
fn nobody_deletes_themselves_a_contact_or_what_they_may_not() {
    let sandbox = Sandbox::acme();
    sandbox.refused(&format!("user delete {MARA} --yes"), 4, "DEL-1", "themselves");
    sandbox.refused(&format!("user delete {UWE} --configs delete --yes"), 4, "USER-7", "primary contact of `EMEA`");
    sandbox.act_as("tomas.reyes@acme.example");
    sandbox.refused(&format!("user delete {MARA} --configs delete --yes"), 4, "USER-7", "of the subscription");
    sandbox.act_as(UWE);
    sandbox.refused("user delete ana.silva@acme.example --yes", 3, "ROLE-8", "no user");
    sandbox.act_as(BEN).refused(&format!("user delete {ANN} --yes"), 5, "ROLE-7", "user.delete");
    sandbox.act_as("priya.nair@acme.example");
    let above = sandbox.sh("user delete tomas.reyes@acme.example --configs delete --yes --json");
    above.refused(5, "ROLE-6", "above your own privileges");
}

#[test]
fn the_receiver_is_able_to_hold_what_it_gets() {
    let sandbox = Sandbox::acme();
    let to = |login: &str| format!("user delete {ANN} --configs-to {login} --yes");
    sandbox.refused(&to("gert.vos@acme.example"), 4, "CONF-1", "contact may not own");
    sandbox.refused(&to("clara.dupont@acme.example"), 4, "CONF-1", "reader may not own a scheduled-scan");
    sandbox.refused(&to("hanna.lund@acme.example"), 4, "CONF-1", "inactive");
    sandbox.refused(&to("nobody@acme.example"), 3, "ROLE-8", "no user");
    sandbox.refused(&format!("user delete {ANN} {BEN} --configs-to {BEN} --yes"), 4, "DEL-2", "deleted as well");
    sandbox.refused(&format!("user delete {ANN} --configs keep --yes"), 7, "DEL-2", "no answer");
    sandbox.act_as(UWE).refused(&to("raj.patel@acme.example"), 3, "ROLE-8", "no user");
}

#[test]
fn the_last_users_of_a_unit_go_together() {
    let sandbox = Sandbox::acme();
    let users = sandbox.sh("user list --filter unit=Labs -o jsonl").ok();
    sandbox.refused("user delete vera.petrova@acme.example --configs delete --yes", 4, "USER-7", "`Labs`");
    let report = sandbox
        .feed(&users, &["user", "delete", "-", "--results", "keep", "--configs", "delete", "--yes", "--json"])
        .json();
    assert_eq!(report["deletions"].as_array().unwrap().len(), 4);
    let groups: Vec<&Value> = report["deletions"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|one| one["reassigned"].as_array().unwrap())
        .filter(|one| one["kind"] == "asset-group")
        .collect();
    assert!(!groups.is_empty() && groups.iter().all(|one| one["to"] == MARA), "{groups:?}");
    let unit = sandbox.json("bu show Labs");
    assert_eq!((&unit["user_count"], &unit["primary_contact"]), (&json!(0), &Value::Null));
    sandbox.sh("bu delete Labs --yes").ok();
}
