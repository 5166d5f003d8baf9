//! Adding a configuration (CONF-1).

use serde_json::Value;

use super::aim::{self, AimWish};
use super::targets::{self, Targets};
use super::view::ConfigBody;
use crate::domain::config::ConfigKind;
use crate::domain::error::About as _;
use crate::domain::record::{Aim, Config, User};
use crate::domain::recurrence::{Recurrence, Spec};
use crate::domain::scan::ScanKind;
use crate::domain::{Action, Error, Name, ObjectKind, ObjectRef, Placement, Result, Target, Time};
use crate::service::WriteOp;
use crate::store;
use crate::store::aim::{Ids, Of};

/// What is known of the new configuration.
pub struct Request {
    pub name: Name,
    pub kind: ConfigKind,
    /// Its owner; the actor by default.
    pub owner: Option<String>,
    /// The groups it aims at.
    pub targets: Vec<String>,
    /// What it takes beside groups, for scheduled scans (SCAN-2).
    pub aim: AimWish,
    /// Whether it keeps targets that its owner cannot reach, and needs another then (CONF-2).
    pub keeps_unreached: bool,
    /// Whether it is shared.
    pub global: bool,
    pub content: Option<Value>,
    /// When it launches, for the scheduled kinds.
    pub recurrence: Option<Spec>,
    /// Whether a scheduled scan is a map.
    pub map: bool,
    /// Whether a schedule launches; it does by default.
    pub active: bool,
}

/// Adds a configuration.
///
/// # Errors
/// `conflict` by CONF-1; `invalid` by SCHED-1; `not-permitted` by ROLE-4 and ROLE-7.
pub fn add(op: &mut WriteOp<'_>, request: &Request) -> Result<ConfigBody> {
    let owner = owner(op, request).about("owner")?;
    let placement = Placement::of_user(&op.actor, owner.id, owner.unit_id);
    op.authorize_at(Action::ConfigAdd, Target::config(request.kind, placement), request.name.as_str())?;
    check_owner(request.kind, &owner).about("owner")?;
    if request.global {
        check_global(request.kind, &owner).about("global")?;
    }
    if request.map && request.kind != ConfigKind::ScheduledScan {
        return Err(Error::conflict("CONF-1", format!("{} is no map", request.kind.with_article()))
            .about("map")
            .hint("leave `--map` out"));
    }
    refuse_taken(op, &owner, request.kind, request.name.as_str())?;
    let found = match request.keeps_unreached {
        true => targets::find_any(op, request.kind, &request.targets)?,
        false => targets::find(op, request.kind, owner.id, &owner.login, &request.targets).about("targets")?,
    };
    let (aim, ids) = aim(op, request, &owner, &found)?;
    let (recurrence, next_launch_at) = schedule(op, request).about("recurrence")?.unzip();
    let record = Config {
        id: 0,
        kind: request.kind,
        name: request.name.to_string(),
        owner: owner.login,
        owner_id: owner.id,
        global: request.global,
        targets: found.names,
        aim,
        needs_target: false,
        content: request.content.clone(),
        map: request.map,
        active: recurrence.as_ref().map(|_| request.active),
        next_launch_at: next_launch_at.flatten(),
        recurrence,
    };
    let id = store::config::insert(op.tx(), &record)?;
    store::config::set_targets(op.tx(), id, &found.groups)?;
    store::aim::set(op.tx(), Of::Config, id, &record.aim.addresses, &ids)?;
    let object = ObjectRef::new(ObjectKind::Config, id, record.name.clone());
    op.journal.created(&object, &record)?;
    op.journal.unit = owner.unit;
    op.say("add", "added", format!("{} `{}`", record.kind, record.name));
    Ok(ConfigBody { config: store::config::find(op.conn, id)? })
}

/// What it takes beside groups; only a scheduled scan takes anything.
fn aim(op: &WriteOp<'_>, request: &Request, owner: &User, targets: &Targets) -> Result<(Aim, Ids)> {
    if request.aim == AimWish::default() {
        return Ok(Default::default());
    }
    if request.kind != ConfigKind::ScheduledScan {
        return Err(no_scan(request.kind));
    }
    if request.keeps_unreached {
        return aim::look_up(op, &request.aim);
    }
    let kind = ScanKind::of_schedule(request.kind, request.map);
    aim::find(op, (owner.id, &owner.login), kind, targets, &request.aim)
}

