//! Giving another name to things of which nothing else can change.

use crate::domain::{Action, Id, Name, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;
use crate::service::unique::refuse_taken;
use crate::store;

/// Gives a thing another name; gives its id.
///
/// # Errors
/// `conflict` if it is taken; `not-permitted` by ROLE-7.
pub fn rename(op: &mut WriteOp<'_>, action: Action, kind: ObjectKind, typed: &str, name: &Name) -> Result<Id> {
    let before = op.find(kind, typed)?;
    op.authorize(action, &before)?;
    refuse_taken(op, kind, name, Some(before.id))?;
    if before.name != name.as_str() {
        let after = ObjectRef::new(kind, before.id, name.as_str());
        store::naming::rename(op.tx(), kind, before.id, name)?;
        op.journal.change(&after, "name", before.name.as_str().into(), name.as_str().into());
        op.journal.unit = op.actor.unit.as_ref().map(|unit| unit.name.clone());
    }
    op.say("rename", "renamed", format!("{} `{}` to `{name}`", kind.title(), before.name));
    Ok(before.id)
}
