//! Tags: a tree, rules and scopes.

use clap::Args;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::{Either, Lines, Reply, Rows, Told};
use crate::domain::record::Tag;
use crate::domain::reference::{TagRef, UserRef, texts};
use crate::domain::tag::{Color, Rule};
use crate::domain::{Action, Error, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::tag::define::{self, TagBody, TagDraft};
use crate::service::tag::evaluate::{self, Marks};
use crate::service::tag::scope::{self, Change, Scope, ScopeBody};

verbs! {
    /// Tags, their rules and scopes
    TagsVerb {
        "add" TagsAdd,
        "list" TagsList,
        "show" TagsShow,
        "edit" TagsEdit,
        "delete" TagsDelete,
        "evaluate" TagsEvaluate,
        "scope" TagsScope,
    }
}

/// Add a tag
///
/// Adds a tag, set by hand or by a rule on every asset that it matches (TAG-2).
/// Rules: `name-contains TEXT`, `name-matches REGEX`, `os-matches REGEX`, `address-in LIST` (addresses, ranges and
/// blocks) and `attribute KEY=VALUE`. Text is compared without regard to case.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost tags add laptop\n  provost tags add frankfurt --parent production --rule 'address-in 10.10.0.0/16'"
)]
pub struct TagsAdd {
    /// The name
    #[arg(value_name = "NAME")]
    name: Name,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for TagsAdd {
    type Prints = Done<TagBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = TagDraft { name: self.name.into(), ..self.fields.draft() };
        cx.settle(self.existing.policy(), &draft)
    }
}

/// List tags
///
/// Shows every tag and how many assets bear it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost tags list")]
pub struct TagsList {
    #[command(flatten)]
    list: ListArgs<Tag>,
}

impl Verb for TagsList {
    type Prints = Rows<Tag>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Tag>(Action::TagsView, self.list.into_request(), define::list))
    }
}

/// Show a tag
///
/// Shows one tag with its place in the tree, its rule, and how many assets bear it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost tags show production")]
pub struct TagsShow {
    /// The tag: name or id
    #[arg(value_name = "TAG")]
    tag: TagRef,
}

impl Verb for TagsShow {
    type Prints = Tag;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::TagsView, |op| define::show(op, &self.tag))
    }
}

/// Edit a tag
///
/// Changes what is named; an empty value clears a field. A changed rule is evaluated at once; if that leaves assets
/// without any tag, open to every sub-user, asks first (TAG-3).
/// Rules: `name-contains TEXT`, `name-matches REGEX`, `os-matches REGEX`, `address-in LIST` (addresses, ranges and
/// blocks) and `attribute KEY=VALUE`. Text is compared without regard to case.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost tags edit staging --parent production --tag-color yellow")]
pub struct TagsEdit {
    /// The tag: name or id
    #[arg(value_name = "TAG")]
    tag: TagRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    #[command(flatten)]
    fields: FieldArgs,
}

impl Verb for TagsEdit {
    type Prints = Done<TagBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let draft = TagDraft { name: self.name.into(), ..self.fields.draft() };
        cx.destroy_if(
            Action::TagsEdit,
            |op| define::edit(op, &self.tag, &draft),
            |done| done.body.marks.published_count > 0,
        )
    }
}

/// Delete a tag
///
/// Takes the tag off every asset; tags below it go to its parent. A tag with others below it, or in somebody's scope,
/// is deleted only with `--force`; the report names whose scope shrinks (TAG-3).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost tags delete staging --yes")]
pub struct TagsDelete {
    /// The tag: name or id
    #[arg(value_name = "TAG")]
    tag: TagRef,
    /// Delete it though it is used
    #[arg(long)]
    force: bool,
}

impl Verb for TagsDelete {
    type Prints = Done<TagBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.destroy(Action::TagsDelete, |op| define::delete(op, &self.tag, self.force))
    }
}

