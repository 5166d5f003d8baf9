//! The outbox (MAIL-1).

use super::columns::Json;
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::mail::{Facts, MailKind, MailState};
use crate::domain::matrix::Reach;
use crate::domain::record::OutboxMail;
use crate::domain::{Action, Actor, Id, Named, Result, Time};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

mapping! {
    OutboxMail in "mails" from "mails o LEFT JOIN users u ON u.id = o.user_id";
    stored { kind, recipient, state, attempts, created_at, next_attempt_at, sent_at, last_error }
    read { user = "u.login" }
}

impl Listed for OutboxMail {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Mail);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::word("kind", MailKind::WORDS, "o.kind"),
        key::text("recipient", "o.recipient").describing(),
        key::other("user", ObjectKind::User, "o.user_id", "u.login_key").indexed(),
        key::word("state", MailState::WORDS, "o.state"),
        key::number("attempts", "o.attempts"),
        key::time("created_at", "o.created_at"),
        key::time_ahead("next_attempt_at", "o.next_attempt_at"),
        key::time("sent_at", "o.sent_at"),
        key::text("last_error", "o.last_error").describing(),
    ];
}

/// Queues a mail; gives its id.
pub fn insert(tx: &Tx<'_>, facts: &Facts, recipient: &str, user: Id, now: Time) -> Result<Id> {
    tx.insert(
        "INSERT INTO mails (kind, recipient, user_id, facts, created_at, next_attempt_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        (facts.kind(), recipient, user, Json(facts), now))
}

/// Reads a mail.
pub fn find(conn: &Conn, id: Id) -> Result<OutboxMail> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// What a mail is, how far it has come, and the user whom it concerns.
pub fn gist(conn: &Conn, id: Id) -> Result<(MailKind, MailState, Option<Named>)> {
    let sql =
        "SELECT o.kind, o.state, u.id, u.login FROM mails o LEFT JOIN users u ON u.id = o.user_id WHERE o.id = ?1";
    conn.one(sql, [id], |row| {
        let (kind, state, id, login) = row.read::<(_, _, Option<Id>, Option<String>)>()?;
        Ok((kind, state, id.zip(login).map(|(id, name)| Named { id, name })))
    })
}

/// What a mail tells, and the user whom it concerns.
pub fn facts(conn: &Conn, id: Id) -> Result<(Facts, Option<Id>)> {
    conn.one("SELECT facts, user_id FROM mails WHERE id = ?1", [id], |row| {
        Ok((row.get::<Json<Facts>>(0)?.0, row.get(1)?))
    })
}

/// Each mail within reach, newest first.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(OutboxMail) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::OutboxView).clause(reach);
    let list = STATEMENTS.list::<OutboxMail>(clause, &["o.id DESC"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

/// A mail that waits, and how often it was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Its row.
    pub id: Id,
    /// What it is about.
    pub kind: MailKind,
    /// The attempts so far.
    pub attempts: i64,
}

/// The queued mails that are due, the longest waiting first.
pub fn due(conn: &Conn, now: Time) -> Result<Vec<Waiting>> {
    conn.all(
        "SELECT id, kind, attempts FROM mails WHERE state = 'queued' AND next_attempt_at <= ?1 ORDER BY next_attempt_at, id",
        [now],
        |row| {
            let (id, kind, attempts) = row.read()?;
            Ok(Waiting { id, kind, attempts })
        },
    )
}

/// Begins an attempt: counts it, and puts the next one off until the given time, in case nothing more is heard.
/// False if somebody else began one since the mail was looked at.
pub fn claim(tx: &Tx<'_>, mail: Waiting, until: Time) -> Result<bool> {
    let changed = tx.run(
        "UPDATE mails SET state = 'queued', attempts = attempts + 1, next_attempt_at = ?3
          WHERE id = ?1 AND attempts = ?2 AND state IN ('queued', 'failed')",
        (mail.id, mail.attempts, until),
    )?;
    Ok(changed > 0)
}

/// Notes that a mail was delivered.
pub fn sent(tx: &Tx<'_>, id: Id, now: Time) -> Result<()> {
    tx.later(
        "UPDATE mails SET state = 'sent', sent_at = ?2, next_attempt_at = NULL, last_error = NULL WHERE id = ?1 AND state = 'queued'",
        (id, now),
    )?;
    Ok(())
}

/// Notes a failed delivery: tried again at that time, or given up.
pub fn failed(tx: &Tx<'_>, id: Id, reason: &str, next: Option<Time>) -> Result<()> {
    let state = if next.is_some() { MailState::Queued } else { MailState::Failed };
    tx.later(
        "UPDATE mails SET state = ?2, next_attempt_at = ?3, last_error = ?4 WHERE id = ?1 AND state = 'queued'",
        (id, state, next, reason),
    )?;
    Ok(())
}

/// Takes back the mails of a user that carry a link and were not delivered.
pub fn cancel_links(tx: &Tx<'_>, user: Id) -> Result<usize> {
    tx.run(
        "UPDATE mails SET state = 'cancelled', next_attempt_at = NULL
          WHERE user_id = ?1 AND state IN ('queued', 'failed') AND kind IN (?2, ?3)",
        (user, MailKind::Registration, MailKind::PasswordReset),
    )
}

/// Takes back every mail that carries a link and was not delivered; tells how many there were.
pub fn cancel_every_link(tx: &Tx<'_>) -> Result<usize> {
    tx.run(
        "UPDATE mails SET state = 'cancelled', next_attempt_at = NULL
          WHERE state IN ('queued', 'failed') AND kind IN (?1, ?2)",
        (MailKind::Registration, MailKind::PasswordReset),
    )
}

/// Takes back every mail of a user that was not delivered.
pub fn cancel_all(tx: &Tx<'_>, user: Id) -> Result<usize> {
    tx.run(
        "UPDATE mails SET state = 'cancelled', next_attempt_at = NULL WHERE user_id = ?1 AND state IN ('queued', 'failed')",
        [user],
    )
}

/// Notes that a user got its ticket digest of a day.
pub fn note_digest(tx: &Tx<'_>, user: Id, day: &str) -> Result<()> {
    tx.later(
        "INSERT INTO ticket_digests (user_id, day) VALUES (?1, ?2) ON CONFLICT (user_id) DO UPDATE SET day = excluded.day",
        (user, day),
    )?;
    Ok(())
}

/// Takes back the mails from one id to another that were not delivered.
pub fn cancel_between(tx: &Tx<'_>, first: Id, last: Id) -> Result<usize> {
    tx.run(
        "UPDATE mails SET state = 'cancelled', next_attempt_at = NULL
          WHERE id >= ?1 AND id <= ?2 AND state IN ('queued', 'failed')",
        (first, last),
    )
}

/// How many mails from one id to another were delivered.
pub fn count_sent(conn: &Conn, first: Id, last: Id) -> Result<usize> {
    let sql = "SELECT count(*) FROM mails WHERE id >= ?1 AND id <= ?2 AND state = 'sent'";
    conn.one(sql, (first, last), |row| row.get::<i64>(0)).map(|count| usize::try_from(count).unwrap_or_default())
}
