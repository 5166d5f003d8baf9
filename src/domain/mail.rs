//! Mails: what each kind says, and when a failed delivery is tried again (MAIL-1, MAIL-2).
//!
//! A mail is kept as facts and worded when it is shown or delivered, so that the outbox never holds a token.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::address::Address;
use super::link::LinkKind;
use super::time::Time;
use super::words::words;

words! {
    /// What a mail is about.
    MailKind is "kind of mail" {
        Registration = "registration",
        PasswordReset = "password-reset",
        AccountLocked = "account-locked",
        PasswordChanged = "password-changed",
        ScanSummary = "scan-summary",
        TicketDigest = "ticket-digest",
    }
}

words! {
    /// How far a mail has come.
    MailState is "state of a mail" {
        Queued = "queued",
        Sent = "sent",
        Failed = "failed",
        Cancelled = "cancelled",
    }
}

impl MailKind {
    /// The one-time link that it carries.
    pub const fn link(self) -> Option<LinkKind> {
        match self {
            Self::Registration => Some(LinkKind::Registration),
            Self::PasswordReset => Some(LinkKind::PasswordReset),
            _ => None,
        }
    }
}

/// Whom to turn to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// The name for a person.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.name == self.email { f.write_str(&self.email) } else { write!(f, "{} <{}>", self.name, self.email) }
    }
}

/// A ticket in a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DigestLine {
    pub id: i64,
    pub address: String,
    pub severity: i64,
    pub title: String,
}

impl DigestLine {
    /// The line of a ticket.
    pub fn new(id: i64, address: Address, severity: i64, title: &str) -> Self {
        Self { id, address: address.to_string(), severity, title: title.to_owned() }
    }
}

/// What a mail of each kind tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Facts {
    /// An account was made (USER-4).
    Registration { login: String },
    /// A reset of the password was asked for (PASS-5).
    PasswordReset { login: String },
    /// Too many failed sign-ins (PASS-1); names whom to turn to.
    AccountLocked { login: String, contact: Person },
    /// The password was changed.
    PasswordChanged { login: String, by: String, contact: Person },
    /// A scan or map has ended (MAIL-3, MAIL-4, CONT-2).
    ScanSummary {
        title: String,
        what: String,
        state: String,
        targets: Vec<String>,
        result: Option<String>,
        contact: Person,
    },
    /// The open tickets of a user (MAIL-3).
    TicketDigest { login: String, tickets: Vec<DigestLine>, count: usize },
}

impl Facts {
    /// The facts of a mail that carries a link.
    pub const fn of_link(kind: LinkKind, login: String) -> Self {
        match kind {
            LinkKind::Registration => Self::Registration { login },
            LinkKind::PasswordReset => Self::PasswordReset { login },
        }
    }

    /// The kind of mail these are the facts of.
    pub const fn kind(&self) -> MailKind {
        match self {
            Self::Registration { .. } => MailKind::Registration,
            Self::PasswordReset { .. } => MailKind::PasswordReset,
            Self::AccountLocked { .. } => MailKind::AccountLocked,
            Self::PasswordChanged { .. } => MailKind::PasswordChanged,
            Self::ScanSummary { .. } => MailKind::ScanSummary,
            Self::TicketDigest { .. } => MailKind::TicketDigest,
        }
    }
}

/// What the words of every mail need beside its facts.
#[derive(Debug, Clone, Copy)]
pub struct Letterhead<'a> {
    /// The organisation's name.
    pub organisation: &'a str,
    /// Where web links begin; without it a mail names the command alone (USER-4).
    pub link_base: Option<&'a str>,
}

/// The one-time token of a mail, and until when it leads anywhere.
pub struct Token<'a> {
    /// The token in clear, or a placeholder where the mail is only looked at.
    pub text: &'a str,
    /// Until when; unknown before it is made.
    pub expires_at: Option<Time>,
}

/// What stands in place of the token while nobody has made it.
pub const PLACEHOLDER: &str = "(made when the mail is delivered)";

/// Subject and body of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    pub subject: String,
    /// The text.
    pub body: String,
}

