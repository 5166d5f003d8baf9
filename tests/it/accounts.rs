//! Links, passwords, lockout, questions, sessions and tokens.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::sandbox::{MARA, Outcome, PASSWORD, Sandbox, Script};

const NEW: &str = "Copper-Sunday-19-Velvet";
const OTHER: &str = "Walnut-Harbour-77-Quilt";
const THIRD: &str = "Pebble-Orchard-58-Sail";
const WRONG: &str = "Quartz-Meadow-42-Lantern";
const IGOR: &str = "igor.baran@acme.example";
const ANA: &str = "ana.silva@acme.example";
const DAY: i64 = 86_400;

/// The error object of a refusal.
#[track_caller]
fn error(outcome: &Outcome) -> Value {
    serde_json::from_str::<Value>(&outcome.stderr).unwrap_or_else(|_| panic!("{outcome:?}"))["error"].clone()
}

fn invite(sandbox: &Sandbox, login: &str) -> String {
    sandbox.sh(&format!("user invite {login} --no-mail")).ok().trim().to_owned()
}

fn redeem(sandbox: &Sandbox, token: &str, password: &str) -> Outcome {
    sandbox.feed(&format!("{token}\n{password}\n"), &["redeem", "--password-stdin", "--json"])
}

fn login(sandbox: &Sandbox, login: &str, lines: &[&str]) -> Outcome {
    sandbox.feed(&format!("{}\n", lines.join("\n")), &["login", login, "--password-stdin", "--json"])
}

/// A user of that role with that password, who has signed in; the manager is signed in.
fn with_user(login_name: &str, role: &str, password: &str) -> Sandbox {
    let sandbox = Sandbox::acme();
    let token = sandbox.json(&format!("user add {login_name} --role {role} --no-mail"))["invitation"]["token"].clone();
    redeem(&sandbox, token.as_str().unwrap(), password).ok();
    login(&sandbox, login_name, &[password]).ok();
    sandbox
}

#[test]
fn a_link_leads_to_a_password_once() {
    let sandbox = Sandbox::acme();
    let token = invite(&sandbox, IGOR);
    assert_eq!(token.len(), 64);
    redeem(&sandbox, &token, "short").refused(7, "PASS-2", "fewer than 12");
    let body = redeem(&sandbox, &token, NEW).json();
    assert_eq!((&body["login"], &body["kind"]), (&json!(IGOR), &json!("registration")));
    assert_eq!(sandbox.json(&format!("user show {IGOR}"))["status"], "pending", "the first sign-in makes it active");
    login(&sandbox, IGOR, &[NEW]).ok();
    let sandbox_user = sandbox.act_as(MARA).json(&format!("user show {IGOR}"));
    assert_eq!((&sandbox_user["status"], &sandbox_user["must_change_password"]), (&json!("active"), &json!(false)));
    redeem(&sandbox, &token, OTHER).refused(6, "PASS-6", "used already");
}

#[test]
fn each_way_a_link_dies_has_its_own_message_and_code() {
    let dead = |kill: &dyn Fn(&Sandbox)| {
        let sandbox = Sandbox::acme();
        let token = invite(&sandbox, IGOR);
        kill(&sandbox);
        let outcome = redeem(&sandbox, &token, NEW);
        assert_eq!(outcome.code, 6, "{outcome:?}");
        let error = error(&outcome);
        (error["code"].as_str().unwrap().to_owned(), error["message"].as_str().unwrap().to_owned())
    };
    let ways: Vec<(String, String)> = vec![
        dead(&|sandbox| drop(invite(sandbox, IGOR))),
        dead(&|sandbox| sandbox.advance(72 * 3_600)),
        dead(&|sandbox| drop(sandbox.sh(&format!("user deactivate {IGOR} --yes")).ok())),
        dead(&|sandbox| drop(sandbox.sh(&format!("user edit {IGOR} --email new@acme.example")).ok())),
    ];
    let codes: Vec<&str> = ways.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, ["link-superseded", "link-expired", "link-deactivated", "link-changed"]);
    let mut messages: Vec<&String> = ways.iter().map(|(_, message)| message).collect();
    messages.sort();
    messages.dedup();
    assert_eq!(messages.len(), 4);
    let by_login = dead(&|sandbox| drop(sandbox.sh(&format!("user edit {IGOR} --login igor.b@acme.example")).ok()));
    assert_eq!(by_login.0, "link-changed");
    let sandbox = Sandbox::acme();
    redeem(&sandbox, &"0".repeat(64), NEW).refused(6, "PASS-6", "no such link");
}

#[test]
fn a_link_lives_as_long_as_the_setting_says() {
    let sandbox = Sandbox::acme();
    sandbox.sh("settings set invitation.lifetime_hours=2").ok();
    let token = invite(&sandbox, IGOR);
    sandbox.advance(2 * 3_600 - 1);
    redeem(&sandbox, &token, NEW).ok();
}

#[test]
fn invitations_are_for_those_who_have_not_signed_in() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.act_as(MARA);
    let hints = sandbox.refused("user invite eva@acme.example", 4, "USER-5", "signed in already");
    assert!(hints[0].contains("provost user password eva@acme.example"));
    sandbox.refused("user invite press.desk@acme.example", 4, "USER-3", "is a contact");
    sandbox.refused("user invite ci.robot@acme.example", 4, "SESS-2", "api-only");
    sandbox.refused(&format!("user password {IGOR}"), 4, "PASS-5", "never signed in");
    sandbox.refused("user invite viggo.strand@acme.example", 4, "USER-6", "is inactive");
    let several = sandbox.json(&format!("user invite {IGOR} tao.wu@acme.example --no-mail"));
    assert_eq!(several["results"].as_array().unwrap().len(), 2);
    let lines = sandbox.sh(&format!("user invite {IGOR} tao.wu@acme.example --no-mail -q")).ok();
    let logins: Vec<&str> = lines.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(logins, [IGOR, "tao.wu@acme.example"]);
}

