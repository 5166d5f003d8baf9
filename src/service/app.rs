//! The only doors to the database: one for writing, one for reading.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;

use super::effect::{self, Effects};
use super::journal::{self, Author, Journal, Sentence};
use super::op::{Op, WriteOp};
use super::ports::{Client, Clock, Keyring, Random};
use super::reader::Reader;
use super::report::{ChangeStatus, TO_CONFIRM};
use super::{credential, find, guard, identity, invariant};
use crate::domain::log::Outcome;
use crate::domain::mistake::Mistake;
use crate::domain::{Action, Error, Id, Kind, ObjectKind, ObjectRef, Result, When};
use crate::store::{self, Conn, Location, OpenMode, Tx};

/// Whether what is done stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// It stays.
    Real,
    /// It stays, unless it takes access from more than one user: that is confirmed first (ACC-5).
    Unconfirmed,
    /// It is rolled back after the report is made.
    Dry,
}

/// What one of several workflows of a transaction did.
pub struct Step<T> {
    /// What it gave back.
    pub body: T,
    /// The operation that it is part of; none if nothing changed.
    pub operation: Option<Id>,
    /// What it did.
    pub journal: Journal,
}

/// What a verb that changes something reports.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Done<T> {
    /// What was done.
    pub action: Action,
    /// Whether anything changed.
    pub status: ChangeStatus,
    /// Whether it was rolled back.
    pub dry_run: bool,
    /// The id of its first log entry (OP-1).
    pub operation: Option<Id>,
    /// What else the caller should know.
    pub notices: Vec<String>,
    /// The verb's own keys.
    #[serde(flatten)]
    pub body: T,
    /// Whose access changes by it, and how.
    #[serde(flatten)]
    pub effects: Effects,
    /// What happened, in words.
    #[serde(skip)]
    pub sentence: Sentence,
    /// The mails that it has queued.
    #[serde(skip)]
    pub mails: Vec<Id>,
}

/// A database and everything needed to work on it.
pub struct App<'a> {
    /// Where the database is.
    pub database: Location,
    /// How long to wait for another writer.
    pub wait: Duration,
    /// Whether a file that others may write to is accepted.
    pub allow_insecure: bool,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Gives randomness.
    pub random: &'a dyn Random,
    /// Keeps session tokens.
    pub keyring: &'a dyn Keyring,
    /// Where the command comes from.
    pub client: Client,
    /// The reason given for the log.
    pub reason: Option<String>,
    /// Whether nothing may be written, not even to the log.
    pub is_dry: bool,
    /// Who reads what is reported of changes.
    pub reader: Reader,
    /// An open transaction that everything happens within.
    pub within: Option<&'a Within<'a>>,
    /// When what is read was so; now, if nothing is said (TIME-1).
    pub at: Option<When>,
    /// What the command names.
    pub named: &'a [(ObjectKind, String)],
}

/// An open transaction in which several commands run, and that somebody else commits or rolls back.
pub struct Within<'a> {
    pub(super) conn: &'a Conn,
    /// Who acts in place of whoever is signed in: commands are tried as somebody else, and never stay (ACC-2).
    acting: Cell<Option<Id>>,
    /// Whether it will be rolled back: reports say what would be done.
    dry: bool,
    /// The last refusal, to be noted once the transaction is rolled back: in it, the note would go with the rest.
    refused: RefCell<Option<Refused>>,
}

/// What the log says of a refusal.
struct Refused {
    action: Action,
    outcome: Outcome,
    details: String,
    /// What there is and was to be changed (LOG-5).
    concerned: Vec<ObjectRef>,
}

impl Refused {
    /// Nothing for what does not concern the log.
    fn new(action: Action, error: &Error, concerned: Vec<ObjectRef>) -> Option<Self> {
        let is_refusal = |mistake: &Mistake| matches!(mistake.kind, Kind::Conflict | Kind::NotPermitted);
        let (outcome, details) = match error.kind {
            Kind::Invalid if error.mistakes.iter().any(is_refusal) => (Outcome::Refused, error.message.clone()),
            Kind::Conflict | Kind::NotPermitted => (Outcome::Refused, error.message.clone()),
            Kind::NotFound => (Outcome::Failed, "named something that does not exist".to_owned()),
            Kind::Invalid | Kind::Internal => (Outcome::Failed, error.message.clone()),
            Kind::Usage | Kind::NotSignedIn | Kind::Busy | Kind::Unusable | Kind::Incomplete | Kind::Interrupted => {
                return None;
            }
        };
        Some(Self { action, outcome, details, concerned })
    }
}

impl<'a> Within<'a> {
    /// Everything on this connection, on which a transaction is open.
    pub fn new(conn: &'a Conn, dry: bool) -> Self {
        Self { conn, dry, acting: Cell::default(), refused: RefCell::default() }
    }

    /// Lets somebody else act from now on, or again whoever is signed in. The transaction must be rolled back.
    pub fn act_as(&self, user: Option<Id>) {
        self.acting.set(user);
    }
}

