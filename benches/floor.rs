//! The least that SQLite allows: the same rows over bare rusqlite, without grammar, rights or checks.
//!
//! `floor read|list|write|import|hash|move|assets|check` do one job each in a process of their own, as `provost` does; `floor fill`
//! makes test data; `floor race` runs two commands in turn and prints the medians of their times.

#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::indexing_slicing)]

use std::io::{BufWriter, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, ensure};
use rusqlite::{Connection, OpenFlags, Row};
use sha2::{Digest, Sha256};

/// The number of the first run of a race.
const FIRST_RUN: u32 = 10;

const USER: &str = "SELECT o.id, o.login, o.first_name, o.last_name, COALESCE(o.email, o.login), o.title, o.phone, o.external_id,
        o.role, n.name, o.level, o.monitoring_role, o.status, o.api_only, o.password_never_expires, o.must_change_password,
        o.notify_scans, o.notify_tickets, o.time_zone, o.created_at, o.created_by, o.last_login_at,
        EXISTS (SELECT 1 FROM units c WHERE c.primary_contact_id = o.id)
            OR EXISTS (SELECT 1 FROM subscriptions s WHERE s.primary_contact_id = o.id),
        (SELECT string_agg(p.permission, ',' ORDER BY p.permission) FROM user_permissions p WHERE p.user_id = o.id),
        (SELECT string_agg(g.name, ',' ORDER BY g.name_key) FROM user_group_members m JOIN user_groups g ON g.id = m.group_id WHERE m.user_id = o.id),
        (SELECT string_agg(p.name || ':' || x.role, ',' ORDER BY p.name_key) FROM project_users x JOIN projects p ON p.id = x.project_id WHERE x.user_id = o.id),
        (SELECT string_agg(g.name, ',' ORDER BY g.name_key) FROM asset_group_users a JOIN asset_groups g ON g.id = a.group_id WHERE a.user_id = o.id),
        (SELECT string_agg(t.name, ',' ORDER BY t.name_key) FROM tag_scopes x JOIN tags t ON t.id = x.tag_id WHERE x.user_id = o.id)
   FROM users o LEFT JOIN units n ON n.id = o.unit_id";

fn open(path: &str) -> Result<Connection> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL")?;
    Ok(db)
}

/// A row that is serialised straight from SQLite's memory, every column a key.
struct Line<'r, 's>(&'r Row<'s>, &'r [String]);

impl serde::Serialize for Line<'_, '_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use rusqlite::types::ValueRef;
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(Some(self.1.len()))?;
        for (at, name) in self.1.iter().enumerate() {
            match self.0.get_ref(at).map_err(serde::ser::Error::custom)? {
                ValueRef::Integer(number) => map.serialize_entry(name, &number)?,
                ValueRef::Text(text) => map.serialize_entry(name, &String::from_utf8_lossy(text))?,
                _ => map.serialize_entry(name, &())?,
            }
        }
        map.end()
    }
}

fn print(row: &Row<'_>, names: &[String], out: &mut impl Write) -> Result<()> {
    serde_json::to_writer(&mut *out, &Line(row, names))?;
    out.write_all(b"\n")?;
    Ok(())
}

fn names(statement: &rusqlite::Statement<'_>) -> Vec<String> {
    statement.column_names().map(str::to_owned).collect()
}

fn read(path: &str, login: &str) -> Result<()> {
    let db = open(path)?;
    let mut statement = db.prepare(&format!("{USER} WHERE o.login_key = lower(?1)"))?;
    let names = names(&statement);
    let mut rows = statement.query([login])?;
    let row = rows.next()?.with_context(|| format!("there is no user `{login}`"))?;
    print(row, &names, &mut std::io::stdout())
}

fn list(path: &str) -> Result<()> {
    let db = open(path)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut statement = db.prepare(&format!("{USER} ORDER BY o.login_key"))?;
    let names = names(&statement);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        print(row, &names, &mut out)?;
    }
    Ok(())
}

