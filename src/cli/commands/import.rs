//! `import`

use std::path::Path;

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::text::printable;
use crate::domain::words::{fold, optional, unlisted};
use crate::domain::{Action, Error, Result};
use crate::service::import::events;
use crate::service::import::rows::RowFormat;

/// The kinds of things that can be imported.
const KINDS: &[&str] = &["events"];

/// Import rows from a file
///
/// Takes in CSV, a JSON array or JSON lines, told by the file's extension or by `--format`: all rows, or none and every
/// mistake at once, with its line and column. Events have the columns asset, at, path, action, severity and process;
/// those that are there already are left alone (FIM-15).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost import events events.csv\n  provost import events events.csv --dry-run --json"
)]
pub struct Args {
    /// What the rows are: events
    #[arg(value_name = "KIND")]
    kind: String,
    /// The file; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: String,
    /// csv, json or jsonl; by the file's extension by default
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if !matches!(fold(&args.kind).as_str(), "events" | "event") {
        return Err(unlisted("kind of rows", &args.kind, KINDS));
    }
    let format = match optional(args.format.as_ref())? {
        Some(format) => format,
        None => by_extension(&args.file)?,
    };
    let text = cx.read_file(&args.file)?;
    cx.write(Action::EventImport, |op| events::import(op, &args.file, &text, format))
}

fn by_extension(file: &str) -> Result<RowFormat> {
    let extension = Path::new(file).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    extension.parse().map_err(|_| {
        Error::usage(format!("the name `{}` does not tell the format", printable(file)))
            .hint("add `--format csv`, `--format json` or `--format jsonl`")
    })
}
