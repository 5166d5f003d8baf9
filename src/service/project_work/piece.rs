//! What all work in projects has in common: it is found within its project, and the project's roles decide (PRJ-4).

use crate::domain::phrase::with_article;
use crate::domain::register::RegisterState;
use crate::domain::text::{key, printable, quoted};
use crate::domain::{Action, Error, Id, Name, ObjectKind, ObjectRef, Result};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

/// A project in which the actor holds the action.
///
/// # Errors
/// `not-found`; `not-permitted` by ROLE-7; `conflict` for an archived project.
pub fn project(op: &Op<'_>, action: Action, typed: &str) -> Result<ObjectRef> {
    let project = op.find(ObjectKind::Project, typed)?;
    op.authorize(action, &project)?;
    Ok(project)
}

/// A piece of work in a project, by its name there or its id.
///
/// # Errors
/// `not-found`.
pub fn find(op: &Op<'_>, kind: ObjectKind, project: &ObjectRef, typed: &str) -> Result<ObjectRef> {
    let typed = typed.trim();
    let by_id = |text: &str| match text.parse::<Id>() {
        Ok(id) => store::project_work::place::by_id(op.conn, kind, project.id, id),
        Err(_) => Ok(None),
    };
    let found = match typed.strip_prefix("id:") {
        Some(id) => by_id(id)?,
        None => match store::project_work::place::by_key(op.conn, kind, project.id, &key(typed))? {
            Some(found) => Some(found),
            None => by_id(typed)?,
        },
    };
    found.map(|found| ObjectRef::new(kind, found.id, found.name)).ok_or_else(|| {
        Error::not_found(format!("there is no {} `{}` in project `{}`", kind.title(), printable(typed), project.name))
            .rule("PRJ-4")
            .hint(format!("provost {} list {}", kind.noun(), quoted(&project.name)))
    })
}

/// A project and a piece of work in it, on which the actor holds the action.
pub fn of(op: &Op<'_>, action: Action, kind: ObjectKind, project: &str, typed: &str) -> Result<(ObjectRef, ObjectRef)> {
    let project = self::project(op, action, project)?;
    let piece = find(op, kind, &project, typed)?;
    Ok((project, piece))
}

/// Something of a register that work names. Whoever works in a project may name it exactly, without a right to view the
/// register (ROLE-8); what is switched off is named by nothing new.
///
/// # Errors
/// `not-found`; `conflict` by ORG-1 for what is off.
pub fn registered(op: &Op<'_>, kind: ObjectKind, name: &str) -> Result<ObjectRef> {
    let found = match name.trim().strip_prefix("id:") {
        Some(_) => op.find(kind, name)?,
        None => op.find_exactly(kind, name)?,
    };
    let state = match kind {
        ObjectKind::Engine => store::register::engine::find(op.conn, found.id)?.state,
        ObjectKind::Rule => store::register::rule::find(op.conn, found.id)?.state,
        ObjectKind::Requirement => store::register::requirement::find(op.conn, found.id)?.state,
        _ => store::register::integration::find(op.conn, found.id)?.state,
    };
    if state == RegisterState::Active {
        return Ok(found);
    }
    Err(Error::conflict("ORG-1", format!("the {} `{}` is off", kind.title(), found.name)).hint(format!(
        "provost {} edit {} --state active",
        kind.noun(),
        quoted(&found.name)
    )))
}

/// Several of a register.
pub fn all_registered(op: &Op<'_>, kind: ObjectKind, names: &[String]) -> Result<Vec<ObjectRef>> {
    names.iter().map(|name| registered(op, kind, name)).collect()
}

/// Refuses a name that another piece of the kind bears in that project.
///
/// # Errors
/// `conflict`, code `already-exists`.
pub fn refuse_taken(
    op: &Op<'_>,
    kind: ObjectKind,
    project: &ObjectRef,
    name: &Name,
    oneself: Option<Id>,
) -> Result<()> {
    let found = store::project_work::place::by_key(op.conn, kind, project.id, &name.key())?;
    if found.as_ref().map(|found| found.id) == oneself || found.is_none() {
        return Ok(());
    }
    let (what, noun) = (with_article(kind.title()), kind.noun());
    Err(Error::conflict("PRJ-4", format!("{what} `{name}` exists already in project `{}`", project.name))
        .code("already-exists")
        .hint(format!("provost {noun} show {} {}", quoted(&project.name), quoted(name))))
}

/// Deletes pieces of work of a project, all of them or none.
pub fn delete_each(
    op: &mut WriteOp<'_>,
    (action, kind): (Action, ObjectKind),
    project: &str,
    names: &[String],
    delete: impl Fn(&WriteOp<'_>, Id) -> Result<()>,
) -> Result<Outcomes> {
    let project = self::project(op, action, project)?;
    let mut outcomes = Outcomes::default();
    for name in names {
        let piece = find(op, kind, &project, name)?;
        delete(op, piece.id)?;
        op.journal.deleted(&piece);
        outcomes.push(&piece, true);
    }
    let what = outcomes.phrase(kind.title(), &kind.plural());
    op.say("delete", "deleted", format!("{what} of project `{}`", project.name));
    Ok(outcomes)
}
