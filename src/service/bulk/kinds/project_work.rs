//! Work in projects (PRJ-4): things that go by their project and a name or number there.

use crate::domain::given::Members;
use crate::domain::monitoring::severity;
use crate::domain::project_work::{ProjectScanState, ResultState};
use crate::domain::record::{ProjectIntegration, ProjectProfile, ProjectResult, ProjectScan, TestCase};
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, json, list, text};
use crate::domain::text::Text;
use crate::domain::{Action, Error, Given, Id, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::Op;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{Reference, RowForm, Sink, Taken, names};
use crate::service::bulk::intake::Intake;
use crate::service::bulk::kinds::kept::time;
use crate::service::project_work::{integration, profile, result, scan, test_case};
use crate::store::listing::Selection;
use crate::store::{self, project_work as work};

const PROJECT: SheetColumn = text("project", "Web shop").naming();
const OF_PROJECT: Reference = names("project", ObjectKind::Project);

/// A form of rows of work.
const fn form(
    object: ObjectKind,
    (add, edit): (Action, Action),
    columns: &'static [SheetColumn],
    take_in: fn(&mut Intake<'_, '_>, &Row) -> Taken,
    present: fn(&Op<'_>, &ObjectRef) -> Result<Vec<serde_json::Value>>,
    export: fn(&Op<'_>, Sink<'_>) -> Result<()>,
) -> RowForm {
    RowForm {
        object,
        add,
        edit,
        others: &[],
        columns,
        references: &[OF_PROJECT],
        take_in,
        present,
        export,
        conclude: None,
    }
}

/// The piece of work of that name in that project, if there is one that may be viewed.
fn found(intake: &Intake<'_, '_>, kind: ObjectKind, project: &str, name: &str) -> Result<Option<ObjectRef>> {
    let project = intake.op.find(ObjectKind::Project, project)?;
    let found = work::place::by_key(intake.op.conn, kind, project.id, &crate::domain::text::key(name))?;
    Ok(found.map(|found| ObjectRef::new(kind, found.id, found.name)))
}

/// Hands on every piece of each project that the actor may view.
fn each_project(op: &Op<'_>, mut each: impl FnMut(Id) -> Result<()>) -> Result<()> {
    let mut projects = Vec::new();
    store::project::list(op.conn, &op.actor, op.reach(Action::ProjectView)?, &Selection::default(), |project| {
        if op.is_seen_or_counted(Action::ProjectView, ObjectKind::Project, project.id)? {
            projects.push(project.id);
        }
        Ok(())
    })?;
    projects.into_iter().try_for_each(&mut each)
}

/// What names a piece by its row's id in a verb.
fn by_id(object: &ObjectRef) -> String {
    format!("id:{}", object.id)
}

pub const PROFILES: RowForm = form(
    ObjectKind::ProjectProfile,
    (Action::ProjectProfileAdd, Action::ProjectProfileEdit),
    PROFILE_COLUMNS,
    take_profile,
    |op, object| row_of(PROFILE_COLUMNS, &work::profile::find(op.conn, object.id)?),
    |op, sink| {
        each_project(op, |project| {
            work::profile::list(op.conn, project, &Selection::default(), |one: ProjectProfile| {
                sink(row_of(PROFILE_COLUMNS, &one)?)
            })
        })
    },
);

const PROFILE_COLUMNS: &[SheetColumn] = &[
    text("name", "Weekly").naming(),
    PROJECT,
    text("engine", "Fast scan"),
    list("rules", "TLS version"),
    list("requirements", ""),
    json("settings", r#"{"depth":"full"}"#),
];

fn take_profile(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&PROFILES, row);
    let project = cells.need("project", |text| Ok(text.trim().to_owned()));
    let draft = profile::ProfileDraft::read(&mut cells);
    let name = draft.name.clone().value();
    if name.is_none() {
        cells.need("name", str::parse::<Name>);
    }
    let (project, name) = cells.finish(project.zip(name))?;
    let found = (name.as_str(), found(intake, ObjectKind::ProjectProfile, &project, name.as_str()));
    intake.settle(
        row,
        &PROFILES,
        found,
        |intake| {
            let added = intake.step(PROFILES.add, |op| profile::add(op, &project, &draft))?;
            Ok(Some(added.project_profile.id))
        },
        |intake, object| {
            let before = work::profile::find(intake.op.conn, object.id)?;
            let draft = profile::ProfileDraft { name: Given::Unsaid, ..draft.clone() };
            intake.step(PROFILES.edit, |op| profile::edit(op, &project, &by_id(object), &draft))?;
            let lost = |said: &Given<Members>, present: &[String]| said.changes(present).1;
            intake.note_loss(&before.name, "rules", lost(&draft.rules, &before.rules));
            intake.note_loss(&before.name, "requirements", lost(&draft.requirements, &before.requirements));
            Ok(())
        },
    )
}

pub const TEST_CASES: RowForm = form(
    ObjectKind::TestCase,
    (Action::ProjectTestCaseAdd, Action::ProjectTestCaseEdit),
    TEST_CASE_COLUMNS,
    take_test_case,
    |op, object| row_of(TEST_CASE_COLUMNS, &work::test_case::find(op.conn, object.id)?),
    |op, sink| {
        each_project(op, |project| {
            work::test_case::list(op.conn, project, &Selection::default(), |one: TestCase| {
                sink(row_of(TEST_CASE_COLUMNS, &one)?)
            })
        })
    },
);

const TEST_CASE_COLUMNS: &[SheetColumn] =
    &[text("name", "Refund").naming(), PROJECT, text("steps", "Put something into the cart"), text("profile", "")];

fn take_test_case(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&TEST_CASES, row);
    let project = cells.need("project", |text| Ok(text.trim().to_owned()));
    let draft = test_case::TestCaseDraft::read(&mut cells);
    let name = draft.name.clone().value();
    if name.is_none() {
        cells.need("name", str::parse::<Name>);
    }
    let (project, name) = cells.finish(project.zip(name))?;
    let found = (name.as_str(), found(intake, ObjectKind::TestCase, &project, name.as_str()));
    intake.settle(
        row,
        &TEST_CASES,
        found,
        |intake| Ok(Some(intake.step(TEST_CASES.add, |op| test_case::add(op, &project, &draft))?.test_case.id)),
        |intake, object| {
            let draft = test_case::TestCaseDraft { name: Given::Unsaid, ..draft.clone() };
            intake.step(TEST_CASES.edit, |op| test_case::edit(op, &project, &by_id(object), &draft)).map(drop)
        },
    )
}

pub const INTEGRATIONS: RowForm = form(
    ObjectKind::ProjectIntegration,
    (Action::ProjectIntegrate, Action::ProjectIntegrate),
    INTEGRATION_COLUMNS,
    take_integration,
    |op, object| row_of(INTEGRATION_COLUMNS, &work::integration::find(op.conn, object.id)?),
    |op, sink| {
        each_project(op, |project| {
            work::integration::list(op.conn, project, &Selection::default(), |one: ProjectIntegration| {
                sink(row_of(INTEGRATION_COLUMNS, &one)?)
            })
        })
    },
);

const INTEGRATION_COLUMNS: &[SheetColumn] =
    &[text("integration", "Code hosting").naming(), PROJECT, json("settings", r#"{"board":"WEB"}"#)];

fn take_integration(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&INTEGRATIONS, row);
    let name = cells.need("integration", |text| Ok(text.trim().to_owned()));
    let project = cells.need("project", |text| Ok(text.trim().to_owned()));
    let settings = cells.json("settings");
    let (name, project) = cells.finish(name.zip(project))?;
    let found = (name.as_str(), found(intake, ObjectKind::ProjectIntegration, &project, &name));
    intake.settle(
        row,
        &INTEGRATIONS,
        found,
        |intake| {
            let added = intake.step(INTEGRATIONS.add, |op| integration::add(op, &project, &name, settings.clone()))?;
            Ok(Some(added.project_integration.id))
        },
        |intake, object| {
            let edit = |op: &mut crate::service::WriteOp<'_>| {
                integration::edit(op, &project, &by_id(object), settings.clone())
            };
            intake.step(INTEGRATIONS.edit, edit).map(drop)
        },
    )
}

pub const SCANS: RowForm = form(
    ObjectKind::ProjectScan,
    (Action::ProjectScan, Action::ProjectScan),
    SCAN_COLUMNS,
    take_scan,
    |op, object| row_of(SCAN_COLUMNS, &work::scan::find(op.conn, object.id)?),
    |op, sink| {
        each_project(op, |project| {
            // The oldest first, as they came.
            let mut scans: Vec<ProjectScan> = Vec::new();
            work::scan::list(op.conn, project, &Selection::default(), |one| {
                scans.push(one);
                Ok(())
            })?;
            scans.iter().rev().try_for_each(|one| sink(row_of(SCAN_COLUMNS, one)?))
        })
    },
);

const SCAN_COLUMNS: &[SheetColumn] = &[
    text("number", "3").naming(),
    PROJECT,
    text("profile", "Nightly"),
    text("state", "done").lasting(),
    text("user", "").lasting(),
    text("started_at", "2026-11-20T22:00:00Z").lasting(),
    text("finished_at", "").lasting(),
];

fn take_scan(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&SCANS, row);
    let number = cells.need("number", number);
    let project = cells.need("project", |text| Ok(text.trim().to_owned()));
    let profile = cells.text("profile");
    let state: Option<ProjectScanState> = cells.word("state").value();
    let user = cells.take("user", |text| Ok(text.trim().to_owned()));
    let (started_at, finished_at) = (time(intake, &mut cells, "started_at"), time(intake, &mut cells, "finished_at"));
    let (number, project) = cells.finish(number.zip(project))?;
    let past = scan::Past { number: Some(number), user, started_at, state, finished_at };
    let shown = number.to_string();
    let found = (shown.as_str(), scan_found(intake, &project, number));
    let profile = profile.value();
    intake.settle(
        row,
        &SCANS,
        found,
        |intake| {
            Ok(Some(intake.step(SCANS.add, |op| scan::start(op, &project, profile.as_deref(), &past))?.project_scan.id))
        },
        |intake, object| match state {
            Some(state) => intake.step(SCANS.edit, |op| scan::set_state(op, &project, &by_id(object), state)).map(drop),
            None => Ok(()),
        },
    )
}

