//! One run of the program: parse, work, print, exit code.

use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Duration;

use clap::ValueEnum;
use clap::error::ErrorKind;

use super::commands::habits::named_in;
use super::commands::{self, Cli, suggestion};
use super::config_file::{ConfigFile, MailConfig, parse_output};
use super::context::Context;
use super::environment::Environment;
use super::globals::{ColorChoice, Globals, OutputFormat};
use super::keyring::FileKeyring;
use super::pager::{self, Paged};
use super::render::closing::CLOSED_PIPE;
use super::render::screen::Screen;
use super::render::standing::Standing;
use super::render::{self, Style};
use super::server_address;
use crate::domain::{Error, Kind, Result};
use crate::service::ports::Client;
use crate::service::{App, Reader};
use crate::store::Location;
use crate::store::safety::SafetyCopies;

/// Runs one command; gives the exit code.
pub fn run(env: Environment<'_>) -> u8 {
    let asked = Asked::of(&env);
    let own = |word: &str| ConfigFile::read(&Folders::new(&env).config).ok()?.alias(word);
    let cli = match commands::parse(&env.args, own) {
        Ok(cli) => cli,
        Err(error) => return grammar(&error, &asked.or_configured(&env).style(&env), env),
    };
    let early = asked.style(&env);
    match Session::prepare(cli, env, &early) {
        Ok(session) => session.run(),
        Err((error, stderr)) => fail(&error, &early, stderr),
    }
}

/// How output is wanted, as far as that is known before the arguments are parsed.
struct Asked {
    format: Option<OutputFormat>,
    color: Option<ColorChoice>,
}

impl Asked {
    /// What the words and the environment say.
    fn of(env: &Environment<'_>) -> Self {
        let mut words = env.args.iter().filter_map(|arg| arg.to_str()).take_while(|arg| *arg != "--").peekable();
        let mut asked =
            Self { format: (env.var)("PROVOST_OUTPUT").and_then(|word| parse_output(&word).ok()), color: None };
        while let Some(word) = words.next() {
            let next = words.peek().copied();
            let color = if word == "--color" { next } else { word.strip_prefix("--color=") };
            asked.color = color.and_then(|word| <ColorChoice as ValueEnum>::from_str(word, true).ok()).or(asked.color);
            let format = match word {
                "--json" => Some("json"),
                "--output" => next,
                _ => word.strip_prefix("--output=").or_else(|| short_output(word, next)),
            };
            asked.format = format.and_then(|word| parse_output(word).ok()).or(asked.format);
        }
        asked
    }

    /// The same, with what the configuration file names, if nothing else does.
    fn or_configured(mut self, env: &Environment<'_>) -> Self {
        if let Ok(file) = ConfigFile::read(&Folders::new(env).config) {
            self.format = self.format.or_else(|| file.output().ok().flatten());
            self.color = self.color.or_else(|| file.color().ok().flatten());
        }
        self
    }

    fn style(&self, env: &Environment<'_>) -> Style {
        let color = self.color.unwrap_or(ColorChoice::Auto);
        Style {
            format: self.format.unwrap_or(OutputFormat::Table),
            now: env.clock.now(),
            terminal: env.terminal.stdout,
            width: env.terminal.columns(),
            color: wants_color(color, env, env.terminal.stdout),
            color_errors: wants_color(color, env, env.terminal.stderr),
            unicode: is_utf8(env),
            quiet: false,
            fields: Vec::new(),
            spreadsheet: false,
        }
    }
}

/// The value of `-o` in a word such as `-ojson`, `-o=json` or, behind other short flags, `-nyo json`.
fn short_output<'w>(word: &'w str, next: Option<&'w str>) -> Option<&'w str> {
    let (flags, value) = word.strip_prefix('-')?.split_once('o')?;
    let value = value.strip_prefix('=').unwrap_or(value);
    flags.chars().all(|flag| "nqy".contains(flag)).then_some(if value.is_empty() { next? } else { value })
}

