//! Taking in one row: through the workflows of the single verbs, each with its log entry.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use schemars::JsonSchema;
use serde::Serialize;

use super::form::{Form, Taken};
use super::passwords::Hashes;
use crate::domain::log::Head;
use crate::domain::sheet::cells::SECRET;
use crate::domain::sheet::{Cells, Flaw, OnExisting, Row};
use crate::domain::words::{counted, with_article, words};
use crate::domain::{Action, Error, Id, Kind, ObjectKind, ObjectRef, Result};
use crate::service::WriteOp;
use crate::service::app::App;
use crate::service::credential::NewPassword;
use crate::service::link::{Delivery, Invitation};
use crate::store;

words! {
    /// What became of a row.
    RowStatus is "status" {
        Created = "created",
        Updated = "updated",
        Unchanged = "unchanged",
        Skipped = "skipped",
        Failed = "failed",
    }
}

/// What taking a row in came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// What it is about.
    pub object: String,
    /// What became of it.
    pub status: RowStatus,
    /// Its id, if it is one thing.
    pub id: Option<Id>,
    /// How many things it is.
    pub count: usize,
}

/// What a replaced list holds no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Loss {
    /// What lost it.
    pub object: String,
    /// The list.
    pub field: &'static str,
    /// What is gone from it.
    pub names: Vec<String>,
}

/// How far taking in had come, so that rows that fail leave no trace.
pub struct Marks {
    losses: usize,
    notices: usize,
    adding: usize,
    invited: usize,
    without_password: usize,
    head: Option<Head>,
}

impl Loss {
    /// The loss as a sentence.
    pub fn sentence(&self) -> String {
        format!("`{}` holds no more in `{}`: {}", self.object, self.field, self.names.join(", "))
    }
}

/// Where rows are taken in.
pub struct Intake<'a, 'o> {
    app: &'a App<'a>,
    /// The open operation.
    pub op: &'a mut WriteOp<'o>,
    /// What becomes of what exists.
    pub on_existing: OnExisting,
    /// How invitations of new users go out.
    pub delivery: Delivery<'a>,
    /// The newest of them.
    pub invitation: Option<Invitation>,
    /// Passwords that were hashed before.
    pub hashes: &'a Hashes,
    /// The password of the one row, if it stands in none.
    pub password: Option<&'a NewPassword>,
    /// Whether nobody is there whom the actor may not view.
    pub sees_all_users: bool,
    /// Columns that are left aside for now.
    pub aside: &'static [&'static str],
    /// What replaced lists lost.
    pub losses: Vec<Loss>,
    /// What else the caller should know.
    pub notices: Vec<String>,
    /// The same of all rows together.
    remarks: Vec<&'static str>,
    /// Whether what is new says all it has to say; of many, that is told together at the end.
    pub tells_all: bool,
    /// How many invitations wait in the outbox.
    pub invited_count: usize,
    /// How many new users have no password.
    pub without_password_count: usize,
    /// What earlier stages added, and may be completed whatever the policy.
    added: HashSet<(ObjectKind, Id)>,
    /// What this stage added.
    adding: Vec<(ObjectKind, Id)>,
    /// How many rows there were of each description, as hashed.
    alike: HashMap<u64, usize>,
    /// The fields that the present row changed.
    changed: Vec<String>,
}

impl<'a, 'o> Intake<'a, 'o> {
    /// Of rows that fail where something differs from what exists.
    pub fn new(app: &'a App<'a>, op: &'a mut WriteOp<'o>, hashes: &'a Hashes) -> Self {
        let sees_all_users = op.holds_everywhere(Action::UserView);
        Self {
            app,
            op,
            sees_all_users,
            on_existing: OnExisting::Fail,
            delivery: Delivery::Nothing,
            invitation: None,
            hashes,
            password: None,
            aside: &[],
            losses: Vec::new(),
            notices: Vec::new(),
            remarks: Vec::new(),
            tells_all: false,
            invited_count: 0,
            without_password_count: 0,
            added: HashSet::new(),
            adding: Vec::new(),
            alike: HashMap::new(),
            changed: Vec::new(),
        }
    }

