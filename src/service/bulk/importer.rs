//! The way of rows into the database: in runs, each row wholly or not at all, and what may yet be right tried again.

use std::collections::HashMap;

use super::following::{Following, named_first};
use super::form::BulkKind;
use super::intake::Intake;
use super::passwords::Hashes;
use super::settled::{RowStatus, Settled, Tally};
use super::sheet::{ImportBody, Options, Rejects, RowReport, Sheet};
use super::{ahead, flaws};
use crate::domain::mistake::Mistake;
use crate::domain::sheet::{Flaw, OnError, Row, refusal};
use crate::domain::{Error, Kind, Result};
use crate::service::{App, WriteOp};

/// How many rows share a part of the transaction.
const RUN: usize = 256;

/// What trying a row came to: what it is now, or every mistake in it beside those of the row as a whole.
type Attempt = std::result::Result<Settled, Vec<Flaw>>;

/// Takes in the rows of one file or more, and collects what came of them.
pub struct Importer<'a, 'o> {
    pub(super) intake: Intake<'a, 'o>,
    options: &'a Options<'a>,
    body: ImportBody,
    following: Following,
    /// Whether a file could not be read to its end, which nothing makes up for.
    is_broken: bool,
    /// Whether the report of a row tells its kind.
    pub(super) tells_kinds: bool,
    /// Where the report of a row stands: later stages complete it.
    reports: HashMap<(BulkKind, u64), usize>,
}

impl<'a, 'o> Importer<'a, 'o> {
    pub(super) fn new(app: &'a App<'a>, op: &'a mut WriteOp<'o>, options: &'a Options<'a>, hashes: &'a Hashes) -> Self {
        let mut intake = Intake::new(app, op, hashes);
        intake.on_existing = options.on_existing;
        intake.delivery = options.delivery;
        Self {
            intake,
            options,
            body: ImportBody::default(),
            following: Following::default(),
            is_broken: false,
            tells_kinds: false,
            reports: HashMap::new(),
        }
    }

