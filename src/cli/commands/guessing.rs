//! Files as other systems write them: what their headers mean here, and where they stand, as one ready command.

use crate::cli::context::Context;
use crate::cli::sheet::sample::Sample;
use crate::cli::sheet::{RowFormat, SheetFile};
use crate::domain::cell::is_damaged_number;
use crate::domain::phrase::counted;
use crate::domain::sheet::synonym::Proposal;
use crate::domain::text::printable;
use crate::domain::{Error, ObjectKind, Result};
use crate::service::bulk::BulkKind;

/// Which columns hold numbers that a spreadsheet may have damaged.
const NUMBERED: &[&str] = &["external_id", "phone"];
/// Which columns give users rights.
const RIGHTS: &[&str] = &["role", "level", "monitoring_role", "permissions", "groups", "projects"];

/// How a file that others have written is to be read.
pub struct Reading {
    /// What the file is called, as it was typed.
    pub name: String,
    /// The command that was typed, as it can be pasted.
    pub command: String,
    /// Columns of other names are read as what they probably mean.
    pub guesses: bool,
    /// How many lines stand above the header.
    pub skip_lines: Option<usize>,
}

/// Reads a file that others have written, if somebody has said so; else tells how it can be read.
pub fn understand(reading: &Reading, kind: BulkKind, file: &mut SheetFile, cx: &Context<'_>) -> Result<Option<String>> {
    if let Some(lines) = reading.skip_lines {
        if file.format != RowFormat::Csv {
            return Err(Error::usage("`--skip-lines` is for CSV").hint("leave it out"));
        }
        file.skip(lines)?;
    }
    let sample = file.sample()?;
    let preface = sample.preface.filter(|_| reading.skip_lines.is_none());
    let headers = &sample.headers;
    let is_known = headers.iter().all(|header| file.layout().column(header).is_ok());
    if is_known && preface.is_none() && names_rows(file, headers) {
        return Ok(None);
    }
    let mut damaged = Vec::new();
    let proposal = Proposal::of(file.layout(), headers, |place, column| match column {
        "unit" => are_units(cx, kind, &sample, place),
        column if NUMBERED.contains(&column) && sample.below(place).any(is_damaged_number) => {
            damaged.extend(headers.get(place).cloned());
            false
        }
        _ => true,
    });
    match (proposal, preface) {
        (None, None) => Ok(None),
        (proposal, preface) if reading.guesses && proposal.iter().all(|it| it.states().next().is_none()) => {
            let read = apply(file, proposal.as_ref(), preface)?;
            let rights = rights(file, headers);
            let rights = (!rights.is_empty()).then(|| format!("rights come from {}", rights.join(", ")));
            Ok(Some(read.into_iter().chain(rights).collect::<Vec<_>>().join("; ")).filter(|read| !read.is_empty()))
        }
        (proposal, preface) => Err(proposed(reading, proposal.as_ref(), preface, &damaged)),
    }
}

/// The headers that give rights.
fn rights(file: &SheetFile, headers: &[String]) -> Vec<String> {
    let columns = file.layout().columns;
    let gives = |header: &&String| {
        let at = file.layout().column(header).ok().flatten();
        at.and_then(|at| columns.get(at)).is_some_and(|column| RIGHTS.contains(&column.name))
    };
    headers.iter().filter(gives).map(|header| format!("`{}`", printable(header))).collect()
}

fn names_rows(file: &SheetFile, headers: &[String]) -> bool {
    file.layout().with_header(headers.iter().map(String::as_str)).0.names_rows()
}

/// Whether everything below a header is the name of a business unit.
fn are_units(cx: &Context<'_>, kind: BulkKind, sample: &Sample, place: usize) -> bool {
    let names: Vec<&str> = sample.below(place).collect();
    let read = cx.app.read(kind.form().add, |op| Ok(names.iter().all(|name| op.is_there(ObjectKind::Bu, name))));
    !names.is_empty() && read.unwrap_or(false)
}

fn apply(file: &mut SheetFile, proposal: Option<&Proposal>, preface: Option<usize>) -> Result<Option<String>> {
    if let Some(lines) = preface {
        file.skip(lines)?;
    }
    let Some(proposal) = proposal else { return Ok(None) };
    let mut layout = file.layout().clone();
    proposal.apply(&mut layout)?;
    file.relayout(layout);
    Ok(Some(proposal.sentence()))
}

/// The error with the whole command, as it can be pasted.
fn proposed(reading: &Reading, proposal: Option<&Proposal>, preface: Option<usize>, damaged: &[String]) -> Error {
    let what = match (proposal, preface) {
        (Some(_), Some(lines)) => {
            format!("has {} above its header, and columns of other names", counted(lines, "line"))
        }
        (None, Some(lines)) => format!("has {} above its header", counted(lines, "line")),
        _ => "has columns of other names".to_owned(),
    };
    let mut command = reading.command.clone();
    command.push_str(&preface.map(|lines| format!(" --skip-lines {lines}")).unwrap_or_default());
    command.push_str(&proposal.map(Proposal::flags).unwrap_or_default());
    let error = Error::invalid(format!("`{}` {what}; nothing was written", printable(&reading.name))).hint(command);
    let error = damaged.iter().fold(error, |error, header| {
        error.hint(format!(
            "a spreadsheet has damaged the numbers of `{}`: format the column as text there, or leave it out",
            printable(header)
        ))
    });
    let states: Vec<&str> = proposal.into_iter().flat_map(Proposal::states).collect();
    let error = states.iter().fold(error, |error, header| {
        error.hint(format!(
            "everybody in the file comes in enabled: take out whoever is not, as `{}` tells",
            printable(header)
        ))
    });
    if states.is_empty() { error.hint("or let them be guessed so: `--guess-columns`") } else { error }
}
