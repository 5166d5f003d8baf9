//! Every refusal with its exit code, its rule, and a hint that works when pasted.

use serde_json::json;

use crate::sandbox::{Sandbox, words};

/// Runs the command in a hint as pasted.
#[track_caller]
fn paste(sandbox: &Sandbox, hint: &str) {
    let command =
        hint.split('`').nth(1).unwrap_or(hint).strip_prefix("provost ").unwrap_or_else(|| panic!("no command: {hint}"));
    sandbox.run(&words(command).iter().map(String::as_str).collect::<Vec<_>>()).ok();
}

#[test]
fn the_first_user_of_a_unit_is_a_unit_manager() {
    let sandbox = Sandbox::acme();
    let hints = sandbox.refused(
        "user add new@x.example --role scanner --bu Pilot",
        4,
        "UNIT-2",
        "first user of the unit `Pilot`",
    );
    paste(&sandbox, &hints[0]);
    assert_eq!(sandbox.json("bu show Pilot")["primary_contact"], "new@x.example");
}

#[test]
fn a_contact_keeps_its_unit_in_order() {
    let sandbox = Sandbox::acme();
    let hints = sandbox.refused("user role uwe.brandt@acme.example scanner", 4, "UNIT-2", "needs a primary contact");
    assert_eq!(hints, ["provost contact set sofia.rossi@acme.example --bu 'EMEA'"]);
    paste(&sandbox, &hints[0]);
    sandbox.sh("user role uwe.brandt@acme.example scanner").ok();
}

#[test]
fn roles_and_units_fit_together() {
    let sandbox = Sandbox::acme();
    sandbox.refused("user add a@x.example --role auditor --bu EMEA", 4, "UNIT-3", "never belongs to a unit");
    sandbox.refused("user add a@x.example --role unit-manager", 4, "UNIT-3", "always belongs to a unit");
    sandbox.refused("user role lena.fox@acme.example unit-manager", 2, "UNIT-3", "always belongs");
    let hints = sandbox.refused("bu move priya.nair@acme.example --to EMEA --yes", 4, "UNIT-3", "never belongs");
    assert!(hints[0].contains("provost user role priya.nair@acme.example scanner --bu 'EMEA'"));
    paste(&sandbox, &format!("{} --configs keep --asset-groups keep --yes`", hints[0].trim_end_matches('`')));
    let hints =
        sandbox.refused("bu move sofia.rossi@acme.example --unassign --yes", 4, "UNIT-3", "cannot be without one");
    paste(&sandbox, &format!("{} --configs keep --asset-groups keep --yes`", hints[0].trim_end_matches('`')));
}

#[test]
fn a_unit_with_users_is_not_deleted_and_its_groups_survive_it() {
    let sandbox = Sandbox::acme();
    let hints = sandbox.refused("bu delete Labs --yes", 4, "UNIT-5", "still has users: 4");
    assert!(hints[0].contains("provost user list --filter 'unit=Labs'"));
    sandbox.sh("asset-group edit 'Lab IPv6' --add-bu Pilot").ok();
    let report = sandbox.json("bu delete Pilot --yes");
    assert_eq!(report["unlinked"], json!(["Lab IPv6"]));
    assert_eq!(sandbox.json("asset-group show 'Lab IPv6'")["units"], json!(["Labs"]));
    sandbox.refused("bu delete Labs", 2, "", "needs a confirmation");
}

#[test]
fn names_of_units_are_unique_and_one_is_reserved() {
    let sandbox = Sandbox::acme();
    sandbox.refused("bu add emea", 4, "UNIT-1", "exists already");
    sandbox.refused("bu add ' UNASSIGNED '", 7, "UNIT-1", "reserved");
    sandbox.refused("bu edit Labs --name apac", 4, "UNIT-1", "exists already");
    assert_eq!(sandbox.json("bu edit EMEA --name emea")["unit"]["name"], "emea");
}

