//! Assets (ASSET-1).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::record::Asset;
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, list, text};
use crate::domain::text::key;
use crate::domain::{Action, Address, AddressRange, AddressSet, Given, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::bulk::export::row_of;
use crate::service::bulk::flaws::placed;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::{Intake, beyond};
use crate::service::bulk::settled::{RowStatus, Settled, Tally};
use crate::service::listing::Request;
use crate::service::tag::evaluate::Marks;
use crate::service::{Op, WriteOp, asset, asset_group};
use crate::store;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Asset,
    add: Action::AssetAdd,
    edit: Action::AssetEdit,
    others: &[Action::AssetTag, Action::AssetGroupEdit],
    columns: COLUMNS,
    references: &[names("tags", ObjectKind::Tag), names("asset_group", ObjectKind::AssetGroup)],
    take_in,
    present: |op, asset| row(asset::seen(op, asset.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    list("address", "10.80.0.7").naming(),
    text("name", "lisbon-web-1").lasting(),
    text("dns_name", "web-1.lisbon.acme.example"),
    text("os", "Debian 13"),
    list("attributes", "owner=web-team|rack=12"),
    list("tags", ""),
    text("asset_group", "").taken_only(),
];

/// What became of several assets, as adding them tells.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Settlement {
    /// Assets that are new.
    pub created_count: usize,
    /// Assets that were changed.
    pub updated_count: usize,
    /// Assets that were there and were left as they are.
    pub unchanged_count: usize,
}

impl Settlement {
    /// Of all that was settled.
    pub fn of(settled: &[Settled]) -> Self {
        let mut tally = Tally::default();
        settled.iter().for_each(|one| tally.add_all(one.tally));
        Self {
            created_count: tally.created_count,
            updated_count: tally.updated_count,
            unchanged_count: tally.unchanged_count + tally.skipped_count,
        }
    }
}

struct Wish {
    name: Option<Name>,
    dns_name: Given<Line>,
    os: Given<Line>,
    attributes: Given<BTreeMap<String, String>>,
    tags: Given<Vec<String>>,
    asset_group: Option<String>,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let addresses = cells.each("address", str::parse::<AddressRange>).value();
    if addresses.is_none() {
        cells.miss("address");
    }
    let name = cells.word("name").value();
    let (dns_name, os) = (cells.word("dns_name"), cells.word("os"));
    let attributes = cells.pairs("attributes");
    let attributes = match attributes {
        Given::Set(pairs) => match asset::attributes(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str()))) {
            Ok(attributes) => Given::Set(attributes),
            Err(error) => {
                cells.flaw("attributes", error);
                Given::Unsaid
            }
        },
        other => other,
    };
    let tags = cells.list("tags");
    let asset_group = cells.take("asset_group", |text| Ok(text.trim().to_owned()));
    let addresses = cells.finish(addresses)?;
    let wish = Wish { name, dns_name, os, attributes, tags, asset_group };
    settle(intake, row, &addresses, &wish)
}

/// A single address is one asset; of several, each that exists is settled by itself, and the others are added at once.
fn settle(intake: &mut Intake<'_, '_>, row: &Row, addresses: &[AddressRange], wish: &Wish) -> Taken {
    let set: AddressSet = addresses.iter().copied().collect();
    if let ([range], 1) = (set.ranges(), set.count()) {
        return settle_one(intake, row, range.first(), wish);
    }
    let sized = asset::check_size(&set, wish.name.is_some());
    let existing = match sized.and_then(|()| store::asset::existing(intake.op.conn, &set)) {
        Ok(existing) => existing,
        Err(error) => return placed(row, &FORM, Err(error)),
    };
    let mut tally = Tally::default();
    for address in existing.ranges().iter().flat_map(|range| range.addresses()) {
        tally.add_all(settle_one(intake, row, address, wish)?.tally);
    }
    let new = set.minus(&existing);
    let object = addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let added = if new.is_empty() { Ok(0) } else { add(intake, new.ranges(), wish).map(|added| added.created_count) };
    let settled = added.map(|count| {
        tally.add(RowStatus::Created, usize::try_from(count).unwrap_or(usize::MAX));
        Settled::several(object, tally)
    });
    placed(row, &FORM, settled)
}

