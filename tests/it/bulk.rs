//! Import and export: rows of files, all of them or none.

use std::fs;

use serde_json::{Value, json};

use crate::sandbox::{MARA, Outcome, PASSWORD, Sandbox, words};

/// What a refused import has to say, as `line column: message`.
pub fn mistakes(outcome: &Outcome) -> Vec<String> {
    let error: Value = serde_json::from_str(&outcome.stderr).unwrap_or_else(|_| panic!("{outcome:?}"));
    let told = |mistake: &Value| {
        let place = mistake["line"].as_u64().or(mistake["row"].as_u64()).unwrap();
        let column = mistake["column"].as_str().unwrap_or("-");
        format!("{place} {column}: {}", mistake["message"].as_str().unwrap())
    };
    error["error"]["mistakes"].as_array().unwrap_or_else(|| panic!("{error}")).iter().map(told).collect()
}

pub fn import(sandbox: &Sandbox, kind: &str, text: &str, flags: &str) -> Outcome {
    let format = if text.starts_with('[') {
        "json"
    } else if text.starts_with('{') {
        "jsonl"
    } else {
        "csv"
    };
    let line = format!("import {kind} - --format {format} {flags}");
    let args = words(&line);
    sandbox.feed(text, &args.iter().map(String::as_str).collect::<Vec<_>>())
}

pub fn counts(report: &Value) -> [u64; 5] {
    ["created", "updated", "unchanged", "skipped", "failed"]
        .map(|name| report[format!("{name}_count")].as_u64().unwrap())
}