#[test]
fn new_addresses_are_counted_against_the_units_limit() {
    let sandbox = Sandbox::acme();
    sandbox.sh("bu limit EMEA 10").ok();
    sandbox.act_as("uwe.brandt@acme.example");
    let hints = sandbox.refused("asset add 10.11.0.100", 2, "AG-5", "names the asset group");
    assert!(hints[0].contains("--asset-group"));
    let report = sandbox.json("asset add 10.11.0.100-10.11.0.105 10.11.0.10 --asset-group 'Paris Office'");
    assert_eq!((&report["created_count"], &report["unchanged_count"]), (&json!(6), &json!(1)));
    sandbox.refused("asset add 10.11.0.110-10.11.0.119 --asset-group 'Paris Office'", 4, "UNIT-4", "4 of 10 are left");
    sandbox.act_as(crate::sandbox::MARA).sh("asset delete 10.11.0.100 --yes").ok();
    // Deleting one does not give it back.
    sandbox.act_as("uwe.brandt@acme.example");
    sandbox.refused("asset add 10.11.0.110-10.11.0.114 --asset-group 'Paris Office'", 4, "UNIT-4", "4 of 10 are left");
    sandbox.sh("asset add 10.11.0.110-10.11.0.113 --asset-group 'Paris Office'").ok();
    sandbox.refused("asset add 10.10.0.200 --asset-group California", 3, "ROLE-8", "no asset group `California`");
    sandbox.act_as(crate::sandbox::MARA);
    assert_eq!(sandbox.json("bu show EMEA")["new_ips_used"], 10);
}

#[test]
fn a_group_grows_with_the_assets_that_a_unit_manager_adds() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("uwe.brandt@acme.example").sh("asset add 10.77.0.1 --asset-group 'Paris Office'").ok();
    let group = sandbox.json("asset-group show 'Paris Office'");
    assert_eq!(group["addresses"], json!(["10.11.0.0/24", "10.77.0.1"]));
}

#[test]
fn limits_are_off_until_switched_on_and_reserves_are_not_for_managers() {
    let sandbox = Sandbox::acme();
    sandbox.sh("settings set addresses.unit_limits=off").ok();
    let hints = sandbox.refused("bu limit Labs 5", 4, "UNIT-4", "switched off");
    paste(&sandbox, &hints[0]);
    let existing = sandbox.json("asset list").as_array().unwrap().len();
    // EMEA has 200 reserved, APAC 100.
    sandbox.sh(&format!("settings set addresses.licensed={}", existing + 302)).ok();
    sandbox.sh("asset add 10.90.0.1-10.90.0.2").ok();
    let hints = sandbox.refused("asset add 10.90.0.3", 4, "UNIT-4", "1 more than the");
    assert!(hints[0].contains("provost settings set addresses.licensed="));
    sandbox.refused("bu limit Labs 1", 4, "UNIT-4", "1 more than the");
    sandbox.act_as("uwe.brandt@acme.example").sh("asset add 10.90.0.3 --asset-group 'Paris Office'").ok();
}

#[test]
fn the_lite_edition_has_no_units() {
    let sandbox = Sandbox::acme();
    sandbox.refused("settings set edition=lite", 4, "SUB-4", "there are some");
    let tiny = Sandbox::empty();
    let init = ["init", "--name", "T", "--login", "a@x.example", "--edition", "lite", "--password-stdin"];
    tiny.feed(&format!("{}\n", crate::sandbox::PASSWORD), &init).ok();
    tiny.sh("bu add EMEA --json").refused(4, "SUB-4", "no business units");
    tiny.sh("bu list --json").refused(4, "SUB-4", "no business units");
    tiny.sh("settings set edition=standard").ok();
    tiny.sh("bu add EMEA").ok();
}

#[test]
fn the_subscription_keeps_its_contact_and_an_admin() {
    let sandbox = Sandbox::acme();
    sandbox.sh("contact set tomas.reyes@acme.example").ok();
    sandbox.act_as("tomas.reyes@acme.example");
    sandbox.sh("asset-group transfer 'Frankfurt Core' --to tomas.reyes@acme.example").ok();
    sandbox.refused("user role mara.lindholm@acme.example auditor", 4, "CONF-1", "may not own");
    let tiny = Sandbox::of("name = 'T'\nprimary_contact = 'a@x.example'\n");
    tiny.refused("user role a@x.example auditor", 4, "SUB-3", "primary contact");
    let hints = tiny.refused("contact set b@x.example", 3, "ROLE-8", "no user `b@x.example`");
    assert!(!hints.is_empty());
}

