//! Asking who may do what, and why.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::Args;
use serde_json::Value;

use crate::cli::commands::access_diff::AccessDiff;
use crate::cli::commands::export::refuse_within;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::commands::written_page::{Written, write_page};
use crate::cli::context::Context;
use crate::cli::globals::OutputFormat;
use crate::cli::list_args::ListOf;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::{Either, Reply, Rows, Tree};
use crate::cli::report::page::page;
use crate::domain::phrase::first_names;
use crate::domain::reference::{ActionWord, ObjectWord, UserRef};
use crate::domain::{Action, Error, Result};
use crate::service::Op;
use crate::service::access::assets::{self, InSight};
use crate::service::access::check::{self, Answer, CheckedLine, Checker, Question};
use crate::service::access::explain::{self, Explanation};
use crate::service::access::limit::Limit;
use crate::service::access::list::{self, Held};
use crate::service::access::report::{self, report};
use crate::service::access::who::HolderOrToucher;
use crate::service::access::who::{self, Holder, Toucher};
use crate::service::listing::{Request, Sink, computed};

verbs! {
    /// Ask who may do what, and why
    AccessVerb {
        "check" AccessCheck,
        "explain" AccessExplain,
        "list" AccessList,
        "who" AccessWho,
        "assets" AccessAssets,
        "report" AccessReport,
        "diff" AccessDiff,
    }
}

/// Ask whether somebody may do something
///
/// Answers yes with exit code 0 and no with exit code 1; an unknown user, action or object is an error, never a no (ACC-1).
/// Without an object the question is whether the action is held at all.
///
/// With `-` as the user, lines `USER ACTION [OBJECT]`, or JSON with those keys, are read from standard input and answered in
/// order: exit code 3 if any name is unknown, else 1 if any answer is no.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost access check ann.keller@acme.example scan.launch asset:10.10.0.10\n  provost access check ann.keller@acme.example asset-group.assign --assume 'user role ann.keller@acme.example unit-manager'"
)]
pub struct AccessCheck {
    /// Whom it is about; `-` reads many lines
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    /// What is done, such as scan.launch
    #[arg(value_name = "ACTION")]
    action: Option<ActionWord>,
    /// What it is done to, such as asset:10.0.0.7
    #[arg(value_name = "KIND:NAME")]
    object: Option<ObjectWord>,
    /// Answer as if this command had been run (repeatable)
    #[arg(long, value_name = "COMMAND")]
    assume: Vec<String>,
}

impl Verb for AccessCheck {
    type Prints = Either<Answer, Rows<CheckedLine>>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        match (&*self.user, self.action) {
            ("-", None) => many(cx, self.assume),
            (_, None) => Err(Error::usage("the action is missing")
                .rule("ACC-1")
                .hint("provost access check ann@acme.example scan.launch asset:10.0.0.7")),
            (_, Some(action)) => {
                let question =
                    Question { user: self.user.into(), action: action.into(), object: self.object.map(Into::into) };
                let answer = cx.read_assuming(&self.assume, Action::AccessCheck, |op| check::check(op, &question))?;
                Reply::answer(&answer, Tree::leaf(sentence(&answer)), u8::from(!answer.allowed)).map(Reply::first)
            }
        }
    }
}

/// Answers lines as they come, all in one snapshot; with assumptions they are read before the database is locked.
fn many<'c>(cx: &'c Context<'_>, assume: Vec<String>) -> Result<Reply<'c, Either<Answer, Rows<CheckedLine>>>> {
    let code = Rc::new(Cell::new(0));
    let ending = Rc::clone(&code);
    let early = if assume.is_empty() { None } else { Some(all_lines(cx)?) };
    let answers = move |op: &Op<'_>, _: &Request, sink: Sink<'_, CheckedLine>| {
        let mut checker = Checker::new(op);
        match early {
            Some(lines) => lines.iter().try_for_each(|line| sink(checker.line(line)?))?,
            None => cx.each_line(|_, line| sink(checker.line(line)?))?,
        }
        ending.set(checker.exit_code());
        Ok(())
    };
    Ok(cx.list_assuming(assume, Action::AccessCheck, Request::default(), answers).ending_with(code).second())
}

fn all_lines(cx: &Context<'_>) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    cx.each_line(|_, line| {
        lines.push(line.to_owned());
        Ok(())
    })?;
    Ok(lines)
}

