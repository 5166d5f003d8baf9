//! Tags set by hand (TAG-1).

use serde::Serialize;

use crate::domain::record::Tag;
use crate::domain::{Name, ObjectKind, ObjectRef, Result};
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp};
use crate::store;

/// One tag, under its noun.
#[derive(Debug, Serialize)]
pub struct TagBody {
    /// The tag as it is now.
    pub tag: Tag,
}

/// Each tag, by name.
pub fn list(op: &Op<'_>, sink: &mut dyn FnMut(Tag) -> Result<()>) -> Result<()> {
    store::tag::list(op.conn, sink)
}

/// Adds a tag.
///
/// # Errors
/// `conflict` if the name is taken.
pub fn add(op: &mut WriteOp<'_>, name: &Name) -> Result<TagBody> {
    refuse_taken(op, ObjectKind::Tag, name, None)?;
    let id = store::tag::insert(op.tx(), name)?;
    op.journal.touch(&ObjectRef::new(ObjectKind::Tag, id, name.as_str()));
    op.say("add", "added", format!("tag `{name}`"));
    Ok(TagBody { tag: store::tag::find(op.conn, id)? })
}
