//! An open operation: who acts, on which snapshot, and what it may do.

use std::ops::{Deref, DerefMut};
use std::rc::Rc;

use super::journal::{Journal, Sentence};
use super::reader::Reader;
use super::refusal::{self, HIDDEN};
use super::then::Then;
use crate::domain::access::{self, Decision, Reason};
use crate::domain::matrix::Reach;
use crate::domain::project::is_done_to_archived;
use crate::domain::record::{Session, User};
use crate::domain::{
    Action, Actor, Error, Here, Id, Level, Named, ObjectKind, ObjectRef, Placement, Result, Role, Settings, Target,
    Time, actor, ceiling,
};
use crate::store::beginning::Name;
use crate::store::scope::Scope;
use crate::store::{self, Conn, Tx};

/// An operation that reads.
pub struct Op<'a> {
    /// The snapshot it reads.
    pub conn: &'a Conn,
    /// On whose behalf it runs.
    pub actor: Actor,
    /// The settings that hold.
    pub settings: Settings,
    /// When it runs.
    pub now: Time,
    /// The session it runs in; none for a token, and while a subscription is founded.
    pub session: Option<Session>,
    /// The last use of the session or token that was noted.
    pub seen_at: Option<Time>,
    /// Where the command comes from: an address, or `local`.
    pub client_address: String,
    /// Who is told the answer, where that is somebody else than the actor (ROLE-8).
    pub audience: Option<Actor>,
    /// What is known beside the past, where that is asked about (TIME-1).
    pub then: Option<Rc<Then<'a>>>,
}

/// The action whose rows decide about an object: whoever may view a user may ask about it (ROLE-7).
pub fn measured_by(action: Action) -> Action {
    if action.noun() == "access" { Action::UserView } else { action }
}

