//! Operations: what commands did, and the way back.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::{Lines, Reply, Rows, Told, Tree, difference};
use crate::domain::operation::Undoing;
use crate::domain::phrase::{counted, first_names};
use crate::domain::record::OperationEntry;
use crate::domain::reference::{OperationRef, texts};
use crate::domain::{Action, Id, Result};
use crate::service::operation::report::RevertBody;
use crate::service::operation::revert::{self, Which};
use crate::service::operation::view::{self, ObjectState, OperationDetail};
use crate::service::{Done, diff};

verbs! {
    /// What commands did, and the way back
    OpVerb {
        "list" OpList,
        "show" OpShow,
        "revert" OpRevert,
    }
}

/// List operations
///
/// Shows what each command did in its one transaction, newest first: a move with all its copies, an import, a batch.
/// What is listed can be taken back with `provost op revert` (OP-1).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost op list --limit 10\n  provost op list --filter user=mara.lindholm@acme.example --json"
)]
pub struct OpList {
    #[command(flatten)]
    list: ListArgs<OperationEntry>,
}

impl Verb for OpList {
    type Prints = Rows<OperationEntry>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<OperationEntry>(Action::OpView, self.list.into_request(), view::list))
    }
}

/// Show an operation
///
/// Shows what one command did: its log entries, and each object that it changed, before and after. The id of any of its
/// entries means it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost op show 1 --json")]
pub struct OpShow {
    /// The operation, or any of its log entries
    #[arg(value_name = "ID")]
    operation: OperationRef,
}

impl Verb for OpShow {
    type Prints = OperationDetail;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let detail = view::show(&cx.app, &self.operation)?;
        Reply::answer(&detail, tree(&detail), 0)
    }
}

/// The most objects that a screen shows.
const MOST_OBJECTS: usize = 50;

fn tree(detail: &OperationDetail) -> Tree {
    let one = &detail.operation;
    let user = one.user.as_deref().unwrap_or("nobody");
    let mut tree = Tree::leaf(format!("operation {}: {user} {} ({})", one.id, one.details, one.at));
    let by = |ids: &[Id]| first_names(&ids.iter().map(|id| format!("op:{id}")).collect::<Vec<_>>(), 5);
    if let Some(reason) = &one.reason {
        tree.branch(Tree::leaf(format!("reason: {reason}")));
    }
    if let Some(id) = one.undone_by {
        tree.branch(Tree::leaf(format!("undone by op:{id}")));
    }
    if !one.undoes.is_empty() {
        tree.branch(Tree::leaf(format!("undoes {}", by(&one.undoes))));
    }
    for object in detail.objects.iter().take(MOST_OBJECTS) {
        tree.branch(of_object(object));
    }
    let more = detail.objects.len().saturating_sub(MOST_OBJECTS);
    if more > 0 {
        tree.branch(Tree::leaf(format!("and {} (all of them with --json)", counted(more, "more object"))));
    }
    if detail.hidden_count > 0 {
        tree.branch(Tree::leaf(format!("and {}, which you may not view", counted(detail.hidden_count, "object"))));
    }
    tree
}

fn of_object(object: &ObjectState) -> Tree {
    let what = match (&object.before, &object.after) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    };
    let mut tree = Tree::leaf(format!("{}: {what}", object.object));
    let nothing = Value::Null;
    let (before, after) = (object.before.as_ref().unwrap_or(&nothing), object.after.as_ref().unwrap_or(&nothing));
    let told = if after.is_null() { Vec::new() } else { difference::fields(&diff::fields(before, after)) };
    for line in told {
        tree.branch(Tree::leaf(line));
    }
    tree
}

/// Take operations back, whoever did them
///
/// Sets everything that the operations changed to what it was before, in one transaction, as one new operation. Nothing
/// is forced: where something was changed again since, it is refused, and names what stands in the way (OP-4). Today's
/// rights count. Passwords, sessions and tokens never come back (OP-6).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost op revert 258 --dry-run")]
pub struct OpRevert {
    /// The operations, or any of their log entries
    #[arg(value_name = "ID", required = true)]
    operations: Vec<OperationRef>,
}

impl Verb for OpRevert {
    type Prints = Done<RevertBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let which = Which::Named(texts(cx.objects(self.operations, "id")?));
        cx.destroy(Action::OpRevert, |op| revert::revert(op, &which))
    }
}

impl Told for RevertBody {
    fn describe(&self, told: &mut Lines) {
        if self.undoes.len() > 1 {
            for one in &self.undoes {
                let user = one.user.as_deref().unwrap_or("nobody");
                told.line(format!("operation {} of {user}: {}", one.id, one.details));
            }
        }
        told.count("objects as they were", self.object_count);
        told.count("mails cancelled", self.cancelled_mail_count);
    }

    /// Another `undo` would go on further.
    fn way_back(&self) -> &'static str {
        if self.how == Some(Undoing::Undo) { "provost redo" } else { "provost undo" }
    }
}

impl Tabular for OperationEntry {
    const SHOWN: &'static [&'static str] = &["id", "at", "details", "user", "state"];

    /// What it took back, or what took it back, says more than its state.
    fn mark(key: &str, text: String, row: &Value) -> String {
        let undoes = row.get("undoes").and_then(Value::as_array).filter(|ids| !ids.is_empty());
        match (key, row.get("undone_by").and_then(Value::as_i64), undoes) {
            ("state", Some(by), _) => format!("undone by {by}"),
            ("state", None, Some(ids)) => {
                format!("undoes {}", ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }
            _ => text,
        }
    }
}
