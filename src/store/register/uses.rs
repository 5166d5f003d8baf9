//! Which projects use what stands in a register (ORG-1).

use crate::domain::{Id, Named, ObjectKind, Result};
use crate::store::Conn;
use crate::store::columns::named;

/// The projects that use an engine, rule, requirement or integration, by name.
pub fn projects(conn: &Conn, kind: ObjectKind, id: Id) -> Result<Vec<Named>> {
    let users = match kind {
        ObjectKind::Engine => "SELECT f.project_id FROM project_profiles f WHERE f.engine_id = ?1",
        ObjectKind::Rule => {
            "SELECT f.project_id FROM project_profile_rules x JOIN project_profiles f ON f.id = x.profile_id WHERE x.rule_id = ?1
             UNION SELECT s.project_id FROM project_results x JOIN project_scans s ON s.id = x.scan_id WHERE x.rule_id = ?1"
        }
        ObjectKind::Requirement => {
            "SELECT f.project_id FROM project_profile_requirements x JOIN project_profiles f ON f.id = x.profile_id WHERE x.requirement_id = ?1"
        }
        ObjectKind::Integration => "SELECT x.project_id FROM project_integrations x WHERE x.integration_id = ?1",
        _ => return Ok(Vec::new()),
    };
    conn.all(&format!("SELECT p.id, p.name FROM projects p WHERE p.id IN ({users}) ORDER BY p.name_key"), [id], named)
}
