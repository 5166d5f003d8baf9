//! Which line a byte stands on, in a text that is read as a stream.

use std::collections::VecDeque;
use std::io::{BufRead, Read};

/// What is known of the lines that have been read.
#[derive(Debug, Default)]
pub struct Lines {
    /// Where lines that are not empty begin, with their numbers; those gone over are forgotten.
    starts: VecDeque<(u64, u64)>,
    /// How many quotes there were.
    pub quotes: u64,
    pub last_quote: u64,
    /// Whether the last line has begun and not ended.
    pub is_open: bool,
}

impl Lines {
    /// The line of the record that begins at a byte, line ends before it gone over; bytes must come in order.
    pub fn of(&mut self, byte: u64) -> u64 {
        while self.starts.len() > 1 && self.starts.front().is_some_and(|(start, _)| *start < byte) {
            self.starts.pop_front();
        }
        self.starts.front().map_or(1, |(_, line)| *line)
    }
}

/// A reader that notes where lines begin.
pub struct LineReader<R> {
    inner: R,
    /// Shared with whoever asks for lines.
    lines: std::rc::Rc<std::cell::RefCell<Lines>>,
    byte: u64,
    line: u64,
    /// The byte before, with which a line end may begin.
    before: u8,
    in_line: bool,
}

impl<R: BufRead> LineReader<R> {
    /// Reads from the beginning of a line on, which has that number.
    pub fn new(inner: R, line: u64, lines: std::rc::Rc<std::cell::RefCell<Lines>>) -> Self {
        Self { inner, lines, byte: 0, line, before: 0, in_line: false }
    }
}

impl<R: BufRead> Read for LineReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let mut lines = self.lines.borrow_mut();
        for byte in buffer.iter().take(count) {
            match byte {
                b'\n' | b'\r' => {
                    // A line end of two bytes is one.
                    self.line += u64::from(!(*byte == b'\n' && self.before == b'\r'));
                    self.in_line = false;
                }
                _ if !self.in_line => {
                    lines.starts.push_back((self.byte, self.line));
                    self.in_line = true;
                }
                _ => {}
            }
            if *byte == b'"' {
                lines.quotes += 1;
                lines.last_quote = self.line;
            }
            self.before = *byte;
            self.byte += 1;
        }
        lines.is_open = self.in_line;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_on_their_lines_whatever_ends_them() {
        for (text, at) in [("a\nb\n\nc", [0, 2, 4]), ("a\r\nb\r\n\r\nc", [0, 2, 5]), ("a\rb\r\rc", [0, 2, 4])] {
            let lines = std::rc::Rc::default();
            LineReader::new(text.as_bytes(), 1, std::rc::Rc::clone(&lines)).read_to_end(&mut Vec::new()).unwrap();
            let mut lines = lines.borrow_mut();
            assert_eq!(at.map(|byte| lines.of(byte)), [1, 2, 4], "{text:?}");
        }
    }
}
