//! Rows that name others of a file: their order, and what it means for one that another has a mistake.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::form::RowForm;
use crate::domain::sheet::{Flaw, Place, Row};
use crate::domain::text::{key, printable};
use crate::domain::{Error, Kind, ObjectKind};

/// Rows of a kind in an order in which each stands behind those that it names, unless they name each other in a circle.
pub fn named_first(form: &RowForm, rows: Vec<Row>) -> Vec<Row> {
    let Some(own) = form.references.iter().find(|reference| reference.kind == form.object) else { return rows };
    let places: HashMap<String, usize> =
        rows.iter().enumerate().filter_map(|(place, row)| Some((key(&row.name()?), place))).collect();
    let named: Vec<Vec<usize>> = rows
        .iter()
        .map(|row| row.named(own.column).iter().filter_map(|name| places.get(&key(name)).copied()).collect())
        .collect();
    let (mut rows, mut is_seen): (Vec<Option<Row>>, Vec<bool>) = rows.into_iter().map(|row| (Some(row), false)).unzip();
    let mut ordered = Vec::with_capacity(rows.len());
    for place in 0..rows.len() {
        // A row is left once all that it names has been left.
        let mut open = vec![(place, false)];
        while let Some((place, is_done)) = open.pop() {
            if is_done {
                ordered.extend(rows.get_mut(place).and_then(Option::take));
                continue;
            }
            let Some(is_seen) = is_seen.get_mut(place).filter(|is_seen| !**is_seen) else { continue };
            *is_seen = true;
            open.push((place, true));
            open.extend(named.get(place).into_iter().flatten().map(|place| (*place, false)));
        }
    }
    ordered
}

/// Rows that cannot be taken in, and others that name them, in the same file or in another.
#[derive(Default)]
pub struct Following {
    failed: HashMap<(ObjectKind, String), Failed>,
    /// What is known of the way from each of them, once it was gone.
    ways: RefCell<HashMap<(ObjectKind, String), Way>>,
}

/// A row that cannot be taken in.
struct Failed {
    file: String,
    place: Place,
    name: String,
    /// The first that it names of its own kind.
    names: Option<String>,
}

/// Where the rows lead that a row names.
#[derive(Clone)]
enum Way {
    /// To one that is no row, or to a circle in which it is not.
    Out,
    /// Around: the names of the circle, and its own place among them.
    Around(Rc<Vec<String>>, usize),
}

/// How many names of a circle are told.
const TOLD: usize = 8;

impl Following {
    /// Notes a row that cannot be taken in.
    pub fn note(&mut self, form: &RowForm, file: &str, row: &Row) {
        let Some(name) = row.name().filter(|_| form.goes_by_name()) else { return };
        let own = form.references.iter().find(|reference| reference.kind == form.object);
        let names = own.and_then(|reference| row.named(reference.column).into_iter().next());
        let failed = Failed { file: file.to_owned(), place: row.place, name: name.clone(), names };
        self.failed.insert((form.object, key(&name)), failed);
    }

    /// Tells of what is missing because its own row is wrong, and of rows that name each other in a circle.
    pub fn explain(&self, form: &RowForm, file: &str, row: &Row, flaws: &mut [Flaw]) {
        for flaw in flaws.iter_mut().filter(|flaw| flaw.error.kind == Kind::NotFound) {
            let (Some(column), Some(value)) = (&flaw.column, &flaw.value) else { continue };
            let references = form.references.iter().filter(|reference| reference.column == column);
            let named = references.filter_map(|reference| Some((reference.kind, (reference.name)(value)?)));
            let found =
                named.into_iter().find_map(|(kind, name)| Some((kind, name, self.failed.get(&(kind, key(name)))?)));
            let Some((kind, name, failed)) = found else { continue };
            let own = row.name().filter(|_| kind == form.object);
            flaw.error = match own.and_then(|own| self.circle(kind, &own)) {
                Some(circle) => {
                    let message = format!("the rows name each other in a circle: {circle}");
                    Error::conflict(kind.naming_rule(), message)
                        .expects("one that does not lie below it")
                        .hint("leave one of them out")
                }
                None => {
                    let of =
                        if failed.file == file { String::new() } else { format!(" of {}", printable(&failed.file)) };
                    let (name, place) = (printable(name), failed.place);
                    Error::not_found(format!("`{name}` is not there: its own row, {place}{of}, has a mistake"))
                        .expects("a row without mistakes")
                        .hint("mend that row")
                }
            };
        }
    }

    /// The way from a row back to itself, if what each row names leads there.
    fn circle(&self, kind: ObjectKind, own: &str) -> Option<String> {
        match self.way(kind, &key(own)) {
            Way::Out => None,
            Way::Around(names, place) => {
                let around = names.iter().cycle().skip(place).take(names.len());
                let mut told: Vec<&str> = around.take(TOLD).map(String::as_str).collect();
                if names.len() > TOLD {
                    told.push("…");
                }
                Some(format!("{} < {own}", told.join(" < ")))
            }
        }
    }

    /// Goes from row to row until one is known. What is gone through leads out, but for what closes a circle.
    fn way(&self, kind: ObjectKind, own: &str) -> Way {
        let mut ways = self.ways.borrow_mut();
        let (mut gone, mut next) = (Vec::new(), Some(own.to_owned()));
        while let Some(one) = next.take_if(|one| !ways.contains_key(&(kind, one.clone()))) {
            next = self.failed.get(&(kind, one.clone())).and_then(|failed| failed.names.as_deref()).map(key);
            ways.insert((kind, one.clone()), Way::Out);
            gone.push(one);
        }
        if let Some(start) = gone.iter().position(|one| Some(one) == next.as_ref()) {
            let around = gone.split_off(start);
            let name =
                |one: &String| self.failed.get(&(kind, one.clone())).map_or_else(String::new, |f| f.name.clone());
            let names: Rc<Vec<String>> = Rc::new(around.iter().map(name).collect());
            let around = around.into_iter().enumerate();
            ways.extend(around.map(|(place, one)| ((kind, one), Way::Around(Rc::clone(&names), place))));
        }
        ways.get(&(kind, own.to_owned())).cloned().unwrap_or(Way::Out)
    }
}
