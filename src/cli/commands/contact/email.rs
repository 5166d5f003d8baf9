//! `contact email`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Error, Result};
use crate::service::email_contact::{self, Request};

/// Set whom scan notifications name
///
/// Scan notifications name the primary contact, unless another user or a name and address is set, for the
/// subscription or for a unit (CONT-2).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost contact email --bu EMEA --user ann.keller@acme.example\n  provost contact email --name 'Scan Desk' --address desk@acme.example"
)]
pub struct Args {
    /// The business unit, instead of the subscription
    #[arg(long, value_name = "UNIT")]
    bu: Option<String>,
    /// Name this user
    #[arg(long, value_name = "LOGIN", conflicts_with_all = ["name", "address"])]
    user: Option<String>,
    /// Name this person or desk
    #[arg(long, value_name = "NAME", requires = "address")]
    name: Option<String>,
    /// Its e-mail address
    #[arg(long, value_name = "ADDRESS", requires = "name")]
    address: Option<String>,
    /// Name the primary contact again
    #[arg(long, conflicts_with_all = ["user", "name"])]
    clear: bool,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let request = match (args.user, args.name, args.address) {
        (Some(login), _, _) => Request::User(login),
        (None, Some(name), Some(address)) => Request::Address(name.parse()?, address.parse()?),
        _ if args.clear => Request::Clear,
        _ => {
            return Err(Error::usage("nobody is named")
                .rule("CONT-2")
                .hint("add `--user LOGIN`, `--name NAME --address ADDRESS`, or `--clear`"));
        }
    };
    cx.write(Action::ContactEmail, |op| email_contact::set(op, args.bu.as_deref(), &request))
}
