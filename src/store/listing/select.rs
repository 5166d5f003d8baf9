//! The rows of a list that are wanted, as one statement. Rows are looked for by their keys alone; only those that go out are
//! read whole.

use super::column::Column;
use super::condition::{Bound, describes, order};
use super::selection::Selection;
use crate::domain::Result;
use crate::store::Conn;
use crate::store::engine::{Param, Row};

/// A list as the database knows it.
pub struct List<'s> {
    /// Its keys.
    pub columns: &'static [Column],
    /// What is read of a row.
    pub read: &'s str,
    /// The tables.
    pub from: &'s str,
    /// The same in the order in which rows are looked for.
    pub found: &'s str,
    /// Which rows there are: those that fit any of these, of which no row fits two.
    pub scopes: Vec<String>,
    /// Its own order, which no two rows share: expressions, each with ` DESC` behind it where it falls.
    pub order: &'s [&'s str],
    /// The id of a row.
    pub id: &'static str,
}

impl List<'_> {
    /// Hands on each row that is wanted. `params` are those of `read`, `from` and `scope`.
    pub fn each<T>(
        &self,
        conn: &Conn,
        params: &[&dyn Param],
        selection: &Selection,
        row: impl FnMut(&Row<'_>) -> Result<T>,
        sink: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let mut bound = Bound::of(params)?;
        let sql = self.statement(selection, &mut bound, conn.is_of_the_past())?;
        conn.each(&sql, &bound.params(), row, sink)?;
        self.count_left_out(conn, params, selection)
    }

    /// The statement of a selection. In the past, a table is two parts, which are read side by side in an order that both give out.
    fn statement(&self, selection: &Selection, bound: &mut Bound, is_of_the_past: bool) -> Result<String> {
        let mut common = Vec::new();
        let mut branches = self.scopes.clone();
        for test in &selection.tests {
            let alternatives = test.alternatives(self.id, bound)?;
            match alternatives.as_slice() {
                several if several.len() > 1 && branches.len() == self.scopes.len() => {
                    let both = |scope: &String| {
                        several.iter().map(move |one| format!("{scope} AND {one}")).collect::<Vec<_>>()
                    };
                    branches = branches.iter().flat_map(both).collect();
                }
                several => common.push(format!("({})", several.join(" OR "))),
            }
        }
        if let Some(text) = &selection.text {
            common.push(describes(self.columns, text, bound)?);
        }
        let rest: String = common.iter().map(|one| format!(" AND {one}")).collect();
        let branches: Vec<String> = branches.into_iter().map(|branch| branch + &rest).collect();
        let looked_up = selection.tests.iter().any(|test| test.column.indexed) && selection.limit.is_some();
        let order = self.order_of(selection);
        let page = page(selection, bound)?;
        if let ([one], true, false) = (branches.as_slice(), selection.sort.is_empty(), looked_up) {
            return Ok(self.whole(self.found, one, &order, is_of_the_past) + &page);
        }
        let picked = self.picked(&branches, &order) + &page;
        let wanted = format!("{} IN (SELECT picked FROM ({picked}) picked)", self.id);
        Ok(self.whole(self.from, &wanted, &order, is_of_the_past))
    }

    fn whole(&self, from: &str, condition: &str, order: &[String], gives_order: bool) -> String {
        let given: String = order.iter().filter(|_| gives_order).map(|one| format!(", {}", placed(one, 0).0)).collect();
        format!("SELECT {}{given} FROM {from} WHERE {condition} ORDER BY {}", self.read, order.join(", "))
    }

    /// The ids that fit, each branch in its order, so that the first of them are found without the rest.
    fn picked(&self, branches: &[String], order: &[String]) -> String {
        let (expressions, places): (Vec<_>, Vec<_>) =
            order.iter().enumerate().map(|(at, one)| placed(one, at + 2)).unzip();
        let halves = branches.iter().map(|branch| {
            format!("SELECT {} AS picked, {} FROM {} WHERE {branch}", self.id, expressions.join(", "), self.found)
        });
        format!("{} ORDER BY {}", halves.collect::<Vec<_>>().join(" UNION ALL "), places.join(", "))
    }

    /// The wanted order, then the list's own.
    fn order_of(&self, selection: &Selection) -> Vec<String> {
        let wanted = selection.sort.iter().filter_map(|(column, is_falling)| {
            let expression = order(column)?;
            Some(format!("{expression}{} NULLS LAST", if *is_falling { " DESC" } else { "" }))
        });
        wanted.chain(self.order.iter().map(|one| (*one).to_owned())).collect()
    }

    /// Finds what an order leaves out; it is counted where all rows are looked at anyway.
    fn count_left_out(&self, conn: &Conn, params: &[&dyn Param], selection: &Selection) -> Result<()> {
        for (at, test) in selection.tests.iter().enumerate() {
            let Some(absent) = test.absent(self.id) else { continue };
            let mut bound = Bound::of(params)?;
            let mut conditions = vec![format!("({})", self.scopes.join(" OR ")), absent];
            for (_, other) in selection.tests.iter().enumerate().filter(|(other, _)| *other != at) {
                conditions.push(other.sql(self.id, &mut bound)?);
            }
            let rows = format!("FROM {} WHERE {}", self.found, conditions.join(" AND "));
            let sql = match selection.limit {
                None => format!("SELECT count(*) {rows}"),
                Some(_) => format!("SELECT 1 {rows} LIMIT 1"),
            };
            let mut found = 0;
            let count = |count: i64| {
                found = count;
                Ok(())
            };
            conn.each(&sql, &bound.params(), |row| row.get(0), count)?;
            let left_out = match (selection.limit, found) {
                (_, 0) => continue,
                (None, found) => Some(found),
                (Some(_), _) => None,
            };
            selection.left_out.borrow_mut().push((test.column.key.name, left_out));
        }
        Ok(())
    }
}

/// An expression of an order, and the same by its place among the columns.
fn placed(order: &str, at: usize) -> (String, String) {
    let (rest, nulls) = order.strip_suffix(" NULLS LAST").map_or((order, ""), |rest| (rest, " NULLS LAST"));
    let (expression, way) = rest.strip_suffix(" DESC").map_or((rest, ""), |rest| (rest, " DESC"));
    (expression.to_owned(), format!("{at}{way}{nulls}"))
}

fn page(selection: &Selection, bound: &mut Bound) -> Result<String> {
    if selection.limit.is_none() && selection.offset == 0 {
        return Ok(String::new());
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let limit = bound.bind(&number(selection.limit.unwrap_or(usize::MAX)))?;
    Ok(format!(" LIMIT {limit} OFFSET {}", bound.bind(&number(selection.offset))?))
}
