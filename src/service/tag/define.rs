//! What tags there are: a tree of names, with rules (TAG-1, TAG-2).

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::evaluate::{self, Marks};
use super::filter;
use crate::domain::matrix::Reach;
use crate::domain::phrase::first_names;
use crate::domain::record::Tag;
use crate::domain::tag::{Color, Rule};
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Given, Id, Line, Name, Named, ObjectKind, ObjectRef, Result};
use crate::service::draft::draft;
use crate::service::fim::reviewer::{ReviewGap, ReviewWatch};
use crate::service::listing::{self, Request, Sink};
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::tag::Counted;

/// How many names a sentence holds.
const MOST_NAMES: usize = 10;

/// One tag, under its noun, and what came of the change.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TagBody {
    /// The tag as it is now, or was.
    pub tag: Tag,
    /// What became of the marks on assets.
    #[serde(flatten)]
    pub marks: Marks,
    /// Reviewers who no longer see all that the creator sees; they stay assigned (FIM-14).
    pub review_gaps: Vec<ReviewGap>,
}

impl TagBody {
    /// A tag of which nothing came.
    pub fn of(tag: Tag) -> Self {
        Self { tag, marks: Marks::default(), review_gaps: Vec::new() }
    }
}

draft! {
    /// What is said of a tag.
    TagDraft {
        /// Its name.
        name: Name = word,
        /// The tag above it.
        parent: String = text,
        /// The colour.
        color: Color = word,
        /// What it is for.
        description: Line = word,
        /// The rule that sets it.
        rule: Rule = word,
    }
}

impl TagDraft {
    fn apply(&self, op: &Op<'_>, tag: &mut Tag) -> Result<()> {
        if let Some(parent) = self.parent.as_ref().said() {
            let parent = parent.map(|name| parent_of(op, tag, name)).transpose()?;
            tag.parent_id = parent.as_ref().map(|parent| parent.id);
            tag.parent = parent.map(|parent| parent.name);
        }
        tag.color = self.color.said().unwrap_or(tag.color);
        self.description.write(&mut tag.description);
        self.rule.write(&mut tag.rule);
        Ok(())
    }
}

/// The tag that is to stand above another, which must not stand above it.
fn parent_of(op: &Op<'_>, tag: &Tag, name: &str) -> Result<ObjectRef> {
    let parent = op.find(ObjectKind::Tag, name)?;
    if tag.parent_id == Some(parent.id) {
        return Ok(parent);
    }
    if tag.id != 0 && store::tag::is_within(op.conn, parent.id, tag.id)? {
        return Err(Error::conflict("TAG-1", format!("`{}` is the tag itself, or lies below it", parent.name))
            .hint("provost tags list"));
    }
    check_depth(op, tag.id, &parent)?;
    Ok(parent)
}

/// How deep the tree may be: whatever a tag covers is written down for each tag above it (TAG-1).
const MOST_DEEP: i64 = 128;

/// Refuses a place so far down that the tag, or one below it, would lie too deep.
fn check_depth(op: &Op<'_>, tag: Id, parent: &ObjectRef) -> Result<()> {
    let below = match tag {
        0 => 1,
        tag => 1 + store::tag::deepest_below(op.conn, tag)? - store::tag::depth(op.conn, tag)?,
    };
    let deep = store::tag::depth(op.conn, parent.id)? + below;
    if deep <= MOST_DEEP {
        return Ok(());
    }
    let message =
        format!("below `{}` the tags would lie {deep} deep, and at most {MOST_DEEP} are allowed", parent.name);
    Err(Error::conflict("TAG-1", message)
        .code("limit-reached")
        .hint("choose a parent that lies higher: `provost tags list`"))
}

/// Each tag, by name.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, Tag>) -> Result<()> {
    let sights = sights(op);
    listing::each(op, request, sink, |selection, sink| store::tag::list(op.conn, counted(op, &sights), selection, sink))
}

pub fn show(op: &Op<'_>, name: &str) -> Result<Tag> {
    let object = op.find(ObjectKind::Tag, name)?;
    seen(op, object.id)
}

/// A tag as the actor sees it: of its assets, those are counted that the actor may view.
fn seen(op: &Op<'_>, id: Id) -> Result<Tag> {
    store::tag::show(op.conn, id, counted(op, &sights(op)))
}

/// The ways in which the actor sees assets: by asset groups, and by tags.
fn sights(op: &Op<'_>) -> Vec<(Action, Reach)> {
    let sight = |action| op.reach_if_held(action).map(|reach| (action, reach));
    [Action::AssetView, Action::FimAssetView].into_iter().filter_map(sight).collect()
}

fn counted<'a>(op: &'a Op<'_>, sights: &'a [(Action, Reach)]) -> Counted<'a> {
    let sees_all = sights.iter().any(|(_, reach)| *reach == Reach::All);
    if sees_all { Counted::All } else { Counted::SeenBy(&op.actor, sights) }
}

/// Adds a tag; one with a rule is set at once on whatever it matches (TAG-2).
///
/// # Errors
/// `conflict` if the name is taken; `not-found` for an unknown parent.
pub fn add(op: &mut WriteOp<'_>, draft: &TagDraft) -> Result<TagBody> {
    let name = draft.name.clone().value().ok_or_else(|| Error::invalid("a new tag needs a name"))?;
    refuse_taken(op, ObjectKind::Tag, &name, None)?;
    let mut tag = Tag {
        id: 0,
        name: name.to_string(),
        parent: None,
        color: None,
        description: None,
        rule: None,
        asset_count: 0,
        parent_id: None,
    };
    draft.apply(op, &mut tag)?;
    let above = tag.parent_id.map_or_else(|| Ok(Vec::new()), |parent| store::tag_scope::coverers(op.conn, parent))?;
    let reviews = reviews_of(op, &above)?;
    let id = store::tag::insert(op.tx(), &tag)?;
    let object = ObjectRef::new(ObjectKind::Tag, id, name.as_str());
    op.journal.created(&object, &tag)?;
    let marks = evaluate::one(op, &object)?;
    op.say("add", "added", format!("tag `{name}`"));
    Ok(TagBody { tag: seen(op, id)?, marks, review_gaps: reviews.end(op)? })
}

