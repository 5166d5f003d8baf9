//! Secrets and the rules for passwords (section 12 of the rules).

use zeroize::Zeroizing;

use super::error::{Error, Result};
use super::phrase::joined;
use super::settings::{Key, Settings};

/// A password or token in clear. It is never shown, compared as text or stored; it is zeroed on drop.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for hashing and for the one time it is handed out.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The longest password, in characters (PASS-2).
const MAX_LENGTH: usize = 128;
/// The special characters a password may hold (PASS-2).
const SPECIAL: &str = "()`~!@#$%^&*-+=|\\{}[]:;\"'<>,.?/";
/// Shorter names and logins stand in too many words to be refused (PASS-2).
const SHORTEST_NAME: usize = 4;
/// The lowest acceptable score of the strength estimate (PASS-2).
const MIN_SCORE: u8 = 3;

/// Whether a password is hard to guess (PASS-2): an estimate that takes its time, and knows what is known of its user.
pub fn is_strong(password: &Secret, login: &str, names: &[&str]) -> bool {
    let short: String = password.expose().chars().take(MAX_LENGTH).collect();
    let known = known_words(login, names);
    let inputs: Vec<&str> = known.iter().map(String::as_str).collect();
    u8::from(zxcvbn::zxcvbn(&short, &inputs).score()) >= MIN_SCORE
}

fn known_words(login: &str, names: &[&str]) -> Vec<String> {
    let local = login.split('@').next().unwrap_or(login);
    let words = [login, local].into_iter().chain(names.iter().copied()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() >= SHORTEST_NAME).collect()
}

/// Checks a new password against the settings and against what is known of its user (PASS-1, PASS-2); `is_strong`
/// estimates how hard it is to guess, and is asked last.
pub fn check_password(
    password: &Secret,
    settings: &Settings,
    (login, names): (&str, &[&str]),
    is_strong: impl FnOnce() -> bool,
) -> Result<()> {
    let text = password.expose();
    let mut problems = character_problems(text, settings);
    let lower = text.to_lowercase();
    if known_words(login, names).iter().any(|word| lower.contains(word.as_str())) {
        problems.push("it contains the login or a name of its user".into());
    }
    if problems.is_empty() && !is_strong() {
        problems.push("it is too easy to guess".into());
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(format!("the new password is refused: {}", problems.join("; ")))
        .rule("PASS-2")
        .hint("several unrelated words with a digit and a sign make a good password"))
}

/// The setting that asks for a class of characters, its members, and what it is called.
type CharacterClass = (Key, fn(char) -> bool, &'static str);

fn character_problems(text: &str, settings: &Settings) -> Vec<String> {
    let mut problems = Vec::new();
    let length = text.chars().count();
    let shortest = settings.number(Key::PasswordMinLength);
    if i64::try_from(length).unwrap_or(i64::MAX) < shortest {
        problems.push(format!("it has fewer than {shortest} characters"));
    }
    if length > MAX_LENGTH {
        problems.push(format!("it has more than {MAX_LENGTH} characters"));
    }
    if let Some(bad) = text.chars().find(|c| !c.is_alphanumeric() && !SPECIAL.contains(*c)) {
        problems.push(format!("the character U+{:04X} is not allowed", u32::from(bad)));
    }
    for (_, class, name) in required_classes(settings) {
        if !text.chars().any(class) {
            problems.push(format!("it lacks {name}"));
        }
    }
    problems
}

fn required_classes(settings: &Settings) -> impl Iterator<Item = CharacterClass> {
    let classes: [CharacterClass; 4] = [
        (Key::PasswordRequireUpper, char::is_uppercase, "an upper-case letter"),
        (Key::PasswordRequireLower, char::is_lowercase, "a lower-case letter"),
        (Key::PasswordRequireDigit, char::is_numeric, "a digit"),
        (Key::PasswordRequireSpecial, |c| SPECIAL.contains(c), "a special character"),
    ];
    classes.into_iter().filter(|(key, ..)| settings.is_on(*key))
}

/// The rules for a new password, a line each (PASS-1, PASS-2), for whoever is about to choose one.
pub fn rules(settings: &Settings) -> [String; 2] {
    let shortest = settings.number(Key::PasswordMinLength);
    let classes: Vec<_> = required_classes(settings).map(|(.., name)| name).collect();
    let with = if classes.is_empty() { String::new() } else { format!(" with {}", joined(&classes)) };
    [
        format!(
            "a new password has {shortest} to {MAX_LENGTH} characters{with}; holds neither the login nor a name; and \
             is hard to guess"
        ),
        format!("beside letters and digits it may hold {SPECIAL}"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<()> {
        let (password, login, names) = (Secret::new(password.into()), "ann.lee@acme.example", &["Ann", "Leerdam"]);
        check_password(&password, &Settings::default(), (login, names), || is_strong(&password, login, names))
    }

    #[test]
    fn the_rules_name_what_is_asked_for() {
        let mut settings = Settings::default();
        settings.set(Key::PasswordRequireUpper, Key::PasswordRequireUpper.parse("off").unwrap());
        let [rules, signs] = rules(&settings);
        assert!(signs.ends_with(SPECIAL));
        assert!(
            rules.contains("12 to 128 characters with a lower-case letter, a digit, a special character;"),
            "{rules}"
        );
    }

    #[test]
    fn a_good_password_passes() {
        assert!(check("Quartz-Meadow-41-Lantern").is_ok());
    }

    #[test]
    fn each_rule_is_named_and_the_password_is_not() {
        for (bad, named) in [
            ("Short-1a", "fewer than 12"),
            ("all-lower-case-41-lantern", "upper-case"),
            ("ALL-UPPER-CASE-41-LANTERN", "lower-case"),
            ("No-Digits-Meadow-Lantern", "a digit"),
            ("NoSpecial41MeadowLantern", "special character"),
            ("Quartz Meadow-41-Lantern", "U+0020"),
            ("Ann.Lee-Quartz-41-Meadow", "login or a name"),
            ("Quartz-leerdam-41-Meadow", "login or a name"),
            ("Password-1234", "too easy"),
        ] {
            let error = check(bad).unwrap_err();
            assert!(error.message.contains(named), "{bad}: {}", error.message);
            assert!(!error.message.contains(bad));
        }
        assert!(check(&format!("Aa1-{}", "x".repeat(200))).unwrap_err().message.contains("more than 128"));
    }

    #[test]
    fn a_name_of_three_letters_is_no_reason_to_refuse() {
        assert!(check("Quartz-Ann-Meadow-41-Lantern").is_ok());
    }
}
