//! Report rules: reports that come by themselves, with the tick that launches schedules (FIM-12, SCHED-1).

use schemars::JsonSchema;
use serde::Serialize;

use super::report::{self, Content};
use crate::domain::actor::Actor;
use crate::domain::monitoring::{ReportEntity, ReportFormat};
use crate::domain::record::{Report, ReportRule};
use crate::domain::recurrence::{Recurrence, Spec};
use crate::domain::sheet::OnExisting;
use crate::domain::text::{key, numbered};
use crate::domain::{Action, EventFilter, Given, Id, Name, ObjectKind, ObjectRef, Result, Status, Time};
use crate::service::config::add::next_launch;
use crate::service::due::{Due, DueStatus};
use crate::service::existing::settle_one;
use crate::service::listing::{self, Request, Sink};
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_own;
use crate::service::{Op, WriteOp};
use crate::store;

/// One report rule, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportRuleBody {
    /// The rule as it is now.
    pub report_rule: ReportRule,
}

/// What is to change; what is `None` stays, and an inner `None` clears.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub rule: String,
    /// The new name.
    pub name: Option<Name>,
    /// Which entities.
    pub entity: Option<ReportEntity>,
    /// In which form.
    pub format: Option<ReportFormat>,
    pub when: Given<EventFilter>,
    /// When the reports come.
    pub recurrence: Option<Spec>,
    /// Whether they come at all.
    pub active: Option<bool>,
}

