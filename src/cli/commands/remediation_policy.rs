//! Remediation policies.

use clap::Args;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{ListArgs, Reply};
use crate::domain::record::RemediationPolicy;
use crate::domain::{Action, Result};
use crate::service::Done;
use crate::service::bulk::BulkKind;
use crate::service::remediation_policy::{self, Edit, PolicyBody, Request};
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
    name: String,
    /// Who gets the tickets [default: user-running-scan]
    #[arg(long, value_name = "LOGIN")]
    assignee: Option<String>,
    /// The business unit; a unit manager's own by default
    #[arg(long, value_name = "UNIT")]
    bu: Option<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for RemediationPolicyAdd {
    type Prints = Done<PolicyBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if let Some(policy) = self.existing.policy()? {
            let row = json!({
                "name": self.name, "unit": self.bu, "assignee": self.assignee, "comments": self.comments,
            });
            return cx.add_once(
                (Action::RemediationPolicyAdd, BulkKind::RemediationPolicies),
                policy,
                row,
                |op, id, _| Ok(PolicyBody { remediation_policy: remediation_policy::show(op, &format!("id:{id}"))? }),
            );
        }
        let request = Request {
            name: self.name.parse()?,
            unit: self.bu,
            assignee: self.assignee,
            comments: optional(self.comments.as_ref())?,
        };
        cx.write(Action::RemediationPolicyAdd, |op| remediation_policy::add(op, &request))
    }
}

/// List remediation policies
///
/// Shows every policy that you may view.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost remediation-policy list")]
pub struct RemediationPolicyList {
    #[command(flatten)]
    list: ListArgs,
}

impl Verb for RemediationPolicyList {
    type Prints = Vec<RemediationPolicy>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<RemediationPolicy>(Action::RemediationPolicyView, self.list, remediation_policy::list))
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
    policy: String,
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
    policy: String,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Who gets the tickets
    #[arg(long, value_name = "LOGIN")]
    assignee: Option<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
}

impl Verb for RemediationPolicyEdit {
    type Prints = Done<PolicyBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = Edit {
            policy: self.policy,
            name: optional(self.name.as_ref())?,
            assignee: self.assignee,
            comments: optional(self.comments.as_ref())?,
        };
        cx.write(Action::RemediationPolicyEdit, |op| remediation_policy::edit(op, &request))
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
    policies: Vec<String>,
}

impl Verb for RemediationPolicyDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let policies = cx.objects(self.policies, "name")?;
        cx.destroy(Action::RemediationPolicyDelete, |op| remediation_policy::delete(op, &policies))
    }
}

said_by_the_sentence!(PolicyBody);
