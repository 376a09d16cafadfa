//! Sources: where a fact can be looked up. What cannot be found would be printed as a broken link.

use super::{Check, root};
use crate::authoring::file;
use crate::fault::{Code, Fault};
use crate::rulebook::path::RulePath;
use crate::rulebook::{Source, Text};

pub(crate) const BAD_SOURCE: &Code = &Code::error(
    "bad-source",
    "This source cannot be found as it is written",
    "It is shown with every result. `doi` begins with `10.` and has a `/`, without the \
     `https://doi.org/` before it. `pmid` is a number above 0. `web` begins with the name of \
     the site, such as `example.org/page`, without `https://`. `year` lies from 1800 to 2100.",
);

impl Check<'_> {
    pub(super) fn source(&mut self, id: String, source: file::Source) -> Source {
        let at = root().key("sources").key(&id);
        if let Some(doi) = source.doi.as_deref().filter(|doi| !is_doi(doi)) {
            self.bad_source(&at.key("doi"), "this is no DOI", doi_meant(doi));
        }
        if source.pmid == Some(0) {
            let help = "write the number that PubMed shows, or remove the key".to_owned();
            self.bad_source(&at.key("pmid"), "no article has this number", help);
        }
        if let Some(web) = source.web.as_deref().filter(|web| !has_site(web)) {
            self.bad_source(
                &at.key("web"),
                "this begins with no name of a site",
                web_meant(web),
            );
        }
        if source
            .year
            .is_some_and(|year| !(1800..=2100).contains(&year))
        {
            let help = "write its four digits, from 1800 to 2100".to_owned();
            self.bad_source(&at.key("year"), "this is no year of publication", help);
        }
        let link = (source.doi.map(|doi| format!("doi:{doi}")))
            .or(source.pmid.map(|pmid| format!("PMID {pmid}")))
            .or(source.web);
        Source {
            id: id.into(),
            title: source.title.into(),
            link: link.map(Text::from),
            year: source.year,
            weak: source.weak.map(Text::from),
        }
    }

    fn bad_source(&mut self, at: &RulePath, message: &str, help: String) {
        self.fault(Fault::new(BAD_SOURCE, at, message).help(help));
    }
}

/// Whether this is `10.`, the number of a publisher, a slash and a name.
fn is_doi(text: &str) -> bool {
    let parts = text
        .strip_prefix("10.")
        .and_then(|rest| rest.split_once('/'));
    parts.is_some_and(|(publisher, name)| {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        publisher.starts_with(is_number) && publisher.chars().all(is_number) && !name.is_empty()
    }) && !text.contains(char::is_whitespace)
}

fn doi_meant(text: &str) -> String {
    match text.find("10.").map(|start| text[start..].trim()) {
        Some(doi) if is_doi(doi) => format!("write `doi: {doi}`"),
        _ => "a DOI looks like `10.1136/bjsports-2024-109380`".to_owned(),
    }
}

/// Whether a web address begins with something like `example.org`. What follows may be in words.
fn has_site(address: &str) -> bool {
    let site = address.split(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#'));
    let site = site.into_iter().next().unwrap_or_default();
    let (name, port) = site.split_once(':').unwrap_or((site, ""));
    let mut labels = name.split('.');
    name.contains('.')
        && labels.all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && port.bytes().all(|digit| digit.is_ascii_digit())
}

fn web_meant(address: &str) -> String {
    match address.split_once("//") {
        Some((_, rest)) if has_site(rest) => format!("write `web: {rest}`"),
        _ => "write an address such as `example.org/page`".to_owned(),
    }
}
