//! One statement in the place of many that differ in their values alone: each parameter goes as an array, with a value for each.

use super::param::Kind;

/// The rows of values as the statement calls them.
const GIVEN: &str = "given";

/// A query for the rows of each question, with the number of the question, from 1, behind them. It is run for each (`OFFSET 0`), by
/// the index that the one is answered by, so that the rows of one come as it wants them.
pub fn query_for_many(sql: &str, kinds: &[Kind]) -> String {
    let source = source(kinds, " WITH ORDINALITY", ", number");
    format!("SELECT found.*, {GIVEN}.number FROM {source}, LATERAL ({} OFFSET 0) AS found", with_columns(sql))
}

/// An insert of many rows, made of that of one; none if it is of another form.
pub fn insert_of_many(sql: &str, kinds: &[Kind]) -> Option<String> {
    let (into, rest) = sql.split_once("VALUES (")?;
    let (row, tail) = rest.split_at_checked(end_of(rest)?)?;
    let tail = tail.strip_prefix(')')?;
    if tail.trim_start().starts_with(',') {
        return None;
    }
    let source = source(kinds, "", "");
    Some(format!("{into}SELECT {} FROM {source}{}", with_columns(row), with_columns(tail)))
}

fn source(kinds: &[Kind], how: &str, last: &str) -> String {
    let arrays = kinds.iter().zip(1..).map(|(kind, number)| format!("${number}::{}[]", name_of(*kind)));
    let columns = (1..=kinds.len()).map(|number| format!("c{number}"));
    let [arrays, columns] = [arrays.collect::<Vec<_>>(), columns.collect()].map(|parts| parts.join(", "));
    format!("unnest({arrays}){how} AS {GIVEN}({columns}{last})")
}

const fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "bigint",
        Kind::Text => "text",
        Kind::Bytes => "bytea",
    }
}

/// `$1` becomes a column of what is given, outside of quotes.
fn with_columns(sql: &str) -> String {
    let mut parts = sql.split('\'').enumerate().map(|(at, part)| {
        let is_quoted = at % 2 == 1;
        if is_quoted { part.to_owned() } else { part.replace('$', &format!("{GIVEN}.c")) }
    });
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |text, part| text + "'" + &part)
}

/// Where the parenthesis ends that is open at the beginning.
fn end_of(sql: &str) -> Option<usize> {
    let (mut depth, mut in_quotes) = (0, false);
    sql.char_indices().find_map(|(at, c)| {
        match c {
            '\'' => in_quotes = !in_quotes,
            '(' if !in_quotes => depth += 1,
            ')' if !in_quotes && depth == 0 => return Some(at),
            ')' if !in_quotes => depth -= 1,
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_for_many_values() {
        assert_eq!(
            query_for_many(
                "SELECT id FROM t WHERE a = $2 AND b = lower($1) AND c = '$1'",
                &[Kind::Text, Kind::Integer]
            ),
            "SELECT found.*, given.number FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS given(c1, c2, number), \
             LATERAL (SELECT id FROM t WHERE a = given.c2 AND b = lower(given.c1) AND c = '$1' OFFSET 0) AS found"
        );
    }

    #[test]
    fn an_insert_takes_many_rows() {
        let one = "INSERT INTO t (id, a) VALUES ($2, COALESCE(lower($1), ')')) ON CONFLICT DO NOTHING";
        assert_eq!(
            insert_of_many(one, &[Kind::Bytes, Kind::Integer]).unwrap(),
            "INSERT INTO t (id, a) SELECT given.c2, COALESCE(lower(given.c1), ')') \
             FROM unnest($1::bytea[], $2::bigint[]) AS given(c1, c2) ON CONFLICT DO NOTHING"
        );
        for other in ["INSERT INTO t (a) VALUES ($1), ($2)", "INSERT INTO t SELECT $1", "DELETE FROM t WHERE a = $1"] {
            assert_eq!(insert_of_many(other, &[Kind::Text, Kind::Text]), None);
        }
    }
}