#[test]
fn a_secret_stands_alone_on_standard_output_and_a_dry_run_has_none() {
    let sandbox = Sandbox::acme();
    let outcome = sandbox.sh("user add eva@acme.example --no-mail");
    assert!(outcome.stderr.contains("added user `eva@acme.example`"), "{}", outcome.stderr);
    assert_eq!(outcome.ok().trim().len(), 64);
    let dry = sandbox.json("user add eve@acme.example --no-mail -n");
    assert_eq!(dry["invitation"]["token"], Value::Null);
    assert!(dry["invitation"]["expires_at"].is_string());
    let mailed = sandbox.json("user add eve@acme.example");
    assert_eq!(mailed["invitation"], json!({"token": null, "mail_to": "eve@acme.example", "expires_at": null}));
    let with_password =
        sandbox.feed(&format!("{NEW}\n"), &["user", "add", "x@acme.example", "--password-stdin", "--json"]).json();
    assert_eq!(with_password["invitation"], Value::Null);
    for quiet in ["user add bot@acme.example --api-only", "user add c@acme.example --role contact"] {
        assert_eq!(sandbox.json(quiet)["invitation"], Value::Null, "{quiet}");
    }
    let queued = sandbox.json("outbox list --filter state=queued");
    assert_eq!(queued.as_array().unwrap().len(), 1);
}

#[test]
fn a_reset_makes_a_new_password_and_ends_every_session() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.act_as(MARA);
    let token = sandbox.sh("user password eva@acme.example --no-mail").ok();
    redeem(&sandbox, token.trim(), NEW).refused(7, "PASS-1", "one of the last ones");
    redeem(&sandbox, token.trim(), OTHER).ok();
    assert_eq!(sandbox.json("user sessions eva@acme.example"), json!([]));
    login(&sandbox, "eva@acme.example", &[NEW]).refused(6, "PASS-3", "wrong login");
    login(&sandbox, "eva@acme.example", &[OTHER]).ok();
}

#[test]
fn a_manager_sets_a_password_with_its_own_as_proof() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.act_as(MARA);
    let set = ["user", "password", "eva@acme.example", "--set", "--password-stdin", "--json"];
    sandbox.feed(&format!("{WRONG}\n{OTHER}\n"), &set).refused(6, "PASS-9", "not your password");
    sandbox.feed(&format!("{PASSWORD}\n{OTHER}\n"), &set).ok();
    login(&sandbox, "eva@acme.example", &[OTHER]).refused(6, "USER-4", "must be changed");
    login(&sandbox, "eva@acme.example", &[OTHER, NEW]).refused(7, "PASS-1", "one of the last ones");
    login(&sandbox, "eva@acme.example", &[OTHER, THIRD]).ok();
    sandbox.act_as("priya.nair@acme.example");
    sandbox.feed(&format!("{PASSWORD}\n{OTHER}\n"), &set).refused(5, "ROLE-7", "user.password-set");
    sandbox.act_as(MARA);
    let own = ["user", "password", MARA, "--set", "--password-stdin", "--json"];
    sandbox.feed(&format!("{PASSWORD}\n{OTHER}\n"), &own).refused(4, "PASS-5", "your own password");
}

#[test]
fn the_own_password_is_changed_with_the_present_one() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
    let change = |lines: &str| sandbox.feed(lines, &["account", "password", "--password-stdin", "--json"]);
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    assert_eq!(sandbox.json("whoami")["login"], "eva@acme.example");
    change(&format!("{WRONG}\n{OTHER}\n")).refused(6, "PASS-9", "not your password");
    change(&format!("{NEW}\n{NEW}\n")).refused(7, "PASS-1", "one of the last ones");
    let body = change(&format!("{NEW}\n{OTHER}\n")).json();
    assert_eq!((&body["sessions_ended"], &body["password"]), (&json!(1), &Value::Null));
    assert_eq!(sandbox.json("account activity").as_array().unwrap().len(), 1, "this session goes on");
    change(&format!("{OTHER}\n{NEW}\n")).refused(7, "PASS-1", "one of the last ones");
    change(&format!("{OTHER}\n{THIRD}\n")).ok();
    assert_eq!(sandbox.json("log list --action account.password --outcome refused").as_array().unwrap().len(), 1);
}

#[test]
fn history_reaches_as_far_back_as_the_setting_says() {
    let sandbox = with_user("eva@acme.example", "manager", NEW);
    sandbox.sh("settings set password.history=2").ok();
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    let change = |old: &str, new: &str| {
        sandbox.advance(1);
        sandbox.feed(&format!("{old}\n{new}\n"), &["account", "password", "--password-stdin", "--json"])
    };
    change(NEW, OTHER).ok();
    change(OTHER, NEW).refused(7, "PASS-1", "one of the last ones");
    change(OTHER, THIRD).ok();
    change(THIRD, NEW).ok();
    sandbox.sh("settings set password.history=0").ok();
    change(NEW, NEW).refused(7, "PASS-1", "one of the last ones");
    change(NEW, THIRD).ok();
}

#[test]
fn the_order_of_passwords_is_known_even_within_one_second() {
    let sandbox = with_user("eva@acme.example", "manager", NEW);
    sandbox.sh("settings set password.history=3").ok();
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    let change = |old: &str, new: &str| {
        sandbox.feed(&format!("{old}\n{new}\n"), &["account", "password", "--password-stdin", "--json"])
    };
    let chosen = [NEW, OTHER, THIRD, "Copper-Valley-52-Sparrow", "Winter-Garden-63-Anchor"];
    for pair in chosen.windows(2) {
        change(pair[0], pair[1]).ok();
    }
    for recent in &chosen[2..] {
        change(chosen[4], recent).refused(7, "PASS-1", "one of the last ones");
    }
    change(chosen[4], chosen[1]).ok();
}

