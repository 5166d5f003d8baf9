//! Listing and showing configurations and schedules.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::config::ConfigKind;
use crate::domain::record::Config;
use crate::domain::text::printable;
use crate::domain::{Action, Error, Id, ObjectKind, ObjectRef, Result};
use crate::service::Op;
use crate::service::listing::{self, Request, Sink};
use crate::service::narrow::Names;
use crate::store;

/// One configuration, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ConfigBody {
    /// The configuration as it is now.
    pub config: Config,
}

/// One schedule, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScheduleBody {
    /// The schedule as it is now.
    pub schedule: Config,
}

/// A configuration in a list of other people's: its name and owner.
pub fn label(config: &Config) -> String {
    format!("{} ({})", config.name, config.owner)
}

/// Each configuration the actor may view, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Config>) -> Result<()> {
    let names = Names::of(op);
    listing::each(op, request, sink, |selection, sink| {
        store::config::list(op.conn, &op.actor, op.reach(Action::ConfigView)?, selection, |config| {
            sink(narrowed(&names, config)?)
        })
    })
}

/// One configuration.
pub fn show(op: &Op<'_>, name: &str) -> Result<Config> {
    let config = op.find(ObjectKind::Config, name)?;
    seen(op, config.id)
}

/// A configuration of a kind that the actor may view, by name or id; `rule` is why it is asked for.
///
/// # Errors
/// `not-found`.
pub fn find_of_kind(op: &Op<'_>, kind: ConfigKind, typed: &str, rule: &'static str) -> Result<ObjectRef> {
    for candidate in store::config::of_kind_named(op.conn, kind, typed)? {
        if op.may_view(ObjectKind::Config, candidate.id)? {
            return Ok(ObjectRef::new(ObjectKind::Config, candidate.id, candidate.name));
        }
    }
    Err(Error::not_found(format!("there is no {} `{}`", kind.as_str().replace('-', " "), printable(typed)))
        .rule(rule)
        .hint(format!("provost config list --filter kind={kind}")))
}

/// A configuration with only those names that the actor may view.
pub fn seen(op: &Op<'_>, id: Id) -> Result<Config> {
    narrowed(&Names::of(op), store::config::find(op.conn, id)?)
}

/// The targets of one's own configurations one always sees, also those that one cannot reach any more.
fn narrowed(names: &Names<'_>, mut config: Config) -> Result<Config> {
    names.targets((ObjectKind::Config, config.id), Some(config.owner_id), &mut config.targets, |present, id| {
        Ok(store::config::find(present, id)?.targets)
    })?;
    Ok(config)
}

/// Each schedule the actor may view, the next to launch first.
pub fn list_schedules(op: &Op<'_>, request: &Request, sink: Sink<'_, Config>) -> Result<()> {
    let names = Names::of(op);
    let reach = op.reach(Action::ScheduleView)?;
    listing::each(op, request, sink, |selection, sink| {
        store::config::schedules(op.conn, &op.actor, reach, selection, |config| sink(narrowed(&names, config)?))
    })
}

/// The schedules within reach that are switched on, at most so many, the next to launch first; one's own whatever one may
/// view.
pub fn upcoming(op: &Op<'_>, most: i64) -> Result<Vec<Config>> {
    let names = Names::of(op);
    let schedules = store::config::upcoming(op.conn, &op.actor, op.reach_or_own(Action::ScheduleView), most)?;
    let schedules = op.told_today(Action::ScheduleView, ObjectKind::Config, schedules, |config| config.id)?;
    schedules.into_iter().map(|config| narrowed(&names, config)).collect()
}

pub fn show_schedule(op: &Op<'_>, name: &str) -> Result<Config> {
    let config = show(op, name)?;
    if config.recurrence.is_none() {
        return Err(not_a_schedule(&config));
    }
    Ok(config)
}

/// The error for a configuration without a launch time.
pub fn not_a_schedule(config: &Config) -> Error {
    Error::not_found(format!("`{}` is {}, not a schedule", config.name, config.kind.with_article()))
        .rule("SCHED-1")
        .hint("provost schedule list")
}
