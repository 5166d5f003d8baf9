//! The form of a file of rows.

use std::path::Path;

use crate::cli::globals::OutputFormat;
use crate::domain::text::printable;
use crate::domain::words::words;
use crate::domain::{Error, Result};

words! {
    /// The form of a file of rows.
    RowFormat is "format" {
        Csv = "csv",
        Json = "json",
        Jsonl = "jsonl",
    }
}

impl RowFormat {
    /// The form in which rows are printed, unless one is named: that of all output, for people CSV.
    pub const fn printed(output: OutputFormat) -> Self {
        match output {
            OutputFormat::Json => Self::Json,
            OutputFormat::Jsonl => Self::Jsonl,
            OutputFormat::Table | OutputFormat::Wide | OutputFormat::Csv => Self::Csv,
        }
    }

    /// The form that is named, else the one that the file's extension tells.
    pub fn of(named: Option<Self>, file: &str) -> Result<Self> {
        if let Some(named) = named {
            return Ok(named);
        }
        let extension = Path::new(file).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if ["tsv", "tab", "txt", "ldif", "xlsx", "xls", "xml"].contains(&extension.to_lowercase().as_str()) {
            // What it really is, its beginning tells.
            return Ok(Self::Csv);
        }
        extension.parse().map_err(|_| {
            Error::usage(format!("the name `{}` does not tell the format", printable(file)))
                .hint("add `--format csv`, `--format json` or `--format jsonl`")
        })
    }
}
