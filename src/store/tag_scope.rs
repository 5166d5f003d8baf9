//! Which tags stand in a user's scope, and what they cover (SCOPE-1, SCOPE-2).

use super::columns::named;
use super::{Conn, Tx};
use crate::domain::touch::Touch;
use crate::domain::{Id, Named, Result};

/// Puts a tag into a user's scope; tells whether it is new.
pub fn add(tx: &Tx<'_>, user: Id, tag: Id) -> Result<bool> {
    tx.touch(Touch::Scope(user));
    let sql = "INSERT INTO tag_scopes (user_id, tag_id) VALUES (?1, ?2) ON CONFLICT (user_id, tag_id) DO NOTHING";
    Ok(tx.run(sql, (user, tag))? > 0)
}

/// Takes a tag out of a user's scope; tells whether it stood there.
pub fn remove(tx: &Tx<'_>, user: Id, tag: Id) -> Result<bool> {
    tx.touch(Touch::Scope(user));
    Ok(tx.run("DELETE FROM tag_scopes WHERE user_id = ?1 AND tag_id = ?2", (user, tag))? > 0)
}

/// The tags in a user's scope, by name.
pub fn of(conn: &Conn, user: Id) -> Result<Vec<Named>> {
    conn.all(
        "SELECT t.id, t.name FROM tag_scopes x JOIN tags t ON t.id = x.tag_id WHERE x.user_id = ?1 ORDER BY t.name_key",
        [user],
        named,
    )
}

/// The names of every tag that a user's scope covers: those in it, and what lies below them.
pub fn covered(conn: &Conn, user: Id) -> Result<Vec<String>> {
    conn.all(
        "SELECT t.name FROM tag_scopes x JOIN tag_closure c ON c.above_id = x.tag_id JOIN tags t ON t.id = c.tag_id
          WHERE x.user_id = ?1 GROUP BY t.name, t.name_key ORDER BY t.name_key",
        [user],
        |row| row.get(0),
    )
}

/// The users in whose scope the tag stands, by login.
pub fn holders(conn: &Conn, tag: Id) -> Result<Vec<Named>> {
    conn.all(
        "SELECT u.id, u.login FROM tag_scopes x JOIN users u ON u.id = x.user_id WHERE x.tag_id = ?1 ORDER BY u.login_key",
        [tag],
        named,
    )
}

/// The users whose scope covers the tag: it stands there, or a tag above it.
pub fn coverers(conn: &Conn, tag: Id) -> Result<Vec<Named>> {
    conn.all(
        "SELECT u.id, u.login FROM tag_closure c JOIN tag_scopes x ON x.tag_id = c.above_id JOIN users u ON u.id = x.user_id
          WHERE c.tag_id = ?1 GROUP BY u.id, u.login, u.login_key ORDER BY u.login_key",
        [tag],
        named,
    )
}
