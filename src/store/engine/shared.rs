//! PostgreSQL: a server that many machines share. One writes at a time, and counts the ids that its rows get.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::time::Duration;

use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::asked::{Asked, type_of};
use super::dialect::{Statement, Statements, table_of};
use super::foreseen::{Foreseen, alike, asked_for_all};
use super::kept::Kept;
use super::param::{Named, Param, Params, RowSink, Until, Value, names, owned};
use super::wire::{Wanted, Wire};
pub use super::wire_value::SharedRow;
use crate::domain::{Error, Id, Result};
use crate::store::location::Server;

/// Rows of a list come in chunks of this many.
const CHUNK: usize = 1000;
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const BEGIN_WRITE: &str = "BEGIN";
const BEGIN_PART: &str = "SAVEPOINT part";
const KEEP_PART: &str = "RELEASE part";
/// What the one who writes holds, and which organisation it belongs to.
const LOCK: &str = "SELECT tableoid FROM subscriptions FOR UPDATE";
const LOCKED: &str = "SELECT tableoid FROM subscriptions";

/// A connection to a server.
pub struct Shared {
    wire: Wire,
    writes: Cell<u64>,
    /// For each part of the open transaction, the next id of every table that rows were added to: forgotten with the part, so
    /// that a dry run tells the ids of the real one.
    next_ids: RefCell<Vec<BTreeMap<String, Id>>>,
    transaction: Cell<Transaction>,
    /// How many cursors were opened.
    cursors: Cell<u64>,
    /// Answers to what will be asked in a moment.
    ahead: RefCell<HashMap<String, Vec<Row>>>,
    /// Answers to what will be asked later on.
    kept: Kept,
    /// What would be asked, while that is found out.
    foreseeing: RefCell<Option<(Until, Vec<Foreseen>)>>,
    statements: Statements,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Read,
    Write,
}

impl Shared {
    /// Connects; what is read and written belongs to the organisation of the address.
    pub fn connect(server: &Server) -> Result<Self> {
        Ok(Self {
            wire: Wire::connect(server)?,
            writes: Cell::default(),
            next_ids: RefCell::default(),
            transaction: Cell::new(Transaction::None),
            cursors: Cell::default(),
            ahead: RefCell::default(),
            kept: Kept::default(),
            foreseeing: RefCell::default(),
            statements: Statements::default(),
        })
    }

    /// The address.
    pub const fn server(&self) -> &Server {
        self.wire.server()
    }

    /// Whether a transaction is open.
    pub fn is_in_transaction(&self) -> bool {
        self.transaction.get() != Transaction::None
    }

    /// Asks in one flight, behind what waits, what is asked one after the other in a moment.
    pub fn ask_ahead(&self, questions: &[&str]) -> Result<()> {
        let asked = questions.iter().map(|sql| (Asked::plain(*sql), Wanted::Rows)).collect();
        let answers = self.wire.fly(asked)?;
        let mut ahead = self.ahead.borrow_mut();
        for (sql, answer) in questions.iter().zip(answers) {
            ahead.insert((*sql).to_owned(), answer.take_rows()?);
        }
        Ok(())
    }

    /// Lets `ask` ask without an answer, and asks that in one flight, what differs in its values alone by one statement. Goes on
    /// meanwhile; whoever asks the same later on gets the answer.
    pub fn foresee(&self, until: Until, ask: impl FnOnce()) -> Result<()> {
        if self.foreseeing.borrow().is_some() {
            // What is a part of something that is foreseen, goes with it.
            ask();
            return Ok(());
        }
        self.foreseeing.replace(Some((until, Vec::new())));
        ask();
        let (_, questions) = self.foreseeing.take().unwrap_or((until, Vec::new()));
        let alike = alike(questions.into_iter().filter(|question| !self.kept.holds(question)));
        if alike.is_empty() {
            return Ok(());
        }
        let asked = alike.iter().map(|questions| (asked_for_all(questions), Wanted::Rows)).collect();
        for (questions, coming) in alike.into_iter().zip(self.wire.launch(asked)?) {
            self.kept.keep(questions, coming);
        }
        Ok(())
    }

    /// Forgets answers that nobody has looked at since this was last told.
    pub fn forget_old_answers(&self) {
        self.kept.turn();
    }

    /// Forgets all answers.
    pub fn forget_answers(&self) {
        self.kept.forget();
    }

    /// Begins one snapshot for reading.
    pub fn begin_read(&self) -> Result<()> {
        self.transaction.set(Transaction::Read);
        self.wire.later(Asked::plain(BEGIN_READ))
    }

