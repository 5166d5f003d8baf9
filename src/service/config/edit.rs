//! Editing a configuration (CONF-1).

use serde_json::Value;

use super::add::{check_global, launches, refuse_taken};
use super::targets;
use super::view::ConfigBody;
use crate::domain::record::Config;
use crate::domain::recurrence::Spec;
use crate::domain::text::key;
use crate::domain::{Action, Given, Name, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;
use crate::store;

/// What is to change; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub config: String,
    /// The new name.
    pub name: Option<Name>,
    /// The new content.
    pub content: Given<Value>,
    /// Groups to aim at.
    pub add_targets: Vec<String>,
    /// Groups to aim at no longer.
    pub remove_targets: Vec<String>,
    /// Whether it is shared.
    pub global: Option<bool>,
    /// The new recurrence.
    pub recurrence: Option<Spec>,
}

/// Edits a configuration.
///
/// # Errors
/// `conflict` by CONF-1; `invalid` by SCHED-1; `not-permitted` by ROLE-7.
pub fn edit(op: &mut WriteOp<'_>, request: &Request) -> Result<ConfigBody> {
    let object = op.find(ObjectKind::Config, &request.config)?;
    let before = store::config::find(op.conn, object.id)?;
    op.authorize(Action::ConfigEdit, &object)?;
    let owner = store::user::find(op.conn, before.owner_id)?;
    let mut after = before.clone();
    if let Some(name) = &request.name {
        if key(name.as_str()) != key(&before.name) {
            refuse_taken(op, &owner, before.kind, name.as_str())?;
        }
        after.name = name.to_string();
    }
    if let Some(content) = request.content.clone().said() {
        after.content = content;
    }
    if let Some(global) = request.global {
        if global {
            check_global(before.kind, &owner)?;
        }
        after.global = global;
    }
    if let Some((spec, next)) =
        request.recurrence.clone().map(|spec| launches(before.kind, Some(spec), op.now)).transpose()?.flatten()
    {
        after.recurrence = Some(spec);
        after.next_launch_at = Some(next);
    }
    let groups = change_targets(op, request, &mut after)?;
    let object = ObjectRef::new(ObjectKind::Config, object.id, after.name.clone());
    if op.journal.compare(&object, &before, &after)? {
        store::config::update(op.tx(), &after)?;
        store::config::set_targets(op.tx(), object.id, &groups)?;
        op.journal.unit = owner.unit;
    }
    op.say("change", "changed", format!("{} `{}`", after.kind, after.name));
    Ok(ConfigBody { config: store::config::find(op.conn, object.id)? })
}

/// Adds and removes targets in the record; gives the ids of the groups that remain.
fn change_targets(op: &WriteOp<'_>, request: &Request, config: &mut Config) -> Result<Vec<i64>> {
    let added = targets::find(op, config.kind, config.owner_id, &config.owner, &request.add_targets)?;
    let removed: Vec<String> = request.remove_targets.iter().map(|name| key(name)).collect();
    for name in added.names {
        if !config.targets.contains(&name) {
            config.targets.push(name);
        }
    }
    config.targets.retain(|name| !removed.contains(&key(name)));
    config.targets.sort_by_key(|name| (!crate::domain::text::means_all(name), name.to_lowercase()));
    let mut groups = Vec::new();
    for name in config.targets.iter().filter(|name| !crate::domain::text::means_all(name)) {
        groups.extend(
            store::naming::by_key(op.conn, ObjectKind::AssetGroup, &key(name))?.into_iter().map(|group| group.id),
        );
    }
    Ok(groups)
}