/// Everything that rows hold, in every kind.
fn exported(sandbox: &Sandbox, folder: &str) -> Vec<(String, String)> {
    let path = sandbox.path(folder);
    sandbox.run(&["export", "--all", path.to_str().unwrap(), "-q"]).ok();
    let mut files: Vec<_> = fs::read_dir(path).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let name = |path: &std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// A subscription with nobody but its founder, the same as in the sample organisation.
fn bare() -> Sandbox {
    let sandbox = Sandbox::empty();
    let init = words(&format!("init --name Acme --login {MARA} --password-stdin"));
    sandbox.feed(&format!("{PASSWORD}\n"), &init.iter().map(String::as_str).collect::<Vec<_>>()).ok();
    sandbox
}

/// The sample organisation with what it lacks: every kind of row, and every column of it.
fn furnished() -> Sandbox {
    let sandbox = Sandbox::acme();
    sandbox.run(&["import", "events", crate::sandbox::EVENTS, "-q"]).ok();
    for line in [
        "fim event ignore 1",
        "group add Ops --description 'who runs | it' --level viewer",
        "group assign Ops ann.keller@acme.example igor.baran@acme.example",
        "project add web --description 'Web, shop'",
        "project assign web ann.keller@acme.example --role engineer",
        "project assign web --group Ops --role viewer",
        "project add old",
        "project assign old --group Ops --role admin",
        "project archive old",
        "tags add 'a|b' --tag-color red",
        "tags add below --parent 'a|b'",
        "asset edit 10.10.0.1 --attribute 'rack=1|2' --attribute owner=web",
        "user edit ann.keller@acme.example --notify-scans all --notify-tickets true --external-id 007",
        "user deactivate igor.baran@acme.example --yes",
        "settings set invitation.lifetime_hours=48 mail.link_base=https://id.acme.example signin.max_failures=7",
        "contact email --bu EMEA --user ann.keller@acme.example",
        "contact email --name 'Scan Desk' --address desk@acme.example",
        "user edit ann.keller@acme.example --must-change-password true",
        "scan launch 'Nightly, first' --target 'Frankfurt Core' --address 10.20.1.10 --appliance scanner-fra-1",
        "scan finish 1 --result s3://scans/1.xml",
        "scan launch Everything --target All",
        "report add 'All, of March' --format json",
        "fim profile add Binaries --path /usr/bin --path '/opt/a|b' --tag production",
        "fim incident add 'Odd, very' --event 1 --event 3",
        "fim incident review 1 --approval approved --comment seen",
        "fim rule add Accounts --when 'path=/etc/passwd' --reviewer tomas.reyes@acme.example",
        "fim report add Severe --when 'severity>=4'",
        "fim report-rule add Weekly --recurrence weekly --weekday mon --time 07:00 --time-zone Europe/Berlin",
    ] {
        sandbox.sh(line).ok();
    }
    sandbox
}

#[test]
fn what_is_exported_is_imported_to_the_same() {
    let first = furnished();
    let before = exported(&first, "out");
    let second = bare();
    second.sh("settings set 'name=Acme Scanning'").ok();
    let report = second
        .run(&["import", "--all", first.path("out").to_str().unwrap(), "--on-existing", "update", "--json"])
        .json();
    assert_eq!(report["failed_count"], 0);
    for ((name, text), (other, again)) in before.iter().zip(exported(&second, "out")) {
        assert_eq!((name, text), (&other, &again));
    }
    assert_eq!(before.len(), 32);
    the_lists_are_equal(&first, &second);
    let again = second.run(&["import", "--all", first.path("out").to_str().unwrap(), "--json"]).json();
    assert_eq!((&again["status"], counts(&again)[2]), (&json!("unchanged"), counts(&again).iter().sum()));
    assert!(second.json("log verify")["intact"].as_bool().unwrap());
}

/// Every list says the same but for ids, times of making, and who took in what.
fn the_lists_are_equal(first: &Sandbox, second: &Sandbox) {
    let nouns = [
        "user",
        "bu",
        "asset-group",
        "asset",
        "domain",
        "appliance",
        "config",
        "schedule",
        "ticket",
        "scan",
        "report",
        "group",
        "project",
        "tags",
        "remediation-policy",
        "auth-record",
        "engine",
        "rule",
        "requirement",
        "integration",
        "fim asset",
        "fim event",
        "fim profile",
        "fim incident",
        "fim rule",
        "fim report",
        "fim report-rule",
    ];
    let said = |sandbox: &Sandbox, line: &str| {
        let mut rows = sandbox.json(line);
        let own = ["id", "created_by", "last_login_at", "next_launch_at"];
        let made = |line: &str| ["user list", "project list"].contains(&line);
        for row in rows.as_array_mut().unwrap() {
            let row = row.as_object_mut().unwrap();
            row.retain(|key, _| !(own.contains(&key.as_str()) || key == "created_at" && made(line)));
        }
        rows
    };
    let lists = nouns.iter().map(|noun| format!("{noun} list")).chain(["settings show".to_owned()]);
    for line in lists
        .chain(["profile", "result", "test-case", "integration"].map(|work| format!("project {work} list 'Web shop'")))
    {
        assert_eq!(said(first, &line), said(second, &line), "{line}");
    }
    for line in ["contact show", "report download 'All, of March'", "fim report download Severe"] {
        assert_eq!(first.sh(line).ok(), second.sh(line).ok(), "{line}");
    }
    let events = |sandbox: &Sandbox| sandbox.json("fim incident events 1 --fields at,path,action,severity,address");
    assert_eq!(events(first), events(second));
}

#[test]
fn the_organisation_is_written_as_it_is_founded_from() {
    let first = furnished();
    let path = first.path("acme.toml");
    first.run(&["export", "--as-toml", path.to_str().unwrap()]).ok();
    let second = Sandbox::empty();
    let init = ["init", "--from", path.to_str().unwrap(), "--password-stdin"];
    second.feed(&format!("{PASSWORD}\n"), &init).ok();
    // What is gathered in the course of time is not described.
    let described = |files: Vec<(String, String)>| -> Vec<_> {
        let gathered = ["events.csv", "reports.csv", "fim-incidents.csv", "fim-reports.csv"];
        files.into_iter().filter(|(name, _)| !gathered.contains(&name.as_str())).collect()
    };
    assert_eq!(described(exported(&first, "out")), described(exported(&second, "out")));
    let again = second.path("again.toml");
    second.run(&["export", "--as-toml", again.to_str().unwrap()]).ok();
    assert_eq!(fs::read_to_string(path).unwrap(), fs::read_to_string(again).unwrap());
}

#[test]
fn each_kind_is_read_back_from_each_form() {
    let sandbox = furnished();
    for kind in [
        "tags",
        "domains",
        "bus",
        "users",
        "assets",
        "appliances",
        "asset-groups",
        "configs",
        "tickets",
        "groups",
        "projects",
        "remediation-policies",
        "auth-records",
        "events",
        "settings",
        "email-contacts",
        "scans",
        "reports",
        "fim-profiles",
        "fim-rules",
        "fim-incidents",
        "fim-report-rules",
        "fim-reports",
    ] {
        for format in ["csv", "json", "jsonl"] {
            let text = sandbox.sh(&format!("export {kind} --format {format}")).ok();
            let read = words(&format!("import {kind} - --format {format} --json"));
            let report = sandbox.feed(&text, &read.iter().map(String::as_str).collect::<Vec<_>>()).json();
            let counts = counts(&report);
            assert!(counts[2] > 0 && counts[2] == counts.iter().sum::<u64>(), "{kind} {format}: {report}");
        }
    }
}

#[test]
fn a_row_that_stands_twice_is_never_a_defect_of_the_program() {
    let (furnished, bare) = (furnished(), bare());
    bare.sh("user add sofia.rossi@acme.example --no-mail").ok();
    for kind in provost::service::bulk::BulkKind::ALL {
        let text = furnished.sh(&format!("export {kind} --format json")).ok();
        let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
        let twice = serde_json::to_string(&[rows.clone(), rows].concat()).unwrap();
        for sandbox in [&furnished, &bare] {
            let outcome = import(sandbox, kind.as_str(), &twice, "--on-existing update --yes --dry-run");
            assert!([0, 4, 5, 7].contains(&outcome.code), "{kind}: {outcome:?}");
        }
    }
}

/// What is taken in as it stands is judged like everything else, and tells nobody of what it may not view.
#[test]
fn rows_of_the_past_are_judged_and_tell_nothing_of_what_is_hidden() {
    let sandbox = furnished();
    let report = |key: &str, value: Value| {
        let body =
            json!({"subscription": "A", "name": "X", "owner": MARA, "created_at": 1, "targets": [], "hosts": []});
        let mut row = json!({"name": "X", "owner": MARA, "format": "json", "state": "complete", "created_at": "2026-01-01T00:00:00Z", "body": body});
        row[key] = value;
        import(&sandbox, "reports", &json!([row]).to_string(), "--json").code
    };
    let wrong = [
        ("host_count", json!(-1)),
        ("host_count", json!(3)),
        ("body", json!({"hosts": 7})),
        ("body", json!([])),
        ("body", json!("text")),
        ("state", json!("failed")),
        ("error", json!("why")),
    ];
    for (key, value) in wrong {
        assert_eq!(report(key, value.clone()), 7, "{key} {value}");
    }
    assert_eq!(report("template", Value::Null), 0);
    // Whatever a row says of its hosts, only who reaches those in the body opens it.
    let body = json!({"subscription": "A", "name": "Y", "owner": MARA, "created_at": 1, "targets": [], "hosts": [{"address": "10.20.1.10", "name": "x", "tags": []}]});
    let row = json!({"name": "Y", "owner": "clara.dupont@acme.example", "format": "json", "state": "complete", "created_at": "2026-01-01T00:00:00Z", "host_count": 1, "hosts": [], "body": body});
    assert_eq!(import(&sandbox, "reports", &json!([row]).to_string(), "--json").code, 0);
    sandbox.act_as("clara.dupont@acme.example").refused("report show Y", 3, "ROLE-8", "no report");
    sandbox.act_as(MARA);
    let made = r#""creator": "tomas.reyes@acme.example", "created_at": "2026-01-01T00:00:00Z""#;
    for (kind, row) in [
        (
            "fim-rules",
            format!(r#"{{"name": "Own", "when": "severity>=4", "reviewers": ["tomas.reyes@acme.example"], {made}}}"#),
        ),
        (
            "fim-rules",
            format!(r#"{{"name": "Deaf", "when": "severity>=4", "reviewers": ["gert.vos@acme.example"], {made}}}"#),
        ),
    ] {
        let outcome = import(&sandbox, kind, &format!("[{row}]"), "--json");
        assert!(outcome.code == 4 && outcome.stderr.contains("FIM-13"), "{kind}: {outcome:?}");
    }
    assert!(sandbox.json("db check")["problems"].as_array().is_none_or(Vec::is_empty));
    sandbox.sh("tags scope uwe.brandt@acme.example --add production").ok();
    for kind in ["reports", "scans", "fim-rules", "fim-incidents", "fim-reports", "fim-report-rules", "fim-profiles"] {
        let text = sandbox.act_as(MARA).sh(&format!("export {kind} --format json")).ok();
        sandbox.act_as("uwe.brandt@acme.example");
        let seen = sandbox.sh(&format!("export {kind} --format json"));
        let seen: Vec<Value> = serde_json::from_str(&seen.stdout).unwrap_or_default();
        for row in serde_json::from_str::<Vec<Value>>(&text).unwrap().iter().filter(|row| !seen.contains(row)) {
            let outcome = import(&sandbox, kind, &json!([row]).to_string(), "--json");
            assert_eq!(outcome.code, 5, "{kind}: {outcome:?}");
        }
    }
    sandbox.act_as("uwe.brandt@acme.example");
    let outcome = import(&sandbox, "email-contacts", "unit,user\nAPAC,uwe.brandt@acme.example\n", "--json");
    assert!(outcome.stderr.contains("no business unit `APAC`"), "{outcome:?}");
}

#[test]
fn a_template_is_taken_in_as_it_stands() {
    let sandbox = Sandbox::acme();
    for kind in [
        "tag",
        "domain",
        "bu",
        "user",
        "asset",
        "appliance",
        "asset-group",
        "config",
        "ticket",
        "group",
        "project",
        "remediation-policy",
        "auth-record",
        "event",
        "setting",
        "email-contact",
        "scan",
        "report",
        "fim-profile",
        "fim-rule",
        "fim-incident",
        "fim-report-rule",
        "fim-report",
    ] {
        for format in ["csv", "json", "jsonl"] {
            let template = sandbox.sh(&format!("import {kind} --template --format {format}")).ok();
            let read = words(&format!("import {kind} - --format {format} --dry-run --json"));
            let report = sandbox.feed(&template, &read.iter().map(String::as_str).collect::<Vec<_>>()).json();
            assert_eq!(counts(&report), [1, 0, 0, 0, 0], "{kind} {format}: {report}");
        }
    }
    assert_eq!(sandbox.json("import bus --template")[0]["name"], "Iberia");
    let header = sandbox.sh("import users --template").ok();
    assert!(header.starts_with(
        "login,first_name,last_name,email,title,phone,external_id,role,unit,level,monitoring_role,status,groups,asset_groups,tag_scope,projects,permissions,api_only,password_never_expires,time_zone,password\n"
    ));
}

/// 300 people, of whom every tenth has a mistake of one of four kinds.
fn people(wrong: bool) -> String {
    let mut text = String::from("login,first_name,role,unit,external_id\n");
    for n in 0..300 {
        let (mut login, mut role, mut unit) = (format!("p{n:03}@bulk.example"), "reader", "EMEA");
        if wrong && n % 10 == 0 {
            match n / 10 % 4 {
                0 => role = "raeder",
                1 => unit = "EMAE",
                2 => login = format!("p{n:03}bulk.example"),
                _ => login = MARA.to_owned(),
            }
        }
        text.push_str(&format!("{login},Pat,{role},{unit},{n:05}\n"));
    }
    text
}

#[test]
fn every_mistake_is_named_and_nothing_is_written() {
    let sandbox = Sandbox::acme();
    let before = sandbox.dump_without_log();
    let outcome = import(&sandbox, "users", &people(true), "--json");
    assert_eq!(outcome.code, 7);
    let told = mistakes(&outcome);
    assert_eq!(told.len(), 30);
    assert!(told[0].starts_with("2 role: `raeder` is no role; one of: manager"), "{told:?}");
    assert_eq!(told[1], "12 unit: there is no business unit `EMAE`");
    assert!(told[2].starts_with("22 login: "), "{told:?}");
    assert_eq!(told[3], format!("32 unit: `{MARA}` belongs to no unit, and would be moved to `EMEA`"));
    let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
    let mistakes = &error["error"]["mistakes"];
    assert_eq!(mistakes[0]["hints"][0], "did you mean `reader`?");
    assert_eq!(mistakes[1]["hints"][0], "did you mean `EMEA`?");
    assert_eq!((&mistakes[1]["value"], &mistakes[1]["code"]), (&json!("EMAE"), &json!("not-found")));
    assert_eq!(before, sandbox.dump_without_log());
}

#[test]
fn rejects_keep_the_form_of_their_file() {
    let sandbox = Sandbox::acme();
    let rejects = sandbox.path("rejects");
    let flags = format!("--on-error skip --rejects {} --json", rejects.display());
    let json = r#"[{"login": "a@x.example", "role": "king"}, {"login": "b@x.example"}, {"login": 7, "error": "old"}]"#;
    assert_eq!(import(&sandbox, "users", json, &flags).code, 10);
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(&rejects).unwrap()).unwrap();
    assert_eq!((rows.len(), &rows[0]["role"], &rows[0]["error_code"]), (2, &json!("king"), &json!("invalid")));
    assert_eq!(rows[1].as_object().unwrap().keys().collect::<Vec<_>>(), ["login", "error_code", "error"]);
    let lines = "{\"login\": \"c@x.example\", \"unit\": \"Mars\"}\n";
    assert_eq!(import(&sandbox, "users", lines, &flags).code, 10);
    let row: Value = serde_json::from_str(&fs::read_to_string(&rejects).unwrap()).unwrap();
    assert_eq!((&row["error_code"], &row["unit"]), (&json!("not-found"), &json!("Mars")));
    let csv = "login;unit\r\nd@x.example;Mars\r\n";
    assert_eq!(import(&sandbox, "users", csv, &flags).code, 10);
    assert!(
        fs::read_to_string(&rejects).unwrap().starts_with("login;unit;error_code;error\nd@x.example;Mars;not-found;")
    );
    use std::os::unix::fs::PermissionsExt as _;
    assert_eq!(fs::metadata(&rejects).unwrap().permissions().mode() & 0o777, 0o600);
    let before = fs::read_to_string(&rejects).unwrap();
    assert_eq!(import(&sandbox, "users", json, &format!("{flags} --dry-run")).code, 10);
    assert_eq!(before, fs::read_to_string(&rejects).unwrap(), "a dry run writes nothing");
    sandbox.refused("import users x.csv --on-error skip", 2, "", "go together");
    sandbox.refused("import users x.csv --rejects x", 2, "", "go together");
}

#[test]
fn what_spreadsheets_write_is_read() {
    let sandbox = Sandbox::acme();
    let csv = "\u{feff}Login;First Name;External-ID;TITLE;;\r\n\r\nx1@x.example;\"Ann \"\"A\"\"\";007;\"Head of; all\";;\r\n;;;;;\r\nx2@x.example;Bo;08;;\r\n";
    assert_eq!(counts(&import(&sandbox, "users", csv, "--json").json()), [2, 0, 0, 0, 0]);
    let user = sandbox.json("user show x1@x.example");
    assert_eq!(
        (&user["first_name"], &user["external_id"], &user["title"]),
        (&json!("Ann \"A\""), &json!("007"), &json!("Head of; all"))
    );
    let broken = "login,title\r\n\r\na@x.example,\"two\r\nlines\"\r\nb@x.example,x\r\nc,y\r\n";
    let told = mistakes(&import(&sandbox, "users", broken, "--json"));
    assert!(told[0].starts_with("3 title: ") && told[0].contains("U+000D"), "{told:?}");
    assert!(told[1].starts_with("6 login: "), "{told:?}");
    let utf16: Vec<u8> = "login\na@x.example\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [[vec![0xff, 0xfe], utf16.clone()].concat(), utf16] {
        let outcome = sandbox.start(
            &bytes,
            &["import", "users", "-", "--format", "csv", "--json"],
            Default::default(),
            &crate::sandbox::Script::default(),
        );
        let hints = outcome.refused(7, "", "UTF-16");
        assert!(hints[0].contains("CSV UTF-8") && hints[1].contains("iconv"), "{hints:?}");
    }
    let latin = b"login,first_name\na@x.example,J\xf6rg\n";
    let outcome = sandbox.start(
        latin,
        &["import", "users", "-", "--format", "csv", "--json"],
        Default::default(),
        &crate::sandbox::Script::default(),
    );
    assert_eq!(mistakes(&outcome), ["2 -: the line is not UTF-8"]);
}

#[test]
fn headers_are_renamed_and_cells_are_filled() {
    let sandbox = Sandbox::acme();
    let csv = "Mail,Given name,Dept,role\nz1@x.example,Zoe,IT,\nz2@x.example,Zac,HR,scanner\n";
    let flags =
        "--column Mail=login --column 'given_name=First Name' --column dept= --set role=auditor --set title=New --json";
    assert_eq!(counts(&import(&sandbox, "users", csv, flags).json()), [2, 0, 0, 0, 0]);
    let user = sandbox.json("user show z1@x.example");
    assert_eq!((&user["first_name"], &user["role"], &user["title"]), (&json!("Zoe"), &json!("auditor"), &json!("New")));
    assert_eq!(sandbox.json("user show z2@x.example")["role"], "scanner");
    let hints = import(&sandbox, "users", csv, "--json").refused(7, "", "has columns of other names");
    assert!(hints[0].contains("--column 'Mail=login' --column 'Given name=first_name' --column 'Dept='"), "{hints:?}");
    let refused = import(&sandbox, "users", "login,Fist name,Xyz\n", "--json");
    assert_eq!(mistakes(&refused), ["1 Fist name: there is no column `Fist name`", "1 Xyz: there is no column `Xyz`"]);
    assert!(refused.stderr.contains("did you mean `first_name`?"), "{refused:?}");
    import(&sandbox, "users", "login\n", "--set rolle=x --json").refused(7, "", "there is no column `rolle`");
    assert!(mistakes(&import(&sandbox, "users", "login,Login\n", "--json"))[0].contains("stands there twice"));
}

#[test]
fn a_blank_text_is_an_empty_cell_in_every_form() {
    let sandbox = Sandbox::acme();
    let rows = r#"[{"name": "Blank", "location": " ", "division": "IT"}, {"name": "EMEA", "location": " "}]"#;
    let flags = "--set comments= --on-existing update --format json";
    sandbox.feed(rows, &[&["import", "bus", "-"][..], &flags.split(' ').collect::<Vec<_>>()].concat()).ok();
    for unit in ["Blank", "EMEA"] {
        let unit = sandbox.json(&format!("bu show {unit}"));
        assert_eq!((&unit["location"], &unit["comments"]), (&json!(null), &json!(null)), "{unit}");
    }
    import(&sandbox, "users", "login\nz1@x.example\n", "--set title= --set 'time_zone= '").ok();
    let user = sandbox.json("user show z1@x.example");
    assert_eq!((&user["title"], &user["time_zone"]), (&json!(null), &json!(null)));
    let wrong = import(&sandbox, "tags", "color,rule,name\nmauve,xx,\n", "--json");
    assert!(mistakes(&wrong)[0].contains("2 name: the value is missing"), "{wrong:?}");
}

#[test]
fn rows_name_what_stands_further_down() {
    let sandbox = Sandbox::acme();
    import(&sandbox, "bus", "name\nNorth\n", "").ok();
    let users =
        "login,role,unit\nn1@x.example,reader,North\nn2@x.example,unit-manager,North\nn3@x.example,scanner,North\n";
    assert_eq!(counts(&import(&sandbox, "users", users, "--no-mail --json").json()), [3, 0, 0, 0, 0]);
    assert_eq!(sandbox.json("bu show North")["primary_contact"], "n2@x.example");
    let chain: String =
        (0..60).rev().map(|n| if n == 0 { "t0,\n".into() } else { format!("t{n},t{}\n", n - 1) }).collect();
    assert_eq!(counts(&import(&sandbox, "tags", &format!("name,parent\n{chain}"), "--json").json()), [60, 0, 0, 0, 0]);
    let told = mistakes(&import(&sandbox, "tags", "name,parent\na,b\nb,a\nc,nowhere\n", "--json"));
    assert_eq!(
        told,
        [
            "2 parent: the rows name each other in a circle: a < b < a",
            "3 parent: the rows name each other in a circle: b < a < b",
            "4 parent: there is no tag `nowhere`"
        ]
    );
}

#[test]
fn policies_decide_about_what_exists() {
    let sandbox = Sandbox::acme();
    let base = "login,title,groups,tag_scope,asset_groups\n";
    let tag = sandbox.json("tags list")[0]["name"].as_str().unwrap().to_owned();
    sandbox.sh("group add Ops").ok();
    sandbox.sh("group add Net").ok();
    import(&sandbox, "users", &format!("{base}e@x.example,Old,Ops|Net,{tag},All\n"), "--no-mail").ok();
    let row = format!("{base}E@x.example,New,ops,,\n");
    let refused = import(&sandbox, "users", &row, "--json");
    assert_eq!(refused.code, 4);
    assert_eq!(
        mistakes(&refused),
        ["2 login: there is a user `e@x.example` already, which differs in `groups`, `title`"],
        "the case of a login makes no difference"
    );
    assert_eq!(counts(&import(&sandbox, "users", &row, "--on-existing skip --json").json()), [0, 0, 0, 1, 0]);
    let report = import(&sandbox, "users", &row, "--on-existing update --json").json();
    assert_eq!(counts(&report), [0, 1, 0, 0, 0]);
    assert_eq!(report["losses"], json!([{"object": "e@x.example", "field": "groups", "names": ["Net"]}]));
    let user = sandbox.json("user show e@x.example");
    assert_eq!(
        (&user["login"], &user["title"], &user["groups"], &user["asset_groups"]),
        (&json!("e@x.example"), &json!("New"), &json!(["Ops"]), &json!(["All"]))
    );
    assert_eq!(user["tag_scope"], json!([tag]), "an empty cell leaves the field");
    let cleared = import(&sandbox, "users", &row, "--on-existing update --clear-empty --json").json();
    assert_eq!(cleared["losses"].as_array().unwrap().len(), 2, "{cleared}");
    let user = sandbox.json("user show e@x.example");
    assert_eq!((&user["tag_scope"], &user["asset_groups"]), (&json!([]), &json!([])));
    let json = r#"[{"login": "e@x.example", "title": null, "groups": []}]"#;
    import(&sandbox, "users", json, "--on-existing update").ok();
    let user = sandbox.json("user show e@x.example");
    assert_eq!((&user["title"], &user["groups"]), (&Value::Null, &json!([])));
}

#[test]
fn a_row_never_moves_anybody_nor_touches_secrets() {
    let sandbox = Sandbox::acme();
    let ann = sandbox.json("user show ann.keller@acme.example");
    let other = if ann["unit"] == "EMEA" { "APAC" } else { "EMEA" };
    let row = format!("login,unit\nann.keller@acme.example,{other}\n");
    for policy in ["fail", "update"] {
        let outcome = import(&sandbox, "users", &row, &format!("--on-existing {policy} --json"));
        assert_eq!(outcome.code, 4);
        let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
        let hint = error["error"]["mistakes"][0]["hints"][0].as_str().unwrap();
        assert!(hint.contains(&format!("provost bu move ann.keller@acme.example --to '{other}'")), "{hint}");
    }
    let before = sandbox.dump_tables(|table| ["passwords", "links", "mails", "sessions"].contains(&table));
    let row = "login,title,password\nann.keller@acme.example,Chief,Quartz-Meadow-77-Lantern\n";
    assert_eq!(counts(&import(&sandbox, "users", row, "--on-existing update --json").json())[1], 1);
    assert_eq!(before, sandbox.dump_tables(|table| ["passwords", "links", "mails", "sessions"].contains(&table)));
}

#[test]
fn initial_passwords_are_hashed_checked_and_shown_to_nobody() {
    let sandbox = Sandbox::acme();
    let secret = "Harbor-Violin-83-Cactus";
    let csv = format!("login,password\ns1@x.example,{secret}\ns2@x.example,{secret}\ns3@x.example,\n");
    let report = import(&sandbox, "users", &csv, "--json").ok();
    assert!(!report.contains(secret) && !sandbox.dump().contains(secret));
    let user = sandbox.json("user show s2@x.example");
    assert_eq!((&user["must_change_password"], &user["status"]), (&json!(true), &json!("pending")));
    sandbox
        .feed(&format!("{secret}\n"), &["login", "s1@x.example", "--password-stdin", "--json"])
        .refused(6, "USER-4", "");
    assert_eq!(sandbox.json("outbox list").as_array().unwrap().len(), 1, "only who has no password is invited");
    let weak = import(&sandbox, "users", "login,password\ns4@x.example,summer\n", "--json");
    assert!(weak.code == 7 && !weak.stderr.contains("summer"), "{weak:?}");
    assert!(mistakes(&weak)[0].contains("the new password is refused"), "{weak:?}");
}

#[test]
fn every_row_needs_the_right_of_its_verb_and_has_its_entry() {
    let sandbox = Sandbox::acme();
    let contact = sandbox.json("bu show EMEA")["primary_contact"].as_str().unwrap().to_owned();
    let csv = "login,role,unit\nu1@x.example,scanner,EMEA\nu2@x.example,scanner,APAC\nu3@x.example,manager,\n";
    sandbox.act_as(&contact);
    let outcome = import(&sandbox, "users", csv, "--json");
    let told = mistakes(&outcome);
    assert!(told.len() == 2 && told[0].starts_with("3 unit: there is no business unit `APAC`"), "{told:?}");
    assert!(told[1].contains("manager"), "{told:?}");
    let good = "login,role,unit\nu1@x.example,scanner,EMEA\nu4@x.example,reader,\n";
    assert_eq!(counts(&import(&sandbox, "users", good, "--no-mail --json").json()), [2, 0, 0, 0, 0]);
    let log = sandbox.act_as(MARA).json("log list --limit 2");
    assert_eq!(
        (&log[0]["action"], &log[0]["user"], &log[1]["details"]),
        (&json!("user.add"), &json!(contact), &json!("added user `u1@x.example`"))
    );
    sandbox.act_as("ann.keller@acme.example");
    import(&sandbox, "users", good, "--json").refused(5, "ROLE-7", "user.add");
}

#[test]
fn the_last_admin_stays_whatever_rows_say() {
    let sandbox = bare();
    let demotes = format!("login,role,status\n{MARA},reader,\n");
    let outcome = import(&sandbox, "users", &demotes, "--on-existing update --json");
    assert!(outcome.code == 4 && outcome.stderr.contains("SUB-3"), "{outcome:?}");
    let outcome = import(&sandbox, "users", &format!("login,status\n{MARA},inactive\n"), "--on-existing update --json");
    assert!(outcome.code == 4 && outcome.stderr.contains("USER-7"), "{outcome:?}");
    sandbox.sh("user add robot@x.example --role manager --api-only").ok();
    sandbox.sh("contact set robot@x.example").ok();
    let alone = import(&sandbox, "users", &format!("login,role\n{MARA},reader\n"), "--on-existing update --json");
    assert_eq!((alone.code, mistakes(&alone)[0].as_str()), (4, "2 -: nobody would be left with the level `admin`"));
    // The first row can only be taken in once the second is.
    let both = format!("login,role\n{MARA},reader\nthird@x.example,manager\n");
    let report = import(&sandbox, "users", &both, "--on-existing update --no-mail --json").json();
    assert_eq!(counts(&report), [1, 1, 0, 0, 0]);
}

#[test]
fn json_lines_tell_what_became_of_each_row() {
    let sandbox = Sandbox::acme();
    let csv = "login,role\nj1@x.example,reader\nj2@x.example,king\n";
    let rejects = sandbox.path("r.csv");
    let outcome = import(&sandbox, "users", csv, &format!("-o jsonl --on-error skip --rejects {}", rejects.display()));
    assert_eq!(outcome.code, 10);
    let lines: Vec<Value> = outcome.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({"row": 2, "status": "created", "object": "j1@x.example", "error": null}));
    assert_eq!((&lines[1]["row"], &lines[1]["status"]), (&json!(3), &json!("failed")));
    assert_eq!((lines.len(), &lines[2]["failed_count"]), (3, &json!(1)));
}

