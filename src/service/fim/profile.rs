//! Monitoring profiles: which files are watched, on assets of which tags (FIM-1).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::record::Profile;
use crate::domain::sheet::OnExisting;
use crate::domain::{Action, Error, Given, Line, Name, ObjectKind, ObjectRef, Result};
use crate::service::bulk::intake::beyond;
use crate::service::existing::settle_one;
use crate::service::listing::{self, Sink};
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp};
use crate::store;

/// One profile, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProfileBody {
    /// The profile as it is now.
    pub profile: Profile,
    /// How many profiles are left without any tag, open to every sub-user (TAG-3).
    pub published_count: i64,
}

/// What is known of a new profile.
#[derive(Debug)]
pub struct Request {
    pub name: Name,
    pub description: Given<Line>,
    /// The files and folders that are watched.
    pub paths: Vec<Line>,
    pub tags: Vec<String>,
}

/// Adds a profile, or settles what exists: its lists become what is named.
pub fn ensure(op: &mut WriteOp<'_>, on_existing: OnExisting, request: &Request) -> Result<ProfileBody> {
    let found = op.find_named(ObjectKind::FimProfile, request.name.as_str())?;
    settle_one(
        op,
        on_existing,
        (ObjectKind::FimProfile, &request.name, found),
        |op| add(op, request),
        |op, object| {
            let before = store::fim::profile::find(op.conn, object.id)?;
            edit(op, &request.change_of(&before)?)
        },
        |op, object| Ok(ProfileBody { profile: store::fim::profile::find(op.conn, object.id)?, published_count: 0 }),
    )
}

impl Request {
    /// What brings a profile to what is said of it; lists that are not named stay.
    fn change_of(&self, before: &Profile) -> Result<Edit> {
        // Paths are compared letter by letter: files are.
        let missing = |path: &&Line| !path.is_empty() && before.paths.iter().all(|held| held != path.as_str());
        let is_named = |held: &&String| self.paths.iter().any(|path| path.as_str() == held.as_str());
        let gone = before.paths.iter().filter(|held| !self.paths.is_empty() && !is_named(held));
        let tags_gone = if self.tags.is_empty() { Vec::new() } else { beyond(&before.tags, &self.tags) };
        Ok(Edit {
            profile: before.name.clone(),
            name: (self.name.as_str() != before.name).then(|| self.name.clone()),
            description: self.description.clone(),
            add_paths: self.paths.iter().filter(missing).cloned().collect(),
            remove_paths: gone.map(|path| path.parse()).collect::<Result<_>>()?,
            add_tags: beyond(&self.tags, &before.tags),
            remove_tags: tags_gone,
        })
    }
}

/// What is to change; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub profile: String,
    /// The new name.
    pub name: Option<Name>,
    pub description: Given<Line>,
    /// Files and folders that are watched from now on.
    pub add_paths: Vec<Line>,
    /// Those that are watched no more.
    pub remove_paths: Vec<Line>,
    /// Tags that come.
    pub add_tags: Vec<String>,
    /// Tags that go.
    pub remove_tags: Vec<String>,
}

