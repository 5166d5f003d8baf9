//! `tags edit`

use clap::Args as ClapArgs;

use crate::cli::commands::tags::fields::FieldArgs;
use crate::cli::commands::words::optional;
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
    #[command(flatten)]
    fields: FieldArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let name = optional(args.name.as_ref())?;
    let request = args.fields.parse()?;
    cx.destroy_if(
        Action::TagsEdit,
        |op| define::edit(op, &args.tag, name.as_ref(), &request),
        |done| done.body.marks.published_count > 0,
    )
}
