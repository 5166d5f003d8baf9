//! Many commands in one process: all in one transaction, or each by itself.

use std::collections::HashMap;
use std::io::Write;

use serde_json::Value;

use super::commands::Cli;
use super::context::Context;
use super::globals::OutputFormat;
use super::render::closing::io_error;
use super::render::output::to_value;
use super::render::standing::Standing;
use super::render::{self, Output, Style, told};
use super::shell_line::split;
use super::{mark, nested};
use crate::domain::text::printable;
use crate::domain::{Error, Kind, Result};
use crate::service::app::Within;
use crate::service::effect::Effects;
use crate::store::OpenMode;

/// A batch that is read, and runs while it is printed.
pub struct Batch<'c, 'e> {
    cx: &'c Context<'e>,
    file: String,
    text: String,
    keep_going: bool,
}

/// Results that later lines may use, by name.
type Results = HashMap<String, Value>;

impl<'c, 'e> Batch<'c, 'e> {
    /// Reads the lines of a file, or of standard input.
    pub fn read(cx: &'c Context<'e>, file: &str, keep_going: bool) -> Result<Self> {
        if !cx.globals.fields.is_empty() {
            return Err(Error::usage("`batch` takes no `--fields`").hint("choose keys from its JSON with jq"));
        }
        Ok(Self { cx, file: file.to_owned(), text: cx.read_file(file)?, keep_going })
    }

    /// Runs the lines, and prints what they give back; gives the exit code.
    pub fn run(self, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
        if self.keep_going { self.one_by_one(style, out, err) } else { self.together(style, out, err) }
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let text = self.text.trim_start_matches('\u{feff}');
        let lines = (1..).zip(text.lines()).map(|(at, line)| (at, line.trim()));
        lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
    }

    /// All lines or none: what they print is held back until everything is committed.
    fn together(&self, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
        let conn = self.cx.app.open(OpenMode::Write)?;
        let transaction = conn.begin_write()?;
        let within = Within::new(&conn, self.cx.globals.dry_run);
        let (mut printed, mut notices, mut results) = (Vec::new(), Vec::new(), Results::new());
        for (at, line) in self.lines() {
            if let Err(error) = self.line(Some(&within), line, &mut results, style, &mut printed, &mut notices) {
                drop(transaction);
                if !self.cx.globals.dry_run {
                    self.cx.app.note_later(&within);
                }
                return Err(self.placed(at, error).hint("nothing was done: the batch was rolled back"));
            }
        }
        let effects = self.cx.app.effects_of_all(&transaction)?;
        if self.cx.can_ask() && !self.cx.is_settled() && effects.check_confirmed().is_err() {
            self.cx.confirm_lines(&told::effects(&effects, true))?;
        }
        if self.cx.globals.dry_run {
            drop(transaction);
        } else {
            transaction.commit()?;
        }
        self.print_effects(&effects, style, &mut printed)?;
        out.write_all(&printed).and_then(|()| out.flush()).map_err(|error| self.lost(error))?;
        err.write_all(&notices).map_err(io_error)?;
        Ok(0)
    }

    /// Each line by itself; those that fail are told, and the others stand. A dry run is one transaction, so that
    /// later lines see what earlier ones would have done.
    fn one_by_one(&self, style: &Style, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
        let (mut code, mut results) = (0, Results::new());
        let conn = self.cx.globals.dry_run.then(|| self.cx.app.open(OpenMode::Write)).transpose()?;
        let transaction = conn.as_ref().map(|conn| conn.begin_write()).transpose()?;
        let within = conn.as_ref().map(|conn| Within::new(conn, true));
        let (mut printed, mut told) = (Vec::new(), Vec::new());
        for (at, line) in self.lines() {
            match self.line(within.as_ref(), line, &mut results, style, &mut printed, &mut told) {
                Ok(part) if part == Kind::Incomplete.exit_code() => code = part,
                Ok(_) => {}
                Err(error) => {
                    // Whoever closed standard error does not want to be told.
                    let _ = render::error::print(&self.placed(at, error), style, &mut told);
                    code = Kind::Incomplete.exit_code();
                }
            }
            if within.is_none() {
                // What is done is told at once: whoever stops the batch knows how far it came.
                out.write_all(&std::mem::take(&mut printed))
                    .and_then(|()| out.flush())
                    .map_err(|error| self.lost(error))?;
                self.cx.pass_on(&std::mem::take(&mut told));
            }
        }
        if let Some(transaction) = &transaction {
            self.print_effects(&self.cx.app.effects_of_all(transaction)?, style, &mut printed)?;
        }
        drop(transaction);
        out.write_all(&printed).and_then(|()| err.write_all(&told)).map_err(io_error)?;
        Ok(code)
    }

