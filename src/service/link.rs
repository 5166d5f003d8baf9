//! Making one-time links (PASS-6): by mail, or printed once.

use schemars::JsonSchema;
use serde::Serialize;

use super::credential::{new_token, token_hash};
use super::ports::Random;
use super::report::ChangeStatus;
use super::{WriteOp, outbox};
use crate::domain::link::{LinkEnd, LinkKind};
use crate::domain::mail::Facts;
use crate::domain::record::User;
use crate::domain::{Action, Id, ObjectKind, ObjectRef, Result, Secret, Time};
use crate::store::{self, Tx};

/// How a link reaches its user.
#[derive(Clone, Copy)]
pub enum Delivery<'a> {
    /// By mail; the token is made when the mail is delivered (MAIL-1).
    Mail,
    /// Printed once, for whoever hands it over.
    Printed(&'a PrintedToken),
    /// None is made.
    Nothing,
}

/// A token that is printed, made before any lock.
pub struct PrintedToken {
    secret: Secret,
    /// A dry run makes a link like any other and rolls it back, so its token would lead nowhere.
    shown: bool,
}

impl PrintedToken {
    /// Makes one; it is shown unless this is a dry run.
    pub fn new(random: &dyn Random, shown: bool) -> Result<Self> {
        Ok(Self { secret: new_token(random)?, shown })
    }
}

/// A link as its maker is told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Invitation {
    /// The token, shown once; none if it goes by mail.
    pub token: Option<String>,
    /// Where the mail goes, if there is one.
    pub mail_to: Option<String>,
    /// Until when the token works; by mail that is known when it is delivered.
    pub expires_at: Option<Time>,
}

/// One user's new link.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Issued {
    /// The user.
    pub object: String,
    /// That it was made.
    pub status: ChangeStatus,
    /// The link.
    pub invitation: Invitation,
}

/// Makes links for users on whom the actor holds the action; `delivery` tells for each, in order, how it goes out,
/// and `prepare` refuses whom it does not fit.
pub fn issue_each<'d>(
    op: &mut WriteOp<'_>,
    logins: &[String],
    (action, kind): (Action, LinkKind),
    delivery: impl Fn(usize) -> Delivery<'d>,
    prepare: impl Fn(&mut WriteOp<'_>, &User, Delivery<'_>) -> Result<()>,
) -> Result<Vec<Issued>> {
    let mut issued = Vec::with_capacity(logins.len());
    for (at, object) in op.find_all(ObjectKind::User, logins)?.into_iter().enumerate() {
        let user = op.covered(action, &object)?;
        prepare(op, &user, delivery(at))?;
        if let Some(invitation) = issue(op, &user, kind, delivery(at))? {
            tell(op, &invitation);
            issued.push(Issued { object: object.name, status: ChangeStatus::Done, invitation });
        }
    }
    Ok(issued)
}

/// Whose links were made, as a phrase.
pub fn phrase(issued: &[Issued]) -> String {
    match issued {
        [one] => format!("user `{}`", one.object),
        many => format!("{} users", many.len()),
    }
}

/// Makes a link for a user; every earlier one is dead from now on (USER-5). The log learns of it, never of its token.
///
/// # Errors
/// `not-permitted` for a printed link made with a token (SESS-2).
pub fn issue(op: &mut WriteOp<'_>, user: &User, kind: LinkKind, delivery: Delivery<'_>) -> Result<Option<Invitation>> {
    if matches!(delivery, Delivery::Nothing) {
        return Ok(None);
    }
    end(op.tx(), user.id, LinkEnd::Superseded)?;
    store::link::forget_old(op.tx(), user.id, op.now)?;
    issue_first(op, user, kind, delivery)
}

/// Makes a link for a user who never had one (USER-4).
///
/// # Errors
/// `not-permitted` for a printed link made with a token (SESS-2).
pub fn issue_first(
    op: &mut WriteOp<'_>,
    user: &User,
    kind: LinkKind,
    delivery: Delivery<'_>,
) -> Result<Option<Invitation>> {
    let invitation = deliver(op, user, kind, delivery)?;
    if let Some(invitation) = &invitation {
        note(op, user, invitation);
    }
    Ok(invitation)
}

fn note(op: &mut WriteOp<'_>, user: &User, invitation: &Invitation) {
    let object = ObjectRef::new(ObjectKind::User, user.id, user.login.clone());
    let way = match &invitation.mail_to {
        Some(address) => format!("by mail to {address}"),
        None => "printed".to_owned(),
    };
    op.journal.change(&object, "invitation", serde_json::Value::Null, way.into());
    op.journal.unit.clone_from(&user.unit);
}

/// Tells what is left to do about a link that goes by mail.
pub fn tell(op: &mut WriteOp<'_>, invitation: &Invitation) {
    if let Some(address) = invitation.mail_to.as_ref().filter(|_| !op.sends_now) {
        op.notice(format!("a mail to `{address}` waits in the outbox: `provost outbox send` delivers it"));
    }
}

fn deliver(op: &mut WriteOp<'_>, user: &User, kind: LinkKind, delivery: Delivery<'_>) -> Result<Option<Invitation>> {
    let tx = op.tx();
    match delivery {
        Delivery::Nothing => Ok(None),
        Delivery::Mail => {
            let mail = outbox::queue(tx, op.now, user, &Facts::of_link(kind, user.login.clone()))?;
            op.mails.push(mail);
            Ok(Some(Invitation { token: None, mail_to: Some(user.email.clone()), expires_at: None }))
        }
        Delivery::Printed(token) => {
            op.refuse_token("makes links that are printed")?;
            let expires_at = op.settings.link_end(op.now);
            store::link::insert(tx, &token_hash(&token.secret), user.id, kind, op.now, expires_at)?;
            let shown = token.shown.then(|| token.secret.expose().to_owned());
            Ok(Some(Invitation { token: shown, mail_to: None, expires_at: Some(expires_at) }))
        }
    }
}

/// Ends every link of a user, also those that still wait to be mailed; tells how many there were.
pub fn end(tx: &Tx<'_>, user: Id, end: LinkEnd) -> Result<usize> {
    Ok(store::link::end_all(tx, user, end)? + store::mail::cancel_links(tx, user)?)
}
