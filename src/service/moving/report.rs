//! The report of a move (MOVE-11), the same for a dry run and the real thing.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use super::apply::Applied;
use crate::domain::asset_group::Reachable;
use crate::domain::moving::{ConfigsAnswer, Facts, Fate, Mover};
use crate::domain::record::ALL_GROUP;
use crate::domain::touch::Aspects;
use crate::domain::{AddressRange, Id, Named, Result};
use crate::service::config::{Handed, Renamed};
use crate::service::effect::Side;
use crate::store::engine::Until;
use crate::store::{self, Conn};

/// What happened to one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MoveReport {
    /// Who moved.
    pub user: String,
    /// The unit left.
    pub from: Option<String>,
    /// The unit entered.
    pub to: Option<String>,
    /// What became of the configurations.
    pub configs: ConfigFates,
    /// What became of the asset groups.
    pub asset_groups: GroupFates,
    /// All configurations of the user that need a target afterwards (MOVE-7, CONF-2).
    pub needs_target: Vec<String>,
    /// The tickets that became invalid (MOVE-8, TICK-1).
    pub tickets_invalid: Vec<Id>,
    /// The user's login if it became unit manager and primary contact.
    pub promoted: Option<String>,
    /// How what the user reaches changed.
    pub access: Access,
}

/// What became of configurations, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConfigFates {
    /// Still the user's.
    pub kept: Vec<String>,
    /// Gone.
    pub deleted: Vec<String>,
    /// Now the receiver's, under the name they have there.
    pub transferred: Vec<String>,
    /// Those of them that bear another name than before (MOVE-12).
    pub renamed: Vec<Renamed>,
    /// The receiver.
    pub to: Option<String>,
}

/// What became of asset groups, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GroupFates {
    /// Still held, without any change.
    pub kept: Vec<String>,
    /// Added to the new unit.
    pub added: Vec<String>,
    /// Copied into the new unit.
    pub copied: Vec<Copied>,
    /// Whose assignment ended.
    pub left: Vec<String>,
    /// Given to somebody else.
    pub transferred: Vec<Transferred>,
    /// Gone.
    pub deleted: Vec<String>,
}

/// A group and its copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Copied {
    /// The original's name.
    pub from: String,
    /// The copy's name.
    pub to: String,
    /// The copy's owner.
    pub owner: String,
}

/// A group and its new owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Transferred {
    /// The group's name.
    pub name: String,
    /// The new owner.
    pub to: String,
}

/// How what a user reaches changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Access {
    /// Addresses of existing assets, as ranges.
    pub addresses: Difference<AddressRange>,
    /// Domains.
    pub domains: Difference<String>,
    /// Appliances.
    pub appliances: Difference<String>,
}

/// How a set changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference<T> {
    /// How many before.
    pub before: i64,
    /// How many after.
    pub after: i64,
    /// What is new.
    pub gained: Vec<T>,
    /// What is gone.
    pub lost: Vec<T>,
}

/// What a unit as a whole gains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnitGain {
    /// The unit.
    pub name: String,
    /// What is new to it.
    pub gained: Gained,
}

/// What is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gained {
    /// Addresses of existing assets, as ranges.
    pub addresses: Vec<AddressRange>,
    /// Domains.
    pub domains: Vec<String>,
    /// Appliances.
    pub appliances: Vec<String>,
}

/// What is true of movers at a time.
pub struct Look {
    /// What each reaches.
    reach: HashMap<Id, Reachable>,
    /// The valid tickets of each, by id.
    valid_tickets: HashMap<Id, Vec<Id>>,
}

impl Look {
    /// Lets a server answer at once what is looked at first.
    pub fn foresee(conn: &Conn, movers: &[Mover]) -> Result<()> {
        let ids: Vec<Id> = movers.iter().map(|mover| mover.user.id).collect();
        conn.foresee(
            Until::AnyWrite,
            &[&|conn| Side::new(conn)?.foresee(&ids, Aspects::REACH), &|conn| {
                store::ticket::valid_of(conn, &ids).map(drop)
            }],
        )
    }

