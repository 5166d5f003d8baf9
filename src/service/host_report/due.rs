//! Scheduled reports: what is due makes a report, or a failed one that says why (REP-1, SCHED-1).

use super::make;
use crate::domain::host_report::{Choice, HostReportFormat};
use crate::domain::record::{Config, HostReport, HostReportBody, names_all};
use crate::domain::text::{key, numbered};
use crate::domain::{Actor, AddressSet, Id, Result};
use crate::service::config::targets::Targets;
use crate::service::{Op, WriteOp};
use crate::store;

/// Makes the report of a schedule that is due, as its owner sees things; gives its name. `obstacle` is why it cannot be made.
pub fn launch(op: &mut WriteOp<'_>, config: &Config, owner: Actor, obstacle: Option<String>) -> Result<HostReport> {
    let (report, told) = {
        let seen = op.on_behalf(owner.at_work());
        let name = free_name(&seen, &config.name)?;
        let told = match obstacle {
            Some(reason) => Err(reason),
            None => match told(&seen, config, &name) {
                Ok(told) => Ok(told),
                Err(error) => Err(make::reason(error)?),
            },
        };
        (make::begun(&seen, name, format_of(config), config.targets.clone()), told)
    };
    let report = HostReport { schedule_id: Some(config.id), due_at: config.next_launch_at, ..report };
    Ok(make::keep(op, report, told)?.report)
}

fn told(seen: &Op<'_>, config: &Config, name: &str) -> Result<(HostReportBody, AddressSet)> {
    let groups: Vec<Id> = store::config::target_ids(seen.conn, config.id)?;
    let targets = Targets { all: names_all(&config.targets), groups, names: config.targets.clone() };
    make::body(seen, name, &targets, &Choice::of(config.content.as_ref())?)
}

/// The format that the content of the schedule names; HTML by default.
fn format_of(config: &Config) -> HostReportFormat {
    let named = config.content.as_ref().and_then(|content| content.get("format")).and_then(|word| word.as_str());
    named.and_then(|word| word.parse().ok()).unwrap_or(HostReportFormat::Html)
}

/// The schedule's name, with a number appended where its owner has a report of that name.
fn free_name(seen: &Op<'_>, name: &str) -> Result<String> {
    let taken = |name: &str| Ok(store::host_report::of_owner(seen.conn, seen.actor.id, &key(name))?.is_some());
    if taken(name)? { numbered(name, taken).map(|free| free.to_string()) } else { Ok(name.to_owned()) }
}