/// Words a mail. A mail that carries a link gets its token here.
pub fn compose(facts: &Facts, head: Letterhead<'_>, token: &Token<'_>) -> Wording {
    let organisation = head.organisation;
    let (subject, paragraphs) = match facts {
        Facts::Registration { login } => (
            format!("Your account at {organisation}"),
            invitation(
                &format!("an account was made for you at {organisation}. You sign in as {login}."),
                login,
                head,
                token,
            ),
        ),
        Facts::PasswordReset { login } => (
            format!("Reset your password at {organisation}"),
            invitation(
                &format!("you can choose a new password for your account {login} at {organisation}."),
                login,
                head,
                token,
            ),
        ),
        Facts::AccountLocked { login, contact } => (
            format!("Your account at {organisation} is locked"),
            vec![
                format!("your account {login} at {organisation} is locked after too many failed sign-ins."),
                format!("If that was you, or if it was not, turn to {contact}: an administrator can open it again."),
            ],
        ),
        Facts::PasswordChanged { login, by, contact } => (
            format!("Your password at {organisation} was changed"),
            vec![
                format!("the password of your account {login} at {organisation} was changed by {by}."),
                format!("If you do not expect this, turn to {contact} at once."),
            ],
        ),
        Facts::ScanSummary { title, what, state, targets, result, contact } => (
            format!("The {what} \"{title}\" has {}", ended(state)),
            vec![
                format!("the {what} \"{title}\" at {organisation} has {}.", ended(state)),
                format!("It aimed at: {}.", if targets.is_empty() { "nothing".to_owned() } else { targets.join(", ") }),
                format!("Result: {}.", result.as_deref().unwrap_or("none")),
                format!("Questions go to {contact}."),
            ],
        ),
        Facts::TicketDigest { login, tickets, count } => (
            format!("{count} open {} at {organisation}", if *count == 1 { "ticket" } else { "tickets" }),
            digest(login, tickets, *count),
        ),
    };
    Wording { subject, body: format!("Hello,\n\n{}\n", paragraphs.join("\n\n")) }
}

fn ended(state: &str) -> &str {
    if state == "failed" { "failed" } else { "ended" }
}

/// The sentences around a token: the command that redeems it, and a web link where one is configured.
fn invitation(first: &str, login: &str, head: Letterhead<'_>, token: &Token<'_>) -> Vec<String> {
    let mut paragraphs = vec![
        first.to_owned(),
        format!(
            "Run this command, and give this one-time token when it asks for it:\n\n    provost redeem\n    {}",
            token.text
        ),
    ];
    if let Some(base) = head.link_base {
        paragraphs.push(format!("Or open this link:\n\n    {}/redeem#{}", base.trim_end_matches('/'), token.text));
    }
    paragraphs.push(format!("Then sign in with: provost login {login}"));
    if let Some(expires_at) = token.expires_at {
        paragraphs.push(format!("The token works once, until {expires_at}."));
    }
    paragraphs
}

fn digest(login: &str, tickets: &[DigestLine], count: usize) -> Vec<String> {
    let lines: Vec<String> = tickets
        .iter()
        .map(|ticket| {
            format!("    {:>6}  severity {}  {}  {}", ticket.id, ticket.severity, ticket.address, ticket.title)
        })
        .collect();
    let mut paragraphs = vec![format!("tickets assigned to {login} that are open:"), lines.join("\n")];
    if count > tickets.len() {
        paragraphs.push(format!("and {} more: provost ticket list --filter state=open", count - tickets.len()));
    }
    paragraphs
}

/// Deliveries of one mail after which it is given up.
pub const MOST_ATTEMPTS: i64 = 10;
/// The first pause after a failed delivery, in seconds; each further one is twice as long.
const FIRST_PAUSE: i64 = 60;
/// The longest pause, in seconds.
const LONGEST_PAUSE: i64 = 12 * 3_600;

/// Seconds until the next try after so many tries.
pub fn pause_after(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 30) - 1).unwrap_or(0);
    FIRST_PAUSE.saturating_mul(1_i64 << doublings).min(LONGEST_PAUSE)
}

