//! Authentication records (AUTH-1): how scans sign in to hosts. Nobody owns one, and no secret stands in it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::auth_record::AuthTechnology;
use crate::domain::given::Members;
use crate::domain::record::AuthRecord;
use crate::domain::{Action, Error, Given, Id, Line, Name, ObjectKind, ObjectRef, Placement, Result, Target};
use crate::service::draft::draft;
use crate::service::listing::{self, Request, Sink};
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

draft! {
    /// What is said of a record.
    AuthRecordDraft {
        /// Its name.
        name: Name = word,
        /// What it signs in to.
        technology: AuthTechnology = word,
        /// The account it signs in with.
        account: Line = word,
        /// The asset groups it is for.
        targets: Members = members,
        /// Comments.
        comments: Line = word,
    }
}

/// Each record the actor may view, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, AuthRecord>) -> Result<()> {
    let names = Names::of(op);
    listing::each(op, request, sink, |selection, sink| {
        store::auth_record::list(op.conn, &op.actor, op.reach(Action::AuthRecordView)?, selection, |record| {
            sink(narrowed(&names, record)?)
        })
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<AuthRecord> {
    let object = op.find(ObjectKind::AuthRecord, name)?;
    seen(op, object.id)
}

/// A record with only those names that the actor may view.
pub fn seen(op: &Op<'_>, id: Id) -> Result<AuthRecord> {
    narrowed(&Names::of(op), store::auth_record::find(op.conn, id)?)
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
pub fn add(op: &mut WriteOp<'_>, draft: &AuthRecordDraft) -> Result<RecordBody> {
    let name = draft.name.clone().value().ok_or_else(|| Error::invalid("a new record needs a name"))?;
    let technology = draft.technology.value().ok_or_else(|| Error::invalid("a new record needs a technology"))?;
    let targets = op.find_all(ObjectKind::AssetGroup, &draft.targets.changes(&[]).0)?;
    let placement = placement(op, &targets)?;
    op.authorize_at(Action::AuthRecordAdd, Target::at(placement), name.as_str())?;
    refuse_taken(op, ObjectKind::AuthRecord, &name, None)?;
    let record = AuthRecord {
        id: 0,
        name: name.to_string(),
        technology,
        account: draft.account.text(),
        targets: Vec::new(),
        comments: draft.comments.text(),
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

/// Lays a draft over a record.
pub fn edit(op: &mut WriteOp<'_>, record: &str, draft: &AuthRecordDraft) -> Result<RecordBody> {
    let object = op.find(ObjectKind::AuthRecord, record)?;
    op.authorize(Action::AuthRecordEdit, &object)?;
    let before = store::auth_record::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Given::Set(name) = &draft.name {
        refuse_taken(op, ObjectKind::AuthRecord, name, Some(object.id))?;
        after.name = name.to_string();
    }
    after.technology = draft.technology.value().unwrap_or(before.technology);
    draft.account.write(&mut after.account);
    draft.comments.write(&mut after.comments);
    store::auth_record::update(op.tx(), &after)?;
    let (added, removed) = draft.targets.changes(&narrowed(&Names::of(op), before.clone())?.targets);
    for group in op.find_all(ObjectKind::AssetGroup, &added)? {
        store::auth_record::add_target(op.tx(), object.id, group.id)?;
    }
    for group in op.find_all(ObjectKind::AssetGroup, &removed)? {
        store::auth_record::remove_target(op.tx(), object.id, group.id)?;
    }
    // Where it lies now must be within reach, too: nobody edits a record out of its own hands.
    op.authorize(Action::AuthRecordEdit, &object)?;
    let after = store::auth_record::find(op.conn, object.id)?;
    let object = ObjectRef::new(ObjectKind::AuthRecord, object.id, after.name.clone());
    op.journal.compare(&object, &before, &after)?;
    op.journal.unit = op.actor.unit.as_ref().map(|unit| unit.name.clone());
    op.say("change", "changed", format!("authentication record `{}`", after.name));
    Ok(RecordBody { auth_record: narrowed(&Names::of(op), after)? })
}

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
