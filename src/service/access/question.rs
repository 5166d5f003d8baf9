//! What is asked: an action, and what it is done to.

use crate::domain::config::ConfigKind;
use crate::domain::object::target_kinds;
use crate::domain::text::printable;
use crate::domain::words::{fold, nearest};
use crate::domain::{Action, Address, Error, ObjectKind, ObjectRef, Result};
use crate::service::Op;
use crate::store;

/// What an action is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Is it held at all, with any reach?
    AtAll,
    /// A configuration of that kind, which does not exist yet.
    Kind(ConfigKind),
    Object(ObjectRef),
}

impl Asked {
    /// How it is written; nothing where nothing is named.
    pub fn written(&self) -> Option<String> {
        match self {
            Self::AtAll => None,
            Self::Kind(kind) => Some(format!("kind:{kind}")),
            Self::Object(object) => Some(written(object)),
        }
    }
}

/// The action of that name.
pub fn action(typed: &str) -> Result<Action> {
    typed.parse().map_err(|_| {
        let near = nearest(&fold(typed), Action::WORDS.iter().copied());
        Error::not_found(format!("there is no action `{}`", printable(typed)))
            .rule("ACC-1")
            .hint_maybe(near.map(|near| format!("did you mean `{near}`?")))
            .hint("see all: `provost role matrix`")
    })
}

/// The object of `KIND:NAME`; the kind may be left out where the action has only one.
///
/// # Errors
/// `not-found` for what the actor may not view, and for a kind that the action is not done to.
pub fn object(op: &Op<'_>, action: Action, typed: Option<&str>) -> Result<Asked> {
    let Some(typed) = typed else { return Ok(Asked::AtAll) };
    let kinds = target_kinds(action);
    let (kind, name) = match typed.split_once(':') {
        Some(("kind", kind)) if matches!(action, Action::ConfigAdd | Action::ConfigEdit) => {
            return kind.parse().map(Asked::Kind).map_err(|_| misfit(Action::ConfigAdd, None, kind));
        }
        Some((kind, name)) if ObjectKind::is_typed(kind) => {
            (Some(ObjectKind::typed(kind, action.is_monitoring())?), name)
        }
        _ => (None, typed),
    };
    let kind = match (kind, kinds) {
        (Some(kind), kinds) if kinds.contains(&kind) => kind,
        (None, [one]) => *one,
        // What is done in a project is asked about the project, unless a piece of work is named as such.
        (None, [first, others @ ..]) if !others.is_empty() && others.iter().all(|kind| kind.is_work()) => *first,
        (kind, _) => return Err(misfit(action, kind, typed)),
    };
    let found = op.find_in_sight(kind, name)?;
    Ok(Asked::Object(if kind == ObjectKind::Asset { by_address(op, found)? } else { found }))
}

/// An asset goes by its address, which is unique.
fn by_address(op: &Op<'_>, asset: ObjectRef) -> Result<ObjectRef> {
    if asset.name.parse::<Address>().is_ok() {
        return Ok(asset);
    }
    let address = store::asset::address(op.conn, asset.id)?;
    Ok(ObjectRef { name: address.to_string(), ..asset })
}

fn misfit(action: Action, kind: Option<ObjectKind>, typed: &str) -> Error {
    let typed = printable(typed);
    let kinds = target_kinds(action);
    let words: Vec<String> = kinds.iter().map(|kind| format!("`{kind}:NAME`")).collect();
    let error = match (kind, kinds) {
        (_, []) if action == Action::ConfigAdd => {
            return Error::not_found(format!("`{typed}` is no kind of configuration"))
                .rule("ACC-1")
                .hint(format!("name it as `kind:option-profile`; kinds: {}", ConfigKind::WORDS.join(", ")));
        }
        (_, []) => Error::not_found(format!("`{action}` is not done to a single object, so not to `{typed}`"))
            .hint("leave the object out"),
        (Some(kind), _) => {
            Error::not_found(format!("`{action}` is not done to {}", crate::domain::phrase::with_article(kind.title())))
                .hint(format!("name {}", words.join(" or ")))
        }
        (None, _) => Error::not_found(format!("`{action}` is done to several kinds of objects: which is `{typed}`?"))
            .hint(format!("name {}", words.join(" or "))),
    };
    error.rule("ACC-1")
}

/// The kind of a configuration, where rows of the matrix tell kinds apart.
pub fn kind_of(op: &Op<'_>, action: Action, object: &ObjectRef) -> Result<Option<ConfigKind>> {
    match (action, object.kind) {
        (Action::ConfigEdit, ObjectKind::Config) => Ok(Some(store::config::find(op.conn, object.id)?.kind)),
        _ => Ok(None),
    }
}

/// How an object is written: its kind, and its name or number.
pub fn written(object: &ObjectRef) -> String {
    match object.kind {
        kind if kind.goes_by_number() || kind == ObjectKind::Config => format!("{kind}:{}", object.id),
        kind => format!("{kind}:{}", object.name),
    }
}
