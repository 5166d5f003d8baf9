//! Remediation tickets (TICK-1).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::error::About as _;
use crate::domain::matrix::role_cell;
use crate::domain::record::{Ticket, User};
use crate::domain::ticket::TicketState;
use crate::domain::{Action, Address, Error, Name, ObjectKind, ObjectRef, Placement, Result, Status, Target};
use crate::service::listing::{self, Sink};
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

/// One ticket, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TicketBody {
    /// The ticket as it is now.
    pub ticket: Ticket,
}

/// What is known of the new ticket.
pub struct Request {
    /// The address it is about.
    pub address: Address,
    /// What is wrong.
    pub title: Name,
    /// How bad, 1 to 5.
    pub severity: i64,
    /// Its state; open by default.
    pub state: TicketState,
    /// Who works on it.
    pub assignee: Option<String>,
    /// Whether the assignee may be somebody who cannot act on it: what is taken over may be invalid, as it was before.
    pub may_be_invalid: bool,
}

/// Each ticket the actor may view, by id.
pub fn list(op: &Op<'_>, request: &listing::Request, sink: Sink<'_, Ticket>) -> Result<()> {
    listing::each(op, request, sink, |selection, sink| {
        store::ticket::list(op.conn, &op.actor, op.reach(Action::TicketView)?, selection, sink)
    })
}

pub fn show(op: &Op<'_>, id: &str) -> Result<Ticket> {
    let ticket = op.find(ObjectKind::Ticket, id)?;
    store::ticket::find(op.conn, ticket.id)
}

/// Adds a ticket.
///
/// # Errors
/// `conflict` if the assignee cannot act on it; `not-permitted` by ROLE-7.
pub fn add(op: &mut WriteOp<'_>, request: &Request) -> Result<TicketBody> {
    let reached = store::reach::reaches_address(op.conn, op.actor.id, request.address)?;
    let placement = Placement { unit: reached && op.actor.unit.is_some(), ..Placement::default() };
    op.authorize_at(Action::TicketAdd, Target::at(placement), &request.address.to_string())?;
    if request.state == TicketState::Closed {
        op.authorize_at(Action::TicketClose, Target::at(placement), &request.address.to_string())?;
    }
    let assignee = request.assignee.as_deref().map(|login| op.find_exactly(ObjectKind::User, login)).transpose();
    let assignee = assignee.about("assignee")?.map(|user| store::user::find(op.conn, user.id)).transpose()?;
    if let Some(user) = assignee.as_ref().filter(|_| !request.may_be_invalid) {
        check_assignee(op, user, request.address).about("assignee")?;
    }
    let record = Ticket {
        id: 0,
        address: request.address,
        title: request.title.to_string(),
        severity: check_severity(request.severity)?,
        state: request.state,
        assignee: assignee.as_ref().map(|user| user.login.clone()),
        assignee_id: assignee.as_ref().map(|user| user.id),
        valid: assignee.is_some(),
        invalid_reason: None,
        created_at: op.now,
    };
    let id = store::ticket::insert(op.tx(), &record)?;
    let object = ObjectRef::new(ObjectKind::Ticket, id, record.title.clone());
    op.journal.created(&object, &record)?;
    op.journal.unit = assignee.and_then(|user| user.unit);
    op.say("add", "added", format!("ticket {id} on `{}`", record.address));
    Ok(TicketBody { ticket: store::ticket::find(op.conn, id)? })
}

/// What is to change; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub ticket: String,
    /// The new title.
    pub title: Option<Name>,
    /// The new severity.
    pub severity: Option<i64>,
    /// The new state.
    pub state: Option<TicketState>,
}

/// Edits a ticket; closing it takes the right to close.
pub fn edit(op: &mut WriteOp<'_>, request: &Edit) -> Result<TicketBody> {
    let object = op.find(ObjectKind::Ticket, &request.ticket)?;
    op.authorize(Action::TicketEdit, &object)?;
    let before = store::ticket::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Some(title) = &request.title {
        after.title = title.to_string();
    }
    if let Some(severity) = request.severity {
        after.severity = check_severity(severity)?;
    }
    if let Some(state) = request.state {
        if state == TicketState::Closed && before.state != TicketState::Closed {
            op.authorize(Action::TicketClose, &object)?;
        }
        after.state = state;
    }
    op.say("change", "changed", format!("ticket {}", object.id));
    store_change(op, &before, &after)?;
    Ok(TicketBody { ticket: after })
}

