//! One's own account.

use std::cell::RefCell;

use clap::Args;

use crate::cli::commands::user::fields::{NotifyArgs, PersonalArgs};
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::commands::words::parse_all;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::question::{COUNT, SecretQuestion};
use crate::domain::record::Session;
use crate::domain::{Action, Error, Result};
use crate::service::Done;
use crate::service::account::password::{self, PasswordBody};
use crate::service::account::questions::{self, QuestionsBody};
use crate::service::account::{edit, info};
use crate::service::listing::computed;
use crate::service::user::sessions::{self, SignOutBody};
use crate::service::user::view::UserBody;

verbs! {
    /// Your own account
    AccountVerb {
        "info" AccountInfo,
        "edit" AccountEdit,
        "activity" AccountActivity,
        "sign-out" AccountSignOut,
        "password" AccountPassword,
        "questions" AccountQuestions,
    }
}

/// Show your account
///
/// Shows your configuration and privileges, recent scans, maps and reports and the schedules within your reach, the
/// scanner appliances that you may use, and whom to turn to (ACCT-1).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost account info\n  provost account info --json | jq -r .primary_contact.email"
)]
pub struct AccountInfo {}

impl Verb for AccountInfo {
    type Prints = info::AccountInfo;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::AccountInfo, info::info)
    }
}

/// Edit your account
///
/// Changes your own fields; an empty value clears one. Another e-mail address ends links that were sent to you.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost account edit --phone '+49 69 555 0199' --notify-scans all")]
pub struct AccountEdit {
    #[command(flatten)]
    profile: PersonalArgs,
    #[command(flatten)]
    notify: NotifyArgs,
}

impl Verb for AccountEdit {
    type Prints = Done<UserBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = edit::Request {
            profile: self.profile.profile(),
            notify_scans: self.notify.notify_scans,
            notify_tickets: self.notify.notify_tickets,
        };
        cx.write(Action::AccountEdit, |op| edit::edit(op, &request))
    }
}

/// List your sessions
///
/// Shows where you are signed in, the last used first. Sign the others out with `account sign-out`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost account activity")]
pub struct AccountActivity {
    #[command(flatten)]
    list: ListArgs<Session>,
}

impl Verb for AccountActivity {
    type Prints = Rows<Session>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Session>(Action::AccountActivity, self.list.into_request(), |op, request, sink| {
            computed(op, request, sink, |sink| sessions::own(op)?.into_iter().try_for_each(sink))
        }))
    }
}

/// Sign out elsewhere
///
/// Ends all your sessions but this one, or only those that are named.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost account sign-out")]
pub struct AccountSignOut {
    /// The sessions; all others by default
    #[arg(value_name = "SESSION")]
    sessions: Vec<String>,
}

impl Verb for AccountSignOut {
    type Prints = Done<SignOutBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::AccountSignOut, |op| sessions::sign_out_own(op, &self.sessions))
    }
}

/// Change your password
///
/// Asks for your present password, then for the new one; with `--password-stdin` they stand on two lines.
/// Your other sessions end. A wrong present password counts as a failed sign-in (PASS-9).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost account password --password-file old-and-new.txt")]
pub struct AccountPassword {
    /// Generate the new password and show it once
    #[arg(long)]
    generate: bool,
    #[command(flatten)]
    secret: SecretArgs,
}

impl Verb for AccountPassword {
    type Prints = Done<PasswordBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("account password")?;
        let secrets = RefCell::new(Secrets::open(&self.secret, cx)?);
        let done = password::change(&cx.app, || secrets.borrow_mut().existing("Present password"), &mut |due| {
            secrets.borrow_mut().required_choice(due, self.generate)
        })?;
        Reply::revealing(&done, done.body.password.iter().cloned().collect())
    }
}

/// Set your secret questions
///
/// Three questions whose answers let you reset a forgotten password (PASS-7), where the organisation allows it.
/// Asks for your present password first, then for the answers, which are kept as hashes and are case-sensitive.
/// On standard input: the password and the three answers, one a line.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost account questions --question first-pet --question first-job --question favourite-book --password-file answers.txt"
)]
pub struct AccountQuestions {
    /// A question to answer (three times)
    #[arg(long, value_name = "QUESTION")]
    question: Vec<SecretQuestion>,
    /// Remove your questions
    #[arg(long, conflicts_with = "question")]
    clear: bool,
    #[command(flatten)]
    secret: SecretArgs,
}

/// The questions named, or asked for at the terminal.
fn chosen(args: &AccountQuestions, cx: &Context<'_>) -> Result<Vec<SecretQuestion>> {
    if args.clear || !args.question.is_empty() {
        return Ok(args.question.clone());
    }
    if !cx.can_ask() {
        return Err(Error::usage("the questions are missing")
            .rule("PASS-7")
            .hint(format!("add `--question` three times: {}", SecretQuestion::WORDS.join(", "))));
    }
    for question in SecretQuestion::ALL {
        cx.tell(&format!("  {question:<18} {}", question.text()));
    }
    let typed = (1..=COUNT).map(|at| cx.prompt().line(&format!("Question {at} of {COUNT}:")));
    parse_all(&typed.collect::<Result<Vec<_>>>()?)
}

impl Verb for AccountQuestions {
    type Prints = Done<QuestionsBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("account questions")?;
        let questions = chosen(&self, cx)?;
        let secrets = RefCell::new(Secrets::open(&self.secret, cx)?);
        let done = questions::set(
            &cx.app,
            &questions,
            || secrets.borrow_mut().existing("Present password"),
            |question| secrets.borrow_mut().existing(question.text()),
        )?;
        Reply::change(&done)
    }
}

impl Told for PasswordBody {
    fn describe(&self, told: &mut Lines) {
        told.count("sessions ended", self.sessions_ended);
    }
}

impl Told for QuestionsBody {
    fn describe(&self, told: &mut Lines) {
        told.all("questions", &self.questions);
    }
}
