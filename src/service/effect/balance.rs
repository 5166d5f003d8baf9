//! Both sides of an operation, compared.

use std::cell::RefCell;
use std::collections::HashMap;

use super::concerned::Concerned;
use super::hosts::Hosts;
use super::outcome::Effects;
use super::side::Side;
use crate::domain::effect::{Effect, all_of, compare};
use crate::domain::touch::{Aspects, Touch};
use crate::domain::{Error, Id, Named, ObjectKind, Result};
use crate::service::Op;
use crate::store::connection::Ask;
use crate::store::engine::Until;
use crate::store::{self, Conn};

/// How many users are looked at together.
const TOGETHER: usize = 400;

/// What the touched things came to for everybody, compared with `before`, which does not see the operation.
pub fn worked_out(op: &Op<'_>, before: &Conn, touches: &[Touch]) -> Result<Effects> {
    Effects::told(op, changed(op, before, touches)?)
}

/// Whose access differs by what was touched, and how.
pub fn changed(op: &Op<'_>, before: &Conn, touches: &[Touch]) -> Result<Vec<(Id, Effect)>> {
    let hosts = Hosts::of(before, op.conn, touches)?;
    for conn in [before, op.conn] {
        let concerned: Ask<'_> =
            &|conn| touches.iter().try_for_each(|touch| store::effect::concerned(conn, *touch).map(drop));
        conn.foresee(Until::AnyWrite, &[&|conn| store::setting::with_subscription(conn).map(drop), concerned])?;
    }
    let (mut was, mut is) = (Side::new(before)?, Side::new(op.conn)?);
    let mut concerned = Concerned::of(&was, &is, touches)?;
    concerned.add_all(hosts.users());
    let projects = ProjectNames { op, before, known: RefCell::default() };
    let mut changed: Vec<(Id, Effect)> = Vec::new();
    for (users, aspects) in concerned.in_parts(TOGETHER) {
        [&was, &is].into_iter().try_for_each(|side| side.foresee(&users, aspects))?;
        let (mut was, is) = (was.look(&users, aspects)?, is.look(&users, aspects)?);
        for (user, after) in is {
            // Whoever the operation has made or deleted is no effect of it.
            let Some(before) = was.remove(&user) else { continue };
            let mut effect = compare(&before, &after, concerned.aspects(user), |project| projects.name(project));
            hosts.add_to(&mut effect, user, &after.actor);
            if !effect.is_empty() {
                changed.push((user, effect));
            }
        }
    }
    Ok(changed)
}

/// Whoever what was touched may concern, on either side.
pub fn concerned(before: &Conn, after: &Conn, touches: &[Touch]) -> Result<Vec<Id>> {
    Ok(Concerned::of(&Side::new(before)?, &Side::new(after)?, touches)?.users())
}

/// All that an account has, as if it were gained.
pub fn whole(conn: &Conn, user: Id) -> Result<Effect> {
    let access = Side::new(conn)?.look(&[user], Aspects::OWN)?.remove(&user);
    let access = access.ok_or_else(|| Error::internal("an account could not be read"))?;
    Ok(all_of(&access, |project| store::project::name(conn, project).unwrap_or_default()))
}

/// The names of projects as the actor may be told them; of those that are gone, as they were.
struct ProjectNames<'a> {
    op: &'a Op<'a>,
    before: &'a Conn,
    known: RefCell<HashMap<Id, String>>,
}

impl ProjectNames<'_> {
    fn name(&self, project: Id) -> String {
        if let Some(name) = self.known.borrow().get(&project) {
            return name.clone();
        }
        let name = self.look_up(project).unwrap_or_else(|_| project.to_string());
        self.known.borrow_mut().insert(project, name.clone());
        name
    }

    fn look_up(&self, project: Id) -> Result<String> {
        let name =
            store::project::name(self.op.conn, project).or_else(|_| store::project::name(self.before, project))?;
        Ok(self.op.as_told(ObjectKind::Project, Named { id: project, name })?.name)
    }
}

/// Whether anything was touched from which somebody may have gained or lost something.
pub fn is_any(touches: &[Touch], conn: &Conn) -> Result<bool> {
    let only_marks = touches.iter().all(|touch| matches!(touch, Touch::Marks(_)));
    Ok(!touches.is_empty() && (!only_marks || store::effect::any_scope(conn)?))
}
