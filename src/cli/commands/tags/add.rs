//! `tags add`

use clap::Args as ClapArgs;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::tags::fields::FieldArgs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::bulk::BulkKind;
use crate::service::tag::define;
use crate::service::tag::define::TagBody;
use crate::service::tag::scope::ScopeChange;

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
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = args.fields.row(&args.name);
        return cx.add_once((Action::TagsAdd, BulkKind::Tags), policy, row, |op, id, consequences| {
            let tag = define::show(op, &format!("id:{id}"))?;
            let change = ScopeChange { scopes: consequences.scopes, review_gaps: consequences.review_gaps };
            Ok(TagBody { tag, marks: consequences.marks, change })
        });
    }
    let name = args.name.parse()?;
    let request = args.fields.parse()?;
    cx.write(Action::TagsAdd, |op| define::add(op, &name, &request))
}