impl App<'_> {
    /// Runs a workflow that writes: all of it, or nothing.
    pub fn write<T>(
        &self,
        action: Action,
        run: Run,
        workflow: impl FnOnce(&mut WriteOp<'_>) -> Result<T>,
    ) -> Result<Done<T>> {
        self.write_any(&[action], run, workflow)
    }

    /// The same for who holds any of several actions; the first is what it is called.
    pub fn write_any<T>(
        &self,
        actions: &[Action],
        run: Run,
        workflow: impl FnOnce(&mut WriteOp<'_>) -> Result<T>,
    ) -> Result<Done<T>> {
        let Some(action) = actions.first().copied() else { return Err(Error::internal("nothing is to be done")) };
        self.refuse_to_write_then()?;
        let conn = self.open(OpenMode::WriteAtOnce)?;
        let mut concerned = Vec::new();
        let result = self.write_on(&conn, actions, action, run, workflow, &mut concerned);
        if let Err(error) = &result
            && run != Run::Dry
            && error.code != TO_CONFIRM
        {
            self.note_refusal(&conn, action, error, concerned);
        }
        result
    }

    fn write_on<T>(
        &self,
        conn: &Conn,
        actions: &[Action],
        action: Action,
        run: Run,
        workflow: impl FnOnce(&mut WriteOp<'_>) -> Result<T>,
        concerned: &mut Vec<ObjectRef>,
    ) -> Result<Done<T>> {
        let tx = conn.begin_write()?;
        let op = self.identify(conn)?;
        op.require_any(actions)?;
        let mut op = WriteOp::new(op, &tx);
        op.reader = self.reader;
        let body = match workflow(&mut op) {
            Ok(body) => body,
            Err(error) => {
                *concerned = std::mem::take(&mut op.concerned);
                return Err(error);
            }
        };
        guard::check(&op)?;
        invariant::check_all(&op)?;
        // What a part of something larger comes to is told with the whole.
        let is_told = self.reader != Reader::Nobody || run == Run::Unconfirmed;
        let effects = if self.within.is_none() && is_told { self.effects(&op, &tx)? } else { Effects::default() };
        if run == Run::Unconfirmed {
            effects.check_confirmed()?;
        }
        let journal = op.take_journal();
        let operation = self.append_done(&mut op, action, &journal)?.or(op.operation);
        let seen = identity::note_use(&tx, &op)?;
        let mails = std::mem::take(&mut op.mails);
        drop(op);
        if run != Run::Dry && (operation.is_some() || seen) {
            tx.commit()?;
        }
        let told = if self.within.is_some_and(|within| within.dry) { Run::Dry } else { run };
        Ok(Done { effects, mails, ..done(action, told, operation, journal, body) })
    }

    /// Who gains and loses what by everything that the transaction has written (ACC-5).
    fn effects(&self, op: &Op<'_>, tx: &Tx<'_>) -> Result<Effects> {
        let touches = tx.take_touches();
        if !effect::is_any(&touches, op.conn)? {
            return Ok(Effects::default());
        }
        let before = Conn::open(&self.database, OpenMode::Read, self.wait, self.allow_insecure)?;
        before.begin_read()?;
        effect::worked_out(op, &before, &touches)
    }

    /// The same of a transaction in which several commands ran.
    pub fn effects_of_all(&self, tx: &Tx<'_>) -> Result<Effects> {
        self.effects(&self.identify(tx)?, tx)
    }

    /// Notes a refusal that a preview met, as the real run would have.
    pub fn note(&self, action: Action, error: &Error) {
        if let Ok(conn) = self.open(OpenMode::Write) {
            self.note_refusal(&conn, action, error, Vec::new());
        }
    }

    /// Reads one snapshot.
    pub fn read<T>(&self, action: Action, workflow: impl FnOnce(&Op<'_>) -> Result<T>) -> Result<T> {
        if let Some(when) = self.at {
            return self.read_past(when, action, workflow);
        }
        let conn = self.open(OpenMode::Read)?;
        conn.begin_read()?;
        let op = self.identify(&conn)?;
        let stale = identity::is_stale(&op);
        let result = op.require(action).and_then(|()| workflow(&op));
        drop(op);
        drop(conn);
        let refused = result.as_ref().err().is_some_and(|error| match error.kind {
            Kind::NotPermitted => true,
            Kind::Conflict | Kind::NotFound => !action.is_view(),
            _ => false,
        });
        if (stale || refused)
            && !self.is_dry
            && let Ok(conn) = self.open(OpenMode::Write)
        {
            match &result {
                Err(error) if refused => self.note_refusal(&conn, action, error, Vec::new()),
                _ if self.within.is_none() => self.note_seen(&conn),
                _ => {}
            }
        }
        result
    }

    /// Reads one snapshot and leaves no trace, whatever happens.
    pub fn peek<T>(&self, workflow: impl FnOnce(&Op<'_>) -> Result<T>) -> Result<T> {
        let conn = self.open(OpenMode::Read)?;
        conn.begin_read()?;
        workflow(&self.identify(&conn)?)
    }

    /// Runs one of several workflows of a transaction as a command of its own would: it takes the action, is guarded,
    /// and has its log entry (ROLE-10, ROLE-11).
    pub fn step<T>(
        &self,
        op: &mut WriteOp<'_>,
        action: Action,
        workflow: impl FnOnce(&mut WriteOp<'_>) -> Result<T>,
    ) -> Result<Step<T>> {
        op.require(action)?;
        let body = workflow(op)?;
        guard::check(op)?;
        let journal = op.take_journal();
        let operation = self.append_done(op, action, &journal)?;
        Ok(Step { body, operation, journal })
    }

    /// Appends the entry of what was done; none if nothing changed.
    fn append_done(&self, op: &mut WriteOp<'_>, action: Action, journal: &Journal) -> Result<Option<Id>> {
        if journal.is_empty() {
            return Ok(None);
        }
        op.operation =
            Some(self.append(op.tx(), op, action, (Outcome::Done, journal.sentence.text(false)), journal)?);
        Ok(op.operation)
    }

    pub(super) fn identify<'c>(&self, conn: &'c Conn) -> Result<Op<'c>> {
        self.follow_clock_of(conn);
        find::foresee(conn, self.named)?;
        let now = self.clock.now();
        let (subscription, settings) = store::setting::with_subscription(conn)?;
        let token = self.keyring.token(&subscription)?.ok_or_else(identity::not_signed_in)?;
        let mut op = if credential::is_api_token(&token) {
            identity::program(conn, settings, now, &token)?
        } else {
            identity::person(conn, settings, now, &token)?
        };
        op.client_address.clone_from(&self.client.address);
        if let Some(user) = self.within.and_then(|within| within.acting.get()) {
            return Ok(Op { actor: store::session::actor(conn, user)?, session: None, seen_at: None, ..op });
        }
        op.actor.status.sign_in()?;
        if !op.settings.allows_address(&self.client.address) {
            return Err(identity::address_refused(&self.client.address));
        }
        Ok(op)
    }

    fn append(
        &self,
        tx: &Tx<'_>,
        op: &Op<'_>,
        action: Action,
        told: (Outcome, String),
        journal: &Journal,
    ) -> Result<Id> {
        let author = Author { actor: Some(&op.actor), address: &self.client.address, reason: self.reason.as_deref() };
        journal::append(tx, op.now, action, &author, told, journal)
    }

    /// Notes a refusal in a transaction of its own; within another one, that is left for later.
    fn note_refusal(&self, conn: &Conn, action: Action, error: &Error, concerned: Vec<ObjectRef>) {
        match (Refused::new(action, error, concerned), self.within) {
            (Some(refused), Some(within)) => drop(within.refused.replace(Some(refused))),
            (Some(refused), None) => self.note_down(conn, &refused),
            (None, _) => {}
        }
    }

    /// Notes the last refusal within a transaction that has been rolled back since.
    pub fn note_later(&self, within: &Within<'_>) {
        if let Some(refused) = within.refused.take()
            && let Ok(conn) = self.open(OpenMode::Write)
        {
            self.note_down(&conn, &refused);
        }
    }

    /// The command has failed already: if this fails too, its own error says more.
    fn note_down(&self, conn: &Conn, refused: &Refused) {
        let _ = (|| -> Result<()> {
            let tx = conn.begin_write()?;
            let op = self.identify(conn)?;
            let mut journal = Journal::default();
            for object in &refused.concerned {
                journal.touch(object);
            }
            self.append(&tx, &op, refused.action, (refused.outcome, refused.details.clone()), &journal)?;
            identity::note_use(&tx, &op)?;
            tx.commit()
        })();
    }

    /// Notes that the session was used; the next command will if this one cannot.
    fn note_seen(&self, conn: &Conn) {
        let _ = (|| -> Result<()> {
            let tx = conn.begin_write()?;
            let op = self.identify(conn)?;
            identity::note_use(&tx, &op)?;
            tx.commit()
        })();
    }
}

/// Ends something that was done without a session: appends its entry, commits, and makes the report. `user` is who
/// did it, if that is known.
pub fn conclude<T>(
    app: &App<'_>,
    tx: Tx<'_>,
    action: Action,
    user: Option<Id>,
    journal: Journal,
    body: T,
) -> Result<Done<T>> {
    let actor = user.map(|id| store::session::actor(&tx, id)).transpose()?;
    let author = Author { actor: actor.as_ref(), address: &app.client.address, reason: app.reason.as_deref() };
    let details = journal.sentence.text(false);
    let entry = journal::append(&tx, app.clock.now(), action, &author, (Outcome::Done, details), &journal)?;
    tx.commit()?;
    Ok(done(action, Run::Real, Some(entry), journal, body))
}

/// Makes the report of a change.
pub fn done<T>(action: Action, run: Run, operation: Option<Id>, journal: Journal, body: T) -> Done<T> {
    Done {
        action,
        status: if operation.is_some() { ChangeStatus::Done } else { ChangeStatus::Unchanged },
        dry_run: run == Run::Dry,
        operation: operation.filter(|_| run != Run::Dry),
        notices: journal.notices,
        body,
        effects: Effects::default(),
        sentence: journal.sentence,
        mails: Vec::new(),
    }
}
