//! A tree that a person reads: a line, and below it more lines.

use super::cell::safe;

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

    /// The text, drawn with lines where the locale has them.
    pub fn text(&self, unicode: bool) -> String {
        let mut text = format!("{}\n", safe(&self.label));
        self.draw("", unicode, &mut text);
        text
    }

    fn draw(&self, indent: &str, unicode: bool, text: &mut String) {
        let (fork, last, bar) = if unicode { ("├─ ", "└─ ", "│  ") } else { ("|- ", "`- ", "|  ") };
        for (at, branch) in self.branches.iter().enumerate() {
            let is_last = at + 1 == self.branches.len();
            text.push_str(&format!("{indent}{}{}\n", if is_last { last } else { fork }, safe(&branch.label)));
            branch.draw(&format!("{indent}{}", if is_last { "   " } else { bar }), unicode, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_drawn_in_both_alphabets() {
        let mut tree = Tree::leaf("no");
        tree.hang("needs", ["a".to_owned(), "b".to_owned()]);
        tree.hang("nothing", []);
        tree.hang("fixes", ["c".to_owned()]);
        assert_eq!(tree.text(true), "no\n├─ needs\n│  ├─ a\n│  └─ b\n└─ fixes\n   └─ c\n");
        assert_eq!(tree.text(false), "no\n|- needs\n|  |- a\n|  `- b\n`- fixes\n   `- c\n");
    }
}
