//! The filters of the log, and what pruning leaves.

use serde_json::json;

use crate::sandbox::{MARA, Sandbox};

const DAY: i64 = 86_400;

#[test]
fn every_filter_narrows() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("uwe.brandt@acme.example").sh("user edit ann.keller@acme.example --title Lead").ok();
    sandbox.sh("bu add Nordics --json").refused(5, "ROLE-7", "bu.add");
    sandbox.act_as(MARA).sh("bu edit EMEA --comments x").ok();
    let count = |flags: &str| sandbox.json(&format!("log list {flags}")).as_array().unwrap().len();
    assert_eq!(count("--user UWE.brandt@acme.example"), 2);
    assert_eq!(count("--user uwe.brandt@acme.example --outcome refused"), 1);
    assert_eq!(count("--role unit-manager --action user.edit"), 1);
    assert_eq!(count("--module bu --outcome refused"), 1);
    assert_eq!(count("--module bu --action user.edit"), 0);
    assert_eq!(count("--action bu.edit --text emea --on bu:EMEA"), 1);
    sandbox.sh("user edit uwe.brandt@acme.example --login uwe@acme.example").ok();
    assert_eq!(count("--user uwe@acme.example"), 2, "found under the new login");
    assert_eq!(count("--user uwe.brandt@acme.example"), 2, "and under the old one");
    sandbox.sh("log list --module buu --json").refused(7, "LOG-2", "`buu` is no module");
    sandbox.sh("log list --action user.ad --json").refused(7, "", "`user.ad` is no action");
    sandbox.sh("log list --outcome maybe --json").refused(7, "", "`maybe` is no outcome");
}

