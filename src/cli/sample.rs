//! `schemabook sample`: values that fit schemas, and values that one rule refuses, printed or written into the catalogs.

mod missing;
mod put;

use std::path::Path;

use super::args::{Args, Sample};
use super::exit::{Exit, Failure, print, say, try_print};
use super::project::{Opened, open, prefix};
use crate::pipeline;
use crate::prove::{Proved, prove};
use crate::report::{Text, json_sample, pretty_sample};
use crate::resolve::Resolved;
use crate::sample::{Extracts, Sampler};
use crate::source::Place;
use crate::spelling::nearest;
use crate::tree::Tree;
use crate::words::counted;

/// Runs the command.
///
/// # Errors
/// The program's own: usage, a place that is not there, a folder that can't be written.
pub fn run(args: &Args, command: &Sample) -> Result<Exit, Failure> {
    let Opened { tree, config, .. } = open(&command.dir, None)?;
    let resolved = pipeline::catalog(config, &tree, None);
    let places = places(&resolved, &command.dir, &command.places)?;
    if places.is_empty() {
        let message = format!("no file in `{}` is a schema by itself", command.dir.display());
        let help = "name the folder of your contracts with --dir, or a place in a file, as in `app.yaml#/components/schemas/order`";
        return Err(Failure::usage(message).with_help(help));
    }
    if command.write {
        return write(args, command, &tree, resolved, &places);
    }
    let proved = prove(resolved);
    let extracts = Extracts::of(&proved);
    let mut exit = Exit::Fine;
    for place in &places {
        let is_alone = places.len() == 1;
        match show(command, (&proved, &extracts), place, (is_alone, args.verbose))? {
            Shown::All => {}
            Shown::Nothing => exit = Exit::Findings,
            Shown::Unheard => break,
        }
    }
    Ok(exit)
}

/// What became of printing.
enum Shown {
    All,
    Nothing,
    /// Nobody reads it any more.
    Unheard,
}

fn show(
    command: &Sample,
    (proved, extracts): (&Proved, &Extracts),
    place: &Place,
    (is_alone, is_verbose): (bool, bool),
) -> Result<Shown, Failure> {
    let resolved = &proved.resolved;
    let shown = resolved.project.sources.display(place);
    let values = resolved.project.catalog_of(place.source).and_then(|catalog| extracts.get(proved, catalog));
    let sampler = Sampler::new(resolved, &proved.faults, place).with_values(values);
    let name = (!is_alone).then_some(shown.as_str());
    let refused = |why: String| {
        say(&format!("schemabook: nothing was found that fits `{shown}`: {why}"));
        Ok(Shown::Nothing)
    };
    let mut text = Text::default();
    if command.invalid {
        if let Err(why) = sampler.minimal() {
            return refused(why);
        }
        let broken = sampler.invalid();
        for (number, found) in broken.found.iter().enumerate() {
            // What several schemas refuse for the same reason is one counterexample.
            if broken.found.iter().take(number).any(|other| other.is_said_by(found)) {
                continue;
            }
            text.push(&json_sample(name, Some((&found.at, &found.keyword)), &found.value));
        }
        for (schema, keyword) in &broken.missing {
            let schema = resolved.project.sources.display(schema);
            say(&format!("schemabook: no value was found that `{keyword}` at `{schema}` alone refuses"));
        }
        for (schema, keyword) in broken.dead.iter().filter(|_| is_verbose) {
            let schema = resolved.project.sources.display(schema);
            say(&format!(
                "schemabook: what `{keyword}` at `{schema}` refuses, the values that are listed beside it refuse"
            ));
        }
    } else if let Some(count) = command.count {
        if let Err(why) = sampler.minimal() {
            return refused(why);
        }
        for number in 0..count {
            match sampler.nth(command.seed, number) {
                Ok(sample) if try_print(&json_sample(name, None, &sample))? => {}
                Ok(_) => return Ok(Shown::Unheard),
                Err(why) => return refused(why),
            }
        }
    } else if command.each {
        if let Err(why) = sampler.minimal() {
            return refused(why);
        }
        sampler.each().iter().for_each(|sample| text.push(&json_sample(name, None, sample)));
    } else {
        match if command.complete { sampler.complete() } else { sampler.minimal() } {
            Ok(sample) if is_alone => text.push(&pretty_sample(&sample)),
            Ok(sample) => text.push(&json_sample(name, None, &sample)),
            Err(why) => return refused(why),
        }
    }
    Ok(if try_print(&text)? { Shown::All } else { Shown::Unheard })
}

