//! The workstation beside programs of its kind: neomutt, aerc and tig, measured in the same run.
//!
//! All data are generated: mails with Kazakh and Russian subjects for neomutt and aerc, a history
//! of commits for tig, a portal and a replica for the workstation. Each program runs in a
//! terminal of 120×40 with a home of its own; nothing of the user is read, nothing leaves this
//! computer, and everything is deleted at the end. The figures stand in one table with the goals
//! of the workstation and its ratios to the others.
//!
//! Not here: limits that fail. The table says what is missed and the exit code is 0, because a
//! busy machine is no fault of the program; it is 1 where a program could not be driven at all.
//! Needs Linux: memory, processor time and wake-ups come from `/proc`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench prints, reads the clock, and its figures are smaller than 2^52"
)]

mod peers {
    pub mod awp;
    pub mod data;
    pub mod figures;
    pub mod measures;
    pub mod options;
    pub mod process;
    pub mod program;
    pub mod pty;
    pub mod rivals;
    pub mod table;
}

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;

use peers::awp::Station;
use peers::data::Data;
use peers::figures::Figures;
use peers::options::Options;
use peers::table::Table;
use peers::{measures, options, process, rivals};

/// What a step gives, or why it could not be done.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// The workstation, first in the table.
const AWP: &str = "awp";

fn main() -> ExitCode {
    // `cargo bench` says so; a test runner that lists or runs all targets does not.
    if !std::env::args().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let options = Options::parse();
    match run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures everything and prints the table; whether every program could be driven.
fn run(options: &Options) -> Outcome<bool> {
    let (_deleted_at_the_end, folder) = options.folder()?;
    println!(
        "{} items each, terminal 120x40; load of the machine {}",
        options.items,
        process::load()
    );
    let missing = options.missing();
    let mut table = Table::new(options.items);
    let mut driven = true;
    for name in options.programs() {
        if missing.contains(&name) {
            continue;
        }
        eprintln!("-- {name}");
        match figures(name, options, &folder) {
            Ok(figures) => table.add(name, figures),
            Err(error) => {
                driven = false;
                println!("{name} could not be driven: {error}");
            }
        }
    }
    println!("load of the machine at the end {}\n", process::load());
    table.print();
    if !missing.is_empty() {
        println!("\nnot measured, because missing: {}", missing.join(", "));
        println!(
            "install with: apt-get install {}",
            options::packages(&missing)
        );
    }
    Ok(driven)
}

/// The figures of one program on its generated data.
fn figures(name: &'static str, options: &Options, folder: &Path) -> Outcome<Figures> {
    let data = Data::new(folder, options.items);
    if name == AWP {
        let station = Station::make(&options.program(), &data)?;
        return measures::workstation(&station);
    }
    let program = match name {
        "neomutt" => rivals::neomutt(&data)?,
        "aerc" => rivals::aerc(&data)?,
        _ => rivals::tig(&data)?,
    };
    measures::rival(&program, &data.matches())
}
