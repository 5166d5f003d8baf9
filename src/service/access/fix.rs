//! What would turn a no into a yes: commands that can be pasted.

use super::need::lowest_level;
use super::question::Asked;
use crate::domain::access::{Decision, Reason};
use crate::domain::matrix::{Gate, monitoring_role_for, project_role_for, role_cell};
use crate::domain::text::quoted;
use crate::domain::{Action, ObjectKind, ObjectRef, Result, Role};
use crate::service::Op;
use crate::store;
use crate::store::asset_group::Link;

/// The commands, the least first; `op` is who asks, `subject` whom it is about.
pub fn fixes(op: &Op<'_>, subject: &Op<'_>, action: Action, asked: &Asked, decision: &Decision) -> Result<Vec<String>> {
    let login = &subject.actor.login;
    let object = match asked {
        Asked::Object(object) => Some(object),
        _ => None,
    };
    Ok(match decision.reason {
        Reason::Granted | Reason::TokenNarrowed => Vec::new(),
        Reason::Pending => vec![format!("{login} signs in first; `provost user invite {login}` sends an invitation")],
        Reason::Inactive | Reason::Locked => vec![format!("provost user activate {login}")],
        Reason::Contact => vec![format!("provost user role {login} reader")],
        Reason::PasswordChangeRequired => vec![format!("{login} signs in and runs `provost account password`")],
        Reason::PermissionMissing | Reason::SwitchOff => gate(decision, login),
        Reason::RoleTooLow => rights(subject, action, asked),
        Reason::OutOfReach => reach(op, subject, action, object)?,
        Reason::NoScope => vec![format!("provost tags scope {login} --add TAG")],
        Reason::OutOfScope => scope(op, login, object)?,
        Reason::NotAssigned => object.map(|object| assign(login, object)).into_iter().collect(),
        Reason::Archived => {
            object.map(|one| format!("provost project restore {}", quoted(&one.name))).into_iter().collect()
        }
        Reason::AboveCeiling => decision.above.iter().map(|above| format!("{} can do it", above.who)).collect(),
    })
}

fn gate(decision: &Decision, login: &str) -> Vec<String> {
    match decision.closed_gate() {
        Some(Gate::Permission(permission)) => vec![format!("provost user grant {login} {permission}")],
        Some(Gate::Switch(key)) => vec![format!("provost settings set {key}=on")],
        None => Vec::new(),
    }
}

/// The least that holds the action: a role in the project, a monitoring role, a level, a subscription role.
fn rights(subject: &Op<'_>, action: Action, asked: &Asked) -> Vec<String> {
    let login = &subject.actor.login;
    let mut fixes = Vec::new();
    if let Some(lowest) = project_role_for(action) {
        let project = match asked {
            Asked::Object(project) => quoted(&project.name),
            _ => "PROJECT".to_owned(),
        };
        fixes.push(format!("provost project assign {project} {login} --role {lowest}"));
    }
    if let Some(lowest) = monitoring_role_for(action) {
        fixes.push(format!("provost user edit {login} --monitoring-role {lowest}"));
    }
    if let Some(lowest) = lowest_level(action) {
        fixes.push(format!("provost user level {login} {lowest}"));
    }
    let kind = match asked {
        Asked::Kind(kind) => Some(*kind),
        _ => None,
    };
    // Roles are listed from the highest to the lowest.
    let role = Role::ALL.iter().rev().find(|role| role_cell(**role, action, kind).reach.is_some());
    fixes.extend(role.map(|role| format!("provost user role {login} {role}")));
    fixes
}

/// What would bring the object within reach: an asset group, a unit; else a role that reaches everything.
fn reach(op: &Op<'_>, subject: &Op<'_>, action: Action, object: Option<&ObjectRef>) -> Result<Vec<String>> {
    let Some(object) = object else { return Ok(Vec::new()) };
    let login = &subject.actor.login;
    let mut fixes = Vec::new();
    match object.kind {
        ObjectKind::Project => return Ok(rights(subject, action, &Asked::Object(object.clone()))),
        ObjectKind::AssetGroup => fixes.extend(assignable(op, subject, &object.name)?),
        ObjectKind::Asset => {
            for group in store::asset::find(op.conn, object.id)?.asset_groups {
                fixes.extend(assignable(op, subject, &group)?);
            }
        }
        _ => {}
    }
    let everywhere = |role: &&Role| role_cell(**role, action, None).reach == Some(crate::domain::matrix::Reach::All);
    fixes.extend(lowest_level(action).map(|level| format!("provost user level {login} {level}")));
    fixes.extend(Role::ALL.iter().rev().find(everywhere).map(|role| format!("provost user role {login} {role}")));
    Ok(fixes)
}

/// A group is assigned within its unit (AG-3), by somebody who may view it.
fn assignable(op: &Op<'_>, subject: &Op<'_>, group: &str) -> Result<Option<String>> {
    let Ok(group) = op.find(ObjectKind::AssetGroup, group) else { return Ok(None) };
    let fits = match subject.actor.unit_id() {
        Some(unit) => store::asset_group::is_linked(op.conn, Link::Unit, group.id, unit)?,
        None => true,
    };
    Ok(fits.then(|| format!("provost asset-group assign {} {}", quoted(&group.name), subject.actor.login)))
}

/// Any tag of the object would do.
fn scope(op: &Op<'_>, login: &str, object: Option<&ObjectRef>) -> Result<Vec<String>> {
    let tags = match object.map(|object| (object.kind, object.id)) {
        Some((ObjectKind::Asset, id)) => store::asset::find(op.conn, id)?.tags,
        Some((ObjectKind::Profile, id)) => store::fim::profile::find(op.conn, id)?.tags,
        Some((ObjectKind::Event, id)) => match store::fim::event::find(op.conn, id)?.asset_id {
            Some(asset) => store::asset::find(op.conn, asset)?.tags,
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    Ok(tags.iter().map(|tag| format!("provost tags scope {login} --add {}", quoted(tag))).collect())
}

fn assign(login: &str, object: &ObjectRef) -> String {
    let name = if object.kind.goes_by_number() { object.id.to_string() } else { quoted(&object.name) };
    format!("provost {} edit {name} --add-reviewer {login}", object.kind.noun())
}
