//! What all registers have in common: unique names, a state, content without secrets, and that nothing in use is deleted
//! without a word (ORG-1).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::matrix::Reach;
use crate::domain::phrase::{counted, first_names};
use crate::domain::register::{RegisterState, refuse_secrets};
use crate::domain::text::quoted;
use crate::domain::{Action, Actor, Error, Given, Id, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::draft::draft;
use crate::service::listing::{self, Request, Sink};
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp};
use crate::store::listing::{Listed, Selection};
use crate::store::{self, Conn, Tx};

draft! {
    /// What is said of an entry of any register.
    RegisterDraft {
        /// Its name.
        name: Name = word,
        /// What it is about.
        description: Line = word,
        /// Whether it is in use.
        state: RegisterState = word,
        /// What there is to know of it.
        content: Value = json,
    }
}

/// The fields that all registers have.
pub struct Common<'e> {
    pub name: &'e mut String,
    pub description: &'e mut Option<String>,
    pub state: &'e mut RegisterState,
    pub content: &'e mut Option<Value>,
}

/// A register: its records, and the actions on them.
pub trait Register: Listed + Clone + Serialize + Sized {
    const KIND: ObjectKind;
    const VIEW: Action;
    const ADD: Action;
    const EDIT: Action;
    const DELETE: Action;
    /// What is needed in each project that uses an entry to delete it all the same.
    const FORCE: Action;

    /// What is said of an entry.
    type Draft;

    fn named(name: &Name) -> Self;
    fn common(&mut self) -> Common<'_>;
    fn said(draft: &Self::Draft) -> &RegisterDraft;

    /// Lays over what only this register has.
    ///
    /// # Errors
    /// `invalid` for what may not stand there.
    fn lay_over(&mut self, _draft: &Self::Draft) -> Result<()> {
        Ok(())
    }

    /// Writes what stands in tables beside the entry's own row.
    ///
    /// # Errors
    /// `not-found` for what is named there and is not.
    fn settle_beside(_op: &WriteOp<'_>, _id: Id, _before: &Self, _draft: &Self::Draft) -> Result<()> {
        Ok(())
    }

    fn find(conn: &Conn, id: Id) -> Result<Self>;
    fn insert(tx: &Tx<'_>, one: &Self) -> Result<Id>;
    fn update(tx: &Tx<'_>, one: &Self) -> Result<()>;
    fn remove(tx: &Tx<'_>, id: Id) -> Result<()>;
    fn each(conn: &Conn, actor: &Actor, reach: Reach, selection: &Selection, sink: Sink<'_, Self>) -> Result<()>;
}

/// What was deleted, and which projects used it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Deleted {
    /// One for each entry.
    #[serde(flatten)]
    pub outcomes: Outcomes,
    /// The projects that used any of them, of those that the actor may view.
    pub used_by: Vec<String>,
}

/// Each entry that the actor may view, by name.
pub fn list<R: Register>(op: &Op<'_>, request: &Request, sink: Sink<'_, R>) -> Result<()> {
    let reach = op.reach(R::VIEW)?;
    listing::each(op, request, sink, |selection, sink| R::each(op.conn, &op.actor, reach, selection, sink))
}

pub fn show<R: Register>(op: &Op<'_>, name: &str) -> Result<R> {
    R::find(op.conn, op.find(R::KIND, name)?.id)
}

/// Adds an entry.
///
/// # Errors
/// `conflict` if the name is taken; `invalid` for content that holds a secret (ORG-1).
pub fn add<R: Register>(op: &mut WriteOp<'_>, draft: &R::Draft) -> Result<R> {
    let name = R::said(draft).name.needed("a name")?;
    refuse_taken(op, R::KIND, name, None)?;
    let mut one = R::named(name);
    lay_over(&mut one, draft)?;
    let id = R::insert(op.tx(), &one)?;
    R::settle_beside(op, id, &one, draft)?;
    let one = R::find(op.conn, id)?;
    op.journal.created(&ObjectRef::new(R::KIND, id, name.as_str()), &one)?;
    op.say("add", "added", format!("{} `{name}`", R::KIND.title()));
    Ok(one)
}

/// Lays a draft over an entry.
///
/// # Errors
/// `conflict` if the name is taken; `invalid` for content that holds a secret (ORG-1).
pub fn edit<R: Register>(op: &mut WriteOp<'_>, typed: &str, draft: &R::Draft) -> Result<R> {
    let object = op.find(R::KIND, typed)?;
    op.authorize(R::EDIT, &object)?;
    let before = R::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Given::Set(name) = &R::said(draft).name {
        refuse_taken(op, R::KIND, name, Some(object.id))?;
        *after.common().name = name.to_string();
    }
    lay_over(&mut after, draft)?;
    R::update(op.tx(), &after)?;
    R::settle_beside(op, object.id, &before, draft)?;
    let mut after = R::find(op.conn, object.id)?;
    let name = after.common().name.clone();
    op.journal.compare(&ObjectRef::new(R::KIND, object.id, name.clone()), &before, &after)?;
    op.say("change", "changed", format!("{} `{name}`", R::KIND.title()));
    Ok(after)
}

fn lay_over<R: Register>(one: &mut R, draft: &R::Draft) -> Result<()> {
    let said = R::said(draft);
    let common = one.common();
    said.description.write(common.description);
    *common.state = said.state.said().map_or(*common.state, |state| state.unwrap_or(RegisterState::Active));
    if let Some(content) = said.content.clone().said() {
        content
            .iter()
            .try_for_each(|content| refuse_secrets(content, "ORG-1"))
            .map_err(|error| error.about("content"))?;
        *common.content = content;
    }
    one.lay_over(draft)
}

/// Deletes entries; those that projects use only if forced, by who may change them in each of these projects (ORG-1).
///
/// # Errors
/// `conflict`, code `in-use`; `not-permitted` where a project is not the actor's to change.
pub fn delete<R: Register>(op: &mut WriteOp<'_>, names: &[String], force: bool) -> Result<Deleted> {
    let mut used_by = Vec::new();
    let outcomes = delete_each(op, R::KIND, R::DELETE, names, |op, object| {
        for project in store::register::uses::projects(op.conn, R::KIND, object.id)? {
            if !force {
                return Err(in_use(op, object)?);
            }
            op.authorize(R::FORCE, &ObjectRef::new(ObjectKind::Project, project.id, project.name.clone()))?;
            if op.may_view(ObjectKind::Project, project.id)? {
                used_by.push(project.name);
            }
        }
        R::remove(op.tx(), object.id)
    })?;
    used_by.sort();
    used_by.dedup();
    Ok(Deleted { outcomes, used_by })
}

fn in_use(op: &Op<'_>, object: &ObjectRef) -> Result<Error> {
    let projects = store::register::uses::projects(op.conn, object.kind, object.id)?;
    let count = projects.len();
    let mut visible = Vec::new();
    for project in projects {
        if op.may_view(ObjectKind::Project, project.id)? {
            visible.push(format!("`{}`", project.name));
        }
    }
    let (kind, name) = (object.kind.title(), &object.name);
    let named = if visible.is_empty() { String::new() } else { format!(": {}", first_names(&visible, 8)) };
    Ok(Error::conflict("ORG-1", format!("the {kind} `{name}` is used by {}{named}", counted(count, "project")))
        .code("in-use")
        .hint(format!("provost {} delete {} --force --dry-run", object.kind.noun(), quoted(name))))
}
