//! Tags: a tree, set by hand and by rule; and the scopes that are made of them.

use serde_json::{Value, json};

use crate::sandbox::{MARA, Sandbox};

const ANN: &str = "ann.keller@acme.example";

fn tags_of(sandbox: &Sandbox, asset: &str) -> (Value, Value) {
    let asset = sandbox.json(&format!("asset show {asset}"));
    (asset["tags"].clone(), asset["tags_by_rule"].clone())
}

#[test]
fn tags_form_a_tree_and_nothing_else() {
    let sandbox = Sandbox::acme();
    let tag = &sandbox.json("tags add web --parent production --tag-color green --description 'web servers'")["tag"];
    let said = (&tag["parent"], &tag["color"], &tag["description"]);
    assert_eq!(said, (&json!("production"), &json!("green"), &json!("web servers")));
    sandbox.sh("tags edit production --parent web --json").refused(4, "TAG-1", "lies below it");
    sandbox.sh("tags edit web --parent web --json").refused(4, "TAG-1", "the tag itself");
    sandbox.sh("tags add web --json").refused(4, "TAG-1", "exists already");
    sandbox.sh("tags add x --tag-color pink --json").refused(7, "", "no colour");
    let tag = &sandbox.json("tags edit web --parent '' --tag-color '' --name frontend")["tag"];
    assert_eq!((&tag["parent"], &tag["color"], &tag["name"]), (&Value::Null, &Value::Null, &json!("frontend")));
    assert_eq!(sandbox.json("tags edit frontend --name frontend")["status"], "unchanged");
}

#[test]
fn each_rule_follows_its_assets() {
    let sandbox = Sandbox::acme();
    let report = sandbox.json("tags add core --rule 'address-in 10.10.0.0/24, 10.99.0.1-10.99.0.9'");
    let marked = report["tagged_count"].as_i64().unwrap();
    assert!(marked > 0);
    assert_eq!(sandbox.json("tags show core")["asset_count"], marked);
    sandbox.sh("tags add linux --rule 'os-matches ^(debian|ubuntu)'").ok();
    sandbox.sh("tags add ours --rule 'attribute team=net'").ok();
    sandbox.sh("asset add 10.99.0.5 --os 'Debian 14' --attribute team=net").ok();
    assert_eq!(tags_of(&sandbox, "10.99.0.5").1, json!(["core", "linux", "ours"]));
    let edited = sandbox.json("asset edit 10.99.0.5 --os 'HP-UX 11' --attribute team=web");
    assert_eq!((&edited["untagged_count"], &edited["published_count"]), (&json!(2), &json!(0)));
    assert_eq!(edited["asset"]["tags_by_rule"], json!(["core"]));
    sandbox.sh("tags edit core --rule 'name-contains nothing-like-it' --json").refused(2, "", "needs a confirmation");
    let report = sandbox.json("tags edit core --rule 'name-contains nothing-like-it' --yes");
    assert_eq!(report["untagged_count"], marked + 1);
    assert!(report["published_count"].as_i64().unwrap() > 0);
    assert_eq!(tags_of(&sandbox, "10.99.0.5").0, json!([]));
}

#[test]
fn what_is_set_by_hand_stays_and_what_a_rule_sets_is_not_taken_off_by_hand() {
    let sandbox = Sandbox::acme();
    sandbox.sh("asset add 10.99.0.5 --name probe-5 --tag dmz").ok();
    sandbox.sh("tags edit dmz --rule 'name-contains probe'").ok();
    assert_eq!(tags_of(&sandbox, "10.99.0.5"), (json!(["dmz"]), json!([])));
    sandbox.sh("asset edit 10.99.0.5 --name other").ok();
    assert_eq!(tags_of(&sandbox, "10.99.0.5").0, json!(["dmz"]), "by hand");
    sandbox.sh("asset edit 10.99.0.5 --name probe-5").ok();
    sandbox.sh("asset untag 10.99.0.5 --tag dmz").ok();
    assert_eq!(tags_of(&sandbox, "10.99.0.5"), (json!(["dmz"]), json!(["dmz"])), "the rule sets it again");
    sandbox.sh("asset untag 10.99.0.5 --tag dmz --yes --json").refused(4, "TAG-2", "because of its rule");
    sandbox.sh("asset edit 10.99.0.5 --name other --json").refused(2, "", "needs a confirmation");
    let edited = sandbox.json("asset edit 10.99.0.5 --name other --yes");
    assert_eq!((&edited["published_count"], &edited["asset"]["tags"]), (&json!(1), &json!([])));
}