/// Evaluate rules of tags
///
/// Sets and takes away what the rules say, on all assets: of the tags named, or of every tag that has a rule. Rules are
/// evaluated by themselves when an asset or a rule changes; this is for making sure.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost tags evaluate")]
pub struct TagsEvaluate {
    /// The tags; all that have a rule by default
    #[arg(value_name = "TAG")]
    tags: Vec<TagRef>,
}

impl Verb for TagsEvaluate {
    type Prints = Done<Marks>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let tags = texts(self.tags);
        cx.destroy_if(Action::TagsEvaluate, |op| evaluate::evaluate(op, &tags), |done| done.body.published_count > 0)
    }
}

/// Show or change a tag scope
///
/// Without a flag, shows the tags in one user's scope and what they cover. A tag covers those below it, never those above
/// (SCOPE-2). Only a manager changes scopes, and the change counts from the next command on (SCOPE-1).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost tags scope ann.keller@acme.example\n  provost tags scope ann.keller@acme.example --add production"
)]
pub struct TagsScope {
    /// The users; `-` reads them from standard input
    #[arg(value_name = "LOGIN", required = true)]
    users: Vec<UserRef>,
    /// Put this tag into the scope (repeatable)
    #[arg(long, value_name = "TAG")]
    add: Vec<TagRef>,
    /// Take this tag out of the scope (repeatable)
    #[arg(long, value_name = "TAG")]
    remove: Vec<TagRef>,
    /// Make exactly these tags the scope (repeatable)
    #[arg(long, value_name = "TAG", conflicts_with_all = ["add", "remove"])]
    set: Vec<TagRef>,
    /// Take every tag out of the scope
    #[arg(long, conflicts_with_all = ["add", "remove", "set"])]
    clear: bool,
}

impl Verb for TagsScope {
    type Prints = Either<Scope, Done<ScopeBody>>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let users = cx.objects(self.users, "login")?;
        if self.clear || !self.set.is_empty() {
            return change(cx, &users, &Change::Set(texts(self.set)));
        }
        if !self.add.is_empty() || !self.remove.is_empty() {
            return change(cx, &users, &Change::Edit { add: texts(self.add), remove: texts(self.remove) });
        }
        let [user] = users.as_slice() else {
            return Err(Error::usage("one scope is shown at a time")
                .rule("SCOPE-4")
                .hint("name a single user, or say what is to change: `--add`, `--remove`, `--set` or `--clear`"));
        };
        cx.show(Action::UserView, |op| scope::show(op, user)).map(Reply::first)
    }
}

fn change<'c>(
    cx: &'c Context<'_>,
    users: &[String],
    change: &Change,
) -> Result<Reply<'c, Either<Scope, Done<ScopeBody>>>> {
    cx.write(Action::TagsScope, |op| scope::change(op, users, change)).map(Reply::second)
}

/// The flags that describe a tag.
#[derive(Debug, Args)]
pub struct FieldArgs {
    /// The tag above it
    #[arg(long, value_name = "TAG")]
    parent: Option<Given<TagRef>>,
    /// Its colour
    #[arg(long, value_name = "COLOUR")]
    tag_color: Option<Given<Color>>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
    /// The rule that sets it
    #[arg(long, value_name = "RULE")]
    rule: Option<Given<Rule>>,
}

impl FieldArgs {
    /// What they say.
    pub fn draft(self) -> TagDraft {
        TagDraft {
            name: Given::Unsaid,
            parent: self.parent.unwrap_or_default().map(Into::into),
            color: self.tag_color.into(),
            description: self.description.into(),
            rule: self.rule.into(),
        }
    }
}

impl Told for TagBody {
    fn describe(&self, told: &mut Lines) {
        self.review_gaps.describe(told);
        self.marks.describe(told);
    }
}

impl Told for ScopeBody {
    fn describe(&self, told: &mut Lines) {
        self.review_gaps.describe(told);
        self.outcomes.describe(told);
    }
}

impl Tabular for Tag {
    const SHOWN: &'static [&'static str] = &["name", "parent", "description", "rule", "asset_count"];
}
