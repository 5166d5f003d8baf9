//! Founding, signing in and out, sessions, and the log's chain.

use std::fs;

use serde_json::json;

use crate::sandbox::{MARA, PASSWORD, Sandbox, Script};

const WRONG: &str = "Quartz-Meadow-42-Lantern";
const ANN: &str = "ann.keller@acme.example";

fn founded() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox
        .feed(&format!("{PASSWORD}\n"), &["init", "--name", "Tiny", "--login", "me@x.example", "--password-stdin"])
        .ok();
    sandbox
}

/// A user with an initial password, made by the manager.
fn with_initial_password() -> Sandbox {
    let sandbox = Sandbox::acme();
    let add = ["user", "add", "eva@acme.example", "--password-stdin"];
    sandbox.feed("Walnut-Harbour-77-Quilt\n", &add).ok();
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    sandbox
}

#[test]
fn init_makes_an_active_manager_who_is_primary_contact_and_signed_in() {
    let sandbox = founded();
    let me = sandbox.json("whoami");
    assert_eq!(
        (&me["login"], &me["role"], &me["status"], &me["primary_contact"], &me["subscription"]),
        (&json!("me@x.example"), &json!("manager"), &json!("active"), &json!(true), &json!("Tiny"))
    );
    assert_eq!(me["must_change_password"], false);
    let mode = |path: std::path::PathBuf| {
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions()) & 0o777
    };
    if let Some(file) = sandbox.location().file() {
        assert_eq!(mode(file.to_owned()), 0o600);
    }
    let token = fs::read_dir(sandbox.path("state/provost")).unwrap().next().unwrap().unwrap().path();
    assert_eq!(mode(token), 0o600);
}

#[test]
fn init_refuses_what_is_there_and_leaves_nothing_behind_on_a_mistake() {
    let sandbox = founded();
    let again = sandbox.feed("x\n", &["init", "--name", "T", "--login", "a@x", "--password-stdin", "--json"]);
    again.refused(4, "SUB-1", "exists already");
    let empty = Sandbox::empty();
    let weak = empty.feed("password\n", &["init", "--name", "T", "--login", "a@x", "--password-stdin", "--json"]);
    weak.refused(7, "PASS-2", "fewer than 12 characters");
    assert!(!empty.db().exists());
    let missing = empty.run(&["init", "--name", "T", "--login", "a@x", "--json"]);
    missing.refused(2, "", "no terminal");
}

#[test]
fn init_asks_twice_at_a_terminal() {
    let sandbox = Sandbox::empty();
    let init = ["init", "--name", "T", "--login", "a@x.example"];
    let outcome = sandbox.ask(&Script::new(&[PASSWORD, WRONG].repeat(3)), &init);
    assert_eq!((outcome.code, sandbox.db().exists()), (7, false));
    let script = Script::new(&[PASSWORD, PASSWORD]);
    sandbox.ask(&script, &init).ok();
    assert_eq!(*script.asked.borrow(), ["Password", "Password again"]);
}

#[test]
fn a_session_opens_lasts_and_ends() {
    let sandbox = founded();
    sandbox.sh("logout").ok();
    sandbox.sh("whoami --json").refused(6, "SESS-1", "not signed in");
    let again = sandbox.json("logout");
    assert_eq!(again["status"], "unchanged");
    sandbox.feed(&format!("{PASSWORD}\n"), &["login", "ME@x.example", "--password-stdin"]).ok();
    sandbox.advance(59 * 60);
    sandbox.sh("whoami").ok();
    sandbox.advance(59 * 60);
    sandbox.sh("whoami").ok();
    sandbox.advance(61 * 60);
    let ended = sandbox.sh("whoami --json");
    assert!(ended.stderr.contains("\"session-expired\""), "{}", ended.stderr);
}