#[test]
fn names_with_every_sign_survive() {
    let sandbox = Sandbox::acme();
    for name in ["a|b", "c\\d", "e;f,g", "h \"i\"", "=1+1", "ü: ß", "user:x"] {
        sandbox.run(&["group", "add", name]).ok();
        sandbox.run(&["group", "assign", name, "ann.keller@acme.example"]).ok();
    }
    let text = sandbox.sh("export users").ok();
    let report = import(&sandbox, "users", &text, "--json").json();
    assert_eq!(counts(&report)[2], counts(&report).iter().sum::<u64>(), "{report}");
    let tame = sandbox.sh("export groups --spreadsheet").ok();
    assert!(tame.contains("'=1+1") && !sandbox.sh("export groups").ok().contains("'="));
    assert!(sandbox.sh("group list -o csv --spreadsheet").ok().contains("'=1+1"));
    sandbox.sh("group list --json --spreadsheet").refused(2, "", "`--spreadsheet` is for CSV");
}

#[test]
fn files_that_are_none_are_refused_with_their_place() {
    let sandbox = Sandbox::acme();
    let before = sandbox.dump_without_log();
    assert_eq!(mistakes(&import(&sandbox, "users", "login\n\"a\n", "--json")), ["2 -: a quote is not closed"]);
    let told = mistakes(&import(&sandbox, "users", "[{\"login\": \"a@x.example\"}", "--json"));
    assert!(told[0].starts_with("1 -: the JSON cannot be read"), "{told:?}");
    assert_eq!(mistakes(&import(&sandbox, "users", "[7]", "--json")), ["1 -: an object is expected"]);
    let told = mistakes(&import(&sandbox, "users", "{\"login\": 1}\n{\n{\"lgoin\": 1}\n", "--json"));
    assert!(
        told[1].starts_with("2 -: the JSON cannot be read") && told[2] == "3 lgoin: there is no column `lgoin`",
        "{told:?}"
    );
    sandbox.refused("import users nowhere.csv", 2, "", "cannot be read");
    sandbox.refused("import peoples x.csv", 7, "", "is no kind of rows");
    let folder = sandbox.folder.path().to_str().unwrap().to_owned();
    sandbox.run(&["import", "users", &folder, "--format", "csv", "--json"]).refused(2, "", "is a folder");
    import(&sandbox, "users", "login\nb@x.example\n", "--json --fields nope").refused(2, "", "there is no key `nope`");
    assert_eq!(before, sandbox.dump_without_log());
}

