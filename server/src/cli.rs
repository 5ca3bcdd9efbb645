//! The command line. What says where things are and how to serve is also a variable; what one asks for once (`--load-only`, whom to
//! add) is not. A wrong value is named before anything starts.

use crate::mails::Mails;
use clap::{Args, Parser, Subcommand, ValueEnum};
use model::UserRole;
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// Bonport keeps the people of your clients and sends them what they should receive.
///
/// Start with `bonport serve` and open the address that it prints.
#[derive(Debug, Parser)]
#[command(name = "bonport", version, max_term_width = 110)]
pub struct Cli {
    /// Where things are.
    #[command(flatten)]
    pub place: Place,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where things are; for every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Where things are")]
pub struct Place {
    /// Folder of the database, the key for stored secrets and the test mailbox; made with mode 0700 when missing.
    #[arg(long, env = "BONPORT_DATA", value_name = "FOLDER", default_value = "data", global = true)]
    pub data: PathBuf,

    /// `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`. Default: sqlite:FOLDER/bonport.db.
    #[arg(
        long,
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true,
        global = true,
        value_parser = database_url,
        conflicts_with = "database_url_file"
    )]
    pub database_url: Option<String>,

    /// File that holds the address of the database, for deployments that hand secrets over as files.
    #[arg(long, env = "DATABASE_URL_FILE", value_name = "FILE", global = true)]
    pub database_url_file: Option<PathBuf>,

    /// File with the key that encrypts stored secrets, 64 hexadecimal digits; made with mode 0600 when missing.
    /// Default: FOLDER/key. The variable BONPORT_KEY may hold the key itself.
    #[arg(long, env = "BONPORT_KEY_FILE", value_name = "FILE", global = true)]
    pub key_file: Option<PathBuf>,

    /// What is logged: error, warn, info, debug or trace, also per module (`info,mail=debug`).
    #[arg(long, env = "BONPORT_LOG", value_name = "FILTER", default_value = "info", global = true, value_parser = log_filter)]
    pub log: String,

    /// Lines for people or for machines.
    #[arg(long, env = "BONPORT_LOG_FORMAT", value_name = "FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the application until it is told to stop (SIGTERM, Ctrl+C).
    ///
    /// The first start of a new version changes the tables: of Postgres run bonport backup before; a SQLite file gets its copy by itself.
    Serve(Serve),
    /// Add and list people, set a password.
    #[command(subcommand)]
    User(User),
    /// Bring data in from a file.
    #[command(subcommand)]
    Import(Import),
    /// Read delivery reports (bounces), and tell them beside the mails that they are about.
    ///
    /// Each is matched to the very delivery by what only it can know: our Message-ID or ENVID, and the address. « Remise refusée » then
    /// stands in its history; an address that does not exist and came back twice within ninety days is blocked, until an
    /// administrator unblocks it on /parametres/adresses-bloquees. Whatever else is found is ignored, and counted. The same report
    /// twice changes nothing. Ends with 0 when everything could be read, also when all of it was ignored; else with 1.
    Bounces(Bounces),
    /// Serve with invented clients, contacts and mails, and a test mailbox: nothing leaves. Loads them into an empty database.
    Demo {
        /// Load the data and stop, without serving.
        #[arg(long)]
        load_only: bool,
        /// How to listen.
        #[command(flatten)]
        serve: Serve,
    },
    /// Write a copy of everything into one file, also while it is served, of SQLite and of Postgres alike.
    Backup {
        /// The file to write; it must not exist yet.
        file: PathBuf,
        /// Write the key for stored secrets, too, into FILE.key. Whoever has both reads the passwords of your mail accounts.
        #[arg(long)]
        with_key: bool,
    },
    /// Put a copy that backup made into an empty database, SQLite or Postgres, whichever it was made of.
    ///
    /// Stop serve first. Everybody signs in anew, and no mail leaves until an administrator confirms it on /parametres/reprise.
    Restore(Restore),
    /// Check configuration, key, database and tables; ends with 1 when something is broken.
    Check,
}

/// A copy, and its place.
#[derive(Clone, Debug, Args)]
pub struct Restore {
    /// The copy. It is only read.
    pub file: PathBuf,
    /// Put the SQLite database that is there aside, as bonport.db.before-restore-DATE, and keep it.
    #[arg(long)]
    pub replace: bool,
    /// The key for stored secrets that backup --with-key wrote; it goes where the key belongs when none is there.
    #[arg(long, value_name = "FILE.key")]
    pub key: Option<PathBuf>,
}

/// Where delivery reports are.
#[derive(Clone, Debug, Args)]
pub struct Bounces {
    /// Files with one report each, Maildirs (what nobody has seen there is read; what is about our mails is kept as seen), or - for standard
    /// input.
    #[arg(value_name = "FILE|MAILDIR|-", required = true)]
    pub from: Vec<PathBuf>,

    /// Go on reading what arrives in the Maildirs, until a stop is asked for (SIGTERM, Ctrl+C).
    #[arg(long)]
    pub watch: bool,

    /// How often they are looked at.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub every: u64,
}

