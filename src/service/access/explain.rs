//! Why, and why not (ACC-2): the same decision as enforcement's, with its grounds.

use schemars::JsonSchema;
use serde::Serialize;

use super::check::{Answer, Question};
use super::fix::Denial;
use super::need::{lowest_level, needs};
use super::question::{self, Asked, kind_of};
use super::subject::{barred, stand_in, verdict};
use crate::domain::access::{Decision, Path, Via};
use crate::domain::matrix::{Gate, Reach, Tie, monitoring_role_for, project_role_for, tie};
use crate::domain::project::is_done_to_archived;
use crate::domain::{Action, ObjectKind, Result, Role};
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
    /// What would turn a no into a yes.
    pub fixes: Vec<String>,
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

/// A limit: units, asset groups and tag scopes take away, and never grant (ROLE-5).
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Limit {
    /// What limits.
    pub kind: &'static str,
    /// Which one.
    pub name: String,
    /// Whether it lets the action through.
    pub passed: bool,
}

impl Limit {
    fn new(kind: &'static str, name: impl Into<String>, passed: bool) -> Self {
        Self { kind, name: name.into(), passed }
    }
}

/// Explains one answer.
///
/// # Errors
/// `not-found` for a user, an action or an object that is unknown, or that the actor may not view.
pub fn explain(op: &Op<'_>, question: &Question) -> Result<Explanation> {
    let action = question::action(&question.action)?;
    let subject = stand_in(op, &question.user)?;
    let asked = question::object(op, action, question.object.as_deref())?;
    let decision = verdict(&subject, action, &asked)?;
    let answer = Answer::new(&subject.actor, action, &asked, &decision);
    let (action, kind) = match asked {
        Asked::AtAll => (action, None),
        Asked::Kind(kind) => (action, Some(kind)),
        Asked::Object(ref object) => (measured_by(action), kind_of(&subject, action, object)?),
    };
    let denial = Denial { op, subject: &subject, action, asked: &asked };
    let fixes = if decision.allowed { Vec::new() } else { denial.fixes(&decision)? };
    Ok(Explanation {
        answer,
        needs: needs(action, kind),
        paths: granting(&decision),
        limits: limits(&subject, action, &asked, &decision)?,
        near_misses: near_misses(op, &subject, action, &decision)?,
        fixes,
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

fn limits(subject: &Op<'_>, action: Action, asked: &Asked, decision: &Decision) -> Result<Vec<Limit>> {
    let actor = &subject.actor;
    let mut limits = vec![Limit::new("status", status(subject), barred(actor).is_none())];
    if let Some(due) = actor.password_change {
        let passed = matches!(action, Action::AccountPassword | Action::Logout);
        limits.push(Limit::new("password", due.clause(), passed));
    }
    limits.extend(tag_scope(subject, action)?);
    let Asked::Object(object) = asked else { return Ok(limits) };
    for path in decision.paths.iter().filter(|path| path.closed.is_none() && path.reach != Reach::All) {
        let limit = reach_limit(subject, action, path);
        if !limits.contains(&limit) {
            limits.push(limit);
        }
    }
    if object.kind == ObjectKind::Project
        && !is_done_to_archived(action)
        && store::project::is_archived(subject.conn, object.id)?
    {
        limits.push(Limit::new("archive", object.name.clone(), false));
    }
    if let Some(other) = subject.takes_as_well(action, object)? {
        limits.push(Limit::new("status", format!("inactive: it takes `{other}` as well"), decision.lacks.is_none()));
    }
    limits.extend(decision.above.iter().map(|above| Limit::new("ceiling", above.what.clone(), false)));
    Ok(limits)
}

fn status(subject: &Op<'_>) -> String {
    match subject.actor.role {
        Role::Contact => "contact, never signs in".to_owned(),
        _ => subject.actor.status.to_string(),
    }
}

/// Whether there is a scope at all, without which there is no monitoring (SCOPE-3).
fn tag_scope(subject: &Op<'_>, action: Action) -> Result<Option<Limit>> {
    if !action.is_monitoring() || subject.actor.role == Role::Manager {
        return Ok(None);
    }
    let tags: Vec<String> =
        store::tag_scope::of(subject.conn, subject.actor.id)?.into_iter().map(|tag| tag.name).collect();
    let name = if tags.is_empty() { "no tag".to_owned() } else { tags.join(", ") };
    Ok(Some(Limit::new("tag-scope", name, subject.actor.has_tag_scope)))
}

/// How far a path goes is a limit of its own.
fn reach_limit(subject: &Op<'_>, action: Action, path: &Path) -> Limit {
    let (kind, name) = match (tie(action), path.reach) {
        (Some(Tie::InScope), _) => ("object-tags", "covered by the tag scope".to_owned()),
        (Some(Tie::Reviews), _) => ("review", "assigned as reviewer".to_owned()),
        (Some(Tie::MadeOrReviews), _) => ("review", "creator, or assigned as reviewer".to_owned()),
        (_, Reach::Own) if project_role_for(action).is_some() => ("project", "a role in this project".to_owned()),
        (_, Reach::Unit) => {
            ("unit", subject.actor.unit.as_ref().map_or_else(|| "no unit".to_owned(), |unit| unit.name.clone()))
        }
        (_, Reach::Assigned) => ("asset-group", "assigned and own asset groups".to_owned()),
        _ => ("ownership", "oneself, or self-made".to_owned()),
    };
    Limit { kind, name, passed: path.arrives }
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
