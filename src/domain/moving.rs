//! The plan of a move between units (section 7 of the rules): computed once from facts, then applied.
//!
//! The plan says what happens to each group and configuration of each user, and in which steps. It
//! knows no database: the service gathers the facts, applies the steps and reports the plan.

use std::collections::{BTreeMap, HashSet};

use super::asset_group::Origin;
use super::error::{Error, Result};
use super::id::{Id, Named};
use super::open_question::Question;
use super::settings::Mode;
use super::words::words;

words! {
    /// What becomes of the configurations.
    ConfigsAnswer is "answer for configurations" {
        Keep = "keep",
        Delete = "delete",
        Transfer = "transfer",
    }
}

words! {
    /// What becomes of the asset groups.
    GroupsAnswer is "answer for asset groups" {
        Keep = "keep",
        Leave = "leave",
        Transfer = "transfer",
        Delete = "delete",
    }
}

/// The answers given with the command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// For the configurations.
    pub configs: Option<ConfigsAnswer>,
    /// For the asset groups.
    pub groups: Option<GroupsAnswer>,
}

/// One user who moves, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mover {
    /// The user.
    pub user: Named,
    /// The unit it leaves.
    pub from: Option<Id>,
    /// Whether `All` is assigned to it.
    pub all_assigned: bool,
    /// The groups assigned to it.
    pub assigned: Vec<Id>,
    /// The groups it owns.
    pub owned: Vec<Id>,
    /// Its configurations.
    pub configs: Vec<Named>,
}

/// A group that a mover is assigned to or owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFacts {
    /// The group.
    pub group: Named,
    /// Who created it.
    pub origin: Origin,
    /// The units it is linked to.
    pub units: Vec<Id>,
    /// The units in which its owner, or somebody assigned to it, stays (MOVE-5).
    pub anchors: Vec<Id>,
    /// Whether somebody who does not move along is assigned to it or aims a configuration at it (MOVE-10).
    pub held_by_others: bool,
}

/// Everything the plan is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The unit they move to; `None`: unassigned.
    pub to: Option<Id>,
    /// Which questions are asked (MOVE-10).
    pub mode: Mode,
    /// Who moves.
    pub movers: Vec<Mover>,
    /// Their groups by id.
    pub groups: BTreeMap<Id, GroupFacts>,
    /// Who takes over in each old unit whose primary contact stays.
    pub contacts: BTreeMap<Id, Named>,
    /// The subscription's primary contact.
    pub subscription_contact: Named,
}

impl Facts {
    /// Who receives what stays behind (MOVE-4, MOVE-6, MOVE-10).
    fn receiver(&self, mover: &Mover) -> &Named {
        mover.from.and_then(|unit| self.contacts.get(&unit)).unwrap_or(&self.subscription_contact)
    }

    fn group(&self, id: Id) -> Result<&GroupFacts> {
        self.groups.get(&id).ok_or_else(|| Error::internal("a group of a moving user is unknown to the plan"))
    }
}

/// One change to the database, in the order in which it is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// The group is linked to the new unit.
    Link(Id),
    /// The group leaves a unit.
    Unlink { group: Id, unit: Id },
    /// A numbered copy of the group is made in the new unit.
    Copy(Id),
    /// The user's assignment goes over to the copy, and so do the targets of its configurations.
    UseCopy { user: Id, group: Id },
    /// An assignment ends.
    Unassign { user: Id, group: Id },
    /// The assignment of `All` ends.
    UnassignAll { user: Id },
    /// The group gets another owner.
    GiveGroup { group: Id, to: Id },
    /// The group is deleted.
    DeleteGroup(Id),
    /// All configurations of the user are deleted.
    DeleteConfigs { user: Id },
    /// All configurations of the user go to somebody else.
    GiveConfigs { user: Id, to: Id },
}

/// What becomes of one user's things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fate {
    /// Groups that stay as they are: linked to the new unit already, or needing no link.
    pub kept: Vec<Named>,
    /// Groups added to the new unit.
    pub added: Vec<Named>,
    /// Groups copied into the new unit.
    pub copied: Vec<Named>,
    /// Groups whose assignment ends.
    pub left: Vec<Named>,
    /// Groups that go to somebody else.
    pub transferred: Vec<Named>,
    /// Groups that are deleted.
    pub deleted: Vec<Named>,
    /// What becomes of the configurations.
    pub configs: Option<ConfigsAnswer>,
    /// Who receives what is transferred.
    pub receiver: Option<Named>,
}

