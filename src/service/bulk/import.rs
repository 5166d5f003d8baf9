//! Taking in rows: all of them, or none and every mistake at once; or the good ones, and the others put aside.

use serde::Serialize;

use super::form::BulkKind;
use super::intake::{Intake, Loss, RowStatus};
use super::passwords::Hashes;
use crate::domain::sheet::{Flaw, Mistake, OnError, OnExisting, Row, refusal};
use crate::domain::{Id, Kind, Result};
use crate::service::{App, WriteOp};

/// What is read from a file: a row, or what is no row at all.
pub enum Read {
    /// A row.
    Row(Row),
    /// A part that cannot be read.
    Broken(Mistake),
}

/// A file of rows.
pub trait Rows {
    /// What it is called.
    fn name(&self) -> &str;

    /// Reads it from the beginning.
    ///
    /// # Errors
    /// `invalid` for what is no such file; whatever `sink` refuses.
    fn each(&self, sink: &mut dyn FnMut(Read) -> Result<()>) -> Result<()>;
}

/// Where rows go that could not be taken in.
pub trait Rejects {
    /// Puts one aside.
    ///
    /// # Errors
    /// `unusable` if it cannot be written.
    fn put(&mut self, row: &Row, mistakes: &[Mistake]) -> Result<()>;

    /// Writes everything out.
    ///
    /// # Errors
    /// `unusable` if it cannot be written.
    fn flush(&mut self) -> Result<()>;
}

/// How rows are taken in.
pub struct Options<'a> {
    /// What becomes of what exists.
    pub on_existing: OnExisting,
    /// What becomes of the others when one cannot be taken in.
    pub on_error: OnError,
    /// Whether new users are invited by mail.
    pub invites: bool,
    /// Whether what became of each row is kept.
    pub keeps_rows: bool,
    /// Learns how many rows have been worked on.
    pub progress: &'a dyn Fn(usize),
}

/// What became of one row.
#[derive(Debug, Serialize)]
pub struct RowReport {
    /// Its line, or its place in an array.
    pub row: u64,
    /// What became of it.
    pub status: RowStatus,
    /// What it is about.
    pub object: Option<String>,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// What the import came to.
#[derive(Debug, Default, Serialize)]
pub struct ImportBody {
    /// Objects that are new.
    pub created_count: usize,
    /// Objects that were changed.
    pub updated_count: usize,
    /// Objects that were there already, the same in every column.
    pub unchanged_count: usize,
    /// Objects that were there and were left as they are.
    pub skipped_count: usize,
    /// Rows that could not be taken in.
    pub failed_count: usize,
    /// What lists lost that were replaced.
    pub losses: Vec<Loss>,
    /// What is wrong with the rows that could not be taken in.
    pub mistakes: Vec<Mistake>,
    /// What became of each row, if that was asked for.
    #[serde(skip)]
    pub rows: Vec<RowReport>,
}

impl ImportBody {
    /// How many rows there were.
    pub const fn row_count(&self) -> usize {
        self.created_count + self.updated_count + self.unchanged_count + self.skipped_count + self.failed_count
    }
}

/// A file to take in, and what its rows are.
pub struct Sheet<'a> {
    /// What its rows are.
    pub kind: BulkKind,
    /// The file.
    pub rows: &'a dyn Rows,
}

/// Takes in all rows of a file.
///
/// # Errors
/// Every mistake, with its place: `conflict` or `not-permitted` if all are, else `invalid`.
pub fn import<'r>(
    app: &App<'_>,
    op: &mut WriteOp<'_>,
    sheet: &Sheet<'_>,
    options: &Options<'_>,
    hashes: &Hashes,
    rejects: Option<&'r mut (dyn Rejects + 'r)>,
) -> Result<ImportBody> {
    op.require_any(&sheet.kind.actions())?;
    let mut importer = Importer::new(app, op, options, hashes, rejects);
    let mut statuses = Vec::new();
    importer.sheet(sheet, &mut statuses)?;
    importer.count(sheet.kind, &statuses)?;
    importer.finish(sheet.rows.name(), sheet.kind.as_str())
}

