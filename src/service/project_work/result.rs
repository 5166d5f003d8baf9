//! Results: what scans found, and what became of it (PRJ-4).

use schemars::JsonSchema;
use serde::Serialize;

use super::piece;
use crate::domain::error::About as _;
use crate::domain::project_work::ResultState;
use crate::domain::record::ProjectResult;
use crate::domain::text::Text;
use crate::domain::{Action, Given, Id, Line, ObjectKind, ObjectRef, Result};
use crate::service::listing::{self, Request, Sink};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

const KIND: ObjectKind = ObjectKind::Result;

/// One result, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResultBody {
    /// The result as it is now.
    pub result: ProjectResult,
}

/// What is said of a result.
#[derive(Debug, Clone, Default)]
pub struct ResultDraft {
    pub title: Given<Line>,
    /// From 1 to 5.
    pub severity: Option<i64>,
    /// The rule that found it.
    pub rule: Given<String>,
    pub state: Option<ResultState>,
    pub comment: Given<Text>,
}

/// Each result of a project, the newest first.
pub fn list(op: &Op<'_>, project: &str, request: &Request, sink: Sink<'_, ProjectResult>) -> Result<()> {
    let project = piece::project(op, Action::ProjectView, project)?;
    listing::each(op, request, sink, |selection, sink| {
        store::project_work::result::list(op.conn, project.id, selection, sink)
    })
}

pub fn show(op: &Op<'_>, project: &str, id: &str) -> Result<ProjectResult> {
    let (_, object) = piece::of(op, Action::ProjectView, KIND, project, id)?;
    store::project_work::result::find(op.conn, object.id)
}

/// Adds a result to a scan, which is named by its id.
///
/// # Errors
/// `not-found` for an unknown scan or rule; `conflict` if the rule is off.
pub fn add(op: &mut WriteOp<'_>, project: &str, scan: Id, draft: &ResultDraft) -> Result<ResultBody> {
    let project = piece::project(op, Action::ProjectResultAdd, project)?;
    let scan = piece::find(op, ObjectKind::ProjectScan, &project, &format!("id:{scan}")).about("scan")?;
    let mut result = ProjectResult {
        id: 0,
        project: project.name.clone(),
        scan: scan.id,
        scan_number: 0,
        title: draft.title.needed("a title")?.to_string(),
        severity: 3,
        rule: None,
        state: ResultState::Open,
        comment: None,
        project_id: project.id,
        rule_id: None,
    };
    lay_over(op, &mut result, draft)?;
    let id = store::project_work::result::insert(op.tx(), &result)?;
    let result = store::project_work::result::find(op.conn, id)?;
    op.journal.created(&ObjectRef::new(KIND, id, result.title.clone()), &result)?;
    op.say(
        "add",
        "added",
        format!("result `{}` to scan {} of project `{}`", result.title, result.scan_number, project.name),
    );
    Ok(ResultBody { result })
}

/// Lays a draft over a result.
///
/// # Errors
/// `not-found` for an unknown rule; `conflict` if it is off.
pub fn edit(op: &mut WriteOp<'_>, project: &str, id: &str, draft: &ResultDraft) -> Result<ResultBody> {
    let (project, object) = piece::of(op, Action::ProjectResultEdit, KIND, project, id)?;
    let before = store::project_work::result::find(op.conn, object.id)?;
    let mut after = before.clone();
    lay_over(op, &mut after, draft)?;
    store::project_work::result::update(op.tx(), &after)?;
    let after = store::project_work::result::find(op.conn, object.id)?;
    op.journal.compare(&object, &before, &after)?;
    op.say("change", "changed", format!("result {} `{}` of project `{}`", after.id, after.title, project.name));
    Ok(ResultBody { result: after })
}

fn lay_over(op: &Op<'_>, result: &mut ProjectResult, draft: &ResultDraft) -> Result<()> {
    if let Given::Set(title) = &draft.title {
        result.title = title.to_string();
    }
    result.severity = draft.severity.unwrap_or(result.severity);
    result.state = draft.state.unwrap_or(result.state);
    draft.comment.write(&mut result.comment);
    if let Some(rule) = draft.rule.as_ref().said() {
        let rule = rule.map(|name| piece::registered(op, ObjectKind::Rule, name)).transpose().about("rule")?;
        result.rule_id = rule.map(|rule| rule.id);
    }
    Ok(())
}

/// Deletes results of a project.
pub fn delete(op: &mut WriteOp<'_>, project: &str, ids: &[String]) -> Result<Outcomes> {
    piece::delete_each(op, (Action::ProjectResultDelete, KIND), project, ids, |op, id| {
        store::project_work::result::delete(op.tx(), id)
    })
}
