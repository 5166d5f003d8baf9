//! Whose access a change takes or gives is told by every verb (ACC-5), and agrees with what the database says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use provost::cli::schema::document;
use serde_json::Value;

use crate::examples::verbs;
use crate::sandbox::{Sandbox, Script};

/// A verb, what is done before, and a command by which somebody's access changes.
const CHANGES: &[(&str, &[&str], &str)] = &[
    ("user edit", &[], "user edit sofia.rossi@acme.example --monitoring-role auditor"),
    (
        "user role",
        &[],
        "user role mei.lin@acme.example user-administrator --unassign --configs keep --asset-groups leave",
    ),
    ("undo", &["user level clara.dupont@acme.example manager"], "undo"),
    ("redo", &["user level clara.dupont@acme.example manager", "undo"], "redo"),
    ("op revert", &["group delete Builders"], "op revert 258"),
    ("user level", &[], "user level clara.dupont@acme.example manager"),
    ("user grant", &[], "user grant lee.chen@acme.example create-option-profiles"),
    (
        "user revoke",
        &["user grant lee.chen@acme.example create-option-profiles"],
        "user revoke lee.chen@acme.example create-option-profiles",
    ),
    ("user activate", &["user deactivate lee.chen@acme.example"], "user activate lee.chen@acme.example"),
    ("user deactivate", &[], "user deactivate lee.chen@acme.example"),
    (
        "user delete",
        &["asset-group edit 'Frankfurt Core' --remove-appliance scanner-fra-1"],
        "user delete ben.osei@acme.example --results keep --configs delete",
    ),
    ("bu move", &[], "bu move lee.chen@acme.example --to EMEA --configs keep --asset-groups leave"),
    ("asset-group add", &[], "asset-group add Narrow --address 10.10.0.0/28 --bu Americas"),
    ("asset-group edit", &[], "asset-group edit 'Frankfurt Core' --remove-address 10.10.0.0/24"),
    ("asset-group delete", &[], "asset-group delete Texas"),
    ("asset-group assign", &[], "asset-group assign 'Paris Office' ann.keller@acme.example"),
    ("asset-group unassign", &[], "asset-group unassign 'Frankfurt Core' omar.said@acme.example"),
    (
        "asset-group transfer",
        &["asset-group edit 'Chen Sandbox' --add-address 10.20.2.0/24"],
        "asset-group transfer 'Chen Sandbox' --to carla.mendez@acme.example",
    ),
    (
        "asset edit",
        &["tags add linux --rule 'os-matches Linux'", "tags scope ann.keller@acme.example --set linux"],
        "asset edit 10.20.1.10 --os Linux",
    ),
    ("asset delete", &[], "asset delete 10.20.1.10"),
    ("asset tag", &["tags scope ann.keller@acme.example --set dmz"], "asset tag 10.20.1.10 --tag dmz"),
    ("asset untag", &["tags scope ann.keller@acme.example --set dmz"], "asset untag 10.20.1.10 --tag production"),
    ("domain delete", &[], "domain delete acme.example"),
    ("appliance delete", &[], "appliance delete scanner-lab-1"),
    ("group edit", &[], "group edit Builders --level viewer"),
    ("group delete", &[], "group delete Builders"),
    ("group assign", &[], "group assign Admins max.turner@acme.example"),
    ("group unassign", &[], "group unassign Builders xena.cole@acme.example"),
    ("project archive", &[], "project archive 'Web shop'"),
    ("project restore", &["project archive 'Web shop'"], "project restore 'Web shop'"),
    ("project delete", &[], "project delete 'Web shop'"),
    ("project assign", &[], "project assign 'Web shop' max.turner@acme.example --group Analysts --role engineer"),
    ("project unassign", &[], "project unassign 'Web shop' --group Builders"),
    ("tags add", &[], "tags add shop --parent production"),
    ("tags edit", &["tags add shop --parent production"], "tags edit shop --parent ''"),
    ("tags delete", &[], "tags delete production --force"),
    (
        "tags edit",
        &["tags add linux --rule 'os-matches Linux'", "tags scope ann.keller@acme.example --set linux"],
        "tags edit linux --rule 'os-matches Ubuntu'",
    ),
    ("import", &[], "import users effects.csv --on-existing update"),
    ("tags scope", &[], "tags scope ann.keller@acme.example --set production"),
    ("settings set", &[], "settings set tickets.users_may_delete=on"),
];

