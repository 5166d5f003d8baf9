//! What taking something back needs: for every object the action that would make the opposite change by hand (OP-5).

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::domain::log::unhex;
use crate::domain::{
    Action, Address, AddressRange, Error, Id, Named, ObjectKind, ObjectRef, Placement, Result, Target,
};
use crate::service::asset_group::contents::{self, Found};
use crate::service::{Op, WriteOp, refusal};
use crate::store;
use crate::store::history::apply::is_derived;
use crate::store::history::changes::RowChange;
use crate::store::scope::Scope;

/// An action, and the object that it would be done to by hand.
pub type Needed = (Action, ObjectKind, Id);

/// What taking changes back needs, each once; `original` are the actions of the operation.
pub fn needed(changes: &[RowChange], original: &[Action]) -> BTreeSet<Needed> {
    let is_whole = |change: &RowChange| change.before.is_none() != change.after.is_none();
    let projects: BTreeSet<Id> = changes
        .iter()
        .filter(|change| change.table.name == "projects" && is_whole(change))
        .map(|change| change.key.first)
        .collect();
    // A project comes and goes with its work as it was, archived or not; the guard judges the roles that it lends (ROLE-10).
    let is_part = |change: &RowChange, (action, kind, id): &Needed| match kind {
        ObjectKind::Project => !matches!(action, Action::ProjectAdd | Action::ProjectDelete) && projects.contains(id),
        kind => kind.is_work() && is_whole(change) && !projects.is_empty(),
    };
    let all = changes.iter().filter(|change| !is_derived(change));
    all.flat_map(|change| of(change, original).into_iter().filter(move |needed| !is_part(change, needed))).collect()
}

/// Refuses whoever does not hold what is needed, as far as the objects are there: asked before, of what changes and goes, and
/// after, of what changes and comes.
///
/// # Errors
/// `not-permitted` by ROLE-7 and ROLE-6.
pub fn check(op: &Op<'_>, needed: &BTreeSet<Needed>) -> Result<()> {
    for (action, kind, id) in needed {
        let Some(object) = object(op, *kind, *id)? else { continue };
        if *kind == ObjectKind::Subscription {
            op.require(*action)?;
            continue;
        }
        let by_oneself = *action == Action::UserEdit && *id == op.actor.id && op.require(Action::AccountEdit).is_ok();
        if by_oneself {
            continue;
        }
        if is_new(*action) {
            let decision = op.decide(*action, place_of_new(op, *action, &object)?);
            if !decision.allowed {
                return Err(refusal::not_there(&op.actor, *action, &decision, &object.name));
            }
        } else {
            op.authorize_covered(*action, &object)?;
        }
    }
    Ok(())
}

/// Refuses what holds whatever the action: what nobody does with a token (SESS-2), and addresses, domains and appliances that
/// come into groups from outside of what the actor reaches (AG-5).
///
/// # Errors
/// `not-permitted` by SESS-2 and AG-5.
pub fn check_bans(op: &WriteOp<'_>, changes: &[RowChange]) -> Result<()> {
    let is_address = |change: &RowChange| change.fields().iter().any(|field| matches!(*field, "login" | "email"));
    if changes.iter().any(|change| change.table.name == "users" && is_address(change)) {
        op.refuse_token("changes an e-mail address or a login")?;
    }
    let mut found = Found::default();
    for change in changes.iter().filter(|change| change.before.is_some() && change.after.is_none()) {
        let other = change.key.second.parse::<Id>().unwrap_or_default();
        let named = |kind| object(op, kind, other);
        match change.table.name {
            "asset_group_ranges" => found.addresses = found.addresses.union(&range(change)?.into_iter().collect()),
            "asset_group_domains" => found.domains.extend(named(ObjectKind::Domain)?),
            "asset_group_appliances" => found.appliances.extend(named(ObjectKind::Appliance)?),
            _ => {}
        }
    }
    contents::check_reach(op, &found)
}

/// The addresses of a row that comes back into a group.
fn range(change: &RowChange) -> Result<Option<AddressRange>> {
    let end = |column: &str| -> Result<Option<Address>> {
        let digits = change.known(column).and_then(Json::as_str).and_then(|text| text.strip_prefix("\\x"));
        Ok(digits.and_then(unhex).and_then(|bytes| Address::from_bytes(&bytes)))
    };
    Ok(end("first")?.zip(end("last")?).and_then(|(first, last)| AddressRange::new(first, last)))
}

