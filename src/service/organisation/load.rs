//! Taking over an organisation from a file, through the same workflows as the single verbs.

use schemars::JsonSchema;
use serde::Serialize;

use super::form::{Organisation, Setting};
use crate::domain::mistake::Mistake;
use crate::domain::sheet::{OnError, OnExisting, Row, refusal};
use crate::domain::{Action, Error, Id, Key, Kind, Result};
use crate::service::bulk::BulkKind;
use crate::service::bulk::import::ImportAll;
use crate::service::bulk::kinds::user::profile_of;
use crate::service::bulk::sheet::{Options, Sheet};
use crate::service::link::Delivery;
use crate::service::user::draft::Profile;
use crate::service::{App, WriteOp, settings};
use crate::store;

/// How many of each kind were taken over.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Counts {
    pub units: usize,
    pub users: usize,
    pub assets: i64,
    pub asset_groups: usize,
    pub configs: usize,
    pub tickets: usize,
}

/// Loads everything: settings first, then all rows, whatever names what. The founder is there already, and becomes
/// what its row says (SUB-2).
///
/// # Errors
/// `invalid` with every mistake, by its line and key.
pub fn load(app: &App<'_>, op: &mut WriteOp<'_>, file: &str, form: &Organisation, founder: Id) -> Result<Counts> {
    let mut mistakes = Vec::new();
    for item in &form.settings {
        if let Err(error) = app.step(op, Action::SettingsSecurity, |op| load_setting(op, &item.value)) {
            op.take_journal();
            mistakes.push(item.mistake(file, &error));
        }
    }
    let sheets: Vec<Sheet<'_>> = form.tables.iter().map(|table| Sheet { kind: table.kind, rows: table }).collect();
    let options = Options {
        on_existing: OnExisting::Fail,
        on_error: OnError::Stop,
        // Whoever is taken over is invited when the time has come: `user invite`.
        delivery: Delivery::Nothing,
        keeps_rows: false,
        progress: &|_| {},
    };
    let all = ImportAll { name: file, sheets: &sheets, options: &options, founder: Some(founder) };
    if let Err(mut error) = all.run(app, op) {
        if error.mistakes.is_empty() {
            return Err(error);
        }
        mistakes.append(&mut error.mistakes);
    }
    if !mistakes.is_empty() {
        return Err(refused(file, mistakes));
    }
    let count = |kind| form.tables.iter().filter(|table| table.kind == kind).map(|table| table.items.len()).sum();
    Ok(Counts {
        units: count(BulkKind::Bus),
        users: count(BulkKind::Users),
        assets: store::asset::count_all(op.conn)?,
        asset_groups: count(BulkKind::AssetGroups),
        configs: count(BulkKind::Configs),
        tickets: count(BulkKind::Tickets),
    })
}

/// Whatever refuses a part of it, the file as a whole is malformed.
fn refused(file: &str, mut mistakes: Vec<Mistake>) -> Error {
    mistakes.sort_by_key(|mistake| mistake.line);
    mistakes.iter_mut().for_each(|mistake| mistake.kind = Kind::Invalid);
    refusal(file, mistakes)
}

fn load_setting(op: &mut WriteOp<'_>, setting: &Setting) -> Result<()> {
    let key = Key::find(&setting.key)?;
    let value = key.parse(&setting.value)?;
    settings::set(op, &[(key, value)]).map(drop)
}

/// The descriptive fields in the row of a user.
///
/// # Errors
/// The first mistake in them.
pub fn profile(row: &Row) -> Result<Profile> {
    profile_of(row).map_err(|flaws| {
        flaws.into_iter().next().map_or_else(|| Error::invalid("the user cannot be read"), |flaw| flaw.error)
    })
}
