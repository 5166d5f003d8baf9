//! No file imports itself by way of others, but for the registries that are named here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;

use crate::architecture::sources;

/// Circles that are meant: a list of all of something, and those of its members that ask it. Each with the part of the
/// path that its members share.
const REGISTRIES: &[(&str, &[&str])] = &[
    // The grammar lists the commands; help, manual, completion, schema and batch go over all of it.
    (
        "cli/commands/mod.rs",
        &[
            "cli/commands/",
            "cli/batch.rs",
            "cli/nested.rs",
            "cli/run.rs",
            "cli/completion/",
            "cli/manual/",
            "cli/schema/",
        ],
    ),
    // A file of rows hands itself to the reader of its format.
    ("cli/sheet/source.rs", &["cli/sheet/csv.rs", "cli/sheet/json.rs"]),
    // The list of kinds names each kind's form, and each form is taken in by what knows all kinds.
    ("service/bulk/form.rs", &["service/bulk/"]),
];

/// The modules of the crate: their paths, and their files.
type Modules = BTreeMap<Vec<String>, String>;

fn modules(files: &[(String, String)]) -> Modules {
    let path = |file: &str| -> Vec<String> {
        let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
        if stem == "lib" { Vec::new() } else { stem.split('/').map(str::to_owned).collect() }
    };
    files.iter().map(|(file, _)| (path(file), file.clone())).collect()
}

/// Every path in a file's imports, written out.
fn expanded(text: &str, prefix: &[String], found: &mut Vec<Vec<String>>) {
    let mut depth = 0;
    let mut start = 0;
    let parts: Vec<&str> = {
        let mut parts = Vec::new();
        for (at, sign) in text.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    parts.push(&text[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        parts.push(&text[start..]);
        parts
    };
    for part in parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        let (head, inner) = match part.split_once('{') {
            Some((head, inner)) => (head.trim_end_matches("::"), Some(inner.trim_end().trim_end_matches('}'))),
            None => (part, None),
        };
        let path =
            prefix.iter().cloned().chain(head.split("::").map(|word| word.trim().to_owned())).collect::<Vec<_>>();
        match inner {
            Some(inner) => expanded(inner, &path, found),
            None => found.push(path),
        }
    }
}

/// A path from the crate's root on.
fn absolute(modules: &Modules, module: &[String], path: &[String]) -> Option<Vec<String>> {
    let below: Vec<String> = module.iter().cloned().chain(path.first().cloned()).collect();
    if modules.contains_key(&below) {
        return Some(module.iter().chain(path).cloned().collect());
    }
    let mut base = module.to_vec();
    let mut rest = path;
    match rest.first().map(String::as_str) {
        Some("crate") => {
            base.clear();
            rest = &rest[1..];
        }
        Some("super" | "self") => {
            while let Some(word @ ("super" | "self")) = rest.first().map(String::as_str) {
                if word == "super" {
                    base.pop();
                }
                rest = &rest[1..];
            }
        }
        _ => return None,
    }
    base.extend(rest.iter().filter(|word| *word != "self").cloned());
    Some(base)
}

/// What a file hands on under its own name: each name, and the path behind it.
type Handed = BTreeMap<Vec<String>, Vec<String>>;

/// The file in which a path ends, by way of what others hand on.
fn file_of(path: &[String], modules: &Modules, handed: &Handed) -> Option<String> {
    let mut path = path.to_vec();
    for _ in 0..8 {
        let way = (1..=path.len()).rev().find_map(|length| handed.get(&path[..length]).map(|behind| (length, behind)));
        let Some((length, behind)) = way else { break };
        path = behind.iter().cloned().chain(path[length..].iter().cloned()).collect();
    }
    (1..=path.len()).rev().find_map(|length| modules.get(&path[..length]).cloned())
}

/// The code of a file without its comments and its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn module_of<'m>(modules: &'m Modules, file: &str) -> &'m [String] {
    modules.iter().find(|(_, other)| *other == file).map(|(path, _)| path.as_slice()).unwrap()
}

