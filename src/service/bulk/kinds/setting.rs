//! Settings that are not what they would be anyway (SUB-5); the name of the organisation is given when it is founded.

use serde_json::Value;

use crate::domain::sheet::Row;
use crate::domain::sheet::column::{SheetColumn, text};
use crate::domain::{Action, Error, Key, ObjectKind, ObjectRef, Result};
use crate::service::Op;
use crate::service::bulk::form::{RowForm, Sink, Taken};
use crate::service::bulk::intake::Intake;
use crate::service::settings;

pub const FORM: RowForm = RowForm {
    object: ObjectKind::Subscription,
    add: Action::SettingsEdit,
    edit: Action::SettingsEdit,
    others: &[Action::SettingsSecurity],
    columns: COLUMNS,
    references: &[],
    take_in,
    present: |op, object| Ok(row(op, Key::find(&object.name)?)),
    export,
    conclude: None,
};

const COLUMNS: &[SheetColumn] = &[text("key", "tickets.users_may_delete").naming(), text("value", "on").lasting()];

fn take_in(intake: &mut Intake<'_, '_>, row: &Row) -> Taken {
    let mut cells = intake.cells(&FORM, row);
    let key = cells.need("key", named);
    let value = key.and_then(|key| cells.need("value", |text| key.parse(text)));
    let (key, value) = cells.finish(key.zip(value))?;
    let setting = ObjectRef::new(ObjectKind::Subscription, 1, key.as_str().to_owned());
    // What nobody has set is not there yet.
    let is_set = intake.op.settings.get(key) != key.default_value();
    let set = |intake: &mut Intake<'_, '_>| {
        intake.step_of("value", key.action(), |op| settings::set(op, &[(key, value.clone())]).map(drop))
    };
    intake.settle(
        row,
        &FORM,
        (key.as_str(), Ok(is_set.then_some(setting))),
        |intake| set(intake).map(|()| None),
        |intake, _| set(intake),
    )
}

fn named(text: &str) -> Result<Key> {
    match Key::find(text)? {
        Key::Name => Err(Error::conflict("SUB-5", "the name of the organisation is no row")
            .hint("set it by itself: `provost settings set name=NAME`")),
        key => Ok(key),
    }
}

fn row(op: &Op<'_>, key: Key) -> Vec<Value> {
    vec![key.as_str().into(), op.settings_asked().get(key).to_string().into()]
}

fn export(op: &Op<'_>, sink: Sink<'_>) -> Result<()> {
    let keys = Key::ALL.iter().copied().filter(|key| *key != Key::Name);
    keys.filter(|key| op.settings_asked().get(*key) != key.default_value()).try_for_each(|key| sink(row(op, key)))
}
