//! One page for the program and one for each command.

use std::io::Write as _;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::prose;
use crate::cli::commands::grammar;
use crate::cli::commands::habits::named;
use crate::domain::{Error, Result};

/// The day of the release, as the change log has it.
pub const RELEASED: &str = "2026-11-28";

/// A man page.
#[derive(Debug)]
pub struct Page {
    /// Its name, such as `provost-user-add`.
    pub name: String,
    /// Its text in roff.
    pub roff: Vec<u8>,
}

impl Page {
    /// The name of its file.
    pub fn file(&self) -> String {
        format!("{}.1", self.name)
    }
}

/// All pages, the program's own first.
pub fn pages() -> Result<Vec<Page>> {
    let root = built();
    let mut all = vec![program(&root)?];
    below(&root, &mut all)?;
    Ok(all)
}

/// The page of a command, or of the program if no word is given; none if there is no such command.
pub fn page(words: &[String]) -> Result<Option<Page>> {
    let root = built();
    if words.is_empty() {
        return program(&root).map(Some);
    }
    let named = named(words);
    if named.unknown.is_some() {
        return Ok(None);
    }
    let command = named.path.iter().try_fold(&root, |command, word| command.find_subcommand(word));
    command.filter(|command| !command.is_hide_set()).map(of_command).transpose()
}

fn built() -> Command {
    let mut root = grammar().disable_help_subcommand(true);
    root.build();
    root
}

fn below(command: &Command, all: &mut Vec<Page>) -> Result<()> {
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        all.push(of_command(sub)?);
        below(sub, all)?;
    }
    Ok(())
}

fn program(root: &Command) -> Result<Page> {
    write(root, |roff| {
        prose::environment(roff);
        prose::files(roff);
        prose::exit_status(roff);
    })
}

/// A command's page names its own options; the global ones stand in the program's.
fn of_command(command: &Command) -> Result<Page> {
    let own = command.clone().mut_args(|arg| {
        let is_everywhere = arg.is_global_set() || arg.get_id() == "version";
        if is_everywhere { arg.hide(true) } else { arg }
    });
    write(&own, |roff| {
        roff.control("SH", ["SEE ALSO"]);
        roff.text([
            bold("provost"),
            roman("(1), for the options of every command, environment, files and exit status"),
        ]);
    })
}

fn write(command: &Command, more: impl FnOnce(&mut Roff)) -> Result<Page> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let examples = prose::examples_of(command);
    let man = Man::new(command.clone().after_help("").after_long_help(""))
        .title(name.to_uppercase())
        .date(RELEASED)
        .source(concat!("provost ", env!("CARGO_PKG_VERSION")))
        .manual("Provost Manual");
    let mut text = Vec::new();
    let mut roff = Roff::default();
    prose::examples(&mut roff, &examples);
    more(&mut roff);
    let written = man.render(&mut text).and_then(|()| text.write_all(roff.to_roff().as_bytes()));
    written.map_err(|error| Error::internal("a man page could not be written").source(error))?;
    Ok(Page { name, roff: text })
}
