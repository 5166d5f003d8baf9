//! Founding a subscription (SUB-2).

use schemars::JsonSchema;
use serde::Serialize;

use super::form::Organisation;
use super::load;
use crate::domain::log::hex;
use crate::domain::record::{Notifications, Session, User};
use crate::domain::settings::Value;
use crate::domain::{Action, Actor, Error, Id, Key, Level, Login, Name, ObjectRef, Result, Role, Settings, Status};
use crate::service::app::{Run, done};
use crate::service::credential::{NewPassword, new_token};
use crate::service::link::Delivery;
use crate::service::user::add;
use crate::service::user::draft::Profile;
use crate::service::{App, Done, Op, WriteOp, guard, invariant, settings, sign_in};
use crate::store::{self, Conn, Tx};

/// What is known of the new subscription.
pub struct Founding<'a> {
    /// The organisation's name; the file's by default.
    pub name: Option<Name>,
    /// The login of the first user; the file's primary contact by default.
    pub login: Option<Login>,
    /// The first user's descriptive fields.
    pub profile: Profile,
    /// The edition; `standard` by default.
    pub edition: Option<Value>,
    /// The first user's password.
    pub password: NewPassword,
    /// The organisation to take over, with the name of its file.
    pub from: Option<(&'a str, Organisation)>,
}

/// The new subscription.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundBody {
    /// The subscription.
    pub subscription: SubscriptionReport,
    /// Its first user, signed in.
    pub user: User,
    /// The session that was opened.
    pub session: Session,
    /// How many of each kind were taken over.
    pub loaded: load::Counts,
}

/// The subscription as people read it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SubscriptionReport {
    /// Its random id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The file it lives in.
    pub path: String,
}

/// Founds a subscription in a new file and signs its first user in; on any mistake no file is left.
///
/// # Errors
/// `conflict` if the file exists; `invalid` with every mistake of the organisation's file.
pub fn found(app: &App<'_>, founding: &Founding<'_>) -> Result<Done<FoundBody>> {
    let conn = Conn::create(&app.database, app.wait)?;
    let result = found_in(app, &conn, founding);
    drop(conn);
    if let (Err(_), Some(path)) = (&result, app.database.file()) {
        // If it cannot be removed, the error that led here still says more.
        let _ = store::backup::remove(path);
    }
    result
}

fn found_in(app: &App<'_>, conn: &Conn, founding: &Founding<'_>) -> Result<Done<FoundBody>> {
    let (name, login) = identity(founding)?;
    let tx = conn.begin_write()?;
    store::migrate::create(&tx)?;
    let op = Op {
        conn,
        actor: founder(login.as_str()),
        settings: Settings::default(),
        now: app.clock.now(),
        session: None,
        seen_at: None,
        client_address: app.client.address.clone(),
        audience: None,
        then: None,
    };
    let mut op = WriteOp::new(op, &tx);
    let subscription = subscription_id(app)?;
    let founded = app.step(&mut op, Action::Init, |op| lay_foundation(op, founding, &subscription, &name, &login))?;
    let (user, entry) = (founded.body, founded.operation);
    op.actor.id = user;
    let loaded = match &founding.from {
        Some((file, organisation)) => load::load(app, &mut op, file, organisation, user)?,
        None => load::Counts::default(),
    };
    if let Some(edition) = founding.edition.as_ref().filter(|_| founding.from.is_some()) {
        app.step(&mut op, Action::SettingsSecurity, |op| settings::set(op, &[(Key::Edition, edition.clone())]))?;
    }
    guard::check(&op)?;
    invariant::check_all(&op)?;
    let token = new_token(app.random)?;
    let session = sign_in::start(app, &tx, &op.settings, user, op.now, &token)?;
    let body = FoundBody {
        subscription: SubscriptionReport {
            id: subscription.clone(),
            name: name.to_string(),
            path: app.database.to_string(),
        },
        user: store::user::find(&tx, user)?,
        session,
        loaded,
    };
    let mut journal = op.take_journal();
    journal.sentence = crate::service::journal::Sentence::new(
        "found",
        "founded",
        format!("`{name}` in {} and signed in `{login}`", app.database),
    );
    drop(op);
    tx.commit()?;
    app.keyring.keep(&subscription, &token)?;
    Ok(done(Action::Init, Run::Real, entry, journal, body))
}

fn subscription_id(app: &App<'_>) -> Result<String> {
    let mut bytes = [0; 16];
    app.random.fill(&mut bytes)?;
    Ok(hex(&bytes))
}

/// The name and first login: given, or the file's.
fn identity(founding: &Founding<'_>) -> Result<(Name, Login)> {
    let head = founding.from.as_ref().and_then(|(_, organisation)| organisation.head.as_ref()).map(|head| &head.value);
    let missing = |what: &str, flag: &str| {
        Error::usage(format!("{what} is missing"))
            .rule("SUB-2")
            .hint(format!("add `--{flag}`, or name it in the file given with `--from`"))
    };
    let name = match (&founding.name, head) {
        (Some(name), _) => name.clone(),
        (None, Some(head)) => head.name.parse()?,
        (None, None) => return Err(missing("the organisation's name", "name NAME")),
    };
    let login = match (&founding.login, head) {
        (Some(login), _) => login.clone(),
        (None, Some(head)) => head.primary_contact.parse()?,
        (None, None) => return Err(missing("the first user's login", "login LOGIN")),
    };
    Ok((name, login))
}

/// Who acts until the first user exists.
fn founder(login: &str) -> Actor {
    Actor {
        id: 0,
        login: login.to_owned(),
        role: Role::Manager,
        unit: None,
        level: Level::Default,
        groups: Vec::new(),
        projects: Vec::new(),
        monitoring_role: None,
        has_tag_scope: false,
        permissions: Vec::new(),
        status: Status::Active,
        api_only: false,
        password_change: None,
        token: None,
    }
}

/// The subscription and its first user: manager, active, primary contact (SUB-2).
fn lay_foundation(op: &mut WriteOp<'_>, founding: &Founding<'_>, id: &str, name: &Name, login: &Login) -> Result<Id> {
    let listed = founding.from.as_ref().and_then(|(_, organisation)| organisation.user(login));
    let profile = match listed {
        Some(row) => founding.profile.clone().over(load::profile(&row)?),
        None => founding.profile.clone(),
    };
    let phc = check_password(op, founding, login, &profile)?;
    let request = add::Request {
        login: login.clone(),
        profile,
        role: Some(Role::Manager),
        unit: None,
        level: None,
        monitoring_role: None,
        asset_groups: Vec::new(),
        groups: Vec::new(),
        tags: Vec::new(),
        permissions: Vec::new(),
        api_only: false,
        status: Some(Status::Active),
        password_never_expires: false,
        notifications: Notifications::default(),
        password: None,
        is_login_free: false,
        delivery: Delivery::Nothing,
    };
    let user = add::add(op, &request)?.user.id;
    let tx: &Tx<'_> = op.tx();
    store::password::upsert(tx, user, &phc, op.now)?;
    store::subscription::insert(tx, id, name.as_str(), op.now, user)?;
    if let Some(edition) = &founding.edition {
        store::setting::upsert(tx, Key::Edition, edition)?;
        op.settings.set(Key::Edition, edition.clone());
    }
    op.journal.touch(&ObjectRef::subscription(name.as_str()));
    op.say("found", "founded", format!("`{name}`"));
    Ok(user)
}

fn check_password(op: &WriteOp<'_>, founding: &Founding<'_>, login: &Login, profile: &Profile) -> Result<String> {
    founding.password.checked(&op.settings, login.as_str(), &profile.names()).map(str::to_owned)
}
