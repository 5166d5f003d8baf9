//! Files that are wrong in every way known: refused with their place, nothing written, nothing torn on the screen.

use std::fs;

use crate::sandbox::{Outcome, PASSWORD, Sandbox};

const MEGABYTES: usize = 10 << 20;

/// A file for `import users`, and what is said about it: the place, then a part of the sentence.
fn rows() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let big = |before: &str, after: &str| [before, &"x".repeat(MEGABYTES), after].concat().into_bytes();
    let deep = ["[{\"login\": ", &"[".repeat(100_000), "]}]"].concat().into_bytes();
    let bytes = |text: &str| text.as_bytes().to_vec();
    vec![
        ("empty.csv", vec![], "1:", "is empty"),
        ("blank.csv", bytes("\n\n  \n"), "1:", "is empty"),
        ("no-login.csv", bytes("first_name\nAnn\n"), "1:", "the column `login` is missing"),
        ("unknown-column.csv", bytes("login,lgoin\na@x.example,b\n"), "1:", "there is no column `lgoin`"),
        ("same-column.csv", bytes("login,Login\na@x.example,b\n"), "1:", "twice"),
        ("same-column-otherwise.csv", bytes("login,first name,FIRST_NAME\na@x.example,b,c\n"), "1:", "twice"),
        ("cut-off.csv", bytes("login,role,unit\na@x.example,reader,EMEA\nb@x.exam"), "3:", "in the middle of a row"),
        ("too-many-cells.csv", bytes("login,role\na@x.example,reader,,surplus\n"), "2:", "cells"),
        ("open-quote.csv", bytes("login\nok@x.example\n\"a\nb\n"), "3:", "quote"),
        ("nul.csv", bytes("login\na\0b@x.example\n"), "2: login:", "U+0000"),
        ("nul-header.csv", bytes("login,\0\na@x.example,b\n"), "1:", "column"),
        ("latin-1.csv", b"login,last_name\na@x.example,M\xfcller\n".to_vec(), "2", "UTF-8"),
        ("latin-1-header.csv", b"login,l\xe4st_name\na@x.example,b\n".to_vec(), "1", "UTF-8"),
        ("half-a-character.csv", b"login,last_name\na@x.example,\xe2\x82\n".to_vec(), "2", "UTF-8"),
        ("surrogate.csv", b"login,last_name\na@x.example,\xed\xa0\x80\n".to_vec(), "2", "UTF-8"),
        ("utf-16.csv", b"\xff\xfel\0o\0g\0i\0n\0\n\0".to_vec(), "", "UTF-16"),
        ("escape.csv", bytes("login,last_name\na@x.example,\x1b[2J\n"), "2: last_name:", "U+001B"),
        ("c1-escape.csv", bytes("login,last_name\na@x.example,\u{9b}2J\n"), "2: last_name:", "U+009B"),
        ("right-to-left.csv", bytes("login,last_name\na@x.example,\u{202e}gnp\n"), "2: last_name:", "U+202E"),
        ("isolate.csv", bytes("login,title\na@x.example,\u{2066}x\n"), "2: title:", "U+2066"),
        ("zero-width.csv", bytes("login\na\u{200b}@x.example\n"), "2: login:", "U+200B"),
        ("line-in-a-name.csv", bytes("login,last_name\na@x.example,\"two\nlines\"\n"), "2: last_name:", "U+000A"),
        ("big-cell.csv", big("login,last_name\na@x.example,", "\n"), "2: last_name:", "characters"),
        ("big-header.csv", big("login,", "\na@x.example,b\n"), "1:", "column"),
        ("big-line.csv", big("login\n\"", "\n"), "2:", "quote"),
        ("empty.json", vec![], "1:", ""),
        ("no-array.json", bytes("{\"login\": \"a@x.example\"}"), "1:", "array"),
        ("number.json", bytes("7"), "1:", "array"),
        ("half.json", bytes("[\n{\"login\": \"a@x.example\"},\n{\"login\": \"b@x"), "3:", "JSON"),
        ("tail.json", bytes("[]\n[]"), "2:", ""),
        ("deep.json", deep, "1:", "JSON"),
        ("nul.json", bytes("[{\"login\": \"a\\u0000@x.example\"}]"), "row 1: login:", "U+0000"),
        ("lone-surrogate.json", bytes("[{\"login\": \"\\ud800@x.example\"}]"), "1:", "JSON"),
        ("no-utf-8.json", b"[{\"login\": \"\xff@x.example\"}]".to_vec(), "1", ""),
        ("utf-16.json", b"\xff\xfe[\0]\0".to_vec(), "", "UTF-16"),
        ("wrong-type.json", bytes("[{\"login\": {\"a\": 1}}]"), "row 1: login:", ""),
        ("big-number.json", bytes("[{\"login\": \"a@x.example\", \"title\": 1e999}]"), "1:", "JSON"),
        ("big-cell.json", big("[{\"login\": \"", "\"}]"), "row 1: login:", "characters"),
        ("unknown-key.json", bytes("[{\"lgoin\": \"a@x.example\"}]"), "row 1:", "there is no column `lgoin`"),
        ("half.jsonl", bytes("{\"login\": \"a@x.example\"}\n{\"login\": \n"), "2:", "JSON"),
        ("no-utf-8.jsonl", b"{\"login\": \"\xff\"}\n".to_vec(), "1:", "unicode"),
        ("array.jsonl", bytes("[1]\n"), "1:", "object"),
    ]
}

