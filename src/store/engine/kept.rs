//! Answers that a server gives before they are asked for, kept until something is written that could change them.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use tokio_postgres::Row;

use super::foreseen::Foreseen;
use super::param::Value;
use super::wire::Coming;
use crate::domain::{Error, Result};

/// Questions that differ in their values alone, and were asked by one statement.
pub struct Together {
    coming: Coming,
    question_count: usize,
    answers: OnceCell<Vec<Vec<Row>>>,
}

impl Together {
    pub fn new(coming: Coming, question_count: usize) -> Self {
        Self { coming, question_count, answers: OnceCell::new() }
    }

    /// The answer to the question in that place; `wait` lets answers come.
    fn answer(&self, place: usize, wait: impl FnOnce() -> Result<()>) -> Result<&[Row]> {
        if self.answers.get().is_none() {
            if !self.coming.has_come() {
                wait()?;
            }
            let rows = self.coming.take_rows()?;
            let answers = if self.question_count > 1 { by_number(rows, self.question_count)? } else { vec![rows] };
            let _ = self.answers.set(answers);
        }
        Ok(self.answers.get().and_then(|answers| answers.get(place)).map_or(&[], Vec::as_slice))
    }
}

/// The rows of each question, which the last column numbers.
fn by_number(rows: Vec<Row>, question_count: usize) -> Result<Vec<Vec<Row>>> {
    let mut answers: Vec<Vec<Row>> = (0..question_count).map(|_| Vec::new()).collect();
    for row in rows {
        let number = row.len().checked_sub(1).and_then(|last| row.try_get::<_, i64>(last).ok());
        let place = number.and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
        let answer = place.and_then(|place| answers.get_mut(place));
        answer.ok_or_else(|| Error::internal("the server answered what was not asked"))?.push(row);
    }
    Ok(answers)
}

type Values = Vec<Value<'static>>;

/// Where an answer is.
#[derive(Clone)]
struct Place(Rc<Together>, usize);

/// The answers to what was asked in one go, by statements and values.
type Answers = HashMap<String, HashMap<Values, Place>>;

/// Which questions ask for each value.
type ByValue = HashMap<Value<'static>, Vec<(String, Values)>>;

/// The answers, and which questions ask for a value of a table.
#[derive(Default)]
pub struct Kept {
    answers: RefCell<Answers>,
    /// Those that were asked for before; whoever looks at one keeps it.
    older: RefCell<Answers>,
    /// Those that a row of a table with a value forgets, and those that whatever is written does.
    asking: RefCell<HashMap<String, ByValue>>,
    fleeting: RefCell<Vec<(String, Values)>>,
}

impl Kept {
    /// Whether a question has an answer.
    pub fn holds(&self, question: &Foreseen) -> bool {
        self.place_of(&question.sql, &question.values).is_some()
    }

    /// What is asked for from now on is the newest; what was not looked at since the last time is forgotten.
    pub fn turn(&self) {
        self.older.replace(self.answers.take());
        let (mut asking, older) = (self.asking.borrow_mut(), self.older.borrow());
        for of_table in asking.values_mut() {
            of_table.retain(|_, questions| {
                questions.retain(|(sql, values)| older.get(sql).is_some_and(|of| of.contains_key(values)));
                !questions.is_empty()
            });
        }
    }

    /// Keeps answers that may still be on their way.
    pub fn keep(&self, questions: Vec<Foreseen>, coming: Coming) {
        let together = Rc::new(Together::new(coming, questions.len()));
        let (mut asking, mut answers) = (self.asking.borrow_mut(), self.answers.borrow_mut());
        for (number, question) in questions.into_iter().enumerate() {
            match question.table() {
                None => self.fleeting.borrow_mut().push((question.sql.clone(), question.values.clone())),
                Some(table) => {
                    let of_table = asking.entry(table.to_owned()).or_default();
                    for value in &question.values {
                        let asked = (question.sql.clone(), question.values.clone());
                        of_table.entry(folded(value)).or_default().push(asked);
                    }
                }
            }
            let of_sql = answers.entry(question.sql).or_default();
            of_sql.insert(question.values, Place(Rc::clone(&together), number));
        }
    }

    /// The answer to a question, which may be asked again; `wait` lets answers come.
    pub fn answer<T>(
        &self,
        sql: &str,
        values: &[Value<'static>],
        wait: impl FnOnce() -> Result<()>,
        with: impl FnOnce(&[Row]) -> Result<T>,
    ) -> Option<Result<T>> {
        let Place(together, number) = self.place_of(sql, values)?;
        Some(together.answer(number, wait).and_then(with))
    }

    fn place_of(&self, sql: &str, values: &[Value<'static>]) -> Option<Place> {
        let find = |answers: &Answers| answers.get(sql)?.get(values).cloned();
        let mut answers = self.answers.borrow_mut();
        find(&answers).or_else(|| {
            let place = find(&self.older.borrow())?;
            answers.entry(sql.to_owned()).or_default().insert(values.to_vec(), place.clone());
            Some(place)
        })
    }

    /// Forgets what a new row could change.
    pub fn note_insert(&self, table: &str, values: &[Value<'static>]) {
        self.fleeting.take().iter().for_each(|(sql, asked)| self.remove(sql, asked));
        let mut asking = self.asking.borrow_mut();
        let Some(of_table) = asking.get_mut(table) else { return };
        for (sql, asked) in values.iter().filter_map(|value| of_table.remove(&folded(value))).flatten() {
            self.remove(&sql, &asked);
        }
    }

    fn remove(&self, sql: &str, values: &[Value<'static>]) {
        for answers in [&self.answers, &self.older] {
            answers.borrow_mut().get_mut(sql).and_then(|of| of.remove(values));
        }
    }

    /// Forgets everything.
    pub fn forget(&self) {
        self.answers.take();
        self.older.take();
        self.asking.take();
        self.fleeting.take();
    }
}

/// A value as a query may compare it that takes no heed of case.
fn folded(value: &Value<'static>) -> Value<'static> {
    match value {
        Value::Text(text) => Value::Text(text.to_lowercase().into()),
        other => other.clone(),
    }
}
