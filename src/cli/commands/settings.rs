//! Settings of the subscription.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::commands::words::pairs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::reference::{SettingWord, texts};
use crate::domain::{Action, Key, Result};
use crate::service::Done;
use crate::service::listing::computed;
use crate::service::settings::{self, Setting, SettingsBody};

verbs! {
    /// Settings of the subscription
    SettingsVerb {
        "show" SettingsShow,
        "set" SettingsSet,
    }
}

/// Show the settings
///
/// Shows every setting with its value, what it accepts and what it means.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost settings show\n  provost settings show --filter key~password")]
pub struct SettingsShow {
    #[command(flatten)]
    list: ListArgs<Setting>,
}

impl Verb for SettingsShow {
    type Prints = Rows<Setting>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Setting>(Action::SettingsView, self.list.into_request(), |op, request, sink| {
            computed(op, request, sink, |sink| settings::show(op)?.into_iter().try_for_each(sink))
        }))
    }
}

/// Change settings
///
/// Sets one or more settings; all of them, or none.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost settings set asset_groups.mode=managed\n  provost settings set addresses.unit_limits=on addresses.licensed=5000"
)]
pub struct SettingsSet {
    /// The settings, as KEY=VALUE
    #[arg(value_name = "KEY=VALUE", required = true)]
    settings: Vec<SettingWord>,
}

impl Verb for SettingsSet {
    type Prints = Done<SettingsBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let mut values = Vec::with_capacity(self.settings.len());
        for (key, value) in pairs(&texts(self.settings))? {
            let key = Key::find(key)?;
            values.push((key, key.parse(value)?));
        }
        let action = values.iter().map(|(key, _)| key.action()).max().unwrap_or(Action::SettingsEdit);
        cx.write(action, |op| settings::set(op, &values))
    }
}

said_by_the_sentence!(SettingsBody);

impl Tabular for Setting {
    const SHOWN: &'static [&'static str] = &["key", "value", "explanation"];

    fn mark(key: &str, text: String, row: &Value) -> String {
        match row.get(key) {
            Some(Value::Bool(on)) => if *on { "on" } else { "off" }.to_owned(),
            _ => text,
        }
    }
}
