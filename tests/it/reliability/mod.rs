//! What happens when everything goes wrong: processes killed, many at once, no space, damage, random commands.
//!
//! Each test has a short form that always runs, and a full one: `cargo test --release --locked -- --ignored`.

mod concurrency;
mod corpus;
mod crash;
mod damage;
mod disk;
mod fuzz;
mod model;
mod scale;
mod there_and_back;

/// Prints a figure of a full run, for whoever asked with `--nocapture`.
#[expect(clippy::print_stdout, reason = "the test runner shows it on request")]
fn figure(text: &str) {
    println!("{text}");
}
