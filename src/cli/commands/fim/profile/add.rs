//! `fim profile add`

use clap::Args as ClapArgs;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::words::{optional, parse_all};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::profile;

/// Add a monitoring profile
///
/// Adds a profile: files and folders that are watched on the assets of its tags. Without a tag it is open to every sub-user
/// (SCOPE-2). It is switched on apart, with `fim profile activate`.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost fim profile add 'System files' --path /etc --path /usr/bin --tag production"
)]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// A file or folder to watch (repeatable)
    #[arg(long, value_name = "PATH")]
    path: Vec<String>,
    /// A tag (repeatable)
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = profile::Request {
        name: args.name.parse()?,
        description: optional(args.description.as_ref())?,
        paths: parse_all(&args.path)?,
        tags: args.tag,
    };
    if let Some(policy) = args.existing.policy()? {
        return cx.write(Action::FimProfileAdd, |op| profile::ensure(op, policy, &request));
    }
    cx.write(Action::FimProfileAdd, |op| profile::add(op, &request))
}
