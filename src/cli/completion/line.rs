//! A command line that is being typed: what has been said, and what is to come.

use clap::{Arg, Command};

use crate::cli::commands::habits::known;

/// What is to come where the cursor stands.
#[derive(Debug)]
pub enum Wanted<'g> {
    /// A noun or verb of this command.
    Word(&'g Command),
    /// A flag of this command; the globals are the grammar's.
    Flag(&'g Command),
    /// A value; `head` is what stands before it in the same word, such as `--to=`.
    Value {
        /// What takes it.
        arg: &'g Arg,
        /// What stands before it.
        head: String,
    },
    /// Nothing that is known of.
    Nothing,
}

/// The line as far as it goes.
#[derive(Debug)]
pub struct TypedLine<'g> {
    /// The words of the command, such as `user` and `show`.
    pub path: Vec<&'g str>,
    /// What has been said, by argument, in the order of the line.
    pub said: Vec<(&'g str, String)>,
    /// What is to come.
    pub wanted: Wanted<'g>,
    /// What has been typed of it.
    pub typed: String,
}

impl<'g> TypedLine<'g> {
    /// Reads the words behind the program's name; the last one is being typed.
    pub fn read(grammar: &'g Command, words: &[String]) -> Self {
        let (current, before) = words.split_last().map_or((String::new(), words), |(last, rest)| (last.clone(), rest));
        let mut walk = Walk {
            grammar,
            command: grammar,
            path: Vec::new(),
            said: Vec::new(),
            open: None,
            positionals: 0,
            only_values: false,
            is_lost: false,
        };
        before.iter().for_each(|word| walk.step(word));
        walk.end(&current)
    }

    /// What has been said for an argument.
    pub fn said(&self, arg: &str) -> impl Iterator<Item = &str> {
        self.said.iter().filter(move |(id, _)| *id == arg).map(|(_, value)| value.as_str())
    }
}

struct Walk<'g> {
    grammar: &'g Command,
    command: &'g Command,
    path: Vec<&'g str>,
    said: Vec<(&'g str, String)>,
    /// The flag whose value comes next.
    open: Option<&'g Arg>,
    positionals: usize,
    /// Whether `--` has been passed.
    only_values: bool,
    /// Whether there was a word where a command should be.
    is_lost: bool,
}

impl<'g> Walk<'g> {
    fn step(&mut self, word: &str) {
        if let Some(arg) = self.open.take() {
            self.said.push((arg.get_id().as_str(), word.to_owned()));
        } else if word == "--" {
            self.only_values = true;
        } else if self.is_flag(word) {
            self.flag(word);
        } else if let Some(command) = self.command.find_subcommand(known(&self.path, word).unwrap_or(word)) {
            self.command = command;
            self.path.push(command.get_name());
        } else if self.command.has_subcommands() {
            self.is_lost = true;
        } else if let Some(arg) = self.positional() {
            self.positionals += 1;
            self.said.push((arg.get_id().as_str(), word.to_owned()));
        }
    }

    fn is_flag(&self, word: &str) -> bool {
        !self.only_values && word.len() > 1 && word.starts_with('-')
    }

    fn flag(&mut self, word: &str) {
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        let Some(arg) = self.named(name).filter(|arg| arg.get_action().takes_values()) else { return };
        match value {
            Some(value) => self.said.push((arg.get_id().as_str(), value.to_owned())),
            None => self.open = Some(arg),
        }
    }

    /// The argument of a flag as typed, the command's own or a global one.
    fn named(&self, flag: &str) -> Option<&'g Arg> {
        let is = |arg: &&Arg| match flag.strip_prefix("--") {
            Some(long) => arg.get_long() == Some(long),
            None => arg.get_short() == flag.chars().nth(1),
        };
        self.command.get_arguments().find(is).or_else(|| self.grammar.get_arguments().find(is))
    }

    /// The argument of the next value that stands alone; the last one may take many.
    fn positional(&self) -> Option<&'g Arg> {
        let mut all = self.command.get_positionals();
        let many = |arg: &&Arg| arg.get_num_args().is_some_and(|count| count.max_values() > 1);
        all.nth(self.positionals).or_else(|| self.command.get_positionals().last().filter(many))
    }

    fn end(self, current: &str) -> TypedLine<'g> {
        let (wanted, typed) = self.wanted(current);
        TypedLine { path: self.path, said: self.said, wanted, typed }
    }

    fn wanted(&self, current: &str) -> (Wanted<'g>, String) {
        let typed = current.to_owned();
        if self.is_lost {
            return (Wanted::Nothing, typed);
        }
        if let Some(arg) = self.open {
            return (Wanted::Value { arg, head: String::new() }, typed);
        }
        if self.is_flag(current)
            && let Some((name, value)) = current.split_once('=')
        {
            let value = value.to_owned();
            return match self.named(name) {
                Some(arg) => (Wanted::Value { arg, head: format!("{name}=") }, value),
                None => (Wanted::Nothing, value),
            };
        }
        if !self.only_values && current.starts_with('-') {
            return (Wanted::Flag(self.command), typed);
        }
        if self.command.has_subcommands() {
            return (Wanted::Word(self.command), typed);
        }
        (self.positional().map_or(Wanted::Nothing, |arg| Wanted::Value { arg, head: String::new() }), typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::commands::grammar;

    fn wanted(words: &str) -> String {
        let grammar = grammar();
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        let line = TypedLine::read(&grammar, &words);
        let what = match line.wanted {
            Wanted::Word(command) => format!("word of {}", command.get_name()),
            Wanted::Flag(command) => format!("flag of {}", command.get_name()),
            Wanted::Value { arg, head } => format!("{head}{}", arg.get_id()),
            Wanted::Nothing => "nothing".to_owned(),
        };
        format!("{}: {what}: {}", line.path.join(" "), line.typed)
    }

    #[test]
    fn the_place_of_the_cursor_tells_what_is_to_come() {
        assert_eq!(wanted("us"), ": word of provost: us");
        assert_eq!(wanted("user "), "user: word of user: ");
        assert_eq!(wanted("tag sh"), "tags: word of tags: sh");
        assert_eq!(wanted("user show a"), "user show: login: a");
        assert_eq!(wanted("--db x.db bu move a b --to E"), "bu move: to: E");
        assert_eq!(wanted("bu move a b --to=E"), "bu move: --to=to: E");
        assert_eq!(wanted("bu move a b "), "bu move: users: ");
        assert_eq!(wanted("bu move a --js"), "bu move: flag of move: --js");
        assert_eq!(wanted("group assign G -- -x"), "group assign: users: -x");
        assert_eq!(wanted("bu list -o "), "bu list: output: ");
        assert_eq!(wanted("bu show X "), "bu show: nothing: ");
        assert_eq!(wanted("fim rule sh"), "fim rule: word of rule: sh");
    }
}
