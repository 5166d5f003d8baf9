//! Domains, for maps (ASSET-1).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::Domain;
use crate::domain::{Action, Id, Name, ObjectKind, ObjectRef, Result};
use crate::service::listing::{self, Request, Sink};
use crate::service::narrow::Names;
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp, rename};
use crate::store;

/// One domain, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DomainBody {
    /// The domain as it is now.
    pub domain: Domain,
}

/// Each domain the actor may view, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Domain>) -> Result<()> {
    let names = Names::of(op);
    listing::each(op, request, sink, |selection, sink| {
        store::domain_name::list(op.conn, &op.actor, op.reach(Action::DomainView)?, selection, |mut row| {
            names.groups(&mut row.asset_groups)?;
            sink(row)
        })
    })
}

pub fn show(op: &Op<'_>, typed: &str) -> Result<Domain> {
    seen(op, op.find(ObjectKind::Domain, typed)?.id)
}

/// A domain with only those names that the actor may view.
fn seen(op: &Op<'_>, id: Id) -> Result<Domain> {
    let mut domain = store::domain_name::find(op.conn, id)?;
    Names::of(op).groups(&mut domain.asset_groups)?;
    Ok(domain)
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

/// Gives a domain another name.
///
/// # Errors
/// `conflict` if it is taken; `not-permitted` by ROLE-7.
pub fn rename(op: &mut WriteOp<'_>, typed: &str, name: &Name) -> Result<DomainBody> {
    let id = rename::rename(op, Action::DomainEdit, ObjectKind::Domain, typed, name)?;
    Ok(DomainBody { domain: seen(op, id)? })
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
    Names::of(op).groups(&mut groups)?;
    if !groups.is_empty() {
        op.notice(format!("`{name}` leaves the asset groups: {}", groups.join(", ")));
    }
    Ok(())
}
