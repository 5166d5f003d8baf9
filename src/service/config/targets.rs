//! What configurations aim at (CONF-1, CONF-2).

use super::view::label;
use crate::domain::config::ConfigKind;
use crate::domain::record::{ALL_GROUP, Config};
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Id, Result};
use crate::service::WriteOp;
use crate::service::find::GroupName;
use crate::store;

/// Targets found in the database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets {
    /// Whether `All` is among them.
    pub all: bool,
    pub groups: Vec<Id>,
    /// Their names, `All` first.
    pub names: Vec<String>,
}

/// Finds targets and refuses those that the owner cannot reach (CONF-1).
pub fn find(op: &WriteOp<'_>, kind: ConfigKind, owner: Id, owner_login: &str, typed: &[String]) -> Result<Targets> {
    check_kind(kind, typed)?;
    find_reached(op, owner, owner_login, typed)
}

/// Finds targets, reached or not: what is taken over may need a target, as it did before (CONF-2).
pub fn find_any(op: &WriteOp<'_>, kind: ConfigKind, typed: &[String]) -> Result<Targets> {
    check_kind(kind, typed)?;
    find_each(op, typed, |_, _| Ok(()))
}

fn check_kind(kind: ConfigKind, typed: &[String]) -> Result<()> {
    if !typed.is_empty() && !kind.has_targets() {
        return Err(
            Error::conflict("CONF-1", format!("{} has no targets", kind.with_article())).hint("leave `--target` out")
        );
    }
    Ok(())
}

/// Finds groups to aim at and refuses those that the user cannot reach (AG-2).
pub fn find_reached(op: &WriteOp<'_>, owner: Id, owner_login: &str, typed: &[String]) -> Result<Targets> {
    find_each(op, typed, |id, label| {
        if store::reach::reaches_group(op.conn, owner, id)? {
            return Ok(());
        }
        Err(Error::conflict("CONF-1", format!("`{owner_login}` cannot reach `{label}`, so it cannot be a target"))
            .hint(if op.require(Action::AssetGroupAssign).is_ok() {
                format!("assign it first: `provost asset-group assign {} {owner_login}`", quoted(label))
            } else {
                "ask a manager to assign it, or name a group of `provost asset-group list`".to_owned()
            }))
    })
}

fn find_each(op: &WriteOp<'_>, typed: &[String], check: impl Fn(Option<Id>, &str) -> Result<()>) -> Result<Targets> {
    let mut targets = Targets::default();
    for name in typed {
        let (id, label) = match op.find_group(name)? {
            GroupName::All => (None, ALL_GROUP.to_owned()),
            GroupName::Group(group) => (Some(group.id), group.name),
        };
        check(id, &label)?;
        match id {
            None => targets.all = true,
            Some(id) if !targets.groups.contains(&id) => targets.groups.push(id),
            Some(_) => continue,
        }
        targets.names.push(label);
    }
    targets.names.sort_by_key(|name| (name != ALL_GROUP, name.to_lowercase()));
    Ok(targets)
}

/// The configurations aimed at a group that need a target now.
pub fn needing_target_at(op: &WriteOp<'_>, group: Id) -> Result<Vec<Id>> {
    let aimed = store::config::aimed_at(op.conn, group)?;
    Ok(aimed.into_iter().filter(|config| config.needs_target).map(|config| config.id).collect())
}

/// Those that need one now and did not before.
pub fn newly_needing_target(op: &WriteOp<'_>, group: Id, before: &[Id]) -> Result<Vec<String>> {
    let aimed: Vec<Config> = store::config::aimed_at(op.conn, group)?;
    Ok(aimed.iter().filter(|config| config.needs_target && !before.contains(&config.id)).map(label).collect())
}
