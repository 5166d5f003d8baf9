//! Making one-time links (PASS-6): by mail, or printed once.

use serde::Serialize;

use super::credential::{new_token, token_hash};
use super::ports::Random;
use super::{WriteOp, outbox};
use crate::domain::link::{LinkEnd, LinkKind};
use crate::domain::mail::Facts;
use crate::domain::record::User;
use crate::domain::{Id, Result, Secret, Time};
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// The token, shown once; none if it goes by mail.
    pub token: Option<String>,
    /// Where the mail goes, if there is one.
    pub mail_to: Option<String>,
    /// Until when the token works; by mail that is known when it is delivered.
    pub expires_at: Option<Time>,
}

/// Makes a link for a user; every earlier one is dead from now on (USER-5).
///
/// # Errors
/// `not-permitted` for a printed link made with a token (SESS-2).
pub fn issue(op: &WriteOp<'_>, user: &User, kind: LinkKind, delivery: Delivery<'_>) -> Result<Option<Invitation>> {
    let tx = op.tx();
    if !matches!(delivery, Delivery::Nothing) {
        end(tx, user.id, LinkEnd::Superseded)?;
    }
    match delivery {
        Delivery::Nothing => Ok(None),
        Delivery::Mail => {
            let login = user.login.clone();
            let facts = match kind {
                LinkKind::Registration => Facts::Registration { login },
                LinkKind::PasswordReset => Facts::PasswordReset { login },
            };
            outbox::queue(tx, op.now, user, &facts)?;
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
