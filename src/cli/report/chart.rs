//! Horizontal bars, drawn as SVG; what they show stands beside them as text.

use maud::{Markup, html};

/// A part of a bar.
pub struct Part {
    /// The class that colours it.
    pub class: &'static str,
    /// How much it is.
    pub count: usize,
}

/// A bar with its name.
pub struct Bar {
    /// What stands before it.
    pub label: String,
    /// Its parts, from the left.
    pub parts: Vec<Part>,
}

impl Bar {
    fn sum(&self) -> usize {
        self.parts.iter().map(|part| part.count).sum()
    }
}

const WIDTH: usize = 520;
const LABEL: usize = 150;
const SUM: usize = 50;
const ROW: usize = 28;
const THICKNESS: usize = 18;
/// The most signs of a label that fit before its bar.
const LONGEST: usize = 20;

/// A chart with a caption; who cannot see it is told each bar.
pub fn chart(caption: &str, bars: &[Bar], legend: &[(&'static str, &str)]) -> Markup {
    let most = bars.iter().map(Bar::sum).max().unwrap_or_default().max(1);
    let scale = |count: usize| count * (WIDTH - LABEL - SUM) / most;
    let told = bars.iter().map(|bar| format!("{}: {}", bar.label, bar.sum())).collect::<Vec<_>>().join("; ");
    html! {
        figure {
            figcaption { (caption) }
            svg viewBox={ "0 0 " (WIDTH) " " (bars.len() * ROW) } role="img" aria-label={ (caption) ". " (told) } {
                @for (at, bar) in bars.iter().enumerate() {
                    @let middle = at * ROW + ROW / 2;
                    text x=(LABEL - 8) y=(middle + 4) text-anchor="end" { (shortened(&bar.label)) }
                    @for (left, part) in placed(bar) {
                        rect class=(part.class) x=(LABEL + scale(left)) y=(middle - THICKNESS / 2)
                            width=(scale(left + part.count) - scale(left)) height=(THICKNESS) {
                            title { (bar.label) ", " (part.class) ": " (part.count) }
                        }
                    }
                    text class="sum" x=(LABEL + scale(bar.sum()) + 6) y=(middle + 4) { (bar.sum()) }
                }
            }
            @if !legend.is_empty() {
                ul class="legend" {
                    @for (class, name) in legend { li { span class=(class) {} (name) } }
                }
            }
        }
    }
}

/// The parts that are something, each with what stands left of it.
fn placed(bar: &Bar) -> Vec<(usize, &Part)> {
    let mut left = 0;
    let mut placed = Vec::new();
    for part in bar.parts.iter().filter(|part| part.count > 0) {
        placed.push((left, part));
        left += part.count;
    }
    placed
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    label.chars().take(LONGEST - 1).chain(['\u{2026}']).collect()
}
