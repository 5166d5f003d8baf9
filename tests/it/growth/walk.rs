//! Every verb is run in a small organisation and in a large one, and the engine's steps are compared: whatever touches one object
//! or a page costs the same in both, and what grows is named with its reason.

use std::collections::BTreeMap;

use provost::store::engine::recorder::counted;
use provost::store::history::{TRIGGERS, tables::TABLES};
use provost::store::pinned;

use super::dimensions::{DIMENSIONS, grow};
use super::reasons::{is_slowed_by_sight, reason, reason_of_the_past};
use crate::examples::{examples, prepare, run_example, verbs};
use crate::sandbox::Sandbox;

/// Verbs that a grown organisation refuses: what they are to delete is in use there.
const MAY_FAIL: &[&str] = &["bu delete", "tags delete"];

/// The sample organisation with N more of everything.
fn organisation(count: usize) -> Sandbox {
    grown(count, &DIMENSIONS.iter().map(|(_, sql)| *sql).collect::<Vec<_>>())
}

fn grown(count: usize, dimensions: &[&str]) -> Sandbox {
    let sandbox = Sandbox::acme_in_a_file();
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    db.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    for sql in dimensions {
        grow(&db, sql, count);
    }
    sandbox
}

/// What asks a list for its first page, unless its example says which.
fn first_page(command: &clap::Command, example: &str) -> &'static [&'static str] {
    let is_list = command.get_arguments().any(|argument| argument.get_long() == Some("limit"));
    if is_list && !example.contains("--limit") { &["--limit", "3"] } else { &[] }
}

/// The exit code and the steps of the example of a verb; of a list, of its first page.
fn run(sandbox: &Sandbox, command: &clap::Command) -> (u8, BTreeMap<String, u64>) {
    let newest: i64 = sandbox.open().one("SELECT max(id) FROM operations", [], |row| row.get(0)).unwrap();
    let example =
        examples(command).remove(0).replace(" --dry-run", " --yes").replace("revert 258", &format!("revert {newest}"));
    let (outcome, count) = counted(|| run_example(sandbox, &example, "", first_page(command, &example)));
    (outcome.code, count)
}

/// The steps of the example of a verb in that organisation.
fn steps(organisation: &Sandbox, path: &str, command: &clap::Command) -> BTreeMap<String, u64> {
    let (code, count) = run(&prepare(organisation.copy(), path), command);
    assert!(code <= 1 || MAY_FAIL.contains(&path), "{path}: {code}");
    count
}

fn total(steps: &BTreeMap<String, u64>) -> u64 {
    steps.values().sum()
}

/// The statements that take more in the larger of two organisations, with what they take in each.
fn growing(few: &BTreeMap<String, u64>, many: &BTreeMap<String, u64>) -> String {
    let more = |(sql, count): (&String, &u64)| {
        let before = few.get(sql).copied().unwrap_or_default();
        let line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        (*count > before + 80).then(|| format!("\n  {before} -> {count}: {line}"))
    };
    many.iter().filter_map(more).collect()
}

/// Whether a verb takes more than half as much again, a few statements aside.
fn grows(small: u64, large: u64) -> bool {
    large > small + small / 2 + 200
}

