//! `bu limit`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Error, Result};
use crate::service::unit;

/// Limit a business unit's new addresses
///
/// Sets how many addresses new to the subscription the users of a unit may add, or `none`. Limits must
/// be switched on with `addresses.unit_limits` (UNIT-4).
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost bu limit EMEA 500\n  provost bu limit EMEA none")]
pub struct Args {
    /// The business unit
    #[arg(value_name = "UNIT")]
    unit: String,
    /// The number of new addresses, or `none`
    #[arg(value_name = "N|none", allow_hyphen_values = true)]
    limit: String,
}

fn parse_limit(typed: &str) -> Result<Option<i64>> {
    if typed.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    typed.parse().ok().map(Some).ok_or_else(|| {
        Error::invalid(format!("`{}` is no limit", crate::domain::text::printable(typed)))
            .rule("UNIT-4")
            .hint("give a whole number, or `none`")
    })
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let limit = parse_limit(&args.limit)?;
    cx.write(Action::BuLimit, |op| unit::limit(op, &args.unit, limit))
}