#[test]
fn what_is_gone_is_found_by_the_name_it_bore() {
    let sandbox = Sandbox::acme();
    let actions = |on: &str| {
        let entries = sandbox.json(&format!("log list --on '{on}'"));
        entries.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    sandbox.sh("user add gone@x.example --no-mail").ok();
    sandbox.sh("user edit gone@x.example --title T").ok();
    sandbox.sh("user delete gone@x.example --yes").ok();
    assert_eq!(actions("user:Gone@x.example"), ["user.delete", "user.edit", "user.add"]);
    sandbox.sh("bu add Old").ok();
    sandbox.sh("bu edit Old --name New").ok();
    assert_eq!(actions("bu:old"), ["bu.edit", "bu.add"], "a name that was given up");
    sandbox.sh("user add gone@x.example --no-mail").ok();
    assert_eq!(actions("user:gone@x.example"), ["user.add"], "who bears the name now");
    sandbox.sh("user delete gone@x.example --yes").ok();
    let hints =
        sandbox.refused("log list --on user:gone@x.example", 3, "LOG-5", "2 objects of kind user bore the name");
    let second = hints[0].strip_prefix("provost log list --on ").unwrap();
    assert_eq!(actions(second), ["user.delete", "user.add"]);
    sandbox.act_as("uwe.brandt@acme.example");
    sandbox.refused("log list --on user:gone@x.example", 3, "ROLE-8", "no user `gone@x.example`");
    sandbox.act_as(MARA).sh("bu edit EMEA --comments y --reason 'Change CHG-77'").ok();
    assert_eq!(sandbox.json("log list --reason chg-77").as_array().unwrap().len(), 1);
    assert_eq!(sandbox.json("log list --reason chg-78").as_array().unwrap().len(), 0);
}

#[test]
fn pruning_keeps_the_chain_verifiable() {
    let sandbox = Sandbox::acme();
    let head = sandbox.json("log verify")["head"].as_str().unwrap().to_owned();
    sandbox.advance(30 * DAY);
    sandbox.act_as(MARA).sh("bu edit EMEA --comments x").ok();
    assert_eq!(sandbox.json("log prune --before 2020-01-01 --yes")["status"], "unchanged");
    let before = sandbox.json("log verify");
    let report = sandbox.json("log prune --before 10d --yes");
    assert!(report["pruned_count"].as_i64().unwrap() > 100);
    assert_eq!(report["anchor"], head.as_str());
    let after = sandbox.json("log verify");
    assert_eq!((&after["intact"], &after["pruned_count"]), (&json!(true), &report["pruned_count"]));
    assert_eq!(after["entry_count"], 2);
    let known = before["head"].as_str().unwrap();
    assert_eq!(sandbox.json(&format!("log verify --head {known}"))["intact"], true);
    assert_eq!(sandbox.json(&format!("log verify --head {head}"))["intact"], true, "the anchor itself is known");
    sandbox.refused("log verify --head abc", 7, "LOG-3", "no head of a log");
    let strange = sandbox.sh(&format!("log verify --head {} --json", "ab".repeat(32)));
    assert_eq!(strange.code, 1);
    assert!(strange.stdout.contains("older than the last prune"), "{}", strange.stdout);
    let entries = sandbox.json("log list");
    assert_eq!((entries.as_array().unwrap().len(), &entries[0]["action"]), (2, &json!("log.prune")));
    sandbox.refused("log prune --before 10d", 2, "", "needs a confirmation");
    sandbox.refused("log prune --before someday --yes", 7, "LOG-2", "no point in time");
    sandbox.act_as("priya.nair@acme.example").refused("log prune --before 10d --yes", 5, "ROLE-7", "log.prune");
}

#[test]
fn everything_can_be_pruned_and_the_log_goes_on() {
    let sandbox = Sandbox::acme();
    sandbox.advance(DAY);
    sandbox.act_as(MARA).sh("log prune --before 1h --yes").ok();
    sandbox.sh("bu edit EMEA --comments x").ok();
    assert_eq!(sandbox.json("log verify")["intact"], true);
    sandbox.advance(DAY);
    sandbox.act_as(MARA).sh("log prune --before 1h --yes").ok();
    let verified = sandbox.json("log verify");
    assert_eq!((&verified["intact"], &verified["entry_count"]), (&json!(true), &json!(1)));
}

#[test]
fn a_beginning_that_was_cut_off_by_hand_is_found() {
    let damage = |sql: &str| {
        let sandbox = Sandbox::acme_in_a_file();
        sandbox.tamper(sql);
        let outcome = sandbox.sh("log verify --json");
        assert_eq!(outcome.code, 1);
        serde_json::from_str::<serde_json::Value>(&outcome.stdout).unwrap()["problem"].as_str().unwrap().to_owned()
    };
    let anchored = "INSERT INTO log_anchors SELECT 1, id, hash, 20 FROM log_entries WHERE id = 20; DELETE FROM log_entries WHERE id <= 20";
    assert!(damage(anchored).contains("no entry says that they were pruned"));
    assert!(damage("DELETE FROM log_entries WHERE id <= 20").contains("entry 1 is missing"));
}

#[test]
fn refusals_before_a_change_are_noted_too() {
    let sandbox = Sandbox::acme();
    let ann = "ann.keller@acme.example";
    for (line, action) in [
        (format!("user password {MARA} --set --password-stdin"), "user.password-set"),
        ("user password nobody@acme.example --set --password-stdin".to_owned(), "user.password-set"),
        (format!("recover {ann} --yes"), "recover"),
        (format!("reset-password {ann} --password-stdin"), "reset-password"),
        ("outbox send 99".to_owned(), "outbox.send"),
    ] {
        assert!([3, 4].contains(&sandbox.sh(&line).code), "{line}");
        let newest = &sandbox.json("log list --limit 1")[0];
        assert_eq!(newest["action"], action, "{line}");
        assert_ne!(newest["outcome"], "done", "{line}");
        assert!(!newest.to_string().contains("nobody@"), "{line}");
    }
}

/// LOG-5.
#[test]
fn what_the_clock_launches_has_entries_of_its_own_that_the_owner_sees() {
    let sandbox = Sandbox::acme();
    sandbox.tamper("UPDATE configs SET active = 0 WHERE active = 1");
    let (ann, ben) = ("ann.keller@acme.example", "ben.osei@acme.example");
    for (name, owner) in [("Of Ann", ann), ("Of Ben", ben)] {
        sandbox
            .sh(&format!(
                "config add '{name}' --kind scheduled-scan --owner {owner} --target 'Frankfurt Core' --recurrence daily --time 22:00 --time-zone UTC"
            ))
            .ok();
    }
    sandbox.sh(&format!("user deactivate {ben} --yes")).ok();
    sandbox.advance(86_400);
    sandbox.act_as(MARA).sh("schedule run-due").ok();
    let entries = sandbox.json("log list --filter action=schedule.run-due");
    let told: Vec<&str> = entries.as_array().unwrap().iter().map(|entry| entry["details"].as_str().unwrap()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|told| told == &format!("launched schedule `Of Ann` of {ann}")), "{told:?}");
    assert!(told.iter().any(|told| told.starts_with(&format!("switched off schedule `Of Ben` of {ben}: its owner"))));
    let own = sandbox.act_as(ann).json("log list --filter action=schedule.run-due");
    assert_eq!(own.as_array().unwrap().len(), 1, "{own}");
    assert_eq!(own[0]["user"], MARA);
    assert_eq!(sandbox.json(&format!("log show {}", own[0]["id"]))["id"], own[0]["id"]);
}

