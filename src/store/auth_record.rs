//! Authentication records (AUTH-1).

use super::columns::list_of;
use super::mapping::mapping;
use super::scope::Scope;
use super::{Conn, Tx};
use crate::domain::ObjectKind;
use crate::domain::auth_record::AuthTechnology;
use crate::domain::matrix::Reach;
use crate::domain::record::AuthRecord;
use crate::domain::{Action, Actor, Id, Result};
use crate::store::listing::Selection;
use crate::store::listing::column::{self as key, Column, Listed};

mapping! {
    AuthRecord in "auth_records" from "auth_records o";
    keyed { name }
    stored { technology, account, comments }
    lists {
        targets = list_of("g.name", "g.name_key", "auth_record_targets x JOIN asset_groups g ON g.id = x.group_id WHERE x.record_id = o.id"),
    }
}

impl Listed for AuthRecord {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::AuthRecord);
    const COLUMNS: &'static [Column] = &[
        key::id("o.id"),
        key::name("name", "o.name_key").indexed(),
        key::word("technology", AuthTechnology::WORDS, "o.technology"),
        key::text("account", "o.account").describing(),
        key::others(
            "targets",
            ObjectKind::AssetGroup,
            key::rows(
                "x.record_id",
                "auth_record_targets x JOIN asset_groups g ON g.id = x.group_id",
                "x.group_id",
                "g.name_key",
            ),
        ),
        key::text("comments", "o.comments").describing(),
    ];
}

/// Adds a record without targets; gives its id.
pub fn insert(tx: &Tx<'_>, one: &AuthRecord) -> Result<Id> {
    insert_row(tx, one)
}

/// Writes every field of the record's own row.
pub fn update(tx: &Tx<'_>, one: &AuthRecord) -> Result<()> {
    update_row(tx, one)
}

pub fn add_target(tx: &Tx<'_>, id: Id, group: Id) -> Result<()> {
    tx.later(
        "INSERT INTO auth_record_targets (record_id, group_id) VALUES (?1, ?2) ON CONFLICT (record_id, group_id) DO NOTHING",
        (id, group),
    )?;
    Ok(())
}

/// Takes a target group away.
pub fn remove_target(tx: &Tx<'_>, id: Id, group: Id) -> Result<()> {
    tx.later("DELETE FROM auth_record_targets WHERE record_id = ?1 AND group_id = ?2", (id, group))?;
    Ok(())
}

/// Reads a record.
pub fn find(conn: &Conn, id: Id) -> Result<AuthRecord> {
    conn.one(&format!("{} WHERE o.id = ?1", STATEMENTS.select), [id], record)
}

/// Each record within reach, by name.
pub fn list(
    conn: &Conn,
    actor: &Actor,
    reach: Reach,
    selection: &Selection,
    sink: impl FnMut(AuthRecord) -> Result<()>,
) -> Result<()> {
    let clause = Scope::of(Action::AuthRecordView).clause(reach);
    let list = STATEMENTS.list::<AuthRecord>(clause, &["o.name_key"]);
    list.each(conn, &[&actor.id, &actor.unit_id()], selection, record, sink)
}

pub fn delete(tx: &Tx<'_>, id: Id) -> Result<()> {
    tx.later("DELETE FROM auth_records WHERE id = ?1", [id])?;
    Ok(())
}
