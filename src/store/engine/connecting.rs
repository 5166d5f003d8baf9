//! Reaching a server: the hosts of an address in turn, encrypted where that is wanted.

use std::cell::Cell;
use std::error::Error as StdError;
use std::future::poll_fn;
use std::path::Path;
use std::rc::Rc;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::{JoinHandle, spawn_local};
use tokio::time::timeout;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::fault::{fault, unheard};
use crate::domain::{Error, Kind, Result};
use crate::store::location::{Encryption, Server};
use crate::store::private;

/// Nobody waits longer for a host that does not answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// When a server lets go of what a machine holds that vanished, or a command that was stopped.
const LET_GO: &str = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=25000 -c idle_in_transaction_session_timeout=120000";

/// A server would compile a question that it thinks long before it answers it: for seconds, where the answer takes milliseconds.
const AS_IT_IS: &str = "-c jit=off";

/// Connects to the first host of the address that answers and does what is wanted of it; gives what carries the talk, too.
pub async fn reach(server: &Server, warned: &Rc<Cell<bool>>) -> Result<(Client, JoinHandle<()>)> {
    let config = config(server)?;
    let patience = config.get_connect_timeout().copied().unwrap_or(PATIENCE);
    let mut last = unheard(server, patience);
    for at in 0..config.get_hosts().len() {
        match timeout(patience, talk_to(&one_host(&config, at), server, warned)).await {
            Ok(Ok(found)) => return Ok(found),
            Ok(Err(error)) => last = error,
            Err(_) => {}
        }
    }
    Err(last)
}

async fn talk_to(config: &Config, server: &Server, warned: &Rc<Cell<bool>>) -> Result<(Client, JoinHandle<()>)> {
    match server.encryption {
        Encryption::None => {
            let (client, connection) = config.connect(NoTls).await.map_err(|error| fault(error, server))?;
            Ok((client, spawn_local(carry(connection, Rc::clone(warned)))))
        }
        Encryption::Verified => {
            let (client, connection) = config.connect(tls(server)?).await.map_err(|error| fault(error, server))?;
            Ok((client, spawn_local(carry(connection, Rc::clone(warned)))))
        }
    }
}

/// The same with one of its hosts: the driver alone would wait without end for one that takes a connection and says nothing.
fn one_host(config: &Config, at: usize) -> Config {
    let mut one = Config::new();
    match config.get_hosts().get(at) {
        Some(Host::Tcp(name)) => one.host(name),
        #[cfg(unix)]
        Some(Host::Unix(folder)) => one.host_path(folder),
        None => &mut one,
    };
    let ports = config.get_ports();
    if let Some(port) = ports.get(at).or_else(|| ports.first()) {
        one.port(*port);
    }
    if let Some(address) = config.get_hostaddrs().get(at) {
        one.hostaddr(*address);
    }
    config.get_user().map(|user| one.user(user));
    config.get_password().map(|password| one.password(password));
    config.get_dbname().map(|name| one.dbname(name));
    config.get_options().map(|options| one.options(options));
    one.application_name("provost").ssl_mode(config.get_ssl_mode()).tcp_user_timeout(PATIENCE);
    one.keepalives_idle(PATIENCE).keepalives_interval(PATIENCE / 4).keepalives_retries(3);
    one.target_session_attrs(config.get_target_session_attrs());
    one
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
    config.options(format!("-c search_path=\"{}\" {LET_GO} {AS_IT_IS}", server.organisation));
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
        Encryption::None => SslMode::Disable,
        Encryption::Verified => SslMode::Require,
    });
    Ok(config)
}

/// TLS that trusts the certificate of the address, or those of the system; with a certificate of one's own, if it is given.
fn tls(server: &Server) -> Result<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    match &server.trusted {
        Some(path) => {
            for certificate in certificates(path)? {
                roots.add(certificate).map_err(|error| unreadable(path, &error.to_string()))?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let not_set_up = |error: rustls::Error| Error::internal("TLS could not be set up").source(error);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(not_set_up)?
        .with_root_certificates(roots);
    Ok(MakeRustlsConnect::new(match (&server.own_certificate, &server.own_key) {
        (Some(certificate), Some(key)) => config
            .with_client_auth_cert(certificates(certificate)?, private_key(key)?)
            .map_err(|error| unreadable(key, &error.to_string()))?,
        (None, None) => config.with_no_client_auth(),
        _ => {
            return Err(Error::usage("a certificate of your own needs its key, and a key its certificate")
                .hint("name both: `sslcert=FILE&sslkey=FILE`"));
        }
    }))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let found = CertificateDer::pem_file_iter(path).map_err(|error| unreadable(path, &error.to_string()))?;
    found.map(|one| one.map_err(|error| unreadable(path, &error.to_string()))).collect()
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>> {
    let text = private::read(path).map_err(|error| unreadable(path, &error.to_string()))?.ok_or_else(|| {
        Error::new(Kind::Unusable, format!("others may read the key `{}`", path.display()))
            .code("insecure-file")
            .hint(format!("chmod 600 '{}'", path.display()))
    })?;
    PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|error| unreadable(path, &error.to_string()))
}

fn unreadable(path: &Path, cause: &str) -> Error {
    Error::usage(format!("the certificate or key in `{}` cannot be read: {cause}", path.display()))
}
