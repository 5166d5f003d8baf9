//! Every screen: the help of each verb, and what each example prints in every form, pinned.

use std::fmt::Write as _;

use provost::cli::Terminal;
use regex::Regex;
use sha2::{Digest as _, Sha256};

use crate::examples::{examples, prepare, prepared, run_example_at, verbs};
use crate::sandbox::Sandbox;

const PIPE: Terminal = Terminal { stdin: false, stdout: false, stderr: false, width: None, height: None };
const SCREEN: Terminal = Terminal { stdin: true, stdout: true, stderr: true, width: Some(80), height: None };

/// How many lines of a form are kept as they are.
const MOST_LINES: usize = 40;

/// The forms in which an example is printed.
const FORMS: &[(&str, Terminal, &[&str])] =
    &[("pipe", PIPE, &[]), ("terminal", SCREEN, &[]), ("json", PIPE, &["-o", "json"]), ("csv", PIPE, &["-o", "csv"])];

/// What differs from run to run, by what stands for it.
fn steadied(sandbox: &Sandbox, text: &str) -> String {
    let patterns =
        [(r"[0-9a-f]{24,}", "[random]"), (r"\b\d+(\.\d+)? (ms|s)\b", "[duration]"), (r"\b[\d,]+/s\b", "[rate]")];
    let mut text = text.replace(sandbox.folder.path().to_str().unwrap(), "[folder]");
    for (pattern, stands_for) in patterns {
        text = Regex::new(pattern).unwrap().replace_all(&text, stands_for).into_owned();
    }
    text
}

/// The first lines, and a sum of the rest.
fn cut(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    match lines.split_at_checked(MOST_LINES) {
        Some((first, rest)) if !rest.is_empty() => {
            let sum: String =
                Sha256::digest(rest.join("\n")).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            format!("{}\n... {} more lines, {sum}\n", first.join("\n"), rest.len())
        }
        _ => text.to_owned(),
    }
}

/// What the verbs of the database print tells of a file, wherever the tests run.
fn sandbox_for(path: &str) -> Sandbox {
    if path.starts_with("db ") { prepare(Sandbox::acme_in_a_file(), path) } else { prepared(path) }
}

fn screens_of(path: &str, command: &clap::Command) -> String {
    let mut text = format!("=== {path} ===\n{}\n", command.clone().term_width(80).render_long_help());
    let beginning = sandbox_for(path);
    for example in examples(command) {
        for (form, terminal, flags) in FORMS {
            let sandbox = beginning.copy();
            let outcome = run_example_at(&sandbox, &example, "", flags, *terminal);
            assert!(
                *form != "pipe" || outcome.code == 0 || path.ends_with("diff"),
                "{path}: {example}\n{}{}",
                outcome.stdout,
                outcome.stderr
            );
            let code = if outcome.code == 0 { String::new() } else { format!(" (exit {})", outcome.code) };
            write!(text, "--- {example}: {form}{code}\n{}", cut(&steadied(&sandbox, &outcome.stdout))).unwrap();
            if !outcome.stderr.is_empty() {
                write!(text, "--- standard error\n{}", cut(&steadied(&sandbox, &outcome.stderr))).unwrap();
            }
        }
    }
    text
}

#[test]
fn every_screen_equals_the_pinned_one() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("snapshots/screens");
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    let mut nouns: Vec<(String, String)> = Vec::new();
    for (path, command) in verbs() {
        let noun = path.split(' ').next().unwrap().to_owned();
        let screens = screens_of(&path, &command);
        match nouns.last_mut().filter(|(last, _)| *last == noun) {
            Some((_, text)) => text.push_str(&screens),
            None => nouns.push((noun, screens)),
        }
    }
    for (noun, text) in nouns {
        insta::assert_snapshot!(noun, text);
    }
}
