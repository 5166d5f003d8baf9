//! What stands between the output and a terminal: data that could steer it is escaped on its way.

use std::io::{self, Write};

use crate::domain::text::is_forbidden;

/// Writes JSON or CSV so that a terminal shows it and is not steered by it. Elsewhere every byte is exact.
pub struct Screen<'o> {
    out: &'o mut dyn Write,
    is_terminal: bool,
    /// The beginning of a character whose end has not come yet.
    begun: Vec<u8>,
}

impl<'o> Screen<'o> {
    /// A screen if it is one, else nothing but what is behind.
    pub const fn new(out: &'o mut dyn Write, is_terminal: bool) -> Self {
        Self { out, is_terminal, begun: Vec::new() }
    }
}

/// As JSON writes it, where it means the same.
fn escaped(text: &str) -> String {
    let one = |c: char| match c {
        '\n' | '\r' => c.to_string(),
        c if is_forbidden(c) => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(one).collect()
}

impl Write for Screen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_terminal {
            return self.out.write(bytes);
        }
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.begun.len(),
        };
        let rest = self.begun.split_off(whole);
        let text = std::mem::replace(&mut self.begun, rest);
        self.out.write_all(escaped(&String::from_utf8_lossy(&text)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(is_terminal: bool, parts: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let mut screen = Screen::new(&mut out, is_terminal);
        parts.iter().for_each(|part| screen.write_all(part).unwrap());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_terminal_is_not_steered_and_others_get_every_byte() {
        let text = "[\"a\u{9b}2J\u{202e}\"]\r\n";
        assert_eq!(written(false, &[text.as_bytes()]), text);
        assert_eq!(written(true, &[text.as_bytes()]), "[\"a\\u009b2J\\u202e\"]\r\n");
    }

    #[test]
    fn a_character_in_two_parts_stays_one() {
        assert_eq!(written(true, &[b"M\xc3", b"\xbcl\xc2", b"\x9bler"]), "M\u{fc}l\\u009bler");
    }
}