/// LOG-5.
#[test]
fn a_refused_import_names_the_existing_objects_of_its_refused_rows() {
    let sandbox = Sandbox::acme();
    let file = sandbox.path("rows.csv");
    std::fs::write(
        &file,
        "login,role\nann.keller@acme.example,reader\nnobody.at.all,reader\nnew@acme.example,reader\n",
    )
    .unwrap();
    assert_eq!(sandbox.sh(&format!("import users {}", file.display())).code, 7);
    let entry = &sandbox.json("log list --limit 1")[0];
    let names: Vec<&str> =
        entry["objects"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!((names, &entry["outcome"]), (vec!["ann.keller@acme.example"], &"refused".into()), "{entry}");
    let found = sandbox.json("log list --on user:ann.keller@acme.example --limit 1");
    assert_eq!(found[0]["id"], entry["id"]);
}

/// LOG-5.
#[test]
fn who_made_what_follows_the_user_and_stays_as_text() {
    let sandbox = Sandbox::acme();
    let by = |login: &str| sandbox.json(&format!("user show {login}"))["created_by"].clone();
    sandbox.act_as("priya.nair@acme.example").sh("user add made@acme.example --no-mail").ok();
    sandbox.act_as(MARA).sh("user add robot@acme.example --role reader --api-only").ok();
    sandbox.act_as("tomas.reyes@acme.example").sh("user token add robot@acme.example --name night").ok();
    sandbox
        .feed(
            "asset,at,path,action,severity\n10.10.0.10,2026-11-21,/etc/passwd,modify,5\n",
            &["import", "events", "-", "--format", "csv"],
        )
        .ok();
    sandbox.sh("fim incident add Odd --event 1").ok();
    sandbox.sh("fim incident review 1 --approval approved").ok();
    sandbox.act_as(MARA);
    sandbox.sh("user edit priya.nair@acme.example --login priya.rao@acme.example").ok();
    sandbox.sh("user edit tomas.reyes@acme.example --login tomas.r@acme.example").ok();
    assert_eq!(by("made@acme.example"), "priya.rao@acme.example");
    assert_eq!(sandbox.json("user token list robot@acme.example")[0]["created_by"], "tomas.r@acme.example");
    let incident = sandbox.json("fim incident show 1");
    assert_eq!(
        (&incident["creator"], &incident["reviewed_by"]),
        (&"tomas.r@acme.example".into(), &"tomas.r@acme.example".into())
    );
    sandbox.sh("user delete priya.rao@acme.example --configs delete --yes").ok();
    sandbox.sh("user add priya.rao@acme.example --no-mail").ok();
    sandbox.sh("user edit priya.rao@acme.example --login other@acme.example").ok();
    assert_eq!(by("made@acme.example"), "priya.rao@acme.example", "who is gone, not who bears the login since");
}

#[test]
fn the_log_is_asked_by_logins_of_then_and_of_now() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("priya.nair@acme.example").sh("account edit --title Lead").ok();
    sandbox.act_as(MARA).sh("user edit priya.nair@acme.example --login priya@acme.example").ok();
    sandbox.act_as("priya@acme.example").sh("account edit --title Head").ok();
    let by = |login: &str| {
        let entries = sandbox.act_as(MARA).json(&format!("log list --user {login}"));
        entries.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // Whoever has the login now did both; under the former one, what was done then.
    assert_eq!(by("PRIYA@acme.example"), ["account.edit", "account.edit"]);
    assert_eq!(by("priya.nair@acme.example"), ["account.edit"]);
    sandbox.sh("user delete priya@acme.example --yes").ok();
    assert_eq!(by("priya@acme.example"), ["account.edit"]);
    sandbox.refused("log list --user priya@acme.exampel", 3, "ROLE-8", "no user `priya@acme.exampel`");
    sandbox.refused("log list --filter user=prya", 3, "ROLE-8", "no user `prya`");
}

/// LOG-3: cores share a long log, and what is tampered with at the seams is found as well.
#[test]
fn a_long_log_is_followed_in_stretches_without_a_seam() {
    let sandbox = Sandbox::acme_in_a_file();
    let names: String = (0..2500).map(|number| format!("n{number}\n")).collect();
    sandbox.feed(&format!("name\n{names}"), &["import", "domains", "-", "--format", "csv", "-q"]).ok();
    let count = sandbox.json("log verify")["entry_count"].as_i64().unwrap();
    assert!(count > 2500);
    let copy = sandbox.path("copy.db");
    let verify = |damage: &str| {
        std::fs::copy(sandbox.db(), &copy).unwrap();
        let db = rusqlite::Connection::open(&copy).unwrap();
        db.execute_batch(damage).unwrap();
        drop(db);
        let found = sandbox.sh(&format!("--db {} log verify --json", copy.display()));
        let found: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
        (found["entry_count"].as_i64().unwrap(), found["broken_at"].as_i64())
    };
    assert_eq!(verify(""), (count, None));
    let seams = (2..=5).flat_map(|cores| (1..cores).map(move |nth| nth * (count / cores)));
    for seam in seams {
        let (changed, gone) = (seam + seam % 3 - 1, seam + seam % 2);
        let damage = format!("UPDATE log_entries SET unit = 'x' WHERE id = {changed}");
        assert_eq!(verify(&damage), (count, Some(changed)), "{damage}");
        let damage = format!("DELETE FROM log_entries WHERE id = {gone}");
        assert_eq!(verify(&damage), (count - 1, Some(gone + 1)), "{damage}");
    }
}
