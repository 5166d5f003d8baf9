//! How errors look.

use std::io::Write;

use super::Style;
use crate::cli::globals::OutputFormat;
use crate::domain::{Error, Kind};

/// Prints an error: sentences for a person, one object for a program.
pub fn print(error: &Error, style: &Style, stderr: &mut dyn Write) -> std::io::Result<()> {
    if matches!(style.format, OutputFormat::Json | OutputFormat::Jsonl) {
        let object = serde_json::json!({ "error": error });
        return writeln!(stderr, "{object}");
    }
    let rule = error.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
    writeln!(stderr, "{}", style.labelled("error:", &format!("{}{rule}", error.message), Style::red))?;
    for mistake in &error.mistakes {
        writeln!(stderr, "{}", style.fitted(&format!("  {mistake}")))?;
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
