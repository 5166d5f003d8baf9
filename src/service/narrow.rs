//! Names inside other objects, narrowed to those the actor may view (ROLE-8).

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::domain::matrix::Reach;
use crate::domain::record::{ProjectEntry, User};
use crate::domain::text::means_all;
use crate::domain::{Id, ObjectKind, Result};
use crate::service::Op;
use crate::store::{self, Conn};

/// How many names are looked up one by one, as suits an object or a page; after that, all that are visible are, as suits a
/// long list.
const FEW: usize = 32;

/// The names of one kind that the actor may view.
enum Visible {
    /// Those that were asked for, and whether they are.
    Asked(HashMap<String, bool>),
    All(HashSet<String>),
}

fn projects_of(entries: &[ProjectEntry]) -> Vec<String> {
    entries.iter().map(|entry| entry.project.clone()).collect()
}

/// What an actor may see of other objects' names: looked up when they are asked for, and not at all for who may view
/// everything of the kind.
pub struct Names<'o> {
    op: &'o Op<'o>,
    known: RefCell<HashMap<ObjectKind, Visible>>,
}

impl<'o> Names<'o> {
    /// Of this actor, in this snapshot.
    pub fn of(op: &'o Op<'o>) -> Self {
        Self { op, known: RefCell::default() }
    }

    /// Keeps the users that may be viewed.
    pub fn users(&self, names: &mut Vec<String>) -> Result<()> {
        self.retain(ObjectKind::User, names)
    }

    /// Keeps the asset groups that may be viewed; `All` stands for no particular one.
    pub fn groups(&self, names: &mut Vec<String>) -> Result<()> {
        self.retain(ObjectKind::AssetGroup, names)
    }

    /// Keeps the units that may be viewed.
    pub fn units(&self, names: &mut Vec<String>) -> Result<()> {
        self.retain(ObjectKind::Bu, names)
    }

    /// Keeps the user groups that may be viewed.
    pub fn user_groups(&self, names: &mut Vec<String>) -> Result<()> {
        self.retain(ObjectKind::Group, names)
    }

    /// Keeps the roles in projects that may be viewed.
    pub fn projects(&self, entries: &mut Vec<ProjectEntry>) -> Result<()> {
        let mut names = projects_of(entries);
        self.retain(ObjectKind::Project, &mut names)?;
        entries.retain(|entry| names.contains(&entry.project));
        Ok(())
    }

    /// The names in one's own account.
    pub fn of_own_account(&self, user: &mut User) -> Result<()> {
        let Some(present) = self.op.present()? else { return Ok(()) };
        let today = store::user::find(present, user.id)?;
        self.of_own(ObjectKind::AssetGroup, &mut user.asset_groups, &today.asset_groups)?;
        self.of_own(ObjectKind::Group, &mut user.groups, &today.groups)?;
        let mut projects = projects_of(&user.projects);
        self.of_own(ObjectKind::Project, &mut projects, &projects_of(&today.projects))?;
        user.projects.retain(|entry| projects.contains(&entry.project));
        Ok(())
    }

    /// The asset groups that something aims at: of one's own one sees all; `find` finds those of today.
    pub fn targets(
        &self,
        object: (ObjectKind, Id),
        owner: Option<Id>,
        targets: &mut Vec<String>,
        find: impl FnOnce(&Conn, Id) -> Result<Vec<String>>,
    ) -> Result<()> {
        if owner != Some(self.op.actor.id) {
            return self.groups(targets);
        }
        let Some(present) = self.op.present()? else { return Ok(()) };
        let is_there = store::naming::by_id(present, object.0, object.1)?.is_some();
        let today = if is_there { find(present, object.1)? } else { Vec::new() };
        self.of_own(ObjectKind::AssetGroup, targets, &today)
    }

    /// Of the names that something of one's own held then, those that it holds today as well, and what may be viewed.
    fn of_own(&self, kind: ObjectKind, then: &mut Vec<String>, today: &[String]) -> Result<()> {
        let mut others: Vec<String> = then.iter().filter(|name| !today.contains(*name)).cloned().collect();
        self.retain(kind, &mut others)?;
        then.retain(|name| today.contains(name) || others.contains(name));
        Ok(())
    }

    fn retain(&self, kind: ObjectKind, names: &mut Vec<String>) -> Result<()> {
        if self.op.holds_everywhere(kind.view()) {
            return Ok(());
        }
        let mut known = self.known.borrow_mut();
        let visible = known.entry(kind).or_insert_with(|| Visible::Asked(HashMap::new()));
        for name in std::mem::take(names) {
            if means_all(&name) || self.is_visible(visible, kind, &name)? {
                names.push(name);
            }
        }
        Ok(())
    }

    fn is_visible(&self, visible: &mut Visible, kind: ObjectKind, name: &str) -> Result<bool> {
        if let Visible::Asked(asked) = visible {
            if let Some(is_visible) = asked.get(name) {
                return Ok(*is_visible);
            }
            if asked.len() < FEW {
                let is_visible = self.op.find_named(kind, name)?.is_some();
                asked.insert(name.to_owned(), is_visible);
                return Ok(is_visible);
            }
            *visible = Visible::All(self.all(kind)?);
        }
        Ok(matches!(visible, Visible::All(all) if all.contains(name)))
    }

    fn all(&self, kind: ObjectKind) -> Result<HashSet<String>> {
        let action = kind.view();
        let reach = self.op.decide(action, Default::default()).reach();
        let within = |reach: Reach| store::naming::within(self.op.conn, kind, action, reach, &self.op.actor);
        reach.map_or_else(|| Ok(HashSet::new()), within)
    }
}
