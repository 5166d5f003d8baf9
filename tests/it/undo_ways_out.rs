//! What stands in the way of taking something back, and the one command that is offered: it works (OP-4).

use crate::sandbox::{MARA, PASSWORD, Sandbox};

const BEN: &str = "ben.osei@acme.example";
const ANN: &str = "ann.keller@acme.example";
const CLARA: &str = "clara.dupont@acme.example";
const SOFIA: &str = "sofia.rossi@acme.example";

fn done(sandbox: &Sandbox, line: &str) -> i64 {
    sandbox.json(&format!("{line} --yes"))["operation"].as_i64().unwrap_or_else(|| panic!("{line}"))
}

/// The operations that the offered command takes back together with `first`, in the place of which nothing works; it works.
fn offered(sandbox: &Sandbox, first: i64, rule: &str) -> Vec<i64> {
    let hints = sandbox.sh(&format!("op revert {first} --yes --json")).refused(4, rule, "cannot be taken back");
    let command = hints.iter().find_map(|hint| hint.split("`provost ").nth(1)?.strip_suffix('`'));
    let command = command.filter(|command| command.starts_with("op revert")).unwrap_or_else(|| panic!("{hints:?}"));
    let ids: Vec<i64> = command.split(' ').skip(2).map(|id| id.parse().unwrap()).collect();
    for id in ids.iter().filter(|id| **id != first) {
        assert!(hints.iter().any(|hint| hint.contains(&format!("in the way: operation {id}, "))), "{hints:?}");
    }
    sandbox.sh(&format!("{command} --yes")).ok();
    sandbox.sh("db check").ok();
    ids
}

#[test]
fn where_a_rule_forbids_it_the_operation_without_which_it_does_not_is_named() {
    let config = format!(
        "config add CS --owner {CLARA} --kind scheduled-scan --target 'Paris Office' --recurrence daily --time 10:00 --time-zone UTC"
    );
    for (first, second, rule) in [
        (format!("user role {CLARA} scanner"), config, "CONF-1"),
        (format!("user revoke {BEN} manage-virtual-scanners"), format!("user role {BEN} reader"), "ROLE-4"),
        (
            format!("asset-group unassign 'Paris Office' {BEN}"),
            format!("bu move {BEN} --to Labs --configs keep --asset-groups leave"),
            "AG-3",
        ),
        ("config delete 'Weekly EMEA scan'".to_owned(), format!("user role {ANN} reader"), "CONF-1"),
        (format!("contact set {SOFIA} --bu EMEA"), "user deactivate uwe.brandt@acme.example".to_owned(), "UNIT-2"),
    ] {
        let sandbox = Sandbox::acme();
        let (first, second) = (done(&sandbox, &first), done(&sandbox, &second));
        assert_eq!(offered(&sandbox, first, rule), [second, first], "{rule}");
    }
}

#[test]
fn a_setting_may_stand_in_the_way() {
    let sandbox = Sandbox::empty();
    sandbox.feed(&format!("{PASSWORD}\n"), &["init", "--name", "A", "--login", MARA, "--password-stdin"]).ok();
    sandbox.act_as(MARA);
    done(&sandbox, "bu add U1");
    let (deleted, lite) = (done(&sandbox, "bu delete U1"), done(&sandbox, "settings set edition=lite"));
    assert_eq!(offered(&sandbox, deleted, "SUB-4"), [lite, deleted]);
}

#[test]
fn what_is_offered_reaches_as_far_as_it_must() {
    let sandbox = Sandbox::acme();
    let added = done(&sandbox, "group add GA");
    let mut all = vec![added];
    for line in [
        "group assign GA zoe.finch@acme.example ann.keller@acme.example",
        "project assign 'Web shop' --group GA --role viewer",
        "group unassign GA ann.keller@acme.example",
    ] {
        all.insert(0, done(&sandbox, line));
    }
    assert_eq!(offered(&sandbox, added, "OP-4"), all);
}

