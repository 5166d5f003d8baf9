//! What shells offer, asked as their scripts ask, and in real shells at a pseudo-terminal.

use std::process::Command;

use rexpect::session::spawn_command;

use crate::sandbox::Sandbox;
use crate::terminal::command;

/// What is offered for the last word of the line: the kind of answer, then the values.
fn offered(sandbox: &Sandbox, line: &str) -> Vec<String> {
    let words = line.split(' ').map(|word| word.replace('_', " "));
    let args: Vec<String> = ["__complete", "zsh", "--"].map(str::to_owned).into_iter().chain(words).collect();
    let outcome = sandbox.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{line}");
    outcome.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

fn check(sandbox: &Sandbox, line: &str, expected: &[&str]) {
    assert_eq!(offered(sandbox, line), expected, "{line}");
}

#[test]
fn names_come_from_the_database_and_fit_their_place() {
    let sandbox = Sandbox::acme();
    check(&sandbox, "bu move ana.silva@acme.example --to ", &["words", "Americas", "APAC", "EMEA", "Labs", "Pilot"]);
    check(&sandbox, "bu move ana.silva@acme.example --to=a", &["words", "--to=Americas", "--to=APAC"]);
    check(&sandbox, "asset-group show frank", &["words", "Frankfurt Core"]);
    check(&sandbox, "user show an", &["words", "ana.silva@acme.example", "ann.keller@acme.example"]);
    check(&sandbox, "bu move ana.silva@acme.example an", &["words", "ann.keller@acme.example"]);
    check(&sandbox, "user role ana.silva@acme.example sc", &["words", "scanner"]);
    check(&sandbox, "access check ana.silva@acme.example bu.view bu:E", &["words", "bu:EMEA"]);
    check(&sandbox, "access check ana.silva@acme.example bu.view asset-g", &["beginnings", "asset-group:"]);
    check(&sandbox, "settings set password.min", &["beginnings", "password.min_length="]);
    check(&sandbox, "db restore x", &["files"]);
    check(&sandbox, "fim profile edit system --add-path /e", &["files"]);
    check(&sandbox, "bu add X --on-existing u", &["words", "update"]);
    check(&sandbox, "import users x.csv --on-error s", &["words", "stop", "skip"]);
    check(&sandbox, "bu list --js", &["words", "--json"]);
    check(&sandbox, "bu list -o js", &["words", "json", "jsonl"]);
    check(&sandbox, "nonsense ", &["words"]);
    let tickets = offered(&sandbox, "ticket show 1");
    assert!(tickets.len() > 2 && tickets.contains(&"17".to_owned()), "{tickets:?}");
}

#[test]
fn users_come_as_far_as_the_verb_is_for_them() {
    let sandbox = Sandbox::acme();
    sandbox.sh("group add Ops").ok();
    sandbox.sh("group assign Ops ana.silva@acme.example").ok();
    check(&sandbox, "group assign Ops an", &["words", "ann.keller@acme.example"]);
    check(&sandbox, "group unassign Ops ", &["words", "ana.silva@acme.example"]);
    sandbox.sh("user deactivate ana.silva@acme.example --yes").ok();
    check(&sandbox, "user activate a", &["words", "ana.silva@acme.example"]);
    check(&sandbox, "user deactivate an", &["words", "ann.keller@acme.example"]);
    sandbox.sh("project add web").ok();
    sandbox.sh("project assign web ann.keller@acme.example --role viewer").ok();
    check(&sandbox, "project unassign web ", &["words", "ann.keller@acme.example"]);
    let assigned = offered(&sandbox, "asset-group unassign Frankfurt_Core ");
    let told = sandbox.json("asset-group show 'Frankfurt Core'")["assigned_to"].clone();
    assert_eq!(assigned.len() - 1, told.as_array().unwrap().len());
}

#[test]
fn nothing_is_offered_that_may_not_be_viewed() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("uwe.brandt@acme.example");
    let listed = sandbox.json("user list --fields login");
    let offered = offered(&sandbox, "user show ");
    assert_eq!(offered.len() - 1, listed.as_array().unwrap().len());
    assert!(offered.iter().all(|login| *login != "joe.park@acme.example"), "{offered:?}");
}

#[test]
fn without_a_database_or_a_session_only_the_grammar_answers() {
    let empty = Sandbox::empty();
    check(&empty, "user show a", &["words"]);
    check(&empty, "user sho", &["words", "show"]);
    check(&empty, "user show --db /nowhere/x.db a", &["words"]);
    assert!(!empty.db().exists());
    let sandbox = Sandbox::acme();
    std::fs::write(sandbox.path("torn.db"), "no database").unwrap();
    check(&sandbox, &format!("user show --db {} a", sandbox.path("torn.db").display()), &["words"]);
    let before = sandbox.dump();
    let lock = rusqlite::Connection::open(sandbox.db()).unwrap();
    lock.execute_batch("BEGIN EXCLUSIVE").unwrap();
    offered(&sandbox, "user show an");
    lock.execute_batch("ROLLBACK").unwrap();
    assert_eq!(before, sandbox.dump(), "asking leaves no trace");
}