/// Verbs by which nobody's access changes.
const NOBODY: &[&str] = &[
    // What is new is reached by whoever reaches its place already; a new account had nothing before.
    "user add",
    "bu add",
    "asset add",
    "domain add",
    "appliance add",
    "group add",
    "project add",
    "config add",
    "ticket add",
    "auth-record add",
    "remediation-policy add",
    "init",
    // A unit that is deleted has no users, and what is renamed or described stays the same thing.
    "bu delete",
    "bu edit",
    "bu limit",
    "domain edit",
    "appliance edit",
    "project edit",
    "contact set",
    "contact email",
    // Marks by rule are right already but for what was changed beside the program.
    "tags evaluate",
    // Work that is done with what somebody has.
    "config edit",
    "config delete",
    "config transfer",
    "schedule activate",
    "schedule deactivate",
    "schedule run-due",
    "scan launch",
    "scan finish",
    "scan delete",
    "report add",
    "report delete",
    "asset purge",
    "ticket edit",
    "ticket reassign",
    "ticket close",
    "ticket delete",
    "auth-record edit",
    "auth-record delete",
    "remediation-policy edit",
    "remediation-policy delete",
    "fim event ignore",
    "fim incident add",
    "fim incident edit",
    "fim incident delete",
    "fim incident review",
    "fim incident reopen",
    "fim profile add",
    "fim profile edit",
    "fim profile delete",
    "fim profile activate",
    "fim profile deactivate",
    "fim rule add",
    "fim rule edit",
    "fim rule delete",
    "fim rule activate",
    "fim rule deactivate",
    "fim rule run",
    "fim report add",
    "fim report edit",
    "fim report delete",
    "fim report rerun",
    "fim report-rule add",
    "fim report-rule edit",
    "fim report-rule delete",
    "fim report-rule clone",
    // Registers, and work in projects.
    "engine add",
    "engine edit",
    "engine delete",
    "rule add",
    "rule edit",
    "rule delete",
    "requirement add",
    "requirement edit",
    "requirement delete",
    "integration add",
    "integration edit",
    "integration delete",
    "project profile add",
    "project profile edit",
    "project profile delete",
    "project scan start",
    "project scan finish",
    "project scan edit",
    "project scan delete",
    "project result add",
    "project result edit",
    "project result delete",
    "project test-case add",
    "project test-case edit",
    "project test-case delete",
    "project integration add",
    "project integration edit",
    "project integration delete",
    // Ways to sign in, which decide nothing about what may be done then.
    "account edit",
    "account password",
    "account questions",
    "account sign-out",
    "login",
    "logout",
    "redeem",
    "recover",
    "reset-password",
    "user invite",
    "user password",
    "user sign-out",
    "user token add",
    "user token revoke",
    "outbox send",
    // The file as a whole, by whoever owns it.
    "db backup",
    "db copy",
    "db restore",
    "db migrate",
    "log prune",
];

