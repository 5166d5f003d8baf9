//! Projects and who works in them.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::project_work::integration::ProjectIntegrationVerb;
use crate::cli::commands::project_work::profile::ProjectProfileVerb;
use crate::cli::commands::project_work::result::ProjectResultVerb;
use crate::cli::commands::project_work::scan::ProjectScanVerb;
use crate::cli::commands::project_work::test_case::TestCaseVerb;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::results::tell_each;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::domain::Error;
use crate::domain::record::Project;
use crate::domain::reference::{GroupRef, ProjectRef, UserRef, texts};
use crate::domain::roles::ProjectRole;
use crate::domain::{Action, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::project::{self, DeletedBody, MembersBody, ProjectBody, ProjectDraft};

verbs! {
    /// Projects, who works in them, and their work
    ProjectVerb {
        "add" ProjectAdd,
        "list" ProjectList,
        "show" ProjectShow,
        "edit" ProjectEdit,
        "archive" ProjectArchive,
        "restore" ProjectRestore,
        "delete" ProjectDelete,
        "assign" ProjectAssign,
        "unassign" ProjectUnassign,
    } nouns {
        "profile" ProjectProfileVerb,
        "scan" ProjectScanVerb,
        "result" ProjectResultVerb,
        "test-case" TestCaseVerb,
        "integration" ProjectIntegrationVerb,
    }
}

/// Add a project
///
/// Takes the level admin (PRJ-1). Give users and groups a role in it with `project assign`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project add 'Payment terminals' --description 'all that takes cards'")]
pub struct ProjectAdd {
    /// Its name
    #[arg(value_name = "NAME")]
    name: Name,
    /// What it is about
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for ProjectAdd {
    type Prints = Done<ProjectBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = ProjectDraft { name: self.name.into(), description: self.description.into() };
        cx.settle(self.existing.policy(), &draft)
    }
}

/// List projects
///
/// Shows every project that you may view.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project list")]
pub struct ProjectList {
    #[command(flatten)]
    list: ListArgs<Project>,
}

impl Verb for ProjectList {
    type Prints = Rows<Project>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Project>(Action::ProjectView, self.list.into_request(), project::list))
    }
}

/// Show a project
///
/// Shows one project with its members and their roles.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project show 'Web shop'")]
pub struct ProjectShow {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
}

impl Verb for ProjectShow {
    type Prints = Project;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ProjectView, |op| project::show(op, &self.project))
    }
}

/// Edit a project
///
/// Changes the named fields; an empty value clears one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project edit 'Web shop' --description 'the shop and its checkout'")]
pub struct ProjectEdit {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// What it is about
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
}

impl Verb for ProjectEdit {
    type Prints = Done<ProjectBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = ProjectDraft { name: self.name.into(), description: self.description.into() };
        cx.write(Action::ProjectEdit, |op| project::edit(op, &self.project, &draft))
    }
}

/// Archive a project
///
/// Makes a project read-only; `project restore` brings it back (PRJ-1).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project archive 'Web shop'")]
pub struct ProjectArchive {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
}

impl Verb for ProjectArchive {
    type Prints = Done<ProjectBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::ProjectArchive, |op| project::archive(op, &self.project))
    }
}

/// Restore an archived project
///
/// Brings an archived project back.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project restore 'Old portal'")]
pub struct ProjectRestore {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
}

impl Verb for ProjectRestore {
    type Prints = Done<ProjectBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::ProjectRestore, |op| project::restore(op, &self.project))
    }
}

/// Delete a project
///
/// Deletes a project with every role in it and all its work; the report says who loses which role, and counts the work.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project delete 'Old portal' --yes")]
pub struct ProjectDelete {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
}

impl Verb for ProjectDelete {
    type Prints = Done<DeletedBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.destroy(Action::ProjectDelete, |op| project::delete(op, &self.project))
    }
}

/// Give a role in a project
///
/// Gives users and groups a role in a project; another role changes it. Takes the role admin in the project, or the
/// level admin (PRJ-2).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost project assign 'Web shop' ana.silva@acme.example --group Analysts --role engineer"
)]
pub struct ProjectAssign {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN")]
    users: Vec<UserRef>,
    /// A group (repeatable)
    #[arg(long, value_name = "GROUP")]
    group: Vec<GroupRef>,
    /// The role: viewer, engineer or admin
    #[arg(long, value_name = "ROLE", required = true)]
    role: ProjectRole,
}

impl Verb for ProjectAssign {
    type Prints = Done<MembersBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let groups = texts(self.group);
        let users = named(cx, self.users, &groups)?;
        cx.write(Action::ProjectAssign, |op| project::assign(op, &self.project, &users, &groups, self.role))
    }
}

/// The users that are named; none where groups are.
fn named(cx: &Context<'_>, users: Vec<UserRef>, groups: &[String]) -> Result<Vec<String>> {
    match (users.is_empty(), groups.is_empty()) {
        (true, true) => {
            Err(Error::usage("nobody is named").rule("PRJ-2").hint("name users, or groups with `--group NAME`"))
        }
        (true, false) => Ok(Vec::new()),
        _ => cx.objects(users, "login"),
    }
}

/// Take roles in a project away
///
/// Takes the roles of users and groups in a project away.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project unassign 'Web shop' --group Analysts")]
pub struct ProjectUnassign {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN")]
    users: Vec<UserRef>,
    /// A group (repeatable)
    #[arg(long, value_name = "GROUP")]
    group: Vec<GroupRef>,
}

impl Verb for ProjectUnassign {
    type Prints = Done<MembersBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let groups = texts(self.group);
        let users = named(cx, self.users, &groups)?;
        cx.write(Action::ProjectAssign, |op| project::unassign(op, &self.project, &users, &groups))
    }
}

said_by_the_sentence!(ProjectBody);

impl Told for DeletedBody {
    fn describe(&self, told: &mut Lines) {
        told.count("profiles that go with it", self.work.profile_count);
        told.count("scans", self.work.scan_count);
        told.count("results", self.work.result_count);
        told.count("test cases", self.work.test_case_count);
        told.count("integrations", self.work.integration_count);
    }
}

impl Told for MembersBody {
    fn describe(&self, told: &mut Lines) {
        tell_each(&self.results, told);
    }
}

impl Tabular for Project {
    const SHOWN: &'static [&'static str] = &["name", "description", "state"];

    fn is_faint(row: &Value) -> bool {
        row.get("state").and_then(Value::as_str) == Some("archived")
    }
}