/// Each profile in scope, by name.
pub fn list(op: &Op<'_>, request: &listing::Request, sink: Sink<'_, Profile>) -> Result<()> {
    listing::each(op, request, sink, |selection, sink| {
        store::fim::profile::list(op.conn, &op.actor, op.reach(Action::FimProfileView)?, selection, sink)
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<Profile> {
    let object = op.find(ObjectKind::FimProfile, name)?;
    store::fim::profile::find(op.conn, object.id)
}

/// Adds a profile, which is switched on apart.
///
/// # Errors
/// `conflict` if the name is taken, or its creator could not see it (FIM-1).
pub fn add(op: &mut WriteOp<'_>, request: &Request) -> Result<ProfileBody> {
    refuse_taken(op, ObjectKind::FimProfile, &request.name, None)?;
    let tags = op.find_all(ObjectKind::Tag, &request.tags)?;
    let mut profile = Profile {
        id: 0,
        name: request.name.to_string(),
        description: request.description.text(),
        paths: Vec::new(),
        tags: Vec::new(),
        active: false,
        creator: op.actor.login.clone(),
        created_at: op.now,
        creator_id: Some(op.actor.id),
    };
    change_paths(&mut profile.paths, &request.paths, &[]);
    let id = store::fim::profile::insert(op.tx(), &profile)?;
    for tag in &tags {
        store::fim::profile::attach(op.tx(), id, tag.id)?;
    }
    let object = ObjectRef::new(ObjectKind::FimProfile, id, profile.name.clone());
    refuse_out_of_sight(op, &object)?;
    let profile = store::fim::profile::find(op.conn, id)?;
    op.journal.created(&object, &profile)?;
    op.say("add", "added", format!("monitoring profile `{}`", profile.name));
    if profile.tags.is_empty() {
        op.notice("the profile has no tag and is open to every sub-user (TAG-3)");
    }
    Ok(ProfileBody { profile, published_count: 0 })
}

/// Edits a profile.
///
/// # Errors
/// `conflict` if the name is taken, or the actor could not see it afterwards (FIM-1).
pub fn edit(op: &mut WriteOp<'_>, request: &Edit) -> Result<ProfileBody> {
    let object = op.find(ObjectKind::FimProfile, &request.profile)?;
    op.authorize(Action::FimProfileEdit, &object)?;
    let before = store::fim::profile::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Some(name) = &request.name {
        refuse_taken(op, ObjectKind::FimProfile, name, Some(object.id))?;
        after.name = name.to_string();
    }
    request.description.write(&mut after.description);
    change_paths(&mut after.paths, &request.add_paths, &request.remove_paths);
    store::fim::profile::update(op.tx(), &after)?;
    for tag in op.find_all(ObjectKind::Tag, &request.add_tags)? {
        store::fim::profile::attach(op.tx(), object.id, tag.id)?;
    }
    for tag in op.find_all(ObjectKind::Tag, &request.remove_tags)? {
        store::fim::profile::detach(op.tx(), object.id, tag.id)?;
    }
    let after = store::fim::profile::find(op.conn, object.id)?;
    let object = ObjectRef::new(ObjectKind::FimProfile, object.id, after.name.clone());
    refuse_out_of_sight(op, &object)?;
    op.journal.compare(&object, &before, &after)?;
    op.say("change", "changed", format!("monitoring profile `{}`", after.name));
    let is_published = after.tags.is_empty() && !before.tags.is_empty();
    if is_published {
        op.notice("the profile is left without any tag, open to every sub-user (TAG-3)");
    }
    Ok(ProfileBody { profile: after, published_count: i64::from(is_published) })
}

fn change_paths(paths: &mut Vec<String>, add: &[Line], remove: &[Line]) {
    let text = |lines: &[Line]| -> Vec<String> {
        lines.iter().filter(|line| !line.is_empty()).map(ToString::to_string).collect()
    };
    paths.extend(text(add));
    let gone = text(remove);
    paths.retain(|path| !gone.contains(path));
    paths.sort();
    paths.dedup();
}

/// Nobody puts a profile where they cannot see it themselves.
fn refuse_out_of_sight(op: &WriteOp<'_>, object: &ObjectRef) -> Result<()> {
    if op.may_view(object.kind, object.id)? {
        return Ok(());
    }
    Err(Error::conflict(
        "FIM-1",
        format!("none of the tags of `{}` is in your scope: you could not see it", object.name),
    )
    .hint(format!("see what your scope covers: `provost tags scope {}`", op.actor.login)))
}

/// Switches a profile on or off.
pub fn set_active(op: &mut WriteOp<'_>, name: &str, active: bool) -> Result<ProfileBody> {
    let object = op.find(ObjectKind::FimProfile, name)?;
    op.authorize(if active { Action::FimProfileActivate } else { Action::FimProfileDeactivate }, &object)?;
    let before = store::fim::profile::find(op.conn, object.id)?;
    let after = Profile { active, ..before.clone() };
    if op.journal.compare(&object, &before, &after)? {
        store::fim::profile::update(op.tx(), &after)?;
    }
    let (infinitive, past) = if active { ("activate", "activated") } else { ("deactivate", "deactivated") };
    op.say(infinitive, past, format!("monitoring profile `{}`", after.name));
    Ok(ProfileBody { profile: after, published_count: 0 })
}

pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::FimProfile, Action::FimProfileDelete, names, |op, object| {
        store::fim::profile::delete(op.tx(), object.id)
    })
}
