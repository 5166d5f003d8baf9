//! A cluster that loses hosts while several write: nothing that was acknowledged is lost. Run by `.ci/with-cluster`.

// It tells how long other machines take.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use provost::service::ports::Clock as _;
use provost::system::{SystemClock, variable};

use crate::sandbox::{PASSWORD, SAMPLE, Sandbox};
use crate::server::client_of;

const WRITERS: usize = 4;
/// So many changes are acknowledged before and after each fault.
const ENOUGH: usize = 40;

/// The nodes, as `.ci/with-cluster` started them.
struct Cluster {
    address: String,
    folder: PathBuf,
}

impl Cluster {
    fn of_the_environment() -> Option<Self> {
        Some(Self {
            address: variable("PROVOST_TEST_CLUSTER")?,
            folder: variable("PROVOST_TEST_CLUSTER_FOLDER")?.into(),
        })
    }

    fn node(&self, number: usize) -> PathBuf {
        self.folder.join(format!("node{number}"))
    }

    /// The node that takes writes.
    fn primary(&self) -> usize {
        let folder = client_of(&self.address.replace("{}", "postgres")).query_one("SHOW data_directory", &[]).unwrap();
        let folder: String = folder.get(0);
        (1..=3).find(|number| folder.contains(&format!("node{number}/"))).unwrap()
    }

    fn signal(&self, node: usize, signal: &str) {
        for pid in [pid(&self.node(node).join("patroni.pid")), pid(&self.node(node).join("data/postmaster.pid"))] {
            kill(pid, signal);
            // What a postmaster started, too, when it is stopped and not killed.
            if signal != "KILL" {
                let _ = Command::new("pkill").args([&format!("-{signal}"), "-P", &pid.to_string()]).status();
            }
        }
    }

    fn restart(&self, node: usize) {
        assert!(Command::new("sh").arg(self.node(node).join("restart")).status().unwrap().success());
    }
}

fn pid(file: &Path) -> u32 {
    fs::read_to_string(file).unwrap().lines().next().unwrap().trim().parse().unwrap()
}

fn kill(pid: u32, signal: &str) {
    let _ = Command::new("kill").args([&format!("-{signal}"), &pid.to_string()]).status();
}

/// What was said of the users that were to be added.
#[derive(Default)]
struct Told {
    done: Mutex<BTreeSet<String>>,
    undone: Mutex<BTreeSet<String>>,
    unknown: Mutex<BTreeSet<String>>,
    count: AtomicUsize,
    /// The longest time between two acknowledgements.
    gap: Mutex<(Option<Instant>, Duration)>,
    is_over: AtomicBool,
}

impl Told {
    fn note(&self, logins: &[String], code: u8, stderr: &str) {
        let heap = match code {
            0 => &self.done,
            10 => &self.unknown,
            8 | 9 => &self.undone,
            _ => panic!("{code}: {stderr}"),
        };
        heap.lock().unwrap().extend(logins.iter().cloned());
        if code == 0 {
            self.count.fetch_add(1, Ordering::Relaxed);
            let mut gap = self.gap.lock().unwrap();
            let now = Instant::now();
            let since = gap.0.map_or(Duration::ZERO, |last| now - last);
            *gap = (Some(now), gap.1.max(since));
        }
    }

    fn wait_for_more(&self, count: usize) {
        let wanted = self.count.load(Ordering::Relaxed) + count;
        let until = Instant::now() + Duration::from_secs(120);
        while self.count.load(Ordering::Relaxed) < wanted {
            assert!(Instant::now() < until, "no more changes are acknowledged");
            thread::yield_now();
        }
    }
}

/// Adds users one by one and by imports, and moves them, until it is over.
fn writes(number: usize, address: &str, token: &str, told: &Told) {
    let sandbox = Sandbox::in_a_file();
    sandbox.set_clock(1_795_435_200);
    sandbox.vars.borrow_mut().insert("PROVOST_DB".to_owned(), address.to_owned());
    sandbox.vars.borrow_mut().insert("PROVOST_TOKEN".to_owned(), token.to_owned());
    for round in 0.. {
        if told.is_over.load(Ordering::Relaxed) {
            return;
        }
        let login = format!("w{number}-{round}@acme.example");
        let line = format!("user add {login} --bu EMEA --role reader --no-mail -q --wait 30");
        let outcome = sandbox.sh(&line);
        told.note(std::slice::from_ref(&login), outcome.code, &outcome.stderr);
        if outcome.code == 0 && round % 5 == 0 {
            let moved = sandbox.sh(&format!("bu move {login} --to APAC --yes -q --wait 30"));
            assert!([0, 8, 9, 10].contains(&moved.code), "{moved:?}");
        }
        if round % 10 == 3 {
            let logins: Vec<String> = (0..50).map(|row| format!("i{number}-{round}-{row}@acme.example")).collect();
            let csv = logins.iter().fold("login,role\n".to_owned(), |csv, login| csv + login + ",reader\n");
            let imported = sandbox
                .feed(&csv, &["import", "users", "-", "--format", "csv", "--no-mail", "--yes", "-q", "--wait", "30"]);
            told.note(&logins, imported.code, &imported.stderr);
        }
    }
}

