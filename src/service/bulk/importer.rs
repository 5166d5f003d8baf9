//! The way of rows into the database: in runs, each row wholly or not at all, and what may yet be right tried again.

use std::collections::HashMap;

use super::form::BulkKind;
use super::import::{ImportBody, Options, Rejects, RowReport, Sheet};
use super::intake::{Intake, RowStatus, Settled};
use super::passwords::Hashes;
use crate::domain::sheet::{Flaw, Mistake, OnError, Row, refusal};
use crate::domain::{Kind, Result};
use crate::service::{App, WriteOp};

/// How many rows share a part of the transaction.
const RUN: usize = 256;

/// What trying a row came to: what it is now, or every mistake in it.
type Attempt = std::result::Result<Settled, Vec<Flaw>>;

/// Takes in the rows of one file or more, and collects what came of them.
pub struct Importer<'a, 'o, 'r> {
    pub(super) intake: Intake<'a, 'o>,
    options: &'a Options<'a>,
    rejects: Option<&'r mut (dyn Rejects + 'r)>,
    body: ImportBody,
    /// Whether the report of a row tells its kind.
    pub(super) tells_kinds: bool,
    /// Where the report of a row stands: later stages complete it.
    reports: HashMap<(BulkKind, u64), usize>,
}

impl<'a, 'o, 'r> Importer<'a, 'o, 'r> {
    pub(super) fn new(
        app: &'a App<'a>,
        op: &'a mut WriteOp<'o>,
        options: &'a Options<'a>,
        hashes: &'a Hashes,
        rejects: Option<&'r mut (dyn Rejects + 'r)>,
    ) -> Self {
        let mut intake = Intake::new(app, op, hashes);
        intake.on_existing = options.on_existing;
        intake.delivery = options.delivery;
        Self { intake, options, rejects, body: ImportBody::default(), tells_kinds: false, reports: HashMap::new() }
    }

    /// Takes in every row; those that may yet be right, once others are in, wait and are tried again. `statuses`
    /// tells what became of each row in an earlier stage.
    pub(super) fn sheet(&mut self, sheet: &Sheet<'_>, statuses: &mut Vec<RowStatus>) -> Result<()> {
        let (mut run, mut waiting) = (Vec::with_capacity(RUN), Vec::new());
        let first = self.body.mistakes.len();
        sheet.rows.each(&mut |mut row| {
            (self.options.progress)(1);
            if statuses.get(row.ordinal) == Some(&RowStatus::Failed) {
                return Ok(());
            }
            if row.flaws.is_empty() {
                run.push(row);
            } else {
                let flaws = std::mem::take(&mut row.flaws);
                self.fail(sheet, &row, &flaws, statuses)?;
            }
            if run.len() < RUN {
                return Ok(());
            }
            let rows = std::mem::replace(&mut run, Vec::with_capacity(RUN));
            self.settle(sheet, rows, statuses, &mut waiting)
        })?;
        self.settle(sheet, run, statuses, &mut waiting)?;
        self.settle_waiting(sheet, waiting, statuses)?;
        if let Some(mistakes) = self.body.mistakes.get_mut(first..) {
            mistakes.sort_by_key(|mistake| mistake.line.or(mistake.row));
        }
        Ok(())
    }

    /// Takes in a run of rows, and keeps those that may yet be right.
    fn settle(
        &mut self,
        sheet: &Sheet<'_>,
        rows: Vec<Row>,
        statuses: &mut Vec<RowStatus>,
        waiting: &mut Vec<Row>,
    ) -> Result<()> {
        for (row, attempt) in self.run(sheet.kind, rows)? {
            match attempt {
                Ok(settled) => self.note_settled(sheet.kind, &row, settled, statuses),
                Err(flaws) if may_be_right_later(&flaws) => waiting.push(row),
                Err(flaws) => self.fail(sheet, &row, &flaws, statuses)?,
            }
        }
        Ok(())
    }

    fn settle_waiting(
        &mut self,
        sheet: &Sheet<'_>,
        mut waiting: Vec<Row>,
        statuses: &mut Vec<RowStatus>,
    ) -> Result<()> {
        loop {
            // A chain may stand in either order, so that each pass goes the other way.
            waiting.reverse();
            let (before, mut still) = (waiting.len(), Vec::new());
            for (row, attempt) in self.run(sheet.kind, waiting)? {
                match attempt {
                    Ok(settled) => self.note_settled(sheet.kind, &row, settled, statuses),
                    Err(flaws) => still.push((row, flaws)),
                }
            }
            if still.is_empty() || still.len() == before {
                still.sort_by_key(|(row, _)| row.ordinal);
                return still.iter().try_for_each(|(row, flaws)| self.fail(sheet, row, flaws, statuses));
            }
            waiting = still.into_iter().map(|(row, _)| row).collect();
        }
    }

    /// Takes in each row, or nothing of it. A run shares one part of the transaction, which costs SQLite a copy of
    /// every page it changes; only if a row fails after it has written is the run gone through again, row by row.
    fn run(&mut self, kind: BulkKind, rows: Vec<Row>) -> Result<Vec<(Row, Attempt)>> {
        let marks = self.intake.marks();
        let part = self.intake.op.tx().begin_write()?;
        let mut attempts = Vec::with_capacity(rows.len());
        for row in &rows {
            let before = part.changes();
            let attempt = self.attempt(kind, row)?;
            if attempt.is_err() && part.changes() != before {
                break;
            }
            attempts.push(attempt);
        }
        if attempts.len() == rows.len() {
            part.commit()?;
            return Ok(rows.into_iter().zip(attempts).collect());
        }
        drop(part);
        self.intake.back_to(&marks);
        rows.into_iter().map(|row| self.alone(kind, &row).map(|attempt| (row, attempt))).collect()
    }

    /// Takes in one row; with mistakes, nothing of it.
    fn alone(&mut self, kind: BulkKind, row: &Row) -> Result<Attempt> {
        let part = self.intake.op.tx().begin_write()?;
        let attempt = self.attempt(kind, row)?;
        if attempt.is_ok() {
            part.commit()?;
        }
        Ok(attempt)
    }

    fn attempt(&mut self, kind: BulkKind, row: &Row) -> Result<Attempt> {
        let marks = self.intake.marks();
        match (kind.form().take_in)(&mut self.intake, row) {
            Ok(settled) => Ok(Ok(settled)),
            Err(flaws) => {
                self.intake.back_to(&marks);
                stop_at_defects(flaws).map(Err)
            }
        }
    }

    fn note_settled(&mut self, kind: BulkKind, row: &Row, settled: Settled, statuses: &mut Vec<RowStatus>) {
        note(statuses, row.ordinal, settled.status);
        self.report(kind, row, statuses, Some(settled.object), None);
    }

    /// Keeps what became of a row, once for all stages.
    fn report(
        &mut self,
        kind: BulkKind,
        row: &Row,
        statuses: &[RowStatus],
        object: Option<String>,
        error: Option<String>,
    ) {
        let (Some(status), true) = (statuses.get(row.ordinal).copied(), self.options.keeps_rows) else { return };
        let number = row.place.number();
        let told_kind = self.tells_kinds.then_some(kind);
        let report = RowReport { kind: told_kind, row: number, status, object, error };
        let place = *self.reports.entry((kind, number)).or_insert(self.body.rows.len());
        match self.body.rows.get_mut(place) {
            Some(known) => *known = report,
            None => self.body.rows.push(report),
        }
    }

    /// Notes a row that cannot be taken in.
    fn fail(&mut self, sheet: &Sheet<'_>, row: &Row, flaws: &[Flaw], statuses: &mut Vec<RowStatus>) -> Result<()> {
        let mistakes: Vec<Mistake> = flaws.iter().map(|flaw| row.mistake(sheet.rows.name(), flaw)).collect();
        note(statuses, row.ordinal, RowStatus::Failed);
        let error = mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        self.report(sheet.kind, row, statuses, None, Some(error));
        if let Some(rejects) = &mut self.rejects {
            rejects.put(row, &mistakes)?;
        }
        self.body.mistakes.extend(mistakes);
        Ok(())
    }

    pub(super) fn count(&mut self, kind: BulkKind, statuses: &[RowStatus]) -> Result<()> {
        let count = |status: RowStatus| statuses.iter().filter(|one| **one == status).count();
        self.body.created_count += count(RowStatus::Created);
        self.body.updated_count += count(RowStatus::Updated);
        self.body.unchanged_count += count(RowStatus::Unchanged);
        self.body.skipped_count += count(RowStatus::Skipped);
        self.body.failed_count += count(RowStatus::Failed);
        match (kind.form().conclude, count(RowStatus::Created)) {
            (Some(conclude), created) if created > 0 => conclude(&mut self.intake, created),
            _ => Ok(()),
        }
    }

    /// The report; or every mistake, if one of them stops everything.
    pub(super) fn finish(mut self, file: &str, noun: &str) -> Result<ImportBody> {
        if self.options.on_error == OnError::Stop && !self.body.mistakes.is_empty() {
            return Err(refusal(file, self.body.mistakes));
        }
        if let Some(rejects) = &mut self.rejects {
            rejects.flush()?;
        }
        self.body.rows.sort_by_key(|row| (row.kind, row.row));
        self.body.losses = std::mem::take(&mut self.intake.losses);
        let body = self.body;
        self.intake.tell();
        let counts = [
            (body.created_count, "new"),
            (body.updated_count, "changed"),
            (body.unchanged_count, "unchanged"),
            (body.skipped_count, "skipped"),
            (body.failed_count, "put aside"),
        ];
        let counts: Vec<String> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let counts = if counts.is_empty() { "no rows".to_owned() } else { counts.join(", ") };
        self.intake.op.say("import", "imported", format!("{noun}: {counts}"));
        Ok(body)
    }
}

