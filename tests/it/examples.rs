//! The examples of every verb, and what they need of the sample organisation to run.

use clap::Command;
use provost::cli::Terminal;
use provost::cli::commands::grammar;

use crate::sandbox::{EVENTS, Outcome, PASSWORD, PEOPLE, SAMPLE, Sandbox, Script, words};

/// The sample organisation, with what the examples of a verb need.
pub fn prepared(verb: &str) -> Sandbox {
    prepare(Sandbox::acme(), verb)
}

/// The same in an organisation that is there already.
pub fn prepare(sandbox: Sandbox, verb: &str) -> Sandbox {
    let file = |name: &str, lines: &[&str]| std::fs::write(sandbox.path(name), lines.join("\n")).unwrap();
    const NEW: &str = "Copper-Sunday-19-Velvet";
    file("old-and-new.txt", &[PASSWORD, NEW]);
    file("own-and-new.txt", &[PASSWORD, NEW]);
    file("found.csv", &["title,severity,rule,comment", "Cookie without Secure,4,TLS version,on the login page"]);
    file("changes.txt", &["# one change", "user edit igor.baran@acme.example --title Analyst"]);
    file("answers.txt", &[PASSWORD, "Rex", "Bakery", "Dune"]);
    file("answers-and-new.txt", &["Rex", "Bakery", "Dune", NEW]);
    match verb {
        "redeem" => {
            let token = sandbox.sh("user invite igor.baran@acme.example --no-mail").ok();
            file("link.txt", &[token.trim(), NEW]);
        }
        "account questions" | "reset-password" => {
            sandbox.sh("settings set questions.enabled=on").ok();
        }
        "user token list" | "user token revoke" => {
            sandbox.sh("user token add ci.robot@acme.example --name nightly").ok();
        }
        "import" => {
            sandbox.run(&["export", "--all", sandbox.path("backup/").to_str().unwrap()]).ok();
        }
        "redo" => {
            sandbox.sh("bu edit EMEA --comments later").ok();
            sandbox.sh("undo --yes").ok();
        }
        "undo" => {
            sandbox.sh("bu edit EMEA --comments later").ok();
            sandbox.sh("bu edit EMEA --comments latest").ok();
        }
        "op revert" | "diff" | "access diff" => {
            sandbox.sh("bu edit EMEA --comments later").ok();
            sandbox.sh("user level clara.dupont@acme.example manager").ok();
        }
        "db restore" => {
            sandbox.run(&["db", "backup", sandbox.path("acme-backup.db").to_str().unwrap()]).ok();
        }
        "scan show" | "scan finish" | "scan delete" => {
            sandbox.sh("scan launch Probe --target 'Frankfurt Core'").ok();
        }
        "report show" | "report download" | "report delete" => {
            sandbox.sh("report add Quarterly").ok();
        }
        "outbox show" => {
            sandbox.sh("user invite igor.baran@acme.example").ok();
        }
        verb if verb.starts_with("fim ") => {
            sandbox.sh(&format!("import events {EVENTS}")).ok();
            if verb.starts_with("fim profile") && verb != "fim profile add" {
                sandbox.sh("fim profile add 'System files' --path /usr/bin --tag production").ok();
            }
            if verb.starts_with("fim incident") && verb != "fim incident add" {
                sandbox.sh("fim incident add 'Changed passwords' --event 1").ok();
            }
            if verb == "fim incident reopen" {
                sandbox.sh("fim incident review 1 --approval approved").ok();
            }
            if verb.starts_with("fim rule") && verb != "fim rule add" {
                sandbox.sh("fim rule add Accounts --when path=/etc/passwd --inactive").ok();
            }
            if verb == "fim rule run" || verb == "fim rule deactivate" {
                sandbox.sh("fim rule activate Accounts").ok();
                let more = "asset,at,path,action,severity\n10.10.0.10,2026-11-21,/etc/passwd,modify,5\n";
                sandbox.feed(more, &["import", "events", "-", "--format", "csv"]).ok();
            }
            if verb.starts_with("fim report ") && verb != "fim report add" {
                sandbox.sh("fim report add 'Severe events' --when 'severity>=4'").ok();
            }
            if verb == "fim report rerun" {
                sandbox.sh("fim report add 'All events'").ok();
                let sql = "UPDATE fim_reports SET state = 'failed', error = 'out of reach', body = NULL WHERE name = 'All events'";
                sandbox.tamper(sql);
            }
            if verb.starts_with("fim report-rule") && verb != "fim report-rule add" {
                sandbox.sh("fim report-rule add Weekly --recurrence daily --time 07:00 --time-zone Europe/Berlin").ok();
            }
        }
        _ => {}
    }
    if verb == "reset-password" {
        let login = "ana.silva@acme.example";
        sandbox.feed(&format!("{PASSWORD}\n"), &["user", "add", "pw@acme.example", "--password-stdin"]).ok();
        sandbox.tamper(&format!(
            "INSERT INTO passwords (user_id, phc, set_at) SELECT u.id, p.phc, 1 FROM users u, passwords p WHERE u.login = '{login}' LIMIT 1"
        ));
        sandbox.act_as(login);
        let questions =
            "account questions --question first-pet --question first-job --question favourite-book --password-file";
        run_stage(&sandbox, &format!("{questions} answers.txt"), "", &[]).ok();
    }
    sandbox
}

