//! `init`

use std::path::PathBuf;

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::{Lines, Reply, Told};
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::reference::EditionWord;
use crate::domain::{Error, Given, Key, Line, Login, Name, Result, Settings};
use crate::service::Done;
use crate::service::organisation::found::{FoundBody, found};
use crate::service::organisation::load::Counts;
use crate::service::organisation::{Founding, source};
use crate::service::user::draft::Profile;

/// Found a subscription in a new database
///
/// Creates the database with its first user: a manager, active, and the primary contact; and signs that
/// user in (SUB-2). With `--from`, takes over a whole organisation described in a TOML file; name and login
/// then come from the file unless given.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost init --name Acme --login mara@acme.example --password-file pw.txt --db new.db\n  provost init --from acme.toml --password-file pw.txt --db new.db"
)]
pub struct InitVerb {
    /// The organisation's name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// The first user's login
    #[arg(long, value_name = "LOGIN")]
    login: Option<Login>,
    /// The first user's first name
    #[arg(long, value_name = "NAME")]
    first_name: Option<Given<Line>>,
    /// The first user's last name
    #[arg(long, value_name = "NAME")]
    last_name: Option<Given<Line>>,
    /// The edition: standard or lite (without units)
    #[arg(long, value_name = "EDITION")]
    edition: Option<EditionWord>,
    /// Take over the organisation in this file
    #[arg(long, value_name = "FILE.toml")]
    from: Option<PathBuf>,
    #[command(flatten)]
    secret: SecretArgs,
}

impl Verb for InitVerb {
    type Prints = Done<FoundBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("init")?;
        if self.from.is_none() && (self.name.is_none() || self.login.is_none()) {
            return Err(Error::usage("a new subscription needs `--name` and `--login`, or a file with `--from`")
                .rule("SUB-2")
                .hint("provost init --name \"My Organisation\" --login me@example.org"));
        }
        let name = self.name;
        let login = self.login;
        let profile =
            Profile { first_name: self.first_name.into(), last_name: self.last_name.into(), ..Profile::default() };
        let edition = self.edition.as_deref().map(|word| Key::Edition.parse(word)).transpose()?;
        let file = self.from.as_ref().map(|path| path.display().to_string());
        let organisation = file.as_ref().map(|file| source::read(file, &cx.read_file(file)?)).transpose()?;
        cx.refuse_existing()?;
        let head = organisation.as_ref().and_then(|organisation| organisation.head.as_ref());
        let known = login.as_ref().map(Login::as_str).or(head.map(|head| head.value.primary_contact.as_str()));
        let names = profile.names();
        let user = (known.unwrap_or_default(), names.as_slice());
        let password = Secrets::open(&self.secret, cx)?.initial("Password", &Settings::default(), user, cx.random)?;
        let from = file.as_deref().zip(organisation);
        Reply::change(&found(&cx.app, &Founding { name, login, profile, edition, password, from })?)
    }
}

impl Told for FoundBody {
    fn describe(&self, told: &mut Lines) {
        let Counts { units, users, assets, asset_groups, configs, tickets } = &self.loaded;
        told.line(format!(
            "loaded: units={units} users={users} assets={assets} asset_groups={asset_groups} configs={configs} \
             tickets={tickets}"
        ));
    }
}
