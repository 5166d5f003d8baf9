//! `db check`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{Output, Tree};
use crate::domain::Result;
use crate::domain::words::counted;
use crate::service::database::check::{self, Report};

/// Check that the database is whole
///
/// Lets the engine check the file, then tests every rule of the domain that a query can test, and names the rule that is
/// broken. Exit code 1 if there is a problem. Needs no sign-in: it is for whoever owns the file.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost db check\n  provost db check --json")]
pub struct Args {}

/// Runs the command.
pub fn run<'c>(_args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.has_no_dry_run("db check")?;
    let report = check::check(&cx.app)?;
    Output::answer(&report, tree(&report), u8::from(!report.ok))
}

/// What is broken, or that nothing is.
fn tree(report: &Report) -> Tree {
    if report.ok {
        return Tree::leaf(format!("the database is whole: {} passed", counted(report.checks.len(), "check")));
    }
    let mut tree = Tree::leaf(format!("{} found", counted(report.problem_count, "problem")));
    for check in report.checks.iter().filter(|check| !check.ok) {
        let rule = check.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
        let more = check.problem_count - check.problems.len();
        let more = (more > 0).then(|| format!("and {more} more"));
        tree.hang(&format!("not so: {}{rule}", check.name), check.problems.iter().cloned().chain(more));
    }
    tree
}
