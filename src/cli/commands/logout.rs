//! `logout`

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::told::said_by_the_sentence;
use crate::domain::Result;
use crate::service::Done;
use crate::service::sign_in::logout::{self, LogoutBody};

/// Sign out
///
/// Ends your session on this database and forgets its token.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost logout")]
pub struct LogoutVerb {}

impl Verb for LogoutVerb {
    type Prints = Done<LogoutBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("logout")?;
        Reply::change(&logout::logout(&cx.app)?)
    }
}

said_by_the_sentence!(LogoutBody);
