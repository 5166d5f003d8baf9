//! Long examples in help, folded as a shell takes them.

/// The longest line of an example, in columns.
const WIDTH: usize = 78;
const BELOW: &str = "      ";

/// Folds the commands of a text that are longer than a line at blanks outside quotes, with a backslash before each
/// line end.
pub fn fold(text: &str) -> String {
    let one = |line: &str| if line.trim_start().starts_with("provost ") { command(line) } else { line.to_owned() };
    text.lines().map(one).collect::<Vec<_>>().join("\n")
}

fn command(line: &str) -> String {
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in words(line) {
        // The last column of a line that goes on is for the backslash.
        if !current.trim().is_empty() && current.chars().count() + word.chars().count() > WIDTH - 2 {
            lines.push(current.trim_end().to_owned());
            current = BELOW.to_owned();
        }
        current.push_str(word);
    }
    lines.push(current.trim_end().to_owned());
    lines.join(" \\\n")
}

/// The words of a line, each with the blanks behind it; what is quoted is one word.
fn words(line: &str) -> Vec<&str> {
    let mut quote = None;
    let mut before = ' ';
    let mut starts = vec![0];
    for (at, sign) in line.char_indices() {
        match quote {
            None if matches!(sign, '\'' | '"') => quote = Some(sign),
            Some(open) if open == sign => quote = None,
            _ => {}
        }
        if quote.is_none_or(|open| open == sign) && before == ' ' && sign != ' ' && at > 0 {
            starts.push(at);
        }
        before = if quote.is_some() { sign.max('!') } else { sign };
    }
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| line.get(*start..end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_command_is_folded_so_that_it_can_be_pasted() {
        let long = "Examples:\n  provost auth-record add 'Frankfurt root' --technology unix --target 'Frankfurt Core' --account root\n  provost bu list";
        let folded = fold(long);
        assert!(folded.lines().all(|line| line.chars().count() <= WIDTH), "{folded}");
        assert!(folded.contains("--target \\\n      'Frankfurt Core' --account root"), "{folded}");
        let words = |text: &str| shell_words::split(&text.replace("\\\n", "")).unwrap();
        assert_eq!(words(&folded), words(long));
    }
}
