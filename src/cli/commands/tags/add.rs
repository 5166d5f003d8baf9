//! `tags add`

use clap::Args as ClapArgs;

use crate::cli::commands::words::{clearable, optional};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::tag::define;

/// Add a tag
///
/// Adds a tag, set by hand or by a rule on every asset that it matches (TAG-2).
/// Rules: `name-contains TEXT`, `name-matches REGEX`, `os-matches REGEX`, `address-in LIST` (addresses, ranges and
/// blocks) and `attribute KEY=VALUE`. Text is compared without regard to case.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost tags add laptop\n  provost tags add frankfurt --parent production --rule 'address-in 10.10.0.0/16'"
)]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    /// The tag above it
    #[arg(long, value_name = "TAG")]
    parent: Option<String>,
    /// Its colour
    #[arg(long, value_name = "COLOUR")]
    tag_color: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The rule that sets it
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let name = args.name.parse()?;
    let request = define::Request {
        parent: args.parent.map(|parent| Some(parent).filter(|parent| !parent.trim().is_empty())),
        color: clearable(args.tag_color.as_ref())?,
        description: optional(args.description.as_ref())?,
        rule: clearable(args.rule.as_ref())?,
    };
    cx.write(Action::TagsAdd, |op| define::add(op, &name, &request))
}
