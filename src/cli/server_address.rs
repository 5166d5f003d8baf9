//! What the surroundings add to the address of a server: the password, from where the server's own tools look for it.

use std::path::PathBuf;
use std::rc::Rc;

use super::server_files::{Variables, own_file, read_private, variable};
use super::service_file;
use crate::domain::{Result, Secret};
use crate::store::Location;
use crate::store::location::{Server, of_server};

/// The place that somebody typed: what an address leaves open is said by its service, and its password comes from its own file,
/// `PGPASSWORD`, the service, or `~/.pgpass`.
///
/// # Errors
/// `usage` for an address or service that is none; `unusable` for a file that others may read.
pub fn read(typed: PathBuf, env: Variables<'_>) -> Result<Location> {
    let (typed, of_service) = match typed.to_str().map(str::trim).filter(|text| of_server(text).is_some()) {
        Some(address) => service_file::completed(address, env).map(|(address, secret)| (address.into(), secret))?,
        None => (typed, None),
    };
    let mut server = match Location::read(typed)? {
        Location::Server(server) => server,
        file => return Ok(file),
    };
    if server.user.is_none() {
        server.user = variable(env, "PGUSER");
    }
    server.password = password(&server, of_service, env)?.map(Rc::new);
    Ok(Location::Server(server))
}

fn password(server: &Server, of_service: Option<Secret>, env: Variables<'_>) -> Result<Option<Secret>> {
    if let Some(path) = &server.password_file {
        let text = read_private(path)?;
        return Ok(Some(Secret::new(text.trim_end_matches(['\r', '\n']).to_owned())));
    }
    if let Some(password) = variable(env, "PGPASSWORD") {
        return Ok(Some(Secret::new(password)));
    }
    if of_service.is_some() {
        return Ok(of_service);
    }
    let file = own_file(env, "PGPASSFILE", ".pgpass");
    let Some(file) = file.filter(|file| file.exists()) else { return Ok(None) };
    let text = read_private(&file)?;
    Ok(text.lines().find_map(|line| password_of(line, server)))
}

/// The password of a line `host:port:database:user:password`, if the line is about this server.
fn password_of(line: &str, server: &Server) -> Option<Secret> {
    let fields = fields(line);
    let [host, port, database, user, password] = <[String; 5]>::try_from(fields).ok()?;
    let matches = |field: &str, value: &str| field == "*" || field == value;
    let is_host = server.hosts.iter().any(|one| {
        let (name, number) = one.rsplit_once(':').unwrap_or((one, "5432"));
        let name = if name.starts_with('/') { "localhost" } else { name };
        matches(&host, name) && matches(&port, number)
    });
    let is_user = server.user.as_deref().is_none_or(|name| matches(&user, name));
    (is_host && matches(&database, &server.database) && is_user).then(|| Secret::new(password))
}

/// The five fields of a line; a backslash takes the next sign as it is.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        let is_last = fields.len() == 5;
        match (sign, fields.last_mut()) {
            (':', _) if !is_last => fields.push(String::new()),
            ('\\', Some(field)) => field.extend(signs.next()),
            (sign, Some(field)) => field.push(sign),
            (_, None) => {}
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_passwords_is_for_its_host_port_database_and_user() {
        let Location::Server(server) = Location::read("postgres://ann@db.example:5433/main".into()).unwrap() else {
            return assert_eq!("a server", "a file");
        };
        let found = |line: &str| password_of(line, &server).map(|secret| secret.expose().to_owned());
        assert_eq!(found("db.example:5433:main:ann:a\\:b:c"), Some("a:b:c".to_owned()));
        assert_eq!(found("*:*:*:*:x"), Some("x".to_owned()));
        for other in ["db.example:5432:main:ann:x", "h:5433:main:ann:x", "*:*:main:ben:x", "*:*:other:ann:x", "# note"]
        {
            assert_eq!(found(other), None, "{other}");
        }
    }
}