fn number(text: &str) -> Result<i64> {
    let number = text.trim().parse::<i64>().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Error::invalid("the number of a scan begins at 1").rule("PRJ-4"))
}

fn scan_found(intake: &Intake<'_, '_>, project: &str, number: i64) -> Result<Option<ObjectRef>> {
    let project = intake.op.find(ObjectKind::Project, project)?;
    let found = work::scan::by_number(intake.op.conn, project.id, number)?;
    Ok(found.map(|id| ObjectRef::new(ObjectKind::ProjectScan, id, number.to_string())))
}

pub const RESULTS: RowForm = form(
    ObjectKind::Result,
    (Action::ProjectResultAdd, Action::ProjectResultEdit),
    RESULT_COLUMNS,
    take_result,
    |op, object| row_of(RESULT_COLUMNS, &work::result::find(op.conn, object.id)?),
    |op, sink| {
        each_project(op, |project| {
            // The oldest first, as they came.
            let mut results: Vec<ProjectResult> = Vec::new();
            work::result::list(op.conn, project, &Selection::default(), |one| {
                results.push(one);
                Ok(())
            })?;
            results.iter().rev().try_for_each(|one| sink(row_of(RESULT_COLUMNS, one)?))
        })
    },
);

const RESULT_COLUMNS: &[SheetColumn] = &[
    text("title", "Cookie without Secure").naming(),
    PROJECT,
    text("scan_number", "1").naming(),
    text("severity", "3").lasting(),
    text("rule", "TLS version"),
    text("state", "open").lasting(),
    text("comment", ""),
];

