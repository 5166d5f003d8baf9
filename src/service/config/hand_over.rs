//! Configurations that change hands or go (CONF-1).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::config::ConfigKind;
use crate::domain::record::{Config, User};
use crate::domain::text::numbered;
use crate::domain::{Action, Error, Id, ObjectKind, ObjectRef, Placement, Result, Role, Status, Target};
use crate::service::WriteOp;
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::store;

/// A name that changed because the new owner has a thing of that name already (MOVE-12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Renamed {
    /// The name before.
    pub from: String,
    /// The name now.
    pub to: String,
}

/// A configuration in its new owner's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    pub id: Id,
    /// The name that it has there.
    pub name: String,
    /// The name that it had, if that is another.
    pub former: Option<String>,
}

impl Handed {
    /// Both names, if they differ.
    pub fn renamed(&self) -> Option<Renamed> {
        self.former.clone().map(|from| Renamed { from, to: self.name.clone() })
    }
}

/// What became of transferred configurations.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TransferBody {
    /// What happened to each.
    #[serde(flatten)]
    pub outcomes: Outcomes,
    /// Those that bear another name there (MOVE-12).
    pub renamed: Vec<Renamed>,
    /// Those that need a target in their new owner's hands (CONF-2).
    pub needs_target: Vec<String>,
}

/// Transfers configurations to another user.
///
/// # Errors
/// `conflict` by CONF-1; `not-permitted` by ROLE-7.
pub fn transfer(op: &mut WriteOp<'_>, names: &[String], to: &str) -> Result<TransferBody> {
    let objects = op.find_all(ObjectKind::Config, names)?;
    let receiver = op.find(ObjectKind::User, to)?;
    let receiver = store::user::find(op.conn, receiver.id)?;
    let (mut outcomes, mut renamed, mut given) = (Outcomes::default(), Vec::new(), Vec::new());
    for object in &objects {
        let config = store::config::find(op.conn, object.id)?;
        op.authorize(Action::ConfigTransfer, object)?;
        let reach = Placement::of_user(&op.actor, receiver.id, receiver.unit_id);
        op.authorize_at(Action::ConfigTransfer, Target::config(config.kind, reach), &receiver.login)?;
        check_receiver(config.kind, &receiver)?;
        let changed = config.owner_id != receiver.id;
        let mut now = object.clone();
        if changed {
            let handed = give(op, &config, &receiver)?;
            renamed.extend(handed.renamed());
            now.name = handed.name;
        }
        outcomes.push(&now, changed);
        given.push(now);
    }
    let mut needs_target = Vec::new();
    for name in given {
        if store::reach::needs_target(op.conn, name.id)? {
            needs_target.push(name.name);
        }
    }
    needs_target.sort_by_key(|name| crate::domain::text::key(name));
    op.say(
        "transfer",
        "transferred",
        format!("{} to `{}`", outcomes.phrase("configuration", "configurations"), receiver.login),
    );
    Ok(TransferBody { outcomes, renamed, needs_target })
}

/// Deletes configurations.
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::Config, Action::ConfigDelete, names, |op, object| {
        store::config::delete(op.tx(), object.id)
    })
}

/// Deletes all configurations of a user.
pub fn delete_all(op: &mut WriteOp<'_>, owner: Id) -> Result<()> {
    for config in store::config::briefs_of_owner(op.conn, owner)? {
        remove(op, config.id, config.name)?;
    }
    Ok(())
}

/// Deletes one configuration.
pub fn remove(op: &mut WriteOp<'_>, id: Id, name: String) -> Result<()> {
    store::config::delete(op.tx(), id)?;
    op.journal.deleted(&ObjectRef::new(ObjectKind::Config, id, name));
    Ok(())
}

/// Gives all configurations of a user to somebody else.
pub fn give_all(op: &mut WriteOp<'_>, owner: Id, to: Id) -> Result<Vec<Handed>> {
    let receiver = store::user::find(op.conn, to)?;
    let mut handed = Vec::new();
    for brief in store::config::briefs_of_owner(op.conn, owner)? {
        let config = store::config::find(op.conn, brief.id)?;
        check_receiver(config.kind, &receiver)?;
        handed.push(give(op, &config, &receiver)?);
    }
    Ok(handed)
}

/// Who receives a configuration is not inactive and may own its kind (CONF-1).
pub fn check_receiver(kind: ConfigKind, receiver: &User) -> Result<()> {
    if receiver.status == Status::Inactive {
        return Err(Error::conflict(
            "CONF-1",
            format!("`{}` is inactive and cannot receive configurations", receiver.login),
        )
        .hint("provost user list --filter status=active"));
    }
    super::add::check_owner(kind, receiver)
}

/// Changes the owner: a clash of names appends a number, and `global` falls where the new owner cannot have it.
/// Gives the name it has then.
pub fn give(op: &mut WriteOp<'_>, config: &Config, receiver: &User) -> Result<Handed> {
    let mut after = config.clone();
    after.owner = receiver.login.clone();
    after.owner_id = receiver.id;
    after.global = config.global && config.kind.can_be_global(receiver.role);
    if store::config::by_name(op.conn, receiver.id, config.kind, &config.name)?.is_some() {
        let conn = op.conn;
        after.name =
            numbered(&config.name, |name| Ok(store::config::by_name(conn, receiver.id, config.kind, name)?.is_some()))?
                .to_string();
        op.notice(format!(
            "`{}` has {} `{}` already, so it becomes `{}`",
            receiver.login,
            config.kind.with_article(),
            config.name,
            after.name
        ));
    }
    if config.global && !after.global {
        op.notice(format!("`{}` is no longer global: {} cannot share it", after.name, receiver.role.with_article()));
    }
    store::config::update(op.tx(), &after)?;
    let object = ObjectRef::new(ObjectKind::Config, config.id, after.name.clone());
    op.journal.compare(&object, config, &after)?;
    let former = (after.name != config.name).then(|| config.name.clone());
    Ok(Handed { id: config.id, name: after.name, former })
}

/// Takes `global` off what a user of that role cannot share.
pub fn drop_global(op: &mut WriteOp<'_>, owner: &ObjectRef, role: Role) -> Result<()> {
    let shared = store::config::briefs_of_owner(op.conn, owner.id)?;
    for brief in shared.into_iter().filter(|brief| brief.global && !brief.kind.can_be_global(role)) {
        let config = store::config::find(op.conn, brief.id)?;
        let after = Config { global: false, ..config.clone() };
        store::config::update(op.tx(), &after)?;
        let object = ObjectRef::new(ObjectKind::Config, config.id, config.name.clone());
        op.journal.compare(&object, &config, &after)?;
        op.notice(format!("`{}` is no longer global: {} cannot share it", config.name, role.with_article()));
    }
    Ok(())
}
