//! Sending password resets (PASS-5).

use super::invite::{LinksBody, closed, refuse_contact};
use crate::domain::link::LinkKind;
use crate::domain::record::User;
use crate::domain::{Action, Error, ObjectKind, ObjectRef, Result, Status};
use crate::service::WriteOp;
use crate::service::link::{self, Delivery};
use crate::store;

/// Makes password resets; a password that never expires does so no longer (PASS-4).
///
/// # Errors
/// `conflict` for a user who has never signed in, is deactivated, or never signs in, and for a printed reset of
/// one's own; `not-permitted` by ROLE-6, ROLE-7 and SESS-2.
pub fn reset<'d>(
    op: &mut WriteOp<'_>,
    logins: &[String],
    delivery: impl Fn(usize) -> Delivery<'d>,
) -> Result<LinksBody> {
    let what = (Action::UserPassword, LinkKind::PasswordReset);
    let results = link::issue_each(op, logins, what, delivery, |op, user, delivery| {
        check(user)?;
        // A printed link for oneself would go round the proof of the present password (PASS-9).
        if user.id == op.actor.id && matches!(delivery, Delivery::Printed(_)) {
            return Err(Error::conflict("PASS-9", "your own reset goes by mail, not onto the screen")
                .hint("provost account password"));
        }
        let object = ObjectRef::new(ObjectKind::User, user.id, user.login.clone());
        let after = User { password_never_expires: false, ..user.clone() };
        if op.journal.compare(&object, user, &after)? {
            store::user::update(op.tx(), &after)?;
        }
        Ok(())
    })?;
    op.say("send", "sent", format!("a password reset to {}", link::phrase(&results)));
    Ok(LinksBody { results })
}

fn check(user: &User) -> Result<()> {
    refuse_contact(user)?;
    match user.status {
        Status::Active | Status::Locked => Ok(()),
        Status::Pending => Err(Error::conflict("PASS-5", format!("`{}` has never signed in", user.login))
            .hint(format!("invite again instead: `provost user invite {}`", user.login))),
        Status::Inactive => Err(closed(user)),
    }
}
