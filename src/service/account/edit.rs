//! Editing one's own account (ACCT-1).

use crate::domain::link::LinkEnd;
use crate::domain::user::NotifyScans;
use crate::domain::{ObjectKind, ObjectRef, Result};
use crate::service::user::draft::Profile;
use crate::service::user::view::UserBody;
use crate::service::{WriteOp, link};
use crate::store;

/// What is to change; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The descriptive fields.
    pub profile: Profile,
    /// Which scan summaries are sent.
    pub notify_scans: Option<NotifyScans>,
    /// Whether the ticket digest is sent.
    pub notify_tickets: Option<bool>,
}

/// Edits the actor's own account. Another e-mail address ends its one-time links (PASS-6).
///
/// # Errors
/// `invalid` for a malformed value; `not-permitted` for the e-mail address with a token (SESS-2).
pub fn edit(op: &mut WriteOp<'_>, request: &Request) -> Result<UserBody> {
    let before = store::user::find(op.conn, op.actor.id)?;
    let mut after = before.clone();
    request.profile.apply(&mut after)?;
    if let Some(scans) = request.notify_scans {
        after.notifications.scans = scans;
    }
    if let Some(tickets) = request.notify_tickets {
        after.notifications.tickets = tickets;
    }
    if after.email != before.email {
        op.refuse_token("changes an e-mail address")?;
        link::end(op.tx(), before.id, LinkEnd::Changed)?;
    }
    let oneself = ObjectRef::new(ObjectKind::User, before.id, before.login.clone());
    if op.journal.compare(&oneself, &before, &after)? {
        store::user::update(op.tx(), &after)?;
        op.journal.unit.clone_from(&after.unit);
    }
    op.say("change", "changed", format!("your account `{}`", after.login));
    UserBody::of(op, before.id)
}
