//! What becomes of something that exists already where it is to be added.

use crate::domain::phrase::with_article;
use crate::domain::sheet::OnExisting;
use crate::domain::{Error, Name, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;

/// Adds what is no row of any file, or edits what exists, or leaves it, in one workflow.
pub fn settle_one<T>(
    op: &mut WriteOp<'_>,
    on_existing: OnExisting,
    (kind, name, found): (ObjectKind, &Name, Option<ObjectRef>),
    add: impl FnOnce(&mut WriteOp<'_>) -> Result<T>,
    edit: impl FnOnce(&mut WriteOp<'_>, &ObjectRef) -> Result<T>,
    show: impl FnOnce(&mut WriteOp<'_>, &ObjectRef) -> Result<T>,
) -> Result<T> {
    let Some(found) = found else { return add(op) };
    if on_existing == OnExisting::Skip {
        op.say("leave", "left", format!("{} `{}`", kind.title(), found.name));
        return show(op, &found);
    }
    let body = edit(op, &found)?;
    let changed: Vec<String> = op.journal.fields().into_iter().map(str::to_owned).collect();
    if on_existing == OnExisting::Fail && !changed.is_empty() {
        return Err(differs(kind, name.as_str(), &changed));
    }
    Ok(body)
}

/// The error for something that differs from what exists.
pub fn differs(kind: ObjectKind, name: &str, fields: &[String]) -> Error {
    let mut fields: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
    fields.sort_unstable();
    fields.dedup();
    let what = with_article(kind.title());
    Error::conflict(
        kind.naming_rule(),
        format!("there is {what} `{name}` already, which differs in {}", fields.join(", ")),
    )
    .code("already-exists")
    .hint("add `--on-existing update` to change it, or `--on-existing skip` to leave it")
}
