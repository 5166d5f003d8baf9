//! Deleting users, and what becomes of their things (section 8 of the rules).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::questions::{Request, ask, count_results, receiver};
use crate::domain::deletion::{ResultsAnswer, goes_to_contact};
use crate::domain::record::{ProjectEntry, RemediationPolicy, USER_RUNNING_SCAN, User};
use crate::domain::{Action, Error, Id, Named, ObjectKind, ObjectRef, Result};
use crate::service::config::{self, Handed, Renamed};
use crate::service::user::status::refuse_primary_contact;
use crate::service::{WriteOp, asset_group};
use crate::store;

/// The report: one for each user.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DeletionBody {
    /// In the order given.
    pub deletions: Vec<Deletion>,
}

/// What became of one user's things (DEL-6).
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Deletion {
    /// Who is gone.
    pub user: String,
    /// Personal configurations, by name.
    pub configs: ConfigFates,
    /// What went to a primary contact, whatever the answers (DEL-3).
    pub reassigned: Vec<Reassigned>,
    /// How many results stay, and how many are gone.
    pub results: ResultCounts,
    /// Policies that name the user who runs the scan from now on (DEL-4).
    pub policies_reset: Vec<String>,
    /// How many more of them there are that the actor may not view (ROLE-8).
    pub hidden_policies_reset: usize,
    /// Tickets that are left without an assignee (DEL-4).
    pub tickets_invalid: Vec<Id>,
    /// Monitoring things it made, which stay with its login as text and are for managers (DEL-3).
    pub monitoring_kept: Vec<Reviewable>,
    /// Its places as reviewer, which end.
    pub reviews_ended: Vec<Reviewable>,
    /// How many more of both there are that the actor may not view (ROLE-8).
    pub hidden_monitoring: usize,
    /// Groups the user was in; it leaves them, and its projects, with its account (DEL-5).
    pub groups: Vec<String>,
    /// Projects the user had a role in.
    pub projects: Vec<ProjectEntry>,
    /// Configurations in other hands that need a target there (CONF-2).
    pub needs_target: Vec<String>,
    #[serde(skip)]
    moved: Vec<Id>,
}

/// What became of personal configurations.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct ConfigFates {
    /// In the hands of `to`, under the name they have there.
    pub transferred: Vec<String>,
    /// Those of them that bear another name than before (MOVE-12).
    pub renamed: Vec<Renamed>,
    /// Gone.
    pub deleted: Vec<String>,
    /// Who got them.
    pub to: Option<String>,
}

/// Something that went to a primary contact.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Reassigned {
    /// What it is.
    pub kind: &'static str,
    /// Its name, as it is now.
    pub name: String,
    /// The name it had, if that is another (MOVE-12).
    pub former_name: Option<String>,
    /// Who has it now.
    pub to: String,
}

/// Something in monitoring.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Reviewable {
    /// What it is.
    pub kind: ObjectKind,
    /// Its number.
    pub id: Id,
    /// Its name, title or path.
    pub name: String,
}

/// How many results stay, and how many are gone.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct ResultCounts {
    /// Under the login of their former owner.
    pub kept: i64,
    /// Gone.
    pub deleted: i64,
    /// Of those that stay, how many were still queued and are cancelled.
    pub cancelled: i64,
}

/// Deletes users.
///
/// # Errors
/// `usage` for a missing answer; `conflict` by DEL-1, DEL-2, USER-7, SUB-3 and UNIT-2; `not-permitted` by ROLE-6
/// and ROLE-7.
pub fn delete(op: &mut WriteOp<'_>, request: &Request) -> Result<DeletionBody> {
    let objects = op.find_all(ObjectKind::User, &request.users)?;
    let mut leaving = Vec::with_capacity(objects.len());
    for object in &objects {
        leaving.push(op.covered(Action::UserDelete, object)?);
    }
    check_leaving(op, &leaving)?;
    let receiver = receiver(op, request, &leaving)?;
    ask(op, request, &leaving)?;
    let mut deletions = Vec::with_capacity(leaving.len());
    for user in &leaving {
        let contact = contact_after(op, user, &leaving)?;
        deletions.push(Leaving { user, contact, receiver: receiver.as_ref(), results: request.results }.delete(op)?);
    }
    // Only now is everything where it stays.
    for deletion in &mut deletions {
        for config in &deletion.moved {
            let config = store::config::find(op.conn, *config)?;
            deletion.needs_target.extend(config.needs_target.then_some(config.name));
        }
    }
    op.journal.unit = leaving.first().and_then(|user| user.unit.clone());
    let phrase = match leaving.as_slice() {
        [one] => format!("user `{}`", one.login),
        many => format!("{} users", many.len()),
    };
    op.say("delete", "deleted", phrase);
    Ok(DeletionBody { deletions })
}

