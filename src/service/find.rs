//! Finding objects by what people type, among those the actor may view (ROLE-8).

use std::collections::HashSet;

use super::op::Op;
use super::refusal;
use crate::domain::phrase::with_article;
use crate::domain::text::{key, means_all, printable};
use crate::domain::words::nearest;
use crate::domain::{Action, Address, Error, Id, Kind, Mistake, Named, ObjectKind, ObjectRef, Result};
use crate::store::beginning::{self, Among, Beginning};
use crate::store::engine::Until;
use crate::store::scope::Scope;
use crate::store::{self, Conn};

/// How many names are compared with one that is unknown.
const CANDIDATES: usize = 500;

/// How many names are offered in its place: the nearest, and those that begin so.
const OFFERED: usize = 3;

/// What an asset group's name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupName {
    /// The virtual group of everything in reach (AG-4).
    All,
    /// A group of that id and name.
    Group(Named),
}

/// Lets a server answer at once what the arguments of a command name.
pub fn foresee(conn: &Conn, named: &[(ObjectKind, String)]) -> Result<()> {
    if named.is_empty() {
        return Ok(());
    }
    conn.foresee(
        Until::AnyWrite,
        &[&|conn| named.iter().try_for_each(|(kind, typed)| candidates(conn, *kind, typed).map(drop))],
    )
}

