//! Authentication records (AUTH-1).

use super::words::words;

words! {
    /// What a record lets a scan sign in to.
    AuthTechnology is "technology" {
        Unix = "unix",
        Windows = "windows",
        NetworkDevice = "network-device",
        Database = "database",
        WebApplication = "web-application",
    }
}