/// Never oneself; a primary contact only with the last users of its unit (DEL-1, USER-7).
fn check_leaving(op: &WriteOp<'_>, leaving: &[User]) -> Result<()> {
    for user in leaving {
        if user.id == op.actor.id {
            return Err(Error::conflict("DEL-1", "nobody deletes themselves").hint("have another manager do it"));
        }
        let is_last = match user.unit_id {
            Some(unit) => {
                let count = leaving.iter().filter(|other| other.unit_id == Some(unit)).count();
                store::unit::find_own(op.conn, unit)?.user_count == i64::try_from(count).unwrap_or(i64::MAX)
            }
            None => false,
        };
        if !is_last {
            refuse_primary_contact(op, user, "deleted")?;
        }
    }
    Ok(())
}

/// Whom things go to that nobody else may lose: the unit's primary contact if it stays, else the subscription's.
fn contact_after(op: &WriteOp<'_>, user: &User, leaving: &[User]) -> Result<Named> {
    let of_unit = user.unit_id.map(|unit| store::unit::primary_contact(op.conn, unit)).transpose()?.flatten();
    match of_unit.filter(|contact| !leaving.iter().any(|user| user.id == contact.id)) {
        Some(contact) => Ok(contact),
        None => Ok(store::subscription::find(op.conn)?.primary_contact),
    }
}

/// One user who goes, and who gets what.
struct Leaving<'a> {
    user: &'a User,
    contact: Named,
    receiver: Option<&'a User>,
    results: Option<ResultsAnswer>,
}

