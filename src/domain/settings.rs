//! The settings of the subscription: typed keys with range, default and explanation (SUB-5).

use serde::Serialize;

use super::action::Action;
use super::error::{Error, Result};
use super::text::{Name, printable};
use super::words::{fold, words};

words! {
    /// A setting's key.
    Key is "setting" {
        Name = "name",
        Edition = "edition",
        AssetGroupsMode = "asset_groups.mode",
        AddressesLicensed = "addresses.licensed",
        AddressesUnitLimits = "addresses.unit_limits",
        TicketsUsersMayClose = "tickets.users_may_close",
        TicketsUsersMayDelete = "tickets.users_may_delete",
        PasswordMinLength = "password.min_length",
        PasswordRequireUpper = "password.require_upper",
        PasswordRequireLower = "password.require_lower",
        PasswordRequireDigit = "password.require_digit",
        PasswordRequireSpecial = "password.require_special",
        SessionIdleMinutes = "session.idle_minutes",
    }
}

/// A setting's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// On or off.
    Switch(bool),
    /// A whole number.
    Number(i64),
    /// One of a few words, or free text.
    Text(String),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Switch(on) => f.write_str(if *on { "on" } else { "off" }),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// What a key accepts.
#[derive(Debug, Clone, Copy)]
enum Range {
    Switch,
    Number(i64, i64),
    Words(&'static [&'static str]),
    Name,
}

/// How questions about asset groups are asked in a move (MOVE-2, MOVE-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The user may take access along.
    Classic,
    /// The user takes nothing along.
    Managed,
}

impl Key {
    /// Finds a key as typed; dots and underscores matter, case does not.
    pub fn find(typed: &str) -> Result<Self> {
        let folded = typed.trim().to_lowercase();
        Self::ALL.iter().copied().find(|key| key.as_str() == folded).ok_or_else(|| {
            let nearest = super::words::nearest(&folded, Self::WORDS.iter().copied());
            Error::not_found(format!("there is no setting `{}`", printable(typed)))
                .rule("SUB-5")
                .hint_maybe(nearest.map(|key| format!("did you mean `{key}`?")))
                .hint("provost settings show")
        })
    }

    /// The action that changing it takes (SUB-5).
    pub const fn action(self) -> Action {
        match self {
            Self::Name | Self::TicketsUsersMayClose | Self::TicketsUsersMayDelete => Action::SettingsEdit,
            _ => Action::SettingsSecurity,
        }
    }

    const fn range(self) -> Range {
        match self {
            Self::Name => Range::Name,
            Self::Edition => Range::Words(&["standard", "lite"]),
            Self::AssetGroupsMode => Range::Words(&["classic", "managed"]),
            Self::AddressesLicensed => Range::Number(0, i64::MAX),
            Self::PasswordMinLength => Range::Number(8, 64),
            Self::SessionIdleMinutes => Range::Number(5, 1440),
            Self::AddressesUnitLimits
            | Self::TicketsUsersMayClose
            | Self::TicketsUsersMayDelete
            | Self::PasswordRequireUpper
            | Self::PasswordRequireLower
            | Self::PasswordRequireDigit
            | Self::PasswordRequireSpecial => Range::Switch,
        }
    }

    /// The value that holds until another is set.
    pub fn default_value(self) -> Value {
        match self {
            Self::Name => Value::Text(String::new()),
            Self::Edition => Value::Text("standard".into()),
            Self::AssetGroupsMode => Value::Text("classic".into()),
            Self::AddressesLicensed => Value::Number(0),
            Self::PasswordMinLength => Value::Number(12),
            Self::SessionIdleMinutes => Value::Number(60),
            Self::AddressesUnitLimits | Self::TicketsUsersMayClose | Self::TicketsUsersMayDelete => {
                Value::Switch(false)
            }
            Self::PasswordRequireUpper
            | Self::PasswordRequireLower
            | Self::PasswordRequireDigit
            | Self::PasswordRequireSpecial => Value::Switch(true),
        }
    }

