//! Hands arguments, environment, terminal and clock to the command line, and its exit code back.

use std::io::{BufReader, IsTerminal as _};
use std::process::ExitCode;

use provost::cli::machine::Machine;
use provost::cli::prompt::TerminalPrompt;
use provost::cli::{Environment, Terminal, run};
use provost::system::{
    SystemClock, SystemRandom, keep_memory_out_of_core_dumps, os_user, report_panics, survive_file_size_limit, variable,
};

fn main() -> ExitCode {
    report_panics();
    keep_memory_out_of_core_dumps();
    survive_file_size_limit();
    let (stdin, mut stdout, mut stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
    let size = terminal_size::terminal_size();
    let terminal = Terminal {
        stdin: stdin.is_terminal(),
        stdout: stdout.is_terminal(),
        stderr: stderr.is_terminal(),
        width: size.map(|(width, _)| width.0),
        height: size.map(|(_, height)| height.0),
    };
    // Unlocked between reads: prompts read from it too.
    let mut stdin = BufReader::new(stdin);
    ExitCode::from(run(Environment {
        args: std::env::args_os().collect(),
        var: &variable,
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminal,
        prompt: &TerminalPrompt,
        clock: &SystemClock::default(),
        random: &SystemRandom,
        os_user: &os_user,
        machine: Machine::default(),
    }))
}
