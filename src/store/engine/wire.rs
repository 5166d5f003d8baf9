//! The connection to a server: what it is asked goes out in flights, each of as many statements as there is no answer needed in
//! between.

use std::cell::{Cell, RefCell};
use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::str::FromStr as _;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinHandle, LocalSet};
use tokio::time::timeout;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::dialect::Translated;
use super::fault::{fault, silence};
use super::param::{Kind, Value};
use crate::domain::{Error, Result};
use crate::store::location::{Encryption, Server};

/// Nobody waits longer for a host that does not answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Nor for a server that is left.
const GOODBYE: Duration = Duration::from_millis(200);
/// When a server lets go of what a machine holds that vanished, or a command that was stopped.
const LET_GO: &str = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c idle_in_transaction_session_timeout=600000";
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
        let config = config(server)?;
        let connecting = async {
            Ok(match server.encryption {
                Encryption::None => {
                    let (client, connection) = config.connect(NoTls).await.map_err(|error| fault(error, server))?;
                    (client, tasks.spawn_local(carry(connection, Rc::clone(&warned))))
                }
                Encryption::Verified => {
                    let tls = tls(server)?;
                    let (client, connection) = config.connect(tls).await.map_err(|error| fault(error, server))?;
                    (client, tasks.spawn_local(carry(connection, Rc::clone(&warned))))
                }
            })
        };
        let limited = async { timeout(server.answer_timeout, connecting).await };
        let (client, carrier) = tasks.block_on(&runtime, limited).unwrap_or_else(|_| Err(silence(server)))?;
        let (client, carrier) = (Some(client), Some(carrier));
        Ok(Self {
            runtime,
            tasks,
            client,
            carrier,
            server: server.clone(),
            longer: Cell::default(),
            is_lost: Cell::default(),
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
            Ok(answer) => answer.map_err(|error| fault(error, &self.server)),
            Err(_) => {
                self.is_lost.set(true);
                Err(silence(&self.server))
            }
        }
    }

    fn poll<T>(&self, question: impl Future<Output = Answer<T>>) -> Result<T> {
        self.tasks.block_on(&self.runtime, question).map_err(|error| fault(error, &self.server))
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

/// Carries what is said, and notes whether the server warns.
async fn carry<S, T>(mut connection: Connection<S, T>, warned: Rc<Cell<bool>>)
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
        match message {
            Ok(AsyncMessage::Notice(notice)) if notice.severity() == "WARNING" => warned.set(true),
            Ok(_) => {}
            // Whoever waits for an answer is told.
            Err(_) => return,
        }
    }
}

fn config(server: &Server) -> Result<Config> {
    let wrong = |error: tokio_postgres::Error| {
        let cause = StdError::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        Error::usage(format!("the address of the server cannot be read: {cause}"))
            .hint("write it as `postgres://USER@HOST/DATABASE?organisation=NAME`")
    };
    let mut config = Config::from_str(&server.url).map_err(wrong)?;
    // In quotes, because a name may be a word of SQL.
    config.options(format!("-c search_path=\"{}\" {LET_GO}", server.organisation)).application_name("provost");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    config.tcp_user_timeout(PATIENCE).keepalives_idle(PATIENCE).keepalives_interval(PATIENCE / 4).keepalives_retries(3);
    if config.get_hosts().is_empty() {
        config.host("localhost");
    }
    if let (None, Some(user)) = (config.get_user(), &server.user) {
        config.user(user);
    }
    if let Some(password) = &server.password {
        config.password(password.expose());
    }
    config.ssl_mode(match server.encryption {
        Encryption::None => tokio_postgres::config::SslMode::Disable,
        Encryption::Verified => tokio_postgres::config::SslMode::Require,
    });
    Ok(config)
}

/// TLS that trusts the certificate of the address, or those of the system.
fn tls(server: &Server) -> Result<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    match &server.trusted {
        Some(path) => {
            let unreadable = |cause: String| {
                Error::usage(format!("the certificate in `{}` cannot be read: {cause}", path.display()))
            };
            let found = CertificateDer::pem_file_iter(path).map_err(|error| unreadable(error.to_string()))?;
            for certificate in found {
                let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
                roots.add(certificate).map_err(|error| unreadable(error.to_string()))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::internal("TLS could not be set up").source(error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