fn object(op: &Op<'_>, kind: ObjectKind, id: Id) -> Result<Option<ObjectRef>> {
    if kind == ObjectKind::Subscription {
        return Ok(Some(ObjectRef::subscription("")));
    }
    let Some(found) = store::naming::by_id(op.conn, kind, id)? else { return Ok(None) };
    let mut name = shown_name(op, kind, found)?;
    // What is refused of the work of a project, is refused in its name (PRJ-1).
    if let Some(project) =
        kind.is_work().then(|| store::project_work::place::project_of(op.conn, kind, id)).transpose()?.flatten()
        && let Some(project) = store::naming::by_id(op.conn, ObjectKind::Project, project)?
    {
        name = project.name;
    }
    Ok(Some(ObjectRef::new(kind, id, name)))
}

/// What an object is called: an asset without a name by its address.
pub fn shown_name(op: &Op<'_>, kind: ObjectKind, one: Named) -> Result<String> {
    let is_unnamed = kind == ObjectKind::Asset && one.name.is_empty();
    Ok(if is_unnamed { store::asset::address(op.conn, one.id)?.to_string() } else { one.name })
}

fn is_new(action: Action) -> bool {
    action.verb() == "add"
}

/// Where a new object would be made: a user in its unit, anything else where it lies now.
fn place_of_new(op: &Op<'_>, action: Action, object: &ObjectRef) -> Result<Target> {
    match object.kind {
        ObjectKind::User => Ok(Target::at(Placement::in_unit(&op.actor, store::user::unit_of(op.conn, object.id)?))),
        kind if kind.is_work() => op.target(action, kind, object.id),
        kind => {
            // Whose it is and in which unit it lies decides, as it does for whoever would delete it, and not who may look at it.
            let place = Scope::on(delete_of(kind), kind).placement(op.conn, &op.actor, object.id)?.unwrap_or_default();
            let is_config = kind == ObjectKind::Config;
            let kind =
                is_config.then(|| store::config::find(op.conn, object.id)).transpose()?.map(|config| config.kind);
            Ok(Target { kind, ..Target::at(place) })
        }
    }
}

fn of(change: &RowChange, original: &[Action]) -> Vec<Needed> {
    let objects = change.objects();
    let Some((kind, id)) = objects.first().copied() else { return Vec::new() };
    let one = |action| vec![(action, kind, id)];
    let other = |action: Action| objects.get(1).map(|(kind, id)| (action, *kind, *id)).into_iter().collect();
    match change.table.name {
        "settings" => one(setting(&change.key.second)),
        "subscriptions" => subscription(change).into_iter().map(|action| (action, kind, id)).collect(),
        "former_logins" => Vec::new(),
        "user_permissions" => one(Action::UserGrant),
        "tag_scopes" => one(Action::TagsScope),
        "user_group_members" => other(Action::GroupAssign),
        "project_users" | "project_groups" => other(Action::ProjectAssign),
        "asset_group_users" => other(Action::AssetGroupAssign),
        "asset_tags" => one(Action::AssetTag),
        "email_contacts" => one(Action::ContactEmail),
        "project_profile_rules" | "project_profile_requirements" => one(Action::ProjectProfileEdit),
        "fim_incident_events" | "fim_incident_reviewers" => one(Action::FimIncidentEdit),
        _ if !change.is_thing() => one(edit_of(kind)),
        _ => thing(change, kind, original).into_iter().map(|action| (action, kind, id)).collect(),
    }
}

/// What the subscription's own row needs; what is counted in it, nothing.
fn subscription(change: &RowChange) -> Option<Action> {
    let mut fields = change.fields().into_iter().filter(|column| change.table.takes_back(column));
    fields.next().map(|column| if column == "name" { Action::SettingsEdit } else { Action::ContactSet })
}

fn setting(key: &str) -> Action {
    key.parse::<crate::domain::Key>().map_or(Action::SettingsSecurity, crate::domain::Key::action)
}

/// What a thing of its own needs: to be deleted, added, or changed in those columns.
fn thing(change: &RowChange, kind: ObjectKind, original: &[Action]) -> Vec<Action> {
    if change.before.is_none() {
        return vec![delete_of(kind)];
    }
    if change.after.is_none() {
        // Everything that was assigned to a user is assigned again (AG-4).
        let has_all = change.known("all_assigned").and_then(Json::as_i64) == Some(1);
        return [add_of(kind)].into_iter().chain(has_all.then_some(Action::AssetGroupAssign)).collect();
    }
    let fields = change.fields().into_iter().filter(|column| change.table.takes_back(column));
    let mut actions: Vec<Action> = fields.filter_map(|column| field(change, kind, column, original)).collect();
    actions.sort_unstable();
    actions.dedup();
    actions
}

