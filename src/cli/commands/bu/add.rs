//! `bu add`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Name, Result};
use crate::service::bulk::BulkKind;
use crate::service::unit;
use crate::service::unit::UnitBody;

/// Add a business unit
///
/// Adds a business unit. Its first user must be a unit-manager and becomes its primary contact
/// (UNIT-2).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost bu add Nordics --division Sales --location Oslo")]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    /// The division
    #[arg(long, value_name = "TEXT")]
    division: Option<String>,
    /// The location
    #[arg(long, value_name = "TEXT")]
    location: Option<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = json!({
            "name": args.name, "division": args.division, "location": args.location, "comments": args.comments,
        });
        return cx.add_once((Action::BuAdd, BulkKind::Bus), policy, row, |op, id, _| {
            Ok(UnitBody { unit: unit::show(op, &format!("id:{id}"))? })
        });
    }
    let name = Name::of_unit(&args.name)?;
    let fields = unit::Fields {
        division: optional(args.division.as_ref())?,
        location: optional(args.location.as_ref())?,
        comments: optional(args.comments.as_ref())?,
    };
    cx.write(Action::BuAdd, |op| unit::add(op, &name, &fields))
}
