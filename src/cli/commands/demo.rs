//! `demo`

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::output::to_value;
use crate::cli::render::{Reply, told};
use crate::domain::log::hex;
use crate::domain::moving::{Answers, ConfigsAnswer, GroupsAnswer};
use crate::domain::{Action, Result, Secret};
use crate::service::credential::NewPassword;
use crate::service::moving::{MoveBody, Request, move_users};
use crate::service::organisation::{Founding, found, source};
use crate::service::user::draft::Profile;
use crate::service::{Done, Run};

/// The organisation the demo plays with.
const SAMPLE: &str = include_str!("../../../sample-data/acme.toml");
/// Who moves, and where to.
const MOVER: &str = "ana.silva@acme.example";
const UNIT: &str = "EMEA";

/// Build a throw-away organisation and play a move
///
/// Builds a database from the sample organisation, moves a user between business units, first as a dry run
/// and then for real, and says which commands to try next on that database. You are signed in there as its
/// manager.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost demo --db demo.db")]
pub struct DemoVerb {}

/// What the demo did.
#[derive(Serialize, JsonSchema)]
pub struct DemoReport {
    path: String,
    login: String,
    password: String,
    dry_run: Value,
    real: Value,
    next: Vec<String>,
}

impl Verb for DemoVerb {
    type Prints = DemoReport;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.refuse_dry_run("demo")?;
        let app = cx.app.at(cx.demo_place()?);
        let password = generated(cx)?;
        let founding = Founding {
            name: None,
            login: None,
            profile: Profile::default(),
            edition: None,
            password: NewPassword::hash(Secret::new(password.expose().to_owned()), cx.random)?,
            from: Some(("acme.toml", source::read("acme.toml", SAMPLE)?)),
        };
        let founded = found(&app, &founding)?;
        let request = Request {
            users: vec![MOVER.to_owned()],
            to: Some(UNIT.to_owned()),
            answers: Answers { configs: Some(ConfigsAnswer::Keep), groups: Some(GroupsAnswer::Keep) },
            primary_contact: None,
        };
        let play = |run| app.write(Action::BuMove, run, |op| move_users(op, &request));
        let (dry, real) = (play(Run::Dry)?, play(Run::Real)?);
        let path = app.database.to_string();
        let report = DemoReport {
            next: next(&path),
            path,
            login: founded.body.user.login.clone(),
            password: password.expose().to_owned(),
            dry_run: to_value(&dry)?,
            real: to_value(&real)?,
        };
        if cx.prints_data() {
            return Reply::object(&report);
        }
        let mut lines = told::lines(&founded);
        lines.extend(scene(&report, &dry, &real));
        Ok(Reply::sentence(lines.into_iter().map(|line| line + "\n").collect()))
    }
}

/// A password that follows the rules: random, with every class of characters.
fn generated(cx: &Context<'_>) -> Result<Secret> {
    let mut bytes = [0; 12];
    cx.random.fill(&mut bytes)?;
    Ok(Secret::new(format!("Demo-{}-X7", hex(&bytes))))
}

fn scene(report: &DemoReport, dry: &Done<MoveBody>, real: &Done<MoveBody>) -> Vec<String> {
    let command = format!("provost bu move {MOVER} --to {UNIT} --configs keep --asset-groups keep");
    let mut lines = vec![String::new(), format!("$ {command} --dry-run")];
    lines.extend(told::lines(dry));
    lines.extend([String::new(), format!("$ {command} --yes")]);
    lines.extend(told::lines(real));
    lines.extend([
        String::new(),
        format!("You are signed in as {} (password: {}).", report.login, report.password),
        "Try next:".to_owned(),
    ]);
    lines.extend(report.next.iter().map(|command| format!("  {command}")));
    lines
}

fn next(path: &str) -> Vec<String> {
    [
        format!("export PROVOST_DB='{path}'"),
        format!("provost user show {MOVER}"),
        "provost bu list".to_owned(),
        "provost config list --filter needs_target=yes".to_owned(),
        "provost ticket list --filter valid=no".to_owned(),
        "provost bu move joe.park@acme.example --to APAC --dry-run".to_owned(),
        "provost log list --limit 5".to_owned(),
    ]
    .into()
}