/// Notes what became of a row: what an earlier stage made of it counts more than that a later one found it so.
fn note(statuses: &mut Vec<RowStatus>, row: usize, status: RowStatus) {
    if statuses.len() <= row {
        statuses.resize(row + 1, RowStatus::Skipped);
    }
    let Some(known) = statuses.get_mut(row) else { return };
    *known = match (*known, status) {
        (RowStatus::Created, RowStatus::Updated | RowStatus::Unchanged | RowStatus::Skipped) => RowStatus::Created,
        (RowStatus::Updated, RowStatus::Unchanged | RowStatus::Skipped) => RowStatus::Updated,
        (_, status) => status,
    };
}

/// Whether everything that is wrong may be right once other rows are in.
fn may_be_right_later(flaws: &[Flaw]) -> bool {
    !flaws.is_empty() && flaws.iter().all(|flaw| matches!(flaw.error.kind, Kind::NotFound | Kind::Conflict))
}

/// Mistakes of a row are collected; what is no mistake of the row ends everything.
fn stop_at_defects(flaws: Vec<Flaw>) -> Result<Vec<Flaw>> {
    let mut mistakes = Vec::with_capacity(flaws.len());
    for flaw in flaws {
        match flaw.error.kind {
            Kind::Usage | Kind::NotFound | Kind::Conflict | Kind::NotPermitted | Kind::Invalid => mistakes.push(flaw),
            _ => return Err(flaw.error),
        }
    }
    Ok(mistakes)
}