#[test]
fn contacts_are_managers_or_unit_managers_of_the_unit() {
    let sandbox = Sandbox::acme();
    let hints = sandbox.refused("contact set priya.nair@acme.example", 4, "CONT-1", "must be a manager");
    paste(&sandbox, &hints[0]);
    sandbox.refused("contact set ann.keller@acme.example --bu EMEA", 4, "CONT-1", "must be a unit-manager");
    sandbox.refused("contact set joe.park@acme.example --bu EMEA", 4, "CONT-1", "does not belong to `EMEA`");
    sandbox.act_as("uwe.brandt@acme.example");
    sandbox.refused("contact set tomas.reyes@acme.example", 5, "ROLE-7", "outside your reach");
    sandbox.sh("contact set sofia.rossi@acme.example --bu EMEA").ok();
}

#[test]
fn a_user_in_a_unit_is_given_groups_of_that_unit_only() {
    let sandbox = Sandbox::acme();
    let hints =
        sandbox.refused("asset-group assign California ann.keller@acme.example", 4, "AG-3", "no group of that unit");
    paste(&sandbox, &hints[0]);
    sandbox.sh("asset-group assign California ann.keller@acme.example").ok();
    sandbox.sh("asset-group assign 'Lab IPv6' lena.fox@acme.example").ok();
    sandbox.sh("asset-group assign all ann.keller@acme.example").ok();
    let again = sandbox.json("asset-group assign All ann.keller@acme.example");
    assert_eq!((&again["status"], &again["results"][0]["status"]), (&json!("unchanged"), &json!("unchanged")));
    let report = sandbox.json("asset-group edit California --remove-bu EMEA");
    assert_eq!(report["unassigned"], json!(["ann.keller@acme.example"]));
}

#[test]
fn all_is_assigned_but_never_made_or_changed() {
    let sandbox = Sandbox::acme();
    sandbox.refused("asset-group add ALL", 7, "AG-4", "reserved");
    sandbox.refused("asset-group edit California --name all", 7, "AG-4", "reserved");
    for verb in ["edit All --comments x", "delete All --yes", "transfer All --to uwe.brandt@acme.example"] {
        sandbox.refused(&format!("asset-group {verb}"), 3, "ROLE-8", "no asset group `All`");
    }
}

#[test]
fn what_goes_into_a_group_lies_within_reach() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("ann.keller@acme.example");
    sandbox.refused("asset-group add Mine --address 10.10.0.0/23", 5, "AG-5", "`10.10.1.0/24` lies outside");
    sandbox.refused("asset-group add Mine --appliance scanner-aus-1", 3, "ROLE-8", "no appliance");
    sandbox.refused("asset-group add Mine --bu Labs", 3, "ROLE-8", "no business unit");
    let group =
        sandbox.json("asset-group add Mine --address 10.10.0.0/28 --domain acme.example --appliance scanner-fra-1");
    let group = &group["asset_group"];
    assert_eq!(
        (&group["origin"], &group["units"], &group["owner"]),
        (&json!("personal"), &json!(["EMEA"]), &json!("ann.keller@acme.example"))
    );
    sandbox.refused("asset-group edit Mine --add-address 10.11.0.1", 5, "AG-5", "`10.11.0.1` lies outside");
    let hints = sandbox.refused("asset-group edit 'Frankfurt Core' --comments x", 5, "AG-7", "outside your reach");
    assert!(hints.contains(&"the group belongs to `mara.lindholm@acme.example`".to_owned()), "{hints:?}");
    sandbox.act_as("uwe.brandt@acme.example");
    let hints = sandbox.refused("asset-group delete 'Frankfurt Core' --yes", 5, "AG-7", "outside your reach");
    assert!(hints.contains(&"the group belongs to `mara.lindholm@acme.example`".to_owned()), "{hints:?}");
    sandbox.sh("asset-group assign 'Frankfurt Core' clara.dupont@acme.example").ok();
    sandbox.sh("asset-group edit Mine --comments seen").ok();
    sandbox.refused("asset-group assign Mine ana.silva@acme.example", 3, "ROLE-8", "no user");
}

