//! Names inside other objects, narrowed to those the actor may view (ROLE-8).

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::domain::matrix::Reach;
use crate::domain::record::ProjectEntry;
use crate::domain::text::means_all;
use crate::domain::{ObjectKind, Result};
use crate::service::Op;
use crate::store;

/// How many names are looked up one by one; of more, all that are visible are.
const FEW: usize = 32;

/// The names of one kind that the actor may view; `None`: all of them.
type Visible = Option<HashSet<String>>;

/// What an actor may see of other objects' names: looked up when a kind is first asked for, and not at all for
/// who may view everything of the kind.
pub struct Names<'o> {
    op: &'o Op<'o>,
    /// Whether each name is looked up by itself, as suits one object, instead of all that are visible, as suits a list.
    singly: bool,
    users: OnceCell<Visible>,
    asset_groups: OnceCell<Visible>,
    units: OnceCell<Visible>,
    groups: OnceCell<Visible>,
    projects: OnceCell<Visible>,
}

impl<'o> Names<'o> {
    /// Of this actor, in this snapshot, for many objects.
    pub const fn of(op: &'o Op<'o>) -> Self {
        Self {
            op,
            singly: false,
            users: OnceCell::new(),
            asset_groups: OnceCell::new(),
            units: OnceCell::new(),
            groups: OnceCell::new(),
            projects: OnceCell::new(),
        }
    }

    /// The same for a single object.
    pub fn of_one(op: &'o Op<'o>) -> Self {
        Self { singly: true, ..Self::of(op) }
    }

    /// Keeps the users that may be viewed.
    pub fn users(&self, names: &mut Vec<String>) -> Result<()> {
        self.retain(&self.users, ObjectKind::User, names)
    }

    /// Keeps the asset groups that may be viewed; `All` stands for no particular one.
    pub fn groups(&self, names: &mut Vec<String>) -> Result<()> {
        self.retain(&self.asset_groups, ObjectKind::AssetGroup, names)
    }

    /// Keeps the units that may be viewed.
    pub fn units(&self, names: &mut Vec<String>) -> Result<()> {
        self.retain(&self.units, ObjectKind::Bu, names)
    }

    /// Keeps the user groups that may be viewed.
    pub fn user_groups(&self, names: &mut Vec<String>) -> Result<()> {
        self.retain(&self.groups, ObjectKind::Group, names)
    }

    /// Keeps the roles in projects that may be viewed.
    pub fn projects(&self, entries: &mut Vec<ProjectEntry>) -> Result<()> {
        let mut names: Vec<String> = entries.iter().map(|entry| entry.project.clone()).collect();
        self.retain(&self.projects, ObjectKind::Project, &mut names)?;
        let names: HashSet<String> = names.into_iter().collect();
        entries.retain(|entry| names.contains(&entry.project));
        Ok(())
    }

    fn retain(&self, known: &OnceCell<Visible>, kind: ObjectKind, names: &mut Vec<String>) -> Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        if self.singly && names.len() <= FEW {
            return self.retain_singly(kind, names);
        }
        if known.get().is_none() {
            // A second value cannot come: nobody else fills the cell meanwhile.
            let _ = known.set(self.visible(kind)?);
        }
        if let Some(Some(visible)) = known.get() {
            names.retain(|name| means_all(name) || visible.contains(name));
        }
        Ok(())
    }

    fn retain_singly(&self, kind: ObjectKind, names: &mut Vec<String>) -> Result<()> {
        if self.op.holds_everywhere(kind.view()) {
            return Ok(());
        }
        for name in std::mem::take(names) {
            if means_all(&name) || self.op.find_named(kind, &name)?.is_some() {
                names.push(name);
            }
        }
        Ok(())
    }

    fn visible(&self, kind: ObjectKind) -> Result<Visible> {
        let action = kind.view();
        match self.op.decide(action, Default::default()).reach() {
            Some(Reach::All) => Ok(None),
            Some(reach) => store::naming::within(self.op.conn, kind, action, reach, &self.op.actor).map(Some),
            None => Ok(Some(HashSet::new())),
        }
    }
}