#[test]
fn a_forced_change_leaves_nothing_but_the_change() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.act_as(MARA).sh("user edit eva@acme.example --must-change-password true").ok();
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    for line in ["whoami", "bu list", "account info", "account edit --title X", "account activity"] {
        let outcome = sandbox.sh(&format!("{line} --json"));
        assert_eq!((outcome.code, error(&outcome)["code"].clone()), (6, json!("password-change-required")), "{line}");
    }
    sandbox.feed(&format!("{NEW}\n{OTHER}\n"), &["account", "password", "--password-stdin"]).ok();
    assert_eq!(sandbox.json("whoami")["must_change_password"], false);
}

#[test]
fn expiry_counts_from_the_last_change_and_says_whom_it_hits() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.act_as(MARA);
    sandbox.advance(95 * DAY);
    sandbox.act_as(MARA);
    let dry = sandbox.json("settings set password.expiry_months=3 -n");
    let real = sandbox.json("settings set password.expiry_months=3");
    for report in [&dry, &real] {
        assert_eq!(report["settings"][0]["affected_count"], 2, "mara and eva: {report}");
        assert!(report["notices"][0].as_str().unwrap().contains("2 users must change an expired password now"));
    }
    let outcome = sandbox.sh("whoami --json");
    assert_eq!(error(&outcome)["code"], "password-change-required", "the change holds for who made it, too");
    login(&sandbox, "eva@acme.example", &[NEW]).refused(6, "PASS-1", "has expired");
    login(&sandbox, "eva@acme.example", &[NEW, OTHER]).ok();
    sandbox.advance(80 * DAY);
    login(&sandbox, "eva@acme.example", &[OTHER]).ok();
}

#[test]
fn only_an_api_only_users_password_never_expires_until_a_change_is_asked_for() {
    let sandbox = Sandbox::acme();
    sandbox.refused(&format!("user edit {ANA} --password-never-expires true"), 4, "PASS-4", "not api-only");
    sandbox.sh("user edit ci.robot@acme.example --password-never-expires true").ok();
    let after = sandbox.json("user edit ci.robot@acme.example --must-change-password true");
    assert_eq!(after["user"]["password_never_expires"], false);
    sandbox.sh("user edit ci.robot@acme.example --must-change-password false --password-never-expires true").ok();
    sandbox.sh("user password ci.robot@acme.example").ok();
    assert_eq!(sandbox.json("user show ci.robot@acme.example")["password_never_expires"], false);
}

#[test]
fn where_passwords_are_generated_nobody_chooses_one() {
    let sandbox = Sandbox::acme();
    sandbox.sh("settings set password.user_defined=off password.min_length=30").ok();
    let token = invite(&sandbox, IGOR);
    redeem(&sandbox, &token, NEW).refused(4, "PASS-1", "generated here");
    let body = sandbox.feed(&format!("{token}\n"), &["redeem", "--password-stdin", "--json"]).json();
    let generated = body["password"].as_str().unwrap().to_owned();
    assert_eq!(generated.len(), 30);
    login(&sandbox, IGOR, &[&generated]).ok();
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    let alone = sandbox.feed(&format!("{generated}\n"), &["account", "password", "--password-stdin"]);
    assert!(alone.stderr.contains("changed the password"), "{alone:?}");
    assert_eq!(alone.ok().trim().len(), 30);
    let chosen = format!("{generated}\n{NEW}\n");
    assert_ne!(sandbox.feed(&chosen, &["account", "password", "--password-stdin"]).code, 0);
}

#[test]
fn a_generated_password_can_be_wished_for() {
    let sandbox = Sandbox::acme();
    let token = invite(&sandbox, IGOR);
    let outcome = sandbox.feed(&format!("{token}\n"), &["redeem", "--generate", "--password-stdin"]);
    let password = outcome.ok();
    login(&sandbox, IGOR, &[password.trim()]).ok();
}

#[test]
fn five_failures_lock_and_an_administrator_unlocks() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    for _ in 0..4 {
        login(&sandbox, "eva@acme.example", &[WRONG]).refused(6, "PASS-3", "wrong login");
    }
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
    for _ in 0..5 {
        login(&sandbox, "eva@acme.example", &[WRONG]).refused(6, "PASS-3", "wrong login");
    }
    login(&sandbox, "eva@acme.example", &[WRONG]).refused(6, "PASS-3", "wrong login");
    let locked = login(&sandbox, "eva@acme.example", &[NEW]);
    assert_eq!((locked.code, error(&locked)["code"].clone()), (6, json!("locked")));
    sandbox.act_as(MARA);
    let mail = sandbox.json("outbox list --filter kind=account-locked");
    assert_eq!((mail.as_array().unwrap().len(), &mail[0]["recipient"]), (1, &json!("eva@acme.example")));
    let text = sandbox.json(&format!("outbox show {}", mail[0]["id"]));
    assert!(text["body"].as_str().unwrap().contains(&format!("Mara Lindholm <{MARA}>")), "{text}");
    let entry = &sandbox.json("log list --user eva@acme.example --outcome refused --text 'locked after'")[0];
    assert_eq!(entry["changes"][0]["new"], "locked", "{entry}");
    assert_eq!(sandbox.json("user activate eva@acme.example")["results"][0]["status"], "done");
    login(&sandbox, "eva@acme.example", &[WRONG]).refused(6, "PASS-3", "wrong login");
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
    assert_eq!(sandbox.act_as(MARA).json("user activate eva@acme.example")["status"], "unchanged");
}

