//! What is handed out and touched with a token that is narrowed to some actions (SESS-2, ROLE-10).

use provost::domain::Action;

use super::above;
use crate::sandbox::{MARA, Sandbox};

const ANA: &str = "ana.silva@acme.example";
const ANN: &str = "ann.keller@acme.example";
const CLARA: &str = "clara.dupont@acme.example";
const UWE: &str = "uwe.brandt@acme.example";

#[test]
fn a_narrowed_token_lends_nothing_beyond_its_list() {
    use Action::{
        AccessCheck, GroupAdd, GroupAssign, GroupEdit, GroupView, ProjectAssign, ProjectEdit, ProjectView, UserAdd,
        UserView,
    };
    let sandbox = Sandbox::acme();
    sandbox.sh("group add Plain").ok();
    sandbox.sh("group add Bosses --level manager").ok();
    let allow = [
        AccessCheck,
        GroupAdd,
        GroupAssign,
        GroupEdit,
        GroupView,
        ProjectAssign,
        ProjectEdit,
        ProjectView,
        UserAdd,
        UserView,
    ];
    sandbox.act_with_token(MARA, &allow);
    for line in [
        &format!("group assign Admins {CLARA}"),
        &format!("group assign Bosses {CLARA}"),
        "group unassign Admins tomas.reyes@acme.example",
        "group edit Plain --level admin",
        "group edit Admins --description mine",
        "group add Top --level admin",
        &format!("project assign 'Web shop' {CLARA} --role admin"),
        &format!("project assign 'Web shop' {CLARA} --role engineer"),
        "project assign 'Web shop' --group Plain --role admin",
        "project unassign 'Web shop' --group Builders",
        "user add x@x.example --group Admins",
    ] {
        above(&sandbox, line, "");
        above(&sandbox, "batch -", &format!("{line}\n"));
    }
    let import = "--format csv --on-existing update";
    above(&sandbox, &format!("import groups - {import}"), &format!("name,members\nAdmins,{CLARA}\n"));
    above(&sandbox, &format!("import groups - {import}"), "name,level\nNew,admin\n");
    above(&sandbox, &format!("import projects - {import}"), &format!("name,members\nWeb shop,user:{CLARA}:admin\n"));
    above(&sandbox, &format!("import users - {import}"), "login,groups\nx@x.example,Admins\n");
    above(&sandbox, &format!("access check {CLARA} user.view --assume 'group assign Admins {CLARA}'"), "");
    // What it names, and what only looks, it gives.
    sandbox.sh(&format!("group assign Plain {CLARA}")).ok();
    sandbox.sh(&format!("project assign 'Web shop' {CLARA} --role viewer")).ok();
    sandbox.sh("group add Lookers --level viewer").ok();
    sandbox.sh("user add reader@x.example").ok();
}

#[test]
fn a_token_that_names_all_that_a_role_does_lends_it() {
    use Action::{
        ProjectAssign, ProjectEdit, ProjectProfileAdd, ProjectProfileDelete, ProjectProfileEdit, ProjectResultAdd,
        ProjectResultDelete, ProjectResultEdit, ProjectScan, ProjectTestCaseAdd, ProjectTestCaseDelete,
        ProjectTestCaseEdit, ProjectView, UserView,
    };
    let sandbox = Sandbox::acme();
    let mut allow = vec![
        ProjectAssign,
        ProjectView,
        UserView,
        ProjectEdit,
        ProjectProfileAdd,
        ProjectProfileDelete,
        ProjectProfileEdit,
        ProjectScan,
        ProjectResultAdd,
        ProjectResultDelete,
        ProjectResultEdit,
        ProjectTestCaseAdd,
        ProjectTestCaseDelete,
    ];
    sandbox.act_with_token(MARA, &allow);
    above(&sandbox, &format!("project assign 'Web shop' {CLARA} --role engineer"), "");
    allow.push(ProjectTestCaseEdit);
    sandbox.act_with_token(MARA, &allow);
    sandbox.sh(&format!("project assign 'Web shop' {CLARA} --role engineer")).ok();
    above(&sandbox, &format!("project assign 'Web shop' {CLARA} --role admin"), "");
}

#[test]
fn a_narrowed_token_touches_nobody_who_holds_more() {
    let sandbox = Sandbox::acme();
    sandbox.sh(&format!("project assign 'Web shop' {ANA} --role admin")).ok();
    sandbox.sh(&format!("user grant {ANN} purge-host-data")).ok();
    sandbox.act_with_token(MARA, &[Action::UserEdit, Action::UserView]);
    above(&sandbox, &format!("user edit {ANA} --title x"), "");
    above(&sandbox, &format!("user edit {ANN} --title x"), "");
    above(&sandbox, &format!("user edit {UWE} --title x"), "");
    sandbox.sh(&format!("user edit {CLARA} --title x")).ok();
}

