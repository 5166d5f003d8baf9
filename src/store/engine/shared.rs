//! PostgreSQL: a server that many machines share.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Row};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::dialect::{Translated, translated};
use super::fault::fault;
use super::lite::ValueRef;
use super::param::{Kind, Param, Params, Value};
use crate::domain::{Error, Id, Result};
use crate::store::location::{Encryption, Server};

/// Rows of a list come in chunks of this many.
const CHUNK: usize = 1000;
/// Nobody waits longer for a host that does not answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection to a server.
pub struct Shared {
    client: RefCell<Client>,
    server: Server,
    changes: Cell<u64>,
    /// For each part of the open write transaction, of which there are none in a read, the first id that each table gave in it: taken back with the part, so
    /// that a dry run tells the ids of the real one.
    given: RefCell<Vec<BTreeMap<String, Id>>>,
    in_transaction: Cell<bool>,
    /// How many cursors were opened.
    cursors: Cell<u64>,
}

impl Shared {
    /// Connects; what is read and written belongs to the organisation of the address.
    pub fn connect(server: &Server) -> Result<Self> {
        let client = client(server)?;
        Ok(Self {
            client: client.into(),
            server: server.clone(),
            changes: Cell::default(),
            given: RefCell::default(),
            in_transaction: Cell::default(),
            cursors: Cell::default(),
        })
    }

    /// The address.
    pub const fn server(&self) -> &Server {
        &self.server
    }

    /// Whether a transaction is open.
    pub fn is_in_transaction(&self) -> bool {
        self.in_transaction.get()
    }

    /// Begins one snapshot for reading.
    pub fn begin_read(&self) -> Result<()> {
        self.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        self.in_transaction.set(true);
        Ok(())
    }

    /// Begins to write; of one organisation, one writes at a time.
    pub fn begin_write(&self, wait: Duration, is_new: bool) -> Result<()> {
        let lock = if is_new { "" } else { "; SELECT only_one FROM subscriptions FOR UPDATE" };
        *self.given.borrow_mut() = vec![BTreeMap::new()];
        // Nothing is not to wait at all there, but to wait for ever.
        let wait = wait.as_millis().max(1);
        self.in_transaction.set(true);
        self.batch(&format!("BEGIN; SET LOCAL lock_timeout = {wait}{lock}; SAVEPOINT beginning")).inspect_err(|_| {
            let _ = self.rollback();
        })
    }

    pub fn begin_part(&self) -> Result<()> {
        self.given.borrow_mut().push(BTreeMap::new());
        self.batch("SAVEPOINT part")
    }

    pub fn keep_part(&self) -> Result<()> {
        let mut given = self.given.borrow_mut();
        let part = given.pop().unwrap_or_default();
        if let Some(whole) = given.last_mut() {
            for (table, id) in part {
                whole.entry(table).or_insert(id);
            }
        }
        self.batch("RELEASE part")
    }

    pub fn undo_part(&self) -> Result<()> {
        let given = self.given.borrow_mut().pop().unwrap_or_default();
        self.batch(&format!("ROLLBACK TO part; RELEASE part{}", taken_back(&given)))
    }

    pub fn commit(&self) -> Result<()> {
        self.in_transaction.set(false);
        self.given.take();
        self.batch("COMMIT")
    }

    pub fn rollback(&self) -> Result<()> {
        self.in_transaction.set(false);
        let given = self.given.take().into_iter().next().unwrap_or_default();
        if given.is_empty() {
            return self.batch("ROLLBACK");
        }
        // While nobody else can write.
        self.batch(&format!("ROLLBACK TO beginning{}; ROLLBACK", taken_back(&given)))
    }

