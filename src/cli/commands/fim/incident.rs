//! Incidents: events gathered for review.

use clap::Args;
use serde_json::Value;

use crate::cli::arguments::{title, typed};
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::{ListArgs, ListOf};
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::monitoring::Approval;
use crate::domain::record::{Event, Incident};
use crate::domain::reference::{EventRef, FimIncidentRef, UserRef, texts};
use crate::domain::{Action, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::fim::incident::{self, IncidentBody};
use crate::service::report::Outcomes;

verbs! {
    /// Incidents that you made or review
    FimIncidentVerb {
        "add" FimIncidentAdd,
        "list" FimIncidentList,
        "show" FimIncidentShow,
        "edit" FimIncidentEdit,
        "delete" FimIncidentDelete,
        "review" FimIncidentReview,
        "reopen" FimIncidentReopen,
        "events" FimIncidentEvents,
    }
}

/// Add an incident
///
/// Gathers events that you see, for others to review. A reviewer sees at least what your tag scope covers, and has a
/// monitoring role that reviews; up to ten, and never yourself (FIM-13).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost fim incident add 'Changed passwords' --event 1 --reviewer tomas.reyes@acme.example"
)]
pub struct FimIncidentAdd {
    /// The title
    #[arg(value_name = "TITLE", value_parser = typed(title))]
    title: Name,
    /// Who reviews it (repeatable)
    #[arg(long, value_name = "LOGIN")]
    reviewer: Vec<UserRef>,
    /// An event, by number (repeatable)
    #[arg(long, value_name = "ID")]
    event: Vec<EventRef>,
}

impl Verb for FimIncidentAdd {
    type Prints = Done<IncidentBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let (reviewers, events) = (texts(self.reviewer), texts(self.event));
        cx.write(Action::FimIncidentAdd, |op| incident::add(op, &self.title, &reviewers, &events))
    }
}

/// List incidents
///
/// Shows the incidents that you made or are assigned to review, newest first (FIM-4). A manager sees all.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost fim incident list\n  provost fim incident list --filter state=open --json"
)]
pub struct FimIncidentList {
    #[command(flatten)]
    list: ListArgs<Incident>,
}

impl Verb for FimIncidentList {
    type Prints = Rows<Incident>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Incident>(Action::FimIncidentView, self.list.into_request(), incident::list))
    }
}

/// Show an incident
///
/// Shows one incident with its review. Its events: `fim incident events ID`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim incident show 1")]
pub struct FimIncidentShow {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: FimIncidentRef,
}

impl Verb for FimIncidentShow {
    type Prints = Incident;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::FimIncidentView, |op| incident::show(op, &self.incident))
    }
}

/// Edit an incident
///
/// Changes an open incident that you made: its title, its reviewers, its events (FIM-6).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim incident edit 1 --title 'Changed accounts' --add-event 2")]
pub struct FimIncidentEdit {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: FimIncidentRef,
    /// The new title
    #[arg(long, value_name = "TITLE", value_parser = typed(title))]
    title: Option<Name>,
    /// Assign this reviewer (repeatable)
    #[arg(long, value_name = "LOGIN")]
    add_reviewer: Vec<UserRef>,
    /// End the place of this reviewer (repeatable)
    #[arg(long, value_name = "LOGIN")]
    remove_reviewer: Vec<UserRef>,
    /// Gather this event as well (repeatable)
    #[arg(long, value_name = "ID")]
    add_event: Vec<EventRef>,
    /// Take this event out (repeatable)
    #[arg(long, value_name = "ID")]
    remove_event: Vec<EventRef>,
}

impl Verb for FimIncidentEdit {
    type Prints = Done<IncidentBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = incident::Edit {
            incident: self.incident.into(),
            title: self.title,
            add_reviewers: texts(self.add_reviewer),
            remove_reviewers: texts(self.remove_reviewer),
            add_events: texts(self.add_event),
            remove_events: texts(self.remove_event),
        };
        cx.write(Action::FimIncidentEdit, |op| incident::edit(op, &request))
    }
}

/// Delete incidents
///
/// Deletes incidents that you are assigned to review, if your monitoring role may delete (FIM-8). Their events stay.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim incident delete 1 --yes")]
pub struct FimIncidentDelete {
    /// The numbers; `-` reads them from standard input
    #[arg(value_name = "ID", required = true)]
    incidents: Vec<FimIncidentRef>,
}

impl Verb for FimIncidentDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let incidents = cx.objects(self.incidents, "id")?;
        cx.destroy(Action::FimIncidentDelete, |op| incident::delete(op, &incidents))
    }
}

/// Review an incident
///
/// Notes what the review of an incident came to; any approval but `pending` closes it. Only for its reviewers (FIM-7).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim incident review 1 --approval approved --comment 'Planned upgrade'")]
pub struct FimIncidentReview {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: FimIncidentRef,
    /// approved, unapproved, policy-violation or pending
    #[arg(long, value_name = "WORD")]
    approval: Approval,
    /// What is to be said about it
    #[arg(long, value_name = "TEXT")]
    comment: Option<Given<Line>>,
}

impl Verb for FimIncidentReview {
    type Prints = Done<IncidentBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let comment = self.comment.into();
        cx.write(Action::FimIncidentReview, |op| incident::review(op, &self.incident, self.approval, &comment))
    }
}

/// Reopen an incident
///
/// Opens a closed incident for another review. Only for its reviewers (FIM-13).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim incident reopen 1")]
pub struct FimIncidentReopen {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: FimIncidentRef,
}

impl Verb for FimIncidentReopen {
    type Prints = Done<IncidentBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::FimIncidentReopen, |op| incident::reopen(op, &self.incident))
    }
}

/// List the events of an incident
///
/// Shows all events of an incident that you see, oldest first, even on assets outside your tag scope (FIM-5).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim incident events 1")]
pub struct FimIncidentEvents {
    /// The number of the incident
    #[arg(value_name = "ID")]
    incident: FimIncidentRef,
    #[command(flatten)]
    list: ListOf<Event>,
}

impl Verb for FimIncidentEvents {
    type Prints = Rows<Event>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Event>(Action::FimIncidentView, self.list.into_request(), move |op, request, sink| {
            incident::events(op, &self.incident, request, sink)
        }))
    }
}

said_by_the_sentence!(IncidentBody);

impl Tabular for Incident {
    const SHOWN: &'static [&'static str] = &["id", "title", "approval", "creator", "reviewers", "event_count"];

    fn is_faint(row: &Value) -> bool {
        row.get("state").and_then(Value::as_str) == Some("closed")
    }
}
