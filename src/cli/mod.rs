//! The command line: grammar, prompts, rendering, exit codes. Holds no rules.

pub mod arguments;
mod asking;
mod assume;
pub mod batch;
pub mod commands;
pub mod completion;
pub mod config_file;
pub mod context;
pub mod environment;
mod fixes;
mod globals;
mod input;
#[cfg(unix)]
mod interruption;
pub mod keyring;
pub mod list_args;
pub mod machine;
pub mod mailer;
pub mod manual;
mod mark;
mod nested;
mod pager;
mod preconditions;
pub mod prompt;
pub mod render;
pub mod report;
pub mod run;
pub mod schema;
pub mod secrets;
mod server_address;
mod server_files;
mod service_file;
pub mod sheet;
mod shell_line;

pub use environment::{Environment, Terminal};
pub use run::run;
