//! Scanner appliances (ASSET-1, USER-8).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::Appliance;
use crate::domain::{Action, Error, Id, Name, ObjectKind, ObjectRef, Placement, Result, Target};
use crate::service::domain_name::note_groups;
use crate::service::listing::{self, Request, Sink};
use crate::service::narrow::Names;
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp, rename};
use crate::store;

/// One appliance, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApplianceBody {
    /// The appliance as it is now.
    pub appliance: Appliance,
}

/// Each appliance the actor may view, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Appliance>) -> Result<()> {
    let names = Names::of(op);
    listing::each(op, request, sink, |selection, sink| {
        store::appliance::list(op.conn, &op.actor, op.reach(Action::ApplianceView)?, selection, |mut row| {
            names.groups(&mut row.asset_groups)?;
            sink(row)
        })
    })
}

pub fn show(op: &Op<'_>, typed: &str) -> Result<Appliance> {
    seen(op, op.find(ObjectKind::Appliance, typed)?.id)
}

/// An appliance with only those names that the actor may view.
pub fn seen(op: &Op<'_>, id: Id) -> Result<Appliance> {
    let mut appliance = store::appliance::find(op.conn, id)?;
    Names::of(op).groups(&mut appliance.asset_groups)?;
    Ok(appliance)
}

/// Adds an appliance, owned by who installs it; another owner only where an organisation is taken over.
///
/// # Errors
/// `conflict` if the name is taken; `not-permitted` by ROLE-4 and ROLE-7.
pub fn add(op: &mut WriteOp<'_>, name: &Name, owner: Option<&str>) -> Result<ApplianceBody> {
    let placement = Placement { own: true, ..Placement::in_unit(&op.actor, op.actor.unit_id()) };
    op.authorize_at(Action::ApplianceAdd, Target::at(placement), name.as_str())?;
    refuse_taken(op, ObjectKind::Appliance, name, None)?;
    let owner = owner.map(|login| op.find(ObjectKind::User, login)).transpose()?.map_or(op.actor.id, |user| user.id);
    if owner != op.actor.id && !op.holds_everywhere(Action::ApplianceAdd) {
        return Err(Error::not_permitted(format!("`{name}` belongs to who installs it, and that is you"))
            .rule("ASSET-1")
            .hint("leave the owner out"));
    }
    let id = store::appliance::insert(op.tx(), name, owner)?;
    let appliance = store::appliance::find(op.conn, id)?;
    op.journal.created(&ObjectRef::new(ObjectKind::Appliance, id, name.as_str()), &appliance)?;
    op.journal.unit = op.actor.unit.as_ref().map(|unit| unit.name.clone());
    op.say("add", "added", format!("appliance `{name}`"));
    Ok(ApplianceBody { appliance })
}

/// Gives an appliance another name.
///
/// # Errors
/// `conflict` if it is taken; `not-permitted` by ROLE-7.
pub fn rename(op: &mut WriteOp<'_>, typed: &str, name: &Name) -> Result<ApplianceBody> {
    let id = rename::rename(op, Action::ApplianceEdit, ObjectKind::Appliance, typed, name)?;
    Ok(ApplianceBody { appliance: seen(op, id)? })
}

/// Deletes appliances; they leave their groups.
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::Appliance, Action::ApplianceDelete, names, |op, object| {
        note_groups(op, store::appliance::find(op.conn, object.id)?.asset_groups, &object.name)?;
        store::appliance::delete(op.tx(), object.id)
    })
}
