//! Deactivating and activating accounts (USER-2, USER-6, USER-7).

use schemars::JsonSchema;
use serde::Serialize;

use super::add::check_status;
use crate::domain::link::LinkEnd;
use crate::domain::record::User;
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Id, ObjectKind, ObjectRef, Placement, Result, Status, Target, Time};
use crate::service::report::{ChangeStatus, Outcomes, status};
use crate::service::{WriteOp, link};
use crate::store;

/// What became of each deactivated user.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeactivateBody {
    /// One for each user.
    pub results: Vec<Deactivated>,
}

/// What a deactivation ends.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Deactivated {
    /// The user.
    pub object: String,
    /// Whether it was active before.
    pub status: ChangeStatus,
    /// The schedules that are switched off at their next launch time, unless somebody active gets them before.
    pub schedules_ending: Vec<Ending>,
    /// The tickets that became invalid.
    pub tickets_invalid: Vec<Id>,
    /// How many sessions, tokens and links ended.
    pub sessions_ended: usize,
    /// The same for tokens.
    pub tokens_ended: usize,
    /// The same for links.
    pub links_ended: usize,
}

/// A schedule that ends.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ending {
    /// Its name.
    pub name: String,
    /// When.
    pub at: Option<Time>,
}

/// Deactivates users: sessions, tokens and links end at once, schedules at their next launch time.
///
/// # Errors
/// `conflict` by USER-7 and SUB-3; `not-permitted` by ROLE-6 and ROLE-7.
pub fn deactivate(op: &mut WriteOp<'_>, logins: &[String]) -> Result<DeactivateBody> {
    let mut results = Vec::with_capacity(logins.len());
    for object in op.find_all(ObjectKind::User, logins)? {
        let user = op.covered(Action::UserDeactivate, &object)?;
        refuse_primary_contact(op, &user, "deactivated")?;
        results.push(deactivate_one(op, &object, &user)?);
    }
    op.say("deactivate", "deactivated", phrase(&results));
    Ok(DeactivateBody { results })
}

fn deactivate_one(op: &mut WriteOp<'_>, object: &ObjectRef, user: &User) -> Result<Deactivated> {
    let valid = store::ticket::of_assignee(op.conn, user.id)?.into_iter().filter(|ticket| ticket.valid);
    let tickets_invalid = valid.map(|ticket| ticket.id).collect();
    let schedules = store::config::active_schedules(op.conn, user.id)?;
    let report_rules = store::fim::report_rule::active_of(op.conn, user.id)?;
    let changed = set_status(op, object, user, Status::Inactive)?;
    let tx = op.tx();
    let links_ended = link::end(tx, user.id, LinkEnd::Deactivated)?;
    // Whoever is deactivated receives nothing (USER-6).
    store::mail::cancel_all(tx, user.id)?;
    Ok(Deactivated {
        object: object.name.clone(),
        status: status(changed),
        schedules_ending: schedules
            .into_iter()
            .map(|config| Ending { name: config.name, at: config.next_launch_at })
            .chain(report_rules.into_iter().map(|rule| Ending { name: rule.name, at: rule.next_run_at }))
            .collect(),
        tickets_invalid,
        sessions_ended: store::session::delete_all(tx, user.id, None)?,
        tokens_ended: store::api_token::delete_all(tx, user.id)?,
        links_ended,
    })
}

/// Brings deactivated and locked users back, and clears the count of failed sign-ins (USER-2).
pub fn activate(op: &mut WriteOp<'_>, logins: &[String]) -> Result<Outcomes> {
    let mut outcomes = Outcomes::default();
    for object in op.find_all(ObjectKind::User, logins)? {
        let user = op.covered(Action::UserActivate, &object)?;
        let after = user.status.activated(user.signs_in(), user.last_login_at.is_some());
        let changed = set_status(op, &object, &user, after)?;
        if changed {
            store::user::set_failures(op.tx(), user.id, 0, after)?;
            if after == Status::Pending && store::password::find(op.conn, user.id)?.is_none() {
                op.notice(format!("`{}` has no password yet: `provost user invite {}`", user.login, user.login));
            }
        }
        outcomes.push(&object, changed);
    }
    op.say("activate", "activated", outcomes.phrase("user", "users"));
    Ok(outcomes)
}

/// Gives a user that was taken over the state it had, which only time brings about otherwise (USER-2).
///
/// # Errors
/// `not-permitted` by ROLE-7; `conflict` for a state such a user never has.
pub fn begin_as(op: &mut WriteOp<'_>, login: &str, status: Status) -> Result<()> {
    let object = op.find(ObjectKind::User, login)?;
    let user = store::user::find(op.conn, object.id)?;
    let target = Target::at(Placement::in_unit(&op.actor, user.unit_id));
    check_status(op, (status, target), user.role, (user.api_only, login))?;
    op.say("set", "set", format!("the status of user `{}` to `{status}`", user.login));
    set_status(op, &object, &user, status).map(drop)
}

fn set_status(op: &mut WriteOp<'_>, object: &ObjectRef, user: &User, to: Status) -> Result<bool> {
    let after = User { status: to, ..user.clone() };
    let changed = op.journal.compare(object, user, &after)?;
    if changed {
        store::user::update(op.tx(), &after)?;
        op.journal.unit.clone_from(&user.unit);
        op.unit_touched(user.unit_id);
    }
    Ok(changed)
}

/// A primary contact stays until the status went to somebody else (USER-7).
pub fn refuse_primary_contact(op: &WriteOp<'_>, user: &User, what: &str) -> Result<()> {
    if !user.primary_contact {
        return Ok(());
    }
    let error = |of: String, hint: String| {
        Error::conflict("USER-7", format!("`{}` is the primary contact of {of} and cannot be {what}", user.login))
            .code("primary-contact")
            .hint(hint)
    };
    match (user.unit_id, &user.unit) {
        (Some(id), Some(unit)) => {
            let hint = match store::unit::other_manager(op.conn, id, &[user.id])? {
                Some(other) => {
                    format!("give the status away first: `provost contact set {other} --bu {}`", quoted(unit))
                }
                None => format!(
                    "make another unit manager of it first: `provost user role LOGIN unit-manager --bu {}`",
                    quoted(unit)
                ),
            };
            Err(error(format!("`{unit}`"), hint))
        }
        _ => Err(error(
            "the subscription".to_owned(),
            "give the status to another manager first: `provost contact set LOGIN`".to_owned(),
        )),
    }
}

fn phrase(results: &[Deactivated]) -> String {
    match results {
        [one] => format!("user `{}`", one.object),
        many => format!("{} users", many.iter().filter(|one| one.status == ChangeStatus::Done).count()),
    }
}
