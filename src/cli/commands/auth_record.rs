//! Authentication records.

use clap::Args;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::auth_record::AuthTechnology;
use crate::domain::given::Members;
use crate::domain::record::AuthRecord;
use crate::domain::reference::{AssetGroupRef, AuthRecordRef, texts};
use crate::domain::{Action, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::auth_record::{self, AuthRecordDraft, RecordBody};
use crate::service::report::Outcomes;

verbs! {
    /// Authentication records
    AuthRecordVerb {
        "add" AuthRecordAdd,
        "list" AuthRecordList,
        "show" AuthRecordShow,
        "edit" AuthRecordEdit,
        "delete" AuthRecordDelete,
    }
}

/// Add an authentication record
///
/// Says with which account scans sign in to the hosts of asset groups. The secret itself never stands here: the
/// scanning engine takes it from its own vault. Nobody owns a record (AUTH-1).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost auth-record add 'Frankfurt root' --technology unix --account scanner --target 'Frankfurt Core'"
)]
pub struct AuthRecordAdd {
    /// Its name
    #[arg(value_name = "NAME")]
    name: Name,
    /// unix, windows, network-device, database, web-application
    #[arg(long, value_name = "KIND", required = true)]
    technology: AuthTechnology,
    /// The account to sign in with
    #[arg(long, value_name = "NAME")]
    account: Option<Given<Line>>,
    /// It is for this asset group (repeatable)
    #[arg(long, value_name = "GROUP")]
    target: Vec<AssetGroupRef>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<Given<Line>>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for AuthRecordAdd {
    type Prints = Done<RecordBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = AuthRecordDraft {
            name: self.name.into(),
            technology: self.technology.into(),
            account: self.account.into(),
            targets: texts(self.target).into(),
            comments: self.comments.into(),
        };
        cx.settle(self.existing.policy(), &draft)
    }
}

/// List authentication records
///
/// Shows every record that you may view.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost auth-record list")]
pub struct AuthRecordList {
    #[command(flatten)]
    list: ListArgs<AuthRecord>,
}

impl Verb for AuthRecordList {
    type Prints = Rows<AuthRecord>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<AuthRecord>(Action::AuthRecordView, self.list.into_request(), auth_record::list))
    }
}

/// Show an authentication record
///
/// Shows one record.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost auth-record show 'EMEA Unix'")]
pub struct AuthRecordShow {
    /// The record: name or id
    #[arg(value_name = "RECORD")]
    record: AuthRecordRef,
}

impl Verb for AuthRecordShow {
    type Prints = AuthRecord;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::AuthRecordView, |op| auth_record::show(op, &self.record))
    }
}

/// Edit an authentication record
///
/// Changes the named fields; an empty value clears one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost auth-record edit 'EMEA Unix' --account audit --add-target 'Paris Office'")]
pub struct AuthRecordEdit {
    /// The record: name or id
    #[arg(value_name = "RECORD")]
    record: AuthRecordRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// What it signs in to
    #[arg(long, value_name = "KIND")]
    technology: Option<AuthTechnology>,
    /// The account to sign in with
    #[arg(long, value_name = "NAME")]
    account: Option<Given<Line>>,
    /// It is for this group, too (repeatable)
    #[arg(long, value_name = "GROUP")]
    add_target: Vec<AssetGroupRef>,
    /// It is for this group no longer (repeatable)
    #[arg(long, value_name = "GROUP")]
    remove_target: Vec<AssetGroupRef>,
    /// Comments
    #[arg(long, value_name = "TEXT")]
    comments: Option<Given<Line>>,
}

impl Verb for AuthRecordEdit {
    type Prints = Done<RecordBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = AuthRecordDraft {
            name: self.name.into(),
            technology: self.technology.into(),
            account: self.account.into(),
            targets: Members::edit(texts(self.add_target), texts(self.remove_target)),
            comments: self.comments.into(),
        };
        cx.write(Action::AuthRecordEdit, |op| auth_record::edit(op, &self.record, &draft))
    }
}

/// Delete authentication records
///
/// Deletes records.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost auth-record delete 'EMEA Unix' --yes")]
pub struct AuthRecordDelete {
    /// The records; `-` reads them from standard input
    #[arg(value_name = "RECORD", required = true)]
    records: Vec<AuthRecordRef>,
}

impl Verb for AuthRecordDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let records = cx.objects(self.records, "name")?;
        cx.destroy(Action::AuthRecordDelete, |op| auth_record::delete(op, &records))
    }
}

said_by_the_sentence!(RecordBody);

impl Tabular for AuthRecord {
    const SHOWN: &'static [&'static str] = &["name", "technology", "account", "targets"];
}