#[test]
#[ignore = "wants a cluster: .ci/with-cluster"]
fn nothing_acknowledged_is_lost_when_hosts_are() {
    let Some(cluster) = Cluster::of_the_environment() else { return };
    client_of(&cluster.address.replace("{}", "postgres")).batch_execute("CREATE DATABASE acme").unwrap();
    let address = format!("{}&answer_timeout=15&connect_timeout=3", cluster.address.replace("{}", "acme"));
    let sandbox = Sandbox::in_a_file();
    sandbox.vars.borrow_mut().insert("PROVOST_DB".to_owned(), address.clone());
    sandbox.feed(&format!("{PASSWORD}\n"), &["init", "--from", SAMPLE, "--password-stdin", "-q"]).ok();
    let token = fs::read_to_string(sandbox.token_file()).unwrap().trim().to_owned();
    let told = Told::default();
    let mut gaps = Vec::new();
    thread::scope(|scope| {
        for number in 0..WRITERS {
            let (address, token, told) = (&address, &token, &told);
            scope.spawn(move || writes(number, address, token, told));
        }
        for fault in [kill_the_primary, kill_a_standby, freeze_the_primary, stop_etcd] {
            told.wait_for_more(ENOUGH);
            *told.gap.lock().unwrap() = (Some(Instant::now()), Duration::ZERO);
            fault(&cluster, &told);
            told.wait_for_more(ENOUGH);
            gaps.push(told.gap.lock().unwrap().1);
        }
        told.is_over.store(true, Ordering::Relaxed);
    });
    println!(
        "longest time without a write, for each fault: {gaps:?}; {} acknowledged, {} refused, {} unknown",
        told.done.lock().unwrap().len(),
        told.undone.lock().unwrap().len(),
        told.unknown.lock().unwrap().len()
    );
    check(&sandbox, &told);
    assert!(gaps.iter().take(3).all(|gap| *gap < Duration::from_secs(30)), "{gaps:?}");
}

fn kill_the_primary(cluster: &Cluster, told: &Told) {
    let primary = cluster.primary();
    cluster.signal(primary, "KILL");
    told.wait_for_more(ENOUGH);
    cluster.restart(primary);
}

fn kill_a_standby(cluster: &Cluster, told: &Told) {
    let standby = cluster.primary() % 3 + 1;
    cluster.signal(standby, "KILL");
    told.wait_for_more(ENOUGH);
    cluster.restart(standby);
}

/// As if it were cut off: the others elect another one, and it finds out when it wakes.
fn freeze_the_primary(cluster: &Cluster, told: &Told) {
    let primary = cluster.primary();
    cluster.signal(primary, "STOP");
    told.wait_for_more(ENOUGH);
    cluster.signal(primary, "CONT");
}

/// Without it nobody knows who leads: the primary steps down, and takes writes again once it is back.
fn stop_etcd(cluster: &Cluster, _: &Told) {
    kill(pid(&cluster.folder.join("etcd.pid")), "KILL");
    let until = Instant::now() + Duration::from_secs(25);
    while Instant::now() < until {
        thread::yield_now();
    }
    assert!(Command::new("sh").arg(cluster.folder.join("restart-etcd")).status().unwrap().success());
}

fn check(sandbox: &Sandbox, told: &Told) {
    let logins: BTreeSet<String> =
        sandbox.sh("user list --fields login -o csv").ok().lines().map(str::to_owned).collect();
    let (done, undone) = (told.done.lock().unwrap(), told.undone.lock().unwrap());
    let lost: Vec<_> = done.difference(&logins).collect();
    assert!(lost.is_empty(), "acknowledged, and not there: {lost:?}");
    let never: Vec<_> = undone.intersection(&logins).collect();
    assert!(never.is_empty(), "refused, and there: {never:?}");
    let unknown: Vec<_> = told.unknown.lock().unwrap().iter().cloned().collect();
    assert!(unknown.is_empty(), "nobody could tell of {unknown:?}");
    assert_eq!(sandbox.json("log verify")["intact"], true);
    assert!(sandbox.sh("db check").ok().contains("whole"));
}

/// Its commands, as an operator would type them.
#[test]
#[ignore = "wants a cluster: .ci/with-cluster"]
fn the_guide_for_operators_works() {
    let Some(cluster) = Cluster::of_the_environment() else { return };
    let sandbox = Sandbox::in_a_file();
    sandbox.set_clock(SystemClock::default().now().0);
    sandbox.feed(&format!("{PASSWORD}\n"), &["init", "--from", SAMPLE, "--password-stdin", "-q"]).ok();
    fs::write(sandbox.path("pw.txt"), PASSWORD).unwrap();
    let guide = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operating-a-server.md")).unwrap();
    let blocks = guide.split("```sh\n").skip(1).map(|part| part.split("```").next().unwrap());
    let script: String =
        blocks.collect::<Vec<_>>().join("\n").replace("docs/", concat!(env!("CARGO_MANIFEST_DIR"), "/docs/"));
    assert!(script.lines().count() > 20);
    let (hosts, options) = cluster.address.split_once('@').unwrap().1.split_once("/{}?").unwrap();
    let path = format!(
        "{}:{}",
        Path::new(env!("CARGO_BIN_EXE_provost")).parent().unwrap().display(),
        variable("PATH").unwrap()
    );
    let database = |role: &str| format!("postgres://{role}@{hosts}/main?{options}");
    let output = Command::new("sh")
        // Where an organisation is named behind the address, it is its only part.
        .args(["-exc", &script.replace("?organisation=", "&organisation=")])
        .current_dir(sandbox.path(""))
        .env_clear()
        .envs(sandbox.vars.borrow().iter())
        .env("PATH", path)
        .env("ADMIN", cluster.address.replace("{}", "postgres"))
        .env("OWNER", database("provost"))
        .env("APP", database("provost_app"))
        .env("CLUSTER", database("provost"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
