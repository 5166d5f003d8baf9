//! What becomes of a deleted user's things (DEL-2, DEL-3).

use super::config::ConfigKind;
use super::roles::Role;
use super::words::words;

words! {
    /// What becomes of the scans and maps of who is deleted.
    ResultsAnswer is "answer about results" {
        Keep = "keep",
        Delete = "delete",
    }
}

/// Whether a configuration goes to the primary contact, whatever was answered about the others (DEL-3).
pub const fn goes_to_contact(role: Role, kind: ConfigKind, global: bool) -> bool {
    let leads = matches!(role, Role::Manager | Role::UnitManager);
    match kind {
        ConfigKind::ScheduledScan => leads,
        ConfigKind::OptionProfile | ConfigKind::ReportTemplate => leads && global,
        ConfigKind::ScheduledReport | ConfigKind::SearchList => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_rely_on_goes_to_the_contact_and_only_from_managers() {
        for role in [Role::Manager, Role::UnitManager] {
            assert!(goes_to_contact(role, ConfigKind::ScheduledScan, false));
            assert!(goes_to_contact(role, ConfigKind::OptionProfile, true));
            assert!(goes_to_contact(role, ConfigKind::ReportTemplate, true));
            assert!(!goes_to_contact(role, ConfigKind::OptionProfile, false));
            assert!(!goes_to_contact(role, ConfigKind::ScheduledReport, false));
            assert!(!goes_to_contact(role, ConfigKind::SearchList, false));
        }
        for kind in ConfigKind::ALL {
            assert!(!goes_to_contact(Role::Scanner, *kind, true), "{kind}");
        }
    }
}
