//! Files and folders that are their owner's alone, whatever the umask says.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{Error, Result};
use std::path::Path;

use tempfile::NamedTempFile;

/// Creates a folder, and those above it; one that exists stays as it is.
pub fn create_folder(folder: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// How a file is opened for writing; still to be said is whether it may exist.
pub fn for_writing() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A file on its way to its place in a folder, gone by itself unless it is put there.
pub fn temporary_in(folder: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".provost-").tempfile_in(folder).map_err(|error| {
        let cause = error.get_ref().and_then(|named| named.source()).map(ToString::to_string);
        cause.map_or(error, Error::other)
    })
}
