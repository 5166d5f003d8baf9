//! Assets as monitoring sees them.

use clap::Args;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::{Reply, Rows};
use crate::domain::record::Asset;
use crate::domain::reference::AssetRef;
use crate::domain::{Action, Result};
use crate::service::fim::asset;

verbs! {
    /// Assets within your tag scope
    FimAssetVerb {
        "list" FimAssetList,
        "show" FimAssetShow,
    }
}

/// List assets in scope
///
/// Shows every asset that has no tag, or one that your tag scope covers (SCOPE-2). Asset groups do not matter here; a manager
/// sees all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim asset list\n  provost fim asset list --filter tags=production --json")]
pub struct FimAssetList {
    #[command(flatten)]
    list: ListArgs<Asset>,
}

impl Verb for FimAssetList {
    type Prints = Rows<Asset>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Asset>(Action::FimAssetView, self.list.into_request(), asset::list))
    }
}

/// Show an asset in scope
///
/// Shows one asset that your tag scope covers.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim asset show fra-gw")]
pub struct FimAssetShow {
    /// The asset: address, name or id
    #[arg(value_name = "ASSET")]
    asset: AssetRef,
}

impl Verb for FimAssetShow {
    type Prints = Asset;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::FimAssetView, |op| asset::show(op, &self.asset))
    }
}
