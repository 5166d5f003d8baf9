//! Events: what happened to files.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::{Tabular, is_true};
use crate::cli::render::{Reply, Rows};
use crate::domain::record::Event;
use crate::domain::reference::EventRef;
use crate::domain::{Action, Result};
use crate::service::Done;
use crate::service::fim::event;
use crate::service::report::Outcomes;

verbs! {
    /// Events on assets within your tag scope
    FimEventVerb {
        "list" FimEventList,
        "show" FimEventShow,
        "ignore" FimEventIgnore,
    }
}

/// List events
///
/// Shows every event on an asset that your tag scope covers, newest first (FIM-2). Events arrive through `import events`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost fim event list --limit 20\n  provost fim event list --filter 'severity>3' --json"
)]
pub struct FimEventList {
    #[command(flatten)]
    list: ListArgs<Event>,
}

impl Verb for FimEventList {
    type Prints = Rows<Event>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Event>(Action::FimEventView, self.list.into_request(), event::list))
    }
}

/// Show an event
///
/// Shows one event on an asset that your tag scope covers.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim event show 1")]
pub struct FimEventShow {
    /// The number of the event
    #[arg(value_name = "ID")]
    event: EventRef,
}

impl Verb for FimEventShow {
    type Prints = Event;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::FimEventView, |op| event::show(op, &self.event))
    }
}

/// Ignore events
///
/// Marks events that mean nothing: no correlation rule takes them up. With `--undo` the mark is taken away.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost fim event ignore 1 2\n  provost fim event list --filter process=dpkg -o jsonl | provost fim event ignore -"
)]
pub struct FimEventIgnore {
    /// The numbers; `-` reads them from standard input
    #[arg(value_name = "ID", required = true)]
    events: Vec<EventRef>,
    /// Take the mark away
    #[arg(long)]
    undo: bool,
}

impl Verb for FimEventIgnore {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let events = cx.objects(self.events, "id")?;
        cx.write(Action::FimEventIgnore, |op| event::ignore(op, &events, !self.undo))
    }
}

impl Tabular for Event {
    const SHOWN: &'static [&'static str] = &["id", "at", "asset", "path", "action", "severity"];

    /// Once the asset is gone, its address tells which it was (AG-8).
    fn mark(key: &str, text: String, row: &Value) -> String {
        match row.get("address").and_then(Value::as_str) {
            Some(address) if key == "asset" && text.is_empty() => address.to_owned(),
            _ => text,
        }
    }

    fn is_faint(row: &Value) -> bool {
        is_true(row, "ignored")
    }
}
