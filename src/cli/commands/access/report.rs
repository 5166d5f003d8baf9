//! `access report`

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::commands::export::refuse_within;
use crate::cli::context::Context;
use crate::cli::globals::OutputFormat;
use crate::cli::render::Output;
use crate::cli::report::page::page;
use crate::cli::sheet::target::{TargetFile, unwritable};
use crate::domain::text::printable;
use crate::domain::words::counted;
use crate::domain::{Action, Error, Result};
use crate::service::access::report::report;

/// Report who is where and who reaches what
///
/// Reads units, users, groups, projects, asset groups and tag scopes as far as you may view them, and how many assets
/// each user has in sight. With `--html`, writes one page that can be searched, ordered and printed; it loads nothing
/// from anywhere, and is readable by its owner alone. With `--json`, prints the same as data.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost access report --html report.html\n  provost access report --json")]
pub struct Args {
    /// Write a page to this file, or `-` for standard output
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    match args.html {
        Some(path) if path.as_os_str() == "-" => Ok(Output::Text(page(&cx.app.read(Action::AccessReport, report)?))),
        Some(path) => write(&path, cx),
        None if matches!(cx.format, OutputFormat::Json | OutputFormat::Jsonl) => {
            Output::object(&cx.app.read(Action::AccessReport, report)?)
        }
        None => Err(Error::usage("a report is a page or data")
            .hint("provost access report --html report.html")
            .hint("provost access report --json")),
    }
}

fn write<'c>(path: &Path, cx: &Context<'_>) -> Result<Output<'c>> {
    refuse_within(cx)?;
    let report = cx.app.read(Action::AccessReport, report)?;
    if !cx.app.is_dry {
        let mut file = TargetFile::begin(cx, path, None)?;
        file.write_all(page(&report).as_bytes()).map_err(|error| unwritable(path, &error))?;
        file.keep()?;
    }
    let written = Written {
        file: path.display().to_string(),
        written: !cx.app.is_dry,
        user_count: report.users.len(),
        asset_group_count: report.asset_groups.len(),
        unit_count: report.units.len(),
    };
    match cx.format {
        OutputFormat::Table => Ok(Output::Text(if cx.globals.quiet { String::new() } else { written.sentence() })),
        _ => Output::object(&written),
    }
}

/// What was written, or would be.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Written {
    /// The file.
    pub file: String,
    /// Whether it was written; not so in a dry run.
    pub written: bool,
    /// How many users it tells of.
    pub user_count: usize,
    /// How many asset groups.
    pub asset_group_count: usize,
    /// How many business units.
    pub unit_count: usize,
}

impl Written {
    fn sentence(&self) -> String {
        format!(
            "{} {}, {} and {} to {}\n",
            if self.written { "reported" } else { "would report" },
            counted(self.user_count, "user"),
            counted(self.asset_group_count, "asset group"),
            counted(self.unit_count, "business unit"),
            printable(&self.file)
        )
    }
}