/// The stages in which a whole subscription is taken in, each with the columns that it leaves aside: what they name
/// comes later.
const STAGES: &[(BulkKind, &[&str])] = &[
    (BulkKind::Tags, &[]),
    (BulkKind::Domains, &[]),
    (BulkKind::Bus, &["primary_contact"]),
    (BulkKind::Users, &["groups", "asset_groups", "projects", "tag_scope", "status"]),
    (BulkKind::Bus, &[]),
    (BulkKind::Assets, &[]),
    (BulkKind::Appliances, &[]),
    (BulkKind::AssetGroups, &[]),
    (BulkKind::Users, &["groups", "projects", "tag_scope", "status"]),
    (BulkKind::Configs, &[]),
    (BulkKind::Tickets, &[]),
    (BulkKind::Groups, &["projects"]),
    (BulkKind::Projects, &[]),
    (BulkKind::Groups, &[]),
    (BulkKind::RemediationPolicies, &[]),
    (BulkKind::AuthRecords, &[]),
    // States come last: what belongs to a deactivated user is taken in while it can have it.
    (BulkKind::Users, &[]),
    (BulkKind::Events, &[]),
];

/// The files of a whole subscription.
pub struct ImportAll<'a> {
    /// What they are called together.
    pub name: &'a str,
    /// The files.
    pub sheets: &'a [Sheet<'a>],
    /// How their rows are taken in.
    pub options: &'a Options<'a>,
    /// A user that is there already and becomes what its row says, whatever the policy.
    pub founder: Option<Id>,
}

impl ImportAll<'_> {
    /// Takes in all rows, whatever names what.
    ///
    /// # Errors
    /// As for one file.
    pub fn run(&self, app: &App<'_>, op: &mut WriteOp<'_>) -> Result<ImportBody> {
        for sheet in self.sheets {
            op.require_any(&sheet.kind.actions())?;
        }
        let hashes = Hashes::default();
        let mut importer = Importer::new(app, op, self.options, &hashes, None);
        importer.intake.expect_added(self.founder);
        let mut statuses: Vec<Vec<RowStatus>> = self.sheets.iter().map(|_| Vec::new()).collect();
        for (kind, aside) in STAGES {
            for (sheet, statuses) in self.sheets.iter().zip(&mut statuses).filter(|(sheet, _)| sheet.kind == *kind) {
                importer.intake.begin_stage(aside);
                importer.sheet(sheet, statuses)?;
            }
        }
        for (sheet, statuses) in self.sheets.iter().zip(&statuses) {
            importer.count(sheet.kind, statuses)?;
        }
        importer.finish(self.name, "rows")
    }
}

struct Importer<'a, 'o, 'r> {
    intake: Intake<'a, 'o>,
    options: &'a Options<'a>,
    rejects: Option<&'r mut (dyn Rejects + 'r)>,
    body: ImportBody,
    /// Whether a part of a file is no row at all, so that nothing of it can be put aside.
    is_broken: bool,
}