#[test]
fn what_touches_one_thing_or_a_page_costs_the_same_in_a_larger_organisation() {
    let (few, many) = (organisation(3), organisation(60));
    let mut wrong = Vec::new();
    for (path, command) in verbs() {
        let (small, large) = (steps(&few, &path, &command), steps(&many, &path, &command));
        if grows(total(&small), total(&large)) && reason(&path).is_none() {
            wrong.push(format!("{path}: {} -> {}{}", total(&small), total(&large), growing(&small, &large)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same organisation in which each row of each table was written once more; gives the operation before that.
fn changed_throughout(sandbox: &Sandbox) -> i64 {
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    let newest: i64 = db.query_row("SELECT max(id) FROM operations", [], |row| row.get(0)).unwrap();
    let of_updates = |block: &&str| block.trim_start().starts_with("-- update ");
    let triggers: String = TRIGGERS.split("\n\n").filter(of_updates).collect::<Vec<_>>().join("\n");
    db.execute_batch(&triggers).unwrap();
    for table in TABLES.iter().filter(|table| !table.is_made_only()) {
        let column = &pinned::columns_of(table.name).unwrap()[0].name;
        db.execute_batch(&format!("UPDATE {} SET {column} = {column}", table.name)).unwrap();
        // Others were made since, and are gone.
        let made = "INSERT INTO history_made (table_id, operation_id, first_id, last_id) VALUES (?1, ?2 + 1, 1000000, 1000000)";
        if table.counts_ids() {
            db.execute(made, [table.number(), newest]).unwrap();
        }
    }
    db.execute_batch(
        "INSERT INTO operations (id, at, first_change, last_change)
         SELECT o.id + 1, o.at, o.last_change + 1, (SELECT max(id) FROM history) FROM operations o ORDER BY o.id DESC LIMIT 1",
    )
    .unwrap();
    newest
}

#[test]
fn so_it_does_when_it_is_asked_about_the_past() {
    let organisations = [organisation(3), organisation(60)].map(|one| (changed_throughout(&one), one));
    let (mut wrong, mut count) = (Vec::new(), 0);
    let has_none = |path: &str| reason(path).is_none() && reason_of_the_past(path).is_none();
    for (path, command) in verbs().into_iter().filter(|(path, _)| has_none(path)) {
        let [small, large] = [0, 1].map(|which| {
            let (newest, organisation) = &organisations[which];
            let example = examples(&command).remove(0);
            let at = format!("op:{newest}");
            let more = [&["--at", at.as_str()], first_page(&command, &example)].concat();
            counted(|| run_example(organisation, &example, "", &more))
        });
        count += i32::from(large.0.code == 0);
        // A hundred rows of each table are looked for, and no more.
        let [small, large] = [small, large].map(|(outcome, mut steps)| {
            steps.retain(|sql, _| !sql.contains("FROM history_made"));
            (outcome, steps)
        });
        // Up to a hundred rows of a table are read at once.
        if large.0.code == 0 && grows(total(&small.1) + 8000, total(&large.1)) {
            wrong.push(format!("{path}: {} -> {}{}", total(&small.1), total(&large.1), growing(&small.1, &large.1)));
        }
    }
    assert!(count > 40, "{count} verbs were asked about the past");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Refusals included: whoever may not do something must not wait for it either.
#[test]
#[ignore = "long"]
fn so_it_does_for_who_sees_a_part_of_it() {
    let (few, many) = (organisation(3), organisation(60));
    let mut wrong = Vec::new();
    for actor in ["uwe.brandt@acme.example", "ann.keller@acme.example", "priya.nair@acme.example"] {
        for (path, command) in verbs() {
            let [small, large] = [&few, &many].map(|one| run(&prepared_for(one, &path, actor), &command).1);
            if grows(total(&small), total(&large)) && reason(&path).is_none() && !is_slowed_by_sight(&path) {
                wrong.push(format!(
                    "{path} of {actor}: {} -> {}{}",
                    total(&small),
                    total(&large),
                    growing(&small, &large)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn prepared_for(organisation: &Sandbox, path: &str, actor: &str) -> Sandbox {
    let sandbox = prepare(organisation.copy(), path);
    sandbox.act_as(actor);
    sandbox
}

/// The sizes at which each dimension is looked at by itself.
const SIZES: [usize; 3] = [10, 100, 1000];

/// What a verb takes at each size of one dimension, if it grows with it.
fn growth(path: &str, command: &clap::Command, organisations: &[Sandbox]) -> Option<Vec<u64>> {
    let counts: Vec<u64> = organisations.iter().map(|one| total(&steps(one, path, command))).collect();
    grows(counts[0], counts[counts.len() - 1]).then_some(counts)
}

/// Writes what grows with what into the documents; takes a quarter of an hour.
#[test]
#[ignore = "long"]
fn each_dimension_by_itself() {
    let mut grown_with: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (dimension, sql) in DIMENSIONS {
        let organisations = SIZES.map(|count| grown(count, &[sql]));
        for (path, command) in verbs() {
            if let Some(counts) = growth(&path, &command, &organisations) {
                let counts: Vec<String> = counts.iter().map(u64::to_string).collect();
                grown_with.entry(path).or_default().push(format!("{dimension} {}", counts.join(", ")));
            }
        }
    }
    let together = [organisation(3), organisation(60)];
    let mut table = String::new();
    let mut unexplained = Vec::new();
    for (path, command) in verbs() {
        let least = total(&steps(&Sandbox::acme_in_a_file(), &path, &command));
        let mut with = grown_with.remove(&path).unwrap_or_default();
        if with.is_empty() && growth(&path, &command, &together).is_some() {
            with.push("several of these together".to_owned());
        }
        if with.is_empty() == reason(&path).is_some() {
            unexplained.push(format!("{path}: {with:?}, {:?}", reason(&path)));
        }
        let why = if with.is_empty() { "" } else { reason(&path).unwrap_or_default() };
        table += &format!("| `{path}` | {least} | {} | {why} |\n", with.join("; "));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/benchmarks.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (before, _) = text.split_once("| verb | steps |").unwrap();
    let head = "| verb | steps | grows with (steps at 10, 100 and 1000 of it) | why |\n| --- | ---: | --- | --- |\n";
    std::fs::write(path, format!("{before}{head}{table}")).unwrap();
    assert!(unexplained.is_empty(), "{unexplained:#?}");
}
