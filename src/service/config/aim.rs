//! What a scan or schedule takes beside asset groups (SCAN-2): all of it within reach.

use super::targets::Targets;
use super::view;
use crate::domain::asset_group::Reachable;
use crate::domain::config::ConfigKind;
use crate::domain::error::About as _;
use crate::domain::phrase::with_article;
use crate::domain::record::Aim;
use crate::domain::scan::ScanKind;
use crate::domain::text::quoted;
use crate::domain::{Address, Error, Id, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;
use crate::store;
use crate::store::aim::Ids;

/// What is wanted, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AimWish {
    pub addresses: Vec<Address>,
    pub domains: Vec<String>,
    pub appliances: Vec<String>,
    pub option_profile: Option<String>,
}

/// Finds it for a user, and refuses what that user does not reach.
///
/// # Errors
/// `conflict` by SCAN-2; `not-found`.
pub fn find(
    op: &WriteOp<'_>,
    (owner, login): (Id, &str),
    kind: ScanKind,
    targets: &Targets,
    wish: &AimWish,
) -> Result<(Aim, Ids)> {
    if targets.names.is_empty() && wish.addresses.is_empty() && wish.domains.is_empty() {
        return Err(Error::usage(format!("{} needs something to aim at", with_article(kind.as_str())))
            .rule("SCAN-2")
            .hint("name a group with `--target`, an address with `--address`, or for a map a domain with `--domain`"));
    }
    let (aim, ids) = look_up(op, wish)?;
    if targets_alone(kind, wish) {
        return Ok((aim, ids));
    }
    let reached = store::reach::of_user(op.conn, owner)?;
    check_reach(login, &reached, &aim)?;
    check_appliances(op, targets, &aim).about("appliances")?;
    check_kind(op, kind, targets, &aim, &reached.domains)?;
    Ok((aim, ids))
}

/// Whether there is nothing to judge beside the groups, so that what else is reached need not be read.
fn targets_alone(kind: ScanKind, wish: &AimWish) -> bool {
    let names_places = !(wish.addresses.is_empty() && wish.domains.is_empty() && wish.appliances.is_empty());
    kind != ScanKind::Map && !names_places
}

/// Finds it, reached or not: what is taken over may need a target, as it did before (CONF-2).
pub fn look_up(op: &WriteOp<'_>, wish: &AimWish) -> Result<(Aim, Ids)> {
    let domains = op.find_all(ObjectKind::Domain, &wish.domains).about("domains")?;
    let appliances = op.find_all(ObjectKind::Appliance, &wish.appliances).about("appliances")?;
    let profile = wish
        .option_profile
        .as_ref()
        .map(|name| view::find_of_kind(op, ConfigKind::OptionProfile, name, "SCAN-2"))
        .transpose()
        .about("option_profile")?;
    let names = |objects: &[ObjectRef]| objects.iter().map(|object| object.name.clone()).collect();
    let ids = |objects: &[ObjectRef]| objects.iter().map(|object| object.id).collect();
    let mut addresses = wish.addresses.clone();
    addresses.sort_unstable();
    addresses.dedup();
    let aim = Aim {
        addresses,
        domains: names(&domains),
        appliances: names(&appliances),
        option_profile: profile.as_ref().map(|profile| profile.name.clone()),
        option_profile_id: profile.map(|profile| profile.id),
    };
    Ok((aim, Ids { domains: ids(&domains), appliances: ids(&appliances) }))
}

/// Everything named must be within reach (AG-2).
fn check_reach(login: &str, reached: &Reachable, aim: &Aim) -> Result<()> {
    if let Some(beyond) = aim.addresses.iter().find(|address| !reached.addresses.contains(**address)) {
        return Err(unreached(login, &format!("the address `{beyond}`")).about("addresses"));
    }
    if let Some(beyond) = aim.domains.iter().find(|domain| !reached.domains.contains(domain)) {
        return Err(unreached(login, &format!("the domain `{beyond}`")).about("domains"));
    }
    match aim.appliances.iter().find(|appliance| !reached.appliances.contains(appliance)) {
        Some(beyond) => Err(unreached(login, &format!("the appliance `{beyond}`")).about("appliances")),
        None => Ok(()),
    }
}

/// Domains are for maps, and a map is of domains.
fn check_kind(op: &WriteOp<'_>, kind: ScanKind, targets: &Targets, aim: &Aim, reached: &[String]) -> Result<()> {
    let conflict = |message: String| Error::conflict("SCAN-2", message).about("domains");
    if kind != ScanKind::Map {
        if aim.domains.is_empty() {
            return Ok(());
        }
        let message = format!("{} takes no domains", with_article(kind.as_str()));
        return Err(conflict(message).hint("add `--map` to map them"));
    }
    let mut any = !aim.domains.is_empty() || (targets.all && !reached.is_empty());
    for group in &targets.groups {
        any |= !store::reach::of_group(op.conn, *group)?.domains.is_empty();
    }
    if any {
        return Ok(());
    }
    Err(conflict("a map needs a domain, and nothing that is named has one".to_owned())
        .hint("name one with `--domain`: `provost domain list`"))
}

/// An appliance lies in one of the groups that are named, else of those that are reached.
fn check_appliances(op: &WriteOp<'_>, targets: &Targets, aim: &Aim) -> Result<()> {
    if targets.groups.is_empty() || targets.all {
        return Ok(());
    }
    let mut usable = Vec::new();
    for group in &targets.groups {
        usable.extend(store::reach::of_group(op.conn, *group)?.appliances);
    }
    match aim.appliances.iter().find(|one| !usable.contains(one)) {
        None => Ok(()),
        Some(one) => {
            Err(Error::conflict("SCAN-2", format!("the appliance `{one}` lies in none of the groups that are named"))
                .hint(format!("provost appliance show {}", quoted(one))))
        }
    }
}

fn unreached(login: &str, what: &str) -> Error {
    Error::conflict("SCAN-2", format!("`{login}` does not reach {what}"))
        .hint(format!("see what is reached: `provost access assets {login}`, `provost asset-group list`"))
}