#[test]
fn owners_stay_inside_the_unit() {
    let sandbox = Sandbox::acme();
    sandbox.refused(
        "asset-group transfer California --to uwe.brandt@acme.example",
        4,
        "AG-6",
        "manager or scanner of `Americas`",
    );
    sandbox.refused(
        "asset-group transfer California --to max.turner@acme.example",
        4,
        "AG-6",
        "cannot become the owner",
    );
    sandbox.refused("asset-group transfer 'Roaming Kit' --to ann.keller@acme.example", 4, "AG-6", "unassigned scanner");
    sandbox.sh("asset-group transfer 'Roaming Kit' --to zoe.finch@acme.example").ok();
    sandbox.sh("asset-group unassign All ana.silva@acme.example").ok();
    let report = sandbox.json("asset-group transfer 'Silva Web Farm' --to lee.chen@acme.example");
    assert_eq!(report["needs_target"], json!(["Web farm report (ana.silva@acme.example)"]));
}

#[test]
fn deleting_a_group_lists_what_it_ends() {
    let sandbox = Sandbox::acme();
    let report = sandbox.json("asset-group delete California --yes");
    assert_eq!(report["unassigned"].as_array().unwrap().len(), 5);
    assert_eq!(report["untargeted"].as_array().unwrap().len(), 3);
    assert_eq!(
        report["needs_target"],
        json!(["California nightly (ana.silva@acme.example)", "California nightly (lee.chen@acme.example)"])
    );
}

#[test]
fn nobody_hands_out_or_touches_more_than_they_hold() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("priya.nair@acme.example");
    let hints = sandbox.refused(
        "user add a@x.example --role manager",
        5,
        "ROLE-6",
        "the role `manager` is not among those to be handed out",
    );
    assert_eq!(hints[0], "a manager can do it");
    sandbox.refused("user edit tomas.reyes@acme.example --title x", 5, "ROLE-6", "the level `admin` exceeds `manager`");
    sandbox.refused("user add a@x.example --level admin", 5, "ROLE-6", "`admin` exceeds `manager`");
    sandbox.refused("user level lena.fox@acme.example admin", 5, "ROLE-6", "exceeds `");
    sandbox.sh("user level lena.fox@acme.example manager").ok();
    sandbox.refused("user role priya.nair@acme.example manager --json", 5, "ROLE-6", "nobody gives themselves");
    sandbox.act_as("uwe.brandt@acme.example");
    sandbox.refused("user add a@x.example --role auditor", 5, "ROLE-6", "role `auditor`");
    sandbox.refused("user add a@x.example --bu APAC", 3, "ROLE-8", "no business unit");
    sandbox.refused("user add a@x.example --level viewer", 5, "ROLE-7", "`user.level`");
    sandbox.refused("user add a@x.example --role scanner --permission purge-host-data", 5, "ROLE-7", "`user.grant`");
    sandbox.refused("user add a@x.example --monitoring-role manager", 5, "ROLE-6", "exceeds `analyst`");
    assert_eq!(sandbox.json("user add a@x.example --role scanner")["user"]["unit"], "EMEA");
    sandbox.refused("user edit ana.silva@acme.example --title x", 3, "ROLE-8", "no user");
    sandbox.refused("bu move a@x.example --to APAC --yes", 5, "ROLE-7", "`bu.move`");
    sandbox.act_as("lena.fox@acme.example");
    sandbox.refused("user add b@x.example --role scanner", 5, "ROLE-6", "role `scanner`");
    sandbox.sh("user add b@x.example --role reader").ok();
    sandbox.refused("user level b@x.example admin", 5, "ROLE-6", "exceeds `");
    sandbox.refused("user level lena.fox@acme.example admin", 5, "ROLE-6", "nobody gives themselves");
}

#[test]
fn permissions_fit_the_role() {
    let sandbox = Sandbox::acme();
    let hints = sandbox.refused("user grant clara.dupont@acme.example add-assets", 4, "ROLE-4", "a reader cannot hold");
    paste(&sandbox, &hints[0]);
    sandbox.sh("user grant clara.dupont@acme.example add-assets").ok();
    assert_eq!(sandbox.json("user grant clara.dupont@acme.example add-assets")["status"], "unchanged");
    sandbox.act_as("sofia.rossi@acme.example");
    let hints =
        sandbox.refused("asset add 10.1.1.1 --asset-group 'Paris Office'", 5, "ROLE-4", "`add-assets` is missing");
    sandbox.act_as(crate::sandbox::MARA);
    paste(&sandbox, &hints[0]);
}

