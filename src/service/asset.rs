//! Assets (ASSET-1) and the limits on new ones (UNIT-4).

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::matrix::Reach;
use crate::domain::record::Asset;
use crate::domain::text::{Line, quoted};
use crate::domain::{
    Action, Address, AddressRange, AddressSet, Error, Given, Id, Name, ObjectKind, ObjectRef, Placement, Result, Role,
    Target,
};
use crate::service::asset_group::contents;
use crate::service::listing::{self, Sink};
use crate::service::narrow::Names;
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::tag::evaluate::{Marks, Rules};
use crate::service::{Op, WriteOp, asset_limits};
use crate::store;
use crate::store::asset_group::Link;

/// The most addresses one command adds (ASSET-1).
const MOST: u128 = 65_536;

/// What is known of the new assets.
#[derive(Debug, Default)]
pub struct Request {
    /// Addresses, ranges and blocks.
    pub addresses: Vec<AddressRange>,
    /// A name, for a single address.
    pub name: Option<Name>,
    pub dns_name: Given<Line>,
    /// The operating system.
    pub os: Given<Line>,
    /// Free attributes.
    pub attributes: BTreeMap<String, String>,
    /// Tags set by hand.
    pub tags: Vec<String>,
    /// The group they go into.
    pub asset_group: Option<String>,
}

/// How many were new.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AddBody {
    /// Assets that are new.
    pub created_count: i64,
    /// Addresses that existed and were left alone.
    pub unchanged_count: i64,
    /// The group they went into.
    pub asset_group: Option<String>,
}

/// The longest key of an attribute, in characters.
const KEY_LENGTH: usize = 100;

/// Checks free attributes: keys are names, values are lines of text.
///
/// # Errors
/// `invalid` for a key or value that is malformed.
pub fn attributes<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Result<BTreeMap<String, String>> {
    let mut attributes = BTreeMap::new();
    for (key, value) in pairs {
        let key: Name = key.parse()?;
        if key.as_str().chars().count() > KEY_LENGTH || key.as_str().contains('=') {
            return Err(Error::invalid(format!("`{key}` is no key of an attribute"))
                .rule("ASSET-1")
                .hint("write it as `--attribute owner=web-team`"));
        }
        let value: Line = value.parse()?;
        attributes.insert(key.to_string(), value.to_string());
    }
    Ok(attributes)
}

/// Refuses the address of another asset as a name: it would name two things.
fn check_name(name: Option<&Name>, address: Option<Address>) -> Result<()> {
    let parsed = name.and_then(|name| name.as_str().parse::<Address>().ok());
    match parsed {
        Some(other) if Some(other) != address => Err(Error::invalid(format!("`{other}` is an address, not a name"))
            .rule("ASSET-1")
            .hint("choose another name")),
        _ => Ok(()),
    }
}

