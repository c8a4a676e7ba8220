//! What the project does to itself: tests, checks, demonstrations. Begin with `cargo xtask help`.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks on standard output and standard error"
)]

mod bench;
mod ci;
mod conformance;
mod error;
mod features;
mod fuzz;
mod needs;
mod peers;
mod reliability;
mod run;
mod source;
mod surf;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use error::{Error, Result};
use lexopt::{Arg, Parser, ValueExt};
use run::Cargo;
use workspace::Workspace;

/// A command: its name, what stands behind the name in the help, and what it does.
struct Command {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(Parser) -> Result,
}

/// Every command, in the order of the help.
const COMMANDS: &[Command] = &[
    Command {
        name: "test",
        arguments: "",
        about: "runs every test of the workspace",
        run: test::command,
    },
    Command {
        name: "ci",
        arguments: "[STEP]...",
        about: "runs what must pass before a change goes in, or only the steps named",
        run: ci::command,
    },
    Command {
        name: "tidy",
        arguments: "[CHECK]...",
        about: "checks the rules of the project that no compiler knows, or only those named",
        run: tidy::command,
    },
    Command {
        name: "features",
        arguments: "",
        about: "builds each library with no feature, each one, pairs of them, and all",
        run: features::command,
    },
    Command {
        name: "conformance",
        arguments: "[--last]",
        about: "plays the conformance suite over every transport, and prints a table of it",
        run: conformance::command,
    },
    Command {
        name: "surf",
        arguments: "",
        about: "plays the conformance suite over surf, and over hyper on async-std",
        run: surf::command,
    },
    Command {
        name: "coverage",
        arguments: "[OPTION]...",
        about: "compares what is declared with xtask/catalogue, and writes docs/endpoints.md",
        run: |parser| hand_over("catalogue", "coverage", parser),
    },
    Command {
        name: "bench",
        arguments: "[BENCH]...",
        about: "measures what answers cost beside other libraries, and writes docs/performance.md",
        run: bench::command,
    },
    Command {
        name: "fuzz",
        arguments: "[TARGET]...",
        about: "gives models and sign-ins whatever can come in; --seconds N or --runs N for each",
        run: fuzz::command,
    },
    Command {
        name: "reliability",
        arguments: "[OPTION]...",
        about: "runs the tests of the promises and prints a line for each; --group T,A, --full",
        run: reliability::command,
    },
    Command {
        name: "mock",
        arguments: "[OPTION]...",
        about: "serves a mock Spotify until Ctrl-C (--help), or tries other clients on it (--check-peers)",
        run: mock,
    },
    Command {
        name: "tour",
        arguments: "[OPTION]...",
        about: "shows the library at work, without an account; --help tells the options",
        run: |parser| hand_over("demo", "tour", parser),
    },
    Command {
        name: "fixtures",
        arguments: "COMMAND",
        about: "records calls into files, or scrubs or checks such files; --help tells the options",
        run: |parser| hand_over("demo", "fixtures", parser),
    },
    Command {
        name: "login",
        arguments: "[OPTION]...",
        about: "signs you in with your browser, and keeps the token",
        run: |parser| hand_over("demo", "login", parser),
    },
    Command {
        name: "whoami",
        arguments: "[OPTION]...",
        about: "asks Spotify who is signed in",
        run: |parser| hand_over("demo", "whoami", parser),
    },
    Command {
        name: "accounts",
        arguments: "[OPTION]...",
        about: "lists who is signed in",
        run: |parser| hand_over("demo", "accounts", parser),
    },
    Command {
        name: "logout",
        arguments: "[OPTION]...",
        about: "removes a token that is kept",
        run: |parser| hand_over("demo", "logout", parser),
    },
];

