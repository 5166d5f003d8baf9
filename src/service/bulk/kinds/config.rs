//! Configurations (CONF-1).

use serde_json::Value;

use crate::domain::config::ConfigKind;
use crate::domain::recurrence::Spec;
use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, json, list, text};
use crate::domain::text::key;
use crate::domain::{Action, Address, Error, Given, Id, Name, ObjectKind, ObjectRef, Result};
use crate::service::bulk::export::row_of;
use crate::service::bulk::form::{RowForm, Sink, Taken, names};
use crate::service::bulk::intake::{Intake, beyond};
use crate::service::config::aim::AimWish;
use crate::service::config::edit::AimChange;
use crate::service::listing::Request;
use crate::service::{Op, config};
use crate::store;

/// Configurations as rows.
pub const FORM: RowForm = RowForm {
    object: ObjectKind::Config,
    add: Action::ConfigAdd,
    edit: Action::ConfigEdit,
    others: &[Action::ScheduleActivate, Action::ScheduleDeactivate],
    columns: COLUMNS,
    references: &[
        names("owner", ObjectKind::User),
        names("targets", ObjectKind::AssetGroup),
        names("domains", ObjectKind::Domain),
        names("appliances", ObjectKind::Appliance),
    ],
    take_in,
    present: |op, config| row_of(COLUMNS, &config::view::seen(op, config.id)?),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[
    text("name", "Nightly").naming(),
    text("kind", "scheduled-scan").naming(),
    text("owner", "").naming(),
    text("global", "false").lasting(),
    list("targets", "Frankfurt Core"),
    list("addresses", ""),
    list("domains", ""),
    list("appliances", ""),
    text("option_profile", ""),
    json("content", r#"{"depth":"full"}"#),
    json("recurrence", r#"{"frequency":"daily","time":"22:00","time_zone":"Europe/Berlin"}"#).lasting(),
    text("map", "false").lasting(),
    text("active", "true").lasting(),
    text("needs_target", ""),
];

struct Wish {
    name: Name,
    kind: ConfigKind,
    owner: Option<String>,
    global: Option<bool>,
    targets: Given<Vec<String>>,
    aim: AimChange,
    addresses: Vec<Address>,
    content: Given<Value>,
    recurrence: Option<Spec>,
    map: Option<bool>,
    active: Option<bool>,
    needs_target: bool,
}

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let name = cells.need("name", str::parse::<Name>);
    let kind = cells.need("kind", str::parse::<ConfigKind>);
    let owner = cells.take("owner", |text| Ok(text.trim().to_owned()));
    let (global, targets, content) = (cells.flag("global").value(), cells.list("targets"), cells.json("content"));
    let aim = AimChange {
        addresses: cells.members("addresses"),
        domains: cells.members("domains"),
        appliances: cells.members("appliances"),
        option_profile: cells.text("option_profile"),
        keeps_unreached: false,
    };
    let addresses = cells.addresses("addresses", str::parse::<Address>).or_empty().unwrap_or_default();
    let recurrence = match cells.json("recurrence").value().map(spec).transpose() {
        Ok(recurrence) => recurrence,
        Err(error) => {
            cells.flaw("recurrence", error);
            None
        }
    };
    let (map, active) = (cells.flag("map").value(), cells.flag("active").value());
    let needs_target = cells.flag("needs_target").value().unwrap_or(false);
    let (name, kind) = cells.finish(name.zip(kind))?;
    let wish =
        Wish { name, kind, owner, global, targets, aim, addresses, content, recurrence, map, active, needs_target };
    let found = (wish.name.as_str(), find(intake.op, &wish));
    intake.settle(
        row,
        &FORM,
        found,
        |intake| add(intake, &wish).map(Some),
        |intake, object| edit(intake, &wish, object),
    )
}

fn spec(value: Value) -> Result<Spec> {
    serde_json::from_value(value).map_err(|error| {
        Error::invalid(format!("it is no recurrence: {error}"))
            .rule("SCHED-1")
            .hint(r#"write it as `{"frequency": "daily", "time": "22:00", "time_zone": "Europe/Berlin"}`"#)
    })
}

/// A configuration goes by its owner, kind and name.
fn find(op: &Op<'_>, wish: &Wish) -> Result<Option<ObjectRef>> {
    // Whoever sees a configuration sees whose it is, though it may not view the owner.
    let owner = match &wish.owner {
        Some(login) => match store::naming::by_key(op.conn, ObjectKind::User, &key(login))?.first() {
            Some(owner) => owner.id,
            None => op.find(ObjectKind::User, login)?.id,
        },
        None => op.actor.id,
    };
    if let Some(id) = store::config::by_name(op.conn, owner, wish.kind, wish.name.as_str())?
        && op.may_view(ObjectKind::Config, id)?
    {
        return Ok(Some(ObjectRef::new(ObjectKind::Config, id, format!("id:{id}"))));
    }
    // An owner who may not be viewed is a mistake before anything is added for it.
    wish.owner.iter().try_for_each(|login| op.find(ObjectKind::User, login).map(drop))?;
    Ok(None)
}

fn add(intake: &mut Intake<'_, '_>, wish: &Wish) -> Result<Id> {
    let request = config::add::Request {
        name: wish.name.clone(),
        kind: wish.kind,
        owner: wish.owner.clone(),
        targets: wish.targets.clone().or_empty().unwrap_or_default(),
        aim: AimWish {
            addresses: wish.addresses.clone(),
            domains: wish.aim.domains.changes(&[]).0,
            appliances: wish.aim.appliances.changes(&[]).0,
            option_profile: wish.aim.option_profile.clone().value(),
        },
        keeps_unreached: wish.needs_target && intake.op.holds_everywhere(Action::ConfigAdd),
        global: wish.global.unwrap_or(false),
        content: wish.content.clone().value(),
        recurrence: wish.recurrence.clone(),
        map: wish.map.unwrap_or(false),
        active: wish.active.unwrap_or(true),
    };
    Ok(intake.step(Action::ConfigAdd, |op| config::add::add(op, &request))?.config.id)
}

fn edit(intake: &mut Intake<'_, '_>, wish: &Wish, object: &ObjectRef) -> Result<()> {
    let before = config::view::seen(intake.op, object.id)?;
    if wish.map.is_some_and(|map| map != before.map) {
        return Err(Error::conflict("CONF-1", format!("whether `{}` is a map does not change", before.name))
            .hint("leave the column out, or add another configuration"));
    }
    let targets = wish.targets.clone().or_empty().unwrap_or_else(|| before.targets.clone());
    let lost = beyond(&before.targets, &targets);
    let request = config::edit::Request {
        config: object.name.clone(),
        name: None,
        content: wish.content.clone(),
        add_targets: beyond(&targets, &before.targets),
        remove_targets: lost.clone(),
        aim: AimChange { keeps_unreached: before.needs_target, ..wish.aim.clone() },
        global: wish.global,
        recurrence: wish.recurrence.clone().filter(|spec| Some(spec) != before.recurrence.as_ref()),
    };
    intake.step(Action::ConfigEdit, |op| config::edit::edit(op, &request))?;
    intake.note_loss(&before.name, "targets", lost);
    match wish.active.filter(|active| before.active.is_some_and(|present| present != *active)) {
        Some(true) => intake
            .step_of("active", Action::ScheduleActivate, |op| config::schedule::activate(op, &object.name))
            .map(drop),
        Some(false) => intake
            .step_of("active", Action::ScheduleDeactivate, |op| config::schedule::deactivate(op, &object.name))
            .map(drop),
        None => Ok(()),
    }
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    config::view::list(op, &Request::default(), &mut |config| sink(row_of(COLUMNS, &config)?))
}