#[test]
fn where_names_are_many_the_last_one_is_among_them() {
    let sandbox = Sandbox::acme();
    let rows: String = (0..500).map(|n| format!("many{n:03}@x.example\n")).collect();
    sandbox.feed(&format!("login\n{rows}"), &["import", "users", "-", "--format", "csv", "--no-mail"]).ok();
    let offered = offered(&sandbox, "user show many");
    assert_eq!(offered.len(), 202);
    assert_eq!(offered.last().unwrap(), "many499@x.example");
}

/// What is typed, and the words that come of it with the tabulator.
const TYPED: &[(&str, &str)] = &[
    ("bu mo\t--help", "bu|move|--help"),
    ("user show ana\t", "user|show|ana.silva@acme.example"),
    ("user show ana.silva@ac\t", "user|show|ana.silva@acme.example"),
    ("bu move ana.silva@acme.example --to E\t", "bu|move|ana.silva@acme.example|--to|EMEA"),
    ("bu move ana.silva@acme.example --to=E\t", "bu|move|ana.silva@acme.example|--to=EMEA"),
    ("asset-group show Frank\t", "asset-group|show|Frankfurt Core"),
    ("asset-group show 'Frankfurt C\t", "asset-group|show|Frankfurt Core"),
    ("access check ana.silva@acme.example bu.vi\tbu:E\t", "access|check|ana.silva@acme.example|bu.view|bu:EMEA"),
    ("access who bu.view asset-group:Frank\t", "access|who|bu.view|asset-group:Frankfurt Core"),
];

/// Names that would do something if they got onto a line as they are.
const HOSTILE: [&str; 3] = ["Z1$(echo run)", "Z2'; echo run; '", "Z3\\S:x`echo run`"];

/// Types lines in a shell that has loaded the script, and in which `provost` tells its words.
fn type_in(shell: &str, args: &[&str], load: &str) {
    let sandbox = Sandbox::acme();
    // Sessions go by the real clock.
    sandbox.set_clock(provost::service::ports::Clock::now(&provost::system::SystemClock::default()).0);
    sandbox.act_as(crate::sandbox::MARA);
    for name in HOSTILE {
        sandbox.run(&["bu", "add", name]).ok();
    }
    let like = command(&sandbox, &[]);
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_provost")).parent().unwrap();
    let mut command = Command::new(shell);
    command.args(args).env_clear();
    command.envs(like.get_envs().filter_map(|(name, value)| value.map(|value| (name, value))));
    command.env("PATH", format!("{}:/usr/bin:/bin", folder.display())).env("PS1", "$ ");
    let mut terminal = spawn_command(command, Some(20_000)).unwrap();
    terminal.send_line(&format!("{load}; echo lo''aded")).unwrap();
    terminal.exp_string("loaded").unwrap();
    for (typed, words) in TYPED {
        terminal.send_line(&format!("provost {typed}")).unwrap();
        let told = format!("<{words}>");
        terminal.exp_string(&told).unwrap_or_else(|error| panic!("{shell}: `{typed}` to `{told}`: {error}"));
    }
    for (name, start) in HOSTILE.iter().zip(["Z1", "Z2", "Z3"]) {
        for open in ["", "'", "\""] {
            if open == "'" && name.contains('\'') {
                // It cannot stand there, and is not offered.
                continue;
            }
            terminal.send_line(&format!("provost bu show {open}{start}\t")).unwrap();
            let told = format!("<bu|show|{name}>");
            terminal.exp_string(&told).unwrap_or_else(|error| panic!("{shell}: {open}{start} to `{told}`: {error}"));
        }
    }
    terminal.send_line("exit").unwrap();
}

/// A function of the name that completes as the program does, and tells its words.
const TELLS: &str =
    r#"provost() { if [ "$1" = __complete ]; then command provost "$@"; else (IFS='|'; echo "<$*>"); fi; }"#;

#[test]
fn bash_completes() {
    type_in("bash", &["--norc", "-i"], &format!("source <(provost completions bash); {TELLS}"));
}

#[test]
#[ignore = "needs zsh and fish"]
fn zsh_and_fish_complete() {
    let zsh = "autoload -U compinit; compinit -u -D; source <(provost completions zsh)";
    type_in("zsh", &["-f", "-i"], &format!("{zsh}; {TELLS}"));
    let tells = r#"function provost; if test "$argv[1]" = __complete; command provost $argv; else; echo "<"(string join "|" -- $argv)">"; end; end"#;
    type_in("fish", &["--no-config", "-i"], &format!("provost completions fish | source; {tells}"));
}
