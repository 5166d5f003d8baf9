//! The report on access: it tells what the lists and answers tell, and as a page it holds nothing that runs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::sandbox::Sandbox;

#[test]
fn the_report_tells_what_the_answers_tell() {
    let sandbox = Sandbox::acme();
    sandbox.sh("tags scope ana.silva@acme.example --add production").ok();
    let report = sandbox.json("access report");
    assert_eq!(report["asset_count"], sandbox.json("asset list").as_array().unwrap().len());
    for user in report["users"].as_array().unwrap() {
        let login = user["login"].as_str().unwrap();
        let seen = sandbox.json(&format!("access assets {login}")).as_array().unwrap().len();
        assert_eq!(user["assets_in_sight_count"], seen, "{login}");
        assert_eq!(
            user["everything_via"].is_string(),
            ["manager", "auditor"].contains(&user["role"].as_str().unwrap())
        );
    }
    for group in report["asset_groups"].as_array().unwrap() {
        for login in group["reached_by"].as_array().unwrap() {
            let question = format!(
                "access check {} asset-group.view 'asset-group:{}'",
                login.as_str().unwrap(),
                group["name"].as_str().unwrap()
            );
            assert_eq!(sandbox.sh(&question).code, 0, "{question}");
        }
    }
    let production = report["tags"].as_array().unwrap().iter().find(|tag| tag["name"] == "production").unwrap();
    assert!(production["in_scope_of"].as_array().unwrap().contains(&"ana.silva@acme.example".into()));
}

#[test]
fn a_report_shows_what_its_reader_may_view() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("carla.mendez@acme.example");
    let report = sandbox.json("access report");
    let names = |list: &str, key: &str| -> Vec<String> {
        report[list].as_array().unwrap().iter().map(|one| one[key].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("units", "name"), ["Americas"]);
    assert!(!names("users", "login").contains(&"ann.keller@acme.example".to_owned()));
    assert!(!report.to_string().contains("ann.keller"), "nor in any other place");
    assert_eq!(report["asset_count"], sandbox.json("asset list").as_array().unwrap().len());
    for group in report["asset_groups"].as_array().unwrap() {
        let filter = format!("asset_groups={}", group["name"].as_str().unwrap());
        let listed = sandbox.json(&format!("asset list --filter '{filter}'")).as_array().unwrap().len();
        assert_eq!(group["asset_count"], listed, "{filter}");
    }
    sandbox.act_as("priya.nair@acme.example");
    let blind = sandbox.json("access report");
    assert_eq!(blind["asset_count"], serde_json::Value::Null);
    assert!(blind["asset_groups"].as_array().unwrap().iter().all(|group| group["asset_count"].is_null()));
}

#[test]
fn a_page_is_whole_private_and_inert() {
    let sandbox = Sandbox::acme();
    sandbox.sh("bu add '<b onclick=x>&'").ok();
    let path = sandbox.path("report.html");
    let html = ["access", "report", "--html", path.to_str().unwrap()];
    let dry = sandbox.run(&[html.as_slice(), &["-n"]].concat()).ok();
    assert!(dry.starts_with("would report 44 users") && !path.exists(), "{dry}");
    sandbox.run(&html).ok();
    let page = fs::read_to_string(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(page.contains("&lt;b onclick=x&gt;&amp;") && !page.contains("<b onclick"));
    assert!(page.contains("default-src 'none'") && !page.contains("http://") && !page.contains("https://"));
    assert!(sandbox.sh("access report").code == 2 && sandbox.sh("access report -o csv").code == 2);
    let batch = sandbox.feed(&format!("access report --html {}\n", path.display()), &["batch", "-"]);
    assert_eq!(batch.code, 2, "{batch:?}");
    sandbox.feed("access report --json\n", &["batch", "-"]).json();
}
