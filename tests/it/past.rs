//! Asking about the past (TIME-1): what was said then is said again.

use serde_json::Value;

use crate::sandbox::{EVENTS, MARA, PEOPLE, Sandbox};

/// What is asked again and again: lists of every kind, and access.
pub const QUESTIONS: &[&str] = &[
    "user list",
    "bu list",
    "group list",
    "project list",
    "asset list --limit 40",
    "asset-group list",
    "domain list",
    "appliance list",
    "config list",
    "ticket list",
    "tags list",
    "remediation-policy list",
    "auth-record list",
    "scan list",
    "report list",
    "engine list",
    "rule list",
    "requirement list",
    "integration list",
    "fim profile list",
    "fim rule list",
    "fim incident list",
    "fim event list",
    "settings show",
    "contact show",
    "access list ana.silva@acme.example",
    "access who user.edit user:ben.osei@acme.example",
    "access assets ben.osei@acme.example",
    "access check ana.silva@acme.example scan.launch asset-group:California",
    "project profile list 'Web shop'",
    "user list --filter unit=EMEA --sort -login",
    "user list --sort -created_at --limit 6",
    "config list --sort owner --limit 5",
    "asset list --sort -name --limit 7",
    "ticket list --filter valid=no",
    "asset-group show California",
];

/// Commands of all kinds.
const COMMANDS: &[&str] = &[
    "user add zed@acme.example --role scanner --bu EMEA --group Analysts --no-mail",
    "bu move ana.silva@acme.example --to EMEA --configs keep --asset-groups keep --yes",
    "bu move ben.osei@acme.example --unassign --configs delete --asset-groups leave --yes",
    "user edit zed@acme.example --title Boss --login zeta@acme.example",
    "user grant zeta@acme.example create-option-profiles",
    "group add Night --level manager",
    "group assign Night zeta@acme.example --yes",
    "bu edit EMEA --name Europe --division North",
    "bu edit Europe --name EMEA",
    "tags add fresh --rule 'address-in 10.10.0.0/24'",
    "tags edit fresh --rule 'address-in 10.10.1.0/24'",
    "tags scope zeta@acme.example --add fresh",
    "asset add 10.77.0.1 10.77.0.2 --tag production",
    "asset edit 10.77.0.1 --name seventy-seven",
    "asset-group add Fresh --address 10.77.0.0/24 --bu EMEA",
    "asset-group edit Fresh --name Freshest --add-address 10.78.0.0/24",
    "asset-group assign Freshest zeta@acme.example",
    "asset-group edit California --comments later",
    "asset delete 10.77.0.2 --yes",
    "settings set tickets.users_may_close=on name='Acme Two'",
    "ticket add --address 10.77.0.1 --title Patch --assignee zeta@acme.example",
    "user role zeta@acme.example reader --configs keep --asset-groups keep --yes",
    "user deactivate zeta@acme.example --yes",
    "user activate zeta@acme.example",
    "project add Fresh --description new",
    "project assign Fresh zeta@acme.example --role engineer",
    "project archive Fresh --yes",
    "project restore Fresh",
    "engine add Slow",
    "rule add Slowly",
    "requirement add Slower --rule Slowly",
    "integration add Chat --kind chat",
    "integration edit Chat --address https://chat.acme.example",
    "integration edit Chat --address https://talk.acme.example",
    "asset edit 10.77.0.1 --attribute 99999999999999999999=rack",
    "asset edit 10.77.0.1 --attribute 99999999999999999999=",
    "remediation-policy add Late --assignee zeta@acme.example",
    "auth-record add Unixes --technology unix --target Freshest",
    "config add Weekly --kind scheduled-scan --target Freshest --recurrence weekly --weekday mon --time 02:00 --time-zone UTC",
    "schedule deactivate Weekly",
    "scan launch Now --target Freshest",
    "contact email --bu EMEA --name Desk --address desk@acme.example",
    "fim profile add Files --path /etc --tag production",
    "fim rule add Accounts --when path=/etc/passwd",
    "fim rule run",
    "fim incident add Odd",
    "asset-group transfer Freshest --to tomas.reyes@acme.example --yes",
    "user delete zeta@acme.example --results keep --configs delete --yes",
    "undo --yes",
    "redo --yes",
    "group delete Night --yes",
    "tags delete fresh --force --yes",
    "asset-group delete Freshest --yes",
    "undo --last 3 --yes",
];

/// What lists say that is not kept, or tells when it was asked.
fn without_sign_ins(mut answer: Value) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(strip),
            Value::Object(fields) => {
                fields.remove("last_login_at");
                fields.values_mut().for_each(strip);
            }
            _ => {}
        }
    }
    strip(&mut answer);
    answer
}