/// A log entry of the size that provost writes, chained.
fn log(db: &Connection, action: &str, details: &str, objects: &[(&str, i64)], changes: &str) -> Result<()> {
    let (last, previous): (i64, Vec<u8>) =
        db.query_row("SELECT id, hash FROM log_entries ORDER BY id DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let named: Vec<_> = objects.iter().map(|(kind, id)| (kind, id, details)).collect();
    let named = serde_json::to_string(&named)?;
    let hash: [u8; 32] = Sha256::new()
        .chain_update(previous)
        .chain_update(details)
        .chain_update(&named)
        .chain_update(changes)
        .finalize()
        .into();
    db.execute(
        "INSERT INTO log_entries (id, at, action, details, user_id, user_login, user_role, address, outcome, objects, changes, hash)
         VALUES (?1, 1, ?2, ?3, 1, 'mara.lindholm@acme.example', 'manager', 'local', 'done', ?4, ?5, ?6)",
        (last + 1, action, details, named, changes, hash),
    )?;
    let mut statement = db.prepare("INSERT INTO log_objects (kind, object_id, entry_id) VALUES (?1, ?2, ?3)")?;
    for (kind, id) in objects {
        statement.execute((kind, id, last + 1))?;
    }
    Ok(())
}

fn write(path: &str, login: &str) -> Result<()> {
    let db = open(path)?;
    db.execute_batch("BEGIN IMMEDIATE")?;
    let id: i64 = db
        .query_row(
            "INSERT INTO users (login, login_key, role, level, status, created_at, created_by) VALUES (?1, ?1, 'reader', 'default', 'pending', 1, 'mara.lindholm@acme.example') RETURNING id",
            [login],
            |row| row.get(0),
        )?;
    let token: [u8; 32] = Sha256::digest(login).into();
    db.execute(
        "INSERT INTO links (token_hash, user_id, kind, created_at, expires_at) VALUES (?1, ?2, 'registration', 1, 2)",
        (token, id),
    )?;
    log(&db, "user.add", &format!("added user `{login}`"), &[("user", id)], "[[0,\"role\",null,\"reader\"]]")?;
    db.execute_batch("COMMIT")?;
    Ok(())
}

/// Adds each user of a file, with a log entry of the size that provost writes, in one transaction.
fn import(path: &str, file: &str, invites: bool) -> Result<()> {
    let db = open(path)?;
    let units: std::collections::HashMap<String, i64> = db
        .prepare("SELECT name, id FROM units")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    db.execute_batch("BEGIN IMMEDIATE")?;
    let (mut entry, mut previous): (i64, Vec<u8>) =
        db.query_row("SELECT id, hash FROM log_entries ORDER BY id DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut user = db
        .prepare(
            "INSERT INTO users (login, login_key, first_name, last_name, title, external_id, role, unit_id, level, status, created_at, created_by)
             VALUES (?1, lower(?1), ?2, ?3, ?4, ?5, ?6, ?7, 'default', 'pending', 1, 'mara.lindholm@acme.example')",
        )?;
    let mut log = db
        .prepare(
            "INSERT INTO log_entries (id, at, action, details, user_id, user_login, user_role, address, outcome, unit, objects, changes, hash)
             VALUES (?1, 1, 'user.add', ?2, 1, 'mara.lindholm@acme.example', 'manager', 'local', 'done', ?3, ?4, ?5, ?6)",
        )?;
    let mut touched = db.prepare("INSERT INTO log_objects (kind, object_id, entry_id) VALUES ('user', ?1, ?2)")?;
    let mut mail = db.prepare(
        "INSERT INTO mails (kind, recipient, user_id, facts, created_at, next_attempt_at)
             VALUES ('registration', ?1, ?2, ?3, 1, 1)",
    )?;
    let mut rows = csv::Reader::from_path(file)?;
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row)? {
        let [login, first, last, title, external, role, unit] =
            [0, 1, 2, 3, 4, 5, 6].map(|at| row.get(at).unwrap_or_default());
        user.execute((login, first, last, title, external, role, units.get(unit)))?;
        let id = db.last_insert_rowid();
        entry += 1;
        let details = format!("added user `{login}`");
        let objects = serde_json::to_string(&[("user", id, login)])?;
        let fields =
            [("role", role), ("first_name", first), ("last_name", last), ("title", title), ("external_id", external)];
        let changes: Vec<_> = fields.iter().map(|(field, value)| (0, field, (), value)).collect();
        let changes = serde_json::to_string(&changes)?;
        let hash =
            Sha256::new().chain_update(&previous).chain_update(&details).chain_update(&objects).chain_update(&changes);
        previous = hash.finalize().to_vec();
        let unit = Some(unit).filter(|unit| !unit.is_empty());
        log.execute((entry, details, unit, objects, changes, &previous))?;
        touched.execute((id, entry))?;
        if invites {
            let facts = serde_json::to_string(&[("kind", "registration"), ("login", login)])?;
            mail.execute((login, id, facts))?;
        }
    }
    drop((user, log, touched, mail));
    db.execute_batch("COMMIT")?;
    Ok(())
}

/// Hashes passwords on all cores, one block of memory for each: what argon2id takes at least.
fn hash(count: usize) -> Result<()> {
    let cores = std::thread::available_parallelism()?.get();
    let params = argon2::Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow!("{error}"))?;
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    std::thread::scope(|scope| {
        let mut threads = Vec::new();
        for core in 0..cores {
            let argon2 = &argon2;
            let work = move || -> Result<()> {
                let mut memory = vec![argon2::Block::default(); argon2.params().block_count()];
                let mut hash = [0; 32];
                for number in (core..count).step_by(cores) {
                    let password = format!("Quartz-Meadow-{number}-Lantern");
                    argon2
                        .hash_password_into_with_memory(password.as_bytes(), &[7; 16], &mut hash, &mut memory[..])
                        .map_err(|error| anyhow!("{error}"))?;
                }
                Ok(())
            };
            threads.push(scope.spawn(work));
        }
        for thread in threads {
            thread.join().map_err(|_| anyhow!("a thread ended"))??;
        }
        Ok(())
    })
}

