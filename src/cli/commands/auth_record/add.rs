//! `auth-record add`

use clap::Args as ClapArgs;
use serde_json::json;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::words::optional;
use crate::cli::context::Context;
use crate::cli::render::Output;
use crate::domain::{Action, Result};
use crate::service::auth_record::RecordBody;
use crate::service::auth_record::{self, Request};
use crate::service::bulk::BulkKind;

/// Add an authentication record
///
/// Says with which account scans sign in to the hosts of asset groups. The secret itself never stands here: the
/// scanning engine takes it from its own vault. Nobody owns a record (AUTH-1).
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  provost auth-record add 'Frankfurt root' --technology unix --account scanner --target 'Frankfurt Core'"
)]
pub struct Args {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// unix, windows, network-device, database, web-application
    #[arg(long, value_name = "KIND", required = true)]
    technology: String,
    /// The account to sign in with
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// It is for this asset group (repeatable)
    #[arg(long, value_name = "GROUP")]
    target: Vec<String>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<String>,
    #[command(flatten)]
    existing: ExistingArgs,
}

/// Runs the command.
pub fn run<'c>(args: Args, cx: &'c Context<'_>) -> Result<Output<'c>> {
    if let Some(policy) = args.existing.policy()? {
        let row = json!({
            "name": args.name, "technology": args.technology, "account": args.account, "targets": args.target,
            "comments": args.comments,
        });
        return cx.add_once((Action::AuthRecordAdd, BulkKind::AuthRecords), policy, row, |op, id, _| {
            Ok(RecordBody { auth_record: auth_record::show(op, &format!("id:{id}"))? })
        });
    }
    let request = Request {
        name: args.name.parse()?,
        technology: args.technology.parse()?,
        account: optional(args.account.as_ref())?,
        targets: args.target,
        comments: optional(args.comments.as_ref())?,
    };
    cx.write(Action::AuthRecordAdd, |op| auth_record::add(op, &request))
}
