//! A small SMTP server on loopback, for tests: it speaks the protocol and keeps what it is given.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// How the server behaves.
#[derive(Clone)]
pub enum Manner {
    /// Takes every mail, in clear.
    Plain,
    /// Refuses every recipient.
    Refusing,
    /// Takes every mail, from the first byte inside TLS.
    Tls(Arc<rustls::ServerConfig>),
}

/// A mail as the server got it.
#[derive(Debug, Clone)]
pub struct Received {
    pub from: String,
    pub to: String,
    pub data: String,
    /// What `AUTH PLAIN` carried, still encoded.
    pub auth: Option<String>,
}

/// A running server; it ends with the process, and takes at most so many connections.
pub struct Server {
    pub port: u16,
    pub mails: Receiver<Received>,
}

impl Server {
    pub fn start(manner: Manner, connections: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, mails) = channel();
        thread::spawn(move || {
            for stream in listener.incoming().take(connections).flatten() {
                match &manner {
                    Manner::Tls(config) => {
                        let session = rustls::ServerConnection::new(config.clone()).unwrap();
                        serve(rustls::StreamOwned::new(session, stream), false, &sender);
                    }
                    manner => serve(stream, matches!(manner, Manner::Refusing), &sender),
                }
            }
        });
        Self { port, mails }
    }
}

/// One conversation; whatever goes wrong ends it.
fn serve<S: Read + Write>(stream: S, refuses: bool, mails: &Sender<Received>) {
    let mut stream = BufReader::new(stream);
    let mut mail = Received { from: String::new(), to: String::new(), data: String::new(), auth: None };
    let mut answer = "220 test ESMTP".to_owned();
    loop {
        if write!(stream.get_mut(), "{answer}\r\n").and_then(|()| stream.get_mut().flush()).is_err() {
            return;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end();
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let address = || line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        answer = match word.as_str() {
            "EHLO" | "HELO" => "250-test\r\n250 AUTH PLAIN".to_owned(),
            "AUTH" => {
                mail.auth = line.split(' ').nth(2).map(str::to_owned);
                "235 ok".to_owned()
            }
            "MAIL" => {
                mail.from = address();
                "250 ok".to_owned()
            }
            "RCPT" if refuses => "550 no such mailbox here".to_owned(),
            "RCPT" => {
                mail.to = address();
                "250 ok".to_owned()
            }
            "DATA" => {
                let _ = write!(stream.get_mut(), "354 go on\r\n").and_then(|()| stream.get_mut().flush());
                mail.data = read_data(&mut stream);
                let _ = mails.send(mail.clone());
                "250 taken".to_owned()
            }
            "QUIT" => return,
            _ => "250 ok".to_owned(),
        };
    }
}

fn read_data(stream: &mut impl std::io::BufRead) -> String {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).unwrap_or(0) == 0 || line == ".\r\n" {
            return data;
        }
        data.push_str(&line);
    }
}
