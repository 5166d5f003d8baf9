//! `man`

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use crate::cli::commands::export::refuse_within;
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::manual::{Page, page, pages};
use crate::cli::render::{Reply, Text};
use crate::cli::sheet::target::unwritable;
use crate::domain::phrase::counted;
use crate::domain::text::printable;
use crate::domain::{Error, Result};

/// Show the manual
///
/// Shows the man page of the program, or of the command that is named; at a terminal as `man` does, elsewhere as its
/// source. `--folder` writes all pages, for installing them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  provost man\n  provost man user add\n  provost man --folder man/")]
pub struct ManVerb {
    /// The words of the command, such as `user add`
    #[arg(value_name = "COMMAND", conflicts_with = "folder")]
    command: Vec<String>,
    /// Write every page into this folder
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl Verb for ManVerb {
    type Prints = Text;

    fn run<'c>(self, cx: &'c Context<'_>) -> Result<Reply<'c, Self::Prints>> {
        if let Some(folder) = self.folder {
            return write(&folder, cx);
        }
        let page = page(&self.command)?.ok_or_else(|| {
            let typed = printable(&self.command.join(" "));
            Error::not_found(format!("there is no command `{typed}`")).hint("provost --help")
        })?;
        if cx.terminal.stdout && shown(&page) {
            return Ok(Reply::text(String::new()));
        }
        Ok(Reply::text(String::from_utf8_lossy(&page.roff).into_owned()))
    }
}

/// Lets `man` show a page; not so where there is none.
fn shown(page: &Page) -> bool {
    let man = Command::new("man").args(["-l", "-"]).stdin(Stdio::piped()).spawn();
    let Ok(mut man) = man else { return false };
    // Whoever leaves early does not want the rest.
    let _ = man.stdin.take().map(|mut stdin| stdin.write_all(&page.roff));
    man.wait().is_ok_and(|status| status.success())
}

fn write<'c>(folder: &Path, cx: &Context<'_>) -> Result<Reply<'c, Text>> {
    refuse_within(cx)?;
    let pages = pages()?;
    if !cx.app.is_dry {
        put(&pages, folder)?;
    }
    let verb = if cx.app.is_dry { "would write" } else { "wrote" };
    let place = printable(&folder.display().to_string());
    let sentence = format!("{verb} {} to {place}\n", counted(pages.len(), "page"));
    Ok(Reply::text(if cx.globals.quiet { String::new() } else { sentence }))
}

/// Pages are for everybody: they follow the umask.
fn put(pages: &[Page], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    for page in pages {
        let path = folder.join(page.file());
        fs::write(&path, &page.roff).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(())
}
