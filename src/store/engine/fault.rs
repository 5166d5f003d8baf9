//! What a server's refusals mean.

use std::error::Error as _;
use std::time::Duration;

use tokio_postgres::error::{DbError, SqlState};

use super::lite::busy;
use crate::domain::phrase::counted;
use crate::domain::{Error, Kind};
use crate::store::location::{MAKE_ONE, Server};

/// The error for people; its text names host and database, and never a secret.
pub fn fault(error: tokio_postgres::Error, server: &Server) -> Error {
    match error.as_db_error() {
        Some(refusal) => refused(refusal, server).source(error),
        None if error.is_closed() || is_of_the_network(&error) => no_connection(&error, server),
        None => Error::internal("the server's answer could not be read").source(error),
    }
}

fn is_of_the_network(error: &tokio_postgres::Error) -> bool {
    let text = error.to_string();
    error.source().is_some_and(|cause| cause.is::<std::io::Error>())
        || ["error connecting", "error communicating", "timeout", "TLS", "error performing", "invalid configuration"]
            .iter()
            .any(|beginning| text.contains(beginning))
}

fn no_connection(error: &tokio_postgres::Error, server: &Server) -> Error {
    let mut cause = error.to_string();
    let mut inner = error.source();
    while let Some(next) = inner {
        cause = next.to_string();
        inner = next.source();
    }
    if cause == "password missing" {
        return not_let_in(server);
    }
    Error::new(Kind::Unusable, format!("the database {} cannot be reached: {cause}", server.place()))
        .code("no-connection")
        .hint("check the address, the network, and whether the server runs")
}

/// The error for a server that has taken a question and does not answer.
pub fn silence(server: &Server) -> Error {
    unanswered(server, server.answer_timeout)
        .hint("look whether the server is well, or give it longer: `answer_timeout=SECONDS` in the address")
}

/// The error for a host that takes a connection and says nothing.
pub fn unheard(server: &Server, patience: Duration) -> Error {
    unanswered(server, patience)
        .hint("look whether the server is well, or give it longer: `connect_timeout=SECONDS` in the address")
}

fn unanswered(server: &Server, patience: Duration) -> Error {
    let patience = counted(usize::try_from(patience.as_secs()).unwrap_or(usize::MAX), "second");
    let message = format!("the server of {} has not answered for {patience}", server.place());
    Error::new(Kind::Unusable, message).code("no-connection")
}

fn not_let_in(server: &Server) -> Error {
    let user = server.user.as_ref().map(|user| format!(" as `{user}`")).unwrap_or_default();
    Error::new(Kind::Unusable, format!("the server of {} does not let you in{user}", server.place()))
        .code("no-connection")
        .hint("check the user in the address, and the password in ~/.pgpass, PGPASSWORD or `password_file`")
}

/// The tables that are asked for first.
const FIRST: [&str; 2] = ["provost_schema", "subscriptions"];

fn being_made() -> Error {
    Error::new(Kind::Busy, "another command is making this organisation").hint("look again in a moment")
}

fn damaged(refusal: &DbError, server: &Server) -> Error {
    let what = refusal.message();
    let message =
        format!("the organisation `{}` in the database {} is damaged: {what}", server.organisation, server.place());
    Error::new(Kind::Unusable, message)
        .code("damaged")
        .hint("see what is broken: `provost db check`")
        .hint("restore a backup: `provost db restore FILE`")
}

fn refused(refusal: &DbError, server: &Server) -> Error {
    let unusable = |message: String| Error::new(Kind::Unusable, message);
    let place = server.place();
    match *refusal.code() {
        SqlState::LOCK_NOT_AVAILABLE | SqlState::T_R_DEADLOCK_DETECTED | SqlState::T_R_SERIALIZATION_FAILURE => busy(),
        SqlState::QUERY_CANCELED => unusable(format!("the server of {place} stopped: {}", refusal.message()))
            .hint("have its `statement_timeout` raised by whoever looks after the server"),
        SqlState::DUPLICATE_SCHEMA => being_made(),
        // Two make the same thing at once, and neither sees that of the other.
        SqlState::UNIQUE_VIOLATION if refusal.schema() == Some("pg_catalog") => being_made(),
        SqlState::DUPLICATE_TABLE | SqlState::DUPLICATE_FUNCTION => server.holds_other_tables(),
        SqlState::INVALID_CATALOG_NAME => unusable(format!("there is no database {place}"))
            .code("no-database")
            .hint("have it made by whoever looks after the server: `createdb NAME`"),
        SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => not_let_in(server),
        SqlState::UNDEFINED_COLUMN | SqlState::UNDEFINED_FUNCTION => damaged(refusal, server),
        // What is looked at first is there.
        SqlState::UNDEFINED_TABLE if !FIRST.iter().any(|table| refusal.message().contains(table)) => {
            damaged(refusal, server)
        }
        SqlState::UNDEFINED_TABLE | SqlState::INVALID_SCHEMA_NAME => {
            unusable(format!("there is no organisation `{}` in the database {place}", server.organisation))
                .code("no-database")
                .hint(MAKE_ONE)
                .hint("or name another: `organisation=NAME` in the address; or your role may not look into this one")
        }
        SqlState::INSUFFICIENT_PRIVILEGE => {
            unusable(format!("your role on the server may not do this in {place}: {}", refusal.message()))
                .hint("have it granted by whoever looks after the server")
        }
        SqlState::READ_ONLY_SQL_TRANSACTION => {
            unusable(format!("the server of {place} only reads: it is a standby, or told to"))
                .hint("of a standby: name all hosts in the address, with `target_session_attrs=read-write`")
                .hint("otherwise: `default_transaction_read_only` of the database or your role says so")
        }
        SqlState::DISK_FULL => unusable("the server's disk is full; nothing was written".to_owned()).code("disk-full"),
        SqlState::TOO_MANY_CONNECTIONS
        | SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::OBJECT_NOT_IN_PREREQUISITE_STATE
        | SqlState::CANNOT_CONNECT_NOW => {
            unusable(format!("the server of {place} takes nobody now: {}", refusal.message()))
                .code("no-connection")
                .hint("try again in a moment")
        }
        _ if refusal.code().code().starts_with("23") => {
            Error::internal("the database refused a row").code("constraint")
        }
        _ => Error::internal("the database refused a statement"),
    }
}
