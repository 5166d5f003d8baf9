//! Words that people type: other names, slips, lists on standard input.

use serde_json::json;

use crate::sandbox::Sandbox;

/// Slips and old habits.
const TYPED: &[&str] = &[
    "usr list",
    "users",
    "users ls --limit 1",
    "user lst",
    "user lsit",
    "user ls --limit 1",
    "user get ann.keller@acme.example --fields login",
    "user info ann.keller@acme.example --fields login",
    "user show ann.keller",
    "user show ann.kellr@acme.example",
    "user rm ann.keller@acme.example -n",
    "user remove ann.keller@acme.example -n",
    "user del ann.keller@acme.example",
    "user create new@acme.example -n --no-mail",
    "user new new@acme.example -n --no-mail",
    "user update ann.keller@acme.example --title Boss -n",
    "user set ann.keller@acme.example --title Boss -n",
    "user rename ann.keller@acme.example ann.k@acme.example -n",
    "user move ann.keller@acme.example --to APAC",
    "user mv ann.keller@acme.example --to APAC",
    "user unlock quinn.abbott@acme.example -n",
    "user enable viggo.strand@acme.example -n",
    "user disable ann.keller@acme.example -n",
    "user disbale ann.keller@acme.example",
    "user tokens ls",
    "user token new",
    "user help list",
    "user assign ann.keller@acme.example",
    "move ann.keller@acme.example --to APAC",
    "transfer California --to ann.keller@acme.example",
    "list users",
    "add user new@acme.example",
    "bu ls --limit 1",
    "unit ls --limit 1",
    "units ls --limit 1",
    "business-unit ls --limit 1",
    "bu rename Labs Laboratory -n",
    "bu rename Labs",
    "bu mv ann.keller@acme.example --to APAC -n --configs keep",
    "ag ls --limit 1 --filter id!=",
    "asset-groups ls --limit 1 --filter id!=",
    "assetgroup list",
    "ag show Califronia",
    "ag show Cali",
    "group remove Analysts",
    "group rm Analysts -n",
    "tag ls --limit 1",
    "tag set production --color red -n",
    "tags show prod",
    "asset get 10.10.0.1 --fields address",
    "fim incidents ls --limit 1",
    "fim incident lst",
    "incident list",
    "role show scaner",
    "log ls --limit 1 --fields id",
    "logs",
    "log list --action user.ad",
    "log list --action user.frobnicate",
    "user token add ci.robot@acme.example --name x --allow user.view,bu.veiw",
    "user list --filter role",
    "user list --filter rol=scanner",
    "user list --filter role=Unit_Manager --fields login --limit 1",
    "user list --filter status=deactivated",
    "user list --filter unit=Emeea",
    "user list --sort lastlogin",
    "user list --limit=many",
    "access may ann.keller@acme.example",
    "setting show --filter key=edition --fields value",
    "help user move",
    "help fliters",
    "export users.csv",
    "login",
];

#[test]
fn slips_and_old_habits_are_answered() {
    let sandbox = Sandbox::acme();
    let told = |typed: &&str| {
        let outcome = sandbox.sh(typed);
        let text = if outcome.code == 0 { outcome.stdout } else { outcome.stderr };
        let lines: String = text.lines().take(5).map(|line| format!("    {}\n", line.trim_end())).collect();
        format!("provost {typed}  [{}]\n{lines}", outcome.code)
    };
    assert!(TYPED.len() >= 60);
    insta::assert_snapshot!("slips", TYPED.iter().map(told).collect::<String>());
}

/// Commands that read objects from standard input, with the key that names them.
const READERS: &[(&str, &str)] = &[
    ("user invite - --no-mail", "login"),
    ("user password - --no-mail", "login"),
    ("user activate -", "login"),
    ("user deactivate -", "login"),
    ("user delete -", "login"),
    ("bu move - --to APAC", "login"),
    ("bu move - --unassign", "login"),
    ("group assign Analysts -", "login"),
    ("group unassign Analysts -", "login"),
    ("project assign 'Web shop' - --role viewer", "login"),
    ("project unassign 'Web shop' -", "login"),
    ("asset-group assign California -", "login"),
    ("asset-group unassign California -", "login"),
    ("tags scope - --add dmz", "login"),
    ("asset add -", "address"),
    ("asset delete -", "address"),
    ("asset purge -", "address"),
    ("asset tag - --tag dmz", "address"),
    ("asset untag - --tag dmz", "address"),
    ("domain add -", "name"),
    ("domain delete -", "name"),
    ("appliance delete -", "name"),
    ("config transfer - --to ann.keller@acme.example", "id"),
    ("config delete -", "id"),
    ("ticket reassign - --to ann.keller@acme.example", "id"),
    ("ticket close -", "id"),
    ("ticket delete -", "id"),
    ("scan delete -", "id"),
    ("report delete -", "name"),
    ("remediation-policy delete -", "name"),
    ("auth-record delete -", "name"),
    ("engine delete -", "name"),
    ("fim profile delete -", "name"),
    ("fim event ignore -", "id"),
    ("fim incident delete -", "id"),
    ("fim rule delete -", "name"),
    ("fim report delete -", "name"),
    ("fim report-rule delete -", "name"),
];

