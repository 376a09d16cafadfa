//! The file of a diary: where it lies, and saving and forgetting, which never happen at once.

use std::fs;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::{input, output};
use crate::diary::{self, Diary};
use crate::system::{self, Lock};

/// A check takes one or two thousand bytes, so this is one a day for many years.
const MAX_BYTES: usize = 16 << 20;

/// What names a diary for every command.
const VARIABLE: &str = "SORELEG_DIARY";

// Which diary is used. As documentation this would describe the command.
#[derive(Debug, Args)]
pub(in crate::cli) struct DiaryArgument {
    /// Use this file as the diary; also named by `SORELEG_DIARY`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    diary: Option<PathBuf>,
}

/// The file of a diary. It may not be there yet.
#[derive(Debug)]
pub(in crate::cli) struct Store {
    pub(super) path: PathBuf,
}

impl DiaryArgument {
    /// The diary that is named here, or else in the environment, or else the usual one.
    pub(in crate::cli) fn store(&self) -> Result<Store, Failure> {
        let named = std::env::var_os(VARIABLE).filter(|path| !path.is_empty());
        let usual = || Some(system::data_folder()?.join("soreleg").join("diary.jsonl"));
        let path = self.diary.clone().or_else(|| named.map(PathBuf::from));
        let path = path.or_else(usual).ok_or_else(|| {
            let failure = Failure::new(Exit::Failed, "there is no home folder for a diary");
            failure.hint(format!("`--diary FILE` or {VARIABLE} names a file for it"))
        })?;
        Ok(Store { path })
    }

    /// The arguments that choose the same diary again.
    pub(in crate::cli) fn words(&self) -> Vec<String> {
        let path = self.diary.as_ref().map(|path| path.display().to_string());
        path.map_or(Vec::new(), |path| vec!["--diary".to_owned(), path])
    }
}

impl Store {
    /// All that is in it; nothing if it is not there.
    pub(in crate::cli) fn read(&self) -> Result<Diary, Failure> {
        Ok(diary::read(&self.bytes()?))
    }

    pub(super) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        match input::read_at_most(&self.path, MAX_BYTES) {
            Ok(bytes) if bytes.len() > MAX_BYTES => {
                let path = self.path.display();
                let message = format!("`{path}` is larger than a diary gets");
                Err(Failure::new(Exit::Failed, message).hint("is it another file?"))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            bytes => bytes.map_err(|error| Failure::cannot_read(&self.path, &error)),
        }
    }

    /// Makes the folder for it. What is there already must be a file: a pipe would have to be waited
    /// for, and what a device is given is gone.
    pub(super) fn prepare(&self) -> Result<(), Failure> {
        let prepared = if self.path.exists() && !self.path.is_file() {
            Err(io::Error::other("this is not a regular file"))
        } else {
            system::create_private_folder(output::folder(&self.path))
        };
        prepared.map_err(|error| self.cannot_keep(&error))
    }

    /// Adds a line at the end: all of it, or nothing.
    pub(super) fn append(&self, line: &str) -> Result<(), Failure> {
        let appended = self.lock().and_then(|_lock| {
            let mut options = system::private_file();
            let mut file = options
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&self.path)?;
            let length = file.seek(SeekFrom::End(0))?;
            let mut text = String::new();
            if length > 0 {
                // A line that was torn, by a machine that went down, ends here.
                let mut last = [0];
                file.seek(SeekFrom::End(-1))?;
                file.read_exact(&mut last)?;
                if last != *b"\n" {
                    text.push('\n');
                }
            }
            text += line;
            let written = file
                .write_all(text.as_bytes())
                .and_then(|()| file.sync_all());
            if written.is_err() {
                let _ = file.set_len(length);
            }
            written
        });
        appended.map_err(|error| self.cannot_keep(&error))
    }

    /// Takes these lines out, each once if it is there. Another file takes the place of this one, so
    /// that all the others are there at any time.
    pub(super) fn forget(&self, lines: &[&[u8]]) -> Result<(), Failure> {
        let _lock = self.lock().map_err(|error| self.cannot_change(&error))?;
        let bytes = self.bytes()?;
        let mut gone = lines.to_vec();
        let mut kept = Vec::with_capacity(bytes.len());
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let is_gone = |gone: &&[u8]| *gone == line.strip_suffix(b"\n").unwrap_or(line);
            match gone.iter().position(is_gone) {
                Some(place) => drop(gone.remove(place)),
                None => kept.extend_from_slice(line),
            }
        }
        output::replace(&self.path, &kept)
    }

    /// Removes the file; not a link that leads to it.
    pub(super) fn remove(&self) -> Result<(), Failure> {
        let removed = self
            .lock()
            .and_then(|_lock| fs::remove_file(fs::canonicalize(&self.path)?));
        removed.map_err(|error| self.cannot_change(&error))
    }

    fn lock(&self) -> io::Result<Lock> {
        // One for the file, whatever links lead to it.
        let path = fs::canonicalize(&self.path);
        let mut name = path.unwrap_or(self.path.clone()).into_os_string();
        name.push(".lock");
        Lock::take(Path::new(&name))
    }

    fn cannot_keep(&self, error: &io::Error) -> Failure {
        let what = format!("cannot keep this check in `{}`", self.path.display());
        Failure::io(what, error).hint("nothing in the diary was lost; `--diary FILE` names another")
    }

    fn cannot_change(&self, error: &io::Error) -> Failure {
        Failure::io(format!("cannot change `{}`", self.path.display()), error)
    }
}
