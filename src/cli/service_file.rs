//! Services, by which the tools of a server call addresses: what an address leaves open is taken from the file that lists them.

use std::path::Path;

use super::server_files::{Variables, own_file, read_private, variable};
use crate::domain::text::printable;
use crate::domain::{Error, Kind, Result, Secret};
use crate::store::location::encoded;

/// What a service says that goes into an address as it is.
const KEYS: [&str; 8] =
    ["host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "target_session_attrs"];
/// What else it may say.
const OTHERS: [&str; 4] = ["dbname", "user", "password", "application_name"];

/// What a file says of a service.
struct Service(Vec<(String, String)>);

/// An address with what its service says of it, and the password of that, if it has one: of `service=NAME`, else of `PGSERVICE`.
///
/// # Errors
/// `usage` for a service that no file lists, or that says what provost does not know; `unusable` for a password that others may read.
pub fn completed(address: &str, env: Variables<'_>) -> Result<(String, Option<Secret>)> {
    let (place, query) = address.split_once('?').unwrap_or((address, ""));
    let mut pairs: Vec<String> = query.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned).collect();
    let named = pairs.iter().position(|pair| pair.starts_with("service=")).map(|at| pairs.remove(at));
    let named = named.and_then(|pair| pair.split_once('=').map(|(_, name)| name.to_owned()));
    let Some(name) = named.or_else(|| variable(env, "PGSERVICE")) else { return Ok((address.to_owned(), None)) };
    let service = Service::named(&name, env)?;
    let (scheme, rest) = place.split_once("://").unwrap_or(("postgres", place));
    let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
    let (user, hosts) = authority.rsplit_once('@').map_or((None, authority), |(user, hosts)| (Some(user), hosts));
    let says = |pairs: &[String], key: &str| pairs.iter().any(|pair| pair.split('=').next() == Some(key));
    let has_host = !hosts.is_empty() || says(&pairs, "host");
    for key in KEYS.into_iter().filter(|key| !(has_host && ["host", "port"].contains(key))) {
        if let Some(value) = service.value(key).filter(|_| !says(&pairs, key)) {
            pairs.push(format!("{key}={}", encoded(value)));
        }
    }
    let or_service = |own: Option<&str>, key| own.map(str::to_owned).or_else(|| service.value(key).map(encoded));
    let database = or_service(Some(database).filter(|name| !name.is_empty()), "dbname").unwrap_or_default();
    let user = or_service(user, "user").map_or_else(String::new, |user| user + "@");
    let password = service.value("password").map(|password| Secret::new(password.to_owned()));
    Ok((format!("{scheme}://{user}{hosts}/{database}?{}", pairs.join("&")), password))
}

impl Service {
    /// What the first file says that lists it.
    fn named(name: &str, env: Variables<'_>) -> Result<Self> {
        let own = own_file(env, "PGSERVICEFILE", ".pg_service.conf");
        let of_all = variable(env, "PGSYSCONFDIR").map(|folder| Path::new(&folder).join("pg_service.conf"));
        for file in own.into_iter().chain(of_all).filter(|file| file.exists()) {
            let text = std::fs::read_to_string(&file).map_err(|error| {
                Error::new(Kind::Unusable, format!("the services in `{}` cannot be read: {error}", file.display()))
            })?;
            let Some(service) = Self::read(&text, name) else { continue };
            if service.value("password").is_some() {
                read_private(&file)?;
            }
            service.check(name)?;
            return Ok(service);
        }
        Err(Error::usage(format!("no file lists the service `{}`", printable(name)))
            .hint("list it in ~/.pg_service.conf, or name the file by PGSERVICEFILE"))
    }

    /// The lines `key=value` behind `[name]`.
    fn read(text: &str, name: &str) -> Option<Self> {
        let head = format!("[{name}]");
        let mut lines = text.lines().map(str::trim).skip_while(|line| *line != head);
        lines.next()?;
        let own = lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
        let pair =
            |line: &str| line.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
        Some(Self(own.filter_map(pair).collect()))
    }

    fn check(&self, name: &str) -> Result<()> {
        let is_known = |key: &str| KEYS.contains(&key) || OTHERS.contains(&key);
        self.0.iter().find(|(key, _)| !is_known(key)).map_or(Ok(()), |(key, _)| {
            let (name, key) = (printable(name), printable(key));
            Err(Error::usage(format!("the service `{name}` says `{key}`, which provost does not know"))
                .hint("leave it out there, or write the address: `--db postgres://HOST/DATABASE?organisation=NAME`"))
        })
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(of, _)| of == key).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_services(text: &str, address: &str) -> Result<(String, Option<Secret>)> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("services");
        std::fs::write(&file, text).unwrap();
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let file = file.to_str().unwrap().to_owned();
        completed(address, &|name| (name == "PGSERVICEFILE").then(|| file.clone()))
    }

    const SERVICES: &str = "# ours\n[other]\nhost=x\n[prod]\nhost = a,b\nport=6432\ndbname=main db\nuser=ann\npassword=hunter2\nsslmode=verify-full\n";

    #[test]
    fn a_service_says_what_the_address_leaves_open() {
        let (address, password) = with_services(SERVICES, "postgres:///?service=prod&organisation=acme").unwrap();
        assert_eq!(address, "postgres://ann@/main%20db?organisation=acme&host=a,b&port=6432&sslmode=verify-full");
        assert_eq!(password.unwrap().expose(), "hunter2");
        let (address, _) = with_services(SERVICES, "postgres://ben@c:1/d?service=prod&sslmode=disable").unwrap();
        assert_eq!(address, "postgres://ben@c:1/d?sslmode=disable");
        assert_eq!(with_services(SERVICES, "postgres://h/d").unwrap().0, "postgres://h/d");
    }

    #[test]
    fn services_that_are_not_there_or_say_more_are_refused() {
        for (text, address) in [(SERVICES, "postgres:///?service=test"), ("[p]\nssl=1\n", "postgres:///?service=p")] {
            assert_eq!(with_services(text, address).err().map(|error| error.kind), Some(Kind::Usage), "{address}");
        }
    }
}
