//! What follows where rows are as they were: secrets stay away (OP-6), what a state demands holds however it is reached (OP-5), and what
//! is worked out from others is worked out anew (OP-4).

use serde_json::Value as Json;

use super::find::Told;
use super::report::RevertBody;
use crate::domain::link::LinkEnd;
use crate::domain::phrase::counted;
use crate::domain::record::Config;
use crate::domain::recurrence::Recurrence;
use crate::domain::{Action, Error, Id, Result, Role, Status, Time};
use crate::service::database::check::of_the_rules;
use crate::service::settings::refuse_units;
use crate::service::tag::evaluate::Rules;
use crate::service::{WriteOp, link};
use crate::store;
use crate::store::history::changes::{RowChange, mails_of};

/// So many assets are looked at one by one; of more, all are.
const FEW_ASSETS: usize = 100;

/// A user that comes back has no password: it is to be invited, unless it never signs in with one (OP-6).
pub fn without_secrets(changes: &mut [RowChange], body: &mut RevertBody) -> Result<()> {
    let is_back = |change: &RowChange| change.table.name == "users" && change.after.is_none();
    for change in changes.iter_mut().filter(|change| is_back(change)) {
        let Some(row) = change.before.as_mut() else { continue };
        let word = |row: &store::history::row::Cells, key: &str| row.get(key).and_then(Json::as_str).map(str::to_owned);
        // What sign-ins wrote is not restored (OP-4).
        row.remove("last_login_at");
        let signs_in = word(row, "role").as_deref() != Some(Role::Contact.as_str())
            && row.get("api_only").and_then(Json::as_i64) != Some(1);
        let status: Status = word(row, "status").unwrap_or_default().parse()?;
        if signs_in {
            if matches!(status, Status::Active | Status::Locked) {
                row.insert("status".to_owned(), Status::Pending.as_str().into());
            }
            if status != Status::Inactive {
                body.invite.extend(word(row, "login"));
            }
        }
    }
    body.invite.sort();
    body.invite.dedup();
    Ok(())
}

/// Notes the units whose users come, go or change, so that UNIT-2 is checked for them, and addresses that come again (UNIT-4).
pub fn touch_units(op: &mut WriteOp<'_>, change: &RowChange) {
    match change.table.name {
        "users" => {
            for row in [&change.before, &change.after] {
                op.unit_touched(row.as_ref().and_then(|row| row.get("unit_id")?.as_i64()));
            }
        }
        "units" if change.before.is_some() => op.unit_touched(Some(change.key.first)),
        "assets" | "settings" => op.adds_addresses = true,
        _ => {}
    }
}

/// Does what follows from rows that are as they were.
///
/// # Errors
/// `conflict` where a schedule could not go on.
pub fn settle(op: &mut WriteOp<'_>, told: &Told, changes: &[RowChange], body: &mut RevertBody) -> Result<()> {
    for change in changes {
        match change.table.name {
            "users" if change.before.is_some() => end_access(op, change)?,
            "configs" if change.before.is_some() => {
                plan_launch(op, change.key.first)?;
                tell_needs_target(op, change)?;
            }
            "fim_rules" => set_place(op, change)?,
            "fim_report_rules" if change.before.is_some() => plan_report(op, change.key.first)?,
            _ => {}
        }
    }
    if changes.iter().any(|change| change.table.name == "tags") {
        store::tag::rebuild_closure(op.tx())?;
    }
    evaluate_tags(op, changes)?;
    settle_mails(op, told, body)?;
    launched(changes, body);
    tell_invitations(op, body);
    Ok(())
}

/// Whoever becomes inactive or a contact loses sessions, tokens and links; a changed login or address kills links.
fn end_access(op: &mut WriteOp<'_>, change: &RowChange) -> Result<()> {
    let (tx, user) = (op.tx(), change.key.first);
    let is = |row: &Option<store::history::row::Cells>, key: &str| {
        row.as_ref().and_then(|row| row.get(key)?.as_str()).map(str::to_owned)
    };
    let becomes = |key: &str, word: &str| {
        is(&change.before, key).as_deref() == Some(word) && is(&change.after, key).as_deref() != Some(word)
    };
    let is_contact = becomes("role", Role::Contact.as_str());
    if change.after.is_some() && (is_contact || becomes("status", Status::Inactive.as_str())) {
        store::session::delete_all(tx, user, None)?;
        store::api_token::delete_all(tx, user)?;
        link::end(tx, user, LinkEnd::Deactivated)?;
        store::mail::cancel_all(tx, user)?;
        if is_contact {
            store::password::delete(tx, user)?;
            store::secret_question::replace(tx, user, &[])?;
        }
    }
    let changed = change.fields().iter().any(|field| matches!(*field, "login" | "email"));
    if changed {
        link::end(tx, user, LinkEnd::Changed)?;
    }
    Ok(())
}

