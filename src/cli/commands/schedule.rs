//! Scheduled scans and reports.

use clap::Args;
use serde_json::Value;

use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::results::tell_each;
use crate::cli::render::tabular::{Tabular, is_true};
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::domain::record::Config;
use crate::domain::reference::ConfigRef;
use crate::domain::{Action, ObjectKind, Result};
use crate::service::Done;
use crate::service::config::due::{self, TickBody};
use crate::service::config::schedule;
use crate::service::config::view::{self, ScheduleBody};
use crate::store::listing::{Column, Listed};

verbs! {
    /// Scheduled scans and reports
    ScheduleVerb {
        "list" ScheduleList,
        "show" ScheduleShow,
        "activate" ScheduleActivate,
        "deactivate" ScheduleDeactivate,
        "run-due" ScheduleRunDue,
    }
}

/// List schedules
///
/// Shows every scheduled scan and report that you may view, the next to launch first.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost schedule list\n  provost schedule list --filter active=no")]
pub struct ScheduleList {
    #[command(flatten)]
    list: ListArgs<Schedule>,
}

impl Verb for ScheduleList {
    type Prints = Rows<Schedule>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Schedule>(Action::ScheduleView, self.list.into_request(), |op, request, sink| {
            view::list_schedules(op, request, &mut |config| sink(Schedule(config)))
        }))
    }
}

/// Show a schedule
///
/// Shows one schedule with its recurrence and next launch.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost schedule show 'Weekly EMEA scan'")]
pub struct ScheduleShow {
    /// The schedule: name or id
    #[arg(value_name = "SCHEDULE")]
    schedule: ConfigRef,
}

impl Verb for ScheduleShow {
    type Prints = Schedule;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ScheduleView, |op| view::show_schedule(op, &self.schedule).map(Schedule))
    }
}

/// Switch a schedule on
///
/// Switches a schedule on; its next launch is worked out anew.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost schedule activate 'Paused lab scan'")]
pub struct ScheduleActivate {
    /// The schedule: name or id
    #[arg(value_name = "SCHEDULE")]
    schedule: ConfigRef,
}

impl Verb for ScheduleActivate {
    type Prints = Done<ScheduleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::ScheduleActivate, |op| schedule::activate(op, &self.schedule))
    }
}

/// Switch a schedule off
///
/// Switches a schedule off; it stays and can be switched on again.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost schedule deactivate 'Weekly EMEA scan'")]
pub struct ScheduleDeactivate {
    /// The schedule: name or id
    #[arg(value_name = "SCHEDULE")]
    schedule: ConfigRef,
}

impl Verb for ScheduleDeactivate {
    type Prints = Done<ScheduleBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::ScheduleDeactivate, |op| schedule::deactivate(op, &self.schedule))
    }
}

/// Launch what is due
///
/// The tick for cron, once a minute or so: launches each schedule that is due, once, whatever time has passed;
/// switches off those of deactivated owners (USER-6); skips what its owner may not launch; and queues the ticket
/// digests of the day.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost schedule run-due")]
pub struct ScheduleRunDue {}

impl Verb for ScheduleRunDue {
    type Prints = Done<TickBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::ScheduleRunDue, |op| due::run_due(&cx.app, op))
    }
}

said_by_the_sentence!(ScheduleBody);

impl Told for TickBody {
    fn describe(&self, told: &mut Lines) {
        tell_each(&self.results, told);
        told.count("launched count", self.launched_count);
        told.count("switched off count", self.switched_off_count);
        told.count("digests count", self.digests_count);
    }
}

/// A schedule: a configuration, seen by its launch time.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Schedule(pub Config);

impl Listed for Schedule {
    const OBJECT: Option<ObjectKind> = Some(ObjectKind::Config);
    const COLUMNS: &'static [Column] = Config::COLUMNS;
}

impl Tabular for Schedule {
    const SHOWN: &'static [&'static str] = &["name", "needs_target", "active", "next_launch_at"];

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "active")
    }
}
