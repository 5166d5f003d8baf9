//! Users (USER-1).

use super::project::{refuse_two_roles, settle_roles};
use super::user_status::bring_to;
use crate::domain::cell::is_damaged_number;
use crate::domain::moving::Answers;
use crate::domain::record::{ProjectEntry, User};
use crate::domain::roles::{ProjectRole, UnitNeed};
use crate::domain::sheet::{Cells, Flaw, Row};
use crate::domain::text::{key, printable, quoted};
use crate::domain::{Action, Error, Given, Id, Level, Login, Mode, ObjectKind, ObjectRef, Result, Role, Secret};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{Reference, RowForm, Sink, Taken, names};
use crate::service::bulk::intake::{Intake, beyond};
use crate::service::bulk::settled::RowStatus;
use crate::service::credential::NewPassword;
use crate::service::listing::Request;
use crate::service::user::draft::{COLUMNS, Profile, UserDraft};
use crate::service::{Op, WriteOp, asset_group, group, tag, user};
use crate::store::project::MemberKind;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::User,
    add: Action::UserAdd,
    edit: Action::UserEdit,
    others: &[
        Action::UserRole,
        Action::UserLevel,
        Action::UserGrant,
        Action::UserActivate,
        Action::UserDeactivate,
        Action::GroupAssign,
        Action::AssetGroupAssign,
        Action::TagsScope,
        Action::ProjectAssign,
    ],
    columns: COLUMNS,
    references: &[
        names("unit", ObjectKind::Bu),
        names("groups", ObjectKind::Group),
        names("asset_groups", ObjectKind::AssetGroup),
        names("tag_scope", ObjectKind::Tag),
        in_projects("projects"),
    ],
    take_in,
    present: |op, user| row_of(COLUMNS, &seen(op, user)?),
    export,
    conclude: None,
};

/// What a row says of a user.
struct Wish {
    login: Login,
    draft: UserDraft,
    projects: Given<Vec<(String, ProjectRole)>>,
    must_change_password: Option<bool>,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let (wish, password) = read(intake, row)?;
    let has_password = password.is_some();
    let settled = intake.settle_named(
        row,
        &FORM,
        wish.login.as_str(),
        |intake| {
            let hashed = password.map(|clear| intake.hashes.password(row.ordinal, clear)).transpose()?;
            let password = hashed.as_ref().or(intake.password);
            add(intake, &wish, password)
        },
        |intake, object| edit(intake, &wish, object),
    )?;
    if has_password && settled.status != RowStatus::Created {
        intake.remark("passwords of users who exist were left alone: `provost user password` sets one");
    }
    Ok(settled)
}

fn read(intake: &Intake<'_, '_>, row: &Row) -> std::result::Result<(Wish, Option<Secret>), Vec<Flaw>> {
    let mut cells = intake.cells(&FORM, row);
    let draft = UserDraft::read(&mut cells);
    let projects = project_entries(&mut cells);
    let must_change_password = cells.flag("must_change_password").value();
    if let Some(number) = draft.profile.external_id.text().filter(|number| is_damaged_number(number)) {
        let error = Error::invalid(format!("a spreadsheet has made `{number}` of a longer number"));
        cells.flaw(
            "external_id",
            error.hint("format the column as text there, or leave it out: `--column external_id=`"),
        );
    }
    let password = cells.take("password", |text| Ok(Secret::new(text.to_owned())));
    let (login, draft) = cells.finish_named(draft.clone(), ("login", &draft.login))?;
    Ok((Wish { login, draft, projects, must_change_password }, password))
}

/// The descriptive fields of a user in its row.
///
/// # Errors
/// Every mistake in them.
pub fn profile_of(row: &Row) -> std::result::Result<Profile, Vec<Flaw>> {
    let mut cells = row.cells(&[]);
    let profile = Profile::read(&mut cells);
    cells.finish(Some(profile))
}

/// A column of roles in projects.
pub const fn in_projects(column: &'static str) -> Reference {
    Reference { column, kind: ObjectKind::Project, name: project_name }
}

fn project_name(entry: &str) -> Option<&str> {
    Some(entry.rsplit_once(':').map_or(entry, |(project, _)| project.trim()))
}

/// The roles in projects that a row names, one in each.
pub fn project_entries(cells: &mut Cells<'_>) -> Given<Vec<(String, ProjectRole)>> {
    let entries = cells.each("projects", project_entry);
    if let Given::Set(entries) = &entries {
        refuse_two_roles(cells, "projects", entries.iter().map(|(project, role)| (project.clone(), *role)));
    }
    entries
}

/// A role in a project, written `project:role`.
fn project_entry(text: &str) -> Result<(String, ProjectRole)> {
    let (project, role) = text.rsplit_once(':').ok_or_else(|| {
        Error::invalid(format!("`{}` names no role in a project", printable(text))).hint("write it as `project:role`")
    })?;
    Ok((project.trim().to_owned(), role.trim().parse()?))
}

