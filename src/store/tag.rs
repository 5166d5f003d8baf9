//! Tags, their tree, and their marks on assets (TAG-1, TAG-2).

use super::columns::named;
use super::engine::Row;
use super::listing::column::{self as key, Column, Listed};
use super::listing::{List, Selection};
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::matrix::Reach;
use crate::domain::query::Holds;
use crate::domain::record::Tag;
use crate::domain::tag::Color;
use crate::domain::tag::{Facts, Rule};
use crate::domain::touch::Touch;
use crate::domain::{Action, Actor, Address, Id, Named, Result, text};

/// The assets whose marks are counted.
#[derive(Debug, Clone, Copy)]
pub enum Counted<'a> {
    All,
    /// Those that the actor sees by any of these actions, each as far as it is held.
    SeenBy(&'a Actor, &'a [(Action, Reach)]),
}

/// Tags `t` with their parents `p`.
const TAGS: &str = "tags t LEFT JOIN tags p ON p.id = t.parent_id";

impl Counted<'_> {
    /// The marks of the tag `t` on assets that count, as an expression of the actor `?1` and its unit `?2`.
    fn expression(self) -> String {
        let Self::SeenBy(_, sights) = self else {
            return "(SELECT count(*) FROM asset_tags x WHERE x.tag_id = t.id)".to_owned();
        };
        let seen: Vec<String> = sights.iter().map(|(action, reach)| Scope::of(*action).clause(*reach)).collect();
        let seen = if seen.is_empty() { "FALSE".to_owned() } else { seen.join(" OR ") };
        format!(
            "(SELECT count(*) FROM asset_tags m JOIN assets o ON o.id = m.asset_id WHERE m.tag_id = t.id AND ({seen}))"
        )
    }

    fn columns(self) -> String {
        format!("t.id, t.name, p.name, t.color, t.description, t.rule, {}, t.parent_id", self.expression())
    }

    fn select(self) -> String {
        format!("WITH asker (id, unit) AS (VALUES (?1, ?2)) SELECT {} FROM {TAGS}", self.columns())
    }

    /// The actor and its unit; nobody where all counts.
    fn asker(self) -> (Id, Option<Id>) {
        match self {
            Self::All => (0, None),
            Self::SeenBy(actor, _) => (actor.id, actor.unit_id()),
        }
    }
}

fn record(row: &Row<'_>) -> Result<Tag> {
    let mut cells = row.cells();
    Ok(Tag {
        id: cells.take()?,
        name: cells.take()?,
        parent: cells.take()?,
        color: cells.take()?,
        description: cells.take()?,
        rule: cells.take()?,
        asset_count: cells.take()?,
        parent_id: cells.take()?,
    })
}

impl Listed for Tag {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Tag);
    const COLUMNS: &'static [Column] = &[
        key::id("t.id"),
        key::name("name", "t.name_key").indexed(),
        key::other("parent", ObjectKind::Tag, "t.parent_id", "p.name_key").indexed(),
        key::word("color", Color::WORDS, "t.color"),
        key::text("description", "t.description").describing(),
        key::text("rule", "t.rule").describing(),
        key::computed("asset_count", Holds::Number),
    ];
}

/// Adds a tag; gives its id.
pub fn insert(tx: &Tx<'_>, tag: &Tag) -> Result<Id> {
    let id = tx.insert(
        "INSERT INTO tags (name, name_key, parent_id, color, description, rule) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (&tag.name, text::key(&tag.name), tag.parent_id, tag.color, &tag.description, &tag.rule),
    )?;
    tx.later("INSERT INTO tag_closure (tag_id, above_id) VALUES (?1, ?1)", [id])?;
    hang(tx, id, tag.parent_id)?;
    tx.touch(Touch::Tag(id));
    Ok(id)
}

/// Puts a tag, and all below it, below another and all above that.
fn hang(tx: &Tx<'_>, tag: Id, below: Option<Id>) -> Result<()> {
    tx.later(
        "INSERT INTO tag_closure (tag_id, above_id)
         SELECT under.tag_id, over.above_id FROM tag_closure under JOIN tag_closure over ON over.tag_id = ?2 WHERE under.above_id = ?1",
        (tag, below),
    )?;
    Ok(())
}

/// Takes a tag, and all below it, away from whatever stands above it.
fn cut(tx: &Tx<'_>, tag: Id) -> Result<()> {
    tx.later(
        "DELETE FROM tag_closure WHERE tag_id IN (SELECT tag_id FROM tag_closure WHERE above_id = ?1)
            AND above_id IN (SELECT above_id FROM tag_closure WHERE tag_id = ?1 AND above_id <> ?1)",
        [tag],
    )?;
    Ok(())
}

