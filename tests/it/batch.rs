//! Many commands in one transaction, or one by one.

use serde_json::{Value, json};

use crate::sandbox::{MARA, Outcome, Sandbox};

const ANN: &str = "ann.keller@acme.example";

fn batch(sandbox: &Sandbox, lines: &str, more: &[&str]) -> Outcome {
    sandbox.feed(lines, &[&["batch", "-"], more].concat())
}

fn rows(outcome: Outcome) -> Vec<Value> {
    outcome.ok().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn all_lines_are_done_in_order_and_each_is_told() {
    let sandbox = Sandbox::acme();
    let lines = format!(
        "# the night shift\n\ngroup add 'Night shift' --level viewer\n  provost group assign \"Night shift\" {ANN}\nuser show {ANN}\n"
    );
    let told = rows(batch(&sandbox, &lines, &["-o", "jsonl"]));
    assert_eq!(told.len(), 4);
    assert_eq!(told[3]["effects"][0]["gained"][0]["values"], json!(["viewer"]), "what all lines come to is told last");
    assert_eq!((&told[0]["action"], &told[1]["action"]), (&json!("group.add"), &json!("group.assign")));
    assert_eq!(told[2]["groups"], json!(["Night shift"]), "later lines see what earlier ones did");
    let log = sandbox.json("log list --limit 2");
    assert_eq!(told[0]["operation"], told[1]["operation"], "a batch is one operation (OP-1)");
    assert_eq!((&log[0]["operation"], &log[1]["operation"]), (&told[0]["operation"], &log[1]["id"]));
    assert!(sandbox.json("log verify")["intact"].as_bool().unwrap());
    let text = batch(&sandbox, "group add A\ngroup add B\n", &[]).ok();
    assert_eq!(text, "added group `A`\nadded group `B`\n");
}

#[test]
fn the_first_line_that_fails_is_named_and_nothing_is_done() {
    let sandbox = Sandbox::acme();
    let before = sandbox.dump_without_log();
    let outcome = batch(&sandbox, "group add A\n\ngroup add A\ngroup add B\n", &["--json"]);
    let hints = outcome.refused(4, "GRP-1", "-:3: a group `A` exists already");
    assert!(hints.contains(&"nothing was done: the batch was rolled back".to_owned()));
    assert_eq!(before, sandbox.dump_without_log());
    let log = sandbox.json("log list --limit 2");
    assert_eq!((&log[0]["action"], &log[0]["outcome"]), (&json!("group.add"), &json!("refused")));
    assert_ne!(log[1]["action"], "group.add", "what was rolled back is not in the log");
    batch(&sandbox, "group add A\nuser show nobody@x.example\n", &["--json"]).refused(
        3,
        "ROLE-8",
        "-:2: there is no user",
    );
    batch(&sandbox, "group frobnicate\n", &["--json"]).refused(2, "", "-:1: ");
    batch(&sandbox, "group add 'A\n", &["--json"]).refused(2, "", "-:1: ");
}

#[test]
fn with_keep_going_each_line_stands_by_itself() {
    let sandbox = Sandbox::acme();
    let outcome = batch(&sandbox, "group add A\ngroup add A\ngroup add B\n", &["--keep-going", "-o", "jsonl"]);
    assert_eq!((outcome.code, outcome.stdout.lines().count()), (10, 2), "{outcome:?}");
    let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
    assert!(error["error"]["message"].as_str().unwrap().starts_with("-:2: a group `A` exists"), "{error}");
    assert_eq!(sandbox.json("group show B")["name"], "B");
}

#[test]
fn a_line_may_use_what_an_earlier_one_gave() {
    let sandbox = Sandbox::acme();
    let lines = "inc := fim incident add Odd\nfim incident edit ${inc.incident.id} --title \"Odder ${inc.incident.approval}\"\n";
    let told = rows(batch(&sandbox, lines, &["-o", "jsonl"]));
    assert_eq!(told[1]["incident"]["title"], "Odder pending");
    batch(&sandbox, "group add ${nope.x}\n", &["--json"]).refused(
        2,
        "",
        "-:1: no earlier line keeps a result as `nope`",
    );
    batch(&sandbox, "x := group list\n", &["--json"]).refused(2, "", "cannot keep a list");
}

#[test]
fn a_dry_run_is_exact_and_leaves_nothing() {
    let sandbox = Sandbox::acme();
    let before = sandbox.dump();
    let lines = format!(
        "group add A --level viewer\ngroup assign A {ANN}\nuser delete {ANN} --configs delete --results delete\n"
    );
    batch(&sandbox, &lines, &["--json"]).refused(2, "", "-:3: `user.delete` needs a confirmation");
    let dry = rows(batch(&sandbox, &lines, &["-n", "-y", "-o", "jsonl"]));
    assert!(dry.iter().all(|told| told["dry_run"] == true && told["operation"] == Value::Null), "{dry:?}");
    assert_eq!(before, sandbox.dump());
    let text = batch(&sandbox, "group add A\n", &["-n"]).ok();
    assert_eq!(text, "would add group `A`\n");
    let mut real = rows(batch(&sandbox, &lines, &["-y", "-o", "jsonl", "--reason", "left"]));
    for told in &mut real {
        told["dry_run"] = true.into();
        told["operation"] = Value::Null;
    }
    assert_eq!(dry, real);
    assert_eq!(sandbox.json("log list --limit 1")[0]["reason"], "left", "the reason holds for every line");
}

#[test]
fn what_stands_alone_is_no_line_of_a_batch() {
    let sandbox = Sandbox::acme();
    for line in [
        "login x@x.example",
        "account password --password-stdin",
        "user add x@x.example --password-stdin",
        "user password ann.keller@acme.example --set",
        "user token add ci.robot@acme.example --name x",
        "outbox send",
        "db migrate",
        "batch other.txt",
        "group add X --db other.db",
    ] {
        batch(&sandbox, &format!("{line}\n"), &["--json"]).refused(2, "", "-:1: ");
    }
    batch(&sandbox, "group assign A -\n", &["--json"]).refused(2, "", "no standard input");
    sandbox.act_as(ANN);
    batch(&sandbox, "user list\ngroup add X\n", &["--json"]).refused(5, "ROLE-7", "-:2: you may not do `group.add`");
    batch(&sandbox, "group list\n", &["--json"]).refused(5, "ROLE-7", "-:1: you may not do `group.view`");
    let noted = sandbox.act_as(MARA).json("log list --limit 1");
    assert_eq!((&noted[0]["action"], &noted[0]["outcome"]), (&"group.view".into(), &"refused".into()));
}

#[test]
fn secrets_and_literals_stay_what_they_are() {
    let sandbox = Sandbox::acme();
    let told = batch(
        &sandbox,
        "u := user add new@x.example --no-mail\nuser edit new@x.example --title ${u.invitation.token}\n",
        &["--json"],
    );
    told.refused(2, "", "-:2: there is no single value");
    let told = rows(batch(&sandbox, "group add A --description 'costs ${x}'\n", &["-o", "jsonl"]));
    assert_eq!(told[0]["group"]["description"], "costs ${x}");
    let told = rows(batch(&sandbox, "\u{feff}# a comment\r\ngroup add B\r\n", &["-o", "jsonl"]));
    assert_eq!(told[0]["group"]["name"], "B");
    for line in ["user edit x@x.example --help", "user", "--version", "x := "] {
        let outcome = batch(&sandbox, &format!("{line}\n"), &["--json"]);
        assert_eq!(outcome.code, 2, "{line}: {outcome:?}");
        assert!(
            outcome.stderr.contains("no whole command") || outcome.stderr.contains("no command is given"),
            "{line}: {outcome:?}"
        );
    }
}

#[test]
fn a_dry_run_that_keeps_going_sees_what_earlier_lines_would_do() {
    let sandbox = Sandbox::acme();
    let before = sandbox.dump();
    let lines = "user add z@x.example --no-mail\nuser edit z@x.example --title K\ngroup frobnicate\nuser edit z@x.example --phone 1\n";
    let dry = batch(&sandbox, lines, &["--keep-going", "-n", "-q", "-o", "jsonl"]);
    assert_eq!(before, sandbox.dump());
    let real = batch(&sandbox, lines, &["--keep-going", "-q", "-o", "jsonl"]);
    assert_eq!((dry.code, real.code), (10, 10));
    assert_eq!((dry.stdout.lines().count(), real.stdout.lines().count()), (3, 3), "{}", dry.stdout);
}
