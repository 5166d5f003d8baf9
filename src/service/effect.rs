//! Who gains and loses what by a change of groups and projects (GRP-2): effective levels and project roles before
//! and after.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::roles::ProjectRole;
use crate::domain::{Id, Level, Named, ObjectKind, Result};
use crate::service::WriteOp;
use crate::store::{self, Conn};

/// What became of one user's rights; only what changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Effect {
    /// The user.
    pub user: String,
    /// The effective level (ROLE-5).
    pub effective_level: Change<Level>,
    /// The effective role in each project where it changed; whoever has the level `admin` reaches all projects
    /// without any entry (PRJ-3).
    pub projects: Vec<ProjectEffect>,
}

impl Effect {
    fn says_something(&self) -> bool {
        self.effective_level.before != self.effective_level.after || !self.projects.is_empty()
    }
}

/// A value before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change<T> {
    /// Before.
    pub before: T,
    /// After.
    pub after: T,
}

/// A role in a project before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProjectEffect {
    /// The project; `*` for all projects.
    pub project: String,
    /// The role before.
    pub before: Option<ProjectRole>,
    /// The role after.
    pub after: Option<ProjectRole>,
}

/// Every project.
const ALL_PROJECTS: &str = "*";

/// What counts of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Standing {
    level: Level,
    projects: BTreeMap<Id, ProjectRole>,
}

/// Users whose rights are compared from here on.
pub struct Watch {
    users: Vec<(Named, Standing)>,
    names: BTreeMap<Id, String>,
}

impl Watch {
    /// Looks at the users before the change.
    pub fn begin(conn: &Conn, users: impl IntoIterator<Item = Named>) -> Result<Self> {
        let mut watch = Self { users: Vec::new(), names: BTreeMap::new() };
        let mut seen = BTreeSet::new();
        for user in users {
            if seen.insert(user.id) {
                let standing = watch.look(conn, user.id)?;
                watch.users.push((user, standing));
            }
        }
        Ok(watch)
    }

    /// What changed since, of those users whom the actor may view; how many others there are is told (ROLE-8).
    pub fn end(mut self, op: &mut WriteOp<'_>) -> Result<Vec<Effect>> {
        let (mut effects, mut hidden) = (Vec::new(), 0);
        for (user, before) in std::mem::take(&mut self.users) {
            let after = self.look(op.conn, user.id)?;
            let effect = self.effect(user.name, &before, &after);
            match effect.says_something() {
                false => {}
                true if op.may_view(ObjectKind::User, user.id)? => effects.push(effect),
                true => hidden += 1,
            }
        }
        match hidden {
            0 => {}
            1 => op.notice("the rights of one more user change, whom you may not view"),
            count => op.notice(format!("the rights of {count} more users change, whom you may not view")),
        }
        Ok(effects)
    }

    /// The names of projects are kept, because a project may be gone afterwards.
    fn look(&mut self, conn: &Conn, user: Id) -> Result<Standing> {
        let actor = store::session::actor(conn, user)?;
        let mut projects: BTreeMap<Id, ProjectRole> = BTreeMap::new();
        for entry in &actor.projects {
            let role = projects.entry(entry.project).or_insert(entry.role);
            *role = entry.role.max(*role);
            if let std::collections::btree_map::Entry::Vacant(name) = self.names.entry(entry.project) {
                name.insert(store::project::name(conn, entry.project)?);
            }
        }
        Ok(Standing { level: actor.effective_level(), projects })
    }

    fn effect(&self, user: String, before: &Standing, after: &Standing) -> Effect {
        let everywhere = |standing: &Standing| (standing.level == Level::Admin).then_some(ProjectRole::Admin);
        let mut projects = Vec::new();
        let (all_before, all_after) = (everywhere(before), everywhere(after));
        if all_before != all_after {
            projects.push(ProjectEffect { project: ALL_PROJECTS.to_owned(), before: all_before, after: all_after });
        }
        for (id, name) in &self.names {
            let role = |standing: &Standing| everywhere(standing).or(standing.projects.get(id).copied());
            let (before, after) = (role(before), role(after));
            if before != after {
                projects.push(ProjectEffect { project: name.clone(), before, after });
            }
        }
        Effect { user, effective_level: Change { before: before.level, after: after.level }, projects }
    }
}
