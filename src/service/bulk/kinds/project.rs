//! Projects (PRJ-1).

use std::collections::{HashMap, HashSet};

use crate::domain::project::ProjectState;
use crate::domain::record::Project;
use crate::domain::roles::ProjectRole;
use crate::domain::sheet::column::{SheetColumn, list, text};
use crate::domain::sheet::{Cells, Row};
use crate::domain::text::{key, printable};
use crate::domain::{Action, Error, Given, Id, Name, ObjectKind, ObjectRef, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::draft::Draft;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{Reference, RowForm, Sink, Taken};
use crate::service::bulk::intake::{Intake, beyond};
use crate::service::bulk::settled::Consequences;
use crate::service::listing::Request;
use crate::service::project::{self, ProjectBody, ProjectDraft};
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::project::MemberKind;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Project,
    add: Action::ProjectAdd,
    edit: Action::ProjectEdit,
    others: &[Action::ProjectAssign, Action::ProjectArchive, Action::ProjectRestore],
    columns: COLUMNS,
    references: &[
        Reference { column: "members", kind: ObjectKind::User, name: |text| member_name(text, "user") },
        Reference { column: "members", kind: ObjectKind::Group, name: |text| member_name(text, "group") },
    ],
    take_in,
    present: |op, project| row_of(COLUMNS, &store::project::find(op.conn, project.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("name", "lisbon-move").naming(),
    text("description", "The new office"),
    text("state", "active").lasting(),
    list("members", ""),
];

/// A member: a user or a group, and its role.
type Member = (MemberKind, String, ProjectRole);

impl Draft for ProjectDraft {
    type Body = ProjectBody;
    const ADD: Action = Action::ProjectAdd;
    const KIND: BulkKind = BulkKind::Projects;

    fn add(&self, op: &mut WriteOp<'_>) -> Result<ProjectBody> {
        project::add(op, self)
    }

    fn settled(op: &Op<'_>, id: Id, _: Consequences) -> Result<ProjectBody> {
        Ok(ProjectBody { project: project::show(op, &format!("id:{id}"))? })
    }
}

struct Wish {
    name: Name,
    draft: ProjectDraft,
    state: Option<ProjectState>,
    members: Given<Vec<Member>>,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let draft = ProjectDraft::read(&mut cells);
    let state = cells.word("state").value();
    let members = cells.each("members", member);
    if let Given::Set(members) = &members {
        let named = members.iter().map(|(kind, name, role)| (format!("{}:{name}", kind.as_str()), *role));
        refuse_two_roles(&mut cells, "members", named);
    }
    let (name, draft) = cells.finish_named(draft.clone(), ("name", &draft.name))?;
    let wish = Wish { name, draft, state, members };
    intake.settle_named(
        row,
        &FORM,
        wish.name.as_str(),
        |intake| add(intake, &wish),
        |intake, object| edit(intake, &wish, object),
    )
}

fn member_name<'t>(text: &'t str, kind: &str) -> Option<&'t str> {
    let (of, rest) = text.split_once(':')?;
    let (name, _) = rest.rsplit_once(':')?;
    of.trim().eq_ignore_ascii_case(kind).then_some(name.trim())
}

/// Notes as a mistake that a cell names somebody or something twice, with two roles.
pub fn refuse_two_roles(
    cells: &mut Cells<'_>,
    column: &'static str,
    named: impl Iterator<Item = (String, ProjectRole)>,
) {
    let mut known: HashMap<String, ProjectRole> = HashMap::new();
    for (name, role) in named {
        let other = *known.entry(key(&name)).or_insert(role);
        if other != role {
            let message = format!("`{}` has two roles here: `{other}` and `{role}`", printable(&name));
            cells.flaw(column, Error::invalid(message).rule("PRJ-2").expects("one role each").hint("leave one out"));
        }
    }
}

/// A member, written `user:login:role` or `group:name:role`.
fn member(text: &str) -> Result<Member> {
    let malformed = || {
        Error::invalid(format!("`{}` is no member of a project", printable(text)))
            .hint("write it as `user:LOGIN:ROLE` or `group:NAME:ROLE`")
    };
    let (rest, role) = text.rsplit_once(':').ok_or_else(malformed)?;
    let (kind, name) = rest.split_once(':').ok_or_else(malformed)?;
    let kind = match kind.trim().to_lowercase().as_str() {
        "user" => MemberKind::User,
        "group" => MemberKind::Group,
        _ => return Err(malformed()),
    };
    Ok((kind, name.trim().to_owned(), role.trim().parse()?))
}

fn add(intake: &mut Intake<'_, '_>, wish: &Wish) -> Result<Id> {
    let added = intake.step(Action::ProjectAdd, |op| project::add(op, &wish.draft))?.project;
    set_members(intake, wish, &added)?;
    set_state(intake, wish, ProjectState::Active)?;
    Ok(added.id)
}

