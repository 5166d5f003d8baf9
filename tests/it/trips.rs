//! How often each verb asks a server, pinned; nothing where the tests run on a file.

use provost::store::engine::recorder::trips;

use crate::examples::{examples, prepared, run_example, verbs};

/// What changes with the files or the time that it takes.
const UNSTEADY: &[&str] =
    &["demo", "db restore", "db copy", "db backup", "login", "redeem", "recover", "reset-password"];

#[test]
#[ignore = "takes minutes on a server: .ci/full"]
fn every_verb_asks_as_seldom_as_pinned() {
    if crate::server::address().is_none() {
        return;
    }
    let mut table = String::new();
    for (path, command) in verbs().into_iter().filter(|(path, _)| !UNSTEADY.contains(&path.as_str())) {
        let sandbox = prepared(&path);
        let example = examples(&command).remove(0);
        let (outcome, count) = trips(|| run_example(&sandbox, &example, "", &["--json", "--yes"]));
        assert!(outcome.code <= 1 || outcome.code == 2, "{path}: {}", outcome.stderr);
        if outcome.code <= 1 && count > 0 {
            table += &format!("{count:4}  {path}\n");
        }
    }
    insta::assert_snapshot!("trips", table);
}
