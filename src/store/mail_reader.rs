//! Whom mails go to.

use super::Conn;
use super::columns::List;
use super::engine::Cells;
use crate::domain::matrix::role_cell;
use crate::domain::{Action, Id, Result, Role};

/// Somebody a mail goes to.
pub struct MailReader {
    /// Its row.
    pub id: Id,
    pub login: String,
    /// Its e-mail address.
    pub email: String,
    pub time_zone: Option<String>,
}

const READER: &str = "u.id, u.login, COALESCE(u.email, u.login), u.time_zone";

fn reader(cells: &mut Cells<'_>) -> Result<MailReader> {
    Ok(MailReader { id: cells.take()?, login: cells.take()?, email: cells.take()?, time_zone: cells.take()? })
}

/// Who gets ticket digests and has open tickets, each with the day of its last digest.
pub fn of_digests(conn: &Conn) -> Result<Vec<(MailReader, Option<String>)>> {
    let sql = format!(
        "SELECT {READER}, d.day FROM users u LEFT JOIN ticket_digests d ON d.user_id = u.id
          WHERE u.notify_tickets = 1 AND u.status IN ('active', 'locked') AND u.api_only = 0
            AND EXISTS (SELECT 1 FROM tickets t WHERE t.assignee_id = u.id AND t.state = 'open') ORDER BY u.id"
    );
    conn.all(&sql, [], |row| {
        let mut cells = row.cells();
        Ok((reader(&mut cells)?, cells.take()?))
    })
}

/// Who is told that a scan has ended (MAIL-3, MAIL-4): whoever wants it for its own groups and has one of the
/// targets, assigned or owned, and whoever wants it for all it reaches and reaches one; each with the targets it
/// reaches. Only roles that may view scans, and contacts, are told anything.
pub fn of_scan(conn: &Conn, scan: Id) -> Result<Vec<(MailReader, Vec<String>)>> {
    let told = Role::ALL
        .iter()
        .filter(|role| **role == Role::Contact || role_cell(**role, Action::ScanView, None).reach.is_some());
    let told: Vec<String> = told.map(|role| format!("'{role}'")).collect();
    let sql = format!(
        "WITH targets (group_id) AS (
             SELECT group_id FROM scan_targets WHERE scan_id = ?1
             UNION SELECT r.group_id FROM scans s JOIN group_reach r ON r.user_id = s.owner_id WHERE s.id = ?1 AND s.targets_all = 1),
         readers (id) AS (
             SELECT x.user_id FROM targets t JOIN asset_group_users x ON x.group_id = t.group_id
             UNION SELECT g.owner_id FROM targets t JOIN asset_groups g ON g.id = t.group_id
             UNION SELECT u.id FROM users u WHERE u.all_assigned = 1
                AND EXISTS (SELECT 1 FROM targets t JOIN group_reach r ON r.group_id = t.group_id WHERE r.user_id = u.id)
             UNION SELECT u.id FROM users u WHERE u.notify_scans = 'all'
                AND EXISTS (SELECT 1 FROM targets t JOIN group_reach r ON r.group_id = t.group_id WHERE r.user_id = u.id))
         SELECT {READER}, string_agg(g.name, '\u{1f}' ORDER BY g.name_key)
           FROM readers x CROSS JOIN users u CROSS JOIN targets t CROSS JOIN asset_groups g
          WHERE u.id = x.id AND g.id = t.group_id AND EXISTS (SELECT 1 FROM group_reach r WHERE r.user_id = u.id AND r.group_id = t.group_id) AND u.notify_scans <> 'none' AND u.status IN ('active', 'locked') AND u.api_only = 0 AND u.role IN ({})
          GROUP BY u.id ORDER BY u.id",
        told.join(", ")
    );
    conn.all(&sql, [scan], |row| {
        let mut cells = row.cells();
        let reader = reader(&mut cells)?;
        let mut targets = cells.take::<List>()?.0;
        targets.dedup();
        Ok((reader, targets))
    })
}
