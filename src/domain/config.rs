//! Personal configurations: their kinds and who may own them (CONF-1).

use super::roles::Role;
use super::words::words;

words! {
    /// The kind of a configuration.
    ConfigKind is "kind of configuration" {
        ReportTemplate = "report-template",
        OptionProfile = "option-profile",
        ScheduledScan = "scheduled-scan",
        ScheduledReport = "scheduled-report",
        SearchList = "search-list",
    }
}

impl ConfigKind {
    /// Whether it has a launch time.
    pub const fn is_scheduled(self) -> bool {
        matches!(self, Self::ScheduledScan | Self::ScheduledReport)
    }

    /// Whether it aims at asset groups.
    pub const fn has_targets(self) -> bool {
        !matches!(self, Self::OptionProfile | Self::SearchList)
    }

    /// Whether one of a user of that role can be shared with the subscription or unit.
    pub const fn can_be_global(self, role: Role) -> bool {
        matches!(self, Self::OptionProfile | Self::ReportTemplate) && matches!(role, Role::Manager | Role::UnitManager)
    }
}

#[cfg(test)]
mod tests {
    use super::super::action::Action;
    use super::super::matrix::role_cell;
    use super::*;

    #[test]
    fn a_scheduled_scan_belongs_to_who_may_launch_scans() {
        let owners: Vec<_> = Role::ALL.iter().filter(|role| ConfigKind::ScheduledScan.fits(**role)).collect();
        assert_eq!(owners, [&Role::Manager, &Role::UnitManager, &Role::Scanner]);
        for role in Role::ALL {
            let launches = role_cell(*role, Action::ScanLaunch, None).reach.is_some();
            assert_eq!(launches, ConfigKind::ScheduledScan.fits(*role), "{role}");
        }
    }
}
