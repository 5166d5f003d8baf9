//! Delivering what is queued (MAIL-1): at least once, with a token made for each attempt.

use schemars::JsonSchema;
use serde::Serialize;

use super::view::letterhead;
use crate::domain::link::{LinkEnd, LinkKind};
use crate::domain::mail::{Letterhead, MOST_ATTEMPTS, MailState, Token, Wording, compose, pause_after, reply};
use crate::domain::record::OutboxMail;
use crate::domain::{Action, Error, Id, Key, ObjectKind, ObjectRef, Result, Settings, Status, Time};
use crate::service::credential::{new_token, token_hash};
use crate::service::ports::{Letter, Mailer};
use crate::service::{App, Done, Op, Run, contact_person};
use crate::store::mail::Waiting;
use crate::store::{self, Conn, OpenMode, Tx};

/// What became of the mails that were due.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SendBody {
    /// How many were delivered.
    pub sent_count: usize,
    /// How many could not be, and are tried again or given up.
    pub failed_count: usize,
    /// One for each mail.
    pub results: Vec<Delivery>,
}

/// What became of one mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Delivery {
    /// The mail.
    pub object: Id,
    /// Where it is now.
    pub status: MailState,
    /// The address.
    pub recipient: String,
    /// Why it could not be delivered.
    pub error: Option<String>,
    /// When it is tried again.
    pub next_attempt_at: Option<Time>,
}

/// Delivers the mails that are due, or those named whatever the time.
///
/// # Errors
/// `not-permitted` by ROLE-7; what cannot be delivered is no error but part of the report.
pub fn send(app: &App<'_>, mailer: &dyn Mailer, named: &[String]) -> Result<Done<SendBody>> {
    let (due, settings, sender) = app.read(Action::OutboxSend, |op| {
        let due = match named {
            [] => store::mail::due(op.conn, op.now)?,
            named => waiting(op, named)?,
        };
        let contact = contact_person::turn_to(op.conn, None)?;
        let sender = op.settings.text(Key::MailFrom).unwrap_or(contact.email);
        Ok((due, op.settings.clone(), sender))
    })?;
    let conn = app.open(OpenMode::Write)?;
    let mut results = Vec::with_capacity(due.len());
    for waiting in due {
        results.extend(deliver(app, &conn, &settings, mailer, &sender, waiting)?);
    }
    drop(conn);
    let count = |state| results.iter().filter(|one: &&Delivery| one.status == state).count();
    let body = SendBody {
        sent_count: count(MailState::Sent),
        failed_count: results.iter().filter(|one| one.error.is_some()).count(),
        results,
    };
    app.write(Action::OutboxSend, Run::Real, |op| {
        for one in &body.results {
            let object = ObjectRef::new(ObjectKind::Mail, one.object, one.recipient.clone());
            op.journal.change(&object, "state", MailState::Queued.as_str().into(), one.status.as_str().into());
        }
        let failed = if body.failed_count == 0 { String::new() } else { format!(", {} failed", body.failed_count) };
        let noun = if body.sent_count == 1 { "mail" } else { "mails" };
        op.say("deliver", "delivered", format!("{} {noun} {}{failed}", body.sent_count, mailer.describe()));
        Ok(body)
    })
}

/// The named mails, which must still wait or have failed.
fn waiting(op: &Op<'_>, named: &[String]) -> Result<Vec<Waiting>> {
    let mut waiting = Vec::with_capacity(named.len());
    for object in op.find_all(ObjectKind::Mail, named)? {
        let mail = store::mail::find(op.conn, object.id)?;
        if !matches!(mail.state, MailState::Queued | MailState::Failed) {
            return Err(Error::conflict("MAIL-1", format!("mail {} is {} already", mail.id, mail.state))
                .hint("provost outbox list --filter state=queued,failed"));
        }
        waiting.push(Waiting { id: mail.id, attempts: mail.attempts });
    }
    Ok(waiting)
}