#[test]
fn a_wrong_own_password_counts_and_locks_as_well() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    for _ in 0..5 {
        let wrong =
            sandbox.feed(&format!("{WRONG}\n{OTHER}\n"), &["account", "password", "--password-stdin", "--json"]);
        wrong.refused(6, "PASS-9", "not your password");
    }
    let outcome = sandbox.sh("whoami --json");
    assert_eq!(error(&outcome)["code"], "locked");
}

#[test]
fn no_limit_means_no_lock() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.act_as(MARA).sh("settings set signin.max_failures=0").ok();
    for _ in 0..8 {
        login(&sandbox, "eva@acme.example", &[WRONG]).refused(6, "PASS-3", "wrong login");
    }
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
}

#[test]
fn the_lock_of_the_only_admin_is_neither_refused_nor_final() {
    let sandbox = Sandbox::empty();
    sandbox
        .feed(&format!("{PASSWORD}\n"), &["init", "--name", "Tiny", "--login", "me@x.example", "--password-stdin"])
        .ok();
    for _ in 0..5 {
        login(&sandbox, "me@x.example", &[WRONG]).refused(6, "PASS-3", "wrong login");
    }
    let hints = login(&sandbox, "me@x.example", &[PASSWORD]).refused(6, "USER-2", "locked");
    assert!(hints[1].contains("`provost recover me@x.example`"), "{hints:?}");
    sandbox.sh("recover --json").refused(2, "", "needs a confirmation");
    let body = sandbox.sh("recover --yes --json").json();
    assert_eq!((&body["login"], &body["unlocked"]), (&json!("me@x.example"), &json!(true)));
    redeem(&sandbox, body["token"].as_str().unwrap(), NEW).ok();
    login(&sandbox, "me@x.example", &[NEW]).ok();
    let entry = &sandbox.json("log list --action recover")[0];
    assert!(entry["details"].as_str().unwrap().contains("operating-system user `tester`"), "{entry}");
    assert_eq!(entry["user"], Value::Null);
    assert_eq!(sandbox.json("log verify")["intact"], true);
}

#[test]
fn recover_is_for_managers_who_can_sign_in() {
    let sandbox = Sandbox::acme();
    sandbox.sh(&format!("recover {ANA} --yes --json")).refused(4, "PASS-8", "no manager");
    sandbox.sh("recover nobody@acme.example --yes --json").refused(3, "PASS-8", "no user");
    let script = Script::new(&["n"]);
    assert_eq!(sandbox.ask(&script, &["recover"]).code, 130);
    let token = sandbox.ask(&Script::new(&["y"]), &["recover", "tomas.reyes@acme.example"]).ok();
    redeem(&sandbox, token.trim(), NEW).ok();
}

const QUESTIONS: &[&str] = &["--question", "first-pet", "--question", "first-job", "--question", "favourite-book"];

fn with_questions() -> Sandbox {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.act_as(MARA).sh("settings set questions.enabled=on").ok();
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    let args: Vec<&str> = ["account", "questions", "--password-stdin"].iter().chain(QUESTIONS).copied().collect();
    sandbox.feed(&format!("{NEW}\nRex\nBakery\nDune\n"), &args).ok();
    sandbox
}

#[test]
fn three_right_answers_reset_a_forgotten_password() {
    let sandbox = with_questions();
    assert_eq!(sandbox.json("account info")["questions"], json!(["first-pet", "first-job", "favourite-book"]));
    let reset =
        |lines: &str| sandbox.feed(lines, &["reset-password", "eva@acme.example", "--password-stdin", "--json"]);
    reset(&format!("rex\nBakery\nDune\n{OTHER}\n")).refused(6, "PASS-7", "wrong login or password");
    reset(&format!("Rex\nBakery\nDune\n{NEW}\n")).refused(7, "PASS-1", "one of the last ones");
    reset(&format!("Rex\nBakery\nDune\n{OTHER}\n")).ok();
    login(&sandbox, "eva@acme.example", &[OTHER]).ok();
    let dump = sandbox.dump();
    assert!(!dump.contains("Bakery") && dump.contains("$argon2id$"));
}

#[test]
fn wrong_answers_count_and_a_reset_never_unlocks() {
    let sandbox = with_questions();
    let reset =
        |login: &str, lines: &str| sandbox.feed(lines, &["reset-password", login, "--password-stdin", "--json"]);
    for _ in 0..5 {
        reset("eva@acme.example", "a\nb\nc\n").refused(6, "PASS-7", "wrong login");
    }
    reset("eva@acme.example", &format!("Rex\nBakery\nDune\n{OTHER}\n")).refused(6, "PASS-7", "wrong login");
    login(&sandbox, "eva@acme.example", &[NEW]).refused(6, "USER-2", "locked");
}

#[test]
fn everybody_without_questions_gets_the_same_decoy_dialogue() {
    let sandbox = with_questions();
    let asked = |login: &str| {
        let script = Script::new(&["aaa", "bbb", "ccc"]);
        let outcome = sandbox.ask(&script, &["reset-password", login]);
        let asked: Vec<String> = RefCell::borrow(&script.asked).clone();
        (outcome.code, outcome.stderr, asked)
    };
    let (unknown, inactive, without) =
        (asked("who@acme.example"), asked("viggo.strand@acme.example"), asked("tomas.reyes@acme.example"));
    for other in [&inactive, &without] {
        assert_eq!((unknown.0, &unknown.1, unknown.2.len()), (other.0, &other.1, 3));
    }
    assert_eq!(asked("who@acme.example").2, unknown.2, "the decoy stays the same");
    let real = asked("eva@acme.example");
    assert_eq!((real.0, &real.1, real.2.len()), (6, &unknown.1, 3));
    let known: Vec<&str> =
        provost::domain::question::SecretQuestion::ALL.iter().map(|question| question.text()).collect();
    assert!(unknown.2.iter().chain(&real.2).all(|question| known.contains(&question.as_str())));
    sandbox.act_as(MARA);
    sandbox.vars.borrow_mut().remove("PROVOST_TOKEN");
    sandbox.sh("settings set questions.enabled=off").ok();
    let off = sandbox.feed("a\nb\nc\n", &["reset-password", "who@acme.example", "--password-stdin", "--json"]);
    off.refused(4, "PASS-7", "switched off");
}

