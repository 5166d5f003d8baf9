//! How one-time links go out: by mail, or printed.

use clap::Args;

use crate::cli::context::Context;
use crate::domain::Result;
use crate::service::link::{Delivery, Issued, PrintedToken};

/// How the mail with a link goes out.
#[derive(Debug, Clone, Copy, Args)]
pub struct MailArgs {
    /// Print the token instead of sending a mail
    #[arg(long, conflicts_with = "send")]
    pub no_mail: bool,
    /// Deliver the mail right after
    #[arg(long)]
    pub send: bool,
}

/// The tokens to print, one for each user; none where mails are sent.
pub fn tokens(cx: &Context<'_>, no_mail: bool, count: usize) -> Result<Vec<PrintedToken>> {
    let wanted = if no_mail { count } else { 0 };
    (0..wanted).map(|_| PrintedToken::new(cx.random, !cx.app.is_dry)).collect()
}

/// How the link of one user goes out.
pub fn delivery(tokens: &[PrintedToken], at: usize) -> Delivery<'_> {
    tokens.get(at).map_or(Delivery::Mail, Delivery::Printed)
}

/// What is printed: the token of a single user, or a line `LOGIN TOKEN` for each of several.
pub fn printed(results: &[Issued]) -> Vec<String> {
    let tokens = results.iter().filter_map(|one| Some((&one.object, one.invitation.token.as_ref()?)));
    match results {
        [_] => tokens.map(|(_, token)| token.clone()).collect(),
        _ => tokens.map(|(login, token)| format!("{login} {token}")).collect(),
    }
}