/// The whole plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What is done, in order.
    pub steps: Vec<Step>,
    /// What becomes of each mover's things, in the order of the movers.
    pub fates: Vec<Fate>,
}

/// Makes the plan.
pub fn plan(facts: &Facts, answers: Answers) -> Result<Plan> {
    check_answers(facts, answers)?;
    let (mut steps, mut fates) = (Steps::default(), Vec::with_capacity(facts.movers.len()));
    for mover in &facts.movers {
        let mut fate = Fate { receiver: Some(facts.receiver(mover).clone()), ..Fate::default() };
        plan_configs(facts, mover, answers, &mut steps, &mut fate);
        if mover.all_assigned {
            steps.push(Step::UnassignAll { user: mover.user.id });
        }
        for id in all_groups(facts, mover)? {
            let group = facts.group(id)?;
            let held = Held { mover, group, assigned: mover.assigned.contains(&id), owned: mover.owned.contains(&id) };
            match (facts.mode, answers.groups) {
                (Mode::Managed, answer) => hand_over(facts, &held, answer, &mut steps, &mut fate),
                (Mode::Classic, Some(GroupsAnswer::Leave)) => leave(facts, &held, &mut steps, &mut fate),
                (Mode::Classic, _) => keep(facts, &held, &mut steps, &mut fate),
            }
        }
        fates.push(fate);
    }
    Ok(Plan { steps: steps.ordered, fates })
}

/// One group in the hands of one mover.
struct Held<'a> {
    mover: &'a Mover,
    group: &'a GroupFacts,
    assigned: bool,
    owned: bool,
}

/// Every group of the mover, by name.
fn all_groups(facts: &Facts, mover: &Mover) -> Result<Vec<Id>> {
    let mut ids: Vec<Id> = mover.assigned.iter().chain(&mover.owned).copied().collect();
    ids.sort_unstable();
    ids.dedup();
    for id in &ids {
        facts.group(*id)?;
    }
    ids.sort_by_key(|id| facts.groups.get(id).map(|group| group.group.name.to_lowercase()));
    Ok(ids)
}

/// Steps in order; those about a group alone are made once for all movers.
#[derive(Default)]
struct Steps {
    ordered: Vec<Step>,
    made: HashSet<Step>,
}

impl Steps {
    fn push(&mut self, step: Step) {
        self.ordered.push(step);
    }

    fn push_once(&mut self, step: Step) {
        if self.made.insert(step.clone()) {
            self.ordered.push(step);
        }
    }
}

fn plan_configs(facts: &Facts, mover: &Mover, answers: Answers, steps: &mut Steps, fate: &mut Fate) {
    if mover.configs.is_empty() {
        return;
    }
    let user = mover.user.id;
    fate.configs = answers.configs;
    match answers.configs {
        Some(ConfigsAnswer::Delete) => steps.push(Step::DeleteConfigs { user }),
        Some(ConfigsAnswer::Transfer) => steps.push(Step::GiveConfigs { user, to: facts.receiver(mover).id }),
        Some(ConfigsAnswer::Keep) | None => {}
    }
}

/// Keeping access in classic mode (MOVE-3, MOVE-4, MOVE-5).
fn keep(facts: &Facts, held: &Held<'_>, steps: &mut Steps, fate: &mut Fate) {
    let group = held.group;
    let id = group.group.id;
    let linked = facts.to.is_some_and(|unit| group.units.contains(&unit));
    match (group.origin, facts.to) {
        (Origin::Unit, _) if !linked => {
            steps.push_once(Step::Copy(id));
            steps.push(Step::UseCopy { user: held.mover.user.id, group: id });
            fate.copied.push(group.group.clone());
            if held.owned {
                steps.push(Step::GiveGroup { group: id, to: facts.receiver(held.mover).id });
                fate.transferred.push(group.group.clone());
            }
        }
        (Origin::Manager | Origin::Personal, Some(_)) if !linked => {
            steps.push_once(Step::Link(id));
            fate.added.push(group.group.clone());
        }
        _ => fate.kept.push(group.group.clone()),
    }
    if let (Origin::Personal, Some(unit)) = (group.origin, held.mover.from)
        && group.units.contains(&unit)
        && !group.anchors.contains(&unit)
    {
        steps.push_once(Step::Unlink { group: id, unit });
    }
}