/// The action that changes a column by hand; none for what no verb sets.
fn field(change: &RowChange, kind: ObjectKind, column: &str, original: &[Action]) -> Option<Action> {
    let will_be = change.before.as_ref().and_then(|before| before.get(column)).and_then(Json::as_str);
    Some(match (kind, column) {
        (ObjectKind::User, "role") => Action::UserRole,
        (ObjectKind::User, "unit_id") => Action::BuMove,
        (ObjectKind::User, "level") => Action::UserLevel,
        (ObjectKind::User, "status") if will_be == Some("inactive") => Action::UserDeactivate,
        (ObjectKind::User, "status") => Action::UserActivate,
        (ObjectKind::User, "all_assigned") => Action::AssetGroupAssign,
        // Who made somebody is text once the maker is gone.
        (
            _,
            "created_by" | "created_by_id" | "creator" | "creator_id" | "reviewed_by_id" | "former_owner"
            | "user_login",
        ) => {
            return None;
        }
        (ObjectKind::Bu, "primary_contact_id") => Action::ContactSet,
        (ObjectKind::Bu, "new_ip_limit") => Action::BuLimit,
        (ObjectKind::AssetGroup, "owner_id") => Action::AssetGroupTransfer,
        (ObjectKind::Config, "owner_id") => Action::ConfigTransfer,
        (ObjectKind::Config, "active")
            if change.before.as_ref().and_then(|row| row.get(column)?.as_i64()) == Some(1) =>
        {
            Action::ScheduleActivate
        }
        (ObjectKind::Config, "active") => Action::ScheduleDeactivate,
        (ObjectKind::Ticket, "assignee_id") => Action::TicketReassign,
        (ObjectKind::Ticket, "state") => Action::TicketClose,
        (ObjectKind::Project, "state") if will_be == Some("archived") => Action::ProjectArchive,
        (ObjectKind::Project, "state") => Action::ProjectRestore,
        _ => original.iter().copied().find(|action| is_of(*action, kind)).unwrap_or_else(|| edit_of(kind)),
    })
}

/// Whether an action changes objects of the kind: where no verb is the opposite, it is the original's action that counts.
fn is_of(action: Action, kind: ObjectKind) -> bool {
    let changes = !action.is_view() && !matches!(action.verb(), "add" | "delete" | "move" | "role" | "invite");
    changes && !kind.is_work() && action.noun() == kind.view().noun()
}

/// The action that edits objects of a kind.
fn edit_of(kind: ObjectKind) -> Action {
    match kind {
        ObjectKind::Subscription => Action::SettingsSecurity,
        ObjectKind::Scan => Action::ScanDelete,
        ObjectKind::Report => Action::ReportDelete,
        ObjectKind::Event => Action::FimEventIgnore,
        ObjectKind::Mail => Action::OutboxSend,
        ObjectKind::ProjectProfile => Action::ProjectProfileEdit,
        ObjectKind::ProjectScan => Action::ProjectScan,
        ObjectKind::Result => Action::ProjectResultEdit,
        ObjectKind::TestCase => Action::ProjectTestCaseEdit,
        ObjectKind::ProjectIntegration => Action::ProjectIntegrate,
        kind => by_verb(kind, "edit"),
    }
}

fn add_of(kind: ObjectKind) -> Action {
    match kind {
        ObjectKind::Scan => Action::ScanLaunch,
        ObjectKind::ProjectProfile => Action::ProjectProfileAdd,
        ObjectKind::Result => Action::ProjectResultAdd,
        ObjectKind::TestCase => Action::ProjectTestCaseAdd,
        ObjectKind::ProjectScan | ObjectKind::ProjectIntegration | ObjectKind::Event | ObjectKind::Mail => {
            edit_of(kind)
        }
        kind => by_verb(kind, "add"),
    }
}

fn delete_of(kind: ObjectKind) -> Action {
    match kind {
        ObjectKind::ProjectProfile => Action::ProjectProfileDelete,
        ObjectKind::Result => Action::ProjectResultDelete,
        ObjectKind::TestCase => Action::ProjectTestCaseDelete,
        ObjectKind::ProjectScan | ObjectKind::ProjectIntegration | ObjectKind::Event | ObjectKind::Mail => {
            edit_of(kind)
        }
        kind => by_verb(kind, "delete"),
    }
}

/// The action `noun.verb` of a kind; what has none takes the right to edit the organisation.
fn by_verb(kind: ObjectKind, verb: &str) -> Action {
    let parsed: std::result::Result<Action, Error> = format!("{}.{verb}", kind.view().noun()).parse();
    parsed.unwrap_or(Action::SettingsSecurity)
}
