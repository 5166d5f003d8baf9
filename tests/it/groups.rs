//! User groups, levels and projects: the highest privilege counts, and nobody hands out more than they hold.

use serde_json::{Value, json};

use crate::sandbox::{MARA, Sandbox};

const ANA: &str = "ana.silva@acme.example";
const CLARA: &str = "clara.dupont@acme.example";
const LENA: &str = "max.turner@acme.example";

/// Clara, a reader, has the level `manager`.
fn with_level_manager() -> Sandbox {
    let sandbox = Sandbox::acme();
    sandbox.sh(&format!("user level {CLARA} manager")).ok();
    sandbox
}

#[test]
fn a_group_of_level_admin_gives_all_projects_and_takes_them_back() {
    let sandbox = Sandbox::acme();
    let report = sandbox.json(&format!("group assign Admins {LENA} -n"));
    let gained = json!([{
        "user": LENA,
        "gained": [
            {"kind": "level", "values": ["admin"], "count": 1, "left": []},
            {"kind": "projects", "values": ["*:admin"], "count": 1, "left": []}
        ],
        "lost": []
    }]);
    assert_eq!((&report["effects"], &report["results"][0]["status"]), (&gained, &json!("done")));
    assert_eq!(sandbox.json(&format!("group assign Admins {LENA}"))["effects"], gained);
    assert_eq!(sandbox.json(&format!("group assign Admins {LENA}"))["status"], "unchanged");
    assert_eq!(sandbox.json(&format!("user show {LENA}"))["effective_level"], "admin");
    sandbox.act_as(LENA).sh("project edit 'Web shop' --description mine").ok();
    sandbox.sh("project add New").ok();
    let lost = &sandbox.act_as(MARA).json(&format!("group unassign Admins {LENA}"))["effects"][0];
    assert_eq!((&lost["lost"][1]["values"], &lost["lost"][0]["left"]), (&json!(["*:admin"]), &json!(["default"])));
    sandbox.act_as(LENA).refused("project edit 'Web shop' --description x", 5, "ROLE-7", "project.edit");
    assert_eq!(sandbox.sh("project list --json").code, 5, "nothing is held any more");
}

#[test]
fn the_highest_of_two_groups_and_a_direct_entry_counts() {
    let sandbox = Sandbox::acme();
    sandbox.sh(&format!("group assign Builders {LENA}")).ok();
    sandbox.sh(&format!("group assign Analysts {LENA}")).ok();
    sandbox.sh(&format!("project assign 'Web shop' {LENA} --role viewer")).ok();
    sandbox.act_as(LENA);
    sandbox.sh("project edit 'Web shop' --description 'as an engineer'").ok();
    sandbox.refused(&format!("project assign 'Web shop' {CLARA} --role viewer"), 5, "ROLE-7", "project.assign");
    sandbox.act_as(MARA).sh(&format!("group unassign Builders {LENA}")).ok();
    sandbox.act_as(LENA).refused("project edit 'Web shop' --description x", 5, "ROLE-7", "project.edit");
    sandbox.sh("project show 'Web shop'").ok();
}

#[test]
fn a_level_manager_does_nothing_above_itself() {
    let sandbox = with_level_manager();
    sandbox.act_as(CLARA);
    sandbox.sh("group add Helpers --level manager").ok();
    for line in [
        "group add Above --level admin",
        "group edit Helpers --level admin",
        "group edit Admins --description x",
        "group edit Admins --level viewer",
        &format!("group assign Admins {LENA}"),
        "group unassign Admins tomas.reyes@acme.example",
        "group delete Admins --yes",
        &format!("group assign Builders {LENA}"),
        "group delete Builders --yes",
        &format!("user level {LENA} admin"),
        "user add x@acme.example --group Admins",
        "user edit tomas.reyes@acme.example --title x",
    ] {
        let outcome = sandbox.sh(&format!("{line} --json"));
        let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
        assert_eq!((outcome.code, &error["error"]["code"]), (5, &json!("above-ceiling")), "{line}: {error}");
    }
    sandbox.sh(&format!("group assign Helpers {LENA}")).ok();
    sandbox.sh(&format!("user level {LENA} viewer")).ok();
    sandbox.refused(&format!("user level {CLARA} admin"), 5, "ROLE-6", "nobody gives themselves");
}

