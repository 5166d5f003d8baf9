//! Reports of what is in scope.

use clap::Args;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows, Text};
use crate::domain::monitoring::{ReportEntity, ReportFormat};
use crate::domain::record::Report;
use crate::domain::reference::FimReportRef;
use crate::domain::{Action, EventFilter, Given, Name, Result};
use crate::service::Done;
use crate::service::fim::report::{self, Content, ReportBody};
use crate::service::report::Outcomes;

verbs! {
    /// Reports of your own
    FimReportVerb {
        "add" FimReportAdd,
        "list" FimReportList,
        "show" FimReportShow,
        "edit" FimReportEdit,
        "delete" FimReportDelete,
        "rerun" FimReportRerun,
        "download" FimReportDownload,
    }
}

/// Add a report
///
/// Produces a report of what you see now, as CSV or JSON; by default of all events, as CSV. Fetch it with
/// `fim report download`. A filter is for events and is written as for `fim rule add`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost fim report add 'Severe events' --when 'severity>=4'\n  provost fim report add 'Open work' --content incidents --format json"
)]
pub struct FimReportAdd {
    /// The name
    #[arg(value_name = "NAME")]
    name: Name,
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for FimReportAdd {
    type Prints = Done<ReportBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let name = self.name;
        let content = self.content.content();
        if let Some(policy) = self.existing.policy() {
            return cx.write(Action::FimReportAdd, |op| report::ensure(op, policy, &name, &content));
        }
        cx.write(Action::FimReportAdd, |op| report::add(op, &name, &content))
    }
}

/// List reports
///
/// Shows your own reports, newest first (FIM-11). A manager sees all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report list")]
pub struct FimReportList {
    #[command(flatten)]
    list: ListArgs<Report>,
}

impl Verb for FimReportList {
    type Prints = Rows<Report>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Report>(Action::FimReportView, self.list.into_request(), report::list))
    }
}

/// Show a report
///
/// Shows how a report went: what it is about, how many rows it holds, or why it failed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report show 'Severe events'")]
pub struct FimReportShow {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: FimReportRef,
}

impl Verb for FimReportShow {
    type Prints = Report;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::FimReportView, |op| report::show(op, &self.report))
    }
}

/// Rename a report
///
/// Changes the name of a report of your own. What it holds does not change: add another one for that.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report edit 'Severe events' --name 'Severe events of November'")]
pub struct FimReportEdit {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: FimReportRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
}

impl Verb for FimReportEdit {
    type Prints = Done<ReportBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::FimReportEdit, |op| report::edit(op, &self.report, self.name.as_ref()))
    }
}

/// Delete reports
///
/// Deletes reports of your own with what they hold.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report delete 'Severe events' --yes")]
pub struct FimReportDelete {
    /// The reports; `-` reads them from standard input
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<FimReportRef>,
}

impl Verb for FimReportDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let reports = cx.objects(self.reports, "name")?;
        cx.destroy(Action::FimReportDelete, |op| report::delete(op, &reports))
    }
}

/// Produce a failed report again
///
/// Tries a report of your own that failed once more, with what you see now (FIM-11).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report rerun 'All events'")]
pub struct FimReportRerun {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: FimReportRef,
}

impl Verb for FimReportRerun {
    type Prints = Done<ReportBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::FimReportRerun, |op| report::rerun(op, &self.report))
    }
}

/// Print what a report holds
///
/// Prints the CSV or JSON that was produced, as it stands, whatever `--output` says.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report download 'Severe events'")]
pub struct FimReportDownload {
    /// The report: name or id
    #[arg(value_name = "REPORT")]
    report: FimReportRef,
}

impl Verb for FimReportDownload {
    type Prints = Text;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.app.read(Action::FimReportDownload, |op| report::download(op, &self.report)).map(Reply::text)
    }
}

/// Flags of the content of a report.
#[derive(Debug, Clone, Default, Args)]
pub struct ContentArgs {
    /// events, incidents, assets, profiles or rules
    #[arg(long, value_name = "WORD")]
    content: Option<ReportEntity>,
    /// csv or json
    #[arg(long, value_name = "WORD")]
    format: Option<ReportFormat>,
    /// Which events, such as `severity>=4`
    #[arg(long, value_name = "FILTER")]
    when: Option<Given<EventFilter>>,
}

/// What is named of a content; what is `None` stays, and an inner `None` clears.
pub struct NamedContent {
    /// Which entities.
    pub entity: Option<ReportEntity>,
    /// In which form.
    pub format: Option<ReportFormat>,
    /// Which events.
    pub when: Given<EventFilter>,
}

impl ContentArgs {
    /// What is named.
    pub fn named(self) -> NamedContent {
        NamedContent { entity: self.content, format: self.format, when: self.when.into() }
    }

    /// The content of a new report: all events as CSV, unless told otherwise.
    pub fn content(self) -> Content {
        let named = self.named();
        Content {
            entity: named.entity.unwrap_or(ReportEntity::Events),
            format: named.format.unwrap_or(ReportFormat::Csv),
            when: named.when.value(),
        }
    }
}

said_by_the_sentence!(ReportBody);

impl Tabular for Report {
    const SHOWN: &'static [&'static str] = &["name", "content", "format", "state", "row_count", "produced_at"];
}
