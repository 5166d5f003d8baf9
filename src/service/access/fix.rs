//! What would turn a no into a yes: commands that can be pasted, each tried on the decision before it is told.

use std::collections::HashSet;

use super::need::lowest_level;
use super::question::{Asked, kind_of};
use super::subject::verdict;
use crate::domain::access::{Decision, Reason};
use crate::domain::matrix::{Gate, Reach, Tie, monitoring_role_for, project_role_for, role_cell, tie};
use crate::domain::project::Entry;
use crate::domain::roles::UnitNeed;
use crate::domain::text::quoted;
use crate::domain::{Action, Actor, ObjectKind, ObjectRef, Permission, Result, Role};
use crate::service::Op;
use crate::service::fim::reviewer;
use crate::store;
use crate::store::asset_group::Link;

/// One no that is to become a yes: who asks, whom it is about, what it is about.
pub struct Denial<'o> {
    /// Who asks: only what it may view is named.
    pub op: &'o Op<'o>,
    /// Whom it is about.
    pub subject: &'o Op<'o>,
    /// What is done.
    pub action: Action,
    /// What it is done to.
    pub asked: &'o Asked,
}

/// A change of the subject, and the command that makes it.
struct Step {
    command: String,
    actor: Actor,
}

impl Denial<'_> {
    /// The ways to a yes, the least first; several commands of one way are joined by `&&`.
    pub fn fixes(&self, decision: &Decision) -> Result<Vec<String>> {
        let mut fixes = match decision.reason {
            Reason::RoleTooLow => self.raised()?,
            _ => self.last_step(decision)?,
        };
        let mut seen = HashSet::new();
        fixes.retain(|fix| seen.insert(fix.clone()));
        Ok(fixes)
    }

    /// What is missing where the right itself is there.
    fn last_step(&self, decision: &Decision) -> Result<Vec<String>> {
        let login = &self.subject.actor.login;
        Ok(match decision.reason {
            Reason::Granted | Reason::TokenNarrowed | Reason::RoleTooLow => Vec::new(),
            Reason::Pending => {
                vec![format!("{login} signs in first; `provost user invite {login}` sends an invitation")]
            }
            Reason::Inactive | Reason::Locked => vec![self.activation()?],
            Reason::Contact => vec![format!("provost user role {login} reader")],
            Reason::PasswordChangeRequired => vec![format!("{login} signs in and runs `provost account password`")],
            Reason::PermissionMissing | Reason::SwitchOff => self.gate(decision),
            Reason::OutOfReach => self.reach()?,
            Reason::NoScope | Reason::OutOfScope => self.scope(decision.reason)?,
            Reason::NotAssigned => self.assignment()?,
            Reason::Archived => {
                self.object().map(|one| format!("provost project restore {}", quoted(&one.name))).into_iter().collect()
            }
            Reason::AboveCeiling => decision.above.iter().map(|above| format!("{} can do it", above.who)).collect(),
        })
    }

    const fn object(&self) -> Option<&ObjectRef> {
        match self.asked {
            Asked::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whoever never signed in is pending after that.
    fn activation(&self) -> Result<String> {
        let login = &self.subject.actor.login;
        let signed_in = store::user::find(self.op.conn, self.subject.actor.id)?.last_login_at.is_some();
        let invite = if signed_in { String::new() } else { format!(" && provost user invite {login}") };
        Ok(format!("provost user activate {login}{invite}"))
    }

    fn gate(&self, decision: &Decision) -> Vec<String> {
        match decision.closed_gate() {
            Some(Gate::Permission(permission)) => {
                vec![format!("provost user grant {} {permission}", self.subject.actor.login)]
            }
            Some(Gate::Switch(key)) => vec![format!("provost settings set {key}=on")],
            None => Vec::new(),
        }
    }

    /// The least that holds the action, as far as it leads to a yes, with what is still missing then.
    fn raised(&self) -> Result<Vec<String>> {
        let mut fixes = Vec::new();
        for step in self.raises()? {
            let mut raised = self.subject.on_behalf(step.actor);
            let mut decision = verdict(&raised, self.action, self.asked)?;
            let mut command = step.command;
            if let (Reason::PermissionMissing, Some(Gate::Permission(permission))) =
                (decision.reason, decision.closed_gate())
            {
                command.push_str(&format!(" && provost user grant {} {permission}", raised.actor.login));
                raised.actor.permissions.push(permission);
                decision = verdict(&raised, self.action, self.asked)?;
            }
            // What is within reach is read from the database, where the role is still the old one.
            let reaches_less = self.subject.actor.role.reaches_everything()
                && !raised.actor.role.reaches_everything()
                && decision.allowed
                && decision.everywhere().is_none();
            if reaches_less {
                decision.reason = Reason::OutOfReach;
            }
            match decision.reason {
                Reason::Granted => fixes.push(command),
                // What the role alone cannot do is done by its last step, if there is a single one.
                Reason::NoScope if !self.a_tag_is_enough() => {}
                Reason::NoScope | Reason::OutOfScope | Reason::NotAssigned | Reason::OutOfReach | Reason::Archived => {
                    let rest = Denial { subject: &raised, ..*self }.last_step(&decision)?;
                    fixes.extend(
                        rest.first()
                            .filter(|rest| rest.starts_with("provost "))
                            .map(|rest| format!("{command} && {rest}")),
                    );
                }
                _ => {}
            }
        }
        Ok(fixes)
    }

    /// Ways to more rights: a role in the project, a monitoring role, a level, a subscription role.
    fn raises(&self) -> Result<Vec<Step>> {
        let actor = &self.subject.actor;
        let login = &actor.login;
        let mut steps = Vec::new();
        if let (Some(role), Some(project)) = (project_role_for(self.action), self.object()) {
            let archived = store::project::is_archived(self.op.conn, project.id)?;
            let entry = Entry { project: project.id, group: None, role, archived };
            let restore =
                if archived { format!("provost project restore {} && ", quoted(&project.name)) } else { String::new() };
            steps.push(Step {
                command: format!("{restore}provost project assign {} {login} --role {role}", quoted(&project.name)),
                actor: Actor { projects: vec![entry], ..actor.clone() },
            });
        }
        if let Some(role) = monitoring_role_for(self.action) {
            steps.push(Step {
                command: format!("provost user edit {login} --monitoring-role {role}"),
                actor: Actor { monitoring_role: Some(role), ..actor.clone() },
            });
        }
        if let Some(level) = lowest_level(self.action) {
            steps.push(Step {
                command: format!("provost user level {login} {level}"),
                actor: Actor { level, ..actor.clone() },
            });
        }
        steps.extend(self.least_role()?);
        Ok(steps)
    }

    /// The lowest role that holds the action and does not force the user out of its unit, or into one.
    fn least_role(&self) -> Result<Option<Step>> {
        let actor = &self.subject.actor;
        let kind = match self.asked {
            Asked::Kind(kind) => Some(*kind),
            Asked::Object(object) => kind_of(self.op, self.action, object)?,
            Asked::AtAll => None,
        };
        let fits = |role: &&Role| match role.unit_need() {
            UnitNeed::Either => true,
            UnitNeed::Always => actor.unit.is_some(),
            UnitNeed::Never => actor.unit.is_none(),
        };
        // Roles are listed from the highest to the lowest.
        let mut roles = Role::ALL.iter().rev().filter(fits);
        let role = roles.find(|role| **role != actor.role && role_cell(**role, self.action, kind).reach.is_some());
        Ok(role.map(|role| Step {
            command: format!("provost user role {} {role}", actor.login),
            actor: Actor { role: *role, permissions: kept(&actor.permissions, *role), ..actor.clone() },
        }))
    }

    /// What would bring the object within reach: an asset group; else a level or role that reaches everything.
    fn reach(&self) -> Result<Vec<String>> {
        let Some(object) = self.object() else { return Ok(Vec::new()) };
        let mut fixes = match object.kind {
            ObjectKind::Project => return self.raised(),
            ObjectKind::AssetGroup => self.assignable(&object.name)?.into_iter().collect(),
            ObjectKind::Asset => {
                let mut fixes = Vec::new();
                for group in store::asset::find(self.op.conn, object.id)?.asset_groups {
                    fixes.extend(self.assignable(&group)?);
                }
                fixes
            }
            _ => Vec::new(),
        };
        let everywhere = |step: &Step| -> Result<bool> {
            let raised = self.subject.on_behalf(step.actor.clone());
            let decision = verdict(&raised, self.action, self.asked)?;
            Ok(decision.allowed && decision.everywhere().is_some())
        };
        for step in self.raises()? {
            if everywhere(&step)? {
                fixes.push(step.command);
            }
        }
        if !self.action.is_monitoring() && role_cell(Role::Manager, self.action, None).reach == Some(Reach::All) {
            fixes.push("a manager can do it".to_owned());
        }
        Ok(fixes)
    }

    /// A group is assigned within its unit (AG-3), by somebody who may view it.
    fn assignable(&self, group: &str) -> Result<Option<String>> {
        let Ok(group) = self.op.find(ObjectKind::AssetGroup, group) else { return Ok(None) };
        let fits = match self.subject.actor.unit_id() {
            Some(unit) => store::asset_group::is_linked(self.op.conn, Link::Unit, group.id, unit)?,
            None => true,
        };
        Ok(fits.then(|| format!("provost asset-group assign {} {}", quoted(&group.name), self.subject.actor.login)))
    }

    /// Any tag of the object would do; any tag at all, where the object has none or none is named.
    fn scope(&self, reason: Reason) -> Result<Vec<String>> {
        let login = &self.subject.actor.login;
        if reason == Reason::NoScope && !self.a_tag_is_enough() {
            return Ok(vec!["a manager, or whoever made it or reviews it with a tag in scope, can do it".to_owned()]);
        }
        let tags = self.object().map(|object| self.tags_of(object)).transpose()?.unwrap_or_default();
        if tags.is_empty() && reason == Reason::NoScope {
            return Ok(vec![format!("provost tags scope {login} --add TAG")]);
        }
        Ok(tags.iter().map(|tag| format!("provost tags scope {login} --add {}", quoted(tag))).collect())
    }

    /// With a tag in scope, what is one's own or to be reviewed by others is still out of the way.
    fn a_tag_is_enough(&self) -> bool {
        self.object().is_none() || matches!(tie(self.action), Some(Tie::InScope | Tie::New) | None)
    }

    fn tags_of(&self, object: &ObjectRef) -> Result<Vec<String>> {
        let asset = match object.kind {
            ObjectKind::Asset => Some(object.id),
            ObjectKind::Event => store::fim::event::find(self.op.conn, object.id)?.asset_id,
            ObjectKind::FimProfile => return Ok(store::fim::profile::find(self.op.conn, object.id)?.tags),
            _ => None,
        };
        match asset {
            Some(asset) => Ok(store::asset::find(self.op.conn, asset)?.tags),
            None => Ok(Vec::new()),
        }
    }

    /// Only somebody who qualifies can be assigned (FIM-13).
    fn assignment(&self) -> Result<Vec<String>> {
        let Some(object) = self.object() else { return Ok(Vec::new()) };
        let creator = match object.kind {
            ObjectKind::FimIncident => store::fim::incident::find(self.op.conn, object.id)?.creator_id,
            _ => store::fim::rule::find(self.op.conn, object.id)?.creator_id,
        };
        if reviewer::obstacle(self.op, creator, self.subject.actor.id)?.is_some() {
            return Ok(vec!["one of its reviewers, or a manager, can do it".to_owned()]);
        }
        let name = if object.kind.goes_by_number() { object.id.to_string() } else { quoted(&object.name) };
        let login = &self.subject.actor.login;
        Ok(vec![format!("provost {} edit {name} --add-reviewer {login}", object.kind.noun())])
    }
}

/// The permissions that a role can hold (ROLE-4).
fn kept(permissions: &[Permission], role: Role) -> Vec<Permission> {
    permissions.iter().copied().filter(|permission| permission.fits(role)).collect()
}
