//! Names inside other objects, narrowed to those the actor may view (ROLE-8).

use std::collections::HashSet;

use crate::domain::matrix::Reach;
use crate::domain::{Action, Result};
use crate::service::Op;
use crate::store;

/// The names of one kind that the actor may view; `None`: all of them.
type Visible = Option<HashSet<String>>;

/// What an actor may see of other objects' names.
pub struct Names {
    users: Visible,
    groups: Visible,
    units: Visible,
}

impl Names {
    /// Looks up what the actor may view; nothing at all is looked up for who may view everything.
    pub fn of(op: &Op<'_>) -> Result<Self> {
        let (conn, actor) = (op.conn, &op.actor);
        Ok(Self {
            users: visible(op, Action::UserView, |reach, keep| {
                store::user::list(conn, actor, reach, |user| keep(user.login))
            })?,
            groups: visible(op, Action::AssetGroupView, |reach, keep| {
                store::asset_group::list(conn, actor, reach, |group| keep(group.name))
            })?,
            units: visible(op, Action::BuView, |reach, keep| {
                store::unit::list(conn, actor, reach, |unit| keep(unit.name))
            })?,
        })
    }

    /// Keeps the users that may be viewed.
    pub fn users(&self, names: &mut Vec<String>) {
        retain(&self.users, names);
    }

    /// Keeps the asset groups that may be viewed; `All` stands for no particular one.
    pub fn groups(&self, names: &mut Vec<String>) {
        retain(&self.groups, names);
    }

    /// Keeps the units that may be viewed.
    pub fn units(&self, names: &mut Vec<String>) {
        retain(&self.units, names);
    }
}

fn visible(
    op: &Op<'_>,
    action: Action,
    list: impl FnOnce(Reach, &mut dyn FnMut(String) -> Result<()>) -> Result<()>,
) -> Result<Visible> {
    let decision = op.decide(action, Default::default());
    let mut names = HashSet::new();
    match decision.reach() {
        Some(Reach::All) => return Ok(None),
        Some(reach) => list(reach, &mut |name| {
            names.insert(name);
            Ok(())
        })?,
        None => {}
    }
    Ok(Some(names))
}

fn retain(visible: &Visible, names: &mut Vec<String>) {
    if let Some(visible) = visible {
        names.retain(|name| crate::domain::text::means_all(name) || visible.contains(name));
    }
}
