//! Where the values of an argument come from, as its place in the grammar and the name of its value tell.

use clap::Arg;

use crate::domain::asset_group::BusinessImpact;
use crate::domain::auth_record::AuthTechnology;
use crate::domain::config::ConfigKind;
use crate::domain::deletion::ResultsAnswer;
use crate::domain::log::Outcome;
use crate::domain::monitoring::{Approval, ReportEntity, ReportFormat};
use crate::domain::moving::{ConfigsAnswer, GroupsAnswer};
use crate::domain::project::ProjectState;
use crate::domain::question::SecretQuestion;
use crate::domain::recurrence::{Day, Frequency};
use crate::domain::roles::ProjectRole;
use crate::domain::tag::Color;
use crate::domain::ticket::TicketState;
use crate::domain::user::NotifyScans;
use crate::domain::{Action, Key, Level, MonitoringRole, ObjectKind, Permission, Role};
use crate::service::bulk::BulkKind;

/// Where values come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// These words.
    Words(&'static [&'static str]),
    /// Settings, each with `=` behind it.
    Settings,
    /// Names of objects.
    Names(ObjectKind),
    /// Objects with their kind before them, such as `bu:EU`.
    Objects,
    /// Nouns and verbs of the program itself.
    Commands,
    /// Files and folders, which the shell knows.
    Files,
    /// Nobody knows.
    Unknown,
}

impl Source {
    /// The source of an argument of the command.
    pub fn of(path: &[&str], arg: &Arg) -> Self {
        let value = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        match named(path, arg.get_id().as_str(), value) {
            Some(kind) => Self::Names(kind),
            None => listed(path, arg.get_id().as_str(), value),
        }
    }
}

/// The kind of object that a value names.
fn named(path: &[&str], id: &str, value: &str) -> Option<ObjectKind> {
    let of_asset_groups = path.first() == Some(&"asset-group") || (path.first() != Some(&"group") && id != "group");
    Some(match value {
        "LOGIN" if !is_new_login(path, id) => ObjectKind::User,
        "USER" => ObjectKind::User,
        "UNIT" => ObjectKind::Bu,
        "GROUP" if of_asset_groups => ObjectKind::AssetGroup,
        "GROUP" => ObjectKind::Group,
        "ASSET" => ObjectKind::Asset,
        "DOMAIN" if path != ["domain", "add"] => ObjectKind::Domain,
        "APPLIANCE" => ObjectKind::Appliance,
        "CONFIG" | "SCHEDULE" => ObjectKind::Config,
        "TAG" => ObjectKind::Tag,
        "PROJECT" => ObjectKind::Project,
        "POLICY" => ObjectKind::RemediationPolicy,
        "RECORD" => ObjectKind::AuthRecord,
        "PROFILE" => ObjectKind::Profile,
        "REPORT" => ObjectKind::Report,
        "RULE" if path.starts_with(&["fim", "report-rule"]) => ObjectKind::ReportRule,
        "RULE" if path.starts_with(&["fim", "rule"]) => ObjectKind::Rule,
        "ID" => match path {
            ["scan", ..] => ObjectKind::Scan,
            ["ticket", ..] => ObjectKind::Ticket,
            ["outbox", ..] => ObjectKind::Mail,
            ["fim", "incident", ..] if !id.contains("event") => ObjectKind::Incident,
            ["fim", ..] => ObjectKind::Event,
            _ => return None,
        },
        _ => return None,
    })
}

fn is_new_login(path: &[&str], id: &str) -> bool {
    matches!((path, id), (["user", "add" | "edit"] | ["init"], "login"))
}

/// The words of a closed vocabulary, or what else a value may be.
fn listed(path: &[&str], id: &str, value: &str) -> Source {
    Source::Words(match value {
        "ROLE" if id == "monitoring_role" => MonitoringRole::WORDS,
        "ROLE" if path.first() == Some(&"project") => ProjectRole::WORDS,
        "ROLE" => Role::WORDS,
        "LEVEL" => Level::WORDS,
        "PERMISSION" => Permission::WORDS,
        "ACTION" => Action::WORDS,
        "IMPACT" => BusinessImpact::WORDS,
        "STATE" if path.first() == Some(&"project") => ProjectState::WORDS,
        "STATE" => TicketState::WORDS,
        "HOW" => Frequency::WORDS,
        "DAY" if id == "weekday" => Day::WORDS,
        "COLOUR" => Color::WORDS,
        "QUESTION" => SecretQuestion::WORDS,
        "OUTCOME" => Outcome::WORDS,
        "EDITION" => &["standard", "lite"],
        "BOOL" => &["true", "false"],
        "WHICH" => NotifyScans::WORDS,
        "WORD" if id == "approval" => Approval::WORDS,
        "WORD" if id == "content" => ReportEntity::WORDS,
        "WORD" if id == "format" => ReportFormat::WORDS,
        "ANSWER" if id == "results" => ResultsAnswer::WORDS,
        "ANSWER" if id == "asset_groups" => GroupsAnswer::WORDS,
        "ANSWER" if path == ["user", "delete"] => &["delete"],
        "ANSWER" => ConfigsAnswer::WORDS,
        "KIND" if path.first() == Some(&"config") => ConfigKind::WORDS,
        "KIND" if path.first() == Some(&"auth-record") => AuthTechnology::WORDS,
        "KIND" if matches!(path.first(), Some(&"import" | &"export")) => BulkKind::WORDS,
        "COMMAND" if path.first() == Some(&"schema") => return Source::Commands,
        "KEY=VALUE" if path == ["settings", "set"] => return Source::Settings,
        "KIND:NAME" | "KIND:ID" => return Source::Objects,
        "FILE" | "PATH" | "FOLDER" | "FILE.toml" => return Source::Files,
        _ => return Source::Unknown,
    })
}

impl Source {
    /// The settings that can be set.
    pub fn settings() -> impl Iterator<Item = &'static str> {
        Key::WORDS.iter().copied()
    }
}