/// A schedule goes on from now.
fn plan_launch(op: &WriteOp<'_>, id: Id) -> Result<()> {
    let config = store::config::find(op.conn, id)?;
    let Some(spec) = config.recurrence.clone().filter(|_| config.active == Some(true)) else { return Ok(()) };
    let next = Recurrence::new(spec)?.next_after(op.now.0).map(Time);
    store::config::update(op.tx(), &Config { next_launch_at: next, active: Some(next.is_some()), ..config })
}

/// A configuration comes back as it was, also where its owner no longer reaches what it aims at (CONF-2).
fn tell_needs_target(op: &mut WriteOp<'_>, change: &RowChange) -> Result<()> {
    if change.after.is_some() {
        return Ok(());
    }
    let config = store::config::find(op.conn, change.key.first)?;
    if config.needs_target {
        op.notice(format!("`{}` needs a target now", config.name));
    }
    Ok(())
}

/// A rule looks again at the events of a run that is taken back, unless it has run since.
fn set_place(op: &WriteOp<'_>, change: &RowChange) -> Result<()> {
    let place =
        |row: &Option<store::history::row::Cells>| row.as_ref().and_then(|row| row.get("last_event_id")?.as_i64());
    match (place(&change.before), place(&change.after)) {
        (Some(before), Some(after)) => store::fim::rule::set_place(op.tx(), change.key.first, after, before),
        _ => Ok(()),
    }
}

fn plan_report(op: &WriteOp<'_>, id: Id) -> Result<()> {
    let mut rule = store::fim::report_rule::find(op.conn, id)?;
    if rule.active {
        rule.next_run_at = Recurrence::new(rule.recurrence.clone())?.next_after(op.now.0).map(Time);
        rule.active = rule.next_run_at.is_some();
    } else {
        rule.next_run_at = None;
    }
    store::fim::report_rule::update(op.tx(), &rule)
}

/// The marks that rules set, wherever rules or assets are others now.
fn evaluate_tags(op: &mut WriteOp<'_>, changes: &[RowChange]) -> Result<()> {
    let is_of = |names: &[&str], change: &RowChange| names.contains(&change.table.name);
    let all = changes.iter().any(|change| {
        is_of(&["tags"], change)
            && (change.before.is_none() != change.after.is_none() || change.fields().contains(&"rule"))
    });
    let mut assets: Vec<Id> = changes
        .iter()
        .filter(|change| is_of(&["assets", "asset_attributes"], change))
        .map(|change| change.key.first)
        .collect();
    assets.sort_unstable();
    assets.dedup();
    if !all && assets.is_empty() {
        return Ok(());
    }
    let rules = Rules::all(op)?;
    if all || assets.len() > FEW_ASSETS {
        return rules.apply(op, None).map(drop);
    }
    for asset in assets {
        rules.apply(op, Some(asset))?;
    }
    Ok(())
}

/// Mails of the operation that wait are cancelled; those that were sent are told.
fn settle_mails(op: &mut WriteOp<'_>, told: &Told, body: &mut RevertBody) -> Result<()> {
    let mut sent = 0;
    for (first, last) in mails_of(op.conn, &told.operation)? {
        sent += store::mail::count_sent(op.conn, first, last)?;
        body.cancelled_mail_count += store::mail::cancel_between(op.tx(), first, last)?;
    }
    if sent > 0 {
        body.not_taken_back.push(format!("{} sent by operation {}", counted(sent, "mail"), told.operation.id));
    }
    if told.actions.contains(&Action::UserToken) {
        body.not_taken_back.push("secrets that were shown".to_owned());
    }
    Ok(())
}

fn launched(changes: &[RowChange], body: &mut RevertBody) {
    let gone = changes.iter().filter(|change| change.table.name == "scans" && change.before.is_none()).count();
    if gone > 0 {
        body.not_taken_back.push(format!("{} that had been launched", counted(gone, "scan")));
    }
}

