//! Reports on hosts (REP-1), what is launched (SCAN-2), purging (PURGE-1) and `All` (AG-9).

use serde_json::{Value, json};

use crate::sandbox::{EVENTS, MARA, Sandbox};

const ANN: &str = "ann.keller@acme.example";
const CLARA: &str = "clara.dupont@acme.example";
const EMIL: &str = "emil.novak@acme.example";
const UWE: &str = "uwe.brandt@acme.example";

fn told(sandbox: &Sandbox, report: &str) -> Value {
    serde_json::from_str(&sandbox.sh(&format!("report download '{report}'")).ok()).unwrap()
}

fn addresses(report: &Value) -> Vec<&str> {
    report["hosts"].as_array().unwrap().iter().map(|host| host["address"].as_str().unwrap()).collect()
}

#[test]
fn a_reader_reports_on_what_it_reaches_and_nothing_else() {
    let sandbox = Sandbox::acme();
    sandbox.act_as(CLARA);
    let made = sandbox.json("report add Mine --format json");
    assert_eq!((&made["report"]["state"], &made["report"]["host_count"]), (&json!("complete"), &json!(20)));
    let report = told(&sandbox, "Mine");
    let assets = sandbox.json("asset list");
    let reached: Vec<&str> =
        assets.as_array().unwrap().iter().map(|asset| asset["address"].as_str().unwrap()).collect();
    assert_eq!(addresses(&report), reached, "what it reaches, all of it");
    for ticket in report["tickets"].as_array().unwrap() {
        assert!(addresses(&report).contains(&ticket["address"].as_str().unwrap()), "{ticket}");
    }
    sandbox.refused("report add Other --target 'Frankfurt Core'", 3, "ROLE-8", "no asset group");
    sandbox.refused("report add mine", 4, "REP-1", "mine");
    let csv = sandbox.sh("report add Table --format csv").code;
    assert_eq!(csv, 0);
    let table = sandbox.sh("report download Table").ok();
    assert_eq!(table.lines().count(), 21, "{table}");
    let page = sandbox.sh("report add Page").code;
    assert_eq!(page, 0);
    let page = sandbox.sh("report download Page").ok();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains(reached[7]) && !page.contains("10.10."), "{page}");
}

#[test]
fn a_report_opens_only_while_the_asker_reaches_every_host_in_it() {
    let sandbox = Sandbox::acme();
    sandbox.act_as(CLARA).sh("report add Mine --format json").ok();
    sandbox.act_as(UWE).sh("report show Mine").ok();
    sandbox.act_as(MARA).sh("report show Mine").ok();
    sandbox.sh(&format!("bu move {CLARA} --to Americas --asset-groups leave --configs keep --yes")).ok();
    sandbox.act_as(CLARA);
    sandbox.refused("report download Mine", 3, "ROLE-8", "no report");
    sandbox.refused("report show Mine", 3, "ROLE-8", "no report");
    assert_eq!(sandbox.json("report list"), json!([]));
    let smaller = sandbox.json("report add Later --format json");
    assert_eq!(smaller["report"]["host_count"], 0);
    sandbox.refused("report add MINE", 4, "REP-1", "MINE");
    assert!(!sandbox.sh("report show Min").stderr.contains("`Mine`"), "no hint names it");
    assert!(!sandbox.sh("__complete bash -- report show Mi").stdout.contains("Mine"));
    sandbox.act_as("carla.mendez@acme.example").refused("report delete Mine --yes", 3, "ROLE-8", "no report");
    // Who made it may still put it away.
    sandbox.act_as(CLARA);
    sandbox.sh("report delete Mine --yes").ok();
    assert_eq!(sandbox.act_as(MARA).json("report list").as_array().unwrap().len(), 1);
}

