//! Rights at every door: what may be handed out, what making takes, and that rights only add up.

mod adding_up;
mod cases;
mod lending;
mod making;
mod tokens;

use crate::sandbox::Sandbox;

/// A refusal by the ceiling, by the verb or by the guard at the door.
#[track_caller]
pub fn above(sandbox: &Sandbox, line: &str, rows: &str) {
    let words = crate::sandbox::words(&format!("{line} --json"));
    // That the token was used is noted.
    let dump = || sandbox.dump_tables(|table| !table.starts_with("log_") && table != "api_tokens");
    let before = dump();
    let outcome = sandbox.feed(rows, &words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(outcome.code, 5, "{line}: {outcome:?}");
    assert!(outcome.stderr.contains("above-ceiling"), "{line}: {}", outcome.stderr);
    assert_eq!(before, dump());
}
