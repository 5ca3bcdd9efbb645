//! A throw-away Postfix: its own configuration, queue, data and log in a temporary folder, on free ports of 127.0.0.1. Nothing of the
//! system's is touched, and nothing leaves the machine: there is no name resolution, and every domain but two ends in an error.

use crate::support::{Authority, SmtpServer};
use mail::smtp::{Dialer, Policy, Timeouts, Trust};
use std::{
    fs::{self, Permissions},
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// Mails are put down as this user, `nobody` on Debian.
const NOBODY: u32 = 65_534;

pub struct Postfix {
    folder: TempDir,
    ports: [u16; 2],
    child: Child,
    pub authority: Authority,
}

impl Postfix {
    /// Speaks STARTTLS on one port and TLS from the start on the other; hands mails for client.example on to `far`, keeps those for
    /// compta@maison.example in a Maildir, and knows nobody else of maison.example.
    pub async fn start(far: &SmtpServer) -> Self {
        let authority = Authority::new();
        let folder = TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        for name in ["etc", "spool", "data", "mail", "log"] {
            fs::create_dir(at(name)).unwrap();
        }
        chown(at("data"), Some(user("postfix")), None).unwrap();
        chown(at("mail"), Some(NOBODY), Some(NOBODY)).unwrap();
        let (certificate, key) = authority.pem();
        fs::write(at("etc/certificate.pem"), certificate).unwrap();
        fs::write(at("etc/key.pem"), key).unwrap();
        fs::set_permissions(at("etc/key.pem"), Permissions::from_mode(0o600)).unwrap();
        fs::write(at("etc/mailboxes"), "compta@maison.example compta/\n").unwrap();
        fs::write(at("etc/transport"), format!("client.example smtp:[127.0.0.1]:{}\n", far.address().port())).unwrap();
        let ports = free_ports();
        fs::write(at("etc/main.cf"), main_cf(folder.path())).unwrap();
        fs::write(at("etc/master.cf"), master_cf(ports)).unwrap();
        let said = fs::File::create(at("log/start")).unwrap();
        let child = command(folder.path(), "start-fg").stdout(Stdio::piped()).stderr(said).spawn();
        let mut child = child.expect("Postfix is there: bin/gates/postfix installs it");
        let log = child.stdout.take().unwrap();
        let postfix = Self { folder, ports, child, authority };
        let started = until_started(log);
        match tokio::time::timeout(Duration::from_secs(30), started).await {
            Ok(Ok(Ok(()))) => postfix,
            ended => panic!("Postfix does not start (it runs as root only): {ended:?} {}", postfix.said()),
        }
    }

    /// What it wrote about itself before it had a log.
    fn said(&self) -> String {
        fs::read_to_string(self.folder.path().join("log/start")).unwrap_or_default()
    }

    pub fn port(&self) -> u16 {
        self.ports[0]
    }

    pub fn tls_port(&self) -> u16 {
        self.ports[1]
    }

    /// Where reports come back to; made with the first.
    pub fn maildir(&self) -> PathBuf {
        self.folder.path().join("mail/compta")
    }

    /// May call it, and believes this authority.
    pub fn dialer(&self, authority: &Authority) -> Dialer {
        Dialer {
            hello: "client.example".to_owned(),
            policy: Policy::new(self.ports.map(|port| format!("127.0.0.1:{port}")).to_vec()),
            trust: Trust::system(Some(&authority.file())).unwrap(),
            timeouts: Timeouts::default(),
        }
    }
}

/// Answers with its own line, which it writes once it listens on all of its ports; else with what it wrote before it ended. Its log is read
/// on, or it would wait for somebody to read it.
fn until_started(log: ChildStdout) -> oneshot::Receiver<Result<(), String>> {
    let (tell, started) = oneshot::channel();
    std::thread::spawn(move || {
        let (mut tell, mut before) = (Some(tell), String::new());
        for line in BufReader::new(log).lines().map_while(Result::ok) {
            if line.contains("daemon started") {
                tell.take().into_iter().for_each(|tell| drop(tell.send(Ok(()))));
            }
            before.push_str(&line);
        }
        tell.into_iter().for_each(|tell| drop(tell.send(Err(before.clone()))));
    });
    started
}

impl Drop for Postfix {
    fn drop(&mut self) {
        // Its own way ends all of its processes; without it only the first would go.
        let stopped = command(self.folder.path(), "abort").output();
        if !stopped.is_ok_and(|output| output.status.success()) {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}

fn command(folder: &Path, act: &str) -> Command {
    let mut command = Command::new("/usr/sbin/postfix");
    command.arg("-c").arg(folder.join("etc")).arg(act).stdin(Stdio::null()).current_dir(folder);
    command
}

fn user(name: &str) -> u32 {
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.split(':').next() == Some(name));
    let line = line.unwrap_or_else(|| panic!("no user {name}: bin/gates/postfix installs Postfix"));
    line.split(':').nth(2).unwrap().parse().unwrap()
}

/// Both held at once, so that they differ.
fn free_ports() -> [u16; 2] {
    let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}

fn main_cf(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = /dev/stdout
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.maison.example
mydestination =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtp_bind_address = 127.0.0.1
smtp_dns_support_level = disabled
smtp_tls_security_level = none
local_transport = error:no local mail here
default_transport = error:nothing leaves this machine
transport_maps = texthash:{folder}/etc/transport
virtual_mailbox_domains = maison.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/etc/mailboxes
virtual_uid_maps = static:{NOBODY}
virtual_gid_maps = static:{NOBODY}
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
smtpd_tls_security_level = may
smtpd_tls_cert_file = {folder}/etc/certificate.pem
smtpd_tls_key_file = {folder}/etc/key.pem
minimal_backoff_time = 1s
queue_run_delay = 1s
delay_warning_time = 1s
"
    )
}

fn master_cf([plain, tls]: [u16; 2]) -> String {
    format!(
        "127.0.0.1:{plain} inet n - n - - smtpd
127.0.0.1:{tls} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 300 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 300 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"
    )
}