#[test]
fn a_template_chooses_what_a_report_tells() {
    let sandbox = Sandbox::acme();
    let add = |name: &str, content: &str| {
        sandbox.run(&["config", "add", name, "--kind", "report-template", "--content", content]).ok();
    };
    add("Severe", r#"{"sections": ["hosts", "tickets"], "severity": 4, "tags": ["production"]}"#);
    sandbox.sh("report add Severe --template Severe --format json").ok();
    let report = told(&sandbox, "Severe");
    assert_eq!(report["scans"], Value::Null);
    for host in report["hosts"].as_array().unwrap() {
        assert!(host["tags"].as_array().unwrap().contains(&json!("production")), "{host}");
    }
    let severities: Vec<i64> =
        report["tickets"].as_array().unwrap().iter().map(|one| one["severity"].as_i64().unwrap()).collect();
    assert!(!severities.is_empty() && severities.iter().all(|severity| *severity >= 4), "{severities:?}");
    add("Odd", r#"{"severity": 9}"#);
    sandbox.refused("report add Odd --template Odd", 4, "REP-1", "a number from 1 to 5");
    sandbox.refused("report add Odd --template Nothing", 3, "REP-1", "no report template");
}

#[test]
fn reports_go_or_stay_with_their_creator_as_results_do() {
    for (answer, left) in [("keep", 1), ("delete", 0)] {
        let sandbox = Sandbox::acme();
        sandbox.act_as(CLARA).sh("report add Mine").ok();
        sandbox.act_as(MARA).sh(&format!("user delete {CLARA} --configs delete --results {answer} --yes")).ok();
        let reports = sandbox.json("report list");
        assert_eq!(reports.as_array().unwrap().len(), left, "{reports}");
        if left == 1 {
            assert_eq!(reports[0]["owner"], CLARA, "the login stays as text");
        }
    }
}

#[test]
fn a_launch_takes_what_the_groups_give_and_no_more() {
    let sandbox = Sandbox::acme();
    sandbox.act_as(ANN);
    let scan = sandbox.json("scan launch One --address 10.10.0.10 --appliance scanner-fra-1");
    let scan = &scan["scan"];
    assert_eq!((&scan["addresses"], &scan["appliances"]), (&json!(["10.10.0.10"]), &json!(["scanner-fra-1"])));
    sandbox.refused("scan launch Far --address 10.20.1.10", 4, "SCAN-2", "does not reach the address `10.20.1.10`");
    sandbox.refused("scan launch Far --target 'Frankfurt Core' --appliance scanner-aus-1", 3, "ROLE-8", "no appliance");
    sandbox.refused("scan launch Nothing", 2, "SCAN-2", "needs something to aim at");
    sandbox.refused("scan launch Odd --domain acme.example", 4, "SCAN-2", "takes no domains");
    let map = sandbox.json("scan launch Who --domain acme.example --map");
    assert_eq!((&map["scan"]["kind"], &map["scan"]["domains"]), (&json!("map"), &json!(["acme.example"])));
    sandbox.act_as(MARA);
    sandbox.sh("asset-group add Bare --address 10.99.0.0/24").ok();
    sandbox.refused("scan launch Who --target Bare --map", 4, "SCAN-2", "a map needs a domain");
    sandbox.refused(
        "scan launch Who --target Bare --appliance scanner-fra-1",
        4,
        "SCAN-2",
        "lies in none of the groups",
    );
    // Schedules take the same, and need a target once their owner reaches it no longer.
    let add = format!(
        "config add Hourly --kind scheduled-scan --owner {ANN} --recurrence daily --time 22:00 --time-zone UTC"
    );
    sandbox.refused(&format!("{add} --address 10.20.1.10"), 4, "SCAN-2", "10.20.1.10");
    sandbox.sh(&format!("{add} --address 10.10.0.10")).ok();
    sandbox.sh(&format!("asset-group unassign 'Frankfurt Core' {ANN}")).ok();
    assert_eq!(sandbox.json("config show Hourly")["needs_target"], true);
}

#[test]
fn purging_removes_what_was_gathered_and_keeps_the_asset() {
    let sandbox = Sandbox::acme();
    sandbox.sh(&format!("import events {EVENTS}")).ok();
    sandbox.sh("fim incident add Seen --event 1").ok();
    let asset = sandbox.json("fim event list --sort id --limit 1")[0]["asset"].clone();
    let asset = sandbox.json(&format!("asset show {asset}"));
    let address = asset["address"].as_str().unwrap().to_owned();
    sandbox.sh(&format!("asset edit {address} --os Linux --dns-name www.acme.example")).ok();
    let ids = |scan: &Value| scan["scan"]["id"].to_string();
    let alone = ids(&sandbox.json(&format!("scan launch Alone --address {address}")));
    let both = ids(&sandbox.json(&format!("scan launch Both --address {address} --address 10.20.1.10")));
    for id in [&alone, &both] {
        sandbox.sh(&format!("scan finish {id} --result s3://{id}")).ok();
    }
    let ticket = |state: &str| {
        let made =
            sandbox.json(&format!("ticket add --title T{state} --address {address} --severity 3 --assignee {MARA}"));
        let id = made["ticket"]["id"].to_string();
        sandbox.sh(&format!("ticket edit {id} --state {state}")).ok();
        id
    };
    let (open, ignored) = (ticket("open"), ticket("ignored"));
    let refused = sandbox.sh(&format!("asset purge {address}"));
    assert_eq!(refused.code, 2, "it asks first: {}", refused.stderr);
    let dry = sandbox.json(&format!("asset purge {address} -n"));
    let done = sandbox.json(&format!("asset purge {address} --yes"));
    for key in ["scan_result_count", "event_count", "described_count", "ticket_count"] {
        assert_eq!(dry[key], done[key], "{key}");
    }
    assert_eq!((&done["scan_result_count"], &done["described_count"]), (&json!(1), &json!(1)));
    assert!(done["event_count"].as_i64().unwrap() > 0, "{done}");
    let after = sandbox.json(&format!("asset show {address}"));
    assert_eq!((&after["os"], &after["dns_name"]), (&Value::Null, &Value::Null));
    assert_eq!((&after["tags"], &after["asset_groups"]), (&asset["tags"], &asset["asset_groups"]));
    assert_eq!(sandbox.json(&format!("scan show {alone}"))["result"], Value::Null);
    assert_eq!(sandbox.json(&format!("scan show {both}"))["result"], format!("s3://{both}"));
    sandbox.sh(&format!("ticket show {open}")).ok();
    assert_eq!(sandbox.sh(&format!("ticket show {ignored}")).code, 3);
    let events = sandbox.json("fim event list");
    let stays = events.as_array().unwrap().iter().filter(|event| event["address"] == address.as_str()).count();
    assert_eq!(stays, 1, "the one that stands in an incident");
    assert_eq!(sandbox.json(&format!("asset purge {address} --yes"))["status"], "unchanged");
    sandbox.act_as(ANN).refused(&format!("asset purge {address} --yes"), 5, "ROLE-4", "host-data.purge");
}

#[test]
fn all_is_shown_to_whoever_holds_it_as_what_it_stands_for_there() {
    let sandbox = Sandbox::acme();
    let all = sandbox.json("asset-group show all");
    assert_eq!((&all["id"], &all["name"], &all["owner"]), (&Value::Null, &json!("All"), &Value::Null));
    assert_eq!(all["addresses"][0], "0.0.0.0/0", "{all}");
    assert_eq!(sandbox.json("asset-group list")[0]["name"], "All");
    sandbox.act_as(EMIL);
    let all = sandbox.json("asset-group show All");
    assert_eq!(all["units"], json!(["EMEA"]));
    assert_ne!(all["addresses"][0], "0.0.0.0/0", "a unit's `All` is the unit's");
    sandbox.act_as(CLARA).refused("asset-group show All", 3, "ROLE-8", "no asset group `All`");
    assert!(sandbox.json("asset-group list").as_array().unwrap().iter().all(|group| group["name"] != "All"));
}
