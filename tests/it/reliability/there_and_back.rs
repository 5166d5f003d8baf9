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
    match random.u8(..21) {
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
        14 => "bu add Brook".to_owned(),
        15 => "bu delete Brook --yes".to_owned(),
        16 => "user add boss@acme.example --role unit-manager --bu Brook --no-mail".to_owned(),
        17 => "user delete boss@acme.example --yes".to_owned(),
        18 => "user delete new@acme.example --yes".to_owned(),
        19 => format!("settings set session.idle_minutes={}", 60 + n),
        _ => format!("project assign 'Web shop' {user} --role {}", pick(random, &["viewer", "engineer"])),
    }
}

/// What works together only.
const TOGETHER: [&str; 3] = [
    "bu add Brook\nuser add boss@acme.example --role unit-manager --bu Brook --no-mail\n",
    "user delete boss@acme.example --yes\nbu delete Brook --yes\n",
    "user add new@acme.example --role reader --api-only\ngroup assign Builders new@acme.example\n",
];

/// The newest operation.
fn newest(sandbox: &Sandbox) -> i64 {
    sandbox.open().one("SELECT COALESCE(max(id), 0) FROM operations", [], |row| row.get(0)).unwrap()
}

/// The states that undo and redo walk through, of which the last one reached is `at`; each undo may be several steps.
struct Walk {
    states: Vec<String>,
    at: usize,
    undone: Vec<usize>,
}

impl Walk {
    /// Whether there is such a way; it is gone.
    fn goes_back(&mut self, steps: usize) -> bool {
        let can_be = self.at >= steps;
        if can_be {
            self.at -= steps;
            self.undone.push(steps);
        }
        can_be
    }

    fn comes_again(&mut self) -> bool {
        let steps = self.undone.pop();
        self.at += steps.unwrap_or_default();
        steps.is_some()
    }

    fn goes_on(&mut self, state: String) {
        self.states.truncate(self.at + 1);
        self.states.push(state);
        self.at += 1;
        self.undone.clear();
    }
}

/// One sequence of commands, batches, undos and redos.
fn sequence(seed: u64, length: usize) {
    let (mut random, sandbox, mut told) = (Rng::with_seed(seed), Sandbox::acme_in_a_file(), String::new());
    sandbox.act_as(MARA);
    let mut walk = Walk { states: vec![state(&sandbox)], at: 0, undone: Vec::new() };
    for _ in 0..length {
        let steps = random.usize(1..=2);
        let (line, feed) = match random.u8(..20) {
            0..6 => (format!("undo --last {steps}"), String::new()),
            6..10 => ("redo".to_owned(), String::new()),
            10 => ("batch -".to_owned(), (0..3).map(|_| command(&mut random) + "\n").collect()),
            11 => ("batch -".to_owned(), pick(&mut random, &TOGETHER).to_owned()),
            _ => (command(&mut random), String::new()),
        };
        let before = newest(&sandbox);
        let words = crate::sandbox::words(&format!("{line} --yes --json"));
        let outcome = sandbox.feed(&feed, &words.iter().map(String::as_str).collect::<Vec<_>>());
        let _ = writeln!(told, "{line}: {} {}\n{feed}", outcome.code, outcome.stderr.trim());
        let is = state(&sandbox);
        match line.split(' ').next() {
            Some("undo") => assert_eq!(outcome.code == 0, walk.goes_back(steps), "seed {seed}\n{told}"),
            Some("redo") => assert_eq!(outcome.code == 0, walk.comes_again(), "seed {seed}\n{told}"),
            _ if newest(&sandbox) > before => walk.goes_on(is.clone()),
            _ => {}
        }
        assert!(is == walk.states[walk.at], "seed {seed}\n{told}");
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