impl<'a, 'o, 'r> Importer<'a, 'o, 'r> {
    fn new(
        app: &'a App<'a>,
        op: &'a mut WriteOp<'o>,
        options: &'a Options<'a>,
        hashes: &'a Hashes,
        rejects: Option<&'r mut (dyn Rejects + 'r)>,
    ) -> Self {
        let mut intake = Intake::new(app, op, hashes);
        intake.on_existing = options.on_existing;
        intake.invites = options.invites;
        Self { intake, options, rejects, body: ImportBody::default(), is_broken: false }
    }

    /// Takes in every row; those that may yet be right, once others are in, wait and are tried again. `statuses`
    /// tells what became of each row in an earlier stage.
    fn sheet(&mut self, sheet: &Sheet<'_>, statuses: &mut Vec<RowStatus>) -> Result<()> {
        let mut waiting: Vec<(Row, Vec<Flaw>)> = Vec::new();
        let (file, first) = (sheet.rows.name(), self.body.mistakes.len());
        sheet.rows.each(&mut |read| {
            match read {
                Read::Row(row) if statuses.get(row.ordinal) == Some(&RowStatus::Failed) => {}
                Read::Row(mut row) => {
                    let flaws = std::mem::take(&mut row.flaws);
                    let flaws = if flaws.is_empty() { self.row(sheet.kind, &row, statuses)? } else { flaws };
                    if may_be_right_later(&flaws) {
                        note(statuses, row.ordinal, RowStatus::Skipped);
                        waiting.push((row, flaws));
                    } else if !flaws.is_empty() {
                        self.fail(file, &row, &flaws, statuses)?;
                    }
                }
                Read::Broken(mistake) => {
                    self.is_broken = true;
                    self.body.mistakes.push(mistake);
                }
            }
            (self.options.progress)(1);
            Ok(())
        })?;
        self.settle_waiting(sheet, waiting, statuses)?;
        if let Some(mistakes) = self.body.mistakes.get_mut(first..) {
            mistakes.sort_by_key(|mistake| mistake.line.or(mistake.row));
        }
        Ok(())
    }

    fn settle_waiting(
        &mut self,
        sheet: &Sheet<'_>,
        mut waiting: Vec<(Row, Vec<Flaw>)>,
        statuses: &mut Vec<RowStatus>,
    ) -> Result<()> {
        loop {
            // A chain may stand in either order, so that each pass goes the other way.
            waiting.reverse();
            let (before, mut still) = (waiting.len(), Vec::new());
            for (row, _) in waiting {
                let flaws = self.row(sheet.kind, &row, statuses)?;
                if !flaws.is_empty() {
                    still.push((row, flaws));
                }
            }
            waiting = still;
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        waiting.sort_by_key(|(row, _)| row.ordinal);
        waiting.iter().try_for_each(|(row, flaws)| self.fail(sheet.rows.name(), row, flaws, statuses))
    }

    /// Takes in one row; with mistakes, nothing of it.
    fn row(&mut self, kind: BulkKind, row: &Row, statuses: &mut Vec<RowStatus>) -> Result<Vec<Flaw>> {
        let marks = self.intake.marks();
        let part = self.intake.op.tx().begin_write()?;
        match (kind.form().take_in)(&mut self.intake, row) {
            Ok(settled) => {
                part.commit()?;
                note(statuses, row.ordinal, settled.status);
                if self.options.keeps_rows {
                    let (number, object) = (row.place.number(), Some(settled.object));
                    self.body.rows.push(RowReport { row: number, status: settled.status, object, error: None });
                }
                Ok(Vec::new())
            }
            Err(flaws) => {
                drop(part);
                self.intake.back_to(marks);
                stop_at_defects(flaws)
            }
        }
    }

    /// Notes a row that cannot be taken in.
    fn fail(&mut self, file: &str, row: &Row, flaws: &[Flaw], statuses: &mut Vec<RowStatus>) -> Result<()> {
        let mistakes: Vec<Mistake> = flaws.iter().map(|flaw| row.mistake(file, flaw)).collect();
        note(statuses, row.ordinal, RowStatus::Failed);
        if self.options.keeps_rows {
            let error = mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            let number = row.place.number();
            self.body.rows.push(RowReport { row: number, status: RowStatus::Failed, object: None, error: Some(error) });
        }
        if let Some(rejects) = &mut self.rejects {
            rejects.put(row, &mistakes)?;
        }
        self.body.mistakes.extend(mistakes);
        Ok(())
    }

    fn count(&mut self, kind: BulkKind, statuses: &[RowStatus]) -> Result<()> {
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
    fn finish(mut self, file: &str, noun: &str) -> Result<ImportBody> {
        let stops = self.is_broken || self.options.on_error == OnError::Stop;
        if stops && !self.body.mistakes.is_empty() {
            return Err(refusal(file, self.body.mistakes));
        }
        if let Some(rejects) = &mut self.rejects {
            rejects.flush()?;
        }
        self.body.rows.sort_by_key(|row| row.row);
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