/// Ask why somebody may or may not do something
///
/// Shows the answer with its grounds: what it takes, every path that grants it with the deciding one marked, every limit
/// that was passed or failed, what nearly grants it, and what would help: complete sequences of commands, each tried before
/// it is told, and who can run them (ACC-2). Exits with 0 whatever the answer.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost access explain ann.keller@acme.example scan.launch asset:10.20.1.11\n  provost access explain clara.dupont@acme.example asset.add"
)]
pub struct AccessExplain {
    /// Whom it is about
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    /// What is done, such as scan.launch
    #[arg(value_name = "ACTION")]
    action: ActionWord,
    /// What it is done to, such as asset:10.0.0.7
    #[arg(value_name = "KIND:NAME")]
    object: Option<ObjectWord>,
    /// Answer as if this command had been run (repeatable)
    #[arg(long, value_name = "COMMAND")]
    assume: Vec<String>,
}

impl Verb for AccessExplain {
    type Prints = Explanation;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let question =
            Question { user: self.user.into(), action: self.action.into(), object: self.object.map(Into::into) };
        let mut explanation =
            cx.read_assuming(&self.assume, Action::AccessExplain, |op| explain::explain(op, &question))?;
        // Nothing helps in the past (TIME-1).
        if !explanation.answer.allowed && cx.app.at.is_none() {
            explanation.fixes = cx.fixes(&self.assume, &question)?;
        }
        Reply::answer(&explanation, tree(&explanation), 0)
    }
}

/// List all that somebody may do
///
/// Shows each action that a user holds, how far, for which project or kind of configuration, and by what (ACC-3).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost access list ann.keller@acme.example\n  provost access list ann.keller@acme.example --assume 'user level ann.keller@acme.example viewer' --filter reach=all"
)]
pub struct AccessList {
    /// Whom it is about
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    /// Answer as if this command had been run (repeatable)
    #[arg(long, value_name = "COMMAND")]
    assume: Vec<String>,
    #[command(flatten)]
    list: ListOf<Held>,
}

impl Verb for AccessList {
    type Prints = Rows<Held>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list_assuming::<Held>(
            self.assume,
            Action::AccessList,
            self.list.into_request(),
            move |op, request, sink| computed(op, request, sink, |sink| list::list(op, &self.user, sink)),
        ))
    }
}

/// List everybody who may do something
///
/// Shows each user who may do it, how far and by what; without an object, each who holds the action at all (ACC-3). With an
/// object alone, shows everything that anybody may do to it (ACC-6). Only users whom you may view are named; a notice says
/// so, or counts the others.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost access who scan.launch asset:10.10.0.10\n  provost access who settings.security --json\n  provost access who asset:10.10.0.10"
)]
pub struct AccessWho {
    /// What is done, such as scan.launch; or an object alone
    #[arg(value_name = "ACTION")]
    action: ActionWord,
    /// What it is done to, such as asset:10.0.0.7
    #[arg(value_name = "KIND:NAME")]
    object: Option<ObjectWord>,
    /// Answer as if this command had been run (repeatable)
    #[arg(long, value_name = "COMMAND")]
    assume: Vec<String>,
    #[command(flatten)]
    list: ListOf<HolderOrToucher>,
}

impl Verb for AccessWho {
    type Prints = Either<Rows<Holder>, Rows<Toucher>>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let (action, object, request) = (self.action, self.object, self.list.into_request());
        if object.is_none() && action.contains(':') {
            let rows = move |op: &Op<'_>, request: &Request, sink: Sink<'_, Toucher>| {
                computed(op, request, sink, |sink| {
                    let left_out = who::touchers(op, &action, sink)?.notice();
                    left_out.iter().for_each(|notice| cx.notice(notice));
                    Ok(())
                })
            };
            return Ok(cx.list_assuming(self.assume, Action::AccessWho, request, rows).second());
        }
        let rows = move |op: &Op<'_>, request: &Request, sink: Sink<'_, Holder>| {
            if who::is_narrowed(op)? {
                cx.notice("only users whom you may view are named");
            }
            computed(op, request, sink, |sink| who::who(op, &action, object.as_deref(), sink))
        };
        Ok(cx.list_assuming(self.assume, Action::AccessWho, request, rows).first())
    }
}

/// List the assets in sight of somebody
///
/// Shows each asset that a user reaches by asset group or sees by tag scope, and by what: `asset-group:NAME`, `tag:NAME`,
/// `untagged`, or a role that sees all (ACC-3).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost access assets clara.dupont@acme.example\n  provost access assets sofia.rossi@acme.example --filter via=tag:windows -o jsonl"
)]
pub struct AccessAssets {
    /// Whom it is about
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    #[command(flatten)]
    list: ListOf<InSight>,
}

