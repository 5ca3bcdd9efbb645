//! A Postgres cluster of its own, to be stopped and started: the one of the other tests is everybody's.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command as Now, Stdio};
use tempfile::TempDir;
use tokio::process::Command;

pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    /// By the programs that the other cluster runs by.
    pub async fn start() -> Self {
        let programs = PathBuf::from(store::testing::postgres_programs().await);
        let folder = tempfile::tempdir().unwrap();
        if is_root() {
            // Postgres does not run as root.
            assert!(Now::new("chown").arg("postgres").arg(folder.path()).status().unwrap().success());
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { folder, programs, port };
        cluster.run("initdb", &["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]).await;
        let options = format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''");
        cluster.run("pg_ctl", &["-s", "-w", "-l", &cluster.path("log"), "-o", &options, "start"]).await;
        cluster
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// `fast` ends every connection; `immediate` is what a power cut leaves.
    pub async fn restart(&self, mode: &str) {
        self.run("pg_ctl", &["-s", "-w", "-l", &self.path("log"), "-m", mode, "restart"]).await;
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    async fn run(&self, program: &str, arguments: &[&str]) {
        let (first, rest) = self.command(program, arguments);
        let mut command = Command::new(first);
        command.args(rest).current_dir(self.folder.path()).stdin(Stdio::null()).stdout(Stdio::null());
        let status = command.stderr(Stdio::null()).status().await.unwrap();
        let log = std::fs::read_to_string(self.path("log")).unwrap_or_default();
        assert!(status.success(), "{program} {arguments:?}: {log}");
    }

    fn command(&self, program: &str, arguments: &[&str]) -> (String, Vec<String>) {
        let program = self.programs.join(program).display().to_string();
        let mut all: Vec<String> = vec!["-D".into(), self.path("data")];
        all.extend(arguments.iter().map(|one| (*one).to_owned()));
        if !is_root() {
            return (program, all);
        }
        let as_postgres = ["--reuid=postgres", "--regid=postgres", "--init-groups"].map(str::to_owned);
        ("setpriv".into(), [as_postgres.to_vec(), vec![program], all].concat())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let (first, rest) = self.command("pg_ctl", &["-s", "-m", "immediate", "stop"]);
        // Its folder goes next.
        drop(Now::new(first).args(rest).stdin(Stdio::null()).status());
    }
}

fn is_root() -> bool {
    Now::new("id").arg("-u").output().unwrap().stdout == b"0\n"
}