#[test]
fn questions_are_three_different_ones_set_with_the_password() {
    let sandbox = with_questions();
    let set = |lines: &str, questions: &[&str]| {
        let args: Vec<&str> =
            ["account", "questions", "--password-stdin", "--json"].iter().chain(questions).copied().collect();
        sandbox.feed(lines, &args)
    };
    set(&format!("{NEW}\nRex\nRex\nRex\n"), &["--question", "first-pet"]).refused(7, "PASS-7", "3 different");
    set(&format!("{NEW}\nRe\nBakery\nDune\n"), QUESTIONS).refused(7, "PASS-7", "fewer than 3");
    set(&format!("{WRONG}\nRex\nBakery\nDune\n"), QUESTIONS).refused(6, "PASS-9", "not your password");
    set(&format!("{NEW}\n"), QUESTIONS).refused(2, "", "missing");
    set(&format!("{NEW}\n"), &["--clear"]).ok();
    assert_eq!(sandbox.json("account info")["questions"], json!([]));
    let script = Script::new(&["first-pet", "first-job", "favourite-tree", NEW, "Rex", "Bakery", "Oak"]);
    sandbox.ask(&script, &["account", "questions"]).ok();
    assert_eq!(sandbox.json("account info")["questions"], json!(["first-pet", "first-job", "favourite-tree"]));
}

#[test]
fn sessions_are_seen_and_ended() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.vars.borrow_mut().insert("SSH_CONNECTION".into(), "192.0.2.7 50000 192.0.2.1 22".into());
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    let sessions = sandbox.json("account activity");
    let addresses: Vec<&Value> = sessions.as_array().unwrap().iter().map(|session| &session["address"]).collect();
    assert_eq!(addresses, ["192.0.2.7", "192.0.2.7", "local"]);
    assert_eq!(sessions.as_array().unwrap().iter().filter(|session| session["current"] == true).count(), 1);
    let other = sessions.as_array().unwrap().iter().find(|session| session["address"] == "local").unwrap();
    let ended = sandbox.json(&format!("account sign-out {}", other["id"]));
    assert_eq!(ended["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(sandbox.json("account sign-out")["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(sandbox.json("account sign-out")["status"], "unchanged");
    sandbox.sh("account sign-out 99999 --json").refused(3, "SESS-1", "no open session");
    sandbox.sh(&format!("user sessions {MARA} --json")).refused(3, "ROLE-8", "no user");
    sandbox.vars.borrow_mut().remove("PROVOST_TOKEN");
    sandbox.act_as(MARA);
    assert_eq!(sandbox.json("user sign-out eva@acme.example")["sessions"].as_array().unwrap().len(), 1);
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    assert_eq!(error(&sandbox.sh("whoami --json"))["code"], "session-expired");
}

#[test]
fn allowed_addresses_shut_others_out_but_never_local_nor_who_sets_them() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.act_as(MARA).sh("settings set signin.allowed_addresses=10.0.0.0/8,192.0.2.7").ok();
    let from = |address: &str| {
        sandbox.vars.borrow_mut().insert("SSH_CONNECTION".into(), format!("{address} 50000 192.0.2.1 22"));
    };
    from("192.0.2.8");
    login(&sandbox, "eva@acme.example", &[NEW]).refused(6, "SESS-1", "192.0.2.8");
    sandbox.sh("whoami --json").refused(6, "SESS-1", "192.0.2.8");
    from("192.0.2.7");
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
    let outcome = sandbox.sh("settings set signin.allowed_addresses=10.0.0.0/8 --json");
    let hints = outcome.refused(4, "SESS-1", "your own address `192.0.2.7`");
    assert_eq!(hints, ["provost settings set signin.allowed_addresses=10.0.0.0/8,192.0.2.7"]);
    sandbox.vars.borrow_mut().remove("SSH_CONNECTION");
    let report = sandbox.json("settings set signin.allowed_addresses=10.0.0.0/8");
    assert_eq!(report["settings"][0]["value"], json!(["10.0.0.0/8"]));
    assert_eq!(report["settings"][0]["affected_count"], 1);
    sandbox.sh("settings set signin.allowed_addresses=").ok();
    assert_eq!(sandbox.json("settings show --filter key=signin.allowed_addresses")[0]["value"], json!([]));
}

fn api_token(sandbox: &Sandbox, more: &str) -> String {
    sandbox.sh(&format!("user token add ci.robot@acme.example --name nightly {more}")).ok().trim().to_owned()
}

fn with_token(sandbox: &Sandbox, token: &str) {
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), token.to_owned());
}

#[test]
fn a_program_works_with_a_token_and_the_log_says_so() {
    let sandbox = Sandbox::acme();
    let token = api_token(&sandbox, "");
    assert!(token.starts_with("pvt_"));
    assert!(!sandbox.dump().contains(&token));
    sandbox.refused("user token add ci.robot@acme.example --name NIGHTLY", 4, "SESS-2", "already");
    sandbox.refused(&format!("user token add {ANA} --name x"), 4, "SESS-2", "no api-only user");
    with_token(&sandbox, &token);
    let me = sandbox.json("whoami");
    assert_eq!(
        (&me["login"], &me["session"], &me["token_allow"]),
        (&json!("ci.robot@acme.example"), &Value::Null, &Value::Null)
    );
    sandbox.sh("asset-group add Mine --address 10.10.0.10 --json");
    sandbox.sh("account edit --title Builder").ok();
    sandbox.vars.borrow_mut().remove("PROVOST_TOKEN");
    let entries = sandbox.json("log list --user ci.robot@acme.example --text 'API: '");
    assert_eq!(entries[0]["details"], "API: changed your account `ci.robot@acme.example`");
    let listed = sandbox.json("user token list ci.robot@acme.example");
    assert_eq!((&listed[0]["name"], listed[0]["last_used_at"].is_string()), (&json!("nightly"), true));
    sandbox.sh("user token revoke ci.robot@acme.example nightly").ok();
    sandbox.refused("user token revoke ci.robot@acme.example nightly", 3, "SESS-2", "no token");
    with_token(&sandbox, &token);
    sandbox.sh("whoami --json").refused(6, "SESS-2", "revoked");
}

