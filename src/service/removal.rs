//! Deleting several objects by name.

use crate::domain::{Action, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;
use crate::service::report::Outcomes;

/// Deletes each of the named objects that the actor may delete, all of them or none; `delete` removes one.
///
/// # Errors
/// `not-found` for names that nothing viewable bears; `not-permitted` by ROLE-7; whatever `delete` refuses.
pub fn delete_each(
    op: &mut WriteOp<'_>,
    kind: ObjectKind,
    action: Action,
    names: &[String],
    mut delete: impl FnMut(&mut WriteOp<'_>, &ObjectRef) -> Result<()>,
) -> Result<Outcomes> {
    let mut outcomes = Outcomes::default();
    for object in op.find_all(kind, names)? {
        op.authorize(action, &object)?;
        delete(op, &object)?;
        op.journal.deleted(&object);
        // What has no name of its own goes by its number.
        let shown = if kind.goes_by_number() { ObjectRef::new(kind, object.id, object.id.to_string()) } else { object };
        outcomes.push(&shown, true);
    }
    op.say("delete", "deleted", outcomes.phrase(kind.title(), &kind.plural()));
    Ok(outcomes)
}
