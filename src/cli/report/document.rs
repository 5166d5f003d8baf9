//! What every page has: it loads nothing from anywhere, and no script runs but its own, which its hash names.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::section::Section;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// A page of tables: what stands above them, and what below.
pub struct Document<'d> {
    pub title: &'d str,
    /// When and for whom it was written.
    pub written: &'d str,
    /// Sums and charts.
    pub summary: Markup,
    pub sections: &'d [Section],
    pub footer: &'static str,
}

impl Document<'_> {
    pub fn html(&self) -> String {
        let policy = format!(
            "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
            hash(STYLE),
            hash(SCRIPT)
        );
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a class="skip" href="#main" { "Skip to the tables" }
                    header { h1 { (self.title) } p { (self.written) } }
                    (self.bar())
                    main id="main" {
                        (self.summary)
                        @for section in self.sections { (section.html()) }
                    }
                    footer { p { (self.footer) } }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        page.into_string()
    }

    fn bar(&self) -> Markup {
        html! {
            div class="bar" {
                div {
                    nav aria-label="Tables" {
                        @for section in self.sections { a href={ "#" (section.id) } { (section.title) } }
                    }
                    search { label hidden { "Search" input id="search" type="search" autocomplete="off" aria-describedby="found"; } }
                    span id="found" role="status" {}
                }
            }
        }
    }
}

/// Counts by what is counted; those that are absent are left out.
pub fn sums(counts: &[(&str, Option<usize>)]) -> Markup {
    html! {
        dl class="sums" {
            @for (name, count) in counts {
                @if let Some(count) = count { div { dt { (name) } dd { (count) } } }
            }
        }
    }
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