#[test]
fn a_token_ends_with_its_time_and_with_its_account() {
    let sandbox = Sandbox::acme();
    sandbox.refused(
        "user token add ci.robot@acme.example --name x --expires 2020-01-01",
        7,
        "SESS-2",
        "passed already",
    );
    // A day counts to its end.
    let token = api_token(&sandbox, "--expires 2026-11-24");
    with_token(&sandbox, &token);
    sandbox.sh("whoami").ok();
    sandbox.advance(DAY);
    sandbox.sh("whoami").ok();
    sandbox.advance(DAY);
    sandbox.sh("whoami --json").refused(6, "SESS-2", "expired");
    sandbox.vars.borrow_mut().remove("PROVOST_TOKEN");
    sandbox.act_as(MARA).sh("user token revoke ci.robot@acme.example nightly").ok();
    let token = api_token(&sandbox, "");
    let report = sandbox.json("user deactivate ci.robot@acme.example --yes");
    assert_eq!(report["results"][0]["tokens_ended"], 1);
    sandbox.sh("user activate ci.robot@acme.example").ok();
    with_token(&sandbox, &token);
    sandbox.sh("whoami --json").refused(6, "SESS-2", "revoked");
}

/// An api-only manager, working with a token of these actions.
fn program(allow: &str) -> Sandbox {
    let sandbox = Sandbox::acme();
    sandbox.sh("user add desk@acme.example --role manager --api-only").ok();
    let token = sandbox.sh(&format!("user token add desk@acme.example --name t {allow}")).ok();
    with_token(&sandbox, token.trim());
    sandbox
}

#[test]
fn a_narrowed_token_does_what_it_names_and_hands_out_no_more() {
    let sandbox = program("--allow user.view --allow user.add --allow bu.view --allow account.info");
    sandbox.sh("bu list").ok();
    assert_eq!(sandbox.json("whoami")["token_allow"], json!(["user.view", "user.add", "bu.view", "account.info"]));
    let refusal = sandbox.sh("bu add Nordics --json");
    assert_eq!(error(&refusal)["code"], "token-narrowed");
    refusal.refused(5, "SESS-2", "narrowed to other actions");
    sandbox.sh("user add a@acme.example --role reader").ok();
    for role in ["manager", "user-administrator"] {
        let refusal = sandbox.sh(&format!("user add b@acme.example --role {role} --json"));
        assert_eq!(error(&refusal)["code"], "above-ceiling", "{role}");
    }
    sandbox.sh(&format!("user edit {ANA} --title X --json")).refused(5, "SESS-2", "narrowed");
    let refusal = sandbox.sh("user add c@acme.example --monitoring-role manager --json");
    assert_eq!(error(&refusal)["code"], "above-ceiling");
}

#[test]
fn with_a_token_nobody_makes_what_would_outlive_it() {
    let sandbox = program("");
    for line in [
        "user token add ci.robot@acme.example --name more",
        &format!("user invite {IGOR} --no-mail"),
        "user add c@acme.example --no-mail",
        &format!("user edit {IGOR} --email evil@acme.example"),
        &format!("user edit {IGOR} --login evil@acme.example"),
        "account edit --email evil@acme.example",
    ] {
        sandbox.sh(&format!("{line} --json")).refused(5, "SESS-2", "with a token nobody");
    }
    let lines = format!("{PASSWORD}\n{NEW}\n");
    for args in [
        vec!["user", "add", "c@acme.example", "--password-stdin", "--json"],
        vec!["user", "password", IGOR, "--set", "--password-stdin", "--json"],
        vec!["account", "password", "--password-stdin", "--json"],
    ] {
        sandbox.feed(&lines, &args).refused(5, "SESS-2", "sets passwords");
    }
    sandbox.sh(&format!("user invite {IGOR}")).ok();
}

#[test]
fn a_good_sign_in_hashes_the_password_anew_if_it_was_hashed_weakly() {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
    let phc = weak.hash_password_with_salt(NEW.as_bytes(), &[7; 16]).unwrap().to_string();
    let mine = "user_id = (SELECT id FROM users WHERE login = 'eva@acme.example')";
    sandbox.tamper(&format!("UPDATE passwords SET phc = '{phc}', set_at = 5 WHERE {mine}"));
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
    let stored = format!("SELECT phc, set_at FROM passwords WHERE {mine}");
    let (stored, set_at): (String, i64) = sandbox.open().one(&stored, [], |row| row.read()).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert_eq!(set_at, 5, "it is the same password, so its age stays");
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
}

