//! Random commands with `undo` and `redo` between them, against a list of states: each leads to the state that it must.

use std::fmt::Write as _;

use fastrand::Rng;

use crate::sandbox::{MARA, Sandbox};

/// What is kept, as it stands in the tables.
fn state(sandbox: &Sandbox) -> String {
    let aside = ["sessions", "mails", "links", "passwords", "sqlite_sequence"];
    sandbox.dump_tables(|table| {
        !table.starts_with("log_")
            && !table.starts_with("history")
            && !table.starts_with("operations")
            && !aside.contains(&table)
    })
}

fn pick<'a>(random: &mut Rng, words: &[&'a str]) -> &'a str {
    words[random.usize(..words.len())]
}

/// A command that may change something; one in so many is refused, as things are.
fn command(random: &mut Rng) -> String {
    let users = ["lee.chen@acme.example", "xena.cole@acme.example", "joe.park@acme.example", "new@acme.example"];
    let (user, n) = (pick(random, &users), random.u8(..4));
    let unit = pick(random, &["EMEA", "APAC", "Americas", "Pilot"]);
    let group = pick(random, &["Builders", "Analysts", "Fresh"]);
    match random.u8(..16) {
        0 => format!("user edit {user} --title T{n}"),
        1 => format!("user level {user} {}", pick(random, &["default", "viewer", "manager"])),
        2 => format!("group assign {group} {user}"),
        3 => format!("group unassign {group} {user} --yes"),
        4 => format!("group add Fresh --level {}", pick(random, &["default", "viewer"])),
        5 => format!("group delete {group} --yes"),
        6 => format!(
            "bu move {user} --to {unit} --configs keep --asset-groups {} --yes",
            pick(random, &["keep", "leave"])
        ),
        7 => "user add new@acme.example --role reader --api-only".to_owned(),
        8 => format!("bu edit {unit} --comments c{n}"),
        9 => format!("asset add 10.99.0.{n} --tag production"),
        10 => format!("asset delete 10.99.0.{n} --yes"),
        11 => format!("tags add t{n} --rule 'address-in 10.99.0.0/24'"),
        12 => format!("tags delete t{n} --force --yes"),
        13 => format!("asset-group edit Texas --comments c{n}"),
        14 => format!("settings set session.idle_minutes={}", 60 + n),
        _ => format!("project assign 'Web shop' {user} --role {}", pick(random, &["viewer", "engineer"])),
    }
}

/// One sequence; `states` are those that undo and redo walk through, of which the last one reached is `at`.
fn sequence(seed: u64, length: usize) {
    let (mut random, sandbox, mut told) = (Rng::with_seed(seed), Sandbox::acme_in_a_file(), String::new());
    sandbox.act_as(MARA);
    let (mut states, mut at) = (vec![state(&sandbox)], 0);
    for _ in 0..length {
        let line = match random.u8(..10) {
            0..3 => "undo --yes".to_owned(),
            3..5 => "redo --yes".to_owned(),
            _ => command(&mut random),
        };
        let outcome = sandbox.sh(&format!("{line} --json"));
        let _ = writeln!(told, "{line}: {} {}", outcome.code, outcome.stderr.trim());
        let is = state(&sandbox);
        match line.as_str() {
            "undo --yes" => {
                assert_eq!(outcome.code == 0, at > 0, "seed {seed}\n{told}");
                at -= usize::from(at > 0);
            }
            "redo --yes" => {
                let can_be = at + 1 < states.len();
                assert_eq!(outcome.code == 0, can_be, "seed {seed}\n{told}");
                at += usize::from(can_be);
            }
            _ if outcome.code == 0 && outcome.stdout.contains("\"status\": \"done\"") => {
                states.truncate(at + 1);
                states.push(is.clone());
                at += 1;
            }
            _ => {}
        }
        assert!(is == states[at], "seed {seed}\n{told}");
    }
    sandbox.sh("db check").ok();
}

#[test]
fn undo_and_redo_lead_through_the_same_states() {
    (0..3).for_each(|seed| sequence(seed, 30));
}

#[test]
#[ignore = "takes an hour: 10,000 sequences"]
fn undo_and_redo_lead_through_the_same_states_10000_times() {
    (0..10_000).for_each(|seed| sequence(1000 + seed, 20));
}