/// Leaving groups behind in classic mode (MOVE-6).
fn leave(facts: &Facts, held: &Held<'_>, steps: &mut Steps, fate: &mut Fate) {
    let id = held.group.group.id;
    let linked = facts.to.is_some_and(|unit| held.group.units.contains(&unit));
    if held.owned {
        steps.push(Step::GiveGroup { group: id, to: facts.receiver(held.mover).id });
        fate.transferred.push(held.group.group.clone());
    }
    if held.assigned && linked {
        fate.kept.push(held.group.group.clone());
    } else if held.assigned {
        steps.push(Step::Unassign { user: held.mover.user.id, group: id });
        fate.left.push(held.group.group.clone());
    }
}

/// Managed mode: the user takes nothing along (MOVE-10).
fn hand_over(facts: &Facts, held: &Held<'_>, answer: Option<GroupsAnswer>, steps: &mut Steps, fate: &mut Fate) {
    let id = held.group.group.id;
    if held.assigned {
        steps.push(Step::Unassign { user: held.mover.user.id, group: id });
    }
    if !held.owned {
        fate.left.push(held.group.group.clone());
    } else if answer == Some(GroupsAnswer::Delete) && !held.group.held_by_others {
        steps.push(Step::DeleteGroup(id));
        fate.deleted.push(held.group.group.clone());
    } else {
        steps.push(Step::GiveGroup { group: id, to: facts.receiver(held.mover).id });
        fate.transferred.push(held.group.group.clone());
    }
}

/// What a mode asks: the rule, and for each question its flag, its text and its answers.
const fn questions(mode: Mode) -> (&'static str, [Asked; 2]) {
    match mode {
        Mode::Classic => ("MOVE-2", [CLASSIC_CONFIGS, CLASSIC_GROUPS]),
        Mode::Managed => ("MOVE-10", [MANAGED_CONFIGS, MANAGED_GROUPS]),
    }
}

fn given(answers: Answers) -> [Option<&'static str>; 2] {
    [answers.configs.map(ConfigsAnswer::as_str), answers.groups.map(GroupsAnswer::as_str)]
}

/// Refuses answers of the other mode, whether they matter or not (MOVE-10).
pub fn check_mode(mode: Mode, answers: Answers) -> Result<()> {
    let (rule, questions) = questions(mode);
    for ((flag, _, words), answer) in questions.into_iter().zip(given(answers)) {
        if let Some(answer) = answer.filter(|answer| !words.contains(answer)) {
            let mode = if mode == Mode::Managed { "managed" } else { "classic" };
            return Err(Error::usage(format!(
                "`--{flag} {answer}` is no answer while `asset_groups.mode` is `{mode}`"
            ))
            .rule(rule)
            .hint(format!("use `--{flag} {}`", words.join("|"))));
        }
    }
    Ok(())
}

fn check_answers(facts: &Facts, answers: Answers) -> Result<()> {
    check_mode(facts.mode, answers)?;
    let (rule, questions) = questions(facts.mode);
    let matters = [possessions(facts, configs_of)?, possessions(facts, asked_groups)?];
    for (((flag, text, words), answer), owned) in questions.into_iter().zip(given(answers)).zip(matters) {
        if answer.is_none() && owned.iter().any(|(_, names)| !names.is_empty()) {
            return Err(Error::open_question(Question::new(flag, text, words).about_users(owned), rule));
        }
    }
    Ok(())
}

/// What each mover has of what a question is about, by login.
fn possessions(
    facts: &Facts,
    of: impl Fn(&Facts, &Mover) -> Result<Vec<String>>,
) -> Result<Vec<(String, Vec<String>)>> {
    facts.movers.iter().map(|mover| Ok((mover.user.name.clone(), of(facts, mover)?))).collect()
}

fn configs_of(_: &Facts, mover: &Mover) -> Result<Vec<String>> {
    Ok(mover.configs.iter().map(|config| config.name.clone()).collect())
}

