//! Integrations of a project: one of the organisation's, with what holds for this project (PRJ-4).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::piece;
use crate::domain::error::About as _;
use crate::domain::record::ProjectIntegration;
use crate::domain::register::refuse_secrets;
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Given, ObjectKind, ObjectRef, Result};
use crate::service::listing::{self, Request, Sink};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

const KIND: ObjectKind = ObjectKind::ProjectIntegration;

/// One integration, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IntegrationBody {
    /// The integration as it is now.
    pub project_integration: ProjectIntegration,
}

/// Each integration of a project, by name.
pub fn list(op: &Op<'_>, project: &str, request: &Request, sink: Sink<'_, ProjectIntegration>) -> Result<()> {
    let project = piece::project(op, Action::ProjectView, project)?;
    listing::each(op, request, sink, |selection, sink| {
        store::project_work::integration::list(op.conn, project.id, selection, sink)
    })
}

pub fn show(op: &Op<'_>, project: &str, name: &str) -> Result<ProjectIntegration> {
    let (_, object) = piece::of(op, Action::ProjectView, KIND, project, name)?;
    store::project_work::integration::find(op.conn, object.id)
}

/// Has a project work with one of the organisation's integrations.
///
/// # Errors
/// `conflict` if it does already, or the integration is off; `invalid` for settings that hold a secret.
pub fn add(op: &mut WriteOp<'_>, project: &str, name: &str, settings: Given<Value>) -> Result<IntegrationBody> {
    let project = piece::project(op, Action::ProjectIntegrate, project)?;
    let integration = piece::registered(op, ObjectKind::Integration, name).about("integration")?;
    if piece::find(op, KIND, &project, &integration.name).is_ok() {
        let (shown, name) = (quoted(&project.name), &integration.name);
        return Err(Error::conflict("PRJ-4", format!("project `{}` works with `{name}` already", project.name))
            .code("already-exists")
            .hint(format!("provost project integration show {shown} {}", quoted(name))));
    }
    let mut one = ProjectIntegration {
        id: 0,
        project: project.name.clone(),
        integration: integration.name.clone(),
        settings: None,
        project_id: project.id,
        integration_id: integration.id,
    };
    lay_over(&mut one, settings)?;
    let id = store::project_work::integration::insert(op.tx(), &one)?;
    let one = store::project_work::integration::find(op.conn, id)?;
    op.journal.created(&ObjectRef::new(KIND, id, integration.name.clone()), &one)?;
    op.say("add", "added", format!("integration `{}` to project `{}`", integration.name, project.name));
    Ok(IntegrationBody { project_integration: one })
}

/// Changes what holds for this project.
///
/// # Errors
/// `invalid` for settings that hold a secret.
pub fn edit(op: &mut WriteOp<'_>, project: &str, name: &str, settings: Given<Value>) -> Result<IntegrationBody> {
    let (project, object) = piece::of(op, Action::ProjectIntegrate, KIND, project, name)?;
    let before = store::project_work::integration::find(op.conn, object.id)?;
    let mut after = before.clone();
    lay_over(&mut after, settings)?;
    store::project_work::integration::update(op.tx(), &after)?;
    op.journal.compare(&object, &before, &after)?;
    op.say("change", "changed", format!("integration `{}` of project `{}`", object.name, project.name));
    Ok(IntegrationBody { project_integration: after })
}

fn lay_over(one: &mut ProjectIntegration, settings: Given<Value>) -> Result<()> {
    if let Some(settings) = settings.said() {
        settings.iter().try_for_each(|settings| refuse_secrets(settings, "PRJ-4")).about("settings")?;
        one.settings = settings;
    }
    Ok(())
}

/// Ends integrations of a project.
pub fn delete(op: &mut WriteOp<'_>, project: &str, names: &[String]) -> Result<Outcomes> {
    piece::delete_each(op, (Action::ProjectIntegrate, KIND), project, names, |op, id| {
        store::project_work::integration::delete(op.tx(), id)
    })
}
