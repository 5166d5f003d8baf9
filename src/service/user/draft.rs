//! What is said of a user (USER-1).

use super::profile::Profile;
use crate::domain::user::NotifyScans;
use crate::domain::{Level, Login, MonitoringRole, Permission, Role, Status};
use crate::service::draft::draft;

draft! {
    /// What is said of a user, by flags or by a row.
    UserDraft {
        /// The name at sign-in.
        login: Login = word,
    }
    with profile: Profile {
        /// The subscription role.
        role: Role = word,
        /// The business unit.
        unit: String = text,
        /// The administrative level.
        level: Level = word,
        /// The monitoring role; cleared, it is the one the role implies.
        monitoring_role: MonitoringRole = word,
        /// The state (USER-2).
        status: Status = word,
        /// The user groups it belongs to.
        groups: Vec<String> = list,
        /// The asset groups that are assigned to it.
        asset_groups: Vec<String> = list,
        /// The tags in its scope.
        tag_scope: Vec<String> = list,
        /// The extended permissions.
        permissions: Vec<Permission> = words,
        /// Whether only programs sign in as this user.
        api_only: bool = flag,
        /// Whether the password never expires (PASS-4).
        password_never_expires: bool = flag,
        /// Which scan summaries are sent (MAIL-3).
        notify_scans: NotifyScans = word,
        /// Whether the ticket digest is sent.
        notify_tickets: bool = flag,
    }
}
