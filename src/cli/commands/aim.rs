//! What a scan or schedule takes beside asset groups.

use clap::Args;

use crate::domain::given::Members;
use crate::domain::reference::{ApplianceRef, ConfigRef, DomainRef, texts};
use crate::domain::{Address, Given};
use crate::service::config::aim::AimWish;
use crate::service::config::edit::AimChange;

/// Flags of something new.
#[derive(Debug, Args)]
pub struct AimArgs {
    /// Scan this address (repeatable)
    #[arg(long, value_name = "ADDRESS")]
    address: Vec<Address>,
    /// Map this domain (repeatable)
    #[arg(long, value_name = "DOMAIN")]
    domain: Vec<DomainRef>,
    /// Use this scanner appliance (repeatable)
    #[arg(long, value_name = "APPLIANCE")]
    appliance: Vec<ApplianceRef>,
    /// How to scan: an option profile
    #[arg(long, value_name = "CONFIG")]
    option_profile: Option<ConfigRef>,
}

impl From<AimArgs> for AimWish {
    fn from(args: AimArgs) -> Self {
        Self {
            addresses: args.address,
            domains: texts(args.domain),
            appliances: texts(args.appliance),
            option_profile: args.option_profile.map(Into::into),
        }
    }
}

/// Flags of something that changes.
#[derive(Debug, Args)]
pub struct AimEditArgs {
    /// Scan this address, too (repeatable)
    #[arg(long, value_name = "ADDRESS")]
    add_address: Vec<Address>,
    /// Scan this address no longer (repeatable)
    #[arg(long, value_name = "ADDRESS")]
    remove_address: Vec<Address>,
    /// Map this domain, too (repeatable)
    #[arg(long, value_name = "DOMAIN")]
    add_domain: Vec<DomainRef>,
    /// Map this domain no longer (repeatable)
    #[arg(long, value_name = "DOMAIN")]
    remove_domain: Vec<DomainRef>,
    /// Use this scanner appliance, too (repeatable)
    #[arg(long, value_name = "APPLIANCE")]
    add_appliance: Vec<ApplianceRef>,
    /// Use this scanner appliance no longer (repeatable)
    #[arg(long, value_name = "APPLIANCE")]
    remove_appliance: Vec<ApplianceRef>,
    /// How to scan: an option profile; empty: none
    #[arg(long, value_name = "CONFIG")]
    option_profile: Option<Given<ConfigRef>>,
}

impl From<AimEditArgs> for AimChange {
    fn from(args: AimEditArgs) -> Self {
        let shown = |addresses: Vec<Address>| addresses.iter().map(ToString::to_string).collect();
        Self {
            addresses: Members::edit(shown(args.add_address), shown(args.remove_address)),
            domains: Members::edit(texts(args.add_domain), texts(args.remove_domain)),
            appliances: Members::edit(texts(args.add_appliance), texts(args.remove_appliance)),
            option_profile: args.option_profile.unwrap_or_default().map(Into::into),
            keeps_unreached: false,
        }
    }
}
