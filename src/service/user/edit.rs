//! Editing a user's fields (USER-9, USER-10).

use super::add::{check_never_expires, refuse_taken};
use super::draft::Profile;
use super::view::UserBody;
use crate::domain::link::LinkEnd;
use crate::domain::record::User;
use crate::domain::user::NotifyScans;
use crate::domain::{Action, Given, Login, MonitoringRole, ObjectKind, ObjectRef, Result, Status};
use crate::service::{WriteOp, link};
use crate::store;

/// What is to change; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub user: String,
    /// The new login.
    pub login: Option<Login>,
    /// The descriptive fields.
    pub profile: Profile,
    /// The monitoring role; cleared, it is the one the role implies.
    pub monitoring_role: Given<MonitoringRole>,
    /// The forced password change.
    pub must_change_password: Option<bool>,
    pub password_never_expires: Option<bool>,
    /// Which scan summaries are sent.
    pub notify_scans: Option<NotifyScans>,
    /// Whether the ticket digest is sent.
    pub notify_tickets: Option<bool>,
}

impl Request {
    /// Whether it says anything of a user that is not so already.
    pub fn changes(&self, user: &User) -> Result<bool> {
        let mut after = user.clone();
        apply(&mut after, self)?;
        Ok(after != *user)
    }
}

/// Edits a user.
///
/// # Errors
/// `not-permitted` by ROLE-6 and ROLE-7; `conflict` by USER-1 and PASS-4.
pub fn edit(op: &mut WriteOp<'_>, request: &Request) -> Result<UserBody> {
    let object = op.find(ObjectKind::User, &request.user)?;
    let decision = op.authorize(Action::UserEdit, &object)?;
    if request.must_change_password.is_some() {
        op.authorize(Action::UserPassword, &object)?;
    }
    let before = store::user::find(op.conn, object.id)?;
    let mut after = before.clone();
    apply(&mut after, request)?;
    op.cover(&decision, &before.login, Some(&before), Some(&after))?;
    refuse_taken(op, &after)?;
    if (&after.email, &after.login) != (&before.email, &before.login) {
        op.refuse_token("changes an e-mail address or a login")?;
        note_dead_links(op, &before, &after.login)?;
    }
    let object = ObjectRef::new(ObjectKind::User, object.id, after.login.clone());
    if op.journal.compare(&object, &before, &after)? {
        store::user::update(op.tx(), &after)?;
        op.journal.unit.clone_from(&after.unit);
    }
    op.say("change", "changed", format!("user `{}`", after.login));
    UserBody::of(op, object.id)
}

/// Links to an old address or login lead nowhere any more (USER-5, PASS-6).
fn note_dead_links(op: &mut WriteOp<'_>, user: &User, login: &str) -> Result<()> {
    if link::end(op.tx(), user.id, LinkEnd::Changed)? > 0 {
        let verb = if user.status == Status::Pending { "invite" } else { "password" };
        op.notice(format!("the link of `{}` is dead; make a new one: `provost user {verb} {login}`", user.login));
    }
    Ok(())
}

fn apply(user: &mut User, request: &Request) -> Result<()> {
    if let Some(login) = &request.login {
        if user.email == user.login {
            user.email = login.to_string();
        }
        user.login = login.to_string();
    }
    request.profile.apply(user)?;
    if let Some(role) = request.monitoring_role.said() {
        user.monitoring_role = role;
        user.effective_monitoring_role = user.role.effective_monitoring(role);
    }
    if let Some(must) = request.must_change_password {
        user.must_change_password = must;
        // It lasts until a change is asked for (PASS-4).
        user.password_never_expires &= !must;
    }
    if let Some(never) = request.password_never_expires {
        user.password_never_expires = never;
        check_never_expires(user)?;
    }
    if let Some(scans) = request.notify_scans {
        user.notifications.scans = scans;
    }
    if let Some(tickets) = request.notify_tickets {
        user.notifications.tickets = tickets;
    }
    Ok(())
}
