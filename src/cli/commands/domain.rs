//! Domains, for maps.

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
use crate::cli::render::{Reply, Rows};
use crate::domain::record::Domain;
use crate::domain::reference::DomainRef;
use crate::domain::text::domain_name;
use crate::domain::{Action, Name, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::settled::outcomes;
use crate::service::domain_name::DomainBody;
use crate::service::report::Outcomes;
use crate::service::{self, Done};

verbs! {
    /// Domains, for maps
    DomainVerb {
        "add" DomainAdd,
        "list" DomainList,
        "show" DomainShow,
        "edit" DomainEdit,
        "delete" DomainDelete,
    }
}

/// Add domains
///
/// Adds domains, for maps.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost domain add shop.acme.example")]
pub struct DomainAdd {
    /// The domains, or `-` for standard input
    #[arg(value_name = "DOMAIN", required = true)]
    domains: Vec<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for DomainAdd {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if let Some(policy) = self.existing.policy() {
            let rows = cx.objects(self.domains, "name")?.into_iter().map(|name| json!({ "name": name })).collect();
            return cx.add_each((Action::DomainAdd, BulkKind::Domains), policy, rows, outcomes);
        }
        let typed = cx.objects(self.domains, "name")?;
        let names = typed.iter().map(|name| domain_name(name)).collect::<Result<Vec<_>>>()?;
        cx.write(Action::DomainAdd, |op| service::domain_name::add(op, &names))
    }
}

/// List domains
///
/// Shows every domain that you may view.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost domain list")]
pub struct DomainList {
    #[command(flatten)]
    list: ListArgs<Domain>,
}

impl Verb for DomainList {
    type Prints = Rows<Domain>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Domain>(Action::DomainView, self.list.into_request(), service::domain_name::list))
    }
}

/// Show a domain
///
/// Shows a domain with the asset groups that hold it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost domain show lab.acme.example")]
pub struct DomainShow {
    /// The domain
    #[arg(value_name = "DOMAIN")]
    domain: DomainRef,
}

impl Verb for DomainShow {
    type Prints = Domain;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::DomainView, |op| service::domain_name::show(op, &self.domain))
    }
}

/// Rename a domain
///
/// Gives a domain another name; it stays in its asset groups.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost domain edit lab.acme.example --name lab2.acme.example")]
pub struct DomainEdit {
    /// The domain
    #[arg(value_name = "DOMAIN")]
    domain: DomainRef,
    /// The new name
    #[arg(long, value_name = "NAME", value_parser = typed(domain_name))]
    name: Name,
}

impl Verb for DomainEdit {
    type Prints = Done<DomainBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::DomainEdit, |op| service::domain_name::rename(op, &self.domain, &self.name))
    }
}

/// Delete domains
///
/// Deletes domains; they leave their asset groups.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost domain delete lab.acme.example --yes")]
pub struct DomainDelete {
    /// The domains, or `-` for standard input
    #[arg(value_name = "DOMAIN", required = true)]
    domains: Vec<DomainRef>,
}

impl Verb for DomainDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let names = cx.objects(self.domains, "name")?;
        cx.destroy(Action::DomainDelete, |op| service::domain_name::delete(op, &names))
    }
}

said_by_the_sentence!(DomainBody);

impl Tabular for Domain {
    const SHOWN: &'static [&'static str] = &["name", "asset_groups"];
}
