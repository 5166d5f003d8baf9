//! Session tokens in files of the operating-system user, one for each subscription.

use std::cell::RefCell;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use crate::domain::{Error, Kind, Result, Secret};
use crate::service::ports::Keyring;
use crate::store::private;

/// Where tokens are kept: given by the environment, else in files of a folder.
pub struct FileKeyring {
    folder: PathBuf,
    given: Option<String>,
    /// The subscription that was signed in to in this run; its token is newer than the given one.
    fresh: RefCell<Option<String>>,
}

impl FileKeyring {
    /// Keeps tokens in the folder; a given token takes precedence.
    pub const fn new(folder: PathBuf, given: Option<String>) -> Self {
        Self { folder, given, fresh: RefCell::new(None) }
    }

    fn path(&self, subscription: &str) -> PathBuf {
        self.folder.join(format!("{subscription}.token"))
    }

    fn unusable(&self, error: std::io::Error) -> Error {
        Error::new(
            Kind::Unusable,
            format!("the session token in `{}` cannot be kept or read: {error}", self.folder.display()),
        )
        .hint("check the folder's permissions, or set XDG_STATE_HOME")
        .source(error)
    }

    fn write(&self, subscription: &str, token: &Secret) -> std::io::Result<()> {
        private::create_folder(&self.folder)?;
        let temporary = self.folder.join(format!(".{subscription}.{}", std::process::id()));
        let mut file = private::for_writing().create(true).truncate(true).open(&temporary)?;
        writeln!(file, "{}", token.expose())?;
        fs::rename(temporary, self.path(subscription))
    }
}

impl Keyring for FileKeyring {
    fn token(&self, subscription: &str) -> Result<Option<Secret>> {
        let is_fresh = self.fresh.borrow().as_deref() == Some(subscription);
        if let Some(given) = self.given.as_ref().filter(|_| !is_fresh) {
            return Ok(Some(Secret::new(given.trim().to_owned())));
        }
        match fs::read_to_string(self.path(subscription)) {
            Ok(text) => Ok(Some(Secret::new(text.trim().to_owned()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.unusable(error)),
        }
    }

    fn keep(&self, subscription: &str, token: &Secret) -> Result<()> {
        self.write(subscription, token).map_err(|error| self.unusable(error))?;
        *self.fresh.borrow_mut() = Some(subscription.to_owned());
        Ok(())
    }

    fn forget(&self, subscription: &str) -> Result<()> {
        match fs::remove_file(self.path(subscription)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(self.unusable(error)),
            _ => Ok(()),
        }
    }
}