impl Op<'_> {
    /// Finds an object by what was typed, among those the actor may view (ROLE-8).
    pub fn find(&self, kind: ObjectKind, typed: &str) -> Result<ObjectRef> {
        self.find_by(kind.view(), kind, typed)
    }

    /// Whether something of that name or id is there that the actor may view; nothing is said about others.
    pub fn is_there(&self, kind: ObjectKind, typed: &str) -> bool {
        let candidates = candidates(self.conn, kind, typed).unwrap_or_default();
        candidates.iter().any(|one| self.may_view(kind, one.id).unwrap_or(false))
    }

    /// The same among those that another action shows.
    pub fn find_by(&self, view: Action, kind: ObjectKind, typed: &str) -> Result<ObjectRef> {
        let mut visible = Vec::new();
        for candidate in candidates(self.conn, kind, typed)? {
            if self.may(view, kind, candidate.id)? {
                visible.push(candidate);
            }
        }
        match visible.as_slice() {
            [one] => Ok(ObjectRef::new(kind, one.id, one.name.clone())),
            [] => Err(self.unknown_by(view, kind, typed)?),
            several => Err(refusal::ambiguous(kind, typed, several)),
        }
    }

    /// Finds an object that may be viewed; an asset by its groups, or by its tags.
    pub fn find_in_sight(&self, kind: ObjectKind, typed: &str) -> Result<ObjectRef> {
        match self.find(kind, typed) {
            Err(error) if kind == ObjectKind::Asset && error.kind == Kind::NotFound => {
                self.find_by(Action::FimAssetView, ObjectKind::Asset, typed).map_err(|other| match other.kind {
                    Kind::NotFound | Kind::NotPermitted => error,
                    _ => other,
                })
            }
            found => found,
        }
    }

    /// Finds each of several objects; names given twice count once, and all that are unknown are named at once.
    pub fn find_all(&self, kind: ObjectKind, typed: &[String]) -> Result<Vec<ObjectRef>> {
        let mut found: Vec<ObjectRef> = Vec::with_capacity(typed.len());
        let mut seen = HashSet::with_capacity(typed.len());
        let mut unknown = Vec::new();
        for name in typed {
            match self.find(kind, name) {
                Ok(object) if seen.insert(object.id) => found.push(object),
                Ok(_) => {}
                Err(error) if error.kind == Kind::NotFound => unknown.push(error),
                Err(error) => return Err(error),
            }
        }
        match unknown.len() {
            0 => Ok(found),
            1 => unknown.pop().map_or(Ok(found), Err),
            count => {
                let message = format!("{count} of the {} named objects are not there", typed.len());
                let mut error = Error::not_found(message).rule("ROLE-8").hint(refusal::list_command(kind));
                error.mistakes = unknown.iter().map(Mistake::of).collect();
                Err(error)
            }
        }
    }

    /// Finds a user or group by its exact name, whether the actor may view it or not (ROLE-8).
    pub fn find_exactly(&self, kind: ObjectKind, name: &str) -> Result<ObjectRef> {
        match store::naming::by_key(self.conn, kind, &key(name))?.as_slice() {
            [one] => Ok(ObjectRef::new(kind, one.id, one.name.clone())),
            _ => Err(self.unknown(kind, name)?),
        }
    }

    /// Finds an asset group, or `All`.
    pub fn find_group(&self, typed: &str) -> Result<GroupName> {
        if means_all(typed) {
            return Ok(GroupName::All);
        }
        let group = self.find(ObjectKind::AssetGroup, typed)?;
        Ok(GroupName::Group(Named { id: group.id, name: group.name }))
    }

    /// The object of exactly that name, if the actor may view it; no error says what else there is.
    pub fn find_named(&self, kind: ObjectKind, name: &str) -> Result<Option<ObjectRef>> {
        for candidate in store::naming::by_key(self.conn, kind, &key(name))? {
            if self.may_view(kind, candidate.id)? {
                return Ok(Some(ObjectRef::new(kind, candidate.id, candidate.name)));
            }
        }
        Ok(None)
    }

    /// The error for a name that nothing viewable bears.
    pub fn unknown(&self, kind: ObjectKind, typed: &str) -> Result<Error> {
        self.unknown_by(kind.view(), kind, typed)
    }

    fn unknown_by(&self, action: Action, kind: ObjectKind, typed: &str) -> Result<Error> {
        let beginning = |typed: &str, most: usize| match self.reach_if_held(action) {
            Some(reach) if !kind.goes_by_number() && !typed.is_empty() => {
                let wanted = Beginning { kind, typed, scope: Scope::of(action), reach, among: Among::All };
                self.shown_names(kind, beginning::names(self.conn, &self.actor, &wanted, most)?)
            }
            _ => Ok(Vec::new()),
        };
        let folded = key(typed);
        let first: String = folded.chars().take(1).collect();
        let names = beginning(&first, CANDIDATES)?;
        // Whoever leaves the domain of a login out may slip as well.
        let is_local = kind == ObjectKind::User && !typed.contains('@');
        let compared: Vec<(&str, &str)> = names
            .iter()
            .map(|one| (one.name.split('@').next().filter(|_| is_local).unwrap_or(&one.name), one.name.as_str()))
            .collect();
        let near = nearest(typed, compared.iter().map(|(part, _)| *part));
        let is_near = |(part, _): &&(&str, &str)| Some(*part) == near;
        let mut meant: Vec<String> =
            compared.iter().filter(is_near).map(|(_, name)| (*name).to_owned()).take(OFFERED).collect();
        let begun = if folded.chars().count() > 1 { beginning(&folded, OFFERED)? } else { Vec::new() };
        for one in begun {
            if meant.len() < OFFERED && !meant.contains(&one.name) {
                meant.push(one.name);
            }
        }
        let virtual_one = match kind {
            ObjectKind::AssetGroup if means_all(typed) => Some(
                "`All` stands for everything in reach: whoever holds it looks at it; it is assigned and aimed at, nothing else (AG-4)".to_owned(),
            ),
            ObjectKind::Bu if key(typed) == "unassigned" => Some("to leave a unit, use `--unassign`".to_owned()),
            _ => None,
        };
        let narrowed = (!self.actor.token_allows(action))
            .then(|| format!("your token is narrowed to actions that do not include `{action}` (SESS-2)"));
        Ok(Error::not_found(format!("there is no {} `{}`", kind.title(), printable(typed)))
            .rule("ROLE-8")
            .expects(format!("{} that you may view", with_article(kind.title())))
            .hint_maybe(narrowed)
            .hint_maybe(virtual_one)
            .hint_maybe((!meant.is_empty()).then(|| {
                format!(
                    "did you mean {}?",
                    meant.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
                )
            }))
            .hint(format!("provost {} list", if action == Action::FimAssetView { "fim asset" } else { kind.noun() })))
    }
}

/// What bears a name or id, whoever may view it.
fn candidates(conn: &Conn, kind: ObjectKind, typed: &str) -> Result<Vec<Named>> {
    let typed = typed.trim();
    if let Some(id) = typed.strip_prefix("id:") {
        return by_id(conn, kind, id);
    }
    if kind == ObjectKind::Asset
        && let Ok(address) = typed.parse::<Address>()
    {
        let id = store::asset::by_address(conn, address)?;
        return Ok(id.map(|id| Named { id, name: address.to_string() }).into_iter().collect());
    }
    if kind.goes_by_number() {
        return by_id(conn, kind, typed);
    }
    let found = store::naming::by_key(conn, kind, &key(typed))?;
    if found.is_empty() { by_id(conn, kind, typed) } else { Ok(found) }
}

fn by_id(conn: &Conn, kind: ObjectKind, typed: &str) -> Result<Vec<Named>> {
    match typed.parse::<Id>() {
        Ok(id) => Ok(store::naming::by_id(conn, kind, id)?.into_iter().collect()),
        Err(_) => Ok(Vec::new()),
    }
}
