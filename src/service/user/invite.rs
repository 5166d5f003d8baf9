//! Inviting users who have not signed in yet (USER-4, USER-5).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::link::LinkKind;
use crate::domain::record::User;
use crate::domain::{Action, Error, Result, Status};
use crate::service::WriteOp;
use crate::service::link::{self, Delivery, Issued};

/// What became of each user's link.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LinksBody {
    /// One for each user.
    pub results: Vec<Issued>,
}

/// Makes invitations; `delivery` tells for each user, in order, how it goes out.
///
/// # Errors
/// `conflict` for a user who has signed in already, is closed, or never signs in; `not-permitted` by ROLE-6,
/// ROLE-7 and SESS-2.
pub fn invite<'d>(
    op: &mut WriteOp<'_>,
    logins: &[String],
    delivery: impl Fn(usize) -> Delivery<'d>,
) -> Result<LinksBody> {
    let what = (Action::UserInvite, LinkKind::Registration);
    let results = link::issue_each(op, logins, what, delivery, |_, user, _| check(user))?;
    op.say("invite", "invited", link::phrase(&results));
    Ok(LinksBody { results })
}

fn check(user: &User) -> Result<()> {
    let login = &user.login;
    if user.api_only {
        return Err(Error::conflict("SESS-2", format!("`{login}` is api-only and gets no invitation"))
            .hint(format!("make a token instead: `provost user token add {login} --name NAME`")));
    }
    refuse_contact(user)?;
    match user.status {
        Status::Pending => Ok(()),
        Status::Active => Err(Error::conflict("USER-5", format!("`{login}` has signed in already"))
            .hint(format!("send a password reset instead: `provost user password {login}`"))),
        Status::Inactive | Status::Locked => Err(closed(user)),
    }
}

/// A contact has no use for a link (USER-3).
pub fn refuse_contact(user: &User) -> Result<()> {
    if user.role != crate::domain::Role::Contact {
        return Ok(());
    }
    Err(Error::conflict("USER-3", format!("`{}` is a contact, who never signs in", user.login)).hint("leave it out"))
}

/// The error for an account that must be activated first.
pub fn closed(user: &User) -> Error {
    Error::conflict("USER-6", format!("`{}` is {}", user.login, user.status))
        .hint(format!("activate it first: `provost user activate {}`", user.login))
}
