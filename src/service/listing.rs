//! What is wanted of a list: filters, order, free text and a page. The database does what it can; what is worked out by the
//! program, or shown otherwise to different people, is looked at row by row.

use std::cell::Cell;
use std::cmp::Ordering;

use serde::Serialize;

use super::Op;
pub use super::list_request::Request;
use super::then::told_hidden;
use crate::domain::cell::at_path;
use crate::domain::matrix::Reach;
use crate::domain::query::{Condition, Holds, Operator, Order, Value, Word};
use crate::domain::text::{key, means_all};
use crate::domain::{Action, Error, Here, Kind, ObjectKind, Result};
use crate::store::listing::column::Place;
use crate::store::listing::{Column, Listed, Selection, Test, Wanted};

/// Takes rows one by one.
pub type Sink<'s, T> = &'s mut dyn FnMut(T) -> Result<()>;

/// Hands on the wanted rows of what `read` reads.
pub fn each<T: Listed + Serialize>(
    op: &Op<'_>,
    request: &Request,
    sink: Sink<'_, T>,
    read: impl FnOnce(&Selection, Sink<'_, T>) -> Result<()>,
) -> Result<()> {
    listed(op, T::OBJECT.map(ObjectKind::view), request, sink, false, read)
}

/// The same of rows that another action shows than that of their kind.
pub fn each_by<T: Listed + Serialize>(
    op: &Op<'_>,
    view: Action,
    request: &Request,
    sink: Sink<'_, T>,
    read: impl FnOnce(&Selection, Sink<'_, T>) -> Result<()>,
) -> Result<()> {
    listed(op, Some(view), request, sink, false, read)
}

/// The same, where not every row that is read is shown: pages are counted by what is.
pub fn each_shown<T: Listed + Serialize>(
    op: &Op<'_>,
    request: &Request,
    sink: Sink<'_, T>,
    read: impl FnOnce(&Selection, Sink<'_, T>) -> Result<()>,
) -> Result<()> {
    listed(op, T::OBJECT.map(ObjectKind::view), request, sink, true, read)
}

/// Hands on the wanted ones of rows that the program worked out.
pub fn computed<T: Listed + Serialize>(
    op: &Op<'_>,
    request: &Request,
    sink: Sink<'_, T>,
    rows: impl FnOnce(Sink<'_, T>) -> Result<()>,
) -> Result<()> {
    if request.is_everything() {
        return rows(sink);
    }
    let mut plan = Plan::of::<T>(op, request)?;
    plan.leave_to_program(request);
    plan.run(op, request, sink, |_, sink| rows(sink))
}

/// Whether a row that the program worked out is wanted, wherever it stands.
pub fn fits<T: Listed + Serialize>(op: &Op<'_>, request: &Request, row: &T) -> Result<bool> {
    if request.is_everything() {
        return Ok(true);
    }
    let mut plan = Plan::of::<T>(op, request)?;
    plan.leave_to_program(request);
    let counts: Vec<Cell<i64>> = plan.conditions.iter().map(|_| Cell::new(0)).collect();
    plan.looked_at(row)?.map_or(Ok(true), |printed| plan.fits(&printed, &counts))
}

fn listed<T: Listed + Serialize>(
    op: &Op<'_>,
    view: Option<Action>,
    request: &Request,
    sink: Sink<'_, T>,
    hides: bool,
    read: impl FnOnce(&Selection, Sink<'_, T>) -> Result<()>,
) -> Result<()> {
    let view = view.filter(|view| op.reach_if_held(*view) != Some(Reach::All));
    if let (Some(then), Some(view), Some(kind)) = (op.then.as_deref(), view, T::OBJECT) {
        let done = taken(op, request, sink, true, |selection, sink| {
            read(selection, &mut |row| if is_seen(op, view, kind, &row)? { sink(row) } else { Ok(()) })
        });
        if then.hidden.get() > 0 {
            request.notice(told_hidden(then.hidden.get()));
        }
        return done;
    }
    taken(op, request, sink, hides, read)
}

/// Whether a row of the past is shown today (TIME-1).
fn is_seen<T: Serialize>(op: &Op<'_>, view: Action, kind: ObjectKind, row: &T) -> Result<bool> {
    let printed = serde_json::to_value(row).map_err(|error| Error::internal("a row cannot be read").source(error))?;
    let Some(id) = printed.get("id").and_then(serde_json::Value::as_i64) else { return Ok(true) };
    op.is_seen_or_counted(view, kind, id)
}

fn taken<T: Listed + Serialize>(
    op: &Op<'_>,
    request: &Request,
    sink: Sink<'_, T>,
    hides: bool,
    read: impl FnOnce(&Selection, Sink<'_, T>) -> Result<()>,
) -> Result<()> {
    if request.is_everything() {
        return read(&Selection::default(), sink);
    }
    let mut plan = Plan::of::<T>(op, request)?;
    if hides {
        plan.page_by_program(request);
    }
    plan.run(op, request, sink, read)
}

/// What the database does of a request, and what is left to the program.
struct Plan {
    selection: Selection,
    conditions: Vec<Condition>,
    order: Vec<Order>,
    text: Option<String>,
    columns: &'static [Column],
    limit: usize,
    offset: usize,
    here: Here,
    /// Names that nothing bears that the actor may view; rows may still show them.
    unknown: Vec<(ObjectKind, String)>,
}

impl Plan {
    fn of<T: Listed>(op: &Op<'_>, request: &Request) -> Result<Self> {
        request.check_size()?;
        let mut plan = Self {
            selection: Selection {
                tests: request.also.clone(),
                limit: request.limit,
                offset: request.offset,
                ..Selection::default()
            },
            conditions: Vec::new(),
            order: Vec::new(),
            text: None,
            columns: T::COLUMNS,
            limit: usize::MAX,
            offset: 0,
            here: op.here()?,
            unknown: Vec::new(),
        };
        for condition in &request.conditions {
            plan.take(op, request, condition)?;
        }
        plan.selection.text = request.text.as_deref().map(key);
        let by_database = request.order.iter().map(|order| {
            let column = column(T::COLUMNS, order.key.name)?;
            Ok(plan.is_known_by_database(op, column, order.part.is_some()).then_some((column, order.is_falling)))
        });
        let by_database: Option<Vec<_>> = by_database.collect::<Result<Option<_>>>()?;
        match by_database {
            Some(sort) => plan.selection.sort = sort,
            None => plan.order.clone_from(&request.order),
        }
        if !plan.conditions.is_empty() || !plan.order.is_empty() {
            plan.page_by_program(request);
        }
        Ok(plan)
    }

    /// Whether rows are put in order by a value as it is shown to the actor.
    fn is_known_by_database(&self, op: &Op<'_>, column: &Column, has_part: bool) -> bool {
        let is_there = match column.place {
            Place::Nowhere | Place::Rows(_) | Place::Pairs { .. } | Place::Ranges { .. } => false,
            _ => !has_part,
        };
        is_there && !is_narrowed(op, column.key.holds)
    }

    fn take(&mut self, op: &Op<'_>, request: &Request, condition: &Condition) -> Result<()> {
        let column = column(self.columns, condition.key.name)?;
        if let Some(twin) = column.twin {
            request.notice(format!(
                "`{}` is what was set on the account; what is in effect is `{twin}`",
                condition.key.name
            ));
        }
        let mut condition = condition.clone();
        let mut wanted = Vec::new();
        for word in &mut condition.words {
            wanted.push(self.resolve(op, column, condition.operator, word)?);
        }
        let is_named = wanted.iter().all(|one| matches!(one, Wanted::Object(..) | Wanted::All));
        let is_nowhere = match column.place {
            Place::Nowhere => true,
            Place::Pairs { .. } => false,
            _ => condition.part.is_some(),
        };
        let is_equality = matches!(condition.operator, Operator::Equal | Operator::Unequal);
        let is_kept_name = matches!(column.key.holds, Holds::KeptNameOf(_));
        let is_as_shown = is_equality && is_kept_name && wanted.iter().any(|one| matches!(one, Wanted::Text(_)));
        if is_nowhere || is_as_shown || (is_narrowed(op, column.key.holds) && !is_named) {
            self.conditions.push(condition);
        } else {
            let Condition { part, operator, .. } = condition;
            self.selection.tests.push(Test { column, part, operator, wanted });
        }
        Ok(())
    }

    /// What a value means here and now; the value itself becomes what a row shows of it.
    fn resolve(&mut self, op: &Op<'_>, column: &Column, operator: Operator, word: &mut Word) -> Result<Wanted> {
        let Word::Text { typed, key: folded } = word.clone() else {
            return Ok(match word {
                Word::Number(number) => Wanted::Number(*number),
                Word::Flag(flag) => Wanted::Flag(*flag),
                Word::Addresses(range) => Wanted::Addresses(*range),
                Word::Moment(moment) => {
                    let (first, last) = moment.span(&self.here, column.key.tense())?;
                    Wanted::Span(first, last)
                }
                Word::Listed(place) => Wanted::Listed(column.key.word(*place), *place),
                Word::Absent | Word::Text { .. } => Wanted::Absent,
            });
        };
        if !matches!(operator, Operator::Equal | Operator::Unequal) {
            return Ok(Wanted::Text(folded));
        }
        if column.none == Some(folded.as_str()) {
            *word = Word::Absent;
            return Ok(Wanted::Absent);
        }
        match (column.key.holds, column.place) {
            (Holds::NameOf(ObjectKind::AssetGroup), Place::Rows(rows)) if rows.all.is_some() && means_all(&typed) => {
                Ok(Wanted::All)
            }
            (Holds::NameOf(kind), _) => {
                let may_be_shown = operator == Operator::Equal && !views_all(op, kind);
                self.named(op, (kind, typed, folded), may_be_shown, word)
            }
            (Holds::KeptNameOf(kind), _) => self.named(op, (kind, typed, folded), true, word),
            _ => Ok(Wanted::Text(folded)),
        }
    }

    /// The object of a name. One that nothing bears that the actor may view is compared with what rows show, or keep as
    /// text, if that may be.
    fn named(
        &mut self,
        op: &Op<'_>,
        (kind, typed, folded): (ObjectKind, String, String),
        may_be_shown: bool,
        word: &mut Word,
    ) -> Result<Wanted> {
        match op.find_in_sight(kind, &typed) {
            Ok(found) => {
                *word = Word::text(&found.name);
                Ok(Wanted::Object(Some(found.id), key(&found.name)))
            }
            Err(error) if error.kind == Kind::NotFound && may_be_shown => {
                self.unknown.push((kind, typed));
                Ok(if views_all(op, kind) { Wanted::Object(None, folded) } else { Wanted::Text(folded) })
            }
            Err(error) => Err(error),
        }
    }

    fn page_by_program(&mut self, request: &Request) {
        self.selection.limit = None;
        self.selection.offset = 0;
        self.limit = request.limit.unwrap_or(usize::MAX);
        self.offset = request.offset;
    }

    fn leave_to_program(&mut self, request: &Request) {
        self.selection = Selection::default();
        self.conditions.clone_from(&request.conditions);
        self.order.clone_from(&request.order);
        self.text = request.text.as_deref().map(key);
        self.page_by_program(request);
    }

    fn run<T: Serialize>(
        self,
        op: &Op<'_>,
        request: &Request,
        sink: Sink<'_, T>,
        read: impl FnOnce(&Selection, Sink<'_, T>) -> Result<()>,
    ) -> Result<()> {
        let count = Cell::new(0_usize);
        let left_out: Vec<Cell<i64>> = self.conditions.iter().map(|_| Cell::new(0)).collect();
        let mut kept: Vec<(Vec<Value>, T)> = Vec::new();
        let mut seen = 0_usize;
        let taken = read(&self.selection, &mut |row| {
            let looked_at = self.looked_at(&row)?;
            if let Some(printed) = &looked_at
                && !self.fits(printed, &left_out)?
            {
                return Ok(());
            }
            count.set(count.get() + 1);
            if let (false, Some(printed)) = (self.order.is_empty(), &looked_at) {
                kept.push((
                    self.order
                        .iter()
                        .map(|order| value(printed, order.key.holds, &path(order.key.name, &order.part)))
                        .collect(),
                    row,
                ));
                return Ok(());
            }
            seen += 1;
            if seen <= self.offset {
                return Ok(());
            }
            let last = self.offset.saturating_add(self.limit);
            if seen > last {
                return Err(enough());
            }
            sink(row)?;
            if seen == last { Err(enough()) } else { Ok(()) }
        });
        match taken {
            Err(error) if error.code == ENOUGH => {}
            taken => taken?,
        }
        kept.sort_by(|(a, _), (b, _)| self.compare(a, b));
        kept.into_iter().skip(self.offset).take(self.limit).try_for_each(|(_, row)| sink(row))?;
        if count.get() == 0
            && request.limit != Some(0)
            && let Some((kind, name)) = self.unknown.first()
        {
            return Err(op.unknown(*kind, name)?);
        }
        self.tell_left_out(request, &left_out);
        Ok(())
    }

    /// The row as it is printed, if the program looks at it.
    fn looked_at<T: Serialize>(&self, row: &T) -> Result<Option<serde_json::Value>> {
        if self.conditions.is_empty() && self.order.is_empty() && self.text.is_none() {
            return Ok(None);
        }
        serde_json::to_value(row).map(Some).map_err(|error| Error::internal("a row could not be read").source(error))
    }

    fn fits(&self, printed: &serde_json::Value, left_out: &[Cell<i64>]) -> Result<bool> {
        for (condition, absent) in self.conditions.iter().zip(left_out) {
            let value = value(printed, condition.key.holds, &path(condition.key.name, &condition.part));
            if condition.operator.is_ordered() && value.is_absent() {
                absent.set(absent.get() + 1);
            }
            if !condition.fits(&value, &self.here)? {
                return Ok(false);
            }
        }
        let Some(text) = &self.text else { return Ok(true) };
        let mut described = self.columns.iter().filter(|column| column.describes);
        Ok(described.any(|column| match value(printed, Holds::Text, column.key.name) {
            Value::Text(found) => found.contains(text),
            Value::Many(items) => items.iter().any(|item| matches!(item, Value::Text(found) if found.contains(text))),
            _ => false,
        }))
    }

    fn compare(&self, a: &[Value], b: &[Value]) -> Ordering {
        let orders = self.order.iter().zip(a.iter().zip(b));
        orders.fold(Ordering::Equal, |found, (order, (a, b))| found.then_with(|| a.order(b, order.is_falling)))
    }

    fn tell_left_out(&self, request: &Request, by_program: &[Cell<i64>]) {
        let by_program = self.conditions.iter().zip(by_program).map(|(one, count)| (one.key.name, Some(count.get())));
        let by_database = self.selection.left_out.borrow();
        for (key, count) in by_program.chain(by_database.iter().copied()) {
            match count {
                Some(0) => {}
                Some(1) => request.notice(format!("one more has no `{key}`: list it by `--filter {key}=`")),
                Some(count) => request.notice(format!("{count} more have no `{key}`: list them by `--filter {key}=`")),
                None => {
                    request.notice(format!("some have no `{key}` and are left out: list them by `--filter {key}=`"))
                }
            }
        }
    }
}

/// Whether names in a row are shown to this actor only as far as it may view what they name (ROLE-8).
fn is_narrowed(op: &Op<'_>, holds: Holds) -> bool {
    matches!(holds, Holds::NameOf(kind) if !views_all(op, kind))
}

fn views_all(op: &Op<'_>, kind: ObjectKind) -> bool {
    op.reach_if_held(kind.view()) == Some(Reach::All)
}

fn column(columns: &'static [Column], name: &str) -> Result<&'static Column> {
    let found = columns.iter().find(|column| column.key.name == name);
    found.ok_or_else(|| Error::internal(format!("the list has no key `{name}`")))
}

fn path(name: &str, part: &Option<String>) -> String {
    part.as_ref().map_or_else(|| name.to_owned(), |part| format!("{name}.{part}"))
}

fn value(printed: &serde_json::Value, holds: Holds, path: &str) -> Value {
    Value::of_json(holds, &at_path(printed, path))
}

/// The code of the signal that no further row is wanted.
const ENOUGH: &str = "enough";

fn enough() -> Error {
    Error::new(Kind::Interrupted, "enough rows").code(ENOUGH)
}
