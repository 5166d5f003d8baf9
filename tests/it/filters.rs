//! Filters and sorts: what the database finds is what the language says, for every key of every list.

use std::collections::BTreeSet;

use provost::domain::cell::{at_path, csv};
use provost::domain::query::condition::in_filter;
use provost::domain::query::{Condition, Holds, Operator, Value};
use provost::domain::record::*;
use provost::domain::{Here, Time};
#[cfg(debug_assertions)]
use provost::store::engine::recorder::recorded;
use provost::store::listing::{Column, Listed};
use serde_json::Value as Json;

use crate::sandbox::{SAMPLE, Sandbox};

const MARA: &str = "mara.lindholm@acme.example";

/// Every list of the database that has no object of its own, with its keys.
const LISTS: &[(&str, &[Column])] = &[
    ("user list", User::COLUMNS),
    ("user token list", ApiToken::COLUMNS),
    ("bu list", Unit::COLUMNS),
    ("asset-group list", AssetGroup::COLUMNS),
    ("asset list", Asset::COLUMNS),
    ("domain list", Domain::COLUMNS),
    ("appliance list", Appliance::COLUMNS),
    ("config list", Config::COLUMNS),
    ("schedule list", Config::COLUMNS),
    ("scan list", Scan::COLUMNS),
    ("report list", HostReport::COLUMNS),
    ("ticket list", Ticket::COLUMNS),
    ("remediation-policy list", RemediationPolicy::COLUMNS),
    ("auth-record list", AuthRecord::COLUMNS),
    ("group list", Group::COLUMNS),
    ("project list", Project::COLUMNS),
    ("engine list", Engine::COLUMNS),
    ("rule list", Rule::COLUMNS),
    ("requirement list", Requirement::COLUMNS),
    ("integration list", Integration::COLUMNS),
    ("project profile list 'Web shop'", ProjectProfile::COLUMNS),
    ("project scan list 'Web shop'", ProjectScan::COLUMNS),
    ("project result list 'Web shop'", ProjectResult::COLUMNS),
    ("project test-case list 'Web shop'", TestCase::COLUMNS),
    ("project integration list 'Web shop'", ProjectIntegration::COLUMNS),
    ("tags list", Tag::COLUMNS),
    ("fim asset list", Asset::COLUMNS),
    ("fim event list", Event::COLUMNS),
    ("fim profile list", Profile::COLUMNS),
    ("fim incident list", Incident::COLUMNS),
    ("fim rule list", CorrelationRule::COLUMNS),
    ("fim report list", Report::COLUMNS),
    ("fim report-rule list", ReportRule::COLUMNS),
    ("log list", LogEntry::COLUMNS),
    ("outbox list", OutboxMail::COLUMNS),
];

/// The whole sample organisation, with what was gathered in the course of time, and a token.
fn whole() -> Sandbox {
    let sandbox = Sandbox::of(&std::fs::read_to_string(SAMPLE).unwrap());
    sandbox.sh("user token add ci.robot@acme.example --name nightly --allow user.view --expires 90d").ok();
    sandbox.sh("user add fresh.face@acme.example").ok();
    sandbox.sh("user delete viggo.strand@acme.example --yes").ok();
    sandbox
}

