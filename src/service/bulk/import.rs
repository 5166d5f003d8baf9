//! Taking in rows: all of them, or none and every mistake at once; or the good ones, and the others put aside.

use super::form::STAGES;
use super::importer::Importer;
use super::passwords::Hashes;
use super::settled::RowStatus;
use super::sheet::{ImportBody, Options, Rejects, Sheet};
use crate::domain::{Id, Result};
use crate::service::{App, WriteOp};

/// Takes in all rows of a file, and puts those aside that cannot be, where `rejects` says where.
///
/// # Errors
/// Every mistake, with its place: `conflict` or `not-permitted` if all are, else `invalid`.
pub fn import(
    app: &App<'_>,
    op: &mut WriteOp<'_>,
    sheet: &Sheet<'_>,
    options: &Options<'_>,
    hashes: &Hashes,
    rejects: Option<&mut dyn Rejects>,
) -> Result<ImportBody> {
    op.require_any(&sheet.kind.actions())?;
    let mut importer = Importer::new(app, op, options, hashes);
    let mut statuses = Vec::new();
    importer.sheet(sheet, &mut statuses)?;
    importer.count(sheet.kind, &statuses)?;
    if let Some(rejects) = rejects {
        importer.put_aside(sheet, &statuses, rejects)?;
    }
    importer.finish(sheet.rows.name(), sheet.kind.as_str())
}

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
    pub fn run(&self, app: &App<'_>, op: &mut WriteOp<'_>) -> Result<ImportBody> {
        for sheet in self.sheets {
            op.require_any(&sheet.kind.actions())?;
        }
        let hashes = Hashes::default();
        let mut importer = Importer::new(app, op, self.options, &hashes);
        importer.intake.expect_added(self.founder);
        importer.tells_kinds = true;
        let mut states: Vec<State> = self.sheets.iter().map(|_| State::default()).collect();
        for (kind, aside) in STAGES {
            let files = self.sheets.iter().zip(&mut states).filter(|(sheet, _)| sheet.kind == *kind);
            for (sheet, state) in files {
                if state.is_due(sheet, aside)? {
                    importer.intake.begin_stage(aside);
                    state.is_broken = !importer.sheet(sheet, &mut state.statuses)?;
                    state.aside = Some(aside);
                }
            }
        }
        for (sheet, state) in self.sheets.iter().zip(&states) {
            importer.count(sheet.kind, &state.statuses)?;
        }
        importer.finish(self.name, "rows")
    }
}

/// How far a file has been taken in.
#[derive(Default)]
struct State {
    /// What became of its rows.
    statuses: Vec<RowStatus>,
    /// Whether it could not be read to its end.
    is_broken: bool,
    /// The columns that its last stage left aside; `None`: there was none yet.
    aside: Option<&'static [&'static str]>,
}

impl State {
    /// Whether a stage has anything to do: the first one, and those whose columns the file may say something in.
    fn is_due(&self, sheet: &Sheet<'_>, aside: &[&str]) -> Result<bool> {
        let Some(before) = self.aside.filter(|_| !self.is_broken) else { return Ok(!self.is_broken) };
        for column in before.iter().filter(|column| !aside.contains(column)) {
            if sheet.rows.may_say(column)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
