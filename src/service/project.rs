//! Projects, and the roles that users and groups hold in them (PRJ-1 to PRJ-3).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::ceiling::{self, Right};
use crate::domain::project::ProjectState;
use crate::domain::record::Project;
use crate::domain::roles::ProjectRole;
use crate::domain::{Action, Given, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::draft::draft;
use crate::service::listing::{self, Request, Sink};
use crate::service::report::{ChangeStatus, status};
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::project::MemberKind;

/// One project, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProjectBody {
    /// The project as it is now, or was.
    pub project: Project,
}

/// The project that was deleted, and how much work went with it (PRJ-4).
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeletedBody {
    /// The project as it was.
    pub project: Project,
    /// What went with it.
    pub work: WorkCounts,
}

/// How much work of each kind there was.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WorkCounts {
    pub profile_count: i64,
    pub scan_count: i64,
    pub result_count: i64,
    pub test_case_count: i64,
    pub integration_count: i64,
}

/// What happened to each member.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MembersBody {
    /// One for each user and group named.
    pub results: Vec<MemberOutcome>,
}

/// What happened to one member.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MemberOutcome {
    /// The user or group.
    pub object: String,
    /// `user` or `group`.
    pub kind: &'static str,
    /// Whether its role changed.
    pub status: ChangeStatus,
}

draft! {
    /// What is said of a project.
    ProjectDraft {
        /// Its name.
        name: Name = word,
        /// What it is about.
        description: Line = word,
    }
}