/// The answers to every `stride`th question, another one first each time.
fn answers(sandbox: &Sandbox, turn: usize, stride: usize, at: &str) -> Vec<String> {
    let ask = |question: &&str| {
        let outcome = sandbox.sh(&format!("{question} --json{at}"));
        match serde_json::from_str(&outcome.stdout) {
            Ok(answer) => format!("{question}: {}", without_sign_ins(answer)),
            Err(_) => format!("{question}: {}", outcome.code),
        }
    };
    QUESTIONS.iter().skip(turn % stride).step_by(stride).map(ask).collect()
}

fn newest(sandbox: &Sandbox) -> i64 {
    sandbox.open().one("SELECT COALESCE(max(id), 0) FROM operations", [], |row| row.get(0)).unwrap()
}

/// Runs the commands, and asks again what was answered before and after each.
fn said_again(stride: usize) {
    let sandbox = Sandbox::acme();
    sandbox.sh(&format!("import events {EVENTS}")).ok();
    sandbox.sh(&format!("import users {PEOPLE} --no-mail")).ok();
    let mut kept = vec![(newest(&sandbox), answers(&sandbox, 0, stride, ""))];
    for (turn, command) in (1..).zip(COMMANDS) {
        sandbox.advance(60);
        sandbox.act_as(MARA);
        sandbox.sh(command).ok();
        kept.push((newest(&sandbox), answers(&sandbox, turn, stride, "")));
    }
    assert!(kept.len() > 50);
    for (turn, (operation, then)) in kept.iter().enumerate() {
        let after = answers(&sandbox, turn, stride, &format!(" --at op:{operation}"));
        let next = kept.get(turn + 1).map(|(next, _)| *next).filter(|next| next != operation);
        let before = next.map(|next| answers(&sandbox, turn, stride, &format!(" --at before-op:{next}")));
        for said in [Some(after), before].into_iter().flatten() {
            for (then, said) in then.iter().zip(&said) {
                assert!(then == said, "after {turn} commands, op:{operation}\nthen {then}\nsaid {said}");
            }
        }
    }
}

#[test]
fn what_was_said_before_and_after_each_of_fifty_operations_is_said_again() {
    said_again(5);
}

#[test]
#[ignore = "asks every question each time"]
fn everything_that_was_said_is_said_again() {
    said_again(1);
}

/// What the past shows of an account is what the present does not hide (TIME-1).
#[test]
fn an_account_and_a_diff_of_access_tell_nothing_of_what_is_hidden_today() {
    let (zoe, joe, uwe) = ("zoe.finch@acme.example", "joe.park@acme.example", "uwe.brandt@acme.example");
    let sandbox = Sandbox::acme();
    sandbox.sh("asset-group assign All emil.novak@acme.example").ok();
    sandbox.advance(20 * 60);
    sandbox.act_as(MARA);
    sandbox.sh("asset-group edit 'Paris Office' --remove-bu EMEA --yes").ok();
    sandbox.sh(&format!("asset-group unassign 'US Backbone' {zoe} --yes")).ok();
    sandbox.sh("bu move clara.dupont@acme.example --to Labs --configs keep --asset-groups keep --yes").ok();
    sandbox.sh(&format!("bu move {joe} --to EMEA --configs keep --asset-groups leave --yes")).ok();
    sandbox.act_as(zoe);
    let info = sandbox.json("account info --at 10m");
    assert_eq!(info["appliances"], sandbox.json("account info")["appliances"]);
    sandbox.act_as("emil.novak@acme.example");
    let all = |line: &str| sandbox.json(line)["addresses"].clone();
    assert_eq!(all("asset-group show All --at 10m"), all("asset-group show All"));
    sandbox.act_as(uwe);
    let info = sandbox.json("account info --at 10m");
    assert!(!info["schedules"].to_string().contains("clara"), "{info}");
    let diff = sandbox.sh(&format!("access diff --from 10m {joe} --json"));
    assert_eq!(diff.code, 1);
    let told: Value = serde_json::from_str(&diff.stdout).unwrap();
    assert!(told["users"][0]["lost"].as_array().unwrap().is_empty() && !diff.stdout.contains("Americas"), "{told}");
    assert!(told["users"][0]["gained"].to_string().contains("EMEA"), "{told}");
}

#[test]
fn what_was_taken_back_then_is_told_as_it_was_then() {
    let sandbox = Sandbox::acme();
    let mut told = Vec::new();
    let first = sandbox.json("bu edit EMEA --comments x")["operation"].as_i64().unwrap();
    for line in ["undo", "redo", "undo", "bu edit APAC --comments y", "op revert LAST", "op revert LAST"] {
        let last = told.last().map_or(first, |(id, _)| *id);
        let id =
            sandbox.json(&format!("{} --yes", line.replace("LAST", &last.to_string())))["operation"].as_i64().unwrap();
        told.push((id, sandbox.json("op list --sort id")));
    }
    for (id, list) in &told {
        assert_eq!(&sandbox.json(&format!("op list --sort id --at op:{id}")), list, "op:{id}");
    }
    assert!(told.iter().any(|(_, list)| list.to_string().contains("\"undone\"")));
}
