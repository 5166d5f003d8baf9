//! The least that SQLite allows: the same rows over bare rusqlite, without grammar, rights or checks. What the program reads,
//! writes and prints, this reads, writes and prints: the same bytes, log rows, objects and syncs.
//!
//! `floor read|list|write|import|hash|move|assets|check` do one job each in a process of their own, as `provost` does; `floor fill`
//! makes test data; `floor race` runs two commands in turn and prints the medians of their times.

#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::indexing_slicing)]

mod data;
mod log;
mod moves;
mod people;
mod race;

use std::io::{BufWriter, Write};

use anyhow::{Result, anyhow};
use rusqlite::{Connection, OpenFlags};

fn open(path: &str) -> Result<Connection> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL")?;
    Ok(db)
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

/// Names and addresses of the assets that a tag scope covers, and of those without tags, by address.
fn assets(path: &str, login: &str) -> Result<()> {
    let db = open(path)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let covered = "(SELECT x.asset_id FROM users u JOIN tag_scopes s ON s.user_id = u.id JOIN tag_closure c ON c.above_id = s.tag_id
                               JOIN asset_tags x ON x.tag_id = c.tag_id WHERE u.login_key = lower(?1))";
    let mut statement = db.prepare(&format!(
        "SELECT o.address, o.name, CASE WHEN o.id IN {covered} THEN
                (SELECT t.name FROM asset_tags x JOIN tags t ON t.id = x.tag_id JOIN tag_closure c ON c.tag_id = t.id
                   JOIN tag_scopes s ON s.tag_id = c.above_id JOIN users u ON u.id = s.user_id
                  WHERE x.asset_id = o.id AND u.login_key = lower(?1) ORDER BY t.name_key LIMIT 1) END
           FROM assets o WHERE o.id IN {covered} OR NOT EXISTS (SELECT 1 FROM asset_tags x WHERE x.asset_id = o.id)
          ORDER BY o.address"
    ))?;
    let mut rows = statement.query([login])?;
    while let Some(row) = rows.next()? {
        let (address, tag) = (row.get::<_, Vec<u8>>(0)?, row.get::<_, Option<String>>(2)?);
        let (name, address) = (row.get::<_, Option<String>>(1)?, shown(address.get(1..).unwrap_or_default())?);
        let via = tag.map_or_else(|| "untagged".to_owned(), |tag| format!("tag:{tag}"));
        let name = name.unwrap_or_else(|| address.clone());
        serde_json::to_writer(&mut out, &serde_json::json!({"address": address, "name": name, "via": via}))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn shown(octets: &[u8]) -> Result<String> {
    Ok(match octets.len() {
        4 => std::net::Ipv4Addr::from(<[u8; 4]>::try_from(octets)?).to_string(),
        _ => std::net::Ipv6Addr::from(<[u8; 16]>::try_from(octets)?).to_string(),
    })
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
    if allowed { Ok(()) } else { Err(anyhow!("not allowed")) }
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["read", path, login] => people::read(path, login),
        ["list", path] => people::list(path),
        ["write", path, login] => people::write(path, login),
        ["import", path, file] => people::import(path, file, false),
        ["import", path, file, "invite"] => people::import(path, file, true),
        ["move", path, logins @ ..] => moves::all(path, logins),
        ["idle", path, seconds] => data::idle(path, seconds.parse()?),
        ["hash", count] => hash(count.parse()?),
        ["assets", path, login] => assets(path, login),
        ["check", path, login, address] => check(path, login, address),
        ["fill-assets", path, count] => data::fill_assets(path, count.parse()?),
        ["fill", path, count] => data::fill(path, count.parse()?),
        ["spread", runs, first, second] => race::spread(runs.parse()?, first, second),
        ["race", runs, first, second] => race::race(runs.parse()?, first, second),
        _ => {
            println!(
                "usage: floor read|list|write|import|hash|move|assets|check|fill|fill-assets|spread|race …  (see benches/compare.sh)"
            );
            Ok(())
        }
    }
}