#[test]
fn an_unknown_login_and_a_wrong_password_get_the_same_answer() {
    let sandbox = founded();
    let attempt = |login: &str, password: &str| {
        sandbox.feed(&format!("{password}\n"), &["login", login, "--password-stdin", "--json"])
    };
    let (unknown, wrong) = (attempt("who@x.example", PASSWORD), attempt("me@x.example", WRONG));
    assert_eq!((unknown.code, &unknown.stderr), (wrong.code, &wrong.stderr));
    wrong.refused(6, "PASS-3", "wrong login or password");
    let log = sandbox.json("log list --filter action=login --filter outcome=refused");
    assert_eq!((&log[0]["user"], &log[1]["user"]), (&json!("me@x.example"), &json!(null)));
    assert!(!log.to_string().contains("who@x.example"), "an unknown login is never written down");
}

#[test]
fn an_initial_password_must_be_changed_at_the_first_sign_in() {
    let sandbox = with_initial_password();
    let login = ["login", "eva@acme.example", "--password-stdin", "--json"];
    sandbox.feed("Walnut-Harbour-77-Quilt\n", &login).refused(6, "USER-4", "must be changed");
    sandbox.feed("Walnut-Harbour-77-Quilt\nWalnut-Harbour-77-Quilt\n", &login).refused(
        7,
        "PASS-1",
        "one of the last ones",
    );
    sandbox.feed("Walnut-Harbour-77-Quilt\nshort\n", &login).refused(7, "PASS-2", "fewer than 12");
    let body = sandbox.feed("Walnut-Harbour-77-Quilt\nCopper-Sunday-19-Velvet\n", &login).json();
    assert_eq!((&body["user"]["status"], &body["user"]["must_change_password"]), (&json!("active"), &json!(false)));
    assert_eq!(sandbox.json("whoami")["login"], "eva@acme.example");
    sandbox.feed("Walnut-Harbour-77-Quilt\n", &login).refused(6, "PASS-3", "wrong login");
    sandbox.feed("Copper-Sunday-19-Velvet\n", &login).ok();
}

#[test]
fn a_forced_change_is_asked_for_at_a_terminal() {
    let sandbox = with_initial_password();
    let script = Script::new(&["Walnut-Harbour-77-Quilt", "Copper-Sunday-19-Velvet", "Copper-Sunday-19-Velvet"]);
    let outcome = sandbox.ask(&script, &["login", "eva@acme.example"]);
    assert!(outcome.stderr.contains("must be changed"), "{}", outcome.stderr);
    outcome.ok();
    assert_eq!(*script.asked.borrow(), ["Password", "New password", "New password again"]);
}

#[test]
fn closed_accounts_learn_it_only_with_the_right_password() {
    let sandbox = Sandbox::acme();
    for (login, status, word) in
        [("in@acme.example", "inactive", "deactivated"), ("lo@acme.example", "locked", "locked")]
    {
        sandbox.feed("Walnut-Harbour-77-Quilt\n", &["user", "add", login, "--password-stdin"]).ok();
        sandbox.tamper(&format!("UPDATE users SET status = '{status}' WHERE login = '{login}'"));
        let attempt =
            |password: &str| sandbox.feed(&format!("{password}\n"), &["login", login, "--password-stdin", "--json"]);
        attempt(WRONG).refused(6, "PASS-3", "wrong login or password");
        let right = attempt("Walnut-Harbour-77-Quilt");
        assert_eq!(right.code, 6);
        assert!(right.stderr.contains(&format!("this account is {word}")), "{}", right.stderr);
    }
}

#[test]
fn an_initial_password_is_typed_twice_at_a_terminal() {
    let sandbox = Sandbox::acme();
    let add = ["user", "add", "eva@acme.example", "--password-stdin"];
    let script = Script::new(&["Walnut-Harbour-77-Quilt", WRONG].repeat(3));
    assert_eq!(sandbox.ask(&script, &add).code, 7);
    let script = Script::new(&["Walnut-Harbour-77-Quilt", "Walnut-Harbour-77-Quilt"]);
    sandbox.ask(&script, &add).ok();
    assert_eq!(*script.asked.borrow(), ["Initial password", "Initial password again"]);
}

