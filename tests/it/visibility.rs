//! Lists and single decisions agree: what a list shows is exactly what the actor may view.

use proptest::prelude::*;
use provost::domain::AddressRange;
use provost::domain::matrix::Reach;
use provost::domain::{Action, ObjectKind};
use provost::service::Op;
use provost::service::listing::Request;
use provost::store::listing::Selection;
use provost::store::{self, Conn};
use rusqlite::Connection;

use crate::sandbox::Sandbox;

/// A random organisation, written straight into an empty schema: only what decides about reach.
fn populate(db: &Connection, seed: u64) {
    let mut state = seed | 1;
    let mut roll = move |sides: u64| -> i64 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        i64::try_from(state % sides).unwrap()
    };
    let roles = [
        "manager",
        "user-administrator",
        "unit-manager",
        "scanner",
        "reader",
        "auditor",
        "remediation-user",
        "contact",
    ];
    for unit in 1..=3 {
        db.execute("INSERT INTO units (id, name, name_key) VALUES (?1, ?2, ?2)", (unit, format!("u{unit}"))).unwrap();
    }
    for user in 100..116_i64 {
        let role = roles[usize::try_from(roll(8)).unwrap()];
        let unit = match role {
            "manager" | "user-administrator" | "auditor" => None,
            "unit-manager" => Some(1 + roll(3)),
            _ => Some(roll(4)).filter(|unit| *unit > 0),
        };
        let level = ["default", "default", "viewer", "manager"][usize::try_from(roll(4)).unwrap()];
        db.execute(
            "INSERT INTO users (id, login, login_key, role, unit_id, level, status, all_assigned, created_at) VALUES (?1, ?2, ?2, ?3, ?4, ?5, 'active', ?6, 0)",
            (user, format!("{user}@x"), role, unit, level, roll(5) == 0),
        )
        .unwrap();
    }
    let user = |n: i64| 100 + n;
    for thing in 1..=6_i64 {
        db.execute("INSERT INTO domains (id, name, name_key) VALUES (?1, ?2, ?2)", (thing, format!("d{thing}")))
            .unwrap();
        db.execute(
            "INSERT INTO appliances (id, name, name_key, owner_id) VALUES (?1, ?2, ?2, ?3)",
            (thing, format!("a{thing}"), user(roll(16))),
        )
        .unwrap();
        db.execute(
            "INSERT INTO assets (id, address) VALUES (?1, ?2)",
            (thing, vec![4, 10, 0, 0, u8::try_from(thing).unwrap()]),
        )
        .unwrap();
    }
    for group in 1..=8_i64 {
        db.execute(
            "INSERT INTO asset_groups (id, name, name_key, owner_id, origin, business_impact) VALUES (?1, ?2, ?2, ?3, 'personal', 'low')",
            (group, format!("g{group}"), user(roll(16))),
        )
        .unwrap();
        let first = u8::try_from(1 + roll(6)).unwrap();
        let last = first + u8::try_from(roll(3)).unwrap();
        let range: AddressRange = format!("10.0.0.{first}-10.0.0.{last}").parse().unwrap();
        db.execute(
            "INSERT INTO asset_group_ranges VALUES (?1, ?2, ?3, ?4)",
            (group, range.first().to_bytes(), range.last().to_bytes(), range.block().to_bytes()),
        )
        .unwrap();
        for _ in 0..2 {
            db.execute("INSERT OR IGNORE INTO asset_group_units VALUES (?1, ?2)", (group, 1 + roll(3))).unwrap();
            db.execute("INSERT OR IGNORE INTO asset_group_users VALUES (?1, ?2)", (user(roll(16)), group)).unwrap();
            db.execute("INSERT OR IGNORE INTO asset_group_domains VALUES (?1, ?2)", (group, 1 + roll(6))).unwrap();
            db.execute("INSERT OR IGNORE INTO asset_group_appliances VALUES (?1, ?2)", (group, 1 + roll(6))).unwrap();
        }
        db.execute(
            "INSERT INTO configs (id, owner_id, kind, name, name_key, global) VALUES (?1, ?2, 'option-profile', ?3, ?3, ?4)",
            (group, user(roll(16)), format!("c{group}"), roll(2)),
        )
        .unwrap();
        db.execute(
            "INSERT INTO tickets (id, address, title, severity, state, assignee_id, created_at) VALUES (?1, ?2, 't', 1, 'open', ?3, 0)",
            (group, vec![4, 10, 0, 0, u8::try_from(1 + roll(8)).unwrap()], Some(user(roll(16))).filter(|_| group != 3)),
        )
        .unwrap();
    }
}

