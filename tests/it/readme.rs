//! The README's commands work as written.

use crate::examples::run_example;
use crate::sandbox::{PASSWORD, SAMPLE, Sandbox};

fn commands() -> Vec<String> {
    commands_of(&std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap())
}

/// The lines of the blocks that are for a shell.
pub fn commands_of(text: &str) -> Vec<String> {
    let blocks = text.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned());
    blocks.flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn the_tour_works_in_its_order() {
    let sandbox = Sandbox::in_a_file();
    let founded = sandbox.feed(&format!("{PASSWORD}\n"), &["init", "--from", SAMPLE, "--password-stdin"]);
    founded.ok();
    sandbox.sh("bu move ana.silva@acme.example --to EMEA --configs keep --asset-groups keep --yes").ok();
    let mut ran = 0;
    for line in commands().iter().filter(|line| line.contains("provost ") && !line.contains("cargo ")) {
        if line.starts_with("export") || line.starts_with("source") || line.contains("provost init") {
            continue;
        }
        let (stdin, command) = match line.strip_prefix("echo '") {
            Some(rest) => rest.split_once("' | ").unwrap(),
            None => ("", line.as_str()),
        };
        let outcome = run_example(&sandbox, command.trim_start_matches("provost "), stdin, &[]);
        let expected = if line.contains("bu delete Labs") { 4 } else { 0 };
        assert_eq!(outcome.code, expected, "{line}\n{}{}", outcome.stdout, outcome.stderr);
        ran += 1;
    }
    assert!(ran >= 20, "only {ran} commands");
}

#[test]
fn the_refusal_is_quoted_as_it_is() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let quoted = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(Sandbox::acme_in_a_file().sh("bu delete Labs --yes").stderr, quoted);
}
