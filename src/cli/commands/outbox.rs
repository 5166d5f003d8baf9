//! Mails on their way.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::results::tell_each;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::domain::record::OutboxMail;
use crate::domain::reference::MailRef;
use crate::domain::{Action, Result};
use crate::service::Done;
use crate::service::outbox::send::{self, SendBody, Which};
use crate::service::outbox::view::{self, MailDetail};

verbs! {
    /// Mails on their way
    OutboxVerb {
        "list" OutboxList,
        "show" OutboxShow,
        "send" OutboxSend,
    }
}

/// List mails
///
/// Shows every mail with how far it has come, newest first. Whoever is no manager sees those with a link that wait or
/// have failed, to users whom it may invite (MAIL-6).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost outbox list\n  provost outbox list --filter state=queued,failed")]
pub struct OutboxList {
    #[command(flatten)]
    list: ListArgs<OutboxMail>,
}

impl Verb for OutboxList {
    type Prints = Rows<OutboxMail>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<OutboxMail>(Action::OutboxView, self.list.into_request(), view::list))
    }
}

/// Show a mail
///
/// Shows one mail, to managers with its words. A one-time token never stands in the outbox: it is made when the mail is delivered.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost outbox show 1")]
pub struct OutboxShow {
    /// The mail
    #[arg(value_name = "ID")]
    mail: MailRef,
}

impl Verb for OutboxShow {
    type Prints = MailDetail;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::OutboxView, |op| view::show(op, &self.mail))
    }
}

/// Deliver mails
///
/// Delivers the mails that are due: into a folder beside the database, by the sendmail command, or over SMTP, as the
/// configuration file says in its table `mail` (MAIL-5). A failed delivery is tried again later, each time after a
/// longer pause; with mails named, they are tried now. Exits with 10 if any could not be delivered.
///
/// Whoever may invite a user delivers that user's registration and reset mails, too. Since whoever names the transport
/// reads the mail, those leave by others than managers, and with a token, only through a transport that is configured
/// for the whole machine, in `/etc/provost/config.toml`, which belongs to root (MAIL-6).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost outbox send")]
pub struct OutboxSend {
    /// The mails; those that are due by default
    #[arg(value_name = "ID")]
    mails: Vec<MailRef>,
}

impl Verb for OutboxSend {
    type Prints = Done<SendBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("outbox send")?;
        let mails = if self.mails.is_empty() { Vec::new() } else { cx.objects(self.mails, "id")? };
        let which = if mails.is_empty() { Which::Due } else { Which::Named(&mails) };
        let done = send::send(&cx.app, &cx.transports()?, which)?;
        let complete = done.body.is_complete();
        Reply::change(&done).map(|output| if complete { output } else { output.incomplete() })
    }
}

impl Told for SendBody {
    fn describe(&self, told: &mut Lines) {
        tell_each(&self.results, told);
    }
}

impl Tabular for OutboxMail {
    const SHOWN: &'static [&'static str] = &["id", "kind", "recipient", "state", "last_error"];

    fn is_faint(row: &Value) -> bool {
        row.get("state").and_then(Value::as_str) == Some("cancelled")
    }
}
