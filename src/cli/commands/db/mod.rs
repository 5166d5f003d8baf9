//! The database file.

use super::verbs;

pub mod migrate;

verbs! {
    /// The database file
    Db {
        "migrate" Migrate => migrate,
    }
}
