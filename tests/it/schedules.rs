//! Schedules that launch, scans, and what belongs to deactivated owners.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::sandbox::{MARA, Sandbox};

const ANN: &str = "ann.keller@acme.example";
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// A daily scan of Ann's at 22:00 UTC; all other schedules are out of the way. Tests begin at 12:00 UTC.
fn nightly(more: &str) -> Sandbox {
    let sandbox = Sandbox::acme();
    sandbox.tamper("UPDATE configs SET active = 0 WHERE active = 1");
    let add = format!(
        "config add Nightly --kind scheduled-scan --owner {ANN} --target 'Frankfurt Core' --recurrence daily --time 22:00 {more}"
    );
    sandbox.sh(&add).ok();
    sandbox
}

fn wait(sandbox: &Sandbox, seconds: i64) {
    sandbox.advance(seconds);
    sandbox.act_as(MARA);
}

fn tick(sandbox: &Sandbox) -> Value {
    sandbox.json("schedule run-due")
}

#[test]
fn what_is_due_launches_once_and_comes_again() {
    let sandbox = nightly("--time-zone UTC");
    assert_eq!(tick(&sandbox)["status"], "unchanged", "nothing is due before its time");
    wait(&sandbox, 10 * HOUR - 1);
    assert_eq!(tick(&sandbox)["results"], json!([]));
    sandbox.advance(1);
    let report = tick(&sandbox);
    assert_eq!((&report["launched_count"], &report["skipped_count"]), (&json!(1), &json!(0)));
    let due = &report["results"][0];
    assert_eq!((&due["status"], &due["next_launch_at"]), (&json!("launched"), &json!("2026-11-24T22:00:00Z")));
    let scan = sandbox.json(&format!("scan show {}", due["scan"]));
    assert_eq!(
        (&scan["kind"], &scan["state"], &scan["owner"], &scan["schedule"], &scan["targets"]),
        (&json!("scan"), &json!("queued"), &json!(ANN), &json!("Nightly"), &json!(["Frankfurt Core"]))
    );
    assert_eq!(tick(&sandbox)["status"], "unchanged", "an occurrence launches once");
    assert_eq!(sandbox.json("scan list").as_array().unwrap().len(), 1);
}

#[test]
fn a_dry_tick_tells_the_same_and_launches_nothing() {
    let sandbox = nightly("--time-zone UTC");
    wait(&sandbox, DAY);
    let mut dry = sandbox.json("schedule run-due -n");
    assert_eq!(sandbox.json("scan list"), json!([]));
    let real = tick(&sandbox);
    dry["dry_run"] = false.into();
    dry["operation"] = real["operation"].clone();
    assert_eq!(dry, real);
}

#[test]
fn two_ticks_at_once_launch_an_occurrence_once() {
    let sandbox = nightly("--time-zone UTC");
    sandbox.advance(10 * HOUR + 5);
    sandbox.act_as(MARA);
    // Two real processes would read the real clock: the schedule is put before it.
    sandbox.tamper("UPDATE configs SET next_launch_at = 1000 WHERE name = 'Nightly'");
    sandbox.tamper("UPDATE sessions SET last_seen_at = 9999999999");
    let children: Vec<_> = (0..6)
        .map(|_| {
            let mut tick = crate::terminal::command(&sandbox, &["schedule", "run-due", "--json"]);
            tick.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let launched: i64 = children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            report["launched_count"].as_i64().unwrap()
        })
        .sum();
    assert_eq!(launched, 1);
    assert_eq!(sandbox.number("SELECT count(*) FROM scans"), 1);
    let again = "INSERT INTO scans (kind, title, state, schedule_id, due_at, created_at) SELECT kind, title, state, schedule_id, due_at, 1 FROM scans";
    assert!(
        sandbox.open().begin_write().unwrap().run(again, []).is_err(),
        "the schema itself forbids the same occurrence"
    );
}

#[test]
fn missed_occurrences_launch_as_one() {
    let sandbox = nightly("--time-zone UTC");
    wait(&sandbox, 5 * DAY);
    let report = tick(&sandbox);
    assert_eq!(report["launched_count"], 1);
    assert_eq!(report["results"][0]["next_launch_at"], "2026-11-28T22:00:00Z");
}

#[test]
fn a_daily_launch_keeps_its_local_time_when_the_clocks_change() {
    let sandbox = nightly("--time-zone Europe/Berlin");
    let mut launches = Vec::new();
    // From 2026-11-23 to beyond the change of 2027-03-28, a tick a day at 23:00 UTC.
    sandbox.advance(11 * HOUR);
    for _ in 0..130 {
        sandbox.act_as(MARA);
        let report = tick(&sandbox);
        assert_eq!(report["launched_count"], 1, "{report}");
        launches.push(report["results"][0]["next_launch_at"].as_str().unwrap().to_owned());
        sandbox.advance(DAY);
    }
    let hour = |day: &str| {
        let launch = launches.iter().find(|launch| launch.starts_with(day));
        launch.map(|launch| launch[11..16].to_owned())
    };
    assert_eq!(hour("2027-03-27"), Some("21:00".into()));
    assert_eq!(hour("2027-03-28"), Some("20:00".into()));
}

