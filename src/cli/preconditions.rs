//! What must hold before a command begins: flags that it takes, a file at its place or none.

use super::commands::{Command, stands_alone};
use super::context::Context;
use super::globals::OutputFormat;
use crate::domain::log::hex;
use crate::domain::{Error, Result};
use crate::store::Location;

impl<'e> Context<'e> {
    /// Tells what an answer about the past leaves out (TIME-1).
    pub fn tell_what_is_not_kept(&self) {
        if self.app.at.is_some() {
            self.notice("passwords, sign-ins, sessions, tokens and mails are not kept: in the past they are absent");
        }
    }

    /// Refuses flags that do not fit the command.
    pub fn check_flags(&self, command: &Command) -> Result<()> {
        check_reason(self)?;
        check_spreadsheet(self, command)?;
        check_past(self, command)
    }

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

/// Only CSV is run by spreadsheets; `export` and `import` tell by themselves what they write and read.
fn check_spreadsheet(cx: &Context<'_>, command: &Command) -> Result<()> {
    if cx.globals.spreadsheet
        && cx.format != OutputFormat::Csv
        && !matches!(command.path().as_slice(), ["export" | "import"])
    {
        return Err(Error::usage("`--spreadsheet` is for CSV").hint("add `-o csv`"));
    }
    Ok(())
}

/// The past is asked by verbs that read the organisation, and is not whole: what is not kept is told (TIME-1).
fn check_past(cx: &Context<'_>, command: &Command) -> Result<()> {
    if cx.app.at.is_none() {
        return Ok(());
    }
    let path = command.path();
    let is_of_now = stands_alone(&path)
        || matches!(path.first(), Some(&("help" | "man" | "schema" | "completions" | "batch" | "import" | "whoami")));
    if is_of_now || cx.app.is_dry {
        return Err(Error::usage(format!("`provost {}` is not asked about the past", path.join(" ")))
            .rule("TIME-1")
            .hint("`--at` is for verbs that read: list, show, access, export, role, report"));
    }
    Ok(())
}

/// The reason is text for people, like any other.
fn check_reason(cx: &Context<'_>) -> Result<()> {
    match &cx.app.reason {
        Some(reason) => reason.parse::<crate::domain::Line>().map(drop),
        None => Ok(()),
    }
}
