//! The table: measures by programs, with goals and ratios.

use super::figures::{Figures, Measure};
use crate::AWP;

/// How the figures were taken.
const HOW: &str = "\
A time runs from the writing of a key to the bytes after which the list, or the item, stays as it is.
The start of awp counts from the opening of its replica, right after the key was unwrapped; from exec
on, the Argon2 of the passphrase is in it, as it is in the peak of the memory. The detail beside the
list of awp follows a selection that rests; its time and bytes are not in those of a move.
An item is opened 80 ms after the move to its row: awp has read it then and does not show it yet.
Keys were typed one at a time, 200 moves, 100 pages, 15 of what is rare; words each once.";

/// The figures of all programs.
pub struct Table {
    items: u32,
    programs: Vec<(&'static str, Figures)>,
}

impl Table {
    /// A table of so many items, still empty.
    pub fn new(items: u32) -> Self {
        let programs = Vec::new();
        Self { items, programs }
    }

    /// Adds what was measured of a program.
    pub fn add(&mut self, name: &'static str, figures: Figures) {
        self.programs.push((name, figures));
    }

    /// Prints the table and what is missed.
    pub fn print(&self) {
        println!("{}", self.head());
        for measure in Measure::ALL {
            if self
                .programs
                .iter()
                .any(|program| program.1.contains_key(&measure))
            {
                println!("{}", self.row(measure));
            }
        }
        println!("\n{HOW}");
        self.print_missed();
    }

    fn own(&self) -> Option<&Figures> {
        let own = self.programs.iter().find(|program| program.0 == AWP);
        own.map(|program| &program.1)
    }

    fn rivals(&self) -> impl Iterator<Item = &(&'static str, Figures)> {
        self.programs.iter().filter(|program| program.0 != AWP)
    }

    fn head(&self) -> String {
        let mut head = format!("{:<32}{:>9}{:>8}{:>8}", "", AWP, "goal", "");
        head.extend(self.rivals().map(|(name, _)| format!("{name:>10}")));
        head.extend(
            self.rivals()
                .map(|(name, _)| format!("{:>12}", format!("awp/{name}"))),
        );
        head
    }

    fn row(&self, measure: Measure) -> String {
        let own = self.own().and_then(|own| own.get(&measure)).copied();
        let goal = measure.goal(self.items);
        let mut row = format!(
            "{:<32}{:>9}{:>8}{:>8}",
            measure.name(),
            own.map_or_else(dash, figure),
            goal.map_or_else(String::new, figure),
            verdict(own, goal)
        );
        let rivals = || self.rivals().map(|rival| rival.1.get(&measure).copied());
        let figures = rivals().map(|rival| rival.map_or_else(dash, figure));
        row.extend(figures.map(|figure| format!("{figure:>10}")));
        let shares = rivals().map(|rival| own.zip(rival).map_or_else(dash, share));
        row.extend(shares.map(|share| format!("{share:>12}")));
        row
    }

    fn print_missed(&self) {
        let Some(own) = self.own() else { return };
        let missed: Vec<String> = Measure::ALL
            .into_iter()
            .filter_map(|measure| {
                let (own, goal) = (*own.get(&measure)?, measure.goal(self.items)?);
                let line = format!(
                    "  {}: {}, goal {}",
                    measure.name().trim(),
                    figure(own),
                    figure(goal)
                );
                is_missed(own, goal).then_some(line)
            })
            .collect();
        if missed.is_empty() {
            println!("\nevery goal is met");
        } else {
            println!("\nmissed:\n{}", missed.join("\n"));
        }
    }
}

fn verdict(own: Option<f64>, goal: Option<f64>) -> &'static str {
    match own.zip(goal) {
        None => "",
        Some((own, goal)) if is_missed(own, goal) => "missed",
        Some(_) => "met",
    }
}

/// Less than can be read in the table is no miss.
fn is_missed(own: f64, goal: f64) -> bool {
    own > goal + 0.005
}

fn dash() -> String {
    "–".to_owned()
}

/// A figure with three digits that count.
fn figure(value: f64) -> String {
    match value {
        0.0 => "0".to_owned(),
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

/// What the first is of the second.
fn share((own, rival): (f64, f64)) -> String {
    if rival > 0.0 {
        format!("{:.3}", own / rival)
    } else {
        dash()
    }
}
