//! Every query that the verbs ask of a file gets the same answer on a server; nothing where the tests run on a file.

use std::collections::BTreeMap;
use std::time::Duration;

use provost::store::engine::recorder::{Question, recorded};
use provost::store::engine::{Param, Value};
use provost::store::history::operation;
use provost::store::history::past::Moment;
use provost::store::{Conn, Location, OpenMode};

use crate::examples::{examples, prepare, run_example, verbs};
use crate::sandbox::{MARA, Sandbox};

/// What tells of the engine itself, or changes something; what an engine is asked in the place of another question.
const OF_THE_ENGINE: &[&str] = &["PRAGMA", "pragma_", "sqlite_", "present.", "ATTACH", "DELETE ", "\"main\"."];

#[test]
fn both_engines_answer_alike() {
    if crate::server::address().is_none() {
        return;
    }
    let (mut kinds, mut different, mut asked) = (BTreeMap::<String, usize>::new(), Vec::new(), 0);
    for group in groups() {
        let sandbox = prepare(Sandbox::acme_in_a_file(), &group[0].0);
        let questions = questions_of(&sandbox, &group);
        let server = crate::server::Database::new(None);
        // The log of what is copied goes on.
        sandbox.copy().run(&["db", "copy", "--to", &server.address(), "-q"]).ok();
        let pair = || {
            [sandbox.location(), Location::read(server.address().into()).unwrap()]
                .map(|place| Conn::open(&place, OpenMode::Inspect, Duration::from_secs(5), false).unwrap())
        };
        let today = pair();
        let halfway = halfway(&today[0]);
        let then = pair();
        then.iter().for_each(|conn| conn.go_back(halfway).unwrap());
        for question in &questions {
            *kinds.entry(question.sql.clone()).or_default() += 1;
            for (when, [file, server]) in [("today", &today), ("then", &then)] {
                asked += 1;
                let (here, there) = (answer(file, question), answer(server, question));
                if here != there {
                    different.push(format!("{when}: {question:?}\n  file:   {here:?}\n  server: {there:?}"));
                }
            }
        }
    }
    assert!(kinds.len() > 300 && asked > 3000, "{} queries of {} kinds", asked, kinds.len());
    let first: String = different.iter().take(5).map(|one| one.chars().take(1200).collect::<String>() + "\n").collect();
    assert!(different.is_empty(), "{} of {asked} differ:\n{first}", different.len());
}

/// The examples of all verbs, those together that want the same organisation.
fn groups() -> Vec<Vec<(String, String)>> {
    let mut plain = Vec::new();
    let mut special = Vec::new();
    for (path, command) in
        verbs().into_iter().filter(|(path, _)| !path.starts_with("db ") && !["demo", "init"].contains(&path.as_str()))
    {
        for example in examples(&command) {
            let one = (path.clone(), example);
            if path.starts_with("fim ") { special.push(one) } else { plain.push(one) }
        }
    }
    vec![plain, special]
}

/// What the examples ask, each once; what they would change is only tried, where that can be.
fn questions_of(sandbox: &Sandbox, examples: &[(String, String)]) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for (_, example) in examples {
        // Whatever the one before has signed out.
        sandbox.act_as(MARA);
        let (outcome, asked) = recorded(|| run_example(sandbox, example, "", &["--json", "-n"]));
        questions.extend(asked);
        if outcome.stderr.contains("no dry run") {
            questions.extend(recorded(|| run_example(sandbox, example, "", &["--json"])).1);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    questions.retain(|question| {
        let is_of_engine = OF_THE_ENGINE.iter().any(|word| question.sql.contains(word));
        !is_of_engine && seen.insert(format!("{question:?}"))
    });
    questions
}

/// The state in the middle of all that was done.
fn halfway(conn: &Conn) -> Moment {
    let id = operation::newest(conn).unwrap().unwrap() / 2;
    Moment { operation: id, change: operation::last_change_at(conn, id).unwrap(), entry: id }
}

/// The rows; where no order is asked for, in any.
fn answer(conn: &Conn, question: &Question) -> Result<Vec<Vec<Value<'static>>>, String> {
    let values: Vec<&dyn Param> = question.values.iter().map(|value| value as &dyn Param).collect();
    let mut rows = conn.all(&question.sql, &values[..], |row| row.values()).map_err(|error| format!("{error:?}"))?;
    for value in rows.iter_mut().flatten() {
        // What is missing is of no kind, and blanks in JSON mean nothing.
        match value {
            Value::Null(kind) => *kind = provost::store::engine::Kind::Text,
            Value::Text(text) if text.starts_with(['{', '[']) => *text = text.replace(' ', "").into(),
            _ => {}
        }
    }
    if !question.sql.contains("ORDER BY") {
        rows.sort_by_key(|row| format!("{row:?}"));
    }
    Ok(rows)
}
