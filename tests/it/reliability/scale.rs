//! Work in bulk at the size that it is meant for.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::thread::park_timeout;
use std::time::Instant;

use provost::service::ports::Clock as _;
use provost::system::SystemClock;
use serde_json::{Value, json};

use super::figure;
use crate::bulk::{counts, import, mistakes};
use crate::sandbox::{MARA, Sandbox};
use crate::terminal::command;

#[test]
fn rejects_are_mended_and_end_in_the_same_as_a_clean_file() {
    mend(300, 10);
}

#[test]
#[ignore = "takes a minute"]
fn a_thousand_mistakes_among_a_hundred_thousand_rows_are_mended() {
    mend(100_000, 100);
}

/// People to take on; with `wrong`, every so many have a mistake of one of four kinds.
fn people(count: usize, wrong: Option<usize>) -> String {
    let mut text = String::from("login,first_name,role,unit,external_id\n");
    for n in 0..count {
        let (mut login, mut role, mut unit) = (format!("p{n:06}@bulk.example"), "reader", "EMEA");
        match wrong.filter(|every| n % every == 0).map(|every| n / every % 4) {
            Some(0) => role = "raeder",
            Some(1) => unit = "EMAE",
            Some(2) => login = format!("p{n:06}bulk.example"),
            Some(_) => login = MARA.to_owned(),
            None => {}
        }
        writeln!(text, "{login},Pat,{role},{unit},{n:06}").unwrap();
    }
    text
}

/// A file with a mistake in one row of so many: all are named and nothing is written; put aside, mended and taken in
/// again, they end in the same database as a clean file.
fn mend(count: usize, every: usize) {
    let (sandbox, clean) = (Sandbox::acme_in_a_file(), Sandbox::acme_in_a_file());
    let (good, bad) = (people(count, None), people(count, Some(every)));
    let wrong = count / every;
    import(&clean, "users", &good, "--no-mail").ok();
    let before = sandbox.dump_without_log();
    let told = mistakes(&import(&sandbox, "users", &bad, "--no-mail --json"));
    assert_eq!(told.len(), wrong);
    assert!(told[0].starts_with("2 role: `raeder` is no role; one of: manager"), "{}", told[0]);
    assert_eq!(told[1], format!("{} unit: there is no business unit `EMAE`", every + 2));
    assert!(told[2].starts_with(&format!("{} login: ", 2 * every + 2)), "{}", told[2]);
    let moved = format!("{} unit: `{MARA}` belongs to no unit, and would be moved to `EMEA`", 3 * every + 2);
    assert_eq!(told[3], moved);
    assert_eq!(before, sandbox.dump_without_log());

    let rejects = sandbox.path("rejects.csv");
    let flags = format!("--no-mail --on-error skip --rejects {} --json", rejects.display());
    let outcome = import(&sandbox, "users", &bad, &flags);
    assert_eq!(outcome.code, 10);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(counts(&report), [(count - wrong) as u64, 0, 0, 0, wrong as u64]);
    let text = fs::read_to_string(&rejects).unwrap();
    let begin =
        "login,first_name,role,unit,external_id,error_code,error\np000000@bulk.example,Pat,raeder,EMEA,000000,invalid,";
    assert!(text.starts_with(begin), "{}", &text[..200]);
    assert_eq!(text.lines().count(), wrong + 1);

    let mend = |line: &str| match line.split(',').nth(4).filter(|number| number.parse::<usize>().is_ok()) {
        Some(number) => format!("p{number}@bulk.example{}\n", &line[line.find(',').unwrap()..]),
        None => format!("{line}\n"),
    };
    let mended: String = text.replace("raeder", "reader").replace("EMAE", "EMEA").lines().map(mend).collect();
    let report = import(&sandbox, "users", &mended, "--no-mail --json").json();
    assert_eq!(counts(&report), [wrong as u64, 0, 0, 0, 0]);
    assert_eq!(sandbox.sh("export users").ok(), clean.sh("export users").ok());
    let again = import(&sandbox, "users", &good, "--no-mail --json").json();
    assert_eq!(
        (counts(&again), &again["status"], &again["operation"]),
        ([0, 0, count as u64, 0, 0], &json!("unchanged"), &Value::Null)
    );
    let none = import(&sandbox, "users", &good, &flags).ok();
    assert!(none.contains("\"failed_count\": 0"));
    assert_eq!(fs::read_to_string(&rejects).unwrap().lines().count(), 1, "a header alone");
    figure(&format!("{count} rows, {wrong} of them with a mistake: all named, mended, and equal to a clean file"));
}