fn edit(intake: &mut Intake<'_, '_>, wish: &Wish, object: &ObjectRef) -> Result<()> {
    let before = store::project::find(intake.op.conn, object.id)?;
    // What is archived is read-only: it comes back first, and goes last (PRJ-1).
    if before.state == ProjectState::Archived && wish.state == Some(ProjectState::Active) {
        intake.step_of("state", Action::ProjectRestore, |op| project::restore(op, &object.name))?;
    }
    if wish.draft.description.differs_from(&before.description) {
        // A row never renames.
        let draft = ProjectDraft { name: Given::Unsaid, ..wish.draft.clone() };
        intake.step(Action::ProjectEdit, |op| project::edit(op, &object.name, &draft))?;
    }
    set_members(intake, wish, &before)?;
    set_state(intake, wish, before.state)
}

fn set_members(intake: &mut Intake<'_, '_>, wish: &Wish, before: &Project) -> Result<()> {
    let Some(members) = wish.members.clone().or_empty() else { return Ok(()) };
    let name = wish.name.as_str();
    let mut lost = Vec::new();
    for kind in [MemberKind::User, MemberKind::Group] {
        let held = before.members.iter().filter(|member| member.kind == kind.as_str());
        let held: Vec<(String, String)> = held.map(|member| (member.name.clone(), member.role.to_string())).collect();
        let named: Vec<(String, ProjectRole)> =
            members.iter().filter(|(of, ..)| *of == kind).map(|(_, member, role)| (member.clone(), *role)).collect();
        let new = beyond_held(&held, &named);
        for role in ProjectRole::ALL {
            let coming = new.iter().filter(|(_, wished)| wished == role);
            let coming: Vec<String> = coming.map(|(member, _)| member.clone()).collect();
            assign(intake, "members", name, (kind, &coming), Some(*role))?;
        }
        let going = gone(&held, &named);
        assign(intake, "members", name, (kind, &going), None)?;
        lost.extend(going);
    }
    intake.note_loss(name, "members", lost);
    Ok(())
}

/// Gives a member the roles in projects that a row names, and takes those away that it does not.
pub fn settle_roles(
    intake: &mut Intake<'_, '_>,
    kind: MemberKind,
    member: &str,
    held: &[(String, String)],
    named: &[(String, ProjectRole)],
) -> Result<()> {
    let one = [member.to_owned()];
    for (project, role) in beyond_held(held, named) {
        assign(intake, "projects", project, (kind, &one), Some(*role))?;
    }
    let lost = gone(held, named);
    for project in &lost {
        assign(intake, "projects", project, (kind, &one), None)?;
    }
    intake.note_loss(member, "projects", lost);
    Ok(())
}

/// Of the roles that a row names, those that are not held already.
fn beyond_held<'a>(held: &[(String, String)], named: &'a [(String, ProjectRole)]) -> Vec<&'a (String, ProjectRole)> {
    let held: HashSet<(String, &str)> = held.iter().map(|(name, role)| (key(name), role.as_str())).collect();
    named.iter().filter(|(name, role)| !held.contains(&(key(name), role.as_str()))).collect()
}

fn gone(held: &[(String, String)], named: &[(String, ProjectRole)]) -> Vec<String> {
    let held: Vec<String> = held.iter().map(|(name, _)| name.clone()).collect();
    let named: Vec<String> = named.iter().map(|(name, _)| name.clone()).collect();
    beyond(&held, &named)
}

fn assign(
    intake: &mut Intake<'_, '_>,
    column: &'static str,
    project: &str,
    (kind, members): (MemberKind, &[String]),
    role: Option<ProjectRole>,
) -> Result<()> {
    let (users, groups): (&[String], &[String]) = match kind {
        _ if members.is_empty() => return Ok(()),
        MemberKind::User => (members, &[]),
        MemberKind::Group => (&[], members),
    };
    let change = |op: &mut WriteOp<'_>| match role {
        Some(role) => project::assign(op, project, users, groups, role),
        None => project::unassign(op, project, users, groups),
    };
    intake.step_of(column, Action::ProjectAssign, change).map(drop)
}

fn set_state(intake: &mut Intake<'_, '_>, wish: &Wish, before: ProjectState) -> Result<()> {
    if wish.state == Some(ProjectState::Archived) && before == ProjectState::Active {
        intake.step_of("state", Action::ProjectArchive, |op| project::archive(op, wish.name.as_str()))?;
    }
    Ok(())
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    project::list(op, &Request::default(), &mut |project| sink(row_of(COLUMNS, &project)?))
}
