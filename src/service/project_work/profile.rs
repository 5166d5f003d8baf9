//! Profiles: what a project scans with, and what for (PRJ-4).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::piece;
use crate::domain::error::About as _;
use crate::domain::given::Members;
use crate::domain::record::ProjectProfile;
use crate::domain::register::refuse_secrets;
use crate::domain::{Action, Given, Id, Name, ObjectKind, ObjectRef, Result};
use crate::service::draft::draft;
use crate::service::listing::{self, Request, Sink};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

const KIND: ObjectKind = ObjectKind::ProjectProfile;

/// One profile, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProfileBody {
    /// The profile as it is now.
    pub project_profile: ProjectProfile,
}

draft! {
    /// What is said of a profile.
    ProfileDraft {
        /// Its name.
        name: Name = word,
        /// What runs its scans.
        engine: String = text,
        /// The rules that are checked.
        rules: Members = members,
        /// The requirements that have to hold.
        requirements: Members = members,
        /// How its scans are run.
        settings: Value = json,
    }
}

/// Each profile of a project, by name.
pub fn list(op: &Op<'_>, project: &str, request: &Request, sink: Sink<'_, ProjectProfile>) -> Result<()> {
    let project = piece::project(op, Action::ProjectView, project)?;
    listing::each(op, request, sink, |selection, sink| {
        store::project_work::profile::list(op.conn, project.id, selection, sink)
    })
}

pub fn show(op: &Op<'_>, project: &str, name: &str) -> Result<ProjectProfile> {
    let (_, object) = piece::of(op, Action::ProjectView, KIND, project, name)?;
    store::project_work::profile::find(op.conn, object.id)
}

/// Adds a profile to a project.
///
/// # Errors
/// `conflict` if the name is taken there, or something named is off; `invalid` for settings that hold a secret.
pub fn add(op: &mut WriteOp<'_>, project: &str, draft: &ProfileDraft) -> Result<ProfileBody> {
    let project = piece::project(op, Action::ProjectProfileAdd, project)?;
    let name = draft.name.needed("a name")?;
    piece::refuse_taken(op, KIND, &project, name, None)?;
    let mut profile = ProjectProfile {
        id: 0,
        project: project.name.clone(),
        name: name.to_string(),
        engine: None,
        rules: Vec::new(),
        requirements: Vec::new(),
        settings: None,
        project_id: project.id,
        engine_id: None,
    };
    lay_over(op, &mut profile, draft)?;
    let id = store::project_work::profile::insert(op.tx(), &profile)?;
    set_parts(op, id, &profile, draft)?;
    let profile = store::project_work::profile::find(op.conn, id)?;
    op.journal.created(&ObjectRef::new(KIND, id, name.as_str()), &profile)?;
    op.say("add", "added", format!("profile `{name}` to project `{}`", project.name));
    Ok(ProfileBody { project_profile: profile })
}

/// Lays a draft over a profile.
///
/// # Errors
/// As for a new one.
pub fn edit(op: &mut WriteOp<'_>, project: &str, name: &str, draft: &ProfileDraft) -> Result<ProfileBody> {
    let (project, object) = piece::of(op, Action::ProjectProfileEdit, KIND, project, name)?;
    let before = store::project_work::profile::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Given::Set(name) = &draft.name {
        piece::refuse_taken(op, KIND, &project, name, Some(object.id))?;
        after.name = name.to_string();
    }
    lay_over(op, &mut after, draft)?;
    store::project_work::profile::update(op.tx(), &after)?;
    set_parts(op, object.id, &before, draft)?;
    let after = store::project_work::profile::find(op.conn, object.id)?;
    op.journal.compare(&ObjectRef::new(KIND, object.id, after.name.clone()), &before, &after)?;
    op.say("change", "changed", format!("profile `{}` of project `{}`", after.name, project.name));
    Ok(ProfileBody { project_profile: after })
}

fn lay_over(op: &Op<'_>, profile: &mut ProjectProfile, draft: &ProfileDraft) -> Result<()> {
    if let Some(engine) = draft.engine.as_ref().said() {
        let engine = engine.map(|name| piece::registered(op, ObjectKind::Engine, name)).transpose().about("engine")?;
        profile.engine_id = engine.map(|engine| engine.id);
    }
    if let Some(settings) = draft.settings.clone().said() {
        settings.iter().try_for_each(|settings| refuse_secrets(settings, "PRJ-4")).about("settings")?;
        profile.settings = settings;
    }
    Ok(())
}

/// Writes which rules and requirements the profile names.
fn set_parts(op: &WriteOp<'_>, profile: Id, before: &ProjectProfile, draft: &ProfileDraft) -> Result<()> {
    let parts = [
        (ObjectKind::Rule, "rules", &draft.rules, &before.rules),
        (ObjectKind::Requirement, "requirements", &draft.requirements, &before.requirements),
    ];
    for (kind, column, said, present) in parts {
        let (added, removed) = said.changes(present);
        for part in piece::all_registered(op, kind, &added).about(column)? {
            store::project_work::profile::set_part(op.tx(), profile, kind, part.id, true)?;
        }
        for name in &removed {
            let part = op.find_exactly(kind, name).about(column)?;
            store::project_work::profile::set_part(op.tx(), profile, kind, part.id, false)?;
        }
    }
    Ok(())
}

/// Deletes profiles of a project; scans and test cases stay without.
pub fn delete(op: &mut WriteOp<'_>, project: &str, names: &[String]) -> Result<Outcomes> {
    piece::delete_each(op, (Action::ProjectProfileDelete, KIND), project, names, |op, id| {
        store::project_work::profile::delete(op.tx(), id)
    })
}