/// What one command came to, a line for each user.
fn told(report: &Value) -> String {
    let parts = |effect: &Value, side: &str, sign: &str| -> String {
        let parts = effect[side].as_array().unwrap().iter();
        parts
            .map(|part| {
                format!("\n      {sign} {} {} of {} left {}", part["kind"], part["values"], part["count"], part["left"])
            })
            .collect()
    };
    let users = report["effects"].as_array().unwrap().iter();
    let lines = users.map(|one| {
        format!("    {}{}{}", one["user"].as_str().unwrap(), parts(one, "gained", "+"), parts(one, "lost", "-"))
    });
    format!("  {} users\n{}", report["effects_user_count"], lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_verb_that_changes_access_says_whose_and_how() {
    let (mut table, mut wrong) = (String::new(), Vec::new());
    for (verb, before, command) in CHANGES {
        let sandbox = Sandbox::acme();
        fs::write(
            sandbox.path("effects.csv"),
            "login,asset_groups\nlee.chen@acme.example,California\nmax.turner@acme.example,Texas\n",
        )
        .unwrap();
        let command = command.replace("effects.csv", sandbox.path("effects.csv").to_str().unwrap());
        let prepared = before.iter().map(|line| sandbox.sh(&format!("{line} --yes"))).find(|outcome| outcome.code != 0);
        let outcome = prepared.unwrap_or_else(|| sandbox.sh(&format!("{command} -n")));
        if outcome.code != 0 {
            wrong.push(format!("{command}: {}", outcome.stderr));
            continue;
        }
        let was = facts(&sandbox);
        let dry = sandbox.json(&format!("{command} -n"));
        let report = sandbox.json(&format!("{command} --yes"));
        assert_eq!(
            (&dry["effects"], &dry["effects_user_count"]),
            (&report["effects"], &report["effects_user_count"]),
            "{command}"
        );
        let changed = differing(&was, &facts(&sandbox));
        let named: BTreeSet<String> =
            report["effects"].as_array().unwrap().iter().map(|one| one["user"].as_str().unwrap().to_owned()).collect();
        if named != changed || named.is_empty() {
            wrong.push(format!("{command}: {named:?} {changed:?}"));
        }
        let command = command.replace(sandbox.path("").to_str().unwrap(), "");
        table += &format!("{verb}: {command}\n{}\n", told(&report));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    insta::assert_snapshot!("effects", table);
}

#[test]
fn no_verb_that_changes_something_is_forgotten() {
    let tells = |path: &str| document::of(path).is_some_and(|schema| schema.to_string().contains("effects_user_count"));
    let telling: BTreeSet<String> = verbs().into_iter().map(|(path, _)| path).filter(|path| tells(path)).collect();
    let named = CHANGES.iter().map(|(verb, ..)| *verb).chain(NOBODY.iter().copied()).map(str::to_owned);
    assert_eq!(named.collect::<BTreeSet<_>>(), telling, "each verb that changes something stands in one of the lists");
}

#[test]
fn a_terminal_is_asked_before_more_than_one_user_loses() {
    let (will, xena) = ("will.hart@acme.example", "xena.cole@acme.example");
    let sandbox = Sandbox::acme();
    let one = Script::new(&[]);
    sandbox.ask(&one, &["group", "unassign", "Builders", will]).ok();
    assert!(one.asked.borrow().is_empty(), "one user is no reason to ask");
    sandbox.sh(&format!("group assign Builders {will}")).ok();
    let no = Script::new(&["n"]);
    let outcome = sandbox.ask(&no, &["group", "unassign", "Builders", will, xena]);
    assert_eq!((outcome.code, no.asked.borrow().as_slice()), (130, &["Go ahead? [y/N]".to_owned()][..]));
    assert!(outcome.stderr.contains("access would change for 2 users:\n    will.hart"), "{}", outcome.stderr);
    sandbox.ask(&Script::new(&["y"]), &["group", "unassign", "Builders", will, xena]).ok();
    assert_eq!(sandbox.json("group show Builders")["members"], serde_json::json!([]));
    sandbox.sh("asset-group edit 'Frankfurt Core' --remove-address 10.10.0.0/24").ok();
    fs::write(sandbox.path("lines"), "asset-group edit Texas --remove-address 10.20.2.0/24\n").unwrap();
    let lines = sandbox.path("lines");
    let outcome = sandbox.ask(&Script::new(&["n"]), &["batch", lines.to_str().unwrap()]);
    assert_eq!(outcome.code, 130, "{outcome:?}");
    assert_eq!(
        sandbox.json("asset-group show Texas")["addresses"],
        serde_json::json!(["10.20.2.0/24", "10.20.8.1-10.20.8.4"])
    );
}

#[test]
fn many_are_counted_and_the_first_hundred_named() {
    let sandbox = Sandbox::acme();
    let logins: Vec<String> = (100..230).map(|at| format!("n{at}@acme.example")).collect();
    let rows: String = logins.iter().map(|login| format!("{login},Builders\n")).collect();
    fs::write(sandbox.path("new.csv"), format!("login,groups\n{rows}")).unwrap();
    let taken_on = sandbox.json(&format!("import users {} --no-mail", sandbox.path("new.csv").display()));
    assert_eq!(taken_on["effects_user_count"], 0, "who is new is no effect");
    let report = sandbox.json("group edit Builders --level viewer -n");
    assert_eq!((&report["effects_user_count"], report["effects"].as_array().unwrap().len()), (&132.into(), 100));
    let text = sandbox.sh("group edit Builders --level viewer").ok();
    assert!(
        text.contains("access changes for 132 users:") && text.contains("and 112 more (the first 100 with --json)")
    );
    sandbox.act_as("ana.silva@acme.example");
    let hidden = sandbox.sh("project unassign 'Web shop' --group Builders -n").ok();
    assert!(
        hidden.ends_with("access would change for 132 users:\n    and 132 users, whom you may not view\n"),
        "{hidden}"
    );
}

/// What each user may do, told by the tables alone: rights, what it reaches, what its scope covers and what it sees.
fn facts(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let conn = sandbox.open();
    let mut facts: BTreeMap<String, String> = BTreeMap::new();
    for sql in [
        "SELECT login, role || coalesce(CAST(unit_id AS TEXT), '-') || coalesce(monitoring_role, '-')
                || CASE WHEN status IN ('pending', 'active') THEN 'in' ELSE 'out' END FROM users",
        "SELECT u.login, (SELECT max(l.level) FROM (
                SELECT CASE WHEN u.role = 'manager' THEN 3 WHEN u.role = 'user-administrator' THEN 2 ELSE 0 END AS level
                UNION ALL SELECT CASE u.level WHEN 'admin' THEN 3 WHEN 'manager' THEN 2 WHEN 'viewer' THEN 1 ELSE 0 END
                UNION ALL SELECT CASE g.level WHEN 'admin' THEN 3 WHEN 'manager' THEN 2 WHEN 'viewer' THEN 1 ELSE 0 END
                    FROM user_group_members m JOIN user_groups g ON g.id = m.group_id WHERE m.user_id = u.id) l) FROM users u",
        "SELECT u.login, p.permission FROM user_permissions p JOIN users u ON u.id = p.user_id ORDER BY 1, 2",
        "SELECT u.login, x.project_id || ' ' || max(CASE WHEN p.state = 'archived' OR x.role = 'viewer' THEN 1 WHEN x.role = 'engineer' THEN 2 ELSE 3 END)
           FROM (SELECT user_id, project_id, role FROM project_users UNION ALL SELECT m.user_id, g.project_id, g.role FROM project_groups g
             JOIN user_group_members m ON m.group_id = g.group_id) x JOIN users u ON u.id = x.user_id JOIN projects p ON p.id = x.project_id
          WHERE u.role <> 'manager' AND u.level <> 'admin' AND NOT EXISTS (SELECT 1 FROM user_group_members m JOIN user_groups g ON g.id = m.group_id
             WHERE m.user_id = u.id AND g.level = 'admin') GROUP BY u.id, x.project_id ORDER BY 1, 2",
        "SELECT DISTINCT u.login, a.address FROM group_reach r JOIN asset_group_ranges x ON x.group_id = r.group_id JOIN users u ON u.id = r.user_id
           JOIN assets a ON a.address BETWEEN x.first AND x.last WHERE u.role NOT IN ('manager', 'auditor') AND NOT (u.all_assigned = 1 AND u.unit_id IS NULL) ORDER BY 1, 2",
        "SELECT DISTINCT u.login, x.domain_id FROM group_reach r JOIN asset_group_domains x ON x.group_id = r.group_id JOIN users u ON u.id = r.user_id
          WHERE u.role NOT IN ('manager', 'auditor') AND NOT (u.all_assigned = 1 AND u.unit_id IS NULL) ORDER BY 1, 2",
        "SELECT DISTINCT u.login, n.name FROM appliances n JOIN users u ON u.id = n.owner_id OR EXISTS (SELECT 1 FROM group_reach r JOIN asset_group_appliances x
             ON x.group_id = r.group_id WHERE r.user_id = u.id AND x.appliance_id = n.id) WHERE u.role NOT IN ('manager', 'auditor') AND NOT (u.all_assigned = 1 AND u.unit_id IS NULL) ORDER BY 1, 2",
        "SELECT DISTINCT u.login, c.tag_id FROM tag_scopes s JOIN tag_closure c ON c.above_id = s.tag_id JOIN users u ON u.id = s.user_id WHERE u.role <> 'manager' ORDER BY 1, 2",
        "SELECT DISTINCT u.login, a.address FROM users u CROSS JOIN assets a WHERE u.role NOT IN ('manager', 'contact') AND EXISTS (SELECT 1 FROM tag_scopes s WHERE s.user_id = u.id)
            AND coalesce(u.monitoring_role, '') <> 'none' AND (NOT EXISTS (SELECT 1 FROM asset_tags t WHERE t.asset_id = a.id) OR EXISTS (SELECT 1 FROM asset_tags t
             JOIN tag_closure c ON c.tag_id = t.tag_id JOIN tag_scopes s ON s.tag_id = c.above_id WHERE t.asset_id = a.id AND s.user_id = u.id)) ORDER BY 1, 2",
        "SELECT u.login, s.key || s.value FROM users u, settings s WHERE s.key LIKE 'tickets.%' AND u.role IN ('scanner', 'reader') ORDER BY 1, 2",
    ] {
        for (user, fact) in conn.all(sql, [], |row| Ok((row.get::<String>(0)?, row.values()?))).unwrap() {
            *facts.entry(user).or_default() += &format!("{sql:.30}{:?};", fact[1]);
        }
    }
    facts
}

/// Whoever is there on both sides, with other facts.
fn differing(was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> BTreeSet<String> {
    was.iter()
        .filter(|(user, facts)| is.get(*user).is_some_and(|now| now != *facts))
        .map(|(user, _)| user.clone())
        .collect()
}
