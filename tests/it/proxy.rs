//! What stands between the program and a server in the tests, and may do what networks do.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What happens to what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Everything is handed on.
    Fair,
    /// The next COMMIT is done, but its answer is lost.
    LosesTheAnswer,
    /// The next COMMIT is lost.
    LosesTheQuestion,
    /// The next COMMIT is done, and from then on nobody hears anything.
    LosesTheAnswerAndEverything,
    /// The next COMMIT is lost, and from then on nothing is handed on any more, and nothing is closed.
    FallsSilent,
    /// Nothing is handed on of what comes new, and nothing is closed.
    IsSilent,
    /// The server is older than it is.
    TellsAnOldVersion,
}

/// A proxy on loopback for a server's socket.
pub struct Proxy {
    port: u16,
    mood: Arc<Mutex<Mood>>,
    /// How many have connected.
    count: Arc<AtomicUsize>,
}

impl Proxy {
    /// For the server of an address `postgres://…?host=FOLDER&port=PORT`.
    pub fn before(address: &str) -> Self {
        let part = |key: &str| {
            address.split(['?', '&']).find_map(|pair| pair.strip_prefix(key)).map(str::to_owned).unwrap_or_default()
        };
        let port = Some(part("port=")).filter(|port| !port.is_empty()).unwrap_or_else(|| "5432".to_owned());
        let socket = format!("{}/.s.PGSQL.{port}", part("host="));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Self { port, mood: Arc::new(Mutex::new(Mood::Fair)), count: Arc::default() };
        let (mood, count) = (Arc::clone(&proxy.mood), Arc::clone(&proxy.count));
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                count.fetch_add(1, Ordering::Relaxed);
                let (mood, socket) = (Arc::clone(&mood), socket.clone());
                if *mood.lock().unwrap() == Mood::IsSilent {
                    std::mem::forget(client);
                    continue;
                }
                thread::spawn(move || carry(client, &socket, &mood));
            }
        });
        proxy
    }

    pub fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// How many have connected so far.
    pub fn count(&self) -> usize {
        self.count.load(Ordering::Relaxed)
    }

    /// The address of a database behind it.
    pub fn address(&self, database: &str) -> String {
        let name = database.split('?').next().unwrap();
        format!("{name}?host=127.0.0.1&port={}&sslmode=disable", self.port)
    }
}

fn carry(client: TcpStream, socket: &str, mood: &Arc<Mutex<Mood>>) {
    let Ok(server) = UnixStream::connect(socket) else { return };
    let (mut answers, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let told = Arc::clone(mood);
    let muted = Arc::new(Mutex::new(false));
    let is_mute = Arc::clone(&muted);
    thread::spawn(move || {
        let mut buffer = vec![0; 65536];
        while let Ok(count @ 1..) = answers.read(&mut buffer) {
            let mut said = buffer[..count].to_vec();
            if *told.lock().unwrap() == Mood::TellsAnOldVersion {
                replace(&mut said, b"150", b"120");
            }
            if !*is_mute.lock().unwrap() && back.write_all(&said).is_err() {
                break;
            }
        }
        let _ = back.shutdown(Shutdown::Both);
    });
    hand_on(client, server, mood, &muted);
}

fn hand_on(mut client: TcpStream, mut server: UnixStream, mood: &Mutex<Mood>, muted: &Mutex<bool>) {
    let mut buffer = vec![0; 65536];
    while let Ok(count @ 1..) = client.read(&mut buffer) {
        let said = &buffer[..count];
        let now = *mood.lock().unwrap();
        if !contains(said, b"COMMIT\0") || matches!(now, Mood::Fair | Mood::TellsAnOldVersion) {
            if server.write_all(said).is_err() {
                break;
            }
            continue;
        }
        *muted.lock().unwrap() = true;
        match now {
            Mood::LosesTheQuestion => *mood.lock().unwrap() = Mood::Fair,
            Mood::FallsSilent => {
                *mood.lock().unwrap() = Mood::IsSilent;
                thread::park();
            }
            _ => {
                let next = if now == Mood::LosesTheAnswer { Mood::Fair } else { Mood::IsSilent };
                *mood.lock().unwrap() = next;
                server.write_all(said).unwrap();
                server.shutdown(Shutdown::Write).unwrap();
                // Until the server has done it, and hung up.
                while let Ok(1..) = server.read(&mut buffer) {}
            }
        }
        break;
    }
    let _ = client.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Both);
}

fn contains(said: &[u8], wanted: &[u8]) -> bool {
    said.windows(wanted.len()).any(|part| part == wanted)
}

/// Of the number of the version alone: other answers do not begin with six such digits.
fn replace(said: &mut [u8], old: &[u8], new: &[u8]) {
    let at = said.windows(6).position(|part| part.starts_with(old) && part.iter().all(u8::is_ascii_digit));
    if let Some(at) = at {
        said[at..at + new.len()].copy_from_slice(new);
    }
}
