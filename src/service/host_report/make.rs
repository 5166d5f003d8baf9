//! Making a report.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::config::ConfigKind;
use crate::domain::error::About as _;
use crate::domain::host_report::{Choice, HostReportFormat, HostReportState, ReportSection};
use crate::domain::record::{HostReport, HostReportBody, ReportedHost, ReportedScan, ReportedTicket};
use crate::domain::text::key;
use crate::domain::{Action, AddressSet, Error, Kind, Name, ObjectKind, ObjectRef, Result};
use crate::service::config::targets::{self, Targets};
use crate::service::unique::refuse_own;
use crate::service::{Op, WriteOp, config, scan};
use crate::store;
use crate::store::listing::Selection;

/// The most hosts that a report holds.
const MOST_HOSTS: usize = 20_000;
/// How many of the last scans it tells.
const LAST_SCANS: i64 = 20;

/// One report, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportBody {
    /// The report as it is now.
    pub report: HostReport,
}

/// What a report is to be of.
#[derive(Debug, Clone)]
pub struct Request {
    pub name: Name,
    /// A report template that the actor may view.
    pub template: Option<String>,
    /// The asset groups; none: all that the actor reaches.
    pub targets: Vec<String>,
    pub format: HostReportFormat,
}

/// Makes a report of what the actor reaches now.
///
/// # Errors
/// `conflict` if the actor has a report of that name, for a target out of reach, and for more hosts than a report holds.
pub fn add(op: &mut WriteOp<'_>, request: &Request) -> Result<ReportBody> {
    let owner = op.actor.id;
    let found = store::host_report::of_owner(op.conn, owner, &request.name.key())?;
    refuse_own(ObjectKind::Report, found, request.name.as_str(), None)?;
    let template = request
        .template
        .as_ref()
        .map(|name| config::view::find_of_kind(op, ConfigKind::ReportTemplate, name, "REP-1"))
        .transpose()
        .about("template")?;
    let choice = match &template {
        Some(template) => Choice::of(store::config::find(op.conn, template.id)?.content.as_ref())?,
        None => Choice::default(),
    };
    let targets = targets::find_reached(op, owner, &op.actor.login, &request.targets).about("targets")?;
    let told = body(op, request.name.as_str(), &targets, &choice)?;
    let report = HostReport {
        template: template.map(|template| template.name),
        ..begun(op, request.name.to_string(), request.format, targets.names)
    };
    keep(op, report, Ok(told))
}

/// A report of the actor of which nothing is known yet.
pub fn begun(op: &Op<'_>, name: String, format: HostReportFormat, targets: Vec<String>) -> HostReport {
    HostReport {
        id: 0,
        name,
        owner: op.actor.login.clone(),
        format,
        state: HostReportState::Complete,
        targets,
        template: None,
        created_at: op.now,
        host_count: 0,
        error: None,
        schedule: None,
        body: None,
        owner_id: Some(op.actor.id),
        schedule_id: None,
        due_at: None,
    }
}

/// Keeps a report that was made, or that could not be.
pub fn keep(
    op: &mut WriteOp<'_>,
    mut report: HostReport,
    told: std::result::Result<(HostReportBody, AddressSet), String>,
) -> Result<ReportBody> {
    let hosts = match told {
        Ok((told, hosts)) => {
            report.host_count = told.hosts.as_ref().map_or(0, |hosts| i64::try_from(hosts.len()).unwrap_or(i64::MAX));
            let text = serde_json::to_string(&told)
                .map_err(|error| Error::internal("a report could not be written").source(error))?;
            report.body = Some(text);
            hosts
        }
        Err(reason) => {
            report.state = HostReportState::Failed;
            report.error = Some(reason);
            AddressSet::default()
        }
    };
    let id = store::host_report::insert(op.tx(), &report, &hosts)?;
    let report = store::host_report::find(op.conn, id)?;
    op.journal.created(&ObjectRef::new(ObjectKind::Report, id, report.name.clone()), &report)?;
    op.say("make", "made", format!("report `{}`", report.name));
    Ok(ReportBody { report })
}

