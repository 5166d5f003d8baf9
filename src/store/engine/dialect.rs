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

/// The table that a statement inserts into.
pub fn table_of(insert: &str) -> &str {
    insert.split_whitespace().nth(2).unwrap_or_default()
}

/// Whether a statement adds a row of given values, and does nothing else.
pub fn is_plain_insert(sql: &str) -> bool {
    sql.starts_with("INSERT INTO ") && !["SELECT", "DO UPDATE"].iter().any(|word| sql.contains(word))
}

/// An insert of one row, which gets its id by a parameter of that number; none for any other statement.
pub fn with_id(insert: &str, parameter: usize) -> Option<Translated> {
    let (into, rest) = insert.split_once('(')?;
    let (columns, rest) = rest.split_once(") VALUES (").or_else(|| {
        let (columns, rest) = rest.split_once(')')?;
        Some((columns, rest.trim_start().strip_prefix("VALUES (")?))
    })?;
    Some(translated(&format!("{into}(id, {columns}) VALUES (?{parameter}, {rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_insert_of_one_row_takes_its_id() {
        let one = with_id("INSERT INTO t (a, b)\n  VALUES (?1, ?2) ON CONFLICT DO NOTHING", 3).unwrap();
        assert_eq!(one.sql, "INSERT INTO t (id, a, b) VALUES ($3, $1, $2) ON CONFLICT DO NOTHING");
        assert_eq!((one.parameter_count, table_of("INSERT INTO t (a)")), (3, "t"));
        assert!(with_id("INSERT INTO t (a) SELECT 1", 1).is_none() && with_id("DELETE FROM t", 1).is_none());
    }

    #[test]
    fn parameters_are_numbered_as_a_server_wants_them() {
        let one = translated("SELECT '?1', x FROM t WHERE a = ?2 AND b = ?11 OR c = 'it''s ?3' AND d = ?1");
        assert_eq!(one.sql, "SELECT '?1', x FROM t WHERE a = $2 AND b = $11 OR c = 'it''s ?3' AND d = $1");
        assert_eq!(one.parameter_count, 11);
    }
}
