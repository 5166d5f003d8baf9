//! Closed vocabularies: enums whose values are the words people type.

use std::str::FromStr;

use super::error::{Error, Result};
use super::phrase::with_article;

/// Folds what people type (`Unit_Manager`, `unit manager`) to the printed form (`unit-manager`).
pub fn fold(typed: &str) -> String {
    typed.trim().to_lowercase().replace(['_', ' '], "-")
}

/// The listed word nearest to what was typed, if it is near enough to be a slip.
pub fn nearest<'a>(typed: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let length = typed.chars().count();
    let near = |word: &str| {
        let (other, farthest) = (word.chars().count(), 1 + word.chars().count() / 6);
        // What differs that much in length is far, and takes long to compare.
        let distance =
            (length.abs_diff(other) <= farthest).then(|| strsim::damerau_levenshtein(&typed, &word.to_lowercase()));
        distance.filter(|distance| *distance <= farthest)
    };
    words
        .into_iter()
        .filter_map(|word| near(word).map(|distance| (distance, word)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// The error for a word outside its vocabulary; offers the nearest, and names them all.
pub fn unlisted(what: &str, typed: &str, words: &[&str]) -> Error {
    if words.len() > MANY {
        return unlisted_of_many(what, typed, words);
    }
    let one_of = format!("one of: {}", words.join(", "));
    let error = Error::invalid(format!("`{}` is no {what}; {one_of}", super::text::printable(typed))).expects(one_of);
    match nearest(typed, words.iter().copied()) {
        Some(word) => error.hint(format!("did you mean `{word}`?")),
        None => error,
    }
}

/// More words than these are not listed whole.
const MANY: usize = 40;

/// The same of a long vocabulary: the nearest, or those of the same noun.
fn unlisted_of_many(what: &str, typed: &str, words: &[&str]) -> Error {
    let folded = fold(typed);
    let noun = folded.split_once('.').map_or(folded.as_str(), |(noun, _)| noun);
    let of_noun: Vec<&str> =
        words.iter().copied().filter(|word| word.split_once('.').is_some_and(|(of, _)| of == noun)).collect();
    let error = Error::invalid(format!("`{}` is no {what}", super::text::printable(typed))).expects(with_article(what));
    match (nearest(&folded, words.iter().copied()), of_noun.as_slice()) {
        (Some(word), _) => error.hint(format!("did you mean `{word}`?")),
        (None, []) => error.hint("all of them: `provost role matrix --fields action`"),
        (None, several) => error.hint(format!("`{noun}` has: {}", several.join(", "))),
    }
}

/// A word that may be missing.
pub fn optional<T: FromStr<Err = Error>>(word: Option<&String>) -> Result<Option<T>> {
    word.map(|word| word.parse()).transpose()
}

/// Several words.
pub fn parse_all<T: FromStr<Err = Error>>(words: &[String]) -> Result<Vec<T>> {
    words.iter().map(|word| word.parse()).collect()
}

/// Declares a closed vocabulary: an enum with its printed words, in rising order.
macro_rules! words {
    ($(#[$meta:meta])* $Name:ident is $what:literal { $($(#[$vmeta:meta])* $Variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name { $($(#[$vmeta])* #[doc = concat!("`", $word, "`")] $Variant),+ }

        impl $Name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),+];
            /// Every word, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word with its article, for a sentence.
            pub fn with_article(self) -> String {
                $crate::domain::phrase::with_article(self.as_str())
            }

            /// The printed word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Variant => $word),+ }
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $Name {
            type Err = $crate::domain::Error;
            fn from_str(typed: &str) -> $crate::domain::Result<Self> {
                use $crate::domain::words::{fold, unlisted};
                match typed {
                    $($word => Ok(Self::$Variant),)+
                    _ => {
                        let typed_folded = fold(typed);
                        let fits = |value: &&Self| fold(value.as_str()) == typed_folded;
                        Self::ALL.iter().find(fits).copied().ok_or_else(|| unlisted($what, typed, Self::WORDS))
                    }
                }
            }
        }

        impl schemars::JsonSchema for $Name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($Name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($Name)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": Self::WORDS })
            }
        }

        impl serde::Serialize for $Name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_type_words_in_any_form() {
        for typed in ["unit-manager", "Unit_Manager", " UNIT MANAGER "] {
            assert_eq!(fold(typed), "unit-manager");
        }
    }

    #[test]
    fn a_slip_is_offered_the_nearest_word() {
        assert_eq!(nearest("scaner", ["reader", "scanner"]), Some("scanner"));
        assert_eq!(nearest("zebra", ["reader", "scanner"]), None);
    }
}
