//! Many processes on one file: nothing lost, nobody turned away, no reader sees half a command, backups are whole.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use provost::service::ports::Clock as _;
use provost::system::SystemClock;
use serde_json::Value;

use crate::sandbox::{MARA, Sandbox};

/// Runs the real binary; gives its JSON.
fn real(sandbox: &Command<'_>, line: &str) -> Value {
    let words = crate::sandbox::words(&format!("{line} --json"));
    let args: Vec<&str> = words.iter().map(String::as_str).collect();
    let output = sandbox.run(&args);
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What the threads share of a sandbox, which itself stays with its own.
struct Command<'a> {
    vars: Vec<(String, String)>,
    token: &'a str,
}

impl Command<'_> {
    fn run(&self, args: &[&str]) -> std::process::Output {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_provost"));
        command.args(args).env_clear().envs(self.vars.iter().cloned()).env("PROVOST_TOKEN", self.token);
        command.output().unwrap()
    }
}

/// So many processes at once, each running so many commands, with a reader and a process that makes backups beside them.
fn all_at_once(processes: usize, commands: usize) {
    let sandbox = Sandbox::acme_in_a_file();
    sandbox.set_clock(SystemClock::default().now().0);
    sandbox.act_as(MARA);
    sandbox.sh("group add Pair").ok();
    let entries = sandbox.json("log verify")["entry_count"].as_i64().unwrap();
    let token = sandbox.token().unwrap();
    let vars = sandbox.vars.borrow().clone().into_iter().collect();
    let shared = Command { vars, token: &token };
    let over = AtomicBool::new(false);
    let backups = thread::scope(|scope| {
        let reader = scope.spawn(|| read(&shared, &over));
        let copier = scope.spawn(|| back_up(&shared, &over, sandbox.folder.path()));
        let shared = &shared;
        let writers: Vec<_> =
            (0..processes).map(|number| scope.spawn(move || write(shared, number, commands))).collect();
        let results: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        over.store(true, Ordering::Relaxed);
        results.into_iter().for_each(|result| result.unwrap());
        reader.join().unwrap();
        copier.join().unwrap()
    });
    // Each command of a writer changes something, and so leaves an entry.
    let expected = entries + i64::try_from(processes * commands + backups).unwrap();
    assert_eq!(sandbox.json("log verify")["entry_count"], expected);
    let mine = |list: &str, field: &str, tail: &str| {
        let rows = sandbox.json(list);
        rows.as_array()
            .unwrap()
            .iter()
            .filter(|row| row[field].as_str().is_some_and(|name| name.contains(tail)))
            .count()
    };
    let of_kind = |kind: usize| (0..commands).filter(|at| at % KINDS == kind).count() * processes;
    assert_eq!(mine("user list", "login", "@many.example"), of_kind(0));
    assert_eq!(mine("bu list", "name", "Unit-"), of_kind(1));
    assert_eq!(mine("tags list", "name", "tag-"), of_kind(2));
    assert_eq!(mine("asset list", "name", "host-"), of_kind(3));
    sandbox.sh("db check").ok();
}

/// How many kinds of commands a writer runs in turn.
const KINDS: usize = 6;

fn write(shared: &Command<'_>, number: usize, commands: usize) {
    for at in 0..commands {
        let line = match at % KINDS {
            0 => format!("user add u{number}-{at}@many.example --no-mail"),
            1 => format!("bu add Unit-{number}-{at}"),
            2 => format!("tags add tag-{number}-{at}"),
            3 => format!("asset add 172.{}.{}.{} --name host-{number}-{at}", 16 + number, at / 250, at % 250),
            4 => format!("user edit u{number}-{}@many.example --title Nr-{at}", at - 4),
            _ => format!("ticket add --address 10.10.0.10 --title t-{number}-{at}"),
        };
        real(shared, &line);
    }
}

/// Two members come and go together: nobody sees one of them alone.
fn read(shared: &Command<'_>, over: &AtomicBool) {
    let mut rounds = 0;
    while !over.load(Ordering::Relaxed) || rounds < 3 {
        let group = real(shared, "group show Pair");
        assert!(matches!(group["members"].as_array().unwrap().len(), 0 | 2), "{group}");
        let log = real(shared, "log list --limit 5");
        let ids: Vec<i64> = log.as_array().unwrap().iter().map(|entry| entry["id"].as_i64().unwrap()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1] + 1), "{ids:?}");
        rounds += 1;
    }
}

/// Backups made meanwhile are whole; gives how many entries that left.
fn back_up(shared: &Command<'_>, over: &AtomicBool, folder: &std::path::Path) -> usize {
    let mut made = 0;
    let pair = "ben.osei@acme.example ann.keller@acme.example";
    while !over.load(Ordering::Relaxed) || made < 3 {
        let path = folder.join(format!("backup-{made}.db"));
        real(shared, &format!("db backup {}", path.display()));
        assert_eq!(real(shared, &format!("db check --db {}", path.display()))["ok"], true);
        real(shared, &format!("group assign Pair {pair}"));
        real(shared, &format!("group unassign Pair {pair}"));
        std::fs::remove_file(path).unwrap();
        made += 1;
    }
    3 * made
}

#[test]
fn processes_at_once_lose_nothing() {
    all_at_once(3, 12);
}

#[test]
#[ignore = "takes minutes: 8 processes of 200 commands"]
fn eight_processes_of_200_commands_lose_nothing() {
    all_at_once(8, 200);
}
