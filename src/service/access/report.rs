//! Who is where, and who reaches what, in one snapshot and as far as the actor may view it.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use super::assets;
use super::question::Asked;
use super::subject::{self, stand_in, verdict};
use crate::domain::matrix::Reach;
use crate::domain::record::{AssetGroup, Group, Project, Tag, Unit, User};
use crate::domain::{Action, AddressSet, Result, Target, Time};
use crate::service::listing::{Request, Sink};
use crate::service::narrow::Names;
use crate::service::{Op, asset_group, group, project, tag, unit, user};
use crate::store;

/// Everything that a report on access tells.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccessReport {
    /// The name of the subscription.
    pub subscription: String,
    /// When it was read.
    pub generated_at: Time,
    /// The login of whoever asked; others see more or less.
    pub generated_by: String,
    /// How many assets whoever asked has in sight; nothing if it may not view any.
    pub asset_count: Option<i64>,
    /// The business units, by name.
    pub units: Vec<Unit>,
    /// The users, by login.
    pub users: Vec<UserReach>,
    /// The asset groups, by name.
    pub asset_groups: Vec<GroupReach>,
    /// The user groups, by name.
    pub groups: Vec<Group>,
    /// The projects, by name.
    pub projects: Vec<Project>,
    /// The tags, by name.
    pub tags: Vec<TagReach>,
}

/// A user and how much of the machines it has in sight.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UserReach {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// What lets it see everything, such as `role:manager`; nothing for who sees only a part.
    pub everything_via: Option<String>,
    /// How many assets it has in sight, by asset group or tag scope; none while its account is barred.
    pub assets_in_sight_count: i64,
}

/// An asset group and who reaches it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupReach {
    /// The asset group.
    #[serde(flatten)]
    pub group: AssetGroup,
    /// How many assets lie in it, of those that whoever asked reaches; nothing if it may not view any.
    pub asset_count: Option<i64>,
    /// The active users who reach it, other than those who reach everything, by login.
    pub reached_by: Vec<String>,
}

/// A tag and whose scope it is in.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TagReach {
    /// The tag.
    #[serde(flatten)]
    pub tag: Tag,
    /// The users in whose scope it stands, by login.
    pub in_scope_of: Vec<String>,
}

pub fn report(op: &Op<'_>) -> Result<AccessReport> {
    let mut counter = Counter::default();
    let mut users = Vec::new();
    for user in listed(op, Action::UserView, user::view::list)? {
        users.push(counter.reach(op, user)?);
    }
    Ok(AccessReport {
        subscription: store::subscription::find(op.conn)?.name,
        generated_at: op.now,
        generated_by: op.actor.login.clone(),
        asset_count: own_count(op)?,
        units: if op.settings_asked().is_lite() { Vec::new() } else { listed(op, Action::BuView, unit::list)? },
        asset_groups: asset_groups(op, &users)?,
        groups: listed(op, Action::GroupView, group::list)?,
        projects: listed(op, Action::ProjectView, project::list)?,
        tags: tags(op, &users)?,
        users,
    })
}

/// How many assets the actor has in sight (ROLE-8).
fn own_count(op: &Op<'_>) -> Result<Option<i64>> {
    let may = |action| op.decide(action, Target::default()).allowed;
    if !may(Action::AssetView) && !may(Action::FimAssetView) {
        return Ok(None);
    }
    let mut count = 0;
    assets::assets(op, &op.actor.login, &mut |_| {
        count += 1;
        Ok(())
    })?;
    Ok(Some(count))
}

/// What a list shows; nothing to who may not view it.
fn listed<'o, T>(
    op: &Op<'o>,
    action: Action,
    list: impl FnOnce(&Op<'o>, &Request, Sink<'_, T>) -> Result<()>,
) -> Result<Vec<T>> {
    let mut found = Vec::new();
    if op.decide(action, Target::default()).allowed {
        list(op, &Request::default(), &mut |one| {
            found.push(one);
            Ok(())
        })?;
    }
    Ok(found)
}

/// Counts what users have in sight, once for all who see the same.
#[derive(Default)]
struct Counter {
    counted: HashMap<(Option<AddressSet>, Option<Vec<String>>), i64>,
}

impl Counter {
    fn reach(&mut self, op: &Op<'_>, user: User) -> Result<UserReach> {
        let subject = stand_in(op, &user.login)?;
        let by_group = verdict(&subject, Action::AssetView, &Asked::AtAll)?;
        let by_tag = verdict(&subject, Action::FimAssetView, &Asked::AtAll)?;
        let everywhere = [&by_group, &by_tag].into_iter().find_map(|decision| decision.everywhere());
        let everything_via = everywhere.map(|path| path.via.to_string());
        let reached = if everything_via.is_some() {
            Some(AddressSet::everything())
        } else if by_group.allowed {
            Some(store::reach::addresses(op.conn, user.id)?)
        } else {
            None
        };
        let key = (reached, by_tag.allowed.then(|| user.tag_scope.clone()));
        let assets_in_sight_count = match self.counted.get(&key) {
            Some(count) => *count,
            None => {
                let mut count = 0;
                assets::assets(op, &user.login, &mut |_| {
                    count += 1;
                    Ok(())
                })?;
                self.counted.insert(key, count);
                count
            }
        };
        Ok(UserReach { user, everything_via, assets_in_sight_count })
    }
}

/// Whether the user can do anything at all.
fn is_open(op: &Op<'_>, user: &User) -> Result<bool> {
    Ok(subject::barred(&subject::signing_in(op, user.id)?).is_none())
}

fn asset_groups(op: &Op<'_>, users: &[UserReach]) -> Result<Vec<GroupReach>> {
    let mut open = HashMap::new();
    for one in users.iter().filter(|one| one.everything_via.is_none()) {
        if is_open(op, &one.user)? {
            open.insert(one.user.id, one.user.login.clone());
        }
    }
    let mut reachers: BTreeMap<_, Vec<String>> = BTreeMap::new();
    store::reach::each_reacher(op.conn, |group, user| {
        if let Some(login) = open.get(&user) {
            reachers.entry(group).or_default().push(login.clone());
        }
        Ok(())
    })?;
    let own = op.decide(Action::AssetView, Target::default());
    let reached = match own.reach() {
        _ if !own.allowed => None,
        Some(Reach::All) => Some(AddressSet::everything()),
        _ => Some(op.reached()?),
    };
    let names = Names::of(op);
    let with_reach = |group: AssetGroup| {
        let mut reached_by = reachers.remove(&group.id).unwrap_or_default();
        names.users(&mut reached_by)?;
        reached_by.sort();
        reached_by.dedup();
        let addresses: AddressSet = group.addresses.iter().copied().collect();
        let within = |reached: &AddressSet| store::asset::count(op.conn, &addresses.common(reached));
        let asset_count = reached.as_ref().map(within).transpose()?;
        Ok(GroupReach { group, asset_count, reached_by })
    };
    listed(op, Action::AssetGroupView, asset_group::view::list)?.into_iter().map(with_reach).collect()
}

fn tags(op: &Op<'_>, users: &[UserReach]) -> Result<Vec<TagReach>> {
    let mut scopes: HashMap<&str, Vec<String>> = HashMap::new();
    for user in users.iter().map(|one| &one.user) {
        for tag in &user.tag_scope {
            scopes.entry(tag).or_default().push(user.login.clone());
        }
    }
    let with_scope = |tag: Tag| TagReach { in_scope_of: scopes.remove(tag.name.as_str()).unwrap_or_default(), tag };
    Ok(listed(op, Action::TagsView, tag::define::list)?.into_iter().map(with_scope).collect())
}