/// What a report tells of what the operation's actor reaches, and the hosts that are in it.
///
/// # Errors
/// `conflict` by REP-1 for more hosts than a report holds; `not-found` for an unknown tag.
pub fn body(op: &Op<'_>, name: &str, targets: &Targets, choice: &Choice) -> Result<(HostReportBody, AddressSet)> {
    let within = addresses(op, targets)?;
    let (hosts, addresses) = hosts(op, &within, choice)?;
    let tells = |section| choice.sections.contains(&section);
    let tickets = if tells(ReportSection::Tickets) { Some(tickets(op, &addresses, choice)?) } else { None };
    let scans = if tells(ReportSection::Scans) { Some(scans(op, targets)?) } else { None };
    let told = HostReportBody {
        subscription: store::subscription::find(op.conn)?.name,
        name: name.to_owned(),
        owner: op.actor.login.clone(),
        created_at: op.now.0,
        targets: targets.names.clone(),
        hosts: Some(hosts).filter(|_| tells(ReportSection::Hosts)),
        tickets,
        scans,
    };
    Ok((told, addresses))
}

/// Where the hosts lie: in the groups, or wherever the actor reaches.
fn addresses(op: &Op<'_>, targets: &Targets) -> Result<AddressSet> {
    let reached = store::reach::addresses(op.conn, op.actor.id)?;
    if targets.names.is_empty() || targets.all {
        return Ok(reached);
    }
    let mut ranges = Vec::new();
    for group in &targets.groups {
        ranges.extend_from_slice(store::asset_group::addresses(op.conn, *group)?.ranges());
    }
    // What a group holds beyond its reach is not its to see: a group may lie outside the unit by now.
    let of_groups: AddressSet = ranges.into_iter().collect();
    Ok(of_groups.minus(&of_groups.minus(&reached)))
}

fn hosts(op: &Op<'_>, within: &AddressSet, choice: &Choice) -> Result<(Vec<ReportedHost>, AddressSet)> {
    let wanted: Vec<String> = choice.tags.iter().map(|tag| key(tag)).collect();
    let (mut hosts, mut addresses) = (Vec::new(), Vec::new());
    store::asset::within(op.conn, within, |asset| {
        if !wanted.is_empty() && !asset.tags.iter().any(|tag| wanted.contains(&key(tag))) {
            return Ok(());
        }
        if hosts.len() == MOST_HOSTS {
            return Err(Error::conflict("REP-1", format!("a report holds at most {MOST_HOSTS} hosts"))
                .code("limit-reached")
                .hint("narrow it with `--target GROUP`, or with tags in a template"));
        }
        addresses.push(asset.address);
        hosts.push(ReportedHost {
            address: asset.address.to_string(),
            name: asset.name,
            dns_name: asset.dns_name,
            os: asset.os,
            tags: asset.tags,
        });
        Ok(())
    })?;
    Ok((hosts, addresses.into_iter().collect()))
}

/// The tickets on these hosts that the actor may view.
fn tickets(op: &Op<'_>, hosts: &AddressSet, choice: &Choice) -> Result<Vec<ReportedTicket>> {
    let mut told = Vec::new();
    let Some(reach) = op.reach_if_held(Action::TicketView) else { return Ok(told) };
    store::ticket::list(op.conn, &op.actor, reach, &Selection::default(), |ticket| {
        if hosts.contains(ticket.address) && ticket.severity >= choice.least_severity {
            told.push(ReportedTicket {
                id: ticket.id,
                address: ticket.address.to_string(),
                title: ticket.title,
                severity: ticket.severity,
                state: ticket.state.to_string(),
            });
        }
        Ok(())
    })?;
    told.sort_by_key(|ticket| (-ticket.severity, ticket.id));
    Ok(told)
}

/// The last scans that the actor may view, of these groups where some are named.
fn scans(op: &Op<'_>, targets: &Targets) -> Result<Vec<ReportedScan>> {
    let recent = scan::recent(op, LAST_SCANS)?.into_iter();
    let of_groups = |one: &crate::domain::record::Scan| {
        targets.names.is_empty() || targets.all || one.targets.iter().any(|target| targets.names.contains(target))
    };
    Ok(recent
        .filter(of_groups)
        .map(|one| ReportedScan {
            id: one.id,
            kind: one.kind.to_string(),
            title: one.title,
            state: one.state.to_string(),
            created_at: one.created_at.to_string(),
        })
        .collect())
}

/// Why a report could not be made, where that is no defect of the program.
pub fn reason(error: Error) -> Result<String> {
    match error.kind {
        Kind::Conflict | Kind::NotFound | Kind::NotPermitted | Kind::Invalid => Ok(error.message.clone()),
        _ => Err(error),
    }
}
