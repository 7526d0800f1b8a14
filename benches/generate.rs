//! Writes a generated project, for measurements from outside: `cargo bench --bench generate -- NUMBER FOLDER [SHAPE]`.

mod project;

use std::path::Path;

fn main() {
    // Cargo adds an argument of its own, `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let (number, folder, shape) = match arguments.as_slice() {
        [number, folder] => (number, folder, "plain"),
        [number, folder, shape] => (number, folder, shape.as_str()),
        _ => return println!("usage: cargo bench --bench generate -- NUMBER FOLDER [plain|events|resources]"),
    };
    let (number, folder) = (number.parse().expect("the first argument is a number"), Path::new(folder));
    match shape {
        "plain" => project::write_into(folder, number),
        "events" => project::events::write(folder, number),
        "resources" => project::resources::write(folder, number),
        _ => println!("the third argument is a shape: plain, events or resources"),
    }
    // What `pipeline` uses of the module.
    let _ = project::write as fn(usize) -> project::Folder;
}
