//! Correlation rules.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::results::tell_each;
use crate::cli::render::tabular::{Tabular, is_true};
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::domain::record::CorrelationRule;
use crate::domain::reference::{FimRuleRef, UserRef, texts};
use crate::domain::{Action, EventFilter, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::fim::rule::{self, RuleBody, RunBody};
use crate::service::report::Outcomes;

verbs! {
    /// Correlation rules that you made or review
    FimRuleVerb {
        "add" FimRuleAdd,
        "list" FimRuleList,
        "show" FimRuleShow,
        "edit" FimRuleEdit,
        "delete" FimRuleDelete,
        "activate" FimRuleActivate,
        "deactivate" FimRuleDeactivate,
        "run" FimRuleRun,
    }
}

/// Add a correlation rule
///
/// Adds a rule that makes an incident of the events that fit its filter, within your tag scope (FIM-15). It looks at events
/// from now on, whenever `fim rule run` is called.
/// The filter compares path, process, action, severity, at, asset.tag, asset.name, asset.address and asset.os by
/// = != ~ < > <= >=, joined by and, or, not and parentheses; commas separate alternatives.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost fim rule add 'Critical in production' --when 'severity>=4 and asset.tag=production'\n  provost fim rule add Accounts --when 'path=/etc/passwd,/etc/shadow and not action=attributes' --reviewer tomas.reyes@acme.example"
)]
pub struct FimRuleAdd {
    /// The name
    #[arg(value_name = "NAME")]
    name: Name,
    /// Which events, such as `severity>=4`
    #[arg(long, value_name = "FILTER")]
    when: EventFilter,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
    /// Who reviews its incidents (repeatable)
    #[arg(long, value_name = "LOGIN")]
    reviewer: Vec<UserRef>,
    /// Do not switch it on yet
    #[arg(long)]
    inactive: bool,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for FimRuleAdd {
    type Prints = Done<RuleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = rule::Request {
            name: self.name,
            description: self.description.into(),
            when: self.when,
            reviewers: texts(self.reviewer),
            active: !self.inactive,
        };
        if let Some(policy) = self.existing.policy() {
            return cx.write(Action::FimRuleAdd, |op| rule::ensure(op, policy, &request));
        }
        cx.write(Action::FimRuleAdd, |op| rule::add(op, &request))
    }
}

/// List correlation rules
///
/// Shows the rules that you made or are assigned to review, by name (FIM-9). A manager sees all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim rule list")]
pub struct FimRuleList {
    #[command(flatten)]
    list: ListArgs<CorrelationRule>,
}

impl Verb for FimRuleList {
    type Prints = Rows<CorrelationRule>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<CorrelationRule>(Action::FimRuleView, self.list.into_request(), rule::list))
    }
}

/// Show a correlation rule
///
/// Shows one rule with its filter and reviewers.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim rule show Accounts")]
pub struct FimRuleShow {
    /// The rule: name or id
    #[arg(value_name = "RULE")]
    rule: FimRuleRef,
}

impl Verb for FimRuleShow {
    type Prints = CorrelationRule;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::FimRuleView, |op| rule::show(op, &self.rule))
    }
}

/// Edit a correlation rule
///
/// Changes what is named; an empty value clears a field.
/// The filter compares path, process, action, severity, at, asset.tag, asset.name, asset.address and asset.os by
/// = != ~ < > <= >=, joined by and, or, not and parentheses; commas separate alternatives.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim rule edit Accounts --when 'path=/etc/passwd,/etc/shadow,/etc/group'")]
pub struct FimRuleEdit {
    /// The rule: name or id
    #[arg(value_name = "RULE")]
    rule: FimRuleRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// Which events, such as `severity>=4`
    #[arg(long, value_name = "FILTER")]
    when: Option<EventFilter>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
    /// Assign this reviewer (repeatable)
    #[arg(long, value_name = "LOGIN")]
    add_reviewer: Vec<UserRef>,
    /// End the place of this reviewer (repeatable)
    #[arg(long, value_name = "LOGIN")]
    remove_reviewer: Vec<UserRef>,
}

impl Verb for FimRuleEdit {
    type Prints = Done<RuleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = rule::Edit {
            rule: self.rule.into(),
            name: self.name,
            description: self.description.into(),
            when: self.when,
            add_reviewers: texts(self.add_reviewer),
            remove_reviewers: texts(self.remove_reviewer),
        };
        cx.write(Action::FimRuleEdit, |op| rule::edit(op, &request))
    }
}

/// Delete correlation rules
///
/// Deletes rules that you are assigned to review, if your monitoring role may delete (FIM-9). The incidents they made stay.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim rule delete Accounts --yes")]
pub struct FimRuleDelete {
    /// The rules; `-` reads them from standard input
    #[arg(value_name = "RULE", required = true)]
    rules: Vec<FimRuleRef>,
}

impl Verb for FimRuleDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let rules = cx.objects(self.rules, "name")?;
        cx.destroy(Action::FimRuleDelete, |op| rule::delete(op, &rules))
    }
}

/// Switch a correlation rule on
///
/// It looks at events from now on, not at those that came while it was off.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim rule activate Accounts")]
pub struct FimRuleActivate {
    /// The rule: name or id
    #[arg(value_name = "RULE")]
    rule: FimRuleRef,
}

impl Verb for FimRuleActivate {
    type Prints = Done<RuleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::FimRuleActivate, |op| rule::set_active(op, &self.rule, true))
    }
}

/// Switch a correlation rule off
///
/// It looks at no events any more.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim rule deactivate Accounts")]
pub struct FimRuleDeactivate {
    /// The rule: name or id
    #[arg(value_name = "RULE")]
    rule: FimRuleRef,
}

impl Verb for FimRuleDeactivate {
    type Prints = Done<RuleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::FimRuleDeactivate, |op| rule::set_active(op, &self.rule, false))
    }
}

/// Evaluate correlation rules
///
/// Looks at the events that are new to each active rule that you made or review, and makes an incident of those that fit.
/// A rule sees what its creator sees now, and only while the creator is active (FIM-15).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim rule run\n  provost fim rule run Accounts --dry-run")]
pub struct FimRuleRun {
    /// The rules; all active ones by default
    #[arg(value_name = "RULE")]
    rules: Vec<FimRuleRef>,
}

impl Verb for FimRuleRun {
    type Prints = Done<RunBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let rules = texts(self.rules);
        cx.write(Action::FimRuleRun, |op| rule::run(op, &rules))
    }
}

said_by_the_sentence!(RuleBody);

impl Told for RunBody {
    fn describe(&self, told: &mut Lines) {
        tell_each(&self.results, told);
        told.count("incident count", self.incident_count);
    }
}

impl Tabular for CorrelationRule {
    const SHOWN: &'static [&'static str] = &["name", "when", "active", "creator", "reviewers"];

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "active")
    }
}