#[test]
fn whatever_is_added_can_be_added_again() {
    let lines = [
        "bu add Nordics --division Sales --location Oslo",
        "asset-group add Oslo --address 10.70.0.0/24 --comments 'new office'",
        "asset add 10.70.0.1 --name oslo-1 --attribute rack=1",
        "domain add oslo.example bergen.example",
        "appliance add scanner-oslo-1",
        "config add Deep --kind option-profile --content '{\"depth\": 3}'",
        "ticket add --address 10.70.0.1 --title 'Old TLS'",
        "group add Ops --level viewer",
        "project add web --description shop",
        "tags add oslo --tag-color blue",
        "remediation-policy add Findings --comments x",
        "auth-record add Unix --technology unix --account scan",
        "user add o@x.example --role auditor --title Chief --no-mail",
        "fim profile add Web --path /usr/bin --tag oslo --description x",
        "fim rule add Accounts --when 'severity>=4' --description x",
        "fim report add Severe --when 'severity>=4' --format json",
        "fim report-rule add Weekly --recurrence daily --time 07:00 --time-zone Europe/Berlin",
    ];
    let sandbox = Sandbox::acme();
    for line in lines {
        let first = sandbox.json(&format!("{line} --on-existing fail"));
        assert_eq!(first["status"], "done", "{line}");
        let plain = sandbox.sh(&format!("{line} --json"));
        if !line.starts_with("asset add") && !line.starts_with("ticket") {
            assert_eq!(plain.code, 4, "{line}: without the flag a second is refused: {plain:?}");
        }
        let before = sandbox.dump_without_log();
        for policy in ["fail", "skip", "update"] {
            let again = sandbox.json(&format!("{line} --on-existing {policy}"));
            assert_eq!((&again["status"], &again["operation"]), (&json!("unchanged"), &Value::Null), "{line} {policy}");
        }
        assert_eq!(before, sandbox.dump_without_log(), "{line}");
    }
    let differs = "user add o@x.example --role auditor --title Boss";
    let hints = sandbox.refused(&format!("{differs} --on-existing fail"), 4, "USER-1", "which differs in `title`");
    assert!(hints[0].contains("--on-existing update"));
    assert_eq!(sandbox.json(&format!("{differs} --on-existing skip"))["user"]["title"], "Chief");
    let updated = sandbox.json(&format!("{differs} --on-existing update"));
    assert_eq!(
        (&updated["status"], &updated["user"]["title"], &updated["invitation"]),
        (&json!("done"), &json!("Boss"), &Value::Null)
    );
    sandbox.refused("bu add Nordics --on-existing replace", 7, "", "is no policy for what exists");
}