#[test]
fn programs_do_not_sign_in_at_a_prompt_and_contacts_have_no_password() {
    let sandbox = Sandbox::acme();
    sandbox
        .feed("Walnut-Harbour-77-Quilt\n", &["user", "add", "bot@acme.example", "--api-only", "--password-stdin"])
        .ok();
    let outcome = sandbox.ask(&Script::new(&["Walnut-Harbour-77-Quilt"]), &["login", "bot@acme.example"]);
    assert_eq!(outcome.code, 6);
    sandbox.feed("Walnut-Harbour-77-Quilt\n", &["login", "bot@acme.example", "--password-stdin"]).ok();
    let add = ["user", "add", "c@acme.example", "--role", "contact", "--password-stdin", "--json"];
    sandbox.feed("Walnut-Harbour-77-Quilt\n", &add).refused(4, "USER-3", "never signs in");
}

#[test]
fn secrets_stand_nowhere() {
    let sandbox = with_initial_password();
    let login = ["login", "eva@acme.example", "--password-stdin", "--json"];
    let outcome = sandbox.feed("Walnut-Harbour-77-Quilt\nCopper-Sunday-19-Velvet\n", &login);
    let file = sandbox.bytes();
    let token =
        fs::read_to_string(fs::read_dir(sandbox.path("state/provost")).unwrap().next().unwrap().unwrap().path())
            .unwrap();
    for secret in ["Walnut-Harbour", "Copper-Sunday", token.trim()] {
        assert!(!String::from_utf8_lossy(&file).contains(secret));
        assert!(!outcome.stdout.contains(secret) && !outcome.stderr.contains(secret));
        assert!(!sandbox.dump().contains(secret));
    }
}

#[test]
fn the_client_address_comes_from_the_ssh_connection() {
    let sandbox = founded();
    sandbox.vars.borrow_mut().insert("SSH_CONNECTION".into(), "192.0.2.7 50000 192.0.2.1 22".into());
    sandbox.feed(&format!("{PASSWORD}\n"), &["login", "me@x.example", "--password-stdin"]).ok();
    assert_eq!(sandbox.json("whoami")["session"]["address"], "192.0.2.7");
    assert_eq!(sandbox.json("log list --limit 1")[0]["address"], "192.0.2.7");
}

#[test]
fn the_log_finds_a_change_a_gap_a_reordering_and_a_cut_tail() {
    let verify = |damage: &str, more: &str| {
        let sandbox = Sandbox::acme_in_a_file();
        sandbox.sh("group add A --level viewer").ok();
        sandbox.sh("group assign A ann.keller@acme.example lee.chen@acme.example").ok();
        let report = sandbox.json("log verify");
        let (head, newest) = (report["head"].as_str().unwrap().to_owned(), report["entry_count"].clone());
        let db = rusqlite::Connection::open(sandbox.db()).unwrap();
        db.pragma_update(None, "foreign_keys", true).unwrap();
        db.execute_batch(&damage.replace("NEWEST", &newest.to_string())).unwrap();
        let outcome = sandbox.sh(&format!("log verify --json {}", more.replace("HEAD", &head)));
        let mut report: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(outcome.code == 0, report["intact"] == true);
        report["at_newest"] = (report["broken_at"] == newest).into();
        report
    };
    assert_eq!(verify("", "--head HEAD")["intact"], true);
    for column in
        ["occasion_id = 1", "action_id = 1", "details = 'x'", "outcome = 'failed'", "unit = 'x'", "kind_id = 1"]
    {
        let damage = format!("UPDATE log_entries SET {column} WHERE id = NEWEST");
        assert_eq!(verify(&damage, "")["at_newest"], true, "{damage}");
    }
    for column in
        ["object_id = 0", "object_name = 'x'", "objects = 'x'", "objects = NULL", "made = '[1]'", "changes = '[]'"]
    {
        let damage = format!("UPDATE log_entries SET {column} WHERE id = NEWEST");
        assert_eq!(verify(&damage, "")["at_newest"], true, "{damage}");
    }
    let of_occasion = ["operation_id", "at", "user_id", "user_login", "user_role", "actor_unit_id", "reason"];
    for column in of_occasion.into_iter().chain(["address", "details"]) {
        let damage = format!("UPDATE log_occasions SET {column} = '7' WHERE id = NEWEST");
        assert_eq!(verify(&damage, "")["at_newest"], true, "{damage}");
    }
    for damage in ["DELETE FROM log_occasions WHERE id = NEWEST", "DELETE FROM log_objects WHERE entry_id = NEWEST"] {
        assert_eq!(verify(damage, "")["at_newest"], true, "{damage}");
    }
    assert_eq!(verify("UPDATE log_occasions SET fields = '[]' WHERE id = NEWEST - 1", "")["intact"], false);
    let stray = "INSERT INTO log_occasions SELECT PLACE, operation_id, 1, NULL, NULL, NULL, NULL, 'x', NULL, '', NULL FROM log_occasions WHERE id = 1";
    for place in ["7", "NEWEST + 1", "-1"] {
        assert_eq!(verify(&stray.replace("PLACE", place), "")["intact"], false, "{place}");
    }
    let borrowed = "UPDATE log_entries SET occasion_id = 1 WHERE id = 3; UPDATE log_entries SET occasion_id = 2 WHERE id > 3 AND occasion_id = 2";
    assert_eq!(verify(borrowed, "")["intact"], false);
    assert_eq!(verify("DELETE FROM log_words WHERE word = 'group.assign'", "")["intact"], false);
    assert_eq!(verify("DELETE FROM log_entries WHERE id = 5", "")["broken_at"], 6);
    let swap = "UPDATE log_entries SET id = 0 WHERE id = 11; UPDATE log_entries SET id = 11 WHERE id = 12; UPDATE log_entries SET id = 12 WHERE id = 0";
    assert_eq!(verify(&format!("PRAGMA foreign_keys = OFF; {swap}"), "")["broken_at"], 11);
    assert_eq!(verify("DELETE FROM log_entries", "")["broken_at"], 1);
    let cut = "DELETE FROM log_entries WHERE id > 20; DELETE FROM log_occasions WHERE id > 20";
    assert_eq!(verify(cut, "")["intact"], true);
    assert!(verify(cut, "--head HEAD")["problem"].as_str().unwrap().contains("cut off"));
}

