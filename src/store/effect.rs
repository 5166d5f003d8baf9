//! What is looked at of many users at once to tell who gains and loses what (ACC-5), and whom a change concerns.

use std::collections::HashMap;

use super::Conn;
use super::reach::EVERYTHING;
use super::runs::{all_of, each_of, gathered};
use super::session::{ACTOR, actor_of};
use crate::domain::touch::Touch;
use crate::domain::{Actor, Address, Id, Result, Role};

/// A list of ids for SQL: they are numbers, so that nothing in it can be anything else.
fn listed(ids: &[Id]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Users as actors, with whether each reaches everything.
pub fn actors(conn: &Conn, users: &[Id]) -> Result<Vec<(Actor, bool)>> {
    let sql = format!(
        "SELECT {ACTOR}, {EVERYTHING} FROM users u LEFT JOIN units n ON n.id = u.unit_id WHERE u.id IN ({{ids}})"
    );
    all_of(conn, users, &sql, |row| {
        let mut cells = row.cells();
        Ok((actor_of(&mut cells)?, cells.take()?))
    })
}

/// The asset groups that each of some users reaches, in rising order.
pub fn groups_reached(conn: &Conn, users: &[Id]) -> Result<HashMap<Id, Vec<Id>>> {
    let sql = "SELECT DISTINCT r.user_id, r.group_id FROM group_reach r WHERE r.user_id IN ({ids}) ORDER BY r.user_id, r.group_id";
    gathered(conn, users, sql)
}

/// The appliances that each of some users owns, by name.
pub fn appliances_owned(conn: &Conn, users: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    gathered(conn, users, "SELECT owner_id, name FROM appliances WHERE owner_id IN ({ids}) ORDER BY name")
}

/// The tags that the scope of each of some users covers, with their names.
pub fn covered(conn: &Conn, users: &[Id]) -> Result<HashMap<Id, Vec<(Id, String)>>> {
    let sql = "SELECT DISTINCT x.user_id, t.id, t.name FROM tag_scopes x JOIN tag_closure c ON c.above_id = x.tag_id
           JOIN tags t ON t.id = c.tag_id WHERE x.user_id IN ({ids})";
    let mut found: HashMap<Id, Vec<(Id, String)>> = HashMap::new();
    each_of(
        conn,
        users,
        sql,
        |row| row.read(),
        |(user, tag, name): (Id, Id, String)| {
            found.entry(user).or_default().push((tag, name));
            Ok(())
        },
    )?;
    Ok(found)
}

/// The users whom a touch may concern, as the database now is.
pub fn concerned(conn: &Conn, touch: Touch) -> Result<Vec<Id>> {
    /// Whoever has the groups `t.group_id` assigned or owns them, and whoever has everything in their units.
    const REACHERS: &str = "SELECT x.user_id FROM t JOIN asset_group_users x ON x.group_id = t.group_id
        UNION SELECT g.owner_id FROM t JOIN asset_groups g ON g.id = t.group_id
        UNION SELECT u.id FROM t JOIN asset_group_units l ON l.group_id = t.group_id JOIN users u ON u.unit_id = l.unit_id AND u.role = 'unit-manager'
        UNION SELECT u.id FROM t JOIN asset_group_units l ON l.group_id = t.group_id JOIN users u ON u.unit_id = l.unit_id AND u.all_assigned = 1";
    let reachers = |groups: &str| format!("WITH t (group_id) AS ({groups}) {REACHERS}");
    let (sql, id) = match touch {
        Touch::Account(user)
        | Touch::Permissions(user)
        | Touch::Membership(user)
        | Touch::UserInProject(user)
        | Touch::Assignment(user)
        | Touch::Scope(user) => return Ok(vec![user]),
        Touch::Group(group) | Touch::GroupInProject(group) => {
            ("SELECT user_id FROM user_group_members WHERE group_id = ?1".to_owned(), group)
        }
        Touch::Project(project) => (
            "SELECT user_id FROM project_users WHERE project_id = ?1
             UNION SELECT m.user_id FROM project_groups x JOIN user_group_members m ON m.group_id = x.group_id WHERE x.project_id = ?1"
                .to_owned(),
            project,
        ),
        Touch::AssetGroup(group) => (reachers("SELECT ?1"), group),
        Touch::Domain(domain) => (reachers("SELECT group_id FROM asset_group_domains WHERE domain_id = ?1"), domain),
        Touch::Appliance(appliance) => (
            format!(
                "{} UNION SELECT owner_id FROM appliances WHERE id = ?1",
                reachers("SELECT group_id FROM asset_group_appliances WHERE appliance_id = ?1")
            ),
            appliance,
        ),
        Touch::Tag(tag) => (
            "SELECT DISTINCT x.user_id FROM tag_closure c JOIN tag_scopes x ON x.tag_id = c.above_id WHERE c.tag_id = ?1".to_owned(),
            tag,
        ),
        Touch::Asset(_) | Touch::Marks(_) | Touch::Setting => return Ok(Vec::new()),
    };
    conn.all(&sql, [id], |row| row.get(0))
}

/// Every user of these roles.
pub fn of_roles(conn: &Conn, roles: &[Role]) -> Result<Vec<Id>> {
    let roles: Vec<String> = roles.iter().map(|role| format!("'{role}'")).collect();
    conn.all(&format!("SELECT id FROM users WHERE role IN ({})", roles.join(", ")), [], |row| row.get(0))
}

/// The assets that bear a tag.
pub fn bearers(conn: &Conn, tag: Id) -> Result<Vec<Id>> {
    conn.all("SELECT asset_id FROM asset_tags WHERE tag_id = ?1", [tag], |row| row.get(0))
}

/// The address of each of some assets that exist, and its tags in rising order.
pub fn marks(conn: &Conn, assets: &[Id]) -> Result<HashMap<Id, (Address, Vec<Id>)>> {
    let addresses = all_of(conn, assets, "SELECT id, address FROM assets WHERE id IN ({ids})", |row| row.read())?;
    let sql = "SELECT asset_id, tag_id FROM asset_tags WHERE asset_id IN ({ids}) ORDER BY asset_id, tag_id";
    let mut tags = gathered(conn, assets, sql)?;
    let asset = |(id, address): (Id, Address)| (id, (address, tags.remove(&id).unwrap_or_default()));
    Ok(addresses.into_iter().map(asset).collect())
}

/// The sub-users who see an asset with these tags in monitoring: any with a scope where there are none, else those whose
/// scope covers one of them (SCOPE-2).
pub fn viewers(conn: &Conn, tags: &[Id]) -> Result<Vec<Id>> {
    let scopes = if tags.is_empty() {
        "SELECT user_id FROM tag_scopes".to_owned()
    } else {
        format!(
            "SELECT x.user_id FROM tag_closure c JOIN tag_scopes x ON x.tag_id = c.above_id WHERE c.tag_id IN ({})",
            listed(tags)
        )
    };
    conn.all(&format!("SELECT DISTINCT user_id FROM ({scopes}) x ORDER BY user_id"), [], |row| row.get(0))
}

/// Whether any tag stands in any scope.
pub fn any_scope(conn: &Conn) -> Result<bool> {
    conn.exists("SELECT 1 FROM tag_scopes LIMIT 1", [])
}
