//! Schemas as whole documents.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::cli::commands::{Command, grammar};
use crate::domain::Error;

/// The schema of what a command prints with `--json`; none if it prints text.
pub fn of(command: &str) -> Option<Value> {
    let mut generator = generator();
    let reply = reply(command, &mut generator)?;
    Some(document(&mut generator, command, reply))
}

/// The schema of errors on standard error.
pub fn of_errors() -> Value {
    let mut generator = generator();
    let error = generator.subschema_for::<Error>();
    let wrapped = json_schema!({ "type": "object", "properties": { "error": error }, "required": ["error"] });
    document(&mut generator, "error", wrapped)
}

/// Every command's schema under its name, with the types that they share.
pub fn of_everything() -> Value {
    let mut generator = generator();
    let mut commands = Map::new();
    for command in commands_of("", &grammar()) {
        if let Some(reply) = reply(&command, &mut generator) {
            commands.insert(command, reply.into());
        }
    }
    let all = json_schema!({ "type": "object", "properties": commands });
    document(&mut generator, "provost", all)
}

/// Types as they are written: what may be absent is `null` and never left out.
fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

fn reply(command: &str, generator: &mut SchemaGenerator) -> Option<Schema> {
    let mut forms = Command::schemas(&command.split(' ').collect::<Vec<_>>(), generator);
    match forms.len() {
        0 | 1 => forms.pop(),
        _ => Some(json_schema!({ "anyOf": forms })),
    }
}

fn document(generator: &mut SchemaGenerator, title: &str, reply: Schema) -> Value {
    let head = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": title });
    let (Value::Object(mut whole), Value::Object(reply)) = (head, reply.into()) else { return Value::Null };
    whole.extend(reply);
    let shared = generator.take_definitions(true);
    if !shared.is_empty() {
        whole.insert("$defs".to_owned(), shared.into());
    }
    Value::Object(whole)
}

/// The commands below one, such as `user add`.
fn commands_of(path: &str, command: &clap::Command) -> Vec<String> {
    let mut found = Vec::new();
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let path = format!("{path} {}", sub.get_name()).trim().to_owned();
        if sub.has_subcommands() { found.extend(commands_of(&path, sub)) } else { found.push(path) }
    }
    found
}
