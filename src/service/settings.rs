//! Showing and changing settings (SUB-4, SUB-5).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::query::Holds;
use crate::domain::settings::Value;
use crate::domain::{Error, Key, ObjectRef, Result, Settings};
use crate::service::invariant::check_licence;
use crate::service::{Op, WriteOp};
use crate::store::listing::column::{self as column, Column, Listed};
use crate::store::{self, Conn};

/// A setting as people read it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Setting {
    /// Its key.
    pub key: Key,
    /// The value that holds.
    pub value: Value,
    /// The value that would hold if none were set.
    pub default: Value,
    /// What it accepts.
    pub accepts: String,
    /// What it means.
    pub explanation: &'static str,
}

impl Listed for Setting {
    const COLUMNS: &'static [Column] = &[
        column::computed("key", Holds::Text).describing(),
        column::computed("value", Holds::Text),
        column::computed("default", Holds::Text),
        column::computed("accepts", Holds::Text),
        column::computed("explanation", Holds::Text).describing(),
    ];
}

/// A setting that was named, and whom the change concerns.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Changed {
    /// As it is now.
    #[serde(flatten)]
    pub setting: Setting,
    /// How many users the change concerns at once; none where it concerns nobody in particular.
    pub affected_count: Option<i64>,
}

/// The settings that were named.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SettingsBody {
    /// As they are now.
    pub settings: Vec<Changed>,
}

fn setting(settings: &Settings, key: Key, name: &str) -> Setting {
    let value = if key == Key::Name { Value::Text(name.to_owned()) } else { settings.get(key) };
    Setting { key, value, default: key.default_value(), accepts: key.accepts(), explanation: key.explanation() }
}

/// Every setting, by its place in the list of keys.
pub fn show(op: &Op<'_>) -> Result<Vec<Setting>> {
    let founded = store::subscription::is_there(op.conn)?;
    let name = if founded { store::subscription::find(op.conn)?.name } else { String::new() };
    Ok(Key::ALL.iter().map(|key| setting(op.settings_asked(), *key, &name)).collect())
}

/// Sets values; each takes the right to set its key.
///
/// # Errors
/// `not-permitted` by ROLE-7; `conflict` by SUB-4 and UNIT-4.
pub fn set(op: &mut WriteOp<'_>, values: &[(Key, Value)]) -> Result<SettingsBody> {
    let subscription = store::subscription::find(op.conn)?;
    let mut name = subscription.name.clone();
    let mut changed = Vec::with_capacity(values.len());
    for (at, (key, value)) in values.iter().enumerate() {
        if values.iter().take(at).any(|(other, _)| other == key) {
            return Err(Error::usage(format!("`{key}` is set twice")).rule("SUB-5").hint("give each setting once"));
        }
        op.require(key.action())?;
        let old = setting(&op.settings, *key, &name).value;
        if old == *value {
            changed.push((*key, None));
            continue;
        }
        refuse_own_exclusion(op, *key, value)?;
        let before = op.settings.clone();
        if *key == Key::Edition && *value == Value::Text("lite".into()) {
            refuse_units(op.conn)?;
        }
        if *key == Key::Name {
            name = value.to_string();
            store::subscription::rename(op.tx(), &name)?;
        } else {
            store::setting::upsert(op.tx(), *key, value)?;
            op.settings.set(*key, value.clone());
        }
        let object = ObjectRef::subscription(subscription.name.clone());
        op.journal.change(&object, key.as_str(), old.to_string().into(), value.to_string().into());
        let effect = effect(op, *key, &before)?;
        if let Some((count, consequence)) = effect.as_ref().filter(|(count, _)| *count > 0) {
            op.notice(format!("`{key}`: {count} {} {consequence}", if *count == 1 { "user" } else { "users" }));
        }
        changed.push((*key, effect.map(|(count, _)| count)));
    }
    check_licence(op.conn, &op.settings)?;
    let phrase: Vec<_> = values.iter().map(|(key, value)| format!("`{key}` to `{value}`")).collect();
    op.say("set", "set", phrase.join(", "));
    let settings = changed
        .into_iter()
        .map(|(key, affected_count)| Changed { setting: setting(&op.settings, key, &name), affected_count })
        .collect();
    Ok(SettingsBody { settings })
}

/// The edition `lite` is refused where there are business units (SUB-4).
///
/// # Errors
/// `conflict` by SUB-4.
pub fn refuse_units(conn: &Conn) -> Result<()> {
    if !store::unit::any(conn)? {
        return Ok(());
    }
    Err(Error::conflict("SUB-4", "the edition `lite` has no business units, and there are some")
        .code("in-use")
        .hint("delete them first: `provost bu list`"))
}

/// A list of addresses that would shut out whoever sets it is refused (SESS-1).
fn refuse_own_exclusion(op: &WriteOp<'_>, key: Key, value: &Value) -> Result<()> {
    let mut after = op.settings.clone();
    after.set(key, value.clone());
    if after.allows_address(&op.client_address) {
        return Ok(());
    }
    let list = if value.to_string().is_empty() { String::new() } else { format!("{value},") };
    Err(Error::conflict("SESS-1", format!("your own address `{}` is not in that list", op.client_address))
        .hint(format!("provost settings set {key}={list}{}", op.client_address)))
}

/// How many users a change concerns at once, and in which way, given the settings before it.
fn effect(op: &WriteOp<'_>, key: Key, before: &Settings) -> Result<Option<(i64, &'static str)>> {
    let (conn, now, settings) = (op.conn, op.now, &op.settings);
    let effect = match key {
        Key::PasswordExpiryMonths => {
            let expired = |settings: &Settings| match settings.password_cutoff(now) {
                Some(cutoff) => store::password::count_set_until(conn, cutoff),
                None => Ok(0),
            };
            ((expired(settings)? - expired(before)?).max(0), "must change an expired password now")
        }
        Key::PasswordMinLength
        | Key::PasswordRequireUpper
        | Key::PasswordRequireLower
        | Key::PasswordRequireDigit
        | Key::PasswordRequireSpecial
        | Key::PasswordHistory
        | Key::PasswordUserDefined => (store::password::count(conn)?, "follow it with their next password"),
        Key::SessionIdleMinutes => {
            // Sessions that have ended stay so, also when the limit is raised.
            store::session::delete_idle(op.tx(), None, before.idle_cutoff(now))?;
            (store::session::delete_idle(op.tx(), None, settings.idle_cutoff(now))?, "are signed out")
        }
        Key::SigninAllowedAddresses => {
            let open = store::session::addresses(conn, settings.idle_cutoff(now))?;
            let mut out: Vec<_> =
                open.iter().filter(|(_, at)| !settings.allows_address(at)).map(|(id, _)| id).collect();
            out.dedup();
            (i64::try_from(out.len()).unwrap_or(i64::MAX), "have sessions from addresses that are shut out")
        }
        Key::QuestionsEnabled => (store::secret_question::count_users(conn)?, "have secret questions"),
        _ => return Ok(None),
    };
    Ok(Some(effect))
}
