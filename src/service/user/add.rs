//! Adding a user (USER-1, USER-4, UNIT-2, UNIT-3).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::becoming::{check_signs_in, check_unit_need};
use super::draft::{Profile, UserDraft};
use super::view::UserBody;
use crate::domain::error::About as _;
use crate::domain::link::LinkKind;
use crate::domain::record::{Notifications, User};
use crate::domain::sheet::cells::SECRET;
use crate::domain::text::key;
use crate::domain::text::quoted;
use crate::domain::user::NotifyScans;
use crate::domain::{
    Action, Error, Given, Id, Level, Login, MonitoringRole, Named, ObjectKind, ObjectRef, Permission, Placement,
    Result, Role, Status, Target,
};
use crate::service::credential::NewPassword;
use crate::service::link::{self, Delivery, Invitation};
use crate::service::{WriteOp, asset_group, group, tag, user};
use crate::store;

/// What is known of the new user.
pub struct Request<'a> {
    /// The name at sign-in.
    pub login: Login,
    /// The descriptive fields.
    pub profile: Profile,
    /// The subscription role; `reader` by default.
    pub role: Option<Role>,
    /// The unit; a unit manager's own by default.
    pub unit: Option<String>,
    /// The administrative level.
    pub level: Option<Level>,
    /// The monitoring role, if not the one the role implies.
    pub monitoring_role: Option<MonitoringRole>,
    /// Asset groups to assign.
    pub asset_groups: Vec<String>,
    /// User groups to join.
    pub groups: Vec<String>,
    /// Tags to put into its scope.
    pub tags: Vec<String>,
    /// Extended permissions to grant.
    pub permissions: Vec<Permission>,
    /// Whether only programs sign in as this user.
    pub api_only: bool,
    /// The state to begin with; the one of every new user by default (USER-2).
    pub status: Option<Status>,
    /// Whether the password never expires (PASS-4).
    pub password_never_expires: bool,
    /// Which mails it wants (MAIL-3).
    pub notifications: Notifications,
    /// An initial password.
    pub password: Option<&'a NewPassword>,
    /// Whether it was just seen that nobody has the login.
    pub is_login_free: bool,
    /// How the invitation goes out, unless there is an initial password.
    pub delivery: Delivery<'a>,
}

impl<'a> Request<'a> {
    /// What a draft says; what it leaves unsaid is as for every new user.
    pub fn of(login: Login, draft: &UserDraft, delivery: Delivery<'a>) -> Self {
        let list = |names: &Given<Vec<String>>| names.clone().value().unwrap_or_default();
        Self {
            login,
            profile: draft.profile.clone(),
            role: draft.role.value(),
            unit: draft.unit.clone().value(),
            level: draft.level.value(),
            monitoring_role: draft.monitoring_role.value(),
            asset_groups: list(&draft.asset_groups),
            groups: list(&draft.groups),
            tags: list(&draft.tag_scope),
            permissions: draft.permissions.clone().value().unwrap_or_default(),
            api_only: draft.api_only.value().unwrap_or(false),
            status: draft.status.value(),
            password_never_expires: draft.password_never_expires.value().unwrap_or(false),
            notifications: Notifications {
                scans: draft.notify_scans.value().unwrap_or(NotifyScans::Own),
                tickets: draft.notify_tickets.value().unwrap_or(false),
            },
            password: None,
            is_login_free: false,
            delivery,
        }
    }
}

/// The new user, and its invitation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AddBody {
    /// The user as it is now.
    pub user: User,
    /// The invitation, if one was made (USER-4).
    pub invitation: Option<Invitation>,
}