fn list(sandbox: &Sandbox, command: &str, more: &[&str]) -> Vec<Json> {
    let mut words = shell_words::split(command).unwrap();
    if command == "asset-group list" {
        // `All` is no group: it comes first, whatever the order (AG-9).
        words.extend(["--filter".to_owned(), "id!=".to_owned()]);
    }
    words.extend(more.iter().map(|word| (*word).to_owned()));
    words.push("--json".to_owned());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = sandbox.run(&words);
    assert_eq!(outcome.code, 0, "{command} {more:?}: {}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// What a key shows in rows, as somebody would type it; of many, the first, one in the middle, and the last.
fn typed_values(column: &Column, rows: &[Json]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for row in rows {
        match at_path(row, column.key.name) {
            Json::Array(items) => found.extend(items.iter().filter_map(named)),
            value => found.extend(named(&value)),
        }
    }
    let found: Vec<String> = found.into_iter().collect();
    let places: BTreeSet<usize> = [0, found.len() / 2, found.len().saturating_sub(1)].into();
    places.into_iter().filter_map(|place| found.get(place).cloned()).collect()
}

fn named(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::Object(parts) => parts.get("name").or_else(|| parts.get("project")).map(csv),
        Json::String(text) if text.contains('"') => None,
        value => Some(csv(value)),
    }
}

fn value_of(column: &Column, row: &Json) -> Value {
    Value::of_json(column.key.holds, &at_path(row, column.key.name))
}

fn here(sandbox: &Sandbox) -> Here {
    let zone = sandbox.json(&format!("user show {MARA}"))["time_zone"].as_str().map(str::to_owned);
    let now: Time = Time::parse_absolute("2026-11-23T12:00:00Z").unwrap();
    Here::new(now, zone.as_deref())
}

#[test]
fn the_database_finds_what_the_language_says() {
    let sandbox = whole();
    let here = here(&sandbox);
    let mut asked = 0;
    for (command, columns) in LISTS {
        let rows = list(&sandbox, command, &[]);
        assert!(!rows.is_empty(), "{command}");
        for column in *columns {
            let mut filters = vec![format!("{}=", column.key.name), format!("{}!=", column.key.name)];
            for (place, value) in typed_values(column, &rows).iter().enumerate() {
                // Every operator once is enough; the other values only have to be found.
                let suits = Operator::ALL
                    .iter()
                    .filter(|(written, operator)| operator.suits(&column.key) && (place == 1 || *written == "="));
                filters.extend(suits.map(|(written, _)| format!("{}{written}{}", column.key.name, in_filter(value))));
            }
            for filter in filters {
                let keys = columns.iter().map(|column| &column.key);
                let condition = Condition::parse(&filter, keys).unwrap();
                let expected: Vec<&Json> =
                    rows.iter().filter(|row| condition.fits(&value_of(column, row), &here).unwrap()).collect();
                let found = list(&sandbox, command, &["--filter", &filter]);
                assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{command} --filter '{filter}'");
                asked += 1;
            }
        }
    }
    assert!(asked > 1000, "{asked}");
}

#[test]
fn the_database_puts_rows_in_the_order_that_the_language_says() {
    let sandbox = whole();
    for (command, columns) in LISTS {
        let rows = list(&sandbox, command, &[]);
        for column in *columns {
            for is_falling in [false, true] {
                let mut expected = rows.clone();
                expected.sort_by(|a, b| value_of(column, a).order(&value_of(column, b), is_falling));
                let sort = format!("{}{}", if is_falling { "-" } else { "" }, column.key.name);
                assert_eq!(list(&sandbox, command, &["--sort", &sort]), expected, "{command} --sort {sort}");
                let page = list(&sandbox, command, &["--sort", &sort, "--offset", "1", "--limit", "2"]);
                let expected: Vec<Json> = expected.into_iter().skip(1).take(2).collect();
                assert_eq!(page, expected, "{command} --sort {sort} --offset 1 --limit 2");
            }
        }
    }
}

#[test]
fn every_key_holds_what_the_schema_of_the_list_says() {
    let sandbox = Sandbox::acme();
    for (command, columns) in LISTS {
        let words: Vec<&str> = command.split(" '").next().unwrap().split(' ').collect();
        let schema: Json = serde_json::from_str(&sandbox.run(&[&["schema"], &words[..]].concat()).ok()).unwrap();
        let list = schema["anyOf"].as_array().map_or(&schema, |forms| &forms[0]);
        let row = resolved(&schema, &list["items"]);
        let mut keys: BTreeSet<String> =
            row["properties"].as_object().unwrap_or_else(|| panic!("{command}: {row}")).keys().cloned().collect();
        for column in columns.iter().filter(|column| !column.key.name.contains('.')) {
            assert!(keys.remove(column.key.name), "{command}: {} is no key of a row", column.key.name);
            let property = row["properties"][column.key.name].to_string();
            let is = |what: &str| resolved_text(&schema, &property).contains(what);
            let fits = match column.key.holds {
                Holds::Number => is("\"integer\""),
                Holds::Flag => is("\"boolean\""),
                Holds::Time(_) => is("date-time"),
                Holds::Word(words) => {
                    column.key.name == "action" || words.iter().all(|word| is(word)) || is("\"string\"")
                }
                _ => true,
            };
            assert!(fits, "{command}: {} is {property}", column.key.name);
            assert_eq!(
                property.contains("\"array\""),
                column.key.is_list,
                "{command}: {} is {property}",
                column.key.name
            );
        }
        assert!(keys.is_empty(), "{command} cannot be asked about {keys:?}");
    }
}

fn resolved<'s>(schema: &'s Json, part: &'s Json) -> &'s Json {
    match part["$ref"].as_str() {
        Some(name) => resolved(schema, &schema["$defs"][name.rsplit('/').next().unwrap()]),
        None => part,
    }
}

/// The text of a property with that of what it refers to.
fn resolved_text(schema: &Json, property: &str) -> String {
    match property.split("#/$defs/").nth(1).and_then(|rest| rest.split('"').next()) {
        Some(name) => format!("{property}{}", schema["$defs"][name]),
        None => property.to_owned(),
    }
}

/// What each key that an index finds is asked for in the sample, and what else a page asks.
#[cfg(debug_assertions)]
const INDEXED: &[&str] = &[
    "user list --filter login=ann.keller@acme.example",
    "user list --filter external_id=00417",
    "user list --filter unit=EMEA",
    "user list --filter created_by=mara.lindholm@acme.example",
    "user list --filter unit=EMEA,APAC",
    "asset list --filter address=10.10.0.0/24",
    "asset list --filter name=fra-gw",
    "ticket list --filter assignee=ann.keller@acme.example",
    "ticket list --filter address=10.10.0.10",
    "config list --filter owner=ann.keller@acme.example",
    "scan list --filter owner=ann.keller@acme.example",
    "log list --filter user=mara.lindholm@acme.example",
    "log list --filter action=bu.add,bu.edit",
    "log list --filter operation=1",
    "log list --filter module=bu",
    "log list --filter outcome=refused",
    "log list --since 2030-01-01",
    "log list --until 2020-01-01",
    "fim event list --filter at>=2026-11-20",
    "user list",
    "asset list",
    "log list",
    "fim event list",
];

/// The steps of the plan of each statement that a command asks the table of its list, with the statement.
#[cfg(debug_assertions)]
fn plans(sandbox: &Sandbox, command: &str) -> Vec<(String, Vec<String>)> {
    let (outcome, statements) = recorded(|| sandbox.sh(command));
    outcome.ok();
    let db = rusqlite::Connection::open(sandbox.db()).unwrap();
    let text = |context: &mut rusqlite::functions::Context<'_>| context.get::<Option<String>>(0);
    for function in ["fold", "shown"] {
        db.create_scalar_function(function, 1, rusqlite::functions::FunctionFlags::SQLITE_UTF8, text).unwrap();
    }
    let of_list = statements
        .into_iter()
        .map(|question| question.sql)
        .filter(|sql| sql.contains("LIMIT ?") && sql.contains(" ORDER BY "));
    let plan = |sql: &String| {
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        plan.raw_query().mapped(|row| row.get(3)).map(Result::unwrap).collect()
    };
    of_list.map(|sql| (sql.clone(), plan(&sql))).collect()
}

#[cfg(debug_assertions)]
#[test]
fn pages_and_indexed_keys_are_looked_up() {
    let sandbox = whole();
    if sandbox.location().file().is_none() {
        return; // Plans are those of the embedded engine.
    }
    for command in INDEXED {
        let plans = plans(&sandbox, &format!("{command} --limit 2"));
        assert!(!plans.is_empty(), "{command}");
        for (sql, plan) in plans {
            // No table is gone through from its beginning but in the order of the page itself, and nothing is put in
            // order but what was looked up.
            let scanned = plan.iter().find(|step| {
                (step.starts_with("SCAN o") || step.starts_with("SCAN e"))
                    && (command.contains("--filter") || command.contains("--since") || command.contains("--until"))
            });
            assert!(scanned.is_none(), "{command}\n{sql}\n{plan:#?}");
            let sorted = plan.iter().any(|step| step.contains("TEMP B-TREE FOR ORDER BY"));
            assert!(!sorted || sql.contains("picked"), "{command}\n{sql}\n{plan:#?}");
        }
    }
}

#[cfg(debug_assertions)]
#[test]
fn whoever_sees_a_part_of_the_log_has_it_looked_up() {
    let sandbox = whole();
    for login in ["uwe.brandt@acme.example", "ann.keller@acme.example"] {
        sandbox.act_as(login);
        for command in ["log list", "log list --outcome refused", "log list --since 2020-01-01"] {
            for (sql, plan) in plans(&sandbox, &format!("{command} --limit 2")) {
                let scanned = plan.iter().find(|step| ["SCAN c", "SCAN e"].iter().any(|scan| step.starts_with(scan)));
                assert!(scanned.is_none(), "{login}: {command}\n{sql}\n{plan:#?}");
            }
        }
    }
}

#[test]
fn names_with_quotes_and_commas_are_found_as_hints_and_completion_write_them() {
    let sandbox = Sandbox::acme();
    for name in ["Say \"hi\"", "\"Quoted\"", "a, \"b\"", "5\" disks, racks"] {
        sandbox.run(&["bu", "add", name]).ok();
        let condition = format!("name={}", in_filter(name));
        let found = sandbox.run(&["bu", "list", "--json", "--filter", &condition]).json();
        assert_eq!(found[0]["name"], *name, "{condition}");
    }
    for (typed, told) in
        [("name=\"open", "ends with one"), ("name==x", "one `=` is enough"), ("name=\"a\"b", "ends with one")]
    {
        sandbox.run(&["bu", "list", "--json", "--filter", typed]).refused(2, "", told);
    }
}

#[test]
fn more_than_one_statement_can_take_is_refused_in_words() {
    let sandbox = Sandbox::acme();
    let many = |count: usize, item: &str| vec![item; count].join(",");
    sandbox.sh(&format!("user list --filter id={} --json", many(400, "7"))).ok();
    sandbox.sh(&format!("user list --filter title~{} --json", many(400, "a"))).ok();
    for line in [
        format!("user list --filter id={}", many(401, "7")),
        format!("user list --filter tag_scope={}", many(1000, "Berlin")),
        format!("user list --sort {}", many(21, "login")),
        format!("user list {}", vec!["--filter login!=x"; 51].join(" ")),
    ] {
        sandbox.sh(&format!("{line} --json")).refused(2, "", "a list takes at most");
    }
}

#[test]
fn whoever_stands_in_a_row_is_found_by_it_and_nobody_else_is() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("ann.keller@acme.example");
    for (list, key) in [("config list", "owner"), ("asset-group list", "owner"), ("user list", "created_by")] {
        let rows = sandbox.json(list);
        let mara = rows.as_array().unwrap().iter().filter(|row| row[key] == "mara.lindholm@acme.example").count();
        assert!(mara > 0, "{list}: {rows}");
        let found = sandbox.json(&format!("{list} --filter {key}=mara.lindholm@acme.example"));
        assert_eq!(found.as_array().unwrap().len(), mara, "{list}");
    }
    let hidden =
        sandbox.sh("config list --filter owner=tomas.reyes@acme.example --json").refused(3, "ROLE-8", "no user");
    let nobody = sandbox.sh("config list --filter owner=nobody@acme.example --json").refused(3, "ROLE-8", "no user");
    assert_eq!(hidden, nobody, "who is not shown is like nobody");
    sandbox.sh("config list --filter owner!=nobody@acme.example --json").refused(3, "ROLE-8", "no user");
}