    /// The error for output that cannot be written after its lines are done.
    fn lost(&self, error: std::io::Error) -> Error {
        let error = io_error(error);
        if self.cx.globals.dry_run { error } else { Standing::default().lost(error) }
    }

    /// Who gains and loses what by all lines together, if anybody does.
    fn print_effects(&self, effects: &Effects, style: &Style, out: &mut Vec<u8>) -> Result<()> {
        if effects.effects_user_count == 0 {
            return Ok(());
        }
        let style = Style { format: line_format(style.format), ..style.clone() };
        let (report, lines) = (to_value(effects)?, told::effects(effects, self.cx.globals.dry_run));
        let told =
            Output::Change { report, lines, notices: Vec::new(), secrets: Vec::new(), postscript: None, code: 0 };
        render::print(told, &style, out, &mut Vec::new()).map(drop)
    }

    fn placed(&self, at: usize, mut error: Error) -> Error {
        error.message = format!("{}:{at}: {}", printable(&self.file), error.message);
        error
    }

    fn line(
        &self,
        within: Option<&Within<'_>>,
        line: &str,
        results: &mut Results,
        style: &Style,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> Result<u8> {
        let (name, command) = named(line);
        let words = split(&shielded(command)?)?;
        let words = words.iter().map(|word| filled_word(word, results)).collect::<Result<Vec<_>>>()?;
        let mut cli = nested::parse(&words)?;
        if cli.command.path() == ["batch"] {
            return Err(Error::usage("a batch holds no other batch").hint("put its lines here"));
        }
        self.inherit(&mut cli, within.is_some());
        let style = line_style(style, &cli);
        let (mut stdin, mut told) = (std::io::empty(), Vec::new());
        // A result that is kept is one object, whatever is printed of it.
        let format = if name.is_some() { OutputFormat::Json } else { style.format };
        let inner = Context { format, ..self.cx.nested(within, cli.globals, &mut stdin, &mut told) };
        let output = cli.command.run(&inner)?;
        if let Some(name) = name {
            results.insert(name.to_owned(), report(&output, name)?);
        }
        let mut notices = Vec::new();
        let code = render::print(output, &style, out, &mut notices)?;
        drop(inner);
        err.write_all(&told).and_then(|()| err.write_all(&notices)).map_err(io_error)?;
        Ok(code)
    }

    /// What was asked of the batch holds for every line. Within a transaction a dry run is the whole of it, so that
    /// later lines see what earlier ones did.
    fn inherit(&self, cli: &mut Cli, together: bool) {
        let (line, batch) = (&mut cli.globals, &self.cx.globals);
        line.yes |= batch.yes;
        line.quiet |= batch.quiet;
        line.dry_run = if together { line.dry_run } else { line.dry_run || batch.dry_run };
        line.reason = line.reason.take().or_else(|| batch.reason.clone());
    }
}

/// Of several objects, each stands on a line.
const fn line_format(format: OutputFormat) -> OutputFormat {
    match format {
        OutputFormat::Json => OutputFormat::Jsonl,
        other => other,
    }
}

/// A batch of objects prints each on a line, so that a program can read them one by one.
fn line_style(style: &Style, cli: &Cli) -> Style {
    let format = match (cli.globals.json, cli.globals.output, style.format) {
        (true, ..) => OutputFormat::Json,
        (false, Some(format), _) => format,
        (false, None, format) => line_format(format),
    };
    Style {
        format,
        fields: cli.globals.fields.clone(),
        quiet: cli.globals.quiet,
        spreadsheet: cli.globals.spreadsheet,
        ..style.clone()
    }
}

/// `NAME := COMMAND`, or a command alone.
fn named(line: &str) -> (Option<&str>, &str) {
    match line.split_once(":=") {
        Some((name, command)) if is_name(name.trim()) => (Some(name.trim()), command),
        _ => (None, line),
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A word of a command: what is filled in at its beginning is a value whatever it looks like, never an option.
fn filled_word(word: &str, results: &Results) -> Result<String> {
    let filled = filled(word, results)?;
    Ok(if word.starts_with("${") { mark::marked_as_value(filled) } else { filled })
}

/// A word with each `${NAME.KEY…}` replaced by what is there in an earlier result.
fn filled(word: &str, results: &Results) -> Result<String> {
    let Some((before, rest)) = word.split_once("${") else { return Ok(unshielded(word)) };
    let (path, after) = rest.split_once('}').ok_or_else(|| unclosed(word))?;
    let mut parts = path.split('.');
    let name = parts.next().unwrap_or_default();
    let start = results.get(name).ok_or_else(|| {
        Error::usage(format!("no earlier line keeps a result as `{}`", printable(name)))
            .hint(format!("keep one: `{} := COMMAND`", printable(name)))
    })?;
    let found = parts.try_fold(start, |value, part| match value {
        Value::Array(items) => part.parse::<usize>().ok().and_then(|at| items.get(at)),
        other => other.get(part),
    });
    let text = match found {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        _ => {
            return Err(Error::usage(format!("there is no single value at `{}`", printable(path)))
                .hint("see what is there: run the line with `--json`"));
        }
    };
    Ok(format!("{}{text}{}", unshielded(before), filled(after, results)?))
}

/// Stands for a `$` that quotes protect, while words are filled; Unicode keeps it out of all text.
const SHIELD: char = '\u{fdd0}';

/// A line in which each `$` between single quotes, or after a backslash, is protected from being filled.
fn shielded(line: &str) -> Result<String> {
    if line.contains([SHIELD, mark::VALUE]) {
        return Err(Error::usage("the line contains U+FDD0 or U+FDD1, which are no characters").hint("leave it out"));
    }
    let (mut shielded, mut quoted, mut double, mut escaped) = (String::with_capacity(line.len()), false, false, false);
    for c in line.chars() {
        match c {
            '$' if escaped => {
                // The backslash has done its work.
                shielded.pop();
                shielded.push(SHIELD);
            }
            '$' if quoted => shielded.push(SHIELD),
            c => shielded.push(c),
        }
        match c {
            '\'' if !escaped && !double => quoted = !quoted,
            '"' if !escaped && !quoted => double = !double,
            _ => {}
        }
        escaped = c == '\\' && !escaped && !quoted;
    }
    Ok(shielded)
}

fn unshielded(word: &str) -> String {
    word.replace(SHIELD, "$")
}

fn unclosed(word: &str) -> Error {
    Error::usage(format!("`{}` has no closing `}}`", printable(word))).hint("write it as `${NAME.KEY}`")
}

/// What a result holds for later lines.
fn report(output: &Output<'_>, name: &str) -> Result<Value> {
    match output {
        Output::Change { report, secrets, .. } => Ok(without(report, secrets)),
        Output::Object(value) | Output::Answer { value, .. } => Ok(value.clone()),
        _ => {
            Err(Error::usage(format!("`{name}` cannot keep a list")).hint("keep the result of a change, or of `show`"))
        }
    }
}

/// A report without its secrets: what is shown once goes into no other command.
fn without(value: &Value, secrets: &[String]) -> Value {
    match value {
        Value::String(text) if secrets.contains(text) => Value::Null,
        Value::Array(items) => items.iter().map(|item| without(item, secrets)).collect(),
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, value)| (key.clone(), without(value, secrets))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_may_keep_its_result() {
        assert_eq!(named("a := user list"), (Some("a"), " user list"));
        assert_eq!(named("user edit x --title 'a := b'"), (None, "user edit x --title 'a := b'"));
        assert_eq!(named("user list"), (None, "user list"));
    }

    #[test]
    fn quotes_protect_what_looks_like_a_result() {
        let results = Results::from([("a".to_owned(), json!("x"))]);
        let filled_words = |line: &str| -> Vec<String> {
            let words = split(&shielded(line).unwrap()).unwrap();
            words.iter().map(|word| filled(word, &results).unwrap()).collect()
        };
        assert_eq!(
            filled_words("${a} \"${a}\" '${a}' \"\\${a}\" \\${a} \"it's ${a}\""),
            ["x", "x", "${a}", "${a}", "${a}", "it's x"]
        );
    }

    #[test]
    fn a_word_takes_what_an_earlier_line_kept() {
        let results = Results::from([("a".to_owned(), json!({"incident": {"id": 7}, "results": [{"object": "x"}]}))]);
        assert_eq!(filled("id:${a.incident.id}!", &results).unwrap(), "id:7!");
        assert_eq!(filled("${a.results.0.object}-${a.incident.id}", &results).unwrap(), "x-7");
        for wrong in ["${b.x}", "${a.incident}", "${a.nothing}", "${a"] {
            assert!(filled(wrong, &results).is_err(), "{wrong}");
        }
    }
}
