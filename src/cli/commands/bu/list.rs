//! `bu list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::globals::OutputFormat;
use crate::cli::render::{ListArgs, Output, Tree};
use crate::domain::record::Unit;
use crate::domain::words::counted;
use crate::domain::{Action, Error, Result, Status};
use crate::service;
use crate::service::unit_tree::{Branch, Member, UnitTree};

/// List business units
///
/// Shows every business unit that you may view, with its primary contact. With `--tree`, each with its users and asset
/// groups below it; primary contacts bear ` *`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost bu list\n  provost bu list --json\n  provost bu list --tree")]
pub struct Args {
    /// Show users and asset groups below each unit
    #[arg(long, conflicts_with_all = ["filter", "sort", "limit", "offset"])]
    tree: bool,
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if !args.tree {
        return Ok(cx.list::<Unit>(Action::BuView, args.list, service::unit::list));
    }
    if cx.format == OutputFormat::Csv {
        return Err(Error::usage("a tree has no form as CSV").hint("provost bu list --tree --json"));
    }
    let tree = cx.app.read(Action::BuView, service::unit_tree::tree)?;
    Output::answer(&tree, drawn(&tree), 0)
}

fn drawn(tree: &UnitTree) -> Tree {
    let mut root = Tree::leaf(counted(tree.units.len(), "business unit"));
    tree.units.iter().for_each(|branch| root.branch(of_unit(branch)));
    root.hang("in no unit", tree.unassigned.iter().map(line));
    root
}

fn of_unit(branch: &Branch) -> Tree {
    let all = usize::try_from(branch.unit.user_count).unwrap_or_default();
    let hidden = if branch.users.len() < all { format!(", {} shown", branch.users.len()) } else { String::new() };
    let mut unit = Tree::leaf(format!("{} ({}{hidden})", branch.unit.name, counted(all, "user")));
    branch.users.iter().for_each(|member| unit.branch(Tree::leaf(line(member))));
    unit.hang("asset groups", branch.unit.asset_groups.iter().cloned());
    unit
}

fn line(member: &Member) -> String {
    let mark = if member.primary_contact { " *" } else { "" };
    let status = if member.status == Status::Active { String::new() } else { format!(", {}", member.status) };
    format!("{}{mark}, {}{status}", member.login, member.role)
}
