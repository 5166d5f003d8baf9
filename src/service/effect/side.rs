//! What users have on one side of an operation: before it, or after.

use std::collections::HashMap;
use std::rc::Rc;

use crate::domain::asset_group::Reachable;
use crate::domain::effect::Access;
use crate::domain::matrix::switched_on;
use crate::domain::touch::Aspects;
use crate::domain::{Action, Id, Result, Role, Settings};
use crate::store::connection::Ask;
use crate::store::engine::Until;
use crate::store::{self, Conn};

/// One side, with what was read of it already.
pub struct Side<'c> {
    pub conn: &'c Conn,
    settings: Settings,
    groups: HashMap<Id, Rc<Reachable>>,
    together: HashMap<Vec<Id>, Rc<Reachable>>,
}

impl<'c> Side<'c> {
    pub fn new(conn: &'c Conn) -> Result<Self> {
        let settings = store::setting::all(conn)?;
        Ok(Self { conn, settings, groups: HashMap::new(), together: HashMap::new() })
    }

    /// What only a switch of the subscription leaves to a role.
    pub fn switched(&self, role: Role) -> Vec<Action> {
        switched_on(role, &self.settings)
    }

    /// Lets a server answer at once what [`Self::look`] asks first.
    pub fn foresee(&self, users: &[Id], aspects: Aspects) -> Result<()> {
        let reach: Ask<'_> = &|conn| {
            store::effect::groups_reached(conn, users)?;
            store::effect::appliances_owned(conn, users).map(drop)
        };
        let scope: Ask<'_> = &|conn| store::effect::covered(conn, users).map(drop);
        let actors: Ask<'_> = &|conn| store::effect::actors(conn, users).map(drop);
        let mut asked = vec![actors];
        asked.extend(aspects.has(Aspects::REACH).then_some(reach));
        asked.extend(aspects.has(Aspects::SCOPE).then_some(scope));
        self.conn.foresee(Until::AnyWrite, &asked)
    }

    /// What some users have, as far as the aspects go.
    pub fn look(&mut self, users: &[Id], aspects: Aspects) -> Result<HashMap<Id, Access>> {
        let actors = store::effect::actors(self.conn, users)?;
        let (mut groups, mut owned) = if aspects.has(Aspects::REACH) {
            // Whoever reaches everything does so whatever the groups hold.
            let by_groups = actors.iter().filter(|(_, reaches_everything)| !reaches_everything);
            let by_groups: Vec<Id> = by_groups.map(|(actor, _)| actor.id).collect();
            (
                store::effect::groups_reached(self.conn, &by_groups)?,
                store::effect::appliances_owned(self.conn, &by_groups)?,
            )
        } else {
            Default::default()
        };
        self.read_contents(groups.values().flatten())?;
        let mut covered =
            if aspects.has(Aspects::SCOPE) { store::effect::covered(self.conn, users)? } else { HashMap::new() };
        let mut found = HashMap::with_capacity(users.len());
        for (actor, reaches_everything) in actors {
            let reached = groups.remove(&actor.id).unwrap_or_default();
            let reached = if reaches_everything { None } else { Some(self.contents_of(reached)?) };
            // The tags in its scope do not limit a manager (SCOPE-2).
            let covered = covered.remove(&actor.id).filter(|_| actor.role != Role::Manager).unwrap_or_default();
            let access = Access {
                reached,
                appliances: owned.remove(&actor.id).unwrap_or_default(),
                covered: covered.into_iter().collect(),
                switched: if aspects.has(Aspects::SWITCHES) { self.switched(actor.role) } else { Vec::new() },
                actor,
            };
            found.insert(access.actor.id, access);
        }
        Ok(found)
    }

    /// What groups hold together; read once for all who reach the same.
    fn contents_of(&mut self, groups: Vec<Id>) -> Result<Rc<Reachable>> {
        if let Some(known) = self.together.get(&groups) {
            return Ok(Rc::clone(known));
        }
        let mut all = Reachable::default();
        let mut ranges = Vec::new();
        for contents in groups.iter().filter_map(|group| self.groups.get(group)) {
            ranges.extend_from_slice(contents.addresses.ranges());
            all.domains.extend_from_slice(&contents.domains);
            all.appliances.extend_from_slice(&contents.appliances);
        }
        all.addresses = ranges.into_iter().collect();
        for names in [&mut all.domains, &mut all.appliances] {
            names.sort();
            names.dedup();
        }
        let all = Rc::new(all);
        self.together.insert(groups, Rc::clone(&all));
        Ok(all)
    }

    /// Reads what groups hold, as far as that is not known.
    fn read_contents<'g>(&mut self, groups: impl Iterator<Item = &'g Id>) -> Result<()> {
        let mut unknown: Vec<Id> = groups.filter(|group| !self.groups.contains_key(group)).copied().collect();
        unknown.sort_unstable();
        unknown.dedup();
        self.conn.foresee(Until::AnyWrite, &[&|conn| store::reach::of_groups(conn, &unknown).map(drop)])?;
        for (group, contents) in store::reach::of_groups(self.conn, &unknown)? {
            self.groups.insert(group, Rc::new(contents));
        }
        Ok(())
    }
}
