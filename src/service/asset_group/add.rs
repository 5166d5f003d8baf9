//! Adding an asset group (AG-1).

use super::contents::{self, Contents};
use super::view::GroupBody;
use crate::domain::asset_group::{BusinessImpact, Origin};
use crate::domain::record::AssetGroup;
use crate::domain::{Action, Error, Given, Line, Name, ObjectKind, ObjectRef, Placement, Result, Target};
use crate::service::WriteOp;
use crate::service::unique::refuse_taken;
use crate::store;
use crate::store::asset_group::Link;

/// What is known of the new group.
pub struct Request {
    pub name: Name,
    /// What it holds.
    pub contents: Contents,
    /// How much the business depends on it; medium by default.
    pub business_impact: Option<BusinessImpact>,
    pub comments: Given<Line>,
    /// Whom it belongs to and where it comes from, where an organisation is taken over from a file.
    pub provenance: Option<(String, Origin)>,
}

/// Adds a group, owned by the actor and linked to the actor's unit.
///
/// # Errors
/// `conflict` if the name is taken; `not-permitted` by AG-5, AG-7 and ROLE-7.
pub fn add(op: &mut WriteOp<'_>, request: &Request) -> Result<GroupBody> {
    let unit = op.actor.unit_id();
    let placement = Placement { own: true, unit: unit.is_some(), assigned: false };
    op.authorize_at(Action::AssetGroupAdd, Target::at(placement), request.name.as_str())?;
    refuse_taken(op, ObjectKind::AssetGroup, &request.name, None)?;
    let found = contents::find(op, &request.contents)?;
    contents::check_reach(op, &found)?;
    let (owner, origin) = match &request.provenance {
        Some((login, origin)) => (owner(op, login)?, *origin),
        None => {
            let oneself = ObjectRef::new(ObjectKind::User, op.actor.id, op.actor.login.clone());
            (oneself, Origin::made_by(op.actor.role))
        }
    };
    let record = AssetGroup {
        id: 0,
        name: request.name.to_string(),
        owner: owner.name,
        owner_id: owner.id,
        origin,
        units: Vec::new(),
        addresses: Vec::new(),
        domains: Vec::new(),
        appliances: Vec::new(),
        assigned_to: Vec::new(),
        business_impact: request.business_impact.unwrap_or(BusinessImpact::Medium),
        comments: request.comments.text(),
    };
    let id = store::asset_group::insert(op.tx(), &record)?;
    let object = ObjectRef::new(ObjectKind::AssetGroup, id, record.name);
    contents::put(op, &object, &found)?;
    if let (Some(unit), None) = (unit, &request.provenance) {
        store::asset_group::link(op.tx(), Link::Unit, id, unit)?;
    }
    let asset_group = store::asset_group::find(op.conn, id)?;
    op.journal.created(&object, &asset_group)?;
    op.journal.unit = asset_group.units.first().cloned();
    op.say("add", "added", format!("asset group `{}`", asset_group.name));
    Ok(GroupBody { asset_group })
}

/// Somebody else to whom a group belongs from the beginning (AG-6).
fn owner(op: &WriteOp<'_>, login: &str) -> Result<ObjectRef> {
    let owner = op.find(ObjectKind::User, login)?;
    let role = store::user::find(op.conn, owner.id)?.role;
    if role.owns_asset_groups() {
        return Ok(owner);
    }
    Err(Error::conflict(
        "AG-6",
        format!("{} may not own asset groups, so `{}` cannot", role.with_article(), owner.name),
    )
    .hint("name another owner: `provost user list --filter role=manager,unit-manager,scanner`"))
}
