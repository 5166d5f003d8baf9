//! Delivering what is queued (MAIL-1): at least once, with a token made for each attempt.

use schemars::JsonSchema;
use serde::Serialize;

use super::view::letterhead;
use crate::domain::link::{LinkEnd, LinkKind};
use crate::domain::mail::{Letterhead, MOST_ATTEMPTS, MailState, Token, Wording, compose, pause_after, reply};
use crate::domain::phrase::counted;
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
    /// How many carry a link and wait for a transport of the whole machine (MAIL-6).
    pub held_count: usize,
    /// One for each mail.
    pub results: Vec<Delivery>,
}

impl SendBody {
    /// Whether every mail was delivered.
    pub const fn is_complete(&self) -> bool {
        self.failed_count == 0 && self.held_count == 0
    }
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
    /// Whether it was tried at all.
    #[serde(skip)]
    pub attempted: bool,
}

/// What takes mails to where they go.
pub struct Transports {
    /// The one that whoever runs the program has named.
    pub own: Box<dyn Mailer>,
    /// The one that is configured for the whole machine, or why there is none.
    pub machine: std::result::Result<Box<dyn Mailer>, String>,
}

/// Which mails are delivered.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// Those that are due.
    Due,
    /// Those that are named, whatever the time.
    Named(&'a [String]),
    /// Those that a command has just queued.
    Queued(&'a [Id]),
}

/// Everything that is the same for all mails of one delivery.
struct Post<'a> {
    app: &'a App<'a>,
    settings: Settings,
    sender: String,
    /// Whether links go by the transport of whoever sends (MAIL-6).
    carries_links: bool,
    transports: &'a Transports,
}

/// Delivers mails. Those with a link leave by others than managers only through a transport of the whole machine (MAIL-6).
///
/// # Errors
/// `not-permitted` by ROLE-7; what cannot be delivered is no error but part of the report.
pub fn send(app: &App<'_>, transports: &Transports, which: Which<'_>) -> Result<Done<SendBody>> {
    let (due, post) = app.read(Action::OutboxSend, |op| {
        let contact = contact_person::turn_to(op.conn, None)?;
        let sender = op.settings.text(Key::MailFrom).unwrap_or(contact.email);
        let (settings, carries_links) = (op.settings.clone(), op.may_carry_links());
        Ok((waiting(op, which)?, Post { app, settings, sender, carries_links, transports }))
    })?;
    let conn = app.open(OpenMode::Write)?;
    let mut body = SendBody { sent_count: 0, failed_count: 0, held_count: 0, results: Vec::with_capacity(due.len()) };
    for waiting in due {
        match post.way_of(waiting) {
            Ok(mailer) => body.results.extend(post.deliver(&conn, mailer, waiting)?),
            Err(reason) => {
                body.held_count += 1;
                body.results.push(held(&conn, waiting, reason)?);
            }
        }
    }
    drop(conn);
    body.sent_count = body.results.iter().filter(|one| one.status == MailState::Sent).count();
    body.failed_count = body.results.iter().filter(|one| one.error.is_some()).count() - body.held_count;
    app.write(Action::OutboxSend, Run::Real, |op| {
        for one in body.results.iter().filter(|one| one.attempted) {
            let object = ObjectRef::new(ObjectKind::Mail, one.object, one.recipient.clone());
            op.journal.change(&object, "state", MailState::Queued.as_str().into(), one.status.as_str().into());
        }
        let failed = if body.failed_count == 0 { String::new() } else { format!(", {} failed", body.failed_count) };
        let held = if body.held_count == 0 { String::new() } else { format!(", {} held back", body.held_count) };
        let mailer = match (&post.transports.machine, post.carries_links) {
            (Ok(machine), false) => machine,
            _ => &post.transports.own,
        };
        let sent = counted(body.sent_count, "mail");
        op.say("deliver", "delivered", format!("{sent} {}{failed}{held}", mailer.describe()));
        Ok(body)
    })
}

/// A mail that stays where it is.
fn held(conn: &Conn, waiting: Waiting, reason: &str) -> Result<Delivery> {
    let mail = store::mail::find(conn, waiting.id)?;
    Ok(Delivery {
        object: mail.id,
        status: mail.state,
        recipient: mail.recipient,
        error: Some(reason.to_owned()),
        next_attempt_at: mail.next_attempt_at,
        attempted: false,
    })
}

/// The mails to deliver, of those that the actor is told of; what is named must still wait or have failed.
fn waiting(op: &Op<'_>, which: Which<'_>) -> Result<Vec<Waiting>> {
    let mails: Vec<Id> = match which {
        Which::Due => {
            let mut due = store::mail::due(op.conn, op.now)?;
            if !op.sees_every_mail() {
                let reach = |mail: &Waiting| op.may(Action::OutboxSend, ObjectKind::Mail, mail.id);
                due = due
                    .into_iter()
                    .filter_map(|mail| reach(&mail).map(|may| may.then_some(mail)).transpose())
                    .collect::<Result<_>>()?;
            }
            return Ok(due);
        }
        Which::Named(named) => op.find_all(ObjectKind::Mail, named)?.iter().map(|object| object.id).collect(),
        Which::Queued(mails) => mails.to_vec(),
    };
    let mut waiting = Vec::with_capacity(mails.len());
    for mail in mails {
        let mail = store::mail::find(op.conn, mail)?;
        if !matches!(mail.state, MailState::Queued | MailState::Failed) {
            return Err(Error::conflict("MAIL-1", format!("mail {} is {} already", mail.id, mail.state))
                .hint("provost outbox list --filter state=queued,failed"));
        }
        waiting.push(Waiting { id: mail.id, kind: mail.kind, attempts: mail.attempts });
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

impl Post<'_> {
    /// The way that a mail takes, or why it has none.
    fn way_of(&self, mail: Waiting) -> std::result::Result<&dyn Mailer, &str> {
        if mail.kind.link().is_none() || self.carries_links {
            return Ok(&*self.transports.own);
        }
        self.transports.machine.as_deref().map_err(String::as_str)
    }

    /// One attempt; nothing if another process took the mail first.
    fn deliver(&self, conn: &Conn, mailer: &dyn Mailer, waiting: Waiting) -> Result<Option<Delivery>> {
        let app = self.app;
        let Some(Ready { mail, wording, hopeless }) = make_ready(app, conn, &self.settings, waiting)? else {
            return Ok(None);
        };
        let reference = format!("{}-{}", store::subscription::id(conn)?, mail.id);
        let letter = Letter {
            id: mail.id,
            reference: &reference,
            from: &self.sender,
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
        let recipient = mail.recipient;
        Ok(Some(Delivery { object: mail.id, status, recipient, error, next_attempt_at, attempted: true }))
    }
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
                store::link::forget_old(&tx, user, now)?;
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
