//! The tag scope of users (SCOPE-1, SCOPE-4).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::{Action, Error, Id, MonitoringRole, ObjectKind, ObjectRef, Result, Role};
use crate::service::fim::reviewer::{ReviewGap, ReviewWatch};
use crate::service::report::Outcomes;
use crate::service::{Op, WriteOp};
use crate::store;

/// A user's roles, its tags and what they cover (SCOPE-4).
#[derive(Debug, Serialize, JsonSchema)]
pub struct Scope {
    /// The user.
    pub login: String,
    /// The subscription role.
    pub role: Role,
    /// The effective monitoring role (ROLE-3); a manager works on every asset whatever its tags.
    pub effective_monitoring_role: MonitoringRole,
    /// The tags in scope.
    pub tag_scope: Vec<String>,
    /// These tags and all below them (SCOPE-2).
    pub covers: Vec<String>,
}

/// The scope of one user.
pub fn show(op: &Op<'_>, login: &str) -> Result<Scope> {
    let object = op.find(ObjectKind::User, login)?;
    let user = store::user::find(op.conn, object.id)?;
    Ok(Scope {
        login: user.login,
        role: user.role,
        effective_monitoring_role: user.effective_monitoring_role,
        tag_scope: user.tag_scope,
        covers: store::tag_scope::covered(op.conn, object.id)?,
    })
}

/// How scopes are to change.
#[derive(Debug, Clone)]
pub enum Change {
    /// Some tags come, some go.
    Edit {
        /// Tags that come.
        add: Vec<String>,
        /// Tags that go.
        remove: Vec<String>,
    },
    /// Exactly these tags; none clears the scope.
    Set(Vec<String>),
}

/// What happened to each scope.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScopeBody {
    /// One for each user named.
    #[serde(flatten)]
    pub outcomes: Outcomes,
    /// Reviewers who no longer see all that the creator sees; they stay assigned (FIM-14).
    pub review_gaps: Vec<ReviewGap>,
}

/// Changes the scope of users.
///
/// # Errors
/// `not-permitted` by SCOPE-1: only a manager may; `conflict` for a tag that both comes and goes.
pub fn change(op: &mut WriteOp<'_>, logins: &[String], change: &Change) -> Result<ScopeBody> {
    let users = op.find_all(ObjectKind::User, logins)?;
    let (add, remove) = match change {
        Change::Edit { add, remove } => (op.find_all(ObjectKind::Tag, add)?, op.find_all(ObjectKind::Tag, remove)?),
        Change::Set(tags) => (op.find_all(ObjectKind::Tag, tags)?, Vec::new()),
    };
    if let Some(both) = add.iter().find(|tag| remove.iter().any(|other| other.id == tag.id)) {
        return Err(Error::conflict("SCOPE-1", format!("`{}` cannot be added and removed at once", both.name))
            .hint("leave one of the two out"));
    }
    let reviews = ReviewWatch::begin(op.conn, users.iter().map(|user| user.id))?;
    let mut outcomes = Outcomes::default();
    for user in &users {
        op.authorize(Action::TagsScope, user)?;
        let gone: Vec<Id> = match change {
            Change::Edit { .. } => remove.iter().map(|tag| tag.id).collect(),
            Change::Set(_) => {
                let present = store::tag_scope::of(op.conn, user.id)?;
                present.iter().map(|tag| tag.id).filter(|id| add.iter().all(|tag| tag.id != *id)).collect()
            }
        };
        let changed = set(op, user, &add, &gone)?;
        outcomes.push(user, changed);
    }
    op.say("change", "changed", format!("the tag scope of {}", outcomes.phrase("user", "users")));
    Ok(ScopeBody { outcomes, review_gaps: reviews.end(op)? })
}

/// Puts tags into a user's scope and takes others out; tells whether it changed.
pub fn set(op: &mut WriteOp<'_>, user: &ObjectRef, add: &[ObjectRef], remove: &[Id]) -> Result<bool> {
    let before = store::user::find(op.conn, user.id)?;
    for tag in add {
        store::tag_scope::add(op.tx(), user.id, tag.id)?;
    }
    for tag in remove {
        store::tag_scope::remove(op.tx(), user.id, *tag)?;
    }
    let after = store::user::find(op.conn, user.id)?;
    op.journal.unit.clone_from(&after.unit);
    op.journal.compare(user, &before, &after)
}
