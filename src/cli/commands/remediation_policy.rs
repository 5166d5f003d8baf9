//! Remediation policies.

use clap::Args;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::record::RemediationPolicy;
use crate::domain::reference::{RemediationPolicyRef, UnitRef, UserRef};
use crate::domain::{Action, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::remediation_policy::{self, PolicyBody, PolicyDraft};
use crate::service::report::Outcomes;

verbs! {
    /// Remediation policies
    RemediationPolicyVerb {
        "add" RemediationPolicyAdd,
        "list" RemediationPolicyList,
        "show" RemediationPolicyShow,
        "edit" RemediationPolicyEdit,
        "delete" RemediationPolicyDelete,
    }
}

/// Add a remediation policy
///
/// Says whose tickets the findings of a scan become: those of a user, or of whoever runs the scan (POL-1).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost remediation-policy add 'Critical first' --assignee ann.keller@acme.example --bu EMEA"
)]
pub struct RemediationPolicyAdd {
    /// Its name
    #[arg(value_name = "NAME")]
    name: Name,
    /// Who gets the tickets [default: user-running-scan]
    #[arg(long, value_name = "LOGIN")]
    assignee: Option<UserRef>,
    /// The business unit; a unit manager's own by default
    #[arg(long, value_name = "UNIT")]
    bu: Option<UnitRef>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<Given<Line>>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for RemediationPolicyAdd {
    type Prints = Done<PolicyBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = PolicyDraft {
            name: self.name.into(),
            unit: self.bu.map(String::from).into(),
            assignee: self.assignee.map(String::from).into(),
            comments: self.comments.into(),
        };
        cx.settle(self.existing.policy(), &draft)
    }
}

/// List remediation policies
///
/// Shows every policy that you may view.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost remediation-policy list")]
pub struct RemediationPolicyList {
    #[command(flatten)]
    list: ListArgs<RemediationPolicy>,
}

impl Verb for RemediationPolicyList {
    type Prints = Rows<RemediationPolicy>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<RemediationPolicy>(
            Action::RemediationPolicyView,
            self.list.into_request(),
            remediation_policy::list,
        ))
    }
}

/// Show a remediation policy
///
/// Shows one policy.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost remediation-policy show 'EMEA default'")]
pub struct RemediationPolicyShow {
    /// The policy: name or id
    #[arg(value_name = "POLICY")]
    policy: RemediationPolicyRef,
}

impl Verb for RemediationPolicyShow {
    type Prints = RemediationPolicy;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::RemediationPolicyView, |op| remediation_policy::show(op, &self.policy))
    }
}

/// Edit a remediation policy
///
/// Changes the named fields; an empty assignee stands for whoever runs the scan.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost remediation-policy edit 'EMEA default' --assignee user-running-scan")]
pub struct RemediationPolicyEdit {
    /// The policy: name or id
    #[arg(value_name = "POLICY")]
    policy: RemediationPolicyRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// Who gets the tickets
    #[arg(long, value_name = "LOGIN")]
    assignee: Option<UserRef>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<Given<Line>>,
}

impl Verb for RemediationPolicyEdit {
    type Prints = Done<PolicyBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = PolicyDraft {
            name: self.name.into(),
            unit: Given::Unsaid,
            assignee: self.assignee.map(String::from).into(),
            comments: self.comments.into(),
        };
        cx.write(Action::RemediationPolicyEdit, |op| remediation_policy::edit(op, &self.policy, &draft))
    }
}

/// Delete remediation policies
///
/// Deletes policies; tickets that exist stay.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost remediation-policy delete 'EMEA default' --yes")]
pub struct RemediationPolicyDelete {
    /// The policies; `-` reads them from standard input
    #[arg(value_name = "POLICY", required = true)]
    policies: Vec<RemediationPolicyRef>,
}

impl Verb for RemediationPolicyDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let policies = cx.objects(self.policies, "name")?;
        cx.destroy(Action::RemediationPolicyDelete, |op| remediation_policy::delete(op, &policies))
    }
}

said_by_the_sentence!(PolicyBody);

impl Tabular for RemediationPolicy {
    const SHOWN: &'static [&'static str] = &["name", "unit", "assignee"];
}
