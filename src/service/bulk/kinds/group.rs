//! User groups (GRP-1).

use super::project::settle_roles;
use super::user::{in_projects, project_entries};
use crate::domain::roles::ProjectRole;
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, list, text};
use crate::domain::{Action, Given, Id, Name, ObjectKind, ObjectRef, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::draft::Draft;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::{Intake, beyond};
use crate::service::bulk::settled::Consequences;
use crate::service::group::{self, GroupBody, GroupDraft};
use crate::service::listing::Request;
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::project::MemberKind;

/// User groups as rows.
pub const FORM: RowForm = RowForm {
    object: ObjectKind::Group,
    add: Action::GroupAdd,
    edit: Action::GroupEdit,
    others: &[Action::GroupAssign, Action::ProjectAssign],
    columns: COLUMNS,
    references: &[names("members", ObjectKind::User), in_projects("projects")],
    take_in,
    present: |op, group| row_of(COLUMNS, &store::group::find(op.conn, group.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("name", "Lisbon operators").naming(),
    text("description", "Who runs the machines in Lisbon"),
    text("level", "default"),
    list("members", ""),
    list("projects", ""),
];

impl Draft for GroupDraft {
    type Body = GroupBody;
    const ADD: Action = Action::GroupAdd;
    const KIND: BulkKind = BulkKind::Groups;

    fn add(&self, op: &mut WriteOp<'_>) -> Result<GroupBody> {
        group::add(op, self)
    }

    fn settled(op: &Op<'_>, id: Id, _: Consequences) -> Result<GroupBody> {
        Ok(GroupBody { group: group::show(op, &format!("id:{id}"))? })
    }
}

struct Wish {
    name: Name,
    draft: GroupDraft,
    members: Given<Vec<String>>,
    projects: Given<Vec<(String, ProjectRole)>>,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let draft = GroupDraft::read(&mut cells);
    let (members, projects) = (cells.list("members"), project_entries(&mut cells));
    let (name, draft) = cells.finish_named(draft.clone(), ("name", &draft.name))?;
    let wish = Wish { name, draft, members, projects };
    intake.settle_named(
        row,
        &FORM,
        wish.name.as_str(),
        |intake| add(intake, &wish),
        |intake, object| edit(intake, &wish, object),
    )
}

fn add(intake: &mut Intake<'_, '_>, wish: &Wish) -> Result<Id> {
    let added = intake.step(Action::GroupAdd, |op| group::add(op, &wish.draft))?;
    set_members(intake, wish, &[])?;
    set_projects(intake, wish, &[])?;
    Ok(added.group.id)
}

fn edit(intake: &mut Intake<'_, '_>, wish: &Wish, object: &ObjectRef) -> Result<()> {
    let before = store::group::find(intake.op.conn, object.id)?;
    if wish.draft.changes(&before) {
        // A row never renames.
        let draft = GroupDraft { name: Given::Unsaid, ..wish.draft.clone() };
        intake.step(Action::GroupEdit, |op| group::edit(op, &object.name, &draft))?;
    }
    set_members(intake, wish, &before.members)?;
    let held: Vec<(String, String)> = before.projects.into_iter().map(|entry| (entry.project, entry.role)).collect();
    set_projects(intake, wish, &held)
}

fn set_members(intake: &mut Intake<'_, '_>, wish: &Wish, before: &[String]) -> Result<()> {
    let Some(members) = wish.members.clone().or_empty() else { return Ok(()) };
    let (joining, leaving) = (beyond(&members, before), beyond(before, &members));
    let name = wish.name.as_str();
    if !joining.is_empty() {
        intake.step_of("members", Action::GroupAssign, |op| group::assign(op, name, &joining))?;
    }
    if !leaving.is_empty() {
        intake.step_of("members", Action::GroupAssign, |op| group::unassign(op, name, &leaving))?;
    }
    intake.note_loss(name, "members", leaving);
    Ok(())
}

fn set_projects(intake: &mut Intake<'_, '_>, wish: &Wish, before: &[(String, String)]) -> Result<()> {
    let Some(projects) = wish.projects.clone().or_empty() else { return Ok(()) };
    settle_roles(intake, MemberKind::Group, wish.name.as_str(), before, &projects)
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    group::list(op, &Request::default(), &mut |group| sink(row_of(COLUMNS, &group)?))
}
