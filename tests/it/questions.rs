//! What is asked at a terminal: after its facts, and again where the answer is refused.

use crate::sandbox::{PASSWORD, Sandbox, Script};

const ANN: &str = "ann.keller@acme.example";
const GOOD: &str = PASSWORD;
const OTHER: &str = "Velvet-Harbour-73-Compass";

#[test]
fn a_move_asks_after_what_its_users_have() {
    let sandbox = Sandbox::acme();
    let script = Script::new(&["what", "keep", "leave", "n"]);
    let outcome = sandbox.ask(&script, &["bu", "move", ANN, "ben.osei@acme.example", "--to", "Americas"]);
    let told = outcome.stderr;
    assert!(told.contains(&format!("{ANN}: Criticals, Weekly EMEA scan")), "{told}");
    assert!(told.contains("ben.osei@acme.example: Frankfurt Core, Paris Office"), "{told}");
    assert!(told.contains("please answer keep or delete"), "{told}");
    let asked = script.asked.borrow();
    assert_eq!(asked.len(), 4, "{asked:?}");
    assert_eq!(asked[0], asked[1]);
}

#[test]
fn a_wrong_login_is_told_and_asked_again_and_what_was_right_is_kept() {
    let sandbox = Sandbox::acme();
    let wrong = Script::new(&["nobody", "no.one", "none"]);
    let outcome = sandbox.ask(&wrong, &["user", "delete", ANN, "--results", "keep"]);
    assert_eq!((outcome.code, wrong.asked.borrow().len()), (3, 3), "{outcome:?}");

    let script = Script::new(&["nobody", ANN, "sofia.rossi@acme.example", "y"]);
    let outcome = sandbox.ask(&script, &["user", "delete", ANN, "--results", "keep"]);
    let told = outcome.stderr.clone();
    assert!(outcome.ok().contains("deleted user"), "{told}");
    assert!(told.contains("to choose from: "), "{told}");
    assert!(told.contains("sofia.rossi@acme.example"), "{told}");
    assert!(told.contains("error: there is no user `nobody`"), "{told}");
    assert!(told.contains("deleted as well and cannot receive anything"), "{told}");
    assert_eq!(told.matches("to choose from").count(), 1, "the facts are told once: {told}");
}

#[test]
fn a_new_contact_is_chosen_among_those_who_move() {
    let sandbox = Sandbox::acme();
    sandbox.sh("bu add Iberia").ok();
    let script = Script::new(&["sofia.rossi@acme.example", ANN, "keep", "keep", "y"]);
    let outcome = sandbox.ask(&script, &["bu", "move", ANN, "ben.osei@acme.example", "--to", "Iberia"]);
    let told = outcome.stderr.clone();
    outcome.ok();
    assert!(told.contains(&format!("to choose from: {ANN}, ben.osei@acme.example")), "{told}");
    assert!(told.contains("is not among the users who move to `Iberia`"), "{told}");
    assert_eq!(sandbox.json(&format!("user show {ANN}"))["role"], "unit-manager");
}

#[test]
fn passwords_are_asked_for_after_their_rules_and_again_where_they_are_refused() {
    let sandbox = Sandbox::acme();
    let script = Script::new(&[GOOD, "short", "short", OTHER, "Velvet-Harbour-73-Compasz", GOOD, GOOD]);
    let outcome = sandbox.ask(&script, &["account", "password"]);
    let told = &outcome.stderr;
    let rules = told.find("a new password has 12 to 128 characters").expect(told);
    assert!(rules < told.find("it has fewer than 12 characters").expect(told), "{told}");
    assert!(told.contains("the two passwords differ"), "{told}");
    assert_eq!((outcome.code, script.asked.borrow().len()), (7, 7), "{told}");
    assert!(told.contains("it is one of the last ones of this user"), "three tries are enough: {told}");

    let right = Script::new(&[GOOD, GOOD, GOOD, OTHER, OTHER]);
    sandbox.ask(&right, &["account", "password"]).ok();
}

#[test]
fn setting_a_password_has_a_dry_run_that_asks_for_nothing() {
    let sandbox = Sandbox::acme();
    let before = sandbox.dump();
    let dry = sandbox.json(&format!("user password {ANN} --set -n"));
    assert_eq!((&dry["status"], &dry["dry_run"]), (&"done".into(), &true.into()), "{dry}");
    assert_eq!(sandbox.dump(), before);
    let set = ["user", "password", ANN, "--set", "--password-stdin", "-n", "--json"];
    sandbox.feed(&format!("{GOOD}\nweak\n"), &set).refused(7, "PASS-2", "fewer than 12 characters");
    sandbox.feed("", &set).refused(2, "", "missing");
    assert_eq!(sandbox.feed(&format!("{GOOD}\n{OTHER}\n"), &set).json(), dry);
    assert_eq!(sandbox.dump(), before);
    let script = Script::new(&[GOOD, OTHER, OTHER]);
    let mut real = sandbox.ask(&script, &["user", "password", ANN, "--set", "--json"]).json();
    (real["dry_run"], real["operation"]) = (true.into(), serde_json::Value::Null);
    assert_eq!(dry, real);
}

#[test]
fn a_first_password_that_is_refused_loses_nothing_else() {
    let sandbox = Sandbox::acme();
    let script = Script::new(&["Eva-Stone-Meadow-41", "Eva-Stone-Meadow-41", OTHER, OTHER]);
    let add =
        ["user", "add", "eva.stone@acme.example", "--first-name", "Eva", "--last-name", "Stone", "--password-stdin"];
    let outcome = sandbox.ask(&script, &add);
    assert!(outcome.stderr.contains("it contains the login or a name of its user"), "{outcome:?}");
    assert!(outcome.ok().contains("added user"));

    let empty = Sandbox::empty();
    let script = Script::new(&["simple", "simple", GOOD, GOOD]);
    let outcome = empty.ask(&script, &["init", "--name", "Acme", "--login", "me@x.example"]);
    assert!(outcome.stderr.contains("it has fewer than 12 characters"), "{outcome:?}");
    assert!(outcome.ok().contains("founded `Acme`"));
}

#[test]
fn what_is_told_and_asked_fits_the_screen() {
    let sandbox = Sandbox::acme();
    sandbox.sh("bu add 'The Republic of Ireland and Northern Ireland'").ok();
    let ask = |answers: &[&str], args: &[&str]| {
        let script = Script::new(answers);
        let outcome = sandbox.ask(&script, args);
        script.asked.borrow().join("\n") + "\n" + &outcome.stderr
    };
    let told = [
        ask(&[ANN, "keep", "keep", "n"], &["bu", "move", ANN, "--to", "The Republic of Ireland and Northern Ireland"]),
        ask(&["keep", "delete", "n"], &["user", "delete", ANN]),
        ask(&[GOOD, "a", "b", "short", "short"], &["account", "password"]),
    ];
    for line in told.iter().flat_map(|text| text.lines()) {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn a_login_without_its_domain_is_understood_in_hints() {
    let sandbox = Sandbox::acme();
    for typed in ["ann.keller", "ann.keler", "ann.kelelr", "ANN.KELER", "ann.keller@acme.exmaple"] {
        let hints = sandbox.sh(&format!("user show {typed} --json")).refused(3, "ROLE-8", "there is no user");
        assert_eq!(hints[0], "did you mean `ann.keller@acme.example`?", "{typed}");
    }
}
