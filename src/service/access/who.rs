//! Everybody who may do something (ACC-3).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::question::{self, Asked};
use super::subject::{settle, verdict};
use crate::domain::matrix::Reach;
use crate::domain::object::target_kinds;
use crate::domain::phrase::counted;
use crate::domain::query::Holds;
use crate::domain::text::printable;
use crate::domain::{Action, Actor, Error, ObjectKind, Result};
use crate::service::Op;
use crate::service::refusal::HIDDEN;
use crate::store;
use crate::store::listing::column::{self as column, Column, Listed};

/// Somebody who may.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Holder {
    /// Who.
    pub login: String,
    /// How far the action is held.
    pub reach: Reach,
    /// The deciding source.
    pub via: String,
}

impl Listed for Holder {
    const COLUMNS: &'static [Column] = &[LOGIN, REACH, VIA];
}

const LOGIN: Column = column::computed("login", Holds::Text);
const REACH: Column = column::computed("reach", Holds::Text);
const ACTIONS: Column = column::computed("actions", Holds::Text).several();
const VIA: Column = column::computed("via", Holds::Text);

/// The keys of both answers.
pub struct HolderOrToucher;

impl Listed for HolderOrToucher {
    const COLUMNS: &'static [Column] = &[LOGIN, REACH, ACTIONS, VIA];
}

/// Each user who may do it, of those the actor may view, by login; whether these are all is told apart.
///
/// # Errors
/// `not-found` for an action or object that is unknown.
pub fn who(op: &Op<'_>, action: &str, object: Option<&str>, sink: &mut dyn FnMut(Holder) -> Result<()>) -> Result<()> {
    let action = question::action(action)?;
    let asked = question::object(op, action, object)?;
    let mut subject = op.on_behalf(op.actor.clone());
    store::user::actors(op.conn, &op.actor, op.reach(Action::UserView)?, |mut actor| {
        if !op.is_seen_today(Action::UserView, ObjectKind::User, actor.id)? {
            return Ok(());
        }
        settle(op, &mut actor)?;
        subject.actor = actor;
        match holder(&subject, action, &asked)? {
            Some(holder) => sink(holder),
            None => Ok(()),
        }
    })
}

fn holder(subject: &Op<'_>, action: Action, asked: &Asked) -> Result<Option<Holder>> {
    let decision = verdict(subject, action, asked)?;
    Ok(decision.deciding().map(|path| Holder {
        login: subject.actor.login.clone(),
        reach: path.reach,
        via: path.via.to_string(),
    }))
}

/// Whether the answer leaves out users whom the actor may not view.
///
/// # Errors
/// `not-permitted` if the actor may view nobody.
pub fn is_narrowed(op: &Op<'_>) -> Result<bool> {
    Ok(op.reach(Action::UserView)? != Reach::All)
}

/// Somebody who may do something to an object.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Toucher {
    /// Who.
    pub login: String,
    /// What it may do there.
    pub actions: Vec<Action>,
    /// The deciding sources.
    pub via: Vec<String>,
}

impl Listed for Toucher {
    const COLUMNS: &'static [Column] = &[LOGIN, ACTIONS, Column { key: VIA.several().key, ..VIA }];
}

/// Whom and what an answer leaves out.
#[derive(Debug, Default)]
pub struct LeftOut {
    users: usize,
    /// Users of whose groups the names are left out.
    by_group: usize,
}

impl LeftOut {
    /// What there is beside the answer.
    pub fn notice(&self) -> Option<String> {
        let users = format!("{} whom you may not view may do something to it", counted(self.users, "user"));
        let groups = format!("{} may through groups that you may not view", counted(self.by_group, "user"));
        match (self.users, self.by_group) {
            (0, 0) => None,
            (0, _) => Some(groups),
            (_, 0) => Some(users),
            _ => Some(format!("{users}; {groups}")),
        }
    }
}

/// Everything that anybody may do to an object, by login; who may not be viewed is counted (ACC-6).
///
/// # Errors
/// `not-found` for an object that is unknown or that the actor may not view.
pub fn touchers(op: &Op<'_>, object: &str, sink: &mut dyn FnMut(Toucher) -> Result<()>) -> Result<LeftOut> {
    let asked = object_alone(op, object)?;
    let Asked::Object(found) = &asked else { return Ok(LeftOut::default()) };
    let actions: Vec<Action> = Action::ALL
        .iter()
        .copied()
        .filter(|action| !action.is_open() && target_kinds(*action).contains(&found.kind))
        .collect();
    let mut left_out = LeftOut::default();
    let mut subject = op.on_behalf(op.actor.clone());
    store::user::actors(op.conn, &op.actor, Reach::All, |actor| {
        let Some(toucher) = toucher(op, &mut subject, actor, &actions, &asked)? else { return Ok(()) };
        if !op.may_view(ObjectKind::User, subject.actor.id)? {
            left_out.users += 1;
            return Ok(());
        }
        left_out.by_group += usize::from(toucher.via.iter().any(|via| via.ends_with(HIDDEN)));
        sink(toucher)
    })?;
    Ok(left_out)
}

/// The object of `KIND:NAME`, whatever is done to it.
fn object_alone(op: &Op<'_>, typed: &str) -> Result<Asked> {
    let kind = typed.split_once(':').and_then(|(kind, _)| ObjectKind::typed(kind, false).ok());
    let Some(kind) = kind else {
        return Err(Error::not_found(format!("`{}` names neither an action nor an object", printable(typed)))
            .rule("ACC-6")
            .hint("name it as `asset:10.10.0.10`, or an action as `scan.launch`"));
    };
    question::object(op, kind.view(), Some(typed))
}

fn toucher(
    op: &Op<'_>,
    subject: &mut Op<'_>,
    mut actor: Actor,
    actions: &[Action],
    asked: &Asked,
) -> Result<Option<Toucher>> {
    settle(op, &mut actor)?;
    subject.actor = actor;
    let (mut held, mut via) = (Vec::new(), BTreeSet::new());
    for action in actions {
        if let Some(holder) = holder(subject, *action, asked)? {
            held.push(*action);
            via.insert(holder.via);
        }
    }
    if held.is_empty() {
        return Ok(None);
    }
    Ok(Some(Toucher { login: subject.actor.login.clone(), actions: held, via: via.into_iter().collect() }))
}
