//! Damaged files: the cause and the way out, never a panic, never a silent repair.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::sandbox::Sandbox;

/// What is run on every damaged file: reads, checks, and at last a write.
const COMMANDS: &[&str] = &[
    "db info",
    "db check",
    "whoami",
    "user list",
    "asset-group list",
    "ticket list",
    "log verify",
    "access list ben.osei@acme.example",
    "bu move lee.chen@acme.example --to EMEA --configs keep --asset-groups keep --dry-run",
    "bu add Nord",
];

fn try_all(sandbox: &Sandbox, what: &str) -> bool {
    let mut noticed = false;
    for line in COMMANDS {
        let bytes = fs::read(sandbox.db()).unwrap();
        let outcome = catch_unwind(AssertUnwindSafe(|| sandbox.sh(&format!("{line} --json"))));
        let outcome = outcome.unwrap_or_else(|_| panic!("{what}: {line} panicked"));
        assert!(outcome.code <= 9, "{what}: {line}: {} {}", outcome.code, outcome.stderr);
        if outcome.code == 9 {
            let error: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap();
            assert!(!error["error"]["hints"].as_array().unwrap().is_empty(), "{what}: {line}: {error}");
        }
        noticed |= matches!(outcome.code, 1 | 6 | 9);
        if *line != "bu add Nord" {
            let _ = fs::remove_file(sandbox.path("acme.db-wal"));
            assert!(bytes == fs::read(sandbox.db()).unwrap(), "{what}: {line} wrote to a damaged file");
        }
    }
    noticed
}

/// Flips bits of the file, so many in each of so many files; gives how many files were noticed to be damaged.
fn flip(files: u64, bits: usize) -> u64 {
    let whole = fs::read(Sandbox::acme_in_a_file().db()).unwrap();
    let mut noticed = 0;
    for seed in 0..files {
        let mut random = fastrand::Rng::with_seed(seed);
        let sandbox = Sandbox::acme_in_a_file();
        let mut bytes = whole.clone();
        for _ in 0..bits {
            // Every other one in the first pages, where the schema is.
            let end = if random.bool() { bytes.len() } else { 40_000 };
            let at = random.usize(..end);
            bytes[at] ^= 1 << random.u8(..8);
        }
        fs::write(sandbox.db(), bytes).unwrap();
        noticed += u64::from(try_all(&sandbox, &format!("seed {seed}, {bits} bits")));
    }
    noticed
}

#[test]
fn flipped_bits_are_told_or_harmless() {
    flip(6, 1);
    assert!(flip(6, 200) >= 5, "that much damage is noticed");
}

#[test]
#[ignore = "takes minutes: 2,000 damaged files"]
fn flipped_bits_are_told_or_harmless_2000_times() {
    super::figure(&format!("one bit flipped: {} of 1000 files noticed", flip(1000, 1)));
    super::figure(&format!("200 bits flipped: {} of 1000 files noticed", flip(1000, 200)));
}

#[test]
fn truncated_files_are_told() {
    let whole = fs::read(Sandbox::acme_in_a_file().db()).unwrap();
    for length in
        [0, 1, 15, 16, 99, 100, 512, 4095, 4096, 8192, 20_000, whole.len() / 2, whole.len() - 4096, whole.len() - 1]
    {
        let sandbox = Sandbox::acme_in_a_file();
        fs::write(sandbox.db(), &whole[..length]).unwrap();
        assert!(try_all(&sandbox, &format!("{length} bytes")), "{length} bytes");
        let check = sandbox.sh("db check --json");
        assert!(matches!(check.code, 1 | 9), "{length} bytes: {}", check.stdout);
    }
}