fn tell_invitations(op: &mut WriteOp<'_>, body: &RevertBody) {
    let invited = body.invite.iter().take(20);
    let invitations = invited.map(|login| format!("`{login}` has no password: `provost user invite {login}`"));
    let left = body.not_taken_back.iter().map(|what| format!("not taken back: {what}"));
    for text in invitations.chain(left) {
        if !op.journal.notices.contains(&text) {
            op.notice(text);
        }
    }
}

/// A row that no longer fits the tables, whatever else has changed since.
pub fn unfit(told: &Told, error: Error) -> Error {
    if error.code != "constraint" {
        return error;
    }
    breaks(told, "OP-4", "what it would bring back breaks a rule by now").source(error)
}

pub fn breaks(told: &Told, rule: &'static str, why: &str) -> Error {
    let id = told.operation.id;
    Error::conflict(rule, format!("operation {id} cannot be taken back: {why}"))
        .code("in-the-way")
        .hint(format!("see what it changed: `provost op show {id}`"))
        .hint("see what was done since: `provost op list`")
}

/// The tables whose rows the rules of the whole are about, with the columns that they look at.
const RULED: [(&str, &[&str]); 12] = [
    ("users", &["role", "unit_id", "status", "api_only", "all_assigned"]),
    ("user_permissions", &[]),
    ("asset_groups", &["owner_id", "origin"]),
    ("asset_group_users", &[]),
    ("asset_group_units", &[]),
    ("configs", &["kind", "owner_id", "global", "active", "recurrence"]),
    ("config_targets", &[]),
    ("tags", &["parent_id", "rule"]),
    ("units", &[]),
    ("fim_incident_reviewers", &[]),
    ("fim_rule_reviewers", &[]),
    ("scans", &["state", "finished_at"]),
];

/// Whether a rule of the whole could be broken by a change: the row comes or goes, or differs in what the rules look at.
fn is_ruled(change: &RowChange) -> bool {
    let columns = RULED.iter().find(|(table, _)| *table == change.table.name).map(|(_, columns)| *columns);
    let stays = change.before.is_some() && change.after.is_some();
    columns.is_some_and(|columns| !stays || change.fields().iter().any(|field| columns.contains(field)))
}

/// How often each rule is broken, where changes could break one.
pub type Broken = Vec<(Option<&'static str>, &'static str, usize, Option<String>)>;

/// What `db check` finds of the rules that these changes could break; nothing where they could not. The end of every operation
/// looks at the others by itself, and knows what helps.
pub fn broken(op: &WriteOp<'_>, changes: &[RowChange]) -> Result<Broken> {
    if !changes.iter().any(is_ruled) {
        return Ok(Vec::new());
    }
    op.conn.settle_counts()?;
    let is_of_these = |rule: Option<&str>| !matches!(rule, Some("OP-2" | "SUB-3" | "UNIT-2" | "UNIT-4" | "SUB-4"));
    let checks = of_the_rules(op.conn)?.into_iter().filter(|check| is_of_these(check.rule));
    Ok(checks.map(|check| (check.rule, check.name, check.problem_count, check.problems.into_iter().next())).collect())
}

/// Rows that were right together once may not be so with what has come since: a rule that is broken more often than before is refused.
///
/// # Errors
/// `conflict` by the rule that would be broken.
pub fn rules(op: &WriteOp<'_>, told: &Told, changes: &[RowChange], before: &Broken) -> Result<()> {
    let after = broken(op, changes)?;
    let worse = after.iter().zip(before).find(|((_, _, is, _), (_, _, was, _))| is > was);
    let Some(((rule, name, _, first), _)) = worse else { return Ok(()) };
    let first = first.as_deref().unwrap_or_default();
    Err(breaks(told, rule.unwrap_or("OP-4"), &format!("it would no longer hold that {name} ({first})")))
}

/// What else must hold at the end: the settings that hold again leave units alone, and let the actor in (SUB-4, SESS-1).
///
/// # Errors
/// `conflict`, naming the rule.
pub fn invariants(op: &mut WriteOp<'_>) -> Result<()> {
    op.settings = store::setting::all(op.conn)?;
    if op.settings.is_lite() {
        refuse_units(op.conn)?;
    }
    if !op.settings.allows_address(&op.client_address) {
        return Err(Error::conflict("SESS-1", format!("your own address `{}` would be shut out", op.client_address))
            .hint("see them: `provost settings show signin.allowed_addresses`"));
    }
    Ok(())
}
