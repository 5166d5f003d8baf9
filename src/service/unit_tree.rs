//! Business units with everybody in them, as far as the actor may view them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Op, unit, user};
use crate::domain::record::{Unit, User};
use crate::domain::{Action, Result, Role, Status};
use crate::service::listing::Request;

/// Somebody in a unit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Member {
    /// The login.
    pub login: String,
    /// The role.
    pub role: Role,
    /// How the account stands.
    pub status: Status,
    /// Whether it is the primary contact of the unit, or of the subscription.
    pub primary_contact: bool,
}

/// A unit and who is in it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Branch {
    /// The unit.
    #[serde(flatten)]
    pub unit: Unit,
    /// Its users that may be viewed, by login.
    pub users: Vec<Member>,
}

/// The units, and who is in none.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnitTree {
    /// The units, by name.
    pub units: Vec<Branch>,
    /// Users in no unit, by login.
    pub unassigned: Vec<Member>,
}

/// The units that may be viewed with their users that may be.
pub fn tree(op: &Op<'_>) -> Result<UnitTree> {
    let mut members: BTreeMap<Option<String>, Vec<Member>> = BTreeMap::new();
    if op.decide(Action::UserView, crate::domain::Target::default()).allowed {
        user::view::list(op, &Request::default(), &mut |user| {
            members.entry(user.unit.clone()).or_default().push(member(user));
            Ok(())
        })?;
    }
    let mut units = Vec::new();
    unit::list(op, &Request::default(), &mut |unit| {
        let users = members.remove(&Some(unit.name.clone())).unwrap_or_default();
        units.push(Branch { unit, users });
        Ok(())
    })?;
    Ok(UnitTree { units, unassigned: members.remove(&None).unwrap_or_default() })
}

fn member(user: User) -> Member {
    Member { login: user.login, role: user.role, status: user.status, primary_contact: user.primary_contact }
}
