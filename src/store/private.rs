//! Files and folders that are their owner's alone, whatever the umask says.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{Error, Result};
use std::path::Path;

use tempfile::NamedTempFile;
use zeroize::Zeroizing;

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

/// The text of a file with a secret; `None`: others may read it, so that it is none.
pub fn read(path: &Path) -> Result<Option<Zeroizing<String>>> {
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path)?.permissions()) & 0o077 != 0 {
        return Ok(None);
    }
    fs::read_to_string(path).map(|text| Some(Zeroizing::new(text)))
}

/// A file on its way to its place in a folder, gone by itself unless it is put there.
pub fn temporary_in(folder: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".provost-").tempfile_in(folder).map_err(|error| {
        let cause = error.get_ref().and_then(|named| named.source()).map(ToString::to_string);
        cause.map_or(error, Error::other)
    })
}
