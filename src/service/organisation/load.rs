//! Taking over an organisation from a file, through the same workflows as the single verbs.

use serde::Serialize;

use super::form::{self, Organisation};
use super::source::Item;
use crate::domain::asset_group::Origin;
use crate::domain::project::ProjectState;
use crate::domain::text::domain_name as parse_domain;
use crate::domain::ticket::TicketState;
use crate::domain::words::{optional, parse_all};
use crate::domain::{Action, AddressSet, Error, Key, Level, Line, Login, Name, ObjectKind, Result, Role, Status};
use crate::service::asset_group::contents::Contents;
use crate::service::link::Delivery;
use crate::service::user::add::Profile;
use crate::service::{
    App, WriteOp, appliance, asset, asset_group, auth_record, config, contact, domain_name, group, project,
    remediation_policy, settings, tag, ticket, unit, user,
};
use crate::store;

/// How many of each kind were taken over.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct Counts {
    pub units: usize,
    pub users: usize,
    pub assets: i64,
    pub asset_groups: usize,
    pub configs: usize,
    pub tickets: usize,
}

/// Loads everything, in the order in which one thing needs another.
///
/// # Errors
/// Every mistake, with line and key.
pub fn load(
    app: &App<'_>,
    op: &mut WriteOp<'_>,
    file: &str,
    form: &Organisation,
) -> std::result::Result<Counts, Vec<String>> {
    let mut loader = Loader { app, file, mistakes: Vec::new() };
    loader.each(op, &form.settings, Action::SettingsSecurity, load_setting);
    loader.each(op, &form.units, Action::BuAdd, load_unit);
    loader.each(op, contacts_first(form), Action::UserAdd, load_user);
    loader.each(op, &form.units, Action::ContactSet, load_contact);
    loader.each(op, &form.units, Action::BuLimit, load_limit);
    loader.each(op, &form.tags, Action::TagsAdd, load_tag);
    loader.each(op, &form.assets, Action::AssetAdd, load_assets);
    loader.each(op, &form.domains, Action::DomainAdd, load_domain);
    loader.each(op, &form.appliances, Action::ApplianceAdd, load_appliance);
    loader.each(op, &form.asset_groups, Action::AssetGroupAdd, load_group);
    loader.each(op, &form.users, Action::AssetGroupAssign, load_assignments);
    loader.each(op, &form.configs, Action::ConfigAdd, load_config);
    loader.each(op, &form.tickets, Action::TicketAdd, load_ticket);
    loader.each(op, &form.groups, Action::GroupAdd, load_user_group);
    loader.each(op, &form.projects, Action::ProjectAdd, load_project);
    loader.each(op, &form.remediation_policies, Action::RemediationPolicyAdd, load_policy);
    loader.each(op, &form.auth_records, Action::AuthRecordAdd, load_record);
    loader.each(op, &form.users, Action::TagsScope, load_scope);
    loader.each(op, &form.users, Action::UserEdit, settle_status);
    if !loader.mistakes.is_empty() {
        return Err(loader.mistakes);
    }
    Ok(Counts {
        units: form.units.len(),
        users: form.users.len(),
        assets: store::asset::count(op.conn, &AddressSet::everything()).map_err(|error| vec![error.to_string()])?,
        asset_groups: form.asset_groups.len(),
        configs: form.configs.len(),
        tickets: form.tickets.len(),
    })
}

/// Runs steps and collects their mistakes, so that all are named at once.
struct Loader<'a> {
    app: &'a App<'a>,
    file: &'a str,
    mistakes: Vec<String>,
}

impl Loader<'_> {
    fn each<'i, T: 'i>(
        &mut self,
        op: &mut WriteOp<'_>,
        items: impl IntoIterator<Item = &'i Item<T>>,
        action: Action,
        load: impl Fn(&mut WriteOp<'_>, &T) -> Result<()>,
    ) {
        for item in items {
            if let Err(error) = self.app.step(op, action, |op| load(op, &item.value)) {
                op.take_journal();
                self.mistakes.push(item.mistake(self.file, &error));
            }
        }
    }
}

/// The primary contacts of units first, then other unit managers: a unit's first user must be one (UNIT-2).
fn contacts_first(form: &Organisation) -> Vec<&Item<form::User>> {
    let contacts: Vec<String> = form
        .units
        .iter()
        .filter_map(|unit| unit.value.primary_contact.as_ref())
        .map(|login| login.to_lowercase())
        .collect();
    let mut users: Vec<_> = form.users.iter().collect();
    users.sort_by_key(|user| {
        let is_manager = user.value.role.as_deref().and_then(|role| role.parse().ok()) == Some(Role::UnitManager);
        (!contacts.contains(&user.value.login.to_lowercase()), !is_manager)
    });
    users
}

fn profile(user: &form::User) -> Result<Profile> {
    Ok(Profile {
        first_name: optional(user.first_name.as_ref())?,
        last_name: optional(user.last_name.as_ref())?,
        email: optional(user.email.as_ref())?.map(Some),
        title: optional(user.title.as_ref())?,
        phone: optional(user.phone.as_ref())?,
        external_id: optional(user.external_id.as_ref())?,
        time_zone: optional(user.time_zone.as_ref())?,
    })
}

