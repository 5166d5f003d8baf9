//! The commands of the guides work as written, each guide from the beginning.

use std::fs;
use std::path::Path;

use crate::examples::run_example;
use crate::readme::commands_of;
use crate::sandbox::Sandbox;

/// What a guide says to end with a no.
const NO: &[&str] =
    &["access check ann.keller@acme.example scan.launch", "access diff --from op:1", "diff --from op:1"];

#[test]
fn every_command_of_every_guide_works() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guides");
    let mut ran = 0;
    for path in fs::read_dir(folder).unwrap().map(|guide| guide.unwrap().path()) {
        let sandbox = Sandbox::acme_in_a_file();
        for line in commands_of(&fs::read_to_string(&path).unwrap()) {
            let (stdin, command) = match line.strip_prefix("echo '") {
                Some(rest) => rest.split_once("' | ").unwrap(),
                None => ("", line.as_str()),
            };
            let command = command.strip_prefix("provost ").unwrap();
            let outcome = run_example(&sandbox, command, stdin, &[]);
            let expected = u8::from(NO.contains(&command));
            assert_eq!(outcome.code, expected, "{}: {line}\n{}{}", path.display(), outcome.stdout, outcome.stderr);
            ran += 1;
        }
    }
    assert!(ran > 50, "only {ran} commands");
}
