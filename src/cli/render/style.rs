//! How output looks: its form, width, colours and characters.

use super::csv::Dialect;
use crate::cli::globals::OutputFormat;

/// The looks of one run.
#[derive(Debug, Clone)]
pub struct Style {
    /// The form.
    pub format: OutputFormat,
    /// Whether standard output is a terminal.
    pub terminal: bool,
    /// The width of the terminal, in columns.
    pub width: u16,
    /// Whether colours are used on standard output.
    pub color: bool,
    /// Whether colours are used on standard error.
    pub color_errors: bool,
    /// Whether characters beyond ASCII are drawn.
    pub unicode: bool,
    /// Whether notices and sentences are left out.
    pub quiet: bool,
    /// The keys asked for.
    pub fields: Vec<String>,
    /// Whether cells of CSV that a spreadsheet would run are kept from it.
    pub spreadsheet: bool,
}

impl Style {
    /// How records of CSV are written.
    pub const fn csv(&self) -> Dialect {
        Dialect { is_tame: self.spreadsheet, ..Dialect::EXACT }
    }

    /// Text for standard error in bold, if colours are used.
    pub fn bold(&self, text: &str) -> String {
        if self.color_errors { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Text for standard error in red, if colours are used.
    pub fn red(&self, text: &str) -> String {
        if self.color_errors { format!("\u{1b}[1;31m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
