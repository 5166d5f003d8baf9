//! How a query is built, as far as others can be put in the place of the tables that it reads from. The queries of this program
//! write keywords in capitals, names in small letters, and columns of several tables as `alias.column`.

use std::ops::Range;

/// A query, taken apart.
#[derive(Debug, Default)]
pub struct Query<'q> {
    /// Each `SELECT`, those within others behind them.
    pub selects: Vec<Select<'q>>,
    /// Each column that is named with its table.
    pub columns: Vec<Column<'q>>,
}

/// One `SELECT`, up to the next of a `UNION`.
#[derive(Debug, Default)]
pub struct Select<'q> {
    /// The one that it stands in.
    pub within: Option<usize>,
    pub sources: Vec<Source<'q>>,
    /// From behind `FROM` up to what groups and orders.
    pub rows: Range<usize>,
    /// Where it ends.
    pub end: usize,
    /// Whether rows become fewer: it groups or counts them, or takes each once.
    pub is_grouped: bool,
    /// Whether it puts rows in order, and takes the first of them.
    pub is_ordered: bool,
    pub is_limited: bool,
    /// Whether it names columns without their tables, or by their places, outside of its rows.
    pub is_unclear: bool,
}

/// What a `SELECT` reads from.
#[derive(Debug, PartialEq, Eq)]
pub struct Source<'q> {
    /// The name of the table; empty: a query of its own.
    pub name: &'q str,
    /// What the query calls it.
    pub alias: &'q str,
    /// Where name and alias stand.
    pub place: Range<usize>,
    /// Where `LEFT JOIN` begins, and what it asks for, if it is joined so.
    pub left: Option<(usize, Range<usize>)>,
}

/// A column that is named with its table.
#[derive(Debug, PartialEq, Eq)]
pub struct Column<'q> {
    pub alias: &'q str,
    pub name: &'q str,
    pub place: Range<usize>,
    /// The innermost `SELECT` around it.
    select: usize,
    /// Whether it is given out as it is.
    pub is_bare: bool,
}

/// What a part of a `SELECT` is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    /// What is given out.
    List,
    /// The next word is a table.
    Table,
    /// Among tables.
    Tables,
    /// What a join asks for.
    On,
    Where,
    /// What groups and orders.
    Tail,
}

/// A parenthesis that is open, or the query itself.
#[derive(Debug, Default)]
struct Level {
    select: Option<usize>,
    clause: Option<Clause>,
}

impl<'q> Query<'q> {
    pub fn of(sql: &'q str) -> Self {
        let tokens: Vec<(usize, &str)> = tokens(sql).collect();
        let mut reading = Reading { query: Self::default(), levels: vec![Level::default()], left: None };
        for (number, (at, token)) in tokens.iter().enumerate() {
            let word =
                |number: Option<usize>| number.and_then(|number| tokens.get(number)).map_or("", |(_, word)| *word);
            reading.take(*at, token, word(number.checked_sub(1)), word(Some(number + 1)));
        }
        while !reading.levels.is_empty() {
            reading.end(sql.len());
            reading.levels.pop();
        }
        reading.query
    }

    /// The `SELECT` and the source that a column belongs to.
    pub fn source_of(&self, column: &Column<'_>) -> Option<(usize, &Source<'q>)> {
        let mut next = Some(column.select);
        while let Some(number) = next {
            let select = self.selects.get(number)?;
            if let Some(source) = select.sources.iter().find(|source| source.alias == column.alias) {
                return Some((number, source));
            }
            next = select.within;
        }
        None
    }
}

/// What makes one row of many.
const AGGREGATES: [&str; 5] = ["count", "max", "min", "string_agg", "sum"];

struct Reading<'q> {
    query: Query<'q>,
    levels: Vec<Level>,
    /// Where the last `LEFT` stood, until its table is named.
    left: Option<usize>,
}

