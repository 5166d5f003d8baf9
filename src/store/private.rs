//! Files and folders that are their owner's alone, whatever the umask says.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Result;
use std::path::Path;

/// Creates a folder, and those above it; one that exists stays as it is.
///
/// # Errors
/// What the operating system says.
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
