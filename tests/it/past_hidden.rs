//! What was in somebody's reach and lies outside of it today is told by nothing that asks about the past (TIME-1).

use crate::past::QUESTIONS;
use crate::sandbox::{MARA, Sandbox};

/// No name, address or object of the sample holds these.
const MARKS: [&str; 2] = ["quark", "10.77."];
const QUARK: &str = "quark@acme.example";
const UWE: &str = "uwe.brandt@acme.example";
const CLARA: &str = "clara.dupont@acme.example";
const EMIL: &str = "emil.novak@acme.example";

const MORE: &[&str] = &[
    "account info",
    "asset-group show All",
    "user show quark@acme.example",
    "schedule list",
    "access list uwe.brandt@acme.example",
    "access assets uwe.brandt@acme.example",
    "access assets clara.dupont@acme.example",
    "access who asset.view",
    "access who asset:10.77.0.5",
    "access report",
    "export users",
    "export assets",
    "export asset-groups",
    "export configs",
    "export tickets",
    "export scans",
    "export reports",
    "bu list --tree",
    "bu show EMEA",
];

/// One of everything in the reach of the unit EMEA.
fn with_quarks() -> Sandbox {
    let sandbox = Sandbox::acme();
    for line in [
        "domain add quark.example",
        "appliance add quark-box",
        "tags add closed",
        "asset add 10.77.0.5 --name quark-host --tag closed",
        "asset-group add quarks --address 10.77.0.0/24 --domain quark.example --appliance quark-box --bu EMEA",
        "auth-record add quark-record --technology unix --account root --target quarks",
        &format!("user add {QUARK} --role scanner --bu EMEA --asset-group quarks --no-mail"),
        &format!("asset-group assign quarks {CLARA}"),
        &format!("asset-group assign All {EMIL}"),
        &format!(
            "config add quark-scan --kind scheduled-scan --owner {QUARK} --target quarks --recurrence daily --time 10:00 --time-zone UTC"
        ),
        &format!("config add leaf --kind report-template --owner {UWE} --target quarks"),
        &format!("ticket add --address 10.77.0.5 --title quark-hole --assignee {QUARK}"),
    ] {
        sandbox.sh(&format!("{line} --yes")).ok();
    }
    sandbox.act_as(QUARK);
    sandbox.sh("scan launch quark-launch --target quarks").ok();
    sandbox.sh("report add quark-report --target quarks").ok();
    sandbox.act_as(MARA);
    sandbox
}

/// The questions whose answers tell of what is marked.
fn telling(sandbox: &Sandbox, asker: &str, at: &str) -> Vec<String> {
    sandbox.act_as(asker);
    let mut telling = Vec::new();
    for question in QUESTIONS.iter().chain(MORE) {
        let outcome = sandbox.sh(&format!("{question} --json{at}"));
        assert!(outcome.code != 10, "{question}: {}", outcome.stderr);
        // What was asked for is named by who asked.
        let told = outcome.stdout + &outcome.stderr;
        let told = told.replace(question.split([' ', ':']).next_back().unwrap_or_default(), "");
        telling.extend(MARKS.iter().any(|mark| told.contains(mark)).then(|| (*question).to_owned()));
    }
    telling
}

#[test]
fn nothing_tells_of_what_is_hidden_by_now() {
    let sandbox = with_quarks();
    for (asker, most) in [(UWE, 15), (CLARA, 8), (EMIL, 8)] {
        let told = telling(&sandbox, asker, "");
        assert!(told.len() >= most, "{asker}: {told:?}");
    }
    sandbox.advance(20 * 60);
    sandbox.act_as(MARA);
    for line in [
        "config edit leaf --remove-target quarks --add-target 'Frankfurt Core'",
        &format!("asset-group unassign quarks {CLARA}"),
        &format!("bu move {QUARK} --to Labs --configs keep --asset-groups leave"),
        "asset-group edit quarks --remove-bu EMEA",
    ] {
        sandbox.sh(&format!("{line} --yes")).ok();
    }
    for asker in [UWE, CLARA, EMIL] {
        assert_eq!(telling(&sandbox, asker, ""), Vec::<String>::new(), "{asker} today");
        assert_eq!(telling(&sandbox, asker, " --at 10m"), Vec::<String>::new(), "{asker} then");
    }
}
