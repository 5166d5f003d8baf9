//! `fim profile edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::{optional, parse_all};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::fim::profile;

/// Edit a monitoring profile
///
/// Changes what is named; an empty value clears a field. If it is left without a tag, open to every sub-user, asks first
/// (TAG-3).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost fim profile edit 'System files' --add-path /boot --remove-path /usr/bin")]
pub struct Args {
    /// The profile: name or id
    #[arg(value_name = "PROFILE")]
    profile: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Watch this file or folder as well (repeatable)
    #[arg(long, value_name = "PATH")]
    add_path: Vec<String>,
    /// Watch it no more (repeatable)
    #[arg(long, value_name = "PATH")]
    remove_path: Vec<String>,
    /// Put this tag on it (repeatable)
    #[arg(long, value_name = "TAG")]
    add_tag: Vec<String>,
    /// Take this tag off it (repeatable)
    #[arg(long, value_name = "TAG")]
    remove_tag: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = profile::Edit {
        profile: args.profile,
        name: optional(args.name.as_ref())?,
        description: optional(args.description.as_ref())?,
        add_paths: parse_all(&args.add_path)?,
        remove_paths: parse_all(&args.remove_path)?,
        add_tags: args.add_tag,
        remove_tags: args.remove_tag,
    };
    cx.destroy_if(Action::FimProfileEdit, |op| profile::edit(op, &request), |done| done.body.published_count > 0)
}
