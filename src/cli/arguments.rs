//! What the values of arguments are: types of the domain, parsed by the grammar with their own errors; and where the
//! values of each type come from, for completion.

use std::any::TypeId;

use clap::builder::{StringValueParser, TryMapValueParser, TypedValueParser as _, ValueParserFactory};
use clap::{Arg, ValueHint};

use super::completion::source::Source;
use super::mark::without_mark;
use super::sheet::format::RowFormat;
use crate::domain::asset_group::BusinessImpact;
use crate::domain::auth_record::AuthTechnology;
use crate::domain::config::ConfigKind;
use crate::domain::deletion::ResultsAnswer;
use crate::domain::host_report::HostReportFormat;
use crate::domain::log::Outcome;
use crate::domain::monitoring::{Approval, ReportEntity, ReportFormat};
use crate::domain::moving::{ConfigsAnswer, GroupsAnswer};
use crate::domain::project_work::{ProjectScanState, ResultState};
use crate::domain::question::SecretQuestion;
use crate::domain::recurrence::{Day, Frequency};
use crate::domain::reference::*;
use crate::domain::register::RegisterState;
use crate::domain::roles::ProjectRole;
use crate::domain::sheet::{OnError, OnExisting};
use crate::domain::tag::{Color, Rule};
use crate::domain::text::Text;
use crate::domain::ticket::TicketState;
use crate::domain::user::NotifyScans;
use crate::domain::zone::ZoneName;
use crate::domain::{
    Action, Address, AddressRange, Error, EventFilter, Given, Level, Line, Login, Moment, MonitoringRole, Name,
    ObjectKind, Permission, Result, Role, When,
};
use crate::service::bulk::BulkKind;

/// A parser of words; its error is one of the domain, which keeps its exit code.
pub type Typed<T> = TryMapValueParser<StringValueParser, fn(String) -> Result<T>>;

/// Parses an argument's value as the domain does: `value_parser = typed(Name::of_unit)`.
pub fn typed<T, F>(parse: F) -> impl clap::builder::TypedValueParser<Value = T>
where
    T: Clone + Send + Sync + 'static,
    F: Fn(&str) -> Result<T> + Clone + Send + Sync + 'static,
{
    StringValueParser::new().try_map(move |word| parse(without_mark(&word)))
}

/// What a verb does with rows, and of which kinds they may be.
pub fn naming_kinds(about: &str) -> String {
    format!("{about}\n\nKIND is one of: {}.", BulkKind::WORDS.join(", "))
}

/// The title of something that has no name of its own.
pub fn title(typed: &str) -> Result<Name> {
    Name::called("title", typed)
}

/// Declares which types arguments may have, and where the values of each come from.
macro_rules! arguments {
    ($($Type:ty => $source:expr),+ $(,)?) => {
        $(impl ValueParserFactory for $Type {
            type Parser = Typed<Self>;
            fn value_parser() -> Self::Parser {
                StringValueParser::new().try_map(|word| without_mark(&word).parse::<Self>().map_err(Error::from))
            }
        })+

        /// Where the values of an argument come from.
        pub fn source(arg: &Arg) -> Source {
            if let Some(kind) = named(arg) {
                return Source::Names(kind);
            }
            let of = arg.get_value_parser().type_id();
            let is_file = matches!(arg.get_value_hint(), ValueHint::FilePath | ValueHint::AnyPath | ValueHint::DirPath);
            match of {
                _ if is_file => Source::Files,
                $(of if of == TypeId::of::<$Type>() || of == TypeId::of::<Given<$Type>>() => $source,)+
                of if of == TypeId::of::<std::path::PathBuf>() => Source::Files,
                _ => Source::Unknown,
            }
        }
    };
}

/// The same for what names an object.
macro_rules! references {
    ($($Name:ident => $kind:ident),+ $(,)?) => {
        $(impl ValueParserFactory for $Name {
            type Parser = Typed<Self>;
            fn value_parser() -> Self::Parser {
                StringValueParser::new().try_map(|word| without_mark(&word).parse::<Self>())
            }
        })+

        fn named(arg: &Arg) -> Option<ObjectKind> {
            let of = arg.get_value_parser().type_id();
            match of {
                $(of if of == TypeId::of::<$Name>() || of == TypeId::of::<Given<$Name>>() => Some(ObjectKind::$kind),)+
                _ => None,
            }
        }
    };
}
for_each_reference!(references);

