//! The assets that a user reaches by asset group or sees by tag scope (ACC-3).

use schemars::JsonSchema;
use serde::Serialize;

use super::question::Asked;
use super::subject::{stand_in, verdict};
use crate::domain::matrix::Reach;
use crate::domain::query::Holds;
use crate::domain::{Action, Address, AddressSet, ObjectKind, Result};
use crate::service::Op;
use crate::service::narrow::Names;
use crate::service::refusal::HIDDEN;
use crate::store;
use crate::store::listing::column::{self as column, Column, Listed};
use crate::store::sight::Seen;

/// An asset in sight.
#[derive(Debug, Serialize, JsonSchema)]
pub struct InSight {
    /// Its address.
    pub address: Address,
    /// Its name.
    pub name: String,
    /// By what it is in sight.
    pub via: String,
}

impl Listed for InSight {
    const COLUMNS: &'static [Column] = &[
        column::computed("address", Holds::Address),
        column::computed("name", Holds::Text),
        column::computed("via", Holds::Text),
    ];
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
    let asker = Asker::new(op, &subject)?;
    let mut give = |seen: Seen, via: String| match asker.sees(&seen)?
        && op.is_seen_today(Action::AssetView, ObjectKind::Asset, seen.id)?
    {
        true => sink(InSight { address: seen.address, name: seen.name, via }),
        false => Ok(()),
    };
    if let Some(path) = everywhere {
        let via = path.via.to_string();
        return store::sight::everything(op.conn, |seen| give(seen, via.clone()));
    }
    let mut groups = if by_group.allowed { store::sight::groups(op.conn, &subject.actor)? } else { Vec::new() };
    asker.hide(&mut groups)?;
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

/// Whoever asks: it is told of assets and asset groups that it may view itself (ROLE-8).
struct Asker<'o> {
    op: &'o Op<'o>,
    /// What its asset groups reach; nothing to look up for who sees everything, or asks about itself.
    reached: Option<AddressSet>,
}

impl<'o> Asker<'o> {
    fn new(op: &'o Op<'o>, subject: &Op<'_>) -> Result<Self> {
        let everything = op.decide(Action::AssetView, Default::default()).reach() == Some(Reach::All);
        if everything || subject.actor.id == op.actor.id {
            return Ok(Self { op, reached: None });
        }
        let reached = match op.require(Action::AssetView) {
            Ok(()) => op.reached()?,
            Err(_) => AddressSet::default(),
        };
        Ok(Self { op, reached: Some(reached) })
    }

    fn sees(&self, seen: &Seen) -> Result<bool> {
        match &self.reached {
            Some(reached) if !reached.contains(seen.address) => {
                self.op.may(Action::FimAssetView, ObjectKind::Asset, seen.id)
            }
            _ => Ok(true),
        }
    }

    /// Leaves out the names of groups that it may not view.
    fn hide(&self, groups: &mut [(String, AddressSet)]) -> Result<()> {
        if self.reached.is_none() {
            return Ok(());
        }
        let names = Names::of(self.op);
        for (name, _) in groups {
            let mut one = vec![name.clone()];
            names.groups(&mut one)?;
            if one.is_empty() {
                HIDDEN.clone_into(name);
            }
        }
        Ok(())
    }
}

/// Whether the answer leaves out assets that the asker may not view.
///
/// # Errors
/// `not-found` for a user the actor may not view.
pub fn is_narrowed(op: &Op<'_>, login: &str) -> Result<bool> {
    Ok(Asker::new(op, &stand_in(op, login)?)?.reached.is_some())
}
