//! Tokens of api-only users (SESS-2).

use super::columns::Json;
use super::engine::{Cell, FromCell};
use super::mapping::mapping;
use super::session::{SHORT, complete, short_of};
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::actor::TokenUse;
use crate::domain::matrix::Reach;
use crate::domain::query::Holds;
use crate::domain::record::ApiToken;
use crate::domain::{Action, Actor, Error, Id, Name, Named, Result, Time};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};
use crate::store::scope::Scope;

/// Makes a token; gives its id.
#[allow(clippy::too_many_arguments)]
pub fn insert(
    tx: &Tx<'_>,
    token_hash: &[u8],
    user: Id,
    name: &Name,
    allow: Option<&[Action]>,
    now: Time,
    created_by: &Named,
    expires_at: Option<Time>,
) -> Result<Id> {
    tx.insert(
        "INSERT INTO api_tokens (token_hash, user_id, name, name_key, allow, created_at, created_by, created_by_id, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (token_hash, user, name, name.key(), allow.map(Json), now, &created_by.name, created_by.id, expires_at),
    )
}

mapping! {
    ApiToken in "api_tokens" from "api_tokens o JOIN users u ON u.id = o.user_id";
    stored { name, created_at, expires_at, last_used_at }
    json { allow }
    read { login = "u.login", created_by = "COALESCE((SELECT c.login FROM users c WHERE c.id = o.created_by_id), o.created_by)" }
}

impl Listed for ApiToken {
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::other("login", ObjectKind::User, "o.user_id", "u.login_key").indexed(),
        key::name("name", "o.name_key"),
        key::computed("allow", Holds::Word(Action::WORDS)).several(),
        key::time("created_at", "o.created_at"),
        key::kept("created_by", "o.created_by_id", CREATOR_KEY, "o.created_by"),
        key::time_ahead("expires_at", "o.expires_at"),
        key::time("last_used_at", "o.last_used_at"),
    ];
}

const CREATOR_KEY: &str = "(SELECT c.login_key FROM users c WHERE c.id = o.created_by_id)";

/// Reads a token.
pub fn find(conn: &Conn, id: Id) -> Result<ApiToken> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each token of users within reach, by user and name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(ApiToken) -> Result<()>,
) -> Result<()> {
    let scope = match reach {
        Reach::All => "TRUE".to_owned(),
        reach => {
            format!("o.user_id IN (SELECT o.id FROM users o WHERE {})", Scope::of(Action::UserToken).clause(reach))
        }
    };
    // Were the order that of an index, all users would be gone through for their tokens.
    let list = STATEMENTS.list::<ApiToken>(scope, &["u.login_key || ''", "o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// The tokens of a user, by name.
pub fn of_user(conn: &Conn, user: Id) -> Result<Vec<ApiToken>> {
    conn.all(&format!("{} WHERE o.user_id = ?1 ORDER BY o.name_key", STATEMENTS.select), [user], record)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM api_tokens WHERE id = ?1", [id])?;
    Ok(())
}

/// Deletes all tokens of a user; tells how many there were.
pub fn delete_all(tx: &Tx<'_>, user: Id) -> Result<usize> {
    tx.run("DELETE FROM api_tokens WHERE user_id = ?1", [user])
}

/// A token that was presented: the actor working with it, until when it works, when it was last used.
pub struct Presented {
    pub actor: Actor,
    /// Until when.
    pub expires_at: Option<Time>,
    /// The last use that was noted.
    pub last_used_at: Option<Time>,
}

/// The actions that a token is narrowed to.
struct Allowed(Vec<Action>);

impl FromCell for Allowed {
    fn read(cell: Cell<'_>) -> Result<Self> {
        let words = Json::<Vec<String>>::read(cell)?.0;
        words
            .iter()
            .map(|word| word.parse().map_err(|error: Error| cell.misread(error)))
            .collect::<Result<_>>()
            .map(Self)
    }
}

/// Whose token it is.
pub fn resolve(conn: &Conn, token_hash: &[u8]) -> Result<Option<Presented>> {
    let found = conn.maybe(
        &format!(
            "SELECT {SHORT}, t.id, t.allow, t.expires_at, t.last_used_at
               FROM api_tokens t JOIN users u ON u.id = t.user_id LEFT JOIN units n ON n.id = u.unit_id WHERE t.token_hash = ?1"
        ),
        [token_hash],
        |row| {
            let mut cells = row.cells();
            let (mut actor, has_more) = short_of(&mut cells)?;
            actor.token = Some(TokenUse { id: cells.take()?, allow: cells.take::<Option<Allowed>>()?.map(|allowed| allowed.0) });
            Ok((has_more, Presented { actor, expires_at: cells.take()?, last_used_at: cells.take()? }))
        },
    )?;
    let complete = |(has_more, presented): (bool, Presented)| {
        Ok(Presented { actor: complete(conn, (presented.actor, has_more))?, ..presented })
    };
    found.map(complete).transpose()
}

/// Notes that a token was used.
pub fn touch(tx: &Tx<'_>, id: Id, now: Time) -> Result<()> {
    tx.later("UPDATE api_tokens SET last_used_at = ?2 WHERE id = ?1", (id, now))?;
    Ok(())
}
