//! The same questions as `provost access`, answered by the Cedar policy engine over the same database.
//!
//! `peers assets PATH LOGIN` asks about every asset in turn; `peers checks PATH` answers `LOGIN ACTION asset:ADDRESS`
//! line by line. Each request brings its own entities: the user with its scope, the asset with its tags.

use std::collections::HashSet;
use std::error::Error;
use std::io::{BufRead, BufWriter, Write};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use rusqlite::{Connection, OpenFlags};

const POLICY: &str = r#"permit(principal, action == Action::"view", resource)
    when { resource.tags.isEmpty() || resource.tags.containsAny(principal.scope) };"#;

const COVERED: &str = "SELECT c.tag_id FROM users u JOIN tag_scopes s ON s.user_id = u.id JOIN tag_closure c ON c.above_id = s.tag_id WHERE u.login_key = ?1";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A policy engine and the names of its types.
struct Engine {
    authorizer: Authorizer,
    policies: PolicySet,
    user: EntityTypeName,
    asset: EntityTypeName,
    view: EntityUid,
}

impl Engine {
    fn new() -> Outcome<Self> {
        Ok(Self {
            authorizer: Authorizer::new(),
            policies: POLICY.parse()?,
            user: "User".parse()?,
            asset: "Asset".parse()?,
            view: EntityUid::from_type_name_and_id("Action".parse()?, EntityId::new("view")),
        })
    }

    fn allows(&self, login: &str, scope: &[i64], address: &str, tags: &[i64]) -> Outcome<bool> {
        let numbers = |ids: &[i64]| RestrictedExpression::new_set(ids.iter().map(|id| RestrictedExpression::new_long(*id)));
        let user = EntityUid::from_type_name_and_id(self.user.clone(), EntityId::new(login));
        let asset = EntityUid::from_type_name_and_id(self.asset.clone(), EntityId::new(address));
        let entity = |uid: &EntityUid, key: &str, ids: &[i64]| {
            Entity::new(uid.clone(), [(key.to_owned(), numbers(ids))].into(), HashSet::new())
        };
        let entities = [entity(&user, "scope", scope)?, entity(&asset, "tags", tags)?];
        let entities = Entities::from_entities(entities, None)?;
        let request = Request::new(user, self.view.clone(), asset, Context::empty(), None)?;
        Ok(self.authorizer.is_authorized(&request, &self.policies, &entities).decision() == Decision::Allow)
    }
}

fn ids(text: Option<String>) -> Vec<i64> {
    text.iter().flat_map(|text| text.split(',')).filter_map(|id| id.parse().ok()).collect()
}

fn scope(db: &Connection, login: &str) -> Outcome<Vec<i64>> {
    let mut statement = db.prepare_cached(COVERED)?;
    let scope = statement.query_map([login], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(scope)
}

fn printed(address: &[u8]) -> String {
    let parts: Vec<String> = address.iter().skip(1).map(u8::to_string).collect();
    parts.join(".")
}

fn assets(db: &Connection, login: &str, out: &mut impl Write) -> Outcome<()> {
    let engine = Engine::new()?;
    let scope = scope(db, login)?;
    let mut statement = db.prepare(
        "SELECT o.address, o.name, (SELECT group_concat(x.tag_id) FROM asset_tags x WHERE x.asset_id = o.id)
           FROM assets o ORDER BY o.address",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let address = printed(&row.get::<_, Vec<u8>>(0)?);
        if engine.allows(login, &scope, &address, &ids(row.get(2)?))? {
            let name: Option<String> = row.get(1)?;
            writeln!(out, "{}", serde_json::json!({"address": address, "name": name}))?;
        }
    }
    Ok(())
}

fn checks(db: &Connection, out: &mut impl Write) -> Outcome<()> {
    let engine = Engine::new()?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let mut words = line.split(' ');
        let (login, _, object) = (words.next(), words.next(), words.next());
        let (login, address) = (login.unwrap_or_default(), object.unwrap_or_default().trim_start_matches("asset:"));
        let bytes: Vec<u8> = std::iter::once(4).chain(address.split('.').filter_map(|part| part.parse().ok())).collect();
        let tags: Option<String> = db
            .prepare_cached(
                "SELECT (SELECT group_concat(x.tag_id) FROM asset_tags x WHERE x.asset_id = o.id) FROM assets o WHERE o.address = ?1",
            )?
            .query_row([bytes], |row| row.get(0))?;
        let allowed = engine.allows(login, &scope(db, login)?, address, &ids(tags))?;
        writeln!(out, "{}", serde_json::json!({"allowed": allowed, "user": login, "object": address}))?;
    }
    Ok(())
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let open = |path| Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match args.as_slice() {
        ["assets", path, login] => assets(&open(path)?, login, &mut out)?,
        ["checks", path] => {
            let db = open(path)?;
            db.execute_batch("BEGIN")?;
            checks(&db, &mut out)?;
        }
        _ => writeln!(out, "usage: peers assets PATH LOGIN | checks PATH  (see benches/compare.sh)")?,
    }
    Ok(out.flush()?)
}
