//! The state that a row of a user names.

use crate::domain::record::User;
use crate::domain::{Action, Error, ObjectKind, Result, Status};
use crate::service::bulk::intake::Intake;
use crate::service::{WriteOp, user};
use crate::store;

/// Brings a user to the state a row names, by the verbs that lead there (USER-2).
///
/// # Errors
/// When the actor may not take them, or none leads there.
pub fn bring_to(intake: &mut Intake<'_, '_>, status: Status, before: &User) -> Result<()> {
    let login = [before.login.clone()];
    match status {
        Status::Inactive => {
            let ended = intake.step_of("status", Action::UserDeactivate, |op| user::status::deactivate(op, &login))?;
            // Whoever comes in deactivated has nothing that ends.
            if !intake.is_added(ObjectKind::User, before.id) {
                intake.consequences.deactivated.extend(ended.results);
            }
        }
        Status::Active | Status::Pending => {
            intake.step_of("status", Action::UserActivate, |op| user::status::activate(op, &login))?;
        }
        Status::Locked => {}
    }
    let reached = store::user::find(intake.op.conn, before.id)?.status;
    if reached == status {
        return Ok(());
    }
    if before.last_login_at.is_none() && intake.is_added(ObjectKind::User, before.id) {
        let begin = |op: &mut WriteOp<'_>| user::status::begin_as(op, &before.login, status);
        return intake.step_of("status", Action::UserEdit, begin).map(drop);
    }
    let (login, present) = (&before.login, before.status);
    let why = if reached == present {
        format!("`{login}` is `{present}`, and nobody makes it `{status}`")
    } else {
        format!("`{login}` never signed in, and becomes `{reached}`, not `{status}`")
    };
    let hint = if reached == present { "leave the status out".to_owned() } else { format!("write `{reached}`") };
    Err(Error::conflict("USER-2", why).about("status").expects(format!("`{reached}`")).hint(hint))
}
