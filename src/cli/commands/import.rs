//! `import`

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde_json::json;

use crate::cli::arguments::{naming_kinds, typed};
use crate::cli::commands::guessing::{Reading, understand};
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::globals::OutputFormat;
use crate::cli::render::closing::io_error;
use crate::cli::render::standing::Standing;
use crate::cli::render::{Either, Lines, Reply, Told, output};
use crate::cli::sheet::progress::Progress;
use crate::cli::sheet::rejects::RejectsFile;
use crate::cli::sheet::writer::RowWriter;
use crate::cli::sheet::{RowFormat, SheetFile};
use crate::domain::sheet::cells::SECRET;
use crate::domain::sheet::{Layout, OnError, OnExisting, SheetColumn};
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::import::{self, ImportAll};
use crate::service::bulk::passwords::{self, Hashes, Passwords};
use crate::service::bulk::settled::Loss;
use crate::service::bulk::sheet::{ImportBody, Options, Rejects, RowReport, Sheet};
use crate::service::journal::Journal;
use crate::service::link::Delivery;
use crate::service::{Done, Run, app};

/// What it does, at length.
const ABOUT: &str = "\
Import rows from a file\n\nTakes in CSV, a JSON array or JSON lines, told by the file's extension or by \
`--format`: all rows, or none and every mistake at once, with its line and column. Every row goes the way of the \
single verb: the same checks, the same rights, the same log. Rows may name what stands further down. A row that \
says what is so already is `unchanged`; one that differs is a mistake, unless `--on-existing` says otherwise. \
`--template` prints the columns of a kind with an example; in CSV, lists are separated by `|`. A file of `export \
--spreadsheet` is read with `--spreadsheet`, too. Passwords are only for new users, and are hashed before anything \
is locked. What the single verbs ask about, such as deactivating somebody, is asked about here: `--yes` confirms \
it.";

/// Import rows from a file
#[derive(Debug, Args)]
#[command(
    long_about = naming_kinds(ABOUT),
    after_help = "Examples:\n  provost import users people.csv --no-mail\n  provost import users people.csv --dry-run\n  provost import users --template\n  provost import users people.csv --on-existing update\n  provost import users people.csv --on-error skip --rejects rejects.csv\n  provost import users people.csv --column Title= --set level=viewer\n  provost import --all backup/"
)]
pub struct ImportVerb {
    /// What the rows are, such as users
    #[arg(value_name = "KIND", required_unless_present = "all", value_parser = typed(BulkKind::find))]
    kind: Option<BulkKind>,
    /// The file; `-` reads standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, required_unless_present_any = ["template", "all"])]
    file: Option<String>,
    /// Import an exported folder, without invitations
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["kind", "file", "template", "on_error", "rejects", "column", "set", "format", "no_mail"])]
    all: Option<PathBuf>,
    /// Print the columns of the kind with an example row
    #[arg(long, conflicts_with_all = ["file", "on_existing", "on_error", "rejects", "column", "set", "clear_empty", "no_mail"])]
    template: bool,
    /// csv, json or jsonl; by the file's extension by default
    #[arg(long, value_name = "FORMAT")]
    format: Option<RowFormat>,
    /// What exists and differs: fail, skip or update
    #[arg(long, value_name = "POLICY")]
    on_existing: Option<OnExisting>,
    /// A row with a mistake: stop, or skip with --rejects
    #[arg(long, value_name = "POLICY")]
    on_error: Option<OnError>,
    /// Put the rows with mistakes into this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    rejects: Option<PathBuf>,
    /// Read their column as ours, or ignore it (repeatable)
    #[arg(long, value_name = "THEIRS=OURS")]
    column: Vec<String>,
    /// Read columns of other names as what they probably mean
    #[arg(long, conflicts_with_all = ["all", "template"])]
    guess_columns: bool,
    /// Leave out this many lines above the header
    #[arg(long, value_name = "N", conflicts_with_all = ["all", "template"])]
    skip_lines: Option<usize>,
    /// Fill a missing column or empty cell (repeatable)
    #[arg(long, value_name = "COLUMN=VALUE")]
    set: Vec<String>,
    /// Let an empty cell of CSV clear the field
    #[arg(long)]
    clear_empty: bool,
    /// Make no invitations; `user invite` makes them later
    #[arg(long, conflicts_with = "send")]
    no_mail: bool,
    /// Deliver the invitations right after
    #[arg(long, conflicts_with_all = ["all", "template"])]
    send: bool,
}

