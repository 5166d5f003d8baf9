//! Files as other systems write them: each is taken in by the one command that the error proposes.

use std::fs;

use serde_json::json;

use crate::sandbox::{Sandbox, words};

/// Files, and how many users each makes.
const FILES: &[(&str, &str, usize)] = &[
    (
        "google.csv",
        "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],Work Phone,Employee ID,Employee Title,Department,Change Password at Next Sign-In\n\
         Nora,Field,nora.field@acme.example,****,,/,+1 555 0100,00710,Analyst,Research,TRUE\n\
         Omar,Gray,omar.gray@acme.example,****,,/Sales,,00711,,Research,FALSE\n",
        2,
    ),
    (
        "entra.csv",
        "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,telephoneNumber,mobilePhone\n\
         pia.holt@acme.example,Pia Holt,Holt,pia@mail.example,Pia,1b2c,Member,Engineer,EMEA,True,+44 20 1,+44 70 2\n",
        1,
    ),
    (
        "entra-template.csv",
        "version:v1.0\nName [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname]\n\
         Quin Ives,quin.ives@acme.example,myPassword1234,No,Quin,Ives\n",
        1,
    ),
    (
        "okta.csv",
        "login,firstName,lastName,middleName,email,displayName,primaryPhone,mobilePhone,employeeNumber,department\n\
         rae.jones@acme.example,Rae,Jones,,rae@mail.example,Rae Jones,+1 555 0101,,00712,Labs\n",
        1,
    ),
    (
        "hr.csv",
        "Acme Scanning;;;;\nPersonnel list as of;2026-11-01;;;\n;;;;\nPersonnel No.;Surname;Given Name;E-Mail;Position\n\
         00713;King;Sam;sam.king@acme.example;Auditor\n00714;Lane;Tess;tess.lane@acme.example;Clerk\n",
        2,
    ),
    ("people.tsv", "Username\tGiven Name\tSurname\tJob Title\numa.moss@acme.example\tUma\tMoss\tHead, Sales\n", 1),
    ("sep.csv", "sep=;\nE-mail;First name;Phone\nvic.nash@acme.example;Vic;+49 30, ext. 2\n", 1),
    ("bom.csv", "\u{feff}E-Mail-Address;Vorname;Nachname\r\nwes.otto@acme.example;Wes;Otto\r\n", 1),
    (
        "damaged.csv",
        "Email,Employee ID,First Name\nxia.page@acme.example,1.23457E+11,Xia\nyan.quill@acme.example,1.23458E+11,Yan\n",
        2,
    ),
    (
        "other-keys.json",
        r#"[{"userName": "zed.rowe@acme.example", "name.givenName": "Zed", "familyName": "Rowe", "active": true},
            {"userName": "abe.shaw@acme.example", "name.givenName": "Abe", "familyName": "Shaw", "active": false}]"#,
        2,
    ),
    ("pipes.txt", "user_login|first|last|tz\nbo.tate@acme.example|Bo|Tate|europe/berlin\n", 1),
];

#[test]
fn each_file_is_taken_in_by_the_one_command_that_is_proposed() {
    let mut proposals = String::new();
    for (name, text, count) in FILES {
        let sandbox = Sandbox::acme();
        fs::write(sandbox.path(name), text).unwrap();
        let path = sandbox.path(name).display().to_string();
        let before = sandbox.dump();
        let hints = sandbox.sh(&format!("import users {path} --no-mail --json")).refused(7, "", name);
        assert!(sandbox.dump() == before, "{name}");
        assert!(hints[0].starts_with("provost import users "), "{hints:?}");
        proposals.push_str(&format!("{name}\n"));
        hints.iter().for_each(|hint| proposals.push_str(&format!("    {}\n", hint.replace(&path, name))));
        let proposed: Vec<String> = words(&hints[0]).into_iter().skip(1).chain(["--json".to_owned()]).collect();
        let proposed: Vec<&str> = proposed.iter().map(String::as_str).collect();
        let taken = sandbox.run(&proposed).json();
        assert_eq!(taken["created_count"], json!(count), "{name}: {taken}");
        // Guessing comes to the same, but never past a column that tells who is disabled.
        let guessed = Sandbox::acme();
        fs::write(guessed.path(name), text).unwrap();
        let guess = guessed.sh(&format!("import users {} --no-mail --guess-columns", guessed.path(name).display()));
        if hints.iter().any(|hint| hint.contains("take out whoever is not")) {
            assert!(guess.stderr.contains("take out whoever is not, as `"), "{guess:?}");
            continue;
        }
        guess.ok();
        let users = |sandbox: &Sandbox| {
            sandbox.json("user list --sort -id --limit 2 --fields login,first_name,last_name,email,title,phone,external_id,unit,time_zone")
        };
        assert_eq!(users(&guessed), users(&sandbox), "{name}");
    }
    insta::assert_snapshot!("proposals", proposals);
}

