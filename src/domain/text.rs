//! Names, logins and other text, parsed once at the edge.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

use super::error::{Error, Result};

/// The longest name, in characters.
pub const NAME_LENGTH: usize = 255;
/// The longest login or e-mail address, in characters.
const ADDRESS_LENGTH: usize = 254;
/// The longest descriptive field, in characters.
const LINE_LENGTH: usize = 2000;

/// The most characters a text of several lines has.
const TEXT_LENGTH: usize = 20_000;
/// Names with a meaning of their own (UNIT-1, AG-4).
const RESERVED_UNIT: &str = "unassigned";
const RESERVED_GROUP: &str = "all";

/// Bidirectional controls, which make text read otherwise than it is stored.
const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that draw nothing and would make two names look alike.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{00ad}' | '\u{034f}' | '\u{2028}'
            | '\u{2029}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}' | '\u{3164}'
            | '\u{ffa0}' | '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character may not stand in stored text.
pub fn is_forbidden(c: char) -> bool {
    c.is_control() || is_bidi_control(c) || is_invisible(c)
}

/// Text made safe for a terminal: forbidden characters escaped, cut after 60 characters.
pub fn printable(text: &str) -> String {
    let mut safe = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == 60 {
            safe.push('…');
            break;
        }
        if is_forbidden(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    safe
}

fn checked<'a>(what: &str, typed: &'a str, longest: usize) -> Result<&'a str> {
    let text = typed.trim();
    if let Some(bad) = text.chars().find(|c| is_forbidden(*c)) {
        return Err(Error::invalid(format!(
            "the {what} `{}` contains the forbidden character U+{:04X}",
            printable(text),
            u32::from(bad)
        ))
        .expects("printable characters")
        .hint("use no control characters, escape sequences or direction marks"));
    }
    let length = text.chars().count();
    if length > longest {
        return Err(Error::invalid(format!(
            "the {what} `{}` has {length} characters; at most {longest} are allowed",
            printable(text)
        ))
        .expects(format!("at most {longest} characters")));
    }
    Ok(text)
}

/// A name: 1 to 255 characters, trimmed, printable, kept as typed, compared without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Name(String);

impl Name {
    /// The name as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which names are compared.
    pub fn key(&self) -> String {
        key(&self.0)
    }

    /// A name that people call something else, such as a title.
    pub fn called(what: &str, typed: &str) -> Result<Self> {
        let name = checked(what, typed, NAME_LENGTH)?;
        if name.is_empty() {
            return Err(Error::invalid(format!("the {what} is empty"))
                .expects("1 to 255 characters")
                .hint(format!("give a {what} of 1 to 255 characters")));
        }
        let is_id = name.strip_prefix("id:").is_some_and(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_digit()));
        if name == "-" || is_id {
            return Err(Error::invalid(format!("`{name}` is no {what}: it means something else on the command line"))
                .hint(format!("choose another {what}")));
        }
        Ok(Self(name.to_owned()))
    }

    /// A unit's name: `Unassigned` is reserved (UNIT-1).
    pub fn of_unit(typed: &str) -> Result<Self> {
        Self::unless_reserved(typed, RESERVED_UNIT, "UNIT-1", "users without a unit")
    }

    /// An asset group's name: `All` is reserved (AG-4).
    pub fn of_asset_group(typed: &str) -> Result<Self> {
        Self::unless_reserved(typed, RESERVED_GROUP, "AG-4", "everything in reach")
    }

    fn unless_reserved(typed: &str, reserved: &str, rule: &'static str, meaning: &str) -> Result<Self> {
        let name: Self = typed.parse()?;
        if name.key() == reserved {
            return Err(Error::invalid(format!("the name `{name}` is reserved: it stands for {meaning}"))
                .rule(rule)
                .hint("choose another name"));
        }
        Ok(name)
    }
}

/// The form in which names are compared: accents composed, case folded as Unicode says, every run of blanks one blank.
pub fn key(name: &str) -> String {
    let name = name.trim();
    if !name.is_ascii() {
        return caseless::default_case_fold_str(&spaced(name).nfd().collect::<String>()).nfc().collect();
    }
    let mut key = if name.contains("  ") || name.contains(['\t', '\n', '\r']) { spaced(name) } else { name.to_owned() };
    key.make_ascii_lowercase();
    key
}

/// The same text with single blanks.
fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the word means the virtual asset group `All` (AG-4).
pub fn means_all(name: &str) -> bool {
    key(name) == RESERVED_GROUP
}

