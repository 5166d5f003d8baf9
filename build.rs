//! Links the program to a fixed address where that spares each start the relocations.

#![expect(clippy::disallowed_methods, reason = "Cargo tells a build script by the environment")]

use std::env::var;

/// A position-independent image of this size has 15,000 pointers to relocate, for which the system copies 280 kB at
/// each start; `docs/security.md` tells what a fixed address gives up.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |name: &str| var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    let is_static = target("FEATURE").split(',').any(|feature| feature == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        println!("cargo::rustc-link-arg-benches=-no-pie");
    }
}
