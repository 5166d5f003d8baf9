//! The workflow of a move, for `bu move` and for every role change that is one (MOVE-1).

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::apply::apply;
use super::contact;
use super::facts::{self, Moving, Party};
use super::report::{self, Look, MoveReport, UnitGain};
use crate::domain::access::Decision;
use crate::domain::asset_group::Reachable;
use crate::domain::moving::{Answers, Facts, check_mode, plan};
use crate::domain::record::User;
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Id, Mode, ObjectKind, ObjectRef, Result, Role};
use crate::service::user::becoming;
use crate::service::{Reader, WriteOp};
use crate::store::engine::Until;
use crate::store::{self, Conn};

/// What `bu move` asks for.
#[derive(Debug, Clone)]
pub struct Request {
    pub users: Vec<String>,
    /// The unit to enter; `None`: unassigned.
    pub to: Option<String>,
    /// The answers to the questions.
    pub answers: Answers,
    /// The primary contact of a unit that has none.
    pub primary_contact: Option<String>,
}

/// The report of `bu move`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MoveBody {
    /// One for each user who moved.
    pub moves: Vec<MoveReport>,
    /// What the receiving unit gains as a whole.
    pub units: Vec<UnitGain>,
}

/// Moves users into a unit, or out of theirs.
///
/// # Errors
/// `usage` for a missing answer; `conflict` by UNIT-2, UNIT-3 and MOVE-9; `not-permitted` by ROLE-6 and ROLE-7.
pub fn move_users(op: &mut WriteOp<'_>, request: &Request) -> Result<MoveBody> {
    op.require_units()?;
    check_mode(op.settings.mode(), request.answers)?;
    let users = op.find_all(ObjectKind::User, &request.users)?;
    let to = request.to.as_deref().map(|name| op.find(ObjectKind::Bu, name)).transpose()?;
    let to_id = to.as_ref().map(|unit| unit.id);
    let to_name = to.as_ref().map_or("no unit", |unit| unit.name.as_str()).to_owned();
    let contact = request.primary_contact.as_deref().map(|login| op.find(ObjectKind::User, login)).transpose()?;
    let ids: Vec<Id> = users.iter().map(|user| user.id).collect();
    let mut records: HashMap<Id, User> =
        store::user::find_all(op.conn, &ids)?.into_iter().map(|user| (user.id, user)).collect();
    let mut party = Vec::new();
    for object in &users {
        let decision = op.authorize(Action::BuMove, object)?;
        let Some(user) = records.remove(&object.id) else { continue };
        if user.unit_id == to_id {
            op.notice(format!("`{}` belongs to {} already", user.login, named(to.as_ref())));
            continue;
        }
        let promoted = contact.as_ref().is_some_and(|contact| contact.id == user.id);
        let role = if promoted { Role::UnitManager } else { user.role };
        cover(op, &decision, &user, role)?;
        party.push(Party { user, role });
    }
    let phrase = match party.as_slice() {
        [one] => format!("user `{}`", one.user.login),
        many => format!("{} users", many.len()),
    };
    op.say("move", "moved", format!("{phrase} to {}", if to.is_some() { format!("`{to_name}`") } else { to_name }));
    if party.is_empty() {
        contact::refuse_needless(request.primary_contact.as_deref())?;
        return Ok(MoveBody { moves: Vec::new(), units: Vec::new() });
    }
    let (moves, units) = run(op, Moving { party, to, answers: request.answers, primary_contact: contact })?;
    Ok(MoveBody { moves, units })
}

fn named(unit: Option<&ObjectRef>) -> String {
    unit.map_or_else(|| "no unit".to_owned(), |unit| format!("`{}`", unit.name))
}

fn cover(op: &WriteOp<'_>, decision: &Decision, user: &User, role: Role) -> Result<()> {
    let mut after = user.clone();
    after.role = role;
    if role != user.role {
        after.effective_level = op.level_with(user.id, user.level, role)?;
    }
    op.cover(decision, &user.login, Some(user), Some(&after))
}

/// Runs a move: checks, plans, applies, and reports unless nobody reads it.
pub fn run(op: &mut WriteOp<'_>, mut moving: Moving) -> Result<(Vec<MoveReport>, Vec<UnitGain>)> {
    contact::check_old(op, &moving)?;
    contact::settle_new(op, &mut moving)?;
    check_roles(op, &moving)?;
    let to = moving.to.as_ref().map(|unit| unit.id);
    let facts = facts::gather(op.conn, &moving.party, to, op.settings.mode())?;
    let plan = plan(&facts, moving.answers)?;
    let before = if op.reader == Reader::Nobody { None } else { Some(Before::of(op, &facts)?) };
    let applied = apply(op, &facts, &plan.steps)?;
    let promoted = resettle(op, &moving)?;
    op.journal.unit = moving
        .to
        .as_ref()
        .map(|unit| unit.name.clone())
        .or_else(|| moving.party.first().and_then(|one| one.user.unit.clone()));
    let Some(before) = before else { return Ok(Default::default()) };
    foresee(op.conn, &facts)?;
    for config in
        others_needing_target(op, &facts)?.into_iter().filter(|config| !before.others_needing.contains(config))
    {
        op.notice(format!("{} needs a target now", config.1));
    }
    let mut reports = report::reports(op.conn, &facts, &plan.fates, &applied, before.look)?;
    for report in &mut reports {
        report.promoted = promoted.clone().filter(|login| *login == report.user);
    }
    let gain = to.zip(before.unit).map(|(unit, before)| report::unit_gain(op.conn, unit, &before)).transpose()?;
    Ok((reports, gain.into_iter().collect()))
}