/// The groups whose fate is asked about: all in classic mode, own ones in managed mode (MOVE-10).
fn asked_groups(facts: &Facts, mover: &Mover) -> Result<Vec<String>> {
    let asked = all_groups(facts, mover)?.into_iter();
    let asked = asked.filter(|id| facts.mode == Mode::Classic || mover.owned.contains(id));
    asked.map(|id| Ok(facts.group(id)?.group.name.clone())).collect()
}

type Asked = (&'static str, &'static str, &'static [&'static str]);
const CLASSIC_CONFIGS: Asked = ("configs", "keep the users' configurations, or delete them?", &["keep", "delete"]);
const CLASSIC_GROUPS: Asked =
    ("asset-groups", "keep access to the users' asset groups, or leave them behind?", &["keep", "leave"]);
const MANAGED_CONFIGS: Asked =
    ("configs", "transfer the users' configurations to the receiver, or delete them?", &["transfer", "delete"]);
const MANAGED_GROUPS: Asked =
    ("asset-groups", "transfer the users' own asset groups to the receiver, or delete them?", &["transfer", "delete"]);

#[cfg(test)]
mod tests {
    use super::*;

    const EU: Id = 1;
    const US: Id = 2;
    const ANN: Id = 10;
    const BOB: Id = 11;
    const UMA: Id = 20;
    const MARA: Id = 21;
    const GROUP: Id = 100;

    fn named(id: Id, name: &str) -> Named {
        Named { id, name: name.into() }
    }

    fn mover(id: Id, assigned: &[Id], owned: &[Id]) -> Mover {
        Mover {
            user: named(id, "u"),
            from: Some(EU),
            all_assigned: false,
            assigned: assigned.to_vec(),
            owned: owned.to_vec(),
            configs: vec![],
        }
    }

    fn group(origin: Origin, units: &[Id]) -> GroupFacts {
        GroupFacts { group: named(GROUP, "G"), origin, units: units.to_vec(), anchors: vec![], held_by_others: false }
    }

    fn facts(mode: Mode, movers: Vec<Mover>, group: GroupFacts) -> Facts {
        Facts {
            to: Some(US),
            mode,
            movers,
            groups: BTreeMap::from([(GROUP, group)]),
            contacts: BTreeMap::from([(EU, named(UMA, "uma"))]),
            subscription_contact: named(MARA, "mara"),
        }
    }

    const KEEP: Answers = Answers { configs: None, groups: Some(GroupsAnswer::Keep) };
    const LEAVE: Answers = Answers { configs: None, groups: Some(GroupsAnswer::Leave) };
    const DELETE: Answers = Answers { configs: None, groups: Some(GroupsAnswer::Delete) };

    #[test]
    fn a_managers_group_is_added_and_stays_where_it_was() {
        let facts = facts(Mode::Classic, vec![mover(ANN, &[GROUP], &[])], group(Origin::Manager, &[EU]));
        let plan = plan(&facts, KEEP).unwrap();
        assert_eq!(plan.steps, [Step::Link(GROUP)]);
        assert_eq!(plan.fates[0].added, [named(GROUP, "G")]);
    }

    #[test]
    fn a_unit_group_is_copied_once_for_all_who_move_together() {
        let facts = facts(
            Mode::Classic,
            vec![mover(ANN, &[GROUP], &[]), mover(BOB, &[GROUP], &[])],
            group(Origin::Unit, &[EU]),
        );
        let plan = plan(&facts, KEEP).unwrap();
        assert_eq!(
            plan.steps,
            [Step::Copy(GROUP), Step::UseCopy { user: ANN, group: GROUP }, Step::UseCopy { user: BOB, group: GROUP }]
        );
    }

    #[test]
    fn a_movers_own_unit_group_goes_to_the_old_contact() {
        let facts = facts(Mode::Classic, vec![mover(ANN, &[], &[GROUP])], group(Origin::Unit, &[EU]));
        let plan = plan(&facts, KEEP).unwrap();
        assert!(plan.steps.contains(&Step::GiveGroup { group: GROUP, to: UMA }));
        assert_eq!(plan.fates[0].transferred, [named(GROUP, "G")]);
    }

