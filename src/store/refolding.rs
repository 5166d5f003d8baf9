//! Names as they are compared, written anew after the comparison has changed.

use super::Tx;
use crate::domain::text::{key, numbered};
use crate::domain::{Id, Result};

/// The tables of things with names, and what one of them is called.
const NAMED: &[(&str, &str)] = &[
    ("units", "business unit"),
    ("asset_groups", "asset group"),
    ("assets", "asset"),
    ("domains", "domain"),
    ("appliances", "appliance"),
    ("configs", "configuration"),
    ("tags", "tag"),
    ("remediation_policies", "remediation policy"),
    ("auth_records", "authentication record"),
    ("user_groups", "group"),
    ("projects", "project"),
    ("engines", "engine"),
    ("rules", "rule"),
    ("requirements", "requirement"),
    ("integrations", "integration"),
    ("reports", "report"),
    ("project_profiles", "profile of a project"),
    ("project_test_cases", "test case"),
    ("fim_profiles", "monitoring profile"),
    ("fim_rules", "correlation rule"),
    ("fim_reports", "monitoring report"),
    ("fim_report_rules", "report rule"),
    ("api_tokens", "API token"),
];

/// Writes the comparable form of every name where it is another one now. Of two that have become the same, the second
/// gets a number (MOVE-4).
pub(super) fn fill_keys(tx: &Tx<'_>) -> Result<Vec<String>> {
    tx.later("UPDATE tickets SET title_key = fold(title) WHERE title_key <> fold(title)", [])?;
    let mut told = Vec::new();
    for (table, what) in NAMED {
        let sql = format!("SELECT id, name FROM {table} WHERE name_key <> fold(name) ORDER BY id");
        for (id, name) in tx.all(&sql, [], |row| row.read::<(Id, String)>())? {
            if write(tx, table, id, &name)? {
                continue;
            }
            let free = numbered(&name, |other| Ok(!write(tx, table, id, other)?))?;
            told.push(format!(
                "the {what} `{name}` is called `{free}` now: another one has the same name but for case and blanks"
            ));
        }
    }
    Ok(told)
}

/// Writes a name with its comparable form; false if another one has it.
fn write(tx: &Tx<'_>, table: &str, id: Id, name: &str) -> Result<bool> {
    let sql = format!("UPDATE OR IGNORE {table} SET name = ?2, name_key = ?3 WHERE id = ?1");
    Ok(tx.run(&sql, (id, name, key(name)))? > 0)
}
