//! Profiles of projects.

use clap::Args;

use crate::cli::commands::content::content;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListOf;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::given::Members;
use crate::domain::record::ProjectProfile;
use crate::domain::reference::{EngineRef, ProjectProfileRef, ProjectRef, RequirementRef, RuleRef, texts};
use crate::domain::{Action, Given, Name, Result};
use crate::service::Done;
use crate::service::project_work::profile::{self, ProfileBody, ProfileDraft};
use crate::service::report::Outcomes;

verbs! {
    /// Profiles: what a project scans with, and for what
    ProjectProfileVerb {
        "add" ProjectProfileAdd,
        "list" ProjectProfileList,
        "show" ProjectProfileShow,
        "edit" ProjectProfileEdit,
        "delete" ProjectProfileDelete,
    }
}

/// Add a profile
///
/// Takes the role engineer in the project (PRJ-4). Engines, rules and requirements are named exactly; what is off is used
/// by nothing new. No secret may stand in the settings.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost project profile add 'Web shop' Weekly --engine 'Fast scan' --rule 'TLS version' --settings '{\"depth\": 2}'"
)]
pub struct ProjectProfileAdd {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Its name
    #[arg(value_name = "NAME")]
    name: Name,
    /// What runs its scans
    #[arg(long, value_name = "ENGINE")]
    engine: Option<EngineRef>,
    /// A rule that is checked (repeatable)
    #[arg(long, value_name = "RULE")]
    rule: Vec<RuleRef>,
    /// A requirement that has to hold (repeatable)
    #[arg(long, value_name = "REQUIREMENT")]
    requirement: Vec<RequirementRef>,
    /// How its scans are run, as JSON or @FILE; no secret
    #[arg(long, value_name = "JSON|@FILE")]
    settings: Option<String>,
}

impl Verb for ProjectProfileAdd {
    type Prints = Done<ProfileBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = ProfileDraft {
            name: self.name.into(),
            engine: self.engine.map(String::from).into(),
            rules: texts(self.rule).into(),
            requirements: texts(self.requirement).into(),
            settings: content(self.settings.as_ref())?,
        };
        cx.write(Action::ProjectProfileAdd, |op| profile::add(op, &self.project, &draft))
    }
}

/// List the profiles of a project
///
/// Shows every profile of one project, by name.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project profile list 'Web shop'")]
pub struct ProjectProfileList {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    #[command(flatten)]
    list: ListOf<ProjectProfile>,
}

impl Verb for ProjectProfileList {
    type Prints = Rows<ProjectProfile>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let project = self.project;
        Ok(cx.list::<ProjectProfile>(Action::ProjectView, self.list.into_request(), move |op, request, sink| {
            profile::list(op, &project, request, sink)
        }))
    }
}

/// Show a profile
///
/// Shows it with all its fields.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project profile show 'Web shop' Nightly")]
pub struct ProjectProfileShow {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which one: name or id
    #[arg(value_name = "NAME")]
    piece: ProjectProfileRef,
}

impl Verb for ProjectProfileShow {
    type Prints = ProjectProfile;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ProjectView, |op| profile::show(op, &self.project, &self.piece))
    }
}

/// Edit a profile
///
/// Changes the named fields; an empty value clears one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project profile edit 'Web shop' Nightly --add-rule 'Open ports'")]
pub struct ProjectProfileEdit {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which one: name or id
    #[arg(value_name = "NAME")]
    piece: ProjectProfileRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// What runs its scans; empty: nothing
    #[arg(long, value_name = "ENGINE")]
    engine: Option<Given<EngineRef>>,
    /// A rule that is checked, too (repeatable)
    #[arg(long, value_name = "RULE")]
    add_rule: Vec<RuleRef>,
    /// A rule that is checked no longer (repeatable)
    #[arg(long, value_name = "RULE")]
    remove_rule: Vec<RuleRef>,
    /// A requirement that has to hold, too (repeatable)
    #[arg(long, value_name = "REQUIREMENT")]
    add_requirement: Vec<RequirementRef>,
    /// A requirement that is dropped (repeatable)
    #[arg(long, value_name = "REQUIREMENT")]
    remove_requirement: Vec<RequirementRef>,
    /// How its scans are run, as JSON or @FILE; no secret
    #[arg(long, value_name = "JSON|@FILE")]
    settings: Option<String>,
}

impl Verb for ProjectProfileEdit {
    type Prints = Done<ProfileBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = ProfileDraft {
            name: self.name.into(),
            engine: self.engine.unwrap_or_default().map(Into::into),
            rules: Members::edit(texts(self.add_rule), texts(self.remove_rule)),
            requirements: Members::edit(texts(self.add_requirement), texts(self.remove_requirement)),
            settings: content(self.settings.as_ref())?,
        };
        cx.write(Action::ProjectProfileEdit, |op| profile::edit(op, &self.project, &self.piece, &draft))
    }
}

/// Delete profiles of a project
///
/// Deletes profiles; scans made with them and test cases of them stay.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project profile delete 'Web shop' Nightly --yes")]
pub struct ProjectProfileDelete {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which ones; `-` reads them from standard input
    #[arg(value_name = "NAME", required = true)]
    pieces: Vec<ProjectProfileRef>,
}

impl Verb for ProjectProfileDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let pieces = cx.objects(self.pieces, "name")?;
        cx.destroy(Action::ProjectProfileDelete, |op| profile::delete(op, &self.project, &pieces))
    }
}

said_by_the_sentence!(ProfileBody);

impl Tabular for ProjectProfile {
    const SHOWN: &'static [&'static str] = &["id", "name", "engine", "rules", "requirements"];
}
