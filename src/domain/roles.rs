//! Roles, levels and extended permissions (section 3 of the rules).

use super::words::words;

words! {
    /// The subscription role: what a user does with assets and accounts (ROLE-1).
    Role is "role" {
        Manager = "manager",
        UserAdministrator = "user-administrator",
        UnitManager = "unit-manager",
        Scanner = "scanner",
        Reader = "reader",
        Auditor = "auditor",
        RemediationUser = "remediation-user",
        Contact = "contact",
    }
}

words! {
    /// The administrative level, each including the one before (ROLE-2).
    Level is "level" {
        Default = "default",
        Viewer = "viewer",
        Manager = "manager",
        Admin = "admin",
    }
}

words! {
    /// The role in one project, each including the one before (ROLE-2).
    ProjectRole is "project role" {
        Viewer = "viewer",
        Engineer = "engineer",
        Admin = "admin",
    }
}

words! {
    /// The role in monitoring (ROLE-2).
    MonitoringRole is "monitoring role" {
        None = "none",
        Auditor = "auditor",
        Author = "author",
        Analyst = "analyst",
        Manager = "manager",
    }
}

words! {
    /// A right switched on for one user (ROLE-4).
    Permission is "extended permission" {
        AddAssets = "add-assets",
        CreateOptionProfiles = "create-option-profiles",
        PurgeHostData = "purge-host-data",
        EditRemediationPolicies = "edit-remediation-policies",
        EditAuthRecords = "edit-auth-records",
        ManageVirtualScanners = "manage-virtual-scanners",
    }
}

/// Whether a role may, must or must not belong to a unit (UNIT-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitNeed {
    /// Never belongs to a unit.
    Never,
    /// Always belongs to one.
    Always,
    /// With or without.
    Either,
}

impl Role {
    /// The level the role implies (ROLE-3).
    pub const fn implied_level(self) -> Level {
        match self {
            Self::Manager => Level::Admin,
            Self::UserAdministrator => Level::Manager,
            _ => Level::Default,
        }
    }

    /// The monitoring role the role implies (ROLE-3).
    pub const fn implied_monitoring(self) -> MonitoringRole {
        match self {
            Self::Manager => MonitoringRole::Manager,
            Self::UnitManager => MonitoringRole::Analyst,
            Self::Scanner => MonitoringRole::Author,
            Self::Reader | Self::Auditor => MonitoringRole::Auditor,
            _ => MonitoringRole::None,
        }
    }

    /// The effective monitoring role, given the one set on the user (ROLE-3).
    pub fn effective_monitoring(self, set: Option<MonitoringRole>) -> MonitoringRole {
        match self {
            Self::Manager => MonitoringRole::Manager,
            _ => set.unwrap_or(self.implied_monitoring()),
        }
    }

    /// How the role stands to units (UNIT-3).
    pub const fn unit_need(self) -> UnitNeed {
        match self {
            Self::Manager | Self::UserAdministrator | Self::Auditor => UnitNeed::Never,
            Self::UnitManager => UnitNeed::Always,
            _ => UnitNeed::Either,
        }
    }

    /// Why the role cannot be in a unit, or cannot be without one (UNIT-3); nothing if it can.
    pub fn misplaced(self, is_in_unit: bool) -> Option<String> {
        match (self.unit_need(), is_in_unit) {
            (UnitNeed::Never, true) => Some(format!("{} never belongs to a unit", self.with_article())),
            (UnitNeed::Always, false) => Some(format!("{} always belongs to a unit", self.with_article())),
            _ => None,
        }
    }

    /// Whether the role reaches every asset of the subscription (AG-2, ROLE-7).
    pub const fn reaches_everything(self) -> bool {
        matches!(self, Self::Manager | Self::Auditor)
    }

    /// Whether the role can own asset groups (AG-6).
    pub const fn owns_asset_groups(self) -> bool {
        matches!(self, Self::Manager | Self::UserAdministrator | Self::UnitManager | Self::Scanner)
    }
}

impl Permission {
    /// The roles that can hold it (ROLE-4).
    pub const fn holders(self) -> &'static [Role] {
        match self {
            Self::AddAssets | Self::EditRemediationPolicies | Self::EditAuthRecords => &[Role::UnitManager],
            Self::CreateOptionProfiles | Self::ManageVirtualScanners => &[Role::UnitManager, Role::Scanner],
            Self::PurgeHostData => &[Role::UnitManager, Role::Scanner, Role::Reader],
        }
    }

    /// Whether the role can hold it (ROLE-4).
    pub fn fits(self, role: Role) -> bool {
        self.holders().contains(&role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_tolerantly_and_printed_in_one_form() {
        assert_eq!("Unit Manager".parse::<Role>().unwrap(), Role::UnitManager);
        assert_eq!(Role::UnitManager.to_string(), "unit-manager");
        let error = "scaner".parse::<Role>().unwrap_err();
        assert!(error.hints[0].contains("`scanner`"));
    }

    #[test]
    fn a_manager_is_always_monitoring_manager() {
        assert_eq!(Role::Manager.effective_monitoring(Some(MonitoringRole::None)), MonitoringRole::Manager);
        assert_eq!(Role::Scanner.effective_monitoring(Some(MonitoringRole::None)), MonitoringRole::None);
        assert_eq!(Role::Scanner.effective_monitoring(None), MonitoringRole::Author);
    }

    #[test]
    fn levels_include_the_one_before() {
        assert!(Level::Default < Level::Viewer && Level::Viewer < Level::Manager && Level::Manager < Level::Admin);
    }
}