    /// Begins to write; of one organisation, one writes at a time. Asks ahead, in the same flight.
    pub fn begin_write(&self, wait: Duration, is_new: bool, questions: &[&str]) -> Result<()> {
        self.begin_transaction(wait)?;
        if is_new {
            return Ok(());
        }
        loop {
            let asked: Vec<&str> = [LOCK].iter().chain(questions).chain(&[LOCKED]).copied().collect();
            let outcome = self.wire.with_patience(wait, || self.ask_ahead(&asked)).map(|()| {
                let mut ahead = self.ahead.borrow_mut();
                let table = |rows: Option<Vec<Row>>| rows.and_then(|rows| rows.first()?.try_get::<_, u32>(0).ok());
                table(ahead.remove(LOCK)) == table(ahead.remove(LOCKED))
            });
            match outcome {
                Ok(true) => return Ok(()),
                // While this waited, another organisation has taken the place of the one whose row it got.
                Ok(false) => {
                    self.rollback()?;
                    self.begin_transaction(wait)?;
                }
                Err(error) => {
                    let _ = self.rollback();
                    return Err(error);
                }
            }
        }
    }

    fn begin_transaction(&self, wait: Duration) -> Result<()> {
        self.transaction.set(Transaction::Write);
        self.next_ids.replace(vec![BTreeMap::new()]);
        // What failed before has nothing to do with it.
        self.wire.forget_failure();
        self.wire.later(Asked::plain(BEGIN_WRITE))?;
        // Nothing is not to wait at all there, but to wait for ever.
        self.wire.later(Asked::plain(format!("SET LOCAL lock_timeout = {}", wait.as_millis().max(1))))
    }

    pub fn begin_part(&self) -> Result<()> {
        let mut next_ids = self.next_ids.borrow_mut();
        let part = next_ids.last().cloned().unwrap_or_default();
        next_ids.push(part);
        self.wire.later(Asked::plain(BEGIN_PART))
    }

    pub fn keep_part(&self) -> Result<()> {
        let mut next_ids = self.next_ids.borrow_mut();
        if let (Some(part), Some(whole)) = (next_ids.pop(), next_ids.last_mut()) {
            *whole = part;
        }
        self.wire.later(Asked::plain(KEEP_PART))
    }

    pub fn undo_part(&self) -> Result<()> {
        self.kept.forget();
        self.next_ids.borrow_mut().pop();
        if self.wire.forget_back_to(BEGIN_PART, KEEP_PART) {
            return Ok(());
        }
        self.wire.later(Asked::plain("ROLLBACK TO part"))?;
        self.wire.later(Asked::plain(KEEP_PART))?;
        self.wire.flush()?;
        self.wire.forget_failure();
        Ok(())
    }

    /// Makes everything durable, in one flight with what waits.
    pub fn commit(&self) -> Result<()> {
        if self.wire.has_failed() {
            // The server would take it back, and call that done.
            self.rollback()?;
            return Err(Error::internal("a statement of the transaction had failed"));
        }
        for (table, next) in self.next_ids.take().into_iter().next().unwrap_or_default() {
            // Until now it tells which ids are new (OP-2).
            self.wire.later(Asked::plain(format!("SELECT setval('{}', {})", counter_of(&table), next - 1)))?;
        }
        self.end();
        self.wire.take_warning();
        self.wire.count(Asked::plain("COMMIT")).map(drop)
    }

    /// Whether the server has warned since it was last asked this: it does so where a COMMIT is done on one host alone.
    pub fn has_warned(&self) -> bool {
        self.wire.take_warning()
    }

    pub fn rollback(&self) -> Result<()> {
        let begin = if self.transaction.get() == Transaction::Write { BEGIN_WRITE } else { BEGIN_READ };
        self.end();
        self.next_ids.take();
        if self.wire.forget_back_to(begin, "") {
            return Ok(());
        }
        self.wire.count(Asked::plain("ROLLBACK")).map(drop)
    }

    fn end(&self) {
        self.transaction.set(Transaction::None);
        self.ahead.take();
        self.kept.forget();
    }

