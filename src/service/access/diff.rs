//! Who gained and lost what in effect between two times, and by which operations (TIME-2).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::effect::{Effect, EffectKind, EffectPart};
use crate::domain::record::OperationEntry;
use crate::domain::touch::Touch;
use crate::domain::{Action, Id, ObjectKind, Result, Time, When};
use crate::service::diff::{span, time_of, told_operations};
use crate::service::effect::{changed, concerned};
use crate::service::operation::find::known;
use crate::service::operation::stack::is_sign_in;
use crate::service::{App, Op};
use crate::store;
use crate::store::history::between;

/// What one user gained and lost, and by what.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UserDiff {
    /// The login.
    pub user: String,
    pub gained: Vec<EffectPart>,
    pub lost: Vec<EffectPart>,
    /// The operations behind it, oldest first.
    pub operations: Vec<Id>,
}

/// An operation that is behind it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Behind {
    pub id: Id,
    pub at: Time,
    /// Who did it.
    pub user: Option<String>,
    pub details: String,
    pub reason: Option<String>,
}

/// What users gained and lost between two times.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AccessDiff {
    pub from: Time,
    pub to: Time,
    pub users: Vec<UserDiff>,
    /// The operations that are named.
    pub operations: Vec<Behind>,
    /// How many users' access differs that are not shown: gone, or outside the asker's reach.
    pub hidden_count: usize,
}

/// Tells who gained and lost what; of some users, or of all.
///
/// # Errors
/// As [`span`]; `not-found` for a user whom the asker may not view.
pub fn diff(app: &App<'_>, from: Option<When>, to: Option<When>, users: &[String]) -> Result<AccessDiff> {
    app.read(Action::AccessDiff, |op| {
        let (from, to) = span(op, from, to)?;
        let touched = between::touched(op.conn, from, to)?;
        let made_or_gone = between::changed(op.conn, from, to)?;
        app.with_past(op, from, |before| {
            app.with_past(op, to, |after| {
                let wanted = wanted(users, before, after)?;
                let all: Vec<Touch> = touched.values().flatten().copied().collect();
                let mut effects: BTreeMap<Id, Effect> = changed(after, before.conn, &all)?.into_iter().collect();
                for (user, _) in between::users(&made_or_gone) {
                    if let Some(effect) = account(before, after, user)? {
                        effects.insert(user, effect);
                    }
                }
                effects.retain(|user, _| wanted.as_ref().is_none_or(|wanted| wanted.contains(user)));
                let behind = behind(before, after, &touched)?;
                let (users, hidden_count) = told(op, before, after, effects, &behind)?;
                let named: BTreeSet<Id> = users.iter().flat_map(|user| user.operations.iter().copied()).collect();
                let operations = named.into_iter().map(|id| told_behind(op, id)).collect::<Result<_>>()?;
                Ok(AccessDiff { from: time_of(op, from)?, to: time_of(op, to)?, users, operations, hidden_count })
            })
        })
    })
}

fn wanted(names: &[String], before: &Op<'_>, after: &Op<'_>) -> Result<Option<BTreeSet<Id>>> {
    let mut wanted = BTreeSet::new();
    for name in names {
        let found =
            after.find(ObjectKind::User, name).or_else(|error| before.find(ObjectKind::User, name).map_err(|_| error));
        wanted.insert(found?.id);
    }
    Ok((!names.is_empty()).then_some(wanted))
}

fn is_there(op: &Op<'_>, user: Id) -> Result<bool> {
    Ok(store::naming::by_id(op.conn, ObjectKind::User, user)?.is_some())
}

/// What an account has that is new, or had that is gone.
fn account(before: &Op<'_>, after: &Op<'_>, user: Id) -> Result<Option<Effect>> {
    Ok(match (is_there(before, user)?, is_there(after, user)?) {
        (false, true) => Some(crate::service::effect::whole(after.conn, user)?),
        (true, false) => Some(crate::service::effect::whole(before.conn, user)?.turned()),
        _ => None,
    })
}

/// The operations that concern each user.
fn behind(before: &Op<'_>, after: &Op<'_>, touched: &BTreeMap<Id, Vec<Touch>>) -> Result<HashMap<Id, BTreeSet<Id>>> {
    let mut behind: HashMap<Id, BTreeSet<Id>> = HashMap::new();
    for (operation, touches) in touched {
        if is_sign_in(&store::log::actions_of(after.conn, *operation)?) {
            continue;
        }
        for user in concerned(before.conn, after.conn, touches)? {
            behind.entry(user).or_default().insert(*operation);
        }
    }
    Ok(behind)
}

/// What is told of them: users whom the asker views today, those who are gone only to whoever views all.
fn told(
    op: &Op<'_>,
    before: &Op<'_>,
    after: &Op<'_>,
    effects: BTreeMap<Id, Effect>,
    behind: &HashMap<Id, BTreeSet<Id>>,
) -> Result<(Vec<UserDiff>, usize)> {
    let (mut users, mut hidden) = (Vec::new(), 0);
    for (user, effect) in effects {
        let (was, is) = (is_there(before, user)?, is_there(after, user)?);
        if !(if is { after } else { before }).may_view(ObjectKind::User, user)? {
            hidden += 1;
            continue;
        }
        // Who lay outside the asker's reach then is as good as new.
        let has_come = was && is && !before.may_view(ObjectKind::User, user)?;
        let effect = if has_come { crate::service::effect::whole(after.conn, user)? } else { effect };
        let operations = behind.get(&user).map(|operations| told_operations(op, operations)).transpose()?;
        users.push(UserDiff {
            user: effect.user,
            gained: shown(op, effect.gained),
            lost: shown(op, effect.lost),
            operations: operations.unwrap_or_default(),
        });
    }
    users.sort_by(|one, other| one.user.cmp(&other.user));
    Ok((users, hidden))
}

/// Single assets are named to whoever views all of them: others may not learn of what is gone (TIME-1).
fn shown(op: &Op<'_>, mut parts: Vec<EffectPart>) -> Vec<EffectPart> {
    if !op.holds_everywhere(Action::AssetView) {
        parts.retain(|part| !matches!(part.kind, EffectKind::Assets | EffectKind::Monitored));
    }
    parts
}

fn told_behind(op: &Op<'_>, id: Id) -> Result<Behind> {
    let found = known(op.conn, id)?.operation;
    let OperationEntry { at, user, details, reason, .. } = store::history::list::entry(op.conn, &found)?;
    Ok(Behind { id, at, user, details, reason })
}
