//! Integrations: other systems.

use clap::Args;

use crate::cli::commands::register::verbs::register_verbs;
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::domain::record::Integration;
use crate::domain::reference::IntegrationRef;
use crate::domain::{Given, Line, Result};
use crate::service::Done;
use crate::service::register::kinds::{IntegrationBody, IntegrationDraft};
use crate::service::register::{self, Deleted, Register, RegisterDraft};

/// What and where another system is.
#[derive(Debug, Args)]
pub struct SystemArgs {
    /// What it is, a tracker for one
    #[arg(long, value_name = "KIND")]
    kind: Option<Given<Line>>,
    /// Where it is, without credentials
    #[arg(long, value_name = "ADDRESS")]
    address: Option<Given<Line>>,
}

fn draft(common: RegisterDraft, more: SystemArgs) -> IntegrationDraft {
    IntegrationDraft { kind: more.kind.into(), address: more.address.into(), common }
}

register_verbs! {
    "Integrations: other systems" IntegrationVerb: Integration as IntegrationRef, IntegrationBody,
        called "integration", "an integration", "integrations";
    adds SystemArgs draft; edits SystemArgs draft;
    examples "'Chat' --kind chat --address https://chat.acme.example", "'Issue tracker'", "'Issue tracker' --address https://issues.acme.example";
}

impl Tabular for Integration {
    const SHOWN: &'static [&'static str] = &["name", "description", "state", "kind", "address"];
}
