//! How wide the columns of a table are on a terminal: no word is broken inside, whatever there is to show.

/// Where a header may go on below.
const HEADER_BREAKS: &[char] = &['_', '-', '.', ':'];
/// Where a cell may, beside blanks.
const CELL_BREAKS: &[char] = &['/', '\\', ','];

/// A column as it is to be fitted.
#[derive(Debug, Clone)]
pub struct Span {
    /// As wide as its widest cell.
    pub natural: usize,
    /// As wide as its longest word.
    pub least: usize,
    /// Whether it stays whole as long as it can.
    pub is_rigid: bool,
}

impl Span {
    /// Of a header and its cells.
    pub fn of<'c>(header: &str, cells: impl Iterator<Item = &'c str>, is_rigid: bool) -> Self {
        let mut span = Self { natural: width(header), least: longest(header, HEADER_BREAKS), is_rigid };
        for cell in cells {
            span.natural = span.natural.max(width(cell));
            span.least = span.least.max(longest(cell, CELL_BREAKS));
        }
        span
    }
}

/// The widths of columns that fit a screen with gaps between them; none where their words do not.
pub fn widths(spans: &[Span], screen: usize, gap: usize) -> Option<Vec<usize>> {
    let room = screen.checked_sub(gap * spans.len().saturating_sub(1))?;
    let mut widths: Vec<usize> = spans.iter().map(|span| span.least).collect();
    let mut left = room.checked_sub(widths.iter().sum())?;
    // Rigid columns grow first, those that lack least before the others; then the rest share what is left.
    for is_rigid in [true, false] {
        let mut places: Vec<usize> =
            (0..spans.len()).filter(|at| spans.get(*at).is_some_and(|span| span.is_rigid == is_rigid)).collect();
        places.sort_by_key(|at| spans.get(*at).map_or(0, |span| span.natural - span.least));
        let count = places.len();
        for (done, at) in places.into_iter().enumerate() {
            let (Some(span), Some(width)) = (spans.get(at), widths.get_mut(at)) else { continue };
            let share = if is_rigid { left } else { left / (count - done) };
            let grown = (span.natural - span.least).min(share);
            *width += grown;
            left -= grown;
        }
    }
    Some(widths)
}

/// A header in lines of that width.
pub fn header_lines(text: &str, width: usize) -> String {
    lines(text, width, HEADER_BREAKS)
}

/// A cell in lines of that width.
pub fn cell_lines(text: &str, width: usize) -> String {
    lines(text, width, CELL_BREAKS)
}

fn lines(text: &str, width: usize, breaks: &[char]) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for part in text.split('\n').enumerate().flat_map(|(at, line)| {
        let first = (at > 0).then_some("\n");
        first.into_iter().chain(pieces(line, breaks))
    }) {
        let Some(line) = lines.last_mut() else { break };
        if part == "\n" {
            lines.push(String::new());
        } else if line.is_empty() || self::width(line) + self::width(part.trim_end()) <= width {
            line.push_str(part);
        } else {
            lines.push(part.to_owned());
        }
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// The pieces of a text, each with the break behind it.
fn pieces<'t>(text: &'t str, breaks: &'t [char]) -> impl Iterator<Item = &'t str> {
    text.split_inclusive(move |c: char| c == ' ' || breaks.contains(&c))
}

fn longest(text: &str, breaks: &[char]) -> usize {
    text.lines().flat_map(|line| pieces(line, breaks)).map(|piece| width(piece.trim_end())).max().unwrap_or(0)
}

fn width(text: &str) -> usize {
    text.lines().map(textwrap::core::display_width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(natural: usize, least: usize, is_rigid: bool) -> Span {
        Span { natural, least, is_rigid }
    }

    #[test]
    fn what_fits_is_as_wide_as_it_is() {
        assert_eq!(widths(&[span(10, 5, true), span(20, 5, false)], 40, 2).unwrap(), [10, 20]);
    }

    #[test]
    fn soft_columns_give_way_first_and_no_word_is_ever_broken() {
        assert_eq!(widths(&[span(10, 5, true), span(40, 8, false)], 32, 2).unwrap(), [10, 20]);
        assert_eq!(widths(&[span(10, 5, true), span(40, 8, false)], 17, 2).unwrap(), [7, 8]);
        assert_eq!(widths(&[span(10, 5, true), span(40, 8, false)], 14, 2), None);
    }

    #[test]
    fn headers_and_cells_go_on_below_where_a_word_ends() {
        assert_eq!(header_lines("last_login_at", 6), "last_\nlogin_\nat");
        assert_eq!(header_lines("last_login_at", 11), "last_login_\nat");
        assert_eq!(cell_lines("Head of Sales", 8), "Head of\nSales");
        assert_eq!(cell_lines("/etc/ssh/sshd_config", 12), "/etc/ssh/\nsshd_config");
        assert_eq!(Span::of("a_bc", ["ann.keller@x y"].into_iter(), true).least, 12);
    }
}
