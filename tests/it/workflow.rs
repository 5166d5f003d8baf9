//! Workflows of the service, run as whoever acts in a sandbox, without the command line: for rules.

use provost::domain::{Action, Error, Kind, Result, Secret, Time};
use provost::service::ports::{Client, Clock, Keyring};
use provost::service::{App, Done, Op, Reader, Run, WriteOp};
use provost::system::SystemRandom;

use crate::sandbox::Sandbox;

struct Now(Time);

impl Clock for Now {
    fn now(&self) -> Time {
        self.0
    }
}

/// Holds the token of whoever acts.
struct Held(Option<String>);

impl Keyring for Held {
    fn token(&self, _: &str) -> Result<Option<Secret>> {
        Ok(self.0.clone().map(Secret::new))
    }

    fn keep(&self, _: &str, _: &Secret) -> Result<()> {
        Ok(())
    }

    fn forget(&self, _: &str) -> Result<()> {
        Ok(())
    }
}

impl Sandbox {
    fn app<T>(&self, work: impl FnOnce(&App<'_>) -> T) -> T {
        let (clock, keyring) = (
            Now(self.now()),
            Held(
                self.token()
                    .or_else(|| std::fs::read_to_string(self.token_file()).ok())
                    .map(|token| token.trim().to_owned()),
            ),
        );
        work(&App {
            database: self.location(),
            wait: std::time::Duration::from_secs(5),
            allow_insecure: false,
            clock: &clock,
            random: &SystemRandom,
            keyring: &keyring,
            client: Client { address: "local".to_owned(), program: "tests".to_owned() },
            reason: None,
            is_dry: false,
            reader: Reader::Program,
            within: None,
            at: None,
            named: &[],
        })
    }

    /// Runs a workflow that writes.
    pub fn work<T>(&self, action: Action, workflow: impl FnOnce(&mut WriteOp<'_>) -> Result<T>) -> Result<Done<T>> {
        self.app(|app| app.write(action, Run::Real, workflow))
    }

    /// Looks at something.
    #[track_caller]
    pub fn look<T>(&self, action: Action, look: impl FnOnce(&Op<'_>) -> Result<T>) -> T {
        self.app(|app| app.read(action, look)).unwrap()
    }
}

/// Asserts a refusal of that kind by that rule, with text in its message; gives its hints.
#[track_caller]
pub fn refused<T>(result: Result<T>, kind: Kind, rule: &str, message: &str) -> Vec<String> {
    let error: Error = result.err().expect("it was not refused");
    assert_eq!((error.kind, error.rule.unwrap_or_default()), (kind, rule), "{error}");
    assert!(error.message.contains(message), "{error}");
    error.hints.clone()
}