#[test]
fn the_log_keeps_who_what_where_and_why() {
    let sandbox = Sandbox::acme();
    let operation =
        sandbox.json("user edit ann.keller@acme.example --title Lead --reason 'ticket 4711'")["operation"].clone();
    let entry = sandbox.json(&format!("log show {operation}"));
    assert_eq!(
        (&entry["user"], &entry["role"], &entry["module"], &entry["reason"], &entry["unit"], &entry["outcome"]),
        (&json!(MARA), &json!("manager"), &json!("user"), &json!("ticket 4711"), &json!("EMEA"), &json!("done"))
    );
    assert_eq!(
        entry["changes"],
        json!([{"object": format!("user:{ANN}"), "field": "title", "old": "Scan Engineer", "new": "Lead"}])
    );
    let on = sandbox.json(&format!("log list --on user:{ANN}"));
    assert_eq!(on[0]["id"], operation);
    assert_eq!(sandbox.json("log list --text 'ANN.keller' --since 1h --limit 1")[0]["id"], operation);
    assert_eq!(sandbox.json("log list --until 1h"), json!([]));
}

#[test]
fn the_log_is_seen_as_far_as_the_role_goes() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("uwe.brandt@acme.example").sh("user edit ann.keller@acme.example --title Lead").ok();
    sandbox.act_as(ANN).sh("asset-group add Mine --address 10.10.0.10").ok();
    let users = |sandbox: &Sandbox| {
        let entries = sandbox.json("log list");
        let mut users: Vec<String> =
            entries.as_array().unwrap().iter().map(|e| e["user"].as_str().unwrap().to_owned()).collect();
        users.dedup();
        users
    };
    assert_eq!(users(&sandbox), [ANN]);
    sandbox.act_as("uwe.brandt@acme.example");
    assert_eq!(users(&sandbox), [ANN, "uwe.brandt@acme.example"]);
    sandbox.act_as("carla.mendez@acme.example");
    assert_eq!(sandbox.json("log list"), json!([]));
    sandbox.sh("log show 1 --json").refused(3, "LOG-2", "no log entry 1");
    sandbox.act_as(MARA);
    assert!(users(&sandbox).len() >= 3);
}
