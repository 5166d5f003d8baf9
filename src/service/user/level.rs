//! Setting a user's administrative level (ROLE-2).

use super::view::UserBody;
use crate::domain::{Action, Level, ObjectKind, Result};
use crate::service::WriteOp;
use crate::store;

/// Sets the level.
///
/// # Errors
/// `not-permitted` by ROLE-6 and ROLE-7; `conflict` by SUB-3.
pub fn set(op: &mut WriteOp<'_>, login: &str, level: Level) -> Result<UserBody> {
    let object = op.find(ObjectKind::User, login)?;
    let decision = op.authorize(Action::UserLevel, &object)?;
    let before = store::user::find(op.conn, object.id)?;
    let mut after = before.clone();
    after.level = level;
    after.effective_level = op.level_with(object.id, level, after.role)?;
    op.cover(&decision, &before.login, Some(&before), Some(&after))?;
    if op.journal.compare(&object, &before, &after)? {
        store::user::update(op.tx(), &after)?;
        op.journal.unit.clone_from(&after.unit);
    }
    op.say("give", "gave", format!("user `{}` the level `{level}`", after.login));
    UserBody::of(op, object.id)
}