/// Which files each file takes something from.
fn arrows(files: &[(String, String)]) -> BTreeMap<String, BTreeSet<String>> {
    let modules = modules(files);
    let uses = Regex::new(r"(?s)(pub(?:\([a-z]+\))? )?use ([^;]+);").unwrap();
    let inline = Regex::new(r"\b([a-z_]+(?:::[A-Za-z_]+)+)").unwrap();
    let (mut taken, mut handed): (BTreeMap<String, Vec<Vec<String>>>, Handed) = (BTreeMap::new(), Handed::new());
    for (file, text) in files {
        let (module, text) = (module_of(&modules, file), code(text));
        let mut paths = Vec::new();
        for found in uses.captures_iter(&text) {
            let mut named = Vec::new();
            expanded(&found[2], &[], &mut named);
            for path in named {
                let (path, name) = match path.last().and_then(|last| last.split_once(" as ")) {
                    Some((last, alias)) => {
                        let real = path[..path.len() - 1].iter().cloned().chain([last.to_owned()]).collect();
                        (real, alias.to_owned())
                    }
                    None => (path.clone(), path.last().cloned().unwrap_or_default()),
                };
                let Some(path) = absolute(&modules, module, &path) else { continue };
                if found.get(1).is_some() {
                    handed.insert(module.iter().cloned().chain([name.clone()]).collect(), path.clone());
                }
                paths.push((name, path));
            }
        }
        let rest = uses.replace_all(&text, "");
        let mut all: Vec<Vec<String>> = paths.iter().map(|(_, path)| path.clone()).collect();
        for found in inline.captures_iter(&rest) {
            let words: Vec<String> = found[1].split("::").map(str::to_owned).collect();
            all.extend(absolute(&modules, module, &words));
            let aliased = paths.iter().filter(|(name, _)| *name == words[0]);
            all.extend(aliased.map(|(_, path)| path.iter().cloned().chain(words[1..].iter().cloned()).collect()));
        }
        taken.insert(file.clone(), all);
    }
    let lists = |file: &str| file.ends_with("mod.rs") || file == "lib.rs" || file == "main.rs";
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, paths) in taken.iter().filter(|(file, _)| !lists(file)) {
        let to = paths.iter().filter_map(|path| file_of(path, &modules, &handed));
        arrows.insert(file.clone(), to.filter(|to| to != file && !lists(to)).collect());
    }
    arrows
}

/// Every group of files that lead back to themselves.
fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reach = |from: &String| -> BTreeSet<String> {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(file) = open.pop() {
            let next = arrows.get(&file).into_iter().flatten().filter(|to| seen.insert((*to).clone()));
            open.extend(next.cloned().collect::<Vec<_>>());
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> = arrows.keys().map(|file| (file, reach(file))).collect();
    let mut circles: Vec<BTreeSet<String>> = Vec::new();
    for (file, to) in reached.iter().filter(|(file, to)| to.contains(**file)) {
        if circles.iter().all(|circle| !circle.contains(*file)) {
            let back = to.iter().filter(|other| reached.get(other).is_some_and(|to| to.contains(*file)));
            circles.push(back.cloned().collect());
        }
    }
    circles
}

#[test]
fn files_do_not_go_around_in_circles() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let files: Vec<(String, String)> = sources(root)
        .into_iter()
        .map(|(path, text)| (path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), text))
        .collect();
    let arrows = arrows(&files);
    assert!(arrows.values().map(BTreeSet::len).sum::<usize>() > 1500, "imports are read");
    for circle in circles(&arrows) {
        let is_registry = REGISTRIES.iter().any(|(list, members)| {
            let is_member = |file: &String| file == list || members.iter().any(|member| file.starts_with(member));
            circle.contains(*list) && circle.iter().all(is_member)
        });
        let ties: Vec<String> = circle
            .iter()
            .flat_map(|file| arrows[file].intersection(&circle).map(move |to| format!("{file} -> {to}")))
            .collect();
        assert!(is_registry, "these files import each other in a circle:\n{}", ties.join("\n"));
    }
}

#[test]
fn a_circle_is_found_by_any_way_of_importing() {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let circle_of = |texts: [(String, String); 4]| circles(&arrows(&texts)).len();
    let list = || file("a/mod.rs", "pub mod b;\npub mod c;\npub use b::Thing;");
    let root = || file("lib.rs", "pub mod a;");
    assert_eq!(circle_of([root(), list(), file("a/b.rs", "use super::c;"), file("a/c.rs", "fn x() { y() }")]), 0);
    for back in [
        "use super::Thing;",
        "use crate::a::{Other, b::Thing};",
        "fn x() -> crate::a::b::Thing {}",
        "use super::b as z;",
    ] {
        assert_eq!(circle_of([root(), list(), file("a/b.rs", "use super::c;"), file("a/c.rs", back)]), 1, "{back}");
    }
}
