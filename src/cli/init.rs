//! `schemabook init`: a small project to begin with, whose files are those in `src/cli/init/`.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::{Args, Init};
use super::exit::{Exit, Failure, print};
use super::project::prefix;
use crate::report::Text;

/// A file of the project: its path, and its text out of this repository.
macro_rules! project {
    ($($path:literal),* $(,)?) => { [$(($path, include_str!(concat!("init/", $path)))),*] };
}

const PROJECT: [(&str, &str); 17] = project![
    "site.toml",
    "README.md",
    ".gitignore",
    ".github/workflows/contracts.yml",
    "schemas/order_placed.json",
    "examples/order_placed/two-items.json",
    "examples/order_placed/two-items.md",
    "examples/order_placed/negative-total.invalid.json",
    "examples/order_placed/negative-total.invalid.md",
    "examples/order_placed/nothing-ordered.invalid.json",
    "examples/order_placed/nothing-ordered.invalid.md",
    "examples/order_placed/another-event.invalid.json",
    "examples/order_placed/another-event.invalid.md",
    "examples/order_placed/id-of-the-shop.invalid.json",
    "examples/order_placed/id-of-the-shop.invalid.md",
    "asyncapi/orders.yaml",
    "guides/replay.md",
];

/// Runs the command.
///
/// # Errors
/// A file of the project is there already: exit 2. The system refuses to write: exit 3. Either way nothing is left behind.
pub fn run(args: &Args, command: &Init) -> Result<Exit, Failure> {
    let taken: Vec<&str> = PROJECT.iter().map(|(path, _)| *path).filter(|path| is_taken(&command.dir, path)).collect();
    if !taken.is_empty() {
        let message = format!("`{}` has {} already; nothing was written", command.dir.display(), taken.join(", "));
        return Err(Failure::usage(message).with_help("name a folder that is empty or does not exist yet"));
    }
    let mut made = Made::default();
    for (path, text) in PROJECT {
        if let Err(error) = made.file(&command.dir.join(path), text) {
            made.take_back();
            let path = command.dir.join(path);
            return Err(Failure::environment(format!("`{}` can't be written: {error}", path.display())));
        }
    }
    if !args.quiet {
        let prefix = prefix(&command.dir);
        let mut text = Text::default();
        PROJECT.iter().for_each(|(path, _)| text.push(&Text::lines(&format!("  {prefix}{path}"))));
        let dir = prefix.trim_end_matches('/');
        let dir = if dir.is_empty() { String::new() } else { format!(" {dir}") };
        text.push(&Text::lines(&format!("next: schemabook check{dir}")));
        print(&text)?;
    }
    Ok(Exit::Fine)
}

/// Whether something stands at a path of the project, or something that is no folder on the way to it.
fn is_taken(dir: &Path, path: &str) -> bool {
    let on_the_way = Path::new(path).ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty());
    dir.join(path).symlink_metadata().is_ok()
        || on_the_way.into_iter().any(|parent| dir.join(parent).symlink_metadata().is_ok_and(|about| !about.is_dir()))
}

/// What was written, so that it can be taken back.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    /// Writes a new file and the folders that it needs.
    fn file(&mut self, path: &Path, text: &str) -> std::io::Result<()> {
        let missing = path.ancestors().skip(1).take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder)?;
            self.folders.push(folder);
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        self.files.push(path.to_path_buf());
        file.write_all(text.as_bytes())
    }

    /// Removes what was written; folders only if nobody has put anything into them since.
    fn take_back(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
