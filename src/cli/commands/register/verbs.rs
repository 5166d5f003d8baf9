//! The verbs of a register; what is its own comes beside.

/// Declares the noun of a register with its five verbs. `adds` and `edits` are the flags that only it has, and how they
/// are laid into its draft beside those of all registers.
macro_rules! register_verbs {
    (
        $about:literal $Noun:ident: $Record:ident as $Ref:ident, $Body:ident, called $word:literal, $one:literal, $many:literal;
        adds $AddArgs:ident $added:expr; edits $EditArgs:ident $edited:expr;
        examples $add_example:literal, $name:literal, $edit_example:literal;
    ) => {
        $crate::cli::commands::verbs! {
            #[doc = $about]
            $Noun {
                "add" RegisterAdd,
                "list" RegisterList,
                "show" RegisterShow,
                "edit" RegisterEdit,
                "delete" RegisterDelete,
            }
        }

        /// Adds an entry.
        #[derive(Debug, clap::Args)]
        #[command(
            about = concat!("Add ", $one),
            long_about = concat!("Add ", $one, "\n\nEverybody from level viewer on views it, from level manager on changes it (ORG-1). No secret may stand in it: keys that look like one, and addresses with credentials, are refused."),
            after_help = concat!("Examples:\n  provost ", $word, " add ", $add_example)
        )]
        pub struct RegisterAdd {
            /// Its name
            #[arg(value_name = "NAME")]
            name: $crate::domain::Name,
            #[command(flatten)]
            common: $crate::cli::commands::register::fields::RegisterArgs,
            #[command(flatten)]
            more: $AddArgs,
            #[command(flatten)]
            existing: $crate::cli::commands::existing::ExistingArgs,
        }

        impl Verb for RegisterAdd {
            type Prints = Done<$Body>;

            fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
                let draft = $added(self.common.draft(self.name)?, self.more);
                cx.settle(self.existing.policy(), &draft)
            }
        }

        /// Lists entries.
        #[derive(Debug, clap::Args)]
        #[command(
            about = concat!("List ", $many),
            long_about = concat!("List ", $many, "\n\nShows all that you may view, by name."),
            after_help = concat!("Examples:\n  provost ", $word, " list\n  provost ", $word, " list --filter state=active --json")
        )]
        pub struct RegisterList {
            #[command(flatten)]
            list: crate::cli::list_args::ListArgs<$Record>,
        }

        impl Verb for RegisterList {
            type Prints = crate::cli::render::Rows<$Record>;

            fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
                Ok(cx.list::<$Record>(<$Record as Register>::VIEW, self.list.into_request(), register::list))
            }
        }

        /// Shows an entry.
        #[derive(Debug, clap::Args)]
        #[command(
            about = concat!("Show ", $one),
            long_about = concat!("Show ", $one, "\n\nShows one entry with all its fields."),
            after_help = concat!("Examples:\n  provost ", $word, " show ", $name)
        )]
        pub struct RegisterShow {
            /// Which one: name or id
            #[arg(value_name = "NAME")]
            entry: $Ref,
        }

        impl Verb for RegisterShow {
            type Prints = $Record;

            fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
                cx.show(<$Record as Register>::VIEW, |op| register::show::<$Record>(op, &self.entry))
            }
        }

        /// Changes an entry.
        #[derive(Debug, clap::Args)]
        #[command(
            about = concat!("Edit ", $one),
            long_about = concat!("Edit ", $one, "\n\nChanges the named fields; an empty value clears one."),
            after_help = concat!("Examples:\n  provost ", $word, " edit ", $edit_example)
        )]
        pub struct RegisterEdit {
            /// Which one: name or id
            #[arg(value_name = "NAME")]
            entry: $Ref,
            /// The new name
            #[arg(long, value_name = "NAME")]
            name: Option<$crate::domain::Name>,
            #[command(flatten)]
            common: $crate::cli::commands::register::fields::RegisterArgs,
            #[command(flatten)]
            more: $EditArgs,
        }

        impl Verb for RegisterEdit {
            type Prints = Done<$Body>;

            fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
                let draft = $edited(self.common.draft(self.name)?, self.more);
                cx.write(<$Record as Register>::EDIT, |op| {
                    register::edit::<$Record>(op, &self.entry, &draft).map($Body::from)
                })
            }
        }

        /// Deletes entries.
        #[derive(Debug, clap::Args)]
        #[command(
            about = concat!("Delete ", $many),
            long_about = concat!("Delete ", $many, "\n\nDeletes what no puse crate::cli::list_args::ListArgs;
roject uses. What is in use goes only with `--force`, by who may change it in each of these projects; the report names those that you may view (ORG-1)."),
            after_help = concat!("Examples:\n  provost ", $word, " delete ", $name, " --force --yes")
        )]
        pub struct RegisterDelete {
            /// Which ones; `-` reads them from standard input
            #[arg(value_name = "NAME", required = true)]
            entries: Vec<$Ref>,
            /// Also what projects use
            #[arg(long)]
            force: bool,
        }

        impl Verb for RegisterDelete {
            type Prints = Done<Deleted>;

            fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
                let names = cx.objects(self.entries, "name")?;
                cx.destroy(<$Record as Register>::DELETE, |op| register::delete::<$Record>(op, &names, self.force))
            }
        }

        said_by_the_sentence!($Body);
    };
}
pub(crate) use register_verbs;

use crate::cli::render::{Lines, Told};
use crate::service::register::Deleted;

impl Told for Deleted {
    fn describe(&self, told: &mut Lines) {
        self.outcomes.describe(told);
        told.names("used by projects", &self.used_by);
    }
}
