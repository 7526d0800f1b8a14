//! Writes a generated project, for measurements from outside: `cargo bench --bench generate -- EVENTS FOLDER`.

mod project;

use std::path::Path;

fn main() {
    // Cargo adds an argument of its own, `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [events, folder] => {
            let events = events.parse().expect("the first argument is a number of events");
            project::write_into(Path::new(folder), events);
            // What `pipeline` uses of the module.
            let _ = project::write as fn(usize) -> project::Folder;
        }
        _ => println!("usage: cargo bench --bench generate -- EVENTS FOLDER"),
    }
}
