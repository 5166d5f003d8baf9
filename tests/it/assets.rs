//! Domains and scanner appliances.

use serde_json::json;

use crate::sandbox::Sandbox;

#[test]
fn domains_and_appliances_are_shown_and_renamed_where_they_stand() {
    let sandbox = Sandbox::acme();
    sandbox.sh("domain add one.example two.example").ok();
    sandbox.sh("asset-group edit 'Frankfurt Core' --add-domain one.example").ok();
    let renamed = sandbox.json("domain edit one.example --name uno.example");
    assert_eq!((&renamed["action"], &renamed["domain"]["name"]), (&json!("domain.edit"), &json!("uno.example")));
    assert_eq!(sandbox.json("domain show UNO.example")["asset_groups"], json!(["Frankfurt Core"]));
    assert_eq!(sandbox.json("domain edit uno.example --name uno.example")["status"], "unchanged");
    sandbox.refused("domain edit uno.example --name two.example", 4, "ASSET-1", "`two.example` exists already");
    sandbox.refused("domain edit uno.example --name 'no name'", 7, "ASSET-1", "`no name`");
    sandbox.refused("domain show one.example", 3, "ROLE-8", "no domain `one.example`");
    assert_eq!(sandbox.json("log list --on domain:one.example")[0]["action"], "domain.edit", "by the name it bore");

    let renamed = sandbox.json("appliance edit scanner-fra-1 --name scanner-fra-9");
    assert_eq!(renamed["appliance"]["name"], "scanner-fra-9");
    sandbox.act_as("ann.keller@acme.example");
    assert_eq!(sandbox.json("appliance show scanner-fra-9")["asset_groups"], json!(["Frankfurt Core"]));
    sandbox.refused("appliance edit scanner-fra-9 --name mine", 5, "ROLE-4", "manage-virtual-scanners");
    sandbox.refused("domain edit uno.example --name mine.example", 5, "ROLE-7", "domain.edit");
    sandbox.act_as("clara.dupont@acme.example");
    sandbox.refused("appliance show scanner-lab-1", 3, "ROLE-8", "no appliance");
}
