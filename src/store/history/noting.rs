//! What a row that is as it was again gives somebody (ROLE-10), and whose access it decides about (ACC-5): as the statements of the
//! workflows note it, told from the rows alone.

use serde_json::Value as Json;

use super::changes::RowChange;
use super::row::Cells;
use crate::domain::grant::{Grant, Holder, Standing};
use crate::domain::touch::Touch;
use crate::domain::{Error, Id, Result};
use crate::store::counts::Count;
use crate::store::{Conn, Tx};

/// Notes what comes of setting a row to what it was, before that is done.
pub fn note(tx: &Tx<'_>, change: &RowChange) -> Result<()> {
    if matches!(change.table.name, "users" | "subscriptions" | "user_groups" | "user_group_members") {
        tx.may_unseat();
    }
    if let Some(grant) = grant(change)? {
        tx.note(grant);
    }
    for touch in touches(change) {
        tx.touch(touch);
    }
    count(tx, change);
    Ok(())
}

/// What the row gives that it will be.
fn grant(change: &RowChange) -> Result<Option<Grant>> {
    let Some(will_be) = &change.before else { return Ok(None) };
    let id = change.key.first;
    let second = change.key.second.parse::<Id>().unwrap_or_default();
    let is_new = change.after.is_none();
    Ok(match change.table.name {
        "users" => {
            let before = change.after.as_ref().map(standing).transpose()?;
            let after = standing(will_be)?;
            (before != Some(after)).then_some(Grant::Account { user: id, before, after })
        }
        "user_permissions" if is_new => Some(Grant::Permission { user: id, permission: parsed(&change.key.second)? }),
        "user_group_members" if is_new => Some(Grant::Membership { user: id, group: second }),
        "user_groups" if is_new || change.fields().contains(&"level") => {
            Some(Grant::GroupLevel { group: id, is_new, level: word(will_be, "level")? })
        }
        "project_users" | "project_groups" => {
            let holder = if change.table.name == "project_users" { Holder::User(id) } else { Holder::Group(id) };
            Some(Grant::ProjectRole { holder, project: second, role: word(will_be, "role")? })
        }
        _ => None,
    })
}

fn standing(cells: &Cells) -> Result<Standing> {
    let monitoring_role = match cells.contains_key("monitoring_role") {
        true => Some(word(cells, "monitoring_role")?),
        false => None,
    };
    let is_inactive = cells.get("status").and_then(Json::as_str) == Some("inactive");
    Ok(Standing { role: word(cells, "role")?, level: word(cells, "level")?, monitoring_role, is_inactive })
}

fn word<T: std::str::FromStr<Err = Error>>(cells: &Cells, column: &str) -> Result<T> {
    parsed(cells.get(column).and_then(Json::as_str).unwrap_or_default())
}

fn parsed<T: std::str::FromStr<Err = Error>>(word: &str) -> Result<T> {
    word.parse().map_err(|error: Error| Error::internal("the history holds a word that is none").source(error))
}

/// Whose access the row decides about.
pub fn touches(change: &RowChange) -> Vec<Touch> {
    let (first, second) = (change.key.first, change.key.second.parse::<Id>().unwrap_or_default());
    let owner = |cells: &Option<Cells>| cells.as_ref()?.get("owner_id")?.as_i64();
    let fields = change.fields();
    match change.table.name {
        "users" if fields == ["all_assigned"] => vec![Touch::Assignment(first)],
        "users" => vec![Touch::Account(first), Touch::Assignment(first)],
        "user_permissions" => vec![Touch::Permissions(first)],
        "user_group_members" => vec![Touch::Membership(first)],
        "user_groups" => vec![Touch::Group(first)],
        "project_users" => vec![Touch::UserInProject(first)],
        "project_groups" => vec![Touch::GroupInProject(first)],
        "projects" => vec![Touch::Project(first)],
        "asset_group_users" => vec![Touch::Assignment(first)],
        "appliances" => {
            let owners = [owner(&change.before), owner(&change.after)].into_iter().flatten();
            owners.map(Touch::Assignment).chain([Touch::Appliance(first)]).collect()
        }
        "asset_groups"
        | "asset_group_ranges"
        | "asset_group_domains"
        | "asset_group_appliances"
        | "asset_group_units" => vec![Touch::AssetGroup(first)],
        "domains" => vec![Touch::Domain(first)],
        "assets" => vec![Touch::Asset(first)],
        "asset_tags" => vec![Touch::Marks(first)],
        "tag_scopes" => vec![Touch::Scope(first)],
        "tags" => vec![Touch::Tag(first)],
        "tag_closure" => vec![Touch::Tag(first), Touch::Tag(second)],
        "settings" => vec![Touch::Setting],
        _ => Vec::new(),
    }
}

/// Counts what comes and goes.
fn count(conn: &Conn, change: &RowChange) {
    let unit = |cells: &Option<Cells>| cells.as_ref()?.get("unit_id")?.as_i64();
    let is_there = |cells: &Option<Cells>| i64::from(cells.is_some());
    match change.table.name {
        "users" => {
            if let Some(unit) = unit(&change.after) {
                conn.counts.add(Count::Users(unit), -1);
            }
            if let Some(unit) = unit(&change.before) {
                conn.counts.add(Count::Users(unit), 1);
            }
        }
        "assets" => conn.counts.add(Count::Assets, is_there(&change.before) - is_there(&change.after)),
        _ => {}
    }
}