/// Gives tickets to another user, who must be able to act on each.
///
/// # Errors
/// `conflict` by TICK-1; `not-permitted` by ROLE-7.
pub fn reassign(op: &mut WriteOp<'_>, ids: &[String], to: &str) -> Result<Outcomes> {
    let objects = op.find_all(ObjectKind::Ticket, ids)?;
    let user = op.find_exactly(ObjectKind::User, to)?;
    let user = store::user::find(op.conn, user.id)?;
    change_each(op, &objects, Action::TicketReassign, |op, ticket| {
        check_assignee(op, &user, ticket.address)?;
        Ok(Ticket { assignee_id: Some(user.id), assignee: Some(user.login.clone()), ..ticket })
    })
    .inspect(|outcomes| op.say("reassign", "reassigned", format!("{} to `{}`", phrase(outcomes), user.login)))
}

/// Closes tickets.
///
/// # Errors
/// `not-permitted` by ROLE-7, also while `tickets.users_may_close` is off.
pub fn close(op: &mut WriteOp<'_>, ids: &[String]) -> Result<Outcomes> {
    let objects = op.find_all(ObjectKind::Ticket, ids)?;
    change_each(op, &objects, Action::TicketClose, |_, ticket| Ok(Ticket { state: TicketState::Closed, ..ticket }))
        .inspect(|outcomes| op.say("close", "closed", phrase(outcomes)))
}

/// Deletes tickets.
///
/// # Errors
/// `not-permitted` by ROLE-7, also while `tickets.users_may_delete` is off.
pub fn delete(op: &mut WriteOp<'_>, ids: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::Ticket, Action::TicketDelete, ids, |op, object| {
        store::ticket::delete(op.tx(), object.id)
    })
}

fn phrase(outcomes: &Outcomes) -> String {
    outcomes.phrase("ticket", "tickets")
}

/// A ticket goes by its number in results.
fn numbered(object: &ObjectRef) -> ObjectRef {
    ObjectRef::new(ObjectKind::Ticket, object.id, object.id.to_string())
}

fn change_each(
    op: &mut WriteOp<'_>,
    objects: &[ObjectRef],
    action: Action,
    change: impl Fn(&WriteOp<'_>, Ticket) -> Result<Ticket>,
) -> Result<Outcomes> {
    let mut outcomes = Outcomes::default();
    for object in objects {
        op.authorize(action, object)?;
        let before = store::ticket::find(op.conn, object.id)?;
        let after = change(op, before.clone())?;
        let changed = store_change(op, &before, &after)?;
        outcomes.push(&numbered(object), changed);
    }
    Ok(outcomes)
}

fn store_change(op: &mut WriteOp<'_>, before: &Ticket, after: &Ticket) -> Result<bool> {
    let object = ObjectRef::new(ObjectKind::Ticket, before.id, after.title.clone());
    let changed = op.journal.compare(&object, before, after)?;
    if changed {
        store::ticket::update(op.tx(), after)?;
    }
    Ok(changed)
}

fn check_severity(severity: i64) -> Result<i64> {
    if (1..=5).contains(&severity) {
        return Ok(severity);
    }
    Err(Error::invalid(format!("`{severity}` is no severity: it takes 1 to 5")).rule("TICK-1"))
}

/// Why a user does not work on tickets at all, as a clause; of a user who may not be viewed no more than that
/// (ROLE-8).
pub fn idle_reason(op: &WriteOp<'_>, user: &User) -> Result<Option<String>> {
    let reason = if role_cell(user.role, Action::TicketEdit, None).reach.is_none() {
        format!("{} does not work on tickets", user.role.with_article())
    } else if user.status == Status::Inactive {
        "the account is inactive".to_owned()
    } else {
        return Ok(None);
    };
    let visible = op.may_view(ObjectKind::User, user.id)?;
    Ok(Some(if visible { reason } else { "it does not work on tickets".to_owned() }))
}

/// An assignee holds the right to edit tickets, is not inactive, and reaches the address (TICK-1).
pub fn check_assignee(op: &WriteOp<'_>, user: &User, address: Address) -> Result<()> {
    let problem = match idle_reason(op, user)? {
        Some(problem) => problem,
        None if store::reach::reaches_address(op.conn, user.id, address)? => return Ok(()),
        None => format!("`{address}` is out of its reach"),
    };
    // Nothing but the name is told of a user who may not be viewed, so not what stands in the way either (ROLE-8).
    let is_told = op.may_view(ObjectKind::User, user.id)?;
    let problem = if is_told { problem } else { format!("it does not work on tickets, or not on `{address}`") };
    Err(Error::conflict("TICK-1", format!("`{}` cannot act on the ticket: {problem}", user.login))
        .hint("name a user who reaches the address: `provost asset-group list`"))
}
