//! What must hold before a command begins: flags that it takes, a file at its place or none.

use super::context::Context;
use crate::domain::log::hex;
use crate::domain::{Error, Result};
use crate::store::Location;

impl<'e> Context<'e> {
    /// Refuses `--dry-run` for a verb that has none, and `--fields`, which cannot be checked without one.
    pub fn refuse_dry_run(&self, verb: &str) -> Result<()> {
        if !self.globals.fields.is_empty() {
            return Err(Error::usage(format!("`{verb}` takes no `--fields`")).hint("choose keys from its JSON with jq"));
        }
        self.has_no_dry_run(verb)
    }

    /// Refuses `--dry-run` for a verb that only looks, and has none.
    pub fn has_no_dry_run(&self, verb: &str) -> Result<()> {
        if self.globals.dry_run {
            return Err(Error::usage(format!("`{verb}` has no dry run")).hint("leave `--dry-run` out"));
        }
        Ok(())
    }

    /// Refuses a path at which there is something already, before anything is asked (SUB-1).
    pub fn refuse_existing(&self) -> Result<()> {
        if self.app.database.file().is_some_and(std::path::Path::exists) {
            return Err(crate::store::opening::exists_already(&self.app.database));
        }
        Ok(())
    }

    /// Refuses to ask for anything where there is no database.
    pub fn require_database(&self) -> Result<()> {
        self.app.open(crate::store::OpenMode::Read).map(drop)
    }

    /// Where the demo's database goes: where `--db` says, else in a new folder among the temporary files.
    pub fn demo_place(&self) -> Result<Location> {
        if let Some(path) = &self.globals.db {
            return Location::read(path.clone());
        }
        let mut bytes = [0; 6];
        self.random.fill(&mut bytes)?;
        Ok(Location::File(self.temporary.join(format!("provost-demo-{}", hex(&bytes))).join("acme.db")))
    }
}
