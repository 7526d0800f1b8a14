//! What a run of the program takes, by GNU time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project::Project;

/// How long a run may take, in seconds, and how much address space, in kB. What goes past either is ended.
const PATIENCE: &str = "60";
const SPACE: &str = "8000000";

/// What one run took.
pub struct Run {
    /// CPU time of the process, in seconds.
    pub seconds: f64,
    /// The most memory that it held, in MB.
    pub peak: f64,
    /// How many bytes it wrote.
    pub output: u64,
    /// How it ended, if not as the program says it does.
    pub ended: Option<String>,
}

/// Where projects are written and measured.
pub struct Workshop {
    program: String,
    folder: PathBuf,
}

impl Workshop {
    /// A folder for projects, in memory where the system has such a place: the disk is not what is measured.
    pub fn new(program: String) -> Workshop {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        Workshop { program, folder: place.join(format!("schemabook-growth-{}", std::process::id())) }
    }

    /// What `check` and `build` take.
    pub fn runs(&self, project: &Project) -> (Run, Run) {
        let (input, out) = (self.folder.join("project"), self.folder.join("site"));
        project.write(&input);
        let check = self.best(&["check", "--quiet"], &input);
        let build = ["build", "--no-cache", "--quiet", "--keep-going", "--out", &out.to_string_lossy()];
        let mut build = self.best(&build, &input);
        build.output = bytes_of(&out);
        let _ = fs::remove_dir_all(&self.folder);
        (check, build)
    }

    /// The better of two runs: what else the machine does makes a run slower, and never faster.
    fn best(&self, arguments: &[&str], input: &Path) -> Run {
        let first = self.run(arguments, input);
        if first.ended.is_some() || first.seconds > 1.0 {
            return first;
        }
        let second = self.run(arguments, input);
        if second.seconds < first.seconds { second } else { first }
    }

    fn run(&self, arguments: &[&str], input: &Path) -> Run {
        let figures = self.folder.join("figures");
        // The shell sets the limit and is gone: what GNU time measures is the program, and `timeout`, which needs nothing.
        let script =
            format!("ulimit -v {SPACE}; exec /usr/bin/time -q -o \"$0\" -f '%U %S %M %x' timeout {PATIENCE} \"$@\"");
        let status = Command::new("sh")
            .args(["-c", &script])
            .arg(&figures)
            .arg(&self.program)
            .args(arguments)
            .arg(input)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("sh can be run");
        let text = fs::read_to_string(&figures).unwrap_or_default();
        let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [user, system, peak, code] = numbers[..] else { panic!("GNU time says {text:?} ({status})") };
        // Findings are no failure of the program.
        let ended = (code > 1.0).then(|| format!("`{}` ended with {code}", arguments[0]));
        Run { seconds: user + system, peak: peak / 1000.0, output: 0, ended }
    }
}

/// How many bytes the files below a folder have.
fn bytes_of(folder: &Path) -> u64 {
    let mut open = vec![folder.to_owned()];
    let mut bytes = 0;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(about) if about.is_dir() => open.push(entry.path()),
                Ok(about) => bytes += about.len(),
                Err(_) => {}
            }
        }
    }
    bytes
}