/// Adds a user.
///
/// # Errors
/// `conflict` by UNIT-2, UNIT-3, ROLE-4 or a taken login; `not-permitted` by ROLE-6 and ROLE-7.
pub fn add(op: &mut WriteOp<'_>, request: &Request<'_>) -> Result<AddBody> {
    let (user, invitation) = create(op, request)?;
    let id = user.id;
    let user = op.reader.told(user, || Ok(UserBody::of(op, id)?.user))?;
    match &invitation {
        Some(invitation) => link::tell(op, invitation),
        None if user.status == Status::Pending && request.password.is_none() => {
            op.notice(format!("`{}` has no password yet and cannot sign in", user.login));
        }
        None => {}
    }
    Ok(AddBody { user, invitation })
}

/// Adds a user; gives its own row, and its invitation, if one was made.
pub fn create(op: &mut WriteOp<'_>, request: &Request<'_>) -> Result<(User, Option<Invitation>)> {
    let role = request.role.unwrap_or(Role::Reader);
    let unit = unit_of(op, request).about("unit")?;
    let unit_id = unit.as_ref().map(|unit| unit.id);
    let target = Target::at(Placement::in_unit(&op.actor, unit_id));
    let decision = op.authorize_at(Action::UserAdd, target, request.login.as_str())?;
    check_rights(op, request, role, target)?;
    let mut record = blank(op, &request.login, role, unit.as_ref(), request);
    request.profile.apply(&mut record)?;
    record.level = request.level.unwrap_or(Level::Default);
    record.effective_level = record.level.max(role.implied_level());
    record.monitoring_role = request.monitoring_role;
    record.permissions.clone_from(&request.permissions);
    op.cover(&decision, &record.login, None, Some(&record))?;
    check_unit_need(role, record.unit.as_deref()).about("unit")?;
    check_signs_in(role, request.api_only, &record.login).about("role")?;
    check_never_expires(&record).about("password_never_expires")?;
    if !request.is_login_free {
        refuse_login_taken(op, &record).about("login")?;
    }
    refuse_external_id_taken(op, &record).about("external_id")?;
    let phc = initial_password(op, &record, request)?;
    record.must_change_password = phc.is_some() && !request.api_only;
    insert(op, record, request, phc)
}

fn insert(
    op: &mut WriteOp<'_>,
    record: User,
    request: &Request<'_>,
    phc: Option<String>,
) -> Result<(User, Option<Invitation>)> {
    let tx = op.tx();
    let id = store::user::insert(tx, &record)?;
    let object = ObjectRef::new(ObjectKind::User, id, record.login.clone());
    if !record.permissions.is_empty() {
        store::user::set_permissions(tx, id, &record.permissions)?;
    }
    if let Some(phc) = &phc {
        store::password::upsert(tx, id, phc, op.now)?;
    }
    note_fields(op, &object, &record);
    first_of_unit(op, id, &record)?;
    for group in &request.asset_groups {
        asset_group::assign::assign_one(op, group, &object).about("asset_groups")?;
    }
    for name in &request.groups {
        let group = group::covered(op, Action::GroupAssign, name).about("groups")?;
        group::join(op, &group, &object).about("groups")?;
    }
    if !request.tags.is_empty() {
        let tags = op.find_all(ObjectKind::Tag, &request.tags).about("tag_scope")?;
        tag::scope::set(op, &object, &tags, &[]).about("tag_scope")?;
    }
    op.unit_touched(record.unit_id);
    op.say("add", "added", format!("user `{}`", record.login));
    let user = User { id, ..record };
    let invitation = match user.status {
        Status::Pending if phc.is_none() => link::issue_first(op, &user, LinkKind::Registration, request.delivery)?,
        _ => None,
    };
    Ok((user, invitation))
}

