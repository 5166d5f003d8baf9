//! Correlation rules: events that fit a filter become an incident (FIM-9, FIM-15).

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{incident, reviewer};
use crate::domain::actor::Actor;
use crate::domain::event_filter::{EventFilter, Facts};
use crate::domain::phrase::counted;
use crate::domain::record::CorrelationRule;
use crate::domain::sheet::OnExisting;
use crate::domain::text::{key, quoted};
use crate::domain::{Action, Error, Given, Id, Kind, Line, Name, ObjectKind, ObjectRef, Result, Status, Time};
use crate::service::bulk::intake::beyond;
use crate::service::existing::settle_one;
use crate::service::listing::{self, Sink};
use crate::service::removal::delete_each;
use crate::service::report::Outcomes;
use crate::service::unique::refuse_taken;
use crate::service::{Op, WriteOp};
use crate::store;
use crate::store::fim::event::{Observed, Observing};
use crate::store::fim::reviewer::Reviewed;
use crate::store::listing::Selection;

/// One rule, under its noun.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleBody {
    /// The rule as it is now.
    pub rule: CorrelationRule,
}

/// What is known of a new rule.
#[derive(Debug)]
pub struct Request {
    pub name: Name,
    pub description: Given<Line>,
    /// Which events it gathers.
    pub when: EventFilter,
    /// Who reviews its incidents.
    pub reviewers: Vec<String>,
    /// Whether it is evaluated; it is by default.
    pub active: bool,
}

/// Adds a rule, or settles what exists: its reviewers become those named.
pub fn ensure(op: &mut WriteOp<'_>, on_existing: OnExisting, request: &Request) -> Result<RuleBody> {
    let found = op.find_named(ObjectKind::FimRule, request.name.as_str())?;
    settle_one(
        op,
        on_existing,
        (ObjectKind::FimRule, &request.name, found),
        |op| add(op, request),
        |op, object| {
            let before = store::fim::rule::find(op.conn, object.id)?;
            let named = &request.reviewers;
            let change = Edit {
                rule: object.name.clone(),
                name: (request.name.as_str() != before.name).then(|| request.name.clone()),
                description: request.description.clone(),
                when: (request.when.to_string() != before.when).then(|| request.when.clone()),
                add_reviewers: beyond(named, &before.reviewers),
                remove_reviewers: if named.is_empty() { Vec::new() } else { beyond(&before.reviewers, named) },
            };
            let body = edit(op, &change)?;
            // That it is to be active is said by nobody: it is the default.
            if body.rule.active && !request.active { set_active(op, &object.name, false) } else { Ok(body) }
        },
        |op, object| Ok(RuleBody { rule: store::fim::rule::find(op.conn, object.id)? }),
    )
}

/// What is to change; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub rule: String,
    /// The new name.
    pub name: Option<Name>,
    pub description: Given<Line>,
    /// Which events it gathers from now on.
    pub when: Option<EventFilter>,
    /// Reviewers to assign.
    pub add_reviewers: Vec<String>,
    /// Reviewers whose place ends.
    pub remove_reviewers: Vec<String>,
}

/// Each rule that the actor made or reviews, by name; a manager sees all.
pub fn list(op: &Op<'_>, request: &listing::Request, sink: Sink<'_, CorrelationRule>) -> Result<()> {
    let reach = op.reach(Action::FimRuleView)?;
    listing::each(op, request, sink, |selection, sink| {
        store::fim::rule::list(op.conn, &op.actor, Action::FimRuleView, reach, selection, sink)
    })
}

pub fn show(op: &Op<'_>, name: &str) -> Result<CorrelationRule> {
    let object = op.find(ObjectKind::FimRule, name)?;
    store::fim::rule::find(op.conn, object.id)
}