#[test]
fn what_is_no_table_is_refused_with_advice() {
    let sandbox = Sandbox::acme();
    for (name, bytes, what) in [
        ("people.ldif", &b"version: 1\n\ndn: uid=a,dc=acme\nmail: a@acme.example\n"[..], "LDIF"),
        ("people.csv", b"# an export\ndn: uid=a,dc=acme\n", "LDIF"),
        ("people.xlsx", b"PK\x03\x04\x14\x00xl/workbook.xml", "a workbook of a spreadsheet"),
        ("people.xml", b"<?xml version=\"1.0\"?><people/>", "XML"),
    ] {
        fs::write(sandbox.path(name), bytes).unwrap();
        let hints = sandbox.refused(&format!("import users {}", sandbox.path(name).display()), 7, "", what);
        assert!(hints[0].contains("CSV"), "{name}: {hints:?}");
    }
}

fn import(sandbox: &Sandbox, name: &str, text: &str, flags: &str) -> crate::sandbox::Outcome {
    fs::write(sandbox.path(name), text).unwrap();
    sandbox.sh(&format!("import users {} --no-mail {flags} --json", sandbox.path(name).display()))
}

#[test]
fn nothing_in_a_file_wins_silently() {
    let sandbox = Sandbox::acme();
    let twice = "login,title\nann.keller@acme.example,Head\nANN.keller@acme.example,Boss\n";
    let refused = import(&sandbox, "twice.csv", twice, "--on-existing update");
    assert_eq!(refused.code, 4, "{refused:?}");
    assert!(refused.stderr.contains("another row is about a user"), "{refused:?}");
    let fresh = "login,title\nnew@acme.example,Head\nnew@acme.example,Boss\n";
    assert_eq!(import(&sandbox, "fresh.csv", fresh, "--on-existing update").code, 4);
    let keys = r#"[{"login": "new@acme.example", "title": "Head", "title": "Boss"}]"#;
    import(&sandbox, "keys.json", keys, "").refused(7, "", "1 mistake");
    let lines = "{\"login\": \"new@acme.example\", \"title\": \"Head\", \"title\": \"Boss\"}\n";
    assert!(import(&sandbox, "keys.jsonl", lines, "").stderr.contains("the key `title` stands there twice"));
    let passwords = "login,password\nann.keller@acme.example,Quartz-Meadow-41-Lantern\n";
    let report = import(&sandbox, "passwords.csv", passwords, "").json();
    assert_eq!(report["unchanged_count"], 1);
    assert!(report["notices"].to_string().contains("passwords of users who exist were left alone"), "{report}");
}

#[test]
fn cells_take_what_commands_take_and_say_what_cells_take() {
    let sandbox = Sandbox::acme();
    let text = "name,addresses\nCommas,\"10.1.1.1,10.1.1.5-10.1.1.9|10.2.0.0/24\"\n";
    fs::write(sandbox.path("g.csv"), text).unwrap();
    sandbox.sh(&format!("import asset-groups {}", sandbox.path("g.csv").display())).ok();
    let group = sandbox.json("asset-group show Commas");
    assert_eq!(group["addresses"], json!(["10.1.1.1", "10.1.1.5-10.1.1.9", "10.2.0.0/24"]));
    let refused = import(&sandbox, "u.csv", "login,unit\nnew@acme.example,Unassigned\n", "");
    assert!(refused.stderr.contains("leave the cell empty") && !refused.stderr.contains("--unassign"), "{refused:?}");
    let damaged = import(&sandbox, "d.csv", "login,external_id\nnew@acme.example,1.23457E+11\n", "");
    assert!(damaged.stderr.contains("a spreadsheet has made"), "{damaged:?}");
    let times = "login,time_zone\nnew@acme.example,EUROPE/berlin\n";
    import(&sandbox, "z.csv", times, "").json();
    assert_eq!(sandbox.json("user show new@acme.example")["time_zone"], "Europe/Berlin");
}

#[test]
fn what_a_list_printed_is_taken_in_again() {
    let sandbox = Sandbox::acme();
    for (kind, list) in [
        ("users", "user"),
        ("bus", "bu"),
        ("assets", "asset"),
        ("tags", "tags"),
        ("groups", "group"),
        ("domains", "domain"),
        ("appliances", "appliance"),
        ("tickets", "ticket"),
        ("auth-records", "auth-record"),
    ] {
        let rows = sandbox.sh(&format!("{list} list --json")).ok();
        let path = sandbox.path("listed.json");
        fs::write(&path, &rows).unwrap();
        let report = sandbox.json(&format!("import {kind} {}", path.display()));
        let count = serde_json::from_str::<Vec<serde_json::Value>>(&rows).unwrap().len();
        assert_eq!(report["unchanged_count"], count, "{kind}: {report}");
    }
}

#[test]
fn what_is_guessed_tells_which_columns_give_rights() {
    let sandbox = Sandbox::acme();
    fs::write(sandbox.path("g.csv"), "Email,Groups,Level\nz1@x.example,,viewer\n").unwrap();
    let guess = sandbox.sh(&format!("import users {} --no-mail --guess-columns -n", sandbox.path("g.csv").display()));
    assert!(guess.stderr.contains("read `Email` as login; rights come from `Groups`, `Level`"), "{guess:?}");
}
