//! Showing and changing settings (SUB-4, SUB-5).

use serde::Serialize;

use crate::domain::settings::Value;
use crate::domain::{Error, Key, ObjectKind, ObjectRef, Result, Settings};
use crate::service::unit::check_licence;
use crate::service::{Op, WriteOp};
use crate::store;

/// A setting as people read it.
#[derive(Debug, Serialize)]
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

/// The settings that were named.
#[derive(Debug, Serialize)]
pub struct SettingsBody {
    /// As they are now.
    pub settings: Vec<Setting>,
}

fn setting(settings: &Settings, key: Key, name: &str) -> Setting {
    let value = if key == Key::Name { Value::Text(name.to_owned()) } else { settings.get(key) };
    Setting { key, value, default: key.default_value(), accepts: key.accepts(), explanation: key.explanation() }
}

/// Every setting, by its place in the list of keys.
pub fn show(op: &Op<'_>) -> Result<Vec<Setting>> {
    let name = store::subscription::find(op.conn)?.name;
    Ok(Key::ALL.iter().map(|key| setting(&op.settings, *key, &name)).collect())
}

/// Sets values; each takes the right to set its key.
///
/// # Errors
/// `not-permitted` by ROLE-7; `conflict` by SUB-4 and UNIT-4.
pub fn set(op: &mut WriteOp<'_>, values: &[(Key, Value)]) -> Result<SettingsBody> {
    let subscription = store::subscription::find(op.conn)?;
    let mut name = subscription.name.clone();
    for (at, (key, value)) in values.iter().enumerate() {
        if values.iter().take(at).any(|(other, _)| other == key) {
            return Err(Error::usage(format!("`{key}` is set twice")).rule("SUB-5").hint("give each setting once"));
        }
        op.require(key.action())?;
        let old = setting(&op.settings, *key, &name).value;
        if old == *value {
            continue;
        }
        if *key == Key::Edition && *value == Value::Text("lite".into()) && store::unit::any(op.conn)? {
            return Err(Error::conflict("SUB-4", "the edition `lite` has no business units, and there are some")
                .code("in-use")
                .hint("delete them first: `provost bu list`"));
        }
        if *key == Key::Name {
            name = value.to_string();
            store::subscription::rename(op.tx(), &name)?;
        } else {
            store::setting::upsert(op.tx(), *key, value)?;
            op.settings.set(*key, value.clone());
        }
        let object = ObjectRef::new(ObjectKind::Subscription, 1, subscription.name.clone());
        op.journal.change(&object, key.as_str(), old.to_string().into(), value.to_string().into());
    }
    check_licence(op)?;
    let phrase: Vec<_> = values.iter().map(|(key, value)| format!("`{key}` to `{value}`")).collect();
    op.say("set", "set", phrase.join(", "));
    let settings = values.iter().map(|(key, _)| setting(&op.settings, *key, &name)).collect();
    Ok(SettingsBody { settings })
}
