//! What every command asks before anything else: a server is asked all of it at once.

/// The version of an organisation on a server, and that of the server, and its time.
pub const VERSION_ON_SERVERS: &str = "SELECT version, current_setting('server_version_num'), floor(extract(epoch FROM clock_timestamp()))::bigint FROM provost_schema";
/// The subscription's id, and all settings.
pub const SETTINGS: &str =
    "SELECT s.id, (SELECT string_agg(key || '=' || value, '\u{1f}') FROM settings) FROM subscriptions s";
/// The newest entry of the log, for whoever writes the next.
pub const HEAD: &str = "SELECT id, hash FROM log_entries ORDER BY id DESC LIMIT 1";
/// The words of the log with their numbers: those that the program knows, and no more.
pub const WORDS: &str = "SELECT word, id FROM log_words";

/// Before reading.
pub const BY_READERS: [&str; 2] = [VERSION_ON_SERVERS, SETTINGS];
/// Before writing.
pub const BY_WRITERS: [&str; 4] = [VERSION_ON_SERVERS, SETTINGS, HEAD, WORDS];
