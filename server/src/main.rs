//! The binary `bonport`: reads the command line and runs one command.

use clap::Parser;
use server::{cli::Cli, commands};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    match commands::run(cli).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bonport: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
