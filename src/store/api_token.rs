//! Tokens of api-only users (SESS-2).

use rusqlite::Row;

use super::columns::Json;
use super::session::{ACTOR, actor_of};
use super::{Conn, Tx};
use crate::domain::actor::TokenUse;
use crate::domain::record::ApiToken;
use crate::domain::{Action, Actor, Id, Name, Result, Time};

/// Makes a token; gives its id.
#[allow(clippy::too_many_arguments)]
pub fn insert(
    tx: &Tx<'_>,
    token_hash: &[u8],
    user: Id,
    name: &Name,
    allow: Option<&[Action]>,
    now: Time,
    created_by: &str,
    expires_at: Option<Time>,
) -> Result<Id> {
    tx.insert(
        "INSERT INTO api_tokens (token_hash, user_id, name, name_key, allow, created_at, created_by, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (token_hash, user, name, name.key(), allow.map(Json), now, created_by, expires_at),
    )
}

const SELECT: &str = "SELECT t.id, u.login, t.name, t.allow, t.created_at, t.created_by, t.expires_at, t.last_used_at
   FROM api_tokens t JOIN users u ON u.id = t.user_id";

fn record(row: &Row<'_>) -> rusqlite::Result<ApiToken> {
    Ok(ApiToken {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        allow: row.get::<_, Option<Json<_>>>(3)?.map(|json| json.0),
        created_at: row.get(4)?,
        created_by: row.get(5)?,
        expires_at: row.get(6)?,
        last_used_at: row.get(7)?,
    })
}

/// Reads a token.
pub fn find(conn: &Conn, id: Id) -> Result<ApiToken> {
    conn.one(&format!("{SELECT} WHERE t.id = ?1"), [id], record)
}

/// The tokens of a user, by name.
pub fn of_user(conn: &Conn, user: Id) -> Result<Vec<ApiToken>> {
    conn.all(&format!("{SELECT} WHERE t.user_id = ?1 ORDER BY t.name_key"), [user], record)
}

/// Deletes a token.
pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.run("DELETE FROM api_tokens WHERE id = ?1", [id])?;
    Ok(())
}

/// Deletes all tokens of a user; tells how many there were.
pub fn delete_all(tx: &Tx<'_>, user: Id) -> Result<usize> {
    tx.run("DELETE FROM api_tokens WHERE user_id = ?1", [user])
}

/// A token that was presented: the actor working with it, until when it works, when it was last used.
pub struct Presented {
    /// The actor.
    pub actor: Actor,
    /// Until when.
    pub expires_at: Option<Time>,
    /// The last use that was noted.
    pub last_used_at: Option<Time>,
}

/// Whose token it is.
pub fn resolve(conn: &Conn, token_hash: &[u8]) -> Result<Option<Presented>> {
    conn.maybe(
        &format!(
            "SELECT {ACTOR}, t.id, t.allow, t.expires_at, t.last_used_at
               FROM api_tokens t JOIN users u ON u.id = t.user_id LEFT JOIN units n ON n.id = u.unit_id WHERE t.token_hash = ?1"
        ),
        [token_hash],
        |row| {
            let allow: Option<Vec<String>> = row.get::<_, Option<Json<_>>>(15)?.map(|json| json.0);
            let allow = allow.map(|words| super::columns::List(words).words()).transpose()?;
            let mut actor = actor_of(row)?;
            actor.token = Some(TokenUse { id: row.get(14)?, allow });
            Ok(Presented { actor, expires_at: row.get(16)?, last_used_at: row.get(17)? })
        },
    )
}

/// Notes that a token was used.
pub fn touch(tx: &Tx<'_>, id: Id, now: Time) -> Result<()> {
    tx.run("UPDATE api_tokens SET last_used_at = ?2 WHERE id = ?1", (id, now))?;
    Ok(())
}
