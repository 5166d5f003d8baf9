//! Test cases: steps by which something is shown (PRJ-4).

use schemars::JsonSchema;
use serde::Serialize;

use super::piece;
use crate::domain::error::About as _;
use crate::domain::record::TestCase;
use crate::domain::text::Text;
use crate::domain::{Action, Given, Name, ObjectKind, ObjectRef, Result};
use crate::service::draft::draft;
use crate::service::listing::{self, Request, Sink};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

const KIND: ObjectKind = ObjectKind::TestCase;

/// One test case, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TestCaseBody {
    /// The test case as it is now.
    pub test_case: TestCase,
}

draft! {
    /// What is said of a test case.
    TestCaseDraft {
        /// Its name.
        name: Name = word,
        /// What is done, step by step.
        steps: Text = word,
        /// The profile that it belongs to.
        profile: String = text,
    }
}

/// Each test case of a project, by name.
pub fn list(op: &Op<'_>, project: &str, request: &Request, sink: Sink<'_, TestCase>) -> Result<()> {
    let project = piece::project(op, Action::ProjectView, project)?;
    listing::each(op, request, sink, |selection, sink| {
        store::project_work::test_case::list(op.conn, project.id, selection, sink)
    })
}

pub fn show(op: &Op<'_>, project: &str, name: &str) -> Result<TestCase> {
    let (_, object) = piece::of(op, Action::ProjectView, KIND, project, name)?;
    store::project_work::test_case::find(op.conn, object.id)
}

/// Adds a test case to a project.
///
/// # Errors
/// `conflict` if the name is taken there; `not-found` for an unknown profile.
pub fn add(op: &mut WriteOp<'_>, project: &str, draft: &TestCaseDraft) -> Result<TestCaseBody> {
    let project = piece::project(op, Action::ProjectTestCaseAdd, project)?;
    let name = draft.name.needed("a name")?;
    piece::refuse_taken(op, KIND, &project, name, None)?;
    let mut test_case = TestCase {
        id: 0,
        project: project.name.clone(),
        name: name.to_string(),
        steps: None,
        profile: None,
        project_id: project.id,
        profile_id: None,
    };
    lay_over(op, &project, &mut test_case, draft)?;
    let id = store::project_work::test_case::insert(op.tx(), &test_case)?;
    let test_case = store::project_work::test_case::find(op.conn, id)?;
    op.journal.created(&ObjectRef::new(KIND, id, name.as_str()), &test_case)?;
    op.say("add", "added", format!("test case `{name}` to project `{}`", project.name));
    Ok(TestCaseBody { test_case })
}

/// Lays a draft over a test case.
///
/// # Errors
/// As for a new one.
pub fn edit(op: &mut WriteOp<'_>, project: &str, name: &str, draft: &TestCaseDraft) -> Result<TestCaseBody> {
    let (project, object) = piece::of(op, Action::ProjectTestCaseEdit, KIND, project, name)?;
    let before = store::project_work::test_case::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Given::Set(name) = &draft.name {
        piece::refuse_taken(op, KIND, &project, name, Some(object.id))?;
        after.name = name.to_string();
    }
    lay_over(op, &project, &mut after, draft)?;
    store::project_work::test_case::update(op.tx(), &after)?;
    let after = store::project_work::test_case::find(op.conn, object.id)?;
    op.journal.compare(&ObjectRef::new(KIND, object.id, after.name.clone()), &before, &after)?;
    op.say("change", "changed", format!("test case `{}` of project `{}`", after.name, project.name));
    Ok(TestCaseBody { test_case: after })
}

fn lay_over(op: &Op<'_>, project: &ObjectRef, test_case: &mut TestCase, draft: &TestCaseDraft) -> Result<()> {
    draft.steps.write(&mut test_case.steps);
    if let Some(profile) = draft.profile.as_ref().said() {
        let found = profile.map(|name| piece::find(op, ObjectKind::ProjectProfile, project, name));
        test_case.profile_id = found.transpose().about("profile")?.map(|profile| profile.id);
    }
    Ok(())
}

/// Deletes test cases of a project.
pub fn delete(op: &mut WriteOp<'_>, project: &str, names: &[String]) -> Result<Outcomes> {
    piece::delete_each(op, (Action::ProjectTestCaseDelete, KIND), project, names, |op, id| {
        store::project_work::test_case::delete(op.tx(), id)
    })
}
