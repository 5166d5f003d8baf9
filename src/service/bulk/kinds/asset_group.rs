//! Asset groups (AG-1).

use crate::domain::asset_group::{BusinessImpact, Origin};
use crate::domain::record::AssetGroup;
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, list, text};
use crate::domain::text::key;
use crate::domain::{Action, AddressRange, AddressSet, Error, Given, Id, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::asset_group as groups;
use crate::service::asset_group::contents::Contents;
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::{Intake, beyond};
use crate::service::listing::Request;
use crate::service::{Op, WriteOp};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::AssetGroup,
    add: Action::AssetGroupAdd,
    edit: Action::AssetGroupEdit,
    others: &[Action::AssetGroupTransfer],
    columns: COLUMNS,
    references: &[
        names("owner", ObjectKind::User),
        names("units", ObjectKind::Bu),
        names("domains", ObjectKind::Domain),
        names("appliances", ObjectKind::Appliance),
    ],
    take_in,
    present: |op, group| row_of(COLUMNS, &groups::view::seen(op, group.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("name", "Lisbon").naming(),
    text("owner", "").lasting(),
    text("origin", "").lasting(),
    list("units", ""),
    list("addresses", "10.80.0.0/16|10.81.0.1-10.81.0.9"),
    list("domains", ""),
    list("appliances", ""),
    text("business_impact", "medium").lasting(),
    text("comments", ""),
];

struct Wish {
    name: Name,
    owner: Option<String>,
    origin: Option<Origin>,
    units: Given<Vec<String>>,
    addresses: Given<Vec<AddressRange>>,
    domains: Given<Vec<String>>,
    appliances: Given<Vec<String>>,
    business_impact: Option<BusinessImpact>,
    comments: Given<Line>,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let name = cells.need("name", Name::of_asset_group);
    let owner = cells.take("owner", |text| Ok(text.trim().to_owned()));
    let origin = cells.word("origin").value();
    let (units, domains, appliances) = (cells.list("units"), cells.list("domains"), cells.list("appliances"));
    let addresses = cells.addresses("addresses", str::parse);
    let business_impact = cells.word("business_impact").value();
    let comments = cells.word("comments");
    let name = cells.finish(name)?;
    let wish = Wish { name, owner, origin, units, addresses, domains, appliances, business_impact, comments };
    intake.settle_named(
        row,
        &FORM,
        wish.name.as_str(),
        |intake| add(intake, &wish),
        |intake, object| edit(intake, &wish, object),
    )
}

fn add(intake: &mut Intake<'_, '_>, wish: &Wish) -> Result<Id> {
    let request = groups::add::Request {
        name: wish.name.clone(),
        contents: Contents {
            addresses: wish.addresses.clone().or_empty().unwrap_or_default(),
            domains: wish.domains.clone().or_empty().unwrap_or_default(),
            appliances: wish.appliances.clone().or_empty().unwrap_or_default(),
            units: wish.units.clone().or_empty().unwrap_or_default(),
        },
        business_impact: wish.business_impact,
        comments: wish.comments.clone(),
        provenance: provenance(intake.op, wish)?,
    };
    Ok(intake.step(Action::AssetGroupAdd, |op| groups::add::add(op, &request))?.asset_group.id)
}

/// Whom the group belongs to and where it comes from: for others it is added only by who may add one anywhere.
fn provenance(op: &WriteOp<'_>, wish: &Wish) -> Result<Option<(String, Origin)>> {
    let everywhere = op.holds_everywhere(Action::AssetGroupAdd);
    let other = wish.owner.as_ref().filter(|owner| key(owner) != key(&op.actor.login));
    match (other, wish.origin) {
        (None, None) => Ok(None),
        (Some(owner), _) if !everywhere => Err(Error::not_permitted(format!(
            "an asset group of `{owner}` is added by `{owner}` alone, or by a manager"
        ))
        .rule("AG-6")
        .hint("leave the owner out, and transfer the group later: `provost asset-group transfer GROUP --to USER`")),
        (None, Some(origin)) if !everywhere && origin != Origin::made_by(op.actor.role) => {
            Err(Error::not_permitted(format!("the origin `{origin}` is given by a manager alone"))
                .rule("AG-1")
                .hint("leave the origin out"))
        }
        (None, Some(_)) if !everywhere => Ok(None),
        (owner, origin) => {
            let login = owner.unwrap_or(&op.actor.login);
            let role = store::user::find(op.conn, op.find(ObjectKind::User, login)?.id)?.role;
            Ok(Some((login.clone(), origin.unwrap_or(Origin::made_by(role)))))
        }
    }
}

fn edit(intake: &mut Intake<'_, '_>, wish: &Wish, object: &ObjectRef) -> Result<()> {
    let before = groups::view::seen(intake.op, object.id)?;
    if let Some(origin) = wish.origin.filter(|origin| *origin != before.origin) {
        return Err(Error::conflict(
            "AG-1",
            format!("the origin of `{}` is `{}`, and does not become `{origin}`", before.name, before.origin),
        )
        .hint("leave the origin out"));
    }
    let request = request(wish, &before);
    if request.changes(&before) {
        let body = intake.step(Action::AssetGroupEdit, |op| groups::edit::edit(op, &request))?;
        for login in &body.unassigned {
            intake.note_loss(login, "asset_groups", vec![before.name.clone()]);
        }
        for config in &body.needs_target {
            intake.notices.push(format!("needs a target now: {config}"));
        }
    }
    let ranges = |ranges: &[AddressRange]| ranges.iter().map(ToString::to_string).collect();
    for (field, lost) in [
        ("units", request.remove.units),
        ("addresses", ranges(&request.remove.addresses)),
        ("domains", request.remove.domains),
        ("appliances", request.remove.appliances),
    ] {
        intake.note_loss(&object.name, field, lost);
    }
    if let Some(owner) = wish.owner.as_ref().filter(|owner| key(owner) != key(&before.owner)) {
        let name = wish.name.as_str();
        intake.step_of("owner", Action::AssetGroupTransfer, |op| groups::transfer::transfer(op, name, owner))?;
    }
    Ok(())
}

/// What brings a group to what a row says.
fn request(wish: &Wish, before: &AssetGroup) -> groups::edit::Request {
    let (mut add, mut remove) = (Contents::default(), Contents::default());
    let lists = [
        (&wish.units, &before.units, &mut add.units, &mut remove.units),
        (&wish.domains, &before.domains, &mut add.domains, &mut remove.domains),
        (&wish.appliances, &before.appliances, &mut add.appliances, &mut remove.appliances),
    ];
    for (wished, held, add, remove) in lists {
        if let Some(wished) = wished.clone().or_empty() {
            *add = beyond(&wished, held);
            *remove = beyond(held, &wished);
        }
    }
    if let Some(wished) = wish.addresses.clone().or_empty() {
        let (wished, held): (AddressSet, AddressSet) =
            (wished.into_iter().collect(), before.addresses.iter().copied().collect());
        add.addresses = wished.minus(&held).ranges().to_vec();
        remove.addresses = held.minus(&wished).ranges().to_vec();
    }
    groups::edit::Request {
        group: before.name.clone(),
        name: None,
        add,
        remove,
        business_impact: wish.business_impact,
        comments: wish.comments.clone(),
    }
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    groups::view::list(op, &Request::default(), &mut |group| sink(row_of(COLUMNS, &group)?))
}