    /// The cells of a row that count now.
    pub fn cells<'r>(&self, row: &'r Row) -> Cells<'r> {
        row.cells(self.aside)
    }

    /// Runs the workflow of a single verb, with its log entry.
    pub fn step<T>(&mut self, action: Action, workflow: impl FnOnce(&mut WriteOp<'_>) -> Result<T>) -> Result<T> {
        let step = self.app.step(self.op, action, workflow)?;
        if step.entry.is_some() {
            self.changed.extend(step.journal.fields().into_iter().map(str::to_owned));
        }
        for notice in step.journal.notices {
            // Rows in a row often have the same to say.
            if self.notices.last() != Some(&notice) {
                self.notices.push(notice);
            }
        }
        Ok(step.body)
    }

    /// Tells something that concerns all rows, however many come to it.
    pub fn remark(&mut self, remark: &'static str) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// The same for a list, whose members say nothing by themselves of the column that names them.
    pub fn step_of<T>(
        &mut self,
        column: &'static str,
        action: Action,
        workflow: impl FnOnce(&mut WriteOp<'_>) -> Result<T>,
    ) -> Result<T> {
        let known = self.changed.len();
        let body = self.step(action, workflow)?;
        if self.changed.len() > known {
            self.changed.truncate(known);
            self.changed.push(column.to_owned());
        }
        Ok(body)
    }

    /// Settles what goes by a name; its error is placed in the column that it is about.
    pub fn settle_named(
        &mut self,
        row: &Row,
        form: &Form,
        name: &str,
        add: impl FnOnce(&mut Self) -> Result<Id>,
        edit: impl FnOnce(&mut Self, &ObjectRef) -> Result<()>,
    ) -> Taken {
        let found = self.op.find_named(form.object, name);
        let settled = found.and_then(|found| self.settle((form.object, name), found, add, edit));
        placed(self, row, form, settled)
    }

    /// Adds what is not there, and changes what is, as the policy says.
    ///
    /// # Errors
    /// `conflict` for what exists and differs, unless it may be changed; whatever the verbs refuse.
    pub fn settle(
        &mut self,
        (kind, name): (ObjectKind, &str),
        found: Option<ObjectRef>,
        add: impl FnOnce(&mut Self) -> Result<Id>,
        edit: impl FnOnce(&mut Self, &ObjectRef) -> Result<()>,
    ) -> Result<Settled> {
        self.changed.clear();
        let object = name.to_owned();
        let Some(found) = found else {
            let told = self.notices.len();
            let id = add(self)?;
            if !self.tells_all {
                self.notices.truncate(told);
            }
            if !self.aside.is_empty() {
                self.adding.push((kind, id));
            }
            return Ok(Settled { object, status: RowStatus::Created, id: Some(id), count: 1 });
        };
        let is_own = self.is_added(kind, found.id);
        if self.on_existing == OnExisting::Skip && !is_own {
            return Ok(Settled { object, status: RowStatus::Skipped, id: Some(found.id), count: 1 });
        }
        edit(self, &found)?;
        if self.changed.is_empty() {
            return Ok(Settled { object, status: RowStatus::Unchanged, id: Some(found.id), count: 1 });
        }
        if self.on_existing == OnExisting::Fail && !is_own {
            return Err(differs(kind, name, &self.changed));
        }
        let unit = match kind {
            ObjectKind::User => store::user::unit_of(self.op.conn, found.id)?,
            _ => None,
        };
        crate::service::invariant::check(self.op.conn, unit.as_slice())?;
        Ok(Settled { object, status: RowStatus::Updated, id: Some(found.id), count: 1 })
    }

    /// Notes what a list holds no more.
    pub fn note_loss(&mut self, object: &str, field: &'static str, names: Vec<String>) {
        if !names.is_empty() {
            self.losses.push(Loss { object: object.to_owned(), field, names });
        }
    }

    /// How far it has come.
    pub fn marks(&self) -> Marks {
        Marks {
            losses: self.losses.len(),
            notices: self.notices.len(),
            adding: self.adding.len(),
            invited: self.invited_count,
            without_password: self.without_password_count,
            head: self.op.head,
        }
    }

    /// Forgets what rows since then told, which were not taken in.
    pub fn back_to(&mut self, marks: &Marks) {
        self.op.take_journal();
        self.losses.truncate(marks.losses);
        self.notices.truncate(marks.notices);
        self.adding.truncate(marks.adding);
        self.invited_count = marks.invited;
        self.without_password_count = marks.without_password;
        self.op.head = marks.head;
    }

    /// Tells what is left to do about new users, and whatever single rows had to say.
    pub fn tell(&mut self) {
        for remark in std::mem::take(&mut self.remarks) {
            self.op.notice(remark);
        }
        for notice in std::mem::take(&mut self.notices) {
            self.op.notice(notice);
        }
        if matches!(self.delivery, Delivery::Mail) && self.invited_count > 0 {
            let invitations = counted(self.invited_count, "invitation");
            self.op.notice(format!("{invitations} in the outbox: `provost outbox send` delivers what waits there"));
        }
        if self.without_password_count > 0 {
            let users = counted(self.without_password_count, "new user");
            self.op
                .notice(format!("without a password, and cannot sign in: {users}; `provost user invite` invites them"));
        }
    }

    /// How many rows before this one are alike: things without a name are told apart by their number.
    pub fn place_among_alike(&mut self, row: &Row, description: &impl Hash) -> usize {
        if let Some(place) = row.alike.get() {
            return place;
        }
        let mut hasher = DefaultHasher::new();
        description.hash(&mut hasher);
        let count = self.alike.entry(hasher.finish()).or_default();
        let place = *count;
        *count += 1;
        row.alike.set(Some(place));
        place
    }

    /// Begins a stage in which these columns are left aside.
    pub fn begin_stage(&mut self, aside: &'static [&'static str]) {
        self.aside = aside;
        self.added.extend(self.adding.drain(..));
    }

    /// A user that is there already, as if an earlier stage had added it.
    pub fn expect_added(&mut self, user: Option<Id>) {
        self.added.extend(user.map(|user| (ObjectKind::User, user)));
    }

    /// Whether an object was added by an earlier stage.
    pub fn is_added(&self, kind: ObjectKind, id: Id) -> bool {
        self.added.contains(&(kind, id))
    }
}

/// The error for something that differs from what exists.
pub fn differs(kind: ObjectKind, name: &str, fields: &[String]) -> Error {
    let mut fields: Vec<String> = fields.iter().map(|field| format!("`{field}`")).collect();
    fields.sort_unstable();
    fields.dedup();
    let what = with_article(kind.title());
    Error::conflict(
        kind.naming_rule(),
        format!("there is {what} `{name}` already, which differs in {}", fields.join(", ")),
    )
    .code("already-exists")
    .hint("add `--on-existing update` to change it, or `--on-existing skip` to leave it")
}

/// What is in one list and not in another, compared as names are.
pub fn beyond(these: &[String], those: &[String]) -> Vec<String> {
    use crate::domain::text::key;
    let those: HashSet<String> = those.iter().map(|name| key(name)).collect();
    these.iter().filter(|name| !those.contains(&key(name))).cloned().collect()
}

/// What taking a row in came to, its error placed in the column that it is about.
pub fn placed(intake: &Intake<'_, '_>, row: &Row, form: &Form, settled: Result<Settled>) -> Taken {
    settled.map_err(|error| {
        let unknown = if error.kind == Kind::NotFound { unknown(intake, row, form) } else { Vec::new() };
        if unknown.is_empty() { vec![flaw(row, form.references, error)] } else { unknown }
    })
}

/// Every reference of a row to something that is not there.
fn unknown(intake: &Intake<'_, '_>, row: &Row, form: &Form) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for (column, kind) in form.references.iter().filter(|(column, _)| !intake.aside.contains(column)) {
        for named in row.named(column) {
            let name = match kind {
                ObjectKind::Project => named.rsplit_once(':').map_or(named.as_str(), |(project, _)| project),
                _ => &named,
            };
            let virtual_one = *kind == ObjectKind::AssetGroup && crate::domain::text::means_all(name);
            if virtual_one || intake.op.find_named(*kind, name).is_ok_and(|found| found.is_some()) {
                continue;
            }
            if let Err(error) = intake.op.find(*kind, name) {
                flaws.push(Flaw { column: Some((*column).to_owned()), value: Some(named.clone()), error });
            }
        }
    }
    flaws
}

/// An error in the column whose value it quotes, if there is one: first among those that name others, then the one
/// that names the row, then the rest.
fn flaw(row: &Row, references: &[(&'static str, ObjectKind)], error: Error) -> Flaw {
    if error.rule.is_some_and(|rule| rule.starts_with("PASS-")) && row.says(SECRET) {
        return Flaw { column: Some(SECRET.to_owned()), value: None, error };
    }
    let quotes = |text: &str| error.message.contains(&format!("`{text}`"));
    let names_others = references.iter().map(|(column, _)| *column);
    let columns: Vec<&'static str> = row.columns().collect();
    let (first, rest) = columns.split_at(columns.len().min(1));
    for column in names_others.chain(first.iter().copied()).chain(rest.iter().rev().copied()) {
        let Some(shown) = row.shown(column) else { continue };
        if quotes(&shown) || crate::domain::cell::split(&shown).iter().any(|item| quotes(item)) {
            return Flaw { column: Some(column.to_owned()), value: Some(shown), error };
        }
    }
    error.into()
}
