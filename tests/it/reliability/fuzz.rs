//! The functions that the fuzzers call, over their seeds and random damage to these.

#[path = "../../../fuzz/parsers.rs"]
mod parsers;

use std::fs;
use std::path::Path;

/// What is put in at random: signs that mean something somewhere.
const SIGNS: &[u8] = b"\0\n\r\t\x1b\"'\\|,;:=[]{}()<>~!@#$%&*-/. 09azAZ\x7f\x80\xbf\xc3\xe2\xff";

/// Cuts, repeats and puts in, a few times.
fn damage(random: &mut fastrand::Rng, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..1 + random.usize(..4) {
        let (a, b) = (random.usize(..=bytes.len()), random.usize(..=bytes.len()));
        let part = a.min(b)..a.max(b).min(a.min(b) + 20);
        match random.u8(..4) {
            0 => drop(bytes.drain(part)),
            1 => bytes.extend_from_within(part),
            2 => bytes.insert(a, SIGNS[random.usize(..SIGNS.len())]),
            _ => bytes.splice(part, (0..random.usize(..8)).map(|_| random.u8(..))).for_each(drop),
        }
    }
    bytes
}

fn play(target: &str, times: usize, call: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|seed| seed.unwrap().path()).collect();
    paths.sort();
    let mut random = fastrand::Rng::with_seed(7);
    for path in paths {
        let seed = fs::read(path).unwrap();
        call(&seed);
        (0..times).for_each(|_| call(&damage(&mut random, &seed)));
    }
}

#[test]
fn values_are_parsed_or_refused() {
    play("values", 500, parsers::values);
}

#[test]
fn descriptions_are_read_or_refused() {
    play("organisation", 300, parsers::organisation);
}

#[test]
fn rows_are_read_or_refused() {
    play("rows", 20, parsers::rows);
}

#[test]
fn command_lines_are_run_or_refused() {
    play("commands", 20, parsers::commands);
}

#[test]
fn questions_are_answered_or_refused() {
    play("questions", 20, parsers::questions);
}

#[test]
fn configurations_are_read_or_refused() {
    play("configuration", 100, parsers::configuration);
}