#[test]
fn many_addresses_are_checked_against_the_licence_once() {
    let sandbox = Sandbox::acme();
    let count = sandbox.json("asset list").as_array().unwrap().len();
    sandbox.sh("settings set addresses.unit_limits=off").ok();
    sandbox.sh(&format!("settings set addresses.licensed={}", count + 2)).ok();
    let rows = |n: usize| (0..n).fold("address\n".to_owned(), |text, at| text + &format!("10.99.0.{at}\n"));
    let before = sandbox.dump_without_log();
    import(&sandbox, "assets", &rows(3), "--json").refused(4, "UNIT-4", "1 more than");
    assert_eq!(before, sandbox.dump_without_log());
    assert_eq!(counts(&import(&sandbox, "assets", &rows(2), "--json").json()), [2, 0, 0, 0, 0]);
}

#[path = "../../examples/synth/organisation.rs"]
mod organisation;

#[test]
fn a_made_up_organisation_is_taken_in_whole() {
    let (sandbox, size) = (bare(), organisation::Size { users: 700, assets: 900, seed: 7 });
    let (folder, again) = (sandbox.path("synth"), sandbox.path("again"));
    organisation::write(&folder, size).unwrap();
    organisation::write(&again, size).unwrap();
    for file in fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()) {
        assert_eq!(fs::read(folder.join(&file)).unwrap(), fs::read(again.join(&file)).unwrap(), "{file:?}");
    }
    let report = sandbox.run(&["import", "--all", folder.to_str().unwrap(), "--json"]).json();
    assert_eq!(counts(&report)[0], counts(&report).iter().sum::<u64>(), "{report}");
    assert_eq!(sandbox.json("user list --filter role=unit-manager").as_array().unwrap().len(), 10);
    assert!(sandbox.json("log verify")["intact"].as_bool().unwrap());
}

