//! Requirements: what has to hold.

use clap::Args;

use crate::cli::commands::register::verbs::register_verbs;
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::domain::Result;
use crate::domain::given::Members;
use crate::domain::record::Requirement;
use crate::domain::reference::{RequirementRef, RuleRef, texts};
use crate::service::Done;
use crate::service::register::kinds::{RequirementBody, RequirementDraft};
use crate::service::register::{self, Deleted, Register};

/// The rules of a new requirement.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// A rule that shows it (repeatable)
    #[arg(long, value_name = "RULE")]
    rule: Vec<RuleRef>,
}

/// Rules that come and go.
#[derive(Debug, Args)]
pub struct RulesEditArgs {
    /// A rule that shows it, too (repeatable)
    #[arg(long, value_name = "RULE")]
    add_rule: Vec<RuleRef>,
    /// A rule that shows it no longer (repeatable)
    #[arg(long, value_name = "RULE")]
    remove_rule: Vec<RuleRef>,
}

register_verbs! {
    "Requirements: what has to hold" RequirementVerb: Requirement as RequirementRef, RequirementBody,
        called "requirement", "a requirement", "requirements";
    adds RulesArgs |common, more: RulesArgs| RequirementDraft { rules: texts(more.rule).into(), common };
    edits RulesEditArgs |common, more: RulesEditArgs| RequirementDraft {
        rules: Members::edit(texts(more.add_rule), texts(more.remove_rule)),
        common,
    };
    examples "'Sessions end' --rule 'TLS version'", "'Encrypted in transit'", "'Encrypted in transit' --add-rule 'Open ports'";
}

impl Tabular for Requirement {
    const SHOWN: &'static [&'static str] = &["name", "description", "state", "rules"];
}
