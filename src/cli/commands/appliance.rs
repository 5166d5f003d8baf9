//! Scanner appliances.

use clap::Args;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::record::Appliance;
use crate::domain::reference::ApplianceRef;
use crate::domain::{Action, Name, Result};
use crate::service::Done;
use crate::service::appliance::{self, ApplianceBody};
use crate::service::bulk::BulkKind;
use crate::service::report::Outcomes;

verbs! {
    /// Scanner appliances
    ApplianceVerb {
        "add" ApplianceAdd,
        "list" ApplianceList,
        "show" ApplianceShow,
        "edit" ApplianceEdit,
        "delete" ApplianceDelete,
    }
}

/// Add a scanner appliance
///
/// Adds a scanner appliance; you are its owner.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost appliance add scanner-osl-1")]
pub struct ApplianceAdd {
    /// The name
    #[arg(value_name = "NAME")]
    name: Name,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for ApplianceAdd {
    type Prints = Done<ApplianceBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if let Some(policy) = self.existing.policy() {
            let row = json!({ "name": self.name });
            return cx.add_once((Action::ApplianceAdd, BulkKind::Appliances), policy, row, |op, id, _| {
                Ok(ApplianceBody { appliance: appliance::seen(op, id)? })
            });
        }
        let name = self.name;
        cx.write(Action::ApplianceAdd, |op| appliance::add(op, &name, None))
    }
}

/// List scanner appliances
///
/// Shows every scanner appliance that you may view, with its owner.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost appliance list")]
pub struct ApplianceList {
    #[command(flatten)]
    list: ListArgs<Appliance>,
}

impl Verb for ApplianceList {
    type Prints = Rows<Appliance>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Appliance>(Action::ApplianceView, self.list.into_request(), appliance::list))
    }
}

/// Show an appliance
///
/// Shows a scanner appliance with its owner and the asset groups that hold it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost appliance show scanner-lab-1")]
pub struct ApplianceShow {
    /// The appliance
    #[arg(value_name = "APPLIANCE")]
    appliance: ApplianceRef,
}

impl Verb for ApplianceShow {
    type Prints = Appliance;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ApplianceView, |op| appliance::show(op, &self.appliance))
    }
}

/// Rename an appliance
///
/// Gives an appliance another name; it stays in its asset groups.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost appliance edit scanner-lab-1 --name scanner-lab-2")]
pub struct ApplianceEdit {
    /// The appliance
    #[arg(value_name = "APPLIANCE")]
    appliance: ApplianceRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Name,
}

impl Verb for ApplianceEdit {
    type Prints = Done<ApplianceBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::ApplianceEdit, |op| appliance::rename(op, &self.appliance, &self.name))
    }
}

/// Delete scanner appliances
///
/// Deletes scanner appliances; they leave their asset groups.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost appliance delete scanner-lab-1 --yes")]
pub struct ApplianceDelete {
    /// The appliances, or `-` for standard input
    #[arg(value_name = "APPLIANCE", required = true)]
    appliances: Vec<ApplianceRef>,
}

impl Verb for ApplianceDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let names = cx.objects(self.appliances, "name")?;
        cx.destroy(Action::ApplianceDelete, |op| appliance::delete(op, &names))
    }
}

said_by_the_sentence!(ApplianceBody);

impl Tabular for Appliance {
    const SHOWN: &'static [&'static str] = &["name", "owner", "asset_groups"];
}