#[test]
fn who_holds_project_roles_beyond_ones_own_is_out_of_bounds() {
    let sandbox = with_level_manager();
    sandbox.act_as(CLARA);
    sandbox.refused("user edit nina.brooks@acme.example --title x", 5, "ROLE-6", "in the project `Old portal`");
    sandbox.act_as(MARA).sh("project restore 'Old portal'").ok();
    sandbox.sh(&format!("project assign 'Old portal' {CLARA} --role engineer")).ok();
    sandbox.act_as(CLARA).sh("user edit nina.brooks@acme.example --title x").ok();
}

#[test]
fn the_group_that_makes_the_only_admin_is_neither_emptied_nor_lowered_nor_deleted() {
    let sandbox = Sandbox::acme();
    // Programs do not count as human: the primary contact alone would not do.
    sandbox.tamper("UPDATE users SET api_only = 1 WHERE role = 'manager'");
    sandbox.tamper("DELETE FROM user_group_members");
    sandbox.sh(&format!("group assign Admins {LENA}")).ok();
    for line in [
        format!("group unassign Admins {LENA}"),
        "group edit Admins --level manager".to_owned(),
        "group delete Admins --yes".to_owned(),
        format!("user deactivate {LENA} --yes"),
        format!("user delete {LENA} --yes"),
    ] {
        let outcome = sandbox.sh(&format!("{line} --json"));
        let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
        assert_eq!((outcome.code, &error["error"]["code"]), (4, &json!("last-admin")), "{line}: {error}");
    }
    sandbox.sh("user level omar.said@acme.example admin").ok();
    sandbox.sh("group delete Admins --yes").ok();
}

#[test]
fn deleting_a_group_says_what_each_member_loses() {
    let sandbox = Sandbox::acme();
    let report = sandbox.json("group delete Builders --yes");
    let users: Vec<&Value> = report["effects"].as_array().unwrap().iter().map(|effect| &effect["user"]).collect();
    assert_eq!(users, ["will.hart@acme.example", "xena.cole@acme.example"]);
    let lost = json!([{"kind": "projects", "values": ["Web shop:engineer"], "count": 1, "left": []}]);
    assert_eq!(report["effects"][0]["lost"], lost);
    sandbox.sh("user show xena.cole@acme.example").ok();
    let text = Sandbox::acme().sh("group delete Builders --yes").ok();
    assert!(
        text.contains("will.hart@acme.example, xena.cole@acme.example\n      - project Web shop:engineer\n"),
        "{text}"
    );
}

#[test]
fn a_project_admin_hands_out_roles_in_that_project_alone() {
    let sandbox = Sandbox::acme();
    sandbox.act_as(ANA);
    let report = sandbox.json(&format!("project assign 'Web shop' {LENA} --group Admins --role admin"));
    assert_eq!(report["results"].as_array().unwrap().len(), 2, "named exactly without the right to view them");
    sandbox.refused("project assign 'Web shop' nobody@acme.example --role viewer", 3, "ROLE-8", "no user");
    sandbox.refused("project add Mine", 5, "ROLE-7", "project.add");
    sandbox.refused(&format!("project assign 'Old portal' {LENA} --role viewer"), 3, "ROLE-8", "no project");
    assert_eq!(
        sandbox.json(&format!("project assign 'Web shop' {LENA} --role viewer"))["results"][0]["status"],
        "done"
    );
    assert_eq!(sandbox.json(&format!("project unassign 'Web shop' {LENA}"))["results"][0]["status"], "done");
    assert_eq!(sandbox.json(&format!("project unassign 'Web shop' {LENA}"))["status"], "unchanged");
    sandbox.refused("project assign 'Web shop' --role viewer", 2, "PRJ-2", "nobody is named");
    sandbox.act_as("lee.chen@acme.example").refused("project edit 'Web shop' --name x", 5, "ROLE-7", "project.edit");
    let names = sandbox.json("project list --fields name");
    assert_eq!(names, json!([{"name": "Web shop"}]), "a viewer sees its own project");
}