    #[test]
    fn a_personal_group_leaves_the_old_unit_unless_somebody_stays() {
        let mut facts = facts(Mode::Classic, vec![mover(ANN, &[], &[GROUP])], group(Origin::Personal, &[EU]));
        assert_eq!(plan(&facts, KEEP).unwrap().steps, [Step::Link(GROUP), Step::Unlink { group: GROUP, unit: EU }]);
        facts.groups.get_mut(&GROUP).unwrap().anchors = vec![EU];
        assert_eq!(plan(&facts, KEEP).unwrap().steps, [Step::Link(GROUP)]);
    }

    #[test]
    fn a_group_of_the_new_unit_stays_assigned_and_is_not_copied() {
        for origin in Origin::ALL {
            let facts = facts(Mode::Classic, vec![mover(ANN, &[GROUP], &[])], group(*origin, &[US]));
            let plan = plan(&facts, KEEP).unwrap();
            assert_eq!((plan.steps, plan.fates[0].kept.len()), (vec![], 1));
        }
    }

    #[test]
    fn to_unassigned_nothing_is_linked_and_unit_groups_are_copied() {
        let mut facts = facts(Mode::Classic, vec![mover(ANN, &[GROUP], &[])], group(Origin::Manager, &[EU]));
        facts.to = None;
        assert!(plan(&facts, KEEP).unwrap().steps.is_empty());
        facts.groups.get_mut(&GROUP).unwrap().origin = Origin::Unit;
        assert_eq!(plan(&facts, KEEP).unwrap().steps[0], Step::Copy(GROUP));
    }

    #[test]
    fn leaving_ends_assignments_and_hands_over_what_was_owned() {
        let facts = facts(Mode::Classic, vec![mover(ANN, &[GROUP], &[GROUP])], group(Origin::Personal, &[EU]));
        let plan = plan(&facts, LEAVE).unwrap();
        assert_eq!(plan.steps, [Step::GiveGroup { group: GROUP, to: UMA }, Step::Unassign { user: ANN, group: GROUP }]);
    }

    #[test]
    fn without_a_contact_in_the_old_unit_the_subscriptions_receives() {
        let mut facts = facts(Mode::Classic, vec![mover(ANN, &[], &[GROUP])], group(Origin::Personal, &[EU]));
        facts.contacts.clear();
        assert_eq!(plan(&facts, LEAVE).unwrap().steps, [Step::GiveGroup { group: GROUP, to: MARA }]);
    }

    #[test]
    fn managed_mode_takes_nothing_along_and_spares_what_others_hold() {
        let mut facts = facts(Mode::Managed, vec![mover(ANN, &[], &[GROUP])], group(Origin::Personal, &[US]));
        assert_eq!(plan(&facts, DELETE).unwrap().steps, [Step::DeleteGroup(GROUP)]);
        facts.groups.get_mut(&GROUP).unwrap().held_by_others = true;
        assert_eq!(plan(&facts, DELETE).unwrap().steps, [Step::GiveGroup { group: GROUP, to: UMA }]);
        facts.movers = vec![mover(ANN, &[GROUP], &[])];
        assert_eq!(plan(&facts, Answers::default()).unwrap().steps, [Step::Unassign { user: ANN, group: GROUP }]);
    }

    #[test]
    fn a_question_is_asked_only_where_there_is_something_to_ask() {
        let mut nothing = facts(Mode::Classic, vec![mover(ANN, &[], &[])], group(Origin::Manager, &[EU]));
        nothing.movers[0].all_assigned = true;
        assert_eq!(plan(&nothing, Answers::default()).unwrap().steps, [Step::UnassignAll { user: ANN }]);
        let something = facts(Mode::Classic, vec![mover(ANN, &[GROUP], &[])], group(Origin::Manager, &[EU]));
        let error = plan(&something, Answers::default()).unwrap_err();
        assert_eq!((error.rule, error.question.as_ref().unwrap().flag), (Some("MOVE-2"), "asset-groups"));
    }

    #[test]
    fn an_answer_of_the_other_mode_is_refused_even_if_nothing_is_asked() {
        let classic = facts(Mode::Classic, vec![mover(ANN, &[], &[])], group(Origin::Manager, &[EU]));
        assert!(plan(&classic, DELETE).is_err());
        let managed = facts(Mode::Managed, vec![mover(ANN, &[], &[])], group(Origin::Manager, &[EU]));
        assert!(plan(&managed, LEAVE).is_err());
    }
}
