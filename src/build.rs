//! Prepares the built-in rules when the program is built, so that no YAML is read when it starts.
//! A faulty rule file does not build: every fault is printed.

// The build needs a part of the library only.
#![allow(dead_code, unreachable_pub, unused_imports)]

mod answer;
mod answers {
    pub mod codes;
}
mod authoring {
    pub mod compile;
    pub mod file;
    mod lint;
}
mod fault;
mod index;
mod quantity;
mod rulebook;
mod text;
mod triage;
mod yaml;

use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=rules/sore-legs.yaml");
    match authoring::compile::compile(rulebook::BUILT_IN) {
        Ok(rulebook) => {
            let path = Path::new(&env::var("OUT_DIR")?).join("built-in.rulebook");
            fs::write(path, postcard::to_allocvec(&rulebook)?)?;
        }
        Err(faults) => {
            for fault in faults {
                let line = fault.position.map_or(0, |position| position.line);
                let help = fault.help.unwrap_or_default();
                let (code, message) = (fault.code.name, fault.message);
                println!("cargo::error=rules/sore-legs.yaml:{line}: {code}: {message}; {help}");
            }
        }
    }
    Ok(())
}
