//! Results of scans of projects.

use clap::Args;

use crate::cli::arguments::typed;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListOf;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::monitoring::severity;
use crate::domain::project_work::ResultState;
use crate::domain::record::ProjectResult;
use crate::domain::reference::{ProjectRef, ProjectScanRef, ResultRef, RuleRef};
use crate::domain::text::Text;
use crate::domain::{Action, Error, Given, Id, Line, Result};
use crate::service::Done;
use crate::service::project_work::result::{self, ResultBody, ResultDraft};
use crate::service::report::Outcomes;

verbs! {
    /// Results: what scans of a project found
    ProjectResultVerb {
        "add" ProjectResultAdd,
        "list" ProjectResultList,
        "show" ProjectResultShow,
        "edit" ProjectResultEdit,
        "delete" ProjectResultDelete,
    }
}

/// Add a result
///
/// Adds one result to a scan, by hand; many come with `project scan finish --results FILE` or `import results`. Takes the role
/// engineer in the project (PRJ-4).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost project result add 'Web shop' 'Cookie without Secure' --scan 1 --severity 4 --rule 'TLS version'"
)]
pub struct ProjectResultAdd {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// What was found
    #[arg(value_name = "TITLE")]
    title: Line,
    /// The scan that found it, by its id
    #[arg(long, value_name = "ID", required = true)]
    scan: ProjectScanRef,
    /// From 1 to 5; 3 by default
    #[arg(long, value_name = "1-5", value_parser = typed(severity))]
    severity: Option<i64>,
    /// The rule that found it
    #[arg(long, value_name = "RULE")]
    rule: Option<RuleRef>,
    /// open, confirmed, false-positive, fixed
    #[arg(long, value_name = "STATE")]
    state: Option<ResultState>,
    /// What there is to say of it
    #[arg(long, value_name = "TEXT")]
    comment: Option<Given<Text>>,
}

impl Verb for ProjectResultAdd {
    type Prints = Done<ResultBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let scan: Id = self.scan.trim_start_matches("id:").parse().map_err(|_| {
            Error::invalid(format!("`{}` is no id of a scan", self.scan)).hint("provost project scan list PROJECT")
        })?;
        let draft = ResultDraft {
            title: self.title.into(),
            severity: self.severity,
            rule: self.rule.map(String::from).into(),
            state: self.state,
            comment: self.comment.into(),
        };
        cx.write(Action::ProjectResultAdd, |op| result::add(op, &self.project, scan, &draft))
    }
}

/// List the results of a project
///
/// Shows every result of one project, the newest first.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project result list 'Web shop' --filter state=open --sort -severity")]
pub struct ProjectResultList {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    #[command(flatten)]
    list: ListOf<ProjectResult>,
}

impl Verb for ProjectResultList {
    type Prints = Rows<ProjectResult>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let project = self.project;
        Ok(cx.list::<ProjectResult>(Action::ProjectView, self.list.into_request(), move |op, request, sink| {
            result::list(op, &project, request, sink)
        }))
    }
}

/// Show a result
///
/// Shows it with all its fields.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project result show 'Web shop' 1")]
pub struct ProjectResultShow {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which one: id
    #[arg(value_name = "ID")]
    piece: ResultRef,
}

impl Verb for ProjectResultShow {
    type Prints = ProjectResult;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ProjectView, |op| result::show(op, &self.project, &self.piece))
    }
}

/// Edit a result
///
/// Says what became of a result; an empty value clears a field.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost project result edit 'Web shop' 1 --state false-positive --comment 'a test server'"
)]
pub struct ProjectResultEdit {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which one: id
    #[arg(value_name = "ID")]
    piece: ResultRef,
    /// open, confirmed, false-positive, fixed
    #[arg(long, value_name = "STATE")]
    state: Option<ResultState>,
    /// What there is to say of it
    #[arg(long, value_name = "TEXT")]
    comment: Option<Given<Text>>,
    /// What was found
    #[arg(long, value_name = "TITLE")]
    title: Option<Line>,
    /// From 1 to 5
    #[arg(long, value_name = "1-5", value_parser = typed(severity))]
    severity: Option<i64>,
    /// The rule that found it; empty: none
    #[arg(long, value_name = "RULE")]
    rule: Option<Given<RuleRef>>,
}

impl Verb for ProjectResultEdit {
    type Prints = Done<ResultBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = ResultDraft {
            title: self.title.into(),
            severity: self.severity,
            rule: self.rule.unwrap_or_default().map(Into::into),
            state: self.state,
            comment: self.comment.into(),
        };
        cx.write(Action::ProjectResultEdit, |op| result::edit(op, &self.project, &self.piece, &draft))
    }
}

/// Delete results of a project
///
/// Deletes results.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project result delete 'Web shop' 1 --yes")]
pub struct ProjectResultDelete {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which ones; `-` reads them from standard input
    #[arg(value_name = "ID", required = true)]
    pieces: Vec<ResultRef>,
}

impl Verb for ProjectResultDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let pieces = cx.objects(self.pieces, "id")?;
        cx.destroy(Action::ProjectResultDelete, |op| result::delete(op, &self.project, &pieces))
    }
}

said_by_the_sentence!(ResultBody);

impl Tabular for ProjectResult {
    const SHOWN: &'static [&'static str] = &["id", "scan_number", "title", "severity", "rule", "state"];
}
