//! `diff`: what differs between two times.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::difference::fields;
use crate::cli::render::{Reply, Tree};
use crate::domain::phrase::{counted, first_names};
use crate::domain::reference::{ObjectWord, texts};
use crate::domain::{Result, When};
use crate::service::diff::{self, Asked, Diff, ObjectChange, ObjectDiff};

/// Tell what differs between two times
///
/// Names each object that was added, removed or changed, field by field, with the operations that did it. Without
/// `--from`, it tells what the latest operation changed. Exits with 1 if anything differs (TIME-2).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost diff\n  provost diff --from op:1 --to now --json\n  provost diff --from op:1 bu:EMEA"
)]
pub struct DiffVerb {
    /// From when: a time, 30d (ago), op:57, before-op:57
    #[arg(long, value_name = "WHEN")]
    from: Option<When>,
    /// Until when; now, if nothing is said
    #[arg(long, value_name = "WHEN")]
    to: Option<When>,
    /// Only these objects
    #[arg(value_name = "KIND:NAME")]
    objects: Vec<ObjectWord>,
}

impl Verb for DiffVerb {
    type Prints = Diff;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let asked = Asked { from: self.from, to: self.to, objects: texts(self.objects) };
        let diff = diff::diff(&cx.app, &asked)?;
        Reply::answer(&diff, tree(&diff), u8::from(!diff.changes.is_empty()))
    }
}

fn tree(diff: &Diff) -> Tree {
    let span = format!("between {} and {}", diff.from, diff.to);
    let mut tree = Tree::leaf(match diff.changes.len() {
        0 if diff.hidden_count > 0 => format!("nothing that you may view differs {span}"),
        0 => format!("nothing differs {span}"),
        count => format!("{} {span}", counted(count, "difference")),
    });
    for change in &diff.changes {
        tree.branch(object(change));
    }
    if diff.hidden_count > 0 {
        tree.branch(Tree::leaf(format!("and {}, which you may not view", counted(diff.hidden_count, "object"))));
    }
    tree
}

fn object(change: &ObjectDiff) -> Tree {
    let by: Vec<String> = change.operations.iter().map(|id| format!("op:{id}")).collect();
    let by = if by.is_empty() { String::new() } else { format!(" by {}", first_names(&by, 5)) };
    let mut tree = Tree::leaf(format!("{}: {}{by}", change.object, change.change));
    let told = if change.change == ObjectChange::Removed { Vec::new() } else { fields(&change.fields) };
    for line in told {
        tree.branch(Tree::leaf(line));
    }
    tree
}
