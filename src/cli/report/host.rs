//! A report on hosts (REP-1): as a page, and as a table of its hosts.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::chart::{Bar, Part, chart};
use super::document::{self, Document};
use super::section::{Cell, Section};
use crate::cli::render::cell::safe;
use crate::domain::record::{HostReportBody, ReportedTicket};
use crate::domain::ticket::TicketState;
use crate::domain::{Error, Result, Time};

/// The states that a chart tells apart, each with its class.
const STATES: [(&str, &str); 4] =
    [("active", "open"), ("pending", "resolved"), ("locked", "closed"), ("inactive", "ignored")];

/// The page.
pub fn page(report: &HostReportBody) -> String {
    let sections = sections(report);
    let title = format!("{}: {}", safe(&report.name), safe(&report.subscription));
    let of = match report.targets.as_slice() {
        [] => "all that was in reach".to_owned(),
        targets => safe(&targets.join(", ")),
    };
    let written = format!(
        "Of {of}, as {} reached it on {}. Written by provost {}.",
        safe(&report.owner),
        Time(report.created_at),
        env!("CARGO_PKG_VERSION")
    );
    let summary = html! {
        (sums(report))
        @if let Some(tickets) = report.tickets.as_ref().filter(|tickets| !tickets.is_empty()) {
            div class="charts" { (by_severity(tickets)) }
        }
    };
    let footer =
        "Press / to search. The page holds what its owner reached at that moment: keep it as secret as the database.";
    Document { title: &title, written: &written, summary, sections: &sections, footer }.html()
}

fn sums(report: &HostReportBody) -> Markup {
    let open = |tickets: &Vec<ReportedTicket>| {
        tickets.iter().filter(|ticket| ticket.state == TicketState::Open.as_str()).count()
    };
    let tickets = report.tickets.as_ref();
    document::sums(&[
        ("Hosts", report.hosts.as_ref().map(Vec::len)),
        ("Tickets", tickets.map(Vec::len)),
        ("Open tickets", tickets.map(open)),
        ("Last scans", report.scans.as_ref().map(Vec::len)),
    ])
}

fn by_severity(tickets: &[ReportedTicket]) -> Markup {
    let bars: Vec<Bar> = (1..=5_i64)
        .rev()
        .map(|severity| {
            let count = |state: &str| {
                tickets.iter().filter(|ticket| ticket.severity == severity && ticket.state == state).count()
            };
            let parts = STATES.iter().map(|(class, state)| Part { class, count: count(state) }).collect();
            Bar { label: format!("severity {severity}"), parts }
        })
        .collect();
    chart("Tickets by severity and state", &bars, &STATES)
}

fn sections(report: &HostReportBody) -> Vec<Section> {
    let mut sections = Vec::new();
    let text = |text: &str| Cell::Text(text.to_owned());
    if let Some(hosts) = &report.hosts {
        let counts = counts(report);
        let row = |host: &crate::domain::record::ReportedHost| {
            let (open, worst) = counts.get(host.address.as_str()).map_or((0, 0), |count| (count.open, count.worst));
            vec![
                text(&host.address),
                text(&host.name),
                Cell::maybe(host.dns_name.as_ref()),
                Cell::maybe(host.os.as_ref()),
                Cell::Names(host.tags.clone()),
                Cell::Number(open),
                Cell::Number(worst),
            ]
        };
        sections.push(Section {
            id: "hosts",
            title: "Hosts",
            note: "What was in reach when the report was made.",
            heads: vec!["Address", "Name", "DNS name", "System", "Tags", "Open tickets", "Worst open"],
            rows: hosts.iter().map(row).collect(),
        });
    }
    if let Some(tickets) = &report.tickets {
        let row = |one: &ReportedTicket| {
            let id = Cell::Number(one.id);
            vec![text(&one.address), id, text(&one.title), Cell::Number(one.severity), text(&one.state)]
        };
        sections.push(Section {
            id: "tickets",
            title: "Tickets",
            note: "Those on these hosts that the owner of the report may view.",
            heads: vec!["Address", "Ticket", "Title", "Severity", "State"],
            rows: tickets.iter().map(row).collect(),
        });
    }
    if let Some(scans) = &report.scans {
        let row = |one: &crate::domain::record::ReportedScan| {
            vec![text(&one.title), Cell::Number(one.id), text(&one.kind), text(&one.state), text(&one.created_at)]
        };
        sections.push(Section {
            id: "scans",
            title: "Last scans",
            note: "The newest first.",
            heads: vec!["Title", "Scan", "Kind", "State", "Launched"],
            rows: scans.iter().map(row).collect(),
        });
    }
    sections
}

/// Tickets of one host, by state.
#[derive(Default)]
struct Count {
    open: i64,
    resolved: i64,
    closed: i64,
    ignored: i64,
    /// The worst severity of those that are open; 0 if none is.
    worst: i64,
}

fn counts(report: &HostReportBody) -> BTreeMap<&str, Count> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for ticket in report.tickets.iter().flatten() {
        let count = counts.entry(ticket.address.as_str()).or_default();
        match ticket.state.as_str() {
            "open" => {
                count.open += 1;
                count.worst = count.worst.max(ticket.severity);
            }
            "resolved" => count.resolved += 1,
            "closed" => count.closed += 1,
            _ => count.ignored += 1,
        }
    }
    counts
}

/// A row for each host, with its tickets by state.
///
/// # Errors
/// `internal` if it cannot be written.
pub fn csv(report: &HostReportBody) -> Result<String> {
    let counts = counts(report);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record([
            "address",
            "name",
            "dns_name",
            "os",
            "tags",
            "open",
            "resolved",
            "closed",
            "ignored",
            "worst_severity",
        ])
        .map_err(unwritable)?;
    for host in report.hosts.iter().flatten() {
        let none = Count::default();
        let count = counts.get(host.address.as_str()).unwrap_or(&none);
        let numbers =
            [count.open, count.resolved, count.closed, count.ignored, count.worst].map(|number| number.to_string());
        let tags = host.tags.join("|");
        let texts = [
            &host.address,
            &host.name,
            host.dns_name.as_ref().unwrap_or(&String::new()),
            host.os.as_ref().unwrap_or(&String::new()),
            &tags,
        ]
        .map(Clone::clone);
        writer.write_record(texts.iter().chain(&numbers)).map_err(unwritable)?;
    }
    let bytes = writer.into_inner().map_err(|error| unwritable(error.into_error()))?;
    String::from_utf8(bytes).map_err(unwritable)
}

fn unwritable(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::internal("a report could not be written").source(error)
}
