//! What taking back may not do: rules that would no longer hold, rows that are gone, what only hands may do (OP-4, OP-5).

use provost::domain::Action;

use crate::sandbox::{MARA, Sandbox};

const ANA: &str = "ana.silva@acme.example";
const LEE: &str = "lee.chen@acme.example";
const JOE: &str = "joe.park@acme.example";

fn operation(sandbox: &Sandbox, line: &str) -> i64 {
    sandbox.json(&format!("{line} --yes"))["operation"].as_i64().unwrap()
}

/// Takes an operation back after others, which is refused by a rule; nothing has changed then.
fn refused_after(first: &str, others: &[&str], rule: &str) -> Sandbox {
    let sandbox = Sandbox::acme();
    let first = operation(&sandbox, first);
    for other in others {
        sandbox.sh(&format!("{other} --yes")).ok();
    }
    let before = sandbox.dump_without_log();
    sandbox.sh(&format!("op revert {first} --yes --json")).refused(4, rule, "cannot be taken back");
    assert_eq!(before, sandbox.dump_without_log(), "{first}");
    sandbox
}

#[test]
fn no_rule_is_broken_by_what_was_right_once() {
    let reader = format!("user role {LEE} reader --configs delete --asset-groups leave");
    refused_after(
        &format!("asset-group unassign Texas {ANA}"),
        &["asset-group edit Texas --remove-bu Americas"],
        "AG-3",
    );
    let sandbox = Sandbox::acme();
    sandbox.sh(&format!("config add S1 --kind scheduled-scan --owner {LEE} --target California --recurrence daily --time 02:00 --time-zone UTC")).ok();
    let deleted = operation(&sandbox, "config delete S1");
    for config in sandbox.json(&format!("config list --filter owner={LEE}")).as_array().unwrap() {
        sandbox.sh(&format!("config delete id:{} --yes", config["id"])).ok();
    }
    sandbox.sh("asset-group transfer 'Chen Sandbox' --to mara.lindholm@acme.example --yes").ok();
    sandbox.sh(&format!("{reader} --yes")).ok();
    sandbox.sh(&format!("op revert {deleted} --yes --json")).refused(4, "CONF-1", "cannot be taken back");
    refused_after(
        "asset-group transfer 'Silva Web Farm' --to tomas.reyes@acme.example",
        &[
            &format!("bu move {ANA} --to EMEA --configs delete --asset-groups leave"),
            "user role ana.silva@acme.example reader",
        ],
        "AG-6",
    );
    let sandbox = Sandbox::acme();
    sandbox.sh("tags add upper").ok();
    sandbox.sh("tags add lower --parent upper").ok();
    let lifted = operation(&sandbox, "tags edit lower --parent ''");
    sandbox.sh("tags edit upper --parent lower").ok();
    sandbox.sh(&format!("op revert {lifted} --yes --json")).refused(4, "TAG-1", "cannot be taken back");
    sandbox.sh("db check").ok();
}

#[test]
fn what_would_be_named_must_be_there() {
    let assigned = "group assign Builders joe.park@acme.example";
    let sandbox = Sandbox::acme();
    sandbox.sh(assigned).ok();
    let unassigned = operation(&sandbox, "group unassign Builders joe.park@acme.example");
    let deleted = operation(&sandbox, "group delete Builders");
    let hints = sandbox.sh(&format!("op revert {unassigned} --yes --json")).refused(4, "OP-4", "is gone since");
    assert!(hints[0].starts_with(&format!("in the way: operation {deleted}")), "{hints:?}");
    sandbox.sh(&format!("op revert {deleted} {unassigned} --yes")).ok();
    assert!(sandbox.json("group show Builders")["members"].to_string().contains("joe.park"));

    sandbox.sh("asset untag 10.10.0.10 --tag production --yes").ok();
    sandbox.sh("tags delete production --force --yes").ok();
    sandbox.sh("undo --yes").ok();
    sandbox.sh("undo --yes").ok();
    assert!(sandbox.json("asset show 10.10.0.10")["tags"].to_string().contains("production"));
}

#[test]
fn what_took_the_place_of_something_gives_it_back() {
    let sandbox = Sandbox::acme();
    sandbox.sh("asset delete 10.10.0.50 --yes").ok();
    sandbox.sh("asset add 10.10.0.50").ok();
    let id = sandbox.json("asset show 10.10.0.50")["id"].clone();
    sandbox.sh("undo --last 2 --yes").ok();
    assert_ne!(sandbox.json("asset show 10.10.0.50")["id"], id);
    sandbox.sh("redo --yes").ok();
    assert_eq!(sandbox.json("asset show 10.10.0.50")["id"], id);
    std::fs::write(sandbox.path("lines"), "asset delete 10.10.0.50 --yes\nasset add 10.10.0.50\n").unwrap();
    sandbox.run(&["batch", sandbox.path("lines").to_str().unwrap(), "--yes"]).ok();
    sandbox.sh("undo --yes").ok();
    assert_eq!(sandbox.json("asset show 10.10.0.50")["id"], id);
    sandbox.sh("db check").ok();
}

