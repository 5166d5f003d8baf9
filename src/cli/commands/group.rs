//! User groups and their levels.

use clap::Args;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::record::Group;
use crate::domain::reference::{GroupRef, UserRef};
use crate::domain::{Action, Given, Level, Line, Name, Result};
use crate::service::Done;
use crate::service::group::{self, GroupBody, GroupDraft};
use crate::service::report::Outcomes;

verbs! {
    /// User groups and their levels
    GroupVerb {
        "add" GroupAdd,
        "list" GroupList,
        "show" GroupShow,
        "edit" GroupEdit,
        "delete" GroupDelete,
        "assign" GroupAssign,
        "unassign" GroupUnassign,
    }
}

/// Add a user group
///
/// A group lends its level to its members, and every role it holds in projects (ROLE-5).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost group add Oncall --description 'who is called at night' --level viewer")]
pub struct GroupAdd {
    /// Its name
    #[arg(value_name = "NAME")]
    name: Name,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
    /// The level it lends [default: default]
    #[arg(long, value_name = "LEVEL")]
    level: Option<Level>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for GroupAdd {
    type Prints = Done<GroupBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft =
            GroupDraft { name: self.name.into(), description: self.description.into(), level: self.level.into() };
        cx.settle(self.existing.policy(), &draft)
    }
}

/// List user groups
///
/// Shows every group that you may view, with its level.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost group list")]
pub struct GroupList {
    #[command(flatten)]
    list: ListArgs<Group>,
}

impl Verb for GroupList {
    type Prints = Rows<Group>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Group>(Action::GroupView, self.list.into_request(), group::list))
    }
}

/// Show a user group
///
/// Shows one group with its members and its roles in projects.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost group show Admins")]
pub struct GroupShow {
    /// The group: name or id
    #[arg(value_name = "GROUP")]
    group: GroupRef,
}

impl Verb for GroupShow {
    type Prints = Group;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::GroupView, |op| group::show(op, &self.group))
    }
}

/// Edit a user group
///
/// Changes the named fields; another level changes the rights of every member, and the report says whose and how.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost group edit Analysts --level viewer")]
pub struct GroupEdit {
    /// The group: name or id
    #[arg(value_name = "GROUP")]
    group: GroupRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
    /// The level it lends
    #[arg(long, value_name = "LEVEL")]
    level: Option<Level>,
}

impl Verb for GroupEdit {
    type Prints = Done<GroupBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft =
            GroupDraft { name: self.name.into(), description: self.description.into(), level: self.level.into() };
        cx.write(Action::GroupEdit, |op| group::edit(op, &self.group, &draft))
    }
}

/// Delete a user group
///
/// Its members stay as users; the report says what each of them loses (GRP-2).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost group delete Analysts --yes")]
pub struct GroupDelete {
    /// The group: name or id
    #[arg(value_name = "GROUP")]
    group: GroupRef,
}

impl Verb for GroupDelete {
    type Prints = Done<GroupBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.destroy(Action::GroupDelete, |op| group::delete(op, &self.group))
    }
}

/// Add users to a group
///
/// Shows who gains and who loses what; with `--dry-run` before it happens.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost group assign Admins ana.silva@acme.example")]
pub struct GroupAssign {
    /// The group: name or id
    #[arg(value_name = "GROUP")]
    group: GroupRef,
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<UserRef>,
}

impl Verb for GroupAssign {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users, "login")?;
        cx.write(Action::GroupAssign, |op| group::assign(op, &self.group, &users))
    }
}

/// Take users out of a group
///
/// Shows who gains and who loses what; with `--dry-run` before it happens.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost group unassign Analysts mei.lin@acme.example")]
pub struct GroupUnassign {
    /// The group: name or id
    #[arg(value_name = "GROUP")]
    group: GroupRef,
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<UserRef>,
}

impl Verb for GroupUnassign {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users, "login")?;
        cx.write(Action::GroupAssign, |op| group::unassign(op, &self.group, &users))
    }
}

said_by_the_sentence!(GroupBody);

impl Tabular for Group {
    const SHOWN: &'static [&'static str] = &["name", "description", "level", "members"];
}
