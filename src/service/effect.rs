//! Who gains and loses what by a change of groups and projects (GRP-2): effective levels and project roles before
//! and after.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::roles::ProjectRole;
use crate::domain::{Id, Level, Named, ObjectKind, Result, ceiling};
use crate::service::{Op, WriteOp};
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
struct Rights {
    level: Level,
    projects: BTreeMap<Id, ProjectRole>,
}

/// Users whose levels, and roles in some projects, are compared from here on.
pub struct Watch {
    users: Vec<(Named, Rights)>,
    projects: Vec<Named>,
}

impl Watch {
    /// Looks at the users before a change that concerns these projects, and at most the levels beside them.
    ///
    /// # Errors
    /// `not-permitted` if the token in use touches nobody like one of them (ROLE-10).
    pub fn begin(op: &Op<'_>, users: impl IntoIterator<Item = Named>, projects: Vec<Named>) -> Result<Self> {
        let mut watch = Self { users: Vec::new(), projects };
        let mut seen = BTreeSet::new();
        for user in users {
            if seen.insert(user.id) {
                let missing = op.outside_token(user.id)?;
                if !missing.is_empty() {
                    let told = op.as_told(ObjectKind::User, user)?;
                    return Err(ceiling::refusal(&told.name, &missing));
                }
                let standing = watch.look(op.conn, user.id)?;
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
            let effect = self.effect(op.conn, &user, &before, &after)?;
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

    fn look(&self, conn: &Conn, user: Id) -> Result<Rights> {
        let mut projects: BTreeMap<Id, ProjectRole> = BTreeMap::new();
        for project in &self.projects {
            projects.extend(store::project::role_within(conn, project.id, user)?.map(|role| (project.id, role)));
        }
        Ok(Rights { level: store::user::effective_level(conn, user)?, projects })
    }

    fn effect(&self, conn: &Conn, user: &Named, before: &Rights, after: &Rights) -> Result<Effect> {
        let everywhere = |standing: &Rights| (standing.level == Level::Admin).then_some(ProjectRole::Admin);
        let (mut projects, mut others) = (Vec::new(), BTreeMap::new());
        let (all_before, all_after) = (everywhere(before), everywhere(after));
        if all_before != all_after {
            projects.push(ProjectEffect { project: ALL_PROJECTS.to_owned(), before: all_before, after: all_after });
            // Beside what is lent everywhere stands what the user holds by entries, which the change does not concern.
            for entry in store::project::entries_of(conn, user.id)? {
                let role = others.entry(entry.project).or_insert(entry.role);
                *role = entry.role.max(*role);
            }
        }
        for (project, role) in others {
            let (before, after) = (all_before.or(Some(role)), all_after.or(Some(role)));
            if before != after && self.projects.iter().all(|watched| watched.id != project) {
                projects.push(ProjectEffect { project: store::project::name(conn, project)?, before, after });
            }
        }
        for project in &self.projects {
            let role = |standing: &Rights| everywhere(standing).or(standing.projects.get(&project.id).copied());
            let (before, after) = (role(before), role(after));
            if before != after {
                projects.push(ProjectEffect { project: project.name.clone(), before, after });
            }
        }
        let effective_level = Change { before: before.level, after: after.level };
        Ok(Effect { user: user.name.clone(), effective_level, projects })
    }
}
