//! Filters of events that ask for a tag: they follow when it is renamed, and are named when it is to go (FIM-15).

use crate::domain::event_filter::is_askable;
use crate::domain::text::key;
use crate::domain::{Error, EventFilter, ObjectRef, Result};
use crate::service::{Op, WriteOp};
use crate::store;

/// Everything whose filter asks for the tag.
pub fn asking_for(op: &Op<'_>, tag: &str) -> Result<Vec<(ObjectRef, EventFilter)>> {
    let key = key(tag);
    let mut asking = Vec::new();
    for (object, filter) in store::fim::filter::all(op.conn)? {
        let filter: EventFilter = filter.parse()?;
        if filter.tags().contains(&key.as_str()) {
            asking.push((object, filter));
        }
    }
    Ok(asking)
}

/// Writes the new name of a tag into every filter that asks for it.
///
/// # Errors
/// `conflict` for a name that a filter cannot hold, or has no room for.
pub fn follow(op: &mut WriteOp<'_>, before: &str, after: &str) -> Result<()> {
    let asking = asking_for(op, before)?;
    if let Some((object, _)) = asking.first().filter(|_| !is_askable(after)) {
        return Err(Error::conflict(
            "FIM-15",
            format!("the filter of `{}` asks for the tag, and cannot hold the name `{after}`", object.name),
        )
        .hint("choose a name without quotes and commas"));
    }
    for (object, filter) in asking {
        let Some(renamed) = filter.renamed(&key(before), after) else { continue };
        if let Err(error) = renamed.parse::<EventFilter>() {
            return Err(Error::conflict(
                "FIM-15",
                format!(
                    "the filter of `{}` asks for the tag, and would not hold its new name: {}",
                    object.name, error.message
                ),
            )
            .hint("choose a shorter name, or shorten the filter"));
        }
        store::fim::filter::set(op.tx(), object.kind, object.id, &renamed)?;
        op.journal.change(&object, "when", filter.to_string().into(), renamed.into());
    }
    Ok(())
}
