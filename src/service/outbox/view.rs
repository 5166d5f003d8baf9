//! Looking at the outbox.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::mail::{Letterhead, PLACEHOLDER, Token, compose};
use crate::domain::record::OutboxMail;
use crate::domain::{Action, Key, ObjectKind, Result, Settings};
use crate::service::Op;
use crate::service::listing::{self, Request, Sink};
use crate::store::{self, Conn};

/// A mail with its words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MailDetail {
    /// As in the list.
    #[serde(flatten)]
    pub mail: OutboxMail,
    /// The subject; for managers (MAIL-6).
    pub subject: Option<String>,
    /// The text, a placeholder in place of a token; for managers.
    pub body: Option<String>,
}

/// Each mail that the actor is told of, newest first (MAIL-6).
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, OutboxMail>) -> Result<()> {
    let reach = op.reach(Action::OutboxView)?;
    listing::each_shown(op, request, sink, |selection, sink| {
        store::mail::list(op.conn, &op.actor, reach, selection, |mail| {
            if op.is_told_of_mail(mail.id)? { sink(mail) } else { Ok(()) }
        })
    })
}

/// One mail with its words.
pub fn show(op: &Op<'_>, id: &str) -> Result<MailDetail> {
    let object = op.find(ObjectKind::Mail, id)?;
    let mail = store::mail::find(op.conn, object.id)?;
    if !op.sees_every_mail() {
        return Ok(MailDetail { mail, subject: None, body: None });
    }
    let (facts, _) = store::mail::facts(op.conn, object.id)?;
    let (organisation, link_base) = letterhead(op.conn, &op.settings)?;
    let head = Letterhead { organisation: &organisation, link_base: link_base.as_deref() };
    let wording = compose(&facts, head, &Token { text: PLACEHOLDER, expires_at: None });
    Ok(MailDetail { mail, subject: Some(wording.subject), body: Some(wording.body) })
}

/// What every mail bears: the organisation's name, and where web links begin.
pub fn letterhead(conn: &Conn, settings: &Settings) -> Result<(String, Option<String>)> {
    Ok((store::subscription::find(conn)?.name, settings.text(Key::MailLinkBase)))
}
