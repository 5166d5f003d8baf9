//! Rights only add up (ROLE-9): whatever somebody is given, no yes of theirs becomes a no.

use proptest::prelude::*;
use provost::domain::object::target_kinds;
use provost::domain::{Action, ObjectKind, Time};
use provost::service::Op;
use provost::service::access::check::Checker;
use provost::store::{self, Conn};

use crate::organisation::{Dice, GROUPS, TAGS, cases, random_organisation};
use crate::sandbox::{MARA, Sandbox};

/// How many gifts are made in each organisation.
const GIFTS: usize = 10;

/// Every object of a kind, by id.
fn objects(conn: &Conn, kind: ObjectKind) -> Vec<i64> {
    let newest = store::naming::newest(conn, kind).unwrap();
    (1..=newest).filter(|id| store::naming::by_id(conn, kind, *id).unwrap().is_some()).collect()
}

/// Every action, by itself and on every object that it is done to.
fn questions(conn: &Conn) -> Vec<String> {
    let mut questions = Vec::new();
    for action in Action::ALL.iter().filter(|action| !action.is_open()) {
        questions.push(action.to_string());
        for kind in target_kinds(*action) {
            let by_number = if kind.goes_by_number() { "" } else { "id:" };
            questions.extend(objects(conn, *kind).iter().map(|id| format!("{action} {kind}:{by_number}{id}")));
        }
    }
    questions
}

/// The manager, who is told everything.
fn asking(conn: &Conn) -> Op<'_> {
    let mara = store::naming::by_key(conn, ObjectKind::User, MARA).unwrap().remove(0);
    Op {
        conn,
        actor: store::session::actor(conn, mara.id).unwrap(),
        settings: store::setting::all(conn).unwrap(),
        now: Time(1_795_435_200),
        session: None,
        seen_at: None,
        client_address: "local".to_owned(),
        audience: None,
        then: None,
    }
}

/// Whether the user may, for each question.
fn answers(sandbox: &Sandbox, login: &str, questions: &[String]) -> Vec<bool> {
    let conn = sandbox.open();
    let op = asking(&conn);
    let mut checker = Checker::new(&op);
    let answer = |question: &String| {
        let line = checker.line(&format!("{login} {question}")).unwrap();
        line.allowed.unwrap_or_else(|| panic!("{question}: {:?}", line.error))
    };
    questions.iter().map(answer).collect()
}

/// A command of the manager that gives somebody something.
fn gift(dice: &mut Dice, login: &str) -> String {
    match dice.roll(9) {
        0 | 7 => format!("user level {login} {}", dice.pick(&["viewer", "manager", "admin"])),
        1 | 8 => format!("group assign G{} {login}", dice.roll(4)),
        2 => {
            let permissions = ["add-assets", "create-option-profiles", "purge-host-data", "manage-virtual-scanners"];
            format!("user grant {login} {}", dice.pick(&permissions))
        }
        3 => format!("project assign P{} {login} --role {}", dice.roll(2), dice.pick(&["engineer", "admin"])),
        4 => format!("asset-group assign {} {login}", dice.pick(GROUPS)),
        5 => format!("asset-group assign All {login}"),
        _ => format!("tags scope {login} --add {}", dice.pick(TAGS)),
    }
}

/// Whether the command takes something away beside what it gives: a lower level or role in the same place.
fn takes_away(sandbox: &Sandbox, login: &str, gift: &str) -> bool {
    let report = sandbox.json(&format!("user show {login}"));
    let words: Vec<&str> = gift.split(' ').collect();
    match words.as_slice() {
        ["user", "level", ..] => {
            let order = ["default", "viewer", "manager", "admin"];
            let at = |level: &str| order.iter().position(|one| *one == level);
            at(words[3]) < at(report["level"].as_str().unwrap())
        }
        ["project", "assign", project, ..] => report["projects"]
            .as_array()
            .unwrap()
            .iter()
            .any(|entry| entry["project"] == *project && entry["role"] == "admin" && words[5] != "admin"),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(2), max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_that_is_given_shuts_anything(seed: u64) {
        let mut dice = Dice(seed);
        let (sandbox, logins) = random_organisation(&mut dice);
        let questions = questions(&sandbox.open());
        assert!(questions.len() > 500, "{}", questions.len());
        for _ in 0..GIFTS {
            // The first two are unit managers, who hold most in most ways.
            let most = if dice.roll(2) == 0 { 2 } else { logins.len() - 1 };
            let login = &logins[1 + dice.roll(most)];
            let gift = gift(&mut dice, login);
            if takes_away(&sandbox, login, &gift) {
                continue;
            }
            let before = answers(&sandbox, login, &questions);
            if sandbox.sh(&gift).code != 0 {
                continue;
            }
            let after = answers(&sandbox, login, &questions);
            for (question, (before, after)) in questions.iter().zip(before.iter().zip(&after)) {
                assert!(!before | after, "`{gift}` takes `{question}` away from {login}");
            }
        }
    }
}
