//! Reports on hosts.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::{Lines, Reply, Rows, Text, Told};
use crate::cli::report::host;
use crate::domain::host_report::HostReportFormat;
use crate::domain::record::{HostReport, HostReportBody};
use crate::domain::reference::{AssetGroupRef, ConfigRef, ReportRef, texts};
use crate::domain::{Action, Error, Name, Result};
use crate::service::Done;
use crate::service::host_report::make::{self, ReportBody, Request};
use crate::service::host_report::view;
use crate::service::report::Outcomes;

verbs! {
    /// Reports on hosts and what is open there
    ReportVerb {
        "add" ReportAdd,
        "list" ReportList,
        "show" ReportShow,
        "download" ReportDownload,
        "delete" ReportDelete,
    }
}

/// Make a report
///
/// Makes a report at once: the hosts of asset groups, by default of all that you reach, the tickets on them that you may view,
/// and the last scans. The content of a report template chooses: `sections` (hosts, tickets, scans), the least `severity` of
/// tickets, `tags` of hosts. It holds what you reach now, and opens only for who reaches every host in it (REP-1).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost report add 'All that I reach'\n  provost report add Frankfurt --target 'Frankfurt Core' --format csv"
)]
pub struct ReportAdd {
    /// Its name
    #[arg(value_name = "NAME")]
    name: Name,
    /// A report template, which chooses what it tells
    #[arg(long, value_name = "CONFIG")]
    template: Option<ConfigRef>,
    /// Hosts of this asset group (repeatable)
    #[arg(long, value_name = "GROUP")]
    target: Vec<AssetGroupRef>,
    /// html, csv or json
    #[arg(long, value_name = "FORMAT")]
    format: Option<HostReportFormat>,
}

impl Verb for ReportAdd {
    type Prints = Done<ReportBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = Request {
            name: self.name,
            template: self.template.map(Into::into),
            targets: texts(self.target),
            format: self.format.unwrap_or(HostReportFormat::Html),
        };
        cx.write(Action::ReportAdd, |op| make::add(op, &request))
    }
}

/// List reports
///
/// Shows the reports that you may view and of which you reach every host, the newest first.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost report list\n  provost report list --filter state=failed")]
pub struct ReportList {
    #[command(flatten)]
    list: ListArgs<HostReport>,
}

impl Verb for ReportList {
    type Prints = Rows<HostReport>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<HostReport>(Action::ReportView, self.list.into_request(), view::list))
    }
}

/// Show a report
///
/// Shows what a report was made of and how that went; `report download` gives what it tells.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost report show Quarterly")]
pub struct ReportShow {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: ReportRef,
}

impl Verb for ReportShow {
    type Prints = HostReport;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ReportView, |op| view::show(op, &self.report))
    }
}

/// Print what a report tells
///
/// Prints a report in the form in which it was asked for, as it stands: a page that needs nothing beside it, a table of hosts
/// as CSV, or JSON.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost report download Quarterly")]
pub struct ReportDownload {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: ReportRef,
}

impl Verb for ReportDownload {
    type Prints = Text;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let (report, body) = cx.app.read(Action::ReportDownload, |op| view::download(op, &self.report))?;
        written(&report, &body).map(Reply::text)
    }
}

fn written(report: &HostReport, body: &HostReportBody) -> Result<String> {
    match report.format {
        HostReportFormat::Html => Ok(host::page(body)),
        HostReportFormat::Csv => host::csv(body),
        HostReportFormat::Json => serde_json::to_string_pretty(body)
            .map(|text| text + "\n")
            .map_err(|error| Error::internal("a report could not be written").source(error)),
    }
}

/// Delete reports
///
/// Deletes reports with what they tell.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost report delete Quarterly --yes")]
pub struct ReportDelete {
    /// The reports; `-` reads them from standard input
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<ReportRef>,
}

impl Verb for ReportDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let reports = cx.objects(self.reports, "name")?;
        cx.destroy(Action::ReportDelete, |op| view::delete(op, &reports))
    }
}

impl Told for ReportBody {
    fn describe(&self, told: &mut Lines) {
        told.count("hosts", self.report.host_count);
    }
}

impl Tabular for HostReport {
    const SHOWN: &'static [&'static str] = &["name", "owner", "format", "state", "host_count", "created_at"];
}