/// The descriptive fields of a user named in the file.
pub fn profile_of(form: &Organisation, login: &Login) -> Option<Result<Profile>> {
    form.users
        .iter()
        .find(|user| user.value.login.eq_ignore_ascii_case(login.as_str()))
        .map(|user| profile(&user.value))
}

fn load_setting(op: &mut WriteOp<'_>, setting: &form::Setting) -> Result<()> {
    let key = Key::find(&setting.key)?;
    let value = key.parse(&setting.value)?;
    settings::set(op, &[(key, value)]).map(drop)
}

fn load_unit(op: &mut WriteOp<'_>, unit: &form::Unit) -> Result<()> {
    let fields = unit::Fields {
        division: optional(unit.division.as_ref())?,
        location: optional(unit.location.as_ref())?,
        comments: optional(unit.comments.as_ref())?,
    };
    unit::add(op, &Name::of_unit(&unit.name)?, &fields).map(drop)
}

fn load_user(op: &mut WriteOp<'_>, user: &form::User) -> Result<()> {
    let login: Login = user.login.parse()?;
    if login.as_str().eq_ignore_ascii_case(&op.actor.login) {
        return load_founder(op, user);
    }
    let request = user::add::Request {
        login,
        profile: profile(user)?,
        role: optional(user.role.as_ref())?,
        unit: user.unit.clone(),
        level: optional(user.level.as_ref())?,
        monitoring_role: optional(user.monitoring_role.as_ref())?,
        asset_groups: Vec::new(),
        groups: Vec::new(),
        tags: Vec::new(),
        permissions: parse_all(&user.permissions)?,
        api_only: user.api_only,
        status: None,
        password: None,
        // Whoever is taken over is invited when the time has come: `user invite`.
        delivery: Delivery::Nothing,
    };
    user::add::add(op, &request).map(drop)
}

/// The first user was added before, as a manager without a unit; the rest of what the file says is applied (SUB-2).
fn load_founder(op: &mut WriteOp<'_>, user: &form::User) -> Result<()> {
    let role = optional::<Role>(user.role.as_ref())?;
    if role.is_some_and(|role| role != Role::Manager) || user.unit.is_some() || user.api_only {
        return Err(Error::conflict(
            "SUB-2",
            format!("`{}` founds the subscription and must be a manager: a person, without a unit", user.login),
        ));
    }
    user::grant::check_fits(&parse_all(&user.permissions)?, Role::Manager, &user.login)?;
    if let Some(level) = optional(user.level.as_ref())? {
        user::level::set(op, &user.login, level)?;
    }
    if let Some(monitoring_role) = optional(user.monitoring_role.as_ref())? {
        let request = user::edit::Request {
            user: user.login.clone(),
            monitoring_role: Some(Some(monitoring_role)),
            ..user::edit::Request::default()
        };
        user::edit::edit(op, &request)?;
    }
    Ok(())
}

fn load_contact(op: &mut WriteOp<'_>, unit: &form::Unit) -> Result<()> {
    match &unit.primary_contact {
        Some(login) => contact::set(op, login, Some(&unit.name)).map(drop),
        None => Ok(()),
    }
}

fn load_limit(op: &mut WriteOp<'_>, unit: &form::Unit) -> Result<()> {
    match unit.new_ip_limit {
        Some(limit) => unit::limit(op, &unit.name, Some(limit)).map(drop),
        None => Ok(()),
    }
}

fn load_tag(op: &mut WriteOp<'_>, tag: &form::Tag) -> Result<()> {
    let request = tag::define::Request {
        parent: tag.parent.clone().map(Some),
        color: optional(tag.color.as_ref())?.map(Some),
        description: optional(tag.description.as_ref())?,
        rule: optional(tag.rule.as_ref())?.map(Some),
    };
    tag::define::add(op, &tag.name.parse()?, &request).map(drop)
}

fn load_domain(op: &mut WriteOp<'_>, domain: &form::Domain) -> Result<()> {
    domain_name::add(op, &[parse_domain(&domain.name)?]).map(drop)
}

fn load_appliance(op: &mut WriteOp<'_>, one: &form::Appliance) -> Result<()> {
    appliance::add(op, &one.name.parse()?, Some(&one.owner)).map(drop)
}

fn load_assets(op: &mut WriteOp<'_>, assets: &form::Assets) -> Result<()> {
    let request = asset::Request {
        addresses: parse_all(&assets.addresses)?,
        name: optional(assets.name.as_ref())?,
        dns_name: optional(assets.dns_name.as_ref())?,
        os: optional(assets.os.as_ref())?,
        attributes: asset::attributes(assets.attributes.iter().map(|(key, value)| (key.as_str(), value.as_str())))?,
        tags: assets.tags.clone(),
        asset_group: None,
    };
    asset::add(op, &request).map(drop)
}

