//! The binary `bonport`: reads the command line and runs one command.

use clap::Parser;
use server::{cli::Cli, commands};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    match commands::run(cli).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bonport: {}", told(&error));
            std::process::ExitCode::FAILURE
        }
    }
}

/// The error and its causes, but what an error already says of its cause is not said again.
fn told(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string).filter(|cause| !cause.is_empty()) {
        if !text.contains(&cause) {
            text.push_str(if text.is_empty() { "" } else { ": " });
            text.push_str(&cause);
        }
    }
    text
}
