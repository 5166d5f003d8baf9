//! What takes away (ACC-2): units, asset groups, tag scopes and the state of things limit, and never grant (ROLE-5).

use schemars::JsonSchema;
use serde::Serialize;

use super::question::Asked;
use super::subject::barred;
use crate::domain::access::{Decision, Path};
use crate::domain::matrix::{Reach, Tie, project_role_for, tie};
use crate::domain::project::is_done_to_archived;
use crate::domain::record::ALL_GROUP;
use crate::domain::{Action, Named, ObjectKind, ObjectRef, Result, Role};
use crate::service::Op;
use crate::store;

/// How many asset groups are named at most.
const NAMED: usize = 5;

/// A limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Limit {
    /// What limits.
    pub kind: &'static str,
    /// Which one: the object that decides, where there is one.
    pub name: String,
    /// Whether it lets the action through.
    pub passed: bool,
}

impl Limit {
    fn new(kind: &'static str, name: impl Into<String>, passed: bool) -> Self {
        Self { kind, name: name.into(), passed }
    }
}

/// Every limit that the action meets. Only what the asker may view is named.
pub fn limits(op: &Op<'_>, subject: &Op<'_>, action: Action, asked: &Asked, decision: &Decision) -> Result<Vec<Limit>> {
    let actor = &subject.actor;
    let mut limits = vec![Limit::new("status", status(subject), barred(actor).is_none())];
    if let Some(due) = actor.password_change {
        let passed = matches!(action, Action::AccountPassword | Action::Logout);
        limits.push(Limit::new("password", due.clause(), passed));
    }
    limits.extend(tag_scope(subject, action)?);
    let Asked::Object(object) = asked else { return Ok(limits) };
    for path in decision.paths.iter().filter(|path| path.closed.is_none() && path.reach != Reach::All) {
        for limit in by_reach(op, subject, action, object, path)? {
            if !limits.contains(&limit) {
                limits.push(limit);
            }
        }
    }
    if object.kind == ObjectKind::Project
        && !is_done_to_archived(action)
        && store::project::is_archived(subject.conn, object.id)?
    {
        limits.push(Limit::new("archive", object.name.clone(), false));
    }
    if object.kind == ObjectKind::Report {
        let name = format!("every host in `{}`", object.name);
        limits.push(Limit::new("hosts", name, subject.reaches_report(action, object.id)?));
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
fn by_reach(op: &Op<'_>, subject: &Op<'_>, action: Action, object: &ObjectRef, path: &Path) -> Result<Vec<Limit>> {
    let one = |kind, name: String| Ok(vec![Limit { kind, name, passed: path.arrives }]);
    match (tie(action), path.reach) {
        (Some(Tie::InScope), _) => one("object-tags", tags(subject, object)?),
        (Some(Tie::Reviews), _) => one("review", format!("assigned as reviewer of `{}`", object.name)),
        (Some(Tie::MadeOrReviews), _) => {
            one("review", format!("creator of `{0}`, or assigned as its reviewer", object.name))
        }
        (_, Reach::Own) if project_role_for(action).is_some() => one("project", object.name.clone()),
        (_, Reach::Unit) => {
            one("unit", subject.actor.unit.as_ref().map_or_else(|| "no unit".to_owned(), |unit| unit.name.clone()))
        }
        (_, Reach::Assigned) => match by_groups(op, subject, object, path.arrives)? {
            Some(limits) => Ok(limits),
            None => one("ownership", "oneself, or self-made".to_owned()),
        },
        _ => one("ownership", "oneself, or self-made".to_owned()),
    }
}

/// The groups through which the object is reached; where it is not, those in which it lies. `None`: no group decides.
fn by_groups(op: &Op<'_>, subject: &Op<'_>, object: &ObjectRef, arrives: bool) -> Result<Option<Vec<Limit>>> {
    let limit = |name: String| Limit::new("asset-group", name, arrives);
    if arrives && store::reach::reaches_everything(subject.conn, subject.actor.id)? {
        return Ok(Some(vec![limit(ALL_GROUP.to_owned())]));
    }
    let reached_by = arrives.then_some(subject.actor.id);
    let Some(groups) = store::holding::groups(subject.conn, object.kind, object.id, reached_by)? else {
        return Ok(None);
    };
    if groups.is_empty() {
        return Ok((!arrives).then(|| vec![limit("it lies in none".to_owned())]));
    }
    let told = |group: Named| Ok(limit(op.as_told(ObjectKind::AssetGroup, group)?.name));
    groups.into_iter().take(NAMED).map(told).collect::<Result<Vec<_>>>().map(Some)
}

/// The tags of an object by which it is in scope; where it is not, those that it bears.
fn tags(subject: &Op<'_>, object: &ObjectRef) -> Result<String> {
    let borne = super::fix::tags_of(subject, object)?;
    if borne.is_empty() {
        return Ok("no tag".to_owned());
    }
    let covered = store::tag_scope::covered(subject.conn, subject.actor.id)?;
    let deciding: Vec<String> = borne.iter().filter(|tag| covered.contains(tag)).cloned().collect();
    Ok(if deciding.is_empty() { borne } else { deciding }.join(", "))
}
