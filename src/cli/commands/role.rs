//! Roles, levels and the permission matrix.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::render::tabular::{ListColumn, Tabular, more, shown};
use crate::cli::render::{ListArgs, Reply};
use crate::domain::reference::RoleWord;
use crate::domain::{Action, Result};
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
    list: ListArgs,
}

impl Verb for RoleList {
    type Prints = Vec<RoleEntry>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<RoleEntry>(Action::RoleView, self.list, |_, sink| role::list().into_iter().try_for_each(sink)))
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
    list: ListArgs,
}

impl Verb for RoleMatrix {
    type Prints = Vec<MatrixRow>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<MatrixRow>(Action::RoleView, self.list, |_, sink| role::matrix().into_iter().try_for_each(sink)))
    }
}

impl Tabular for RoleEntry {
    const COLUMNS: &'static [ListColumn] =
        &[shown("kind"), shown("name"), shown("action_count"), shown("implied_level"), more("implied_monitoring_role")];
}

impl Tabular for MatrixRow {
    const COLUMNS: &'static [ListColumn] = &[
        shown("action"),
        shown("role:manager"),
        shown("role:user-administrator"),
        shown("role:unit-manager"),
        shown("role:scanner"),
        shown("role:reader"),
        shown("role:auditor"),
        shown("role:remediation-user"),
        shown("role:contact"),
        more("level:default"),
        more("level:viewer"),
        more("level:manager"),
        more("level:admin"),
        more("project-role:viewer"),
        more("project-role:engineer"),
        more("project-role:admin"),
        more("monitoring-role:none"),
        more("monitoring-role:auditor"),
        more("monitoring-role:author"),
        more("monitoring-role:analyst"),
        more("monitoring-role:manager"),
    ];
}