/// The error for what is no scan, and takes no addresses, domains and appliances.
pub fn no_scan(kind: ConfigKind) -> Error {
    Error::conflict(
        "SCAN-2",
        format!("{} takes no addresses, domains, appliances or option profile", kind.with_article()),
    )
    .hint("leave them out, or make it a scheduled scan")
}

/// When it launches; one that is switched off may have had its only launch.
fn schedule(op: &WriteOp<'_>, request: &Request) -> Result<Option<(Spec, Option<Time>)>> {
    match request.recurrence.clone().filter(|_| !request.active && request.kind.is_scheduled()) {
        Some(spec) => {
            let recurrence = Recurrence::new(spec)?;
            let next = recurrence.next_after(op.now.0).map(Time);
            Ok(Some((recurrence.spec().clone(), next)))
        }
        None => {
            let launches = launches(request.kind, request.recurrence.clone(), op.now)?;
            Ok(launches.map(|(spec, next)| (spec, Some(next))))
        }
    }
}

fn owner(op: &WriteOp<'_>, request: &Request) -> Result<User> {
    let id = match &request.owner {
        Some(login) => op.find(ObjectKind::User, login)?.id,
        None => op.actor.id,
    };
    store::user::find(op.conn, id)
}

/// Refuses an owner whose role may not own the kind (CONF-1).
pub fn check_owner(kind: ConfigKind, owner: &User) -> Result<()> {
    if kind.fits(owner.role) {
        return Ok(());
    }
    Err(Error::conflict(
        "CONF-1",
        format!("{} may not own {}, so `{}` cannot", owner.role.with_article(), kind.with_article(), owner.login),
    )
    .hint("name another owner: `provost user list --filter role=scanner`"))
}

/// Refuses to share what the owner cannot share (CONF-1).
pub fn check_global(kind: ConfigKind, owner: &User) -> Result<()> {
    if kind.can_be_global(owner.role) {
        return Ok(());
    }
    Err(Error::conflict(
        "CONF-1",
        "only option profiles and report templates of managers and unit managers can be global",
    )
    .hint("leave `--global` out"))
}

/// Refuses a name that the owner uses for another configuration of the kind.
pub fn refuse_taken(op: &WriteOp<'_>, owner: &User, kind: ConfigKind, name: &str) -> Result<()> {
    if store::config::by_name(op.conn, owner.id, kind, name)?.is_some() {
        return Err(Error::conflict(
            "CONF-1",
            format!("`{}` has {} `{name}` already", owner.login, kind.with_article()),
        )
        .code("already-exists")
        .hint(format!("provost config list --filter owner={}", owner.login)));
    }
    Ok(())
}

/// The recurrence in its normal form and the next launch, for scheduled kinds; nothing for the others.
pub fn launches(kind: ConfigKind, spec: Option<Spec>, now: Time) -> Result<Option<(Spec, Time)>> {
    match (kind.is_scheduled(), spec) {
        (false, None) => Ok(None),
        (false, Some(_)) => Err(Error::conflict("CONF-1", format!("{} has no launch time", kind.with_article()))
            .hint("leave the recurrence out")),
        (true, None) => Err(Error::usage(format!("{} needs a recurrence", kind.with_article()))
            .rule("SCHED-1")
            .hint("add `--recurrence daily --time 22:00 --time-zone Europe/Berlin`")),
        (true, Some(spec)) => {
            let recurrence = Recurrence::new(spec)?;
            let next = next_launch(&recurrence, now)?;
            Ok(Some((recurrence.spec().clone(), next)))
        }
    }
}

/// The next launch; a single launch in the past is refused.
pub fn next_launch(recurrence: &Recurrence, now: Time) -> Result<Time> {
    recurrence.next_after(now.0).map(Time).ok_or_else(|| {
        Error::conflict("SCHED-1", "the time of the single launch has passed")
            .hint("give a date to come: `--date 2030-01-31`")
    })
}