/// The most characters of a transport's words that are kept.
const REPLY_LENGTH: usize = 200;
/// From how many letters and digits without a break on a word may be a token, or a part of one.
const TELLING: usize = 12;

/// What a mail server or program said, fit to be kept and shown: it may have repeated the mail, so whatever looks
/// like a part of a token is left out, control characters too, and the rest is cut short (MAIL-1).
pub fn reply(said: &str) -> String {
    let plain: String = said.replace("=\r\n", "").replace("=\n", "");
    let words = plain.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let masked: Vec<String> = words.map(mask).collect();
    let text = masked.join(" ");
    match text.char_indices().nth(REPLY_LENGTH) {
        Some((end, _)) => format!("{}\u{2026}", &text[..end]),
        None => text,
    }
}

/// Puts dots in place of long runs of letters and digits with a digit among them.
fn mask(word: &str) -> String {
    let mut masked = String::with_capacity(word.len());
    for part in word.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let run = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if run.len() >= TELLING && run.contains(|c: char| c.is_ascii_digit()) {
            masked.push('\u{2026}');
            masked.push_str(&part[run.len()..]);
        } else {
            masked.push_str(part);
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_repeats_of_a_mail_holds_no_token_and_no_control_character() {
        let token = "0123456789abcdef".repeat(4);
        let broken = format!("{}=\r\n{}", &token[..40], &token[40..]);
        for said in
            [format!("554 no <{token}>\x1b[31m"), format!("554 no {broken}"), format!("554 no x/{token}/y\r\nz")]
        {
            let kept = reply(&said);
            assert!(kept.starts_with("554 no "), "{kept}");
            assert!(!kept.contains("0123456789") && !kept.contains(char::is_control), "{kept}");
        }
        assert_eq!(
            reply("127.0.0.1:25: 550 mailbox of anastasia.silva@acme.example is full"),
            "127.0.0.1:25: 550 mailbox of anastasia.silva@acme.example is full"
        );
        assert_eq!(reply(&"word ".repeat(100)).chars().count(), REPLY_LENGTH + 1);
    }

    const HEAD: Letterhead<'_> = Letterhead { organisation: "Acme", link_base: None };

    fn token(text: &str) -> Token<'_> {
        Token { text, expires_at: Some(Time(0)) }
    }

    #[test]
    fn a_registration_names_command_token_and_end_but_no_web_link() {
        let wording = compose(&Facts::Registration { login: "ann@x".into() }, HEAD, &token("t0k3n"));
        for part in ["provost redeem", "t0k3n", "provost login ann@x", "1970-01-01T00:00:00Z"] {
            assert!(wording.body.contains(part), "{}", wording.body);
        }
        assert!(!wording.body.contains("http"));
    }

    #[test]
    fn a_web_link_stands_there_only_if_its_base_is_set() {
        let head = Letterhead { link_base: Some("https://id.acme.example/"), ..HEAD };
        let wording = compose(&Facts::PasswordReset { login: "ann@x".into() }, head, &token("t0k3n"));
        assert!(wording.body.contains("https://id.acme.example/redeem#t0k3n"));
    }

    #[test]
    fn a_lock_names_whom_to_turn_to() {
        let contact = Person { name: "Uwe Brandt".into(), email: "uwe@x".into() };
        let wording = compose(&Facts::AccountLocked { login: "ann@x".into(), contact }, HEAD, &token(""));
        assert!(wording.body.contains("Uwe Brandt <uwe@x>"));
    }

    #[test]
    fn pauses_double_and_end_at_half_a_day() {
        assert_eq!([1, 2, 3].map(pause_after), [60, 120, 240]);
        assert_eq!(pause_after(30), 12 * 3_600);
        assert_eq!(pause_after(i64::MAX), 12 * 3_600);
    }

    #[test]
    fn facts_survive_storage() {
        let facts = Facts::TicketDigest { login: "a@x".into(), tickets: Vec::new(), count: 3 };
        let text = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), facts);
        assert_eq!(facts.kind(), MailKind::TicketDigest);
    }
}
