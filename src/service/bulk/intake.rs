//! Taking in one row: through the workflows of the single verbs, each with its log entry.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::flaws::placed;
use super::form::{RowForm, Taken};
use super::origins::Origins;
use super::passwords::Hashes;
use super::settled::{ConsequenceMark, Consequences, Loss, RowStatus, Settled};
use crate::domain::phrase::{counted, with_article};
use crate::domain::sheet::{Cells, OnExisting, Row};
use crate::domain::text::printable;
use crate::domain::{Action, Error, Id, ObjectKind, ObjectRef, Result};
use crate::domain::{Here, Moment, Tense, Time};
use crate::service::WriteOp;
use crate::service::app::App;
use crate::service::credential::NewPassword;
use crate::service::existing::differs;
use crate::service::fim::reviewer::ReviewGap;
use crate::service::invariant;
use crate::service::link::{Delivery, Invitation};
use crate::service::tag::evaluate::{Marks, OPEN};
use crate::store;

/// How many refused objects the log names at most (LOG-5).
const MOST_REFUSED: usize = 100;

/// How far taking in had come, so that rows that fail leave no trace.
pub struct Mark {
    consequences: ConsequenceMark,
    notices: usize,
    remarks: usize,
    adding: usize,
    invited: usize,
    without_password: usize,
    operation: Option<Id>,
    mails: usize,
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
    /// What rows brought about beside what they say.
    pub consequences: Consequences,
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
    /// Where objects come from.
    origins: Origins,
    /// The place of the present row in its file.
    ordinal: usize,
    /// How many rows there were of each description, as hashed.
    alike: HashMap<u64, usize>,
    /// The fields that the present row changed.
    changed: Vec<String>,
    /// What there is already that a row was to change and could not, by the row (LOG-5).
    refused: BTreeMap<(ObjectKind, usize), ObjectRef>,
    /// When and where the rows are read.
    here: OnceCell<Here>,
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
            consequences: Consequences::default(),
            notices: Vec::new(),
            remarks: Vec::new(),
            tells_all: false,
            invited_count: 0,
            without_password_count: 0,
            origins: Origins::default(),
            ordinal: 0,
            alike: HashMap::new(),
            changed: Vec::new(),
            refused: BTreeMap::new(),
            here: OnceCell::new(),
        }
    }

    /// Reads a point in time that lies back, where the actor lives.
    ///
    /// # Errors
    /// `invalid` for what is none since 1970.
    pub fn past(&self, typed: &str) -> Result<Time> {
        let here = match self.here.get() {
            Some(here) => here,
            None => {
                let here = self.op.here()?;
                self.here.get_or_init(|| here)
            }
        };
        let time = typed.parse::<Moment>()?.first(here, Tense::Past)?;
        if time.0 < 0 {
            return Err(Error::invalid(format!("`{}` lies before 1970", printable(typed))).expects("a point in time"));
        }
        Ok(time)
    }

    /// Hands over what rows were to change and could not, for the log.
    pub fn hand_over_refused(&mut self) {
        self.op.concerned = std::mem::take(&mut self.refused).into_values().take(MOST_REFUSED).collect();
    }

    /// The cells of a row that count now, in which others are called by their names where they stand by id.
    pub fn cells<'r>(&'r self, form: &'r RowForm, row: &'r Row) -> Cells<'r> {
        let name_of = |column: &str, text: &str| {
            form.references.iter().filter(|reference| reference.column == column).find_map(|reference| {
                let id = (reference.name)(text).filter(|name| looks_like_id(name))?;
                let object = self.op.find(reference.kind, id).ok()?;
                Some(text.replacen(id, &object.name, 1))
            })
        };
        row.cells(self.aside).naming(Box::new(name_of))
    }

    /// Runs the workflow of a single verb, with its log entry.
    pub fn step<T>(&mut self, action: Action, workflow: impl FnOnce(&mut WriteOp<'_>) -> Result<T>) -> Result<T> {
        let step = self.app.step(self.op, action, workflow)?;
        if step.operation.is_some() {
            self.changed.extend(step.journal.fields().into_iter().map(str::to_owned));
        }
        for notice in step.journal.notices {
            // Rows in a row often have the same to say; what is published is counted.
            if self.notices.last() != Some(&notice) && !notice.contains(OPEN) {
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

    /// The same for what one column says: a mistake is placed there, and a change counts as one of the column.
    pub fn step_of<T>(
        &mut self,
        column: &'static str,
        action: Action,
        workflow: impl FnOnce(&mut WriteOp<'_>) -> Result<T>,
    ) -> Result<T> {
        let known = self.changed.len();
        let body = self.step(action, workflow).map_err(|error| error.about(column))?;
        if self.changed.len() > known {
            self.changed.truncate(known);
            self.changed.push(column.to_owned());
        }
        Ok(body)
    }

    /// Begins a file of a kind.
    pub fn begin_kind(&mut self, kind: ObjectKind) -> Result<()> {
        self.origins.begin_kind(kind, || store::naming::newest(self.op.conn, kind))
    }

    pub fn settle_named(
        &mut self,
        row: &Row,
        form: &RowForm,
        name: &str,
        add: impl FnOnce(&mut Self) -> Result<Id>,
        edit: impl FnOnce(&mut Self, &ObjectRef) -> Result<()>,
    ) -> Taken {
        let found = self.op.find_named(form.object, name);
        self.settle(row, form, (name, found), |intake| add(intake).map(Some), edit)
    }

    /// Adds what is not there, and changes what is, as the policy says; mistakes are placed in their columns.
    ///
    /// # Errors
    /// `conflict` for what exists and differs, unless it may be changed; whatever the verbs refuse.
    pub fn settle(
        &mut self,
        row: &Row,
        form: &RowForm,
        (name, found): (&str, Result<Option<ObjectRef>>),
        add: impl FnOnce(&mut Self) -> Result<Option<Id>>,
        edit: impl FnOnce(&mut Self, &ObjectRef) -> Result<()>,
    ) -> Taken {
        self.changed.clear();
        self.ordinal = row.ordinal;
        let settled = match found {
            Ok(Some(found)) => {
                let settled = self.settle_found(row, form, (name, &found), edit);
                let row = (form.object, row.ordinal);
                self.refused.remove(&row);
                if settled.is_err() && !self.origins.is_new(&found) {
                    self.refused.insert(row, found);
                }
                settled
            }
            Ok(None) => self.settle_new(form, name, add),
            Err(error) => Err(error),
        };
        placed(row, form, settled)
    }

    fn settle_new(
        &mut self,
        form: &RowForm,
        name: &str,
        add: impl FnOnce(&mut Self) -> Result<Option<Id>>,
    ) -> Result<Settled> {
        let told = self.notices.len();
        let id = add(self)?;
        if !self.tells_all {
            self.notices.truncate(told);
        }
        if let Some(id) = id {
            self.origins.add((form.object, id), self.ordinal, !self.aside.is_empty());
        }
        Ok(Settled::one(name.to_owned(), RowStatus::Created, id))
    }

    /// What is there already: the same, or different, which the policy settles.
    fn settle_found(
        &mut self,
        row: &Row,
        form: &RowForm,
        (name, found): (&str, &ObjectRef),
        edit: impl FnOnce(&mut Self, &ObjectRef) -> Result<()>,
    ) -> Result<Settled> {
        let settled = |status| Ok(Settled::one(name.to_owned(), status, Some(found.id)));
        let is_own = self.origins.is_added((form.object, found.id), self.ordinal);
        if self.on_existing == OnExisting::Skip && !is_own {
            return settled(RowStatus::Skipped);
        }
        let present = (form.present)(self.op, found)?;
        if row.is_so_already(self.aside, &present) {
            return settled(RowStatus::Unchanged);
        }
        // An empty cell says nothing of what the row itself has added.
        if !is_own {
            row.check_emptied(self.aside, &present)?;
        }
        edit(self, found)?;
        if self.changed.is_empty() {
            return settled(RowStatus::Unchanged);
        }
        let said_by = self.origins.first_to_speak((form.object, found.id), row.ordinal);
        if said_by != row.ordinal && !is_own {
            return Err(twice(form.object, if form.goes_by_name() { &found.name } else { name }).about(form.naming()));
        }
        if self.on_existing == OnExisting::Fail && !is_own {
            let is_new = self.origins.is_new(found);
            let found = if form.goes_by_name() { &found.name } else { name };
            let error = if is_new { twice(form.object, found) } else { differs(form.object, found, &self.changed) };
            return Err(error.about(form.naming()));
        }
        let after = (form.present)(self.op, found)?;
        for (column, value) in row.emptied(self.aside, &present, &after) {
            self.note_loss(name, column, vec![value]);
        }
        self.check_after(form.object, found.id)?;
        settled(RowStatus::Updated)
    }

    fn check_after(&self, kind: ObjectKind, id: Id) -> Result<()> {
        let unit = match kind {
            ObjectKind::User => store::user::unit_of(self.op.conn, id)?,
            _ => None,
        };
        invariant::check_seats(self.op.conn)?;
        invariant::check_units(self.op.conn, unit.as_slice())
    }

    /// Notes what a list holds no more.
    pub fn note_loss(&mut self, object: &str, field: &'static str, names: Vec<String>) {
        if !names.is_empty() {
            self.consequences.losses.push(Loss { object: object.to_owned(), field, names });
        }
    }

    /// Notes which reviewers see no longer what the creator sees.
    pub fn note_review_gaps(&mut self, gaps: Vec<ReviewGap>) {
        self.consequences.review_gaps.extend(gaps);
    }

    /// Notes what became of the tags of assets.
    pub const fn note_marks(&mut self, marks: Marks) {
        self.consequences.marks.add(marks);
    }

    /// How far it has come.
    pub fn mark(&self) -> Mark {
        Mark {
            consequences: self.consequences.mark(),
            notices: self.notices.len(),
            remarks: self.remarks.len(),
            adding: self.origins.mark(),
            invited: self.invited_count,
            without_password: self.without_password_count,
            operation: self.op.operation,
            mails: self.op.mails.len(),
        }
    }

    /// Forgets what rows since then told, which were not taken in.
    pub fn back_to(&mut self, mark: &Mark) {
        self.op.take_journal();
        self.consequences.back_to(mark.consequences);
        self.notices.truncate(mark.notices);
        self.remarks.truncate(mark.remarks);
        self.origins.back_to(mark.adding);
        self.invited_count = mark.invited;
        self.without_password_count = mark.without_password;
        self.op.operation = mark.operation;
        self.op.mails.truncate(mark.mails);
    }

    /// Tells what is left to do about new users, and whatever single rows had to say.
    pub fn tell(&mut self) {
        for remark in std::mem::take(&mut self.remarks) {
            self.op.notice(remark);
        }
        for notice in std::mem::take(&mut self.notices) {
            self.op.notice(notice);
        }
        self.consequences.marks.tell(self.op);
        if matches!(self.delivery, Delivery::Mail) && self.invited_count > 0 && !self.op.sends_now {
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
        self.origins.begin_stage();
    }

    /// A user that is there already, as if an earlier stage had added it.
    pub fn expect_added(&mut self, user: Option<Id>) {
        self.origins.expect_user(user);
    }

    /// Whether an earlier stage added an object by the present row.
    pub fn is_added(&self, kind: ObjectKind, id: Id) -> bool {
        self.origins.is_added((kind, id), self.ordinal)
    }
}

/// The error for what another row has added, and this one says otherwise.
fn twice(kind: ObjectKind, name: &str) -> Error {
    let what = with_article(kind.title());
    Error::conflict(kind.naming_rule(), format!("another row is about {what} `{name}`, and this one says otherwise"))
        .code("twice")
        .hint("leave one of the rows out, or make them one")
}

fn looks_like_id(name: &str) -> bool {
    let digits = name.strip_prefix("id:").unwrap_or(name);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub use crate::domain::given::beyond;
