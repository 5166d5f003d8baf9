//! The settings of the subscription: typed keys with range, default and explanation (SUB-5).

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::Serialize;

use super::action::Action;
use super::address::{Address, AddressRange, AddressSet};
use super::error::{Error, Result};
use super::text::{Login, Name, printable, web_address};
use super::time::Time;
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
        MailFrom = "mail.from",
        MailLinkBase = "mail.link_base",
        PasswordUserDefined = "password.user_defined",
        PasswordMinLength = "password.min_length",
        PasswordRequireUpper = "password.require_upper",
        PasswordRequireLower = "password.require_lower",
        PasswordRequireDigit = "password.require_digit",
        PasswordRequireSpecial = "password.require_special",
        PasswordHistory = "password.history",
        PasswordExpiryMonths = "password.expiry_months",
        SigninMaxFailures = "signin.max_failures",
        SigninAllowedAddresses = "signin.allowed_addresses",
        SessionIdleMinutes = "session.idle_minutes",
        InvitationLifetimeHours = "invitation.lifetime_hours",
        QuestionsEnabled = "questions.enabled",
        HistoryKeepDays = "history.keep_days",
    }
}

/// A setting's value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// Nothing is set.
    Nothing,
    /// On or off.
    Switch(bool),
    /// A whole number.
    Number(i64),
    /// One of a few words, or free text.
    Text(String),
    /// Several texts, none of which holds a comma.
    List(Vec<String>),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Switch(on) => f.write_str(if *on { "on" } else { "off" }),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::List(items) => f.write_str(&items.join(",")),
        }
    }
}

/// What a key accepts, and what holds until something is set.
#[derive(Debug, Clone, Copy)]
enum Range {
    Switch { default: bool },
    Number { low: i64, high: i64, default: i64 },
    Words(&'static [&'static str]),
    Name,
    Email,
    WebAddress,
    Addresses,
}

/// Everything about a key.
struct Spec {
    range: Range,
    explanation: &'static str,
    action: Action,
}

const fn organisation(range: Range, explanation: &'static str) -> Spec {
    Spec { range, explanation, action: Action::SettingsEdit }
}

const fn security(range: Range, explanation: &'static str) -> Spec {
    Spec { range, explanation, action: Action::SettingsSecurity }
}

const ON: Range = Range::Switch { default: true };
const OFF: Range = Range::Switch { default: false };

