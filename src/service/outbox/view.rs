//! Looking at the outbox.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::mail::{Letterhead, PLACEHOLDER, Token, compose};
use crate::domain::record::OutboxMail;
use crate::domain::{Key, ObjectKind, Result, Settings};
use crate::service::Op;
use crate::store::{self, Conn};

/// A mail with its words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MailDetail {
    /// As in the list.
    #[serde(flatten)]
    pub mail: OutboxMail,
    /// The subject.
    pub subject: String,
    /// The text, a placeholder in place of a token.
    pub body: String,
}

/// Each mail, newest first.
pub fn list(op: &Op<'_>, sink: &mut dyn FnMut(OutboxMail) -> Result<()>) -> Result<()> {
    store::mail::list(op.conn, sink)
}

/// One mail with its words.
pub fn show(op: &Op<'_>, id: &str) -> Result<MailDetail> {
    let object = op.find(ObjectKind::Mail, id)?;
    let (facts, _) = store::mail::facts(op.conn, object.id)?;
    let (organisation, link_base) = letterhead(op.conn, &op.settings)?;
    let head = Letterhead { organisation: &organisation, link_base: link_base.as_deref() };
    let wording = compose(&facts, head, &Token { text: PLACEHOLDER, expires_at: None });
    Ok(MailDetail { mail: store::mail::find(op.conn, object.id)?, subject: wording.subject, body: wording.body })
}

/// What every mail bears: the organisation's name, and where web links begin.
pub fn letterhead(conn: &Conn, settings: &Settings) -> Result<(String, Option<String>)> {
    Ok((store::subscription::find(conn)?.name, settings.text(Key::MailLinkBase)))
}
