//! Scans of projects.

use clap::{Args, ValueHint};

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListOf;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::cli::sheet::{RowFormat, SheetFile};
use crate::domain::project_work::ProjectScanState;
use crate::domain::record::ProjectScan;
use crate::domain::reference::{ProjectProfileRef, ProjectRef, ProjectScanRef};
use crate::domain::sheet::{Layout, OnError, OnExisting};
use crate::domain::{Action, Result};
use crate::service::bulk::passwords::Hashes;
use crate::service::bulk::sheet::{Options, Sheet};
use crate::service::bulk::{BulkKind, import};
use crate::service::link::Delivery;
use crate::service::project_work::scan::{self, Past, ScanBody};
use crate::service::report::Outcomes;
use crate::service::{Done, WriteOp};

verbs! {
    /// Scans of a project
    ProjectScanVerb {
        "start" ProjectScanStart,
        "finish" ProjectScanFinish,
        "list" ProjectScanList,
        "show" ProjectScanShow,
        "edit" ProjectScanEdit,
        "delete" ProjectScanDelete,
    }
}

/// Start a scan of a project
///
/// The scan waits, `queued`, for its engine. Takes the role engineer in the project (PRJ-4); a profile whose engine is off
/// starts nothing (ORG-1).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project scan start 'Web shop' --profile Nightly")]
pub struct ProjectScanStart {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// What it scans with, and for what
    #[arg(long, value_name = "PROFILE", required = true)]
    profile: ProjectProfileRef,
}

impl Verb for ProjectScanStart {
    type Prints = Done<ScanBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let past = Past::default();
        cx.write(Action::ProjectScan, |op| scan::start(op, &self.project, Some(&self.profile), &past))
    }
}

/// Finish a scan of a project
///
/// Notes that a scan is done, or has failed, and takes in what it found: rows of `title`, `severity`, `rule`, `state` and
/// `comment`, as CSV, JSON or JSON lines. All of it or nothing.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost project scan finish 'Web shop' 2 --results found.csv\n  provost project scan finish 'Web shop' 2 --failed"
)]
pub struct ProjectScanFinish {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// The scan, by its id
    #[arg(value_name = "ID")]
    piece: ProjectScanRef,
    /// What it found; `-` reads standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    results: Option<String>,
    /// It ended without success
    #[arg(long)]
    failed: bool,
}

impl Verb for ProjectScanFinish {
    type Prints = Done<ScanBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let state = if self.failed { ProjectScanState::Failed } else { ProjectScanState::Done };
        let file = self.results.as_ref().map(|file| self.found(cx, file)).transpose()?;
        cx.write(Action::ProjectScan, |op| match &file {
            Some(file) => self.finish_with(cx, op, state, file),
            None => scan::set_state(op, &self.project, &self.piece, state),
        })
    }
}

impl ProjectScanFinish {
    /// The file of what was found, each row with the project and the scan.
    fn found(&self, cx: &Context<'_>, file: &str) -> Result<SheetFile> {
        let scan = cx.app.read(Action::ProjectView, |op| scan::show(op, &self.project, &self.piece))?;
        let mut layout = Layout::new(BulkKind::Results.form().columns);
        layout.fill("project", &scan.project)?;
        layout.fill("scan_number", &scan.number.to_string())?;
        SheetFile::new(cx, file, RowFormat::of(None, file)?, layout)
    }

    fn finish_with(
        &self,
        cx: &Context<'_>,
        op: &mut WriteOp<'_>,
        state: ProjectScanState,
        file: &SheetFile,
    ) -> Result<ScanBody> {
        let options = Options {
            on_existing: OnExisting::Fail,
            on_error: OnError::Stop,
            delivery: Delivery::Nothing,
            keeps_rows: false,
            progress: &|_| {},
        };
        let sheet = Sheet { kind: BulkKind::Results, rows: file };
        import::import(&cx.app, op, &sheet, &options, &Hashes::none(), None)?;
        let finished = scan::set_state(op, &self.project, &self.piece, state)?;
        let scan = &finished.project_scan;
        let sentence = format!(
            "scan {} of project `{}` to `{state}`, with {} results",
            scan.number, scan.project, scan.result_count
        );
        op.say("bring", "brought", sentence);
        Ok(finished)
    }
}

/// List the scans of a project
///
/// Shows every scan of one project, the newest first.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project scan list 'Web shop'")]
pub struct ProjectScanList {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    #[command(flatten)]
    list: ListOf<ProjectScan>,
}

impl Verb for ProjectScanList {
    type Prints = Rows<ProjectScan>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let project = self.project;
        Ok(cx.list::<ProjectScan>(Action::ProjectView, self.list.into_request(), move |op, request, sink| {
            scan::list(op, &project, request, sink)
        }))
    }
}

/// Show a scan of a project
///
/// Shows it with all its fields.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project scan show 'Web shop' 1")]
pub struct ProjectScanShow {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which one: id
    #[arg(value_name = "ID")]
    piece: ProjectScanRef,
}

impl Verb for ProjectScanShow {
    type Prints = ProjectScan;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ProjectView, |op| scan::show(op, &self.project, &self.piece))
    }
}

/// Say how far a scan of a project has come
///
/// A scan goes from `queued` to `running`, and from there, or at once, to `done`, `failed` or `cancelled` (PRJ-4).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project scan edit 'Web shop' 2 --state running")]
pub struct ProjectScanEdit {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// The scan, by its id
    #[arg(value_name = "ID")]
    piece: ProjectScanRef,
    /// running, done, failed, cancelled
    #[arg(long, value_name = "STATE", required = true)]
    state: ProjectScanState,
}

impl Verb for ProjectScanEdit {
    type Prints = Done<ScanBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::ProjectScan, |op| scan::set_state(op, &self.project, &self.piece, self.state))
    }
}

/// Delete scans of a project
///
/// Deletes scans with their results.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project scan delete 'Web shop' 1 --yes")]
pub struct ProjectScanDelete {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which ones; `-` reads them from standard input
    #[arg(value_name = "ID", required = true)]
    pieces: Vec<ProjectScanRef>,
}

impl Verb for ProjectScanDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let pieces = cx.objects(self.pieces, "id")?;
        cx.destroy(Action::ProjectScan, |op| scan::delete(op, &self.project, &pieces))
    }
}

impl Told for ScanBody {
    fn describe(&self, told: &mut Lines) {
        told.count("results", self.project_scan.result_count);
    }
}

impl Tabular for ProjectScan {
    const SHOWN: &'static [&'static str] = &["id", "number", "profile", "state", "user", "started_at", "result_count"];
}
