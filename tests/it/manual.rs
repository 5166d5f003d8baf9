//! The manual and what is generated from the types, as it lies in the repository.

use std::fs;
use std::path::Path;

use provost::cli::manual::page::RELEASED;
use provost::cli::manual::pages;

use crate::sandbox::Sandbox;

#[test]
fn every_command_has_a_page_with_its_examples() {
    let sandbox = Sandbox::empty();
    let folder = sandbox.path("man");
    sandbox.run(&["man", "--folder", folder.to_str().unwrap(), "-n"]).ok();
    assert!(!folder.exists(), "a dry run writes nothing");
    let said = sandbox.run(&["man", "--folder", folder.to_str().unwrap()]).ok();
    let written = fs::read_dir(&folder).unwrap().count();
    assert!(written > 150 && said.starts_with(&format!("wrote {written} pages to ")), "{said}");
    let page = fs::read_to_string(folder.join("provost-bu-move.1")).unwrap();
    for part in [".TH PROVOST-BU-MOVE 1", ".SH SYNOPSIS", ".SH EXAMPLES", "\\-\\-primary\\-contact", ".SH \"SEE ALSO\""]
    {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert!(!page.contains("\\-\\-dry\\-run\\fR\n"), "global options stand in the program's own page");
    let main = sandbox.sh("man").ok();
    assert!(
        main.contains(".SH \"EXIT STATUS\"") && main.contains("\\-\\-dry\\-run") && main.contains("PROVOST_DB"),
        "{main}"
    );
    assert_eq!(sandbox.sh("man frobnicate").code, 3);
}

#[test]
#[ignore = "needs mandoc"]
fn every_page_is_well_formed() {
    let sandbox = Sandbox::empty();
    for page in pages().unwrap() {
        let path = sandbox.path(&page.file());
        fs::write(&path, &page.roff).unwrap();
        let lint =
            std::process::Command::new("mandoc").args(["-T", "lint", "-W", "error"]).arg(&path).output().unwrap();
        let flaws = String::from_utf8_lossy(&lint.stdout).into_owned();
        assert!(lint.status.success(), "{}: {flaws}", page.name);
    }
}

/// What a command prints is what lies in the repository; `UPDATE=1` writes it anew.
fn pinned(command: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let printed = Sandbox::empty().sh(command).ok();
    if provost::system::variable("UPDATE").is_some() {
        fs::write(&path, &printed).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(printed == kept, "{file} is not what `provost {command}` prints; run the tests with UPDATE=1");
}

#[test]
fn generated_files_are_up_to_date() {
    pinned("schema", "docs/json-schema.json");
    pinned("completions bash", "completions/provost.bash");
    pinned("completions zsh", "completions/_provost");
    pinned("completions fish", "completions/provost.fish");
    pinned("completions powershell", "completions/provost.ps1");
}

#[test]
fn the_manual_is_of_the_day_of_the_release() {
    let changes = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CHANGELOG.md")).unwrap();
    let newest = changes.lines().find(|line| line.starts_with("## ")).unwrap();
    assert_eq!(newest, format!("## {} - {RELEASED}", env!("CARGO_PKG_VERSION")));
}