/// Commands of many kinds; later ones use what earlier ones made.
fn mixed(count: usize) -> Vec<String> {
    let line = |n: usize| match n % 10 {
        0 => format!("group add 'Group {n}' --description 'of line {n}'"),
        1 => format!("user add u{n}@batch.example --role reader --bu EMEA --no-mail"),
        2 => format!("group assign 'Group {}' u{}@batch.example", n - 2, n - 1),
        3 => format!("tags add tag-{n} --tag-color blue"),
        4 => format!("tags scope u{}@batch.example --set tag-{}", n - 3, n - 1),
        5 => format!("domain add d{n}.batch.example"),
        6 => format!("t{n} := ticket add --address 10.10.0.10 --title 'Line {n}' --severity 2"),
        7 => format!("ticket edit ${{t{}.ticket.id}} --severity 3", n - 1),
        8 => format!("user edit u{}@batch.example --title 'of {n}'", n - 7),
        _ => format!("asset tag 10.10.0.10 --tag tag-{}", n - 6),
    };
    (0..count).map(line).collect()
}

#[test]
fn a_batch_that_fails_late_names_its_line_and_leaves_nothing() {
    fail_late(300, 210);
}

#[test]
#[ignore = "takes a minute"]
fn a_batch_of_10000_commands_that_fails_at_line_7000_leaves_nothing() {
    fail_late(10_000, 7_000);
}

fn fail_late(count: usize, at: usize) {
    let sandbox = Sandbox::acme_in_a_file();
    let mut lines = mixed(count);
    lines[at - 1] = "group add 'Group 0'".to_owned();
    let before = sandbox.dump_without_log();
    let outcome = sandbox.feed(&lines.join("\n"), &["batch", "-", "--json", "--yes"]);
    outcome.refused(4, "GRP-1", &format!("-:{at}: a group `Group 0` exists"));
    assert_eq!(before, sandbox.dump_without_log());
    lines.truncate(at - 1);
    let done = sandbox.feed(&lines.join("\n"), &["batch", "-", "-o", "jsonl", "--yes"]).ok();
    assert_eq!(done.lines().count(), at - 1, "without that line all of it is done");
    figure(&format!("a batch of {count} commands failed at line {at}: the line is named, nothing is there"));
}

#[test]
fn a_batch_that_is_killed_half_way_leaves_nothing() {
    kill_half_way(2_000);
}

#[test]
#[ignore = "takes a minute"]
fn a_batch_of_10000_commands_that_is_killed_half_way_leaves_nothing() {
    kill_half_way(10_000);
}

/// The real program, killed after half of the time that it took before: nothing is there. Should a kill come too late on
/// a machine that is busy with other things, everything is there, and it is tried again.
#[expect(clippy::disallowed_methods, reason = "half of the time that a real process takes")]
fn kill_half_way(count: usize) {
    let begun = Instant::now();
    let whole = {
        let sandbox = present();
        assert!(start(&sandbox, count).wait().unwrap().success());
        made(&sandbox)
    };
    let half = begun.elapsed() / 2;
    let found_nothing = (0..10).any(|_| {
        let sandbox = present();
        let before = sandbox.dump_without_log();
        let mut child = start(&sandbox, count);
        park_timeout(half);
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(sandbox.json("log verify")["intact"].as_bool().unwrap());
        sandbox.sh("db check").ok();
        let is_done = made(&sandbox) == whole;
        assert!(is_done || before == sandbox.dump_without_log(), "half of it is there");
        !is_done
    });
    assert!(found_nothing);
    figure(&format!("a batch of {count} commands was killed half-way: nothing is there"));
}

/// How many of everything there are that the lines make.
fn made(sandbox: &Sandbox) -> Vec<usize> {
    let lists = ["group list", "user list", "tags list", "domain list", "ticket list"];
    lists.iter().map(|list| sandbox.json(list).as_array().unwrap().len()).collect()
}

/// The sample organisation at the present time, so that the real program accepts its session.
fn present() -> Sandbox {
    let sandbox = Sandbox::acme_in_a_file();
    sandbox.set_clock(SystemClock::default().now().0);
    sandbox.act_as(MARA);
    sandbox
}

fn start(sandbox: &Sandbox, count: usize) -> std::process::Child {
    let path = sandbox.path("lines.txt");
    fs::write(&path, mixed(count).join("\n")).unwrap();
    let mut command = command(sandbox, &["batch", path.to_str().unwrap(), "-q", "--yes"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}
