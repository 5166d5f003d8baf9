//! Domains (ASSET-1).

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::text::domain_name as parse;
use crate::domain::{Action, ObjectKind, Result};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken};
use crate::service::bulk::intake::Intake;
use crate::service::listing::Request;
use crate::service::{Op, domain_name};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Domain,
    add: Action::DomainAdd,
    edit: Action::DomainEdit,
    others: &[],
    columns: COLUMNS,
    references: &[],
    take_in,
    present: |op, domain| row_of(COLUMNS, &store::domain_name::find(op.conn, domain.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[text("name", "lisbon.acme.example").naming()];

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let name = cells.need("name", parse);
    let name = cells.finish(name)?;
    let names = [name.clone()];
    let found = intake.op.find_named(ObjectKind::Domain, name.as_str());
    let add =
        |intake: &mut Intake<'_, '_>| intake.step(Action::DomainAdd, |op| domain_name::add(op, &names)).map(|_| None);
    intake.settle(row, &FORM, (name.as_str(), found), add, |_, _| Ok(()))
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    domain_name::list(op, &Request::default(), &mut |domain| sink(row_of(COLUMNS, &domain)?))
}
