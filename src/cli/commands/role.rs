//! Roles, levels and the permission matrix.

use clap::Args;

use serde_json::Value;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::{Reply, Rows};
use crate::domain::reference::RoleWord;
use crate::domain::{Action, Result};
use crate::service::listing::computed;
use crate::service::role::{self, MatrixRow, RoleDetail, RoleEntry};

verbs! {
    /// Roles, levels and the permission matrix
    RoleVerb {
        "list" RoleList,
        "show" RoleShow,
        "matrix" RoleMatrix,
    }
}

/// List roles and levels
///
/// Shows the four kinds of roles: subscription roles, administrative levels, project roles and
/// monitoring roles.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost role list")]
pub struct RoleList {
    #[command(flatten)]
    list: ListArgs<RoleEntry>,
}

impl Verb for RoleList {
    type Prints = Rows<RoleEntry>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<RoleEntry>(Action::RoleView, self.list.into_request(), |op, request, sink| {
            computed(op, request, sink, |sink| role::list().into_iter().try_for_each(sink))
        }))
    }
}

/// Show what a role may do
///
/// Shows every action that a role or level holds, how far, and what must be switched on beside it.
/// Where a word is a role of several kinds, put the kind before it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost role show scanner\n  provost role show level:manager")]
pub struct RoleShow {
    /// The role, such as `scanner` or `level:manager`
    #[arg(value_name = "ROLE")]
    role: RoleWord,
}

impl Verb for RoleShow {
    type Prints = RoleDetail;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::RoleView, |_| role::show(&self.role))
    }
}

/// Show the whole permission matrix
///
/// Shows what every role may do with every action, and how far. A table shows the subscription roles;
/// JSON and CSV hold all four kinds.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost role matrix\n  provost role matrix --json | jq '.[] | select(.action == \"bu.move\")'"
)]
pub struct RoleMatrix {
    #[command(flatten)]
    list: ListArgs<MatrixRow>,
}

impl Verb for RoleMatrix {
    type Prints = Rows<MatrixRow>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if !cx.prints_data() {
            cx.notice("`+`: an extended permission or a switch is needed as well; `provost role show ROLE` names it");
        }
        Ok(cx.list::<MatrixRow>(Action::RoleView, self.list.into_request(), |op, request, sink| {
            computed(op, request, sink, |sink| role::matrix().into_iter().try_for_each(sink))
        }))
    }
}

impl Tabular for RoleEntry {
    const SHOWN: &'static [&'static str] = &["kind", "name", "action_count", "implied_level"];
}

impl Tabular for MatrixRow {
    const SHOWN: &'static [&'static str] = &[
        "action",
        "role:manager",
        "role:user-administrator",
        "role:unit-manager",
        "role:scanner",
        "role:reader",
        "role:auditor",
        "role:remediation-user",
    ];

    /// What must be switched on beside it is told by `role show`.
    fn mark(_key: &str, text: String, _row: &Value) -> String {
        text.split_once(" +").map_or(text.clone(), |(reach, _)| format!("{reach}+"))
    }
}
