//! Names are unique within their kind, without regard to case.

use crate::domain::phrase::with_article;
use crate::domain::text::quoted;
use crate::domain::{Error, Id, Name, ObjectKind, Result};
use crate::service::{Op, refusal};
use crate::store;

/// Refuses a name that another object of the kind bears; `oneself` is the object that is renamed.
///
/// # Errors
/// `conflict`, code `already-exists`.
pub fn refuse_taken(op: &Op<'_>, kind: ObjectKind, name: &Name, oneself: Option<Id>) -> Result<()> {
    let taken = store::naming::by_key(op.conn, kind, &name.key())?;
    let Some(other) = taken.iter().find(|other| Some(other.id) != oneself) else { return Ok(()) };
    let hint = match kind {
        kind if !op.may_view(kind, other.id)? => "choose another name".to_owned(),
        ObjectKind::Tag => refusal::list_command(kind),
        kind => format!("provost {} show {}", kind.noun(), quoted(name)),
    };
    Err(Error::conflict(kind.naming_rule(), format!("{} `{name}` exists already", with_article(kind.title())))
        .code("already-exists")
        .hint(hint))
}

/// The same for names that are unique with their creator (FIM-11, FIM-12): `found` is what of the creator's bears it.
///
/// # Errors
/// `conflict`, code `already-exists`.
pub fn refuse_own(kind: ObjectKind, found: Option<Id>, name: &str, oneself: Option<Id>) -> Result<()> {
    if found.is_none() || found == oneself {
        return Ok(());
    }
    Err(Error::conflict(kind.naming_rule(), format!("there is {} `{name}` already", with_article(kind.title())))
        .code("already-exists")
        .hint(format!("provost {} show {}", kind.noun(), quoted(name))))
}