/// How to listen.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Address and port to listen on.
    #[arg(long, env = "BONPORT_ADDRESS", value_name = "IP:PORT", default_value = "127.0.0.1:3000")]
    pub address: SocketAddr,

    /// The address people open, as it stands in the links of mails. With https cookies become Secure. Default: http://IP:PORT.
    #[arg(long, env = "BONPORT_URL", value_name = "URL", value_parser = public_url)]
    pub url: Option<String>,

    /// Proxies whose X-Forwarded-For is believed, separated by commas.
    #[arg(long, env = "BONPORT_TRUSTED_PROXIES", value_name = "IP", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,

    /// Folder of the built site, for builds without the site inside.
    #[arg(long, env = "BONPORT_SITE", value_name = "FOLDER", default_value = "target/site", hide = cfg!(feature = "embed"))]
    pub site: PathBuf,

    /// How many seconds a stop waits for requests and mails under way. A mail that a server has not answered by then is told
    /// apart at the next start: sent again and marked « peut-être reçu deux fois », or left for a person to decide.
    #[arg(long, env = "BONPORT_STOP_WITHIN", value_name = "SECONDS", default_value = "20", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub stop_within: u64,

    /// Serve the pages, and leave the sending of mails to other processes on the same Postgres.
    #[arg(long, conflicts_with = "worker_only")]
    pub no_worker: bool,

    /// Send mails and serve no pages, beside other processes on the same Postgres.
    #[arg(long)]
    pub worker_only: bool,

    /// Address and port of `/metrics` (Prometheus) and `/health`, apart from the pages: for the machine's neighbours only.
    #[arg(long, env = "BONPORT_METRICS", value_name = "IP:PORT")]
    pub metrics: Option<SocketAddr>,

    /// How mails leave.
    #[command(flatten)]
    pub mails: Mails,
}

/// People who sign in.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a person who can sign in at once.
    Add {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The name shown to others. Default: the address.
        #[arg(long)]
        name: Option<String>,
        /// administrator or member.
        #[arg(long, value_parser = role)]
        role: UserRole,
        /// Read the password from standard input: its first line. The only way to give one, so that none stands in a history of commands.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// List people: address, role, state, name.
    List,
    /// Set a person's password; ends the person's sessions.
    Password {
        /// The address the person signs in with.
        #[arg(long)]
        email: String,
        /// Read the password from standard input: its first line.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

/// What comes in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Clients with their main contact, addresses and sites, from CSV or XLSX: all of them, or none while a line is refused.
    ///
    /// Columns are recognised by their French or English names; the page /import gives a model file. Clients that are there
    /// already are left alone. An import can be undone on that page.
    Clients {
        /// The file.
        file: PathBuf,
        /// Say what would be done, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Documents from a folder of PDFs with an index, CSV or XLSX: all of them, or none while a line is refused.
    ///
    /// Columns of the index, by their French or English names: kind, number, date, amount, currency, client reference, site, contact,
    /// file. What is there already, the very same, is left alone; kinds that leave on arrival do so once the application is served.
    Documents {
        /// The folder of the PDFs; no file outside it is read.
        folder: PathBuf,
        /// The index.
        #[arg(long, value_name = "FILE")]
        index: PathBuf,
        /// Say what would be done, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

fn role(word: &str) -> Result<UserRole, String> {
    UserRole::from_code(word).ok_or_else(|| "expected administrator or member".into())
}

fn log_filter(text: &str) -> Result<String, String> {
    tracing_subscriber::EnvFilter::try_new(text)
        .map(|_| text.to_owned())
        .map_err(|e| format!("{e}; expected for example info or info,mail=debug"))
}

/// Checks the shape only; the error never repeats the address, which may hold a password.
pub(crate) fn database_url(url: &str) -> Result<String, String> {
    let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|p| url.len() > p.len() && url.starts_with(p));
    if known { Ok(url.trim().into()) } else { Err("expected sqlite:PATH or postgres://…".into()) }
}

fn public_url(url: &str) -> Result<String, String> {
    let wrong = || "expected https://HOST or http://HOST, without a path".to_string();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).ok_or_else(wrong)?;
    let host = host.trim_end_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if host.is_empty() || !host.chars().all(plain) { Err(wrong()) } else { Ok(url.trim_end_matches('/').into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_wrong_value_is_named_with_what_is_expected() {
        let error = |args: &[&str]| Cli::try_parse_from(args).unwrap_err().to_string();
        let wrong = error(&["bonport", "serve", "--address", "nowhere"]);
        assert!(wrong.contains("nowhere") && wrong.contains("--address"), "{wrong}");
        let wrong = error(&["bonport", "serve", "--url", "bonport.example"]);
        assert!(wrong.contains("https://HOST"), "{wrong}");
    }

    #[test]
    fn a_public_address_has_no_path() {
        assert_eq!(public_url("https://bonport.example/").unwrap(), "https://bonport.example");
        assert!(public_url("https://bonport.example/app").is_err());
        assert!(public_url("https://").is_err());
        assert!(public_url("https://a@b.example").is_err());
    }
}
