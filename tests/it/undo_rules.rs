//! The rules of the way back, one by one (OP-1 to OP-7).

use provost::domain::Action;
use serde_json::json;

use crate::sandbox::{MARA, PASSWORD, Sandbox, Script};

const BEN: &str = "ben.osei@acme.example";
const SOFIA: &str = "sofia.rossi@acme.example";

/// The operation that a command was.
fn operation(sandbox: &Sandbox, line: &str) -> i64 {
    sandbox.json(&format!("{line} --yes"))["operation"].as_i64().unwrap()
}

fn refused(sandbox: &Sandbox, line: &str, rule: &str, message: &str) -> Vec<String> {
    sandbox.sh(&format!("{line} --yes --json")).refused(4, rule, message)
}

#[test]
fn one_in_the_middle_of_a_hundred_is_taken_back_where_nothing_depends_on_it() {
    let sandbox = Sandbox::acme();
    let operations: Vec<i64> =
        (0..100).map(|n| operation(&sandbox, &format!("bu add Unit{n} --comments 'number {n}'"))).collect();
    sandbox.sh(&format!("op revert {} --yes", operations[40])).ok();
    assert_eq!(sandbox.sh("bu show Unit40").code, 3);
    assert_eq!(sandbox.json("bu show Unit41")["comments"], "number 41");

    let edited = operation(&sandbox, "bu edit Unit50 --comments other");
    let moved = operation(
        &sandbox,
        &format!(
            "bu move {BEN} --to Unit50 --configs keep --asset-groups keep --primary-contact ben.osei@acme.example"
        ),
    );
    let hints = refused(&sandbox, &format!("op revert {}", operations[50]), "OP-4", "cannot be taken back");
    let begins = |at: usize, start: &str| assert!(hints[at].starts_with(start), "{hints:#?}");
    begins(0, &format!("in the way: operation {moved}, {MARA}"));
    begins(1, &format!("in the way: operation {edited}, {MARA}"));
    let all = hints.last().unwrap().split('`').nth(1).unwrap().trim_start_matches("provost ").to_owned();
    assert_eq!(all, format!("op revert {moved} {edited} {}", operations[50]));
    sandbox.sh(&format!("{all} --yes")).ok();
    assert_eq!(sandbox.sh("bu show Unit50").code, 3);
    assert_eq!(sandbox.json(&format!("user show {BEN}"))["unit"], "EMEA");
    sandbox.sh("db check").ok();
}

#[test]
fn values_are_compared_and_not_history() {
    let sandbox = Sandbox::acme();
    let first = operation(&sandbox, "bu edit EMEA --comments one --division Here");
    operation(&sandbox, "bu edit EMEA --comments two");
    operation(&sandbox, "bu edit EMEA --comments one");
    operation(&sandbox, "bu edit EMEA --location There");
    sandbox.sh(&format!("op revert {first} --yes")).ok();
    let unit = sandbox.json("bu show EMEA");
    assert_eq!((&unit["comments"], &unit["location"]), (&json!(null), &json!("There")));
}

#[test]
fn names_that_two_have_exchanged_are_exchanged_again() {
    let sandbox = Sandbox::acme();
    std::fs::write(
        sandbox.path("swap"),
        "bu edit EMEA --name Middle\nbu edit APAC --name EMEA\nbu edit Middle --name APAC\n",
    )
    .unwrap();
    let ids =
        |sandbox: &Sandbox| (sandbox.json("bu show EMEA")["id"].clone(), sandbox.json("bu show APAC")["id"].clone());
    let before = ids(&sandbox);
    sandbox.run(&["batch", sandbox.path("swap").to_str().unwrap()]).ok();
    assert_eq!(ids(&sandbox), (before.1.clone(), before.0.clone()));
    sandbox.sh("undo --yes").ok();
    assert_eq!(ids(&sandbox), before);
    let taken = operation(&sandbox, "bu edit EMEA --name Europe");
    operation(&sandbox, "bu add EMEA");
    refused(&sandbox, &format!("op revert {taken}"), "OP-4", "business unit `EMEA` has name again");
}

