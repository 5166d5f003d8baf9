//! The user on whose behalf a command runs, with all that decides about its rights.

use super::action::Action;
use super::id::{Id, Named};
use super::project::{Entry, highest};
use super::roles::{Level, MonitoringRole, Permission, ProjectRole, Role};
use super::user::{ChangeDue, Status};

/// A user group and the level it lends its members (ROLE-5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLevel {
    /// The group's name.
    pub name: String,
    pub level: Level,
}

/// What is known of the user on whose behalf a command runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The user's id.
    pub id: Id,
    /// The login as typed.
    pub login: String,
    /// The subscription role.
    pub role: Role,
    /// The user's own unit.
    pub unit: Option<Named>,
    /// The user's own level.
    pub level: Level,
    /// The groups the user is in.
    pub groups: Vec<GroupLevel>,
    /// Every role the user holds in a project, by itself and through groups.
    pub projects: Vec<Entry>,
    /// The monitoring role set on the user.
    pub monitoring_role: Option<MonitoringRole>,
    /// Whether any tag stands in its scope (SCOPE-3).
    pub has_tag_scope: bool,
    /// Extended permissions.
    pub permissions: Vec<Permission>,
    /// The state of the account.
    pub status: Status,
    /// Whether only programs sign in as this user (SESS-2).
    pub api_only: bool,
    /// Why the password must be changed before anything else, if it must (USER-4, PASS-1).
    pub password_change: Option<ChangeDue>,
    /// The token the actor works with, if it is not signed in with a password.
    pub token: Option<TokenUse>,
}

/// A token in use (SESS-2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenUse {
    /// The token's id.
    pub id: Id,
    /// The actions it is narrowed to; `None`: all of its owner's.
    pub allow: Option<Vec<Action>>,
}

impl Actor {
    /// The same user while what it left to be done goes on: that its password must be changed hinders only whoever
    /// signs in.
    #[must_use]
    pub fn at_work(self) -> Self {
        Self { password_change: None, ..self }
    }

    /// Whether the token in use, if any, leaves the action to the actor; asking about oneself it always does (SESS-2).
    pub fn token_allows(&self, action: Action) -> bool {
        let asks_about_oneself = matches!(action, Action::AccountInfo | Action::AccessCheck);
        asks_about_oneself || action.is_open() || self.token_names(action)
    }

    /// Whether the token in use, if any, names the action.
    pub fn token_names(&self, action: Action) -> bool {
        self.narrowed_to().is_none_or(|allowed| allowed.contains(&action))
    }

    /// The actions that the token in use is narrowed to.
    pub fn narrowed_to(&self) -> Option<&[Action]> {
        self.token.as_ref().and_then(|token| token.allow.as_deref())
    }

    /// The maximum of the own level, the role's, and those of all groups (ROLE-5).
    pub fn effective_level(&self) -> Level {
        effective_level(self.level, self.role, self.groups.iter().map(|group| group.level))
    }

    /// The highest role in a project (ROLE-5): `admin` for whoever has the effective level `admin`.
    pub fn project_role(&self, project: Id) -> Option<ProjectRole> {
        if self.effective_level() == Level::Admin {
            return Some(ProjectRole::Admin);
        }
        highest(self.projects.iter().filter(|entry| entry.project == project))
    }

    /// The monitoring role that counts (ROLE-3).
    pub fn effective_monitoring(&self) -> MonitoringRole {
        self.role.effective_monitoring(self.monitoring_role)
    }

    /// The own unit's id.
    pub fn unit_id(&self) -> Option<Id> {
        self.unit.as_ref().map(|unit| unit.id)
    }
}

/// The maximum of the own level, the role's, and those of all groups (ROLE-5).
pub fn effective_level(own: Level, role: Role, groups: impl IntoIterator<Item = Level>) -> Level {
    groups.into_iter().fold(own.max(role.implied_level()), Level::max)
}