/// Notes every field of a new user that says something of its own.
fn note_fields(op: &mut WriteOp<'_>, object: &ObjectRef, user: &User) {
    let words = [
        ("role", Some(user.role.as_str())),
        ("level", Some(user.level).filter(|level| *level != Level::Default).map(Level::as_str)),
        ("monitoring_role", user.monitoring_role.map(MonitoringRole::as_str)),
        ("status", Some(user.status).filter(|status| *status != usual_status(user)).map(Status::as_str)),
        (
            "notify_scans",
            Some(user.notifications.scans).filter(|scans| *scans != NotifyScans::Own).map(NotifyScans::as_str),
        ),
    ];
    let flags = [
        ("api_only", user.api_only),
        ("password_never_expires", user.password_never_expires),
        ("must_change_password", user.must_change_password),
        ("notify_tickets", user.notifications.tickets),
    ];
    let texts = Profile::texts(user).map(|(field, text)| (field, Value::from(text)));
    let words = words.into_iter().filter_map(|(field, word)| Some((field, Value::from(word?))));
    let flags = flags.into_iter().filter(|(_, flag)| *flag).map(|(field, flag)| (field, Value::Bool(flag)));
    for (field, value) in words.chain(texts).chain(flags) {
        op.journal.change(object, field, Value::Null, value);
    }
    if !user.permissions.is_empty() {
        let permissions = user.permissions.iter().map(|permission| Value::from(permission.as_str())).collect();
        op.journal.change(object, "permissions", Value::Array(Vec::new()), permissions);
    }
    op.journal.unit.clone_from(&user.unit);
}

/// The state in which such a user begins (USER-2).
fn usual_status(user: &User) -> Status {
    Status::at_creation(user.role, user.api_only)
}

/// The unit the user is to belong to.
fn unit_of(op: &WriteOp<'_>, request: &Request<'_>) -> Result<Option<ObjectRef>> {
    let unit = match &request.unit {
        Some(name) => {
            op.require_units()?;
            Some(op.find(ObjectKind::Bu, name)?)
        }
        None if op.actor.role == Role::UnitManager => {
            op.actor.unit.as_ref().map(|unit| ObjectRef::new(ObjectKind::Bu, unit.id, unit.name.clone()))
        }
        None => None,
    };
    Ok(unit)
}

/// A flag that sets something with a verb of its own needs the action of that verb (USER-9).
fn check_rights(op: &WriteOp<'_>, request: &Request<'_>, role: Role, target: Target) -> Result<()> {
    if request.level.is_some_and(|level| level != Level::Default) {
        op.require(Action::UserLevel).about("level")?;
    }
    if !request.permissions.is_empty() {
        op.require(Action::UserGrant).about("permissions")?;
    }
    if !request.asset_groups.is_empty() {
        op.require(Action::AssetGroupAssign).about("asset_groups")?;
    }
    if !request.groups.is_empty() {
        op.require(Action::GroupAssign).about("groups")?;
    }
    if !request.tags.is_empty() {
        op.require(Action::TagsScope).about("tag_scope")?;
    }
    if let Some(status) = request.status.filter(|status| *status != Status::at_creation(role, request.api_only)) {
        check_status(op, (status, target), role, (request.api_only, request.login.as_str())).about("status")?;
    }
    user::grant::check_fits(&request.permissions, role, request.login.as_str()).about("permissions")
}

/// A state that only time brings about takes the right to bring it about (USER-2, USER-9).
pub fn check_status(
    op: &WriteOp<'_>,
    (status, target): (Status, Target),
    role: Role,
    (api_only, login): (bool, &str),
) -> Result<()> {
    match status {
        // Nobody acts while a subscription is founded.
        Status::Active if op.actor.id == 0 => Ok(()),
        Status::Active => op.authorize_at(Action::UserActivate, target, login).map(drop),
        Status::Inactive | Status::Locked => op.authorize_at(Action::UserDeactivate, target, login).map(drop),
        Status::Pending => {
            let what = if api_only { "an api-only user".to_owned() } else { role.with_article() };
            Err(Error::conflict("USER-2", format!("{what} never signs in for a first time, and is never `pending`"))
                .hint("leave the status out"))
        }
    }
}

/// Only a password of a program never expires (PASS-4).
pub fn check_never_expires(user: &User) -> Result<()> {
    if user.password_never_expires && !user.api_only {
        return Err(Error::conflict("PASS-4", format!("`{}` is not api-only, so its password may expire", user.login))
            .hint("leave `--password-never-expires` out"));
    }
    Ok(())
}