fn load_group(op: &mut WriteOp<'_>, group: &form::AssetGroup) -> Result<()> {
    let owner = op.find(ObjectKind::User, &group.owner)?;
    let role = store::user::find(op.conn, owner.id)?.role;
    let origin = optional(group.origin.as_ref())?.unwrap_or(Origin::made_by(role));
    let request = asset_group::add::Request {
        name: Name::of_asset_group(&group.name)?,
        contents: Contents {
            addresses: parse_all(&group.addresses)?,
            domains: group.domains.clone(),
            appliances: group.appliances.clone(),
            units: group.units.clone(),
        },
        business_impact: optional(group.business_impact.as_ref())?,
        comments: optional::<Line>(group.comments.as_ref())?,
        provenance: Some((group.owner.clone(), origin)),
    };
    asset_group::add::add(op, &request).map(drop)
}

fn load_assignments(op: &mut WriteOp<'_>, user: &form::User) -> Result<()> {
    let logins = std::slice::from_ref(&user.login);
    for group in &user.asset_groups {
        asset_group::assign::assign(op, group, logins)?;
    }
    Ok(())
}

fn load_scope(op: &mut WriteOp<'_>, user: &form::User) -> Result<()> {
    if user.tag_scope.is_empty() {
        return Ok(());
    }
    let change = tag::scope::Change::Set(user.tag_scope.clone());
    tag::scope::change(op, std::slice::from_ref(&user.login), &change).map(drop)
}

fn load_config(op: &mut WriteOp<'_>, config: &form::Config) -> Result<()> {
    let request = config::add::Request {
        name: config.name.parse()?,
        kind: config.kind.parse()?,
        owner: Some(config.owner.clone()),
        targets: config.targets.clone(),
        global: config.global,
        content: config.content.clone(),
        recurrence: config.recurrence.clone(),
        map: config.map,
        active: config.active.unwrap_or(true),
    };
    config::add::add(op, &request).map(drop)
}

fn load_ticket(op: &mut WriteOp<'_>, ticket: &form::Ticket) -> Result<()> {
    let request = ticket::Request {
        address: ticket.address.parse()?,
        title: Name::called("title", &ticket.title)?,
        severity: ticket.severity.unwrap_or(3),
        state: optional(ticket.state.as_ref())?.unwrap_or(TicketState::Open),
        assignee: ticket.assignee.clone(),
    };
    ticket::add(op, &request).map(drop)
}

fn load_user_group(op: &mut WriteOp<'_>, one: &form::Group) -> Result<()> {
    let (name, description) = (one.name.parse()?, optional(one.description.as_ref())?);
    let level = optional(one.level.as_ref())?.unwrap_or(Level::Default);
    group::add(op, &name, description.as_ref(), level)?;
    if !one.members.is_empty() {
        group::assign(op, &one.name, &one.members)?;
    }
    Ok(())
}

fn load_project(op: &mut WriteOp<'_>, one: &form::Project) -> Result<()> {
    let (name, description) = (one.name.parse()?, optional(one.description.as_ref())?);
    project::add(op, &name, description.as_ref())?;
    for member in &one.members {
        let named = |name: &Option<String>| name.iter().cloned().collect::<Vec<_>>();
        project::assign(op, &one.name, &named(&member.user), &named(&member.group), member.role.parse()?)?;
    }
    if optional(one.state.as_ref())? == Some(ProjectState::Archived) {
        project::archive(op, &one.name)?;
    }
    Ok(())
}

fn load_policy(op: &mut WriteOp<'_>, policy: &form::RemediationPolicy) -> Result<()> {
    let request = remediation_policy::Request {
        name: policy.name.parse()?,
        unit: policy.unit.clone(),
        assignee: policy.assignee.clone(),
        comments: optional(policy.comments.as_ref())?,
    };
    remediation_policy::add(op, &request).map(drop)
}

fn load_record(op: &mut WriteOp<'_>, record: &form::AuthRecord) -> Result<()> {
    let request = auth_record::Request {
        name: record.name.parse()?,
        technology: record.technology.parse()?,
        account: optional(record.account.as_ref())?,
        targets: record.targets.clone(),
        comments: optional(record.comments.as_ref())?,
    };
    auth_record::add(op, &request).map(drop)
}

/// States come last, so that what belonged to a deactivated user is loaded while it could have it.
fn settle_status(op: &mut WriteOp<'_>, user: &form::User) -> Result<()> {
    let Some(status) = optional::<Status>(user.status.as_ref())? else { return Ok(()) };
    let object = op.find(ObjectKind::User, &user.login)?;
    let before = store::user::find(op.conn, object.id)?;
    let after = crate::domain::record::User { status, ..before.clone() };
    if op.journal.compare(&object, &before, &after)? {
        store::user::update(op.tx(), &after)?;
        op.unit_touched(after.unit_id);
        op.say("set", "set", format!("the status of user `{}` to `{status}`", user.login));
    }
    Ok(())
}