/// Writes the fields of a tag, and its place in the tree.
pub fn update(tx: &Tx<'_>, tag: &Tag) -> Result<()> {
    let before = find(tx, tag.id)?.parent_id;
    if before != tag.parent_id {
        tx.touch(Touch::Tag(tag.id));
        cut(tx, tag.id)?;
        hang(tx, tag.id, tag.parent_id)?;
    }
    tx.later(
        "UPDATE tags SET name = ?2, name_key = ?3, parent_id = ?4, color = ?5, description = ?6, rule = ?7 WHERE id = ?1",
        (tag.id, &tag.name, text::key(&tag.name), tag.parent_id, tag.color, &tag.description, &tag.rule),
    )?;
    Ok(())
}

/// Deletes a tag, its marks and its places in scopes; its children go to its parent.
pub fn delete(tx: &Tx<'_>, tag: &Tag) -> Result<()> {
    tx.touch(Touch::Tag(tag.id));
    tx.later("UPDATE tags SET parent_id = ?2 WHERE parent_id = ?1", (tag.id, tag.parent_id))?;
    tx.later("DELETE FROM tags WHERE id = ?1", [tag.id])?;
    Ok(())
}

/// Reads a tag.
pub fn find(conn: &Conn, id: Id) -> Result<Tag> {
    show(conn, id, Counted::All)
}

/// Reads a tag with its marks on some assets.
pub fn show(conn: &Conn, id: Id, counted: Counted<'_>) -> Result<Tag> {
    let (actor, unit) = counted.asker();
    let sql = format!("{} WHERE t.id = ?3", counted.select());
    conn.one(&sql, (actor, unit, id), record)
}

/// Each tag with its marks on some assets, by name.
pub fn list(
    conn: &Conn,
    counted: Counted<'_>,
    selection: &Selection,
    sink: impl FnMut(Tag) -> Result<()>,
) -> Result<()> {
    let (actor, unit) = counted.asker();
    let read = counted.columns();
    let list = List {
        columns: Tag::COLUMNS,
        read: &read,
        from: TAGS,
        found: TAGS,
        scopes: vec!["TRUE".to_owned()],
        order: &["t.name_key"],
        id: "t.id",
    };
    list.each(conn, &[&actor, &unit], selection, record, sink)
}

/// The first names of tags.
pub fn first_names(conn: &Conn, most: usize) -> Result<Vec<String>> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    conn.all("SELECT name FROM tags ORDER BY name_key LIMIT ?1", [most], |row| row.get(0))
}

/// The tags right below a tag, by name.
pub fn children(conn: &Conn, tag: Id) -> Result<Vec<Named>> {
    conn.all("SELECT id, name FROM tags WHERE parent_id = ?1 ORDER BY name_key", [tag], named)
}

/// Whether a tag is, or lies below, another.
pub fn is_within(conn: &Conn, tag: Id, above: Id) -> Result<bool> {
    conn.exists("SELECT 1 FROM tag_closure WHERE tag_id = ?1 AND above_id = ?2", (tag, above))
}

/// The rule of a tag, as typed.
pub fn rule(conn: &Conn, tag: Id) -> Result<Option<String>> {
    conn.one("SELECT rule FROM tags WHERE id = ?1", [tag], |row| row.get(0))
}

/// How many tags deep a tag lies, itself included.
pub fn depth(conn: &Conn, tag: Id) -> Result<i64> {
    conn.one("SELECT count(*) FROM tag_closure WHERE tag_id = ?1", [tag], |row| row.get(0))
}

/// How deep the deepest tag lies that is, or lies below, a tag.
pub fn deepest_below(conn: &Conn, tag: Id) -> Result<i64> {
    conn.one(
        "SELECT max(deep) FROM (SELECT count(*) AS deep FROM tag_closure u JOIN tag_closure c ON c.tag_id = u.tag_id
          WHERE u.above_id = ?1 GROUP BY u.tag_id) below",
        [tag],
        |row| row.get(0),
    )
}

pub fn ruled(conn: &Conn) -> Result<Vec<Named>> {
    conn.all("SELECT id, name FROM tags WHERE rule IS NOT NULL ORDER BY name_key", [], named)
}

/// Puts a tag on an asset by hand; one that a rule has set is by hand from then on.
pub fn attach(tx: &Tx<'_>, asset: Id, tag: Id) -> Result<()> {
    tx.touch(Touch::Marks(asset));
    tx.later(
        "INSERT INTO asset_tags (asset_id, tag_id) VALUES (?1, ?2) ON CONFLICT (asset_id, tag_id) DO UPDATE SET by_rule = 0",
        (asset, tag),
    )?;
    Ok(())
}

/// Takes a tag off an asset.
pub fn detach(tx: &Tx<'_>, asset: Id, tag: Id) -> Result<()> {
    tx.touch(Touch::Marks(asset));
    tx.later("DELETE FROM asset_tags WHERE asset_id = ?1 AND tag_id = ?2", (asset, tag))?;
    Ok(())
}

/// Marks an asset by rule, unless it bears the tag; tells whether it is new.
pub fn mark(tx: &Tx<'_>, asset: Id, tag: Id) -> Result<bool> {
    tx.touch(Touch::Marks(asset));
    let sql = "INSERT INTO asset_tags (asset_id, tag_id, by_rule) VALUES (?1, ?2, 1) ON CONFLICT (asset_id, tag_id) DO NOTHING";
    Ok(tx.run(sql, (asset, tag))? > 0)
}

