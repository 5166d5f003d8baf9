//! The sections that the grammar does not hold.

use clap::Command;
use clap_mangen::roff::{Roff, bold, roman};

use crate::domain::Kind;

/// The examples of a command, as its help shows them.
pub fn examples_of(command: &Command) -> Vec<String> {
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    text.lines().map(str::trim).filter(|line| line.starts_with("provost ")).map(str::to_owned).collect()
}

/// The section of examples, each on a line.
pub fn examples(roff: &mut Roff, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    roff.control("SH", ["EXAMPLES"]);
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(line.as_str())]);
    }
    roff.control("fi", []);
}

/// What each exit code means.
pub fn exit_status(roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]);
    entry(roff, "0", "done, nothing to do, or the answer is yes");
    entry(roff, "1", "the answer is no");
    for kind in Kind::ALL {
        entry(roff, &format!("{} ({})", kind.exit_code(), kind.code()), kind.meaning());
    }
}

/// The environment variables that are read.
pub fn environment(roff: &mut Roff) {
    roff.control("SH", ["ENVIRONMENT"]);
    entry(roff, "PROVOST_DB", "the database, where --db is not given");
    entry(roff, "PROVOST_OUTPUT", "the form of the output: table, json, jsonl or csv");
    entry(roff, "PROVOST_REASON", "the reason kept in the log, where --reason is not given");
    entry(
        roff,
        "PROVOST_TOKEN, PROVOST_TOKEN_FILE",
        "the token of a session or of an api-only user, or a file that holds it",
    );
    entry(roff, "NO_COLOR", "no colours, if it is not empty");
}

/// The files that are read and written.
pub fn files(roff: &mut Roff) {
    roff.control("SH", ["FILES"]);
    entry(
        roff,
        "$XDG_CONFIG_HOME/provost/config.toml",
        "db, output, color, wait, [mail] and [safety_copies]; ~/.config by default",
    );
    entry(
        roff,
        "$XDG_DATA_HOME/provost/provost.db",
        "the database, unless another is named; ~/.local/share by default",
    );
    entry(roff, "$XDG_STATE_HOME/provost/", "session tokens, one for each subscription; ~/.local/state by default");
}

fn entry(roff: &mut Roff, name: &str, text: &str) {
    roff.control("TP", []);
    roff.text([bold(name)]);
    roff.text([roman(text)]);
}
