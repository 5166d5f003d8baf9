//! What would turn a no into a yes: the next commands, one at a time (ACC-2). Whoever runs them asks again, until it is a yes.

use super::check::{Case, Question};
use super::need::lowest_level;
use super::question::{Asked, kind_of};
use super::subject::stand_in;
use crate::domain::access::{Decision, Reason};
use crate::domain::matrix::{Gate, Reach, Tie, monitoring_role_for, project_role_for, role_cell, tie};
use crate::domain::roles::UnitNeed;
use crate::domain::text::quoted;
use crate::domain::{Action, Id, Named, ObjectKind, ObjectRef, Result, Role};
use crate::service::Op;
use crate::service::fim::reviewer;
use crate::store;
use crate::store::asset_group::Link;

/// How many groups or tags are proposed in one place.
const PROPOSED: usize = 3;

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

/// Where a question stands: whether it is a yes, and if not, the commands that lead nearer to one.
pub struct Standing {
    pub allowed: bool,
    pub next: Vec<String>,
}

/// Answers a question with what leads nearer to a yes.
///
/// # Errors
/// `not-found` for a user, an action or an object that is unknown, or that the actor may not view.
pub fn standing(op: &Op<'_>, question: &Question) -> Result<Standing> {
    let Case { subject, action, asked, decision } = Case::of(op, question)?;
    let next = if decision.allowed {
        Vec::new()
    } else {
        Denial { op, subject: &subject, action, asked: &asked }.commands(&decision)?
    };
    Ok(Standing { allowed: decision.allowed, next })
}

/// Who might run a fix, of those the actor may view: itself, whom it may turn to, and managers.
pub fn helpers(op: &Op<'_>, login: &str) -> Result<Vec<Named>> {
    let subject = stand_in(op, login)?;
    let mut helpers = vec![Named { id: op.actor.id, name: op.actor.login.clone() }];
    for helper in store::user::administrators(op.conn, subject.actor.unit_id())? {
        if helper.id != op.actor.id && op.may_view(ObjectKind::User, helper.id)? {
            helpers.push(helper);
        }
    }
    Ok(helpers)
}

/// Whose commands are refused by rules alone, never for want of rights: the primary contact, a manager (SUB-3).
pub fn almighty(op: &Op<'_>) -> Result<Id> {
    Ok(store::subscription::find(op.conn)?.primary_contact.id)
}