/// The user before anything optional is set.
fn blank(op: &WriteOp<'_>, login: &Login, role: Role, unit: Option<&ObjectRef>, request: &Request<'_>) -> User {
    User {
        unit: unit.map(|unit| unit.name.clone()),
        unit_id: unit.map(|unit| unit.id),
        status: request.status.unwrap_or_else(|| Status::at_creation(role, request.api_only)),
        api_only: request.api_only,
        password_never_expires: request.password_never_expires,
        notifications: request.notifications,
        created_by: Some(op.actor.login.clone()),
        // The founder has nobody before it.
        created_by_id: Some(op.actor.id).filter(|maker| *maker != 0),
        ..User::new(login.to_string(), role, op.now)
    }
}

/// Refuses a login or external id that another user has (USER-1).
pub fn refuse_taken(op: &WriteOp<'_>, user: &User) -> Result<()> {
    refuse_login_taken(op, user)?;
    refuse_external_id_taken(op, user)
}

fn refuse_login_taken(op: &WriteOp<'_>, user: &User) -> Result<()> {
    let by_login = store::naming::by_key(op.conn, ObjectKind::User, &key(&user.login))?;
    if let Some(other) = by_login.iter().find(|other| other.id != user.id) {
        let error = Error::conflict("USER-1", format!("the login `{}` is taken", user.login)).code("already-exists");
        return Err(show_hint(op, error, other)?);
    }
    Ok(())
}

fn refuse_external_id_taken(op: &WriteOp<'_>, user: &User) -> Result<()> {
    let Some(external_id) = &user.external_id else { return Ok(()) };
    match store::user::by_external_id(op.conn, external_id)?.filter(|other| other.id != user.id) {
        Some(other) => {
            let error =
                Error::conflict("USER-1", format!("the external id `{external_id}` is taken")).code("already-exists");
            Err(show_hint(op, error, &other)?)
        }
        None => Ok(()),
    }
}

/// Points to who has it, if the actor may view that user (ROLE-8).
fn show_hint(op: &WriteOp<'_>, error: Error, other: &Named) -> Result<Error> {
    let visible = op.may_view(ObjectKind::User, other.id)?;
    Ok(if visible { error.hint(format!("provost user show {}", other.name)) } else { error.hint("choose another") })
}

fn initial_password(op: &WriteOp<'_>, user: &User, request: &Request<'_>) -> Result<Option<String>> {
    let Some(password) = request.password else { return Ok(None) };
    if user.role == Role::Contact {
        return Err(
            Error::conflict("USER-3", "a contact never signs in and has no password").hint("leave the password out")
        );
    }
    op.refuse_token("sets passwords")?;
    password.checked(&op.settings, &user.login, &user.names()).map(|phc| Some(phc.to_owned())).about(SECRET)
}

/// The first user of a unit is a unit manager and becomes its primary contact (UNIT-2).
fn first_of_unit(op: &mut WriteOp<'_>, id: Id, user: &User) -> Result<()> {
    let (Some(unit), Some(name)) = (user.unit_id, &user.unit) else { return Ok(()) };
    if store::unit::primary_contact(op.conn, unit)?.is_some() {
        return Ok(());
    }
    if user.role != Role::UnitManager {
        return Err(Error::conflict(
            "UNIT-2",
            format!("the first user of the unit `{name}` must be a unit-manager, not {}", user.role.with_article()),
        )
        .code("primary-contact")
        .hint(format!("provost user add {} --role unit-manager --bu {}", user.login, quoted(name))));
    }
    store::unit::set_primary_contact(op.tx(), unit, Some(id))?;
    let object = ObjectRef::new(ObjectKind::Bu, unit, name.clone());
    op.journal.change(&object, "primary_contact", Value::Null, user.login.as_str().into());
    op.notice(format!("`{}` is the primary contact of `{name}`", user.login));
    Ok(())
}