impl<'q> Reading<'q> {
    fn take(&mut self, at: usize, token: &'q str, before: &str, after: &str) {
        let clause = self.levels.last().and_then(|level| level.clause);
        match token {
            "(" => {
                if clause == Some(Clause::Table) {
                    self.source("", at..at);
                }
                self.levels.push(Level::default());
            }
            ")" => {
                self.end(at);
                self.levels.pop();
            }
            "SELECT" => self.begin(),
            "UNION" | "EXCEPT" | "INTERSECT" => self.end(at),
            "DISTINCT" if before == "SELECT" => self.change(|select| select.is_grouped = true),
            "FROM" if before != "DISTINCT" && clause == Some(Clause::List) => {
                let start = at + token.len();
                self.change(|select| select.rows = start..start);
                self.turn(Clause::Table);
            }
            "LEFT" => {
                self.end_of_join(at);
                self.left = Some(at);
            }
            "CROSS" => self.end_of_join(at),
            "JOIN" => {
                self.end_of_join(at);
                self.turn(Clause::Table);
            }
            "," if clause == Some(Clause::Tables) => self.turn(Clause::Table),
            "ON" if clause == Some(Clause::Tables) => {
                let start = at + token.len();
                self.change_join(|on| *on = start..start);
                self.turn(Clause::On);
            }
            "WHERE" => {
                self.end_of_join(at);
                self.turn(Clause::Where);
            }
            "GROUP" | "HAVING" | "ORDER" | "LIMIT" if clause.is_some() => {
                self.end_of_rows(at);
                self.change(|select| {
                    select.is_grouped |= token == "GROUP";
                    select.is_ordered |= token == "ORDER";
                    select.is_limited |= token == "LIMIT";
                });
                self.turn(Clause::Tail);
            }
            // A place among what is given out.
            _ if token.starts_with(|c: char| c.is_ascii_digit()) && clause == Some(Clause::Tail) => {
                self.change(|select| select.is_unclear |= !select.is_limited);
            }
            _ if token.starts_with(|c: char| c.is_ascii_lowercase()) => match clause {
                Some(Clause::Table) => self.source(token, at..at + token.len()),
                Some(Clause::Tables) => self.alias(token, at + token.len()),
                _ => self.column(at, token, before, after),
            },
            _ => {}
        }
    }

    fn source(&mut self, name: &'q str, place: Range<usize>) {
        let left = self.left.take().map(|at| (at, 0..0));
        self.change(|select| select.sources.push(Source { name, alias: name, place, left }));
        self.turn(Clause::Tables);
    }

    fn alias(&mut self, token: &'q str, end: usize) {
        self.change(|select| {
            if let Some(source) = select.sources.last_mut() {
                source.alias = token;
                source.place.end = end;
            }
        });
    }

    fn column(&mut self, at: usize, token: &'q str, before: &str, after: &str) {
        let Some((number, clause)) = self.innermost() else { return };
        let Some(select) = self.query.selects.get_mut(number) else { return };
        match token.split_once('.') {
            Some((alias, name)) => {
                let is_bare = self.levels.last().is_some_and(|level| level.select == Some(number))
                    && clause == Clause::List
                    && ["SELECT", "DISTINCT", ","].contains(&before)
                    && [",", "FROM"].contains(&after);
                self.query.columns.push(Column { alias, name, place: at..at + token.len(), select: number, is_bare });
            }
            None if after == "(" => select.is_grouped |= clause == Clause::List && AGGREGATES.contains(&token),
            None => select.is_unclear |= matches!(clause, Clause::List | Clause::Tail) && before != "AS",
        }
    }

    /// Begins a `SELECT` where the text has come to.
    fn begin(&mut self) {
        let within = self.innermost().map(|(number, _)| number);
        let number = self.query.selects.len();
        self.query.selects.push(Select { within, ..Select::default() });
        if let Some(level) = self.levels.last_mut() {
            *level = Level { select: Some(number), clause: Some(Clause::List) };
        }
    }

    fn end_of_join(&mut self, at: usize) {
        if self.levels.last().is_some_and(|level| level.clause == Some(Clause::On)) {
            self.change_join(|on| on.end = at);
            self.turn(Clause::Tables);
        }
    }

    fn end_of_rows(&mut self, at: usize) {
        self.end_of_join(at);
        if self.levels.last().is_some_and(|level| !matches!(level.clause, Some(Clause::List | Clause::Tail))) {
            self.change(|select| select.rows.end = at);
        }
    }

    /// Ends the `SELECT` of the innermost level.
    fn end(&mut self, at: usize) {
        self.end_of_rows(at);
        self.change(|select| select.end = at);
        if let Some(level) = self.levels.last_mut() {
            *level = Level::default();
        }
    }

    /// The innermost `SELECT` that is open, and what it is about just now.
    fn innermost(&self) -> Option<(usize, Clause)> {
        self.levels.iter().rev().find_map(|level| Some((level.select?, level.clause?)))
    }

