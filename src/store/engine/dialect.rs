//! How a server is told what the embedded engine is told.

/// A statement as a server reads it.
#[derive(Debug, PartialEq, Eq)]
pub struct Translated {
    pub sql: String,
    /// How many parameters it takes: the highest number that it names.
    pub parameter_count: usize,
}

/// `?1` becomes `$1`, outside of quotes.
pub fn translated(sql: &str) -> Translated {
    let mut text = String::with_capacity(sql.len() + 8);
    let (mut parameter_count, mut in_quotes) = (0, false);
    let mut rest = sql.chars().peekable();
    while let Some(next) = rest.next() {
        if next != '?' || in_quotes {
            in_quotes ^= next == '\'';
            text.push(next);
            continue;
        }
        let mut number = 0;
        text.push('$');
        while let Some(digit) = rest.peek().and_then(|digit| digit.to_digit(10)) {
            number = number * 10 + digit as usize;
            rest.next();
        }
        text.push_str(&number.to_string());
        parameter_count = parameter_count.max(number);
    }
    Translated { sql: text, parameter_count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_as_a_server_wants_them() {
        let one = translated("SELECT '?1', x FROM t WHERE a = ?2 AND b = ?11 OR c = 'it''s ?3' AND d = ?1");
        assert_eq!(one.sql, "SELECT '?1', x FROM t WHERE a = $2 AND b = $11 OR c = 'it''s ?3' AND d = $1");
        assert_eq!(one.parameter_count, 11);
    }
}
