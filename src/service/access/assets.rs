//! The assets that a user reaches by asset group or sees by tag scope (ACC-3).

use serde::Serialize;

use super::question::Asked;
use super::subject::{stand_in, verdict};
use crate::domain::{Action, Address, AddressSet, Result};
use crate::service::Op;
use crate::store;
use crate::store::sight::Seen;

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
    let mut give = |seen: Seen, via: String| sink(InSight { address: seen.address, name: seen.name, via });
    if let Some(path) = everywhere {
        let via = path.via.to_string();
        return store::sight::everything(op.conn, |seen| give(seen, via.clone()));
    }
    let groups = if by_group.allowed { store::sight::groups(op.conn, &subject.actor)? } else { Vec::new() };
    let reached = groups.iter().fold(AddressSet::default(), |all, (_, addresses)| all.union(addresses));
    let named = |seen: Seen| {
        let group = groups.iter().find(|(_, addresses)| addresses.contains(seen.address));
        let via = match (group, &seen.tag) {
            (Some((group, _)), _) => format!("asset-group:{group}"),
            (None, Some(tag)) => format!("tag:{tag}"),
            (None, None) => "untagged".to_owned(),
        };
        give(seen, via)
    };
    if by_tag.allowed {
        store::sight::in_scope_or_within(op.conn, &subject.actor, &reached, named)
    } else {
        store::sight::within(op.conn, &reached, named)
    }
}
