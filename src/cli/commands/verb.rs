//! What a verb is, and how the verbs of a noun are listed.

use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::reply::Printed;
use crate::domain::Result;

/// A verb of the program: its arguments, what it prints, and how it is done.
pub trait Verb: clap::Args {
    /// What it prints.
    type Prints: Printed;

    /// Does it.
    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>>;
}

/// Lists the verbs of a noun, and the nouns inside it that have verbs of their own. In a grammar of which only some
/// words are wanted, the others are left out, because building them takes most of the time of a short command.
macro_rules! verbs {
    (#[doc = $about:literal] $Noun:ident { $($word:literal $Verb:ident),* $(,)? }
     $(nouns { $($inner_word:literal $Inner:ident),+ $(,)? })?) => {
        #[doc = $about]
        #[derive(Debug)]
        #[allow(clippy::large_enum_variant, clippy::enum_variant_names)]
        pub enum $Noun { $($Verb($Verb),)* $($($Inner($Inner)),+)? }

        impl $Noun {
            /// The words that its commands begin with.
            pub const WORDS: &'static [&'static str] = &[$($word,)* $($($inner_word),+)?];

            /// The words behind some of its words; none where they name a command.
            pub fn words(path: &[&str]) -> &'static [&'static str] {
                match path {
                    [] => Self::WORDS,
                    $($([$inner_word, inner @ ..] => $Inner::words(inner),)+)?
                    _ => &[],
                }
            }

            /// Adds its verbs to its grammar; only what the words begin, if there are any.
            pub fn grammar(noun: clap::Command, only: &[&str]) -> clap::Command {
                let mut noun = noun.about($about.trim()).disable_help_subcommand(true).subcommand_required(true).arg_required_else_help(true);
                let wanted = |word: &str| only.first().is_none_or(|only| *only == word);
                $(if wanted($word) {
                    noun = noun.subcommand(<$Verb as clap::Args>::augment_args(clap::Command::new($word)));
                })*
                $($(if wanted($inner_word) {
                    let inner = only.get(1..).unwrap_or_default();
                    noun = noun.subcommand($Inner::grammar(clap::Command::new($inner_word), inner));
                })+)?
                noun
            }

            /// The words of the command behind those of the noun, such as `user` and `add`.
            pub fn path(&self) -> Vec<&'static str> {
                match self {
                    $(Self::$Verb(_) => vec![$word],)*
                    $($(Self::$Inner(verb) => std::iter::once($inner_word).chain(verb.path()).collect(),)+)?
                }
            }

            /// The verb that was parsed.
            pub fn parsed(matches: &clap::ArgMatches) -> std::result::Result<Self, clap::Error> {
                match matches.subcommand() {
                    $(Some(($word, inner)) => <$Verb as clap::FromArgMatches>::from_arg_matches(inner).map(Self::$Verb),)*
                    $($(Some(($inner_word, inner)) => $Inner::parsed(inner).map(Self::$Inner),)+)?
                    _ => Err(clap::Error::new(clap::error::ErrorKind::MissingSubcommand)),
                }
            }

            /// Runs the verb.
            pub fn run<'c>(
                self,
                cx: &'c $crate::cli::context::Context<'_>,
            ) -> $crate::domain::Result<$crate::cli::render::Output<'c>> {
                match self {
                    $(Self::$Verb(verb) => {
                        $crate::cli::commands::verb::Verb::run(verb, cx).map($crate::cli::render::Reply::into_output)
                    })*
                    $($(Self::$Inner(verb) => verb.run(cx),)+)?
                }
            }

            /// The keys of the list that the command with these words prints; none if it prints none.
            pub fn columns(words: &[&str]) -> &'static [$crate::store::listing::Column] {
                match words {
                    $([$word] => <<$Verb as $crate::cli::commands::verb::Verb>::Prints as $crate::cli::render::reply::Printed>::columns(),)*
                    $($([$inner_word, verb @ ..] => $Inner::columns(verb),)+)?
                    _ => &[],
                }
            }

            /// The forms of what the command with these words prints as JSON.
            pub fn schemas(words: &[&str], generator: &mut schemars::SchemaGenerator) -> Vec<schemars::Schema> {
                match words {
                    $([$word] => <<$Verb as $crate::cli::commands::verb::Verb>::Prints as $crate::cli::render::reply::Printed>::schemas(generator),)*
                    $($([$inner_word, verb @ ..] => $Inner::schemas(verb, generator),)+)?
                    _ => Vec::new(),
                }
            }
        }
    };
}
pub(crate) use verbs;
