//! Primary contacts and e-mail contacts.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::told::said_by_the_sentence;
use crate::domain::reference::{UnitRef, UserRef};
use crate::domain::{Action, Error, Login, Name, Result};
use crate::service::Done;
use crate::service::contact::{self, ContactBody, Contacts};
use crate::service::email_contact::{self, EmailContactBody, Request};

verbs! {
    /// Primary contacts and e-mail contacts
    ContactVerb {
        "show" ContactShow,
        "set" ContactSet,
        "email" ContactEmail,
    }
}

/// Show the primary contacts
///
/// Shows whom to turn to: the primary contact of the subscription and of every business unit, and whom scan
/// notifications name.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost contact show\n  provost contact show --json")]
pub struct ContactShow {}

impl Verb for ContactShow {
    type Prints = Contacts;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ContactView, contact::show)
    }
}

/// Make a user the primary contact
///
/// Makes a manager the primary contact of the subscription, or with `--bu` a unit manager that of its
/// unit (CONT-1).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost contact set tomas.reyes@acme.example\n  provost contact set sofia.rossi@acme.example --bu EMEA"
)]
pub struct ContactSet {
    /// The user
    #[arg(value_name = "LOGIN")]
    user: UserRef,
    /// The business unit, instead of the subscription
    #[arg(long, value_name = "UNIT")]
    bu: Option<UnitRef>,
}

impl Verb for ContactSet {
    type Prints = Done<ContactBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::ContactSet, |op| contact::set(op, &self.user, self.bu.as_deref()))
    }
}

/// Set whom scan notifications name
///
/// Scan notifications name the primary contact, unless another user or a name and address is set, for the
/// subscription or for a unit (CONT-2).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost contact email --bu EMEA --user ann.keller@acme.example\n  provost contact email --name 'Scan Desk' --address desk@acme.example"
)]
pub struct ContactEmail {
    /// The business unit, instead of the subscription
    #[arg(long, value_name = "UNIT")]
    bu: Option<UnitRef>,
    /// Name this user
    #[arg(long, value_name = "LOGIN", conflicts_with_all = ["name", "address"])]
    user: Option<UserRef>,
    /// Name this person or desk
    #[arg(long, value_name = "NAME", requires = "address")]
    name: Option<Name>,
    /// Its e-mail address
    #[arg(long, value_name = "ADDRESS", requires = "name")]
    address: Option<Login>,
    /// Name the primary contact again
    #[arg(long, conflicts_with_all = ["user", "name"])]
    clear: bool,
}

impl Verb for ContactEmail {
    type Prints = Done<EmailContactBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = match (self.user, self.name, self.address) {
            (Some(login), _, _) => Request::User(login.into()),
            (None, Some(name), Some(address)) => Request::Address(name, address),
            _ if self.clear => Request::Clear,
            _ => {
                return Err(Error::usage("nobody is named")
                    .rule("CONT-2")
                    .hint("add `--user LOGIN`, `--name NAME --address ADDRESS`, or `--clear`"));
            }
        };
        cx.write(Action::ContactEmail, |op| email_contact::set(op, self.bu.as_deref(), &request))
    }
}

said_by_the_sentence!(ContactBody, EmailContactBody);