#[test]
fn a_single_launch_is_over_after_it() {
    let sandbox = Sandbox::acme();
    sandbox.sh("config add Once --kind scheduled-scan --target 'Frankfurt Core' --recurrence once --date 2026-11-23 --time 13:00 --time-zone UTC --map").ok();
    sandbox.advance(2 * HOUR);
    sandbox.act_as(MARA);
    let report = tick(&sandbox);
    let due = report["results"].as_array().unwrap().iter().find(|due| due["object"] == "Once").unwrap();
    assert_eq!((&due["status"], &due["next_launch_at"]), (&json!("launched"), &Value::Null));
    assert_eq!(sandbox.json("schedule show Once")["active"], false);
    assert_eq!(sandbox.json("scan list --filter title=Once")[0]["kind"], "map");
}

#[test]
fn a_deactivated_owners_schedule_ends_at_its_next_launch_time_and_not_before() {
    let sandbox = nightly("--time-zone UTC");
    sandbox.sh(&format!("user deactivate {ANN} --yes")).ok();
    wait(&sandbox, 9 * HOUR);
    assert_eq!(tick(&sandbox)["results"], json!([]));
    assert_eq!(sandbox.json("schedule show Nightly")["active"], true);
    sandbox.advance(HOUR);
    sandbox.act_as(MARA);
    let report = tick(&sandbox);
    assert_eq!((&report["switched_off_count"], &report["launched_count"]), (&json!(1), &json!(0)));
    assert!(report["results"][0]["reason"].as_str().unwrap().contains("USER-6"));
    assert_eq!(sandbox.json("schedule show Nightly")["active"], false);
    let entry = sandbox.json(&format!("log show {}", report["operation"]));
    let change = entry["changes"].as_array().unwrap().iter().find(|change| change["field"] == "active").unwrap();
    assert_eq!((&change["object"], &change["new"]), (&json!("config:Nightly"), &json!(false)));
    assert_eq!(sandbox.json("scan list"), json!([]));
}

#[test]
fn one_that_is_given_away_before_survives() {
    let sandbox = nightly("--time-zone UTC");
    sandbox.sh(&format!("user deactivate {ANN} --yes")).ok();
    sandbox.sh("config transfer Nightly --to uwe.brandt@acme.example").ok();
    wait(&sandbox, 11 * HOUR);
    let report = tick(&sandbox);
    assert_eq!(
        (&report["launched_count"], &report["results"][0]["owner"]),
        (&json!(1), &json!("uwe.brandt@acme.example"))
    );
    assert_eq!(sandbox.json("schedule show Nightly")["active"], true);
}

#[test]
fn what_its_owner_cannot_reach_is_skipped_logged_and_shown() {
    let sandbox = nightly("--time-zone UTC");
    sandbox.sh(&format!("asset-group unassign 'Frankfurt Core' {ANN}")).ok();
    wait(&sandbox, 11 * HOUR);
    let report = tick(&sandbox);
    let due = &report["results"][0];
    assert_eq!((&report["skipped_count"], &due["status"]), (&json!(1), &json!("skipped")));
    assert!(due["reason"].as_str().unwrap().contains("CONF-2"), "{due}");
    let entries = sandbox.json("log list --action schedule.run-due");
    assert!(entries[0]["changes"].to_string().contains("skipped"), "{entries}");
    assert_eq!(sandbox.json("schedule show Nightly")["next_launch_at"], "2026-11-24T22:00:00Z");
    let text = sandbox.sh("schedule run-due").ok();
    assert_eq!(text, "nothing to change\n");
}

#[test]
fn a_scheduled_report_makes_a_report_and_no_scan() {
    let sandbox = Sandbox::acme();
    sandbox.tamper("UPDATE configs SET active = 0 WHERE name <> 'EMEA patch report' AND active = 1");
    sandbox.advance(40 * DAY);
    sandbox.act_as(MARA);
    assert_eq!(tick(&sandbox)["launched_count"], 1);
    let report = &sandbox.json("report list")[0];
    assert_eq!((&report["state"], &report["owner"]), (&json!("complete"), &json!("clara.dupont@acme.example")));
    assert_eq!((&report["schedule"], &report["targets"]), (&json!("EMEA patch report"), &json!(["Paris Office"])));
    assert_eq!(sandbox.json("scan list"), json!([]));
    // Out of the owner's reach: a failed one says why.
    sandbox.sh("asset-group unassign 'Paris Office' clara.dupont@acme.example").ok();
    sandbox.advance(40 * DAY);
    sandbox.act_as(MARA);
    tick(&sandbox);
    let failed = &sandbox.json("report list --filter state=failed")[0];
    assert!(failed["error"].as_str().unwrap().contains("needs a target that its owner reaches"), "{failed}");
    let id = &failed["id"];
    sandbox.refused(&format!("report download id:{id}"), 4, "REP-1", "failed");
}