#[test]
fn deactivation_ends_everything_at_once_and_tells_what() {
    let sandbox = with_user("eva@acme.example", "scanner", NEW);
    sandbox.act_as(MARA);
    sandbox.sh("asset-group assign All eva@acme.example").ok();
    sandbox.sh("ticket add --address 10.10.0.10 --title T --assignee eva@acme.example").ok();
    sandbox
        .sh("config add Nightly --kind scheduled-scan --owner eva@acme.example --target All --recurrence daily --time 22:00 --time-zone UTC")
        .ok();
    sandbox.sh("user password eva@acme.example --no-mail").ok();
    let report = sandbox.json("user deactivate eva@acme.example --yes");
    let result = &report["results"][0];
    assert_eq!(result["schedules_ending"], json!([{"name": "Nightly", "at": "2026-11-23T22:00:00Z"}]));
    assert_eq!(result["tickets_invalid"].as_array().unwrap().len(), 1);
    assert_eq!((&result["sessions_ended"], &result["links_ended"]), (&json!(1), &json!(1)));
    login(&sandbox, "eva@acme.example", &[NEW]).refused(6, "USER-6", "deactivated");
    let schedule = sandbox.json("schedule show Nightly");
    assert_eq!(schedule["active"], true, "not before its next launch time");
    sandbox.sh("user activate eva@acme.example").ok();
    assert_eq!(sandbox.json("user show eva@acme.example")["status"], "active");
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
}

#[test]
fn primary_contacts_and_the_last_admin_stay() {
    let sandbox = Sandbox::acme();
    // Who has signed in already is proposed before who is still invited.
    sandbox.sh("user add aaron@acme.example --role unit-manager --bu EMEA --no-mail").ok();
    let hints =
        sandbox.refused("user deactivate uwe.brandt@acme.example --yes", 4, "USER-7", "primary contact of `EMEA`");
    assert_eq!(hints, ["give the status away first: `provost contact set sofia.rossi@acme.example --bu 'EMEA'`"]);
    sandbox.sh("contact set sofia.rossi@acme.example --bu EMEA").ok();
    sandbox.sh("user deactivate uwe.brandt@acme.example --yes").ok();
    sandbox.refused(&format!("user deactivate {MARA} --yes"), 4, "USER-7", "of the subscription");
    sandbox.refused("user delete uwe.brandt@acme.example", 2, "", "needs a confirmation");
    sandbox.act_as("priya.nair@acme.example");
    sandbox.refused(&format!("user deactivate {ANA} --yes"), 5, "ROLE-7", "user.deactivate");
    sandbox.refused("user activate viggo.strand@acme.example", 5, "ROLE-7", "user.deactivate");
    sandbox.act_as("sofia.rossi@acme.example");
    sandbox.refused("user activate hanna.lund@acme.example", 5, "ROLE-7", "user.deactivate");
    sandbox.act_as(MARA).sh("user activate hanna.lund@acme.example").ok();
    assert_eq!(sandbox.json("user show hanna.lund@acme.example")["status"], "pending", "it never signed in");
    sandbox.act_as("sofia.rossi@acme.example");
    sandbox.sh("user activate quinn.abbott@acme.example --json").refused(3, "ROLE-8", "no user");
}

#[test]
fn a_unit_manager_resets_passwords_in_its_unit_alone() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("uwe.brandt@acme.example");
    sandbox.sh("user password ann.keller@acme.example").ok();
    sandbox.sh(&format!("user password {ANA} --json")).refused(3, "ROLE-8", "no user");
    sandbox.sh(&format!("user invite {IGOR}")).ok();
}

#[test]
fn account_info_tells_who_one_is_and_what_one_may() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("ann.keller@acme.example");
    sandbox.sh("scan launch Probe --target 'Frankfurt Core'").ok();
    sandbox.sh("report add Mine").ok();
    let info = sandbox.json("account info");
    assert_eq!(info["user"]["login"], "ann.keller@acme.example");
    let uwe = json!({"name": "Uwe Brandt", "email": "uwe.brandt@acme.example", "phone": "+49 69 555 0111"});
    assert_eq!(info["primary_contact"], uwe);
    assert_eq!((&info["recent_scans"][0]["title"], &info["recent_scans"][0]["own"]), (&json!("Probe"), &json!(true)));
    assert_eq!((&info["recent_reports"][0]["name"], &info["recent_reports"][0]["own"]), (&json!("Mine"), &json!(true)));
    let schedules: Vec<(&Value, &Value)> =
        info["schedules"].as_array().unwrap().iter().map(|one| (&one["owner"], &one["own"])).collect();
    assert!(
        schedules.iter().all(|(owner, own)| (*owner == &info["user"]["login"]) == (*own == &json!(true))),
        "{schedules:?}"
    );
    assert_eq!(info["configuration"]["unit"]["name"], "EMEA");
    assert_eq!(info["configuration"]["used_addresses"], Value::Null, "told to whoever may view settings");
    assert_eq!(info["schedules"][0]["name"], "Weekly EMEA scan");
    assert_eq!(info["appliances"], json!(["scanner-fra-1"]));
    let reach = |action: &str| {
        let holds = |one: &&Value| one["actions"].as_array().unwrap().contains(&json!(action));
        info["privileges"].as_array().unwrap().iter().find(holds).map(|one| one["reach"].clone())
    };
    assert_eq!((reach("scan.launch"), reach("bu.move")), (Some(json!("assigned")), None));
    let edited = sandbox.json("account edit --phone '+49 1' --notify-scans all --notify-tickets true");
    assert_eq!(edited["user"]["notifications"], json!({"scans": "all", "tickets": true}));
    sandbox.sh("account edit --time-zone Mars/Olympus --json").refused(7, "SCHED-1", "Mars");
    sandbox.ask(&Script::default(), &["account", "info"]).ok();
    let others = sandbox.act_as("uwe.brandt@acme.example").json("account info")["recent_scans"].clone();
    assert_eq!((&others[0]["title"], &others[0]["own"]), (&json!("Probe"), &json!(false)), "within the unit");
    let away = sandbox.act_as("carla.mendez@acme.example").json("account info");
    assert_eq!(away["recent_scans"], json!([]), "in another unit");
    sandbox.act_as(MARA);
    let count = sandbox.json("asset list").as_array().unwrap().len();
    let here = sandbox.json("account info")["configuration"].clone();
    assert_eq!((&here["licensed_addresses"], &here["used_addresses"]), (&json!(5000), &json!(count)));
    sandbox.act_as("ingrid.solberg@acme.example").sh("appliance list --json").refused(5, "ROLE-7", "appliance.view");
    assert_eq!(sandbox.json("account info")["appliances"], json!([]), "auditors view no appliances");
}

