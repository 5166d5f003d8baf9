//! Looking at reports, downloading and deleting them.

use super::sight::ReportSight;
use crate::domain::host_report::HostReportState;
use crate::domain::record::{HostReport, HostReportBody};
use crate::domain::{Action, Error, ObjectKind, Result};
use crate::service::listing::{self, Request, Sink};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

/// Each report that the actor may view and whose every host it reaches, the newest first.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, HostReport>) -> Result<()> {
    let sight = ReportSight::of(op)?;
    listing::each_shown(op, request, sink, |selection, sink| {
        store::host_report::list(op.conn, &op.actor, op.reach(Action::ReportView)?, selection, |report| {
            if sight.opens(op, report.id)? { sink(report) } else { Ok(()) }
        })
    })
}

/// The newest of them, at most so many.
pub fn recent(op: &Op<'_>, most: i64) -> Result<Vec<HostReport>> {
    let reach = op.reach_or_own(Action::ReportView);
    let (sight, mut opens) = (ReportSight::of(op)?, Vec::new());
    let recent = store::host_report::recent(op.conn, &op.actor, reach, most)?;
    for report in op.told_today(Action::ReportView, ObjectKind::Report, recent, |report| report.id)? {
        if sight.opens(op, report.id)? {
            opens.push(report);
        }
    }
    Ok(opens)
}

pub fn show(op: &Op<'_>, name: &str) -> Result<HostReport> {
    let object = op.find(ObjectKind::Report, name)?;
    store::host_report::find(op.conn, object.id)
}

/// A report with what it tells.
///
/// # Errors
/// `not-found` also for a report that holds a host beyond the actor's reach; `conflict` for one that failed.
pub fn download(op: &Op<'_>, name: &str) -> Result<(HostReport, HostReportBody)> {
    let object = op.find_by(Action::ReportDownload, ObjectKind::Report, name)?;
    let report = store::host_report::find(op.conn, object.id)?;
    match store::host_report::body(op.conn, object.id)? {
        Some(body) if report.state == HostReportState::Complete => {
            let body = serde_json::from_str(&body)
                .map_err(|error| Error::internal("a report cannot be read").source(error))?;
            Ok((report, body))
        }
        _ => {
            let reason = report.error.as_deref().unwrap_or("it holds nothing");
            Err(Error::conflict("REP-1", format!("the report `{}` failed: {reason}", report.name))
                .hint("make another: `provost report add NAME`"))
        }
    }
}

/// Deletes reports; one's own also while they hold hosts that one reaches no more.
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    let mut outcomes = Outcomes::default();
    for name in names {
        let object = op.find_by(Action::ReportDelete, ObjectKind::Report, name)?;
        store::host_report::delete(op.tx(), object.id)?;
        op.journal.deleted(&object);
        outcomes.push(&object, true);
    }
    op.say("delete", "deleted", outcomes.phrase("report", "reports"));
    Ok(outcomes)
}
