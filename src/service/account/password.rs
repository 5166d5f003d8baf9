//! Changing one's own password (PASS-1, PASS-9).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::{Action, ObjectKind, ObjectRef, Result, Secret};
use crate::service::password::{self, Ask, Made, SetBy};
use crate::service::sign_in::attempt;
use crate::service::{App, Done, Run, WriteOp};
use crate::store::{self, OpenMode};

/// Whose password was changed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PasswordBody {
    /// The login.
    pub login: String,
    /// The password, if it was generated; shown once.
    pub password: Option<String>,
    /// How many other sessions ended.
    pub sessions_ended: usize,
}

/// Changes the actor's own password and ends its other sessions. Both are asked in turn: the present password,
/// and once that is found right the new one.
///
/// # Errors
/// `not-signed-in` for the wrong present password, which counts as a failed sign-in; `invalid` by PASS-1 and
/// PASS-2.
pub fn change(
    app: &App<'_>,
    current: impl FnOnce() -> Result<Secret>,
    new_password: &mut Ask<'_>,
) -> Result<Done<PasswordBody>> {
    let action = Action::AccountPassword;
    let settings = app.read(action, |op| {
        op.refuse_token("sets passwords")?;
        Ok(op.settings.clone())
    })?;
    let user = attempt::prove(app, action, &current()?)?;
    let made = password::make(&*app.open(OpenMode::Read)?, &settings, &user, new_password, app.random)?;
    app.write(action, Run::Real, |op| store_password(op, &made))
}

fn store_password(op: &mut WriteOp<'_>, made: &Made) -> Result<PasswordBody> {
    let user = store::user::find(op.conn, op.actor.id)?;
    let own = op.session.as_ref().map(|session| session.id);
    let sessions = store::session::of_user(op.conn, user.id, op.settings.idle_cutoff(op.now), own)?;
    password::set(op.tx(), op.now, &op.settings, &user, &made.password, &SetBy::Oneself, own)?;
    op.journal.touch(&ObjectRef::new(ObjectKind::User, user.id, user.login.clone()));
    op.journal.unit.clone_from(&user.unit);
    op.say("change", "changed", format!("the password of `{}`", user.login));
    Ok(PasswordBody {
        login: user.login,
        password: made.generated.as_ref().map(|secret| secret.expose().to_owned()),
        sessions_ended: sessions.iter().filter(|session| !session.current).count(),
    })
}
