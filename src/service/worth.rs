//! What users and groups are worth to the ceiling, and what of it stands above the actor (ROLE-6).

use super::op::Op;
use crate::domain::access::{Decision, Missing};
use crate::domain::ceiling::{self, Privileges, Right};
use crate::domain::record::User;
use crate::domain::{Id, Level, Named, ObjectKind, Result};
use crate::store;

impl Op<'_> {
    /// What of a user stands above the actor, before and after a change.
    pub fn exceeding(&self, decision: &Decision, before: Option<&User>, after: Option<&User>) -> Result<Vec<Missing>> {
        let oneself = before.is_some_and(|user| user.id == self.actor.id);
        let privileges = |user: Option<&User>| user.map(|user| self.privileges(user)).transpose();
        let change = ceiling::Change { before: privileges(before)?, after: privileges(after)?, oneself };
        Ok(ceiling::covers(&self.actor, &decision.paths, change))
    }

    /// What a user holds with which it could do more than the token in use, if any (ROLE-10).
    pub fn outside_token(&self, user: Id) -> Result<Vec<Missing>> {
        if self.actor.narrowed_to().is_none() {
            return Ok(Vec::new());
        }
        let privileges = self.privileges(&store::user::find(self.conn, user)?)?;
        Ok(ceiling::outside_token(&self.actor, privileges))
    }

    /// Refuses to touch whoever the token in use touches nobody like (ROLE-10); users are looked up only for a token that
    /// is narrowed.
    pub fn refuse_outside_token(&self, users: impl FnOnce() -> Result<Vec<Named>>) -> Result<()> {
        if self.actor.narrowed_to().is_none() {
            return Ok(());
        }
        for user in users()? {
            let missing = self.outside_token(user.id)?;
            if !missing.is_empty() {
                return Err(ceiling::refusal(&self.as_told(ObjectKind::User, user)?.name, &missing));
            }
        }
        Ok(())
    }

    /// What a user is worth to the ceiling; its projects count only where the actor is not admin of them all, or works
    /// with a token that may not do what it may.
    fn privileges(&self, user: &User) -> Result<Privileges> {
        let mut projects = Vec::new();
        let is_limited = self.actor.effective_level() < Level::Admin || self.actor.narrowed_to().is_some();
        if is_limited && user.id > 0 {
            for entry in store::project::entries_of(self.conn, user.id)? {
                let project = Named { id: entry.project, name: store::project::name(self.conn, entry.project)? };
                projects.push((self.as_told(ObjectKind::Project, project)?, entry.role));
            }
        }
        Ok(Privileges {
            role: user.role,
            level: user.effective_level,
            monitoring_role: user.monitoring_role,
            permissions: user.permissions.clone(),
            projects,
        })
    }

    /// What a group carries beyond what the actor may grant: its level, and every role it holds in a project. Filling,
    /// emptying, editing or deleting it needs the right to grant all of that (ROLE-6, PRJ-2).
    pub fn exceeding_of_group(&self, group: Id) -> Result<Vec<Missing>> {
        Ok(ceiling::exceeding(&self.actor, &[], &self.carried_by(group)?))
    }

    /// Whatever a group lends its members.
    pub fn carried_by(&self, group: Id) -> Result<Vec<Right>> {
        let mut carried = vec![Right::Level(store::group::level(self.conn, group)?)];
        for (project, role) in store::group::projects(self.conn, group)? {
            carried.push(Right::ProjectLent(self.as_told(ObjectKind::Project, project)?, role));
        }
        Ok(carried)
    }
}
