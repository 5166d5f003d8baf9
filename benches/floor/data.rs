//! Test data.

use anyhow::Result;
use rusqlite::Connection;

use crate::open;

/// Adds `count` users of EMEA; every hundredth has 20 configurations, five groups and ten tickets.
pub fn fill(path: &str, count: u64) -> Result<()> {
    let db = open(path)?;
    db.execute_batch("BEGIN IMMEDIATE")?;
    let emea: i64 = db.query_row("SELECT id FROM units WHERE name_key = 'emea'", [], |row| row.get(0))?;
    let manager: i64 = db.query_row("SELECT primary_contact_id FROM units WHERE id = ?1", [emea], |row| row.get(0))?;
    let mut add = db
        .prepare("INSERT INTO users (login, login_key, first_name, last_name, role, unit_id, level, status, created_at, created_by_id) VALUES (?1, ?1, 'Some', 'Body', 'scanner', ?2, 'default', 'active', 1, 1) RETURNING id")?;
    for number in 0..count {
        let user: i64 = add.query_row((format!("user{number:07}@bench.example"), emea), |row| row.get(0))?;
        if number % 100 == 0 {
            give(&db, number, user, manager, emea)?;
        }
    }
    drop(add);
    db.execute("UPDATE units SET user_count = user_count + ?2 WHERE id = ?1", (emea, i64::try_from(count)?))?;
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
        let block = [&[28, 4][..], &first[1..]].concat();
        db.execute("INSERT INTO asset_group_ranges VALUES (?1, ?2, ?3, ?4)", (group, first, last, block))?;
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
pub fn fill_assets(path: &str, count: u32) -> Result<()> {
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
    db.execute("UPDATE subscriptions SET asset_count = asset_count + ?1", [count])?;
    db.execute(
        "INSERT INTO users (login, login_key, role, level, status, created_at) VALUES ('scoped@bench.example', 'scoped@bench.example', 'reader', 'default', 'active', 1)",
        [],
    )?;
    db.execute("INSERT INTO tag_scopes (user_id, tag_id) VALUES (?1, ?2)", (db.last_insert_rowid(), first))?;
    db.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

/// Has every session used so many seconds ago.
pub fn idle(path: &str, seconds: i64) -> Result<()> {
    open(path)?.execute("UPDATE sessions SET last_seen_at = unixepoch() - ?1", [seconds])?;
    Ok(())
}
