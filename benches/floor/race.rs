//! Races between commands.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

/// The number of the first run of a race.
const FIRST_RUN: u32 = 10;

/// Runs two commands in turn, whatever their exit code, and prints how the times of each are spread: the lowest,
/// the tenth, the fiftieth and the ninetieth percentile, in milliseconds.
pub fn spread(runs: u32, first: &str, second: &str) -> Result<()> {
    let once = |command: &str| -> Result<f64> {
        let words: Vec<&str> = command.split(' ').collect();
        let begun = Instant::now();
        Command::new(words[0]).args(&words[1..]).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        Ok(begun.elapsed().as_secs_f64() * 1000.0)
    };
    let mut times: [Vec<f64>; 2] = Default::default();
    for _ in 0..runs {
        times[0].push(once(first)?);
        times[1].push(once(second)?);
    }
    for times in &mut times {
        times.sort_by(f64::total_cmp);
        let at = |percent: usize| times[times.len() * percent / 100];
        println!("{:.1} ms | {:.1} ms | {:.1} ms | {:.1} ms", times[0], at(10), at(50), at(90));
    }
    Ok(())
}

/// Runs two shell commands in turn, `{}` in each replaced by the number of the run; prints both medians and
/// their ratio. Runs are numbered from 10, so that the numbers of 90 runs have two digits.
pub fn race(runs: u32, first: &str, second: &str) -> Result<()> {
    let once = |command: &str, run: u32| -> Result<Duration> {
        let words: Vec<String> = command.split(' ').map(|word| word.replace("{}", &run.to_string())).collect();
        let begun = Instant::now();
        let status = Command::new(&words[0]).args(&words[1..]).stdout(Stdio::null()).status()?;
        let time = begun.elapsed();
        ensure!(status.success(), "{command} failed in run {run}");
        Ok(time)
    };
    let mut times: (Vec<Duration>, Vec<Duration>) = Default::default();
    for run in FIRST_RUN..FIRST_RUN + runs {
        times.0.push(once(first, run)?);
        times.1.push(once(second, run)?);
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    };
    let (a, b) = (median(&mut times.0), median(&mut times.1));
    println!("{a:.2} {b:.2} {:.2}", a / b);
    Ok(())
}