impl Denial<'_> {
    /// Commands each of which might lead nearer, the least first.
    pub fn commands(&self, decision: &Decision) -> Result<Vec<String>> {
        let login = &self.subject.actor.login;
        let mut commands = match decision.reason {
            Reason::Granted | Reason::TokenNarrowed | Reason::Pending | Reason::PasswordChangeRequired => Vec::new(),
            Reason::Inactive | Reason::Locked => vec![format!("provost user activate {login}")],
            Reason::Contact => vec![format!("provost user role {login} reader")],
            Reason::Archived => self
                .object()
                .map(|one| format!("provost project restore {}", called(&one.name, one.id)))
                .into_iter()
                .collect(),
            Reason::RoleTooLow | Reason::AboveCeiling => self.raises()?,
            Reason::PermissionMissing | Reason::SwitchOff => [self.gate(decision), self.raises()?].concat(),
            Reason::OutOfReach => [self.reach()?, self.raises()?].concat(),
            Reason::NoScope | Reason::OutOfScope => self.scope()?,
            Reason::NotAssigned => self.assignment()?,
        };
        let mut seen = std::collections::HashSet::new();
        commands.retain(|command| seen.insert(command.clone()));
        Ok(commands)
    }

    /// What no command does.
    pub fn advice(&self, decision: &Decision) -> Result<Vec<String>> {
        let login = &self.subject.actor.login;
        let manager = || {
            let holds = role_cell(Role::Manager, self.action, None).reach == Some(Reach::All);
            (!self.action.is_monitoring() && holds).then(|| "a manager can do it".to_owned())
        };
        Ok(match decision.reason {
            Reason::Pending => {
                vec![format!("{login} signs in first; `provost user invite {login}` sends an invitation")]
            }
            Reason::Inactive if store::user::find(self.op.conn, self.subject.actor.id)?.last_login_at.is_none() => {
                vec![format!("{login} has never signed in: once activated, `provost user invite {login}`")]
            }
            Reason::PasswordChangeRequired => vec![format!("{login} signs in and runs `provost account password`")],
            Reason::AboveCeiling => decision.above.iter().map(|above| format!("{} can do it", above.who)).collect(),
            Reason::OutOfReach => manager().into_iter().collect(),
            Reason::NoScope if !self.a_tag_is_enough() => {
                vec!["a manager, or whoever made it or reviews it with a tag in scope, can do it".to_owned()]
            }
            Reason::NotAssigned if self.assignment()?.is_empty() => {
                vec!["one of its reviewers, or a manager, can do it".to_owned()]
            }
            _ => Vec::new(),
        })
    }

    const fn object(&self) -> Option<&ObjectRef> {
        match self.asked {
            Asked::Object(object) => Some(object),
            _ => None,
        }
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

    /// Ways to more rights: a role in the project, a monitoring role, a level, a subscription role.
    fn raises(&self) -> Result<Vec<String>> {
        let actor = &self.subject.actor;
        let login = &actor.login;
        let mut commands = Vec::new();
        if let (Some(role), Some(project)) = (project_role_for(self.action), self.project()?) {
            commands.push(if store::project::is_archived(self.op.conn, project.id)? {
                format!("provost project restore {}", called(&project.name, project.id))
            } else {
                format!("provost project assign {} {login} --role {role}", called(&project.name, project.id))
            });
        }
        if let Some(role) = monitoring_role_for(self.action).filter(|role| actor.effective_monitoring() < *role) {
            commands.push(format!("provost user edit {login} --monitoring-role {role}"));
        }
        if let Some(level) = lowest_level(self.action).filter(|level| actor.effective_level() < *level) {
            commands.push(format!("provost user level {login} {level}"));
        }
        commands.extend(self.higher_roles()?);
        Ok(commands)
    }

    /// The project that it is about, also through a piece of work in it.
    fn project(&self) -> Result<Option<Named>> {
        let Some(object) = self.object() else { return Ok(None) };
        let id = match object.kind {
            ObjectKind::Project => Some(object.id),
            kind if kind.is_work() => store::project_work::place::project_of(self.op.conn, kind, object.id)?,
            _ => None,
        };
        id.map(|id| Ok(Named { id, name: store::project::name(self.op.conn, id)? })).transpose()
    }

    /// The lowest roles that hold the action and do not force the user out of its unit, or into one.
    fn higher_roles(&self) -> Result<Vec<String>> {
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
        let holds = |role: &&Role| **role != actor.role && role_cell(**role, self.action, kind).reach.is_some();
        let roles = Role::ALL.iter().rev().filter(fits).filter(holds);
        Ok(roles.take(2).map(|role| format!("provost user role {} {role}", actor.login)).collect())
    }

    /// What would bring the object within reach: an asset group that holds it, or another owner.
    fn reach(&self) -> Result<Vec<String>> {
        let Some(object) = self.object() else { return Ok(Vec::new()) };
        let login = &self.subject.actor.login;
        let mut commands = match store::holding::groups(self.op.conn, object.kind, object.id, None)? {
            Some(groups) if groups.is_empty() => self.taken_in(object)?,
            Some(groups) => self.assigned(&groups)?,
            None => Vec::new(),
        };
        let name = called(&object.name, object.id);
        commands.extend(match object.kind {
            ObjectKind::AssetGroup => Some(format!("provost asset-group transfer {name} --to {login}")),
            ObjectKind::Config => Some(format!("provost config transfer id:{} --to {login}", object.id)),
            ObjectKind::Ticket => Some(format!("provost ticket reassign {} --to {login}", object.id)),
            _ => None,
        });
        Ok(commands)
    }

    /// A group is assigned within its unit (AG-3): a group of another one is linked to it first.
    fn assigned(&self, groups: &[Named]) -> Result<Vec<String>> {
        let actor = &self.subject.actor;
        let mut commands = Vec::new();
        for group in groups {
            if commands.len() == PROPOSED {
                break;
            }
            if !self.op.may_view(ObjectKind::AssetGroup, group.id)? {
                continue;
            }
            let name = called(&group.name, group.id);
            commands.push(match &actor.unit {
                Some(unit) if !store::asset_group::is_linked(self.op.conn, Link::Unit, group.id, unit.id)? => {
                    format!("provost asset-group edit {name} --add-bu {}", called(&unit.name, unit.id))
                }
                _ => format!("provost asset-group assign {name} {}", actor.login),
            });
        }
        Ok(commands)
    }

    /// What lies in no group goes into one that the user reaches.
    fn taken_in(&self, object: &ObjectRef) -> Result<Vec<String>> {
        let flag = match object.kind {
            ObjectKind::Asset => "--add-address",
            ObjectKind::Domain => "--add-domain",
            ObjectKind::Appliance => "--add-appliance",
            _ => return Ok(Vec::new()),
        };
        let mut commands = Vec::new();
        for id in store::asset_group::assigned_to(self.op.conn, self.subject.actor.id)?.into_iter().take(PROPOSED) {
            if self.op.may_view(ObjectKind::AssetGroup, id)? {
                let (group, _) = store::asset_group::brief(self.op.conn, id)?;
                let object = called(&object.name, object.id);
                commands.push(format!("provost asset-group edit {} {flag} {object}", called(&group, id)));
            }
        }
        Ok(commands)
    }

    /// Any tag of the object would do; any tag at all, where the object has none or none is named.
    fn scope(&self) -> Result<Vec<String>> {
        let mut tags = self.object().map(|object| tags_of(self.op, object)).transpose()?.unwrap_or_default();
        if tags.is_empty() && !self.subject.actor.has_tag_scope && self.op.require(Action::TagsView).is_ok() {
            tags = store::tag::first_names(self.op.conn, PROPOSED)?;
        }
        let login = &self.subject.actor.login;
        Ok(tags.iter().take(PROPOSED).map(|tag| format!("provost tags scope {login} --add {}", quoted(tag))).collect())
    }

    /// With a tag in scope, what is one's own or to be reviewed by others is still out of the way.
    fn a_tag_is_enough(&self) -> bool {
        self.object().is_none() || matches!(tie(self.action), Some(Tie::InScope | Tie::New) | None)
    }

    /// Only somebody who qualifies can be assigned (FIM-13).
    fn assignment(&self) -> Result<Vec<String>> {
        let Some(object) = self.object() else { return Ok(Vec::new()) };
        let creator = match object.kind {
            ObjectKind::FimIncident => store::fim::incident::find(self.op.conn, object.id)?.creator_id,
            ObjectKind::FimRule => store::fim::rule::find(self.op.conn, object.id)?.creator_id,
            _ => return Ok(Vec::new()),
        };
        if reviewer::obstacle(self.op, creator, self.subject.actor.id)?.is_some() {
            return Ok(Vec::new());
        }
        let name = if object.kind.goes_by_number() { object.id.to_string() } else { quoted(&object.name) };
        let login = &self.subject.actor.login;
        Ok(vec![format!("provost {} edit {name} --add-reviewer {login}", object.kind.noun())])
    }
}

/// A name as it stands in a command; what looks like a flag goes by its id.
fn called(name: &str, id: Id) -> String {
    if name.starts_with('-') { format!("id:{id}") } else { quoted(name) }
}

/// The tags that an object bears.
pub fn tags_of(op: &Op<'_>, object: &ObjectRef) -> Result<Vec<String>> {
    let asset = match object.kind {
        ObjectKind::Asset => Some(object.id),
        ObjectKind::Event => store::fim::event::find(op.conn, object.id)?.asset_id,
        ObjectKind::FimProfile => return Ok(store::fim::profile::find(op.conn, object.id)?.tags),
        _ => None,
    };
    match asset {
        Some(asset) => Ok(store::asset::find(op.conn, asset)?.tags),
        None => Ok(Vec::new()),
    }
}
