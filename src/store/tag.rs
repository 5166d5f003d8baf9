//! Tags on assets.

use super::{Conn, Tx};
use crate::domain::record::Tag;
use crate::domain::{Id, Name, Result};

/// Adds a tag; gives its id.
pub fn insert(tx: &Tx<'_>, name: &Name) -> Result<Id> {
    tx.one("INSERT INTO tags (name, name_key) VALUES (?1, ?2) RETURNING id", (name, name.key()), |row| row.get(0))
}

const SELECT: &str = "SELECT o.id, o.name, (SELECT count(*) FROM asset_tags x WHERE x.tag_id = o.id) FROM tags o";

/// Reads a tag.
pub fn find(conn: &Conn, id: Id) -> Result<Tag> {
    conn.one(&format!("{SELECT} WHERE o.id = ?1"), [id], |row| {
        Ok(Tag { id: row.get(0)?, name: row.get(1)?, asset_count: row.get(2)? })
    })
}

/// Each tag, by name.
pub fn list(conn: &Conn, sink: impl FnMut(Tag) -> Result<()>) -> Result<()> {
    conn.each(
        &format!("{SELECT} ORDER BY o.name_key"),
        &[],
        |row| Ok(Tag { id: row.get(0)?, name: row.get(1)?, asset_count: row.get(2)? }),
        sink,
    )
}

/// Puts a tag on an asset by hand.
pub fn attach(tx: &Tx<'_>, asset: Id, tag: Id) -> Result<()> {
    tx.run(
        "INSERT INTO asset_tags (asset_id, tag_id) VALUES (?1, ?2) ON CONFLICT (asset_id, tag_id) DO NOTHING",
        (asset, tag),
    )?;
    Ok(())
}

/// Takes a tag off an asset.
pub fn detach(tx: &Tx<'_>, asset: Id, tag: Id) -> Result<()> {
    tx.run("DELETE FROM asset_tags WHERE asset_id = ?1 AND tag_id = ?2", (asset, tag))?;
    Ok(())
}
