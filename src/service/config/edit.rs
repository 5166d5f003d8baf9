//! Editing a configuration (CONF-1).

use serde_json::Value;

use super::add::{check_global, launches, no_scan, refuse_taken};
use super::aim::{self, AimWish};
use super::targets::{self, Targets};
use super::view::ConfigBody;
use crate::domain::config::ConfigKind;
use crate::domain::given::{Members, beyond};
use crate::domain::record::{Aim, Config, names_all};
use crate::domain::recurrence::Spec;
use crate::domain::scan::ScanKind;
use crate::domain::text::key;
use crate::domain::{Action, Given, Id, Name, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;
use crate::store;
use crate::store::aim::{Ids, Of};

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
    /// What it takes beside groups, changed by this.
    pub aim: AimChange,
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
    let ids = change_aim(op, request, &mut after, &groups)?;
    let object = ObjectRef::new(ObjectKind::Config, object.id, after.name.clone());
    if op.journal.compare(&object, &before, &after)? {
        store::config::update(op.tx(), &after)?;
        store::config::set_targets(op.tx(), object.id, &groups)?;
        if let Some(ids) = ids {
            store::aim::set(op.tx(), Of::Config, object.id, &after.aim.addresses, &ids)?;
        }
        op.journal.unit = owner.unit;
    }
    op.say("change", "changed", format!("{} `{}`", after.kind, after.name));
    Ok(ConfigBody { config: store::config::find(op.conn, object.id)? })
}

/// What a schedule takes beside groups, as it is to change.
#[derive(Debug, Clone, Default)]
pub struct AimChange {
    pub addresses: Given<Members>,
    pub domains: Given<Members>,
    pub appliances: Given<Members>,
    pub option_profile: Given<String>,
    /// Whether what its owner does not reach is kept, as it was before (CONF-2).
    pub keeps_unreached: bool,
}

impl AimChange {
    /// What is wanted then; nothing if nothing is said.
    fn wish(&self, present: &Aim) -> Result<Option<AimWish>> {
        let laid = |said: &Given<Members>, present: &[String]| {
            let (added, removed) = said.changes(present);
            beyond(present, &removed).into_iter().chain(beyond(&added, present)).collect::<Vec<String>>()
        };
        let shown: Vec<String> = present.addresses.iter().map(ToString::to_string).collect();
        let addresses = laid(&self.addresses, &shown);
        let wish = AimWish {
            addresses: addresses.iter().map(|address| address.parse()).collect::<Result<_>>()?,
            domains: laid(&self.domains, &present.domains),
            appliances: laid(&self.appliances, &present.appliances),
            option_profile: match &self.option_profile {
                Given::Unsaid => present.option_profile_id.map(|id| format!("id:{id}")),
                said => said.clone().value(),
            },
        };
        let says = matches!(
            (&self.addresses, &self.domains, &self.appliances, &self.option_profile),
            (Given::Unsaid, Given::Unsaid, Given::Unsaid, Given::Unsaid)
        );
        Ok((!says).then_some(wish))
    }
}

/// Changes what the record takes beside groups; gives the ids of it, if anything is said.
fn change_aim(op: &WriteOp<'_>, request: &Request, config: &mut Config, groups: &[Id]) -> Result<Option<Ids>> {
    let Some(wish) = request.aim.wish(&config.aim)? else { return Ok(None) };
    if config.kind != ConfigKind::ScheduledScan {
        return if wish == AimWish::default() { Ok(None) } else { Err(no_scan(config.kind)) };
    }
    let targets = Targets { all: names_all(&config.targets), groups: groups.to_vec(), names: config.targets.clone() };
    let kind = ScanKind::of_schedule(config.kind, config.map);
    let (aim, ids) = if request.aim.keeps_unreached {
        aim::look_up(op, &wish)?
    } else {
        aim::find(op, (config.owner_id, &config.owner), kind, &targets, &wish)?
    };
    config.aim = aim;
    Ok(Some(ids))
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
