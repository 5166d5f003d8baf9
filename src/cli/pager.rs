//! What is longer than the screen goes through a pager.

use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// What is used where nothing is named: it ends by itself where all fits, keeps colours, and leaves the screen as it is.
const DEFAULT: &str = "less -FRX";

/// The pager that is wanted, as words: named ones in their order, of which an empty one or `cat` wants none.
pub fn wanted(named: impl IntoIterator<Item = Option<String>>) -> Option<Vec<String>> {
    let line = named.into_iter().flatten().next().unwrap_or_else(|| DEFAULT.to_owned());
    let words = shell_words::split(&line).ok()?;
    words.first().is_some_and(|program| program != "cat").then_some(words)
}

/// Keeps what is written until it is longer than the screen; then a pager takes it.
pub struct Paged<'o> {
    out: &'o mut dyn Write,
    /// The pager, and how many lines the screen has; none: everything goes straight out.
    pager: Option<(Vec<String>, usize)>,
    kept: Vec<u8>,
    lines: usize,
    running: Option<(Child, ChildStdin)>,
}

impl<'o> Paged<'o> {
    pub const fn new(out: &'o mut dyn Write, pager: Option<(Vec<String>, usize)>) -> Self {
        Self { out, pager, kept: Vec::new(), lines: 0, running: None }
    }

    /// Begins to page; where that cannot be, the rest goes straight out.
    fn begin(&mut self) -> io::Result<()> {
        let child = self.pager.take().and_then(|(words, _)| {
            let (program, args) = words.split_first()?;
            Command::new(program).args(args).stdin(Stdio::piped()).spawn().ok()
        });
        if let Some(mut child) = child
            && let Some(stdin) = child.stdin.take()
        {
            self.running = Some((child, stdin));
        }
        let kept = std::mem::take(&mut self.kept);
        self.put(&kept)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.running {
            Some((_, stdin)) => stdin.write_all(bytes),
            None => self.out.write_all(bytes),
        }
    }

    /// Writes what was kept, or waits until it has been read.
    pub fn finish(mut self) -> io::Result<()> {
        let kept = std::mem::take(&mut self.kept);
        self.put(&kept)?;
        self.out.flush()?;
        if let Some((mut child, stdin)) = self.running.take() {
            drop(stdin);
            child.wait()?;
        }
        Ok(())
    }
}

impl Write for Paged<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some((_, screen)) = self.pager else {
            self.put(bytes)?;
            return Ok(bytes.len());
        };
        self.kept.extend_from_slice(bytes);
        self.lines += bytes.iter().filter(|byte| **byte == b'\n').count();
        if self.lines >= screen {
            self.begin()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.running {
            Some((_, stdin)) => stdin.flush(),
            None => self.out.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paged(text: &str, screen: usize) -> String {
        let mut out = Vec::new();
        let mut paged = Paged::new(&mut out, Some((vec!["false".to_owned()], screen)));
        // A pager that leaves early closes the pipe.
        let _ = paged.write_all(text.as_bytes());
        let _ = paged.finish();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_fits_goes_straight_out_and_what_is_longer_does_not() {
        assert_eq!(paged("a\nb\n", 3), "a\nb\n");
        assert_eq!(paged("a\nb\nc\n", 3), "");
    }

    #[test]
    fn the_first_that_is_named_is_taken() {
        let some = |words: &str| Some(words.to_owned());
        assert_eq!(wanted([None, some("more -d"), some("less")]).unwrap(), ["more", "-d"]);
        assert_eq!(wanted([None]).unwrap(), ["less", "-FRX"]);
        assert_eq!(wanted([some("cat"), some("less")]), None);
        assert_eq!(wanted([some("")]), None);
    }

    #[test]
    fn without_a_pager_nothing_is_lost() {
        let mut out = Vec::new();
        let mut paged = Paged::new(&mut out, Some((vec!["/nowhere/pager".to_owned()], 1)));
        paged.write_all(b"a\nb\n").unwrap();
        paged.finish().unwrap();
        assert_eq!(out, b"a\nb\n");
    }
}
