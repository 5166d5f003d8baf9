//! Remediation policies (POL-1): whose tickets the findings of a scan become.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::{RemediationPolicy, USER_RUNNING_SCAN, User};
use crate::domain::words::fold;
use crate::domain::{Action, Error, Given, Line, Name, ObjectKind, ObjectRef, Placement, Result, Target};
use crate::service::draft::draft;
use crate::service::listing::{self, Request, Sink};
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp, ticket};
use crate::store;

/// One policy, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PolicyBody {
    /// The policy as it is now.
    pub remediation_policy: RemediationPolicy,
}

draft! {
    /// What is said of a policy.
    PolicyDraft {
        /// Its name.
        name: Name = word,
        /// The unit it belongs to; a unit manager's own by default. It stays there.
        unit: String = text,
        /// Who gets the tickets; cleared, or `user-running-scan`: whoever runs the scan.
        assignee: String = text,
        /// Comments.
        comments: Line = word,
    }
}

/// Each policy the actor may view, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, RemediationPolicy>) -> Result<()> {
    listing::each(op, request, sink, |selection, sink| {
        store::remediation_policy::list(op.conn, &op.actor, op.reach(Action::RemediationPolicyView)?, selection, sink)
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<RemediationPolicy> {
    let object = op.find(ObjectKind::RemediationPolicy, name)?;
    store::remediation_policy::find(op.conn, object.id)
}

/// Adds a policy.
///
/// # Errors
/// `conflict` if the name is taken or the assignee cannot work on tickets; `not-permitted` by ROLE-4 and ROLE-7.
pub fn add(op: &mut WriteOp<'_>, draft: &PolicyDraft) -> Result<PolicyBody> {
    let name = draft.name.needed("a name")?;
    let unit = match draft.unit.as_ref().value() {
        Some(name) => {
            op.require_units()?;
            Some(op.find(ObjectKind::Bu, name)?)
        }
        None => op.actor.unit.as_ref().map(|unit| ObjectRef::new(ObjectKind::Bu, unit.id, unit.name.clone())),
    };
    let unit_id = unit.as_ref().map(|unit| unit.id);
    let target = Target::at(Placement::in_unit(&op.actor, unit_id));
    op.authorize_at(Action::RemediationPolicyAdd, target, name.as_str())?;
    refuse_taken(op, ObjectKind::RemediationPolicy, name, None)?;
    let mut record = RemediationPolicy {
        id: 0,
        name: name.to_string(),
        unit: unit.map(|unit| unit.name),
        unit_id,
        assignee: USER_RUNNING_SCAN.to_owned(),
        assignee_id: None,
        comments: draft.comments.text(),
    };
    if let Some(login) = draft.assignee.clone().or_empty() {
        assign(op, &mut record, &login)?;
    }
    let id = store::remediation_policy::insert(op.tx(), &record)?;
    op.journal.created(&ObjectRef::new(ObjectKind::RemediationPolicy, id, record.name.clone()), &record)?;
    op.journal.unit.clone_from(&record.unit);
    op.say("add", "added", format!("remediation policy `{}`", record.name));
    Ok(PolicyBody { remediation_policy: RemediationPolicy { id, ..record } })
}

/// Lays a draft over a policy.
pub fn edit(op: &mut WriteOp<'_>, policy: &str, draft: &PolicyDraft) -> Result<PolicyBody> {
    let object = op.find(ObjectKind::RemediationPolicy, policy)?;
    op.authorize(Action::RemediationPolicyEdit, &object)?;
    let before = store::remediation_policy::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Given::Set(name) = &draft.name {
        refuse_taken(op, ObjectKind::RemediationPolicy, name, Some(object.id))?;
        after.name = name.to_string();
    }
    draft.comments.write(&mut after.comments);
    if let Some(login) = draft.assignee.clone().or_empty() {
        assign(op, &mut after, &login)?;
    }
    let object = ObjectRef::new(ObjectKind::RemediationPolicy, object.id, after.name.clone());
    if op.journal.compare(&object, &before, &after)? {
        store::remediation_policy::update(op.tx(), &after)?;
        op.journal.unit.clone_from(&after.unit);
    }
    op.say("change", "changed", format!("remediation policy `{}`", after.name));
    Ok(PolicyBody { remediation_policy: after })
}

/// Deletes policies.
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::RemediationPolicy, Action::RemediationPolicyDelete, names, |op, object| {
        store::remediation_policy::delete(op.tx(), object.id)
    })
}

/// Names the assignee: a user who works on tickets, of the policy's unit if it has one; or whoever runs the scan.
fn assign(op: &WriteOp<'_>, policy: &mut RemediationPolicy, typed: &str) -> Result<()> {
    if typed.trim().is_empty() || fold(typed) == USER_RUNNING_SCAN {
        policy.assignee = USER_RUNNING_SCAN.to_owned();
        policy.assignee_id = None;
        return Ok(());
    }
    let found = op.find_exactly(ObjectKind::User, typed)?;
    let user: User = store::user::find(op.conn, found.id)?;
    let foreign = policy.unit_id.is_some() && policy.unit_id != user.unit_id;
    let problem = if foreign {
        Some(format!("it does not belong to `{}`", policy.unit.as_deref().unwrap_or_default()))
    } else {
        ticket::idle_reason(op, &user)?
    };
    if let Some(problem) = problem {
        return Err(Error::conflict("POL-1", format!("`{}` cannot get tickets by this policy: {problem}", user.login))
            .hint(format!("name somebody else, or `{USER_RUNNING_SCAN}`")));
    }
    policy.assignee = user.login;
    policy.assignee_id = Some(user.id);
    Ok(())
}
