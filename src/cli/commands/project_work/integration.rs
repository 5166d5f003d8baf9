//! Integrations of projects.

use clap::Args;

use crate::cli::commands::content::content;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListOf;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::record::ProjectIntegration;
use crate::domain::reference::{IntegrationRef, ProjectIntegrationRef, ProjectRef};
use crate::domain::{Action, Result};
use crate::service::Done;
use crate::service::project_work::integration::{self, IntegrationBody};
use crate::service::report::Outcomes;

verbs! {
    /// Integrations: systems that a project works with
    ProjectIntegrationVerb {
        "add" ProjectIntegrationAdd,
        "list" ProjectIntegrationList,
        "show" ProjectIntegrationShow,
        "edit" ProjectIntegrationEdit,
        "delete" ProjectIntegrationDelete,
    }
}

/// Have a project work with an integration
///
/// Takes one of the organisation's integrations into a project, with what holds for this project; that takes the role admin
/// in the project (PRJ-4). No secret may stand in the settings.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost project integration add 'Web shop' 'Code hosting' --settings '{\"repository\": \"web-shop\"}'"
)]
pub struct ProjectIntegrationAdd {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// The integration of the organisation
    #[arg(value_name = "INTEGRATION")]
    integration: IntegrationRef,
    /// What holds for this project, as JSON or @FILE; no secret
    #[arg(long, value_name = "JSON|@FILE")]
    settings: Option<String>,
}

impl Verb for ProjectIntegrationAdd {
    type Prints = Done<IntegrationBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let settings = content(self.settings.as_ref())?;
        cx.write(Action::ProjectIntegrate, |op| {
            integration::add(op, &self.project, &self.integration, settings.clone())
        })
    }
}

/// List the integrations of a project
///
/// Shows every integration of one project, by name.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project integration list 'Web shop'")]
pub struct ProjectIntegrationList {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    #[command(flatten)]
    list: ListOf<ProjectIntegration>,
}

impl Verb for ProjectIntegrationList {
    type Prints = Rows<ProjectIntegration>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let project = self.project;
        Ok(cx.list::<ProjectIntegration>(Action::ProjectView, self.list.into_request(), move |op, request, sink| {
            integration::list(op, &project, request, sink)
        }))
    }
}

/// Show an integration of a project
///
/// Shows it with all its fields.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project integration show 'Web shop' 'Issue tracker'")]
pub struct ProjectIntegrationShow {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which one: name or id
    #[arg(value_name = "NAME")]
    piece: ProjectIntegrationRef,
}

impl Verb for ProjectIntegrationShow {
    type Prints = ProjectIntegration;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ProjectView, |op| integration::show(op, &self.project, &self.piece))
    }
}

/// Edit an integration of a project
///
/// Changes what holds for this project; an empty value clears it.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost project integration edit 'Web shop' 'Issue tracker' --settings '{\"board\": \"SHOP\"}'"
)]
pub struct ProjectIntegrationEdit {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which one: name or id
    #[arg(value_name = "NAME")]
    piece: ProjectIntegrationRef,
    /// What holds for this project, as JSON or @FILE; no secret
    #[arg(long, value_name = "JSON|@FILE", required = true)]
    settings: String,
}

impl Verb for ProjectIntegrationEdit {
    type Prints = Done<IntegrationBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let settings = content(Some(&self.settings))?;
        cx.write(Action::ProjectIntegrate, |op| integration::edit(op, &self.project, &self.piece, settings.clone()))
    }
}

/// Delete integrations of a project
///
/// Ends them; the integration of the organisation stays.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project integration delete 'Web shop' 'Issue tracker' --yes")]
pub struct ProjectIntegrationDelete {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which ones; `-` reads them from standard input
    #[arg(value_name = "NAME", required = true)]
    pieces: Vec<ProjectIntegrationRef>,
}

impl Verb for ProjectIntegrationDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let pieces = cx.objects(self.pieces, "name")?;
        cx.destroy(Action::ProjectIntegrate, |op| integration::delete(op, &self.project, &pieces))
    }
}

said_by_the_sentence!(IntegrationBody);

impl Tabular for ProjectIntegration {
    const SHOWN: &'static [&'static str] = &["id", "integration", "settings"];
}