#[test]
fn scans_are_launched_where_one_reaches_and_ended_by_the_engine() {
    let sandbox = Sandbox::acme();
    sandbox.act_as(ANN);
    let scan = sandbox.json("scan launch Probe --target 'Frankfurt Core'");
    let id = scan["scan"]["id"].clone();
    sandbox.refused("scan launch Probe --target 'US Backbone'", 3, "ROLE-8", "no asset group");
    sandbox.refused(&format!("scan finish {id}"), 5, "ROLE-7", "scan.finish");
    sandbox.act_as("clara.dupont@acme.example").refused(
        "scan launch Probe --target 'Frankfurt Core'",
        5,
        "ROLE-7",
        "scan.launch",
    );
    sandbox.act_as("lee.chen@acme.example").sh(&format!("scan show {id} --json")).refused(3, "ROLE-8", "no scan");
    sandbox.act_as(MARA);
    let ended = sandbox.json(&format!("scan finish {id} --result s3://scans/1.xml"));
    assert_eq!((&ended["scan"]["state"], &ended["scan"]["result"]), (&json!("finished"), &json!("s3://scans/1.xml")));
    sandbox.refused(&format!("scan finish {id}"), 4, "SCAN-1", "finished already");
    sandbox.act_as("ben.osei@acme.example").refused(
        &format!("scan delete {id} --yes"),
        5,
        "ROLE-7",
        "outside your reach",
    );
    sandbox.act_as(ANN).sh(&format!("scan delete {id} --yes")).ok();
    assert_eq!(sandbox.json("scan list"), json!([]));
}

#[test]
fn a_scan_of_everything_is_not_everybodys() {
    let sandbox = Sandbox::acme();
    let scan = sandbox.json("scan launch Wide --target All --target 'Frankfurt Core'")["scan"]["id"].clone();
    sandbox.act_as(ANN).sh(&format!("scan show {scan} --json")).refused(3, "ROLE-8", "no scan");
    sandbox.act_as("uwe.brandt@acme.example").sh(&format!("scan show {scan} --json")).refused(3, "ROLE-8", "no scan");
    let narrow = sandbox.act_as(MARA).json("scan launch Narrow --target 'Frankfurt Core'")["scan"]["id"].clone();
    sandbox.act_as("uwe.brandt@acme.example").sh(&format!("scan show {narrow}")).ok();
    sandbox.refused(&format!("scan delete {narrow} --yes"), 5, "ROLE-7", "outside your reach");
}

#[test]
fn a_schedule_that_cannot_be_read_is_switched_off_and_stops_nobody_else() {
    let sandbox = nightly("--time-zone UTC");
    sandbox.tamper(
        "UPDATE configs SET active = 1, next_launch_at = 1, recurrence = '{\"frequency\":\"daily\",\"time\":\"22:00\",\"time_zone\":\"Mars/Olympus\"}' WHERE name = 'Osaka daily'",
    );
    wait(&sandbox, 11 * HOUR);
    let report = tick(&sandbox);
    assert_eq!((&report["launched_count"], &report["switched_off_count"]), (&json!(1), &json!(1)), "{report}");
}

#[test]
fn a_units_policies_go_with_it_and_are_named() {
    let sandbox = Sandbox::acme();
    sandbox.sh("remediation-policy add Pilots --bu Pilot").ok();
    assert_eq!(sandbox.json("bu delete Pilot --yes")["policies_deleted"], json!(["Pilots"]));
    sandbox.refused("remediation-policy show Pilots", 3, "ROLE-8", "no remediation policy");
    sandbox.act_as("uwe.brandt@acme.example");
    sandbox.sh("remediation-policy list --json").ok();
    sandbox.refused("remediation-policy add Mine", 5, "ROLE-4", "edit-remediation-policies");
    sandbox.act_as(MARA).sh("user grant uwe.brandt@acme.example edit-remediation-policies").ok();
    sandbox.act_as("uwe.brandt@acme.example");
    let strange = sandbox.sh("remediation-policy add Mine --assignee ana.silva@acme.example --json");
    strange.refused(4, "POL-1", "does not belong to `EMEA`");
    sandbox.sh("remediation-policy add Mine --assignee ann.keller@acme.example").ok();
    sandbox.refused("remediation-policy edit 'Everything to its scanner' --comments x", 3, "ROLE-8", "no remediation");
}