fn wants_color(choice: ColorChoice, env: &Environment<'_>, terminal: bool) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            let no_color = (env.var)("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = (env.var)("TERM").as_deref() == Some("dumb");
            terminal && !no_color && !dumb
        }
    }
}

fn is_utf8(env: &Environment<'_>) -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| (env.var)(name).filter(|value| !value.is_empty()));
    locale.is_some_and(|locale| locale.to_lowercase().replace('-', "").contains("utf8"))
}

/// Help and version go to standard output; everything else about the grammar is a usage error.
fn grammar(error: &clap::Error, style: &Style, env: Environment<'_>) -> u8 {
    let rendered = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let mut text = rendered.to_string();
            if named_in(&env.args).path.is_empty() && error.kind() == ErrorKind::DisplayHelp {
                text.push_str(&own_commands(&env));
            }
            let pager = pager(&env, false);
            let mut out = Paged::new(env.stdout, pager);
            // A closed pipe ends quietly.
            let _ = out.write_all(text.as_bytes()).and_then(|()| out.finish());
            0
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if style.format.is_table() => {
            let _ = write!(env.stderr, "{rendered}");
            Kind::Usage.exit_code()
        }
        _ => fail(&usage_error(error, &env.args), style, env.stderr),
    }
}

/// The aliases of one's own, for the help of the program.
fn own_commands(env: &Environment<'_>) -> String {
    let file = ConfigFile::read(&Folders::new(env).config).unwrap_or_default();
    let lines: String = file.alias.iter().map(|(name, line)| format!("  {name:<18}  {line}\n")).collect();
    if lines.is_empty() { lines } else { format!("\nYour own (config.toml):\n{lines}") }
}

/// The pager, and the height of the screen, where what is read is paged.
fn pager(env: &Environment<'_>, unwanted: bool) -> Option<(Vec<String>, usize)> {
    let height = env.terminal.height.filter(|_| env.terminal.stdout && env.terminal.stdin && !unwanted)?;
    let file = ConfigFile::read(&Folders::new(env).config).unwrap_or_default();
    let words = pager::wanted([(env.var)("PROVOST_PAGER"), file.pager, (env.var)("PAGER")])?;
    Some((words, height.into()))
}

/// The grammar's error in our own words: its sentence, its tips as hints; that of a value as the domain words it.
pub(super) fn usage_error(error: &clap::Error, args: &[OsString]) -> Error {
    if error.kind() == ErrorKind::InvalidSubcommand {
        return suggestion::unknown(&named_in(args));
    }
    if let Some(own) = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Error>()) {
        return own.clone();
    }
    let text = error.render().to_string();
    let mut paragraphs = text.trim().split("\n\n");
    let first = paragraphs.next().unwrap_or_default().trim().trim_start_matches("error:").trim();
    let sentence = first.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace('\'', "`");
    let mut usage =
        Error::usage(if sentence.is_empty() { "the arguments are incomplete".to_owned() } else { sentence });
    for line in text.lines().map(str::trim) {
        if let Some(tip) = line.strip_prefix("tip:") {
            usage = usage.hint(tip.trim().replace('\'', "`"));
        }
        if let Some(synopsis) = line.strip_prefix("Usage:") {
            let words = synopsis.split_whitespace().take_while(|word| !word.starts_with(['[', '<', '-', '{']));
            usage = usage.hint(format!("{} --help", words.collect::<Vec<_>>().join(" ")));
        }
    }
    usage
}

fn fail(error: &Error, style: &Style, stderr: &mut dyn Write) -> u8 {
    if error.code == CLOSED_PIPE {
        return 0;
    }
    // If even the error cannot be printed, the exit code still tells.
    let _ = render::error::print(error, style, stderr);
    error.kind.exit_code()
}