impl Verb for AccessAssets {
    type Prints = Rows<InSight>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<InSight>(Action::AccessAssets, self.list.into_request(), move |op, request, sink| {
            if assets::is_narrowed(op, &self.user)? {
                cx.notice("only assets that you may view yourself are named");
            }
            computed(op, request, sink, |sink| assets::assets(op, &self.user, sink))
        }))
    }
}

/// Report who is where and who reaches what
///
/// Reads units, users, groups, projects, asset groups and tag scopes as far as you may view them, and how many assets
/// each user has in sight. With `--html`, writes one page that can be searched, ordered and printed; it loads nothing
/// from anywhere, and is readable by its owner alone. With `--json`, prints the same as data.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost access report --html report.html\n  provost access report --json")]
pub struct AccessReport {
    /// Write a page to this file, or `-` for standard output
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl Verb for AccessReport {
    type Prints = Either<report::AccessReport, Written>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        match self.html {
            Some(path) if path.as_os_str() == "-" => {
                Ok(Reply::sentence(page(&cx.app.read(Action::AccessReport, report)?)))
            }
            Some(path) => write(&path, cx),
            None if matches!(cx.format, OutputFormat::Json | OutputFormat::Jsonl) => {
                Reply::object(&cx.app.read(Action::AccessReport, report)?).map(Reply::first)
            }
            None => Err(Error::usage("a report is a page or data")
                .hint("provost access report --html report.html")
                .hint("provost access report --json")),
        }
    }
}

fn write<'c>(path: &Path, cx: &Context<'_>) -> Result<Reply<'c, Either<report::AccessReport, Written>>> {
    refuse_within(cx)?;
    let report = cx.app.read(Action::AccessReport, report)?;
    let counts = (report.users.len(), report.asset_groups.len(), report.units.len());
    write_page(cx, path, &page(&report), counts.0, counts.1, counts.2)
}

/// How many of those who can run a fix are named.
const NAMED: usize = 3;

/// Yes or no, in a sentence.
pub fn sentence(answer: &Answer) -> String {
    let verdict = if answer.allowed { "yes" } else { "no" };
    let may = if answer.allowed { "may" } else { "may not" };
    let object = answer.object.as_ref().map(|object| format!(" on {object}")).unwrap_or_default();
    let reason = if answer.allowed { String::new() } else { format!(" ({})", answer.reason_code) };
    format!("{verdict}: {} {may} do {}{object}{reason}", answer.user, answer.action)
}

/// The grounds of an answer as a tree.
pub fn tree(explanation: &Explanation) -> Tree {
    let mut tree = Tree::leaf(sentence(&explanation.answer));
    tree.hang("needs one of", explanation.needs.iter().cloned());
    let path = |path: &explain::GrantingPath| {
        format!("{} ({}){}", path.via, path.grants, if path.decides { " <- decides" } else { "" })
    };
    let granted = if explanation.answer.allowed { "granted by" } else { "would be granted by" };
    tree.hang(granted, explanation.paths.iter().map(path));
    let limit =
        |limit: &Limit| format!("{} {}: {}", if limit.passed { "passed" } else { "FAILED" }, limit.kind, limit.name);
    tree.hang("limits", explanation.limits.iter().map(limit));
    tree.hang("near misses", explanation.near_misses.iter().cloned());
    let mut help = Tree::leaf("what would help");
    for fix in &explanation.fixes {
        let mut way = Tree::leaf(fix.commands.join(" && "));
        if !fix.by.is_empty() {
            way.branch(Tree::leaf(format!("by {}", first_names(&fix.by, NAMED))));
        }
        help.branch(way);
    }
    if !explanation.fixes.is_empty() {
        tree.branch(help);
    }
    tree
}

impl Tabular for CheckedLine {
    const SHOWN: &'static [&'static str] = &["allowed", "user", "action", "object", "reason_code"];

    /// What could not be answered says why.
    fn mark(key: &str, text: String, row: &Value) -> String {
        match row.get("error").and_then(Value::as_str) {
            Some(error) if key == "reason_code" => error.to_owned(),
            _ => text,
        }
    }
}

impl Tabular for Held {
    const SHOWN: &'static [&'static str] = &["action", "reach", "object", "via"];
}

impl Tabular for Holder {
    const SHOWN: &'static [&'static str] = &["login", "reach", "via"];
}

impl Tabular for Toucher {
    const SHOWN: &'static [&'static str] = &["login", "actions", "via"];
}

impl Tabular for InSight {
    const SHOWN: &'static [&'static str] = &["address", "name", "via"];
}