#[test]
fn a_folder_or_a_description_brings_no_passwords() {
    let sandbox = bare();
    let folder = sandbox.path("in");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("users.csv"), "login,password\nx@x.example,Harbor-Violin-83-Cactus\n").unwrap();
    let outcome = sandbox.run(&["import", "--all", folder.to_str().unwrap(), "--json"]);
    assert!(outcome.code == 4 && !outcome.stderr.contains("Harbor"), "{outcome:?}");
    assert!(mistakes(&outcome)[0].contains("passwords are taken in from a file of users alone"));
    assert_eq!(sandbox.json("user list").as_array().unwrap().len(), 1);
}

#[test]
fn files_are_never_written_over_the_database_or_what_is_read() {
    let sandbox = Sandbox::acme_in_a_file();
    let (db, csv) = (sandbox.db(), sandbox.path("in.csv"));
    fs::write(&csv, "login,role\nx@x.example,king\n").unwrap();
    let (db, csv) = (db.to_str().unwrap(), csv.to_str().unwrap());
    for rejects in [db, csv] {
        let args = ["import", "users", csv, "--on-error", "skip", "--rejects", rejects, "--json"];
        sandbox.run(&args).refused(4, "SUB-1", "is not written over");
    }
    sandbox.run(&["export", "users", db, "--format", "csv", "--json"]).refused(4, "SUB-1", "is the database");
    sandbox.run(&["export", "--as-toml", db, "--json"]).refused(4, "SUB-1", "is the database");
    assert_eq!(fs::read_to_string(csv).unwrap().lines().count(), 2);
    let out = sandbox.path("out.csv");
    sandbox.run(&["export", "users", out.to_str().unwrap(), "-n"]).ok();
    assert!(!out.exists(), "a dry run writes nothing");
    let lines = sandbox.path("lines.txt");
    for line in [
        format!("import users {csv} --on-error skip --rejects {}", out.display()),
        format!("export users {}", out.display()),
    ] {
        fs::write(&lines, line).unwrap();
        sandbox.run(&["batch", lines.to_str().unwrap(), "--json"]).refused(2, "", "in the middle of something else");
    }
    fs::write(&lines, format!("import users {csv} --on-error skip --rejects {}", out.display())).unwrap();
    assert_eq!(sandbox.run(&["batch", lines.to_str().unwrap(), "--keep-going"]).code, 10);
}

