//! Monitoring profiles (FIM-1).

use rusqlite::{Row, params};

use crate::domain::matrix::Reach;
use crate::domain::record::Profile;
use crate::domain::{Action, Actor, Id, Result, text};
use crate::store::columns::{Json, List};
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

const SELECT: &str = "SELECT o.id, o.name, o.description, o.paths, o.active, COALESCE(w.login, o.creator), o.created_at, o.creator_id,
        (SELECT string_agg(t.name, '\u{1f}' ORDER BY t.name_key) FROM fim_profile_tags x JOIN tags t ON t.id = x.tag_id WHERE x.profile_id = o.id)
   FROM fim_profiles o LEFT JOIN users w ON w.id = o.creator_id";

fn record(row: &Row<'_>) -> rusqlite::Result<Profile> {
    Ok(Profile {
        id: row.get(0)?,
        name: row.get(1)?,
        description: row.get(2)?,
        paths: row.get::<_, Json<Vec<String>>>(3)?.0,
        active: row.get(4)?,
        creator: row.get(5)?,
        created_at: row.get(6)?,
        creator_id: row.get(7)?,
        tags: row.get::<_, List>(8)?.0,
    })
}

/// Adds a profile without tags; gives its id.
pub fn insert(tx: &Tx<'_>, profile: &Profile) -> Result<Id> {
    tx.insert(
        "INSERT INTO fim_profiles (name, name_key, description, paths, active, creator_id, creator, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            profile.name,
            text::key(&profile.name),
            profile.description,
            Json(&profile.paths),
            profile.active,
            profile.creator_id,
            profile.creator,
            profile.created_at,
        ],
    )
}

/// Writes name, description, paths and whether it is active.
pub fn update(tx: &Tx<'_>, profile: &Profile) -> Result<()> {
    tx.run(
        "UPDATE fim_profiles SET name = ?2, name_key = ?3, description = ?4, paths = ?5, active = ?6 WHERE id = ?1",
        (
            profile.id,
            &profile.name,
            text::key(&profile.name),
            &profile.description,
            Json(&profile.paths),
            profile.active,
        ),
    )?;
    Ok(())
}

/// Reads a profile.
pub fn find(conn: &Conn, id: Id) -> Result<Profile> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], record)
}

/// Each profile within reach, by name.
pub fn list(conn: &Conn, actor: &Actor, reach: Reach, sink: impl FnMut(Profile) -> Result<()>) -> Result<()> {
    let clause = Scope::of(Action::FimProfileView).clause(reach);
    conn.each(&format!("{SELECT} WHERE {clause} ORDER BY o.name_key"), &[&actor.id, &actor.unit_id()], record, sink)
}

/// Deletes a profile.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM fim_profiles WHERE id = ?1", [id])?;
    Ok(())
}

/// Puts a tag on a profile.
pub fn attach(tx: &Tx<'_>, profile: Id, tag: Id) -> Result<()> {
    tx.run(
        "INSERT INTO fim_profile_tags (profile_id, tag_id) VALUES (?1, ?2) ON CONFLICT (profile_id, tag_id) DO NOTHING",
        (profile, tag),
    )?;
    Ok(())
}

/// Takes a tag off a profile.
pub fn detach(tx: &Tx<'_>, profile: Id, tag: Id) -> Result<()> {
    tx.run("DELETE FROM fim_profile_tags WHERE profile_id = ?1 AND tag_id = ?2", (profile, tag))?;
    Ok(())
}

/// The profiles that bear the tag and no other.
pub fn bearing_only(conn: &Conn, tag: Id) -> Result<i64> {
    conn.one(
        "SELECT count(*) FROM fim_profile_tags x WHERE x.tag_id = ?1
            AND NOT EXISTS (SELECT 1 FROM fim_profile_tags y WHERE y.profile_id = x.profile_id AND y.tag_id <> ?1)",
        [tag],
        |row| row.get(0),
    )
}