/// What the arguments of a command name, as far as their types tell.
pub fn names_in(command: &clap::Command, matches: &clap::ArgMatches) -> Vec<(ObjectKind, String)> {
    let Some((word, within)) = matches.subcommand() else {
        let given = |arg: &Arg| matches.get_raw(arg.get_id().as_str()).map(|raw| (source(arg), raw));
        let texts = command.get_arguments().filter_map(given).flat_map(|(of, raw)| raw.map(move |text| (of, text)));
        let named = |(of, text): (Source, &std::ffi::OsStr)| match (of, without_mark(text.to_str()?)) {
            (Source::Names(kind), name) => Some((kind, name.to_owned())),
            (Source::Objects, word) => {
                let (kind, name) = word.split_once(':')?;
                Some((kind.parse().ok()?, name.to_owned()))
            }
            _ => None,
        };
        return texts.filter_map(named).collect();
    };
    command.find_subcommand(word).map_or_else(Vec::new, |command| names_in(command, within))
}

/// What may be cleared by an empty value.
impl<T: Clone + Send + Sync + std::str::FromStr<Err: Into<Error>> + 'static> ValueParserFactory for Given<T> {
    type Parser = Typed<Self>;
    fn value_parser() -> Self::Parser {
        StringValueParser::new().try_map(|word| without_mark(&word).parse::<Self>().map_err(Into::into))
    }
}

arguments! {
    ActionWord => Source::Words(Action::WORDS),
    ObjectWord => Source::Objects,
    OperationRef => Source::Operations,
    RoleWord => Source::Words(Role::WORDS),
    EditionWord => Source::Words(&["standard", "lite"]),
    DeleteWord => Source::Words(&["delete"]),
    SettingWord => Source::Settings,
    CommandWord => Source::Commands,
    Action => Source::Words(Action::WORDS),
    Approval => Source::Words(Approval::WORDS),
    AuthTechnology => Source::Words(AuthTechnology::WORDS),
    BulkKind => Source::Words(BulkKind::WORDS),
    BusinessImpact => Source::Words(BusinessImpact::WORDS),
    Color => Source::Words(Color::WORDS),
    ConfigKind => Source::Words(ConfigKind::WORDS),
    ConfigsAnswer => Source::Words(ConfigsAnswer::WORDS),
    Day => Source::Words(Day::WORDS),
    Frequency => Source::Words(Frequency::WORDS),
    GroupsAnswer => Source::Words(GroupsAnswer::WORDS),
    Level => Source::Words(Level::WORDS),
    MonitoringRole => Source::Words(MonitoringRole::WORDS),
    NotifyScans => Source::Words(NotifyScans::WORDS),
    Outcome => Source::Words(Outcome::WORDS),
    Permission => Source::Words(Permission::WORDS),
    ProjectRole => Source::Words(ProjectRole::WORDS),
    ReportEntity => Source::Words(ReportEntity::WORDS),
    ReportFormat => Source::Words(ReportFormat::WORDS),
    ResultsAnswer => Source::Words(ResultsAnswer::WORDS),
    Role => Source::Words(Role::WORDS),
    SecretQuestion => Source::Words(SecretQuestion::WORDS),
    TicketState => Source::Words(TicketState::WORDS),
    HostReportFormat => Source::Words(HostReportFormat::WORDS),
    RegisterState => Source::Words(RegisterState::WORDS),
    ProjectScanState => Source::Words(ProjectScanState::WORDS),
    ResultState => Source::Words(ResultState::WORDS),
    OnError => Source::Words(OnError::WORDS),
    OnExisting => Source::Words(OnExisting::WORDS),
    RowFormat => Source::Words(RowFormat::WORDS),
    ZoneName => Source::Unknown,
    When => Source::Words(&["now", "today", "yesterday", "op:", "before-op:"]),
    Moment => Source::Words(&["now", "today", "yesterday", "tomorrow"]),
    Address => Source::Unknown,
    AddressRange => Source::Unknown,
    EventFilter => Source::Unknown,
    Line => Source::Unknown,
    Text => Source::Unknown,
    Login => Source::Unknown,
    Name => Source::Unknown,
    Rule => Source::Unknown,
}