#[test]
fn who_changed_something_else_of_it_or_signed_in_is_not_in_the_way() {
    let sandbox = Sandbox::acme();
    let first = done(&sandbox, &format!("user edit {BEN} --phone 1"));
    done(&sandbox, &format!("user edit {BEN} --title Boss"));
    sandbox.act_as(BEN);
    let last = done(&sandbox, "account edit --phone 2");
    sandbox.act_as(MARA);
    assert_eq!(offered(&sandbox, first, "OP-4"), [last, first]);

    let added = sandbox.json("user add ns@acme.example --role reader --no-mail");
    let token = added["invitation"]["token"].as_str().unwrap();
    sandbox.feed(&format!("{token}\n{PASSWORD}\n"), &["redeem", "--password-stdin"]).ok();
    sandbox.feed(&format!("{PASSWORD}\n"), &["login", "ns@acme.example", "--password-stdin"]).ok();
    sandbox.act_as("ns@acme.example");
    let edited = done(&sandbox, "account edit --phone 7");
    sandbox.act_as(MARA);
    let added = added["operation"].as_i64().unwrap();
    assert_eq!(offered(&sandbox, added, "OP-4"), [edited, added]);
}

#[test]
fn whoever_may_not_is_not_told_what_was_changed_since() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("uwe.brandt@acme.example");
    let first = done(&sandbox, &format!("user edit {CLARA} --phone 777"));
    sandbox.act_as(MARA);
    done(&sandbox, &format!("bu move {CLARA} --to Labs --configs keep --asset-groups keep"));
    done(&sandbox, &format!("user edit {CLARA} --phone 888"));
    sandbox.act_as("uwe.brandt@acme.example");
    let refused = sandbox.sh(&format!("op revert {first} --yes --json"));
    assert_eq!((refused.code, refused.stderr.contains("phone since")), (5, false), "{}", refused.stderr);
}

#[test]
fn a_shared_configuration_comes_back_only_by_who_could_add_it() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user level lena.fox@acme.example admin").ok();
    let deleted = done(&sandbox, "config delete 'Executive summary'");
    sandbox.act_as("lena.fox@acme.example");
    let refused = sandbox.sh(&format!("op revert {deleted} --yes --json"));
    assert_eq!(refused.code, 5, "{}", refused.stderr);
    sandbox.act_as(MARA);
    sandbox.sh(&format!("op revert {deleted} --yes")).ok();
}

#[test]
fn a_unit_comes_back_together_with_its_users_however_they_went() {
    let sandbox = Sandbox::acme();
    let batch = |lines: &str| sandbox.feed(lines, &["batch", "-", "--yes"]).ok();
    batch("bu add B1\nuser add b1@acme.example --role unit-manager --bu B1 --no-mail\n");
    for line in ["undo", "redo", "undo"] {
        sandbox.sh(&format!("{line} --yes")).ok();
        sandbox.sh("db check").ok();
    }
    sandbox.sh("bu add B2").ok();
    sandbox.sh("user add b2@acme.example --role unit-manager --bu B2 --no-mail").ok();
    for line in ["undo --last 2", "redo"] {
        sandbox.sh(&format!("{line} --yes")).ok();
        sandbox.sh("db check").ok();
    }
    let contact = "--primary-contact lee.chen@acme.example";
    sandbox
        .sh(&format!("bu move lee.chen@acme.example --to Pilot --configs keep --asset-groups keep {contact} --yes"))
        .ok();
    batch("bu move lee.chen@acme.example --to EMEA --configs keep --asset-groups keep --yes\nbu delete Pilot --yes\n");
    sandbox.sh("undo --yes").ok();
    sandbox.sh("db check").ok();
    assert_eq!(sandbox.json("bu show Pilot")["user_count"], 1);
}

#[test]
fn a_configuration_comes_back_with_a_target_out_of_reach_and_says_so() {
    let sandbox = Sandbox::acme();
    sandbox.act_as(ANN);
    let deleted = done(&sandbox, "config delete 'Weekly EMEA scan'");
    sandbox.act_as(MARA);
    sandbox.sh(&format!("asset-group unassign 'Frankfurt Core' {ANN} --yes")).ok();
    sandbox.act_as(ANN);
    let back = sandbox.json(&format!("op revert {deleted} --yes"));
    assert_eq!(back["notices"], serde_json::json!(["`Weekly EMEA scan` needs a target now"]));
}

#[test]
fn two_moves_that_went_back_together_come_again_with_targets_that_were_out_of_reach() {
    let sandbox = Sandbox::acme();
    let lee = "bu move lee.chen@acme.example --configs keep --yes";
    sandbox.sh(&format!("{lee} --to EMEA --asset-groups keep")).ok();
    sandbox.sh(&format!("{lee} --to APAC --asset-groups leave")).ok();
    for (line, unit) in [("undo --last 2", "Americas"), ("redo", "APAC")] {
        sandbox.sh(&format!("{line} --yes")).ok();
        sandbox.sh("db check").ok();
        assert_eq!(sandbox.json("user show lee.chen@acme.example")["unit"], unit);
    }
}
