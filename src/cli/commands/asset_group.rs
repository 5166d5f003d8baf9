//! Asset groups: who reaches what.

use clap::Args;
use serde_json::json;

use crate::cli::arguments::typed;
use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::domain::asset_group::BusinessImpact;
use crate::domain::record::ShownGroup;
use crate::domain::reference::{ApplianceRef, AssetGroupRef, DomainRef, UnitRef, UserRef, texts};
use crate::domain::{Action, AddressRange, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::asset_group::contents::Contents;
use crate::service::asset_group::delete::{self, DeleteBody};
use crate::service::asset_group::edit::{self, EditBody};
use crate::service::asset_group::transfer::{self, TransferBody};
use crate::service::asset_group::view::{self, GroupBody};
use crate::service::asset_group::{add, assign};
use crate::service::bulk::BulkKind;
use crate::service::report::Outcomes;

verbs! {
    /// Asset groups: who reaches what
    AssetGroupVerb {
        "add" AssetGroupAdd,
        "list" AssetGroupList,
        "show" AssetGroupShow,
        "edit" AssetGroupEdit,
        "delete" AssetGroupDelete,
        "assign" AssetGroupAssign,
        "unassign" AssetGroupUnassign,
        "transfer" AssetGroupTransfer,
    }
}

/// Add an asset group
///
/// Adds an asset group that you own. If you belong to a business unit, the group is linked to it. Unit
/// managers and scanners put into a group only what they reach themselves (AG-5).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost asset-group add 'Lab Bench' --address 10.40.9.0/28 --bu Labs --business-impact low"
)]
pub struct AssetGroupAdd {
    /// The name
    #[arg(value_name = "NAME", value_parser = typed(Name::of_asset_group))]
    name: Name,
    /// Put this address, range or block in (repeatable)
    #[arg(long, value_name = "ADDRESS")]
    address: Vec<AddressRange>,
    /// Put this domain in (repeatable)
    #[arg(long, value_name = "DOMAIN")]
    domain: Vec<DomainRef>,
    /// Put this appliance in (repeatable)
    #[arg(long, value_name = "APPLIANCE")]
    appliance: Vec<ApplianceRef>,
    /// Link it to this business unit (repeatable)
    #[arg(long, value_name = "UNIT")]
    bu: Vec<UnitRef>,
    /// How much the business depends on it [default: medium]
    #[arg(long, value_name = "IMPACT")]
    business_impact: Option<BusinessImpact>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<Given<Line>>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for AssetGroupAdd {
    type Prints = Done<GroupBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if let Some(policy) = self.existing.policy() {
            let row = json!({
                "name": self.name, "addresses": self.address, "domains": self.domain, "appliances": self.appliance,
                "units": self.bu, "business_impact": self.business_impact, "comments": self.comments,
            });
            return cx.add_once((Action::AssetGroupAdd, BulkKind::AssetGroups), policy, row, |op, id, _| {
                Ok(GroupBody { asset_group: view::seen(op, id)? })
            });
        }
        let request = add::Request {
            name: self.name,
            contents: Contents {
                addresses: self.address,
                domains: texts(self.domain),
                appliances: texts(self.appliance),
                units: texts(self.bu),
            },
            business_impact: self.business_impact,
            comments: self.comments.into(),
            provenance: None,
        };
        cx.write(Action::AssetGroupAdd, |op| add::add(op, &request))
    }
}

/// List asset groups
///
/// Shows every asset group that you may view, and `All` if you hold it (AG-9).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset-group list\n  provost asset-group list --filter units=EMEA --json")]
pub struct AssetGroupList {
    #[command(flatten)]
    list: ListArgs<ShownGroup>,
}

impl Verb for AssetGroupList {
    type Prints = Rows<ShownGroup>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<ShownGroup>(Action::AssetGroupView, self.list.into_request(), view::list_with_all))
    }
}

/// Show an asset group
///
/// Shows one asset group with its addresses, domains, appliances, units and users. `All` is shown as what it
/// stands for in your place (AG-9).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset-group show California")]
pub struct AssetGroupShow {
    /// The asset group, or `All`
    #[arg(value_name = "GROUP")]
    group: AssetGroupRef,
}

impl Verb for AssetGroupShow {
    type Prints = ShownGroup;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::AssetGroupView, |op| view::show(op, &self.group))
    }
}