#[test]
fn a_role_that_forces_a_move_is_no_row() {
    let sandbox = Sandbox::acme();
    let row = "login,role\nann.keller@acme.example,auditor\n";
    let outcome = import(&sandbox, "users", row, "--on-existing update --json");
    assert!(outcome.code == 4 && outcome.stderr.contains("MOVE-1"), "{outcome:?}");
    sandbox.sh("settings set asset_groups.mode=managed").ok();
    let row = "login,role\nann.keller@acme.example,reader\n";
    let outcome = import(&sandbox, "users", row, "--on-existing update --json");
    assert!(outcome.code == 4 && outcome.stderr.contains("MOVE-10"), "{outcome:?}");
}

#[test]
fn settings_and_secrets_stay_with_those_who_may_see_them() {
    let sandbox = Sandbox::acme();
    let path = sandbox.path("seen.toml");
    sandbox.act_as("ann.keller@acme.example").run(&["export", "--as-toml", path.to_str().unwrap()]).ok();
    assert!(!fs::read_to_string(&path).unwrap().contains("[settings]"));
    sandbox.act_as(MARA);
    sandbox.refused("import users x.csv --set password=Sesame-Purple-55", 2, "", "a secret is no argument");
    let torn = "login,password\na@x.example,Sesame,Purple-Wagon-55\n";
    let outcome = import(&sandbox, "users", torn, "--json");
    assert!(mistakes(&outcome)[0].contains("more cells than columns") && !outcome.stderr.contains("Wagon"));
}

