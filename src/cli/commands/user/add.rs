//! Adding users.

use clap::Args;

use crate::cli::commands::existing::{ExistingArgs, row};
use crate::cli::commands::user::fields::ProfileArgs;
use crate::cli::commands::user::links::{self, MailArgs};
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::output::to_value;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::secrets::{SecretArgs, Secrets};
use crate::domain::reference::{AssetGroupRef, GroupRef, TagRef, UnitRef, texts};
use crate::domain::{Action, Level, Login, MonitoringRole, Permission, Result, Role, Settings};
use crate::service::bulk::BulkKind;
use crate::service::bulk::once::{self, Once};
use crate::service::credential::NewPassword;
use crate::service::user::add::{self, AddBody};
use crate::service::user::draft::UserDraft;
use crate::service::user::view::UserBody;
use crate::service::{Done, WriteOp};

/// Add a user
///
/// Adds a user. The role is `reader` unless named. The first user of a unit must be a unit-manager and
/// becomes its primary contact (UNIT-2). A mail with a one-time link waits in the outbox then; with
/// `--no-mail` the token is printed instead. With an initial password there is no link, and the user must
/// choose another at the first sign-in (USER-4).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost user add eva.stone@acme.example --first-name Eva --role scanner --bu EMEA\n  provost user add noc@acme.example --role contact --bu APAC --asset-group All"
)]
pub struct UserAdd {
    /// The name at sign-in, in e-mail form
    #[arg(value_name = "LOGIN")]
    login: Login,
    #[command(flatten)]
    profile: ProfileArgs,
    /// The subscription role [default: reader]
    #[arg(long, value_name = "ROLE")]
    role: Option<Role>,
    /// The business unit; a unit manager's own by default
    #[arg(long, value_name = "UNIT")]
    bu: Option<UnitRef>,
    /// The administrative level
    #[arg(long, value_name = "LEVEL")]
    level: Option<Level>,
    /// The monitoring role, if not the role's own
    #[arg(long, value_name = "ROLE")]
    monitoring_role: Option<MonitoringRole>,
    /// Assign this asset group (repeatable)
    #[arg(long, value_name = "GROUP")]
    asset_group: Vec<AssetGroupRef>,
    /// Add to this user group (repeatable)
    #[arg(long, value_name = "GROUP")]
    group: Vec<GroupRef>,
    /// Put this tag into its scope (repeatable)
    #[arg(long, value_name = "TAG")]
    tag: Vec<TagRef>,
    /// Grant this extended permission (repeatable)
    #[arg(long, value_name = "PERMISSION")]
    permission: Vec<Permission>,
    /// Let only programs sign in as this user
    #[arg(long)]
    api_only: bool,
    #[command(flatten)]
    mail: MailArgs,
    #[command(flatten)]
    existing: ExistingArgs,
    #[command(flatten)]
    secret: SecretArgs,
}

/// The initial password, hashed before any lock is taken.
fn initial_password(args: &UserAdd, cx: &Context<'_>) -> Result<Option<NewPassword>> {
    if !args.secret.is_given() {
        return Ok(None);
    }
    let mut secrets = Secrets::open(&args.secret, cx)?;
    let settings = match secrets.is_prompt() {
        true => cx.app.read(Action::UserAdd, |op| Ok(op.settings.clone()))?,
        false => Settings::default(),
    };
    let profile = args.profile.clone().profile();
    secrets.initial("Initial password", &settings, (args.login.as_str(), &profile.names()), cx.random).map(Some)
}

impl Verb for UserAdd {
    type Prints = Done<AddBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let tokens = links::tokens(cx, self.mail.no_mail, 1)?;
        let delivery = links::delivery(&tokens, 0);
        let password = initial_password(&self, cx)?;
        let revealed = |done: &Done<AddBody>| done.body.invitation.iter().filter_map(|one| one.token.clone()).collect();
        let draft = UserDraft {
            login: self.login.clone().into(),
            profile: self.profile.profile(),
            role: self.role.into(),
            unit: self.bu.map(String::from).into(),
            level: self.level.into(),
            monitoring_role: self.monitoring_role.into(),
            asset_groups: texts(self.asset_group).into(),
            groups: texts(self.group).into(),
            tag_scope: texts(self.tag).into(),
            permissions: self.permission.into(),
            api_only: self.api_only.then_some(true).into(),
            ..UserDraft::default()
        };
        if let Some(on_existing) = self.existing.policy() {
            let row = row(to_value(&draft)?);
            // Nothing that these flags say is asked about.
            let is_confirmed = true;
            let once =
                Once { kind: BulkKind::Users, row, on_existing, delivery, password: password.as_ref(), is_confirmed };
            return cx.write_revealing(Action::UserAdd, self.mail.send, |op| settle(cx, op, &once), revealed);
        }
        let request = add::Request { password: password.as_ref(), ..add::Request::of(self.login, &draft, delivery) };
        cx.write_revealing(Action::UserAdd, self.mail.send, |op| add::add(op, &request), revealed)
    }
}

fn settle(cx: &Context<'_>, op: &mut WriteOp<'_>, once: &Once<'_>) -> Result<AddBody> {
    let outcome = once::settle(&cx.app, op, once)?;
    let user = UserBody::of(op, outcome.settled.id.unwrap_or_default())?.user;
    Ok(AddBody { user, invitation: outcome.invitation })
}

said_by_the_sentence!(AddBody);
