//! Rules that hold after every write, checked inside its transaction.

use crate::domain::text::quoted;
use crate::domain::{Error, Id, Key, Result, Settings};
use crate::service::WriteOp;
use crate::store::engine::Until;
use crate::store::{self, Conn};

/// Checks all of them after an operation: SUB-3, UNIT-2 for the units whose users changed, UNIT-4 for new addresses.
///
/// # Errors
/// `conflict`, naming the rule; nothing is written then.
pub fn check_all(op: &WriteOp<'_>) -> Result<()> {
    op.conn.foresee(
        Until::AnyWrite,
        &[&|conn| {
            if op.tx().unseats() {
                store::admin::subscription_contact_holds(conn)?;
                store::admin::any_human_admin(conn)?;
            }
            op.touched_units().iter().try_for_each(|unit| store::unit::breaks_contact_rule(conn, *unit).map(drop))
        }],
    )?;
    if op.tx().unseats() {
        check_seats(op.conn)?;
    }
    check_units(op.conn, op.touched_units())?;
    if op.adds_addresses { check_licence(op.conn, &op.settings) } else { Ok(()) }
}

/// Checks that the primary contact is a manager, and that somebody is left with the level `admin` (SUB-3).
///
/// # Errors
/// `conflict`, naming the rule; nothing is written then.
pub fn check_seats(conn: &Conn) -> Result<()> {
    if !store::admin::subscription_contact_holds(conn)? {
        return Err(Error::conflict(
            "SUB-3",
            "the primary contact of the subscription must be a manager and not inactive",
        )
        .code("primary-contact")
        .hint("give the status to another manager first: `provost contact set LOGIN`"));
    }
    if !store::admin::any_human_admin(conn)? {
        return Err(Error::conflict("SUB-3", "nobody would be left with the level `admin`")
            .code("last-admin")
            .hint("make somebody else a manager first: `provost user role LOGIN manager`"));
    }
    Ok(())
}

/// Checks UNIT-2 for units whose users changed.
///
/// # Errors
/// `conflict`, naming the rule; nothing is written then.
pub fn check_units(conn: &Conn, units: &[Id]) -> Result<()> {
    for unit in units {
        if store::unit::breaks_contact_rule(conn, *unit)? {
            return Err(contact_missing(conn, *unit)?);
        }
    }
    Ok(())
}

/// Refuses reserves that exceed the licensed number of addresses (UNIT-4).
pub fn check_licence(conn: &Conn, settings: &Settings) -> Result<()> {
    let licensed = settings.number(Key::AddressesLicensed);
    if licensed == 0 {
        return Ok(());
    }
    let reserved = if settings.is_on(Key::AddressesUnitLimits) { store::unit::reserved_ips(conn)? } else { 0 };
    let existing = store::asset::count_all(conn)?;
    let missing = existing.saturating_add(reserved).saturating_sub(licensed);
    if missing <= 0 {
        return Ok(());
    }
    Err(Error::conflict(
        "UNIT-4",
        format!("{existing} addresses exist and {reserved} more are reserved by units, {missing} more than the {licensed} licensed"),
    )
    .code("limit-reached")
    .hint(format!("raise the licence: `provost settings set addresses.licensed={}`", licensed + missing))
    .hint("or lower a unit's limit: `provost bu limit UNIT N`"))
}

fn contact_missing(conn: &Conn, unit: Id) -> Result<Error> {
    let unit = store::unit::find_own(conn, unit)?;
    let error = Error::conflict(
        "UNIT-2",
        format!("the unit `{}` needs a primary contact who is a unit manager of it and not inactive", unit.name),
    )
    .code("primary-contact");
    let not: Vec<Id> = unit.primary_contact_id.into_iter().collect();
    let name = &unit.name;
    if let Some(login) = store::unit::other_manager(conn, unit.id, &not)? {
        return Ok(error.hint(format!("provost contact set {login} --bu {}", quoted(name))));
    }
    Ok(match store::unit::other_member(conn, unit.id, &not)? {
        Some(login) => error
            .hint(format!("first make somebody unit manager: `provost user role {login} unit-manager`"))
            .hint(format!("then: `provost contact set {login} --bu {}`", quoted(name))),
        None => error.hint(format!(
            "add a unit manager first: `provost user add LOGIN --role unit-manager --bu {}`",
            quoted(name)
        )),
    })
}