/// Each project the actor may view, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Project>) -> Result<()> {
    listing::each(op, request, sink, |selection, sink| {
        store::project::list(op.conn, &op.actor, op.reach(Action::ProjectView)?, selection, sink)
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<Project> {
    let object = op.find(ObjectKind::Project, name)?;
    store::project::find(op.conn, object.id)
}

/// Adds a project.
///
/// # Errors
/// `conflict` if the name is taken; `not-permitted` by ROLE-7: it takes the level `admin` (PRJ-1).
pub fn add(op: &mut WriteOp<'_>, draft: &ProjectDraft) -> Result<ProjectBody> {
    let name = draft.name.needed("a name")?;
    refuse_taken(op, ObjectKind::Project, name, None)?;
    let record = Project {
        id: 0,
        name: name.to_string(),
        description: draft.description.text(),
        state: ProjectState::Active,
        members: Vec::new(),
    };
    let id = store::project::insert(op.tx(), &record)?;
    op.journal.created(&ObjectRef::new(ObjectKind::Project, id, name.as_str()), &record)?;
    op.say("add", "added", format!("project `{name}`"));
    Ok(ProjectBody { project: Project { id, ..record } })
}

/// Lays a draft over a project.
///
/// # Errors
/// `conflict` if the name is taken or the project is archived; `not-permitted` by ROLE-7.
pub fn edit(op: &mut WriteOp<'_>, project: &str, draft: &ProjectDraft) -> Result<ProjectBody> {
    let (object, before) = find(op, Action::ProjectEdit, project)?;
    let mut after = before.clone();
    if let Given::Set(name) = &draft.name {
        refuse_taken(op, ObjectKind::Project, name, Some(object.id))?;
        after.name = name.to_string();
    }
    draft.description.write(&mut after.description);
    op.say("change", "changed", format!("project `{}`", after.name));
    store_change(op, &before, after)
}

/// Makes a project read-only (PRJ-1).
pub fn archive(op: &mut WriteOp<'_>, project: &str) -> Result<ProjectBody> {
    set_state(op, project, Action::ProjectArchive, ProjectState::Archived, ("archive", "archived"))
}

/// Brings an archived project back.
pub fn restore(op: &mut WriteOp<'_>, project: &str) -> Result<ProjectBody> {
    set_state(op, project, Action::ProjectRestore, ProjectState::Active, ("restore", "restored"))
}

fn set_state(
    op: &mut WriteOp<'_>,
    project: &str,
    action: Action,
    state: ProjectState,
    (infinitive, past): (&'static str, &'static str),
) -> Result<ProjectBody> {
    let (_, before) = find(op, action, project)?;
    let after = Project { state, ..before.clone() };
    op.say(infinitive, past, format!("project `{}`", after.name));
    store_change(op, &before, after)
}

/// Deletes a project.
pub fn delete(op: &mut WriteOp<'_>, project: &str) -> Result<DeletedBody> {
    let (object, project) = find(op, Action::ProjectDelete, project)?;
    op.refuse_outside_token(|| store::project::holders(op.conn, object.id))?;
    let count = |kind| store::project_work::place::count(op.conn, kind, object.id);
    let work = WorkCounts {
        profile_count: count(ObjectKind::ProjectProfile)?,
        scan_count: count(ObjectKind::ProjectScan)?,
        result_count: count(ObjectKind::Result)?,
        test_case_count: count(ObjectKind::TestCase)?,
        integration_count: count(ObjectKind::ProjectIntegration)?,
    };
    let project = op.reader.told(project, || store::project::find(op.conn, object.id))?;
    store::project::delete(op.tx(), object.id)?;
    op.journal.deleted(&object);
    op.say("delete", "deleted", format!("project `{}`", project.name));
    Ok(DeletedBody { project, work })
}

/// Gives users and groups a role in a project, or another one (PRJ-2).
///
/// # Errors
/// `conflict` if the project is archived; `not-permitted` by ROLE-7.
pub fn assign(
    op: &mut WriteOp<'_>,
    project: &str,
    users: &[String],
    groups: &[String],
    role: ProjectRole,
) -> Result<MembersBody> {
    let (project, body) = change_members(op, project, users, groups, Some(role))?;
    op.say("give", "gave", format!("{} the role `{role}` in project `{project}`", phrase(&body)));
    Ok(body)
}

/// Takes the roles of users and groups in a project away.
///
/// # Errors
/// `conflict` if the project is archived; `not-permitted` by ROLE-7.
pub fn unassign(op: &mut WriteOp<'_>, project: &str, users: &[String], groups: &[String]) -> Result<MembersBody> {
    let (project, body) = change_members(op, project, users, groups, None)?;
    op.say("take", "took", format!("{} out of project `{project}`", phrase(&body)));
    Ok(body)
}

fn phrase(body: &MembersBody) -> String {
    match body.results.as_slice() {
        [one] => format!("{} `{}`", one.kind, one.object),
        many => format!("{} members", many.len()),
    }
}

fn change_members(
    op: &mut WriteOp<'_>,
    project: &str,
    users: &[String],
    groups: &[String],
    role: Option<ProjectRole>,
) -> Result<(String, MembersBody)> {
    let project = authorized(op, Action::ProjectAssign, project)?;
    let mut members = Vec::new();
    // They may be named exactly without the right to view them (ROLE-8).
    for login in users {
        members.push((MemberKind::User, op.find_exactly(ObjectKind::User, login)?));
    }
    for name in groups {
        members.push((MemberKind::Group, op.find_exactly(ObjectKind::Group, name)?));
    }
    op.refuse_outside_token(|| {
        let mut concerned = Vec::new();
        for (kind, member) in &members {
            match kind {
                MemberKind::User => concerned.push(member.named()),
                MemberKind::Group => concerned.extend(store::group::members(op.conn, member.id)?),
            }
        }
        Ok(concerned)
    })?;
    let mut results = Vec::with_capacity(members.len());
    for (kind, member) in members {
        let changed = change_member(op, &project, kind, &member, role)?;
        results.push(MemberOutcome { object: member.name, kind: kind.as_str(), status: status(changed) });
    }
    Ok((project.name, MembersBody { results }))
}

/// A token that is narrowed neither gives nor takes a role that does more than it may (ROLE-10).
fn change_member(
    op: &mut WriteOp<'_>,
    project: &ObjectRef,
    kind: MemberKind,
    member: &ObjectRef,
    role: Option<ProjectRole>,
) -> Result<bool> {
    let before = store::project::role_of(op.conn, kind, project.id, member.id)?;
    if before == role {
        return Ok(false);
    }
    let touched = [before, role].into_iter().flatten().map(|role| Right::ProjectLent(project.named(), role));
    let missing = ceiling::exceeding(&op.actor, &[], &touched.collect::<Vec<_>>());
    if !missing.is_empty() {
        return Err(ceiling::refusal(&member.name, &missing));
    }
    match role {
        Some(role) => store::project::assign(op.tx(), kind, project.id, member.id, role)?,
        None => store::project::unassign(op.tx(), kind, project.id, member.id)?,
    }
    let entry = |role: Option<ProjectRole>| match role {
        Some(role) => format!("{}:{role}", member.name).into(),
        None => serde_json::Value::Null,
    };
    op.journal.change(project, "members", entry(before), entry(role));
    op.journal.touch(member);
    Ok(true)
}

fn find(op: &WriteOp<'_>, action: Action, project: &str) -> Result<(ObjectRef, Project)> {
    let object = authorized(op, action, project)?;
    let project = store::project::find_own(op.conn, object.id)?;
    Ok((object, project))
}

fn authorized(op: &WriteOp<'_>, action: Action, project: &str) -> Result<ObjectRef> {
    let object = op.find(ObjectKind::Project, project)?;
    op.authorize(action, &object)?;
    Ok(object)
}

fn store_change(op: &mut WriteOp<'_>, before: &Project, after: Project) -> Result<ProjectBody> {
    let object = ObjectRef::new(ObjectKind::Project, before.id, after.name.clone());
    if op.journal.compare(&object, before, &after)? {
        store::project::update(op.tx(), &after)?;
    }
    let project = op.reader.told(after, || store::project::find(op.conn, object.id))?;
    Ok(ProjectBody { project })
}