/// A file for `init --from`, and what is said about it.
fn descriptions() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let head = "name = \"Org\"\nprimary_contact = \"boss@x.example\"\n";
    let with = |tail: &str| [head, tail].concat().into_bytes();
    vec![
        ("half.toml", with("[[units"), "3:", ""),
        ("open-string.toml", with("edition = \"x\n"), "3:", ""),
        ("unknown-key.toml", with("colour = 7\n"), "3:", "colour"),
        ("same-key.toml", with("name = \"Twice\"\n"), "3:", "duplicate"),
        ("same-table.toml", with("[settings]\n[settings]\n"), "4:", "duplicate"),
        ("wrong-type.toml", with("units = 7\n"), "3:", ""),
        ("no-utf-8.toml", b"name = \"\xff\"\n".to_vec(), "1", "UTF-8"),
        ("utf-16.toml", b"\xff\xfen\0".to_vec(), "", "UTF-"),
        ("nul.toml", with("edition = \"a\0\"\n"), "3:", ""),
        ("escaped-nul.toml", with("[[units]]\nname = \"a\\u0000b\"\n"), "4:", "U+0000"),
        ("escape.toml", with("[[units]]\nname = \"a\\u001b[2J\"\n"), "4:", "U+001B"),
        ("deep.toml", with(&format!("x = {}\n", "[".repeat(50_000))), "3:", ""),
        ("big.toml", with(&format!("[[units]]\nname = \"{}\"\n", "x".repeat(MEGABYTES))), "4:", "characters"),
    ]
}

/// What is wrong with a refusal that should name its place, be brief, and leave the screen whole.
fn flaw(name: &str, outcome: &Outcome, place: &str, sentence: &str) -> Option<String> {
    let text = &outcome.stderr;
    let at = if place.is_empty() { name.to_owned() } else { format!("{name}:{place}") };
    let torn = |sign: char| sign.is_control() && sign != '\n' || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}');
    let fine = outcome.code == 7 && text.contains(&at) && text.contains(sentence);
    let fine = fine && !text.contains(torn) && text.len() < 2000;
    (!fine).then(|| format!("`{at}` `{sentence}`: exit {}: {:?}", outcome.code, text.get(..600).unwrap_or(text)))
}

#[test]
fn wrong_rows_are_told_with_their_place() {
    let sandbox = Sandbox::acme_in_a_file();
    let before = sandbox.dump_without_log();
    let mut flaws = Vec::new();
    for (name, bytes, place, sentence) in rows() {
        let path = sandbox.path(name);
        fs::write(&path, bytes).unwrap();
        let outcome = sandbox.run(&["import", "users", path.to_str().unwrap(), "--no-mail", "--color", "never"]);
        flaws.extend(flaw(name, &outcome, place, sentence));
    }
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
    assert_eq!(before, sandbox.dump_without_log());
}

#[test]
fn wrong_descriptions_are_told_with_their_place() {
    let sandbox = Sandbox::in_a_file();
    let mut flaws = Vec::new();
    for (name, bytes, place, sentence) in descriptions() {
        let path = sandbox.path(name);
        fs::write(&path, bytes).unwrap();
        let init = ["init", "--from", path.to_str().unwrap(), "--password-stdin", "--color", "never"];
        flaws.extend(flaw(name, &sandbox.feed(&format!("{PASSWORD}\n"), &init), place, sentence));
    }
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
    assert!(!sandbox.db().exists());
}