    /// Hands on rows of a query until there is none, or no more is wanted.
    pub fn query(
        &self,
        sql: &str,
        params: impl Params,
        mut row: impl FnMut(SharedRow<'_>) -> Result<bool>,
    ) -> Result<()> {
        let values = owned(&params)?;
        if self.is_foreseen(sql, &values) {
            return Ok(());
        }
        let known = self.ahead.borrow_mut().remove(sql);
        if let Some(rows) = known {
            return hand_on(&rows, &mut row).map(drop);
        }
        if let Some(done) = self.kept.answer(sql, &values, || self.wire.flush(), |rows| hand_on(rows, &mut row)) {
            return done.map(drop);
        }
        hand_on(&self.wire.rows(Asked::new(Statement::of(sql), values))?, &mut row).map(drop)
    }

    /// Whether a question is found out only, and gets no answer yet.
    fn is_foreseen(&self, sql: &str, values: &[Value<'static>]) -> bool {
        let mut foreseeing = self.foreseeing.borrow_mut();
        let Some((until, foreseen)) = foreseeing.as_mut() else { return false };
        foreseen.push(Foreseen { sql: sql.to_owned(), values: values.to_vec(), until: *until });
        true
    }

    /// The same, streamed, with as many of the parameters as the query names.
    pub fn stream(
        &self,
        sql: &str,
        params: &[&dyn Param],
        mut row: impl FnMut(SharedRow<'_>) -> Result<bool>,
    ) -> Result<()> {
        let mut statement = Statement::of(sql);
        let values = owned(&params.get(..statement.parameter_count).unwrap_or(params))?;
        if self.is_foreseen(sql, &values) {
            return Ok(());
        }
        if let Some(done) = self.kept.answer(sql, &values, || self.wire.flush(), |rows| hand_on(rows, &mut row)) {
            return done.map(drop);
        }
        if !self.is_in_transaction() || !is_query(&statement.sql) {
            return hand_on(&self.wire.rows(Asked::new(statement, values))?, &mut row).map(drop);
        }
        let number = self.cursors.get();
        self.cursors.set(number + 1);
        statement.sql = format!("DECLARE c{number} NO SCROLL CURSOR FOR {}", statement.sql);
        self.wire.later(Asked::new(statement, values))?;
        let mut wants_more = true;
        while wants_more {
            let chunk = self.wire.rows(Asked::plain(format!("FETCH {CHUNK} FROM c{number}")))?;
            wants_more = hand_on(&chunk, &mut row)? && chunk.len() == CHUNK;
        }
        // Of a read, its end closes it.
        match self.transaction.get() {
            Transaction::Write => self.wire.later(Asked::plain(format!("CLOSE c{number}"))),
            _ => Ok(()),
        }
    }

    /// Runs one statement; gives the number of rows changed.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        let count = self.wire.count(self.written(self.statements.get(sql)?, owned(&params)?))?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// Runs one statement with the next that is asked anything: nobody needs to know what it came to.
    pub fn later(&self, sql: &str, params: impl Params) -> Result<()> {
        self.wire.later(self.written(self.statements.get(sql)?, owned(&params)?))
    }

    /// Inserts a row; gives its id, if it was not there already.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<Option<Id>> {
        let table = table_of(sql);
        let id = self.next_id(table)?;
        let mut values = owned(&params)?;
        values.push(Value::Integer(id));
        let asked = self.written(self.statements.with_id(sql, values.len())?, values);
        if !sql.contains("ON CONFLICT") {
            self.wire.later(asked)?;
        } else if self.wire.count(asked)? == 0 {
            return Ok(None);
        }
        if let Some(part) = self.next_ids.borrow_mut().last_mut() {
            part.insert(table.to_owned(), id + 1);
        }
        Ok(Some(id))
    }

    /// What is about to be written: answers that it could change are forgotten.
    fn written(&self, statement: Rc<Statement>, values: Vec<Value<'static>>) -> Asked {
        self.writes.set(self.writes.get() + 1);
        match &statement.adds_to {
            Some(table) => self.kept.note_insert(table, &values),
            None => self.kept.forget(),
        }
        Asked::new(statement, values)
    }

    /// The id that the next row of a table gets. Nobody else gives any meanwhile.
    fn next_id(&self, table: &str) -> Result<Id> {
        if let Some(id) = self.next_ids.borrow().last().and_then(|part| part.get(table)) {
            return Ok(*id);
        }
        let sql = format!("SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM \"{}\"", counter_of(table));
        let rows = self.wire.rows(Asked::plain(sql))?;
        rows.first()
            .and_then(|row| row.try_get(0).ok())
            .ok_or_else(|| Error::internal(format!("nothing counts the ids of `{table}`")))
    }

    /// Fills a table with the rows that are handed on, without asking for each.
    pub fn fill(&self, table: &str, columns: &[Named], rows: impl FnOnce(RowSink<'_>) -> Result<()>) -> Result<()> {
        let types: Vec<Type> = columns.iter().map(|column| type_of(column.kind)).collect();
        self.wire.copy_in(&format!("COPY \"{table}\" ({}) FROM STDIN BINARY", names(columns)), &types, rows)
    }

    /// Runs several statements at once.
    pub fn batch(&self, sql: &str) -> Result<()> {
        self.kept.forget();
        self.wire.batch(sql)
    }

    /// How many rows this session has changed so far.
    pub fn changes(&self) -> Result<u64> {
        self.wire.flush()?;
        Ok(self.wire.changes())
    }

    /// How many statements that write were run.
    pub fn writes(&self) -> u64 {
        self.writes.get()
    }
}

impl Drop for Shared {
    /// Ends what it reads, without waiting; whatever else it left open, the server ends with the connection.
    fn drop(&mut self) {
        match self.transaction.get() {
            Transaction::None => {}
            Transaction::Read if self.wire.forget_back_to(BEGIN_READ, "") => {}
            Transaction::Read => drop(self.wire.launch(vec![(Asked::plain("ROLLBACK"), Wanted::Count)])),
            Transaction::Write => self.wire.give_up(),
        }
    }
}

/// What counts the ids of a table.
fn counter_of(table: &str) -> String {
    format!("{table}_id_seq")
}

/// Hands rows on; tells whether more are wanted.
fn hand_on(rows: &[Row], row: &mut impl FnMut(SharedRow<'_>) -> Result<bool>) -> Result<bool> {
    for found in rows {
        if !row(SharedRow(found))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_query(sql: &str) -> bool {
    let first = sql.trim_start();
    ["SELECT", "WITH", "VALUES"].iter().any(|word| first.starts_with(word))
}