    /// Looks at all of them at once.
    pub fn at(conn: &Conn, movers: &[Mover]) -> Result<Self> {
        let ids: Vec<Id> = movers.iter().map(|mover| mover.user.id).collect();
        let mut reach = HashMap::with_capacity(ids.len());
        for (user, access) in Side::new(conn)?.look(&ids, Aspects::REACH)? {
            let reached = match access.reached {
                None => store::reach::of_user(conn, user)?,
                Some(reached) => {
                    let mut appliances = [reached.appliances.clone(), access.appliances].concat();
                    appliances.sort();
                    appliances.dedup();
                    Reachable { appliances, ..(*reached).clone() }
                }
            };
            reach.insert(user, reached);
        }
        let mut valid_tickets: HashMap<Id, Vec<Id>> = HashMap::new();
        for (user, ticket) in store::ticket::valid_of(conn, &ids)? {
            valid_tickets.entry(user).or_default().push(ticket);
        }
        Ok(Self { reach, valid_tickets })
    }

    fn take(&mut self, user: Id) -> (Reachable, Vec<Id>) {
        (self.reach.remove(&user).unwrap_or_default(), self.valid_tickets.remove(&user).unwrap_or_default())
    }
}

/// Tells of each mover what the move came to.
pub fn reports(
    conn: &Conn,
    facts: &Facts,
    fates: &[Fate],
    applied: &Applied,
    mut before: Look,
) -> Result<Vec<MoveReport>> {
    let mut after = Look::at(conn, &facts.movers)?;
    let mut needing = Needing::of(conn, facts, fates)?;
    let mut units = HashMap::new();
    let mut unit = |unit: Option<Id>| -> Result<Option<String>> {
        let Some(unit) = unit else { return Ok(None) };
        if let Entry::Vacant(unknown) = units.entry(unit) {
            unknown.insert(store::unit::name(conn, unit)?);
        }
        Ok(units.get(&unit).cloned())
    };
    let mut reports = Vec::with_capacity(fates.len());
    for (mover, fate) in facts.movers.iter().zip(fates) {
        let (reached, valid) = before.take(mover.user.id);
        let (reaches, still_valid) = after.take(mover.user.id);
        reports.push(MoveReport {
            user: mover.user.name.clone(),
            from: unit(mover.from)?,
            to: unit(facts.to)?,
            configs: config_fates(mover, fate, applied),
            asset_groups: group_fates(facts, mover, fate, applied),
            needs_target: needing.take(mover, fate),
            tickets_invalid: valid.into_iter().filter(|ticket| still_valid.binary_search(ticket).is_err()).collect(),
            promoted: None,
            access: Access {
                addresses: address_difference(conn, &reached, &reaches)?,
                domains: difference(&reached.domains, &reaches.domains),
                appliances: difference(&reached.appliances, &reaches.appliances),
            },
        });
    }
    Ok(reports)
}

/// The configurations that need a target now, by owner.
struct Needing(HashMap<Id, Vec<Named>>);

impl Needing {
    /// Those of the movers, and of whoever receives theirs.
    fn of(conn: &Conn, facts: &Facts, fates: &[Fate]) -> Result<Self> {
        let receivers = fates.iter().filter_map(|fate| receiver(fate).map(|receiver| receiver.id));
        let owners: BTreeSet<Id> = facts.movers.iter().map(|mover| mover.user.id).chain(receivers).collect();
        let owners: Vec<Id> = owners.into_iter().collect();
        let mut needing: HashMap<Id, Vec<Named>> = HashMap::new();
        for (owner, config) in store::reach::needing_target(conn, &owners)? {
            needing.entry(owner).or_default().push(config);
        }
        Ok(Self(needing))
    }

    /// The user's, and those of the user's that went to the receiver.
    fn take(&mut self, mover: &Mover, fate: &Fate) -> Vec<String> {
        let own = self.0.get(&mover.user.id).into_iter().flatten();
        let was_movers = |config: &&Named| mover.configs.iter().any(|own| own.id == config.id);
        let given =
            receiver(fate).and_then(|receiver| self.0.get(&receiver.id)).into_iter().flatten().filter(was_movers);
        own.chain(given).map(|config| config.name.clone()).collect()
    }
}