    /// Changes the `SELECT` of the innermost level, if it has one.
    fn change(&mut self, change: impl FnOnce(&mut Select<'q>)) {
        let number = self.levels.last().and_then(|level| level.select);
        if let Some(select) = number.and_then(|number| self.query.selects.get_mut(number)) {
            change(select);
        }
    }

    /// Changes what the last source is joined by, if it is a left join.
    fn change_join(&mut self, change: impl FnOnce(&mut Range<usize>)) {
        self.change(|select| {
            if let Some((_, on)) = select.sources.last_mut().and_then(|source| source.left.as_mut()) {
                change(on);
            }
        });
    }

    fn turn(&mut self, clause: Clause) {
        if let Some(level) = self.levels.last_mut().filter(|level| level.select.is_some()) {
            level.clause = Some(clause);
        }
    }
}

/// Words and signs with their places; texts in quotes and remarks are none.
fn tokens(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = sql.get(at..)?;
            let first = rest.chars().next()?;
            let is_remark = rest.starts_with("--");
            let length = match first {
                '\'' | '"' => rest.get(1..)?.find(first).map_or(rest.len(), |end| end + 2),
                _ if is_remark => rest.find('\n').unwrap_or(rest.len()),
                _ if is_in_word(first) => rest.find(|c| !is_in_word(c)).unwrap_or(rest.len()),
                _ => first.len_utf8(),
            };
            let start = at;
            at += length;
            if !is_remark && !first.is_whitespace() && !matches!(first, '\'' | '"') {
                return Some((start, rest.get(..length)?));
            }
        }
    })
}

fn is_in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '?')
}

#[cfg(test)]
mod tests {
    use super::Query;

    fn sources(sql: &str) -> Vec<(&str, &str)> {
        let query = Query::of(sql);
        query
            .selects
            .iter()
            .flat_map(|select| select.sources.iter().map(|source| (source.name, source.alias)))
            .collect()
    }

    #[test]
    fn tables_are_found_wherever_they_are_read_from() {
        assert_eq!(
            sources(
                "SELECT o.id, 'FROM x' FROM users o LEFT JOIN units n ON n.id = o.unit_id WHERE o.id IN (SELECT user_id FROM links)"
            ),
            [("users", "o"), ("units", "n"), ("links", "links")]
        );
        assert_eq!(
            sources("SELECT 1 FROM users, units AS n, tags WHERE users.a, b"),
            [("users", "users"), ("units", "n"), ("tags", "tags")]
        );
        assert_eq!(
            sources("SELECT 1 FROM users -- FROM units\n CROSS JOIN tags t"),
            [("users", "users"), ("tags", "t")]
        );
        assert_eq!(
            sources("SELECT 1 FROM (SELECT id FROM users) u, tags ORDER BY a, b"),
            [("", "u"), ("tags", "tags"), ("users", "users")]
        );
        assert_eq!(
            sources("WITH a (x) AS (SELECT id FROM users UNION ALL SELECT id FROM a) SELECT x FROM a"),
            [("users", "users"), ("a", "a"), ("a", "a")]
        );
    }

    #[test]
    fn what_a_select_reads_and_what_it_makes_of_it_are_told_apart() {
        let sql = "SELECT (SELECT max(x.at) FROM links x WHERE x.user_id = o.id), o.id FROM users o LEFT JOIN units n ON n.id = o.unit_id ORDER BY n.name";
        let query = Query::of(sql);
        let rows: Vec<_> = query.selects.iter().map(|select| (&sql[select.rows.clone()], select.is_grouped)).collect();
        assert_eq!(
            rows,
            [(" users o LEFT JOIN units n ON n.id = o.unit_id ", false), (" links x WHERE x.user_id = o.id", true)]
        );
        let left = query.selects[0].sources[1].left.clone().unwrap();
        assert_eq!((&sql[left.0..left.0 + 9], &sql[left.1]), ("LEFT JOIN", " n.id = o.unit_id "));
        let of: Vec<_> =
            query.columns.iter().filter_map(|column| Some((column.name, query.source_of(column)?.1.name))).collect();
        assert_eq!(
            of,
            [
                ("at", "links"),
                ("user_id", "links"),
                ("id", "users"),
                ("id", "users"),
                ("id", "units"),
                ("unit_id", "users"),
                ("name", "units")
            ]
        );
    }
}
