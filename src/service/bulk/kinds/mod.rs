//! The kinds of rows, one file each: its columns, how a row is taken in, and how it is written.

pub mod appliance;
pub mod asset;
pub mod asset_group;
pub mod auth_record;
pub mod config;
pub mod domain;
pub mod email_contact;
pub mod event;
pub mod fim;
pub mod group;
pub mod incident;
mod kept;
pub mod project;
pub mod project_work;
pub mod register;
pub mod remediation_policy;
pub mod report;
pub mod scan;
pub mod setting;
pub mod tag;
pub mod ticket;
pub mod unit;
pub mod user;
mod user_status;
