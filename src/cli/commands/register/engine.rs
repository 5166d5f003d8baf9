//! Engines: what runs scans.

use crate::cli::commands::register::fields::NothingMore;
use crate::cli::commands::register::verbs::register_verbs;
use crate::cli::commands::verb::Verb;
use crate::cli::context::Context;
use crate::cli::render::Reply;
use crate::cli::render::tabular::Tabular;
use crate::cli::render::told::said_by_the_sentence;
use crate::domain::Result;
use crate::domain::record::Engine;
use crate::domain::reference::EngineRef;
use crate::service::Done;
use crate::service::register::kinds::{EngineBody, EngineDraft};
use crate::service::register::{self, Deleted, Register};

register_verbs! {
    "Engines: what runs scans" EngineVerb: Engine as EngineRef, EngineBody, called "engine", "an engine", "engines";
    adds NothingMore |common, _| EngineDraft { common }; edits NothingMore |common, _| EngineDraft { common };
    examples "'Deep scan' --description 'credentialed scans'", "'Fast scan'", "'Fast scan' --state off";
}

impl Tabular for Engine {
    const SHOWN: &'static [&'static str] = &["name", "description", "state"];
}
