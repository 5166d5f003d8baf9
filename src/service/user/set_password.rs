//! Setting somebody's password directly, with one's own password as proof (PASS-5, PASS-9).

use super::view::UserBody;
use crate::domain::record::User;
use crate::domain::{Action, Error, ObjectKind, ObjectRef, Result, Role, Secret};
use crate::service::credential::{NewPassword, generate};
use crate::service::password::{self, Due, SetBy};
use crate::service::sign_in::attempt;
use crate::service::{App, Done, Op, Run, WriteOp};
use crate::store::OpenMode;

/// Sets a password; the user must change it at the next sign-in. `new_password` is asked once the actor's own
/// password has been found right.
///
/// # Errors
/// `not-signed-in` for the wrong own password, which counts as a failed sign-in; `invalid` by PASS-1 and PASS-2;
/// `not-permitted` by ROLE-6, ROLE-7 and SESS-2.
pub fn set(
    app: &App<'_>,
    login: &str,
    own: impl FnOnce() -> Result<Secret>,
    mut new_password: impl FnMut(Due<'_>) -> Result<Secret>,
) -> Result<Done<UserBody>> {
    let action = Action::UserPasswordSet;
    let (user, settings) = app.read(action, |op| Ok((target(op, login)?, op.settings.clone())))?;
    // A dry run writes nothing, and so cannot count who guesses (PASS-9): it proves nothing either.
    let (own, run) = (own()?, if app.is_dry { Run::Dry } else { Run::Real });
    if run == Run::Real {
        attempt::prove(app, action, &own)?;
    }
    // Whoever sets a password for somebody else chooses it, also where users may not.
    let conn = app.open(OpenMode::Read)?;
    let new = password::until_accepted(
        |refused| new_password(Due { settings: &settings, user: &user, refused }),
        |clear| password::accept(&conn, &settings, &user, clear, app.random),
    )?;
    drop(conn);
    app.write(action, run, |op| store_password(op, login, &new))
}

/// What setting a password would change; a generated one stands for it, and is gone with the rest.
///
/// # Errors
/// `not-permitted` by ROLE-6, ROLE-7 and SESS-2.
pub fn preview(app: &App<'_>, login: &str) -> Result<Done<UserBody>> {
    app.write(Action::UserPasswordSet, Run::Dry, |op| {
        target(op, login)?;
        let new = NewPassword::hash(generate(&op.settings, app.random)?, app.random)?;
        store_password(op, login, &new)
    })
}

/// The user whose password may be set.
fn target(op: &Op<'_>, login: &str) -> Result<User> {
    op.refuse_token("sets passwords")?;
    let object = op.find(ObjectKind::User, login)?;
    let user = op.covered(Action::UserPasswordSet, &object)?;
    if user.role == Role::Contact {
        return Err(Error::conflict("USER-3", format!("`{}` is a contact, who has no password", user.login))
            .hint("give it a role that signs in first: `provost user role LOGIN reader`"));
    }
    if user.id == op.actor.id {
        return Err(
            Error::conflict("PASS-5", "your own password is changed elsewhere").hint("provost account password")
        );
    }
    Ok(user)
}

fn store_password(op: &mut WriteOp<'_>, login: &str, new: &NewPassword) -> Result<UserBody> {
    let user = target(op, login)?;
    let by = op.actor.login.clone();
    password::set(op.tx(), op.now, &op.settings, &user, new, &SetBy::Other(&by), None)?;
    let object = ObjectRef::new(ObjectKind::User, user.id, user.login.clone());
    op.journal.touch(&object);
    op.journal.unit.clone_from(&user.unit);
    op.say("set", "set", format!("the password of user `{}`", user.login));
    UserBody::of(op, user.id)
}