#[test]
fn switches_open_what_they_guard() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("ana.silva@acme.example");
    sandbox.sh("ticket close 4").ok();
    let hints = sandbox.refused("ticket delete 4 --yes", 5, "SUB-5", "`tickets.users_may_delete` is off");
    sandbox.act_as(crate::sandbox::MARA);
    paste(&sandbox, &hints[0]);
    sandbox.act_as("ana.silva@acme.example");
    sandbox.sh("ticket delete 4 --yes").ok();
    sandbox.refused("ticket close 1", 3, "ROLE-8", "no ticket");
}

#[test]
fn tickets_go_to_those_who_can_act_on_them() {
    let sandbox = Sandbox::acme();
    for (login, why) in [
        ("ann.keller@acme.example", "out of its reach"),
        ("hanna.lund@acme.example", "inactive"),
        ("ingrid.solberg@acme.example", "does not work on tickets"),
    ] {
        sandbox.refused(&format!("ticket reassign 1 --to {login}"), 4, "TICK-1", why);
    }
    sandbox.refused("ticket reassign 1 11 --to lee.chen@acme.example", 4, "TICK-1", "out of its reach");
    sandbox.sh("ticket reassign 1 2 --to lee.chen@acme.example").ok();
    let invalid = sandbox.json("ticket list --filter valid=no");
    let reasons: Vec<_> =
        invalid.as_array().unwrap().iter().map(|ticket| ticket["invalid_reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["assignee-inactive", "no-assignee"]);
}

#[test]
fn configurations_belong_to_those_who_may_own_them() {
    let sandbox = Sandbox::acme();
    let daily = "--recurrence daily --time 01:00 --time-zone UTC";
    sandbox.refused(
        &format!("config add S --kind scheduled-scan --owner clara.dupont@acme.example {daily}"),
        4,
        "CONF-1",
        "may not own",
    );
    sandbox.refused("config add S --kind search-list --owner priya.nair@acme.example", 4, "CONF-1", "may not own");
    sandbox.refused("config add S --kind scheduled-scan", 2, "SCHED-1", "needs a recurrence");
    sandbox.refused(&format!("config add S --kind search-list {daily}"), 4, "CONF-1", "no launch time");
    sandbox.refused("config add S --kind search-list --target California", 4, "CONF-1", "no targets");
    sandbox.refused(
        "config add S --kind report-template --owner ann.keller@acme.example --global",
        4,
        "CONF-1",
        "can be global",
    );
    let hints = sandbox.refused(
        "config add S --kind report-template --owner ann.keller@acme.example --target California",
        4,
        "CONF-1",
        "cannot reach `California`",
    );
    assert!(hints[0].contains("provost asset-group assign 'California' ann.keller@acme.example"));
    sandbox.refused("config transfer 'Weekly EMEA scan' --to clara.dupont@acme.example", 4, "CONF-1", "may not own");
    sandbox.refused("config transfer 'Weekly EMEA scan' --to hanna.lund@acme.example", 4, "CONF-1", "inactive");
    sandbox.refused(
        "config add 'criticals' --kind search-list --owner ann.keller@acme.example",
        4,
        "CONF-1",
        "already",
    );
    sandbox.refused("config show 'California nightly'", 3, "", "names 2 objects");
    sandbox.act_as("ann.keller@acme.example");
    let hints =
        sandbox.refused("config add P --kind option-profile", 5, "ROLE-4", "`create-option-profiles` is missing");
    sandbox.act_as(crate::sandbox::MARA);
    paste(&sandbox, &hints[0]);
    sandbox.act_as("ann.keller@acme.example").sh("config add P --kind option-profile").ok();
}

#[test]
fn taken_names_are_refused_with_the_one_who_has_them() {
    let sandbox = Sandbox::acme();
    for (command, rule) in [
        ("user add ANA.silva@acme.example", "USER-1"),
        ("user add x@x.example --external-id 00417", "USER-1"),
        ("user edit lee.chen@acme.example --login ana.silva@acme.example", "USER-1"),
        ("asset-group add california", "AG-1"),
        ("domain add ACME.example", "ASSET-1"),
        ("appliance add Scanner-FRA-1", "ASSET-1"),
        ("tags add Production", "TAG-1"),
    ] {
        let hints = sandbox.refused(command, 4, rule, "");
        paste(&sandbox, &hints[0]);
    }
}

#[test]
fn what_may_not_be_viewed_is_not_there() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("ann.keller@acme.example");
    for command in [
        "user show uwe.brandt@acme.example",
        "asset-group show California",
        "asset show 10.20.1.10",
        "config show 'Full audit x'",
        "bu show APAC",
        "ticket show 1",
    ] {
        sandbox.refused(command, 3, "ROLE-8", "there is no");
    }
    sandbox.refused("user edit uwe.brandt@acme.example --title x", 5, "ROLE-7", "`user.edit`");
    // Shared by a manager with everybody (CONF-1).
    sandbox.sh("config show 'Full audit'").ok();
    sandbox.sh("config show 'EMEA quick'").ok();
    sandbox.refused("config edit 'EMEA quick' --name x", 5, "ROLE-7", "outside your reach");
    sandbox.refused("config show 'Board view'", 3, "ROLE-8", "there is no");
}

#[test]
fn an_unknown_name_offers_the_nearest_that_may_be_viewed() {
    let sandbox = Sandbox::acme();
    let hints = sandbox.refused("bu show EMAE", 3, "ROLE-8", "no business unit `EMAE`");
    assert_eq!(hints, ["did you mean `EMEA`?", "provost bu list"]);
    let hints = sandbox.refused("user show ana.sliva@acme.example", 3, "ROLE-8", "no user");
    assert_eq!(hints[0], "did you mean `ana.silva@acme.example`?");
    sandbox.act_as("uwe.brandt@acme.example");
    let hints = sandbox.refused("user show ana.sliva@acme.example", 3, "ROLE-8", "no user");
    assert_eq!(hints, ["provost user list"]);
}

#[test]
fn ids_name_objects_and_names_win() {
    let sandbox = Sandbox::acme();
    let id = sandbox.json("bu show APAC")["id"].clone();
    assert_eq!(sandbox.json(&format!("bu show {id}"))["name"], "APAC");
    sandbox.sh(&format!("bu add {id}")).ok();
    assert_eq!(sandbox.json(&format!("bu show {id}"))["name"], id.to_string());
    assert_eq!(sandbox.json(&format!("bu show id:{id}"))["name"], "APAC");
}

#[test]
fn a_unit_manager_takes_no_machines_of_others_into_its_groups() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("uwe.brandt@acme.example");
    sandbox.refused(
        "asset add 10.40.0.10-10.40.0.12 --asset-group 'Paris Office'",
        5,
        "AG-5",
        "`10.40.0.10-10.40.0.12` exists already",
    );
    let report = sandbox.json("asset add 10.10.0.12 10.99.0.1 --asset-group 'Paris Office'");
    assert_eq!(report["notices"], json!(["the asset group `Paris Office` has grown"]));
}