    /// Takes in every row; those that may yet be right, once others are in, wait and are tried again. `statuses`
    /// tells what became of each row in an earlier stage. A file that cannot be read on is a mistake among others;
    /// gives whether it could.
    pub(super) fn sheet(&mut self, sheet: &Sheet<'_>, statuses: &mut Vec<RowStatus>) -> Result<bool> {
        self.intake.begin_kind(sheet.kind.form().object)?;
        let (mut run, mut ready, mut waiting) = (Vec::with_capacity(RUN), Vec::new(), Vec::new());
        let first = self.body.mistakes.len();
        let read = sheet.rows.each(&mut |row| {
            (self.options.progress)(1);
            if statuses.get(row.ordinal) == Some(&RowStatus::Failed) {
                return Ok(());
            }
            run.push(row);
            if run.len() < RUN {
                return Ok(());
            }
            // What a run asks, is asked before the run before it is taken in.
            ahead::ask_early(&self.intake, sheet.kind, &run)?;
            let rows = std::mem::replace(&mut ready, std::mem::replace(&mut run, Vec::with_capacity(RUN)));
            self.settle(sheet, rows, statuses, &mut waiting)
        });
        let (broken, unread) = match read {
            Ok(()) => (false, Vec::new()),
            Err(error) if error.mistakes.is_empty() => return Err(error),
            Err(mut error) => (true, std::mem::take(&mut error.mistakes)),
        };
        ahead::ask_early(&self.intake, sheet.kind, &run)?;
        self.settle(sheet, ready, statuses, &mut waiting)?;
        self.settle(sheet, run, statuses, &mut waiting)?;
        self.settle_waiting(sheet, waiting, statuses)?;
        self.body.mistakes.extend(unread);
        self.is_broken |= broken;
        if let Some(mistakes) = self.body.mistakes.get_mut(first..) {
            mistakes.sort_by_key(|mistake| mistake.line.or(mistake.row));
        }
        Ok(!broken)
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
                Err(flaws) if may_be_right_later(&flaws) || self.lacks_names(sheet.kind, &row) => waiting.push(row),
                Err(flaws) => {
                    self.following.note(sheet.kind.form(), sheet.rows.name(), &row);
                    self.fail(sheet, &row, &flaws, statuses)?;
                }
            }
        }
        Ok(())
    }

    fn settle_waiting(&mut self, sheet: &Sheet<'_>, waiting: Vec<Row>, statuses: &mut Vec<RowStatus>) -> Result<()> {
        // Whatever names others of its kind comes after them, so that a chain takes one pass in whatever order it stands.
        let mut waiting = named_first(sheet.kind.form(), waiting);
        loop {
            let (before, mut still) = (waiting.len(), Vec::new());
            let mut rows = waiting.into_iter().peekable();
            while rows.peek().is_some() {
                let run: Vec<Row> = rows.by_ref().take(RUN).collect();
                ahead::ask_early(&self.intake, sheet.kind, &run)?;
                for (row, attempt) in self.run(sheet.kind, run)? {
                    match attempt {
                        Ok(settled) => self.note_settled(sheet.kind, &row, settled, statuses),
                        Err(flaws) => still.push((row, flaws)),
                    }
                }
            }
            if still.is_empty() || still.len() == before {
                still.sort_by_key(|(row, _)| row.ordinal);
                let (form, file) = (sheet.kind.form(), sheet.rows.name());
                still.iter().for_each(|(row, _)| self.following.note(form, file, row));
                for (row, mut flaws) in still {
                    flaws::add_unknown(&self.intake, &row, form, &mut flaws);
                    self.following.explain(form, file, &row, &mut flaws);
                    self.fail(sheet, &row, &flaws, statuses)?;
                }
                return Ok(());
            }
            // What else rows wait for may stand in either order, so that each pass goes the other way.
            waiting = still.into_iter().rev().map(|(row, _)| row).collect();
        }
    }

    /// Takes in each row, or nothing of it. A run shares one part of the transaction, which costs SQLite a copy of
    /// every page it changes; only if a row fails after it has written is the run gone through again, row by row.
    fn run(&mut self, kind: BulkKind, rows: Vec<Row>) -> Result<Vec<(Row, Attempt)>> {
        let mark = self.intake.mark();
        let part = self.intake.op.tx().begin_write()?;
        ahead::ask(&self.intake, kind, &rows)?;
        let mut attempts = Vec::with_capacity(rows.len());
        for row in &rows {
            let before = part.writes();
            let attempt = self.attempt(kind, row)?;
            if attempt.is_err() && part.writes() != before {
                break;
            }
            attempts.push(attempt);
        }
        if attempts.len() == rows.len() {
            part.commit()?;
            return Ok(rows.into_iter().zip(attempts).collect());
        }
        drop(part);
        self.intake.back_to(&mark);
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
        if row.is_garbled {
            return Ok(Err(Vec::new()));
        }
        let mark = self.intake.mark();
        let flaws = match (kind.form().take_in)(&mut self.intake, row) {
            Ok(settled) if row.flaws.is_empty() => return Ok(Ok(settled)),
            Ok(_) => Vec::new(),
            Err(flaws) => flaws,
        };
        self.intake.back_to(&mark);
        stop_at_defects(flaws).map(Err)
    }

    /// Whether a row names what is not there, and may yet come.
    fn lacks_names(&self, kind: BulkKind, row: &Row) -> bool {
        !row.is_garbled && flaws::unknown_names(&self.intake, row, kind.form()).next().is_some()
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
        let flaws = row.flaws.iter().chain(flaws);
        let mistakes: Vec<Mistake> = flaws.map(|flaw| row.mistake(sheet.rows.name(), flaw)).collect();
        if mistakes.is_empty() {
            return Err(Error::internal("a row was refused without a reason"));
        }
        note(statuses, row.ordinal, RowStatus::Failed);
        let error = mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        self.report(sheet.kind, row, statuses, None, Some(error));
        self.body.mistakes.extend(mistakes);
        Ok(())
    }

    /// Counts what became of the rows of a file, which is a line of the log where each row is none.
    pub(super) fn count(&mut self, kind: BulkKind, statuses: &[RowStatus]) -> Result<()> {
        let mut tally = Tally::default();
        statuses.iter().for_each(|status| tally.add(*status, 1));
        self.body.tally.add_all(tally);
        match kind.form().conclude {
            Some(conclude) if tally.created_count > 0 => conclude(&mut self.intake, tally.created_count),
            _ => Ok(()),
        }
    }

    /// Puts the rows aside that could not be taken in, in the order of their file.
    pub(super) fn put_aside(&self, sheet: &Sheet<'_>, statuses: &[RowStatus], rejects: &mut dyn Rejects) -> Result<()> {
        if self.is_broken {
            return Ok(());
        }
        if statuses.contains(&RowStatus::Failed) {
            let mut mistakes = self.body.mistakes.as_slice();
            sheet.rows.each(&mut |row| {
                if statuses.get(row.ordinal) != Some(&RowStatus::Failed) {
                    return Ok(());
                }
                let number = Some(row.place.number());
                let own = mistakes.iter().take_while(|mistake| mistake.line.or(mistake.row) == number).count();
                let (own, rest) = mistakes.split_at(own);
                mistakes = rest;
                rejects.put(&row, own)
            })?;
        }
        rejects.flush()
    }

    /// The report; or every mistake, if one of them stops everything.
    pub(super) fn finish(mut self, file: &str, noun: &str) -> Result<ImportBody> {
        let stops = self.options.on_error == OnError::Stop || self.is_broken;
        if stops && !self.body.mistakes.is_empty() {
            self.intake.hand_over_refused();
            return Err(refusal(file, self.body.mistakes));
        }
        self.body.rows.sort_by_key(|row| (row.kind, row.row));
        self.intake.tell();
        self.body.consequences = std::mem::take(&mut self.intake.consequences);
        let body = self.body;
        self.intake.op.say("import", "imported", format!("{noun}: {}", body.tally.phrase()));
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

/// Whether what is wrong may be right, or less of it wrong, once other rows are in: what is named may come, and a rule
/// be met; what differs from what is there goes on doing so.
fn may_be_right_later(flaws: &[Flaw]) -> bool {
    let is_settled = |flaw: &Flaw| matches!(flaw.error.code, "already-exists" | "twice");
    let may_be_met = |flaw: &Flaw| flaw.error.kind == Kind::Conflict && !is_settled(flaw);
    flaws.iter().any(|flaw| flaw.error.kind == Kind::NotFound) || (!flaws.is_empty() && flaws.iter().all(may_be_met))
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