impl FromStr for Name {
    type Err = Error;
    fn from_str(typed: &str) -> Result<Self> {
        Self::called("name", typed)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The lowest free numbered name: `California`, `California 1`, … (MOVE-4); the base is cut to fit.
pub fn numbered(base: &str, mut taken: impl FnMut(&str) -> Result<bool>) -> Result<Name> {
    let mut number = 1_u64;
    loop {
        let suffix = format!(" {number}");
        let room = NAME_LENGTH - suffix.len();
        let cut: String = base.chars().take(room).collect();
        let name = format!("{}{suffix}", cut.trim_end());
        if !taken(&name)? {
            return Ok(Name(name));
        }
        number += 1;
    }
}

/// A name as a shell takes it, in a command that can be pasted.
pub fn quoted(name: impl fmt::Display) -> String {
    format!("'{}'", name.to_string().replace('\'', "'\\''"))
}

/// A login or e-mail address: `local@domain` in ASCII, so that no two can look alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Login(String);

impl Login {
    /// The login as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_address(text: &str) -> bool {
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    text.split_once('@').is_some_and(|(local, domain)| {
        local.len() <= 64
            && local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
            && domain.split('.').all(is_label)
    })
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A DNS domain's name, without a final dot, in lower case.
pub fn domain_name(typed: &str) -> Result<Name> {
    let text = checked("domain", typed, ADDRESS_LENGTH)?;
    let text = text.strip_suffix('.').unwrap_or(text).to_lowercase();
    if !text.split('.').all(is_label) {
        return Err(Error::invalid(format!("`{}` is no domain name", printable(&text)))
            .rule("ASSET-1")
            .expects("the name of a domain in ASCII")
            .hint("write it as `example.org`, in ASCII"));
    }
    Ok(Name(text))
}

/// A web address that a link may begin with: `https://host[:port][/path]`, nothing that could steer elsewhere.
pub fn web_address(typed: &str) -> Option<String> {
    let rest = typed.trim().strip_prefix("https://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let path_fits = path.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/".contains(c));
    let fits = name.split('.').all(is_label) && port.parse::<u16>().is_ok() && path_fits;
    (fits && typed.len() <= ADDRESS_LENGTH).then(|| typed.trim().to_owned())
}

impl FromStr for Login {
    type Err = Error;
    fn from_str(typed: &str) -> Result<Self> {
        let text = checked("login", typed, ADDRESS_LENGTH)?;
        if !is_address(text) {
            return Err(Error::invalid(format!("`{}` is no login or e-mail address", printable(text)))
                .rule("USER-1")
                .expects("an e-mail address in ASCII")
                .hint("write it as `name@example.org`, in ASCII"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A descriptive text: trimmed, printable, at most 2000 characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Line(String);

impl Line {
    /// The text as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Line {
    /// Whether nothing stands there.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for Line {
    type Err = Error;
    fn from_str(typed: &str) -> Result<Self> {
        checked("text", typed, LINE_LENGTH).map(|text| Self(text.to_owned()))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Text of several lines, each of which is printable; at most 20,000 characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Text(String);

impl FromStr for Text {
    type Err = Error;
    fn from_str(typed: &str) -> Result<Self> {
        let text = typed.trim().replace("\r\n", "\n");
        text.lines().try_for_each(|line| checked("text", line, TEXT_LENGTH).map(drop))?;
        match text.chars().count() {
            length if length > TEXT_LENGTH => {
                Err(Error::invalid(format!("the text has {length} characters; at most {TEXT_LENGTH} are allowed")))
            }
            _ => Ok(Self(text)),
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_trimmed_and_kept_as_typed() {
        assert_eq!("  Zürich Süd ".parse::<Name>().unwrap().as_str(), "Zürich Süd");
        assert_eq!("ÉTÉ".parse::<Name>().unwrap().key(), "été");
        assert_eq!(key("Stra\u{df}e"), key("STRASSE"));
        assert_eq!(key("A\u{308}b"), key("\u{c4}B"));
        assert_eq!(key(" Frankfurt \u{a0} Core "), "frankfurt core");
        assert_eq!(key("ΟΔΟΣ"), key("οδοσ"));
        assert_ne!(key("\u{131}"), key("i"));
        assert!("-".parse::<Name>().is_err() && "id:7".parse::<Name>().is_err() && "id: x".parse::<Name>().is_ok());
    }

    #[test]
    fn bad_names_are_refused() {
        for bad in ["", "   ", "a\u{1b}[31m", "a\u{202e}b", "tab\tbed", "zero\u{200b}width", &"x".repeat(10_000)] {
            let error = bad.parse::<Name>().unwrap_err();
            assert_eq!(error.kind, super::super::error_kind::Kind::Invalid, "{bad:?}");
            assert!(!error.message.contains('\u{1b}'));
        }
        assert!("x".repeat(255).parse::<Name>().is_ok());
    }

    #[test]
    fn reserved_names_are_refused_in_any_case() {
        assert_eq!(Name::of_unit(" UNASSIGNED ").unwrap_err().rule, Some("UNIT-1"));
        assert_eq!(Name::of_asset_group("all").unwrap_err().rule, Some("AG-4"));
        assert!(Name::of_unit("All").is_ok());
    }

    #[test]
    fn logins_have_the_form_of_an_address() {
        for good in ["ann@acme.example", "a.b+c@x", "O'Neil@acme.example"] {
            assert!(good.parse::<Login>().is_ok(), "{good}");
        }
        for bad in ["ann", "@x", "a@", "a b@x", "a@@x", "a..b@x", "a@-x", "ä@x", ".a@x", "a@x."] {
            assert!(bad.parse::<Login>().is_err(), "{bad}");
        }
    }

    #[test]
    fn numbered_takes_the_lowest_free_number() {
        let taken = ["California", "California 1", "California 2"];
        let name = numbered("California", |name| Ok(taken.contains(&name))).unwrap();
        assert_eq!(name.as_str(), "California 3");
        let long = "x".repeat(255);
        let name = numbered(&long, |_| Ok(false)).unwrap();
        assert_eq!(name.as_str().chars().count(), 255);
        assert!(name.as_str().ends_with("x 1"));
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_never_lets_controls_through(text in ".{0,300}") {
            if let Ok(name) = text.parse::<Name>() {
                prop_assert!(!name.as_str().chars().any(is_forbidden));
                prop_assert_eq!(name.as_str().trim(), name.as_str());
            }
            let _ = text.parse::<Login>();
            let _ = text.parse::<Line>();
            prop_assert!(!printable(&text).chars().any(is_forbidden));
        }
    }
}
