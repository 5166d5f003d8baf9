//! Taking back what would name somebody again who could not be named by now (OP-5), and what the past shows to whom (TIME-1).

use crate::sandbox::{MARA, Sandbox};

/// What is done by whom, then the rule that forbids to take back the command marked with `!`.
const CASES: &[(&str, &[&str])] = &[
    (
        "FIM-13",
        &[
            "uwe.brandt: fim rule add RR --when 'severity>=1' --reviewer sofia.rossi@acme.example",
            "!uwe.brandt: fim rule edit RR --remove-reviewer sofia.rossi@acme.example",
            "mara.lindholm: tags scope sofia.rossi@acme.example --set windows --yes",
        ],
    ),
    (
        "FIM-13",
        &[
            "mara.lindholm: fim rule add RR --when 'severity>=1' --reviewer tomas.reyes@acme.example",
            "!mara.lindholm: fim rule edit RR --remove-reviewer tomas.reyes@acme.example",
            "mara.lindholm: user deactivate tomas.reyes@acme.example --yes",
        ],
    ),
    (
        "CONF-1",
        &[
            "!kenji.mori: config edit id:15 --remove-target 'Osaka Core'",
            "mara.lindholm: asset-group unassign 'Osaka Core' yuki.tanaka@acme.example --yes",
        ],
    ),
    (
        "TICK-1",
        &[
            "!kenji.mori: ticket reassign 14 --to kenji.mori@acme.example",
            "mara.lindholm: asset-group unassign 'Osaka Core' suda.chai@acme.example --yes",
        ],
    ),
    (
        "AG-6",
        &[
            "!mara.lindholm: asset-group transfer Mumbai --to mara.lindholm@acme.example",
            "mara.lindholm: asset-group edit Mumbai --remove-bu APAC --yes",
        ],
    ),
    (
        "AG-6",
        &[
            "!mara.lindholm: asset-group transfer 'Chen Sandbox' --to carla.mendez@acme.example",
            "mara.lindholm: user deactivate lee.chen@acme.example --yes",
        ],
    ),
    (
        "CONF-1",
        &[
            "!mara.lindholm: config transfer 'Osaka daily' --to mara.lindholm@acme.example",
            "mara.lindholm: user deactivate yuki.tanaka@acme.example --yes",
        ],
    ),
    (
        "CONT-2",
        &[
            "mara.lindholm: contact email --bu EMEA --user clara.dupont@acme.example",
            "!mara.lindholm: contact email --bu EMEA --clear",
            "mara.lindholm: user deactivate clara.dupont@acme.example --yes",
        ],
    ),
    (
        "POL-1",
        &[
            "mara.lindholm: remediation-policy add RP --assignee zoe.finch@acme.example",
            "!mara.lindholm: remediation-policy edit RP --assignee mara.lindholm@acme.example",
            "mara.lindholm: user deactivate zoe.finch@acme.example --yes",
        ],
    ),
    (
        "FIM-7",
        &[
            "mara.lindholm: fim incident add Odd",
            "!mara.lindholm: fim incident edit 1 --title X",
            "mara.lindholm: fim incident review 1 --approval approved --yes",
        ],
    ),
    (
        "PRJ-1",
        &[
            "!mara.lindholm: project test-case add 'Web shop' TCX --steps a",
            "mara.lindholm: project archive 'Web shop' --yes",
        ],
    ),
];

#[test]
fn nobody_is_named_again_who_could_not_be_named_by_now() {
    for (rule, steps) in CASES {
        let sandbox = Sandbox::acme();
        let mut operation = 0;
        for step in *steps {
            let (actor, command) = step.trim_start_matches('!').split_once(": ").unwrap();
            sandbox.act_as(&format!("{actor}@acme.example"));
            sandbox.sh(command).ok();
            if step.starts_with('!') {
                operation = sandbox.open().one("SELECT max(id) FROM operations", [], |row| row.get::<i64>(0)).unwrap();
            }
        }
        sandbox.act_as(MARA);
        let why = if *rule == "PRJ-1" { "the project `Web shop` is archived" } else { "cannot be taken back" };
        let hints = sandbox.refused(&format!("op revert {operation} --yes"), 4, rule, why);
        assert!(hints.iter().all(|hint| !hint.contains("TCX")), "{hints:?}");
    }
}

#[test]
fn what_somebody_no_longer_monitors_is_not_shown_in_the_past_either() {
    let sandbox = Sandbox::acme();
    sandbox.sh(&format!("import events {}", crate::sandbox::EVENTS)).ok();
    let then = sandbox.json("op list --limit 1")[0]["at"].as_str().unwrap().to_owned();
    sandbox.advance(60);
    sandbox.act_as("uwe.brandt@acme.example");
    let (events, assets) = (sandbox.sh("export events -").stdout, sandbox.sh("fim asset list --json").stdout);
    assert!(events.lines().count() > 1 && assets.contains("10.10.0.10\""), "{events}");
    sandbox.act_as(MARA);
    sandbox.sh("tags scope uwe.brandt@acme.example --set windows --yes").ok();
    sandbox.act_as("uwe.brandt@acme.example");
    let today = sandbox.sh("fim asset list --json").stdout;
    for (question, now) in [("export events -", sandbox.sh("export events -").stdout), ("fim asset list --json", today)]
    {
        let past = sandbox.sh(&format!("{question} --at {then}"));
        assert!(past.stdout.lines().count() <= now.lines().count(), "{question}\n{now}\n{}", past.stdout);
        assert!(past.stderr.contains("not shown"), "{question}: {}", past.stderr);
    }
    sandbox.sh(&format!("fim asset show 10.10.0.10 --json --at {then}")).refused(3, "ROLE-8", "no asset");
}

#[test]
fn a_link_that_is_gone_is_not_told_as_the_end_of_what_it_linked() {
    let sandbox = Sandbox::acme();
    sandbox.sh("group add GA").ok();
    sandbox.sh("group assign GA lena.fox@acme.example").ok();
    let operation: i64 = sandbox.open().one("SELECT max(id) FROM operations", [], |row| row.get(0)).unwrap();
    sandbox.sh("group unassign GA lena.fox@acme.example --yes").ok();
    let outcome = sandbox.sh(&format!("op revert {operation} --yes"));
    assert_eq!(outcome.code, 4);
    assert!(
        outcome.stderr.contains("the link of user `lena.fox@acme.example` to group `GA` is gone since"),
        "{}",
        outcome.stderr
    );
}
