//! Everything that a user may do (ACC-3).

use schemars::JsonSchema;
use serde::Serialize;

use super::question::Asked;
use super::subject::{stand_in, verdict};
use crate::domain::config::ConfigKind;
use crate::domain::matrix::{Reach, project_role_for};
use crate::domain::query::Holds;
use crate::domain::{Action, Level, ObjectKind, ObjectRef, Result};
use crate::service::Op;
use crate::store;
use crate::store::listing::column::{self as column, Column, Listed};

/// Something that a user may do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Held {
    /// The action.
    pub action: Action,
    /// How far it is held.
    pub reach: Reach,
    /// The one project, or the one kind of configuration, that it is held for.
    pub object: Option<String>,
    /// The deciding source.
    pub via: String,
}

impl Listed for Held {
    const COLUMNS: &'static [Column] = &[
        column::computed("action", Holds::Text),
        column::computed("reach", Holds::Text),
        column::computed("object", Holds::Text),
        column::computed("via", Holds::Text),
    ];
}

/// Each action that a user holds; nothing while its account is barred.
///
/// # Errors
/// `not-found` for a user the actor may not view.
pub fn list(op: &Op<'_>, login: &str, sink: &mut dyn FnMut(Held) -> Result<()>) -> Result<()> {
    let subject = stand_in(op, login)?;
    let projects = projects(op, &subject)?;
    for action in Action::ALL.iter().copied().filter(|action| !action.is_open()) {
        for asked in questions(&subject, action, &projects) {
            let decision = verdict(&subject, action, &asked)?;
            if let Some(path) = decision.deciding() {
                sink(Held { action, reach: path.reach, object: asked.written(), via: path.via.to_string() })?;
            }
        }
    }
    Ok(())
}

/// An action is asked about as a whole, for each kind of configuration that rows of the matrix tell apart, and for
/// each project where a single entry gives it.
fn questions(subject: &Op<'_>, action: Action, projects: &[ObjectRef]) -> Vec<Asked> {
    match action {
        Action::ConfigAdd | Action::ConfigEdit => ConfigKind::ALL.iter().map(|kind| Asked::Kind(*kind)).collect(),
        _ if project_role_for(action).is_some() && !reaches_all_projects(subject, action) => {
            projects.iter().cloned().map(Asked::Object).collect()
        }
        _ => vec![Asked::AtAll],
    }
}

fn reaches_all_projects(subject: &Op<'_>, action: Action) -> bool {
    subject.actor.effective_level() == Level::Admin
        || subject.decide(action, Default::default()).reach() == Some(Reach::All)
}

/// The projects in which the subject holds a role, of those the actor may view.
fn projects(op: &Op<'_>, subject: &Op<'_>) -> Result<Vec<ObjectRef>> {
    let mut ids: Vec<_> = subject.actor.projects.iter().map(|entry| entry.project).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut projects = Vec::new();
    for id in ids {
        if op.may_view(ObjectKind::Project, id)? {
            projects.push(ObjectRef::new(ObjectKind::Project, id, store::project::name(op.conn, id)?));
        }
    }
    Ok(projects)
}
