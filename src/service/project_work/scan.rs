//! Scans in projects: queued, running, over (PRJ-4).

use schemars::JsonSchema;
use serde::Serialize;

use super::piece;
use crate::domain::error::About as _;
use crate::domain::project_work::ProjectScanState;
use crate::domain::record::ProjectScan;
use crate::domain::{Action, ObjectKind, ObjectRef, Result, Time};
use crate::service::listing::{self, Request, Sink};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

const KIND: ObjectKind = ObjectKind::ProjectScan;

/// One scan, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScanBody {
    /// The scan as it is now.
    pub project_scan: ProjectScan,
}

/// Each scan of a project, the newest first.
pub fn list(op: &Op<'_>, project: &str, request: &Request, sink: Sink<'_, ProjectScan>) -> Result<()> {
    let project = piece::project(op, Action::ProjectView, project)?;
    listing::each(op, request, sink, |selection, sink| {
        store::project_work::scan::list(op.conn, project.id, selection, sink)
    })
}

pub fn show(op: &Op<'_>, project: &str, id: &str) -> Result<ProjectScan> {
    let (_, object) = piece::of(op, Action::ProjectView, KIND, project, id)?;
    store::project_work::scan::find(op.conn, object.id)
}

/// How a scan came about, where it is taken over from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// Its number in the project; the next one by default.
    pub number: Option<i64>,
    /// Who started it, as text.
    pub user: Option<String>,
    pub started_at: Option<Time>,
    pub state: Option<ProjectScanState>,
    pub finished_at: Option<Time>,
}

/// Starts a scan: it waits for its engine.
///
/// # Errors
/// `conflict` if the profile's engine is off; `not-found` for an unknown profile.
pub fn start(op: &mut WriteOp<'_>, project: &str, profile: Option<&str>, past: &Past) -> Result<ScanBody> {
    let project = piece::project(op, Action::ProjectScan, project)?;
    let profile = profile.map(|name| piece::find(op, ObjectKind::ProjectProfile, &project, name));
    let profile = profile.transpose().about("profile")?;
    if let Some(profile) = &profile
        && past.state.is_none()
        && let Some(engine) = store::project_work::profile::find(op.conn, profile.id)?.engine
    {
        piece::registered(op, ObjectKind::Engine, &engine)?;
    }
    let number = match past.number {
        Some(number) => number,
        None => store::project_work::scan::next_number(op.conn, project.id)?,
    };
    let by_actor = past.user.is_none() || past.user.as_ref() == Some(&op.actor.login);
    let state = past.state.unwrap_or(ProjectScanState::Queued);
    let scan = ProjectScan {
        id: 0,
        project: project.name.clone(),
        number,
        profile: None,
        state,
        user: Some(past.user.clone().unwrap_or_else(|| op.actor.login.clone())),
        started_at: past.started_at.unwrap_or(op.now),
        finished_at: past.finished_at.or(state.is_over().then_some(op.now)).filter(|_| state.is_over()),
        result_count: 0,
        project_id: project.id,
        profile_id: profile.map(|profile| profile.id),
        user_id: by_actor.then_some(op.actor.id),
    };
    let id = store::project_work::scan::insert(op.tx(), &scan)?;
    let scan = store::project_work::scan::find(op.conn, id)?;
    op.journal.created(&ObjectRef::new(KIND, id, number.to_string()), &scan)?;
    op.say("start", "started", format!("scan {number} of project `{}`", project.name));
    Ok(ScanBody { project_scan: scan })
}

/// Brings a scan to another state.
///
/// # Errors
/// `conflict` by PRJ-4 for a state that does not follow.
pub fn set_state(op: &mut WriteOp<'_>, project: &str, id: &str, state: ProjectScanState) -> Result<ScanBody> {
    let (project, object) = piece::of(op, Action::ProjectScan, KIND, project, id)?;
    let before = store::project_work::scan::find(op.conn, object.id)?;
    let state = if before.state == state { state } else { before.state.then(state)? };
    let finished_at = if before.state == state { before.finished_at } else { state.is_over().then_some(op.now) };
    let after = ProjectScan { state, finished_at, ..before.clone() };
    store::project_work::scan::update(op.tx(), &after)?;
    op.journal.compare(&object, &before, &after)?;
    op.say("bring", "brought", format!("scan {} of project `{}` to `{state}`", before.number, project.name));
    Ok(ScanBody { project_scan: after })
}

/// Deletes scans of a project with their results.
pub fn delete(op: &mut WriteOp<'_>, project: &str, ids: &[String]) -> Result<Outcomes> {
    piece::delete_each(op, (Action::ProjectScan, KIND), project, ids, |op, id| {
        store::project_work::scan::delete(op.tx(), id)
    })
}
