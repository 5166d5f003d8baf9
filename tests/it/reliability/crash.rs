//! The real binary, killed at random moments: each command is wholly there, or not at all.

use std::fs;
use std::process::Stdio;
use std::thread::park_timeout;
use std::time::{Duration, Instant};

use provost::service::ports::Clock as _;
use provost::system::SystemClock;

use crate::sandbox::{MARA, Sandbox};
use crate::terminal::command;

/// How many rows are imported, and how many lines a batch has.
const MANY: usize = 300;

/// A command that is killed: its arguments, and what it needs.
struct Victim {
    name: &'static str,
    line: &'static str,
    schema: Option<i64>,
}

const VICTIMS: &[Victim] = &[
    Victim { name: "import", line: "import users people.csv --no-mail", schema: None },
    Victim {
        name: "move",
        line: "bu move ana.silva@acme.example lee.chen@acme.example --to EMEA --configs keep --asset-groups keep --yes",
        schema: None,
    },
    Victim {
        name: "delete",
        line: "user delete ann.keller@acme.example --configs-to ben.osei@acme.example --results keep --yes",
        schema: None,
    },
    Victim { name: "batch", line: "batch changes.txt", schema: None },
    Victim { name: "undo", line: "undo --yes", schema: None },
    Victim { name: "revert", line: "op revert 258 259 --yes", schema: None },
    Victim { name: "migrate", line: "db migrate", schema: Some(1) },
    Victim { name: "backup", line: "db backup copy.db", schema: None },
    Victim { name: "restore", line: "db restore earlier.db --yes", schema: None },
];

/// The sample organisation at the present time, so that the real binary accepts its session.
fn prepared(victim: &Victim) -> Sandbox {
    let sandbox = match victim.schema {
        None => Sandbox::acme_in_a_file(),
        Some(version) => {
            let sandbox = Sandbox::in_a_file();
            let fixture = format!("{}/tests/fixtures/schema-{version}.db", env!("CARGO_MANIFEST_DIR"));
            fs::copy(fixture, sandbox.db()).unwrap();
            sandbox
        }
    };
    sandbox.set_clock(SystemClock::default().now().0);
    if victim.name == "restore" {
        sandbox.act_as(MARA);
        sandbox.run(&["db", "backup", sandbox.path("earlier.db").to_str().unwrap()]).ok();
        sandbox.sh("user delete joe.park@acme.example --configs delete --results delete --yes").ok();
    }
    if victim.schema.is_none() {
        sandbox.act_as(MARA);
    }
    if ["undo", "revert"].contains(&victim.name) {
        sandbox.sh("user delete ann.keller@acme.example --configs-to ben.osei@acme.example --results keep --yes").ok();
        sandbox.sh("bu move ana.silva@acme.example --to EMEA --configs keep --asset-groups keep --yes").ok();
    }
    let rows: String = (0..MANY).map(|n| format!("p{n}@crash.example,reader,EMEA\n")).collect();
    fs::write(sandbox.path("people.csv"), format!("login,role,unit\n{rows}")).unwrap();
    let lines: String =
        (0..MANY).map(|n| format!("group add G{n}\ngroup assign G{n} ben.osei@acme.example\n")).collect();
    fs::write(sandbox.path("changes.txt"), lines).unwrap();
    sandbox
}

fn spawn(sandbox: &Sandbox, line: &str) -> std::process::Child {
    let words = crate::sandbox::words(line);
    let args: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut command = command(sandbox, &args);
    command.current_dir(sandbox.folder.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// What is in the database, as an export tells it; the schema's version for one that is too old to be exported.
fn state(sandbox: &Sandbox) -> String {
    if sandbox.json("db info")["needs_migration"] == true {
        let db = rusqlite::Connection::open(sandbox.db()).unwrap();
        let whole: String = db.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok");
        return sandbox.dump();
    }
    sandbox.sh("db check").ok();
    sandbox.act_as(MARA);
    assert_eq!(sandbox.json("log verify")["intact"], true);
    let folder = sandbox.path("export");
    let _ = fs::remove_dir_all(&folder);
    sandbox.run(&["export", "--all", folder.to_str().unwrap()]).ok();
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// Kills each victim so often, at moments spread over the time it takes undisturbed; tells how often each was found
/// done.
fn kill(rounds: usize, seed: u64) -> Vec<(&'static str, usize)> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut finished = Vec::new();
    for victim in VICTIMS {
        let undisturbed = prepared(victim);
        let before = state(&undisturbed);
        if victim.schema.is_none() {
            undisturbed.act_as(MARA);
        }
        // No assertion rests on it: it spreads the kills over the run.
        #[allow(clippy::disallowed_methods)]
        let begin = Instant::now();
        assert!(spawn(&undisturbed, victim.line).wait().unwrap().success(), "{}", victim.name);
        let length = begin.elapsed();
        let after = state(&undisturbed);
        assert_eq!(before == after, victim.name == "backup", "{}: what it does must show", victim.name);
        let mut done = 0;
        for _ in 0..rounds {
            let sandbox = prepared(victim);
            let mut child = spawn(&sandbox, victim.line);
            wait(length.mul_f64(random.f64() * 1.05));
            child.kill().unwrap();
            child.wait().unwrap();
            let left = state(&sandbox);
            assert!(left == before || left == after, "{}: neither before nor after", victim.name);
            let copy = sandbox.path("copy.db");
            if copy.exists() {
                sandbox.run(&["db", "check", "--db", copy.to_str().unwrap()]).ok();
            }
            done += usize::from(if victim.name == "backup" { copy.exists() } else { left == after });
        }
        finished.push((victim.name, done));
    }
    finished
}

/// Waits at least that long; parking may end early.
fn wait(length: Duration) {
    #[allow(clippy::disallowed_methods)]
    let begin = Instant::now();
    while let Some(rest) = length.checked_sub(begin.elapsed()).filter(|rest| !rest.is_zero()) {
        park_timeout(rest);
    }
}

#[test]
fn a_killed_command_is_wholly_there_or_not_at_all() {
    kill(2, 1);
}

#[test]
#[ignore = "takes minutes: 210 kills"]
fn a_killed_command_is_wholly_there_or_not_at_all_210_times() {
    let finished = kill(30, 2);
    super::figure(&format!("of 30 kills each, found done: {finished:?}"));
    assert!(finished.iter().any(|(_, done)| *done > 0), "every kill came before anything was done");
    for (name, done) in finished {
        assert!(done < 30, "{name} was never killed in time");
    }
}
