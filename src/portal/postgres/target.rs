//! Where a PostgreSQL database is: a connection string, a password from outside of it.
//!
//! Takes the URL and the `key=value` form of libpq. The password comes from the environment or
//! a password file and is never part of what is told.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::super::storage::StorageError;

/// How long the making of a connection may take.
const CONNECT: Duration = Duration::from_secs(5);

/// Limits of the server for what this program asks: a statement, a wait for a lock, and a
/// transaction in which nothing happens.
const OPTIONS: &str = "-c statement_timeout=30s -c lock_timeout=10s \
                       -c idle_in_transaction_session_timeout=30s";

/// Passwords that are not part of a connection string.
#[derive(Default, Clone)]
pub struct Login {
    /// The password, `PGPASSWORD`.
    pub password: Option<SecretString>,
    /// The password file, `PGPASSFILE` or `~/.pgpass`.
    pub passfile: Option<PathBuf>,
}

/// A database on a server and how it is reached.
#[derive(Clone)]
pub struct Target {
    pub(super) config: Config,
    /// Authorities of the server's certificate; `None` for those of the machine.
    pub(super) authorities: Option<PathBuf>,
    place: String,
}

impl fmt::Debug for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_tuple("Target").field(&self.place).finish()
    }
}

impl Target {
    /// Reads a connection string.
    ///
    /// Without `sslmode` connections to other machines use TLS and those to this machine do not.
    /// `require`, `verify-ca` and `verify-full` all check the certificate and the name in it,
    /// against `sslrootcert` if it is given.
    ///
    /// ```
    /// use awp::portal::postgres::{Login, Target};
    /// let target = Target::read("postgres://awp:secret@db.example/portal", &Login::default());
    /// assert_eq!(target.unwrap().place(), "db.example/portal");
    /// ```
    ///
    /// # Errors
    /// The string cannot be read, or the password file is open to others.
    pub fn read(text: &str, login: &Login) -> Result<Self, StorageError> {
        let (text, mode) = take(text, "sslmode");
        let (text, authorities) = take(&text, "sslrootcert");
        // The library's error may carry a part of the string: only that it cannot be read is told.
        let mut config = Config::from_str(&text)
            .map_err(|_may_carry_values| bad("the connection string cannot be read"))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(bad("the connection string names no host"));
        }
        let local = config.get_hosts().iter().all(is_local);
        config.ssl_mode(match mode.as_deref() {
            None if local => SslMode::Disable,
            Some("disable") => SslMode::Disable,
            Some("prefer" | "allow") => SslMode::Prefer,
            None | Some("require" | "verify-ca" | "verify-full") => SslMode::Require,
            Some(_) => return Err(bad("sslmode is none of disable, prefer, require")),
        });
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_application_name().is_none() {
            config.application_name("awp portal");
        }
        let options = config.get_options().unwrap_or_default().to_owned();
        config.options(format!("{OPTIONS} {options}"));
        if config.get_password().is_none()
            && let Some(password) = password(&config, login)?
        {
            config.password(password.expose_secret());
        }
        Ok(Self {
            place: place(&config),
            config,
            authorities: authorities.map(PathBuf::from),
        })
    }

    /// `host/database`, for people.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The same server with another database.
    #[cfg(test)]
    pub(crate) fn with_database(mut self, name: &str) -> Self {
        self.config.dbname(name);
        self.place = place(&self.config);
        self
    }
}

fn bad(what: &str) -> StorageError {
    StorageError::Failed(what.to_owned())
}

/// Takes a setting out of a connection string that the library does not know all values of.
fn take(text: &str, key: &str) -> (String, Option<String>) {
    let is_url = text.starts_with("postgres://") || text.starts_with("postgresql://");
    let (head, tail, separator) = match text.split_once('?') {
        Some((head, tail)) if is_url => (head, tail, '&'),
        _ if is_url => return (text.to_owned(), None),
        _ => ("", text, ' '),
    };
    let mut found = None;
    let mut keep = |part: &&str| match part.split_once('=') {
        Some((name, value)) if name == key => {
            found = Some(value.trim_matches('\'').to_owned());
            false
        }
        _ => true,
    };
    let separated = separator.to_string();
    let rest: Vec<&str> = tail.split(separator).filter(|part| keep(part)).collect();
    let rest = rest.join(&separated);
    let text = match (is_url, rest.is_empty()) {
        (true, true) => head.to_owned(),
        (true, false) => format!("{head}?{rest}"),
        (false, _) => rest,
    };
    (text, found)
}

fn is_local(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn name(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        #[cfg(unix)]
        Host::Unix(path) => path.display().to_string(),
    }
}

