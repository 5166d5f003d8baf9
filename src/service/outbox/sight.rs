//! Who is told of which mails, and who may word the way they take (MAIL-6).

use crate::domain::mail::MailState;
use crate::domain::{Action, Id, ObjectKind, ObjectRef, Result, Role};
use crate::service::Op;
use crate::store;

impl Op<'_> {
    /// Whether every mail is the actor's to see: those of others tell too much.
    pub fn sees_every_mail(&self) -> bool {
        self.actor.role == Role::Manager
    }

    /// Whether the actor is told of a mail: a manager of all, anybody else of those with a link that wait or have failed,
    /// to users whom it may invite.
    pub fn is_told_of_mail(&self, mail: Id) -> Result<bool> {
        if self.sees_every_mail() {
            return Ok(true);
        }
        let (kind, state, user) = store::mail::gist(self.conn, mail)?;
        match user.filter(|_| kind.link().is_some() && matches!(state, MailState::Queued | MailState::Failed)) {
            Some(user) => {
                let object = ObjectRef::new(ObjectKind::User, user.id, user.name);
                Ok(self.verdict(Action::UserInvite, &object)?.allowed)
            }
            None => Ok(false),
        }
    }

    /// Whether the transport that the actor names may carry links: only a manager's, signed in with a password. Whoever
    /// names the transport reads the mail, and with a token nobody reads links (SESS-2).
    pub fn may_carry_links(&self) -> bool {
        self.actor.role == Role::Manager && self.actor.token.is_none()
    }
}
