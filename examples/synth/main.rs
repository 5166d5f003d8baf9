//! Writes a made-up organisation of any size, the same for the same seed, as a folder that `provost import --all` reads.
//!
//! `cargo run --release --example synth -- --users 10000 --assets 50000 --out synth/`

mod organisation;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use organisation::{Size, write};

/// How large the organisation is.
#[derive(Debug, Parser)]
struct Args {
    /// How many users
    #[arg(long, default_value_t = 1000)]
    users: u32,
    /// How many assets
    #[arg(long, default_value_t = 5000)]
    assets: u32,
    /// What chance begins with
    #[arg(long, default_value_t = 41)]
    seed: u64,
    /// The folder to write
    #[arg(long, value_name = "FOLDER", default_value = "synth")]
    out: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    write(&args.out, Size { users: args.users, assets: args.assets, seed: args.seed })
        .with_context(|| format!("`{}` could not be written", args.out.display()))
}
