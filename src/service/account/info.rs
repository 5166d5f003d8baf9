//! What one's account is and may do (ACCT-1).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::host_report::HostReportState;
use crate::domain::question::SecretQuestion;
use crate::domain::record::{Config, HostReport, Scan, User};
use crate::domain::scan::{ScanKind, ScanState};
use crate::domain::settings::{Key, Value};
use crate::domain::{Action, Id, ObjectKind, Result, Target, Time};
use crate::service::user::view::UserBody;
use crate::service::{Op, config, contact_person, host_report, scan};
use crate::store;

/// How many scans, reports and schedules are told.
const RECENT: i64 = 10;

/// Configuration and privileges of an account.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountInfo {
    /// The account.
    pub user: User,
    /// When the password was set.
    pub password_set_at: Option<Time>,
    /// The secret questions that are set.
    pub questions: Vec<SecretQuestion>,
    /// How the subscription is set up, and the account in it.
    pub configuration: Configuration,
    /// The newest scans and maps within reach.
    pub recent_scans: Vec<RecentScan>,
    /// The newest reports within reach.
    pub recent_reports: Vec<RecentReport>,
    /// The schedules within reach that are switched on, the next to launch first.
    pub schedules: Vec<Scheduled>,
    /// The scanner appliances that may be used.
    pub appliances: Vec<String>,
    /// Whom to turn to.
    pub primary_contact: ContactPerson,
    /// The actions that are held, by noun.
    pub privileges: Vec<Privileges>,
}

/// How the subscription is set up, and the account in it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Configuration {
    /// The edition.
    pub edition: Value,
    /// How asset groups follow a move.
    pub mode: Value,
    /// How many addresses are licensed, for whoever may view settings; `null`: any number.
    pub licensed_addresses: Option<i64>,
    /// How many there are, for whoever may view settings.
    pub used_addresses: Option<i64>,
    /// The unit.
    pub unit: Option<OwnUnit>,
}

/// The unit that an account belongs to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnUnit {
    /// Its name.
    pub name: String,
    /// How many new addresses its users may add, if that is limited (UNIT-4).
    pub new_ip_limit: Option<i64>,
    /// How many of them they have added.
    pub new_ips_used: i64,
}

/// The actions of a noun that are held as far as that.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Privileges {
    /// The noun.
    pub noun: &'static str,
    /// How far.
    pub reach: &'static str,
    /// The actions.
    pub actions: Vec<Action>,
}

/// A scan or map, and whether it is one's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecentScan {
    id: Id,
    kind: ScanKind,
    title: String,
    owner: String,
    state: ScanState,
    created_at: Time,
    own: bool,
}

/// A report, and whether it is one's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RecentReport {
    id: Id,
    name: String,
    owner: String,
    state: HostReportState,
    created_at: Time,
    own: bool,
}

/// A schedule, and whether it is one's own.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Scheduled {
    id: Id,
    kind: ScanKind,
    name: String,
    owner: String,
    next_launch_at: Option<Time>,
    own: bool,
}

/// Whom to turn to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContactPerson {
    /// The name for a person.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The telephone number.
    pub phone: Option<String>,
}

/// The actor's own account.
pub fn info(op: &Op<'_>) -> Result<AccountInfo> {
    let id = op.actor.id;
    Ok(AccountInfo {
        user: UserBody::of(op, id)?.user,
        password_set_at: store::password::find(op.conn, id)?.map(|password| password.set_at),
        questions: store::secret_question::of_user(op.conn, id)?.into_iter().map(|(question, _)| question).collect(),
        configuration: configuration(op)?,
        privileges: privileges(op),
        recent_scans: recent_scans(op)?,
        recent_reports: recent_reports(op)?,
        schedules: schedules(op)?,
        appliances: appliances(op)?,
        primary_contact: primary_contact(op)?,
    })
}

fn configuration(op: &Op<'_>) -> Result<Configuration> {
    let licensed = op.settings.number(Key::AddressesLicensed);
    let sees_settings = op.decide(Action::SettingsView, Target::default()).allowed;
    let used = || store::asset::count_all(op.conn);
    Ok(Configuration {
        edition: op.settings.get(Key::Edition),
        mode: op.settings.get(Key::AssetGroupsMode),
        licensed_addresses: Some(licensed).filter(|licensed| sees_settings && *licensed > 0),
        used_addresses: sees_settings.then(used).transpose()?,
        unit: op.actor.unit.as_ref().map(|unit| own_unit(op, unit.id, &unit.name)).transpose()?,
    })
}

fn own_unit(op: &Op<'_>, id: Id, name: &str) -> Result<OwnUnit> {
    let (limit, new_ips_used) = store::unit::new_ips(op.conn, id)?;
    let new_ip_limit = limit.filter(|_| op.settings.is_on(Key::AddressesUnitLimits));
    Ok(OwnUnit { name: name.to_owned(), new_ip_limit, new_ips_used })
}

fn recent_scans(op: &Op<'_>) -> Result<Vec<RecentScan>> {
    let told = |scan: Scan| RecentScan {
        own: scan.owner_id == Some(op.actor.id),
        id: scan.id,
        kind: scan.kind,
        title: scan.title,
        owner: scan.owner,
        state: scan.state,
        created_at: scan.created_at,
    };
    Ok(scan::recent(op, RECENT)?.into_iter().map(told).collect())
}

fn recent_reports(op: &Op<'_>) -> Result<Vec<RecentReport>> {
    let told = |report: HostReport| RecentReport {
        own: report.owner_id == Some(op.actor.id),
        id: report.id,
        name: report.name,
        owner: report.owner,
        state: report.state,
        created_at: report.created_at,
    };
    Ok(host_report::view::recent(op, RECENT)?.into_iter().map(told).collect())
}

fn schedules(op: &Op<'_>) -> Result<Vec<Scheduled>> {
    let told = |config: Config| Scheduled {
        own: config.owner_id == op.actor.id,
        id: config.id,
        kind: ScanKind::of_schedule(config.kind, config.map),
        name: config.name,
        owner: config.owner,
        next_launch_at: config.next_launch_at,
    };
    Ok(config::view::upcoming(op, RECENT)?.into_iter().map(told).collect())
}

fn primary_contact(op: &Op<'_>) -> Result<ContactPerson> {
    let user = contact_person::primary_contact(op.conn, op.actor.unit_id())?;
    Ok(ContactPerson { name: user.display_name(), email: user.email, phone: user.phone })
}

/// Nothing to whoever may view none (ROLE-8).
fn appliances(op: &Op<'_>) -> Result<Vec<String>> {
    let may_view = op.decide(Action::ApplianceView, Target::default()).allowed;
    let reached = if may_view { store::reach::appliances(op.conn, op.actor.id)? } else { Vec::new() };
    let told = op.told_today(Action::ApplianceView, ObjectKind::Appliance, reached, |one| one.id)?;
    Ok(told.into_iter().map(|one| one.name).collect())
}

fn privileges(op: &Op<'_>) -> Vec<Privileges> {
    let mut held: Vec<Privileges> = Vec::new();
    for action in Action::ALL.iter().copied() {
        let Some(reach) = op.reach_if_held(action).filter(|_| !action.is_open()) else { continue };
        let (noun, reach) = (action.noun(), reach.as_str());
        match held.iter_mut().find(|held| (held.noun, held.reach) == (noun, reach)) {
            Some(held) => held.actions.push(action),
            None => held.push(Privileges { noun, reach, actions: vec![action] }),
        }
    }
    held
}
