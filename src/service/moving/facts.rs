//! What the plan of a move is made from.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::moving::{Answers, Facts, GroupFacts, Mover};
use crate::domain::record::User;
use crate::domain::{Id, Mode, Named, ObjectRef, Result, Role};
use crate::store::asset_group::GroupTie;
use crate::store::engine::Until;
use crate::store::unit::primary_contact;
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

/// Gathers the facts about those who move, about all of them at once.
pub fn gather(conn: &Conn, party: &[Party], to: Option<Id>, mode: Mode) -> Result<Facts> {
    let ids: Vec<Id> = party.iter().map(|one| one.user.id).collect();
    let moving: BTreeSet<Id> = ids.iter().copied().collect();
    conn.foresee(
        Until::AnyWrite,
        &[
            &|conn| store::moving::configs(conn, &ids).map(drop),
            &|conn| store::moving::assigned(conn, &ids).map(drop),
            &|conn| store::moving::owned(conn, &ids).map(drop),
            &|conn| {
                party
                    .iter()
                    .filter_map(|one| one.user.unit_id)
                    .try_for_each(|unit| primary_contact(conn, unit).map(drop))
            },
            &|conn| store::subscription::find(conn).map(drop),
        ],
    )?;
    let mut configs = store::moving::configs(conn, &ids)?;
    let mut assigned = store::moving::assigned(conn, &ids)?;
    let mut owned = store::moving::owned(conn, &ids)?;
    let movers: Vec<Mover> = party
        .iter()
        .map(|one| Mover {
            user: Named { id: one.user.id, name: one.user.login.clone() },
            from: one.user.unit_id,
            all_assigned: one.user.has_all(),
            assigned: assigned.remove(&one.user.id).unwrap_or_default(),
            owned: owned.remove(&one.user.id).unwrap_or_default(),
            configs: configs.remove(&one.user.id).unwrap_or_default(),
        })
        .collect();
    Ok(Facts {
        to,
        mode,
        groups: groups(conn, &movers, &moving)?,
        contacts: staying_contacts(conn, &movers, &moving)?,
        movers,
        subscription_contact: store::subscription::find(conn)?.primary_contact,
    })
}

/// The groups that are assigned to the movers, or theirs.
fn groups(conn: &Conn, movers: &[Mover], moving: &BTreeSet<Id>) -> Result<BTreeMap<Id, GroupFacts>> {
    let ids: BTreeSet<Id> =
        movers.iter().flat_map(|mover| mover.assigned.iter().chain(&mover.owned)).copied().collect();
    let ids: Vec<Id> = ids.into_iter().collect();
    conn.foresee(
        Until::AnyWrite,
        &[
            &|conn| store::moving::units(conn, &ids).map(drop),
            &|conn| store::moving::groups(conn, &ids).map(drop),
            &|conn| store::moving::holders(conn, &ids, |_, _| Ok(())),
        ],
    )?;
    let mut units = store::moving::units(conn, &ids)?;
    let mut groups = BTreeMap::new();
    for (group, origin) in store::moving::groups(conn, &ids)? {
        let units = units.remove(&group.id).unwrap_or_default();
        groups.insert(group.id, GroupFacts { group, origin, units, anchors: Vec::new(), held_by_others: false });
    }
    store::moving::holders(conn, &ids, |group, holder| {
        if let Some(group) = groups.get_mut(&group)
            && !moving.contains(&holder.user)
        {
            if holder.tie != GroupTie::Target {
                group.anchors.extend(holder.unit.filter(|unit| !group.anchors.contains(unit)));
            }
            group.held_by_others |= holder.tie != GroupTie::Owner;
        }
        Ok(())
    })?;
    Ok(groups)
}

/// The primary contacts of the old units, of those who stay.
fn staying_contacts(conn: &Conn, movers: &[Mover], moving: &BTreeSet<Id>) -> Result<BTreeMap<Id, Named>> {
    let units: BTreeSet<Id> = movers.iter().filter_map(|mover| mover.from).collect();
    let mut contacts = BTreeMap::new();
    for unit in units {
        if let Some(contact) = primary_contact(conn, unit)?.filter(|contact| !moving.contains(&contact.id)) {
            contacts.insert(unit, contact);
        }
    }
    Ok(contacts)
}
