//! Where mails go: `.eml` files in a folder, the sendmail command, or an SMTP server (MAIL-1, MAIL-5).

use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{SendmailTransport, SmtpTransport, Transport};

use super::config_file::MailConfig;
use super::machine::Machine;
use crate::domain::words::words;
use crate::domain::{Error, Result};
use crate::service::outbox::send::Transports;
use crate::service::ports::{Letter, Mailer};
use crate::store::private;

/// How long an SMTP server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

words! {
    /// How mails are delivered.
    TransportKind is "transport of mails" {
        Folder = "folder",
        Sendmail = "sendmail",
        Smtp = "smtp",
    }
}

words! {
    /// How a connection to an SMTP server is secured.
    TlsMode is "value for `tls`" {
        Starttls = "starttls",
        Implicit = "implicit",
        None = "none",
    }
}

/// The transport of whoever runs the program, and that of the whole machine. Who names none takes the machine's.
pub fn transports(config: &MailConfig, machine: &Machine, spool: &Path) -> Result<Transports> {
    let of_machine = machine.mail();
    let own = match &of_machine {
        Ok(mail) if config.is_silent() => mail,
        _ => config,
    };
    let own = open(own, spool)?;
    let reason = |why: String| {
        format!("a mail with a link waits for a transport that is configured for the whole machine, and {why}")
    };
    Ok(Transports { own, machine: of_machine.and_then(|mail| open_for_all(&mail)).map_err(reason) })
}

/// Opens what the whole machine is configured with: nothing that whoever runs the program could read or replace.
fn open_for_all(config: &MailConfig) -> std::result::Result<Box<dyn Mailer>, String> {
    let kind = config.transport.as_deref().map_or(Ok(TransportKind::Folder), str::parse);
    match kind.map_err(|error: Error| error.message.clone())? {
        TransportKind::Folder => Err("a folder there belongs to whoever sends".to_owned()),
        TransportKind::Sendmail if config.sendmail.as_ref().is_none_or(|path| !path.is_absolute()) => {
            Err("`sendmail` there is no absolute path".to_owned())
        }
        TransportKind::Sendmail | TransportKind::Smtp => {
            open(config, Path::new("")).map_err(|error| error.message.clone())
        }
    }
}

/// Opens what the configuration file names; without a word in it, a folder.
fn open(config: &MailConfig, spool: &Path) -> Result<Box<dyn Mailer>> {
    let kind = config.transport.as_deref().map_or(Ok(TransportKind::Folder), str::parse)?;
    refuse_foreign_keys(config, kind)?;
    Ok(match kind {
        TransportKind::Folder => {
            Box::new(FolderMailer { folder: config.folder.clone().unwrap_or_else(|| spool.to_owned()) })
        }
        TransportKind::Sendmail => {
            let command = config.sendmail.clone().unwrap_or_else(|| PathBuf::from("sendmail"));
            Box::new(SendmailMailer { command })
        }
        TransportKind::Smtp => Box::new(smtp(config)?),
    })
}

fn refuse_foreign_keys(config: &MailConfig, kind: TransportKind) -> Result<()> {
    let smtp_key = config.host.is_some()
        || config.port.is_some()
        || config.tls.is_some()
        || config.user.is_some()
        || config.password_file.is_some();
    let foreign = [
        (config.folder.is_some(), TransportKind::Folder, "folder"),
        (config.sendmail.is_some(), TransportKind::Sendmail, "sendmail"),
        (smtp_key, TransportKind::Smtp, "host, port, tls, user and password_file"),
    ];
    match foreign.iter().find(|(given, of, _)| *given && *of != kind) {
        Some((_, of, keys)) => Err(mistake(format!("the transport `{kind}` does not take {keys}"))
            .hint(format!("set `transport = \"{of}\"`, or leave the key out"))),
        None => Ok(()),
    }
}

fn mistake(message: String) -> Error {
    Error::invalid(format!("config.toml, table `mail`: {message}")).rule("MAIL-5")
}

/// The letter as a message; its reference stays the same over retries, so that a copy is known as one.
fn message(letter: &Letter<'_>) -> std::result::Result<Message, String> {
    let mailbox = |address: &str| address.parse::<Mailbox>().map_err(|error| format!("the address {address}: {error}"));
    let at = u64::try_from(letter.at.0).unwrap_or_default();
    let domain = letter.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    Message::builder()
        .from(mailbox(letter.from)?)
        .to(mailbox(letter.to)?)
        .subject(&letter.wording.subject)
        .date(std::time::UNIX_EPOCH + Duration::from_secs(at))
        .message_id(Some(format!("<{}@{domain}>", letter.reference)))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.wording.body.clone())
        .map_err(|error| error.to_string())
}

/// Writes each mail to a file that only its owner reads.
struct FolderMailer {
    folder: PathBuf,
}

impl FolderMailer {
    fn write(&self, letter: &Letter<'_>, text: &[u8]) -> std::io::Result<()> {
        private::create_folder(&self.folder)?;
        let path = self.folder.join(format!("{:06}.eml", letter.id));
        let temporary = self.folder.join(format!(".{:06}.{}", letter.id, std::process::id()));
        let mut open = private::for_writing().create(true).truncate(true).open(&temporary)?;
        open.write_all(text)?;
        open.sync_all()?;
        fs::rename(temporary, path)
    }
}

