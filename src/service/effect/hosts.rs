//! Who gains and loses single assets: their tags decide who sees them in monitoring, and what is deleted is lost to
//! whoever reached it.

use std::collections::{BTreeMap, HashMap};

use crate::domain::effect::{Effect, EffectKind};
use crate::domain::touch::Touch;
use crate::domain::{Actor, Address, AddressSet, Id, MonitoringRole, Result, Role};
use crate::store::{self, Conn};

/// How many assets are looked at together.
const TOGETHER: usize = 400;

/// The addresses of assets that each user gains and loses.
#[derive(Debug, Default)]
pub struct Hosts {
    /// Seen in monitoring now, and no more.
    monitored: HashMap<Id, [Vec<Address>; 2]>,
    /// Reached through asset groups, and gone.
    gone: HashMap<Id, Vec<Address>>,
}

/// The tags of an asset before and after; `None`: there is no such asset.
type Marks = [Option<Vec<Id>>; 2];

impl Hosts {
    /// Compares the tags of the assets that were touched, and finds who reached those that are gone.
    pub fn of(before: &Conn, after: &Conn, touches: &[Touch]) -> Result<Self> {
        let mut hosts = Self::default();
        let assets = touched(before, touches)?;
        if assets.is_empty() {
            return Ok(hosts);
        }
        let mut changes: BTreeMap<Marks, Vec<Address>> = BTreeMap::new();
        for part in assets.chunks(TOGETHER) {
            let (was, mut is) = (store::effect::marks(before, part)?, store::effect::marks(after, part)?);
            for (asset, (address, old)) in was {
                let new = is.remove(&asset).map(|(_, tags)| tags);
                if new.is_none() {
                    hosts.lose(before, address)?;
                }
                if new.as_ref() != Some(&old) {
                    changes.entry([Some(old), new]).or_default().push(address);
                }
            }
        }
        for ([old, new], addresses) in changes {
            let seers =
                |conn, tags: Option<Vec<Id>>| tags.map_or(Ok(Vec::new()), |tags| store::effect::viewers(conn, &tags));
            let (saw, sees) = (seers(before, old)?, seers(after, new)?);
            hosts.note(0, sees.iter().filter(|user| saw.binary_search(user).is_err()), &addresses);
            hosts.note(1, saw.iter().filter(|user| sees.binary_search(user).is_err()), &addresses);
        }
        Ok(hosts)
    }

    fn note<'u>(&mut self, side: usize, users: impl Iterator<Item = &'u Id>, addresses: &[Address]) {
        for user in users {
            if let Some(known) = self.monitored.entry(*user).or_default().get_mut(side) {
                known.extend_from_slice(addresses);
            }
        }
    }

    fn lose(&mut self, before: &Conn, address: Address) -> Result<()> {
        for group in store::asset_groups_of::all(before, address)?.into_iter().map(|group| group.id) {
            for user in store::effect::concerned(before, Touch::AssetGroup(group))? {
                self.gone.entry(user).or_default().push(address);
            }
        }
        Ok(())
    }

    /// Whoever may gain or lose an asset.
    pub fn users(&self) -> impl Iterator<Item = Id> + '_ {
        self.monitored.keys().chain(self.gone.keys()).copied()
    }

    /// Adds what a user gains and loses; managers see and reach every asset, and contacts and those without a role in
    /// monitoring see none of it.
    pub fn add_to(&self, effect: &mut Effect, user: Id, actor: &Actor) {
        let set = |addresses: &[Address]| -> AddressSet { addresses.iter().copied().collect() };
        if actor.role == Role::Manager {
            return;
        }
        if let Some(gone) = self.gone.get(&user) {
            effect.add_addresses(EffectKind::Assets, &AddressSet::default(), &set(gone));
        }
        let monitors = actor.role != Role::Contact && actor.effective_monitoring() > MonitoringRole::None;
        if let Some([gained, lost]) = self.monitored.get(&user).filter(|_| monitors) {
            effect.add_addresses(EffectKind::Monitored, &set(gained), &set(lost));
        }
    }
}

fn touched(before: &Conn, touches: &[Touch]) -> Result<Vec<Id>> {
    let mut assets = Vec::new();
    for touch in touches {
        match touch {
            Touch::Asset(asset) | Touch::Marks(asset) => assets.push(*asset),
            Touch::Tag(tag) => assets.extend(store::effect::bearers(before, *tag)?),
            _ => {}
        }
    }
    assets.sort_unstable();
    assets.dedup();
    Ok(assets)
}
