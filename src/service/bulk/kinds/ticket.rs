//! Remediation tickets (TICK-1).

use crate::domain::monitoring::severity;
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::text::key;
use crate::domain::ticket::TicketState;
use crate::domain::{Action, Address, Error, Id, Name, ObjectKind, ObjectRef, Result};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken};
use crate::service::bulk::intake::Intake;
use crate::service::listing::Request;
use crate::service::{Op, ticket};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Ticket,
    add: Action::TicketAdd,
    edit: Action::TicketEdit,
    others: &[Action::TicketReassign],
    columns: COLUMNS,
    // An assignee may be named by who may not view it (ROLE-8), and so is not looked for here.
    references: &[],
    take_in,
    present: |op, ticket| row_of(COLUMNS, &store::ticket::find(op.conn, ticket.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("address", "10.80.0.7").naming(),
    text("title", "TLS 1.0 is switched on").naming(),
    text("severity", "3").lasting(),
    text("state", "open").lasting(),
    text("assignee", "").lasting(),
    text("valid", ""),
];

struct Wish {
    address: Address,
    title: Name,
    severity: Option<i64>,
    state: Option<TicketState>,
    assignee: Option<String>,
    is_invalid: bool,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let address = cells.need("address", str::parse::<Address>);
    let title = cells.need("title", |text| Name::called("title", text));
    let severity = cells.take("severity", severity);
    let state = cells.word("state").value();
    let assignee = cells.take("assignee", |text| Ok(text.trim().to_owned()));
    let is_invalid = cells.flag("valid").value() == Some(false);
    let (address, title) = cells.finish(address.zip(title))?;
    let wish = Wish { address, title, severity, state, assignee, is_invalid };
    let found = (wish.title.as_str(), find(intake, row, &wish));
    intake.settle(
        row,
        &FORM,
        found,
        |intake| add(intake, &wish).map(Some),
        |intake, object| edit(intake, &wish, object),
    )
}

/// Tickets have no names: the second row of an address and title is the second such ticket.
fn find(intake: &mut Intake<'_, '_>, row: &Row, wish: &Wish) -> Result<Option<ObjectRef>> {
    let place = intake.place_among_alike(row, &(wish.address, wish.title.key()));
    let alike = store::ticket::alike(intake.op.conn, wish.address, &wish.title)?;
    let Some(id) = alike.get(place).copied() else { return Ok(None) };
    let visible = intake.op.may_view(ObjectKind::Ticket, id)?;
    Ok(visible.then(|| ObjectRef::new(ObjectKind::Ticket, id, id.to_string())))
}

fn add(intake: &mut Intake<'_, '_>, wish: &Wish) -> Result<Id> {
    let request = ticket::Request {
        address: wish.address,
        title: wish.title.clone(),
        severity: wish.severity.unwrap_or(3),
        state: wish.state.unwrap_or(TicketState::Open),
        assignee: wish.assignee.clone(),
        may_be_invalid: wish.is_invalid && intake.op.holds_everywhere(Action::TicketAdd),
    };
    Ok(intake.step(Action::TicketAdd, |op| ticket::add(op, &request))?.ticket.id)
}

fn edit(intake: &mut Intake<'_, '_>, wish: &Wish, object: &ObjectRef) -> Result<()> {
    let before = store::ticket::find(intake.op.conn, object.id)?;
    let request = ticket::Edit { ticket: object.name.clone(), title: None, severity: wish.severity, state: wish.state };
    intake.step(Action::TicketEdit, |op| ticket::edit(op, &request))?;
    match wish.assignee.as_ref().filter(|login| before.assignee.as_deref().map(key) != Some(key(login))) {
        None => Ok(()),
        Some(_) if wish.is_invalid => {
            Err(Error::conflict("TICK-1", format!("ticket {} is given only to who can act on it", object.id))
                .hint("leave the assignee out"))
        }
        Some(login) => {
            let ids = [object.name.clone()];
            intake.step_of("assignee", Action::TicketReassign, |op| ticket::reassign(op, &ids, login)).map(drop)
        }
    }
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    ticket::list(op, &Request::default(), &mut |ticket| sink(row_of(COLUMNS, &ticket)?))
}