/// Moves users of `fill` in one transaction, with one log entry.
fn move_all(path: &str, logins: &[&str]) -> Result<()> {
    let db = open(path)?;
    db.set_prepared_statement_cache_capacity(64);
    db.execute_batch("BEGIN IMMEDIATE")?;
    let moved = logins.iter().map(|login| move_one(&db, login)).collect::<Result<Vec<_>>>()?;
    let objects = moved.concat();
    log(
        &db,
        "bu.move",
        &format!("moved {} users to `APAC`", logins.len()),
        &objects,
        "[[0,\"unit\",\"EMEA\",\"APAC\"]]",
    )?;
    db.execute_batch("COMMIT")?;
    Ok(())
}

fn run(db: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<()> {
    db.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

fn ask(db: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<i64> {
    Ok(db.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
}

/// What moving a user takes: 20 configurations kept, five groups of three origins; gives what it touched.
fn move_one(db: &Connection, login: &str) -> Result<Vec<(&'static str, i64)>> {
    let user: i64 = ask(db, "SELECT id FROM users WHERE login_key = lower(?1)", [login])?;
    let to: i64 = ask(db, "SELECT id FROM units WHERE name_key = 'apac'", [])?;
    let groups: Vec<(i64, String)> = db
        .prepare("SELECT g.id, g.origin FROM asset_group_users a JOIN asset_groups g ON g.id = a.group_id WHERE a.user_id = ?1")
        ?
        .query_map([user], |row| Ok((row.get(0)?, row.get(1)?)))
        ?
        .collect::<rusqlite::Result<_>>()?;
    let mut objects = vec![("user", user)];
    for (group, origin) in groups {
        if origin == "unit" {
            let copy: i64 = ask(
                db,
                "INSERT INTO asset_groups (name, name_key, owner_id, origin, business_impact) SELECT name || ' 1', name_key || ' 1', 1, 'manager', business_impact FROM asset_groups WHERE id = ?1 RETURNING id",
                [group],
            )?;
            run(
                db,
                "INSERT INTO asset_group_ranges SELECT ?2, first, last FROM asset_group_ranges WHERE group_id = ?1",
                (group, copy),
            )?;
            run(db, "INSERT INTO asset_group_units VALUES (?1, ?2)", (copy, to))?;
            run(db, "DELETE FROM asset_group_users WHERE user_id = ?1 AND group_id = ?2", (user, group))?;
            run(db, "INSERT INTO asset_group_users VALUES (?1, ?2)", (user, copy))?;
            run(
                db,
                "UPDATE config_targets SET group_id = ?3 WHERE group_id = ?2 AND config_id IN (SELECT id FROM configs WHERE owner_id = ?1)",
                (user, group, copy),
            )?;
            objects.push(("asset-group", copy));
        } else {
            run(db, "INSERT INTO asset_group_units VALUES (?1, ?2)", (group, to))?;
            if origin == "personal" {
                run(db, "DELETE FROM asset_group_units WHERE group_id = ?1 AND unit_id <> ?2", (group, to))?;
            }
            objects.push(("asset-group", group));
        }
    }
    run(db, "UPDATE users SET unit_id = ?2 WHERE id = ?1", (user, to))?;
    Ok(objects)
}

/// Adds `count` users of EMEA; every hundredth has 20 configurations, five groups and ten tickets.
fn fill(path: &str, count: u64) -> Result<()> {
    let db = open(path)?;
    db.execute_batch("BEGIN IMMEDIATE")?;
    let emea: i64 = db.query_row("SELECT id FROM units WHERE name_key = 'emea'", [], |row| row.get(0))?;
    let manager: i64 = db.query_row("SELECT primary_contact_id FROM units WHERE id = ?1", [emea], |row| row.get(0))?;
    let mut add = db
        .prepare("INSERT INTO users (login, login_key, first_name, last_name, role, unit_id, level, status, created_at) VALUES (?1, ?1, 'Some', 'Body', 'scanner', ?2, 'default', 'active', 1) RETURNING id")?;
    for number in 0..count {
        let user: i64 = add.query_row((format!("user{number:07}@bench.example"), emea), |row| row.get(0))?;
        if number % 100 == 0 {
            give(&db, number, user, manager, emea)?;
        }
    }
    drop(add);
    db.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

fn give(db: &Connection, number: u64, user: i64, manager: i64, unit: i64) -> Result<()> {
    let [.., b2, b1, b0] = number.to_be_bytes();
    let network = [4, 100 + b2, b1, b0];
    let mut groups = Vec::new();
    for (at, (origin, owner)) in
        [("manager", 1), ("manager", 1), ("unit", manager), ("unit", manager), ("personal", user)]
            .into_iter()
            .enumerate()
    {
        let name = format!("bench {number} {at}");
        let group: i64 = db
            .query_row(
                "INSERT INTO asset_groups (name, name_key, owner_id, origin, business_impact) VALUES (?1, ?1, ?2, ?3, 'low') RETURNING id",
                (&name, owner, origin),
                |row| row.get(0),
            )?;
        let octet = u8::try_from(at)?;
        let (first, last) = ([&network[..], &[octet * 16]].concat(), [&network[..], &[octet * 16 + 15]].concat());
        db.execute("INSERT INTO asset_group_ranges VALUES (?1, ?2, ?3)", (group, first, last))?;
        db.execute("INSERT INTO asset_group_units VALUES (?1, ?2)", (group, unit))?;
        db.execute("INSERT INTO asset_group_users VALUES (?1, ?2)", (user, group))?;
        groups.push(group);
    }
    for at in 0..20 {
        let name = format!("config {at}");
        db.execute(
            "INSERT INTO configs (owner_id, kind, name, name_key) VALUES (?1, 'report-template', ?2, ?2)",
            (user, name),
        )?;
        db.execute("INSERT INTO config_targets VALUES (?1, ?2)", (db.last_insert_rowid(), groups[at % 5]))?;
    }
    for at in 0..10_u8 {
        let address = [&network[..], &[at * 8]].concat();
        db.execute("INSERT INTO tickets (address, title, title_key, severity, state, assignee_id, created_at) VALUES (?1, 'bench', 'bench', 3, 'open', ?2, 1)", (address, user))?;
    }
    Ok(())
}

/// How many tags `fill_assets` makes: each of them then stands on 2.8 % of the assets.
const TAGS: u32 = 107;

/// Adds `count` assets with three tags each, and a reader whose tag scope is the first of the tags.
fn fill_assets(path: &str, count: u32) -> Result<()> {
    let db = open(path)?;
    db.execute_batch("BEGIN IMMEDIATE")?;
    let first: i64 = db.query_row("SELECT COALESCE(max(id), 0) + 1 FROM tags", [], |row| row.get(0))?;
    for tag in 0..TAGS {
        db.execute(
            "INSERT INTO tags (id, name, name_key) VALUES (?1, ?2, ?2)",
            (first + i64::from(tag), format!("bench-{tag}")),
        )?;
        db.execute("INSERT INTO tag_closure (tag_id, above_id) VALUES (?1, ?1)", [first + i64::from(tag)])?;
    }
    let mut asset = db.prepare("INSERT INTO assets (address, name, name_key) VALUES (?1, ?2, ?2) RETURNING id")?;
    let mut mark = db.prepare("INSERT INTO asset_tags (asset_id, tag_id) VALUES (?1, ?2)")?;
    for number in 0..count {
        let [_, a, b, c] = number.to_be_bytes();
        let id: i64 = asset.query_row((vec![4, 60, a, b, c], format!("host-{number:07}")), |row| row.get(0))?;
        for offset in [0, 37, 71] {
            mark.execute((id, first + i64::from((number + offset) % TAGS)))?;
        }
    }
    drop((asset, mark));
    db.execute(
        "INSERT INTO users (login, login_key, role, level, status, created_at) VALUES ('scoped@bench.example', 'scoped@bench.example', 'reader', 'default', 'active', 1)",
        [],
    )?;
    db.execute("INSERT INTO tag_scopes (user_id, tag_id) VALUES (?1, ?2)", (db.last_insert_rowid(), first))?;
    db.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

/// Names and addresses of the assets that a tag scope covers, and of those without tags, by address.
fn assets(path: &str, login: &str) -> Result<()> {
    let db = open(path)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut statement = db
        .prepare(
            "SELECT o.address, o.name FROM assets o
              WHERE NOT EXISTS (SELECT 1 FROM asset_tags x WHERE x.asset_id = o.id)
                 OR o.id IN (SELECT x.asset_id FROM users u JOIN tag_scopes s ON s.user_id = u.id JOIN tag_closure c ON c.above_id = s.tag_id
                               JOIN asset_tags x ON x.tag_id = c.tag_id WHERE u.login_key = lower(?1))
              ORDER BY o.address",
        )?;
    let mut rows = statement.query([login])?;
    while let Some(row) = rows.next()? {
        let address: Vec<u8> = row.get(0)?;
        let (name, parts) = (row.get::<_, Option<String>>(1)?, address.get(1..).unwrap_or_default());
        let address: Vec<String> = parts.iter().map(u8::to_string).collect();
        serde_json::to_writer(&mut out, &serde_json::json!({"address": address.join("."), "name": name}))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Whether an asset is in a user's tag scope: one query.
fn check(path: &str, login: &str, address: &str) -> Result<()> {
    let db = open(path)?;
    let parts = address.split('.').map(str::parse::<u8>);
    let address: Vec<u8> = std::iter::once(Ok(4)).chain(parts).collect::<Result<_, _>>()?;
    let sql = "SELECT 1 FROM users u JOIN assets o ON o.address = ?2 WHERE u.login_key = lower(?1)
          AND (NOT EXISTS (SELECT 1 FROM asset_tags x WHERE x.asset_id = o.id)
            OR EXISTS (SELECT 1 FROM asset_tags x JOIN tag_closure c ON c.tag_id = x.tag_id JOIN tag_scopes s ON s.tag_id = c.above_id
                        WHERE x.asset_id = o.id AND s.user_id = u.id))";
    let allowed = db.prepare(sql)?.exists((login, address))?;
    println!("{}", serde_json::json!({"allowed": allowed}));
    Ok(())
}

/// Runs two commands in turn, whatever their exit code, and prints how the times of each are spread: the lowest,
/// the tenth, the fiftieth and the ninetieth percentile, in milliseconds.
fn spread(runs: u32, first: &str, second: &str) -> Result<()> {
    let once = |command: &str| -> Result<f64> {
        let words: Vec<&str> = command.split(' ').collect();
        let begun = Instant::now();
        Command::new(words[0]).args(&words[1..]).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        Ok(begun.elapsed().as_secs_f64() * 1000.0)
    };
    let mut times: [Vec<f64>; 2] = Default::default();
    for _ in 0..runs {
        times[0].push(once(first)?);
        times[1].push(once(second)?);
    }
    for times in &mut times {
        times.sort_by(f64::total_cmp);
        let at = |percent: usize| times[times.len() * percent / 100];
        println!("{:.1} ms | {:.1} ms | {:.1} ms | {:.1} ms", times[0], at(10), at(50), at(90));
    }
    Ok(())
}

/// Runs two shell commands in turn, `{}` in each replaced by the number of the run; prints both medians and
/// their ratio. Runs are numbered from 10, so that the numbers of 90 runs have two digits.
fn race(runs: u32, first: &str, second: &str) -> Result<()> {
    let once = |command: &str, run: u32| -> Result<Duration> {
        let words: Vec<String> = command.split(' ').map(|word| word.replace("{}", &run.to_string())).collect();
        let begun = Instant::now();
        let status = Command::new(&words[0]).args(&words[1..]).stdout(Stdio::null()).status()?;
        let time = begun.elapsed();
        ensure!(status.success(), "{command} failed in run {run}");
        Ok(time)
    };
    let mut times: (Vec<Duration>, Vec<Duration>) = Default::default();
    for run in FIRST_RUN..FIRST_RUN + runs {
        times.0.push(once(first, run)?);
        times.1.push(once(second, run)?);
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    };
    let (a, b) = (median(&mut times.0), median(&mut times.1));
    println!("{a:.2} {b:.2} {:.2}", a / b);
    Ok(())
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["read", path, login] => read(path, login),
        ["list", path] => list(path),
        ["write", path, login] => write(path, login),
        ["import", path, file] => import(path, file, false),
        ["import", path, file, "invite"] => import(path, file, true),
        ["move", path, logins @ ..] => move_all(path, logins),
        ["hash", count] => hash(count.parse()?),
        ["assets", path, login] => assets(path, login),
        ["check", path, login, address] => check(path, login, address),
        ["fill-assets", path, count] => fill_assets(path, count.parse()?),
        ["fill", path, count] => fill(path, count.parse()?),
        ["spread", runs, first, second] => spread(runs.parse()?, first, second),
        ["race", runs, first, second] => race(runs.parse()?, first, second),
        _ => {
            println!(
                "usage: floor read|list|write|import|hash|move|assets|check|fill|fill-assets|spread|race …  (see benches/compare.sh)"
            );
            Ok(())
        }
    }
}
