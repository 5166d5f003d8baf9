//! What gives somebody rights, as it is written down: the store notes it, the guard at the door judges it (ROLE-10).

use super::ceiling::Privileges;
use super::id::Id;
use super::roles::{Level, MonitoringRole, Permission, ProjectRole, Role};

/// The rights that stand in an account's own row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The subscription role.
    pub role: Role,
    /// The user's own level.
    pub level: Level,
    /// The monitoring role set on the user.
    pub monitoring_role: Option<MonitoringRole>,
    /// Whether the account is deactivated, and so holds nothing.
    pub is_inactive: bool,
}

impl Standing {
    /// What it is worth, without what groups lend.
    pub fn privileges(self) -> Privileges {
        Privileges {
            role: self.role,
            level: self.level.max(self.role.implied_level()),
            monitoring_role: self.monitoring_role,
            permissions: Vec::new(),
            projects: Vec::new(),
        }
    }
}

/// Who holds a role in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    User(Id),
    /// A group, for its members.
    Group(Id),
}

/// One row that gives somebody more than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// An account, new or with other rights than before.
    Account {
        /// Whose it is.
        user: Id,
        /// Before; none: it is new.
        before: Option<Standing>,
        /// Now.
        after: Standing,
    },
    /// An extended permission.
    Permission {
        /// Who has it now.
        user: Id,
        permission: Permission,
    },
    /// A place in a group.
    Membership {
        /// Who is in it now.
        user: Id,
        group: Id,
    },
    /// The level that a group lends.
    GroupLevel {
        group: Id,
        /// Whether the group is new.
        is_new: bool,
        level: Level,
    },
    /// A role in a project, of a user or a group.
    ProjectRole {
        /// The user or group that holds it now.
        holder: Holder,
        project: Id,
        role: ProjectRole,
    },
}
