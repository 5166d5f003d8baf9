//! Writing a page to a file, and telling what it tells of.

use std::io::Write as _;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::commands::export::refuse_within;
use crate::cli::context::Context;
use crate::cli::globals::OutputFormat;
use crate::cli::render::{Either, Reply};
use crate::cli::sheet::target::{TargetFile, unwritable};
use crate::domain::Result;
use crate::domain::phrase::{counted, joined};
use crate::domain::text::printable;

/// Writes a page, and tells what it tells of.
pub fn write_page<'c, R>(
    cx: &Context<'_>,
    path: &Path,
    page: &str,
    user_count: usize,
    asset_group_count: usize,
    unit_count: usize,
) -> Result<Reply<'c, Either<R, Written>>> {
    refuse_within(cx)?;
    if !cx.app.is_dry {
        let mut file = TargetFile::begin(cx, path, None)?;
        file.write_all(page.as_bytes()).map_err(|error| unwritable(path, &error))?;
        file.keep()?;
    }
    let written = Written {
        file: path.display().to_string(),
        written: !cx.app.is_dry,
        user_count,
        asset_group_count,
        unit_count,
    };
    match cx.format {
        OutputFormat::Table => Ok(Reply::sentence(if cx.globals.quiet { String::new() } else { written.sentence() })),
        _ => Reply::object(&written).map(Reply::second),
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
        let counts =
            [(self.user_count, "user"), (self.asset_group_count, "asset group"), (self.unit_count, "business unit")];
        let told = counts.iter().enumerate().filter(|(at, (count, _))| *at == 0 || *count > 0);
        let told: Vec<String> = told.map(|(_, (count, noun))| counted(*count, noun)).collect();
        let verb = if self.written { "reported" } else { "would report" };
        format!("{verb} {} to {}\n", joined(&told), printable(&self.file))
    }
}
