//! What soreleg promises, one module for each promise. All of them run the program through
//! [`harness`], and are one program themselves, so that they are linked once.

mod harness;

// The program, as its users meet it.
mod after_result;
mod again;
mod batch;
mod command_line;
mod diary;
mod diff;
mod log;
mod log_check;
mod mutate;
mod page;
mod picture;
mod plain;
mod prove;
mod reminder;
mod rules;
#[cfg(unix)]
mod streams;
mod terminal;
mod workbench;

// The rules, and what holds of any.
mod early_stop;
mod faulty;
mod follow_up;
mod interviews;
mod later_checks;
mod screen;
mod shipped_rules;

// What was made to do harm.
mod hostile;
#[cfg(unix)]
mod hostile_files;

// What the documents tell.
mod docs_rules;
mod docs_security;
mod documents;
mod layers;