fn main() -> ExitCode {
    match dispatch(Parser::from_env()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

fn dispatch(mut parser: Parser) -> Result {
    let name = match parser.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => "help".to_owned(),
        Some(Arg::Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    if name == "help" {
        no_arguments(parser)?;
        print!("{}", help());
        return Ok(());
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return Err(Error::Usage(format!(
            "there is no command `{name}`; there are: {}",
            list(COMMANDS.iter().map(|command| command.name)),
        )));
    };
    (command.run)(parser)
}

fn help() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for Command {
        name,
        arguments,
        about,
        ..
    } in COMMANDS
    {
        let call = format!("{name} {arguments}");
        text.push_str(&format!("  {call:<24}{about}\n"));
    }
    text.push_str("\nci steps:\n");
    text.push_str(&ci::help());
    text.push_str("\ntidy checks:\n");
    text.push_str(&tidy::help());
    text
}

/// Starts the mock, or makes the peers ready that are to be checked on it.
fn mock(parser: Parser) -> Result {
    let mut args = parser.clone();
    let args: Vec<_> = args.raw_args()?.collect();
    if !args.iter().any(|arg| arg == "--check-peers") {
        return hand_over("demo", "mock", parser);
    }
    if args.len() > 1 {
        let problem = "--check-peers starts mocks of its own and takes no other option";
        return Err(Error::Usage(problem.to_owned()));
    }
    peers::run(&Workspace::load()?)
}

/// Hands the rest of the command line to another program of this package, which is behind a
/// feature of its name.
fn hand_over(program: &str, name: &str, mut parser: Parser) -> Result {
    let mut args = vec![name.to_owned()];
    for arg in parser.raw_args()? {
        args.push(arg.string()?);
    }
    other_program(program).args(args).hand_over()
}

/// The call of another program of this package.
fn other_program(program: &str) -> Cargo {
    Cargo::new("run --package xtask").args(["--bin", program, "--features", program, "--"])
}

/// Refuses whatever is left on the command line.
fn no_arguments(mut parser: Parser) -> Result {
    match parser.next()? {
        None => Ok(()),
        Some(arg) => Err(arg.unexpected().into()),
    }
}

/// Picks by name out of a list; all of it when no name is given.
fn pick<T>(mut parser: Parser, all: &'static [T], name: fn(&T) -> &str) -> Result<Vec<&'static T>> {
    let mut wanted = Vec::new();
    while let Some(arg) = parser.next()? {
        let Arg::Value(value) = arg else {
            return Err(arg.unexpected().into());
        };
        let value = value.string()?;
        if !all.iter().any(|entry| name(entry) == value) {
            return Err(Error::Usage(format!(
                "there is no `{value}`; there are: {}",
                list(all.iter().map(name)),
            )));
        }
        wanted.push(value);
    }
    Ok(all
        .iter()
        .filter(|entry| wanted.is_empty() || wanted.iter().any(|want| want == name(entry)))
        .collect())
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{COMMANDS, Command, Error, dispatch, help, pick};

    fn parser(args: &[&str]) -> lexopt::Parser {
        lexopt::Parser::from_args(args)
    }

    fn refusal(args: &[&str]) -> String {
        let error = dispatch(parser(args)).unwrap_err();
        assert!(matches!(error, Error::Usage(_)), "{args:?}");
        error.to_string()
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(refusal(&["tset"]).starts_with("there is no command `tset`; there are: test, ci,"));
        assert!(refusal(&["--fast"]).contains("'--fast'"));
        assert!(refusal(&["test", "--fast"]).contains("'--fast'"));
        assert!(refusal(&["features", "all"]).contains("\"all\""));
        assert!(refusal(&["ci", "clipy"]).starts_with("there is no `clipy`; there are: fmt,"));
        assert!(refusal(&["tidy", "--fix"]).contains("'--fix'"));
        assert!(refusal(&["mock", "--check-peers", "--seed"]).contains("no other option"));
    }

    #[test]
    fn the_help_has_a_line_for_each_command() {
        let help = help();
        for Command { name, about, .. } in COMMANDS {
            assert!(
                help.lines()
                    .any(|line| line.starts_with(&format!("  {name} ")) && line.ends_with(about)),
                "{name}"
            );
        }
    }

    #[test]
    fn names_are_picked_in_the_order_of_the_list() {
        let name: fn(&Command) -> &str = |command| command.name;
        let names = |args: &[&str]| -> Vec<&str> {
            let picked = pick(parser(args), COMMANDS, name).unwrap();
            picked.into_iter().map(|command| command.name).collect()
        };
        assert_eq!(names(&["tidy", "test", "tidy"]), ["test", "tidy"]);
        assert_eq!(names(&[]).len(), COMMANDS.len());
    }
}
