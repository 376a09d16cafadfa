//! Writes the longest pages that the cases in `rules/cases` come to, and one of each level, into a folder:
//! `pages FOLDER`, for `.ci/page.sh`.

use std::collections::HashSet;
use std::path::Path;
use std::{env, fs, io};

use soreleg::answers::case::Case;
use soreleg::assess::{Engine, assess};
use soreleg::authoring::cases::file::read;
use soreleg::interview::Interview;
use soreleg::interview::what_if::what_if;
use soreleg::report::{Extras, Report};
use soreleg::rulebook::Rulebook;

/// So many of the longest are looked at.
const LONGEST: usize = 12;

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).expect("a folder");
    let rulebook = Rulebook::built_in();
    let mut pages = Vec::new();
    for file in fs::read_dir("rules/cases")? {
        let text = fs::read_to_string(file?.path())?;
        for rule_case in read(&text, &rulebook).expect("sound cases") {
            if !Interview::new(&rulebook, rule_case.answers.clone(), false).is_finished() {
                continue;
            }
            let case = Case::new(&rulebook, rule_case.answers);
            let assessment = assess(&case);
            let what_if = what_if(&mut Engine::new(case.rulebook()), &case, &assessment);
            let report = Report::new(&case, &assessment, &what_if);
            let html = report.html(&Extras::default()).to_string();
            pages.push((assessment.level, html));
        }
    }
    pages.sort_by_key(|(_, html)| std::cmp::Reverse(html.len()));
    let mut levels = HashSet::new();
    let pages = pages.iter().enumerate();
    for (place, (level, html)) in
        pages.filter(|(place, (level, _))| levels.insert(*level) || *place < LONGEST)
    {
        fs::write(
            Path::new(&folder).join(format!("{place:04}-{level}.html")),
            html,
        )?;
    }
    Ok(())
}