impl Verb for ImportVerb {
    type Prints = Either<Done<ImportBody>, Vec<RowReport>>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if let Some(folder) = &self.all {
            return import_all(&self, folder, cx);
        }
        let Some(kind) = self.kind else { return Err(BulkKind::missing()) };
        let named = self.format;
        if self.template {
            return template(kind, named.unwrap_or(RowFormat::printed(cx.format)));
        }
        check_policies(&self, kind, cx)?;
        let name = self.file.as_deref().unwrap_or_default();
        let format = RowFormat::of(named, name)?;
        if format != RowFormat::Csv && (self.clear_empty || cx.globals.spreadsheet) {
            return Err(Error::usage("`--clear-empty` and `--spreadsheet` are for CSV")
                .hint("in JSON, `null` and `[]` clear, and every text is as it stands"));
        }
        let mut file = SheetFile::new(cx, name, format, layout(&self, kind)?)?;
        let reading = Reading {
            name: name.to_owned(),
            command: format!("provost import {kind} {}{}", quoted_if_needed(name), self.said(cx.globals.dry_run)),
            guesses: self.guess_columns,
            skip_lines: self.skip_lines,
        };
        if let Some(read) = understand(&reading, kind, &mut file, cx)? {
            cx.notice(&read);
        }
        import_file(&self, kind, &file, cx)
    }
}

impl ImportVerb {
    /// The flags that were given beside kind and file, as they were.
    fn said(&self, is_dry: bool) -> String {
        let valued = [
            ("--format", self.format.map(|format| format.to_string())),
            ("--on-existing", self.on_existing.map(|policy| policy.to_string())),
            ("--on-error", self.on_error.map(|policy| policy.to_string())),
            ("--rejects", self.rejects.as_ref().map(|path| path.display().to_string())),
        ];
        let repeated =
            self.column.iter().map(|pair| ("--column", pair)).chain(self.set.iter().map(|pair| ("--set", pair)));
        let alone = [
            ("--clear-empty", self.clear_empty),
            ("--no-mail", self.no_mail),
            ("--send", self.send),
            ("--dry-run", is_dry),
        ];
        let valued = valued.into_iter().filter_map(|(flag, value)| Some((flag, value?)));
        let valued = valued.chain(repeated.map(|(flag, pair)| (flag, pair.clone())));
        let valued = valued.map(|(flag, value)| format!(" {flag} {}", quoted_if_needed(&value)));
        let alone = alone.into_iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| format!(" {flag}"));
        valued.chain(alone).collect()
    }
}

/// A word as a shell takes it.
fn quoted_if_needed(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:@+=".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { quoted(word) }
}

/// The columns of a kind with an example row.
fn template(kind: BulkKind, format: RowFormat) -> Result<Reply<'static, Either<Done<ImportBody>, Vec<RowReport>>>> {
    let columns: Vec<&SheetColumn> = kind.form().columns.iter().filter(|column| column.in_template).collect();
    let mut text = Vec::new();
    let mut writer = RowWriter::new(&mut text, format, columns.clone(), crate::cli::render::csv::Dialect::EXACT)?;
    writer.row(columns.iter().map(|column| column.example()).collect())?;
    writer.finish()?;
    String::from_utf8(text).map(Reply::sentence).map_err(|_| Error::internal("a template could not be written"))
}

fn check_policies(args: &ImportVerb, kind: BulkKind, cx: &Context<'_>) -> Result<()> {
    let skips = args.on_error == Some(OnError::Skip);
    if skips != args.rejects.is_some() {
        return Err(Error::usage("`--on-error skip` and `--rejects FILE` go together")
            .hint("add `--on-error skip --rejects rejects.csv`, or leave both out"));
    }
    if args.rejects.as_deref() == Some(Path::new("-")) {
        return Err(Error::usage("rows are put aside into a file, not onto standard output")
            .hint("name one: `--rejects rejects.csv`"));
    }
    if args.rejects.is_some() && cx.app.within.is_some() {
        return Err(Error::usage("rows cannot be put aside in the middle of something else")
            .hint("import by itself, or leave `--on-error skip` out"));
    }
    if (args.no_mail || args.send) && kind != BulkKind::Users {
        return Err(
            Error::usage(format!("`--no-mail` and `--send` are for users, not for {kind}")).hint("leave it out")
        );
    }
    Ok(())
}

