//! Flags that every command takes, before or after the verb.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::domain::When;

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Aligned columns for people.
    Table,
    /// The same with every column that a list has.
    Wide,
    /// One JSON value.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
}

impl OutputFormat {
    /// Whether a person reads it.
    pub const fn is_table(self) -> bool {
        matches!(self, Self::Table | Self::Wide)
    }
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The global flags.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// Use this database: a file or a server
    #[arg(long, global = true, value_name = "PATH")]
    pub db: Option<PathBuf>,
    /// Print as table, wide, json, jsonl or csv
    #[arg(short, long, global = true, value_name = "FORMAT", hide_possible_values = true)]
    pub output: Option<OutputFormat>,
    /// Print as JSON (short for `-o json`)
    #[arg(long, global = true, conflicts_with = "output")]
    pub json: bool,
    /// Print only these keys, in this order
    #[arg(long, global = true, value_name = "KEYS", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// Keep a spreadsheet from running cells of CSV
    #[arg(long, global = true)]
    pub spreadsheet: bool,
    /// Answer as it was then: a time, 30d, op:57, before-op:57
    #[arg(long, global = true, value_name = "WHEN", allow_hyphen_values = true)]
    pub at: Option<When>,
    /// Do everything, report it, and roll it back
    #[arg(short = 'n', long, global = true)]
    pub dry_run: bool,
    /// Confirm without being asked
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// Keep this reason in the activity log
    #[arg(long, global = true, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Print no notices and no sentences
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Colour output: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    pub color: Option<ColorChoice>,
    /// Print at once, without a pager
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Wait this long for another writer (default 5)
    #[arg(long, global = true, value_name = "SECONDS")]
    pub wait: Option<u32>,
    /// Accept a database file that others may write to
    #[arg(long, global = true)]
    pub allow_insecure_file: bool,
}