/// Who received the configurations of a mover.
fn receiver(fate: &Fate) -> Option<&Named> {
    fate.receiver.as_ref().filter(|_| fate.configs == Some(ConfigsAnswer::Transfer))
}

/// What a unit gains from what it reached before to what it reaches now.
pub fn unit_gain(conn: &Conn, unit: Id, before: &Reachable) -> Result<UnitGain> {
    let after = store::reach::of_unit(conn, unit)?;
    let gained = store::asset::existing(conn, &after.addresses.minus(&before.addresses))?;
    Ok(UnitGain {
        name: store::unit::name(conn, unit)?,
        gained: Gained {
            addresses: gained.ranges().to_vec(),
            domains: without(&after.domains, &before.domains),
            appliances: without(&after.appliances, &before.appliances),
        },
    })
}

fn names(objects: &[Named]) -> Vec<String> {
    objects.iter().map(|object| object.name.clone()).collect()
}

fn config_fates(mover: &Mover, fate: &Fate, applied: &Applied) -> ConfigFates {
    let handed = || mover.configs.iter().filter_map(|config| applied.handed.get(&config.id));
    let all = names(&mover.configs);
    match fate.configs {
        Some(ConfigsAnswer::Delete) => ConfigFates { deleted: all, ..ConfigFates::default() },
        Some(ConfigsAnswer::Transfer) => ConfigFates {
            transferred: handed().map(|handed| handed.name.clone()).collect(),
            renamed: handed().filter_map(Handed::renamed).collect(),
            to: fate.receiver.as_ref().map(|to| to.name.clone()),
            ..ConfigFates::default()
        },
        Some(ConfigsAnswer::Keep) | None => ConfigFates { kept: all, ..ConfigFates::default() },
    }
}

fn group_fates(facts: &Facts, mover: &Mover, fate: &Fate, applied: &Applied) -> GroupFates {
    let receiver = fate.receiver.as_ref().map(|to| to.name.clone()).unwrap_or_default();
    let owner = &facts.subscription_contact.name;
    let mut left = names(&fate.left);
    if mover.all_assigned {
        left.insert(0, ALL_GROUP.to_owned());
    }
    GroupFates {
        kept: names(&fate.kept),
        added: names(&fate.added),
        copied: fate
            .copied
            .iter()
            .filter_map(|group| applied.copies.get(&group.id).map(|copy| (group, copy)))
            .map(|(group, copy)| Copied { from: group.name.clone(), to: copy.name.clone(), owner: owner.clone() })
            .collect(),
        left,
        transferred: fate
            .transferred
            .iter()
            .map(|group| Transferred { name: group.name.clone(), to: receiver.clone() })
            .collect(),
        deleted: names(&fate.deleted),
    }
}

fn without(these: &[String], those: &[String]) -> Vec<String> {
    these.iter().filter(|name| !those.contains(name)).cloned().collect()
}

fn difference(before: &[String], after: &[String]) -> Difference<String> {
    let count = |names: &[String]| i64::try_from(names.len()).unwrap_or(i64::MAX);
    Difference {
        before: count(before),
        after: count(after),
        gained: without(after, before),
        lost: without(before, after),
    }
}

fn address_difference(conn: &Conn, before: &Reachable, after: &Reachable) -> Result<Difference<AddressRange>> {
    let (before, after) = (&before.addresses, &after.addresses);
    if before == after {
        let count = store::asset::count(conn, before)?;
        return Ok(Difference { before: count, after: count, gained: Vec::new(), lost: Vec::new() });
    }
    let existing = |set| store::asset::existing(conn, &set).map(|set| set.ranges().to_vec());
    Ok(Difference {
        before: store::asset::count(conn, before)?,
        after: store::asset::count(conn, after)?,
        gained: existing(after.minus(before))?,
        lost: existing(before.minus(after))?,
    })
}
