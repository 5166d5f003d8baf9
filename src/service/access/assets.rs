//! The assets that a user reaches by asset group or sees by tag scope (ACC-3).

use serde::Serialize;

use super::question::Asked;
use super::subject::{stand_in, verdict};
use crate::domain::{Action, Address, Result};
use crate::service::Op;
use crate::store;
use crate::store::sight::{Seen, Sight};

/// An asset in sight.
#[derive(Debug, Serialize)]
pub struct InSight {
    /// Its address.
    pub address: Address,
    /// Its name.
    pub name: String,
    /// By what it is in sight.
    pub via: String,
}

/// Each asset in sight of a user, by address; nothing while its account is barred.
///
/// # Errors
/// `not-found` for a user the actor may not view.
pub fn assets(op: &Op<'_>, login: &str, sink: &mut dyn FnMut(InSight) -> Result<()>) -> Result<()> {
    let subject = stand_in(op, login)?;
    let by_group = verdict(&subject, Action::AssetView, &Asked::AtAll)?;
    let by_tag = verdict(&subject, Action::FimAssetView, &Asked::AtAll)?;
    let everywhere = [&by_group, &by_tag].into_iter().find_map(|decision| decision.everywhere());
    let sight = match everywhere {
        Some(_) => Sight::Everything,
        None => Sight::Some { by_group: by_group.allowed, by_tag: by_tag.allowed },
    };
    store::sight::assets(op.conn, &subject.actor, sight, |seen| {
        let Seen { address, name, group, tag } = seen;
        let via = match (everywhere, group, tag) {
            (Some(path), ..) => path.via.to_string(),
            (None, Some(group), _) => format!("asset-group:{group}"),
            (None, None, Some(tag)) => format!("tag:{tag}"),
            (None, None, None) => "untagged".to_owned(),
        };
        sink(InSight { address, name, via })
    })
}
