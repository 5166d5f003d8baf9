//! Authentication records (AUTH-1): how scans sign in to hosts. Nobody owns one, and no secret stands in it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::auth_record::AuthTechnology;
use crate::domain::record::AuthRecord;
use crate::domain::{Action, Id, Line, Name, ObjectKind, ObjectRef, Placement, Result, Target};
use crate::service::narrow::Names;
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::asset_group::Link;

/// One record, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecordBody {
    /// The record as it is now.
    pub auth_record: AuthRecord,
}

/// What is known of the new record.
pub struct Request {
    /// Its name.
    pub name: Name,
    /// What it signs in to.
    pub technology: AuthTechnology,
    /// The account it signs in with.
    pub account: Option<Line>,
    /// The asset groups it is for.
    pub targets: Vec<String>,
    /// Comments.
    pub comments: Option<Line>,
}

/// Each record the actor may view, by name.
pub fn list(op: &Op<'_>, sink: &mut dyn FnMut(AuthRecord) -> Result<()>) -> Result<()> {
    let names = Names::of(op);
    store::auth_record::list(op.conn, &op.actor, op.reach(Action::AuthRecordView)?, |record| {
        sink(narrowed(&names, record)?)
    })
}

/// One record.
pub fn show(op: &Op<'_>, name: &str) -> Result<AuthRecord> {
    let object = op.find(ObjectKind::AuthRecord, name)?;
    seen(op, object.id)
}

/// A record with only those names that the actor may view.
pub fn seen(op: &Op<'_>, id: Id) -> Result<AuthRecord> {
    narrowed(&Names::of_one(op), store::auth_record::find(op.conn, id)?)
}

fn narrowed(names: &Names<'_>, mut record: AuthRecord) -> Result<AuthRecord> {
    names.groups(&mut record.targets)?;
    Ok(record)
}

/// Adds a record.
///
/// # Errors
/// `conflict` if the name is taken; `not-permitted` by ROLE-4 and ROLE-7: a unit manager's record is for groups of
/// its unit.
pub fn add(op: &mut WriteOp<'_>, request: &Request) -> Result<RecordBody> {
    let targets = op.find_all(ObjectKind::AssetGroup, &request.targets)?;
    let placement = placement(op, &targets)?;
    op.authorize_at(Action::AuthRecordAdd, Target::at(placement), request.name.as_str())?;
    refuse_taken(op, ObjectKind::AuthRecord, &request.name, None)?;
    let record = AuthRecord {
        id: 0,
        name: request.name.to_string(),
        technology: request.technology,
        account: request.account.clone().and_then(Line::into_option),
        targets: Vec::new(),
        comments: request.comments.clone().and_then(Line::into_option),
    };
    let id = store::auth_record::insert(op.tx(), &record)?;
    for group in &targets {
        store::auth_record::add_target(op.tx(), id, group.id)?;
    }
    let auth_record = store::auth_record::find(op.conn, id)?;
    op.journal.created(&ObjectRef::new(ObjectKind::AuthRecord, id, auth_record.name.clone()), &auth_record)?;
    op.journal.unit = op.actor.unit.as_ref().map(|unit| unit.name.clone());
    op.say("add", "added", format!("authentication record `{}`", auth_record.name));
    Ok(RecordBody { auth_record })
}

/// What is to change; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// Which record.
    pub record: String,
    /// The new name.
    pub name: Option<Name>,
    /// What it signs in to.
    pub technology: Option<AuthTechnology>,
    /// The account.
    pub account: Option<Line>,
    /// Groups it is for, too.
    pub add_targets: Vec<String>,
    /// Groups it is for no longer.
    pub remove_targets: Vec<String>,
    /// The comments.
    pub comments: Option<Line>,
}

/// Edits a record.
///
/// # Errors
/// As for adding one.
pub fn edit(op: &mut WriteOp<'_>, request: &Edit) -> Result<RecordBody> {
    let object = op.find(ObjectKind::AuthRecord, &request.record)?;
    op.authorize(Action::AuthRecordEdit, &object)?;
    let before = store::auth_record::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Some(name) = &request.name {
        refuse_taken(op, ObjectKind::AuthRecord, name, Some(object.id))?;
        after.name = name.to_string();
    }
    after.technology = request.technology.unwrap_or(before.technology);
    for (field, line) in [(&mut after.account, &request.account), (&mut after.comments, &request.comments)] {
        if let Some(line) = line {
            *field = line.as_deref().map(str::to_owned);
        }
    }
    store::auth_record::update(op.tx(), &after)?;
    for group in op.find_all(ObjectKind::AssetGroup, &request.add_targets)? {
        store::auth_record::add_target(op.tx(), object.id, group.id)?;
    }
    for group in op.find_all(ObjectKind::AssetGroup, &request.remove_targets)? {
        store::auth_record::remove_target(op.tx(), object.id, group.id)?;
    }
    // Where it lies now must be within reach, too: nobody edits a record out of its own hands.
    op.authorize(Action::AuthRecordEdit, &object)?;
    let after = store::auth_record::find(op.conn, object.id)?;
    let object = ObjectRef::new(ObjectKind::AuthRecord, object.id, after.name.clone());
    op.journal.compare(&object, &before, &after)?;
    op.journal.unit = op.actor.unit.as_ref().map(|unit| unit.name.clone());
    op.say("change", "changed", format!("authentication record `{}`", after.name));
    Ok(RecordBody { auth_record: narrowed(&Names::of_one(op), after)? })
}

/// Deletes records.
///
/// # Errors
/// `not-permitted` by ROLE-4 and ROLE-7.
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::AuthRecord, Action::AuthRecordDelete, names, |op, object| {
        store::auth_record::delete(op.tx(), object.id)
    })
}

/// A record lies in a unit if it is for groups of that unit and no others.
fn placement(op: &WriteOp<'_>, targets: &[ObjectRef]) -> Result<Placement> {
    let Some(unit) = op.actor.unit_id() else { return Ok(Placement::default()) };
    let mut inside = !targets.is_empty();
    for group in targets {
        inside &= store::asset_group::is_linked(op.conn, Link::Unit, group.id, unit)?;
    }
    Ok(Placement { unit: inside, ..Placement::default() })
}