/// Lays a draft over a tag; a changed rule is evaluated at once (TAG-2).
///
/// # Errors
/// `conflict` if the name is taken, or the tree would not be one.
pub fn edit(op: &mut WriteOp<'_>, typed: &str, draft: &TagDraft) -> Result<TagBody> {
    let object = op.find(ObjectKind::Tag, typed)?;
    op.authorize(Action::TagsEdit, &object)?;
    let before = store::tag::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Given::Set(name) = &draft.name {
        refuse_taken(op, ObjectKind::Tag, name, Some(object.id))?;
        after.name = name.to_string();
    }
    draft.apply(op, &mut after)?;
    let mut concerned = Vec::new();
    if after.parent_id != before.parent_id {
        for tag in [Some(object.id), after.parent_id].into_iter().flatten() {
            concerned.extend(store::tag_scope::coverers(op.conn, tag)?);
        }
    }
    let reviews = reviews_of(op, &concerned)?;
    let object = ObjectRef::new(ObjectKind::Tag, object.id, after.name.clone());
    let mut marks = Marks::default();
    if op.journal.compare(&object, &before, &after)? {
        store::tag::update(op.tx(), &after)?;
        if after.name != before.name {
            filter::follow(op, &before.name, &after.name)?;
        }
        marks = evaluate::one(op, &object)?;
    }
    op.say("change", "changed", format!("tag `{}`", after.name));
    Ok(TagBody { tag: seen(op, object.id)?, marks, review_gaps: reviews.end(op)? })
}

/// Deletes a tag; its children go to its parent. With children, in somebody's scope, or asked for by a
/// filter, only if forced (TAG-3, FIM-15).
///
/// # Errors
/// `conflict` by TAG-3.
pub fn delete(op: &mut WriteOp<'_>, typed: &str, force: bool) -> Result<TagBody> {
    let object = op.find(ObjectKind::Tag, typed)?;
    op.authorize(Action::TagsDelete, &object)?;
    let tag = store::tag::find(op.conn, object.id)?;
    let holders = store::tag_scope::holders(op.conn, object.id)?;
    if !force {
        refuse_used(op, &tag, holders.len())?;
    }
    let reviews = reviews_of(op, &store::tag_scope::coverers(op.conn, object.id)?)?;
    let published_count = store::tag::bearing_only(op.conn, object.id)?;
    let published_profile_count = store::fim::profile::bearing_only(op.conn, object.id)?;
    let marks = Marks { tagged_count: 0, untagged_count: tag.asset_count, published_count, published_profile_count };
    let children = store::tag::children(op.conn, tag.id)?;
    if !children.is_empty() {
        let names: Vec<String> = children.iter().map(|child| format!("`{}`", child.name)).collect();
        op.notice(match &tag.parent {
            Some(parent) => format!("directly below `{parent}` now: {}", first_names(&names, MOST_NAMES)),
            None => format!("at the top of the tree now: {}", first_names(&names, MOST_NAMES)),
        });
    }
    for child in children {
        let child = ObjectRef::new(ObjectKind::Tag, child.id, child.name);
        op.journal.change(&child, "parent", tag.name.as_str().into(), tag.parent.clone().into());
    }
    for holder in holders {
        let holder = ObjectRef::new(ObjectKind::User, holder.id, holder.name);
        op.journal.change(&holder, "tag_scope", tag.name.as_str().into(), Value::Null);
    }
    store::tag::delete(op.tx(), &tag)?;
    op.journal.deleted(&object);
    marks.tell(op);
    op.say("delete", "deleted", format!("tag `{}`", tag.name));
    Ok(TagBody { tag, marks, review_gaps: reviews.end(op)? })
}

/// Compares what reviewers see from here on, of users whose scope a change concerns.
fn reviews_of(op: &Op<'_>, users: &[Named]) -> Result<ReviewWatch> {
    ReviewWatch::begin(op.conn, users.iter().map(|user| user.id))
}

fn refuse_used(op: &Op<'_>, tag: &Tag, holder_count: usize) -> Result<()> {
    let children = store::tag::children(op.conn, tag.id)?;
    let mut reasons = Vec::new();
    if !children.is_empty() {
        let names: Vec<_> = children.iter().map(|child| child.name.as_str()).collect();
        reasons.push(format!("has the tags {} below it", first_names(&names, MOST_NAMES)));
    }
    match holder_count {
        0 => {}
        1 => reasons.push("stands in the scope of one user".to_owned()),
        count => reasons.push(format!("stands in the scope of {count} users")),
    }
    let asking = filter::asking_for(op, &tag.name)?;
    if !asking.is_empty() {
        let names: Vec<_> =
            asking.iter().map(|(object, _)| format!("{} {}", object.kind.title(), object.name)).collect();
        reasons.push(format!("is asked for by the filter of {}", names.join(", ")));
    }
    if reasons.is_empty() {
        return Ok(());
    }
    Err(Error::conflict("TAG-3", format!("the tag `{}` {}", tag.name, reasons.join(" and ")))
        .hint(format!("see whose scope shrinks: `provost tags delete {} --force --dry-run`", quoted(&tag.name))))
}