/// Every verb with its path, such as `user add`.
pub fn verbs() -> Vec<(String, Command)> {
    fn walk(path: &str, command: &Command, found: &mut Vec<(String, Command)>) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help" && !sub.is_hide_set()) {
            let path = format!("{path} {}", sub.get_name()).trim().to_owned();
            if sub.has_subcommands() {
                walk(&path, sub, found);
            } else {
                found.push((path, sub.clone()));
            }
        }
    }
    let mut found = Vec::new();
    let mut root = grammar();
    root.build();
    walk("", &root, &mut found);
    assert!(found.len() > 60, "only {} verbs", found.len());
    found
}

pub fn examples(command: &Command) -> Vec<String> {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    text.lines().filter_map(|line| line.trim().strip_prefix("provost ").map(str::to_owned)).collect()
}

/// An example's arguments, with its files in the sandbox.
fn arguments(sandbox: &Sandbox, stage: &str) -> Vec<String> {
    std::fs::write(sandbox.path("pw.txt"), PASSWORD).unwrap();
    let in_sandbox = |word: String| match word.as_str() {
        "acme.toml" => SAMPLE.to_owned(),
        "events.csv" => EVENTS.to_owned(),
        "people.csv" | "sample-data/people.csv" => PEOPLE.to_owned(),
        "pw.txt"
        | "new.db"
        | "demo.db"
        | "acme-backup.db"
        | "acme-copy.db"
        | "link.txt"
        | "rejects.csv"
        | "users.csv"
        | "assets.jsonl"
        | "backup/"
        | "organisation.toml"
        | "changes.txt"
        | "changes.html"
        | "found.csv"
        | "report.html"
        | "man/"
        | "old-and-new.txt"
        | "own-and-new.txt"
        | "answers.txt"
        | "answers-and-new.txt" => sandbox.path(&word).to_str().unwrap().to_owned(),
        _ => word,
    };
    words(stage).into_iter().map(in_sandbox).collect()
}

pub fn run_stage(sandbox: &Sandbox, stage: &str, stdin: &str, more: &[&str]) -> Outcome {
    run_at(sandbox, stage, stdin, more, Terminal::default())
}

/// At a terminal whatever is asked is answered with yes.
fn run_at(sandbox: &Sandbox, stage: &str, stdin: &str, more: &[&str], terminal: Terminal) -> Outcome {
    let args = arguments(sandbox, stage.trim().trim_start_matches("provost "));
    let args: Vec<&str> = args.iter().map(String::as_str).chain(more.iter().copied()).collect();
    sandbox.start(stdin.as_bytes(), &args, terminal, &Script::new(&["yes"; 4]))
}

/// Runs an example; what `jq` does between two stages is played by the test: the lines go over as they are,
/// or the key that `jq -r '.[].KEY'` names.
pub fn run_example(sandbox: &Sandbox, example: &str, stdin: &str, more: &[&str]) -> Outcome {
    run_example_at(sandbox, example, stdin, more, Terminal::default())
}

/// The same, with its last command at a terminal.
pub fn run_example_at(sandbox: &Sandbox, example: &str, stdin: &str, more: &[&str], terminal: Terminal) -> Outcome {
    let mut stages = example.split(" | ").peekable();
    let mut stdin = stdin.to_owned();
    loop {
        let stage = stages.next().unwrap();
        let is_last = !stages.clone().any(|stage| stage.starts_with("provost"));
        if is_last {
            return run_at(sandbox, stage, &stdin, more, terminal);
        }
        let outcome = run_stage(sandbox, stage, &stdin, &[]);
        stdin = match stages.next_if(|stage| stage.starts_with("jq")) {
            None => outcome.ok(),
            Some(jq) => {
                let key = jq.trim_start_matches("jq -r '.[].").trim_end_matches('\'').to_owned();
                let rows = outcome.json();
                rows.as_array().unwrap().iter().map(|row| format!("{}\n", row[&key].as_str().unwrap())).collect()
            }
        };
    }
}