impl Mailer for FolderMailer {
    fn deliver(&self, letter: &Letter<'_>) -> std::result::Result<(), String> {
        let text = message(letter)?.formatted();
        self.write(letter, &text).map_err(|error| format!("{}: {error}", self.folder.display()))
    }

    fn describe(&self) -> String {
        format!("into the folder {}", self.folder.display())
    }
}

/// Hands each mail to the sendmail command.
struct SendmailMailer {
    command: PathBuf,
}

impl Mailer for SendmailMailer {
    fn deliver(&self, letter: &Letter<'_>) -> std::result::Result<(), String> {
        let transport = SendmailTransport::new_with_command(&self.command);
        transport.send(&message(letter)?).map_err(|error| format!("{}: {}", self.command.display(), causes(&error)))
    }

    fn describe(&self) -> String {
        format!("by {}", self.command.display())
    }
}

/// Hands each mail to an SMTP server.
struct SmtpMailer {
    transport: SmtpTransport,
    server: String,
}

impl Mailer for SmtpMailer {
    fn deliver(&self, letter: &Letter<'_>) -> std::result::Result<(), String> {
        let sent = self.transport.send(&message(letter)?);
        sent.map(drop).map_err(|error| format!("{}: {}", self.server, causes(&error)))
    }

    fn describe(&self) -> String {
        format!("to {}", self.server)
    }
}

/// An error with everything that led to it, in one clause.
fn causes(error: &dyn std::error::Error) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    let mut texts: Vec<String> = Vec::new();
    for text in chain.map(|error| error.to_string()) {
        // An outer error often ends with the words of the inner one.
        if !texts.last().is_some_and(|outer| outer.ends_with(&text)) {
            texts.push(text);
        }
    }
    texts.join(": ")
}

/// How a connection is encrypted: verified TLS, unless it stays on this machine or the file asks otherwise.
fn tls_mode(config: &MailConfig, host: &str) -> Result<TlsMode> {
    match config.tls.as_deref() {
        Some(word) => word.parse(),
        None if is_loopback(host) => Ok(TlsMode::None),
        None => Ok(TlsMode::Starttls),
    }
}

fn smtp(config: &MailConfig) -> Result<SmtpMailer> {
    let host = config.host.as_deref().ok_or_else(|| {
        mistake("the transport `smtp` needs a host".to_owned()).hint("add `host = \"mail.example.org\"`")
    })?;
    let mode = tls_mode(config, host)?;
    let parameters =
        || TlsParameters::new(host.to_owned()).map_err(|error| mistake(format!("TLS cannot be set up: {error}")));
    let (tls, usual_port) = match mode {
        TlsMode::Starttls => (Tls::Required(parameters()?), 587),
        TlsMode::Implicit => (Tls::Wrapper(parameters()?), 465),
        TlsMode::None => (Tls::None, 25),
    };
    let port = config.port.unwrap_or(usual_port);
    let mut builder = SmtpTransport::builder_dangerous(host).port(port).tls(tls).timeout(Some(PATIENCE));
    if let Some(credentials) = credentials(config)? {
        builder = builder.credentials(credentials);
    }
    Ok(SmtpMailer { transport: builder.build(), server: format!("{host}:{port}") })
}

/// The account at the server; its password comes from a file that others may not read.
fn credentials(config: &MailConfig) -> Result<Option<Credentials>> {
    let (user, path) = match (&config.user, &config.password_file) {
        (None, None) => return Ok(None),
        (Some(user), Some(path)) => (user, path),
        _ => return Err(mistake("`user` and `password_file` belong together".to_owned())),
    };
    let unreadable = |error: std::io::Error| mistake(format!("`{}` cannot be read: {error}", path.display()));
    let text = private::read(path).map_err(unreadable)?.ok_or_else(|| {
        mistake(format!("others may read `{}`", path.display())).hint(format!("chmod 600 '{}'", path.display()))
    })?;
    Ok(Some(Credentials::new(user.clone(), text.trim_end_matches(['\r', '\n']).to_owned())))
}

fn is_loopback(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => {
            host.eq_ignore_ascii_case("localhost")
                && (host, 0).to_socket_addrs().is_ok_and(|mut found| found.all(|one| one.ip().is_loopback()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_leave_the_machine_encrypted_unless_the_file_asks_otherwise() {
        let mode = |host: &str, tls: Option<&str>| {
            tls_mode(&MailConfig { tls: tls.map(str::to_owned), ..MailConfig::default() }, host).unwrap()
        };
        assert_eq!(mode("192.0.2.1", None), TlsMode::Starttls);
        assert_eq!(mode("127.0.0.1", None), TlsMode::None);
        assert_eq!(mode("192.0.2.1", Some("none")), TlsMode::None);
        assert_eq!(mode("127.0.0.1", Some("implicit")), TlsMode::Implicit);
    }
}
