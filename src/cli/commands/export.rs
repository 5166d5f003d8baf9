//! `export`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde_json::{Map, Value, json};

use crate::cli::arguments::{naming_kinds, typed};
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::csv::Dialect;
use crate::cli::render::style::fitted;
use crate::cli::render::{Reply, Text};
use crate::cli::sheet::RowFormat;
use crate::cli::sheet::target::{TargetFile, unwritable};
use crate::cli::sheet::writer::RowWriter;
use crate::domain::text::printable;
use crate::domain::{Action, Error, Result};
use crate::service::bulk::{BulkKind, export};
use crate::service::{Op, organisation};
use crate::store::private;

/// What it does, at length.
const ABOUT: &str = "\
Export rows to a file\n\nWrites every row of a kind that you may view, as CSV, a JSON array or JSON lines, told by \
the file's extension or by `--format`; to standard output unless a file is named. `import` reads it back. `--all` \
writes a folder with a file for each kind; `--as-toml` writes one file that describes the organisation, as `init \
--from` reads it. Passwords, tokens and sessions are never written. A file is readable by its owner alone, and is \
put in place once it is whole.";

/// Export rows to a file
#[derive(Debug, Args)]
#[command(
    long_about = naming_kinds(ABOUT),
    after_help = "Examples:\n  provost export users\n  provost export users users.csv --spreadsheet\n  provost export assets assets.jsonl\n  provost export --all backup/\n  provost export --as-toml organisation.toml"
)]
pub struct ExportVerb {
    /// What the rows are, such as users
    #[arg(value_name = "KIND", required_unless_present_any = ["all", "as_toml"], value_parser = typed(BulkKind::find))]
    kind: Option<BulkKind>,
    /// The file; standard output by default
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: Option<String>,
    /// Write a file for each kind into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["kind", "file", "as_toml", "format"])]
    all: Option<PathBuf>,
    /// Write the organisation as `init --from` reads it; `-` prints it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["kind", "file", "format"])]
    as_toml: Option<PathBuf>,
    /// csv, json or jsonl; by the file's extension, or csv
    #[arg(long, value_name = "FORMAT")]
    format: Option<RowFormat>,
}

impl Verb for ExportVerb {
    type Prints = Text;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let dialect = Dialect { is_tame: cx.globals.spreadsheet, ..Dialect::EXACT };
        check(&self, cx)?;
        let is_file = |path: Option<&Path>| path.is_some_and(|path| path != Path::new("-"));
        if self.all.is_some() || is_file(self.as_toml.as_deref()) || is_file(self.file.as_ref().map(Path::new)) {
            refuse_within(cx)?;
        }
        if let Some(folder) = self.all {
            return export_all(&folder, dialect, cx);
        }
        if let Some(path) = self.as_toml {
            let text = cx.app.read(Action::UserView, |op| {
                tell_what_is_missing(cx, op);
                organisation::write::toml(op)
            })?;
            if path == Path::new("-") {
                return Ok(Reply::text(text));
            }
            write_whole(cx, &path, |out| out.write_all(text.as_bytes()).map_err(|error| unwritable(&path, &error)))?;
            return told(cx, &path, &[("organisation", 1)]);
        }
        let Some(kind) = self.kind else { return Err(BulkKind::missing()) };
        let named = self.format;
        match self.file.filter(|file| file != "-") {
            Some(file) => {
                let (format, path) = (RowFormat::of(named, &file)?, Path::new(&file));
                let count = cx.app.read(export::view(kind), |op| {
                    let count = write_whole(cx, path, |out| write_rows(op, kind, format, dialect, out))?;
                    tell_what_is_hidden(cx, op);
                    Ok(count)
                })?;
                told(cx, path, &[(kind.as_str(), count)])
            }
            None => {
                let format = named.unwrap_or(RowFormat::printed(cx.format));
                Ok(Reply::work(Box::new(move |_, out, _| {
                    cx.app.read(export::view(kind), |op| {
                        write_rows(op, kind, format, dialect, out)?;
                        tell_what_is_hidden(cx, op);
                        Ok(0)
                    })
                })))
            }
        }
    }
}

