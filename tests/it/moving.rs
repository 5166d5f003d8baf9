//! The move between units, end to end (section 7 of the rules).

use serde_json::{Value, json};

use provost::domain::asset_group::Origin;
use provost::domain::moving::{Answers, ConfigsAnswer, GroupsAnswer};
use provost::domain::record::{AssetGroup, User};
use provost::domain::{Action, Kind, ObjectKind, Result};
use provost::service::moving::{MoveBody, Request, move_users};
use provost::service::report::ChangeStatus;
use provost::service::{Done, asset_group, config, user};

use crate::sandbox::{Sandbox, Script};
use crate::workflow::refused;

/// A user with 20 configurations, groups of the three origins, and 10 tickets; a chain of names.
const ORG: &str = r#"
name = "Org"
primary_contact = "boss@x.example"

[[units]]
name = "West"
[[units]]
name = "East"
[[units]]
name = "Empty"

[[users]]
login = "boss@x.example"
role = "manager"
[[users]]
login = "west@x.example"
role = "unit-manager"
unit = "West"
[[users]]
login = "east@x.example"
role = "unit-manager"
unit = "East"
[[users]]
login = "ann@x.example"
role = "scanner"
unit = "West"
asset_groups = ["California", "Managed", "Both", "Own", "Other's", "All"]
[[users]]
login = "bob@x.example"
role = "scanner"
unit = "West"
asset_groups = ["California"]
[[users]]
login = "cas@x.example"
role = "reader"
unit = "West"
asset_groups = ["Own"]

[[assets]]
addresses = ["10.0.0.1-10.0.0.9", "10.0.1.1-10.0.1.9", "10.0.2.1-10.0.2.9", "2001:db8::1"]
[[domains]]
name = "x.example"
[[appliances]]
name = "box"
owner = "boss@x.example"

[[asset_groups]]
name = "California"
owner = "west@x.example"
units = ["West"]
addresses = ["10.0.0.1-10.0.0.4"]
domains = ["x.example"]
appliances = ["box"]
[[asset_groups]]
name = "California 1"
owner = "boss@x.example"
[[asset_groups]]
name = "California 2"
owner = "boss@x.example"
[[asset_groups]]
name = "Managed"
owner = "boss@x.example"
units = ["West"]
addresses = ["10.0.0.5"]
[[asset_groups]]
name = "Both"
owner = "boss@x.example"
units = ["West", "East"]
addresses = ["10.0.0.6"]
[[asset_groups]]
name = "Own"
owner = "ann@x.example"
units = ["West"]
addresses = ["10.0.1.0/28"]
[[asset_groups]]
name = "Alone"
owner = "ann@x.example"
units = ["West"]
addresses = ["2001:db8::/64"]
[[asset_groups]]
name = "Other's"
owner = "bob@x.example"
units = ["West"]
addresses = ["10.0.0.7"]
[[asset_groups]]
name = "Unit Wide"
owner = "boss@x.example"
units = ["West"]
addresses = ["10.0.2.0/28"]
"#;

const GROUPS: [&str; 5] = ["California", "Managed", "Both", "Own", "All"];

fn org() -> Sandbox {
    let mut toml = ORG.to_owned();
    for number in 1..=20 {
        let target = GROUPS[number % GROUPS.len()];
        toml.push_str(&format!(
            "[[configs]]\nname = 'Config {number:02}'\nkind = 'report-template'\nowner = 'ann@x.example'\ntargets = ['{target}']\n"
        ));
    }
    for number in 0..10 {
        let address = if number < 5 { format!("10.0.0.{}", number + 1) } else { format!("10.0.2.{number}") };
        toml.push_str(&format!(
            "[[tickets]]\naddress = '{address}'\ntitle = 'T{number}'\nassignee = 'ann@x.example'\n"
        ));
    }
    Sandbox::of(&toml)
}

const MOVE: &str = "bu move ann@x.example --to East --configs keep --asset-groups keep";

fn names(numbers: impl Iterator<Item = usize>) -> Vec<String> {
    numbers.map(|number| format!("Config {number:02}")).collect()
}