impl Op<'_> {
    /// The same snapshot as somebody else sees it.
    pub fn on_behalf(&self, actor: Actor) -> Op<'_> {
        Op {
            conn: self.conn,
            actor,
            settings: self.settings_asked().clone(),
            now: self.now,
            session: None,
            seen_at: None,
            client_address: self.client_address.clone(),
            audience: None,
            then: None,
        }
    }

    /// When and where something is asked: days begin where the actor lives.
    pub fn here(&self) -> Result<Here> {
        Ok(Here::new(self.now, store::user::time_zone(self.conn, self.actor.id)?.as_deref()))
    }

    /// Decides about an action, anywhere or at a target.
    pub fn decide(&self, action: Action, target: Target) -> Decision {
        access::decide(&self.actor, &self.settings, action, target)
    }

    /// Refuses an actor that holds the action nowhere, before any name is looked up (ROLE-8). Where it is held in archived
    /// projects alone, what is named decides: one of them is read-only, any other is out of reach (PRJ-1).
    pub fn require(&self, action: Action) -> Result<()> {
        let decision = self.decide(action, Target::default());
        let is_held = decision.allowed || action.is_open() || decision.reason == Reason::Archived;
        if is_held { Ok(()) } else { Err(refusal::not_held(&self.actor, action, &decision)) }
    }

    /// Refuses an actor that holds none of the actions anywhere; the refusal speaks of the first.
    pub fn require_any(&self, actions: &[Action]) -> Result<()> {
        let Some((first, others)) = actions.split_first() else { return Ok(()) };
        self.require(*first).or_else(|error| {
            let held = others.iter().any(|other| self.require(*other).is_ok());
            if held { Ok(()) } else { Err(error) }
        })
    }

    /// Whether the actor holds the action on everything.
    pub fn holds_everywhere(&self, action: Action) -> bool {
        self.decide(action, Target::default()).reach() == Some(Reach::All)
    }

    /// How far the actor holds the action; an error if not at all.
    pub fn reach(&self, action: Action) -> Result<Reach> {
        self.require(action)?;
        Ok(self.decide(action, Target::default()).reach().unwrap_or(Reach::Own))
    }

    /// How far the actor holds the action, if it does.
    pub fn reach_if_held(&self, action: Action) -> Option<Reach> {
        let decision = self.decide(action, Target::default());
        decision.reach().filter(|_| decision.allowed)
    }

    /// How far the actor holds the action; what is its own it sees anyhow.
    pub fn reach_or_own(&self, action: Action) -> Reach {
        self.reach_if_held(action).unwrap_or(Reach::Own)
    }

    /// Decides about an action on an object, and whether the object is worth more than the actor (ROLE-6).
    pub fn verdict(&self, action: Action, object: &ObjectRef) -> Result<Decision> {
        let action = measured_by(action);
        let mut decision = self.decide(action, self.target(action, object.kind, object.id)?);
        if decision.allowed && ceiling::applies(action, object.kind) {
            decision.above = match object.kind {
                ObjectKind::User => {
                    let user = store::user::find(self.conn, object.id)?;
                    for path in decision.paths.iter_mut().filter(|_| user.id != self.actor.id) {
                        let is_handed_out = ceiling::hands_out(&self.actor, &path.via, user.role);
                        path.short_of = (!is_handed_out).then_some(user.role);
                    }
                    self.exceeding(&decision, Some(&user), Some(&user))?
                }
                _ => self.exceeding_of_group(object.id)?,
            };
            if !decision.above.is_empty() {
                decision.allowed = false;
                decision.reason = Reason::AboveCeiling;
            }
        }
        if decision.allowed && !self.is_shown(action, object.kind, object.id)? {
            decision = Decision { allowed: false, reason: Reason::OutOfReach, ..decision };
        }
        if let Some(other) = self.takes_as_well(action, object)?.filter(|_| decision.allowed) {
            let second = self.decide(other, self.target(other, object.kind, object.id)?);
            if !second.allowed {
                decision = Decision { allowed: false, reason: second.reason, lacks: Some(other), ..decision };
            }
        }
        Ok(decision)
    }

    /// What an action takes beside itself on that object: only who may deactivate somebody undoes it (USER-2).
    pub fn takes_as_well(&self, action: Action, object: &ObjectRef) -> Result<Option<Action>> {
        let brings_back = action == Action::UserActivate
            && object.kind == ObjectKind::User
            && store::user::is_inactive(self.conn, object.id)?;
        Ok(brings_back.then_some(Action::UserDeactivate))
    }

    /// Refuses the action on an object unless the actor holds it there.
    pub fn authorize(&self, action: Action, object: &ObjectRef) -> Result<Decision> {
        self.authorize_at(action, self.target(action, object.kind, object.id)?, &object.name)
    }

    /// The same, and refuses what is worth more than the actor (ROLE-6).
    pub fn authorize_covered(&self, action: Action, object: &ObjectRef) -> Result<()> {
        let decision = self.verdict(action, object)?;
        if decision.allowed { Ok(()) } else { Err(refusal::not_there(&self.actor, action, &decision, &object.name)) }
    }

    /// An object as a target: a project by its id and state, everything else by where it lies.
    pub fn target(&self, action: Action, kind: ObjectKind, id: Id) -> Result<Target> {
        match kind {
            ObjectKind::Project => {
                let archived = !is_done_to_archived(action) && store::project::is_archived(self.conn, id)?;
                Ok(Target::project(id, archived))
            }
            kind if kind.is_work() => {
                let project = store::project_work::place::project_of(self.conn, kind, id)?;
                match project {
                    Some(project) => self.target(action, ObjectKind::Project, project),
                    None => Ok(Target::at(Placement::default())),
                }
            }
            // A project that uses it may be viewed without any right that lies elsewhere (ORG-1).
            ObjectKind::Rule | ObjectKind::Requirement => {
                let placement = Scope::on(action, kind).placement(self.conn, &self.actor, id)?;
                Ok(Target::at(placement.unwrap_or_default()))
            }
            // Nothing but editing depends on the kind of a configuration that exists.
            ObjectKind::Config if action == Action::ConfigEdit => {
                let placement = self.placement(action, kind, id)?;
                Ok(Target::config(store::config::find(self.conn, id)?.kind, placement))
            }
            _ => self.placement(action, kind, id).map(Target::at),
        }
    }

    /// Refuses the action at a place that no object has yet.
    pub fn authorize_at(&self, action: Action, target: Target, name: &str) -> Result<Decision> {
        let decision = self.decide(action, target);
        if decision.allowed { Ok(decision) } else { Err(refusal::not_there(&self.actor, action, &decision, name)) }
    }

    /// Where an object lies; looked up unless every path to the action goes everywhere: one that does hides none that
    /// gets there in another way (ROLE-9).
    fn placement(&self, action: Action, kind: ObjectKind, id: Id) -> Result<Placement> {
        if !self.decide(action, Target::default()).depends_on_place() {
            return Ok(Placement::default());
        }
        Ok(Scope::on(action, kind).placement(self.conn, &self.actor, id)?.unwrap_or_default())
    }

    /// Whether the actor may view that object.
    pub fn may_view(&self, kind: ObjectKind, id: Id) -> Result<bool> {
        self.may(kind.view(), kind, id)
    }

    /// Whether the actor holds the action on that object.
    pub fn may(&self, action: Action, kind: ObjectKind, id: Id) -> Result<bool> {
        let holds = self.decide(action, self.target(action, kind, id)?).allowed;
        Ok(holds && self.is_shown(action, kind, id)?)
    }

    /// Whether an object is shown to whoever holds the action on it: of mails and reports, not all is (MAIL-6, REP-1).
    pub fn is_shown(&self, action: Action, kind: ObjectKind, id: Id) -> Result<bool> {
        if self.audience.is_none()
            && !self.is_seen_today(if action.is_view() { action } else { kind.view() }, kind, id)?
        {
            return Ok(false);
        }
        match kind {
            ObjectKind::Mail => self.is_told_of_mail(id),
            ObjectKind::Report => self.reaches_report(action, id),
            _ => Ok(true),
        }
    }

    /// The names of those that are shown.
    pub fn shown_names(&self, kind: ObjectKind, names: Vec<Name>) -> Result<Vec<Name>> {
        let mut shown = Vec::with_capacity(names.len());
        for name in names {
            if self.is_shown(kind.view(), kind, name.id)? {
                shown.push(name);
            }
        }
        Ok(shown)
    }

    /// Refuses a change of a user that exceeds the actor's own privileges (ROLE-6).
    pub fn cover(&self, decision: &Decision, login: &str, before: Option<&User>, after: Option<&User>) -> Result<()> {
        let missing = self.exceeding(decision, before, after)?;
        if missing.is_empty() { Ok(()) } else { Err(ceiling::refusal(login, &missing)) }
    }

    /// An object without its name, if whoever is told of it may not view it (ROLE-8).
    pub fn as_told(&self, kind: ObjectKind, object: Named) -> Result<Named> {
        let is_told = match &self.audience {
            Some(audience) => {
                Op { then: self.then.clone(), ..self.on_behalf(audience.clone()) }.may_view(kind, object.id)?
            }
            None => self.may_view(kind, object.id)?,
        };
        Ok(if is_told { object } else { Named { name: HIDDEN.to_owned(), ..object } })
    }

    /// A user on whom the actor holds the action, and who is not above it (ROLE-6).
    pub fn covered(&self, action: Action, object: &ObjectRef) -> Result<User> {
        self.authorize_covered(action, object)?;
        store::user::find(self.conn, object.id)
    }

    /// The level that a user would effectively have with that level and role of its own (ROLE-5).
    pub fn level_with(&self, user: Id, level: Level, role: Role) -> Result<Level> {
        let groups = store::session::actor(self.conn, user)?.groups;
        Ok(actor::effective_level(level, role, groups.into_iter().map(|group| group.level)))
    }

    /// Refuses what nobody does with a token: what would outlive it, or lead around it (SESS-2).
    pub fn refuse_token(&self, what: &str) -> Result<()> {
        if self.actor.token.is_none() {
            return Ok(());
        }
        Err(Error::not_permitted(format!("with a token nobody {what}"))
            .rule("SESS-2")
            .hint("sign in with a password: `provost login LOGIN`"))
    }

    /// Refuses unit verbs in the edition without units (SUB-4).
    pub fn require_units(&self) -> Result<()> {
        if self.settings.is_lite() {
            return Err(Error::conflict("SUB-4", "the edition `lite` has no business units")
                .hint("provost settings set edition=standard"));
        }
        Ok(())
    }
}

