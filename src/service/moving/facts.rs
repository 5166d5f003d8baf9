//! What the plan of a move is made from.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::moving::{Answers, Facts, GroupFacts, Mover};
use crate::domain::record::User;
use crate::domain::{Id, Mode, Named, ObjectRef, Result, Role};
use crate::store::asset_group::{GroupTie, Link};
use crate::store::{self, Conn};

/// One user who moves, and the role it is to have afterwards.
pub struct Party {
    /// The user before.
    pub user: User,
    /// The role after.
    pub role: Role,
}

/// A move whose objects are found.
pub struct Moving {
    pub party: Vec<Party>,
    /// Where to; `None`: unassigned.
    pub to: Option<ObjectRef>,
    /// The answers to the questions.
    pub answers: Answers,
    /// The primary contact of a unit that has none.
    pub primary_contact: Option<ObjectRef>,
}

/// Gathers the facts about those who move.
pub fn gather(conn: &Conn, party: &[Party], to: Option<Id>, mode: Mode) -> Result<Facts> {
    let moving: BTreeSet<Id> = party.iter().map(|one| one.user.id).collect();
    let mut movers = Vec::with_capacity(party.len());
    let mut groups = BTreeMap::new();
    for one in party {
        let mover = mover(conn, one)?;
        for id in mover.assigned.iter().chain(&mover.owned) {
            if !groups.contains_key(id) {
                groups.insert(*id, group(conn, *id, &moving)?);
            }
        }
        movers.push(mover);
    }
    Ok(Facts {
        to,
        mode,
        contacts: staying_contacts(conn, &movers, &moving)?,
        movers,
        groups,
        subscription_contact: store::subscription::find(conn)?.primary_contact,
    })
}

fn mover(conn: &Conn, one: &Party) -> Result<Mover> {
    let user = &one.user;
    let configs = store::config::briefs_of_owner(conn, user.id)?;
    Ok(Mover {
        user: Named { id: user.id, name: user.login.clone() },
        from: user.unit_id,
        all_assigned: user.has_all(),
        assigned: store::asset_group::assigned_to(conn, user.id)?,
        owned: store::asset_group::owned_by(conn, user.id)?.into_iter().map(|group| group.id).collect(),
        configs: configs.into_iter().map(|config| Named { id: config.id, name: config.name }).collect(),
    })
}

fn group(conn: &Conn, id: Id, moving: &BTreeSet<Id>) -> Result<GroupFacts> {
    let (name, origin) = store::asset_group::brief(conn, id)?;
    let stay: Vec<_> =
        store::asset_group::holders(conn, id)?.into_iter().filter(|holder| !moving.contains(&holder.user)).collect();
    let tied = |ties: &'static [GroupTie]| stay.iter().filter(move |holder| ties.contains(&holder.tie));
    Ok(GroupFacts {
        group: Named { id, name },
        origin,
        units: store::asset_group::linked(conn, Link::Unit, id)?,
        anchors: tied(&[GroupTie::Owner, GroupTie::Assigned]).filter_map(|holder| holder.unit).collect(),
        held_by_others: tied(&[GroupTie::Assigned, GroupTie::Target]).next().is_some(),
    })
}

/// The primary contacts of the old units, of those who stay.
fn staying_contacts(conn: &Conn, movers: &[Mover], moving: &BTreeSet<Id>) -> Result<BTreeMap<Id, Named>> {
    let units: BTreeSet<Id> = movers.iter().filter_map(|mover| mover.from).collect();
    let mut contacts = BTreeMap::new();
    for unit in units {
        if let Some(contact) = store::unit::primary_contact(conn, unit)?.filter(|contact| !moving.contains(&contact.id))
        {
            contacts.insert(unit, contact);
        }
    }
    Ok(contacts)
}