#[test]
fn undo_goes_further_each_time_and_redo_comes_back() {
    let sandbox = Sandbox::acme();
    let comments = |sandbox: &Sandbox| sandbox.json("bu show EMEA")["comments"].as_str().unwrap_or("-").to_owned();
    for word in ["one", "two", "three"] {
        operation(&sandbox, &format!("bu edit EMEA --comments {word}"));
    }
    let walk = |line: &str| {
        sandbox.sh(&format!("{line} --yes")).ok();
        comments(&sandbox)
    };
    assert_eq!([walk("undo"), walk("undo"), walk("redo"), walk("undo")], ["two", "one", "two", "one"]);
    assert_eq!([walk("redo --last 2"), walk("undo --last 3"), walk("redo")], ["three", "-", "three"]);
    operation(&sandbox, "bu edit APAC --comments else");
    refused(&sandbox, "redo", "OP-3", "there is nothing of yours to redo");
    sandbox.sh("undo 3 --json").refused(2, "OP-3", "a number alone");
    let states: Vec<String> =
        sandbox.json("op list --limit 3").as_array().unwrap().iter().map(|one| one["state"].to_string()).collect();
    assert_eq!(states, ["\"done\"", "\"done\"", "\"undone\""]);
    sandbox.act_as(SOFIA);
    refused(&sandbox, "undo", "OP-3", "there is nothing of yours to undo");
}

/// The command that a terminal names behind one that destroys, as words.
fn way_back(sandbox: &Sandbox, line: &[&str]) -> Vec<String> {
    let outcome = sandbox.ask(&Script::default(), line);
    let told = outcome.stderr.split("take it back: `provost ").nth(1).unwrap_or_else(|| panic!("{outcome:?}"));
    told.split('`').next().unwrap().split(' ').map(str::to_owned).collect()
}

#[test]
fn the_way_back_that_is_told_leads_back() {
    let sandbox = Sandbox::acme();
    let id = operation(&sandbox, "domain add way.example").to_string();
    let states = |sandbox: &Sandbox| sandbox.json("domain list").to_string();
    let mut seen = vec![states(&sandbox)];
    for first in [&["op", "revert", id.as_str()][..], &["domain", "delete", "way.example"]] {
        let mut line: Vec<String> = first.iter().map(|word| (*word).to_owned()).collect();
        for _ in 0..4 {
            line.push("--yes".to_owned());
            line = way_back(&sandbox, &line.iter().map(String::as_str).collect::<Vec<_>>());
            seen.push(states(&sandbox));
        }
    }
    assert!(seen.iter().zip(seen.iter().skip(2)).all(|(before, after)| before == after), "{seen:?}");
    assert_ne!(seen[0], seen[1]);
}

