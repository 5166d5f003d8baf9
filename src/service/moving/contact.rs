//! Who speaks for the units that users leave and enter: primary contacts (MOVE-9, UNIT-2).

use super::facts::{Moving, Party};
use crate::domain::text::quoted;
use crate::domain::{Error, Id, ObjectKind, ObjectRef, Question, Result, Role, Status};
use crate::service::WriteOp;
use crate::store;

/// A unit that everybody has left has no primary contact any more.
pub fn clear_emptied(op: &mut WriteOp<'_>, moving: &Moving) -> Result<()> {
    for unit in old_units(moving) {
        if !store::unit::has_users(op.conn, unit)?
            && let Some(contact) = store::unit::primary_contact(op.conn, unit)?
        {
            store::unit::set_primary_contact(op.tx(), unit, None)?;
            let name = store::unit::name(op.conn, unit)?;
            let object = ObjectRef::new(ObjectKind::Bu, unit, name);
            op.journal.change(&object, "primary_contact", contact.name.into(), serde_json::Value::Null);
        }
    }
    Ok(())
}

/// The primary contact of an old unit moves only when nobody else stays, or after giving the status away (MOVE-9).
pub fn check_old(op: &WriteOp<'_>, moving: &Moving) -> Result<()> {
    let leaving: Vec<Id> = moving.party.iter().map(|one| one.user.id).collect();
    let to = moving.to.as_ref().map(|unit| unit.id);
    for unit in old_units(moving).into_iter().filter(|unit| Some(*unit) != to) {
        let Some(contact) =
            store::unit::primary_contact(op.conn, unit)?.filter(|contact| leaving.contains(&contact.id))
        else {
            continue;
        };
        let record = store::unit::find_own(op.conn, unit)?;
        let from_here = moving.party.iter().filter(|one| one.user.unit_id == Some(unit)).count();
        if usize::try_from(record.user_count).unwrap_or(usize::MAX) == from_here {
            continue;
        }
        let error = Error::conflict(
            "MOVE-9",
            format!("`{}` is the primary contact of `{}`, where others stay", contact.name, record.name),
        )
        .code("primary-contact");
        return Err(match store::unit::other_manager(op.conn, unit, &leaving)? {
            Some(other) => error.hint(format!(
                "give the status away first: `provost contact set {other} --bu {}`",
                quoted(&record.name)
            )),
            None => match store::unit::other_member(op.conn, unit, &leaving)? {
                Some(other) => error
                    .hint(format!("make somebody who stays unit manager: `provost user role {other} unit-manager`"))
                    .hint(format!(
                        "then give the status away: `provost contact set {other} --bu {}`",
                        quoted(&record.name)
                    )),
                None => error.hint(format!("activate or add a unit manager in `{}` first", record.name)),
            },
        });
    }
    Ok(())
}

/// A unit without a primary contact that receives users gets one of them (MOVE-9).
pub fn settle_new(op: &WriteOp<'_>, moving: &mut Moving) -> Result<()> {
    let named = moving.primary_contact.as_ref();
    let Some(unit) = &moving.to else { return refuse_needless(named.map(|user| user.name.as_str())) };
    if store::unit::primary_contact(op.conn, unit.id)?.is_some() {
        return refuse_needless(named.map(|user| user.name.as_str()));
    }
    let Some(contact) = named.cloned() else {
        let text = format!("which of the moving users becomes the primary contact of `{}`, which has none?", unit.name);
        let able = moving.party.iter().filter(|one| one.user.status != Status::Inactive);
        let question =
            Question::new("primary-contact", text, &[]).choosing(able.clone().map(|one| one.user.login.clone()));
        let suggestion = able.min_by_key(|one| (one.role != Role::UnitManager, one.user.status != Status::Active));
        let mut error = Error::open_question(question, "MOVE-9");
        error.hints = suggestion.map(promotion).into_iter().collect();
        return Err(error);
    };
    let Some(one) = moving.party.iter_mut().find(|one| one.user.id == contact.id) else {
        return Err(Error::conflict(
            "MOVE-9",
            format!("`{}` is not among the users who move to `{}`", contact.name, unit.name),
        )
        .hint("name one of those who move"));
    };
    if one.user.status == Status::Inactive {
        return Err(Error::conflict(
            "UNIT-2",
            format!("`{}` is inactive and cannot become a primary contact", contact.name),
        )
        .hint("name another of those who move"));
    }
    one.role = Role::UnitManager;
    Ok(())
}

/// What to add to a move so that this user becomes the primary contact, and what else that means.
fn promotion(one: &Party) -> String {
    let flag = format!("add `--primary-contact {}`", one.user.login);
    match one.role {
        Role::UnitManager => flag,
        role => format!("{flag}, which makes this {role} a unit manager"),
    }
}

/// `--primary-contact` where none is needed is refused (MOVE-9).
pub fn refuse_needless(named: Option<&str>) -> Result<()> {
    match named {
        Some(login) => Err(Error::conflict(
            "MOVE-9",
            format!("no primary contact is needed, so `{login}` cannot become one by this move"),
        )
        .hint("leave `--primary-contact` out")
        .hint("to change a unit's contact: `provost contact set LOGIN --bu UNIT`")),
        None => Ok(()),
    }
}

fn old_units(moving: &Moving) -> Vec<Id> {
    let mut units: Vec<Id> = moving.party.iter().filter_map(|one| one.user.unit_id).collect();
    units.sort_unstable();
    units.dedup();
    units
}