fn settle_one(intake: &mut Intake<'_, '_>, row: &Row, address: Address, wish: &Wish) -> Taken {
    let label = address.to_string();
    let range = [AddressRange::from(address)];
    intake.settle(
        row,
        &FORM,
        (&label, find(intake.op, address)),
        |intake| add(intake, &range, wish).map(|_| None),
        |intake, object| edit(intake, &range, wish, object),
    )
}

fn find(op: &Op<'_>, address: Address) -> Result<Option<ObjectRef>> {
    let Some(id) = store::asset::by_address(op.conn, address)? else { return Ok(None) };
    Ok(op.may_view(ObjectKind::Asset, id)?.then(|| ObjectRef::new(ObjectKind::Asset, id, address.to_string())))
}

fn add(intake: &mut Intake<'_, '_>, addresses: &[AddressRange], wish: &Wish) -> Result<asset::AddBody> {
    let request = asset::Request {
        addresses: addresses.to_vec(),
        name: wish.name.clone(),
        dns_name: wish.dns_name.clone(),
        os: wish.os.clone(),
        attributes: wish.attributes.clone().or_empty().unwrap_or_default(),
        tags: wish.tags.clone().or_empty().unwrap_or_default(),
        asset_group: wish.asset_group.clone(),
    };
    intake.step(Action::AssetAdd, |op| asset::add(op, &request))
}

fn edit(intake: &mut Intake<'_, '_>, range: &[AddressRange], wish: &Wish, object: &ObjectRef) -> Result<()> {
    let before = asset::seen(intake.op, object.id)?;
    let wished = wish.attributes.clone().or_empty();
    let mut attributes = wished.clone().unwrap_or_default();
    let gone = before.attributes.keys().filter(|key| wished.as_ref().is_some_and(|wished| !wished.contains_key(*key)));
    let lost: Vec<String> = gone.cloned().collect();
    attributes.retain(|key, value| before.attributes.get(key) != Some(value));
    // An empty value removes an attribute.
    attributes.extend(lost.iter().map(|key| (key.clone(), String::new())));
    let new =
        |line: &Given<Line>, held: &Option<String>| if line.differs_from(held) { line.clone() } else { Given::Unsaid };
    let request = asset::Edit {
        asset: object.name.clone(),
        name: wish.name.clone().filter(|name| name.as_str() != before.name),
        dns_name: new(&wish.dns_name, &before.dns_name),
        os: new(&wish.os, &before.os),
        attributes,
    };
    if request.says_anything() {
        let edited = intake.step(Action::AssetEdit, |op| asset::edit(op, &request))?;
        intake.note_marks(edited.marks);
    }
    intake.note_loss(&object.name, "attributes", lost);
    if let Some(group) =
        wish.asset_group.as_ref().filter(|group| before.asset_groups.iter().all(|held| key(held) != key(group)))
    {
        let addresses: AddressSet = range.iter().copied().collect();
        let grow = |op: &mut WriteOp<'_>| asset_group::edit::add_addresses(op, group, &addresses);
        intake.step_of("asset_group", Action::AssetGroupEdit, grow)?;
    }
    let Some(tags) = wish.tags.clone().or_empty() else { return Ok(()) };
    let by_hand: Vec<String> = beyond(&before.tags, &before.tags_by_rule);
    let (coming, going) = (beyond(&tags, &before.tags), beyond(&by_hand, &tags));
    let names = [object.name.clone()];
    if !coming.is_empty() {
        intake.step_of("tags", Action::AssetTag, |op| asset::tag(op, &names, &coming))?;
    }
    if !going.is_empty() {
        let untagged = intake.step_of("tags", Action::AssetTag, |op| asset::untag(op, &names, &going))?;
        let published_count = i64::try_from(untagged.published_count).unwrap_or(i64::MAX);
        intake.note_marks(Marks { published_count, ..Marks::default() });
    }
    intake.note_loss(&object.name, "tags", going);
    Ok(())
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    asset::list(op, &Request::default(), &mut |asset| sink(row(asset)?))
}

/// Tags that rules set are set again by the rules.
fn row(mut asset: Asset) -> Result<Vec<Value>> {
    asset.tags = beyond(&asset.tags, &asset.tags_by_rule);
    row_of(COLUMNS, &asset)
}
