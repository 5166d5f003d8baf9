//! `whoami`

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::domain::{Action, Result};
use crate::service::sign_in::whoami::{self, WhoAmI};

/// Show who is signed in
///
/// Shows you, your role and unit, the subscription and the session.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost whoami\n  provost whoami --json | jq -r .login")]
pub struct WhoamiVerb {}

impl Verb for WhoamiVerb {
    type Prints = WhoAmI;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::AccountInfo, whoami::whoami)
    }
}