impl Leaving<'_> {
    fn delete(&self, op: &mut WriteOp<'_>) -> Result<Deletion> {
        let user = self.user;
        let mut report = Deletion {
            user: user.login.clone(),
            groups: user.groups.clone(),
            projects: user.projects.clone(),
            ..Deletion::default()
        };
        self.hand_over_configs(op, &mut report)?;
        self.hand_over_groups_and_appliances(op, &mut report)?;
        self.settle_results(op, &mut report)?;
        self.reset_policies(op, &mut report)?;
        self.release_tickets(op, &mut report)?;
        self.leave_monitoring(op, &mut report)?;
        self.leave_contacts(op)?;
        store::mail::cancel_all(op.tx(), user.id)?;
        store::user::delete(op.tx(), user.id)?;
        op.journal.deleted(&ObjectRef::new(ObjectKind::User, user.id, user.login.clone()));
        op.unit_touched(user.unit_id);
        Ok(report)
    }

    /// Configurations: to the contact, to the receiver, or gone.
    fn hand_over_configs(&self, op: &mut WriteOp<'_>, report: &mut Deletion) -> Result<()> {
        let contact = store::user::find(op.conn, self.contact.id)?;
        for brief in store::config::briefs_of_owner(op.conn, self.user.id)? {
            let one = store::config::find(op.conn, brief.id)?;
            if goes_to_contact(self.user.role, brief.kind, brief.global) {
                let Handed { name, former: former_name, .. } = config::give(op, &one, &contact)?;
                let to = contact.login.clone();
                report.reassigned.push(Reassigned { kind: brief.kind.as_str(), name, former_name, to });
                report.moved.push(brief.id);
            } else if let Some(receiver) = self.receiver {
                let handed = config::give(op, &one, receiver)?;
                report.configs.renamed.extend(handed.renamed());
                report.configs.transferred.push(handed.name);
                report.configs.to = Some(receiver.login.clone());
                report.moved.push(brief.id);
            } else {
                config::remove(op, brief.id, brief.name.clone())?;
                report.configs.deleted.push(brief.name);
            }
        }
        Ok(())
    }

    /// Nobody else loses a group or an appliance with its owner.
    fn hand_over_groups_and_appliances(&self, op: &mut WriteOp<'_>, report: &mut Deletion) -> Result<()> {
        let to = || self.contact.name.clone();
        for group in store::asset_group::owned_by(op.conn, self.user.id)? {
            asset_group::transfer::hand_over(op, group.id, self.contact.id)?;
            report.reassigned.push(Reassigned { kind: "asset-group", name: group.name, former_name: None, to: to() });
        }
        for appliance in store::appliance::owned_by(op.conn, self.user.id)? {
            store::appliance::set_owner(op.tx(), appliance.id, self.contact.id)?;
            let object = ObjectRef::new(ObjectKind::Appliance, appliance.id, appliance.name.clone());
            op.journal.change(&object, "owner", self.user.login.as_str().into(), to().into());
            report.reassigned.push(Reassigned { kind: "appliance", name: appliance.name, former_name: None, to: to() });
        }
        Ok(())
    }

    /// Results stay under the login of who made them, or go (DEL-2).
    fn settle_results(&self, op: &mut WriteOp<'_>, report: &mut Deletion) -> Result<()> {
        let count = count_results(op.conn, self.user.id)?;
        if self.results == Some(ResultsAnswer::Delete) {
            for kind in [ObjectKind::Scan, ObjectKind::Report] {
                for gone in store::naming::those(op.conn, kind, "o.owner_id = ?1", [self.user.id])? {
                    op.journal.deleted(&gone);
                }
            }
            store::scan::delete_of_owner(op.tx(), self.user.id)?;
            store::host_report::delete_of_owner(op.tx(), self.user.id)?;
            report.results.deleted = count;
        } else {
            report.results.cancelled = store::scan::cancel_queued(op.tx(), self.user.id)?;
            store::scan::release(op.tx(), self.user.id, &self.user.login)?;
            store::host_report::release(op.tx(), self.user.id, &self.user.login)?;
            report.results.kept = count;
        }
        Ok(())
    }

    /// Policies that name the user fall back to the user who runs the scan (DEL-4).
    fn reset_policies(&self, op: &mut WriteOp<'_>, report: &mut Deletion) -> Result<()> {
        for before in store::remediation_policy::of_assignee(op.conn, self.user.id)? {
            let after =
                RemediationPolicy { assignee: USER_RUNNING_SCAN.to_owned(), assignee_id: None, ..before.clone() };
            store::remediation_policy::update(op.tx(), &after)?;
            let object = ObjectRef::new(ObjectKind::RemediationPolicy, before.id, before.name.clone());
            op.journal.compare(&object, &before, &after)?;
            if op.may_view(ObjectKind::RemediationPolicy, before.id)? {
                report.policies_reset.push(before.name);
            } else {
                report.hidden_policies_reset += 1;
            }
        }
        Ok(())
    }

    /// Tickets stay, without assignee and so invalid (DEL-4).
    fn release_tickets(&self, op: &mut WriteOp<'_>, report: &mut Deletion) -> Result<()> {
        for ticket in store::ticket::of_assignee(op.conn, self.user.id)? {
            let object = ObjectRef::new(ObjectKind::Ticket, ticket.id, ticket.title);
            op.journal.change(&object, "assignee", self.user.login.as_str().into(), Value::Null);
            report.tickets_invalid.push(ticket.id);
        }
        Ok(())
    }

    /// What it made in monitoring stays; its places as reviewer end (DEL-3).
    fn leave_monitoring(&self, op: &mut WriteOp<'_>, report: &mut Deletion) -> Result<()> {
        let user = self.user;
        for object in store::fim::creator::made_by(op.conn, user.id)? {
            op.journal.change(&object, "creator", user.login.as_str().into(), Value::Null);
            match viewable(op, object)? {
                Some(kept) => report.monitoring_kept.push(kept),
                None => report.hidden_monitoring += 1,
            }
        }
        for object in store::fim::reviewer::reviewed_by(op.conn, user.id)? {
            op.journal.change(&object, "reviewers", user.login.as_str().into(), Value::Null);
            match viewable(op, object)? {
                Some(ended) => report.reviews_ended.push(ended),
                None => report.hidden_monitoring += 1,
            }
        }
        store::fim::creator::release(op.tx(), user.id, &user.login)
    }

    /// The last user of a unit leaves it without a primary contact; notifications fall back to the primary contact.
    fn leave_contacts(&self, op: &mut WriteOp<'_>) -> Result<()> {
        for unit in store::email_contact::of_user(op.conn, self.user.id)? {
            let place = unit.map_or_else(|| "the subscription".to_owned(), |unit| format!("`{unit}`"));
            op.notice(format!("scan notifications of {place} name the primary contact from now on"));
        }
        let (Some(unit), Some(name)) = (self.user.unit_id, &self.user.unit) else { return Ok(()) };
        if store::unit::primary_contact(op.conn, unit)?.is_some_and(|contact| contact.id == self.user.id) {
            store::unit::set_primary_contact(op.tx(), unit, None)?;
            let object = ObjectRef::new(ObjectKind::Bu, unit, name.clone());
            op.journal.change(&object, "primary_contact", self.user.login.as_str().into(), Value::Null);
        }
        Ok(())
    }
}

fn viewable(op: &WriteOp<'_>, object: ObjectRef) -> Result<Option<Reviewable>> {
    let may = op.may_view(object.kind, object.id)?;
    Ok(may.then_some(Reviewable { kind: object.kind, id: object.id, name: object.name }))
}