fn take_result(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&RESULTS, row);
    let title = cells.need("title", str::parse::<Line>);
    let project = cells.need("project", |text| Ok(text.trim().to_owned()));
    let scan_number = cells.need("scan_number", number);
    let severity = cells.take("severity", severity);
    let (rule, comment): (Given<String>, Given<Text>) = (cells.text("rule"), cells.word("comment"));
    let state: Option<ResultState> = cells.word("state").value();
    let (title, (project, scan_number)) = cells.finish(title.zip(project.zip(scan_number)))?;
    let draft = result::ResultDraft { title: title.clone().into(), severity, rule, state, comment };
    let shown = title.to_string();
    let place = result_place(intake, row, &project, scan_number, &shown);
    let (scan, object) = match place {
        Ok((scan, object)) => (scan, Ok(object)),
        Err(error) => (0, Err(error)),
    };
    intake.settle(
        row,
        &RESULTS,
        (&shown, object),
        |intake| Ok(Some(intake.step(RESULTS.add, |op| result::add(op, &project, scan, &draft))?.result.id)),
        |intake, object| intake.step(RESULTS.edit, |op| result::edit(op, &project, &by_id(object), &draft)).map(drop),
    )
}

/// Results have no names: the second row of a scan and title is the second such result.
fn result_place(
    intake: &mut Intake<'_, '_>,
    row: &Row,
    project: &str,
    number: i64,
    title: &str,
) -> Result<(Id, Option<ObjectRef>)> {
    let project = intake.op.find(ObjectKind::Project, project)?;
    let scan = work::scan::by_number(intake.op.conn, project.id, number)?.ok_or_else(|| no_scan(&project, number))?;
    let place = intake.place_among_alike(row, &(scan, title));
    let found = work::result::alike(intake.op.conn, scan, title)?.get(place).copied();
    Ok((scan, found.map(|id| ObjectRef::new(ObjectKind::Result, id, title.to_owned()))))
}

fn no_scan(project: &ObjectRef, number: i64) -> Error {
    Error::not_found(format!("project `{}` has no scan of the number {number}", project.name))
        .rule("PRJ-4")
        .about("scan_number")
        .hint(format!("provost project scan list {}", crate::domain::text::quoted(&project.name)))
}