#[test]
fn rules_are_evaluated_on_demand() {
    let sandbox = Sandbox::acme();
    sandbox.sh("tags add core --rule 'address-in 10.10.0.0/24'").ok();
    assert_eq!(sandbox.json("tags evaluate")["status"], "unchanged");
    let of_core = "FROM asset_tags WHERE by_rule = 1 AND tag_id = (SELECT id FROM tags WHERE name = 'core')";
    let removed = sandbox.number(&format!("SELECT count(*) {of_core}"));
    sandbox.tamper(&format!("DELETE {of_core}"));
    let report = sandbox.json("tags evaluate core");
    assert_eq!((&report["tagged_count"], &report["untagged_count"]), (&json!(removed), &json!(0)));
    sandbox.sh("tags evaluate dmz --json").refused(4, "TAG-2", "has no rule");
    sandbox.act_as(ANN).sh("tags evaluate --json").refused(5, "ROLE-7", "tags.evaluate");
}

#[test]
fn a_tag_in_use_is_deleted_only_with_force_and_the_report_names_whose_scope_shrinks() {
    let sandbox = Sandbox::acme();
    sandbox.sh("tags add eu").ok();
    sandbox.sh("tags edit dmz --parent eu").ok();
    sandbox.sh("tags add dmz-web --parent dmz").ok();
    sandbox.sh(&format!("tags scope {ANN} --add dmz")).ok();
    let hints =
        sandbox.sh("tags delete dmz --yes --json").refused(4, "TAG-3", "has the tags dmz-web below it and stands");
    assert!(hints[0].contains("--force"));
    let report = sandbox.json("tags delete dmz --force -n");
    assert_eq!(
        report["effects"][0]["lost"][0],
        json!({"kind": "scope", "values": ["dmz", "dmz-web"], "count": 2, "left": []})
    );
    assert!(report["notices"].to_string().contains("directly below `eu` now: `dmz-web`"), "{}", report["notices"]);
    assert!(sandbox.sh("tags delete eu --force -n").stderr.contains("at the top of the tree now: `dmz`"));
    sandbox.sh("tags delete dmz --force --yes").ok();
    assert_eq!(sandbox.json("tags show dmz-web")["parent"], "eu");
    for on in [&format!("user:{ANN}"), "tag:dmz-web"] {
        assert_eq!(sandbox.json(&format!("log list --on {on} --limit 1"))[0]["action"], "tags.delete", "{on}");
    }
    assert_eq!(sandbox.json(&format!("user show {ANN}"))["tag_scope"], json!([]));
}

#[test]
fn a_scope_covers_what_lies_below_and_never_what_lies_above() {
    let sandbox = Sandbox::acme();
    sandbox.sh("tags add web --parent production").ok();
    sandbox.sh("tags add shop --parent web").ok();
    let report = sandbox.json(&format!("tags scope {ANN} {MARA} --add web --add dmz"));
    assert_eq!(report["effects"][0]["gained"][0]["values"], json!(["dmz", "shop", "web"]));
    assert_eq!(report["effects_user_count"], 1, "a manager sees everything, whatever its tags");
    let scope = sandbox.json(&format!("tags scope {ANN}"));
    assert_eq!((&scope["tag_scope"], &scope["covers"]), (&json!(["dmz", "web"]), &json!(["dmz", "shop", "web"])));
    assert_eq!(sandbox.json(&format!("user show {ANN}"))["tag_scope_covers"], scope["covers"]);
    assert_eq!(sandbox.json(&format!("tags scope {ANN} --add web"))["status"], "unchanged");
    sandbox.sh(&format!("tags scope {ANN} --set staging")).ok();
    assert_eq!(sandbox.json(&format!("tags scope {ANN}"))["covers"], json!(["staging"]));
    let cleared = sandbox.json(&format!("tags scope {ANN} --clear"));
    assert_eq!(cleared["effects"][0]["lost"][0]["left"], json!([]));
    let moved = sandbox.json("tags edit shop --parent ''");
    let lost = |at: usize| (&moved["effects"][at]["user"], &moved["effects"][at]["lost"][0]["values"]);
    let (sofia, uwe) = (json!("sofia.rossi@acme.example"), json!("uwe.brandt@acme.example"));
    let shop = json!(["shop"]);
    assert_eq!(
        [lost(0), lost(1)],
        [(&sofia, &shop), (&uwe, &shop)],
        "`production`, which is above it, is in their scope"
    );
    sandbox.sh(&format!("tags scope {ANN} --add web --remove web --json")).refused(4, "SCOPE-1", "at once");
    sandbox.sh(&format!("tags scope {ANN} {MARA} --json")).refused(2, "SCOPE-4", "one scope");
}

#[test]
fn only_a_manager_changes_scopes() {
    let sandbox = Sandbox::acme();
    sandbox.sh("user add new@acme.example --tag dmz --no-mail").ok();
    assert_eq!(sandbox.json("user show new@acme.example")["tag_scope"], json!(["dmz"]));
    sandbox.sh(&format!("user level {ANN} admin")).ok();
    for login in ["uwe.brandt@acme.example", ANN] {
        sandbox.act_as(login).sh(&format!("tags scope {ANN} --add dmz --json")).refused(5, "ROLE-7", "tags.scope");
    }
    sandbox.sh("user add other@acme.example --tag dmz --no-mail --json").refused(5, "ROLE-7", "tags.scope");
}
