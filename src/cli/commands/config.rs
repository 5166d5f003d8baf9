//! Personal configurations.

use clap::Args;
use serde_json::json;

use crate::cli::commands::aim::{AimArgs, AimEditArgs};
use crate::cli::commands::content::parse_content;
use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::domain::config::ConfigKind;
use crate::domain::record::Config;
use crate::domain::recurrence::{Day, Frequency, Spec};
use crate::domain::reference::{AssetGroupRef, ConfigRef, UserRef, texts};
use crate::domain::{Action, Error, Given, Name, Result};
use crate::service::Done;
use crate::service::bulk::BulkKind;
use crate::service::config::aim::AimWish;
use crate::service::config::hand_over::{self, TransferBody};
use crate::service::config::view::{self, ConfigBody};
use crate::service::config::{add, edit};
use crate::service::report::Outcomes;

verbs! {
    /// Personal configurations
    ConfigVerb {
        "add" ConfigAdd,
        "list" ConfigList,
        "show" ConfigShow,
        "edit" ConfigEdit,
        "transfer" ConfigTransfer,
        "delete" ConfigDelete,
    }
}

/// Add a configuration
///
/// Adds a personal configuration: a report template, option profile, scheduled scan, scheduled report
/// or search list. Scheduled kinds need a recurrence. Targets are asset groups that the owner reaches.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost config add 'Nightly lab scan' --kind scheduled-scan --owner will.hart@acme.example --target 'Lab Network' --recurrence daily --time 22:30 --time-zone Europe/Berlin\n  provost config add 'Board report' --kind report-template --global --content '{\"pages\": 3}'"
)]
pub struct ConfigAdd {
    /// The name
    #[arg(value_name = "NAME")]
    name: Name,
    /// The kind
    #[arg(long, value_name = "KIND")]
    kind: ConfigKind,
    /// The owner [default: you]
    #[arg(long, value_name = "LOGIN")]
    owner: Option<UserRef>,
    /// Aim it at this asset group, or `All` (repeatable)
    #[arg(long, value_name = "GROUP")]
    target: Vec<AssetGroupRef>,
    #[command(flatten)]
    aim: AimArgs,
    /// Share it with the subscription or unit
    #[arg(long)]
    global: bool,
    /// The content, as JSON or @FILE
    #[arg(long, value_name = "JSON|@FILE")]
    content: Option<String>,
    /// Make a scheduled scan a map
    #[arg(long)]
    map: bool,
    #[command(flatten)]
    recurrence: RecurrenceArgs,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for ConfigAdd {
    type Prints = Done<ConfigBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let aim = AimWish::from(self.aim);
        if let Some(policy) = self.existing.policy() {
            let row = json!({
                "addresses": some(&aim.addresses), "domains": some(&aim.domains), "appliances": some(&aim.appliances),
                "option_profile": aim.option_profile,
                "name": self.name, "kind": self.kind, "owner": self.owner, "targets": self.target,
                "global": self.global.then_some(true), "map": self.map.then_some(true),
                "content": self.content.as_deref().map(parse_content).transpose()?.and_then(Given::value),
                "recurrence": self.recurrence.clone().parse()?,
            });
            return cx.add_once((Action::ConfigAdd, BulkKind::Configs), policy, row, |op, id, _| {
                Ok(ConfigBody { config: view::show(op, &format!("id:{id}"))? })
            });
        }
        let request = add::Request {
            name: self.name,
            kind: self.kind,
            owner: self.owner.map(Into::into),
            targets: texts(self.target),
            aim,
            keeps_unreached: false,
            global: self.global,
            content: self.content.as_deref().map(parse_content).transpose()?.and_then(Given::value),
            recurrence: self.recurrence.parse()?,
            map: self.map,
            active: true,
        };
        cx.write(Action::ConfigAdd, |op| add::add(op, &request))
    }
}

/// A list as a row says it: an empty one says nothing.
fn some<T>(list: &[T]) -> Option<&[T]> {
    Some(list).filter(|list| !list.is_empty())
}

/// List configurations
///
/// Shows every configuration that you may view. One that needs a target has none, or one that its owner
/// cannot reach (CONF-2).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost config list\n  provost config list --filter owner=ana.silva@acme.example\n  provost config list --filter needs_target=yes --json"
)]
pub struct ConfigList {
    #[command(flatten)]
    list: ListArgs<Config>,
}

impl Verb for ConfigList {
    type Prints = Rows<Config>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Config>(Action::ConfigView, self.list.into_request(), view::list))
    }
}

/// Show a configuration
///
/// Shows one configuration, named by its name or id.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost config show 'Weekly EMEA scan'")]
pub struct ConfigShow {
    /// The configuration: name or id
    #[arg(value_name = "CONFIG")]
    config: ConfigRef,
}

impl Verb for ConfigShow {
    type Prints = Config;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ConfigView, |op| view::show(op, &self.config))
    }
}

