//! User groups, and the level they lend their members (GRP-1, GRP-2).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::ceiling::{self, Right};
use crate::domain::record::Group;
use crate::domain::{Action, Given, Level, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::draft::draft;
use crate::service::listing::{self, Request, Sink};
use crate::service::report::Outcomes;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp};
use crate::store;

/// One group, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupBody {
    /// The group as it is now, or was.
    pub group: Group,
}

draft! {
    /// What is said of a group.
    GroupDraft {
        /// Its name.
        name: Name = word,
        /// What it is for.
        description: Line = word,
        /// The level it lends; cleared, none.
        level: Level = word,
    }
}

impl GroupDraft {
    /// Whether a group would lend or say something else by it.
    pub fn changes(&self, group: &Group) -> bool {
        self.lends().is_some_and(|level| level != group.level) || self.description.differs_from(&group.description)
    }

    /// The level it is to lend, if anything is said of it.
    fn lends(&self) -> Option<Level> {
        self.level.said().map(|level| level.unwrap_or(Level::Default))
    }
}

/// Each group the actor may view, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Group>) -> Result<()> {
    listing::each(op, request, sink, |selection, sink| {
        store::group::list(op.conn, &op.actor, op.reach(Action::GroupView)?, selection, sink)
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<Group> {
    let object = op.find(ObjectKind::Group, name)?;
    store::group::find(op.conn, object.id)
}

/// Adds a group.
///
/// # Errors
/// `conflict` if the name is taken; `not-permitted` by ROLE-6 and ROLE-7.
pub fn add(op: &mut WriteOp<'_>, draft: &GroupDraft) -> Result<GroupBody> {
    let (name, level) = (draft.name.needed("a name")?, draft.lends().unwrap_or(Level::Default));
    refuse_taken(op, ObjectKind::Group, name, None)?;
    cover(op, name.as_str(), level)?;
    let record = Group {
        id: 0,
        name: name.to_string(),
        description: draft.description.text(),
        level,
        members: Vec::new(),
        projects: Vec::new(),
    };
    let id = store::group::insert(op.tx(), &record)?;
    op.journal.created(&ObjectRef::new(ObjectKind::Group, id, name.as_str()), &record)?;
    op.say("add", "added", format!("group `{name}`"));
    Ok(GroupBody { group: Group { id, ..record } })
}

/// Lays a draft over a group.
///
/// # Errors
/// `conflict` if the name is taken, and by SUB-3; `not-permitted` by ROLE-6 and ROLE-7, before and after.
pub fn edit(op: &mut WriteOp<'_>, group: &str, draft: &GroupDraft) -> Result<GroupBody> {
    let object = covered(op, Action::GroupEdit, group)?;
    let before = store::group::find_own(op.conn, object.id)?;
    op.refuse_outside_token(|| store::group::members(op.conn, object.id))?;
    let mut after = before.clone();
    if let Given::Set(name) = &draft.name {
        refuse_taken(op, ObjectKind::Group, name, Some(object.id))?;
        after.name = name.to_string();
    }
    draft.description.write(&mut after.description);
    after.level = draft.lends().unwrap_or(before.level);
    cover(op, &after.name, after.level)?;
    let object = ObjectRef::new(ObjectKind::Group, object.id, after.name.clone());
    if op.journal.compare(&object, &before, &after)? {
        store::group::update(op.tx(), &after)?;
    }
    op.say("change", "changed", format!("group `{}`", after.name));
    let group = op.reader.told(after, || store::group::find(op.conn, object.id))?;
    Ok(GroupBody { group })
}

/// Deletes a group; its members stay as users (GRP-2).
///
/// # Errors
/// `conflict` by SUB-3; `not-permitted` by ROLE-6 and ROLE-7.
pub fn delete(op: &mut WriteOp<'_>, name: &str) -> Result<GroupBody> {
    let object = covered(op, Action::GroupDelete, name)?;
    let group = store::group::find(op.conn, object.id)?;
    op.refuse_outside_token(|| store::group::members(op.conn, object.id))?;
    store::group::delete(op.tx(), object.id)?;
    op.journal.deleted(&object);
    op.say("delete", "deleted", format!("group `{}`", group.name));
    Ok(GroupBody { group })
}

/// Adds users to a group.
pub fn assign(op: &mut WriteOp<'_>, name: &str, users: &[String]) -> Result<Outcomes> {
    let (group, outcomes) = change_members(op, name, users, true)?;
    op.say("add", "added", format!("{} to group `{group}`", outcomes.phrase("user", "users")));
    Ok(outcomes)
}

/// Takes users out of a group.
///
/// # Errors
/// `conflict` by SUB-3; `not-permitted` by ROLE-6 and ROLE-7.
pub fn unassign(op: &mut WriteOp<'_>, name: &str, users: &[String]) -> Result<Outcomes> {
    let (group, outcomes) = change_members(op, name, users, false)?;
    op.say("take", "took", format!("{} out of group `{group}`", outcomes.phrase("user", "users")));
    Ok(outcomes)
}

/// Adds one user to a group, or takes it out.
///
/// # Errors
/// `conflict` by SUB-3; `not-permitted` by ROLE-6 and ROLE-7.
pub fn change_one(op: &mut WriteOp<'_>, name: &str, user: &ObjectRef, joins: bool) -> Result<()> {
    let group = covered(op, Action::GroupAssign, name)?;
    op.refuse_outside_token(|| Ok(vec![user.named()]))?;
    if joins {
        join(op, &group, user)?;
        op.say("add", "added", format!("user `{}` to group `{}`", user.name, group.name));
    } else {
        leave(op, &group, user)?;
        op.say("take", "took", format!("user `{}` out of group `{}`", user.name, group.name));
    }
    Ok(())
}

fn change_members(op: &mut WriteOp<'_>, name: &str, users: &[String], joins: bool) -> Result<(String, Outcomes)> {
    let group = covered(op, Action::GroupAssign, name)?;
    let users = op.find_all(ObjectKind::User, users)?;
    op.refuse_outside_token(|| Ok(users.iter().map(ObjectRef::named).collect()))?;
    let mut outcomes = Outcomes::default();
    for user in &users {
        let changed = if joins { join(op, &group, user)? } else { leave(op, &group, user)? };
        outcomes.push(user, changed);
    }
    Ok((group.name, outcomes))
}

/// Adds a user to a group that the actor may fill; tells whether it was new.
pub fn join(op: &mut WriteOp<'_>, group: &ObjectRef, user: &ObjectRef) -> Result<bool> {
    let changed = store::group::add_member(op.tx(), group.id, user.id)?;
    if changed {
        op.journal.change(group, "members", serde_json::Value::Null, user.name.as_str().into());
        op.journal.touch(user);
    }
    Ok(changed)
}

fn leave(op: &mut WriteOp<'_>, group: &ObjectRef, user: &ObjectRef) -> Result<bool> {
    let changed = store::group::remove_member(op.tx(), group.id, user.id)?;
    if changed {
        op.journal.change(group, "members", user.name.as_str().into(), serde_json::Value::Null);
        op.journal.touch(user);
    }
    Ok(changed)
}

/// A group on which the actor holds the action, and whose worth does not exceed its own (ROLE-6).
///
/// # Errors
/// `not-found`; `not-permitted` by ROLE-6 and ROLE-7.
pub fn covered(op: &Op<'_>, action: Action, name: &str) -> Result<ObjectRef> {
    let object = op.find(ObjectKind::Group, name)?;
    op.authorize_covered(action, &object)?;
    Ok(object)
}

fn cover(op: &Op<'_>, name: &str, level: Level) -> Result<()> {
    let missing = ceiling::exceeding(&op.actor, &[], &[Right::Level(level)]);
    if missing.is_empty() { Ok(()) } else { Err(ceiling::refusal(name, &missing)) }
}
