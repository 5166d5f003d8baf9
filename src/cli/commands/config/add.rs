//! `config add`

use clap::Args as ClapArgs;
use serde_json::json;

use super::content;
use super::recurrence::RecurrenceArgs;
use crate::cli::commands::existing::ExistingArgs;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::bulk::BulkKind;
use crate::service::config::add;
use crate::service::config::view::{self, ConfigBody};

/// Add a configuration
///
/// Adds a personal configuration: a report template, option profile, scheduled scan, scheduled report
/// or search list. Scheduled kinds need a recurrence. Targets are asset groups that the owner reaches.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost config add 'Nightly lab scan' --kind scheduled-scan --owner will.hart@acme.example --target 'Lab Network' --recurrence daily --time 22:30 --time-zone Europe/Berlin\n  provost config add 'Board report' --kind report-template --global --content '{\"pages\": 3}'"
)]
pub struct Args {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    /// The kind
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// The owner [default: you]
    #[arg(long, value_name = "LOGIN")]
    owner: Option<String>,
    /// Aim it at this asset group, or `All` (repeatable)
    #[arg(long, value_name = "GROUP")]
    target: Vec<String>,
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

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = json!({
            "name": args.name, "kind": args.kind, "owner": args.owner, "targets": args.target,
            "global": args.global.then_some(true), "map": args.map.then_some(true),
            "content": args.content.as_deref().map(content::parse).transpose()?.flatten(),
            "recurrence": args.recurrence.clone().parse()?,
        });
        return cx.add_once((Action::ConfigAdd, BulkKind::Configs), policy, row, |op, id, _| {
            Ok(ConfigBody { config: view::show(op, &format!("id:{id}"))? })
        });
    }
    let request = add::Request {
        name: args.name.parse()?,
        kind: args.kind.parse()?,
        owner: args.owner,
        targets: args.target,
        keeps_unreached: false,
        global: args.global,
        content: args.content.as_deref().map(content::parse).transpose()?.flatten(),
        recurrence: args.recurrence.parse()?,
        map: args.map,
        active: true,
    };
    cx.write(Action::ConfigAdd, |op| add::add(op, &request))
}