/// Each asset the actor may view, by address.
pub fn list(op: &Op<'_>, request: &listing::Request, sink: Sink<'_, Asset>) -> Result<()> {
    let reach = op.reach(Action::AssetView)?;
    let names = Names::of(op);
    let shown = |mut asset: Asset| names.groups(&mut asset.asset_groups).map(|()| asset);
    listing::each(op, request, sink, |selection, sink| {
        // Going from range to range is much quicker than asking of each asset whether it is reached.
        if selection.is_everything() && reach != Reach::All {
            let within = store::reach::addresses(op.conn, op.actor.id)?;
            return store::asset::within(op.conn, &within, |asset| sink(shown(asset)?));
        }
        let scope = (Action::AssetView, reach);
        store::asset::list(op.conn, &op.actor, scope, selection, |asset| sink(shown(asset)?))
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<Asset> {
    let asset = op.find(ObjectKind::Asset, name)?;
    seen(op, asset.id)
}

/// An asset with only those names that the actor may view.
pub fn seen(op: &Op<'_>, id: Id) -> Result<Asset> {
    let mut asset = store::asset::find(op.conn, id)?;
    Names::of(op).groups(&mut asset.asset_groups)?;
    Ok(asset)
}

/// Adds assets, one per address; a unit manager names the group of its unit that they go into (AG-5).
///
/// # Errors
/// `conflict` by UNIT-4; `usage` without the group; `not-permitted` by ROLE-4 and ROLE-7.
pub fn add(op: &mut WriteOp<'_>, request: &Request) -> Result<AddBody> {
    let placement = Placement::in_unit(&op.actor, op.actor.unit_id());
    op.authorize_at(Action::AssetAdd, Target::at(placement), "the subscription")?;
    let wanted: AddressSet = request.addresses.iter().copied().collect();
    check_size(&wanted, request.name.is_some())?;
    check_name(request.name.as_ref(), wanted.ranges().first().map(|range| range.first()))?;
    let group = group(op, request)?;
    if !request.tags.is_empty() {
        op.require(Action::AssetTag)?;
    }
    let tags = op.find_all(ObjectKind::Tag, &request.tags)?;
    if let Some(group) = &group {
        asset_limits::refuse_existing(op, group, &wanted)?;
    }
    let created = insert(op, &wanted, request, &tags)?;
    let total = i64::try_from(wanted.count()).unwrap_or(i64::MAX);
    asset_limits::check_limits(op, created)?;
    if let Some(group) = &group
        && contents::grow(op, group, &wanted)?
    {
        op.notice(format!("the asset group `{}` has grown", group.name));
    }
    op.journal.unit = op.actor.unit.as_ref().map(|unit| unit.name.clone());
    let unchanged = total - created;
    let known = if unchanged > 0 { format!(", {unchanged} unchanged") } else { String::new() };
    op.say("add", "added", format!("{created} {}{known}", if created == 1 { "asset" } else { "assets" }));
    Ok(AddBody { created_count: created, unchanged_count: unchanged, asset_group: group.map(|group| group.name) })
}

/// Refuses more addresses than one command adds, and a name for several (ASSET-1).
///
/// # Errors
/// `invalid`; `usage`.
pub fn check_size(wanted: &AddressSet, has_name: bool) -> Result<()> {
    if wanted.count() > MOST {
        return Err(Error::invalid(format!("{} addresses are more than the {MOST} that one command adds", wanted.count_in_digits()))
            .rule("ASSET-1")
            .hint("split the range, or put it into an asset group instead: `provost asset-group edit NAME --add-address RANGE`"));
    }
    if has_name && wanted.count() != 1 {
        return Err(Error::usage("a name fits a single address only").rule("ASSET-1").hint("leave `--name` out"));
    }
    Ok(())
}

/// The group the addresses go into; a unit manager must name one of its unit.
fn group(op: &WriteOp<'_>, request: &Request) -> Result<Option<ObjectRef>> {
    let Some(name) = &request.asset_group else {
        if op.actor.role == Role::UnitManager {
            return Err(Error::usage("a unit manager names the asset group that new assets go into")
                .rule("AG-5")
                .hint("add `--asset-group GROUP`, a group of your unit: `provost asset-group list`"));
        }
        return Ok(None);
    };
    let group = op.find(ObjectKind::AssetGroup, name)?;
    match op.actor.unit_id() {
        Some(unit) if !store::asset_group::is_linked(op.conn, Link::Unit, group.id, unit)? => {
            Err(Error::conflict("AG-5", format!("`{}` is no asset group of your unit", group.name))
                .hint("provost asset-group list"))
        }
        _ => Ok(Some(group)),
    }
}

fn insert(op: &mut WriteOp<'_>, wanted: &AddressSet, request: &Request, tags: &[ObjectRef]) -> Result<i64> {
    let mut created = 0;
    let rules = Rules::all(op)?;
    for address in wanted.ranges().iter().flat_map(|range| range.addresses()) {
        let record = Asset {
            id: 0,
            name: request.name.as_ref().map_or_else(|| address.to_string(), ToString::to_string),
            address,
            dns_name: request.dns_name.text(),
            os: request.os.text(),
            // An attribute without a value is none.
            attributes: request.attributes.clone().into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            tags: Vec::new(),
            tags_by_rule: Vec::new(),
            asset_groups: Vec::new(),
        };
        let Some(id) = store::asset::insert(op.tx(), &record)? else { continue };
        for tag in tags {
            store::tag::attach(op.tx(), id, tag.id)?;
        }
        rules.apply(op, Some(id))?;
        op.journal.touch(&ObjectRef::new(ObjectKind::Asset, id, address.to_string()));
        created += 1;
    }
    Ok(created)
}

/// What is to change; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub asset: String,
    /// The new name.
    pub name: Option<Name>,
    pub dns_name: Given<Line>,
    /// The operating system.
    pub os: Given<Line>,
    /// Attributes to set; an empty value removes one.
    pub attributes: BTreeMap<String, String>,
}

impl Edit {
    pub fn says_anything(&self) -> bool {
        self.name.is_some() || self.dns_name.is_said() || self.os.is_said() || !self.attributes.is_empty()
    }
}

/// The edited asset, and what rules made of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EditBody {
    /// The asset as it is now.
    pub asset: Asset,
    /// What became of its tags (TAG-2).
    #[serde(flatten)]
    pub marks: Marks,
}

/// Edits an asset; the rules of tags are evaluated on what it is then (TAG-2).
pub fn edit(op: &mut WriteOp<'_>, request: &Edit) -> Result<EditBody> {
    let object = op.find(ObjectKind::Asset, &request.asset)?;
    op.authorize(Action::AssetEdit, &object)?;
    let before = store::asset::find(op.conn, object.id)?;
    let mut after = before.clone();
    check_name(request.name.as_ref(), Some(before.address))?;
    if let Some(name) = &request.name {
        after.name = name.to_string();
    }
    request.dns_name.write(&mut after.dns_name);
    request.os.write(&mut after.os);
    for (key, value) in &request.attributes {
        if value.is_empty() {
            after.attributes.remove(key);
        } else {
            after.attributes.insert(key.clone(), value.clone());
        }
    }
    let object = ObjectRef::new(ObjectKind::Asset, object.id, after.address.to_string());
    let mut marks = Marks::default();
    if after != before {
        store::asset::update(op.tx(), &after)?;
        marks = Rules::all(op)?.apply(op, Some(object.id))?;
        after = store::asset::find(op.conn, object.id)?;
        op.journal.compare(&object, &before, &after)?;
    }
    marks.tell(op);
    op.say("change", "changed", format!("asset `{}`", after.name));
    Ok(EditBody { asset: after, marks })
}

/// Deletes assets; tickets keep their addresses (AG-8).
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::Asset, Action::AssetDelete, names, |op, object| {
        store::asset::delete(op.tx(), object.id)
    })
}