/// How the cells of the file stand for columns.
fn layout(args: &ImportVerb, kind: BulkKind) -> Result<Layout> {
    let mut layout = kind.layout();
    let pair = |text: &str, flag: &str| {
        // No column of ours holds a `=`; theirs may.
        let parts = if flag.starts_with("--column") { text.rsplit_once('=') } else { text.split_once('=') };
        parts.map(|(left, right)| (left.to_owned(), right.to_owned())).ok_or_else(|| {
            Error::usage(format!("`{}` is no pair", crate::domain::text::printable(text)))
                .hint(format!("write it as `{flag}`"))
        })
    };
    for text in &args.column {
        let (theirs, ours) = pair(text, "--column THEIRS=OURS")?;
        layout.rename(&theirs, Some(ours.trim()).filter(|ours| !ours.is_empty()))?;
    }
    for text in &args.set {
        let (column, value) = pair(text, "--set COLUMN=VALUE")?;
        if layout.names(&column, SECRET) {
            return Err(Error::usage("a secret is no argument").hint("put the passwords into a column of the file"));
        }
        layout.fill(&column, &value)?;
    }
    layout.clears_empty = args.clear_empty;
    Ok(layout)
}

fn options<'p>(args: &ImportVerb, cx: &Context<'_>, progress: &'p dyn Fn(usize)) -> Result<Options<'p>> {
    Ok(Options {
        on_existing: args.on_existing.unwrap_or(OnExisting::Fail),
        on_error: args.on_error.unwrap_or(OnError::Stop),
        // Whoever comes with a whole subscription is invited when the time has come.
        delivery: if args.no_mail || args.all.is_some() { Delivery::Nothing } else { Delivery::Mail },
        keeps_rows: cx.format == OutputFormat::Jsonl,
        progress,
    })
}

fn import_file<'c>(
    args: &ImportVerb,
    kind: BulkKind,
    file: &SheetFile,
    cx: &'c Context<'_>,
) -> Result<Reply<'c, Either<Done<ImportBody>, Vec<RowReport>>>> {
    let action = kind.form().add;
    check_fields(cx, action)?;
    let intake = FileIntake { args, cx, sheet: Sheet { kind, rows: file } };
    let hashes = hashes(&intake.sheet, cx, |trial| intake.run((Run::Dry, true), trial, None, &|_| {}).map(drop))?;
    let progress = Progress::begin(cx, "rows");
    let done = cx.confirming(action, |run, is_confirmed| {
        progress.restart();
        // In a dry batch, too, no file is written: later lines see the rows all the same.
        let aside = args.rejects.as_deref().filter(|_| !cx.app.is_dry && run != Run::Dry);
        let mut aside = aside.map(|path| RejectsFile::beside(cx, path, file)).transpose()?;
        let done = intake.run((run, is_confirmed), &hashes, aside.as_mut(), &|rows| progress.advance(rows));
        progress.end();
        let done = done?;
        aside.map_or(Ok(()), RejectsFile::keep)?;
        Ok(done)
    })?;
    let mut done = done;
    let is_complete = !args.send || cx.send_queued(&mut done);
    report(cx, done, &progress, args.rejects.as_deref(), is_complete)
}

/// One file on its way into the database.
struct FileIntake<'i, 'e> {
    args: &'i ImportVerb,
    cx: &'i Context<'e>,
    sheet: Sheet<'i>,
}

impl FileIntake<'_, '_> {
    fn run(
        &self,
        (run, is_confirmed): (Run, bool),
        hashes: &Hashes,
        rejects: Option<&mut RejectsFile>,
        progress: &dyn Fn(usize),
    ) -> Result<Done<ImportBody>> {
        let app = &self.cx.app;
        let options = options(self.args, self.cx, progress)?;
        let rejects = RefCell::new(rejects);
        app.write_any(&self.sheet.kind.actions(), run, |op| {
            op.sends_now = self.args.send;
            let mut rejects = rejects.borrow_mut();
            let rejects = rejects.as_deref_mut().map(|rejects| rejects as &mut dyn Rejects);
            let body = import::import(app, op, &self.sheet, &options, hashes, rejects)?;
            body.consequences.check(is_confirmed)?;
            Ok(body)
        })
    }
}

/// The hashes of the passwords in a file. Hashing takes long, so that mistakes are found before, in a trial that is
/// rolled back and tells who needs one; a dry run needs none. Only where something is wrong is the trial made again,
/// to tell everything at once.
fn hashes(sheet: &Sheet<'_>, cx: &Context<'_>, trial: impl Fn(&Hashes) -> Result<()>) -> Result<Hashes> {
    if cx.app.is_dry {
        return Ok(Hashes::none());
    }
    match passwords::look(sheet)? {
        Passwords::None => return Ok(Hashes::default()),
        // Nothing of it is taken in.
        Passwords::Unread => return Ok(Hashes::none()),
        Passwords::Some => {}
    }
    let first = Hashes::trial();
    let tried = trial(&first);
    let wanted = first.wanted(sheet)?;
    if tried.is_err() || !wanted.are_strong() {
        trial(&wanted.unhashed()).inspect_err(|error| cx.app.note(sheet.kind.form().add, error))?;
    }
    let progress = Progress::begin(cx, "passwords hashed");
    let hashes = wanted.hashed(cx.random, &|count| progress.advance(count));
    progress.end();
    hashes
}