const fn number(low: i64, high: i64, default: i64) -> Range {
    Range::Number { low, high, default }
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

    /// The table of all keys.
    const fn spec(self) -> Spec {
        match self {
            Self::Name => organisation(Range::Name, "name of the organisation"),
            Self::Edition => security(Range::Words(&["standard", "lite"]), "edition: `lite` has no business units"),
            Self::AssetGroupsMode => security(
                Range::Words(&["classic", "managed"]),
                "what a move asks: `classic` keeps access or leaves it, `managed` hands everything over",
            ),
            Self::AddressesLicensed => {
                security(number(0, i64::MAX, 0), "how many addresses the subscription may hold; 0 = no limit")
            }
            Self::AddressesUnitLimits => security(OFF, "whether units may have a limit on new addresses"),
            Self::TicketsUsersMayClose => organisation(OFF, "whether scanners and readers may close their tickets"),
            Self::TicketsUsersMayDelete => organisation(OFF, "whether scanners and readers may delete their tickets"),
            Self::MailFrom => organisation(Range::Email, "sender of mails; empty = the primary contact"),
            Self::MailLinkBase => {
                organisation(Range::WebAddress, "where web links in mails begin; empty = mails name the command alone")
            }
            Self::PasswordUserDefined => security(ON, "whether users choose passwords; off = they are generated"),
            Self::PasswordMinLength => security(number(8, 64, 12), "fewest characters of a password"),
            Self::PasswordRequireUpper => security(ON, "whether a password needs an upper-case letter"),
            Self::PasswordRequireLower => security(ON, "whether a password needs a lower-case letter"),
            Self::PasswordRequireDigit => security(ON, "whether a password needs a digit"),
            Self::PasswordRequireSpecial => security(ON, "whether a password needs a special character"),
            Self::PasswordHistory => {
                security(number(0, 24, 5), "how many of a user's last passwords cannot be chosen again")
            }
            Self::PasswordExpiryMonths => {
                security(number(0, 24, 0), "months after its last change at which a password expires; 0 = never")
            }
            Self::SigninMaxFailures => {
                security(number(0, 20, 5), "failed sign-ins in a row that lock an account; 0 = never")
            }
            Self::SigninAllowedAddresses => {
                security(Range::Addresses, "client addresses that may sign in, beside `local`; empty = all")
            }
            Self::SessionIdleMinutes => {
                security(number(5, 1440, 60), "minutes without a command after which a session ends")
            }
            Self::InvitationLifetimeHours => security(number(1, 720, 72), "hours for which a one-time link works"),
            Self::QuestionsEnabled => security(OFF, "whether secret questions can reset a forgotten password"),
            Self::HistoryKeepDays => {
                security(number(0, 36500, 365), "days for which the past is kept, to look at and to undo; 0 = for ever")
            }
        }
    }

    /// The action that changing it takes (SUB-5).
    pub const fn action(self) -> Action {
        self.spec().action
    }

    /// The value that holds until another is set.
    pub fn default_value(self) -> Value {
        match self.spec().range {
            Range::Switch { default } => Value::Switch(default),
            Range::Number { default, .. } => Value::Number(default),
            Range::Words(words) => Value::Text(words.first().copied().unwrap_or_default().to_owned()),
            Range::Name => Value::Text(String::new()),
            Range::Email | Range::WebAddress => Value::Nothing,
            Range::Addresses => Value::List(Vec::new()),
        }
    }

    /// What it means, for a person.
    pub const fn explanation(self) -> &'static str {
        self.spec().explanation
    }

    /// What it accepts, for a person.
    pub fn accepts(self) -> String {
        match self.spec().range {
            Range::Switch { .. } => "on or off".into(),
            Range::Number { low, high: i64::MAX, .. } => format!("{low} or more"),
            Range::Number { low, high, .. } => format!("{low} to {high}"),
            Range::Words(words) => words.join(" or "),
            Range::Name => "1 to 255 characters".into(),
            Range::Email => "an e-mail address, or nothing".into(),
            Range::WebAddress => "an address beginning with https://, or nothing".into(),
            Range::Addresses => "addresses, ranges and blocks separated by commas, or nothing".into(),
        }
    }

    /// Reads a value as typed or stored.
    pub fn parse(self, typed: &str) -> Result<Value> {
        let text = typed.trim();
        let value = match self.spec().range {
            Range::Name => Some(Value::Text(text.parse::<Name>()?.to_string())),
            Range::Email | Range::WebAddress if text.is_empty() => Some(Value::Nothing),
            Range::Email => Some(Value::Text(text.parse::<Login>()?.to_string())),
            Range::WebAddress => web_address(text).map(Value::Text),
            Range::Addresses => Some(addresses(text)?),
            Range::Switch { .. } => match fold(text).as_str() {
                "on" | "true" | "yes" | "1" => Some(Value::Switch(true)),
                "off" | "false" | "no" | "0" => Some(Value::Switch(false)),
                _ => None,
            },
            Range::Number { low, high, .. } => {
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

/// A list of addresses, ranges and blocks, joined where they touch.
fn addresses(text: &str) -> Result<Value> {
    let typed = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let ranges: Vec<AddressRange> = typed.map(str::parse).collect::<Result<_>>()?;
    let set: AddressSet = ranges.into_iter().collect();
    Ok(Value::List(set.ranges().iter().map(ToString::to_string).collect()))
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
            _ => 0,
        }
    }

    /// The text of a setting, if there is any.
    pub fn text(&self, key: Key) -> Option<String> {
        match self.get(key) {
            Value::Text(text) => Some(text),
            _ => None,
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

    /// Passwords set at this time or earlier have expired; `None`: passwords do not expire (PASS-1).
    pub fn password_cutoff(&self, now: Time) -> Option<Time> {
        match self.number(Key::PasswordExpiryMonths) {
            0 => None,
            months => Some(now.months_ago(months)),
        }
    }

    /// Whether a password set at that time has expired (PASS-1).
    pub fn has_expired(&self, set_at: Time, now: Time) -> bool {
        self.password_cutoff(now).is_some_and(|cutoff| set_at <= cutoff)
    }

    /// When a one-time link made now stops working (PASS-1).
    pub fn link_end(&self, now: Time) -> Time {
        Time(now.0 + self.number(Key::InvitationLifetimeHours) * 3_600)
    }

    /// Sessions last used before this time have ended (PASS-1).
    pub fn idle_cutoff(&self, now: Time) -> Time {
        Time(now.0 - self.number(Key::SessionIdleMinutes) * 60)
    }

    /// The last use of a session is noted at most this often, in seconds, so that reads hardly ever write: a session ends by
    /// a tenth of its idle time too early at worst, and never too late (SESS-1).
    pub fn seen_every(&self) -> i64 {
        self.number(Key::SessionIdleMinutes) * 60 / 10
    }

    /// Whether a client at that address may sign in; `local` always may (SESS-1).
    pub fn allows_address(&self, address: &str) -> bool {
        let (Value::List(allowed), Ok(address)) =
            (self.get(Key::SigninAllowedAddresses), address.parse::<IpAddr>().map(Address::from))
        else {
            return true;
        };
        let holds = |range: &String| range.parse::<AddressRange>().is_ok_and(|range| range.contains(address));
        allowed.is_empty() || allowed.iter().any(holds)
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
        for bad in ["http://x.example", "https://", "https://x y", "javascript:alert(1)", "https://a@b.example"] {
            assert!(Key::MailLinkBase.parse(bad).is_err(), "{bad}");
        }
        assert!(Key::SigninAllowedAddresses.parse("10.0.0.300").is_err());
    }

    #[test]
    fn allowed_addresses_never_shut_out_local() {
        let mut settings = Settings::default();
        assert!(settings.allows_address("192.0.2.1"));
        let list = Key::SigninAllowedAddresses.parse("10.0.0.0/8, 2001:db8::1").unwrap();
        settings.set(Key::SigninAllowedAddresses, list);
        assert!(settings.allows_address("10.1.2.3") && settings.allows_address("2001:db8::1"));
        assert!(settings.allows_address("local"));
        assert!(!settings.allows_address("192.0.2.1") && !settings.allows_address("2001:db8::2"));
    }

    #[test]
    fn passwords_expire_only_once_it_is_switched_on() {
        let (mut settings, now) = (Settings::default(), Time(1_790_000_000));
        assert_eq!(settings.password_cutoff(now), None);
        settings.set(Key::PasswordExpiryMonths, Value::Number(3));
        assert_eq!(settings.password_cutoff(now), Some(now.months_ago(3)));
    }
}