/// Adds a rule, which looks at events from now on.
///
/// # Errors
/// `conflict` if the name is taken, and by FIM-13; `not-found` for a tag of its filter.
pub fn add(op: &mut WriteOp<'_>, request: &Request) -> Result<RuleBody> {
    refuse_taken(op, ObjectKind::FimRule, &request.name, None)?;
    check_tags(op, &request.when)?;
    let rule = CorrelationRule {
        id: 0,
        name: request.name.to_string(),
        description: request.description.text(),
        when: request.when.to_string(),
        active: request.active,
        creator: op.actor.login.clone(),
        reviewers: Vec::new(),
        incident_count: 0,
        created_at: op.now,
        last_event_id: store::fim::event::last_id(op.conn)?,
        creator_id: Some(op.actor.id),
    };
    let id = store::fim::rule::insert(op.tx(), &rule)?;
    let object = ObjectRef::new(ObjectKind::FimRule, id, rule.name.clone());
    reviewer::change(op, Reviewed::Rule, &object, rule.creator_id, &request.reviewers, &[])?;
    let rule = store::fim::rule::find(op.conn, id)?;
    op.journal.created(&object, &rule)?;
    op.say("add", "added", format!("correlation rule `{}`", rule.name));
    Ok(RuleBody { rule })
}

/// A filter asks for tags that exist, by their names: a slip would match nothing, in silence.
pub fn check_tags(op: &Op<'_>, filter: &EventFilter) -> Result<()> {
    for tag in filter.tags() {
        let found = op.find(ObjectKind::Tag, tag)?;
        if key(&found.name) != tag {
            return Err(Error::invalid(format!("a filter asks for tags by name; `{tag}` is `{}`", found.name))
                .rule("FIM-15")
                .hint(format!("--when 'asset.tag=\"{}\"'", found.name)));
        }
    }
    Ok(())
}

/// Edits a rule.
///
/// # Errors
/// `conflict` if the name is taken, and by FIM-13; `not-permitted` by FIM-9.
pub fn edit(op: &mut WriteOp<'_>, request: &Edit) -> Result<RuleBody> {
    let object = op.find(ObjectKind::FimRule, &request.rule)?;
    op.authorize(Action::FimRuleEdit, &object)?;
    let before = store::fim::rule::find(op.conn, object.id)?;
    let mut after = before.clone();
    if let Some(name) = &request.name {
        refuse_taken(op, ObjectKind::FimRule, name, Some(object.id))?;
        after.name = name.to_string();
    }
    request.description.write(&mut after.description);
    if let Some(when) = &request.when {
        check_tags(op, when)?;
        after.when = when.to_string();
    }
    store::fim::rule::update(op.tx(), &after)?;
    let object = ObjectRef::new(ObjectKind::FimRule, object.id, after.name);
    let (add, remove) = (&request.add_reviewers, &request.remove_reviewers);
    reviewer::change(op, Reviewed::Rule, &object, before.creator_id, add, remove)?;
    let after = store::fim::rule::find(op.conn, object.id)?;
    op.journal.compare(&object, &before, &after)?;
    op.say("change", "changed", format!("correlation rule `{}`", after.name));
    Ok(RuleBody { rule: after })
}

/// Switches a rule on or off. What happened while it was off, it does not take up.
///
/// # Errors
/// `not-permitted` by FIM-13.
pub fn set_active(op: &mut WriteOp<'_>, name: &str, active: bool) -> Result<RuleBody> {
    let object = op.find(ObjectKind::FimRule, name)?;
    op.authorize(if active { Action::FimRuleActivate } else { Action::FimRuleDeactivate }, &object)?;
    let before = store::fim::rule::find(op.conn, object.id)?;
    let mut after = CorrelationRule { active, ..before.clone() };
    if op.journal.compare(&object, &before, &after)? {
        if active {
            after.last_event_id = store::fim::event::last_id(op.conn)?;
        }
        store::fim::rule::update(op.tx(), &after)?;
    }
    let (infinitive, past) = if active { ("activate", "activated") } else { ("deactivate", "deactivated") };
    op.say(infinitive, past, format!("correlation rule `{}`", after.name));
    Ok(RuleBody { rule: after })
}

