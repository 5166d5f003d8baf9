//! What is said of a tag, when it is added and when it is edited.

use clap::Args as ClapArgs;
use serde_json::{Value, json};

use crate::cli::commands::words::{clearable, optional};
use crate::domain::Result;
use crate::service::tag::define::Request;

/// The flags that describe a tag.
#[derive(Debug, ClapArgs)]
pub struct FieldArgs {
    /// The tag above it
    #[arg(long, value_name = "TAG")]
    parent: Option<String>,
    /// Its colour
    #[arg(long, value_name = "COLOUR")]
    tag_color: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The rule that sets it
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
}

impl FieldArgs {
    /// What they say, as a row of a file would; an empty value clears.
    pub fn row(&self, name: &str) -> Value {
        json!({
            "name": name, "parent": self.parent, "color": self.tag_color, "description": self.description, "rule": self.rule,
        })
    }

    /// The flags as domain types.
    ///
    /// # Errors
    /// `invalid` for a colour or a rule that is none.
    pub fn parse(&self) -> Result<Request> {
        Ok(Request {
            parent: self.parent.clone().map(|parent| Some(parent).filter(|parent| !parent.trim().is_empty())),
            color: clearable(self.tag_color.as_ref())?,
            description: optional(self.description.as_ref())?,
            rule: clearable(self.rule.as_ref())?,
        })
    }
}