/// Edit a configuration
///
/// Changes what is named and leaves the rest. A new recurrence must be given whole.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost config edit 'Weekly EMEA scan' --name 'EMEA scan'\n  provost config edit 'Weekly EMEA scan' --add-target 'Shared Services'"
)]
pub struct ConfigEdit {
    /// The configuration: name or id
    #[arg(value_name = "CONFIG")]
    config: ConfigRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// Aim it at this asset group too (repeatable)
    #[arg(long, value_name = "GROUP")]
    add_target: Vec<AssetGroupRef>,
    /// Aim it at this asset group no longer (repeatable)
    #[arg(long, value_name = "GROUP")]
    remove_target: Vec<AssetGroupRef>,
    #[command(flatten)]
    aim: AimEditArgs,
    /// Share it with the subscription or unit
    #[arg(long, value_name = "BOOL")]
    global: Option<bool>,
    /// The content, as JSON or @FILE; empty clears it
    #[arg(long, value_name = "JSON|@FILE")]
    content: Option<String>,
    #[command(flatten)]
    recurrence: RecurrenceArgs,
}

impl Verb for ConfigEdit {
    type Prints = Done<ConfigBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = edit::Request {
            config: self.config.into(),
            name: self.name,
            content: self.content.as_deref().map(parse_content).transpose()?.into(),
            add_targets: texts(self.add_target),
            remove_targets: texts(self.remove_target),
            aim: self.aim.into(),
            global: self.global,
            recurrence: self.recurrence.parse()?,
        };
        cx.write(Action::ConfigEdit, |op| edit::edit(op, &request))
    }
}

/// Give configurations to another user
///
/// Changes the owner of configurations. A clash of names appends a number (CONF-1).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost config transfer 'Weekly EMEA scan' --to uwe.brandt@acme.example")]
pub struct ConfigTransfer {
    /// The configurations, or `-` for standard input
    #[arg(value_name = "CONFIG", required = true)]
    configs: Vec<ConfigRef>,
    /// The new owner
    #[arg(long, value_name = "USER")]
    to: UserRef,
}

impl Verb for ConfigTransfer {
    type Prints = Done<TransferBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let configs = cx.objects(self.configs, "id")?;
        cx.write(Action::ConfigTransfer, |op| hand_over::transfer(op, &configs, &self.to))
    }
}

/// Delete configurations
///
/// Deletes configurations.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost config delete 'Weekly EMEA scan' --yes")]
pub struct ConfigDelete {
    /// The configurations, or `-` for standard input
    #[arg(value_name = "CONFIG", required = true)]
    configs: Vec<ConfigRef>,
}

impl Verb for ConfigDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let names = cx.objects(self.configs, "id")?;
        cx.destroy(Action::ConfigDelete, |op| hand_over::delete(op, &names))
    }
}

/// Flags of a recurrence.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Launch time")]
pub struct RecurrenceArgs {
    /// Launch once, daily, weekly or monthly
    #[arg(long, value_name = "HOW")]
    recurrence: Option<Frequency>,
    /// On this weekday, such as mon (repeatable)
    #[arg(long, value_name = "DAY")]
    weekday: Vec<Day>,
    /// On this day of the month, 1 to 31
    #[arg(long, value_name = "N")]
    day: Option<u8>,
    /// On this date, such as 2030-01-31
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// At this local time, such as 22:30
    #[arg(long, value_name = "HH:MM")]
    time: Option<String>,
    /// In this IANA time zone, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

impl RecurrenceArgs {
    /// The recurrence, if any of its flags is given.
    pub fn parse(self) -> Result<Option<Spec>> {
        let parts = [
            self.recurrence.is_some(),
            self.time.is_some(),
            self.time_zone.is_some(),
            self.day.is_some(),
            self.date.is_some(),
        ];
        if !parts.contains(&true) && self.weekday.is_empty() {
            return Ok(None);
        }
        let missing = |flag: &str| {
            Error::usage(format!("a recurrence needs `--{flag}`"))
                .rule("SCHED-1")
                .hint("write all of it: `--recurrence daily --time 22:30 --time-zone Europe/Berlin`")
        };
        Ok(Some(Spec {
            frequency: self.recurrence.ok_or_else(|| missing("recurrence"))?.to_string(),
            weekdays: self.weekday.iter().map(ToString::to_string).collect(),
            day: self.day,
            date: self.date,
            time: self.time.ok_or_else(|| missing("time"))?,
            time_zone: self.time_zone.ok_or_else(|| missing("time-zone"))?,
        }))
    }
}

said_by_the_sentence!(ConfigBody);

impl Told for TransferBody {
    fn describe(&self, told: &mut Lines) {
        self.outcomes.describe(told);
        told.all("needs target", &self.needs_target);
    }
}

impl Tabular for Config {
    const SHOWN: &'static [&'static str] = &["id", "kind", "name", "owner", "needs_target"];
}