/// Takes a mark away that a rule has set; tells whether there was one.
pub fn unmark(tx: &Tx<'_>, asset: Id, tag: Id) -> Result<bool> {
    tx.touch(Touch::Marks(asset));
    Ok(tx.run("DELETE FROM asset_tags WHERE asset_id = ?1 AND tag_id = ?2 AND by_rule = 1", (asset, tag))? > 0)
}

/// Whether the tag stands on the asset because of its rule.
pub fn is_by_rule(conn: &Conn, asset: Id, tag: Id) -> Result<bool> {
    conn.exists("SELECT 1 FROM asset_tags WHERE asset_id = ?1 AND tag_id = ?2 AND by_rule = 1", (asset, tag))
}

/// Whether the asset bears no tag.
pub fn is_untagged(conn: &Conn, asset: Id) -> Result<bool> {
    Ok(!conn.exists("SELECT 1 FROM asset_tags WHERE asset_id = ?1", [asset])?)
}

/// The assets that bear the tag and no other.
pub fn bearing_only(conn: &Conn, tag: Id) -> Result<i64> {
    conn.one(
        "SELECT count(*) FROM asset_tags x WHERE x.tag_id = ?1
            AND NOT EXISTS (SELECT 1 FROM asset_tags y WHERE y.asset_id = x.asset_id AND y.tag_id <> ?1)",
        [tag],
        |row| row.get(0),
    )
}

/// Assets that a rule is to mark, and marks that are to go.
#[derive(Debug, Default)]
pub struct Difference {
    /// They match and do not bear the tag.
    pub missing: Vec<Id>,
    /// They bear the tag by rule and do not match.
    pub wrong: Vec<Id>,
}

/// Compares the marks of a tag with what its rule says, in one pass over all assets, or over one; a tag without
/// a rule marks nothing.
pub fn differences(conn: &Conn, tag: Id, rule: Option<&Rule>, asset: Option<Id>) -> Result<Difference> {
    let mut difference = Difference::default();
    let Some(rule) = rule else {
        let sql =
            "SELECT asset_id FROM asset_tags WHERE tag_id = ?1 AND by_rule = 1 AND asset_id = COALESCE(?2, asset_id)";
        difference.wrong = conn.all(sql, (tag, asset), |row| row.get(0))?;
        return Ok(difference);
    };
    let only = if asset.is_some() { "WHERE o.id = ?3" } else { "" };
    let sql = format!(
        "SELECT o.id, (SELECT x.by_rule FROM asset_tags x WHERE x.asset_id = o.id AND x.tag_id = ?1), o.address, o.name, o.os,
                (SELECT a.value FROM asset_attributes a WHERE a.asset_id = o.id AND lower(a.key) = lower(?2) LIMIT 1)
           FROM assets o {only}"
    );
    let row = |row: &Row<'_>| {
        let mut cells = row.cells();
        let (id, by_rule, address): (Id, Option<bool>, Address) = (cells.take()?, cells.take()?, cells.take()?);
        let name = match cells.text()? {
            Some(name) => std::borrow::Cow::Borrowed(name),
            None => address.to_string().into(),
        };
        let (os, attribute) = (cells.text()?, cells.text()?);
        Ok((id, rule.matches(&Facts { name: &name, os, address, attribute }), by_rule))
    };
    conn.each(&sql, &[&tag, &rule.attribute(), &asset], row, |(id, matches, by_rule)| {
        match (matches, by_rule) {
            (true, None) => difference.missing.push(id),
            (false, Some(true)) => difference.wrong.push(id),
            _ => {}
        }
        Ok(())
    })?;
    Ok(difference)
}

/// The comparable names of a tag and of every tag below it.
pub fn keys_within(conn: &Conn, key: &str) -> Result<Vec<String>> {
    conn.all(
        "SELECT t.name_key FROM tags o JOIN tag_closure c ON c.above_id = o.id JOIN tags t ON t.id = c.tag_id WHERE o.name_key = ?1",
        [key],
        |row| row.get(0),
    )
}

/// Works out the tree anew from the parents of all tags.
pub fn rebuild_closure(tx: &Tx<'_>) -> Result<()> {
    let tree = "WITH RECURSIVE tree (tag_id, above_id) AS (
        SELECT id, id FROM tags UNION SELECT tree.tag_id, t.parent_id FROM tree JOIN tags t ON t.id = tree.above_id WHERE t.parent_id IS NOT NULL)";
    tx.run(
        &format!("DELETE FROM tag_closure WHERE (tag_id, above_id) NOT IN ({tree} SELECT tag_id, above_id FROM tree)"),
        [],
    )?;
    tx.run(
        &format!("INSERT INTO tag_closure (tag_id, above_id) SELECT tag_id, above_id FROM ({tree} SELECT tag_id, above_id FROM tree) x WHERE TRUE ON CONFLICT (tag_id, above_id) DO NOTHING"),
        [],
    )
    .map(drop)
}
