//! `outbox send`

use clap::Args as ClapArgs;

use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::Result;
use crate::service::outbox::send;

/// Deliver mails
///
/// Delivers the mails that are due: into a folder beside the database, by the sendmail command, or over SMTP, as the
/// configuration file says in its table `mail` (MAIL-5). A failed delivery is tried again later, each time after a
/// longer pause; with mails named, they are tried now. Exits with 10 if any could not be delivered.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  provost outbox send")]
pub struct Args {
    /// The mails; those that are due by default
    #[arg(value_name = "ID")]
    mails: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    cx.refuse_dry_run("outbox send")?;
    let mails = if args.mails.is_empty() { Vec::new() } else { cx.objects(args.mails, "id")? };
    let done = send::send(&cx.app, &*cx.mailer()?, &mails)?;
    let complete = done.body.failed_count == 0;
    Output::change(&done).map(|output| if complete { output } else { output.incomplete() })
}
