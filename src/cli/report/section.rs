//! A table of the page, under its heading: searched, ordered and scrolled like the others.

use maud::{Markup, html};

use crate::cli::render::cell::safe;

/// The most names that a cell shows at once.
const AT_ONCE: usize = 6;

pub enum Cell {
    Text(String),
    Number(i64),
    /// How something stands.
    State(&'static str),
    /// Names; many of them are folded away.
    Names(Vec<String>),
}

impl Cell {
    /// Text, or nothing.
    pub fn maybe(text: Option<&String>) -> Self {
        Self::Text(text.cloned().unwrap_or_default())
    }
}

/// A table.
pub struct Section {
    /// Its place in the page.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it tells.
    pub note: &'static str,
    /// The heads of its columns; the first names a row.
    pub heads: Vec<&'static str>,
    pub rows: Vec<Vec<Cell>>,
}

impl Section {
    pub fn html(&self) -> Markup {
        let is_number = |at: usize| self.rows.iter().any(|row| matches!(row.get(at), Some(Cell::Number(_))));
        html! {
            section id=(self.id) data-table {
                h2 id={ (self.id) "-title" } { (self.title) " (" (self.rows.len()) ")" }
                p class="note" { (self.note) }
                div class="scroll" tabindex="0" role="region" aria-label={ (self.title) ", scrollable" } {
                    table aria-labelledby={ (self.id) "-title" } {
                        thead {
                            tr {
                                @for (at, head) in self.heads.iter().enumerate() {
                                    th scope="col" class=[is_number(at).then_some("number")] { button type="button" { (head) } }
                                }
                            }
                        }
                        tbody {
                            @for row in &self.rows { tr { @for (at, cell) in row.iter().enumerate() { (self::cell(at, cell)) } } }
                        }
                    }
                }
            }
        }
    }
}

fn cell(at: usize, cell: &Cell) -> Markup {
    match cell {
        Cell::Text(text) if at == 0 => html! { th scope="row" { (breaking(&safe(text))) } },
        Cell::Text(text) => html! { td { (safe(text)) } },
        Cell::Number(number) => html! { td class="number" data-value=(number) { (number) } },
        Cell::State(word) => html! { td { span class="badge" { (word) } } },
        Cell::Names(names) if names.len() <= AT_ONCE => {
            html! { td data-value=(names.len()) { (joined(names)) } }
        }
        Cell::Names(names) => html! {
            td data-value=(names.len()) { details { summary { (names.len()) " names" } (joined(names)) } }
        },
    }
}

/// A name that breaks behind its `@`, if it must break.
fn breaking(name: &str) -> Markup {
    let (before, behind) = name.split_once('@').map_or((name, None), |(before, behind)| (before, Some(behind)));
    html! { (before) @if let Some(behind) = behind { "@" wbr; (behind) } }
}

fn joined(names: &[String]) -> String {
    names.iter().map(|name| safe(name)).collect::<Vec<_>>().join(", ")
}
