//! Registers of the organisation (ORG-1), and what never stands in them or in settings of projects: secrets.

use serde_json::Value;

use super::error::{Error, Result};
use super::text::printable;
use super::words::words;

words! {
    /// Whether what a register holds is in use.
    RegisterState is "state of an entry" {
        Active = "active",
        Off = "off",
    }
}

/// Words of a key that tell of a secret, alone or as a part of the key.
const SECRET_WORDS: &[&str] =
    &["password", "passwd", "passphrase", "secret", "token", "key", "keys", "credential", "credentials"];

/// What is written together, without a mark between its words.
const SECRET_ENDS: &[&str] =
    &["password", "passwd", "secret", "token", "apikey", "accesskey", "privatekey", "secretkey"];

/// Refuses JSON in which something looks like a secret, or an address with credentials (ORG-1); `rule` says which rule
/// lets it stand there at all.
///
/// # Errors
/// `invalid`, naming the key.
pub fn refuse_secrets(value: &Value, rule: &'static str) -> Result<()> {
    match value {
        Value::Object(map) => map.iter().try_for_each(|(key, value)| {
            if looks_secret(key) && !value.is_null() {
                return Err(Error::invalid(format!("the key `{}` looks like a secret", printable(key)))
                    .rule(rule)
                    .hint("keep secrets in a vault, and name here where they are kept"));
            }
            refuse_secrets(value, rule)
        }),
        Value::Array(items) => items.iter().try_for_each(|item| refuse_secrets(item, rule)),
        Value::String(text) => refuse_credentials(text, rule),
        _ => Ok(()),
    }
}

/// Refuses an address that holds credentials, `https://user:password@host` (ORG-1).
///
/// # Errors
/// `invalid`.
pub fn refuse_credentials(text: &str, rule: &'static str) -> Result<()> {
    let Some((_, rest)) = text.split_once("://") else { return Ok(()) };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if !authority.contains('@') {
        return Ok(());
    }
    Err(Error::invalid("the address holds credentials")
        .rule(rule)
        .hint("leave out what stands between `://` and `@`; keep it in a vault"))
}

/// Whether a key is named like a secret: `api_key`, `accessToken`, `PASSWORD`.
fn looks_secret(key: &str) -> bool {
    let mut spaced = String::with_capacity(key.len() + 4);
    let mut after_small = false;
    for c in key.chars() {
        if c.is_uppercase() && after_small {
            spaced.push(' ');
        }
        after_small = c.is_lowercase();
        spaced.extend(if c.is_alphanumeric() { c } else { ' ' }.to_lowercase());
    }
    spaced
        .split_whitespace()
        .any(|word| SECRET_WORDS.contains(&word) || SECRET_ENDS.iter().any(|end| word.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_named_like_a_secret_is_refused_wherever_it_stands() {
        for secret in [
            json!({"password": "x"}),
            json!({"api_key": "x"}),
            json!({"auth": [{"accessToken": 1}]}),
            json!({"CLIENT-SECRET": "x"}),
            json!({"sshkey": "x", "myapikey": "y"}),
            json!({"endpoint": "https://u:p@host/x"}),
            json!(["ftp://u@host"]),
        ] {
            assert!(refuse_secrets(&secret, "ORG-1").is_err(), "{secret}");
        }
        for plain in [
            json!({"keyboard": "de", "monkey": 1, "tokens_per_page": null, "depth": 3}),
            json!({"endpoint": "https://host/a@b", "mail": "ann@acme.example"}),
            json!("password"),
        ] {
            assert!(refuse_secrets(&plain, "ORG-1").is_ok(), "{plain}");
        }
    }
}
