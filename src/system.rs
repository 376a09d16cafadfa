//! What only the operating system can do: signals, waiting for input, single keys.
//!
//! Nothing outside of here names a system. Support for another one is a second file beside
//! `system/unix.rs` with the items that are re-exported below: what it says of them is the contract.

pub(crate) mod keys;
#[cfg_attr(unix, path = "system/unix.rs")]
mod os;

use std::env;

pub(crate) use os::{
    RawMode, SignalGuard, Wait, discard_input, is_dumb, on_end, read_stdin, waits_on_stdin,
};

/// Whether the person wants colours and other styles, see <https://no-color.org>.
pub(crate) fn wants_style() -> bool {
    variable("NO_COLOR").is_empty()
}

/// Whether the person asks for output that a screen reader can follow.
pub(crate) fn wants_plain() -> bool {
    !matches!(&*variable("ACCESSIBLE").to_lowercase(), "" | "0" | "false")
}

fn variable(name: &str) -> String {
    let value = env::var_os(name).unwrap_or_default();
    value.to_string_lossy().into_owned()
}
