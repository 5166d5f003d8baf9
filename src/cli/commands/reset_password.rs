//! `reset-password`

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::question::SecretQuestion;
use crate::domain::reference::UserRef;
use crate::domain::{Result, Secret};
use crate::service::Done;
use crate::service::password::{Choice, Due};
use crate::service::sign_in::reset::{self, Dialogue, ResetBody};

/// Reset a forgotten password
///
/// Asks your three secret questions, then for a new password; on standard input the answers and the password stand on
/// four lines. All three answers must be right; wrong ones count as failed sign-ins (PASS-7).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost reset-password ana.silva@acme.example --password-file answers-and-new.txt"
)]
pub struct ResetPasswordVerb {
    /// Your login
    #[arg(value_name = "LOGIN")]
    login: UserRef,
    /// Generate the password and show it once
    #[arg(long)]
    generate: bool,
    #[command(flatten)]
    secret: SecretArgs,
}

/// The dialogue, at the terminal or from lines.
struct Asked<'c, 'e> {
    secrets: Secrets<'c, 'e>,
    generate: bool,
}

impl Dialogue for Asked<'_, '_> {
    fn answers(&mut self, questions: &[SecretQuestion]) -> Result<Vec<Secret>> {
        questions.iter().map(|question| self.secrets.existing(question.text())).collect()
    }

    fn new_password(&mut self, due: Due<'_>) -> Result<Choice> {
        self.secrets.required_choice(due, self.generate)
    }
}

impl Verb for ResetPasswordVerb {
    type Prints = Done<ResetBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("reset-password")?;
        cx.require_database()?;
        let mut dialogue = Asked { secrets: Secrets::open(&self.secret, cx)?, generate: self.generate };
        let done = reset::reset(&cx.app, &self.login, &mut dialogue)?;
        Reply::revealing(&done, done.body.password.iter().cloned().collect())
    }
}

said_by_the_sentence!(ResetBody);
