//! The connection to a server: what it is asked goes out in flights, each of as many statements as there is no answer needed in
//! between.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Row};

use super::asked::Asked;
use super::fault::{fault, silence};
use super::line::Line;
use super::param::Value;
use super::queue::Queue;
use crate::domain::{Error, Result};
use crate::store::location::Server;

type Answer<T> = std::result::Result<T, tokio_postgres::Error>;

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

/// An answer that comes once somebody waits for it.
#[derive(Clone, Default)]
pub struct Coming(Rc<RefCell<Option<Answered>>>);

impl Coming {
    pub fn has_come(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// The rows, once.
    pub fn take_rows(&self) -> Result<Vec<Row>> {
        match self.0.take() {
            Some(Answered::Rows(rows)) => Ok(rows),
            _ => Err(no_answer()),
        }
    }

    fn take_count(&self) -> Result<u64> {
        match self.0.take() {
            Some(Answered::Count(count)) => Ok(count),
            _ => Err(no_answer()),
        }
    }
}

/// A connection.
pub struct Wire {
    line: Rc<Line>,
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
    queue: RefCell<Queue>,
    /// What has gone out, and nobody has waited for.
    in_flight: RefCell<Vec<(Sent, Coming)>>,
}

impl Wire {
    /// Connects, unless somebody has left a line to that address.
    pub fn connect(server: &Server) -> Result<Self> {
        Ok(Self {
            line: Line::to(server)?,
            server: server.clone(),
            longer: Cell::default(),
            is_lost: Cell::default(),
            has_failed: Cell::default(),
            changes: Cell::default(),
            queue: RefCell::default(),
            in_flight: RefCell::default(),
        })
    }

    /// The address.
    pub const fn server(&self) -> &Server {
        &self.server
    }

    /// Whether the server has warned since this was last asked: it does where a COMMIT is done, but perhaps on one host alone.
    pub fn take_warning(&self) -> bool {
        self.line.take_warning()
    }

    /// Leaves the line to nobody else.
    pub fn give_up(&self) {
        self.is_lost.set(true);
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
        self.queue.borrow_mut().add(asked);
        if self.queue.borrow().is_full() { self.flush() } else { Ok(()) }
    }

    /// Sends what waits, and waits for all that was sent.
    pub fn flush(&self) -> Result<()> {
        let is_done = self.queue.borrow().is_empty() && self.in_flight.borrow().is_empty();
        if is_done { Ok(()) } else { self.fly(Vec::new()).map(drop) }
    }

    /// Forgets what waits; tells whether it was all that there was since `begin`, parts aside that have their `end`.
    pub fn forget_back_to(&self, begin: &str, end: &str) -> bool {
        self.queue.borrow_mut().forget_back_to(begin, end)
    }

    /// Asks for rows.
    pub fn rows(&self, asked: Asked) -> Result<Vec<Row>> {
        self.fly(vec![(asked, Wanted::Rows)])?.pop().ok_or_else(no_answer)?.take_rows()
    }

    /// Runs a statement; gives the number of rows changed.
    pub fn count(&self, asked: Asked) -> Result<u64> {
        self.fly(vec![(asked, Wanted::Count)])?.pop().ok_or_else(no_answer)?.take_count()
    }

    /// How many rows were changed by what was sent.
    pub const fn changes(&self) -> u64 {
        self.changes.get()
    }

    /// Sends what waits and these, in this order, and waits for all answers; gives those to these.
    pub fn fly(&self, asked: Vec<(Asked, Wanted)>) -> Result<Vec<Coming>> {
        let coming = self.take_off(asked)?;
        self.run(async {
            self.send().await;
            self.land().await
        })?;
        Ok(coming)
    }