/// Each report rule of the actor's own, by name; a manager sees all.
pub fn list(op: &Op<'_>, request: &Request, sink: Sink<'_, ReportRule>) -> Result<()> {
    listing::each(op, request, sink, |selection, sink| {
        store::fim::report_rule::list(op.conn, &op.actor, op.reach(Action::FimReportRuleView)?, selection, sink)
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<ReportRule> {
    let object = op.find(ObjectKind::ReportRule, name)?;
    store::fim::report_rule::find(op.conn, object.id)
}

/// Adds a report rule.
///
/// # Errors
/// `conflict` if the actor has one of that name; `invalid` by SCHED-1.
pub fn add(op: &mut WriteOp<'_>, name: &Name, content: &Content, spec: Spec) -> Result<ReportRuleBody> {
    content.check(op)?;
    let recurrence = Recurrence::new(spec)?;
    let rule = ReportRule {
        id: 0,
        name: name.to_string(),
        content: content.entity,
        format: content.format,
        when: content.when.as_ref().map(ToString::to_string),
        active: true,
        next_run_at: Some(next_launch(&recurrence, op.now)?),
        recurrence: recurrence.spec().clone(),
        creator: op.actor.login.clone(),
        created_at: op.now,
        creator_id: Some(op.actor.id),
    };
    insert(op, rule)
}

/// Copies a report rule, as the actor's own, under another name.
///
/// # Errors
/// `conflict` if the actor has one of that name.
pub fn clone(op: &mut WriteOp<'_>, typed: &str, name: &Name) -> Result<ReportRuleBody> {
    let object = op.find(ObjectKind::ReportRule, typed)?;
    op.authorize(Action::FimReportRuleClone, &object)?;
    let original = store::fim::report_rule::find(op.conn, object.id)?;
    let recurrence = Recurrence::new(original.recurrence.clone())?;
    let rule = ReportRule {
        next_run_at: original.active.then(|| next_launch(&recurrence, op.now)).transpose()?,
        name: name.to_string(),
        creator: op.actor.login.clone(),
        creator_id: Some(op.actor.id),
        created_at: op.now,
        ..original
    };
    insert(op, rule)
}

fn insert(op: &mut WriteOp<'_>, rule: ReportRule) -> Result<ReportRuleBody> {
    refuse_taken(op, rule.creator_id, &rule.name, None)?;
    let id = store::fim::report_rule::insert(op.tx(), &rule)?;
    op.journal.created(&ObjectRef::new(ObjectKind::ReportRule, id, rule.name.clone()), &rule)?;
    op.say("add", "added", format!("report rule `{}`", rule.name));
    Ok(ReportRuleBody { report_rule: store::fim::report_rule::find(op.conn, id)? })
}

/// Edits a report rule, or switches it on or off.
///
/// # Errors
/// `conflict` if its creator has another of that name; `invalid` by SCHED-1.
pub fn edit(op: &mut WriteOp<'_>, request: &Edit) -> Result<ReportRuleBody> {
    let object = op.find(ObjectKind::ReportRule, &request.rule)?;
    op.authorize(Action::FimReportRuleEdit, &object)?;
    let before = store::fim::report_rule::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Some(name) = &request.name {
        refuse_taken(op, before.creator_id, name.as_str(), Some(object.id))?;
        after.name = name.to_string();
    }
    after.content = request.entity.unwrap_or(before.content);
    after.format = request.format.unwrap_or(before.format);
    request.when.write(&mut after.when);
    if request.entity.is_some() || request.when.is_said() {
        content_of(&after)?.check(op)?;
    }
    after.active = request.active.unwrap_or(before.active);
    let recurrence = Recurrence::new(request.recurrence.clone().unwrap_or_else(|| before.recurrence.clone()))?;
    after.recurrence = recurrence.spec().clone();
    if after.active && (!before.active || after.recurrence != before.recurrence) {
        after.next_run_at = Some(next_launch(&recurrence, op.now)?);
    }
    if !after.active {
        after.next_run_at = None;
    }
    let object = ObjectRef::new(ObjectKind::ReportRule, object.id, after.name.clone());
    if op.journal.compare(&object, &before, &after)? {
        store::fim::report_rule::update(op.tx(), &after)?;
    }
    op.say("change", "changed", format!("report rule `{}`", after.name));
    Ok(ReportRuleBody { report_rule: after })
}

/// Deletes report rules; the reports that came of them stay.
///
/// # Errors
/// `not-permitted` by FIM-12.
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::ReportRule, Action::FimReportRuleDelete, names, |op, object| {
        store::fim::report_rule::delete(op.tx(), object.id)
    })
}

/// Adds a report rule, or settles what exists.
pub fn ensure(
    op: &mut WriteOp<'_>,
    on_existing: OnExisting,
    name: &Name,
    content: &Content,
    spec: &Spec,
) -> Result<ReportRuleBody> {
    let found = store::fim::report_rule::of_creator(op.conn, Some(op.actor.id), &name.key())?;
    let found = found.map(|id| ObjectRef::new(ObjectKind::ReportRule, id, format!("id:{id}")));
    settle_one(
        op,
        on_existing,
        (ObjectKind::ReportRule, name, found),
        |op| add(op, name, content, spec.clone()),
        |op, object| {
            let before = store::fim::report_rule::find(op.conn, object.id)?;
            let change = Edit {
                rule: object.name.clone(),
                name: (name.as_str() != before.name).then(|| name.clone()),
                entity: Some(content.entity),
                format: Some(content.format),
                when: content.when.clone().into(),
                recurrence: Some(spec.clone()).filter(|spec| *spec != before.recurrence),
                active: None,
            };
            edit(op, &change)
        },
        |op, object| Ok(ReportRuleBody { report_rule: store::fim::report_rule::find(op.conn, object.id)? }),
    )
}

/// Names of report rules are unique with their creator.
fn refuse_taken(op: &Op<'_>, creator: Option<Id>, name: &str, oneself: Option<Id>) -> Result<()> {
    let found = store::fim::report_rule::of_creator(op.conn, creator, &key(name))?;
    refuse_own(ObjectKind::ReportRule, found, name, oneself)
}

fn content_of(rule: &ReportRule) -> Result<Content> {
    let when = rule.when.as_deref().map(str::parse).transpose()?;
    Ok(Content { entity: rule.content, format: rule.format, when })
}

/// One rule that is due: its report as its creator sees things now, or why there is none; and when it comes next.
pub fn settle(op: &mut WriteOp<'_>, before: &ReportRule) -> Result<Due> {
    let object = ObjectRef::new(ObjectKind::ReportRule, before.id, before.name.clone());
    let mut after = before.clone();
    let mut due = Due::launched(&before.name, &before.creator);
    let creator = before.creator_id.map(|creator| store::session::actor(op.conn, creator)).transpose()?;
    match creator.filter(|creator| creator.status != Status::Inactive) {
        None => {
            after.active = false;
            after.next_run_at = None;
            due.status = DueStatus::SwitchedOff;
            due.reason = Some("its creator is deactivated or gone (USER-6)".to_owned());
        }
        Some(creator) => {
            let report = produce(op, before, creator)?;
            if let Some(error) = report.error {
                due.status = DueStatus::Skipped;
                due.reason = Some(format!("the report failed: {error}"));
            }
            due.report = Some(report.name);
            after.next_run_at = Recurrence::new(before.recurrence.clone())?.next_after(op.now.0).map(Time);
            after.active = after.next_run_at.is_some();
        }
    }
    due.next_launch_at = after.next_run_at.filter(|_| after.active);
    store::fim::report_rule::update(op.tx(), &after)?;
    op.journal.compare(&object, before, &after)?;
    if let Some(creator) = before.creator_id {
        due.note(op, "report rule", creator);
    }
    Ok(due)
}

/// The report is called after the rule and the day: `RULE 2026-11-30`.
fn produce(op: &mut WriteOp<'_>, rule: &ReportRule, creator: Actor) -> Result<Report> {
    let day: String = op.now.to_string().chars().take(10).collect();
    let base = format!("{} {day}", rule.name);
    let taken = |name: &str| -> Result<bool> {
        Ok(store::fim::report::of_creator(op.conn, Some(creator.id), &key(name))?.is_some())
    };
    let name = match base.parse::<Name>() {
        Ok(name) if !taken(&base)? => name,
        _ => numbered(&base, taken)?,
    };
    report::produce_new(op, &creator.at_work(), name.to_string(), &content_of(rule)?, Some(rule.id))
}