#[test]
fn an_empty_list_on_standard_input_is_nothing_to_do() {
    let sandbox = Sandbox::acme();
    for (command, _) in READERS {
        for empty in ["", "\n", "[]"] {
            let words = crate::sandbox::words(&format!("{command} --json"));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let before = sandbox.dump();
            let report = sandbox.feed(empty, &words).json();
            assert_eq!(report["status"], "unchanged", "{command}: {report}");
            for list in ["results", "moves", "deletions"] {
                assert!(report.get(list).is_none_or(|list| *list == json!([])), "{command}: {report}");
            }
            assert!(report["operation"].is_null(), "{command}: {report}");
            assert!(sandbox.dump() == before, "{command} wrote something");
        }
    }
}

#[test]
fn what_a_list_printed_for_people_is_recognised() {
    let sandbox = Sandbox::acme();
    for (command, key) in READERS {
        for (text, form) in
            [(format!("id,{key},title\n1,a,b\n"), "CSV"), (format!("{key}  status\na   b\n"), "a printed table")]
        {
            let words = crate::sandbox::words(&format!("{command} --yes --json"));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let hints = sandbox.feed(&text, &words).refused(2, "", form);
            assert_eq!(hints, ["let the list print them: `-o jsonl`, or `--json`"], "{command}");
        }
    }
    let users = sandbox.json("user list --filter role=auditor").to_string();
    sandbox.feed(&users, &["group", "assign", "Analysts", "-"]).ok();
}

#[test]
fn own_words_stand_for_whole_commands_and_never_for_ones_that_are_there() {
    let sandbox = Sandbox::acme();
    let config = sandbox.path("home/.config/provost");
    std::fs::create_dir_all(&config).unwrap();
    let write = |text: &str| std::fs::write(config.join("config.toml"), text).unwrap();
    write("[alias]\nsleepers = \"user list --dormant 90d --filter 'role=scanner,reader'\"\nwho = 'user show'\n");
    assert_eq!(sandbox.sh("who ann.keller@acme.example --json").json()["login"], "ann.keller@acme.example");
    let help = sandbox.sh("--help").ok();
    assert!(help.contains("sleepers") && help.contains("user list --dormant 90d"), "{help}");
    sandbox.advance(91 * 86_400);
    let listed = sandbox.act_as(crate::sandbox::MARA).sh("sleepers --json").json();
    assert!(!listed.as_array().unwrap().is_empty());
    assert!(
        listed.as_array().unwrap().iter().all(|user| ["scanner", "reader"].contains(&user["role"].as_str().unwrap()))
    );
    write("[alias]\nuser = 'bu list'\n");
    sandbox.sh("user list --json").refused(7, "", "`user` is a command already");
}

#[test]
fn who_has_not_been_here_for_long_is_found_with_who_never_was() {
    let sandbox = Sandbox::acme();
    let dormant = |since: &str| sandbox.json(&format!("user list --dormant {since}")).as_array().unwrap().len();
    assert_eq!(dormant("1d"), 0, "everybody is new");
    sandbox.advance(10 * 86_400);
    sandbox.act_as(crate::sandbox::MARA);
    let all = sandbox.json("user list").as_array().unwrap().len();
    assert_eq!((dormant("9d"), dormant("11d")), (all, 0), "nobody has signed in, all were made then");
    sandbox.sh("user list --dormant soon --json").refused(7, "LOG-2", "`soon` is no point in time");
}

#[test]
fn whatever_is_told_of_commands_knows_their_other_names() {
    let sandbox = Sandbox::acme();
    for (other, own) in [("tag list", "tags list"), ("ag ls", "asset-group list"), ("users rm", "user delete")] {
        for verb in ["schema", "man", "help"] {
            assert_eq!(
                sandbox.sh(&format!("{verb} {other}")).ok(),
                sandbox.sh(&format!("{verb} {own}")).ok(),
                "{other}"
            );
        }
    }
    sandbox.sh("schema user frobnicate --json").refused(3, "", "no command `user frobnicate`");
    sandbox.sh("man user frobnicate --json").refused(3, "", "there is no command `user frobnicate`");
}
