//! Flags that all registers have.

use clap::Args;

use crate::cli::commands::content::content;
use crate::domain::register::RegisterState;
use crate::domain::{Given, Line, Name, Result};
use crate::service::register::RegisterDraft;

/// What is said of any entry but its name.
#[derive(Debug, Args)]
pub struct RegisterArgs {
    /// What it is about
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
    /// active, or off: nothing new uses what is off
    #[arg(long, value_name = "STATE")]
    state: Option<RegisterState>,
    /// What there is to know, as JSON or @FILE; no secret
    #[arg(long, value_name = "JSON|@FILE")]
    content: Option<String>,
}

impl RegisterArgs {
    /// The same with a name.
    pub fn draft(self, name: impl Into<Given<Name>>) -> Result<RegisterDraft> {
        Ok(RegisterDraft {
            name: name.into(),
            description: self.description.into(),
            state: self.state.into(),
            content: content(self.content.as_ref())?,
        })
    }
}

/// Nothing beside what all registers have.
#[derive(Debug, Args)]
pub struct NothingMore {}
