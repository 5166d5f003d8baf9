//! What the rules of tags set and take away (TAG-2), and how many assets that publishes (TAG-3).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::tag::Rule;
use crate::domain::text::quoted;
use crate::domain::{Action, Error, Id, ObjectKind, ObjectRef, Result};
use crate::service::{Op, WriteOp};
use crate::store;

/// What becomes of something without a tag.
pub const OPEN: &str = "left without any tag, open to every sub-user";

/// What became of the marks of tags on assets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Marks {
    /// Marks that are new.
    pub tagged_count: i64,
    /// Marks that are gone.
    pub untagged_count: i64,
    /// Assets that are left without any tag, open to every sub-user (TAG-3).
    pub published_count: i64,
    /// The same for monitoring profiles.
    pub published_profile_count: i64,
}

impl Marks {
    /// Adds what became of others.
    pub const fn add(&mut self, other: Self) {
        self.tagged_count += other.tagged_count;
        self.untagged_count += other.untagged_count;
        self.published_count += other.published_count;
        self.published_profile_count += other.published_profile_count;
    }

    /// Says how many assets and profiles are published.
    pub fn tell(&self, op: &mut WriteOp<'_>) {
        for (count, noun) in [(self.published_count, "asset"), (self.published_profile_count, "monitoring profile")] {
            match count {
                0 => {}
                1 => op.notice(format!("one {noun} is {OPEN} (TAG-3)")),
                count => op.notice(format!("{count} {noun}s are {OPEN} (TAG-3)")),
            }
        }
    }
}

/// Tags whose rules are to be evaluated, with the rules, read once.
pub struct Rules(Vec<(ObjectRef, Option<Rule>)>);

impl Rules {
    /// Of every tag that has a rule.
    pub fn all(op: &Op<'_>) -> Result<Self> {
        let tags = store::tag::ruled(op.conn)?;
        Self::of(op, tags.into_iter().map(|tag| ObjectRef::new(ObjectKind::Tag, tag.id, tag.name)))
    }

    fn of(op: &Op<'_>, tags: impl IntoIterator<Item = ObjectRef>) -> Result<Self> {
        let rules = tags.into_iter().map(|tag| {
            let rule = store::tag::rule(op.conn, tag.id)?;
            Ok((tag, rule.map(|rule| rule.parse()).transpose()?))
        });
        rules.collect::<Result<_>>().map(Self)
    }

    pub fn apply(&self, op: &mut WriteOp<'_>, asset: Option<Id>) -> Result<Marks> {
        let mut marks = Marks::default();
        let mut lost: Vec<Id> = Vec::new();
        for (tag, rule) in &self.0 {
            let difference = store::tag::differences(op.conn, tag.id, rule.as_ref(), asset)?;
            let (mut tagged, mut untagged) = (0, 0);
            for id in &difference.missing {
                tagged += i64::from(store::tag::mark(op.tx(), *id, tag.id)?);
            }
            for id in &difference.wrong {
                untagged += i64::from(store::tag::unmark(op.tx(), *id, tag.id)?);
            }
            // What a rule does to one asset is told with the asset.
            if asset.is_none() && tagged + untagged > 0 {
                op.journal.change(tag, "assets_by_rule", (-untagged).into(), tagged.into());
            }
            marks.tagged_count += tagged;
            marks.untagged_count += untagged;
            lost.extend(difference.wrong);
        }
        lost.sort_unstable();
        lost.dedup();
        for id in lost {
            marks.published_count += i64::from(store::tag::is_untagged(op.conn, id)?);
        }
        Ok(marks)
    }
}

/// Evaluates the rule of one tag on all assets; a tag without a rule loses what its rule had set.
pub fn one(op: &mut WriteOp<'_>, tag: &ObjectRef) -> Result<Marks> {
    let marks = Rules::of(op, [tag.clone()])?.apply(op, None)?;
    marks.tell(op);
    Ok(marks)
}

/// Evaluates the rules of the named tags, or of all that have one.
///
/// # Errors
/// `not-found`; `conflict` for a tag without a rule.
pub fn evaluate(op: &mut WriteOp<'_>, names: &[String]) -> Result<Marks> {
    let rules = match names {
        [] => Rules::all(op)?,
        names => {
            let tags = op.find_all(ObjectKind::Tag, names)?;
            Rules::of(op, tags)?
        }
    };
    for (tag, rule) in &rules.0 {
        op.authorize(Action::TagsEvaluate, tag)?;
        if rule.is_none() {
            return Err(Error::conflict("TAG-2", format!("the tag `{}` has no rule", tag.name))
                .hint(format!("give it one: `provost tags edit {} --rule 'name-contains web'`", quoted(&tag.name))));
        }
    }
    let marks = rules.apply(op, None)?;
    marks.tell(op);
    let noun = if rules.0.len() == 1 { "rule" } else { "rules" };
    op.say("evaluate", "evaluated", format!("{} {noun} of tags", rules.0.len()));
    Ok(marks)
}