/// Edit an asset group
///
/// Changes what is named and leaves the rest. When a group leaves a business unit, the assignments of
/// its users end, and the report names them.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost asset-group edit California --add-address 10.20.9.0/28\n  provost asset-group edit California --name 'West Coast' --business-impact high"
)]
pub struct AssetGroupEdit {
    /// The asset group
    #[arg(value_name = "GROUP")]
    group: AssetGroupRef,
    /// The new name
    #[arg(long, value_name = "NAME", value_parser = typed(Name::of_asset_group))]
    name: Option<Name>,
    /// Put in this address, range or block (repeatable)
    #[arg(long, value_name = "ADDRESS")]
    add_address: Vec<AddressRange>,
    /// Take out this address, range or block (repeatable)
    #[arg(long, value_name = "ADDRESS")]
    remove_address: Vec<AddressRange>,
    /// Put in this domain (repeatable)
    #[arg(long, value_name = "DOMAIN")]
    add_domain: Vec<DomainRef>,
    /// Take out this domain (repeatable)
    #[arg(long, value_name = "DOMAIN")]
    remove_domain: Vec<DomainRef>,
    /// Put in this appliance (repeatable)
    #[arg(long, value_name = "APPLIANCE")]
    add_appliance: Vec<ApplianceRef>,
    /// Take out this appliance (repeatable)
    #[arg(long, value_name = "APPLIANCE")]
    remove_appliance: Vec<ApplianceRef>,
    /// Link it to this business unit (repeatable)
    #[arg(long, value_name = "UNIT")]
    add_bu: Vec<UnitRef>,
    /// Unlink it from this business unit (repeatable)
    #[arg(long, value_name = "UNIT")]
    remove_bu: Vec<UnitRef>,
    /// How much the business depends on it
    #[arg(long, value_name = "IMPACT")]
    business_impact: Option<BusinessImpact>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<Given<Line>>,
}

impl Verb for AssetGroupEdit {
    type Prints = Done<EditBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = edit::Request {
            group: self.group.into(),
            name: self.name,
            add: Contents {
                addresses: self.add_address,
                domains: texts(self.add_domain),
                appliances: texts(self.add_appliance),
                units: texts(self.add_bu),
            },
            remove: Contents {
                addresses: self.remove_address,
                domains: texts(self.remove_domain),
                appliances: texts(self.remove_appliance),
                units: texts(self.remove_bu),
            },
            business_impact: self.business_impact,
            comments: self.comments.into(),
        };
        cx.write(Action::AssetGroupEdit, |op| edit::edit(op, &request))
    }
}

/// Delete an asset group
///
/// Deletes an asset group. Its assignments end, configurations lose it as target, and the report lists
/// both (AG-8).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset-group delete Texas --yes")]
pub struct AssetGroupDelete {
    /// The asset group
    #[arg(value_name = "GROUP")]
    group: AssetGroupRef,
}

impl Verb for AssetGroupDelete {
    type Prints = Done<DeleteBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.destroy(Action::AssetGroupDelete, |op| delete::delete(op, &self.group))
    }
}

/// Assign an asset group to users
///
/// Gives users access to what a group holds. A user in a business unit may be given any group of that
/// unit, an unassigned user any group (AG-3). `All` stands for everything in reach.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost asset-group assign 'Shared Services' clara.dupont@acme.example emil.novak@acme.example\n  provost user list --filter unit=Labs --json | jq -r '.[].login' | provost asset-group assign All -"
)]
pub struct AssetGroupAssign {
    /// The asset group, or `All`
    #[arg(value_name = "GROUP")]
    group: AssetGroupRef,
    /// The users, or `-` for standard input
    #[arg(value_name = "USER", required = true)]
    users: Vec<UserRef>,
}

impl Verb for AssetGroupAssign {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users, "login")?;
        cx.write(Action::AssetGroupAssign, |op| assign::assign(op, &self.group, &users))
    }
}

/// End the assignment of an asset group
///
/// Takes the access that a group gives away from users.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset-group unassign 'Shared Services' ann.keller@acme.example")]
pub struct AssetGroupUnassign {
    /// The asset group, or `All`
    #[arg(value_name = "GROUP")]
    group: AssetGroupRef,
    /// The users, or `-` for standard input
    #[arg(value_name = "USER", required = true)]
    users: Vec<UserRef>,
}

impl Verb for AssetGroupUnassign {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users, "login")?;
        cx.write(Action::AssetGroupAssign, |op| assign::unassign(op, &self.group, &users))
    }
}

/// Give an asset group another owner
///
/// Changes the owner, inside the unit, to a manager, unit manager or scanner (AG-6). The report lists
/// the configurations whose owner can no longer reach the group.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost asset-group transfer California --to joe.park@acme.example")]
pub struct AssetGroupTransfer {
    /// The asset group
    #[arg(value_name = "GROUP")]
    group: AssetGroupRef,
    /// The new owner
    #[arg(long, value_name = "USER")]
    to: UserRef,
}

impl Verb for AssetGroupTransfer {
    type Prints = Done<TransferBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::AssetGroupTransfer, |op| transfer::transfer(op, &self.group, &self.to))
    }
}

said_by_the_sentence!(GroupBody);

impl Told for EditBody {
    fn describe(&self, told: &mut Lines) {
        told.all("unassigned", &self.unassigned);
        told.all("needs target", &self.needs_target);
    }
}

impl Told for DeleteBody {
    fn describe(&self, told: &mut Lines) {
        told.all("unassigned", &self.unassigned);
        told.all("untargeted", &self.untargeted);
        told.all("needs target", &self.needs_target);
    }
}

impl Told for TransferBody {
    fn describe(&self, told: &mut Lines) {
        told.all("needs target", &self.needs_target);
    }
}

impl Tabular for ShownGroup {
    const SHOWN: &'static [&'static str] = &["name", "owner", "origin", "units"];
}
