//! How errors look.

use std::collections::HashMap;
use std::io::Write;

use super::Style;
use crate::cli::globals::OutputFormat;
use crate::domain::{Error, Kind, Mistake};

/// Prints an error: sentences for a person, one object for a program.
pub fn print(error: &Error, style: &Style, stderr: &mut dyn Write) -> std::io::Result<()> {
    if matches!(style.format, OutputFormat::Json | OutputFormat::Jsonl) {
        let object = serde_json::json!({ "error": error });
        // At once: standard error is not buffered.
        return stderr.write_all(format!("{object}\n").as_bytes());
    }
    writeln!(stderr, "{}", style.labelled("error:", &sentence(error), Style::red))?;
    for (mistake, more) in told_once(&error.mistakes) {
        let more = if more == 0 { String::new() } else { format!(" (and {more} more of the same)") };
        writeln!(stderr, "{}", style.fitted(&format!("  {mistake}{more}")))?;
    }
    if error.kind == Kind::Internal {
        writeln!(stderr, "  this is a defect in provost; nothing was written")?;
        if let Some(source) = &error.source {
            writeln!(stderr, "  cause: {source}")?;
        }
    }
    for hint in &error.hints {
        writeln!(stderr, "{}", style.labelled("hint:", hint, Style::bold))?;
    }
    Ok(())
}

/// What happened, and by which rule.
pub fn sentence(error: &Error) -> String {
    let rule = error.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
    format!("{}{rule}", error.message)
}

/// Each mistake with how many more say the same of the same column elsewhere; programs are told all of them.
fn told_once(mistakes: &[Mistake]) -> Vec<(&Mistake, usize)> {
    let mut told: Vec<(&Mistake, usize)> = Vec::new();
    let mut places = HashMap::new();
    for mistake in mistakes {
        let place = *places.entry((&mistake.column, &mistake.message)).or_insert(told.len());
        match told.get_mut(place) {
            Some((_, more)) => *more += 1,
            None => told.push((mistake, 0)),
        }
    }
    told
}
