//! The connection to a server: what it is asked goes out in flights, each of as many statements as there is no answer needed in
//! between.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinHandle, LocalSet};
use tokio::time::timeout;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Row};

use super::connecting::reach;
use super::dialect::Translated;
use super::fault::{fault, silence};
use super::param::{Kind, Value};
use crate::domain::{Error, Result};
use crate::store::location::Server;

/// Nobody waits longer for a server that is left.
const GOODBYE: Duration = Duration::from_millis(200);
/// So many statements wait for others at most.
const MOST_QUEUED: usize = 500;

type Answer<T> = std::result::Result<T, tokio_postgres::Error>;

/// A statement with its values.
pub struct Asked {
    pub statement: Translated,
    pub values: Vec<Value<'static>>,
}

/// What came back.
pub enum Answered {
    Rows(Vec<Row>),
    /// How many rows were changed.
    Count(u64),
}

/// What is to come back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Rows,
    Count,
}

/// A connection.
pub struct Wire {
    runtime: Runtime,
    tasks: LocalSet,
    /// None once it is closed.
    client: Option<Client>,
    carrier: Option<JoinHandle<()>>,
    server: Server,
    /// How much longer than usually an answer is waited for.
    longer: Cell<Duration>,
    /// Whether an answer did not come: nothing that comes now could be told apart.
    is_lost: Cell<bool>,
    /// Whether a statement has failed since this was last forgotten: a transaction can only be taken back then.
    has_failed: Cell<bool>,
    /// How many rows were changed so far.
    changes: Cell<u64>,
    /// What goes out with the next question.
    queue: RefCell<Vec<Asked>>,
    /// Whether the server has warned since it was last asked about.
    warned: Rc<Cell<bool>>,
}

impl Wire {
    /// Connects to the first host of the address that does what is wanted of it.
    pub fn connect(server: &Server) -> Result<Self> {
        let failed = |error: std::io::Error| Error::internal("the network could not be set up").source(error);
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let (tasks, warned) = (LocalSet::new(), Rc::new(Cell::new(false)));
        let (client, carrier) = tasks.block_on(&runtime, reach(server, &warned))?;
        let (client, carrier) = (Some(client), Some(carrier));
        Ok(Self {
            runtime,
            tasks,
            client,
            carrier,
            server: server.clone(),
            longer: Cell::default(),
            is_lost: Cell::default(),
            has_failed: Cell::default(),
            changes: Cell::default(),
            queue: RefCell::default(),
            warned,
        })
    }

    /// The address.
    pub const fn server(&self) -> &Server {
        &self.server
    }

    /// Whether the server has warned since this was last asked: it does where a COMMIT is done, but perhaps on one host alone.
    pub fn take_warning(&self) -> bool {
        self.warned.take()
    }

    /// Whether a statement has failed since that was forgotten.
    pub const fn has_failed(&self) -> bool {
        self.has_failed.get()
    }

    /// Forgets it, because what failed was taken back.
    pub fn forget_failure(&self) {
        self.has_failed.set(false);
    }

    /// Does some work for which an answer is waited for longer.
    pub fn with_patience<T>(&self, longer: Duration, work: impl FnOnce() -> T) -> T {
        self.longer.set(longer);
        let done = work();
        self.longer.take();
        done
    }

    /// Sends a statement with whatever is asked next: nobody needs its answer.
    pub fn later(&self, asked: Asked) -> Result<()> {
        self.queue.borrow_mut().push(asked);
        if self.queue.borrow().len() < MOST_QUEUED { Ok(()) } else { self.flush() }
    }

    /// Sends what waits.
    pub fn flush(&self) -> Result<()> {
        if self.queue.borrow().is_empty() { Ok(()) } else { self.fly(&[]).map(drop) }
    }

    /// Forgets what waits; tells whether it was all that there was since a statement.
    pub fn forget_back_to(&self, sql: &str) -> bool {
        let mut queue = self.queue.borrow_mut();
        let at = queue.iter().rposition(|asked| asked.statement.sql == sql);
        queue.truncate(at.unwrap_or_default());
        at.is_some()
    }

    /// Asks for rows.
    pub fn rows(&self, asked: Asked) -> Result<Vec<Row>> {
        match self.fly(&[(asked, Wanted::Rows)])?.pop() {
            Some(Answered::Rows(rows)) => Ok(rows),
            _ => Err(no_answer()),
        }
    }

    /// Runs a statement; gives the number of rows changed.
    pub fn count(&self, asked: Asked) -> Result<u64> {
        match self.fly(&[(asked, Wanted::Count)])?.pop() {
            Some(Answered::Count(count)) => Ok(count),
            _ => Err(no_answer()),
        }
    }

    /// How many rows were changed by what was sent.
    pub const fn changes(&self) -> u64 {
        self.changes.get()
    }

