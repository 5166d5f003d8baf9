//! Business units (section 4 of the rules).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::query::condition::in_filter;
use crate::domain::record::Unit;
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Given, Id, Key, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::draft::draft;
use crate::service::listing::{self, Request, Sink};
use crate::service::narrow::Names;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp, invariant};
use crate::store;

/// One unit, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitBody {
    /// The unit as it is now.
    pub unit: Unit,
}

/// A unit that is gone, and the groups that were linked to it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeleteBody {
    /// The unit as it was.
    pub unit: Unit,
    /// The asset groups that are linked to it no longer (UNIT-5).
    pub unlinked: Vec<String>,
    /// Its remediation policies, which are gone with it.
    pub policies_deleted: Vec<String>,
}

draft! {
    /// What is said of a unit.
    UnitDraft {
        /// Its name.
        name: Name = unit_name,
        /// The division.
        division: Line = word,
        /// The location.
        location: Line = word,
        /// Comments.
        comments: Line = word,
    }
}

impl UnitDraft {
    /// Whether a unit would become another one by its fields.
    pub fn change(&self, unit: &Unit) -> bool {
        let mut after = unit.clone();
        self.apply(&mut after);
        after != *unit
    }

    fn apply(&self, unit: &mut Unit) {
        self.division.write(&mut unit.division);
        self.location.write(&mut unit.location);
        self.comments.write(&mut unit.comments);
    }
}

/// Each unit the actor may view, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Unit>) -> Result<()> {
    op.require_units()?;
    let names = Names::of(op);
    listing::each(op, request, sink, |selection, sink| {
        store::unit::list(op.conn, &op.actor, op.reach(Action::BuView)?, selection, |mut unit| {
            names.groups(&mut unit.asset_groups)?;
            sink(unit)
        })
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<Unit> {
    op.require_units()?;
    let unit = op.find(ObjectKind::Bu, name)?;
    seen(op, unit.id)
}

/// A unit with only those names that the actor may view.
pub fn seen(op: &Op<'_>, id: Id) -> Result<Unit> {
    let mut unit = store::unit::find(op.conn, id)?;
    Names::of(op).groups(&mut unit.asset_groups)?;
    Ok(unit)
}

/// Adds a unit (UNIT-1).
///
/// # Errors
/// `conflict` if the name is taken.
pub fn add(op: &mut WriteOp<'_>, draft: &UnitDraft) -> Result<UnitBody> {
    op.require_units()?;
    let name = draft.name.needed("a name")?;
    refuse_taken(op, ObjectKind::Bu, name, None)?;
    let id = store::unit::insert(op.tx(), name)?;
    let mut unit = store::unit::find(op.conn, id)?;
    draft.apply(&mut unit);
    store::unit::update(op.tx(), &unit)?;
    op.journal.created(&ObjectRef::new(ObjectKind::Bu, id, unit.name.clone()), &unit)?;
    op.journal.unit = Some(unit.name.clone());
    op.say("add", "added", format!("business unit `{}`", unit.name));
    op.notice(format!("the first user of `{}` must be a unit-manager", unit.name));
    Ok(UnitBody { unit })
}

/// Lays a draft over a unit.
///
/// # Errors
/// `conflict` if the new name is taken.
pub fn edit(op: &mut WriteOp<'_>, unit: &str, draft: &UnitDraft) -> Result<UnitBody> {
    op.require_units()?;
    let object = op.find(ObjectKind::Bu, unit)?;
    op.authorize(Action::BuEdit, &object)?;
    let before = store::unit::find_own(op.conn, object.id)?;
    let mut after = before.clone();
    if let Given::Set(name) = &draft.name {
        refuse_taken(op, ObjectKind::Bu, name, Some(object.id))?;
        after.name = name.to_string();
    }
    draft.apply(&mut after);
    let object = ObjectRef::new(ObjectKind::Bu, object.id, after.name.clone());
    op.say("change", "changed", format!("business unit `{}`", after.name));
    store_change(op, &object, &before, after)
}

/// Deletes a unit without users; its asset groups stay with their owners, unlinked (UNIT-5).
///
/// # Errors
/// `conflict` while it has users.
pub fn delete(op: &mut WriteOp<'_>, unit: &str) -> Result<DeleteBody> {
    op.require_units()?;
    let object = op.find(ObjectKind::Bu, unit)?;
    op.authorize(Action::BuDelete, &object)?;
    let unit = store::unit::find(op.conn, object.id)?;
    if unit.user_count > 0 {
        return Err(Error::conflict(
            "UNIT-5",
            format!("the unit `{}` still has users: {}", unit.name, unit.user_count),
        )
        .code("in-use")
        .hint(format!("see them: `provost user list --filter {}`", quoted(format!("unit={}", in_filter(&unit.name)))))
        .hint("move them first: `provost bu move LOGIN… --to UNIT`"));
    }
    let mut policies_deleted = Vec::new();
    for policy in store::remediation_policy::of_unit(op.conn, object.id)? {
        store::remediation_policy::delete(op.tx(), policy.id)?;
        op.journal.deleted(&ObjectRef::new(ObjectKind::RemediationPolicy, policy.id, policy.name.clone()));
        policies_deleted.push(policy.name);
    }
    store::unit::delete(op.tx(), object.id)?;
    op.journal.deleted(&object);
    op.journal.unit = Some(unit.name.clone());
    op.say("delete", "deleted", format!("business unit `{}`", unit.name));
    Ok(DeleteBody { unlinked: unit.asset_groups.clone(), policies_deleted, unit })
}

/// No limit is higher, so that the limits of all units can be added up.
const MOST_ADDRESSES: i64 = 1_000_000_000_000;

/// Sets or clears the limit on new addresses (UNIT-4).
///
/// # Errors
/// `conflict` while limits are switched off, or if the subscription is not licensed for as many.
pub fn limit(op: &mut WriteOp<'_>, unit: &str, limit: Option<i64>) -> Result<UnitBody> {
    op.require_units()?;
    if let Some(beyond) = limit.filter(|limit| !(0..=MOST_ADDRESSES).contains(limit)) {
        return Err(Error::invalid(format!("`{beyond}` is no limit"))
            .rule("UNIT-4")
            .hint(format!("give a whole number up to {MOST_ADDRESSES}, or `none`")));
    }
    let object = op.find(ObjectKind::Bu, unit)?;
    op.authorize(Action::BuLimit, &object)?;
    if !op.settings.is_on(Key::AddressesUnitLimits) {
        return Err(Error::conflict("UNIT-4", "limits on new addresses are switched off")
            .hint("provost settings set addresses.unit_limits=on"));
    }
    let before = store::unit::find_own(op.conn, object.id)?;
    let after = Unit { new_ip_limit: limit, ..before.clone() };
    let words = limit.map_or_else(|| "no limit".to_owned(), |limit| format!("a limit of {limit} new addresses"));
    op.say("give", "gave", format!("business unit `{}` {words}", after.name));
    let body = store_change(op, &object, &before, after)?;
    invariant::check_licence(op.conn, &op.settings)?;
    Ok(body)
}

fn store_change(op: &mut WriteOp<'_>, object: &ObjectRef, before: &Unit, after: Unit) -> Result<UnitBody> {
    if op.journal.compare(object, before, &after)? {
        store::unit::update(op.tx(), &after)?;
        op.journal.unit = Some(after.name.clone());
    }
    let unit = op.reader.told(after, || store::unit::find(op.conn, object.id))?;
    Ok(UnitBody { unit })
}
