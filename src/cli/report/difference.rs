//! The page of what users gained and lost between two times.

use super::document::{Document, sums};
use super::section::{Cell, Section};
use crate::cli::render::cell::safe;
use crate::cli::render::effects::{lost_text, part_text};
use crate::service::access::diff::{AccessDiff, Behind, UserDiff};

/// The page, as somebody may see it.
pub fn page(diff: &AccessDiff, by: &str) -> String {
    let title = format!("Access from {} to {}", diff.from, diff.to);
    let written = format!("As {} may see it. Written by provost {}.", safe(by), env!("CARGO_PKG_VERSION"));
    let gains = diff.users.iter().filter(|user| !user.gained.is_empty()).count();
    let losses = diff.users.iter().filter(|user| !user.lost.is_empty()).count();
    let summary = sums(&[
        ("Users whose access differs", Some(diff.users.len())),
        ("Gained something", Some(gains)),
        ("Lost something", Some(losses)),
        ("Operations behind it", Some(diff.operations.len())),
        ("Users not shown", Some(diff.hidden_count)),
    ]);
    let sections = [users(diff), operations(diff)];
    let footer = "Press / to search. The page holds everything it shows: keep it as secret as the database.";
    Document { title: &title, written: &written, summary, sections: &sections, footer }.html()
}

fn users(diff: &AccessDiff) -> Section {
    Section {
        id: "users",
        title: "Users",
        note: "What each user has in effect that it had not, and had that it has no more.",
        heads: vec!["User", "Gained", "Lost", "Operations"],
        rows: diff.users.iter().map(user).collect(),
    }
}

fn user(user: &UserDiff) -> Vec<Cell> {
    vec![
        Cell::Text(user.user.clone()),
        Cell::Names(user.gained.iter().map(part_text).collect()),
        Cell::Names(user.lost.iter().map(lost_text).collect()),
        Cell::Names(user.operations.iter().map(|id| format!("op:{id}")).collect()),
    ]
}

fn operations(diff: &AccessDiff) -> Section {
    Section {
        id: "operations",
        title: "Operations",
        note: "What was done, by whom, and with whose reason. Each can be looked at with `provost op show ID`.",
        heads: vec!["Operation", "Time", "Who", "What", "Reason"],
        rows: diff.operations.iter().map(behind).collect(),
    }
}

fn behind(one: &Behind) -> Vec<Cell> {
    vec![
        Cell::Text(format!("op:{}", one.id)),
        Cell::Text(one.at.to_string()),
        Cell::maybe(one.user.as_ref()),
        Cell::Text(one.details.clone()),
        Cell::maybe(one.reason.as_ref()),
    ]
}
