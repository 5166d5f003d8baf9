//! Rules: checks.

use crate::cli::commands::register::fields::NothingMore;
use crate::cli::commands::register::verbs::register_verbs;
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::domain::Result;
use crate::domain::record::Rule;
use crate::domain::reference::RuleRef;
use crate::service::Done;
use crate::service::register::kinds::{RuleBody, RuleDraft};
use crate::service::register::{self, Deleted, Register};

register_verbs! {
    "Rules: checks that scans make" RuleVerb: Rule as RuleRef, RuleBody, called "rule", "a rule", "rules";
    adds NothingMore |common, _| RuleDraft { common }; edits NothingMore |common, _| RuleDraft { common };
    examples "'No TLS 1.0' --content '{\"ports\": [443]}'", "'TLS version'", "'TLS version' --description 'only 1.2 and newer'";
}

impl Tabular for Rule {
    const SHOWN: &'static [&'static str] = &["name", "description", "state"];
}
