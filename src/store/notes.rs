//! What the open transaction has written that somebody judges or works out when it ends: rights that were given (ROLE-10), what decides
//! about access (ACC-5), what could leave nobody in charge (SUB-3).

use std::cell::{Cell, RefCell};

use crate::domain::grant::Grant;
use crate::domain::touch::Touch;
use crate::domain::{Id, ObjectKind};

/// The notes of a transaction.
#[derive(Debug, Default)]
pub struct Notes {
    /// What it has given, and nobody has judged yet.
    grants: RefCell<Vec<Grant>>,
    /// What it has written that decides about access, and nobody has looked at yet.
    touches: RefCell<Vec<Touch>>,
    /// The first user and the first asset that it has made: ids only ever rise.
    made: Cell<[Option<Id>; 2]>,
    /// Whether it has written what could leave the subscription without an administrator.
    unseats: Cell<bool>,
}

impl Notes {
    /// Before a transaction.
    pub fn begin(&self) {
        self.unseats.set(false);
        self.made.set([None, None]);
    }

    /// How much there is.
    pub fn so_far(&self) -> (usize, usize) {
        (self.grants.borrow().len(), self.touches.borrow().len())
    }

    /// Forgets what was noted since.
    pub fn back_to(&self, (grants, touches): (usize, usize)) {
        self.grants.borrow_mut().truncate(grants);
        self.touches.borrow_mut().truncate(touches);
    }

    /// Notes that a statement could leave nobody in charge.
    pub fn may_unseat(&self) {
        self.unseats.set(true);
    }

    /// Whether any could have.
    pub fn unseats(&self) -> bool {
        self.unseats.get()
    }

    /// Notes what somebody was given.
    pub fn give(&self, grant: Grant) {
        self.grants.borrow_mut().push(grant);
    }

    /// Whether nobody was given anything that nobody has judged.
    pub fn is_judged(&self) -> bool {
        self.grants.borrow().is_empty()
    }

    /// What was given and not judged since.
    pub fn take_grants(&self) -> Vec<Grant> {
        self.grants.take()
    }

    /// Notes what decides about access; whose access is new with it, is no change.
    pub fn touch(&self, touch: Touch) {
        let is_made = |kind, id| self.first_made(kind).is_some_and(|first| id >= first);
        let is_new = match touch {
            Touch::Account(id)
            | Touch::Permissions(id)
            | Touch::Membership(id)
            | Touch::UserInProject(id)
            | Touch::Assignment(id)
            | Touch::Scope(id) => is_made(ObjectKind::User, id),
            Touch::Asset(id) | Touch::Marks(id) => is_made(ObjectKind::Asset, id),
            _ => false,
        };
        let mut touches = self.touches.borrow_mut();
        if !is_new && touches.last() != Some(&touch) {
            touches.push(touch);
        }
    }

    /// What was touched and not worked out since.
    pub fn take_touches(&self) -> Vec<Touch> {
        self.touches.take()
    }

    /// Notes that a user or an asset is new.
    pub fn made(&self, kind: ObjectKind, id: Id) {
        let [user, asset] = self.made.get();
        self.made.set(match kind {
            ObjectKind::User => [user.or(Some(id)), asset],
            _ => [user, asset.or(Some(id))],
        });
    }

    fn first_made(&self, kind: ObjectKind) -> Option<Id> {
        let [user, asset] = self.made.get();
        if kind == ObjectKind::User { user } else { asset }
    }
}
