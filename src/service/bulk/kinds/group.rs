//! User groups (GRP-1).

use super::project::settle_roles;
use super::user::project_entry;
use crate::domain::roles::ProjectRole;
use crate::domain::sheet::column::{Column, list, text};
use crate::domain::sheet::{Given, Row};
use crate::domain::{Action, Id, Level, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{Form, Sink, Taken};
use crate::service::bulk::intake::{Intake, beyond};
use crate::service::{Op, group};
use crate::store;
use crate::store::project::MemberKind;

/// User groups as rows.
pub const FORM: Form = Form {
    object: ObjectKind::Group,
    add: Action::GroupAdd,
    edit: Action::GroupEdit,
    columns: COLUMNS,
    references: &[("members", ObjectKind::User), ("projects", ObjectKind::Project)],
    take_in,
    export,
    conclude: None,
};

const COLUMNS: &[Column] = &[
    text("name", "Lisbon operators"),
    text("description", "Who runs the machines in Lisbon"),
    text("level", "default"),
    list("members", ""),
    list("projects", ""),
];

struct Wish {
    name: Name,
    description: Option<Line>,
    level: Option<Level>,
    members: Given<Vec<String>>,
    projects: Given<Vec<(String, ProjectRole)>>,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(row);
    let name = cells.need("name", str::parse::<Name>);
    let (description, level) = (cells.line("description"), cells.word("level").change());
    let (members, projects) = (cells.list("members"), cells.each("projects", project_entry));
    let level = level.map(|level| level.unwrap_or(Level::Default));
    let wish = Wish { name: cells.finish(name)?, description, level, members, projects };
    intake.settle_named(
        row,
        &FORM,
        wish.name.as_str(),
        |intake| add(intake, &wish),
        |intake, object| edit(intake, &wish, object),
    )
}

fn add(intake: &mut Intake<'_, '_>, wish: &Wish) -> Result<Id> {
    let (name, level) = (&wish.name, wish.level.unwrap_or(Level::Default));
    let added = intake.step(Action::GroupAdd, |op| group::add(op, name, wish.description.as_ref(), level))?;
    set_members(intake, wish, &[])?;
    set_projects(intake, wish, &[])?;
    Ok(added.group.id)
}

fn edit(intake: &mut Intake<'_, '_>, wish: &Wish, object: &ObjectRef) -> Result<()> {
    let before = store::group::find(intake.op.conn, object.id)?;
    let request = group::Edit {
        group: object.name.clone(),
        name: (wish.name.as_str() != object.name).then(|| wish.name.clone()),
        description: wish.description.clone(),
        level: wish.level,
    };
    intake.step(Action::GroupEdit, |op| group::edit(op, &request))?;
    set_members(intake, wish, &before.members)?;
    let held: Vec<(String, String)> = before.projects.into_iter().map(|entry| (entry.project, entry.role)).collect();
    set_projects(intake, wish, &held)
}

fn set_members(intake: &mut Intake<'_, '_>, wish: &Wish, before: &[String]) -> Result<()> {
    let Some(members) = wish.members.clone().or_empty() else { return Ok(()) };
    let (joining, leaving) = (beyond(&members, before), beyond(before, &members));
    let name = wish.name.as_str();
    if !joining.is_empty() {
        intake.step(Action::GroupAssign, |op| group::assign(op, name, &joining))?;
    }
    if !leaving.is_empty() {
        intake.step(Action::GroupAssign, |op| group::unassign(op, name, &leaving))?;
    }
    intake.note_loss(name, "members", leaving);
    Ok(())
}

fn set_projects(intake: &mut Intake<'_, '_>, wish: &Wish, before: &[(String, String)]) -> Result<()> {
    let Some(projects) = wish.projects.clone().or_empty() else { return Ok(()) };
    settle_roles(intake, MemberKind::Group, wish.name.as_str(), before, &projects)
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    group::list(op, &mut |group| sink(row_of(COLUMNS, &group)?))
}
