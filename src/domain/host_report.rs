//! Reports on hosts (REP-1): what a template chooses.

use serde_json::Value;

use super::error::{Error, Result};
use super::words::words;

words! {
    /// The form in which a report is downloaded.
    HostReportFormat is "format of a report" {
        Html = "html",
        Csv = "csv",
        Json = "json",
    }
}

words! {
    /// How the making of a report ended.
    HostReportState is "state of a report" {
        Complete = "complete",
        Failed = "failed",
    }
}

words! {
    /// A part of a report.
    ReportSection is "section of a report" {
        Hosts = "hosts",
        Tickets = "tickets",
        Scans = "scans",
    }
}

/// What of everything that could be told a report tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The sections, in their order.
    pub sections: Vec<ReportSection>,
    /// The least severity of tickets.
    pub least_severity: i64,
    /// Hosts bear one of these tags; empty: any host.
    pub tags: Vec<String>,
}

impl Default for Choice {
    fn default() -> Self {
        Self { sections: ReportSection::ALL.to_vec(), least_severity: 1, tags: Vec::new() }
    }
}

impl Choice {
    /// What the content of a template chooses: `sections`, `severity`, `tags`; other keys are for other programs.
    ///
    /// # Errors
    /// `conflict` by REP-1 for a key that says something else.
    pub fn of(content: Option<&Value>) -> Result<Self> {
        let mut choice = Self::default();
        let content = match content {
            None => return Ok(choice),
            Some(Value::Object(content)) => content,
            Some(_) => {
                return Err(Error::conflict("REP-1", "the content of the template is no JSON object")
                    .hint("provost config edit TEMPLATE --content '{\"sections\": [\"hosts\"]}'"));
            }
        };
        if let Some(sections) = content.get("sections") {
            let named = words_of(sections, "sections")?;
            let named = named.iter().map(|word| word.parse()).collect::<Result<Vec<ReportSection>>>()?;
            choice.sections.retain(|section| named.contains(section));
        }
        if let Some(severity) = content.get("severity") {
            let least = severity.as_i64().filter(|least| (1..=5).contains(least));
            choice.least_severity = least.ok_or_else(|| unfit("severity", "a number from 1 to 5"))?;
        }
        if let Some(tags) = content.get("tags") {
            choice.tags = words_of(tags, "tags")?;
        }
        Ok(choice)
    }
}

fn words_of(value: &Value, key: &str) -> Result<Vec<String>> {
    let words = value.as_array().and_then(|words| words.iter().map(|word| word.as_str().map(str::to_owned)).collect());
    words.ok_or_else(|| unfit(key, "a list of words"))
}

fn unfit(key: &str, what: &str) -> Error {
    Error::conflict("REP-1", format!("`{key}` in the content of the template is not {what}"))
        .hint("provost config edit TEMPLATE --content '{\"sections\": [\"hosts\", \"tickets\"], \"severity\": 3, \"tags\": []}'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_template_chooses_and_leaves_the_rest() {
        assert_eq!(Choice::of(None).unwrap(), Choice::default());
        let choice = Choice::of(Some(&json!({"sections": ["scans", "hosts"], "severity": 4, "pages": 3}))).unwrap();
        assert_eq!(choice.sections, [ReportSection::Hosts, ReportSection::Scans]);
        assert_eq!(choice.least_severity, 4);
        for unfit in [json!({"severity": 9}), json!({"tags": "dmz"}), json!({"sections": ["all"]})] {
            assert!(Choice::of(Some(&unfit)).is_err(), "{unfit}");
        }
    }
}
