//! Whole projects: a fixture, changed as files and as trees. Two runs agree, no page is alive, no link leads nowhere.

use crate::project::{Project, check_site};

pub fn run(number: u64) {
    check_site(&Project::of_number(number));
}
