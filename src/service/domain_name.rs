//! Domains, for maps (ASSET-1).

use crate::domain::record::Domain;
use crate::domain::{Action, Name, ObjectKind, ObjectRef, Result};
use crate::service::narrow::Names;
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp};
use crate::store;

/// Each domain the actor may view, by name.
pub fn list(op: &Op<'_>, sink: &mut dyn FnMut(Domain) -> Result<()>) -> Result<()> {
    let names = Names::of(op);
    store::domain_name::list(op.conn, &op.actor, op.reach(Action::DomainView)?, |mut row| {
        names.groups(&mut row.asset_groups)?;
        sink(row)
    })
}

/// Adds domains.
///
/// # Errors
/// `conflict` if one exists.
pub fn add(op: &mut WriteOp<'_>, names: &[Name]) -> Result<Outcomes> {
    let mut outcomes = Outcomes::default();
    let mut seen = std::collections::HashSet::new();
    for name in names.iter().filter(|name| seen.insert(name.key())) {
        refuse_taken(op, ObjectKind::Domain, name, None)?;
        let id = store::domain_name::insert(op.tx(), name)?;
        let object = ObjectRef::new(ObjectKind::Domain, id, name.as_str());
        op.journal.touch(&object);
        outcomes.push(&object, true);
    }
    op.say("add", "added", outcomes.phrase("domain", "domains"));
    Ok(outcomes)
}

/// Deletes domains; they leave their groups.
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::Domain, Action::DomainDelete, names, |op, object| {
        note_groups(op, store::domain_name::find(op.conn, object.id)?.asset_groups, &object.name)?;
        store::domain_name::delete(op.tx(), object.id)
    })
}

/// Tells which groups lose something that is deleted.
pub fn note_groups(op: &mut WriteOp<'_>, mut groups: Vec<String>, name: &str) -> Result<()> {
    Names::of_one(op).groups(&mut groups)?;
    if !groups.is_empty() {
        op.notice(format!("`{name}` leaves the asset groups: {}", groups.join(", ")));
    }
    Ok(())
}
