//! The commands: one file per noun with its verbs, and their grammar.

use access::AccessVerb;
use account::AccountVerb;
use appliance::ApplianceVerb;
use asset::AssetVerb;
use asset_group::AssetGroupVerb;
use auth_record::AuthRecordVerb;
use batch::BatchVerb;
use bu::BuVerb;
use complete::CompleteVerb;
use completions::CompletionsVerb;
use config::ConfigVerb;
use contact::ContactVerb;
use db::DbVerb;
use demo::DemoVerb;
use diff::DiffVerb;
use domain::DomainVerb;
use export::ExportVerb;
use fim::FimVerb;
use group::GroupVerb;
use help::HelpVerb;
use import::ImportVerb;
use init::InitVerb;
use log::LogVerb;
use login::LoginVerb;
use logout::LogoutVerb;
use man::ManVerb;
use op::OpVerb;
use outbox::OutboxVerb;
use project::ProjectVerb;
use recover::RecoverVerb;
use redeem::RedeemVerb;
use register::engine::EngineVerb;
use register::integration::IntegrationVerb;
use register::requirement::RequirementVerb;
use register::rule::RuleVerb;
use remediation_policy::RemediationPolicyVerb;
use report::ReportVerb;
use reset_password::ResetPasswordVerb;
use role::RoleVerb;
use scan::ScanVerb;
use schedule::ScheduleVerb;
use schema::SchemaVerb;
use settings::SettingsVerb;
use tags::TagsVerb;
use ticket::TicketVerb;
use undo::{RedoVerb, UndoVerb};
use user::UserVerb;
use whoami::WhoamiVerb;

pub mod access;
pub mod access_diff;
pub mod account;
pub mod aim;
pub mod answers;
pub mod appliance;
pub mod asset;
pub mod asset_group;
pub mod auth_record;
pub mod batch;
pub mod bu;
pub mod complete;
pub mod completions;
pub mod config;
pub mod contact;
pub mod content;
pub mod db;
pub mod demo;
pub mod diff;
pub mod domain;
pub mod existing;
pub mod export;
pub mod fim;
mod folding;
pub mod grammar;
pub mod group;
mod groups;
pub mod guessing;
pub mod habits;
pub mod help;
pub mod import;
pub mod init;
pub mod log;
pub mod login;
pub mod logout;
pub mod man;
pub mod op;
pub mod outbox;
pub mod project;
pub mod project_work;
pub mod recover;
pub mod redeem;
pub mod register;
pub mod remediation_policy;
pub mod report;
pub mod reset_password;
pub mod role;
pub mod scan;
pub mod schedule;
pub mod schema;
pub mod settings;
pub mod suggestion;
pub mod tags;
pub mod ticket;
pub mod undo;
pub mod user;
pub mod verb;
pub mod whoami;
pub mod words;
pub mod written_page;

pub use grammar::{Cli, grammar, parse, parse_one_of_many, stands_alone};
pub(crate) use verb::verbs;

verbs! {
    /// Administer who may do what in an organisation that scans and monitors its machines
    Command {
        "init" InitVerb,
        "demo" DemoVerb,
        "login" LoginVerb,
        "logout" LogoutVerb,
        "whoami" WhoamiVerb,
        "redeem" RedeemVerb,
        "reset-password" ResetPasswordVerb,
        "recover" RecoverVerb,
        "import" ImportVerb,
        "export" ExportVerb,
        "batch" BatchVerb,
        "diff" DiffVerb,
        "undo" UndoVerb,
        "redo" RedoVerb,
        "completions" CompletionsVerb,
        "help" HelpVerb,
        "man" ManVerb,
        "schema" SchemaVerb,
        "__complete" CompleteVerb,
    } nouns {
        "account" AccountVerb,
        "user" UserVerb,
        "bu" BuVerb,
        "asset-group" AssetGroupVerb,
        "asset" AssetVerb,
        "domain" DomainVerb,
        "appliance" ApplianceVerb,
        "config" ConfigVerb,
        "schedule" ScheduleVerb,
        "scan" ScanVerb,
        "report" ReportVerb,
        "ticket" TicketVerb,
        "remediation-policy" RemediationPolicyVerb,
        "auth-record" AuthRecordVerb,
        "group" GroupVerb,
        "project" ProjectVerb,
        "engine" EngineVerb,
        "rule" RuleVerb,
        "requirement" RequirementVerb,
        "integration" IntegrationVerb,
        "tags" TagsVerb,
        "fim" FimVerb,
        "access" AccessVerb,
        "contact" ContactVerb,
        "settings" SettingsVerb,
        "role" RoleVerb,
        "log" LogVerb,
        "op" OpVerb,
        "outbox" OutboxVerb,
        "db" DbVerb,
    }
}
