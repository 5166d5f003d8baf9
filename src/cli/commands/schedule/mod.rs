//! Scheduled scans and reports.

use super::verbs;

pub mod activate;
pub mod deactivate;
pub mod list;
pub mod run_due;
pub mod show;

verbs! {
    /// Scheduled scans and reports
    Schedule {
        "list" List => list,
        "show" Show => show,
        "activate" Activate => activate,
        "deactivate" Deactivate => deactivate,
        "run-due" RunDue => run_due,
    }
}