/// A parsed command with its surroundings.
struct Session<'e> {
    cli: Cli,
    env: Environment<'e>,
    database: Location,
    wait: Duration,
    style: Style,
    keyring: FileKeyring,
    client: Client,
    mail: MailConfig,
    spool: PathBuf,
    safety_copies: SafetyCopies,
}

/// What flags, environment and configuration file come to.
struct Settled {
    database: Location,
    wait: Duration,
    style: Style,
    keyring: FileKeyring,
    mail: MailConfig,
    spool: PathBuf,
    safety_copies: SafetyCopies,
}

impl<'e> Session<'e> {
    fn prepare(cli: Cli, env: Environment<'e>, early: &Style) -> std::result::Result<Self, (Error, &'e mut dyn Write)> {
        match Self::settle(&cli, &env, early) {
            Ok(Settled { database, wait, style, keyring, mail, spool, safety_copies }) => {
                let client = client(&env);
                Ok(Self { cli, env, database, wait, style, keyring, client, mail, spool, safety_copies })
            }
            Err(error) => Err((error, env.stderr)),
        }
    }

    /// Flags, then environment variables, then the configuration file, then what is built in.
    fn settle(cli: &Cli, env: &Environment<'_>, early: &Style) -> Result<Settled> {
        let folders = Folders::new(env);
        let file = ConfigFile::read(&folders.config)?;
        let globals = &cli.globals;
        let typed = globals
            .db
            .clone()
            .or_else(|| (env.var)("PROVOST_DB").filter(|path| !path.is_empty()).map(PathBuf::from))
            .or_else(|| file.db.clone())
            .unwrap_or_else(|| folders.data.join("provost").join("provost.db"));
        let database = server_address::read(typed, env.var)?;
        let spool = database.spool(&folders.data.join("provost"));
        let color = globals.color.or(file.color()?).unwrap_or(ColorChoice::Auto);
        let style = Style {
            format: output_format(globals, env, &file)?,
            color: wants_color(color, env, env.terminal.stdout),
            color_errors: wants_color(color, env, env.terminal.stderr),
            quiet: globals.quiet,
            fields: globals.fields.clone(),
            spreadsheet: globals.spreadsheet,
            ..early.clone()
        };
        let wait = Duration::from_secs(globals.wait.or(file.wait).unwrap_or(5).into());
        let keyring = FileKeyring::new(folders.state.join("provost"), given_token(env)?);
        Ok(Settled { database, wait, style, keyring, mail: file.mail, spool, safety_copies: file.safety_copies.into() })
    }

