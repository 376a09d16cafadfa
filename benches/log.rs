//! Reading twenty years of runs: at most six times what the cells alone take.

use divan::{Bencher, black_box};
use jiff::civil::date;
use jiff::tz::TimeZone;
use soreleg::log::facts::Facts;
use soreleg::log::{self, Settings};

const TWENTY_YEARS: &[u8] = include_bytes!("../tests/logs/14-twenty-years.csv");

fn main() {
    divan::main();
}

/// The crate csv, into one record that is used again.
#[divan::bench]
fn csv_alone() -> usize {
    let mut reader = csv::Reader::from_reader(black_box(TWENTY_YEARS));
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while let Ok(true) = reader.read_byte_record(&mut record) {
        cells += record.len();
    }
    cells
}

/// The log and all its facts, with days where the runner was.
#[divan::bench]
fn log(bencher: Bencher) {
    let zone = TimeZone::get("America/Denver").unwrap_or(TimeZone::UTC);
    let settings = Settings { zone, unit: None };
    let today = date(2026, 6, 15);
    bencher.bench(|| {
        let log = log::read(black_box(TWENTY_YEARS), &settings);
        log.map(|log| Facts::new(&log, today, today))
    });
}
