//! `access diff`: who gained and lost what between two times.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::cli::commands::verb::Verb;
use crate::cli::commands::written_page::{Written, write_page};
use crate::cli::context::Context;
use crate::cli::render::effects::{lost_text, part_text};
use crate::cli::render::reply::Either;
use crate::cli::render::{Reply, Tree};
use crate::cli::report::difference::page;
use crate::domain::phrase::{counted, first_names};
use crate::domain::reference::{UserRef, texts};
use crate::domain::{Result, When};
use crate::service::access::diff::{self, UserDiff};

/// Tell who gained and lost what between two times
///
/// For each user: levels, projects, addresses, scopes and permissions in effect that it has and had not, or had and has
/// no more, with the operations behind it. With `--html`, writes a page for auditors. Exits with 1 if anything differs
/// (TIME-2).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost access diff --from op:1\n  provost access diff --from op:1 --html changes.html"
)]
pub struct AccessDiff {
    /// From when: a time, 30d (ago), op:57, before-op:57
    #[arg(long, value_name = "WHEN", required = true)]
    from: When,
    /// Until when; now, if nothing is said
    #[arg(long, value_name = "WHEN")]
    to: Option<When>,
    /// Write a page to this file, or `-` for standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    html: Option<PathBuf>,
    /// Only these users
    #[arg(value_name = "USER")]
    users: Vec<UserRef>,
}

impl Verb for AccessDiff {
    type Prints = Either<diff::AccessDiff, Written>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let diff = diff::diff(&cx.app, Some(self.from), self.to, &texts(self.users))?;
        let by = || cx.app.peek(|op| Ok(op.actor.login.clone())).unwrap_or_default();
        match self.html {
            Some(path) if path.as_os_str() == "-" => Ok(Reply::sentence(page(&diff, &by()))),
            Some(path) => write_page(cx, &path, &page(&diff, &by()), diff.users.len(), 0, 0),
            None => Reply::answer(&diff, tree(&diff), u8::from(!diff.users.is_empty())).map(Reply::first),
        }
    }
}

fn tree(diff: &diff::AccessDiff) -> Tree {
    let span = format!("between {} and {}", diff.from, diff.to);
    let mut tree = Tree::leaf(match diff.users.len() {
        0 => format!("nobody's access differs {span}"),
        count => format!("access of {} differs {span}", counted(count, "user")),
    });
    for user in &diff.users {
        tree.branch(of_user(user, diff));
    }
    if diff.hidden_count > 0 {
        tree.branch(Tree::leaf(format!("and {}, whom you may not view", counted(diff.hidden_count, "user"))));
    }
    tree
}

fn of_user(user: &UserDiff, diff: &diff::AccessDiff) -> Tree {
    let mut tree = Tree::leaf(&user.user);
    for part in &user.gained {
        tree.branch(Tree::leaf(format!("+ {}", part_text(part))));
    }
    for part in &user.lost {
        tree.branch(Tree::leaf(format!("- {}", lost_text(part))));
    }
    let by: Vec<String> = diff
        .operations
        .iter()
        .filter(|one| user.operations.contains(&one.id))
        .map(|one| format!("op:{} {}", one.id, one.details))
        .collect();
    if !by.is_empty() {
        tree.branch(Tree::leaf(format!("by {}", first_names(&by, 3))));
    }
    tree
}
