//! Which types a command prints.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::cli::commands::access::report::Written;
use crate::cli::commands::demo::DemoReport;
use crate::cli::render::columns;
use crate::domain::record;
use crate::service::{
    Done, access, account, appliance, asset, asset_group, auth_record, bulk, config, contact, database, deletion,
    email_contact, fim, group, log, moving, organisation, outbox, project, remediation_policy, report, role, scan,
    settings, sign_in, tag, ticket, unit, unit_tree, user,
};

fn one<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

fn list<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Vec<T>>()
}

fn change<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<Done<T>>()
}

/// The forms of what a command prints with `--json`; none for one that prints text or what others print.
pub fn of(command: &str, generator: &mut SchemaGenerator) -> Vec<Schema> {
    match command {
        "init" => vec![change::<organisation::found::FoundBody>(generator)],
        "demo" => vec![one::<DemoReport>(generator)],
        "login" => vec![change::<sign_in::login::LoginBody>(generator)],
        "logout" => vec![change::<sign_in::logout::LogoutBody>(generator)],
        "whoami" => vec![one::<sign_in::whoami::WhoAmI>(generator)],
        "redeem" => vec![change::<sign_in::redeem::RedeemBody>(generator)],
        "reset-password" => vec![change::<sign_in::reset::ResetBody>(generator)],
        "recover" => vec![change::<sign_in::recover::RecoverBody>(generator)],
        "account info" => vec![one::<account::info::AccountInfo>(generator)],
        "account edit" | "user edit" | "user level" | "user grant" | "user revoke" => {
            vec![change::<user::view::UserBody>(generator)]
        }
        "account activity" | "user sessions" => vec![list::<record::Session>(generator)],
        "account sign-out" | "user sign-out" => vec![change::<user::sessions::SignOutBody>(generator)],
        "account password" => vec![change::<account::password::PasswordBody>(generator)],
        "account questions" => vec![change::<account::questions::QuestionsBody>(generator)],
        "user add" => vec![change::<user::add::AddBody>(generator)],
        "user list" => vec![list::<record::User>(generator)],
        "user show" => vec![one::<user::view::UserDetail>(generator)],
        "user role" => vec![change::<user::role::RoleBody>(generator)],
        "user invite" => vec![change::<user::invite::LinksBody>(generator)],
        "user password" => {
            vec![change::<user::invite::LinksBody>(generator), change::<user::view::UserBody>(generator)]
        }
        "user activate"
        | "asset-group assign"
        | "asset-group unassign"
        | "asset delete"
        | "asset tag"
        | "domain add"
        | "domain delete"
        | "appliance delete"
        | "config delete"
        | "scan delete"
        | "ticket reassign"
        | "ticket close"
        | "ticket delete"
        | "remediation-policy delete"
        | "auth-record delete"
        | "fim profile delete"
        | "fim event ignore"
        | "fim incident delete"
        | "fim rule delete"
        | "fim report delete"
        | "fim report-rule delete" => vec![change::<report::Outcomes>(generator)],
        "user deactivate" => vec![change::<user::status::DeactivateBody>(generator)],
        "user delete" => vec![change::<deletion::DeletionBody>(generator)],
        "user token add" => vec![change::<user::token::TokenBody>(generator)],
        "user token list" => vec![list::<record::ApiToken>(generator)],
        "user token revoke" => vec![change::<user::token::RevokeBody>(generator)],
        "bu add" | "bu edit" | "bu limit" => vec![change::<unit::UnitBody>(generator)],
        "bu list" => vec![list::<record::Unit>(generator), one::<unit_tree::UnitTree>(generator)],
        "bu show" => vec![one::<record::Unit>(generator)],
        "bu delete" => vec![change::<unit::DeleteBody>(generator)],
        "bu move" => vec![change::<moving::MoveBody>(generator)],
        "asset-group add" => vec![change::<asset_group::view::GroupBody>(generator)],
        "asset-group list" => vec![list::<record::AssetGroup>(generator)],
        "asset-group show" => vec![one::<record::AssetGroup>(generator)],
        "asset-group edit" => vec![change::<asset_group::edit::EditBody>(generator)],
        "asset-group delete" => vec![change::<asset_group::delete::DeleteBody>(generator)],
        "asset-group transfer" => vec![change::<asset_group::transfer::TransferBody>(generator)],
        "asset add" => vec![change::<asset::AddBody>(generator)],
        "asset list" | "fim asset list" => vec![list::<record::Asset>(generator)],
        "asset show" | "fim asset show" => vec![one::<record::Asset>(generator)],
        "asset edit" => vec![change::<asset::EditBody>(generator)],
        "asset untag" => vec![change::<asset::UntagBody>(generator)],
        "domain list" => vec![list::<record::Domain>(generator)],
        "appliance add" => vec![change::<appliance::ApplianceBody>(generator)],
        "appliance list" => vec![list::<record::Appliance>(generator)],
        "config add" | "config edit" => vec![change::<config::view::ConfigBody>(generator)],
        "config list" => vec![list::<record::Config>(generator)],
        "config show" => vec![one::<record::Config>(generator)],
        "config transfer" => vec![change::<config::hand_over::TransferBody>(generator)],
        "schedule list" => vec![list::<columns::work::Schedule>(generator)],
        "schedule show" => vec![one::<columns::work::Schedule>(generator)],
        "schedule activate" | "schedule deactivate" => vec![change::<config::view::ScheduleBody>(generator)],
        "schedule run-due" => vec![change::<config::due::TickBody>(generator)],
        "scan launch" => vec![change::<scan::ScanBody>(generator)],
        "scan list" => vec![list::<record::Scan>(generator)],
        "scan show" => vec![one::<record::Scan>(generator)],
        "scan finish" => vec![change::<scan::FinishBody>(generator)],
        "ticket add" | "ticket edit" => vec![change::<ticket::TicketBody>(generator)],
        "ticket list" => vec![list::<record::Ticket>(generator)],
        "ticket show" => vec![one::<record::Ticket>(generator)],
        "remediation-policy add" | "remediation-policy edit" => {
            vec![change::<remediation_policy::PolicyBody>(generator)]
        }
        "remediation-policy list" => vec![list::<record::RemediationPolicy>(generator)],
        "remediation-policy show" => vec![one::<record::RemediationPolicy>(generator)],
        "auth-record add" | "auth-record edit" => vec![change::<auth_record::RecordBody>(generator)],
        "auth-record list" => vec![list::<record::AuthRecord>(generator)],
        "auth-record show" => vec![one::<record::AuthRecord>(generator)],
        "group add" | "group edit" | "group delete" => vec![change::<group::GroupBody>(generator)],
        "group list" => vec![list::<record::Group>(generator)],
        "group show" => vec![one::<record::Group>(generator)],
        "group assign" | "group unassign" => vec![change::<group::MembersBody>(generator)],
        "project add" | "project edit" | "project archive" | "project restore" | "project delete" => {
            vec![change::<project::ProjectBody>(generator)]
        }
        "project list" => vec![list::<record::Project>(generator)],
        "project show" => vec![one::<record::Project>(generator)],
        "project assign" | "project unassign" => vec![change::<project::MembersBody>(generator)],
        "fim profile add" | "fim profile edit" | "fim profile activate" | "fim profile deactivate" => {
            vec![change::<fim::profile::ProfileBody>(generator)]
        }
        "fim profile list" => vec![list::<record::Profile>(generator)],
        "fim profile show" => vec![one::<record::Profile>(generator)],
        "fim event list" | "fim incident events" => vec![list::<record::Event>(generator)],
        "fim event show" => vec![one::<record::Event>(generator)],
        "fim incident add" | "fim incident edit" | "fim incident review" | "fim incident reopen" => {
            vec![change::<fim::incident::IncidentBody>(generator)]
        }
        "fim incident list" => vec![list::<record::Incident>(generator)],
        "fim incident show" => vec![one::<record::Incident>(generator)],
        "fim rule add" | "fim rule edit" | "fim rule activate" | "fim rule deactivate" => {
            vec![change::<fim::rule::RuleBody>(generator)]
        }
        "fim rule list" => vec![list::<record::CorrelationRule>(generator)],
        "fim rule show" => vec![one::<record::CorrelationRule>(generator)],
        "fim rule run" => vec![change::<fim::rule::RunBody>(generator)],
        "fim report add" | "fim report edit" | "fim report rerun" => vec![change::<fim::report::ReportBody>(generator)],
        "fim report list" => vec![list::<record::Report>(generator)],
        "fim report show" => vec![one::<record::Report>(generator)],
        "fim report-rule add" | "fim report-rule edit" | "fim report-rule clone" => {
            vec![change::<fim::report_rule::ReportRuleBody>(generator)]
        }
        "fim report-rule list" => vec![list::<record::ReportRule>(generator)],
        "fim report-rule show" => vec![one::<record::ReportRule>(generator)],
        "access check" => vec![one::<access::check::Answer>(generator), list::<access::check::Line>(generator)],
        "access explain" => vec![one::<access::explain::Explanation>(generator)],
        "access list" => vec![list::<access::list::Held>(generator)],
        "access who" => vec![list::<access::who::Holder>(generator)],
        "access assets" => vec![list::<access::assets::InSight>(generator)],
        "access report" => vec![one::<access::report::AccessReport>(generator), one::<Written>(generator)],
        "contact show" => vec![one::<contact::Contacts>(generator)],
        "contact set" => vec![change::<contact::ContactBody>(generator)],
        "contact email" => vec![change::<email_contact::EmailContactBody>(generator)],
        "settings show" => vec![list::<settings::Setting>(generator)],
        "settings set" => vec![change::<settings::SettingsBody>(generator)],
        "role list" => vec![list::<role::RoleEntry>(generator)],
        "role show" => vec![one::<role::RoleDetail>(generator)],
        "role matrix" => vec![list::<role::MatrixRow>(generator)],
        "log list" => vec![list::<record::LogEntry>(generator)],
        "log show" => vec![one::<record::LogEntry>(generator)],
        "log verify" => vec![one::<log::Verification>(generator)],
        "log prune" => vec![change::<log::PruneBody>(generator)],
        "outbox list" => vec![list::<record::OutboxMail>(generator)],
        "outbox show" => vec![one::<outbox::view::MailDetail>(generator)],
        "outbox send" => vec![change::<outbox::send::SendBody>(generator)],
        "db info" => vec![one::<database::info::Info>(generator)],
        "db check" => vec![one::<database::check::Report>(generator)],
        "db backup" => vec![change::<database::backup::BackupBody>(generator)],
        "db restore" => vec![change::<database::restore::RestoreBody>(generator)],
        "db migrate" => vec![change::<database::migrate::MigrationBody>(generator)],
        "tags add" | "tags edit" | "tags delete" => vec![change::<tag::define::TagBody>(generator)],
        "tags list" => vec![list::<record::Tag>(generator)],
        "tags show" => vec![one::<record::Tag>(generator)],
        "tags evaluate" => vec![change::<tag::evaluate::Marks>(generator)],
        "tags scope" => vec![one::<tag::scope::Scope>(generator), change::<tag::scope::ScopeBody>(generator)],
        "import" => vec![change::<bulk::sheet::ImportBody>(generator), list::<bulk::sheet::RowReport>(generator)],
        _ => Vec::new(),
    }
}
