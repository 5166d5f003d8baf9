//! One thing, added as a row of a file would be: what exists already is left, changed or refused.

use serde_json::{Map, Value};

use super::form::BulkKind;
use super::intake::Intake;
use super::passwords::Hashes;
use super::settled::{Consequences, Loss, RowStatus, Settled, Tally};
use crate::domain::sheet::{Layout, OnExisting, Place, Row, Values};
use crate::domain::{Error, Result};
use crate::service::credential::NewPassword;
use crate::service::link::{Delivery, Invitation};
use crate::service::{App, WriteOp};

/// What is to be there.
pub struct Once<'a> {
    pub kind: BulkKind,
    /// What is said of it, by column.
    pub row: Map<String, Value>,
    /// What becomes of it if it exists.
    pub on_existing: OnExisting,
    /// How the invitation of a new user goes out.
    pub delivery: Delivery<'a>,
    /// Its password, if it has one.
    pub password: Option<&'a NewPassword>,
    /// Whether what single verbs ask about is confirmed.
    pub is_confirmed: bool,
}

/// What came of it.
pub struct SettledOnce {
    /// What became of it.
    pub settled: Settled,
    /// The invitation that was made.
    pub invitation: Option<Invitation>,
    /// What it brought about beside what it says.
    pub consequences: Consequences,
}

/// Adds it, or settles what exists; tells which.
pub fn settle(app: &App<'_>, op: &mut WriteOp<'_>, once: &Once<'_>) -> Result<SettledOnce> {
    let form = once.kind.form();
    let layout = std::rc::Rc::new(Layout::new(form.columns));
    let mut row = Row::new(&layout, Place::Row(1), 0, Values::Object(once.row.clone()));
    let hashes = Hashes::default();
    let mut intake = Intake::new(app, op, &hashes);
    intake.password = once.password;
    intake.tells_all = true;
    intake.on_existing = once.on_existing;
    intake.delivery = once.delivery;
    let flaws = std::mem::take(&mut row.flaws);
    let taken = if flaws.is_empty() { (form.take_in)(&mut intake, &row) } else { Err(flaws) };
    let settled = taken.map_err(|flaws| {
        let first = flaws.into_iter().next().map(|flaw| flaw.error);
        first.unwrap_or_else(|| Error::internal("a row was refused without a reason"))
    })?;
    intake.consequences.check(once.is_confirmed)?;
    let losses: Vec<String> = intake.consequences.losses.iter().map(Loss::sentence).collect();
    intake.notices.extend(losses);
    intake.tell();
    let consequences = std::mem::take(&mut intake.consequences);
    let invitation = intake.invitation.take();
    let (infinitive, past) = match settled.status {
        RowStatus::Created => ("add", "added"),
        RowStatus::Updated => ("change", "changed"),
        _ => ("leave", "left"),
    };
    match settled.tally.all() {
        1 => op.say(infinitive, past, format!("{} `{}`", form.object.title(), settled.object)),
        _ => say_tally(op, once.kind, settled.tally),
    }
    Ok(SettledOnce { settled, invitation, consequences })
}

/// Says what became of several things.
pub fn say_tally(op: &mut WriteOp<'_>, kind: BulkKind, tally: Tally) {
    op.say("settle", "settled", format!("{kind}: {}", tally.phrase()));
}
