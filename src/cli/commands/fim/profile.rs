//! Monitoring profiles.

use clap::{Args, ValueHint};
use serde_json::Value;

use crate::cli::commands::existing::ExistingArgs;
use crate::cli::commands::verb::Verb;
use crate::cli::commands::verbs;
use crate::cli::context::Context;
use crate::cli::list_args::ListArgs;
use crate::cli::render::tabular::{Tabular, is_true};
use crate::cli::render::told::said_by_the_sentence;
use crate::cli::render::{Reply, Rows};
use crate::domain::record::Profile;
use crate::domain::reference::{FimProfileRef, TagRef, texts};
use crate::domain::{Action, Given, Line, Name, Result};
use crate::service::Done;
use crate::service::fim::profile::{self, ProfileBody};
use crate::service::report::Outcomes;

verbs! {
    /// Profiles: which files are watched where
    FimProfileVerb {
        "add" FimProfileAdd,
        "list" FimProfileList,
        "show" FimProfileShow,
        "edit" FimProfileEdit,
        "delete" FimProfileDelete,
        "activate" FimProfileActivate,
        "deactivate" FimProfileDeactivate,
    }
}

/// Add a monitoring profile
///
/// Adds a profile: files and folders that are watched on the assets of its tags. Without a tag it is open to every sub-user
/// (SCOPE-2). It is switched on apart, with `fim profile activate`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  provost fim profile add 'System files' --path /etc --path /usr/bin --tag production"
)]
pub struct FimProfileAdd {
    /// The name
    #[arg(value_name = "NAME")]
    name: Name,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
    /// A file or folder to watch (repeatable)
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    path: Vec<Line>,
    /// A tag (repeatable)
    #[arg(long, value_name = "TAG")]
    tag: Vec<TagRef>,
    #[command(flatten)]
    existing: ExistingArgs,
}

impl Verb for FimProfileAdd {
    type Prints = Done<ProfileBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = profile::Request {
            name: self.name,
            description: self.description.into(),
            paths: self.path,
            tags: texts(self.tag),
        };
        if let Some(policy) = self.existing.policy() {
            return cx.write(Action::FimProfileAdd, |op| profile::ensure(op, policy, &request));
        }
        cx.write(Action::FimProfileAdd, |op| profile::add(op, &request))
    }
}

/// List monitoring profiles
///
/// Shows every profile that has no tag, or one that your tag scope covers (FIM-1).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim profile list")]
pub struct FimProfileList {
    #[command(flatten)]
    list: ListArgs<Profile>,
}

impl Verb for FimProfileList {
    type Prints = Rows<Profile>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        Ok(cx.list::<Profile>(Action::FimProfileView, self.list.into_request(), profile::list))
    }
}

/// Show a monitoring profile
///
/// Shows one profile with what it watches and its tags.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim profile show 'System files'")]
pub struct FimProfileShow {
    /// The profile: name or id
    #[arg(value_name = "PROFILE")]
    profile: FimProfileRef,
}

impl Verb for FimProfileShow {
    type Prints = Profile;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.show(Action::FimProfileView, |op| profile::show(op, &self.profile))
    }
}

/// Edit a monitoring profile
///
/// Changes what is named; an empty value clears a field. If it is left without a tag, open to every sub-user, asks first
/// (TAG-3).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim profile edit 'System files' --add-path /boot --remove-path /usr/bin")]
pub struct FimProfileEdit {
    /// The profile: name or id
    #[arg(value_name = "PROFILE")]
    profile: FimProfileRef,
    /// The new name
    #[arg(long, value_name = "NAME")]
    name: Option<Name>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    description: Option<Given<Line>>,
    /// Watch this file or folder as well (repeatable)
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    add_path: Vec<Line>,
    /// Watch it no more (repeatable)
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    remove_path: Vec<Line>,
    /// Put this tag on it (repeatable)
    #[arg(long, value_name = "TAG")]
    add_tag: Vec<TagRef>,
    /// Take this tag off it (repeatable)
    #[arg(long, value_name = "TAG")]
    remove_tag: Vec<TagRef>,
}

impl Verb for FimProfileEdit {
    type Prints = Done<ProfileBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let request = profile::Edit {
            profile: self.profile.into(),
            name: self.name,
            description: self.description.into(),
            add_paths: self.add_path,
            remove_paths: self.remove_path,
            add_tags: texts(self.add_tag),
            remove_tags: texts(self.remove_tag),
        };
        cx.destroy_if(Action::FimProfileEdit, |op| profile::edit(op, &request), |done| done.body.published_count > 0)
    }
}

/// Delete monitoring profiles
///
/// Takes the monitoring role `manager`, and the profile within your scope.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim profile delete 'System files' --yes")]
pub struct FimProfileDelete {
    /// The profiles; `-` reads them from standard input
    #[arg(value_name = "PROFILE", required = true)]
    profiles: Vec<FimProfileRef>,
}

impl Verb for FimProfileDelete {
    type Prints = Done<Outcomes>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        let profiles = cx.objects(self.profiles, "name")?;
        cx.destroy(Action::FimProfileDelete, |op| profile::delete(op, &profiles))
    }
}

/// Switch a profile on
///
/// The files it names are watched from now on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim profile activate 'System files'")]
pub struct FimProfileActivate {
    /// The profile: name or id
    #[arg(value_name = "PROFILE")]
    profile: FimProfileRef,
}

impl Verb for FimProfileActivate {
    type Prints = Done<ProfileBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::FimProfileActivate, |op| profile::set_active(op, &self.profile, true))
    }
}

/// Switch a profile off
///
/// The files it names are watched no more.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost fim profile deactivate 'System files'")]
pub struct FimProfileDeactivate {
    /// The profile: name or id
    #[arg(value_name = "PROFILE")]
    profile: FimProfileRef,
}

impl Verb for FimProfileDeactivate {
    type Prints = Done<ProfileBody>;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        cx.write(Action::FimProfileDeactivate, |op| profile::set_active(op, &self.profile, false))
    }
}

said_by_the_sentence!(ProfileBody);

impl Tabular for Profile {
    const SHOWN: &'static [&'static str] = &["name", "paths", "tags", "active", "creator"];

    fn is_faint(row: &Value) -> bool {
        !is_true(row, "active")
    }
}
