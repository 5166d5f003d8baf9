//! Variables and files of the tools of a server, from which provost takes what they take.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::domain::{Error, Kind, Result};
use crate::store::private;

/// The environment's variables.
pub type Variables<'v> = &'v dyn Fn(&str) -> Option<String>;

/// A variable that says something.
pub fn variable(env: Variables<'_>, name: &str) -> Option<String> {
    env(name).filter(|value| !value.is_empty())
}

/// The file that a variable names, else the one of that name at home.
pub fn own_file(env: Variables<'_>, named_by: &str, at_home: &str) -> Option<PathBuf> {
    let of_home = || variable(env, "HOME").map(|home| Path::new(&home).join(at_home));
    variable(env, named_by).map(PathBuf::from).or_else(of_home)
}

/// What a file holds that others may not read.
pub fn read_private(path: &Path) -> Result<Zeroizing<String>> {
    let unusable = |what: String| Error::new(Kind::Unusable, what);
    let unreadable = |cause: String| {
        unusable(format!("the password in `{}` cannot be read: {cause}", path.display()))
            .hint("name a file that holds the password alone, which only you may read")
    };
    if path.is_dir() {
        return Err(unreadable("it is a folder".to_owned()));
    }
    let found = private::read(path).map_err(|error| unreadable(error.to_string()))?;
    found.ok_or_else(|| {
        unusable(format!("others may read `{}`", path.display()))
            .code("insecure-file")
            .hint(format!("chmod 600 '{}'", path.display()))
    })
}
