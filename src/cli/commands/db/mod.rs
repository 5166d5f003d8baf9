//! The database file.

use super::verbs;

pub mod backup;
pub mod check;
pub mod info;
pub mod migrate;
pub mod restore;

verbs! {
    /// The database file
    Db {
        "info" Info => info,
        "check" Check => check,
        "backup" Backup => backup,
        "restore" Restore => restore,
        "migrate" Migrate => migrate,
    }
}
