//! Assets as monitoring sees them: by tag scope, not by asset group (FIM-3, SCOPE-2).

use crate::domain::record::Asset;
use crate::domain::{Action, ObjectKind, Result};
use crate::service::Op;
use crate::service::listing::{self, Request, Sink};
use crate::service::narrow::Names;
use crate::store;

/// Each asset in scope, by address.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Asset>) -> Result<()> {
    let names = Names::of(op);
    listing::each_by(op, Action::FimAssetView, request, sink, |selection, sink| {
        store::asset::list(
            op.conn,
            &op.actor,
            (Action::FimAssetView, op.reach(Action::FimAssetView)?),
            selection,
            |mut asset| {
                names.groups(&mut asset.asset_groups)?;
                sink(asset)
            },
        )
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<Asset> {
    let object = op.find_by(Action::FimAssetView, ObjectKind::Asset, name)?;
    let mut asset = store::asset::find(op.conn, object.id)?;
    Names::of(op).groups(&mut asset.asset_groups)?;
    Ok(asset)
}