/// An operation that writes.
pub struct WriteOp<'a> {
    op: Op<'a>,
    tx: &'a Tx<'a>,
    /// What it did so far.
    pub journal: Journal,
    /// The mails that it has queued.
    pub mails: Vec<Id>,
    /// Whether they are delivered right after it, so that nobody need be told that they wait.
    pub sends_now: bool,
    /// The objects that a refusal is about, for its log entry (LOG-5).
    pub concerned: Vec<ObjectRef>,
    /// Its operation, once one of its steps has written to the log.
    pub operation: Option<Id>,
    /// Who reads what is reported of it.
    pub reader: Reader,
    /// Whether addresses are new, so that the licence is checked at the end (UNIT-4).
    pub adds_addresses: bool,
    touched_units: Vec<Id>,
}

impl<'a> WriteOp<'a> {
    /// Opens it on a transaction.
    pub fn new(op: Op<'a>, tx: &'a Tx<'a>) -> Self {
        Self {
            op,
            tx,
            journal: Journal::default(),
            mails: Vec::new(),
            sends_now: false,
            concerned: Vec::new(),
            operation: None,
            reader: Reader::Program,
            adds_addresses: false,
            touched_units: Vec::new(),
        }
    }

    /// The transaction to write through.
    pub const fn tx(&self) -> &'a Tx<'a> {
        self.tx
    }

    /// Says what happened, in words.
    pub fn say(&mut self, infinitive: &'static str, past: &'static str, rest: impl Into<String>) {
        self.journal.sentence = Sentence::new(infinitive, past, rest);
    }

    /// Tells the caller something beside the result.
    pub fn notice(&mut self, text: impl Into<String>) {
        self.journal.notices.push(text.into());
    }

    /// Notes that the users of a unit changed, so that UNIT-2 is checked for it.
    pub fn unit_touched(&mut self, unit: Option<Id>) {
        if let Some(unit) = unit.filter(|unit| !self.touched_units.contains(unit)) {
            self.touched_units.push(unit);
        }
    }

    /// The units whose users changed.
    pub fn touched_units(&self) -> &[Id] {
        &self.touched_units
    }

    /// Takes over what a step did, and begins the next with a clean page.
    pub fn take_journal(&mut self) -> Journal {
        std::mem::take(&mut self.journal)
    }
}

impl<'a> Deref for WriteOp<'a> {
    type Target = Op<'a>;
    fn deref(&self) -> &Op<'a> {
        &self.op
    }
}

impl DerefMut for WriteOp<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.op
    }
}