fn add(intake: &mut Intake<'_, '_>, wish: &Wish, password: Option<&NewPassword>) -> Result<Id> {
    let has_password = password.is_some();
    let is_login_free = intake.sees_all_users;
    let request = user::add::Request::of(wish.login.clone(), &wish.draft, intake.delivery);
    let request = user::add::Request { password, is_login_free, ..request };
    let (user, invitation) = intake.step(Action::UserAdd, |op| user::add::create(op, &request))?;
    let id = user.id;
    let signs_in = request.role != Some(Role::Contact) && !request.api_only;
    match &invitation {
        Some(_) => intake.invited_count += 1,
        None if signs_in && !has_password => intake.without_password_count += 1,
        None => {}
    }
    intake.invitation = invitation;
    if wish.must_change_password == Some(true) && !has_password && signs_in {
        let request = user::edit::Request {
            user: wish.login.to_string(),
            must_change_password: Some(true),
            ..user::edit::Request::default()
        };
        intake.step_of("must_change_password", Action::UserEdit, |op| user::edit::edit(op, &request))?;
    }
    set_projects(intake, wish, &[])?;
    Ok(id)
}

/// Brings a user to what a row says; what it does not say stays.
fn edit(intake: &mut Intake<'_, '_>, wish: &Wish, object: &ObjectRef) -> Result<()> {
    let mut before = seen(intake.op, object)?;
    refuse_move(&before, &wish.draft.unit)?;
    if wish.draft.api_only.value().is_some_and(|api_only| api_only != before.api_only) {
        return Err(Error::conflict("SESS-2", format!("whether `{}` is api-only does not change", before.login))
            .about("api_only")
            .hint("leave the column out, or add another user"));
    }
    let login = before.login.clone();
    if let Some(role) = wish.draft.role.value().filter(|role| *role != before.role) {
        refuse_role_that_moves(intake.op, &before, role).map_err(|error| error.about("role"))?;
        let request = user::role::Request {
            user: login.clone(),
            role,
            unit: None,
            unassign: false,
            answers: Answers::default(),
            primary_contact: None,
        };
        intake.step_of("role", Action::UserRole, |op| user::role::set(op, &request))?;
        // It takes permissions along that the role cannot have, and may change the state.
        before = seen(intake.op, object)?;
    }
    let level = wish.draft.level.said().map(|level| level.unwrap_or(Level::Default));
    if let Some(level) = level.filter(|level| *level != before.level) {
        intake.step_of("level", Action::UserLevel, |op| user::level::set(op, &login, level))?;
    }
    set_permissions(intake, wish, &before)?;
    edit_fields(intake, wish, &before)?;
    set_groups(intake, wish, &before)?;
    set_asset_groups(intake, wish, &before)?;
    set_tag_scope(intake, wish, &before)?;
    set_projects(intake, wish, &before.projects)?;
    match wish.draft.status.value().filter(|status| *status != before.status) {
        Some(status) => bring_to(intake, status, &before),
        None => Ok(()),
    }
}

/// The user as far as the actor sees it: what it may not view is neither compared nor lost (ROLE-8).
fn seen(op: &Op<'_>, user: &ObjectRef) -> Result<User> {
    Ok(user::view::UserBody::of(op, user.id)?.user)
}

/// A unit is changed by a move alone, whose questions no row can answer (MOVE-1).
fn refuse_move(user: &User, unit: &Given<String>) -> Result<()> {
    let Some(unit) = unit.clone().said() else { return Ok(()) };
    if unit.as_deref().map(key) == user.unit.as_deref().map(key) {
        return Ok(());
    }
    let place = |unit: Option<&str>| unit.map_or_else(|| "no unit".to_owned(), |unit| format!("`{unit}`"));
    let (login, to) = (&user.login, unit.as_deref());
    let command = match to {
        Some(unit) => format!("provost bu move {login} --to {}", quoted(unit)),
        None => format!("provost bu move {login} --unassign"),
    };
    let message = format!("`{login}` belongs to {}, and would be moved to {}", place(user.unit.as_deref()), place(to));
    Err(Error::conflict("MOVE-1", message).about("unit").hint(format!("move it first: `{command}`")))
}

/// Neither is a role that forces a move, or is one in managed mode (MOVE-1, MOVE-10).
fn refuse_role_that_moves(op: &Op<'_>, user: &User, role: Role) -> Result<()> {
    let leaves = role.unit_need() == UnitNeed::Never && user.unit.is_some();
    let enters = role.unit_need() == UnitNeed::Always && user.unit.is_none();
    let rule = match op.settings.mode() {
        Mode::Managed => "MOVE-10",
        Mode::Classic if leaves || enters => "MOVE-1",
        Mode::Classic => return Ok(()),
    };
    let unit = if enters { " --bu UNIT" } else { "" };
    Err(Error::conflict(rule, format!("the role `{role}` would move `{}`, and a move is asked about", user.login))
        .hint(format!("change it by itself: `provost user role {} {role}{unit}`", user.login)))
}