    fn run(self) -> u8 {
        let Self { cli, env, database, wait, style, keyring, client, mail, spool, safety_copies } = self;
        let pager = pager(&env, cli.globals.no_pager);
        let reason = cli
            .globals
            .reason
            .clone()
            .or_else(|| (env.var)("PROVOST_REASON"))
            .filter(|reason| !reason.trim().is_empty());
        let app = App {
            database,
            wait,
            allow_insecure: cli.globals.allow_insecure_file,
            clock: env.clock,
            random: env.random,
            keyring: &keyring,
            client,
            reason,
            is_dry: cli.globals.dry_run,
            reader: match (style.format.is_table() && style.fields.is_empty(), style.quiet) {
                (false, _) => Reader::Program,
                (true, false) => Reader::Person,
                (true, true) => Reader::Nobody,
            },
            within: None,
            at: cli.globals.at,
            named: &cli.named,
        };
        let context = Context {
            app,
            globals: cli.globals,
            terminal: env.terminal,
            clock: env.clock,
            random: env.random,
            format: style.format,
            temporary: PathBuf::from((env.var)("TMPDIR").unwrap_or_else(|| "/tmp".to_owned())),
            mail,
            machine: env.machine,
            spool,
            safety_copies,
            is_idle: Cell::new(false),
            os_user: env.os_user,
            var: env.var,
            prompt: env.prompt,
            stdin: RefCell::new(env.stdin),
            stderr: RefCell::new(env.stderr),
        };
        let is_data_on_screen = style.terminal && !style.format.is_table();
        let checked = context.check_flags(&cli.command);
        let output = checked.and_then(|()| cli.command.run(&context));
        let is_read = output.as_ref().is_ok_and(render::Output::is_read);
        let standing = output.as_ref().ok().and_then(Standing::of);
        let mut paged = Paged::new(env.stdout, pager.filter(|_| is_read));
        let mut out = BufWriter::new(Screen::new(&mut paged, is_data_on_screen));
        let result = output.and_then(|output| {
            let mut err = Vec::new();
            let reveals = output.reveals();
            let mut result = render::print(output, &style, &mut out, &mut err);
            // Where both go to one terminal, what there is to say beside a result comes after it; a secret comes last.
            if !reveals {
                result = result.and_then(|code| out.flush().map_err(render::closing::io_error).map(|()| code));
            }
            let _ = context.stderr.borrow_mut().write_all(&err);
            result
        });
        let flushed = out.flush().map_err(render::closing::io_error);
        drop(out);
        let flushed = flushed.and_then(|()| paged.finish().map_err(render::closing::io_error));
        match result.and_then(|code| flushed.map(|()| code)) {
            Ok(code) => {
                context.tell_what_is_not_kept();
                code
            }
            Err(error) if let Some(standing) = standing => {
                fail(&standing.lost(error), &style, *context.stderr.borrow_mut())
            }
            Err(error) => fail(&error, &style, *context.stderr.borrow_mut()),
        }
    }
}

fn output_format(globals: &Globals, env: &Environment<'_>, file: &ConfigFile) -> Result<OutputFormat> {
    if globals.json {
        return Ok(OutputFormat::Json);
    }
    if let Some(format) = globals.output {
        return Ok(format);
    }
    match (env.var)("PROVOST_OUTPUT").filter(|word| !word.is_empty()) {
        Some(word) => parse_output(&word),
        None => Ok(file.output()?.unwrap_or(OutputFormat::Table)),
    }
}

fn given_token(env: &Environment<'_>) -> Result<Option<String>> {
    if let Some(token) = (env.var)("PROVOST_TOKEN").filter(|token| !token.is_empty()) {
        return Ok(Some(token));
    }
    let Some(path) = (env.var)("PROVOST_TOKEN_FILE").filter(|path| !path.is_empty()) else { return Ok(None) };
    std::fs::read_to_string(&path)
        .map(|text| Some(text.trim().to_owned()))
        .map_err(|error| Error::new(Kind::NotSignedIn, format!("the token file `{path}` cannot be read: {error}")))
}

/// Where a command comes from: the address of the SSH connection, else `local` (SESS-1).
fn client(env: &Environment<'_>) -> Client {
    let ssh = (env.var)("SSH_CONNECTION").and_then(|connection| connection.split(' ').next().map(str::to_owned));
    let address = ssh.filter(|address| address.parse::<std::net::IpAddr>().is_ok());
    Client {
        address: address.unwrap_or_else(|| "local".to_owned()),
        program: concat!("provost ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

/// The folders of the XDG base directory specification.
struct Folders {
    config: PathBuf,
    data: PathBuf,
    state: PathBuf,
}

impl Folders {
    fn new(env: &Environment<'_>) -> Self {
        let home = PathBuf::from((env.var)("HOME").unwrap_or_else(|| "/".to_owned()));
        let folder = |name: &str, default: &str| {
            let set = (env.var)(name).map(PathBuf::from).filter(|path| path.is_absolute());
            set.unwrap_or_else(|| home.join(default))
        };
        Self {
            config: folder("XDG_CONFIG_HOME", ".config"),
            data: folder("XDG_DATA_HOME", ".local/share"),
            state: folder("XDG_STATE_HOME", ".local/state"),
        }
    }
}
