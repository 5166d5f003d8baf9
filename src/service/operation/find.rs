//! Which operation is meant, and whether it can be taken back at all (OP-1, OP-7).

use super::stack::is_sign_in;
use crate::domain::text::printable;
use crate::domain::{Action, Error, Id, Result};
use crate::service::Op;
use crate::store::history::operation::{self, Operation};
use crate::store::{self, Conn};

/// An operation with what the log says of it.
#[derive(Debug, Clone)]
pub struct Told {
    pub operation: Operation,
    /// The actions of its entries, each once.
    pub actions: Vec<Action>,
    /// Who did it, at the time.
    pub user: Option<String>,
    /// What it did, in the words of its first entry.
    pub details: String,
}

/// The operation of an id: that of any of its entries means it.
///
/// # Errors
/// `not-found` if there is none, or it may not be seen; `conflict` by OP-1 for an entry that changed nothing.
pub fn named(op: &Op<'_>, typed: &str) -> Result<Told> {
    let id = id_of(op, typed)?;
    let found = operation::find(op.conn, id)?;
    found.map_or_else(|| Err(no_operation(op.conn, id)?), |operation| told(op.conn, operation))
}

/// The id of the operation that an entry belongs to which the actor may see.
pub fn id_of(op: &Op<'_>, typed: &str) -> Result<Id> {
    let bare = typed.trim().trim_start_matches("op:").trim_start_matches("id:");
    let unknown = || {
        Error::not_found(format!("there is no operation {}", printable(typed.trim())))
            .rule("OP-1")
            .hint("provost op list --limit 20")
    };
    let entry: Id = bare.parse().map_err(|_| unknown())?;
    let reach = op.reach(Action::OpView)?;
    let seen = store::log::find(op.conn, &op.actor, reach, entry)?.is_some();
    let id = operation::of_entry(op.conn, entry)?.filter(|_| seen);
    // What the log has forgotten may still be kept.
    let kept =
        if id.is_none() && op.holds_everywhere(Action::OpView) { operation::find(op.conn, entry)? } else { None };
    id.or(kept.map(|kept| kept.id)).ok_or_else(unknown)
}

fn no_operation(conn: &Conn, id: Id) -> Result<Error> {
    let is_older = operation::oldest(conn)?.is_none_or(|(oldest, _)| id < oldest);
    let changes_nothing = is_sign_in(&store::log::actions_of(conn, id)?);
    Ok(match is_older && !changes_nothing {
        true => Error::conflict("OP-7", format!("what operation {id} changed is no longer kept"))
            .code("too-old")
            .hint("how long it is kept: `provost settings show history.keep_days`"),
        false => Error::conflict("OP-1", format!("entry {id} changed nothing that could be taken back"))
            .code("no-operation")
            .hint(format!("what it was: `provost log show {id}`")),
    })
}

/// The operation of an id that is known to be one.
///
/// # Errors
/// `internal` if it is none.
pub fn known(conn: &Conn, id: Id) -> Result<Told> {
    let found = operation::find(conn, id)?.ok_or_else(|| Error::internal("an operation is missing"))?;
    told(conn, found)
}

/// An operation with what the log says of it.
fn told(conn: &Conn, operation: Operation) -> Result<Told> {
    let actions = store::log::actions_of(conn, operation.id)?;
    let (user, details) = store::log::gist(conn, operation.id)?;
    Ok(Told { operation, actions, user, details })
}

impl Told {
    /// Refuses what cannot be taken back (OP-7), and what is taken back already.
    ///
    /// # Errors
    /// `conflict` by OP-7 or OP-3.
    pub fn check(&self) -> Result<()> {
        let id = self.operation.id;
        if let Some(by) = self.operation.undone_by {
            return Err(Error::conflict("OP-3", format!("operation {id} is taken back already, by operation {by}"))
                .code("undone")
                .hint(format!("bring it back: `provost op revert {by}`")));
        }
        match self.actions.iter().find_map(|action| why_not(*action)) {
            None => Ok(()),
            Some((why, instead)) => Err(Error::conflict("OP-7", format!("operation {id} cannot be taken back: {why}"))
                .code("irrevocable")
                .hint(instead)),
        }
    }
}

/// Why what an action did stays, and what helps instead (OP-7).
pub const fn why_not(action: Action) -> Option<(&'static str, &'static str)> {
    use Action::*;
    Some(match action {
        Login | Logout | Redeem | ResetPassword | AccountSignOut | UserSessions => (
            "who signed in or out, did",
            "nothing needs to be taken back: sign in again, or `provost user deactivate LOGIN`",
        ),
        AccountPassword | AccountQuestions | UserPassword | UserPasswordSet => {
            ("passwords are not kept", "give the user another: `provost user password LOGIN`")
        }
        ScheduleRunDue => ("what was due has been launched", "take back what was launched: `provost scan list`"),
        ScanFinish => ("results that came in stay", "delete the scan: `provost scan delete ID`"),
        EventImport => ("events that came in stay", "hide them: `provost fim event ignore ID`"),
        HostDataPurge => ("what was purged is gone", "restore a backup: `provost db restore FILE`"),
        DbRestore => ("it replaced everything", "restore its safety copy: `provost db restore FILE`"),
        DbMigrate => ("the schema is another", "restore its safety copy with the program that it belongs to"),
        LogPrune => ("what was pruned is gone", "restore a backup: `provost db restore FILE`"),
        Recover => (
            "the account was taken over by whoever owns the file",
            "give the role to another: `provost user role LOGIN ROLE`",
        ),
        Init => ("it is the beginning", "begin another database: `provost init --db PATH --name NAME --login LOGIN`"),
        _ => return None,
    })
}
