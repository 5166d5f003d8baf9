//! Who is left to administer the subscription (SUB-3).

use super::Conn;
use crate::domain::Result;

/// Whether a human who is not inactive has the effective level `admin` (SUB-3).
pub fn any_human_admin(conn: &Conn) -> Result<bool> {
    conn.exists(
        "SELECT 1 FROM users u
          WHERE (u.role = 'manager' OR u.level = 'admin') AND u.role <> 'contact' AND u.api_only = 0 AND u.status <> 'inactive'
         UNION ALL
         SELECT 1 FROM user_groups g JOIN user_group_members m ON m.group_id = g.id JOIN users u ON u.id = m.user_id
          WHERE g.level = 'admin' AND u.role <> 'contact' AND u.api_only = 0 AND u.status <> 'inactive'
         LIMIT 1",
        [],
    )
}

/// Whether the subscription's primary contact is a manager and not inactive (SUB-3).
pub fn subscription_contact_holds(conn: &Conn) -> Result<bool> {
    conn.exists(
        "SELECT 1 FROM subscriptions s JOIN users u ON u.id = s.primary_contact_id
          WHERE u.role = 'manager' AND u.status <> 'inactive'",
        [],
    )
}
