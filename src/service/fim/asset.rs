//! Assets as monitoring sees them: by tag scope, not by asset group (FIM-3, SCOPE-2).

use crate::domain::record::Asset;
use crate::domain::{Action, ObjectKind, Result};
use crate::service::Op;
use crate::service::narrow::Names;
use crate::store;

/// Each asset in scope, by address.
pub fn list(op: &Op<'_>, sink: &mut dyn FnMut(Asset) -> Result<()>) -> Result<()> {
    let names = Names::of(op);
    store::asset::list_in_scope(op.conn, &op.actor, op.reach(Action::FimAssetView)?, |mut asset| {
        names.groups(&mut asset.asset_groups)?;
        sink(asset)
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<Asset> {
    let object = op.find_by(Action::FimAssetView, ObjectKind::Asset, name)?;
    let mut asset = store::asset::find(op.conn, object.id)?;
    Names::of_one(op).groups(&mut asset.asset_groups)?;
    Ok(asset)
}
