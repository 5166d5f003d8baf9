//! Why, and why not (ACC-2): the same decision as enforcement's, with its grounds.

use schemars::JsonSchema;
use serde::Serialize;

use super::check::{Answer, Case, Question};
use super::fix::Denial;
use super::limit::{Limit, limits};
use super::need::{lowest_level, needs};
use super::question::{Asked, kind_of};
use crate::domain::access::{Decision, Via};
use crate::domain::matrix::{Gate, Reach, monitoring_role_for, project_role_for};
use crate::domain::{Action, ObjectKind, Result};
use crate::service::Op;
use crate::service::op::measured_by;
use crate::store;

/// The answer with its grounds.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Explanation {
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
    /// What it takes; one of them is enough.
    pub needs: Vec<String>,
    /// Every way in which it is granted.
    pub paths: Vec<GrantingPath>,
    /// Every limit that it meets, passed or not.
    pub limits: Vec<Limit>,
    /// What nearly grants it.
    pub near_misses: Vec<String>,
    /// What would turn a no into a yes, the shortest first; each was tried.
    pub fixes: Vec<Fix>,
}

/// A complete sequence of commands that turns a no into a yes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Fix {
    /// The commands, in their order.
    pub commands: Vec<String>,
    /// Who can run them all, of those whom the asker may view.
    pub by: Vec<String>,
}

/// One way in which it is granted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GrantingPath {
    /// `role`, `level`, `group`, `project-role` or `monitoring-role`.
    pub kind: &'static str,
    /// The source.
    pub via: String,
    /// How far it goes.
    pub grants: Reach,
    /// Whether it decides.
    pub decides: bool,
}

/// Explains one answer.
///
/// What would turn a no into a yes is left to whoever can try commands.
///
/// # Errors
/// `not-found` for a user, an action or an object that is unknown, or that the actor may not view.
pub fn explain(op: &Op<'_>, question: &Question) -> Result<Explanation> {
    let case = Case::of(op, question)?;
    let answer = case.answer();
    let Case { subject, action, asked, decision } = case;
    let (action, kind) = match asked {
        Asked::AtAll => (action, None),
        Asked::Kind(kind) => (action, Some(kind)),
        Asked::Object(ref object) => (measured_by(action), kind_of(&subject, action, object)?),
    };
    let mut near_misses = near_misses(op, &subject, action, &decision)?;
    if !decision.allowed {
        near_misses.extend(Denial { op, subject: &subject, action, asked: &asked }.advice(&decision)?);
    }
    Ok(Explanation {
        answer,
        needs: needs(action, kind),
        paths: granting(&decision),
        limits: limits(op, &subject, action, &asked, &decision)?,
        near_misses,
        fixes: Vec::new(),
    })
}

/// Sources that hold the action and get there, also where a limit takes it away.
fn granting(decision: &Decision) -> Vec<GrantingPath> {
    let deciding = decision.deciding();
    let open = decision.paths.iter().filter(|path| path.grants());
    open.map(|path| GrantingPath {
        kind: kind(&path.via),
        via: path.via.to_string(),
        grants: path.reach,
        decides: deciding.is_some_and(|deciding| std::ptr::eq(deciding, path)),
    })
    .collect()
}

const fn kind(via: &Via) -> &'static str {
    match via {
        Via::Role(_) => "role",
        Via::Level(_) => "level",
        Via::Group(..) | Via::ProjectGroup(..) => "group",
        Via::Project(_) => "project-role",
        Via::Monitoring(_) => "monitoring-role",
    }
}

fn near_misses(op: &Op<'_>, subject: &Op<'_>, action: Action, decision: &Decision) -> Result<Vec<String>> {
    let actor = &subject.actor;
    let mut misses = Vec::new();
    for path in &decision.paths {
        match path.closed {
            Some(Gate::Permission(permission)) => {
                misses.push(format!("{} holds it with the extended permission `{permission}`", path.via));
            }
            Some(Gate::Switch(key)) => misses.push(format!("{} holds it while `{key}` is on", path.via)),
            None if !path.arrives => misses.push(format!("{} holds it, but not there ({})", path.via, path.reach)),
            None => misses.extend(
                path.short_of.map(|role| format!("{} holds it, but not for {}", path.via, role.with_article())),
            ),
        }
    }
    if let Some(lowest) = lowest_level(action).filter(|lowest| actor.effective_level() < *lowest) {
        let own = format!("level:{}", actor.level.max(actor.role.implied_level()));
        let groups = actor.groups.iter().map(|group| format!("group:{} lends level {}", group.name, group.level));
        misses.extend(std::iter::once(own).chain(groups).map(|source| format!("{source}; level {lowest} holds it")));
    }
    if let Some(lowest) = project_role_for(action) {
        for entry in actor.projects.iter().filter(|entry| entry.role < lowest) {
            let source = match &entry.group {
                Some(group) => format!("group:{group}"),
                None => format!("project-role:{}", entry.role),
            };
            if actor.id == op.actor.id || op.may_view(ObjectKind::Project, entry.project)? {
                let project = store::project::name(op.conn, entry.project)?;
                misses.push(format!("{source} gives {} in `{project}`; {lowest} holds it", entry.role));
            }
        }
    }
    if let Some(lowest) = monitoring_role_for(action).filter(|lowest| actor.effective_monitoring() < *lowest) {
        misses.push(format!("monitoring-role:{}; {lowest} holds it", actor.effective_monitoring()));
    }
    Ok(misses)
}
