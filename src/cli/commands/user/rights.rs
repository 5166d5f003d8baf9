//! What users may do: role, level, permissions.

use clap::Args;

use crate::cli::commands::answers::AnswerArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::domain::reference::{UnitRef, UserRef};
use crate::domain::{Action, Level, Permission, Result, Role};
use crate::service::Done;
use crate::service::user::role::{self, RoleBody};
use crate::service::user::view::UserBody;
use crate::service::user::{grant, level};

/// Change a user's role
///
/// Changes the role. Where that takes the user into or out of a unit, or in managed mode, it is a move
/// with the same questions and the same report as `bu move` (UNIT-3, MOVE-10).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost user role clara.dupont@acme.example scanner\n  provost user role lena.fox@acme.example scanner --bu Labs --configs keep --asset-groups leave --yes"
)]
pub struct UserRole {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    /// The new role
    #[arg(value_name = "ROLE")]
    role: Role,
    /// The business unit to enter
    #[arg(long, value_name = "UNIT", conflicts_with = "unassign")]
    bu: Option<UnitRef>,
    /// Leave the business unit
    #[arg(long)]
    unassign: bool,
    #[command(flatten)]
    answers: AnswerArgs,
}

impl Verb for UserRole {
    type Prints = Done<RoleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.destroy_asking(
            Action::UserRole,
            |op, asked| {
                let (answers, primary_contact) = self.answers.with(asked)?;
                let request = role::Request {
                    user: self.user.clone().into(),
                    role: self.role,
                    unit: self.bu.clone().map(Into::into),
                    unassign: self.unassign,
                    answers,
                    primary_contact,
                };
                role::set(op, &request)
            },
            |done| !done.body.moves.is_empty(),
        )
    }
}

/// Set a user's administrative level
///
/// The level says what a user does with the settings, groups and projects of the organisation: default,
/// viewer, manager or admin, each including the one before.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user level clara.dupont@acme.example viewer")]
pub struct UserLevel {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    /// The level: default, viewer, manager or admin
    #[arg(value_name = "LEVEL")]
    level: Level,
}

impl Verb for UserLevel {
    type Prints = Done<UserBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let level = self.level;
        cx.write(Action::UserLevel, |op| level::set(op, &self.user, level))
    }
}

/// Grant extended permissions
///
/// Switches extended permissions on for one user. Only some roles can hold each of them (ROLE-4).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user grant ana.silva@acme.example create-option-profiles")]
pub struct UserGrant {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    /// The permissions
    #[arg(value_name = "PERMISSION", required = true)]
    permissions: Vec<Permission>,
}

impl Verb for UserGrant {
    type Prints = Done<UserBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let permissions = self.permissions;
        cx.write(Action::UserGrant, |op| grant::grant(op, &self.user, &permissions))
    }
}

/// Revoke extended permissions
///
/// Switches extended permissions off for one user.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost user revoke ben.osei@acme.example manage-virtual-scanners")]
pub struct UserRevoke {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    /// The permissions
    #[arg(value_name = "PERMISSION", required = true)]
    permissions: Vec<Permission>,
}

impl Verb for UserRevoke {
    type Prints = Done<UserBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let permissions = self.permissions;
        cx.write(Action::UserGrant, |op| grant::revoke(op, &self.user, &permissions))
    }
}
