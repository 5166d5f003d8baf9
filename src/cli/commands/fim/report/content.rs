//! What a report is about, as flags.

use clap::Args;

use crate::cli::commands::words::{clearable, optional};
use crate::domain::monitoring::{ReportEntity, ReportFormat};
use crate::domain::{EventFilter, Result};
use crate::service::fim::report::Content;

/// Flags of the content of a report.
#[derive(Debug, Clone, Default, Args)]
pub struct ContentArgs {
    /// events, incidents, assets, profiles or rules
    #[arg(long, value_name = "WORD")]
    content: Option<String>,
    /// csv or json
    #[arg(long, value_name = "WORD")]
    format: Option<String>,
    /// Which events, such as `severity>=4`
    #[arg(long, value_name = "FILTER")]
    when: Option<String>,
}

/// What is named of a content; what is `None` stays, and an inner `None` clears.
pub struct Named {
    /// Which entities.
    pub entity: Option<ReportEntity>,
    /// In which form.
    pub format: Option<ReportFormat>,
    /// Which events.
    pub when: Option<Option<EventFilter>>,
}

impl ContentArgs {
    /// The flags as domain types.
    ///
    /// # Errors
    /// `invalid` for words and filters that are none.
    pub fn parse(&self) -> Result<Named> {
        Ok(Named {
            entity: optional(self.content.as_ref())?,
            format: optional(self.format.as_ref())?,
            when: clearable(self.when.as_ref())?,
        })
    }

    /// The content of a new report: all events as CSV, unless told otherwise.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn content(&self) -> Result<Content> {
        let named = self.parse()?;
        Ok(Content {
            entity: named.entity.unwrap_or(ReportEntity::Events),
            format: named.format.unwrap_or(ReportFormat::Csv),
            when: named.when.flatten(),
        })
    }
}
