//! `bu edit`

use clap::Args as ClapArgs;

use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Name, Result};
use crate::service::unit;

/// Edit a business unit
///
/// Changes the named fields; an empty value clears one, and a field not named stays.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost bu edit EMEA --location 'Frankfurt am Main'")]
pub struct Args {
    /// The business unit
    #[arg(value_name = "UNIT")]
    unit: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The division
    #[arg(long, value_name = "TEXT")]
    division: Option<String>,
    /// The location
    #[arg(long, value_name = "TEXT")]
    location: Option<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let name = args.name.as_deref().map(Name::of_unit).transpose()?;
    let fields = unit::Fields {
        division: optional(args.division.as_ref())?,
        location: optional(args.location.as_ref())?,
        comments: optional(args.comments.as_ref())?,
    };
    cx.write(Action::BuEdit, |op| unit::edit(op, &args.unit, name.as_ref(), &fields))
}
