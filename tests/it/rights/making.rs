//! Making takes `add` (ROLE-11), whatever else the actor may do with things of the kind.

use provost::domain::Action;
use provost::service::bulk::BulkKind;
use serde_json::Value;

use crate::sandbox::{MARA, Sandbox};

/// Every action that a token can name but the given ones.
fn all_but(missing: &[Action]) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| !action.is_open() && !missing.contains(action)).collect()
}

/// The example of the kind's template, as somebody with all actions but the given ones takes it in.
fn import(kind: BulkKind, missing: &[Action], policy: &str) -> (u8, Value) {
    let sandbox = Sandbox::acme();
    let template = sandbox.sh(&format!("import {kind} --template")).ok();
    // What the examples name beside what is there already.
    sandbox.sh("bu add Lisbon-Unit").ok();
    sandbox.act_with_token(MARA, &all_but(missing));
    let outcome = sandbox.feed(
        &template,
        &["import", kind.as_str(), "-", "--format", "csv", "--on-existing", policy, "--yes", "--json"],
    );
    let text = if outcome.code == 0 { &outcome.stdout } else { &outcome.stderr };
    (outcome.code, serde_json::from_str(text).unwrap_or_default())
}

#[test]
fn a_new_row_of_each_kind_takes_add() {
    for kind in BulkKind::ALL.iter().copied() {
        let (code, report) = import(kind, &[], "fail");
        assert_eq!((code, &report["created_count"]), (0, &1.into()), "{kind}: with every action it is made: {report}");
        let add = kind.form().add;
        for policy in ["fail", "update", "skip"] {
            let (code, report) = import(kind, &[add], policy);
            assert_eq!(code, 5, "{kind} --on-existing {policy}: made without `{add}`: {report}");
            assert!(report.to_string().contains(add.as_str()), "{kind}: {report}");
        }
    }
}

#[test]
fn a_single_add_takes_add_whatever_becomes_of_what_exists() {
    let sandbox = Sandbox::acme();
    for (line, add) in [
        ("user add x@x.example", Action::UserAdd),
        ("bu add X", Action::BuAdd),
        ("group add X", Action::GroupAdd),
        ("project add X", Action::ProjectAdd),
        ("tags add X", Action::TagsAdd),
        ("asset add 10.99.0.1", Action::AssetAdd),
        ("asset-group add X", Action::AssetGroupAdd),
        ("config add X --kind search-list", Action::ConfigAdd),
        ("ticket add --address 10.10.0.10 --title X", Action::TicketAdd),
        ("remediation-policy add X", Action::RemediationPolicyAdd),
        ("auth-record add X --technology unix", Action::AuthRecordAdd),
        ("domain add x.example", Action::DomainAdd),
        ("appliance add X", Action::ApplianceAdd),
        ("fim profile add X --path /etc", Action::FimProfileAdd),
        ("fim rule add X --when severity=3", Action::FimRuleAdd),
        ("fim report add X", Action::FimReportAdd),
        ("fim report-rule add X --recurrence daily --time 06:00 --time-zone UTC", Action::FimReportRuleAdd),
    ] {
        for policy in ["", " --on-existing fail", " --on-existing update", " --on-existing skip"] {
            let line = format!("{line}{policy} --json");
            sandbox.act_with_token(MARA, &all_but(&[add]));
            let outcome = sandbox.sh(&line);
            assert_eq!(outcome.code, 5, "{line}: {outcome:?}");
            assert!(outcome.stderr.contains(add.as_str()), "{line}: {}", outcome.stderr);
        }
        sandbox.act_with_token(MARA, &all_but(&[]));
        sandbox.sh(&format!("{line} -n")).ok();
    }
}

#[test]
fn a_project_admin_makes_no_project() {
    let sandbox = Sandbox::acme();
    let ana = "ana.silva@acme.example";
    for role in ["engineer", "admin"] {
        sandbox.act_as(MARA).sh(&format!("project assign 'Web shop' {ana} --role {role}")).ok();
        sandbox.act_as(ana);
        sandbox.refused("project add X", 5, "ROLE-7", "project.add");
        let outcome = sandbox
            .feed("name\nX\n", &["import", "projects", "-", "--format", "csv", "--on-existing", "update", "--json"]);
        assert!(outcome.code == 5 && outcome.stderr.contains("project.add"), "{outcome:?}");
        sandbox
            .feed(
                "name,description\nWeb shop,Mine\n",
                &["import", "projects", "-", "--format", "csv", "--on-existing", "update"],
            )
            .ok();
    }
}