fn import_all<'c>(
    args: &ImportVerb,
    folder: &Path,
    cx: &'c Context<'_>,
) -> Result<Reply<'c, Either<Done<ImportBody>, Vec<RowReport>>>> {
    let mut files = Vec::new();
    for kind in BulkKind::ALL {
        let path = folder.join(format!("{kind}.csv"));
        if path.is_file() {
            let mut layout = kind.layout();
            layout.clears_empty = args.clear_empty;
            files.push((*kind, SheetFile::new(cx, &path.display().to_string(), RowFormat::Csv, layout)?));
        }
    }
    if files.is_empty() {
        return Err(Error::usage(format!("there is nothing to import in `{}`", folder.display()))
            .hint("`provost export --all FOLDER` writes such a folder"));
    }
    check_fields(cx, BulkKind::Users.form().add)?;
    let sheets: Vec<Sheet<'_>> = files.iter().map(|(kind, file)| Sheet { kind: *kind, rows: file }).collect();
    let progress = Progress::begin(cx, "rows");
    let count = |rows: usize| progress.advance(rows);
    let options = options(args, cx, &count)?;
    let name = folder.display().to_string();
    let all = ImportAll { name: &name, sheets: &sheets, options: &options, founder: None };
    let actions: Vec<Action> = files.iter().flat_map(|(kind, _)| kind.actions()).collect();
    let done = cx.confirming(BulkKind::Users.form().add, |run, is_confirmed| {
        progress.restart();
        let done = cx.app.write_any(&actions, run, |op| {
            let body = all.run(&cx.app, op)?;
            body.consequences.check(is_confirmed)?;
            Ok(body)
        });
        progress.end();
        done
    })?;
    report(cx, done, &progress, None, true)
}

/// Finds wrong `--fields` before anything is read.
fn check_fields(cx: &Context<'_>, action: Action) -> Result<()> {
    let report = app::done(action, Run::Dry, None, Journal::default(), ImportBody::default());
    output::check_fields(&report, &cx.globals.fields)
}

/// The report, as JSON lines after a line for each row; statistics beside it, and the exit code of rows put aside.
fn report<'c>(
    cx: &'c Context<'_>,
    mut done: Done<ImportBody>,
    progress: &Progress,
    rejects: Option<&Path>,
    is_complete: bool,
) -> Result<Reply<'c, Either<Done<ImportBody>, Vec<RowReport>>>> {
    let body = &done.body;
    let (all, failed) = (body.tally.all(), body.tally.failed_count);
    if let Some(path) = rejects.filter(|_| failed > 0 && !cx.app.is_dry) {
        done.notices
            .push(format!("mend the rows in {} and import them: what is in already is `unchanged`", path.display()));
    }
    let statistics = progress.statistics(all - failed, all);
    let rows = std::mem::take(&mut done.body.rows);
    let mut told: Vec<String> = done.body.consequences.losses.iter().map(Loss::sentence).collect();
    if cx.app.is_dry {
        // What is put aside has its reasons beside it; nothing is, so that they are told here.
        told.extend(done.body.mistakes.iter().map(ToString::to_string));
    }
    let operation = done.operation;
    let output = Reply::change(&done)?.with_lines(shortened(told));
    let is_watched = cx.terminal.stderr && all > 0;
    let output = if is_watched { output.with_postscript(statistics) } else { output };
    let output = if failed > 0 || !is_complete { output.incomplete() } else { output };
    if cx.format != OutputFormat::Jsonl {
        return Ok(output.first());
    }
    let standing = operation.map(Standing::of_operation);
    let lost = move |error: Error| match &standing {
        Some(standing) => standing.lost(error),
        None => error,
    };
    Ok(Reply::work(Box::new(move |style, out, err| {
        for row in rows {
            writeln!(out, "{}", json!(row)).map_err(|error| lost(io_error(error)))?;
        }
        crate::cli::render::print(output.into_output(), style, out, err)
            .and_then(|code| out.flush().map_err(io_error).map(|()| code))
            .map_err(lost)
    })))
}

/// How many losses a table shows.
const MOST_SHOWN: usize = 20;

/// The first of many lines, and how many there are beside them.
fn shortened(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST_SHOWN);
    lines.truncate(MOST_SHOWN);
    if more > 0 {
        lines.push(format!("and {more} more, all of them with `--json`"));
    }
    lines
}

impl Told for ImportBody {
    fn describe(&self, told: &mut Lines) {
        self.consequences.describe(told);
    }
}
