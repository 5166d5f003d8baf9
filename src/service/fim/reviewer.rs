//! Who may review what somebody made (FIM-13), and who no longer sees enough of it (FIM-14).

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::access::decide;
use crate::domain::actor::Actor;
use crate::domain::monitoring::MOST_REVIEWERS;
use crate::domain::{Action, Error, Id, ObjectKind, ObjectRef, Result, Role, Settings, Status, Target};
use crate::service::{Op, WriteOp};
use crate::store::fim::reviewer::{self, Reviewed};
use crate::store::{self, Conn};

const UNTOLD: &str =
    "it does not sign in, its monitoring role does not review, or its scope does not contain the creator's";

/// Assigns reviewers and ends places of others.
///
/// # Errors
/// `not-found`; `conflict` by FIM-13.
pub fn change(
    op: &mut WriteOp<'_>,
    on: Reviewed,
    object: &ObjectRef,
    creator: Option<Id>,
    add: &[String],
    remove: &[String],
) -> Result<()> {
    for login in remove {
        let user = op.find_exactly(ObjectKind::User, login)?;
        reviewer::remove(op.tx(), on, object.id, user.id)?;
    }
    let present = reviewer::of(op.conn, on, object.id)?;
    for login in add {
        let user = op.find_exactly(ObjectKind::User, login)?;
        if present.iter().any(|reviewer| reviewer.id == user.id) {
            continue;
        }
        if let Some(obstacle) = obstacle(op, creator, user.id)? {
            return Err(Error::conflict("FIM-13", format!("`{}` cannot review it: {obstacle}", user.name))
                .hint("provost access who fim.incident.review"));
        }
        reviewer::add(op.tx(), on, object.id, user.id)?;
    }
    if reviewer::of(op.conn, on, object.id)?.len() > MOST_REVIEWERS {
        return Err(Error::conflict("FIM-13", format!("there are at most {MOST_REVIEWERS} reviewers"))
            .hint("name a few who are there when needed"));
    }
    Ok(())
}

/// Why a user cannot review what a creator made; nothing if it can (FIM-13). In detail it is told of users whom the
/// actor may view (ROLE-8).
pub fn obstacle(op: &Op<'_>, creator: Option<Id>, reviewer: Id) -> Result<Option<String>> {
    if creator == Some(reviewer) {
        return Ok(Some("nobody reviews what they made".to_owned()));
    }
    match disqualified(op, creator, reviewer)? {
        Some(_) if !op.may_view(ObjectKind::User, reviewer)? => Ok(Some(UNTOLD.to_owned())),
        why => Ok(why),
    }
}

fn disqualified(op: &Op<'_>, creator: Option<Id>, reviewer: Id) -> Result<Option<String>> {
    let actor = store::session::actor(op.conn, reviewer)?;
    if actor.status == Status::Inactive || actor.role == Role::Contact {
        return Ok(Some("it does not sign in".to_owned()));
    }
    if !holds(&actor, &op.settings, Action::FimIncidentReview) {
        return Ok(Some(match actor.has_tag_scope || actor.role == Role::Manager {
            true => format!("its monitoring role `{}` does not review", actor.effective_monitoring()),
            false => "it has no tag in its scope (SCOPE-3)".to_owned(),
        }));
    }
    let covers = match creator {
        Some(creator) => Sights::default().covers(op.conn, creator, reviewer)?,
        None => actor.role == Role::Manager,
    };
    Ok((!covers).then(|| "its tag scope does not contain the creator's".to_owned()))
}

/// Whether a user holds an action of monitoring at all, whatever the state of its password.
pub fn holds(actor: &Actor, settings: &Settings, action: Action) -> bool {
    decide(&actor.clone().at_work(), settings, action, Target::default()).allowed
}

/// The expanded scopes of users, each looked up once; none for a manager, who sees everything.
#[derive(Default)]
struct Sights(HashMap<Id, Option<BTreeSet<String>>>);

impl Sights {
    /// Whether the reviewer sees all that the creator sees: its expanded scope contains the creator's, or it is a
    /// manager; what a manager made is for managers.
    fn covers(&mut self, conn: &Conn, creator: Id, reviewer: Id) -> Result<bool> {
        self.look(conn, creator)?;
        self.look(conn, reviewer)?;
        let of = |user: Id| self.0.get(&user).and_then(Option::as_ref);
        Ok(match (of(creator), of(reviewer)) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(created), Some(reviewed)) => created.is_subset(reviewed),
        })
    }

    fn look(&mut self, conn: &Conn, user: Id) -> Result<()> {
        if let Entry::Vacant(entry) = self.0.entry(user) {
            let sees_all = store::session::actor(conn, user)?.role == Role::Manager;
            let covered = || store::tag_scope::covered(conn, user).map(BTreeSet::from_iter);
            entry.insert((!sees_all).then(covered).transpose()?);
        }
        Ok(())
    }
}

/// A reviewer whose scope no longer contains the creator's (FIM-14); it stays assigned.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReviewGap {
    /// `incident` or `rule`.
    pub kind: ObjectKind,
    /// Its number.
    pub id: Id,
    /// Its title or name.
    pub name: String,
    /// The reviewer.
    pub reviewer: String,
}

/// Pairs of creator and reviewer that are compared from here on.
pub struct ReviewWatch(Vec<(Id, Id)>);

impl ReviewWatch {
    /// The pairs of these users in which the reviewer sees enough now.
    pub fn begin(conn: &Conn, users: impl IntoIterator<Item = Id>) -> Result<Self> {
        let mut pairs = BTreeSet::new();
        for user in users {
            pairs.extend(reviewer::pairs_of(conn, user)?);
        }
        let (mut covering, mut sights) = (Vec::new(), Sights::default());
        for (creator, reviewer) in pairs {
            if sights.covers(conn, creator, reviewer)? {
                covering.push((creator, reviewer));
            }
        }
        Ok(Self(covering))
    }

    /// What their reviewers see too little of now. Scopes and tags are for managers, who see everything (FIM-14).
    pub fn end(self, op: &Op<'_>) -> Result<Vec<ReviewGap>> {
        let (mut gaps, mut sights) = (Vec::new(), Sights::default());
        for (creator, reviewer) in self.0 {
            if sights.covers(op.conn, creator, reviewer)? {
                continue;
            }
            let login = store::session::actor(op.conn, reviewer)?.login;
            for object in reviewer::shared_by(op.conn, creator, reviewer)? {
                let gap = ReviewGap { kind: object.kind, id: object.id, name: object.name, reviewer: login.clone() };
                gaps.push(gap);
            }
        }
        Ok(gaps)
    }
}