fn set_permissions(intake: &mut Intake<'_, '_>, wish: &Wish, user: &User) -> Result<()> {
    let Some(permissions) = wish.draft.permissions.clone().or_empty() else { return Ok(()) };
    let granted: Vec<_> = permissions.iter().filter(|one| !user.permissions.contains(one)).copied().collect();
    let revoked: Vec<_> = user.permissions.iter().filter(|one| !permissions.contains(one)).copied().collect();
    if !granted.is_empty() {
        intake.step_of("permissions", Action::UserGrant, |op| user::grant::grant(op, &user.login, &granted))?;
    }
    if !revoked.is_empty() {
        intake.step_of("permissions", Action::UserGrant, |op| user::grant::revoke(op, &user.login, &revoked))?;
        let names = revoked.iter().map(ToString::to_string).collect();
        intake.note_loss(&user.login, "permissions", names);
    }
    Ok(())
}

fn edit_fields(intake: &mut Intake<'_, '_>, wish: &Wish, before: &User) -> Result<()> {
    let request = user::edit::Request {
        user: before.login.clone(),
        login: None,
        profile: wish.draft.profile.clone(),
        monitoring_role: wish.draft.monitoring_role,
        must_change_password: wish.must_change_password.filter(|must| *must != before.must_change_password),
        password_never_expires: wish.draft.password_never_expires.value(),
        notify_scans: wish.draft.notify_scans.value(),
        notify_tickets: wish.draft.notify_tickets.value(),
    };
    if request.changes(before)? {
        intake.step(Action::UserEdit, |op| user::edit::edit(op, &request))?;
    }
    Ok(())
}

fn set_groups(intake: &mut Intake<'_, '_>, wish: &Wish, user: &User) -> Result<()> {
    let Some(groups) = wish.draft.groups.clone().or_empty() else { return Ok(()) };
    let (coming, lost) = (beyond(&groups, &user.groups), beyond(&user.groups, &groups));
    let object = ObjectRef::new(ObjectKind::User, user.id, user.login.clone());
    for (names, joins) in [(&coming, true), (&lost, false)] {
        for name in names {
            let change = |op: &mut WriteOp<'_>| group::change_one(op, name, &object, joins);
            intake.step_of("groups", Action::GroupAssign, change)?;
        }
    }
    intake.note_loss(&user.login, "groups", lost);
    Ok(())
}

fn set_asset_groups(intake: &mut Intake<'_, '_>, wish: &Wish, user: &User) -> Result<()> {
    let Some(groups) = wish.draft.asset_groups.clone().or_empty() else { return Ok(()) };
    let login = [user.login.clone()];
    for name in beyond(&groups, &user.asset_groups) {
        intake
            .step_of("asset_groups", Action::AssetGroupAssign, |op| asset_group::assign::assign(op, &name, &login))?;
    }
    let lost = beyond(&user.asset_groups, &groups);
    for name in &lost {
        intake
            .step_of("asset_groups", Action::AssetGroupAssign, |op| asset_group::assign::unassign(op, name, &login))?;
    }
    intake.note_loss(&user.login, "asset_groups", lost);
    Ok(())
}

fn set_tag_scope(intake: &mut Intake<'_, '_>, wish: &Wish, user: &User) -> Result<()> {
    let Some(tags) = wish.draft.tag_scope.clone().or_empty() else { return Ok(()) };
    let lost = beyond(&user.tag_scope, &tags);
    if !lost.is_empty() || !beyond(&tags, &user.tag_scope).is_empty() {
        let (logins, change) = ([user.login.clone()], tag::scope::Change::Set(tags));
        let scoped = intake.step_of("tag_scope", Action::TagsScope, |op| tag::scope::change(op, &logins, &change))?;
        intake.note_review_gaps(scoped.review_gaps);
        intake.note_loss(&user.login, "tag_scope", lost);
    }
    Ok(())
}

fn set_projects(intake: &mut Intake<'_, '_>, wish: &Wish, held: &[ProjectEntry]) -> Result<()> {
    let Some(projects) = wish.projects.clone().or_empty() else { return Ok(()) };
    let held: Vec<(String, String)> = held.iter().map(|entry| (entry.project.clone(), entry.role.clone())).collect();
    settle_roles(intake, MemberKind::User, wish.login.as_str(), &held, &projects)
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    user::view::list(op, &Request::default(), &mut |user| sink(row_of(COLUMNS, &user)?))
}
