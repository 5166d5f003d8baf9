//! Wrong inputs over the verbs of accounts, each with its exit code; none of them changes anything.

use crate::sandbox::{PASSWORD, Sandbox};

/// Command line, what stands on standard input, exit code.
const WRONG: &[(&str, &str, u8)] = &[
    ("redeem", "", 2),
    ("redeem --password-stdin", "", 2),
    ("redeem --password-stdin", "no-such-token\n", 6),
    ("redeem --password-file /nowhere", "", 2),
    ("redeem extra", "", 2),
    ("redeem -n --password-stdin", "x\n", 2),
    ("recover", "", 2),
    ("recover nobody@acme.example --yes", "", 3),
    ("recover ann.keller@acme.example --yes", "", 4),
    ("reset-password", "", 2),
    ("reset-password ann.keller@acme.example --password-stdin", "a\nb\nc\n", 4),
    ("account frobnicate", "", 2),
    ("account password --password-stdin", "", 2),
    ("account password --password-stdin", "wrong\nother\n", 6),
    ("account questions --question shoe-size --password-stdin", "x\n", 7),
    ("account edit --email nowhere", "", 7),
    ("account edit --notify-scans some", "", 7),
    ("account edit --notify-tickets perhaps", "", 2),
    ("account sign-out 4711", "", 3),
    ("user invite", "", 2),
    ("user invite nobody@acme.example", "", 3),
    ("user invite ann.keller@acme.example", "", 4),
    ("user password nobody@acme.example", "", 3),
    ("user password igor.baran@acme.example", "", 4),
    ("user password ann.keller@acme.example ben.osei@acme.example --set --password-stdin", "a\nb\n", 2),
    ("user password ann.keller@acme.example --password-stdin", "a\n", 2),
    ("user password ann.keller@acme.example --set --no-mail", "", 2),
    ("user deactivate ann.keller@acme.example", "", 2),
    ("user deactivate uwe.brandt@acme.example --yes", "", 4),
    ("user activate nobody@acme.example", "", 3),
    ("user delete ann.keller@acme.example --configs delete", "", 2),
    ("user delete ann.keller@acme.example --yes", "", 2),
    ("user delete ann.keller@acme.example --configs perhaps --yes", "", 7),
    ("user delete ann.keller@acme.example --results perhaps --configs delete --yes", "", 7),
    ("user delete ann.keller@acme.example --configs delete --configs-to x --yes", "", 2),
    ("user delete mara.lindholm@acme.example --yes", "", 4),
    ("user sessions nobody@acme.example", "", 3),
    ("log verify --head ''", "", 7),
    ("user token add ci.robot@acme.example", "", 2),
    ("user token add ci.robot@acme.example --name ''", "", 7),
    ("user token add ci.robot@acme.example --name t --allow user.fly", "", 7),
    ("user token add ci.robot@acme.example --name t --expires never", "", 7),
    ("user token add ann.keller@acme.example --name t", "", 4),
    ("user token revoke ci.robot@acme.example none", "", 3),
    ("user token frobnicate", "", 2),
    ("settings set password.expiry_months=25", "", 7),
    ("settings set signin.max_failures=-1", "", 7),
    ("settings set signin.allowed_addresses=10.0.0.0/33", "", 7),
    ("settings set mail.link_base=http://x.example", "", 7),
    ("settings set mail.from=nobody", "", 7),
    ("settings set password.histroy=5", "", 3),
    ("schedule run-due now", "", 2),
    ("scan launch T", "", 2),
    ("scan launch T --target Nowhere", "", 3),
    ("scan launch '' --target 'Frankfurt Core'", "", 7),
    ("scan show x", "", 3),
    ("scan finish 4711", "", 3),
    ("scan delete 1", "", 2),
    ("remediation-policy add 'EMEA default'", "", 4),
    ("remediation-policy add P --assignee press.desk@acme.example", "", 4),
    ("remediation-policy add P --assignee ana.silva@acme.example --bu EMEA", "", 4),
    ("remediation-policy edit P --name Q", "", 3),
    ("auth-record add R --technology telnet", "", 7),
    ("auth-record add R", "", 2),
    ("auth-record add 'EMEA Unix' --technology unix", "", 4),
    ("auth-record edit 'EMEA Unix' --add-target Nowhere", "", 3),
    ("contact email", "", 2),
    ("contact email --name Desk", "", 2),
    ("contact email --user viggo.strand@acme.example", "", 4),
    ("contact email --name Desk --address nowhere", "", 7),
    ("outbox show 1", "", 3),
    ("outbox send 1", "", 3),
    ("outbox send -n", "", 2),
    ("log prune --yes", "", 2),
    ("log prune --before soon --yes", "", 7),
    ("log list --role king", "", 7),
    ("log list --module boo", "", 7),
    ("db frobnicate", "", 2),
];

#[test]
fn each_wrong_input_has_its_exit_code_a_sentence_and_no_effect() {
    assert!(WRONG.len() >= 50);
    let sandbox = Sandbox::acme();
    let mut different = Vec::new();
    for (line, stdin, code) in WRONG {
        let before = sandbox.dump_tables(|table| !table.starts_with("log_") && !["sessions", "users"].contains(&table));
        let words = crate::sandbox::words(line);
        let args: Vec<&str> = words.iter().map(String::as_str).chain(["--json"]).collect();
        let outcome = sandbox.feed(stdin, &args);
        if outcome.code != *code {
            different.push(format!("{line}: {} instead of {code}: {}", outcome.code, outcome.stderr));
            continue;
        }
        assert_eq!(outcome.stdout, "", "{line}");
        let error: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap();
        assert!(!error["error"]["message"].as_str().unwrap().is_empty(), "{line}");
        let after = sandbox.dump_tables(|table| !table.starts_with("log_") && !["sessions", "users"].contains(&table));
        assert_eq!(before, after, "{line}");
    }
    assert!(different.is_empty(), "{}", different.join(""));
    assert_eq!(sandbox.json("log verify")["intact"], true);
    sandbox.feed(&format!("{PASSWORD}\n"), &["login", crate::sandbox::MARA, "--password-stdin"]).ok();
}