/// Deletes rules; the incidents they made stay.
///
/// # Errors
/// `not-permitted` by FIM-9.
pub fn delete(op: &mut WriteOp<'_>, names: &[String]) -> Result<Outcomes> {
    delete_each(op, ObjectKind::FimRule, Action::FimRuleDelete, names, |op, object| {
        store::fim::rule::delete(op.tx(), object.id)
    })
}

/// What a run came to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RunBody {
    /// How many incidents were made.
    pub incident_count: usize,
    /// One for each rule.
    pub results: Vec<Ran>,
}

/// What one rule came to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Ran {
    /// The rule.
    pub object: String,
    /// How many new events its creator sees.
    pub seen_count: usize,
    /// How many of them fit.
    pub matched_count: usize,
    /// The incident that was made of them.
    pub incident: Option<Id>,
    /// Why it was not evaluated.
    pub skipped: Option<String>,
}

/// Evaluates active rules over the events that are new to them: those named, or all that the actor may run.
///
/// # Errors
/// `conflict` for a named rule that is not active; `not-permitted` by FIM-13.
pub fn run(op: &mut WriteOp<'_>, names: &[String]) -> Result<RunBody> {
    let mut rules = Vec::new();
    if names.is_empty() {
        let reach = op.reach(Action::FimRuleRun)?;
        store::fim::rule::list(op.conn, &op.actor, Action::FimRuleRun, reach, &Selection::default(), |rule| {
            rules.extend(rule.active.then_some(rule));
            Ok(())
        })?;
    }
    for object in op.find_all(ObjectKind::FimRule, names)? {
        op.authorize(Action::FimRuleRun, &object)?;
        let rule = store::fim::rule::find(op.conn, object.id)?;
        if !rule.active {
            return Err(Error::conflict("FIM-15", format!("the rule `{}` is not active", rule.name))
                .hint(format!("provost fim rule activate {}", quoted(&rule.name))));
        }
        rules.push(rule);
    }
    let mut results = Vec::with_capacity(rules.len());
    for rule in &rules {
        results.push(run_one(op, rule)?);
    }
    let incident_count = results.iter().filter(|ran| ran.incident.is_some()).count();
    op.say("run", "ran", format!("{} with {}", counted(rules.len(), "rule"), counted(incident_count, "incident")));
    Ok(RunBody { incident_count, results })
}

fn run_one(op: &mut WriteOp<'_>, rule: &CorrelationRule) -> Result<Ran> {
    let object = ObjectRef::new(ObjectKind::FimRule, rule.id, rule.name.clone());
    let mut ran = Ran { object: rule.name.clone(), seen_count: 0, matched_count: 0, incident: None, skipped: None };
    let creator = match creator_of(op, rule)? {
        Ok(creator) => creator,
        Err(reason) => return Ok(skipped(op, ran, reason)),
    };
    let filter: EventFilter = rule.when.parse()?;
    let last = store::fim::event::last_id(op.conn)?;
    let found = matching(&op.on_behalf(creator.clone()), &filter, rule.last_event_id, |_| ran.seen_count += 1);
    let matched = match found {
        Err(error) if error.kind == Kind::Conflict => return Ok(skipped(op, ran, error.message.clone())),
        found => found?,
    };
    ran.matched_count = matched.len();
    if last > rule.last_event_id {
        store::fim::rule::update(op.tx(), &CorrelationRule { last_event_id: last, ..rule.clone() })?;
        op.journal.change(&object, "last_event", rule.last_event_id.into(), last.into());
    }
    if !matched.is_empty() {
        ran.incident = Some(open_incident(op, rule, &creator, &matched)?);
    }
    Ok(ran)
}

fn skipped(op: &mut WriteOp<'_>, ran: Ran, reason: String) -> Ran {
    op.notice(format!("the rule `{}` was not evaluated: {reason}", ran.object));
    Ran { skipped: Some(reason), ..ran }
}

