//! `tags edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::{clearable, optional};
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::tag::define;

/// Edit a tag
///
/// Changes what is named; an empty value clears a field. A changed rule is evaluated at once; if that leaves assets
/// without any tag, open to every sub-user, asks first (TAG-3).
/// Rules: `name-contains TEXT`, `name-matches REGEX`, `os-matches REGEX`, `address-in LIST` (addresses, ranges and
/// blocks) and `attribute KEY=VALUE`. Text is compared without regard to case.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost tags edit staging --parent production --tag-color yellow")]
pub struct Args {
    /// The tag: name or id
    #[arg(value_name = "TAG")]
    tag: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
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
    let name = optional(args.name.as_ref())?;
    let request = define::Request {
        parent: args.parent.map(|parent| Some(parent).filter(|parent| !parent.trim().is_empty())),
        color: clearable(args.tag_color.as_ref())?,
        description: optional(args.description.as_ref())?,
        rule: clearable(args.rule.as_ref())?,
    };
    cx.destroy_if(
        Action::TagsEdit,
        |op| define::edit(op, &args.tag, name.as_ref(), &request),
        |done| done.body.marks.published_count > 0,
    )
}
