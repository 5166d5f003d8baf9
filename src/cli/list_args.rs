//! The flags of lists: filters, order, page and free text, typed by the keys of the list.

use std::fmt;
use std::marker::PhantomData;

use clap::builder::{StringValueParser, TypedValueParser as _};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::mark::without_mark;
use crate::domain::query::{Condition, Order};
use crate::service::listing::Request;
use crate::store::listing::{Column, Listed};

/// The flags of a list of `T`; with a free text where the list has no object of its own.
pub struct ListArgs<T, const SEARCHED: bool = true> {
    request: Request,
    rows: PhantomData<fn() -> T>,
}

/// The flags of a list that belongs to an object.
pub type ListOf<T> = ListArgs<T, false>;

impl<T, const SEARCHED: bool> ListArgs<T, SEARCHED> {
    /// What is wanted.
    pub fn into_request(self) -> Request {
        self.request
    }

    /// What is wanted, with conditions of other flags.
    pub fn and(self, more: impl IntoIterator<Item = Condition>) -> Request {
        let mut request = self.request;
        request.conditions.extend(more);
        request
    }
}

impl<T, const SEARCHED: bool> Default for ListArgs<T, SEARCHED> {
    fn default() -> Self {
        Self { request: Request::default(), rows: PhantomData }
    }
}

impl<T, const SEARCHED: bool> fmt::Debug for ListArgs<T, SEARCHED> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

impl<T, const SEARCHED: bool> FromArgMatches for ListArgs<T, SEARCHED> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut args = Self::default();
        args.update_from_arg_matches(matches)?;
        Ok(args)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        let request = &mut self.request;
        request.conditions.extend(matches.get_many::<Condition>("filter").into_iter().flatten().cloned());
        request.order.extend(matches.get_many::<Order>("sort").into_iter().flatten().cloned());
        request.limit = matches.get_one::<usize>("limit").copied();
        request.offset = matches.get_one::<usize>("offset").copied().unwrap_or_default();
        if SEARCHED {
            let words: Vec<&str> =
                matches.get_many::<String>("text").into_iter().flatten().map(String::as_str).collect();
            request.text = Some(words.join(" ")).filter(|text| !text.trim().is_empty());
        }
        Ok(())
    }
}

impl<T: Listed + 'static, const SEARCHED: bool> Args for ListArgs<T, SEARCHED> {
    fn augment_args(command: Command) -> Command {
        let command = if SEARCHED {
            command.arg(
                Arg::new("text")
                    .value_name("TEXT")
                    .num_args(0..)
                    .help("Show only rows that contain this in what names or describes them"),
            )
        } else {
            command
        };
        let filter = StringValueParser::new().try_map(|typed| Condition::parse(without_mark(&typed), keys(T::COLUMNS)));
        let sort = StringValueParser::new().try_map(|typed| Order::parse(without_mark(&typed), keys(T::COLUMNS)));
        let option = |arg: Arg| arg.help_heading("List options");
        command
            .arg(option(
                Arg::new("filter")
                    .long("filter")
                    .value_name("COND")
                    .action(ArgAction::Append)
                    .value_parser(filter)
                    .help("Show only rows that fit, such as 'KEY=VALUE' (repeatable)")
                    .long_help(about_filters(T::COLUMNS)),
            ))
            .arg(option(
                Arg::new("sort")
                    .long("sort")
                    .value_name("KEYS")
                    .action(ArgAction::Append)
                    .value_delimiter(',')
                    .allow_hyphen_values(true)
                    .value_parser(sort)
                    .help("Order by these keys; a `-` before one reverses it"),
            ))
            .arg(option(number("limit", "Show at most this many rows")))
            .arg(option(number("offset", "Leave out this many rows first")))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn number(name: &'static str, about: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("N").value_parser(clap::value_parser!(usize)).help(about)
}

/// The keys of a list.
pub fn keys(columns: &'static [Column]) -> impl Iterator<Item = &'static crate::domain::query::Key> + Clone {
    columns.iter().map(|column| &column.key)
}

/// What the help of a list says of its filters.
fn about_filters(columns: &'static [Column]) -> String {
    let keys = columns.iter().map(|column| {
        let key = column.key;
        format!("{} ({}{})", key.name, key.kind(), if key.is_list { ", several" } else { "" })
    });
    format!(
        "Show only rows that fit: KEY OP VALUE[,VALUE...] with = != ~ !~ < <= > >=. Repeatable; all must hold. \
         `provost help filters` tells it all.\n\nKeys: {}.",
        keys.collect::<Vec<_>>().join(", ")
    )
}
