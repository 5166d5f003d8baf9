//! Rows of files: every mistake at once and in its column, what the actor may not see, and what rows bring about.

use serde_json::{Value, json};

use crate::bulk::{counts, import, mistakes};
use crate::sandbox::{Sandbox, Script};

#[test]
fn a_row_with_many_mistakes_tells_all_of_them() {
    let sandbox = Sandbox::acme();
    let csv = "login,role,unit,asset_groups,groups,level,projects\n\
               bad login,king,Nix,California|Mars,Ghosts,boss,Web shop:admin|Web shop:viewer\n";
    let told = mistakes(&import(&sandbox, "users", csv, "--json"));
    let columns: Vec<&str> = told.iter().map(|one| one.split(':').next().unwrap()).collect();
    assert_eq!(
        columns,
        ["2 login", "2 role", "2 level", "2 projects", "2 unit", "2 groups", "2 asset_groups"],
        "{told:#?}"
    );
    assert!(told[3].contains("`Web shop` has two roles here: `admin` and `viewer`"), "{told:#?}");
    let members = "name,members\nWeb shop,user:nobody@x.example:admin|group:Ghosts:viewer\n";
    assert_eq!(
        mistakes(&import(&sandbox, "projects", members, "--json")),
        ["2 members: there is no user `nobody@x.example`", "2 members: there is no group `Ghosts`"]
    );
}

