//! Records of CSV (RFC 4180).

use std::io::Write;

use super::closing::io_error;
use crate::domain::{Error, Result};

/// Characters with which a cell begins that a spreadsheet runs as a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What keeps a spreadsheet from running the rest of a cell.
const TAMER: char = '\'';

/// Whether a spreadsheet would run a cell, or would once it is tamed no more.
fn is_wild(cell: &str) -> bool {
    cell.trim_start_matches(TAMER).starts_with(FORMULA)
}

/// A cell as it was before it was kept from a spreadsheet.
pub fn untamed(cell: &str) -> &str {
    cell.strip_prefix(TAMER).filter(|_| is_wild(cell)).unwrap_or(cell)
}

/// How records are written.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// What separates cells.
    pub delimiter: u8,
    /// Whether cells that a spreadsheet would run are kept from it.
    pub is_tame: bool,
}

impl Dialect {
    /// Separated by commas, every byte as it is.
    pub const EXACT: Self = Self { delimiter: b',', is_tame: false };

    /// Writes the header; a spreadsheet tells by a mark before it how names are encoded.
    pub fn write_header(self, out: &mut dyn Write, names: impl Iterator<Item = String>) -> Result<()> {
        if self.is_tame {
            out.write_all("\u{feff}".as_bytes()).map_err(io_error)?;
        }
        self.write(out, names)
    }

    /// Writes one record: lines end as Unix tools take them, and for a spreadsheet as it does.
    pub fn write(self, out: &mut dyn Write, cells: impl Iterator<Item = String>) -> Result<()> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.delimiter)
            .terminator(if self.is_tame { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .from_writer(Vec::with_capacity(256));
        let tame = |cell: String| if self.is_tame && is_wild(&cell) { format!("{TAMER}{cell}") } else { cell };
        let line = writer.write_record(cells.map(tame)).ok().and_then(|()| writer.into_inner().ok());
        let line = line.ok_or_else(|| Error::internal("a line of CSV could not be written"))?;
        out.write_all(&line).map_err(io_error)
    }
}
