//! Words as they stand on the line of a shell, quotes and all.

/// How a word is quoted where the cursor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// Not at all: what is special bears a backslash.
    None,
    /// Between these.
    In(char),
}

/// A word without its quotes, and the one that is still open at its end.
pub fn unquoted(word: &str) -> (String, Quote) {
    let mut plain = String::with_capacity(word.len());
    let mut quote = Quote::None;
    let mut signs = word.chars();
    while let Some(sign) = signs.next() {
        match (quote, sign) {
            (Quote::None, '\'' | '"') => quote = Quote::In(sign),
            (Quote::In(open), _) if sign == open => quote = Quote::None,
            (Quote::None | Quote::In('"'), '\\') => plain.extend(signs.next()),
            _ => plain.push(sign),
        }
    }
    (plain, quote)
}

/// A word as Bash takes it where the cursor stands, so that nothing in it is run; none where it cannot be written
/// there: between single quotes no other one can stand, and between double quotes history is looked up.
pub fn quoted(word: &str, quote: Quote) -> Option<String> {
    match quote {
        Quote::None => Some(escaped(word)),
        Quote::In('\'') => (!word.contains('\'')).then(|| word.to_owned()),
        Quote::In(_) if word.contains('!') => None,
        Quote::In(_) => Some(
            word.chars().flat_map(|sign| r#"\$"`"#.contains(sign).then_some('\\').into_iter().chain([sign])).collect(),
        ),
    }
}

fn escaped(word: &str) -> String {
    let mut safe = String::with_capacity(word.len());
    for sign in word.chars() {
        let is_plain = sign.is_alphanumeric() || "_-.,:/@%+=^".contains(sign);
        if !is_plain {
            safe.push('\\');
        }
        safe.push(sign);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotes_may_be_open() {
        assert_eq!(unquoted("'Frankfurt Co"), ("Frankfurt Co".into(), Quote::In('\'')));
        assert_eq!(unquoted("\"a \\\"b"), ("a \"b".into(), Quote::In('"')));
        assert_eq!(unquoted("Frank\\ f'u r't"), ("Frank fu rt".into(), Quote::None));
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_read_back(word in "[^\\x00-\\x1f]{0,12}") {
            for (open, quote) in [("", Quote::None), ("'", Quote::In('\'')), ("\"", Quote::In('"'))] {
                if let Some(quoted) = quoted(&word, quote) {
                    prop_assert_eq!(unquoted(&format!("{open}{quoted}")), (word.clone(), quote));
                }
            }
        }
    }
}
