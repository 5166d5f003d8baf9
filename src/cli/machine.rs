//! What is configured for the whole machine, by its owner alone (MAIL-6).

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::config_file::MailConfig;

/// Where the machine's configuration stands, and who must own it.
#[derive(Debug, Clone)]
pub struct Machine {
    /// The folder that holds `config.toml`.
    pub folder: PathBuf,
    /// The operating system's number of whoever must own folder and file.
    pub owner: u32,
}

impl Default for Machine {
    fn default() -> Self {
        Self { folder: PathBuf::from("/etc/provost"), owner: 0 }
    }
}

/// What the file may say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MachineFile {
    mail: MailConfig,
}

impl Machine {
    fn file(&self) -> PathBuf {
        self.folder.join("config.toml")
    }

    /// How mails are delivered for everybody on this machine.
    ///
    /// # Errors
    /// Why nothing can be relied on here, as a clause.
    pub fn mail(&self) -> Result<MailConfig, String> {
        let path = self.file();
        let shown = path.display();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(format!("there is no {shown}")),
            Err(error) => return Err(format!("{shown} cannot be read: {error}")),
        };
        for place in [self.folder.as_path(), path.as_path()] {
            self.check_owned(place)?;
        }
        let file: MachineFile = toml::from_str(&text)
            .map_err(|error| format!("{shown} cannot be used: {}", error.message().replace('\n', " ")))?;
        Ok(file.mail)
    }

    /// Whoever could write the file could have every link sent to themselves.
    #[cfg(unix)]
    fn check_owned(&self, place: &Path) -> Result<(), String> {
        use std::os::unix::fs::MetadataExt as _;
        let meta = fs::metadata(place).map_err(|error| format!("{} cannot be read: {error}", place.display()))?;
        if meta.uid() == self.owner && meta.mode() & 0o022 == 0 {
            return Ok(());
        }
        let owner = if self.owner == 0 { "root".to_owned() } else { format!("user {}", self.owner) };
        Err(format!("{} must belong to {owner} and be writable by nobody else", place.display()))
    }

    #[cfg(not(unix))]
    fn check_owned(&self, place: &Path) -> Result<(), String> {
        Err(format!("nobody can tell who may write to {}", place.display()))
    }
}