#[test]
fn a_role_without_units_is_refused_in_the_unit_it_is_in() {
    let sandbox = Sandbox::acme();
    for role in ["manager", "user-administrator", "auditor"] {
        sandbox.refused(
            &format!("user role ann.keller@acme.example {role} --bu EMEA --configs keep --asset-groups keep -y"),
            4,
            "UNIT-3",
            "never belongs to a unit",
        );
    }
    sandbox.refused(
        "user role mara.lindholm@acme.example contact -y",
        4,
        "SUB-3",
        "primary contact of the subscription",
    );
}

#[test]
fn a_ticket_is_invalid_with_somebody_whose_role_does_not_work_on_tickets() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user role otto.grant@acme.example contact -y").ok();
    assert_eq!(sandbox.json("ticket show 3")["invalid_reason"], "assignee-role");
}

#[test]
fn what_is_put_in_stays_in_though_its_block_comes_out() {
    let sandbox = Sandbox::acme();
    let report = sandbox.json("asset-group edit Mumbai --remove-address 10.31.0.0/24 --add-address 10.31.0.1");
    assert_eq!(report["asset_group"]["addresses"], json!(["10.31.0.1"]));
}

#[test]
fn sharing_that_ends_and_targets_that_are_missing_are_told() {
    let sandbox = Sandbox::acme();
    let report = sandbox.json("config transfer 'Executive summary' --to lee.chen@acme.example");
    assert!(report["notices"][0].as_str().unwrap().contains("no longer global"), "{report}");
    assert_eq!(report["needs_target"], json!(["Executive summary"]));
}

