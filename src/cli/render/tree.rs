//! A tree that a person reads: a line, and below it more lines.

use super::cell::safe;
use super::style::{Style, is_command};

/// The fewest columns that text is wrapped to.
const NARROWEST: usize = 20;

/// A line and what hangs on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    label: String,
    branches: Vec<Tree>,
}

impl Tree {
    /// A line with nothing below it.
    pub fn leaf(label: impl Into<String>) -> Self {
        Self { label: label.into(), branches: Vec::new() }
    }

    /// Hangs lines below a heading, if there are any.
    pub fn hang(&mut self, heading: &str, lines: impl IntoIterator<Item = String>) {
        let branches: Vec<Self> = lines.into_iter().map(Self::leaf).collect();
        if !branches.is_empty() {
            self.branches.push(Self { label: heading.to_owned(), branches });
        }
    }

    /// Hangs a whole tree below this line.
    pub fn branch(&mut self, tree: Self) {
        self.branches.push(tree);
    }

    /// The text, drawn with lines where the locale has them; on a terminal, fitted to its width.
    pub fn text(&self, style: &Style) -> String {
        let mut text = style.fitted(&safe(&self.label)) + "\n";
        self.draw("", style, &mut text);
        text
    }

    fn draw(&self, indent: &str, style: &Style, text: &mut String) {
        let (fork, last, bar) = if style.unicode { ("├─ ", "└─ ", "│  ") } else { ("|- ", "`- ", "|  ") };
        for (at, branch) in self.branches.iter().enumerate() {
            let is_last = at + 1 == self.branches.len();
            let below = format!("{indent}{}", if is_last { "   " } else { bar });
            for (line, part) in branch.lines(style, below.chars().count()).iter().enumerate() {
                let before =
                    if line == 0 { format!("{indent}{}", if is_last { last } else { fork }) } else { below.clone() };
                text.push_str(&format!("{before}{part}\n"));
            }
            branch.draw(&below, style, text);
        }
    }

    fn lines(&self, style: &Style, indent: usize) -> Vec<String> {
        let label = safe(&self.label);
        if !style.terminal || is_command(&label) {
            return vec![label];
        }
        let width = usize::from(style.width).saturating_sub(indent).max(NARROWEST);
        textwrap::wrap(&label, width).into_iter().map(|line| line.trim_end().to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::globals::OutputFormat;

    fn plain() -> Style {
        Style {
            format: OutputFormat::Table,
            now: crate::domain::Time(0),
            terminal: false,
            width: 80,
            color: false,
            color_errors: false,
            unicode: false,
            quiet: false,
            fields: Vec::new(),
            spreadsheet: false,
        }
    }

    #[test]
    fn a_long_line_is_wrapped_on_a_terminal_below_its_own_place() {
        let mut tree = Tree::leaf("no: she may not do this here");
        tree.hang("needs", ["one two three four five six".to_owned()]);
        let style = Style { terminal: true, width: 26, ..plain() };
        assert_eq!(
            tree.text(&style),
            "no: she may not do this\n  here\n`- needs\n   `- one two three four\n      five six\n"
        );
    }

    #[test]
    fn a_tree_is_drawn_in_both_alphabets() {
        let mut tree = Tree::leaf("no");
        tree.hang("needs", ["a".to_owned(), "b".to_owned()]);
        tree.hang("nothing", []);
        tree.hang("fixes", ["c".to_owned()]);
        let style = |unicode| Style { unicode, ..plain() };
        assert_eq!(tree.text(&style(true)), "no\n├─ needs\n│  ├─ a\n│  └─ b\n└─ fixes\n   └─ c\n");
        assert_eq!(tree.text(&style(false)), "no\n|- needs\n|  |- a\n|  `- b\n`- fixes\n   `- c\n");
    }
}
