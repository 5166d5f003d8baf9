//! How output looks: its form, width, colours and characters.

use comfy_table::Color;

use super::csv::Dialect;
use super::{cell, moment};
use crate::cli::globals::OutputFormat;
use crate::domain::Time;

/// Stands for a blank at which a line is not broken; no name holds it.
const GLUE: &str = "\u{1f}";

/// The looks of one run.
#[derive(Debug, Clone)]
pub struct Style {
    /// The form.
    pub format: OutputFormat,
    /// The present, from which times are told on a terminal.
    pub now: Time,
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

    /// The cell of a table: a time as a person at a terminal reads it.
    pub fn cell(&self, key: &str, text: String) -> String {
        let is_time = self.terminal && moment::is_time(key);
        is_time.then(|| moment::relative(&text, self.now)).flatten().unwrap_or(text)
    }

    /// The value of an object: a time with its distance from now.
    pub fn value(&self, key: &str, text: String) -> String {
        let is_time = self.terminal && moment::is_time(key);
        match is_time.then(|| moment::relative(&text, self.now)).flatten() {
            Some(distance) if !text.starts_with(&distance) => format!("{text} ({distance})"),
            _ => text,
        }
    }

    /// A line of prose, as long as a terminal is wide.
    pub fn fitted(&self, line: &str) -> String {
        fitted(self.terminal.then_some(self.width), line)
    }

    /// A line of prose behind a label, such as `hint:`, which is painted.
    pub fn labelled(&self, label: &str, text: &str, paint: fn(&Self, &str) -> String) -> String {
        self.fitted(&format!("{label} {text}")).replacen(label, &paint(self, label), 1)
    }

    /// What the caller is told beside a result.
    pub fn notice(&self, text: &str) -> String {
        self.labelled("notice:", &cell::safe(text), Self::bold)
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

/// A line of prose: on a terminal of that width it goes on below itself where it does not fit. What stands between
/// backticks stays whole, and so does a command, so that it can be pasted.
pub fn fitted(width: Option<u16>, line: &str) -> String {
    let fits = |width: &u16| line.chars().count() <= usize::from(*width);
    let Some(width) = width.filter(|width| !fits(width) && !is_command(line)) else { return line.to_owned() };
    let indent = line.len() - line.trim_start_matches(' ').len();
    let glued: String = line
        .split('`')
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { part.replace(' ', GLUE) } else { part.to_owned() })
        .collect::<Vec<_>>()
        .join("`");
    let below = " ".repeat(indent + 2);
    let options = textwrap::Options::new(width.into())
        .subsequent_indent(&below)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&glued, options).replace(GLUE, " ")
}

/// Whether a line is a command to be pasted, which stays whole.
pub fn is_command(line: &str) -> bool {
    let said = line.trim_start();
    let command = ["hint: ", "$ "].iter().find_map(|mark| said.strip_prefix(mark)).unwrap_or(said);
    command.starts_with("provost ") || command.starts_with("export ")
}

/// The colour of a word that says how something stands; the word says it without.
pub fn tint(key: &str, text: &str) -> Option<Color> {
    let is_state = matches!(key, "status" | "state" | "outcome" | "approval" | "allowed" | "valid");
    if !is_state {
        return None;
    }
    Some(match text {
        "active" | "approved" | "closed" | "complete" | "done" | "finished" | "resolved" | "sent" | "yes" => {
            Color::DarkGreen
        }
        "open" | "pending" | "queued" | "unapproved" => Color::DarkYellow,
        "failed" | "locked" | "no" | "policy-violation" | "refused" => Color::DarkRed,
        _ => return None,
    })
}