    /// What it means, for a person.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Name => "name of the organisation",
            Self::Edition => "edition: `lite` has no business units",
            Self::AssetGroupsMode => {
                "what a move asks: `classic` keeps access or leaves it, `managed` hands everything over"
            }
            Self::AddressesLicensed => "how many addresses the subscription may hold; 0 = no limit",
            Self::AddressesUnitLimits => "whether units may have a limit on new addresses",
            Self::TicketsUsersMayClose => "whether scanners and readers may close their tickets",
            Self::TicketsUsersMayDelete => "whether scanners and readers may delete their tickets",
            Self::PasswordMinLength => "fewest characters of a password",
            Self::PasswordRequireUpper => "whether a password needs an upper-case letter",
            Self::PasswordRequireLower => "whether a password needs a lower-case letter",
            Self::PasswordRequireDigit => "whether a password needs a digit",
            Self::PasswordRequireSpecial => "whether a password needs a special character",
            Self::SessionIdleMinutes => "minutes without a command after which a session ends",
        }
    }

    /// What it accepts, for a person.
    pub fn accepts(self) -> String {
        match self.range() {
            Range::Switch => "on or off".into(),
            Range::Number(low, i64::MAX) => format!("{low} or more"),
            Range::Number(low, high) => format!("{low} to {high}"),
            Range::Words(words) => words.join(" or "),
            Range::Name => "1 to 255 characters".into(),
        }
    }

    /// Reads a value as typed or stored.
    pub fn parse(self, typed: &str) -> Result<Value> {
        let text = typed.trim();
        let value = match self.range() {
            Range::Name => Some(Value::Text(text.parse::<Name>()?.to_string())),
            Range::Switch => match fold(text).as_str() {
                "on" | "true" | "yes" | "1" => Some(Value::Switch(true)),
                "off" | "false" | "no" | "0" => Some(Value::Switch(false)),
                _ => None,
            },
            Range::Number(low, high) => {
                text.parse().ok().filter(|number| (low..=high).contains(number)).map(Value::Number)
            }
            Range::Words(words) => {
                words.iter().find(|word| **word == fold(text)).map(|word| Value::Text((*word).to_owned()))
            }
        };
        value.ok_or_else(|| {
            Error::invalid(format!("`{}` is no value for `{self}`: it takes {}", printable(typed), self.accepts()))
                .rule("SUB-5")
        })
    }
}

/// The values that differ from their defaults, and through them every value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings(Vec<(Key, Value)>);

impl Settings {
    /// The value that holds.
    pub fn get(&self, key: Key) -> Value {
        let set = self.0.iter().find(|(set, _)| *set == key);
        set.map_or_else(|| key.default_value(), |(_, value)| value.clone())
    }

    /// Sets a value.
    pub fn set(&mut self, key: Key, value: Value) {
        self.0.retain(|(set, _)| *set != key);
        self.0.push((key, value));
    }

    /// Whether a switch is on.
    pub fn is_on(&self, key: Key) -> bool {
        self.get(key) == Value::Switch(true)
    }

    /// The number of a numeric setting.
    pub fn number(&self, key: Key) -> i64 {
        match self.get(key) {
            Value::Number(number) => number,
            Value::Switch(_) | Value::Text(_) => 0,
        }
    }

    /// What a move asks (MOVE-10).
    pub fn mode(&self) -> Mode {
        if self.get(Key::AssetGroupsMode) == Value::Text("managed".into()) { Mode::Managed } else { Mode::Classic }
    }

    /// Whether the edition has no business units (SUB-4).
    pub fn is_lite(&self) -> bool {
        self.get(Key::Edition) == Value::Text("lite".into())
    }
}

impl FromIterator<(Key, Value)> for Settings {
    fn from_iter<I: IntoIterator<Item = (Key, Value)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_in_its_own_range() {
        for key in Key::ALL.iter().filter(|key| **key != Key::Name) {
            assert_eq!(key.parse(&key.default_value().to_string()).unwrap(), key.default_value(), "{key}");
        }
    }

    #[test]
    fn values_out_of_range_are_refused_with_the_range() {
        let error = Key::PasswordMinLength.parse("7").unwrap_err();
        assert!(error.message.contains("8 to 64"));
        assert!(Key::AddressesUnitLimits.parse("maybe").is_err());
        assert!(Key::AssetGroupsMode.parse("Managed").is_ok());
    }
}