#[test]
fn one_row_that_breaks_a_unit_keeps_the_others_from_nothing() {
    let sandbox = Sandbox::acme();
    let contact = sandbox.json("bu show EMEA")["primary_contact"].as_str().unwrap().to_owned();
    let rejects = sandbox.path("r.csv");
    let csv = format!("login,role\n{contact},scanner\nfresh@x.example,reader\n\u{fffd},\n");
    let flags = format!("--on-existing update --on-error skip --rejects {} --json", rejects.display());
    let outcome = import(&sandbox, "users", &csv, &flags);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!((outcome.code, counts(&report)), (10, [1, 0, 0, 0, 2]));
    assert!(fs::read_to_string(&rejects).unwrap().contains("(UNIT-2)"));
    let broken = "{\"login\": \"g@x.example\"}\n{\n";
    assert_eq!(import(&sandbox, "users", broken, &flags).code, 10);
    assert!(fs::read_to_string(&rejects).unwrap().starts_with("{\"unreadable\":\"{\""));
}

#[test]
fn a_blank_cell_says_nothing_and_a_range_is_many_assets() {
    let sandbox = Sandbox::acme();
    let title = sandbox.json("user show ann.keller@acme.example")["title"].clone();
    let row = "login,title,asset_groups\nann.keller@acme.example, ,|\n";
    assert_eq!(counts(&import(&sandbox, "users", row, "--on-existing update --json").json()), [0, 0, 1, 0, 0]);
    assert_eq!(sandbox.json("user show ann.keller@acme.example")["title"], title);
    sandbox.sh("asset add 10.98.0.1 --os Linux").ok();
    let more = "asset add 10.98.0.1-10.98.0.4 --os Windows --on-existing";
    sandbox.refused(&format!("{more} fail"), 4, "ASSET-1", "which differs in `os`");
    let report = sandbox.json(&format!("{more} update"));
    assert_eq!(
        (&report["created_count"], sandbox.json("asset show 10.98.0.1")["os"].as_str()),
        (&json!(3), Some("Windows"))
    );
    let number = import(&sandbox, "users", "[{\"login\": \"n@x.example\", \"external_id\": 1e3}]", "--json");
    assert!(mistakes(&number)[0].contains("may have been written otherwise"), "{number:?}");
}

#[test]
fn what_is_wrong_is_told_though_other_files_come_later() {
    let sandbox = bare();
    let folder = sandbox.path("in");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("users.csv"), "login,time_zone,groups\na@x.example,Mars/Base,Ops\n").unwrap();
    fs::write(folder.join("groups.csv"), "name\nOps\n").unwrap();
    let outcome = sandbox.run(&["import", "--all", folder.to_str().unwrap(), "--json"]);
    let told = mistakes(&outcome);
    assert!(told.len() == 1 && told[0].starts_with("2 time_zone: "), "{told:?}");
}

#[test]
fn each_row_of_a_folder_is_told_once() {
    let (first, second) = (furnished(), bare());
    first.run(&["export", "--all", first.path("out").to_str().unwrap(), "-q"]).ok();
    let folder = first.path("out");
    let args = ["import", "--all", folder.to_str().unwrap(), "--on-existing", "update", "-o", "jsonl"];
    let text = second.run(&args).ok();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let summary = lines.last().unwrap();
    assert_eq!(lines.len() as u64 - 1, counts(summary).iter().sum::<u64>());
    let created = lines.iter().filter(|line| line["kind"] == "users" && line["status"] == "created").count();
    assert_eq!(created, first.json("user list").as_array().unwrap().len() - 1, "all but the founder");
    assert_eq!(second.json("outbox list"), json!([]), "nobody is invited");
}

#[test]
fn later_lines_of_a_batch_see_what_was_imported() {
    let sandbox = Sandbox::acme();
    let (csv, lines) = (sandbox.path("in.csv"), sandbox.path("lines.txt"));
    fs::write(&csv, "login,password\nz@x.example,Harbor-Violin-83-Cactus\n").unwrap();
    fs::write(&lines, format!("import users {}\nuser edit z@x.example --title T\n", csv.display())).unwrap();
    let before = sandbox.dump();
    sandbox.run(&["batch", lines.to_str().unwrap(), "-n", "-q"]).ok();
    assert_eq!(before, sandbox.dump());
    sandbox.run(&["batch", lines.to_str().unwrap(), "-q"]).ok();
    assert_eq!(sandbox.json("user show z@x.example")["title"], "T");
    let asked = format!("access check z@x.example user.view --assume 'import users {}' --json", csv.display());
    assert_eq!(sandbox.sh(&asked).code, 1, "whoever is assumed is asked about");
}

#[test]
fn only_ordinary_files_are_written_over() {
    let sandbox = Sandbox::acme_in_a_file();
    let export = |target: &std::path::Path| {
        sandbox.run(&["export", "users", target.to_str().unwrap(), "--format", "csv", "--json"])
    };
    let folder = sandbox.path("folder");
    fs::create_dir(&folder).unwrap();
    export(&folder).refused(9, "", "it is a folder");
    export(std::path::Path::new("/dev/null")).refused(9, "", "no ordinary file");
    sandbox.run(&["db", "backup", sandbox.path("other.db").to_str().unwrap()]).ok();
    export(&sandbox.path("other.db")).refused(4, "SUB-1", "is a database");
    fs::write(sandbox.path("real.csv"), "old").unwrap();
    std::os::unix::fs::symlink(sandbox.path("real.csv"), sandbox.path("link.csv")).unwrap();
    export(&sandbox.path("link.csv")).ok();
    assert!(fs::read_to_string(sandbox.path("real.csv")).unwrap().starts_with("login,"));
    assert!(sandbox.path("link.csv").is_symlink());
    let before = sandbox.dump_without_log();
    fs::write(sandbox.path("in.csv"), "login\nbad\ngood@x.example\n").unwrap();
    let (rows, rejects) = (sandbox.path("in.csv"), folder.to_str().unwrap());
    let skip =
        ["import", "users", rows.to_str().unwrap(), "--no-mail", "--on-error", "skip", "--rejects", rejects, "--json"];
    sandbox.run(&skip).refused(9, "", "it is a folder");
    assert_eq!(sandbox.dump_without_log(), before);
}