#[test]
fn an_archived_project_is_read_only_until_it_is_restored() {
    let sandbox = Sandbox::acme();
    for line in [
        "project edit 'Old portal' --description x".to_owned(),
        format!("project assign 'Old portal' {LENA} --role viewer"),
        "project unassign 'Old portal' nina.brooks@acme.example".to_owned(),
    ] {
        let hints = sandbox.refused(&line, 4, "PRJ-1", "archived and read-only");
        assert_eq!(hints, ["bring it back first: `provost project restore 'Old portal'`"]);
    }
    sandbox.act_as("nina.brooks@acme.example").sh("project show 'Old portal'").ok();
    sandbox.refused("project restore 'Old portal'", 5, "ROLE-7", "project.restore");
    sandbox.act_as(MARA).sh("project restore 'Old portal'").ok();
    sandbox.sh("project edit 'Old portal' --description x").ok();
    let report = sandbox.json("project delete 'Old portal' --yes");
    assert_eq!(
        report["effects"][0]["lost"][0],
        json!({"kind": "projects", "values": ["Old portal:engineer"], "count": 1, "left": []})
    );
}

#[test]
fn names_are_unique_and_what_may_not_be_viewed_is_not_shown() {
    let sandbox = Sandbox::acme();
    sandbox.refused("group add admins", 4, "GRP-1", "exists already");
    sandbox.refused("project add 'web SHOP'", 4, "PRJ-1", "exists already");
    sandbox.refused("group edit Admins --name Builders", 4, "GRP-1", "exists already");
    sandbox.refused("group assign Nowhere ana.silva@acme.example", 3, "ROLE-8", "no group");
    sandbox.refused("group add X --level king", 7, "", "`king` is no level");
    sandbox.refused("project assign 'Web shop' ana.silva@acme.example --role king", 7, "", "`king` is no project role");
    assert_eq!(sandbox.json("user show xena.cole@acme.example")["groups"], json!(["Builders"]));
    sandbox.act_as("vera.petrova@acme.example");
    let xena = sandbox.json("user show xena.cole@acme.example");
    assert_eq!((&xena["groups"], &xena["projects"]), (&json!([]), &json!([])), "a unit manager views no groups");
    sandbox.act_as("xena.cole@acme.example");
    assert_eq!(sandbox.json("whoami")["groups"], json!(["Builders"]));
    sandbox.refused("group list", 5, "ROLE-7", "group.view");
}

#[test]
fn a_new_user_can_join_groups_at_once() {
    let sandbox = Sandbox::acme();
    let user = &sandbox.json("user add eva@acme.example --group Builders --group Analysts --no-mail")["user"];
    assert_eq!((&user["groups"], &user["effective_level"]), (&json!(["Analysts", "Builders"]), &json!("viewer")));
}

#[test]
fn a_project_admin_learns_nothing_of_members_it_may_not_view() {
    let sandbox = Sandbox::acme();
    let (ana, tomas, will) = ("ana.silva@acme.example", "tomas.reyes@acme.example", "will.hart@acme.example");
    sandbox.sh("group add Hidden --level viewer").ok();
    sandbox.sh(&format!("group assign Hidden {tomas} {will}")).ok();
    sandbox.sh("project add Web").ok();
    sandbox.sh(&format!("project assign Web {ana} --role admin")).ok();
    let named = sandbox.json(&format!("project assign Web {tomas} --role viewer -n"));
    assert_eq!(named["effects"], serde_json::json!([]), "an admin gains nothing, and is not listed for it");
    sandbox.act_as(ana);
    let report = sandbox.json("project assign Web --group Hidden --role viewer");
    assert_eq!(report["effects"], serde_json::json!([]));
    assert_eq!(report["effects_user_count"], 1, "the other one is an admin, and gains nothing");
}