/// Refuses flags that would say nothing.
fn check(args: &ExportVerb, cx: &Context<'_>) -> Result<()> {
    if !cx.globals.fields.is_empty() {
        return Err(Error::usage("`export` takes no `--fields`: it writes all that `import` reads back")
            .hint("choose keys from a list: `provost user list --fields login,role -o csv`"));
    }
    if args.all.as_deref() == Some(Path::new("-")) {
        return Err(Error::usage("a folder is needed for a file of each kind").hint("name one: `--all backup/`"));
    }
    if !cx.globals.spreadsheet {
        return Ok(());
    }
    let format = match (&args.as_toml, &args.all, args.file.as_deref().filter(|file| *file != "-")) {
        (Some(_), ..) => None,
        (None, Some(_), _) => Some(RowFormat::Csv),
        (None, None, Some(file)) => Some(RowFormat::of(args.format, file)?),
        (None, None, None) => Some(args.format.unwrap_or(RowFormat::printed(cx.format))),
    };
    match format {
        Some(RowFormat::Csv) => Ok(()),
        _ => Err(Error::usage("`--spreadsheet` is for CSV").hint("add `--format csv`, or leave it out")),
    }
}

/// What was written: a sentence for a person, an object for a program.
fn told<'c>(cx: &Context<'_>, path: &Path, counts: &[(&str, usize)]) -> Result<Reply<'c, Text>> {
    let path = path.display().to_string();
    if cx.prints_data() {
        let counts: Map<String, Value> =
            counts.iter().map(|(kind, count)| ((*kind).to_owned(), json!(count))).collect();
        return Ok(Reply::data(json!({ "action": "export", "path": path, "row_counts": counts })));
    }
    let counts: Vec<String> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    let verb = if cx.app.is_dry { "would export" } else { "exported" };
    let sentence = format!("{verb} to {}: {}", printable(&path), counts.join(", "));
    let sentence = fitted(cx.terminal.stdout.then_some(cx.terminal.columns()), &sentence);
    Ok(Reply::text(if cx.globals.quiet { String::new() } else { sentence + "\n" }))
}

fn tell_what_is_missing(cx: &Context<'_>, op: &Op<'_>) {
    if !export::sees_all(op) {
        cx.notice("only what you may view is written, and that is not all there is");
    }
}

fn tell_what_is_hidden(cx: &Context<'_>, op: &Op<'_>) {
    if let Some(told) = export::told_hidden(op) {
        cx.notice(&told);
    }
}

/// Every kind that the actor may view, in one snapshot.
fn export_all<'c>(folder: &Path, dialect: Dialect, cx: &Context<'_>) -> Result<Reply<'c, Text>> {
    let mut counts = Vec::new();
    cx.app.read(Action::UserView, |op| {
        tell_what_is_missing(cx, op);
        if !cx.app.is_dry {
            private::create_folder(folder).map_err(|error| unwritable(folder, &error))?;
        }
        for kind in BulkKind::ALL.iter().copied().filter(|kind| export::may(op, *kind)) {
            let path = folder.join(format!("{kind}.csv"));
            let count = write_whole(cx, &path, |out| write_rows(op, kind, RowFormat::Csv, dialect, out))?;
            counts.push((kind.as_str(), count));
        }
        tell_what_is_hidden(cx, op);
        Ok(())
    })?;
    told(cx, folder, &counts)
}

fn write_rows(op: &Op<'_>, kind: BulkKind, format: RowFormat, dialect: Dialect, out: &mut dyn Write) -> Result<usize> {
    let mut writer = RowWriter::new(out, format, export::written(kind), dialect)?;
    export::export(op, kind, &mut |row| writer.row(row))?;
    writer.finish()
}

/// Writes a file, and puts it in its place once it is whole; a dry run writes none.
fn write_whole<T>(cx: &Context<'_>, path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    if cx.app.is_dry {
        return write(&mut std::io::sink());
    }
    let mut file = TargetFile::begin(cx, path, None)?;
    let written = write(&mut file)?;
    file.keep()?;
    Ok(written)
}

/// A file cannot be taken back when the transaction around is.
pub fn refuse_within(cx: &Context<'_>) -> Result<()> {
    if cx.app.within.is_none() {
        return Ok(());
    }
    Err(Error::usage("a file cannot be written in the middle of something else")
        .hint("export by itself, or to standard output"))
}
