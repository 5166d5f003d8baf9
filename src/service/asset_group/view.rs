//! Listing and showing asset groups.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::{ALL_GROUP, AssetGroup, ShownGroup};
use crate::domain::text::means_all;
use crate::domain::{Action, Id, ObjectKind, Result};
use crate::service::Op;
use crate::service::listing::{self, Request, Sink};
use crate::service::narrow::Names;
use crate::store;

/// One asset group, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupBody {
    /// The group as it is now.
    pub asset_group: AssetGroup,
}

/// Each group the actor may view, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, AssetGroup>) -> Result<()> {
    let names = Names::of(op);
    listing::each(op, request, sink, |selection, sink| {
        store::asset_group::list(op.conn, &op.actor, op.reach(Action::AssetGroupView)?, selection, |group| {
            sink(narrowed(&names, group)?)
        })
    })
}

/// `All`, if the actor holds it, and each group the actor may view, by name (AG-9).
pub fn list_with_all(op: &Op<'_>, request: &Request, sink: Sink<'_, ShownGroup>) -> Result<()> {
    let mut rest = request.clone();
    if holds_all(op)? && listing::fits(op, request, &all(op)?)? {
        // It comes first, whatever the order.
        match (rest.limit, rest.offset.checked_sub(1)) {
            (_, Some(offset)) => rest.offset = offset,
            (Some(0), None) => {}
            (limit, None) => {
                rest.limit = limit.map(|limit| limit - 1);
                sink(all(op)?)?;
            }
        }
    }
    list(op, &rest, &mut |group| sink(group.into()))?;
    request.notices.borrow_mut().extend(rest.notices.take());
    Ok(())
}

/// One group, or `All` (AG-9).
///
/// # Errors
/// `not-found`, of `All` too for whoever does not hold it.
pub fn show(op: &Op<'_>, name: &str) -> Result<ShownGroup> {
    if means_all(name) && holds_all(op)? {
        return all(op);
    }
    let group = op.find(ObjectKind::AssetGroup, name)?;
    seen(op, group.id).map(Into::into)
}

fn holds_all(op: &Op<'_>) -> Result<bool> {
    Ok(op.reach(Action::AssetGroupView).is_ok() && store::reach::reaches_group(op.conn, op.actor.id, None)?)
}

/// What `All` stands for in the actor's place (AG-4), and to whom it is assigned there.
fn all(op: &Op<'_>) -> Result<ShownGroup> {
    let mut within = store::reach::of_user(op.conn, op.actor.id)?;
    if let Some(present) = op.present()?.filter(|_| !op.holds_everywhere(Action::AssetGroupView)) {
        within = within.common(&store::reach::of_user(present, op.actor.id)?);
    }
    let mut assigned_to = store::user::logins_with_all(op.conn, op.actor.unit_id())?;
    Names::of(op).users(&mut assigned_to)?;
    Ok(ShownGroup {
        id: None,
        name: ALL_GROUP.to_owned(),
        owner: None,
        origin: None,
        units: op.actor.unit.iter().map(|unit| unit.name.clone()).collect(),
        addresses: within.addresses.ranges().to_vec(),
        domains: within.domains,
        appliances: within.appliances,
        assigned_to,
        business_impact: None,
        comments: None,
    })
}

/// A group with only those names that the actor may view.
pub fn seen(op: &Op<'_>, id: Id) -> Result<AssetGroup> {
    narrowed(&Names::of(op), store::asset_group::find(op.conn, id)?)
}

/// A group with only those names that the actor may view.
pub fn narrowed(names: &Names<'_>, mut group: AssetGroup) -> Result<AssetGroup> {
    names.users(&mut group.assigned_to)?;
    names.units(&mut group.units)?;
    Ok(group)
}
