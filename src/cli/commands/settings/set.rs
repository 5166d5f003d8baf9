//! `settings set`

use clap::Args as ClapArgs;

use crate::cli::commands::words::pairs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Key, Result};
use crate::service::settings;

/// Change settings
///
/// Sets one or more settings; all of them, or none.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost settings set asset_groups.mode=managed\n  provost settings set addresses.unit_limits=on addresses.licensed=5000"
)]
pub struct Args {
    /// The settings, as KEY=VALUE
    #[arg(value_name = "KEY=VALUE", required = true)]
    settings: Vec<String>,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    let mut values = Vec::with_capacity(args.settings.len());
    for (key, value) in pairs(&args.settings)? {
        let key = Key::find(key)?;
        values.push((key, key.parse(value)?));
    }
    let action = values.iter().map(|(key, _)| key.action()).max().unwrap_or(Action::SettingsEdit);
    cx.write(action, |op| settings::set(op, &values))
}
