//! Monitoring profiles (FIM-1).

use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::query::Holds;
use crate::domain::record::Profile;
use crate::domain::{Action, Actor, Id, Result};
use crate::store::columns::list_of;
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::mapping::mapping;
use crate::store::scope::Scope;
use crate::store::{Conn, Tx};

mapping! {
    Profile in "fim_profiles" from "fim_profiles o LEFT JOIN users w ON w.id = o.creator_id";
    keyed { name }
    stored { description, active }
    json { paths }
    first { creator_id, created_at }
    read { creator = "COALESCE(w.login, o.creator)" }
    lists {
        tags = list_of("t.name", "t.name_key", "fim_profile_tags x JOIN tags t ON t.id = x.tag_id WHERE x.profile_id = o.id"),
    }
    first_written { "creator" = |profile| &profile.creator }
}

impl Listed for Profile {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::FimProfile);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::text("description", "o.description").describing(),
        key::computed("paths", Holds::Text).several(),
        key::others(
            "tags",
            ObjectKind::Tag,
            key::rows("x.profile_id", "fim_profile_tags x JOIN tags t ON t.id = x.tag_id", "x.tag_id", "t.name_key"),
        ),
        key::flag("active", "o.active"),
        key::kept("creator", "o.creator_id", "w.login_key", "o.creator"),
        key::time("created_at", "o.created_at"),
    ];
}

/// Adds a profile without tags; gives its id.
pub fn insert(tx: &Tx<'_>, profile: &Profile) -> Result<Id> {
    insert_row(tx, profile)
}

/// Writes name, description, paths and whether it is active.
pub fn update(tx: &Tx<'_>, profile: &Profile) -> Result<()> {
    update_row(tx, profile)
}

/// Reads a profile.
pub fn find(conn: &Conn, id: Id) -> Result<Profile> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each profile within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(Profile) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::FimProfileView).clause(reach);
    let list = STATEMENTS.list::<Profile>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM fim_profiles WHERE id = ?1", [id])?;
    Ok(())
}

/// Puts a tag on a profile.
pub fn attach(tx: &Tx<'_>, profile: Id, tag: Id) -> Result<()> {
    tx.later(
        "INSERT INTO fim_profile_tags (profile_id, tag_id) VALUES (?1, ?2) ON CONFLICT (profile_id, tag_id) DO NOTHING",
        (profile, tag),
    )?;
    Ok(())
}

/// Takes a tag off a profile.
pub fn detach(tx: &Tx<'_>, profile: Id, tag: Id) -> Result<()> {
    tx.later("DELETE FROM fim_profile_tags WHERE profile_id = ?1 AND tag_id = ?2", (profile, tag))?;
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