#[test]
fn a_narrowed_token_moves_nobody_who_holds_more_between_groups_and_projects() {
    use Action::{GroupAdd, GroupAssign, GroupDelete, GroupEdit, GroupView, ProjectAssign, ProjectView, UserView};
    let sandbox = Sandbox::acme();
    sandbox.sh("group add Plain").ok();
    sandbox.sh("group add Board").ok();
    sandbox.sh(&format!("group assign Board {MARA}")).ok();
    let allow = [GroupAdd, GroupAssign, GroupDelete, GroupEdit, GroupView, ProjectAssign, ProjectView, UserView];
    sandbox.act_with_token("tomas.reyes@acme.example", &allow);
    for line in [
        &format!("group assign Plain {MARA}"),
        &format!("group unassign Board {MARA}"),
        "group edit Board --level viewer",
        "group delete Board --yes",
        &format!("project assign 'Web shop' {MARA} --role viewer"),
        "project assign 'Web shop' --group Board --role viewer",
    ] {
        above(&sandbox, line, "");
    }
    let import = "--format csv --on-existing update";
    above(&sandbox, &format!("import groups - {import}"), &format!("name,members\nNew,{MARA}\n"));
    above(&sandbox, &format!("import users - {import}"), &format!("login,groups\n{MARA},Board|Plain\n"));
    sandbox.sh(&format!("group assign Plain {CLARA}")).ok();
    sandbox.sh(&format!("group unassign Plain {CLARA}")).ok();
    sandbox.sh("group delete Plain --yes").ok();
}

#[test]
fn a_role_counts_with_what_it_does_in_monitoring() {
    let sandbox = Sandbox::acme();
    sandbox.act_with_token(MARA, &[Action::UserAdd, Action::UserRole, Action::UserView]);
    above(&sandbox, "user add x@x.example --role scanner", "");
    above(&sandbox, &format!("user role {CLARA} scanner"), "");
    sandbox.sh("user add x@x.example --role reader").ok();
}

#[test]
fn a_narrowed_token_does_nothing_to_its_owner() {
    use Action::{BuMove, BuView, UserEdit, UserLevel, UserRole, UserView};
    let sandbox = Sandbox::acme();
    sandbox.sh("user add robot@x.example --role manager --api-only").ok();
    let answers = "--configs keep --asset-groups keep";
    for (allow, line) in [
        (vec![UserLevel, UserView], "user level robot@x.example admin".to_owned()),
        (vec![UserEdit, UserView], "user edit robot@x.example --monitoring-role analyst".to_owned()),
        (vec![UserRole, UserView], "user role robot@x.example reader".to_owned()),
        (vec![UserRole, UserView], "user role robot@x.example auditor".to_owned()),
        (
            vec![BuMove, BuView, UserView],
            format!("bu move robot@x.example --to Pilot --primary-contact robot@x.example {answers} --yes"),
        ),
    ] {
        sandbox.act_with_token("robot@x.example", &allow);
        above(&sandbox, &line, "");
    }
}

#[test]
fn a_token_always_asks_about_itself() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user add robot@x.example --role manager --api-only").ok();
    sandbox.act_with_token("robot@x.example", &[Action::UserAdd]);
    assert_eq!(sandbox.json("whoami")["login"], "robot@x.example");
    assert_eq!(sandbox.json("access check robot@x.example user.add")["allowed"], true);
    assert_eq!(sandbox.sh("access check robot@x.example user.delete").code, 1);
    let many = sandbox.feed("robot@x.example user.add\n", &["access", "check", "-"]);
    assert_eq!(many.code, 0, "{many:?}");
    sandbox.refused(&format!("access check {ANN} user.add"), 5, "SESS-2", "about yourself alone");
    sandbox.refused("access explain robot@x.example user.add", 5, "SESS-2", "access.explain");
}

#[test]
fn a_permission_counts_by_what_it_opens_beyond_ones_own() {
    let sandbox = Sandbox::acme();
    sandbox.act_with_token(MARA, &[Action::UserGrant, Action::UserView]);
    let reader = CLARA;
    above(&sandbox, &format!("user grant {reader} purge-host-data"), "");
    sandbox.act_with_token(MARA, &[Action::UserGrant, Action::UserView, Action::HostDataPurge]);
    sandbox.sh(&format!("user grant {reader} purge-host-data")).ok();
}

#[test]
fn a_row_takes_the_action_of_what_it_does() {
    use Action::{
        AssetGroupAssign, AssetGroupView, GroupAssign, GroupView, ProjectAssign, ProjectView, TagsScope, TagsView,
        UserLevel, UserView,
    };
    let sandbox = Sandbox::acme();
    for (allow, column, value) in [
        (vec![GroupAssign, GroupView, UserView], "groups", "Plain"),
        (vec![ProjectAssign, ProjectView, UserView], "projects", "Web shop:viewer"),
        (vec![UserLevel, UserView], "level", "viewer"),
        (vec![TagsScope, TagsView, UserView], "tag_scope", "dmz"),
        (vec![AssetGroupAssign, AssetGroupView, UserView], "asset_groups", "Frankfurt Core|Paris Office"),
    ] {
        sandbox.act_as(MARA).sh("group add Plain --on-existing skip").ok();
        let import = |allow: &[Action], rows: &str| {
            sandbox.act_with_token(MARA, allow);
            sandbox.feed(rows, &["import", "users", "-", "--format", "csv", "--on-existing", "update"])
        };
        import(&allow, &format!("login,{column}\n{CLARA},{value}\n")).ok();
        let outcome = import(&allow, &format!("login,{column}\nnew@x.example,{value}\n"));
        assert!(outcome.code == 5 && outcome.stderr.contains("user.add"), "{column}: {outcome:?}");
        let outcome = import(&allow, &format!("login,title\n{CLARA},New\n"));
        assert!(outcome.code == 5 && outcome.stderr.contains("user.edit"), "{column}: {outcome:?}");
    }
    let uwe = sandbox.act_as(UWE).feed(
        "name,primary_contact\nEMEA,sofia.rossi@acme.example\n",
        &["import", "bus", "-", "--format", "csv", "--on-existing", "update"],
    );
    uwe.ok();
}