fn place(config: &Config) -> String {
    let hosts: Vec<String> = config.get_hosts().iter().map(name).collect();
    let database = config.get_dbname().or_else(|| config.get_user());
    format!("{}/{}", hosts.join(","), database.unwrap_or("?"))
}

fn password(config: &Config, login: &Login) -> Result<Option<SecretString>, StorageError> {
    if login.password.is_some() {
        return Ok(login.password.clone());
    }
    let Some(file) = &login.passfile else {
        return Ok(None);
    };
    let Ok(text) = std::fs::read_to_string(file) else {
        // Most have none; the server tells whether it wants a password.
        return Ok(None);
    };
    let text = SecretString::from(text);
    if is_open_to_others(file) {
        let file = file.display();
        let what = format!("others may read the password file {file}: chmod 600 it");
        return Err(StorageError::Failed(what));
    }
    let mut lines = text.expose_secret().lines();
    Ok(lines.find_map(|line| of_line(line, config)))
}

#[cfg(unix)]
fn is_open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

/// The password of a line `host:port:database:user:password`, if the line is about this database.
fn of_line(line: &str, config: &Config) -> Option<SecretString> {
    if line.starts_with('#') {
        return None;
    }
    let [host, port, database, user, password] = <[String; 5]>::try_from(fields(line)).ok()?;
    let port_of = config.get_ports().first().map_or(5432, |port| *port);
    let user_of = config.get_user().unwrap_or_default();
    let database_of = config.get_dbname().unwrap_or(user_of);
    let is = |field: &str, value: &str| field == "*" || field == value;
    let is_host = config.get_hosts().iter().any(|one| {
        // A socket is the local machine in such files.
        is(&host, &name(one)) || (host == "localhost" && is_local(one))
    });
    let is_this = is_host
        && is(&port, &port_of.to_string())
        && is(&database, database_of)
        && is(&user, user_of);
    is_this.then(|| SecretString::from(password))
}

/// The fields of a line; `\` takes the meaning from `:` and `\`.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ':' if fields.len() < 5 => fields.push(String::new()),
            '\\' => fields
                .last_mut()
                .into_iter()
                .for_each(|field| field.extend(signs.next())),
            other => fields
                .last_mut()
                .into_iter()
                .for_each(|field| field.push(other)),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Target {
        Target::read(text, &Login::default()).unwrap()
    }

    #[test]
    fn a_password_is_in_nothing_that_is_told() {
        let target = read("postgres://awp:s3cret@db.example:6432/portal?sslmode=require");
        assert_eq!(target.place(), "db.example/portal");
        assert!(!format!("{target:?}").contains("s3cret"));
        let error = Target::read("postgres://awp:s3cret@db:port/x", &Login::default());
        assert!(!error.unwrap_err().to_string().contains("s3cret"));
    }

    #[test]
    fn other_machines_are_spoken_to_with_tls_unless_told_otherwise() {
        for (text, mode) in [
            ("postgres://awp@db.example/portal", SslMode::Require),
            ("postgres://awp@127.0.0.1/portal", SslMode::Disable),
            (
                "postgres://awp@%2Frun%2Fpostgresql/portal",
                SslMode::Disable,
            ),
            (
                "host=/run/postgresql user=awp dbname=portal",
                SslMode::Disable,
            ),
            (
                "host=db.example user=awp sslmode=verify-full",
                SslMode::Require,
            ),
            (
                "postgresql://awp@db.example/portal?sslmode=disable",
                SslMode::Disable,
            ),
        ] {
            assert_eq!(read(text).config.get_ssl_mode(), mode, "{text}");
        }
        let own = read("postgres://awp@db/portal?sslrootcert=/etc/awp/ca.pem&connect_timeout=3");
        assert_eq!(own.authorities, Some(PathBuf::from("/etc/awp/ca.pem")));
        assert_eq!(
            own.config.get_connect_timeout(),
            Some(&Duration::from_secs(3))
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_password_file_is_read_unless_others_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("pgpass");
        std::fs::write(
            &file,
            "# of tests\nother:*:*:*:a\ndb:5432:portal:awp:b\\:c\n",
        )
        .unwrap();
        let login = Login {
            password: None,
            passfile: Some(file.clone()),
        };
        let read = || Target::read("postgres://awp@db/portal", &login);
        let rights = |mode| std::fs::set_permissions(&file, PermissionsExt::from_mode(mode));
        rights(0o600).unwrap();
        assert_eq!(read().unwrap().config.get_password(), Some(&b"b:c"[..]));
        rights(0o644).unwrap();
        assert!(read().unwrap_err().to_string().contains("chmod 600"));
    }
}