#[test]
fn a_mistake_tells_what_would_fit() {
    let sandbox = Sandbox::acme();
    let csv = "login,role,api_only,unit\nx@x.example,raeder,perhaps,EMAE\n";
    let refused = import(&sandbox, "users", csv, "--json");
    let error: Value = serde_json::from_str(&refused.stderr).unwrap();
    let told: Vec<[&Value; 4]> = error["error"]["mistakes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mistake| [&mistake["column"], &mistake["value"], &mistake["expected"], &mistake["hints"][0]])
        .collect();
    let roles =
        "one of: manager, user-administrator, unit-manager, scanner, reader, auditor, remediation-user, contact";
    assert_eq!(
        told,
        [
            [&json!("role"), &json!("raeder"), &json!(roles), &json!("did you mean `reader`?")],
            [&json!("api_only"), &json!("perhaps"), &json!("true or false"), &Value::Null],
            [
                &json!("unit"),
                &json!("EMAE"),
                &json!("a business unit that you may view"),
                &json!("did you mean `EMEA`?")
            ],
        ]
    );
}

#[test]
fn a_mistake_in_the_header_or_at_the_end_hides_no_other() {
    let sandbox = Sandbox::acme();
    let csv = "login,rolle,foo,title\na@x.example,king,,\nb@x.example,reader,,\nc@x.example,\"reader\n";
    let told = mistakes(&import(&sandbox, "users", csv, "--json"));
    assert_eq!(told.len(), 4, "{told:#?}");
    assert!(told[0].contains("there is no column `rolle`") && told[1].contains("there is no column `foo`"));
    assert!(told[2].starts_with("2 role: `king` is no role"), "the nearest column is meant: {told:#?}");
    assert_eq!(told[3], "4 -: a quote is not closed");
    let broken = r#"[{"login": "a@x.example", "role": "king", "foo": 1}, {"#;
    let told = mistakes(&import(&sandbox, "users", broken, "--json"));
    assert_eq!(told.len(), 3, "{told:#?}");
    let aside = sandbox.path("aside.csv").display().to_string();
    let skipping = format!("--on-error skip --rejects '{aside}' --json");
    assert_eq!(import(&sandbox, "users", csv, &skipping).code, 7, "a file that is cut off is not taken in by half");
}

#[test]
fn a_mistake_in_one_file_of_a_folder_hides_none_of_another() {
    let sandbox = Sandbox::acme();
    let folder = sandbox.path("backup");
    sandbox.run(&["export", "--all", folder.to_str().unwrap()]).ok();
    std::fs::write(folder.join("tags.csv"), "name,colour\nx,red\n").unwrap();
    std::fs::write(folder.join("domains.csv"), "name\nno domain!\n").unwrap();
    let refused = sandbox.run(&["import", "--all", folder.to_str().unwrap(), "--json"]);
    let told = mistakes(&refused);
    assert!(told.iter().any(|one| one.contains("there is no column `colour`")), "{told:#?}");
    assert!(told.iter().any(|one| one.contains("is no domain name")), "{told:#?}");
    let once = told.iter().filter(|one| one.contains("colour")).count();
    assert_eq!(once, 1, "each stage of a file tells its header again: {told:#?}");
}

#[test]
fn a_row_that_names_a_faulty_one_says_so() {
    let sandbox = Sandbox::acme();
    let tags = "name,parent,color\np1,,foo\np2,p1,\np3,p2,\nd,d,\n";
    assert_eq!(
        mistakes(&import(&sandbox, "tags", tags, "--json")),
        [
            "2 color: `foo` is no colour; one of: red, orange, yellow, green, blue, purple, grey",
            "3 parent: `p1` is not there: its own row, line 2, has a mistake",
            "4 parent: `p2` is not there: its own row, line 3, has a mistake",
            "5 parent: the rows name each other in a circle: d < d",
        ]
    );
}

#[test]
fn a_name_that_stands_twice_in_a_file_is_no_older_object() {
    let sandbox = Sandbox::acme();
    let refused = import(&sandbox, "tags", "name,color\nj,red\nJ,blue\n", "--json");
    assert_eq!(mistakes(&refused), ["3 name: another row is about a tag `j`, and this one says otherwise"]);
    assert!(!refused.stderr.contains("--on-existing"), "{refused:?}");
    let twice = "address,tags\n10.77.0.1,\n10.77.0.1,staging\n";
    assert!(mistakes(&import(&sandbox, "assets", twice, "--json"))[0].starts_with("3 address: another row is about"));
}

#[test]
fn what_the_actor_may_not_see_is_neither_compared_nor_named() {
    let sandbox = Sandbox::acme();
    sandbox.sh("group assign Admins sofia.rossi@acme.example").ok();
    sandbox.run(&["asset-group", "edit", "Paris Office", "--add-bu", "Americas"]).ok();
    sandbox.act_as("uwe.brandt@acme.example");
    let seen = sandbox.json("user show sofia.rossi@acme.example");
    assert_eq!(seen["groups"], json!([]), "the manager of her unit sees no groups");
    let row = r#"[{"login": "sofia.rossi@acme.example", "groups": [], "projects": []}]"#;
    for policy in ["fail", "update"] {
        let report = import(&sandbox, "users", row, &format!("--on-existing {policy} --json")).json();
        assert_eq!(counts(&report), [0, 0, 1, 0, 0], "{report}");
    }
    for kind in ["users", "asset-groups", "configs", "assets", "tickets", "auth-records"] {
        let own = sandbox.sh(&format!("export {kind}")).ok();
        let report = import(&sandbox, kind, &own, "--json").json();
        assert_eq!(counts(&report)[2], counts(&report).iter().sum::<u64>(), "{kind}: {report}");
    }
    sandbox.act_as("mara.lindholm@acme.example");
    assert_eq!(sandbox.json("user show sofia.rossi@acme.example")["groups"], json!(["Admins"]), "nothing is lost");
}

#[test]
fn what_is_so_already_needs_no_right_to_change_it() {
    let sandbox = Sandbox::acme();
    sandbox.act_as("uwe.brandt@acme.example");
    let row = "address,os,asset_group\n10.11.0.99,Plan 9,Paris Office\n";
    assert_eq!(counts(&import(&sandbox, "assets", row, "--json").json()), [1, 0, 0, 0, 0]);
    for row in [row, "address,os\n10.11.0.99,Plan 9\n"] {
        assert_eq!(counts(&import(&sandbox, "assets", row, "--json").json()), [0, 0, 1, 0, 0], "{row}");
    }
    let other = "address,os\n10.11.0.99,Inferno\n";
    import(&sandbox, "assets", other, "--on-existing update --json").refused(5, "ROLE-7", "1 mistake");
}

#[test]
fn a_change_of_role_in_a_row_counts_before_what_the_role_allows() {
    let sandbox = Sandbox::acme();
    let new = "login,role,unit,permissions\nm@x.example,unit-manager,EMEA,add-assets\n";
    import(&sandbox, "users", new, "--no-mail").ok();
    let demoted = "login,role,permissions\nm@x.example,reader,add-assets\n";
    let refused = import(&sandbox, "users", demoted, "--on-existing update --json");
    assert!(mistakes(&refused)[0].starts_with("2 permissions: "), "{refused:?}");
    assert_eq!(sandbox.json("user show m@x.example")["role"], "unit-manager", "nothing of the row is there");
    import(&sandbox, "users", "login,role\nm@x.example,reader\n", "--on-existing update").ok();
    assert_eq!(sandbox.json("user show m@x.example")["permissions"], json!([]));
}

#[test]
fn what_always_has_a_value_cannot_be_emptied() {
    let sandbox = Sandbox::acme();
    let row = r#"[{"login": "ann.keller@acme.example", "role": null, "api_only": null, "title": null}]"#;
    let refused = import(&sandbox, "users", row, "--on-existing update --json");
    assert_eq!(mistakes(&refused), ["1 role: `role`, `api_only` cannot be emptied"]);
    let row = r#"[{"login": "ann.keller@acme.example", "title": null, "level": null}]"#;
    sandbox.sh("user level ann.keller@acme.example viewer").ok();
    let report = import(&sandbox, "users", row, "--on-existing update --json").json();
    assert!(report["losses"].as_array().unwrap().iter().any(|loss| loss["field"] == "level"), "{report}");
}

#[test]
fn what_single_verbs_ask_about_is_asked_about() {
    let sandbox = Sandbox::acme();
    let row = "login,status\nana.silva@acme.example,inactive\n";
    let flags = "--on-existing update --json";
    let refused = import(&sandbox, "users", row, flags);
    assert!(refused.code == 2 && refused.stderr.contains("1 user deactivated"), "{refused:?}");
    assert_eq!(sandbox.json("user show ana.silva@acme.example")["status"], "active");
    let preview = import(&sandbox, "users", row, &format!("{flags} --dry-run")).json();
    let ending = &preview["deactivated"][0];
    assert_eq!(ending["object"], "ana.silva@acme.example");
    let single = sandbox.json("user deactivate ana.silva@acme.example --dry-run");
    assert_eq!(ending, &single["results"][0], "the same as the single verb tells");
    let asset = "address,tags\n10.20.1.131,\n";
    let clear = "--on-existing update --clear-empty";
    let before = sandbox.dump_without_log();
    let refused = import(&sandbox, "assets", asset, clear);
    assert!(refused.code == 2 && refused.stderr.contains("left without any tag"), "{refused:?}");
    assert_eq!(before, sandbox.dump_without_log());
    import(&sandbox, "assets", asset, &format!("{clear} --yes")).ok();
    import(&sandbox, "users", row, &format!("{flags} --yes")).ok();
    assert_eq!(sandbox.json("user show ana.silva@acme.example")["status"], "inactive");
}

#[test]
fn a_terminal_shows_what_rows_bring_about_and_asks() {
    let sandbox = Sandbox::acme();
    let path = sandbox.path("leaving.csv");
    std::fs::write(&path, "login,status\nana.silva@acme.example,inactive\n").unwrap();
    let args = ["import", "users", path.to_str().unwrap(), "--on-existing", "update"];
    let outcome = sandbox.ask(&Script::new(&["n"]), &args);
    assert_eq!(outcome.code, 130, "{outcome:?}");
    assert!(outcome.stderr.contains("ana.silva@acme.example: inactive"), "{outcome:?}");
    assert_eq!(sandbox.json("user show ana.silva@acme.example")["status"], "active");
    sandbox.ask(&Script::new(&["y"]), &args).ok();
    assert_eq!(sandbox.json("user show ana.silva@acme.example")["status"], "inactive");
}

#[test]
fn effects_of_groups_are_told_as_the_single_verbs_tell_them() {
    let sandbox = Sandbox::acme();
    let single = sandbox.json("group edit Builders --level admin --dry-run");
    let report = import(&sandbox, "groups", "name,level\nBuilders,admin\n", "--on-existing update -n --json").json();
    assert_eq!(report["effects"], single["effects"]);
    assert!(!report["effects"].as_array().unwrap().is_empty());
}

#[test]
fn rows_put_aside_stand_in_the_order_of_their_file() {
    let sandbox = Sandbox::acme();
    let mut csv = "login,role,unit\n".to_owned();
    for n in 0..12 {
        csv.push_str(&match n % 4 {
            0 => format!("u{n}@x.example,king,\n"),
            1 => format!("u{n}@x.example,reader,Mars\n"),
            2 => format!("u{n}@x.example,manager,EMEA\n"),
            _ => format!("u{n}@x.example,reader,EMEA\n"),
        });
    }
    let path = sandbox.path("aside.csv");
    let flags = format!("--no-mail --on-error skip --rejects '{}'", path.display());
    assert_eq!(import(&sandbox, "users", &csv, &flags).code, 10);
    let aside = std::fs::read_to_string(&path).unwrap();
    let logins: Vec<&str> = aside.lines().skip(1).map(|line| line.split('@').next().unwrap()).collect();
    assert_eq!(logins, ["u0", "u1", "u2", "u4", "u5", "u6", "u8", "u9", "u10"]);
}

#[test]
fn several_assets_are_counted_one_by_one() {
    let sandbox = Sandbox::acme();
    sandbox.sh("asset add 10.90.0.1-10.90.0.4").ok();
    let report = sandbox.json("asset add 10.90.0.1-10.90.0.4 --on-existing skip");
    assert_eq!((&report["created_count"], &report["unchanged_count"]), (&json!(0), &json!(4)));
    let report = sandbox.json("asset add 10.90.0.4-10.90.0.7 --os Debian --on-existing update");
    assert_eq!((&report["created_count"], &report["updated_count"]), (&json!(3), &json!(1)));
    let outcome = sandbox.sh("asset add 10.91.0.1 10.90.0.1 --on-existing fail");
    assert!(outcome.stdout.contains("settled assets: 1 new, 1 unchanged\n"), "{outcome:?}");
}

#[test]
fn passwords_of_users_who_are_there_are_not_hashed() {
    let sandbox = Sandbox::acme();
    let csv = "login,password\nann.keller@acme.example,summer\n";
    let report = import(&sandbox, "users", csv, "--json").json();
    assert_eq!(counts(&report), [0, 0, 1, 0, 0], "it is for new users alone, and so is not even looked at");
}

#[test]
fn flags_that_would_say_nothing_are_refused() {
    let sandbox = Sandbox::acme();
    for line in [
        "import users --template --on-existing update",
        "import users --template --no-mail",
        "import users - --format json --clear-empty",
        "import users - --format csv --on-error skip --rejects -",
        "export users --fields login",
        "export users --format json --spreadsheet",
        "export --as-toml - --spreadsheet",
        "export --all -",
    ] {
        let outcome = sandbox.sh(line);
        assert_eq!(outcome.code, 2, "{line}: {outcome:?}");
    }
    let refused = import(&sandbox, "users", r#"[{"login": "z@x.example"}]"#, "--column TYPO=title --json");
    assert_eq!(mistakes(&refused), ["1 -: the file has no column `TYPO`"]);
    assert!(sandbox.sh("export --as-toml -").ok().contains("[[users]]"));
}

#[test]
fn what_was_kept_from_a_spreadsheet_is_read_back() {
    let sandbox = Sandbox::acme();
    for name in ["=1+1", "'=2", "'plain", "-"] {
        sandbox.run(&["group", "add", &format!("x {name}"), "--description", name]).ok();
    }
    let exact = sandbox.sh("export groups").ok();
    let tame = sandbox.sh("export groups --spreadsheet").ok();
    assert!(tame.contains("'=1+1") && tame.contains("''=2") && tame.contains(",'plain"), "{tame}");
    let report = import(&sandbox, "groups", &tame, "--spreadsheet --json").json();
    assert_eq!(counts(&report)[2], counts(&report).iter().sum::<u64>(), "{report}");
    assert_eq!(exact, sandbox.sh("export groups").ok());
    assert_eq!(import(&sandbox, "groups", "[]", "--spreadsheet").code, 2);
}

#[test]
fn files_of_a_folder_name_what_stands_in_others() {
    let sandbox = Sandbox::acme();
    let folder = sandbox.path("folder");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("assets.csv"), "address,asset_group\n10.95.0.1,New Group\n").unwrap();
    std::fs::write(folder.join("asset-groups.csv"), "name\nNew Group\n").unwrap();
    let report = sandbox.run(&["import", "--all", folder.to_str().unwrap(), "--json"]).json();
    assert_eq!(counts(&report), [2, 0, 0, 0, 0], "{report}");
    assert_eq!(sandbox.json("asset show 10.95.0.1")["asset_groups"], json!(["New Group"]));
    std::fs::write(folder.join("assets.csv"), "address,asset_group\n10.11.0.3,Unit Group\n").unwrap();
    std::fs::write(folder.join("asset-groups.csv"), "name,addresses\nUnit Group,10.11.0.0/28\n").unwrap();
    sandbox.act_as("uwe.brandt@acme.example");
    let report = sandbox.run(&["import", "--all", folder.to_str().unwrap(), "--json"]).json();
    assert_eq!(counts(&report), [2, 0, 0, 0, 0], "a unit manager's assets go into its own new group: {report}");
}

#[test]
fn what_a_rule_refuses_is_told_in_its_column() {
    let sandbox = Sandbox::acme();
    let csv = "login,role,unit,status,permissions,external_id,password_never_expires\n\
               a@x.example,manager,EMEA,,,,\n\
               b@x.example,contact,,pending,,,\n\
               c@x.example,reader,,,add-assets,,\n\
               d@x.example,reader,,,,,true\n\
               e@x.example,unit-manager,,,,,\n";
    let refused = import(&sandbox, "users", csv, "--json");
    let told = mistakes(&refused);
    let columns: Vec<&str> = told.iter().map(|one| one.split(':').next().unwrap()).collect();
    assert_eq!(columns, ["2 unit", "3 status", "4 permissions", "5 password_never_expires", "6 unit"], "{told:#?}");
    assert!(refused.stderr.contains("name it: `unit`") && !refused.stderr.contains("--bu"), "{refused:?}");
    let row = "login,level\nmara.lindholm@acme.example,viewer\n";
    sandbox.act_as("uwe.brandt@acme.example");
    let own = "login,level\nuwe.brandt@acme.example,admin\n";
    for row in [row, own] {
        assert_ne!(import(&sandbox, "users", row, "--on-existing update").code, 0);
    }
    assert!(mistakes(&import(&sandbox, "users", own, "--on-existing update --json"))[0].starts_with("2 level: "));
}

#[test]
fn without_mail_nobody_is_invited() {
    let sandbox = Sandbox::acme();
    let csv = "login\nq1@x.example\nq2@x.example\n";
    let links = |sandbox: &Sandbox| sandbox.dump_tables(|table| table == "links" || table == "mails");
    let before = links(&sandbox);
    let quiet = import(&sandbox, "users", csv, "--no-mail --json").json();
    assert_eq!(before, links(&sandbox));
    assert!(quiet["notices"][0].as_str().unwrap().contains("`provost user invite` invites them"), "{quiet}");
    import(&sandbox, "users", &csv.replace('q', "r"), "").ok();
    assert_eq!(sandbox.json("outbox list").as_array().unwrap().len(), 2, "without the flag they are");
    for kind in ["groups", "assets"] {
        import(&sandbox, kind, "name\nX\n", "--no-mail --json").refused(2, "", "are for users, not for");
    }
}

#[test]
fn an_export_of_the_whole_says_what_it_lacks() {
    let sandbox = Sandbox::acme();
    let folder = sandbox.path("all").display().to_string();
    let missing = "only what you may view is written";
    assert!(!sandbox.run(&["export", "--all", &folder]).stderr.contains(missing));
    let config = "config add Odd --kind search-list --content '{\"depth\": null}'";
    sandbox.sh(config).ok();
    let refused = sandbox.sh("export --as-toml - --json");
    assert!(refused.code == 4 && refused.stderr.contains("`content` of `Odd` in `configs`"), "{refused:?}");
    sandbox.act_as("uwe.brandt@acme.example");
    assert!(sandbox.run(&["export", "--all", &folder]).stderr.contains(missing));
    assert!(sandbox.sh("export --as-toml -").stderr.contains(missing));
}

#[test]
fn things_may_be_named_by_id() {
    let sandbox = Sandbox::acme();
    let id = |line: &str| sandbox.json(line)["id"].as_i64().unwrap();
    let member = sandbox.json("group show Analysts")["members"].clone();
    let members: Vec<String> = member
        .as_array()
        .unwrap()
        .iter()
        .map(|login| format!("id:{}", id(&format!("user show {}", login.as_str().unwrap()))))
        .collect();
    let tags = sandbox.json("asset show 10.10.0.1")["tags"].clone();
    let tag = |name: &Value| format!("id:{}", id(&format!("tags show {}", name.as_str().unwrap())));
    let tags: Vec<String> = tags.as_array().unwrap().iter().map(tag).collect();
    let shop = id("project show 'Web shop'");
    let unit = id("bu show EMEA");
    let rows = [
        ("groups", format!("name,members\nAnalysts,{}\n", members.join("|"))),
        ("assets", format!("address,tags\n10.10.0.1,{}\n", tags.join("|"))),
        ("users", format!("login,unit\nann.keller@acme.example,id:{unit}\n")),
    ];
    for (kind, csv) in rows {
        let report = import(&sandbox, kind, &csv, "--on-existing update --json").json();
        assert_eq!((counts(&report), &report["losses"]), ([0, 0, 1, 0, 0], &json!([])), "{csv}: {report}");
    }
    let csv = format!("login,projects\nana.silva@acme.example,id:{shop}:engineer\n");
    import(&sandbox, "users", &csv, "--on-existing update").ok();
    assert_eq!(sandbox.json("user show ana.silva@acme.example")["projects"][0]["project"], "Web shop");
    let again = import(&sandbox, "users", &csv, "--on-existing update --json").json();
    assert_eq!(counts(&again), [0, 0, 1, 0, 0], "{again}");
}

#[test]
fn an_asset_that_a_row_leaves_to_its_rules_is_asked_about_too() {
    let sandbox = Sandbox::acme();
    sandbox.sh("tags add owned --rule 'attribute owner=web-team'").ok();
    sandbox.sh("asset add 10.97.0.1-10.97.0.2 --attribute owner=web-team").ok();
    let csv = "address,attributes\n10.97.0.1,owner=other\n10.97.0.2,owner=other\n";
    let refused = import(&sandbox, "assets", csv, "--on-existing update");
    assert!(refused.code == 2 && refused.stderr.contains("2 assets left without any tag"), "{refused:?}");
    let again = "asset add 10.97.0.1 --attribute owner=other --on-existing update";
    assert_eq!(sandbox.sh(again).code, 2, "nor does an `add` do it unasked");
    let done = import(&sandbox, "assets", csv, "--on-existing update --yes --json").json();
    assert_eq!(done["published_count"], 2);
    assert_eq!(done["notices"], json!(["2 assets are left without any tag, open to every sub-user (TAG-3)"]));
}

#[test]
fn a_batch_that_is_only_tried_asks_nothing_and_prints_no_token() {
    let sandbox = Sandbox::acme();
    let lines = "user deactivate ana.silva@acme.example\nuser add in@x.example --no-mail\n";
    let tried = sandbox.feed(lines, &["batch", "-", "-n", "-o", "jsonl"]).ok();
    let added: Value = serde_json::from_str(tried.lines().nth(1).unwrap()).unwrap();
    assert_eq!(added["invitation"]["token"], Value::Null, "{added}");
}

#[test]
fn a_mistake_elsewhere_says_nothing_wrong_of_passwords() {
    let sandbox = Sandbox::acme();
    let secret = "Quartz-Meadow-77-Lantern";
    for header in ["login,rolle,password", "login,role,passwrd"] {
        let csv = format!("{header}\na@x.example,reader,{secret}\n");
        assert_eq!(mistakes(&import(&sandbox, "users", &csv, "--json")).len(), 1, "{header}");
    }
    let cut = format!("login,role,password\na@x.example,king,{secret}\nb@x.example,\"reader,{secret}\n");
    let told = mistakes(&import(&sandbox, "users", &cut, "--json"));
    assert!(told.len() == 2 && told[0].starts_with("2 role") && told[1].contains("quote"), "{told:?}");
    let both = format!("login,password,password_never_expires\nd@x.example,{secret},true\n");
    assert!(mistakes(&import(&sandbox, "users", &both, "--json"))[0].starts_with("2 password_never_expires: "));
}

#[test]
fn a_row_of_nothing_is_a_mistake_like_any_other() {
    let sandbox = Sandbox::acme();
    let before = sandbox.dump_without_log();
    let refused = import(&sandbox, "assets", "address,name\n|,a\n10.98.0.7,b\n", "--json");
    assert_eq!(mistakes(&refused), ["2 address: the value is missing"]);
    assert_eq!(before, sandbox.dump_without_log());
}

#[test]
fn rows_that_disagree_are_found_in_every_stage_of_a_folder() {
    let sandbox = Sandbox::acme();
    sandbox.sh("group add Ops").ok();
    sandbox.sh("group add Net").ok();
    let folder = sandbox.path("folder");
    std::fs::create_dir(&folder).unwrap();
    let folder = folder.to_str().unwrap().to_owned();
    let write = |name: &str, text: &str| std::fs::write(format!("{folder}/{name}"), text).unwrap();
    write("users.csv", "login,groups\na@x.example,Ops\na@x.example,Net\n");
    let refused = sandbox.run(&["import", "--all", &folder, "--json"]);
    assert!(mistakes(&refused)[0].starts_with("3 login: another row is about"), "{refused:?}");
    write("users.csv", "login,role,status,groups\na@x.example,,,Ops\nb@x.example,king,,\n");
    write("groups.csv", "name,members\nNew,b@x.example\n");
    let refused = sandbox.run(&["import", "--all", &folder, "--clear-empty", "--json"]);
    let told = mistakes(&refused);
    assert!(told[0].starts_with("3 role: `king`"), "{told:?}");
    assert!(told[1].contains("`b@x.example` is not there: its own row, line 3 of "), "{told:?}");
    assert_eq!(told.len(), 2, "an empty cell says nothing of what its own row adds: {told:?}");
}
