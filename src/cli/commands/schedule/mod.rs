//! Scheduled scans and reports.

use super::verbs;

pub mod activate;
pub mod deactivate;
pub mod list;
pub mod show;

verbs! {
    /// Scheduled scans and reports
    Schedule {
        List => list,
        Show => show,
        Activate => activate,
        Deactivate => deactivate,
    }
}
