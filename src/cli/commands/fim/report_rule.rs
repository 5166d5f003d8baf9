//! Report rules: reports that come by themselves.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::config::RecurrenceArgs;
use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::fim::report::ContentArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::{Tabular, is_true};
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::record::ReportRule;
use crate::domain::reference::ReportRuleRef;
use crate::domain::{Action, Error, Name, Result};
use crate::service::Done;
use crate::service::fim::report_rule::{self, ReportRuleBody};
use crate::service::report::Outcomes;

verbs! {
    /// Report rules of your own
    FimReportRuleVerb {
        "add" FimReportRuleAdd,
        "list" FimReportRuleList,
        "show" FimReportRuleShow,
        "edit" FimReportRuleEdit,
        "delete" FimReportRuleDelete,
        "clone" FimReportRuleClone,
    }
}

/// Add a report rule
///
/// Adds a report that comes by itself, with `schedule run-due`, showing what you see then (FIM-12).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost fim report-rule add Weekly --when 'severity>=4' --recurrence weekly --weekday mon --time 07:00 --time-zone Europe/Berlin"
)]
pub struct FimReportRuleAdd {
    /// The name
    #[arg(value_name = "NAME")]
    name: Name,
    #[command(flatten)]
    content: ContentArgs,
    #[command(flatten)]
    recurrence: RecurrenceArgs,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for FimReportRuleAdd {
    type Prints = Done<ReportRuleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let name = self.name;
        let content = self.content.content();
        let recurrence = self.recurrence.parse()?.ok_or_else(|| {
            Error::usage("a report rule needs a recurrence")
                .rule("FIM-12")
                .hint("add `--recurrence daily --time 07:00 --time-zone Europe/Berlin`")
        })?;
        if let Some(policy) = self.existing.policy() {
            return cx
                .write(Action::FimReportRuleAdd, |op| report_rule::ensure(op, policy, &name, &content, &recurrence));
        }
        cx.write(Action::FimReportRuleAdd, |op| report_rule::add(op, &name, &content, recurrence.clone()))
    }
}

/// List report rules
///
/// Shows your own report rules, by name (FIM-12). A manager sees all.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report-rule list")]
pub struct FimReportRuleList {
    #[command(flatten)]
    list: ListArgs<ReportRule>,
}

impl Verb for FimReportRuleList {
    type Prints = Rows<ReportRule>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<ReportRule>(Action::FimReportRuleView, self.list.into_request(), report_rule::list))
    }
}

/// Show a report rule
///
/// Shows one report rule with what it reports and when.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report-rule show Weekly")]
pub struct FimReportRuleShow {
    /// The report rule: name or id
    #[arg(value_name = "RULE")]
    rule: ReportRuleRef,
}

impl Verb for FimReportRuleShow {
    type Prints = ReportRule;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::FimReportRuleView, |op| report_rule::show(op, &self.rule))
    }
}

/// Edit a report rule
///
/// Changes what is named; an empty filter takes it away. Switch the rule off with `--active false`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report-rule edit Weekly --format json --active false")]
pub struct FimReportRuleEdit {
    /// The report rule: name or id
    #[arg(value_name = "RULE")]
    rule: ReportRuleRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    #[command(flatten)]
    content: ContentArgs,
    /// Whether its reports come: true or false
    #[arg(long, value_name = "BOOL")]
    active: Option<bool>,
    #[command(flatten)]
    recurrence: RecurrenceArgs,
}

impl Verb for FimReportRuleEdit {
    type Prints = Done<ReportRuleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let content = self.content.named();
        let request = report_rule::Edit {
            rule: self.rule.into(),
            name: self.name,
            entity: content.entity,
            format: content.format,
            when: content.when,
            recurrence: self.recurrence.parse()?,
            active: self.active,
        };
        cx.write(Action::FimReportRuleEdit, |op| report_rule::edit(op, &request))
    }
}

/// Delete report rules
///
/// Deletes report rules of your own. The reports that came of them stay.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report-rule delete Weekly --yes")]
pub struct FimReportRuleDelete {
    /// The report rules; `-` reads them from standard input
    #[arg(value_name = "RULE", required = true)]
    rules: Vec<ReportRuleRef>,
}

impl Verb for FimReportRuleDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let rules = cx.objects(self.rules, "name")?;
        cx.destroy(Action::FimReportRuleDelete, |op| report_rule::delete(op, &rules))
    }
}

/// Copy a report rule
///
/// Adds a copy of a report rule under another name, as your own.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim report-rule clone Weekly --name 'Weekly 2'")]
pub struct FimReportRuleClone {
    /// The report rule: name or id
    #[arg(value_name = "RULE")]
    rule: ReportRuleRef,
    /// The name of the copy
    #[arg(long, value_name = "NAME")]
    name: Name,
}

impl Verb for FimReportRuleClone {
    type Prints = Done<ReportRuleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let name = self.name;
        cx.write(Action::FimReportRuleClone, |op| report_rule::clone(op, &self.rule, &name))
    }
}

said_by_the_sentence!(ReportRuleBody);

impl Tabular for ReportRule {
    const SHOWN: &'static [&'static str] = &["name", "content", "format", "active", "next_run_at"];

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "active")
    }
}