#[test]
fn hints_name_somebody_the_actor_can_see() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("uwe.brandt@acme.example");
    let hints = sandbox.refused("user role ann.keller@acme.example reader", 4, "CONF-1", "may not own");
    paste(&sandbox, &hints[0]);
    sandbox.sh("user role ann.keller@acme.example reader").ok();
}

#[test]
fn all_unknown_names_are_named_at_once_and_virtual_ones_explained() {
    let sandbox = Sandbox::acme();
    let outcome = sandbox.sh("asset-group assign California a@x.example b@x.example --json");
    assert!(outcome.stderr.contains("a@x.example") && outcome.stderr.contains("b@x.example"), "{}", outcome.stderr);
    outcome.refused(3, "ROLE-8", "2 of the 2 named objects are not there");
    assert!(sandbox.refused("asset-group delete All -y", 3, "ROLE-8", "no asset group")[0].contains("AG-4"));
    assert!(
        sandbox.refused("bu move ann.keller@acme.example --to Unassigned -y", 3, "ROLE-8", "no business unit")[0]
            .contains("--unassign")
    );
}

#[test]
fn a_level_that_shows_users_gives_no_reach_over_them() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user level carla.mendez@acme.example viewer").ok();
    sandbox.act_as("carla.mendez@acme.example");
    sandbox.refused(
        "asset-group unassign 'Shared Services' yuki.tanaka@acme.example",
        5,
        "ROLE-7",
        "outside your reach",
    );
    sandbox.refused("asset-group assign Texas ivan.horak@acme.example", 5, "ROLE-7", "outside your reach");
    sandbox.refused("config transfer 'Board view' --to uwe.brandt@acme.example", 5, "ROLE-7", "outside your reach");
    sandbox.refused("user add n@x.example --role manager", 5, "ROLE-6", "role `manager`");
}

#[test]
fn names_of_what_may_not_be_viewed_are_left_out() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("rosa.vidal@acme.example");
    assert_eq!(sandbox.json("bu show Americas")["asset_groups"], json!(["Silva Web Farm"]));
    assert_eq!(sandbox.json("asset-group show 'Silva Web Farm'")["assigned_to"], json!(["rosa.vidal@acme.example"]));
    assert_eq!(sandbox.json("asset show 10.20.1.10")["asset_groups"], json!(["Silva Web Farm"]));
    assert_eq!(sandbox.json("config show 'Board view'")["targets"], json!([]));
    sandbox.act_as("carla.mendez@acme.example");
    let shared = sandbox.json("asset-group show 'Shared Services'");
    assert_eq!(
        (&shared["units"], &shared["assigned_to"]),
        (&json!(["Americas"]), &json!(["ana.silva@acme.example", "lee.chen@acme.example"]))
    );
    let hints =
        sandbox.refused("user add q@x.example --external-id 00417", 4, "USER-1", "external id `00417` is taken");
    assert_eq!(hints, ["choose another"]);
}

#[test]
fn what_was_set_can_be_cleared() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user edit max.turner@acme.example --monitoring-role none --email m@x.example").ok();
    let user = sandbox.json("user edit max.turner@acme.example --monitoring-role '' --email ''");
    assert_eq!(
        (&user["user"]["monitoring_role"], &user["user"]["email"]),
        (&json!(null), &json!("max.turner@acme.example"))
    );
}

#[test]
fn names_cannot_pass_for_something_else() {
    let sandbox = Sandbox::acme();
    sandbox.refused("bu add id:2", 7, "", "means something else");
    sandbox.refused("bu add -", 7, "", "means something else");
    sandbox.refused("asset edit 10.20.1.10 --name 10.0.0.10", 7, "ASSET-1", "is an address");
    sandbox.sh("bu add Stra\u{df}e").ok();
    sandbox.refused("bu add STRASSE", 4, "UNIT-1", "exists already");
    sandbox.refused("settings set tickets.users_may_close=on tickets.users_may_close=off", 2, "SUB-5", "set twice");
}