#[test]
fn states_follow_each_other_however_often_they_turn() {
    let sandbox = Sandbox::acme();
    let add = operation(&sandbox, "bu add Q1");
    let undo = sandbox.json("undo --yes")["operation"].as_i64().unwrap();
    let back = operation(&sandbox, &format!("op revert {undo}"));
    let again = sandbox.json("undo --yes")["operation"].as_i64().unwrap();
    let undone_by = |id: i64| sandbox.json(&format!("op show {id}"))["undone_by"].as_i64();
    assert_eq!(
        [undone_by(add), undone_by(undo), undone_by(back), undone_by(again)],
        [Some(undo), None, Some(again), None]
    );
    assert_eq!(sandbox.sh("bu show Q1").code, 3);
    let told = sandbox.json("log list --limit 1")[0]["details"].clone();
    assert_eq!(told, format!("undid operation {back}: brought back operation {add}: added business unit `Q1`"));
    sandbox.sh("user add n9@acme.example --api-only --no-mail").ok();
    for line in ["undo", "redo", "undo", "redo"] {
        sandbox.sh(&format!("{line} --yes")).ok();
    }
    sandbox.sh("user show n9@acme.example").ok();
}

#[test]
fn what_was_brought_back_goes_again_with_what_brought_it_back() {
    let sandbox = Sandbox::acme();
    sandbox.sh("bu add Q0").ok();
    let add = operation(&sandbox, "bu add Q1");
    let undo = operation(&sandbox, "undo");
    let back = operation(&sandbox, &format!("op revert {undo}"));
    let both = format!("op revert {back} {add}");
    let hints = sandbox.sh(&format!("{both} --yes --json")).refused(4, "OP-3", "cannot be taken back together");
    assert!(hints[0].ends_with(&format!("`provost op revert {back} --dry-run`")), "{hints:?}");
    sandbox.sh("undo --last 2 --yes").ok();
    assert_eq!([sandbox.sh("bu show Q1").code, sandbox.sh("bu show Q0").code], [3, 3]);
    sandbox.sh("redo --last 1 --yes").ok();
    assert_eq!([sandbox.sh("bu show Q1").code, sandbox.sh("bu show Q0").code], [0, 0]);
}

#[test]
fn what_the_log_has_forgotten_is_taken_back_all_the_same() {
    let sandbox = Sandbox::acme();
    let add = operation(&sandbox, "bu add Q1");
    sandbox.sh("log prune --before 2100-01-01 --yes").ok();
    let listed = sandbox.json("op list");
    let one = listed.as_array().unwrap().iter().find(|one| one["id"] == add).unwrap();
    assert_eq!(one["details"], "(the log no longer tells)");
    sandbox.sh(&format!("op revert {add} --yes")).ok();
    assert_eq!(sandbox.sh("bu show Q1").code, 3);
}

#[test]
fn what_hands_may_not_do_undo_does_not_either() {
    let sandbox = Sandbox::acme();
    let edited = operation(&sandbox, &format!("user edit {JOE} --email other@acme.example"));
    sandbox.act_with_token(MARA, &[Action::OpRevert, Action::OpView, Action::UserView, Action::UserEdit]);
    assert_eq!(sandbox.sh(&format!("op revert {edited} --yes")).code, 5);
    sandbox.act_as(ANA);
    sandbox.sh("asset-group edit 'Silva Web Farm' --remove-address 10.20.1.10 --yes").ok();
    sandbox.act_as(MARA);
    sandbox.sh(&format!("bu move {ANA} --to APAC --configs keep --asset-groups leave --yes")).ok();
    sandbox.act_as(ANA);
    assert_ne!(sandbox.sh("undo --yes").code, 0, "AG-5: it reaches that address no more");
    sandbox.act_as(MARA);
    std::fs::write(sandbox.path("lines"), "bu add B4\nundo\n").unwrap();
    sandbox.sh(&format!("batch {} --yes --json", sandbox.path("lines").display())).refused(2, "", "cannot be a part");
    std::fs::write(sandbox.path("lines"), "bu list --at op:1\n").unwrap();
    sandbox.sh(&format!("batch {} --json", sandbox.path("lines").display())).refused(2, "TIME-1", "in the middle");
}
