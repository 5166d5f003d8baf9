//! Scans and maps.

use clap::Args;
use serde_json::Value;

use crate::cli::arguments::{title, typed};
use crate::cli::commands::aim::AimArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Lines, Reply, Rows, Told};
use crate::domain::record::Scan;
use crate::domain::reference::{AssetGroupRef, ScanRef, texts};
use crate::domain::{Action, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::config::aim::AimWish;
use crate::service::report::Outcomes;
use crate::service::scan::{self, FinishBody, ScanBody};

verbs! {
    /// Scans and maps
    ScanVerb {
        "launch" ScanLaunch,
        "list" ScanList,
        "show" ScanShow,
        "finish" ScanFinish,
        "delete" ScanDelete,
    }
}

/// Launch a scan or map
///
/// Queues a scan of what your asset groups give: groups, single addresses, for a map domains; with appliances of the groups
/// that are named, else of those that you reach (SCAN-2). The scanning engine picks it up.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost scan launch 'After the patch' --target 'Frankfurt Core'\n  provost scan launch 'One host' --address 10.10.0.10 --appliance scanner-fra-1 --option-profile 'Full audit'\n  provost scan launch 'Who is there' --domain acme.example --map"
)]
pub struct ScanLaunch {
    /// What the scan is called
    #[arg(value_name = "TITLE", value_parser = typed(title))]
    title: Name,
    /// Scan this asset group (repeatable)
    #[arg(long, value_name = "GROUP")]
    target: Vec<AssetGroupRef>,
    #[command(flatten)]
    aim: AimArgs,
    /// Launch a map instead of a scan
    #[arg(long)]
    map: bool,
}

impl Verb for ScanLaunch {
    type Prints = Done<ScanBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let (targets, wish) = (texts(self.target), AimWish::from(self.aim));
        cx.write(Action::ScanLaunch, |op| scan::launch(op, &self.title, &targets, &wish, self.map))
    }
}

/// List scans, maps and reports
///
/// Shows every launch that you may view, newest first.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost scan list\n  provost scan list --filter state=queued --json")]
pub struct ScanList {
    #[command(flatten)]
    list: ListArgs<Scan>,
}

impl Verb for ScanList {
    type Prints = Rows<Scan>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Scan>(Action::ScanView, self.list.into_request(), scan::list))
    }
}

/// Show a scan
///
/// Shows one launch with its targets and its result.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost scan show 1")]
pub struct ScanShow {
    /// The scan
    #[arg(value_name = "ID")]
    scan: ScanRef,
}

impl Verb for ScanShow {
    type Prints = Scan;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::ScanView, |op| scan::show(op, &self.scan))
    }
}

/// Note that a scan has ended
///
/// What the scanning engine calls when it is done: notes the result and queues the summaries for everybody who
/// wants them (MAIL-3).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost scan finish 1 --result s3://scans/1.xml")]
pub struct ScanFinish {
    /// The scan
    #[arg(value_name = "ID")]
    scan: ScanRef,
    /// Where the result is
    #[arg(long, value_name = "REFERENCE")]
    result: Option<Given<Line>>,
    /// It ended without success
    #[arg(long)]
    failed: bool,
}

impl Verb for ScanFinish {
    type Prints = Done<FinishBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let result = self.result.into();
        cx.write(Action::ScanFinish, |op| scan::finish(op, &self.scan, self.failed, &result))
    }
}

/// Delete scans
///
/// Deletes launches with their results.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost scan delete 1 --yes")]
pub struct ScanDelete {
    /// The scans; `-` reads them from standard input
    #[arg(value_name = "ID", required = true)]
    scans: Vec<ScanRef>,
}

impl Verb for ScanDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let scans = cx.objects(self.scans, "id")?;
        cx.destroy(Action::ScanDelete, |op| scan::delete(op, &scans))
    }
}

said_by_the_sentence!(ScanBody);

impl Told for FinishBody {
    fn describe(&self, told: &mut Lines) {
        told.count("mails count", self.mails_count);
    }
}

impl Tabular for Scan {
    const SHOWN: &'static [&'static str] = &["id", "kind", "title", "owner", "state"];

    fn is_faint(row: &Value) -> bool {
        row.get("state").and_then(Value::as_str) == Some("cancelled")
    }
}