/// What a list shows, by id.
fn listed(op: &Op<'_>, kind: ObjectKind, reach: Reach) -> Vec<i64> {
    let ids = std::cell::RefCell::new(Vec::new());
    let keep = |id: i64| -> provost::domain::Result<()> {
        ids.borrow_mut().push(id);
        Ok(())
    };
    let (conn, actor) = (op.conn, &op.actor);
    let everything = Selection::default();
    match kind {
        ObjectKind::User => store::user::list(conn, actor, reach, &everything, |row| keep(row.id)),
        ObjectKind::Bu => store::unit::list(conn, actor, reach, &everything, |row| keep(row.id)),
        ObjectKind::AssetGroup => store::asset_group::list(conn, actor, reach, &everything, |row| keep(row.id)),
        ObjectKind::Asset => provost::service::asset::list(op, &Request::default(), &mut |row| keep(row.id)),
        ObjectKind::Domain => store::domain_name::list(conn, actor, reach, &everything, |row| keep(row.id)),
        ObjectKind::Appliance => store::appliance::list(conn, actor, reach, &everything, |row| keep(row.id)),
        ObjectKind::Config => store::config::list(conn, actor, reach, &everything, |row| keep(row.id)),
        _ => store::ticket::list(conn, actor, reach, &everything, |row| keep(row.id)),
    }
    .unwrap();
    let mut ids = ids.into_inner();
    ids.sort_unstable();
    ids
}

fn check(conn: &Conn) {
    let kinds = [
        (ObjectKind::User, Action::UserView, 100..116),
        (ObjectKind::Bu, Action::BuView, 1..4),
        (ObjectKind::AssetGroup, Action::AssetGroupView, 1..9),
        (ObjectKind::Asset, Action::AssetView, 1..7),
        (ObjectKind::Domain, Action::DomainView, 1..7),
        (ObjectKind::Appliance, Action::ApplianceView, 1..7),
        (ObjectKind::Config, Action::ConfigView, 1..9),
        (ObjectKind::Ticket, Action::TicketView, 1..9),
    ];
    for user in 100..116 {
        let actor = store::session::actor(conn, user).unwrap();
        let op = Op {
            conn,
            actor,
            settings: Default::default(),
            now: provost::domain::Time(0),
            session: None,
            seen_at: None,
            client_address: "local".to_owned(),
            audience: None,
            then: None,
        };
        for (kind, action, ids) in kinds.clone() {
            let viewable: Vec<i64> = ids.filter(|id| op.may_view(kind, *id).unwrap()).collect();
            let shown = op.reach(action).map(|reach| listed(&op, kind, reach)).unwrap_or_default();
            assert_eq!(viewable, shown, "{} {action}", op.actor.role);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn a_list_shows_exactly_what_may_be_viewed(seed in any::<u64>()) {
        let sandbox = Sandbox::in_a_file();
        {
            let conn = Conn::create(&sandbox.location(), std::time::Duration::ZERO).unwrap();
            let tx = conn.begin_write().unwrap();
            store::migrate::create(&tx).unwrap();
            tx.commit().unwrap();
        }
        populate(&Connection::open(sandbox.db()).unwrap(), seed);
        let there = Sandbox::empty();
        if there.location().file().is_none() {
            let server = Conn::create(&there.location(), std::time::Duration::ZERO).unwrap();
            store::transfer::copy(&sandbox.open(), &server).unwrap();
            check(&there.open());
        } else {
            check(&sandbox.open());
        }
    }
}

#[test]
fn a_list_and_a_single_asset_tell_the_same_groups() {
    let sandbox = Sandbox::acme();
    sandbox.sh("asset-group add Wide --address 10.0.0.0/8 --address 2001:db8::/32").ok();
    for (login, list) in [
        (crate::sandbox::MARA, "asset"),
        ("uwe.brandt@acme.example", "asset"),
        ("sofia.rossi@acme.example", "fim asset"),
    ] {
        sandbox.act_as(login);
        let rows = sandbox.json(&format!("{list} list --fields address,asset_groups"));
        let rows = rows.as_array().unwrap();
        let several = rows.iter().any(|row| row["asset_groups"].as_array().unwrap().len() > 1);
        assert!(rows.len() > 30 && (several || login != crate::sandbox::MARA), "{login}");
        for row in rows.iter().step_by(9) {
            let shown = sandbox.json(&format!("{list} show {}", row["address"].as_str().unwrap()));
            assert_eq!(shown["asset_groups"], row["asset_groups"], "{login}: {}", row["address"]);
        }
    }
}
