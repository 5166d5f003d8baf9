//! `outbox list`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::{ListArgs, Output};
use crate::domain::record::OutboxMail;
use crate::domain::{Action, Result};
use crate::service::outbox::view;

/// List mails
///
/// Shows every mail with how far it has come, newest first.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost outbox list\n  provost outbox list --filter state=queued,failed")]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    Ok(cx.list::<OutboxMail>(Action::OutboxView, args.list, view::list))
}