/// A mail made ready for one attempt.
struct Ready {
    mail: OutboxMail,
    wording: Wording,
    /// Why there is nobody to deliver it to.
    hopeless: Option<&'static str>,
}

/// One attempt; nothing if another process took the mail first.
fn deliver(
    app: &App<'_>,
    conn: &Conn,
    settings: &Settings,
    mailer: &dyn Mailer,
    sender: &str,
    waiting: Waiting,
) -> Result<Option<Delivery>> {
    let Some(Ready { mail, wording, hopeless }) = make_ready(app, conn, settings, waiting)? else { return Ok(None) };
    let reference = format!("{}-{}", store::subscription::id(conn)?, mail.id);
    let letter = Letter {
        id: mail.id,
        reference: &reference,
        from: sender,
        to: &mail.recipient,
        wording: &wording,
        at: app.clock.now(),
    };
    let error = match hopeless {
        Some(reason) => Some(reason.to_owned()),
        None => mailer.deliver(&letter).err().map(|reason| reply(&reason)),
    };
    let goes_on = error.is_some() && hopeless.is_none() && mail.attempts < MOST_ATTEMPTS;
    let tx = conn.begin_write()?;
    let now = app.clock.now();
    let next_attempt_at = goes_on.then(|| Time(now.0 + pause_after(mail.attempts)));
    match &error {
        None => store::mail::sent(&tx, mail.id, now)?,
        Some(reason) => store::mail::failed(&tx, mail.id, reason, next_attempt_at)?,
    }
    tx.commit()?;
    let status = match (&error, goes_on) {
        (None, _) => MailState::Sent,
        (Some(_), true) => MailState::Queued,
        (Some(_), false) => MailState::Failed,
    };
    Ok(Some(Delivery { object: mail.id, status, recipient: mail.recipient, error, next_attempt_at }))
}

/// Claims a mail for this process and words it, with a token of its own where it carries a link.
fn make_ready(app: &App<'_>, conn: &Conn, settings: &Settings, waiting: Waiting) -> Result<Option<Ready>> {
    let token = new_token(app.random)?;
    let tx = conn.begin_write()?;
    let now = app.clock.now();
    if !store::mail::claim(&tx, waiting, Time(now.0 + pause_after(waiting.attempts + 1)))? {
        return Ok(None);
    }
    let (facts, user) = store::mail::facts(&tx, waiting.id)?;
    let expires_at = settings.link_end(now);
    let mut hopeless = None;
    if let Some(kind) = facts.kind().link() {
        match addressee(&tx, user, &store::mail::find(&tx, waiting.id)?.recipient, kind)? {
            Some(user) => {
                store::link::end_all(&tx, user, LinkEnd::Superseded)?;
                store::link::insert(&tx, &token_hash(&token), user, kind, now, expires_at)?;
            }
            None => hopeless = Some("the account is gone or closed, or has another address or a password by now"),
        }
    }
    let (organisation, link_base) = letterhead(&tx, settings)?;
    let head = Letterhead { organisation: &organisation, link_base: link_base.as_deref() };
    let wording = compose(&facts, head, &Token { text: token.expose(), expires_at: Some(expires_at) });
    let mail = store::mail::find(&tx, waiting.id)?;
    tx.commit()?;
    Ok(Some(Ready { mail, wording, hopeless }))
}

/// The user of a link, if the mail still leads to it: a link is never sent to an address that is no longer the
/// user's, nor a registration to who has signed in (USER-5).
fn addressee(tx: &Tx<'_>, user: Option<Id>, recipient: &str, kind: LinkKind) -> Result<Option<Id>> {
    let Some(id) = user else { return Ok(None) };
    let user = store::user::find(tx, id)?;
    let fits = match kind {
        LinkKind::Registration => user.status == Status::Pending,
        LinkKind::PasswordReset => user.status != Status::Inactive,
    };
    Ok(Some(id).filter(|_| fits && user.email == recipient))
}