    /// Sends the same, and goes on meanwhile: the answers come with those to whatever is asked next, or by [`Self::flush`].
    pub fn launch(&self, asked: Vec<(Asked, Wanted)>) -> Result<Vec<Coming>> {
        let coming = self.take_off(asked)?;
        self.line.wait(self.send());
        self.line.send();
        Ok(coming)
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

    /// Makes what waits, and these, ready to be sent; gives where the answers to these will be.
    fn take_off(&self, asked: Vec<(Asked, Wanted)>) -> Result<Vec<Coming>> {
        let (waiting, client) = (self.queue.borrow_mut().take(), self.client()?);
        let mut in_flight = self.in_flight.borrow_mut();
        let mut ready = |asked, wanted| {
            let coming = Coming::default();
            in_flight.push((Sent::new(Rc::clone(client), asked, wanted), coming.clone()));
            coming
        };
        for asked in waiting {
            ready(asked, Wanted::Count);
        }
        Ok(asked.into_iter().map(|(asked, wanted)| ready(asked, wanted)).collect())
    }

    /// Sends whatever is ready, without waiting in between.
    async fn send(&self) {
        let mut in_flight = self.in_flight.take();
        for (sent, _) in &mut in_flight {
            sent.begin().await;
        }
        self.in_flight.replace(in_flight);
    }

    /// Waits for all that was sent.
    async fn land(&self) -> Answer<()> {
        let mut failed = None;
        for (sent, coming) in self.in_flight.take() {
            match sent.end().await {
                Ok(answer) => {
                    if let Answered::Count(count) = answer {
                        self.changes.set(self.changes.get() + count);
                    }
                    coming.0.replace(Some(answer));
                }
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        // The first one says why; behind it, the transaction is at its end.
        failed.map_or(Ok(()), Err)
    }

    fn client(&self) -> Result<&Rc<Client>> {
        self.line.client().filter(|_| !self.is_lost.get()).ok_or_else(|| silence(&self.server))
    }

    fn run<T>(&self, question: impl Future<Output = Answer<T>>) -> Result<T> {
        #[cfg(debug_assertions)]
        super::recorder::ask();
        let limited = async { timeout(self.server.answer_timeout + self.longer.get(), question).await };
        match self.line.wait(limited) {
            Ok(answer) => answer.map_err(|error| self.failed(error)),
            Err(_) => {
                self.is_lost.set(true);
                Err(silence(&self.server))
            }
        }
    }

    fn poll<T>(&self, question: impl Future<Output = Answer<T>>) -> Result<T> {
        self.line.wait(question).map_err(|error| self.failed(error))
    }

    fn failed(&self, error: tokio_postgres::Error) -> Error {
        self.has_failed.set(true);
        fault(error, &self.server)
    }
}

impl Drop for Wire {
    /// Leaves the line to the next, if all is well with it.
    fn drop(&mut self) {
        self.in_flight.take();
        if !self.is_lost.get() && !self.has_failed.get() {
            let line: Rc<Line> = Rc::clone(&self.line);
            self.server.idle.give(line);
        }
    }
}

type Arriving = Pin<Box<dyn Future<Output = Answer<Answered>>>>;

/// A statement on its way, which is sent when its answer is first looked for.
struct Sent {
    answer: Arriving,
    is_begun: bool,
    come: Option<Answer<Answered>>,
}

impl Sent {
    fn new(client: Rc<Client>, asked: Asked, wanted: Wanted) -> Self {
        let answer = Box::pin(async move {
            let (sql, values) = (asked.text(), asked.arguments());
            let typed: Vec<_> = values.iter().map(|(value, kind)| (value.as_ref(), kind.clone())).collect();
            match wanted {
                Wanted::Rows => client.query_typed(&sql, &typed).await.map(Answered::Rows),
                Wanted::Count => client.execute_typed(&sql, &typed).await.map(Answered::Count),
            }
        });
        Self { answer, is_begun: false, come: None }
    }

    async fn begin(&mut self) {
        if std::mem::replace(&mut self.is_begun, true) {
            return;
        }
        self.come = poll_fn(|context| {
            Poll::Ready(match self.answer.as_mut().poll(context) {
                Poll::Ready(come) => Some(come),
                Poll::Pending => None,
            })
        })
        .await;
    }

    async fn end(self) -> Answer<Answered> {
        match self.come {
            Some(come) => come,
            None => self.answer.await,
        }
    }
}

fn no_answer() -> Error {
    Error::internal("the server gave no answer")
}