    /// Hands on rows of a query until there is none, or no more is wanted.
    pub fn query(
        &self,
        sql: &str,
        params: impl Params,
        mut row: impl FnMut(SharedRow<'_>) -> Result<bool>,
    ) -> Result<()> {
        hand_on(&self.rows(&translated(sql), &values(params)?)?, &mut row).map(drop)
    }

    /// The same, streamed, with as many of the parameters as the query names.
    pub fn stream(
        &self,
        sql: &str,
        params: &[&dyn Param],
        mut row: impl FnMut(SharedRow<'_>) -> Result<bool>,
    ) -> Result<()> {
        let Translated { sql, parameter_count } = translated(sql);
        let values = values(params.get(..parameter_count).unwrap_or(params))?;
        if !self.is_in_transaction() || !is_query(&sql) {
            return hand_on(&self.rows(&Translated { sql, parameter_count }, &values)?, &mut row).map(drop);
        }
        let number = self.cursors.get();
        self.cursors.set(number + 1);
        let declared = Translated { sql: format!("DECLARE c{number} NO SCROLL CURSOR FOR {sql}"), parameter_count };
        self.rows(&declared, &values)?;
        let fetch = Translated { sql: format!("FETCH {CHUNK} FROM c{number}"), parameter_count: 0 };
        let mut wants_more = true;
        while wants_more {
            let chunk = self.rows(&fetch, &[])?;
            wants_more = hand_on(&chunk, &mut row)? && chunk.len() == CHUNK;
        }
        // Of a read, its end closes it.
        let is_read = self.given.borrow().is_empty();
        if is_read { Ok(()) } else { self.batch(&format!("CLOSE c{number}")) }
    }

    /// Runs one statement; gives the number of rows changed.
    pub fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        let (statement, values) = (translated(sql), values(params)?);
        let count = self.ask(|client| client.execute_typed(&statement.sql, &typed(&statement, &values)))?;
        self.changes.set(self.changes.get() + count);
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// Inserts a row; gives its id, if it was not there already.
    pub fn insert(&self, sql: &str, params: impl Params) -> Result<Option<Id>> {
        let (mut statement, values) = (translated(sql), values(params)?);
        statement.sql.push_str(" RETURNING id");
        let found = self.rows(&statement, &values)?;
        self.changes.set(self.changes.get() + found.len() as u64);
        let id: Option<Id> =
            found.first().map(|row| row.try_get(0)).transpose().map_err(|error| fault(error, &self.server))?;
        if let (Some(id), Some(part)) = (id, self.given.borrow_mut().last_mut()) {
            part.entry(table_of(sql).to_owned()).or_insert(id);
        }
        Ok(id)
    }

    /// Runs several statements at once.
    pub fn batch(&self, sql: &str) -> Result<()> {
        self.ask(|client| client.batch_execute(sql))
    }

    /// How many rows this session has changed so far.
    pub fn changes(&self) -> u64 {
        self.changes.get()
    }

    fn rows(&self, statement: &Translated, values: &[Value<'_>]) -> Result<Vec<Row>> {
        self.ask(|client| client.query_typed(&statement.sql, &typed(statement, values)))
    }

    fn ask<T>(&self, question: impl FnOnce(&mut Client) -> std::result::Result<T, postgres::Error>) -> Result<T> {
        #[cfg(debug_assertions)]
        super::recorder::ask();
        question(&mut self.client.borrow_mut()).map_err(|error| fault(error, &self.server))
    }
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

/// The table that a statement inserts into.
fn table_of(insert: &str) -> &str {
    insert.split_whitespace().nth(2).unwrap_or_default()
}

/// Lets tables give the ids again that they gave first: what counts them is not a part of a transaction there.
fn taken_back(given: &BTreeMap<String, Id>) -> String {
    let setting =
        |(table, id): (&String, &Id)| format!("; SELECT setval(pg_get_serial_sequence('{table}', 'id'), {id}, false)");
    given.iter().map(setting).collect()
}

fn is_query(sql: &str) -> bool {
    let first = sql.trim_start();
    ["SELECT", "WITH", "VALUES"].iter().any(|word| first.starts_with(word))
}

fn client(server: &Server) -> Result<Client> {
    let wrong = |error: postgres::Error| {
        let cause = StdError::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        Error::usage(format!("the address of the server cannot be read: {cause}"))
            .hint("write it as `postgres://USER@HOST/DATABASE?organisation=NAME`")
    };
    let mut config = Config::from_str(&server.url).map_err(wrong)?;
    // In quotes, because a name may be a word of SQL.
    config.options(&format!("-c search_path=\"{}\"", server.organisation)).application_name("provost");
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(PATIENCE);
    }
    config.tcp_user_timeout(PATIENCE);
    if config.get_hosts().is_empty() {
        config.host("localhost");
    }
    if let (None, Some(user)) = (config.get_user(), &server.user) {
        config.user(user);
    }
    if let Some(password) = &server.password {
        config.password(password.expose());
    }
    let connected = match server.encryption {
        Encryption::None => config.ssl_mode(postgres::config::SslMode::Disable).connect(NoTls),
        Encryption::Verified => config.ssl_mode(postgres::config::SslMode::Require).connect(tls(server)?),
    };
    connected.map_err(|error| fault(error, server))
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

fn values(params: impl Params) -> Result<Vec<Value<'static>>> {
    let mut values = Vec::new();
    params.each(|value| {
        values.push(value.into_owned());
        Ok(())
    })?;
    Ok(values)
}

/// The values that a statement names, each with its type: so they go in one trip.
fn typed<'v>(statement: &Translated, values: &'v [Value<'_>]) -> Vec<(&'v (dyn ToSql + Sync), Type)> {
    values.iter().take(statement.parameter_count).map(|value| (value as &(dyn ToSql + Sync), type_of(value))).collect()
}

const fn type_of(value: &Value<'_>) -> Type {
    match value {
        Value::Integer(_) | Value::Null(Kind::Integer) => Type::INT8,
        Value::Text(_) | Value::Null(Kind::Text) => Type::TEXT,
        Value::Bytes(_) | Value::Null(Kind::Bytes) => Type::BYTEA,
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null(_) => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Text(text) => text.as_ref().to_sql(kind, out),
            Self::Bytes(bytes) => bytes.as_ref().to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One row of a query.
#[derive(Clone, Copy)]
pub struct SharedRow<'r>(&'r Row);

impl<'r> SharedRow<'r> {
    /// The value of a column, counted from 0.
    pub fn cell(self, at: usize) -> Result<ValueRef<'r>> {
        let misread = |_| Error::internal("the server answered in a form that provost does not read");
        let Raw(found) = self.0.try_get::<_, Option<Raw<'r>>>(at).map_err(misread)?.unwrap_or(Raw(ValueRef::Null));
        Ok(found)
    }
}

/// A value of any of the types that our statements give.
struct Raw<'r>(ValueRef<'r>);

impl<'r> FromSql<'r> for Raw<'r> {
    fn from_sql(kind: &Type, bytes: &'r [u8]) -> std::result::Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(match *kind {
            Type::BOOL => ValueRef::Integer(bool::from_sql(kind, bytes)?.into()),
            Type::INT2 => ValueRef::Integer(i16::from_sql(kind, bytes)?.into()),
            Type::INT4 => ValueRef::Integer(i32::from_sql(kind, bytes)?.into()),
            Type::INT8 => ValueRef::Integer(i64::from_sql(kind, bytes)?),
            Type::NUMERIC => ValueRef::Integer(whole(bytes).ok_or("a number that is not whole")?),
            Type::FLOAT8 => ValueRef::Real(f64::from_sql(kind, bytes)?),
            Type::BYTEA => ValueRef::Blob(bytes),
            Type::VOID => ValueRef::Null,
            _ => ValueRef::Text(bytes),
        }))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A whole number in the server's decimal form, which sums of numbers have: groups of four digits.
fn whole(bytes: &[u8]) -> Option<i64> {
    let group = |at: usize| Some(i16::from_be_bytes(bytes.get(2 * at..2 * at + 2)?.try_into().ok()?));
    let (count, weight, sign) = (group(0)?, group(1)?, group(2)?);
    let mut number: i64 = 0;
    for at in 0..=weight {
        let digits = if at < count { group(4 + usize::try_from(at).ok()?)? } else { 0 };
        number = number.checked_mul(10_000)?.checked_add(digits.into())?;
    }
    (count <= weight + 1).then_some(if sign == 0 { number } else { -number })
}