#[test]
fn a_deleted_user_comes_back_with_everything_but_its_secrets() {
    let sandbox = Sandbox::acme();
    let login = "one.of.all@acme.example";
    let add = format!(
        "user add {login} --role scanner --bu EMEA --group Builders --asset-group 'Frankfurt Core' --tag production --title Boss --permission create-option-profiles --password-stdin"
    );
    let args = crate::sandbox::words(&add);
    sandbox.feed(&format!("{PASSWORD}\n"), &args.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    sandbox.sh(&format!("project assign 'Web shop' {login} --role engineer")).ok();
    sandbox.sh(&format!("config add Mine --kind search-list --owner {login}")).ok();
    sandbox.sh(&format!("ticket add --address 10.10.0.10 --title Unplanned --assignee {login}")).ok();
    sandbox.sh(&format!("user invite {login}")).ok();
    sandbox.act_as(login);
    let session = sandbox.token();
    sandbox.act_as(MARA);
    let before = sandbox.json(&format!("user show {login}"));
    operation(&sandbox, &format!("user delete {login} --results keep --configs delete"));
    let back = sandbox.json("undo --yes");
    assert_eq!(back["invite"], json!([login]));
    let after = sandbox.json(&format!("user show {login}"));
    for key in before
        .as_object()
        .unwrap()
        .keys()
        .filter(|key| !["status", "last_login_at", "must_change_password"].contains(&key.as_str()))
    {
        assert_eq!(before[key], after[key], "{key}");
    }
    assert_eq!(after["status"], "pending");
    assert_eq!(sandbox.json("config list --filter name=Mine")[0]["owner"], login);
    assert_eq!(sandbox.json("ticket list --filter title=Unplanned")[0]["assignee"], login);
    let secrets = "SELECT (SELECT count(*) FROM passwords p WHERE p.user_id = u.id) + (SELECT count(*) FROM sessions s WHERE s.user_id = u.id)
        + (SELECT count(*) FROM links l WHERE l.user_id = u.id AND l.ended IS NULL) FROM users u WHERE u.login = 'one.of.all@acme.example'";
    assert_eq!(sandbox.number(secrets), 0);
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".to_owned(), session.unwrap());
    assert_eq!(sandbox.sh("whoami").code, 6, "its session stays ended");
    sandbox.vars.borrow_mut().remove("PROVOST_TOKEN");
    sandbox.feed(&format!("{PASSWORD}\n"), &["login", login, "--password-stdin", "--json"]).refused(
        6,
        "PASS-3",
        "wrong login",
    );
}

#[test]
fn what_becomes_inactive_again_loses_tokens_and_waiting_mails_are_cancelled() {
    let sandbox = Sandbox::acme();
    operation(&sandbox, "user deactivate ci.robot@acme.example");
    let activated = operation(&sandbox, "user activate ci.robot@acme.example");
    sandbox.sh("user token add ci.robot@acme.example --name nightly").ok();
    sandbox.sh(&format!("op revert {activated} --yes")).ok();
    assert_eq!(sandbox.number("SELECT count(*) FROM api_tokens"), 0);
    let added = sandbox.json("user add new.face@acme.example --role reader");
    let waiting = "SELECT count(*) FROM mails WHERE state = 'queued'";
    assert_eq!((added["status"].as_str(), sandbox.number(waiting)), (Some("done"), 1));
    assert_eq!(sandbox.json("undo --yes")["cancelled_mail_count"], 1);
    assert_eq!(sandbox.number(waiting), 0);
    assert_eq!(sandbox.json("redo --yes")["invite"], json!(["new.face@acme.example"]));
    assert_eq!(sandbox.number(waiting), 0, "an undo sends nothing of its own");
    sandbox.sh("db check").ok();
}

#[test]
fn todays_rights_count_for_every_object() {
    let sandbox = Sandbox::acme();
    let far = operation(&sandbox, "bu edit APAC --comments far");
    let own = operation(&sandbox, "bu edit EMEA --comments own");
    let level = operation(&sandbox, &format!("user level {BEN} admin"));
    let lower = operation(&sandbox, &format!("user level {BEN} default"));
    sandbox.act_as(SOFIA);
    sandbox.sh(&format!("op revert {far} --yes --json")).refused(3, "OP-1", "there is no operation");
    sandbox.act_as("tomas.reyes@acme.example");
    sandbox.sh(&format!("op revert {far} -n")).ok();
    sandbox.act_with_token(MARA, &[Action::OpRevert, Action::OpView, Action::BuView, Action::BuEdit]);
    sandbox.sh(&format!("op revert {own} --yes")).ok();
    sandbox.sh(&format!("op revert {lower} --yes --json")).refused(5, "SESS-2", "narrowed");
    sandbox.act_with_token(MARA, &[Action::BuEdit, Action::OpView]);
    sandbox.sh("undo --yes --json").refused(5, "SESS-2", "narrowed");
    sandbox.act_as("priya.nair@acme.example");
    assert_ne!(sandbox.sh(&format!("op revert {lower} --yes")).code, 0, "nobody lends what they do not hold");
    sandbox.act_as(MARA);
    refused(&sandbox, &format!("op revert {level}"), "OP-4", "has another level since");
    sandbox.sh(&format!("op revert {level} {lower} --yes")).ok();
    assert_eq!(sandbox.json(&format!("user show {BEN}"))["level"], "default");
}

#[test]
fn nobody_is_left_without_an_administrator() {
    let sandbox = Sandbox::acme();
    let promoted =
        operation(&sandbox, &format!("user role {SOFIA} manager --unassign --configs keep --asset-groups leave"));
    operation(&sandbox, &format!("contact set {SOFIA}"));
    let hints = refused(&sandbox, &format!("op revert {promoted}"), "SUB-3", "primary contact");
    assert!(!hints.is_empty());
}

#[test]
fn what_is_older_than_it_is_kept_is_forgotten_and_says_so() {
    let sandbox = Sandbox::acme();
    let old = operation(&sandbox, "bu edit EMEA --comments old");
    sandbox.sh("settings set history.keep_days=1").ok();
    sandbox.advance(3 * 24 * 60 * 60);
    sandbox.act_as(MARA);
    let young = operation(&sandbox, "bu edit EMEA --comments young");
    assert!(sandbox.json("schedule run-due")["forgotten_count"].as_i64().unwrap() >= 3);
    refused(&sandbox, &format!("op revert {old}"), "OP-7", "no longer kept");
    sandbox.sh("bu show EMEA --at 2d --json").refused(4, "TIME-1", "the past is kept since");
    sandbox.sh(&format!("bu show EMEA --at op:{old} --json")).refused(4, "TIME-1", "the past is kept since");
    assert_eq!(sandbox.json(&format!("bu show EMEA --at before-op:{young}"))["comments"], "old");
    sandbox.sh("db check").ok();
    sandbox.sh(&format!("op revert {young} --yes")).ok();
}

#[test]
fn the_past_is_for_reading_alone_and_shows_what_today_allows() {
    let sandbox = Sandbox::acme();
    for (line, message) in [
        ("bu add X --at 1d", "nothing can be changed in the past"),
        ("db info --at 1d", "not asked about the past"),
        (
            "access check ben.osei@acme.example user.view --at op:1 --assume 'bu add X'",
            "nothing can be changed in the past",
        ),
    ] {
        sandbox.sh(&format!("{line} --json")).refused(2, "TIME-1", message);
    }
    sandbox.sh("user list --at soon --json").refused(7, "LOG-2", "soon");
    sandbox.advance(20 * 60);
    sandbox.act_as(MARA);
    operation(&sandbox, &format!("bu move {BEN} --to APAC --configs keep --asset-groups leave"));
    operation(&sandbox, "user delete ann.keller@acme.example --configs delete --results keep");
    sandbox.act_as(SOFIA);
    let outcome = sandbox.sh("user list --at 10m --json");
    assert!(!outcome.stdout.contains(BEN) && !outcome.stdout.contains("ann.keller"), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("2 more were there then"), "{}", outcome.stderr);
    sandbox.sh(&format!("user show {BEN} --at 10m --json")).refused(3, "ROLE-8", "there is no user");
    let outcome = sandbox.sh("diff --from 10m --json");
    assert!(!outcome.stdout.contains("\"hidden_count\": 0"), "{}", outcome.stdout);
}

#[test]
fn no_transaction_changes_anything_that_no_entry_tells_of() {
    let sandbox = Sandbox::acme();
    let conn = sandbox.open();
    let tx = conn.begin_write().unwrap();
    tx.run("UPDATE units SET comments = 'x' WHERE id = -1", []).unwrap();
    tx.commit().expect("nothing was changed");
    let tx = conn.begin_write().unwrap();
    tx.run("UPDATE units SET comments = 'x'", []).unwrap();
    assert_eq!(tx.commit().unwrap_err().rule, Some("OP-1"), "nor by the second one on a connection");
}
