//! Inviting a user who has not signed in yet (USER-4, USER-5).

use serde::Serialize;

use crate::domain::link::LinkKind;
use crate::domain::record::User;
use crate::domain::{Action, Error, ObjectKind, ObjectRef, Result, Status};
use crate::service::app::ChangeStatus;
use crate::service::link::{self, Delivery, Invitation};
use crate::service::{Op, WriteOp};
use crate::store;

/// What became of each user's invitation or reset.
#[derive(Debug, Serialize)]
pub struct InviteBody {
    /// One for each user.
    pub results: Vec<Invited>,
}

/// One user's invitation or reset.
#[derive(Debug, Serialize)]
pub struct Invited {
    /// The user.
    pub object: String,
    /// That it was made.
    pub status: ChangeStatus,
    /// The link.
    pub invitation: Invitation,
}

/// Makes invitations; `deliveries` tells for each user, in order, how it goes out.
///
/// # Errors
/// `conflict` for a user who has signed in already, is closed, or never signs in; `not-permitted` by ROLE-6,
/// ROLE-7 and SESS-2.
pub fn invite<'d>(
    op: &mut WriteOp<'_>,
    logins: &[String],
    delivery: impl Fn(usize) -> Delivery<'d>,
) -> Result<InviteBody> {
    let results = for_each(op, logins, Action::UserInvite, |op, at, user| {
        check_pending(user)?;
        link::issue(op, user, LinkKind::Registration, delivery(at))
    })?;
    op.say("invite", "invited", phrase(&results));
    Ok(InviteBody { results })
}

/// Makes password resets (PASS-5); a password that never expires does so no longer (PASS-4).
///
/// # Errors
/// `conflict` for a user who has never signed in, is deactivated, or never signs in; `not-permitted` by ROLE-6,
/// ROLE-7 and SESS-2.
pub fn reset<'d>(
    op: &mut WriteOp<'_>,
    logins: &[String],
    delivery: impl Fn(usize) -> Delivery<'d>,
) -> Result<InviteBody> {
    let results = for_each(op, logins, Action::UserPassword, |op, at, user| {
        check_resettable(user)?;
        let after = User { password_never_expires: false, ..user.clone() };
        if op.journal.compare(&ObjectRef::new(ObjectKind::User, user.id, user.login.clone()), user, &after)? {
            store::user::update(op.tx(), &after)?;
        }
        link::issue(op, user, LinkKind::PasswordReset, delivery(at))
    })?;
    op.say("send", "sent", format!("a password reset to {}", phrase(&results)));
    Ok(InviteBody { results })
}

fn for_each(
    op: &mut WriteOp<'_>,
    logins: &[String],
    action: Action,
    make: impl Fn(&mut WriteOp<'_>, usize, &User) -> Result<Option<Invitation>>,
) -> Result<Vec<Invited>> {
    let mut results = Vec::with_capacity(logins.len());
    for (at, object) in op.find_all(ObjectKind::User, logins)?.into_iter().enumerate() {
        let user = covered(op, action, &object)?;
        let Some(invitation) = make(op, at, &user)? else { continue };
        note(op, &object, &user, &invitation);
        results.push(Invited { object: object.name, status: ChangeStatus::Done, invitation });
    }
    Ok(results)
}

/// A user on whom the actor holds the action, and who is not above it (ROLE-6).
pub fn covered(op: &Op<'_>, action: Action, object: &ObjectRef) -> Result<User> {
    let decision = op.authorize(action, object)?;
    let user = store::user::find(op.conn, object.id)?;
    op.cover(&decision, &user.login, Some(&user), Some(&user))?;
    Ok(user)
}

/// Notes a link in the log, never its token, and tells the caller where it went.
pub fn note(op: &mut WriteOp<'_>, object: &ObjectRef, user: &User, invitation: &Invitation) {
    let way = match &invitation.mail_to {
        Some(address) => format!("by mail to {address}"),
        None => "printed".to_owned(),
    };
    op.journal.change(object, "invitation", serde_json::Value::Null, way.into());
    op.journal.unit.clone_from(&user.unit);
    if let Some(address) = &invitation.mail_to {
        op.notice(format!("a mail to `{address}` waits in the outbox: `provost outbox send` delivers it"));
    }
}

fn phrase(results: &[Invited]) -> String {
    match results {
        [one] => format!("user `{}`", one.object),
        many => format!("{} users", many.len()),
    }
}

fn check_pending(user: &User) -> Result<()> {
    let login = &user.login;
    refuse_who_never_signs_in(user)?;
    match user.status {
        Status::Pending => Ok(()),
        Status::Active => Err(Error::conflict("USER-5", format!("`{login}` has signed in already"))
            .hint(format!("send a password reset instead: `provost user password {login}`"))),
        Status::Inactive | Status::Locked => Err(closed(user)),
    }
}

fn check_resettable(user: &User) -> Result<()> {
    let login = &user.login;
    if user.role == crate::domain::Role::Contact {
        refuse_who_never_signs_in(user)?;
    }
    match user.status {
        Status::Active | Status::Locked => Ok(()),
        Status::Pending => Err(Error::conflict("PASS-5", format!("`{login}` has never signed in"))
            .hint(format!("invite again instead: `provost user invite {login}`"))),
        Status::Inactive => Err(closed(user)),
    }
}

fn refuse_who_never_signs_in(user: &User) -> Result<()> {
    if user.signs_in() {
        return Ok(());
    }
    let (rule, why) = match user.api_only {
        true => ("SESS-2", "is api-only and gets no invitation"),
        false => ("USER-3", "is a contact, who never signs in"),
    };
    let error = Error::conflict(rule, format!("`{}` {why}", user.login));
    Err(if user.api_only {
        error.hint(format!("make a token instead: `provost user token add {} --name NAME`", user.login))
    } else {
        error.hint("leave it out")
    })
}

fn closed(user: &User) -> Error {
    Error::conflict("USER-6", format!("`{}` is {}", user.login, user.status))
        .hint(format!("activate it first: `provost user activate {}`", user.login))
}