/// Answers a prompt after something else has happened.
struct Meanwhile<'s> {
    answers: Script,
    before: &'s str,
    happens: &'s dyn Fn(),
}

impl provost::cli::prompt::Prompt for Meanwhile<'_> {
    fn line(&self, question: &str) -> provost::domain::Result<String> {
        self.answers.line(question)
    }

    fn secret(&self, question: &str) -> provost::domain::Result<provost::domain::Secret> {
        if question == self.before {
            (self.happens)();
        }
        self.answers.secret(question)
    }
}

#[test]
fn what_happens_while_a_password_is_typed_counts() {
    let terminal = provost::cli::Terminal { stdin: true, stdout: true, stderr: true, width: Some(80), height: None };
    let play = |sandbox: &Sandbox, args: &[&str], answers: &[&str], before: &str, sql: &str| {
        let happens = || {
            sandbox.tamper(sql);
        };
        let prompt = Meanwhile { answers: Script::new(answers), before, happens: &happens };
        sandbox.start(b"", args, terminal, &prompt)
    };
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.act_as(MARA).sh("user edit eva@acme.example --must-change-password true").ok();
    let off = "UPDATE users SET status = 'inactive' WHERE login = 'eva@acme.example'";
    let outcome = play(&sandbox, &["login", "eva@acme.example"], &[NEW, OTHER, OTHER], "New password", off);
    assert_eq!(outcome.code, 6, "{outcome:?}");
    assert_eq!(sandbox.json("user show eva@acme.example")["status"], "inactive", "a sign-in never opens an account");

    let sandbox = Sandbox::acme();
    let token = invite(&sandbox, IGOR);
    let dead = "UPDATE links SET ended = 'deactivated'";
    let outcome = play(&sandbox, &["redeem"], &[&token, NEW, NEW], "New password", dead);
    assert_eq!(outcome.code, 6, "{outcome:?}");

    let sandbox = with_questions();
    let locked = "UPDATE users SET status = 'locked' WHERE login = 'eva@acme.example'";
    let answers = ["Rex", "Bakery", "Dune", OTHER, OTHER];
    let outcome = play(&sandbox, &["reset-password", "eva@acme.example"], &answers, "New password", locked);
    assert_eq!(outcome.code, 6, "{outcome:?}");
    let asked = Script::new(&["a", "b", "c"]);
    sandbox.ask(&asked, &["reset-password", "eva@acme.example"]);
    assert!(asked.asked.borrow()[0].contains("pet"), "a lock is not to be told from the questions");
}

#[test]
fn an_account_without_a_password_is_not_locked_by_guessing() {
    let sandbox = Sandbox::acme();
    for _ in 0..6 {
        login(&sandbox, "ci.robot@acme.example", &[WRONG]).refused(6, "PASS-3", "wrong login");
    }
    assert_eq!(sandbox.json("user show ci.robot@acme.example")["status"], "active");
}

#[test]
fn a_contact_is_no_program_either() {
    let sandbox = Sandbox::acme();
    sandbox.refused("user add c@acme.example --role contact --api-only", 4, "USER-3", "api-only and a contact");
    sandbox.refused("user role ci.robot@acme.example contact", 4, "USER-3", "api-only and a contact");
}

#[test]
fn a_session_that_has_ended_stays_so_when_the_limit_is_raised() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    sandbox.advance(2 * 3_600);
    sandbox.act_as(MARA).sh("settings set session.idle_minutes=1440").ok();
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".into(), String::new());
    assert_eq!(error(&sandbox.sh("whoami --json"))["code"], "session-expired");
    sandbox.vars.borrow_mut().remove("PROVOST_TOKEN");
    login(&sandbox, "eva@acme.example", &[NEW]).ok();
    sandbox.advance(10 * 60);
    let report = sandbox.act_as(MARA).json("settings set session.idle_minutes=5");
    assert_eq!(report["settings"][0]["affected_count"], 2, "eva's session and an older one of mara's: {report}");
    let lengthened = sandbox.json("settings set password.expiry_months=24");
    assert_eq!((&lengthened["settings"][0]["affected_count"], &lengthened["notices"]), (&json!(0), &json!([])));
}

#[test]
fn what_is_above_one_is_not_even_looked_at() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user level clara.dupont@acme.example admin").ok();
    sandbox.sh("user add desk@acme.example --role manager --api-only").ok();
    sandbox.act_as("clara.dupont@acme.example");
    sandbox.sh(&format!("user sessions {MARA} --json")).refused(5, "ROLE-6", "above your own privileges");
    sandbox.sh("user token list desk@acme.example --json").refused(5, "ROLE-6", "above your own privileges");
    sandbox.sh(&format!("user sessions {ANA}")).ok();
}

#[test]
fn nobody_prints_a_reset_for_themselves() {
    let sandbox = Sandbox::acme();
    let hints = sandbox.refused(&format!("user password {MARA} --no-mail"), 4, "PASS-9", "goes by mail");
    assert_eq!(hints, ["provost account password"]);
    sandbox.sh(&format!("user password {MARA}")).ok();
}

#[test]
fn a_token_that_cannot_be_kept_opens_nothing() {
    let sandbox = with_user("eva@acme.example", "reader", NEW);
    let count = || sandbox.dump_tables(|table| table == "sessions");
    let before = count();
    std::fs::write(sandbox.path("file"), "no folder").unwrap();
    sandbox.vars.borrow_mut().insert("XDG_STATE_HOME".into(), sandbox.path("file").display().to_string());
    assert_ne!(login(&sandbox, "eva@acme.example", &[NEW]).code, 0);
    assert_eq!(count(), before);
}
