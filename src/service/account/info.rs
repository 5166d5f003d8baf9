//! What one's account is and may do (ACCT-1).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::mail::Person;
use crate::domain::matrix::Reach;
use crate::domain::question::SecretQuestion;
use crate::domain::record::{Config, Scan, User};
use crate::domain::{Action, Result, Target};
use crate::service::{Op, contact_person};
use crate::store;

/// The most recent scans that are told.
const RECENT: i64 = 10;

/// Configuration and privileges of an account.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccountInfo {
    /// The account.
    pub user: User,
    /// When the password was set.
    pub password_set_at: Option<crate::domain::Time>,
    /// The secret questions that are set.
    pub questions: Vec<SecretQuestion>,
    /// The actions that are held, by how far.
    pub privileges: Vec<Privileges>,
    /// The newest scans, maps and reports.
    pub recent_scans: Vec<Scan>,
    /// The schedules that are switched on, the next to launch first.
    pub schedules: Vec<Config>,
    /// The scanner appliances that may be used.
    pub appliances: Vec<String>,
    /// Whom to turn to.
    pub primary_contact: Person,
}

/// The actions that are held as far as that.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Privileges {
    /// How far.
    pub reach: &'static str,
    /// The actions.
    pub actions: Vec<Action>,
}

/// The actor's own account.
pub fn info(op: &Op<'_>) -> Result<AccountInfo> {
    let id = op.actor.id;
    Ok(AccountInfo {
        user: store::user::find(op.conn, id)?,
        password_set_at: store::password::find(op.conn, id)?.map(|password| password.set_at),
        questions: store::secret_question::of_user(op.conn, id)?.into_iter().map(|(question, _)| question).collect(),
        privileges: privileges(op),
        recent_scans: store::scan::recent_of_owner(op.conn, id, RECENT)?,
        schedules: store::config::active_schedules(op.conn, id)?,
        appliances: appliances(op)?,
        primary_contact: contact_person::turn_to(op.conn, op.actor.unit_id())?,
    })
}

/// Nothing to whoever may view none (ROLE-8).
fn appliances(op: &Op<'_>) -> Result<Vec<String>> {
    let may_view = op.decide(Action::ApplianceView, Target::default()).allowed;
    if may_view { store::reach::appliances(op.conn, op.actor.id) } else { Ok(Vec::new()) }
}

fn privileges(op: &Op<'_>) -> Vec<Privileges> {
    let mut held: BTreeMap<Reverse<Reach>, Vec<Action>> = BTreeMap::new();
    for action in Action::ALL.iter().copied().filter(|action| !action.is_open()) {
        let decision = op.decide(action, Target::default());
        if let Some(reach) = decision.reach().filter(|_| decision.allowed) {
            held.entry(Reverse(reach)).or_default().push(action);
        }
    }
    held.into_iter().map(|(Reverse(reach), actions)| Privileges { reach: reach.as_str(), actions }).collect()
}