    /// Sends what waits and these, in this order, without waiting in between; gives the answers to these.
    pub fn fly(&self, asked: &[(Asked, Wanted)]) -> Result<Vec<Answered>> {
        let (queue, client) = (self.queue.take(), self.client()?);
        self.run(async {
            let waiting = queue.iter().map(|asked| answer(client, asked, Wanted::Count));
            let mut flight: Vec<Sent<'_>> = Vec::with_capacity(queue.len() + asked.len());
            for answer in waiting.chain(asked.iter().map(|(asked, wanted)| answer(client, asked, *wanted))) {
                flight.push(Sent::begin(answer).await);
            }
            let mut answers = Vec::with_capacity(asked.len());
            let mut failed = None;
            for sent in flight {
                match sent.end().await {
                    Ok(answer) => answers.push(answer),
                    Err(error) => failed = failed.or(Some(error)),
                }
            }
            let changes = answers.iter().map(|answer| if let Answered::Count(count) = answer { *count } else { 0 });
            self.changes.set(self.changes.get() + changes.sum::<u64>());
            // The first one says why; behind it, the transaction is at its end.
            failed.map_or_else(|| Ok(answers.split_off(queue.len())), Err)
        })
    }

    /// Runs several statements at once, behind what waits.
    pub fn batch(&self, sql: &str) -> Result<()> {
        self.flush()?;
        let client = self.client()?;
        #[cfg(debug_assertions)]
        super::recorder::ask();
        // Tables may be made or dropped by it, which takes its time.
        self.poll(client.batch_execute(sql))
    }

    /// Fills a table by `COPY`; `rows` hands each row on.
    pub fn copy_in(
        &self,
        sql: &str,
        types: &[Type],
        rows: impl FnOnce(&mut dyn FnMut(&[Value<'_>]) -> Result<()>) -> Result<()>,
    ) -> Result<()> {
        self.flush()?;
        let sink = self.run(self.client()?.copy_in(sql))?;
        let mut writer = pin!(BinaryCopyInWriter::new(sink, types));
        rows(&mut |row| {
            let row: Vec<_> = row.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            self.poll(writer.as_mut().write(&row))
        })?;
        self.poll(writer.as_mut().finish()).map(drop)
    }

    fn client(&self) -> Result<&Client> {
        self.client.as_ref().filter(|_| !self.is_lost.get()).ok_or_else(|| silence(&self.server))
    }

    fn run<T>(&self, question: impl Future<Output = Answer<T>>) -> Result<T> {
        #[cfg(debug_assertions)]
        super::recorder::ask();
        let limited = async { timeout(self.server.answer_timeout + self.longer.get(), question).await };
        match self.tasks.block_on(&self.runtime, limited) {
            Ok(answer) => answer.map_err(|error| self.failed(error)),
            Err(_) => {
                self.is_lost.set(true);
                Err(silence(&self.server))
            }
        }
    }

    fn poll<T>(&self, question: impl Future<Output = Answer<T>>) -> Result<T> {
        self.tasks.block_on(&self.runtime, question).map_err(|error| self.failed(error))
    }

    fn failed(&self, error: tokio_postgres::Error) -> Error {
        self.has_failed.set(true);
        fault(error, &self.server)
    }
}

impl Drop for Wire {
    /// Says goodbye, so that the server's log does not tell of a client that vanished.
    fn drop(&mut self) {
        self.client.take();
        if let Some(carrier) = self.carrier.take() {
            let goodbye = async { timeout(GOODBYE, carrier).await };
            drop(self.tasks.block_on(&self.runtime, goodbye));
        }
    }
}

type Coming<'a> = Pin<Box<dyn Future<Output = Answer<Answered>> + 'a>>;

fn answer<'a>(client: &'a Client, asked: &'a Asked, wanted: Wanted) -> Coming<'a> {
    let sql = &asked.statement.sql;
    Box::pin(async move {
        let values = asked.typed();
        match wanted {
            Wanted::Rows => client.query_typed(sql, &values).await.map(Answered::Rows),
            Wanted::Count => client.execute_typed(sql, &values).await.map(Answered::Count),
        }
    })
}

/// A question on its way: it is sent when it is first looked at.
struct Sent<'a> {
    answer: Coming<'a>,
    come: Option<Answer<Answered>>,
}

impl<'a> Sent<'a> {
    async fn begin(mut answer: Coming<'a>) -> Self {
        let come = poll_fn(|context| {
            Poll::Ready(match answer.as_mut().poll(context) {
                Poll::Ready(come) => Some(come),
                Poll::Pending => None,
            })
        });
        let come = come.await;
        Self { answer, come }
    }

    async fn end(self) -> Answer<Answered> {
        match self.come {
            Some(come) => come,
            None => self.answer.await,
        }
    }
}

impl Asked {
    pub fn new(statement: Translated, values: Vec<Value<'static>>) -> Self {
        Self { statement, values }
    }

    /// Without values.
    pub fn plain(sql: impl Into<String>) -> Self {
        Self { statement: Translated { sql: sql.into(), parameter_count: 0 }, values: Vec::new() }
    }

    /// The values that the statement names, each with its type: so they go in one trip.
    fn typed(&self) -> Vec<(&(dyn ToSql + Sync), Type)> {
        let typed = |value: &'_ Value<'static>| type_of(value.kind());
        let named = self.values.iter().take(self.statement.parameter_count);
        named.map(|value| (value as &(dyn ToSql + Sync), typed(value))).collect()
    }
}

/// How a server calls what a column holds.
pub const fn type_of(kind: Kind) -> Type {
    match kind {
        Kind::Integer => Type::INT8,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
    }
}

fn no_answer() -> Error {
    Error::internal("the server gave no answer")
}