#[test]
fn the_report_names_everything() {
    insta::assert_snapshot!(org().sh(&format!("{MOVE} --yes")).ok(), @r"
    moved user `ann@x.example` to `East`
      ann@x.example: West -> East
        configurations kept: Config 01, Config 02, Config 03, Config 04, Config 05, Config 06, Config 07, Config 08, Config 09, Config 10, Config 11, Config 12 and 8 more (all of them with --json)
        asset groups kept: Both
        asset groups added to the unit: Alone, Managed, Other's, Own
        asset groups copied: California as California 3 (owner boss@x.example)
        asset groups left behind: All
        needs a target now: Config 04, Config 09, Config 14, Config 19
        tickets that become invalid: 6, 7, 8, 9, 10
        addresses within reach: 26 before, 17 after
          - 10.0.2.1-10.0.2.9
      unit East as a whole gains:
        addresses: 10.0.0.1-10.0.0.5, 10.0.0.7, 10.0.1.1-10.0.1.9, 2001:db8::1
        domains: x.example
        appliances: box
      access changes for 2 users:
        east@x.example
          + addresses 10.0.0.1-10.0.0.5, 10.0.0.7, 10.0.1.0/28, 2001:db8::/64
          + domain x.example
          + appliance box
        west@x.example
          - addresses 2001:db8::/64
    ");
    let report = org().json(&format!("{MOVE} --yes"));
    assert_eq!(report["moves"][0]["configs"]["kept"], json!(names(1..=20)));
}

#[test]
fn the_dry_run_tells_the_same_and_changes_nothing() {
    let sandbox = org();
    let before = sandbox.dump();
    let mut dry = sandbox.json(&format!("{MOVE} --dry-run"));
    assert_eq!(before, sandbox.dump());
    let mut real = sandbox.json(&format!("{MOVE} --yes"));
    for (report, is_dry) in [(&mut dry, true), (&mut real, false)] {
        assert_eq!(report["dry_run"], is_dry);
        assert_eq!(report["operation"].is_null(), is_dry);
        let object = report.as_object_mut().unwrap();
        object.remove("dry_run");
        object.remove("operation");
    }
    assert_eq!(dry, real);
}

const KEEP: Answers = Answers { configs: Some(ConfigsAnswer::Keep), groups: Some(GroupsAnswer::Keep) };
const LEAVE: Answers = Answers { configs: Some(ConfigsAnswer::Keep), groups: Some(GroupsAnswer::Leave) };

/// Moves users as the workflow does.
fn moved(sandbox: &Sandbox, users: &[&str], to: Option<&str>, answers: Answers) -> Result<Done<MoveBody>> {
    let users = users.iter().map(|login| (*login).to_owned()).collect();
    let request = Request { users, to: to.map(str::to_owned), answers, primary_contact: None };
    sandbox.work(Action::BuMove, |op| move_users(op, &request))
}

fn group(sandbox: &Sandbox, name: &str) -> AssetGroup {
    sandbox.look(Action::AssetGroupView, |op| {
        let group = op.find(ObjectKind::AssetGroup, name)?;
        asset_group::view::seen(op, group.id)
    })
}

fn user(sandbox: &Sandbox, login: &str) -> User {
    sandbox.look(Action::UserView, |op| Ok(user::view::show(op, login)?.user))
}

/// MOVE-4, MOVE-5.
#[test]
fn kept_groups_end_where_the_rules_say() {
    let sandbox = org();
    moved(&sandbox, &["ann@x.example"], Some("East"), KEEP).unwrap();
    let original = group(&sandbox, "California");
    assert_eq!((original.owner.as_str(), &original.units[..]), ("west@x.example", &["West".to_owned()][..]));
    assert_eq!(original.assigned_to, ["bob@x.example"]);
    let copy = group(&sandbox, "California 3");
    assert_eq!(
        (copy.owner.as_str(), copy.origin, &copy.units[..]),
        ("boss@x.example", Origin::Manager, &["East".to_owned()][..])
    );
    assert_eq!(copy.assigned_to, ["ann@x.example"]);
    assert_eq!(copy.addresses, ["10.0.0.1-10.0.0.4".parse().unwrap()]);
    assert_eq!((&copy.domains[..], &copy.appliances[..]), (&["x.example".to_owned()][..], &["box".to_owned()][..]));
    assert_eq!(group(&sandbox, "Managed").units, ["East", "West"]);
    // Somebody assigned to it stays in the old unit; nobody does in the case of `Alone` (MOVE-5).
    assert_eq!(group(&sandbox, "Own").units, ["East", "West"]);
    assert_eq!(group(&sandbox, "Alone").units, ["East"]);
    assert_eq!(group(&sandbox, "Other's").units, ["East", "West"]);
    // Targets of kept configurations point at the copy.
    let config = sandbox.look(Action::ConfigView, |op| config::view::show(op, "Config 05"));
    assert_eq!(config.targets, ["California 3"]);
}

#[test]
fn users_moved_together_share_one_copy() {
    let sandbox = org();
    let done = moved(&sandbox, &["ann@x.example", "bob@x.example"], Some("East"), KEEP).unwrap();
    let copied: Vec<&str> = done.body.moves.iter().map(|one| one.asset_groups.copied[0].to.as_str()).collect();
    assert_eq!(copied, ["California 3", "California 3"]);
    assert_eq!(group(&sandbox, "California 3").assigned_to, ["ann@x.example", "bob@x.example"]);
    // The owner of this one moved along, so nothing keeps it in the old unit.
    assert_eq!(group(&sandbox, "Other's").units, ["East"]);
    assert_eq!(sandbox.sh("asset-group show 'California 4'").code, 3);
}

#[test]
fn leaving_groups_behind_hands_them_to_the_old_contact() {
    let sandbox = org();
    let answers = Answers { configs: Some(ConfigsAnswer::Delete), ..LEAVE };
    let done = moved(&sandbox, &["ann@x.example"], Some("East"), answers).unwrap();
    let report = &done.body.moves[0];
    assert_eq!(report.asset_groups.left, ["All", "California", "Managed", "Other's", "Own"]);
    assert_eq!(report.asset_groups.kept, ["Both"]);
    let given: Vec<_> =
        report.asset_groups.transferred.iter().map(|one| (one.name.as_str(), one.to.as_str())).collect();
    assert_eq!(given, [("Alone", "west@x.example"), ("Own", "west@x.example")]);
    assert_eq!((report.configs.deleted.len(), report.tickets_invalid.len()), (20, 10));
    assert_eq!(sandbox.json("config list --filter owner=ann@x.example"), json!([]));
    assert_eq!(user(&sandbox, "ann@x.example").asset_groups, ["Both"]);
}

/// MOVE-7.
#[test]
fn kept_configurations_without_their_groups_need_a_target() {
    let done = moved(&org(), &["ann@x.example"], Some("East"), LEAVE).unwrap();
    assert_eq!(done.body.moves[0].needs_target, names((1..=20).filter(|number| number % 5 != 2)));
}

#[test]
fn the_log_of_a_move_names_all_that_changed() {
    let sandbox = org();
    let operation = sandbox.json(&format!("{MOVE} --yes"))["operation"].clone();
    let entry = sandbox.json(&format!("log show {operation}"));
    let changes = entry["changes"].as_array().unwrap();
    let find = |object: &str, field: &str| {
        changes
            .iter()
            .find(|change| change["object"] == object && change["field"] == field)
            .unwrap_or_else(|| panic!("no {object} {field}"))
    };
    assert_eq!(find("user:ann@x.example", "unit")["new"], "East");
    assert_eq!(
        find("user:ann@x.example", "asset_groups")["new"],
        json!(["Both", "California 3", "Managed", "Other's", "Own"])
    );
    assert_eq!(find("config:Config 05", "targets")["new"], json!(["California 3"]));
    assert_eq!(find("asset-group:Managed", "units")["new"], "East");
    assert_eq!(find("asset-group:Alone", "units")["old"], Value::Null);
}

#[test]
fn to_unassigned_a_unit_group_is_copied_and_linked_nowhere() {
    let sandbox = org();
    let done = moved(&sandbox, &["ann@x.example"], None, KEEP).unwrap();
    assert_eq!((&done.body.moves[0].to, done.body.units.len()), (&None, 0));
    assert!(group(&sandbox, "California 3").units.is_empty());
    assert!(group(&sandbox, "Alone").units.is_empty());
    let ann = user(&sandbox, "ann@x.example");
    assert_eq!(
        (ann.unit, ann.asset_groups),
        (None, ["Both", "California 3", "Managed", "Other's", "Own"].map(str::to_owned).into())
    );
}

#[test]
fn an_empty_unit_gets_one_of_its_first_users_as_contact() {
    let sandbox = org();
    let go = "bu move ann@x.example --to Empty --configs keep --asset-groups leave";
    let hints = sandbox.refused(&format!("{go} --yes"), 2, "MOVE-9", "primary contact of `Empty`");
    assert_eq!(hints, ["add `--primary-contact ann@x.example`, which makes this scanner a unit manager"]);
    sandbox.refused(&format!("{go} --yes --primary-contact bob@x.example"), 4, "MOVE-9", "not among the users");
    let report = sandbox.json(&format!("{go} --yes --primary-contact ann@x.example"));
    assert_eq!(report["moves"][0]["promoted"], "ann@x.example");
    let user = sandbox.json("user show ann@x.example");
    assert_eq!((&user["role"], &user["primary_contact"]), (&json!("unit-manager"), &json!(true)));
    assert_eq!(sandbox.json("bu show Empty")["primary_contact"], "ann@x.example");
}

#[test]
fn a_contact_leaves_only_after_giving_the_status_away_or_last() {
    let sandbox = org();
    let go = "bu move west@x.example --to East --configs keep --asset-groups leave --yes";
    let hints = sandbox.refused(go, 4, "MOVE-9", "primary contact of `West`, where others stay");
    assert!(hints[0].contains("provost user role ann@x.example unit-manager"), "{hints:?}");
    sandbox.sh("user role ann@x.example unit-manager").ok();
    let hints = sandbox.refused(go, 4, "MOVE-9", "where others stay");
    assert_eq!(hints, ["give the status away first: `provost contact set ann@x.example --bu 'West'`"]);
    sandbox.sh("contact set ann@x.example --bu West").ok();
    sandbox.sh(go).ok();
    let everybody =
        "bu move ann@x.example bob@x.example cas@x.example --to East --configs keep --asset-groups leave --yes";
    let report = sandbox.json(everybody);
    // The old contact left with everybody else: the subscription's receives (MOVE-6).
    assert_eq!(report["moves"][0]["asset_groups"]["transferred"][0]["to"], "boss@x.example");
    assert_eq!(sandbox.json("bu show West")["primary_contact"], Value::Null);
}

#[test]
fn who_is_there_already_is_named_and_left_alone() {
    let sandbox = org();
    let done = moved(&sandbox, &["east@x.example", "ann@x.example"], Some("East"), KEEP).unwrap();
    assert_eq!(done.notices, ["`east@x.example` belongs to `East` already"]);
    assert_eq!(done.body.moves.len(), 1);
    let done = moved(&sandbox, &["east@x.example"], Some("East"), KEEP).unwrap();
    assert_eq!((done.status, done.operation), (ChangeStatus::Unchanged, None));
}

#[test]
fn all_or_nothing() {
    let sandbox = org();
    let both = ["ann@x.example", "boss@x.example"];
    refused(moved(&sandbox, &both, Some("East"), KEEP), Kind::Conflict, "UNIT-3", "never belongs to a unit");
    assert_eq!(user(&sandbox, "ann@x.example").unit.as_deref(), Some("West"));
}

#[test]
fn users_come_from_standard_input_too() {
    let sandbox = org();
    let go = ["bu", "move", "-", "--to", "East", "--configs", "keep", "--asset-groups", "leave", "--yes", "--json"];
    let jsonl = sandbox.sh("user list -o jsonl --filter login=ann@x.example,bob@x.example").ok();
    let report = sandbox.feed(&jsonl, &go).json();
    assert_eq!(report["moves"].as_array().unwrap().len(), 2);
    sandbox.feed("{\"name\": \"x\"}\n", &go).refused(7, "", "no key `login`");
    let array = sandbox.sh("user list --json --filter login=ann@x.example,bob@x.example").ok();
    assert_eq!(sandbox.feed(&array, &go).json()["status"], "unchanged");
}

#[test]
fn questions_are_asked_at_a_terminal_and_the_preview_is_confirmed() {
    let sandbox = org();
    let script = Script::new(&["keep", "k", "y"]);
    let outcome = sandbox.ask(&script, &["bu", "move", "ann@x.example", "--to", "East"]);
    assert!(outcome.stderr.contains("would move user `ann@x.example` to `East`"), "{}", outcome.stderr);
    assert!(outcome.ok().contains("moved user `ann@x.example` to `East`"));
    let asked = script.asked.borrow();
    assert!(asked[0].starts_with("keep the users' configurations, or delete them?"), "{asked:?}");
    assert!(asked[1].starts_with("keep access to the users' asset groups"), "{asked:?}");
    assert_eq!(asked[2], "Go ahead? [y/N]");
    assert_eq!(sandbox.json("user show ann@x.example")["unit"], "East");
}

#[test]
fn a_no_writes_nothing() {
    let sandbox = org();
    let before = sandbox.dump();
    let outcome = sandbox.ask(&Script::new(&["keep", "keep", ""]), &["bu", "move", "ann@x.example", "--to", "East"]);
    assert_eq!(outcome.code, 130);
    assert_eq!(before, sandbox.dump());
}

#[test]
fn a_script_must_answer_and_confirm() {
    let sandbox = org();
    sandbox.refused("bu move ann@x.example --to East --yes", 2, "MOVE-2", "keep the users' configurations");
    sandbox.refused("bu move ann@x.example --to East --configs keep --yes", 2, "MOVE-2", "asset groups");
    sandbox.refused(MOVE, 2, "", "needs a confirmation");
    sandbox.refused(
        &format!("{MOVE} --primary-contact ann@x.example --yes"),
        4,
        "MOVE-9",
        "no primary contact is needed",
    );
    sandbox.refused(
        "bu move ann@x.example --to East --configs transfer --asset-groups keep --yes",
        2,
        "MOVE-2",
        "`classic`",
    );
    // Nothing to ask about: no answer is needed, and `All` alone raises no question.
    sandbox.sh("user add new@x.example --bu West --asset-group All").ok();
    let report = sandbox.json("bu move new@x.example --to East --yes");
    assert_eq!(report["moves"][0]["asset_groups"]["left"], json!(["All"]));
}

fn managed() -> Sandbox {
    let sandbox = org();
    sandbox.sh("settings set asset_groups.mode=managed").ok();
    sandbox
}

#[test]
fn managed_mode_hands_everything_over() {
    let sandbox = managed();
    let go = "bu move ann@x.example --to East --yes";
    sandbox.refused(go, 2, "MOVE-10", "transfer the users' configurations");
    sandbox.refused(&format!("{go} --configs keep --asset-groups delete"), 2, "MOVE-10", "`managed`");
    let report = sandbox.json(&format!("{go} --configs transfer --asset-groups delete"));
    let one = &report["moves"][0];
    assert_eq!(one["configs"]["to"], "west@x.example");
    assert_eq!(one["configs"]["transferred"].as_array().unwrap().len(), 20);
    // Others are assigned to `Own`: it is transferred in any case. Nothing is taken along, not even `Both`.
    assert_eq!(one["asset_groups"]["transferred"], json!([{"name": "Own", "to": "west@x.example"}]));
    assert_eq!(one["asset_groups"]["deleted"], json!(["Alone"]));
    assert_eq!(one["asset_groups"]["left"], json!(["All", "Both", "California", "Managed", "Other's"]));
    assert_eq!(sandbox.json("user show ann@x.example")["asset_groups"], json!([]));
    assert_eq!(sandbox.json("config show 'Config 01'")["owner"], "west@x.example");
}

#[test]
fn managed_mode_asks_for_a_role_change_too() {
    let sandbox = managed();
    sandbox.refused("user role ann@x.example reader", 2, "MOVE-10", "transfer");
    sandbox.refused("user role ann@x.example reader --configs transfer --asset-groups transfer", 2, "", "confirmation");
    let report = sandbox.json("user role ann@x.example reader --configs transfer --asset-groups transfer --yes");
    let one = &report["moves"][0];
    assert_eq!((&one["from"], &one["to"]), (&json!("West"), &json!("West")));
    assert_eq!(one["configs"]["to"], "west@x.example");
    assert_eq!(report["user"]["role"], "reader");
}

#[test]
fn transferred_configurations_that_lose_their_target_are_named() {
    let sandbox = managed();
    sandbox.sh("config add Sweep --kind scheduled-scan --owner ann@x.example --target Alone --recurrence daily --time 01:00 --time-zone UTC").ok();
    let report = sandbox.json("bu move ann@x.example --to East --configs transfer --asset-groups delete --yes");
    assert!(report["moves"][0]["needs_target"].as_array().unwrap().contains(&json!("Sweep")), "{report}");
}

#[test]
fn configurations_of_others_that_lose_their_target_are_told() {
    let sandbox = org();
    sandbox.sh("config add Theirs --kind report-template --owner west@x.example --target Alone").ok();
    let report = sandbox.json("bu move ann@x.example --to East --configs keep --asset-groups keep --yes");
    assert_eq!(report["notices"], json!(["`Theirs` of `west@x.example` needs a target now"]));
}

#[test]
fn an_answer_of_the_other_mode_is_refused_though_nothing_moves() {
    let sandbox = org();
    sandbox.refused("bu move east@x.example --to East --configs transfer --yes", 2, "MOVE-2", "`classic`");
    sandbox.refused("user role ann@x.example reader --asset-groups delete", 2, "MOVE-2", "`classic`");
}

#[test]
fn contacts_do_not_move_in_managed_mode() {
    let sandbox = managed();
    sandbox.sh("user add mail@x.example --role contact --bu West").ok();
    sandbox.refused("bu move mail@x.example --to East --yes", 4, "MOVE-10", "is a contact");
    sandbox.sh("settings set asset_groups.mode=classic").ok();
    sandbox.sh("bu move mail@x.example --to East --yes").ok();
}

#[test]
fn a_clash_of_names_at_the_receiver_appends_a_number() {
    let sandbox = managed();
    sandbox.sh("config add 'Config 01' --kind report-template --owner west@x.example").ok();
    let report = sandbox.json("bu move ann@x.example --to East --configs transfer --asset-groups transfer --yes");
    assert!(report["notices"][0].as_str().unwrap().contains("becomes `Config 01 1`"), "{}", report["notices"]);
    assert_eq!(sandbox.json("config show 'Config 01 1'")["owner"], "west@x.example");
}

#[test]
fn a_role_that_cannot_stay_in_the_unit_moves_out_of_it() {
    let sandbox = org();
    let answers = "--configs delete --asset-groups leave --yes";
    let report = sandbox.json(&format!("user role ann@x.example auditor {answers}"));
    assert_eq!((&report["moves"][0]["to"], &report["user"]["unit"]), (&Value::Null, &Value::Null));
    assert_eq!(report["user"]["role"], "auditor");
}

#[test]
fn a_role_may_not_leave_the_user_with_what_it_cannot_own() {
    let sandbox = org();
    sandbox.sh("config add Sweep --kind scheduled-scan --owner bob@x.example --recurrence daily --time 01:00 --time-zone UTC").ok();
    let hints = sandbox.refused("user role bob@x.example reader", 4, "CONF-1", "may not own");
    assert!(hints[0].contains("provost config transfer id:"), "{hints:?}");
    run_hint(&sandbox, &hints[0]);
    let hints = sandbox.refused("user role bob@x.example reader", 4, "AG-6", "owns `Other's`");
    run_hint(&sandbox, &hints[0]);
    sandbox.sh("user role bob@x.example reader").ok();
}

/// Runs the command that a hint holds.
fn run_hint(sandbox: &Sandbox, hint: &str) {
    let command = hint.split('`').nth(1).unwrap_or(hint);
    let command = command.strip_prefix("provost ").unwrap();
    sandbox.sh(command).ok();
}

#[test]
fn what_a_role_cannot_hold_is_dropped_and_named() {
    let sandbox = org();
    sandbox.sh("user grant bob@x.example manage-virtual-scanners create-option-profiles").ok();
    sandbox.sh("asset-group transfer \"Other's\" --to boss@x.example").ok();
    let report = sandbox.json("user role bob@x.example reader");
    assert_eq!(report["user"]["permissions"], json!([]));
    assert_eq!(report["notices"].as_array().unwrap().len(), 2);
}

#[test]
fn a_move_takes_the_right_to_move() {
    let sandbox = org();
    sandbox.act_as("west@x.example");
    sandbox.refused(&format!("{MOVE} --yes"), 5, "ROLE-7", "`bu.move`");
    sandbox.refused(
        "user role ann@x.example reader --unassign --configs delete --asset-groups leave --yes",
        5,
        "ROLE-7",
        "`bu.move`",
    );
}

#[test]
fn the_move_of_the_sample_organisation_is_pinned() {
    let sandbox = Sandbox::acme();
    let text = sandbox.sh("bu move ana.silva@acme.example --to EMEA --configs keep --asset-groups keep --yes").ok();
    insta::assert_snapshot!(text);
}