/// Puts tags on assets, by hand.
pub fn tag(op: &mut WriteOp<'_>, names: &[String], tags: &[String]) -> Result<Outcomes> {
    let outcomes = change_tags(op, names, tags, true)?;
    op.say("tag", "tagged", outcomes.phrase("asset", "assets"));
    Ok(outcomes)
}

/// What untagging did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UntagBody {
    /// What happened to each asset.
    #[serde(flatten)]
    pub outcomes: Outcomes,
    /// How many assets have no tag now and are open to every sub-user (TAG-3).
    pub published_count: usize,
}

/// Takes tags off assets, and tells how many are left without any: they are open to every sub-user (TAG-3).
pub fn untag(op: &mut WriteOp<'_>, names: &[String], tags: &[String]) -> Result<UntagBody> {
    let before = tagged(op, names)?;
    let outcomes = change_tags(op, names, tags, false)?;
    let published_count = before.difference(&tagged(op, names)?).count();
    let count = i64::try_from(published_count).unwrap_or(i64::MAX);
    Marks { published_count: count, ..Marks::default() }.tell(op);
    op.say("untag", "untagged", outcomes.phrase("asset", "assets"));
    Ok(UntagBody { outcomes, published_count })
}

fn tagged(op: &WriteOp<'_>, names: &[String]) -> Result<BTreeSet<Id>> {
    let mut tagged = BTreeSet::new();
    for object in op.find_all(ObjectKind::Asset, names)? {
        if !store::tag::is_untagged(op.conn, object.id)? {
            tagged.insert(object.id);
        }
    }
    Ok(tagged)
}

fn change_tags(op: &mut WriteOp<'_>, names: &[String], tags: &[String], attach: bool) -> Result<Outcomes> {
    let tags = op.find_all(ObjectKind::Tag, tags)?;
    let rules = Rules::all(op)?;
    let mut outcomes = Outcomes::default();
    for object in op.find_all(ObjectKind::Asset, names)? {
        op.authorize(Action::AssetTag, &object)?;
        let before = store::asset::find(op.conn, object.id)?;
        for tag in &tags {
            if attach {
                store::tag::attach(op.tx(), object.id, tag.id)?;
            } else {
                detach(op, &object, tag)?;
            }
        }
        rules.apply(op, Some(object.id))?;
        let after = store::asset::find(op.conn, object.id)?;
        let changed = op.journal.compare(&object, &before, &after)?;
        outcomes.push(&object, changed);
    }
    Ok(outcomes)
}

/// Takes a tag off that was set by hand; what a rule has set stays as long as it matches (TAG-2).
fn detach(op: &WriteOp<'_>, asset: &ObjectRef, tag: &ObjectRef) -> Result<()> {
    if store::tag::is_by_rule(op.conn, asset.id, tag.id)? {
        return Err(Error::conflict("TAG-2", format!("`{}` stands on `{}` because of its rule", tag.name, asset.name))
            .hint(format!("change the rule: `provost tags edit {} --rule RULE`, or the asset", quoted(&tag.name))));
    }
    store::tag::detach(op.tx(), asset.id, tag.id)
}
