//! What fits in a filter, an order, or a choice of keys.

use super::candidate::{Answer, Candidate, beginning};
use super::line::TypedLine;
use crate::cli::commands::Command;
use crate::domain::ObjectKind;
use crate::domain::query::condition::in_filter;
use crate::domain::query::{Holds, Operator};
use crate::store::listing::Column;

/// The names of a kind that begin as typed.
type Names<'f> = dyn Fn(ObjectKind, &str) -> Vec<String> + 'f;

/// What fits an argument that names keys; none if it names none.
pub fn answer(line: &TypedLine<'_>, arg: &str, names: &Names<'_>) -> Option<Answer> {
    let columns = Command::columns(&line.path);
    match arg {
        "filter" => Some(condition(&line.typed, columns, names)),
        "sort" => Some(keys(columns, &line.typed, true)),
        "fields" if !columns.is_empty() => Some(keys(columns, &line.typed, false)),
        _ => None,
    }
}

/// Keys behind those that are there already, separated by commas.
fn keys(columns: &[Column], typed: &str, may_fall: bool) -> Answer {
    let (before, last) =
        typed.rsplit_once(',').map_or((String::new(), typed), |(head, last)| (format!("{head},"), last));
    let (sign, part) = last.strip_prefix('-').filter(|_| may_fall).map_or(("", last), |rest| ("-", rest));
    let named = columns.iter().map(|column| Candidate {
        value: format!("{before}{sign}{}", column.key.name),
        about: column.key.kind().to_owned(),
    });
    Answer::Words(beginning(named.collect(), &format!("{before}{sign}{part}")))
}

fn condition(typed: &str, columns: &[Column], names: &Names<'_>) -> Answer {
    let Some(at) = typed.find(['=', '!', '~', '<', '>']) else {
        let named = columns
            .iter()
            .map(|column| Candidate { value: format!("{}=", column.key.name), about: column.key.kind().to_owned() });
        return Answer::Beginnings(beginning(named.collect(), typed));
    };
    let (name, rest) = typed.split_at(at);
    let operator = Operator::ALL.iter().map(|(written, _)| *written).find(|written| rest.starts_with(written));
    let column = columns.iter().find(|column| column.key.name == name);
    let (Some(operator), Some(column)) = (operator, column) else { return Answer::Words(Vec::new()) };
    let values = rest.get(operator.len()..).unwrap_or_default();
    let (before, last) = values.rsplit_once(',').map_or(("", values), |(head, last)| (head, last));
    let comma = if before.is_empty() { "" } else { "," };
    let head = format!("{name}{operator}{before}{comma}");
    let fitting = match column.key.holds {
        Holds::Word(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Holds::Flag => vec!["yes".to_owned(), "no".to_owned()],
        Holds::Time(_) => ["today", "yesterday", "7d", "30d", "90d"].map(str::to_owned).to_vec(),
        Holds::NameOf(kind) | Holds::KeptNameOf(kind) => names(kind, last),
        _ => Vec::new(),
    };
    let whole = fitting.iter().map(|value| Candidate::plain(format!("{head}{}", in_filter(value)))).collect();
    Answer::Words(beginning(whole, typed))
}