/// The schemas that are named, or all documents where none is.
fn places(resolved: &Resolved, dir: &Path, names: &[String]) -> Result<Vec<Place>, Failure> {
    if names.is_empty() {
        let schemas = resolved.project.schemas.iter().filter(|schema| !schema.is_metaschema);
        return Ok(schemas.map(|schema| Place::root(schema.source)).collect());
    }
    let prefix = prefix(dir);
    names.iter().map(|name| place(resolved, &prefix, name)).collect()
}

fn place(resolved: &Resolved, prefix: &str, name: &str) -> Result<Place, Failure> {
    let from_here = || resolved.find_named_schema(name.trim_start_matches("./").strip_prefix(prefix)?);
    let of_type = || {
        let known = resolved.types.iter().find(|known| known.name == name)?;
        let schema = known.schemas.first().and_then(|number| resolved.project.schemas.get(*number));
        let message = known.messages.first().and_then(|(document, message)| {
            resolved.project.documents.get(*document)?.messages.get(*message)?.payload.clone()
        });
        schema.map(|schema| Place::root(schema.source)).or(message)
    };
    resolved.find_named_schema(name).or_else(from_here).or_else(of_type).ok_or_else(|| {
        let sources = &resolved.project.sources;
        let files = resolved.project.schemas.iter().map(|schema| sources.get(schema.source).name.as_str());
        let types = resolved.types.iter().map(|known| known.name.as_str());
        let short = resolved.project.schemas.iter().map(|schema| schema.path.as_str());
        let meant = nearest(name, files.clone().chain(types).chain(short));
        let by_name = || files.clone().find(|file| file.rsplit('/').next() == name.rsplit('/').next());
        let help = meant.or_else(by_name).map(|meant| format!("did you mean `{meant}`?"));
        let usual = || "name its file, its place (`orders.json#/$defs/total`), its `$id` or its event type".to_owned();
        Failure::usage(format!("there is no schema or event type `{name}`")).with_help(help.unwrap_or_else(usual))
    })
}

/// Writes what is missing, or lists it.
fn write(args: &Args, command: &Sample, tree: &Tree, resolved: Resolved, places: &[Place]) -> Result<Exit, Failure> {
    let missing::Missing { pairs, refused } = missing::missing(command, resolved, places);
    let prefix = prefix(&command.dir);
    let mut written = Text::default();
    let mut count = 0;
    for pair in pairs {
        let file = format!("{prefix}{}.json", pair.stem);
        let line = Text::lines(&format!("  {file}"));
        if command.dry_run {
            if put::can_put(tree.root(), &pair) {
                written.push(&line);
                count += 1;
            }
            continue;
        }
        match put::put(tree.root(), &pair) {
            Ok(put::Put::Written) => {
                written.push(&line);
                count += 1;
            }
            Ok(put::Put::Taken) => {}
            Ok(put::Put::Linked(at)) => {
                say(&format!("schemabook: `{file}` was not written: `{at}` on the way to it is no folder of its own"));
            }
            Err(error) => {
                print(&written)?;
                let message = format!("`{file}` can't be written: {error}");
                let help = match count {
                    0 => "nothing was written before that".to_owned(),
                    _ => format!("{} written before that: they are listed above", counted(count, "sample")),
                };
                return Err(Failure::environment(message).with_help(help));
            }
        }
    }
    for (schema, why) in &refused {
        say(&format!("schemabook: nothing was found that fits `{schema}`: {why}"));
    }
    if !args.quiet {
        let what = counted(count, "sample");
        let next = if command.dry_run {
            format!("{what} would be written")
        } else {
            format!("{what} written; each counts as an example once `generated: true` is taken out of its .md")
        };
        written.push(&Text::lines(&next));
        print(&written)?;
    }
    Ok(if refused.is_empty() { Exit::Fine } else { Exit::Findings })
}