/// On whose behalf a rule runs, or why it cannot: only while its creator is active, sees something and may open
/// incidents (FIM-15).
fn creator_of(op: &Op<'_>, rule: &CorrelationRule) -> Result<std::result::Result<Actor, String>> {
    let Some(creator) = rule.creator_id else {
        return Ok(Err(format!("its creator `{}` is gone; add it anew", rule.creator)));
    };
    let creator = store::session::actor(op.conn, creator)?.at_work();
    let unfit = creator.status != Status::Active || !reviewer::holds(&creator, &op.settings, Action::FimIncidentAdd);
    if unfit && !op.may_view(ObjectKind::User, creator.id)? {
        return Ok(Err(format!("its creator `{}` cannot open incidents any more", creator.login)));
    }
    if creator.status != Status::Active {
        return Ok(Err(format!("its creator `{}` is {}", creator.login, creator.status)));
    }
    if !reviewer::holds(&creator, &op.settings, Action::FimIncidentAdd) {
        return Ok(Err(format!("its creator `{}` may not do `fim.incident.add` any more", creator.login)));
    }
    Ok(Ok(creator))
}

/// The events newer than the given one that fit, of those that the actor of the operation sees.
fn matching(op: &Op<'_>, filter: &EventFilter, after: Id, mut saw: impl FnMut(&Observed)) -> Result<Vec<Id>> {
    let reach = op.reach(Action::FimEventView)?;
    let test = Test::new(op, filter)?;
    let mut matched = Vec::new();
    store::fim::event::observe(op.conn, &op.actor, reach, Observing::NewSince(after), |observed| {
        saw(&observed);
        matched.extend(test.fits(&observed, op.now).then_some(observed.event.id));
        Ok(())
    })?;
    Ok(matched)
}

/// A filter with the tags it asks for, each with those below it.
pub struct Test<'f> {
    filter: &'f EventFilter,
    covered: HashMap<String, HashSet<String>>,
}

impl<'f> Test<'f> {
    /// Looks the tags up.
    ///
    /// # Errors
    /// `conflict` for a tag that is gone.
    pub fn new(op: &Op<'_>, filter: &'f EventFilter) -> Result<Self> {
        let mut covered = HashMap::new();
        for tag in filter.tags() {
            let within: HashSet<String> = store::tag::keys_within(op.conn, tag)?.into_iter().collect();
            if within.is_empty() {
                return Err(Error::conflict("FIM-15", format!("its filter asks for the tag `{tag}`, which is gone"))
                    .hint("give it another filter: `--when FILTER`"));
            }
            covered.insert(tag.to_owned(), within);
        }
        Ok(Self { filter, covered })
    }

    /// Whether an event fits.
    pub fn fits(&self, observed: &Observed, now: Time) -> bool {
        let event = &observed.event;
        let bears = |tag: &str| {
            self.covered.get(tag).is_some_and(|within| observed.tags.iter().any(|tag| within.contains(tag)))
        };
        let facts = Facts {
            at: event.at,
            process: event.process.as_deref(),
            path: &event.path,
            action: event.action,
            severity: event.severity,
            address: event.address,
            asset_name: event.asset.as_deref(),
            os: observed.os.as_deref(),
            bears: &bears,
        };
        self.filter.fits(&facts, now)
    }
}

/// The incident of a rule is its creator's, and for its reviewers, as far as they still qualify (FIM-13).
fn open_incident(op: &mut WriteOp<'_>, rule: &CorrelationRule, creator: &Actor, events: &[Id]) -> Result<Id> {
    let record = incident::opened(rule.name.clone(), creator, Some(rule.id), op.now);
    let id = store::fim::incident::insert(op.tx(), &record)?;
    let object = ObjectRef::new(ObjectKind::FimIncident, id, rule.name.clone());
    for event in events {
        store::fim::incident::add_event(op.tx(), id, *event)?;
    }
    for user in store::fim::reviewer::of(op.conn, Reviewed::Rule, rule.id)? {
        match reviewer::obstacle(op, rule.creator_id, user.id)? {
            Some(obstacle) => {
                op.notice(format!("`{}` does not review the incident {id}: {obstacle}", user.name));
            }
            None => {
                store::fim::reviewer::add(op.tx(), Reviewed::Incident, id, user.id)?;
            }
        }
    }
    op.journal.created(&object, &store::fim::incident::find(op.conn, id)?)?;
    Ok(id)
}
