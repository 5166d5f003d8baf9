//! Whoever comes to own, act or review again by what is taken back, must be able to: the same that the verbs ask for (OP-5). What
//! comes back as a whole, with those whom it names, comes back as it was.

use super::find::Told;
use super::settle::breaks;
use crate::domain::{Id, ObjectKind, Result};
use crate::service::{WriteOp, asset_group, fim, ticket};
use crate::store;
use crate::store::history::changes::RowChange;
use crate::store::history::tables::Kept;

/// Looks at everybody who is named again.
///
/// # Errors
/// `conflict` by the rule that the verb would refuse it by: AG-6, CONF-1, CONT-2, FIM-7, FIM-13, POL-1, TICK-1.
pub fn check(op: &WriteOp<'_>, told: &Told, changes: &[RowChange]) -> Result<()> {
    for change in changes.iter().filter(|change| change.before.is_some()) {
        if let Some((rule, why)) = obstacle(op, changes, change)? {
            return Err(breaks(told, rule, &why));
        }
    }
    Ok(())
}

/// Why a change cannot be, and by which rule.
fn obstacle(op: &WriteOp<'_>, changes: &[RowChange], change: &RowChange) -> Result<Option<(&'static str, String)>> {
    let thing = change.key.first;
    let stays = change.after.is_some();
    let named = |column: &str| named(changes, change, column);
    match change.table.name {
        "asset_groups" if stays => {
            let last = number(change.after.as_ref(), "owner_id").filter(|last| !changes_too(changes, *last));
            let (Some(owner), Some(last)) = (named("owner_id"), last) else { return Ok(None) };
            let group = store::asset_group::find(op.conn, thing)?;
            let users = (store::user::find(op.conn, last)?, store::user::find(op.conn, owner)?);
            Ok(refused("AG-6", asset_group::transfer::check_receiver(&group, &users.0, &users.1)))
        }
        "tickets" if stays => {
            let Some(assignee) = named("assignee_id") else { return Ok(None) };
            let address = store::ticket::find(op.conn, thing)?.address;
            Ok(refused("TICK-1", ticket::check_assignee(op, &store::user::find(op.conn, assignee)?, address)))
        }
        "configs" if stays => inactive(op, named("owner_id"), "CONF-1", "own a configuration"),
        "remediation_policies" if stays => inactive(op, named("assignee_id"), "POL-1", "be assigned tickets"),
        "email_contacts" => inactive(op, named("user_id"), "CONT-2", "be a contact"),
        "config_targets" if !is_back(changes, ObjectKind::Config, thing) => {
            let Some(group) = number(change.before.as_ref(), "group_id") else { return Ok(None) };
            let owner = store::config::find(op.conn, thing)?.owner_id;
            if changes_too(changes, owner) {
                return Ok(None);
            }
            let reaches = store::reach::reaches_group(op.conn, owner, Some(group))?;
            Ok((!reaches).then(|| ("CONF-1", "the owner of a configuration cannot reach a target of it".to_owned())))
        }
        "fim_rule_reviewers" if !is_back(changes, ObjectKind::FimRule, thing) => {
            review(op, store::fim::rule::find(op.conn, thing)?.creator_id, named("user_id"))
        }
        "fim_incident_reviewers" if !is_back(changes, ObjectKind::FimIncident, thing) => {
            review(op, store::fim::incident::find(op.conn, thing)?.creator_id, named("user_id"))
        }
        "fim_incidents" if stays && change.fields().iter().any(|field| ["title", "comment"].contains(field)) => {
            let is_reviewed = change.fields().contains(&"approval");
            let incident = store::fim::incident::find(op.conn, thing)?;
            Ok(refused("FIM-7", fim::incident::refuse_closed(&incident)).filter(|_| !is_reviewed))
        }
        _ => Ok(None),
    }
}

/// The user that a row names as it was, unless it still does, or is another itself with it.
fn named(changes: &[RowChange], change: &RowChange, column: &str) -> Option<Id> {
    let user = number(change.before.as_ref(), column)?;
    let is_new = number(change.after.as_ref(), column) != Some(user);
    (is_new && !changes_too(changes, user)).then_some(user)
}

fn changes_too(changes: &[RowChange], user: Id) -> bool {
    changes.iter().any(|other| other.table.name == "users" && other.key.first == user)
}

fn number(row: Option<&store::history::row::Cells>, column: &str) -> Option<Id> {
    row?.get(column)?.as_i64()
}

/// Whether a thing comes back as a whole.
fn is_back(changes: &[RowChange], kind: ObjectKind, id: Id) -> bool {
    let is_thing = |table: &Kept| table.counts_ids() && table.objects.0 == Some(kind);
    changes.iter().any(|change| is_thing(change.table) && change.key.first == id && change.after.is_none())
}

fn refused(rule: &'static str, outcome: Result<()>) -> Option<(&'static str, String)> {
    outcome.err().map(|error| (rule, error.message.clone()))
}

fn inactive(
    op: &WriteOp<'_>,
    user: Option<Id>,
    rule: &'static str,
    what: &str,
) -> Result<Option<(&'static str, String)>> {
    let Some(user) = user else { return Ok(None) };
    let is_inactive = store::user::is_inactive(op.conn, user)?;
    Ok(is_inactive.then(|| (rule, format!("a user who is deactivated by now would {what} again"))))
}

fn review(op: &WriteOp<'_>, creator: Option<Id>, reviewer: Option<Id>) -> Result<Option<(&'static str, String)>> {
    let Some(reviewer) = reviewer else { return Ok(None) };
    let obstacle = fim::reviewer::obstacle(op, creator, reviewer)?;
    Ok(obstacle.map(|why| ("FIM-13", format!("a reviewer that would come back cannot review: {why}"))))
}
