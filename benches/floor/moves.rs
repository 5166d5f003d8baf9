//! Moves of the users that `data::fill` makes.

use anyhow::Result;
use rusqlite::{Connection, Params};
use serde_json::{Value, json};

use crate::log::{Entry, Log};
use crate::open;

/// Moves them in one transaction, with one log entry of everything that it touched.
pub fn all(path: &str, logins: &[&str]) -> Result<()> {
    let db = open(path)?;
    db.set_prepared_statement_cache_capacity(64);
    db.execute_batch("BEGIN IMMEDIATE")?;
    let mut touched = Touched::default();
    for login in logins {
        one(&db, login, &mut touched)?;
    }
    Log::open(&db)?.append(&Entry {
        action: "bu.move",
        details: &format!("moved {} users to `APAC`", logins.len()),
        unit: Some("APAC"),
        objects: &touched.objects,
        made: None,
        changes: Some(&serde_json::to_string(&touched.changes)?),
    })?;
    db.execute_batch("COMMIT")?;
    Ok(())
}

/// What the entry tells.
#[derive(Default)]
struct Touched {
    objects: Vec<(&'static str, i64, String)>,
    changes: Vec<Value>,
}

impl Touched {
    fn note(&mut self, kind: &'static str, id: i64, name: String, change: impl FnOnce(usize) -> Value) {
        self.changes.push(change(self.objects.len()));
        self.objects.push((kind, id, name));
    }
}

fn run(db: &Connection, sql: &str, params: impl Params) -> Result<()> {
    db.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

fn ask(db: &Connection, sql: &str, params: impl Params) -> Result<i64> {
    Ok(db.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
}

/// What moving a user takes: 20 configurations kept, five groups of three origins.
fn one(db: &Connection, login: &str, touched: &mut Touched) -> Result<()> {
    let user: i64 = ask(db, "SELECT id FROM users WHERE login_key = lower(?1)", [login])?;
    let from: i64 = ask(db, "SELECT unit_id FROM users WHERE id = ?1", [user])?;
    let to: i64 = ask(db, "SELECT id FROM units WHERE name_key = 'apac'", [])?;
    let groups: Vec<(i64, String, String)> = db
        .prepare_cached("SELECT g.id, g.origin, g.name FROM asset_group_users a JOIN asset_groups g ON g.id = a.group_id WHERE a.user_id = ?1")?
        .query_map([user], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let (before, mut after) = (groups.iter().map(|(_, _, name)| name.clone()).collect::<Vec<_>>(), Vec::new());
    for (group, origin, name) in groups {
        if origin == "unit" {
            let copy = copy(db, group, to)?;
            let copied = format!("{name} 1");
            let addresses = addresses(db, copy)?;
            let made = json!({"name": copied, "owner": "mara.lindholm@acme.example", "origin": "manager", "units": ["APAC"], "addresses": [addresses], "business_impact": "low"});
            touched.note("asset-group", copy, copied.clone(), |place| json!([place, made]));
            aim(db, user, (group, &name), (copy, &copied), touched)?;
            after.push(copied);
        } else {
            run(db, "INSERT INTO asset_group_units VALUES (?1, ?2)", (group, to))?;
            if origin == "personal" {
                run(db, "DELETE FROM asset_group_units WHERE group_id = ?1 AND unit_id <> ?2", (group, to))?;
            }
            touched.note("asset-group", group, name.clone(), |place| json!([place, {"units": "APAC"}]));
            after.push(name);
        }
    }
    run(db, "UPDATE users SET unit_id = ?2 WHERE id = ?1", (user, to))?;
    run(db, "UPDATE units SET user_count = user_count - 1 WHERE id = ?1", [from])?;
    run(db, "UPDATE units SET user_count = user_count + 1 WHERE id = ?1", [to])?;
    touched.note("user", user, login.to_owned(), |place| json!([place, "unit", "EMEA", "APAC"]));
    touched.changes.push(json!([touched.objects.len() - 1, "asset_groups", before, after]));
    Ok(())
}

/// The block of a copy, as it is written.
fn addresses(db: &Connection, copy: i64) -> Result<String> {
    let sql = "SELECT first FROM asset_group_ranges WHERE group_id = ?1";
    let first: Vec<u8> = db.prepare_cached(sql)?.query_row([copy], |row| row.get(0))?;
    Ok(format!("{}.{}.{}.{}/28", first[1], first[2], first[3], first[4]))
}

fn copy(db: &Connection, group: i64, to: i64) -> Result<i64> {
    run(
        db,
        "INSERT INTO asset_groups (name, name_key, owner_id, origin, business_impact) SELECT name || ' 1', name_key || ' 1', 1, 'manager', business_impact FROM asset_groups WHERE id = ?1",
        [group],
    )?;
    let copy = db.last_insert_rowid();
    run(
        db,
        "INSERT INTO asset_group_ranges SELECT ?2, first, last, block FROM asset_group_ranges WHERE group_id = ?1",
        (group, copy),
    )?;
    run(db, "INSERT INTO asset_group_units VALUES (?1, ?2)", (copy, to))?;
    Ok(copy)
}

/// Takes the assignment and the targets of a user's configurations over to a copy.
fn aim(db: &Connection, user: i64, from: (i64, &str), to: (i64, &str), touched: &mut Touched) -> Result<()> {
    run(db, "DELETE FROM asset_group_users WHERE user_id = ?1 AND group_id = ?2", (user, from.0))?;
    run(db, "INSERT INTO asset_group_users VALUES (?1, ?2)", (user, to.0))?;
    let aims: Vec<(i64, String)> = db
        .prepare_cached("SELECT c.id, c.name FROM config_targets t JOIN configs c ON c.id = t.config_id WHERE t.group_id = ?1 AND c.owner_id = ?2")?
        .query_map((from.0, user), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    run(
        db,
        "UPDATE config_targets SET group_id = ?3 WHERE group_id = ?2 AND config_id IN (SELECT id FROM configs WHERE owner_id = ?1)",
        (user, from.0, to.0),
    )?;
    for (config, name) in aims {
        touched.note("config", config, name, |place| json!([place, "targets", [from.1], [to.1]]));
    }
    Ok(())
}
