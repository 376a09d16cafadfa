//! Where results go: standard output or a file. And where talk goes: standard error.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use console::Term;
use tempfile::NamedTempFile;

use super::exit::Exit;
use super::failure::Failure;
use crate::answers::command::shell_line;
use crate::report::document::{Document, Style};
use crate::system;
use crate::text::Shown;

#[derive(Debug, Args)]
pub(super) struct OutputArguments {
    /// Write the result to this file, which only you can read
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// Let --output replace a file
    #[arg(long, requires = "output")]
    force: bool,
}

impl OutputArguments {
    /// A new file.
    pub(super) fn to(path: &Path) -> Self {
        OutputArguments {
            output: Some(path.to_owned()),
            force: false,
        }
    }

    /// The file to write, unless it is standard output.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    /// The arguments that write to the same place again.
    pub(super) fn words(&self) -> Vec<String> {
        let path = self.file().map(|path| path.display().to_string());
        let mut words = path.map_or(Vec::new(), |path| vec!["--output".to_owned(), path]);
        words.extend(self.force.then(|| "--force".to_owned()));
        words
    }

    /// Refuses early, before anybody answers questions for nothing. Whether a file can be made there is
    /// tried by making one beside it, which is gone at once.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let Some(path) = self.file() else {
            return Ok(());
        };
        if path.is_file() && !self.force {
            return Err(exists(path));
        }
        let tried = if path.exists() && !path.is_file() {
            File::options().write(true).open(path).map(drop)
        } else {
            NamedTempFile::new_in(folder(path)).map(drop)
        };
        tried.map_err(|error| Failure::cannot_write(path, &error))
    }

    /// Whether the result is not seen on the screen: it goes to a file, or down a pipe.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.file().is_some() || !Term::stdout().is_term()
    }

    /// The file that holds the result, as a sentence. None where it is standard output.
    pub(super) fn written_to(&self) -> Option<Shown> {
        let path = self.file()?.display();
        Some(Shown::line(format!("The whole result is in `{path}`.")))
    }

    /// Writes a result.
    pub(super) fn write(&self, text: &Shown) -> Result<(), Failure> {
        match self.file() {
            Some(path) => self.save(path, text),
            None => print(text),
        }
    }

    /// How a result may look where it goes.
    pub(super) fn style(&self) -> Style {
        match self.file() {
            Some(_) => plain_style(),
            None => stdout_style(),
        }
    }

    /// All of the file or nothing: it is written beside its place and then moved there.
    fn save(&self, path: &Path, text: &str) -> Result<(), Failure> {
        // A device or a pipe is written to, never replaced.
        if path.exists() && !path.is_file() {
            let device = File::options().write(true).open(path);
            let written = device.and_then(|mut file| file.write_all(text.as_bytes()));
            return written.map_err(|error| Failure::cannot_write(path, &error));
        }
        // What a link points to is replaced, not the link.
        let target = fs::canonicalize(path).unwrap_or(path.to_owned());
        let file = written_beside(&target, text.as_bytes())
            .map_err(|error| Failure::cannot_write(path, &error))?;
        let moved = if self.force {
            file.persist(target)
        } else {
            file.persist_noclobber(target)
        };
        match moved {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(exists(path)),
            Err(error) => Err(Failure::cannot_write(path, &error.error)),
        }
    }
}

/// Puts another text into a file: all of it or nothing. Who may read it stays the same.
pub(super) fn replace(path: &Path, text: impl AsRef<[u8]>) -> Result<(), Failure> {
    let replaced = fs::canonicalize(path).and_then(|path| {
        let file = written_beside(&path, text.as_ref())?;
        let permissions = fs::metadata(&path)?.permissions();
        file.as_file().set_permissions(permissions)?;
        file.persist(&path)?;
        Ok(())
    });
    replaced.map_err(|error| Failure::cannot_write(path, &error))
}

/// A new file in the same folder, safely on the disk.
fn written_beside(path: &Path, text: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new_in(folder(path))?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// The folder a file is in.
pub(super) fn folder(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    folder.unwrap_or(Path::new("."))
}

fn exists(path: &Path) -> Failure {
    let message = format!("`{}` exists", path.display());
    Failure::new(Exit::BadAnswers, message).hint("--force replaces it")
}

/// Writes to standard output. A reader that has had enough is no failure.
pub(super) fn print(text: &Shown) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::io("cannot write the result", &error))
        }
        _ => Ok(()),
    }
}

/// Talks to the person on standard error. There is nobody to tell when that fails.
pub(super) fn say(text: &Shown) {
    if !text.is_empty() {
        let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
    }
}

/// Says one line.
pub(super) fn tell(line: impl AsRef<str>) {
    say(&Shown::line(line));
}

/// Says what somebody should know beside a result.
pub(super) fn note(note: &str) {
    let mut document = Document::new();
    document.item("note: ", note);
    say(&document.text(stderr_style()));
}

/// A command to say on standard error: in a terminal to be read and pasted, elsewhere one line.
pub(super) fn command(words: &[String]) -> Shown {
    if !Term::stderr().is_term() {
        return Shown::line(format!("  {}", shell_line(words)));
    }
    let mut document = Document::new();
    document.command(words);
    document.text(stderr_style())
}

/// How results on standard output may look.
pub(super) fn stdout_style() -> Style {
    style_of(&Term::stdout())
}

/// How talk on standard error may look.
pub(super) fn stderr_style() -> Style {
    style_of(&Term::stderr())
}

fn style_of(stream: &Term) -> Style {
    if stream.is_term() {
        terminal_style(stream)
    } else {
        plain_style()
    }
}

const MAX_WIDTH: usize = 80;

fn plain_style() -> Style {
    Style {
        width: MAX_WIDTH,
        rows: None,
        colour: false,
        graphics: locale_is_utf8() && system::wants_graphics(),
    }
}

fn terminal_style(terminal: &Term) -> Style {
    let (rows, columns) = match terminal.size_checked() {
        Some((rows, columns)) => (Some(usize::from(rows)), columns.into()),
        None => (None, MAX_WIDTH),
    };
    Style {
        width: columns.clamp(20, MAX_WIDTH),
        // Below it stand a hint and what the shell asks with.
        rows: rows.map(|rows| rows.saturating_sub(2)),
        colour: !system::is_dumb() && system::wants_style(),
        ..plain_style()
    }
}

fn locale_is_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default()
        .to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}
