//! A server for the tests: each sandbox gets a database of its own there, copied from a template.

use std::sync::atomic::{AtomicU32, Ordering};

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error, NoTls, Row};

/// The address of the server with `{}` for the database, if the tests are to run on one.
pub fn address() -> Option<String> {
    provost::system::variable("PROVOST_TEST_SERVER").filter(|address| !address.is_empty())
}

/// A connection beside the program's.
pub struct Client {
    runtime: Runtime,
    client: tokio_postgres::Client,
}

impl Client {
    fn connect(address: &str) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (client, connection) = runtime.block_on(tokio_postgres::connect(address, NoTls)).unwrap();
        runtime.spawn(connection);
        Self { runtime, client }
    }

    pub fn batch_execute(&self, sql: &str) -> Result<(), Error> {
        self.runtime.block_on(self.client.batch_execute(sql))
    }

    pub fn query(&self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, Error> {
        self.runtime.block_on(self.client.query(sql, params))
    }

    pub fn query_one(&self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Result<Row, Error> {
        self.runtime.block_on(self.client.query_one(sql, params))
    }
}

/// A connection to a database of an address, organisations aside.
pub fn client_of(address: &str) -> Client {
    Client::connect(address.split("&organisation=").next().unwrap())
}

/// Cuts every other connection to a database, as a crash would.
pub fn cut_others(address: &str) {
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    client_of(address).batch_execute(cut).unwrap();
}

fn client(database: &str) -> Client {
    Client::connect(&address().unwrap().replace("{}", database))
}

/// A database, dropped with whoever holds it.
pub struct Database(String);

impl Database {
    /// With nothing in it, or with what another one holds.
    pub fn new(template: Option<&Self>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("provost_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let template = template.map_or("template0", |database| &database.0);
        client("postgres").batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
        Self(name)
    }

    /// What `--db` takes.
    pub fn address(&self) -> String {
        address().unwrap().replace("{}", &self.0)
    }

    /// A connection that sees the organisation's tables.
    pub fn client(&self) -> Client {
        let client = client(&self.0);
        client.batch_execute("SET search_path = provost").unwrap();
        client
    }

    /// Each row of the wanted tables, as text.
    pub fn dump(&self, wanted: impl Fn(&str) -> bool) -> String {
        let client = self.client();
        let tables = "SELECT relname::text FROM pg_class WHERE relnamespace = 'provost'::regnamespace AND relkind = 'r' ORDER BY 1";
        let names: Vec<String> = client.query(tables, &[]).unwrap().iter().map(|row| row.get(0)).collect();
        let mut text = String::new();
        for table in names.iter().filter(|table| wanted(table)) {
            let rows = client.query(&format!("SELECT t::text FROM {table} t ORDER BY 1"), &[]).unwrap();
            text.extend(rows.iter().map(|row| format!("{table}: {}\n", row.get::<_, String>(0))));
        }
        text
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        client("postgres").batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.0)).unwrap();
    }
}