/// What the report compares with.
struct Before {
    look: Look,
    /// What the new unit reached.
    unit: Option<Reachable>,
    others_needing: Vec<(Id, String)>,
}

impl Before {
    fn of(op: &WriteOp<'_>, facts: &Facts) -> Result<Self> {
        foresee(op.conn, facts)?;
        Ok(Self {
            look: Look::at(op.conn, &facts.movers)?,
            unit: facts.to.map(|unit| store::reach::of_unit(op.conn, unit)).transpose()?,
            others_needing: others_needing_target(op, facts)?,
        })
    }
}

/// Lets a server answer at once what is compared before and after.
fn foresee(conn: &Conn, facts: &Facts) -> Result<()> {
    conn.foresee(
        Until::AnyWrite,
        &[
            &|conn| Look::foresee(conn, &facts.movers),
            &|conn| facts.to.map(|unit| store::reach::of_unit(conn, unit)).transpose().map(drop),
            &|conn| {
                let units = facts.movers.iter().map(|mover| mover.from).chain([facts.to]).flatten();
                units.map(|unit| store::unit::name(conn, unit)).for_each(drop);
                Ok(())
            },
            &|conn| {
                let groups = facts.groups.values().filter(|group| group.held_by_others);
                groups.map(|group| store::config::aimed_at(conn, group.group.id)).try_for_each(|found| found.map(drop))
            },
        ],
    )
}

/// Configurations of others, aimed at the movers' groups, that need a target: their ids and labels.
fn others_needing_target(op: &WriteOp<'_>, facts: &Facts) -> Result<Vec<(Id, String)>> {
    let movers: HashSet<Id> = facts.movers.iter().map(|mover| mover.user.id).collect();
    let mut needing = Vec::new();
    for group in facts.groups.values().filter(|group| group.held_by_others) {
        for config in store::config::aimed_at(op.conn, group.group.id)? {
            if config.needs_target && !movers.contains(&config.owner_id) {
                needing.push((config.id, format!("`{}` of `{}`", config.name, config.owner)));
            }
        }
    }
    needing.sort();
    needing.dedup();
    Ok(needing)
}

/// Puts the users into their new unit and role, and the contacts of both ends in order.
/// Gives the login of the user who became unit manager by it.
fn resettle(op: &mut WriteOp<'_>, moving: &Moving) -> Result<Option<String>> {
    let to = moving.to.as_ref();
    let mut promoted = None;
    let ids: Vec<Id> = moving.party.iter().map(|one| one.user.id).collect();
    let mut assigned = store::moving::assigned_names(op.conn, &ids)?;
    for one in &moving.party {
        let object = ObjectRef::new(ObjectKind::User, one.user.id, one.user.login.clone());
        if one.role == one.user.role {
            let groups = assigned.remove(&one.user.id).unwrap_or_default();
            relocate(op, &object, &one.user, to, groups)?;
        } else {
            let mut after = store::user::find(op.conn, one.user.id)?;
            after.unit_id = to.map(|unit| unit.id);
            after.unit = to.map(|unit| unit.name.clone());
            after.role = one.role;
            becoming::settle(op, &object, &one.user, after)?;
        }
        let is_contact = moving.primary_contact.as_ref().is_some_and(|contact| contact.id == one.user.id);
        if is_contact && one.user.role != Role::UnitManager {
            promoted = Some(one.user.login.clone());
        }
        op.unit_touched(one.user.unit_id);
    }
    contact::clear_emptied(op, moving)?;
    if let (Some(unit), Some(contact)) = (to, &moving.primary_contact) {
        store::unit::set_primary_contact(op.tx(), unit.id, Some(contact.id))?;
        op.journal.change(unit, "primary_contact", serde_json::Value::Null, contact.name.as_str().into());
    }
    op.unit_touched(to.map(|unit| unit.id));
    Ok(promoted)
}

/// Puts a user whose role stays into another unit; `groups` are those that it has now.
fn relocate(
    op: &mut WriteOp<'_>,
    object: &ObjectRef,
    user: &User,
    to: Option<&ObjectRef>,
    groups: Vec<String>,
) -> Result<()> {
    store::user::set_unit(op.tx(), user.id, user.unit_id, to.map(|unit| unit.id))?;
    op.journal.change(object, "unit", user.unit.clone().into(), to.map(|unit| unit.name.clone()).into());
    if user.asset_groups != groups {
        op.journal.change(object, "asset_groups", user.asset_groups.clone().into(), groups.into());
    }
    Ok(())
}

/// Roles that cannot be in the unit, or out of one (UNIT-3); contacts in managed mode (MOVE-10).
fn check_roles(op: &WriteOp<'_>, moving: &Moving) -> Result<()> {
    for one in &moving.party {
        let login = &one.user.login;
        if let Some(why) = one.role.misplaced(moving.to.is_some()) {
            let (consequence, place) = match &moving.to {
                Some(unit) => (format!("move to `{}`", unit.name), format!("--bu {}", quoted(&unit.name))),
                None => ("be without one".to_owned(), "--unassign".to_owned()),
            };
            return Err(Error::conflict("UNIT-3", format!("{why}, so `{login}` cannot {consequence}"))
                .hint(format!("change the role on the way: `provost user role {login} scanner {place}`")));
        }
        if op.settings.mode() == Mode::Managed && one.user.role == Role::Contact {
            return Err(Error::conflict(
                "MOVE-10",
                format!("`{login}` is a contact, and contacts cannot be moved while `asset_groups.mode` is `managed`"),
            )
            .hint_maybe((moving.party.len() > 1).then(|| "move the others without it".to_owned()))
            .hint("or switch the mode: `provost settings set asset_groups.mode=classic`"));
        }
    }
    Ok(())
}
