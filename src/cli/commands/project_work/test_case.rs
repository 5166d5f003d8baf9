//! Test cases of projects.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListOf;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::record::TestCase;
use crate::domain::reference::{ProjectProfileRef, ProjectRef, TestCaseRef};
use crate::domain::text::Text;
use crate::domain::{Action, Given, Name, Result};
use crate::service::Done;
use crate::service::project_work::test_case::{self, TestCaseBody, TestCaseDraft};
use crate::service::report::Outcomes;

verbs! {
    /// Test cases: steps by which something is shown
    TestCaseVerb {
        "add" TestCaseAdd,
        "list" TestCaseList,
        "show" TestCaseShow,
        "edit" TestCaseEdit,
        "delete" TestCaseDelete,
    }
}

/// Add a test case
///
/// Takes the role engineer in the project (PRJ-4). The steps may have several lines.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost project test-case add 'Web shop' Refund --steps 'Pay, then ask for the money back' --profile Nightly"
)]
pub struct TestCaseAdd {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Its name
    #[arg(value_name = "NAME")]
    name: Name,
    /// What is done, step by step
    #[arg(long, value_name = "TEXT")]
    steps: Option<Given<Text>>,
    /// The profile that it belongs to
    #[arg(long, value_name = "PROFILE")]
    profile: Option<ProjectProfileRef>,
}

impl Verb for TestCaseAdd {
    type Prints = Done<TestCaseBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let profile = self.profile.map(String::from).into();
        let draft = TestCaseDraft { name: self.name.into(), steps: self.steps.into(), profile };
        cx.write(Action::ProjectTestCaseAdd, |op| test_case::add(op, &self.project, &draft))
    }
}

/// List the test cases of a project
///
/// Shows every test case of one project, by name.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project test-case list 'Web shop'")]
pub struct TestCaseList {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    #[command(flatten)]
    list: ListOf<TestCase>,
}

impl Verb for TestCaseList {
    type Prints = Rows<TestCase>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let project = self.project;
        Ok(cx.list::<TestCase>(Action::ProjectView, self.list.into_request(), move |op, request, sink| {
            test_case::list(op, &project, request, sink)
        }))
    }
}

/// Show a test case
///
/// Shows it with all its fields.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project test-case show 'Web shop' Checkout")]
pub struct TestCaseShow {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which one: name or id
    #[arg(value_name = "NAME")]
    piece: TestCaseRef,
}

impl Verb for TestCaseShow {
    type Prints = TestCase;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ProjectView, |op| test_case::show(op, &self.project, &self.piece))
    }
}

/// Edit a test case
///
/// Changes the named fields; an empty value clears one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project test-case edit 'Web shop' Checkout --name 'Guest checkout'")]
pub struct TestCaseEdit {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which one: name or id
    #[arg(value_name = "NAME")]
    piece: TestCaseRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// What is done, step by step
    #[arg(long, value_name = "TEXT")]
    steps: Option<Given<Text>>,
    /// The profile that it belongs to; empty: none
    #[arg(long, value_name = "PROFILE")]
    profile: Option<Given<ProjectProfileRef>>,
}

impl Verb for TestCaseEdit {
    type Prints = Done<TestCaseBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let profile = self.profile.unwrap_or_default().map(Into::into);
        let draft = TestCaseDraft { name: self.name.into(), steps: self.steps.into(), profile };
        cx.write(Action::ProjectTestCaseEdit, |op| test_case::edit(op, &self.project, &self.piece, &draft))
    }
}

/// Delete test cases of a project
///
/// Deletes test cases.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost project test-case delete 'Web shop' Checkout --yes")]
pub struct TestCaseDelete {
    /// The project: name or id
    #[arg(value_name = "PROJECT")]
    project: ProjectRef,
    /// Which ones; `-` reads them from standard input
    #[arg(value_name = "NAME", required = true)]
    pieces: Vec<TestCaseRef>,
}

impl Verb for TestCaseDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let pieces = cx.objects(self.pieces, "name")?;
        cx.destroy(Action::ProjectTestCaseDelete, |op| test_case::delete(op, &self.project, &pieces))
    }
}

said_by_the_sentence!(TestCaseBody);

impl Tabular for TestCase {
    const SHOWN: &'static [&'static str] = &["id", "name", "steps", "profile"];
}
