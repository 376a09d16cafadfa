//! From what a rule file says to a [`Rulebook`], or to everything that is wrong with it.

use std::collections::{HashMap, HashSet};

use libm::log;
use sha2::{Digest, Sha256};

use super::condition::{Condition, Range};
use super::fault::{Fault, Path, nearest};
use super::file::{self, Clause, Entries, RangeClause, RuleFile, Scalar, When};
use super::{
    Advice, Cause, Choice, Evidence, Exception, Kind, LevelText, Ordinary, Question, RedFlag,
    Rulebook, SafetyNet, Score, Source, Text, Thresholds, Topic,
};
use super::{codes, lint, yaml};
use crate::quantity::{Dimension, Quantity};
use crate::triage::TriageLevel;

/// The words that have a meaning of their own in conditions and answers.
const RESERVED: [&str; 5] = ["all", "any", "not", "none", "not_sure"];

/// The levels at which advice is given when it does not say.
const USUAL_LEVELS: [TriageLevel; 3] = [
    TriageLevel::SelfCare,
    TriageLevel::TimeOff,
    TriageLevel::SeeDoctor,
];

/// Most options a question may have: as many as fit on two screens.
const MAX_OPTIONS: usize = 32;

/// Reads, checks and prepares a rule file.
///
/// # Errors
/// Every error found, in the order of the file.
pub fn compile(text: &str) -> Result<Rulebook, Vec<Fault>> {
    let (rulebook, faults) = examine_with(text, |_, _| Vec::new());
    rulebook.ok_or(faults)
}

/// Reads and checks a rule file; gives the rulebook, if there are no errors, and every fault,
/// warnings included.
#[must_use]
pub fn examine(text: &str) -> (Option<Rulebook>, Vec<Fault>) {
    examine_with(text, |rulebook, errors| lint::lint(rulebook, text, errors))
}

/// `lint` is told the errors.
fn examine_with(
    text: &str,
    lint: impl Fn(&Rulebook, &[Fault]) -> Vec<Fault>,
) -> (Option<Rulebook>, Vec<Fault>) {
    let mut reading = yaml::read(text);
    let mut rulebook = None;
    if let Some(file) = reading.file.take() {
        let mut check = Check::new(&file, &reading.lost);
        let checked = check.rulebook(file, text);
        let found = check.faults;
        reading.add(found);
        let sound = reading.faults.is_empty();
        let warnings = lint(&checked, &reading.faults);
        reading.add(warnings);
        rulebook = sound.then_some(checked);
    }
    (rulebook, yaml::in_order(text, reading.faults))
}

/// The checks, with what they need to know about the whole file.
struct Check<'a> {
    lost: &'a HashSet<String>,
    sources: Vec<String>,
    topics: Vec<String>,
    questions: Vec<(String, Kind)>,
    all_questions: Vec<String>,
    faults: Vec<Fault>,
}

fn root() -> Path {
    Path::default()
}

impl<'a> Check<'a> {
    fn new(file: &RuleFile, lost: &'a HashSet<String>) -> Self {
        fn names<T>(entries: &Entries<T>) -> Vec<String> {
            entries.0.iter().map(|(name, _)| name.clone()).collect()
        }
        Check {
            lost,
            sources: names(&file.sources),
            topics: names(&file.topics),
            questions: Vec::new(),
            all_questions: file.questions.iter().map(|one| one.id.clone()).collect(),
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    fn rulebook(&mut self, file: RuleFile, text: &str) -> Rulebook {
        if file.format != 1 {
            let message = format!("format {} is not known", file.format);
            self.fault(
                Fault::error("format-version", &root().key("format"), message)
                    .help("write `format: 1`"),
            );
        }
        let thresholds = self.thresholds(&file.scoring);
        let questions = self.all_questions(file.questions);
        let red_flags = self.red_flags(file.red_flags);
        let ordinary = self.ordinary(file.ordinary);
        let causes = self.causes(file.causes, file.scoring.damping);
        let advice = self.advice(file.advice, &root().key("advice"));
        let safety_net = self.safety_net(file.safety_net);
        let exceptions = self.exceptions(file.exceptions);
        let mut rulebook = Rulebook {
            title: file.title.into(),
            sha256: hex(&Sha256::digest(text.as_bytes())).into(),
            limits: file.limits.into_iter().map(Text::from).collect(),
            thresholds,
            sources: file.sources.0.into_iter().map(source).collect(),
            levels: [
                file.levels.self_care,
                file.levels.time_off,
                file.levels.see_doctor,
                file.levels.same_day,
                file.levels.emergency,
            ]
            .map(|text| LevelText {
                title: text.title.into(),
                action: text.action.into(),
            }),
            topics: file
                .topics
                .0
                .into_iter()
                .map(|(id, title)| Topic {
                    id: id.into(),
                    title: title.into(),
                })
                .collect(),
            questions,
            red_flags,
            ordinary,
            causes,
            advice,
            safety_net,
            exceptions,
        };
        for flag in &rulebook.red_flags {
            flag.when
                .each_question(&mut |question| rulebook.questions[question].safety = true);
        }
        rulebook
    }

    fn thresholds(&mut self, scoring: &file::Scoring) -> Thresholds {
        let at = root().key("scoring");
        let sound = |value: f64| value.is_finite() && value > 0.0;
        if !sound(scoring.damping) || scoring.damping > 1.0 {
            self.fault(
                Fault::error(
                    "bad-scoring",
                    &at.key("damping"),
                    "the damping must lie above 0 and up to 1",
                )
                .help("0.8 is a good start"),
            );
        }
        let limits = [scoring.strong, scoring.fair, scoring.weak];
        if !limits.into_iter().all(sound) || !limits.is_sorted_by(|high, low| high > low) {
            self.fault(
                Fault::error(
                    "bad-scoring",
                    &at,
                    "`strong`, `fair` and `weak` must be odds above 0, in falling order",
                )
                .help("for example `strong: 2`, `fair: 0.7`, `weak: 0.3`"),
            );
        }
        if !sound(scoring.lead) || scoring.lead < 1.0 {
            self.fault(
                Fault::error("bad-scoring", &at.key("lead"), "the lead must be 1 or more")
                    .help("1.5 is a good start"),
            );
        }
        if !sound(scoring.behind) || scoring.behind <= scoring.lead {
            let message = "`behind` must be more than `lead`";
            self.fault(
                Fault::error("bad-scoring", &at.key("behind"), message).help("6 is a good start"),
            );
        }
        Thresholds {
            strong: log_odds(scoring.strong),
            fair: log_odds(scoring.fair),
            weak: log_odds(scoring.weak),
            lead: log_odds(scoring.lead),
            behind: log_odds(scoring.behind),
        }
    }

    fn all_questions(&mut self, questions: Vec<file::Question>) -> Vec<Question> {
        let at = root().key("questions");
        let ids = questions.iter().map(|question| question.id.as_str());
        self.unique_ids(ids, &at, "question");
        questions
            .into_iter()
            .enumerate()
            .map(|(place, question)| self.one_question(question, &at.item(place)))
            .collect()
    }

    fn one_question(&mut self, question: file::Question, at: &Path) -> Question {
        let topic = self
            .topics
            .iter()
            .position(|topic| *topic == question.topic);
        if topic.is_none() {
            self.unknown(
                "topic",
                &question.topic,
                &at.key("topic"),
                &self.topics.clone(),
            );
        }
        let only_if = question
            .only_if
            .map(|when| self.condition(&when, &at.key("only_if")));
        let kind = self.kind(question.options, question.tick, question.number, at);
        self.questions.push((question.id.clone(), kind.clone()));
        Question {
            id: question.id.into(),
            topic: topic.unwrap_or(0),
            ask: question.ask.into(),
            why: question.why.into(),
            how: question.how.map(Text::from),
            only_if,
            kind,
            safety: false,
            changes: question.changes,
        }
    }

    fn kind(
        &mut self,
        options: Option<Entries<String>>,
        tick: Option<Entries<String>>,
        number: Option<file::NumberKind>,
        at: &Path,
    ) -> Kind {
        match (options, tick, number) {
            (Some(options), None, None) => {
                Kind::Choice(self.choices(options, &at.key("options"), 2))
            }
            (None, Some(tick), None) => Kind::Checklist(self.choices(tick, &at.key("tick"), 1)),
            (None, None, Some(number)) => self.number(&number, &at.key("number")),
            _ => {
                self.fault(
                    Fault::error(
                        "question-kind",
                        at,
                        "a question has exactly one of `options`, `tick` and `number`",
                    )
                    .help(
                        "`options` to choose one, `tick` for all that apply, `number` for a number",
                    ),
                );
                Kind::Choice(Vec::new())
            }
        }
    }

    fn choices(&mut self, entries: Entries<String>, at: &Path, least: usize) -> Vec<Choice> {
        if entries.0.len() < least || entries.0.len() > MAX_OPTIONS {
            let message = format!(
                "a question needs {least} to {MAX_OPTIONS} options, this has {}",
                entries.0.len()
            );
            self.fault(Fault::error("option-count", at, message));
        }
        for (id, _) in &entries.0 {
            self.good_id(id, &at.key(id), "option");
        }
        entries
            .0
            .into_iter()
            .take(MAX_OPTIONS)
            .map(|(id, text)| Choice {
                id: id.into(),
                text: text.into(),
            })
            .collect()
    }

    fn number(&mut self, number: &file::NumberKind, at: &Path) -> Kind {
        let min = self.quantity(&number.min, number.unit, &at.key("min"));
        let max = self.quantity(&number.max, number.unit, &at.key("max"));
        if min.base() >= max.base() {
            self.fault(Fault::error(
                "empty-range",
                at,
                format!("no number lies from {min} to {max}"),
            ));
        }
        Kind::Number {
            dimension: number.unit,
            min,
            max,
        }
    }

    fn quantity(&mut self, text: &Scalar, dimension: Dimension, at: &Path) -> Quantity {
        Quantity::parse(&text.0, dimension, None).unwrap_or_else(|error| {
            self.fault(Fault::error("range-unit", at, error.to_string()));
            Quantity::whole(0, crate::quantity::Unit::One)
        })
    }

    fn red_flags(&mut self, flags: Vec<file::RedFlag>) -> Vec<RedFlag> {
        let at = root().key("red_flags");
        self.unique_ids(flags.iter().map(|flag| flag.id.as_str()), &at, "red flag");
        flags
            .into_iter()
            .enumerate()
            .map(|(place, flag)| {
                let at = at.item(place);
                if flag.level == TriageLevel::SelfCare {
                    self.fault(
                        Fault::error(
                            "useless-level",
                            &at.key("level"),
                            "a red flag at `self_care` raises nothing",
                        )
                        .help("use `time_off` or higher"),
                    );
                }
                RedFlag {
                    when: self.condition(&flag.when, &at.key("when")),
                    sources: self.sources(&flag.sources, &at),
                    id: flag.id.into(),
                    level: flag.level,
                    because: flag.because.into(),
                    action: flag.action.map(Text::from),
                }
            })
            .collect()
    }

    fn ordinary(&mut self, ordinary: file::Ordinary) -> Ordinary {
        let at = root().key("ordinary");
        Ordinary {
            when: self.condition(&ordinary.when, &at.key("when")),
            advice: self.advice(ordinary.advice, &at.key("advice")),
            sources: self.sources(&ordinary.sources, &at),
            title: ordinary.title.into(),
            because: ordinary.because.into(),
        }
    }

    fn causes(&mut self, causes: Vec<file::Cause>, damping: f64) -> Vec<Cause> {
        let at = root().key("causes");
        if causes.is_empty() {
            self.fault(Fault::error("no-cause", &at, "there is no cause to rank"));
        }
        self.unique_ids(causes.iter().map(|cause| cause.id.as_str()), &at, "cause");
        causes
            .into_iter()
            .enumerate()
            .map(|(place, cause)| self.cause(cause, damping, &at.item(place)))
            .collect()
    }

    fn cause(&mut self, cause: file::Cause, damping: f64, at: &Path) -> Cause {
        if !(cause.prior > 0.0 && cause.prior < 1.0) {
            self.fault(
                Fault::error(
                    "bad-prior",
                    &at.key("prior"),
                    "a prior lies between 0 and 1",
                )
                .help("one in seven is 0.14"),
            );
        }
        if cause.evidence.is_empty() {
            self.fault(
                Fault::error(
                    "no-evidence",
                    at,
                    format!("nothing speaks for or against `{}`", cause.id),
                )
                .help("add at least one item to `evidence`"),
            );
        }
        if cause.advice.is_empty() {
            self.fault(
                Fault::error(
                    "no-advice",
                    at,
                    format!("there is no advice for `{}`", cause.id),
                )
                .help("add at least one item to `advice`"),
            );
        }
        let evidence: Vec<Evidence> = cause
            .evidence
            .into_iter()
            .enumerate()
            .map(|(place, evidence)| {
                self.evidence(evidence, damping, &at.key("evidence").item(place))
            })
            .collect();
        Cause {
            units: units(&evidence),
            prior: log_odds(cause.prior / (1.0 - cause.prior)),
            advice: self.advice(cause.advice, &at.key("advice")),
            id: cause.id.into(),
            title: cause.title.into(),
            summary: cause.summary.into(),
            evidence,
        }
    }

    fn evidence(&mut self, evidence: file::Evidence, damping: f64, at: &Path) -> Evidence {
        if !(0.05..=20.0).contains(&evidence.ratio) {
            self.fault(
                Fault::error("bad-ratio", &at.key("ratio"), "this ratio is not believable")
                    .help("2 is small, 5 moderate, 10 large; below 1 speaks against; 0.05 to 20 is allowed"),
            );
        }
        Evidence {
            when: self.condition(&evidence.when, &at.key("when")),
            sources: self.sources(&evidence.sources, at),
            weight: thousandths(damping * log(evidence.ratio)),
            ratio: evidence.ratio,
            group: evidence.group.map(Text::from),
            because: evidence.because.into(),
        }
    }

    fn advice(&mut self, advice: Vec<file::Advice>, at: &Path) -> Vec<Advice> {
        self.unique_ids(
            advice.iter().map(|item| item.id.as_str()),
            at,
            "piece of advice",
        );
        advice
            .into_iter()
            .enumerate()
            .map(|(place, item)| {
                let at = at.item(place);
                Advice {
                    only_if: item
                        .only_if
                        .map(|when| self.condition(&when, &at.key("only_if"))),
                    unless: item
                        .unless
                        .map(|when| self.condition(&when, &at.key("unless"))),
                    sources: self.sources(&item.sources, &at),
                    levels: item.levels.unwrap_or_else(|| USUAL_LEVELS.to_vec()),
                    id: item.id.into(),
                    due: item.due,
                    action: item.action.into(),
                }
            })
            .collect()
    }

    fn safety_net(&mut self, items: Vec<file::SafetyNet>) -> Vec<SafetyNet> {
        let at = root().key("safety_net");
        if items.is_empty() {
            self.fault(
                Fault::error("no-safety-net", &at, "nobody is told when to come back")
                    .help("add at least one item"),
            );
        }
        items
            .into_iter()
            .enumerate()
            .map(|(place, item)| SafetyNet {
                sources: self.sources(&item.sources, &at.item(place)),
                say: item.say.into(),
                level: item.level,
            })
            .collect()
    }

    fn exceptions(&mut self, exceptions: Vec<Exception>) -> Vec<Exception> {
        let at = root().key("exceptions");
        for (place, exception) in exceptions.iter().enumerate() {
            let given = &exception.code;
            if !codes::acceptable().any(|code| code == given) {
                let message = format!("there is no warning `{given}`");
                let fault = Fault::error("unknown-code", &at.item(place).key("code"), message);
                self.fault(match nearest(given, codes::acceptable()) {
                    Some(name) => fault.help(format!("did you mean `{name}`?")),
                    None => fault.help("`soreleg rules explain` lists them all"),
                });
            }
        }
        exceptions
    }

    fn sources(&mut self, ids: &[String], at: &Path) -> Vec<usize> {
        let at = at.key("sources");
        if ids.is_empty() {
            self.fault(
                Fault::error("missing-source", &at, "no source is named")
                    .help("name at least one id of `sources`"),
            );
        }
        ids.iter()
            .enumerate()
            .filter_map(|(place, id)| {
                let found = self.sources.iter().position(|known| known == id);
                if found.is_none() {
                    self.unknown("source", id, &at.item(place), &self.sources.clone());
                }
                found
            })
            .collect()
    }

    fn condition(&mut self, when: &When, at: &Path) -> Condition {
        let mut parts: Vec<Condition> = when
            .0
            .iter()
            .map(|(name, clause)| self.clause(name, clause, &at.key(name)))
            .collect();
        match parts.len() {
            1 => parts.remove(0),
            _ => Condition::All(parts),
        }
    }

    fn clause(&mut self, name: &str, clause: &Clause, at: &Path) -> Condition {
        match clause {
            Clause::Parts(parts) => {
                if parts.is_empty() {
                    self.fault(Fault::error(
                        "empty-condition",
                        at,
                        format!("`{name}` has no parts"),
                    ));
                }
                let parts = parts
                    .iter()
                    .enumerate()
                    .map(|(place, part)| self.condition(part, &at.item(place)))
                    .collect();
                if name == "all" {
                    Condition::All(parts)
                } else {
                    Condition::Any(parts)
                }
            }
            Clause::Negated(part) => Condition::Not(Box::new(self.condition(part, at))),
            Clause::Values(values) => self.with_question(name, at, |check, question, kind| {
                check.values(question, kind, values, at)
            }),
            Clause::Range(range) => self.with_question(name, at, |check, question, kind| {
                check.range(question, kind, range, at)
            }),
        }
    }

    fn with_question(
        &mut self,
        name: &str,
        at: &Path,
        build: impl FnOnce(&mut Self, usize, &Kind) -> Condition,
    ) -> Condition {
        if let Some(question) = self.questions.iter().position(|(id, _)| id == name) {
            let kind = self.questions[question].1.clone();
            build(self, question, &kind)
        } else {
            if let Some(place) = self.all_questions.iter().position(|id| id == name) {
                let message = format!("`{name}` is not asked before this question");
                self.fault(
                    Fault::error("later-question", at, message)
                        .help("`only_if` may name earlier questions only; move one of the two")
                        .related(
                            &root().key("questions").item(place).key("id"),
                            format!("`{name}` is asked here"),
                        )
                        .on_key(),
                );
            } else {
                self.unknown("question", name, at, &self.all_questions.clone());
            }
            Condition::Any(Vec::new())
        }
    }

    fn values(&mut self, question: usize, kind: &Kind, values: &[String], at: &Path) -> Condition {
        let id = self.questions[question].0.clone();
        if values.is_empty() {
            self.fault(Fault::error(
                "empty-condition",
                at,
                format!("no answer to `{id}` is named"),
            ));
        }
        let mut options = 0;
        let mut parts = Vec::new();
        for (place, value) in values.iter().enumerate() {
            let here = if values.len() == 1 {
                at.clone()
            } else {
                at.item(place)
            };
            match (value.as_str(), kind) {
                ("not_sure", _) => parts.push(Condition::NotSure(question)),
                ("none", Kind::Checklist(_)) => parts.push(Condition::NoneTicked(question)),
                (_, Kind::Number { .. }) => {
                    self.fault(
                        Fault::error(
                            "wrong-test",
                            &here,
                            format!("`{id}` is a number and needs a range"),
                        )
                        .help(format!("write `{id}: {{ from: …, below: … }}`")),
                    );
                }
                (value, Kind::Choice(choices) | Kind::Checklist(choices)) => {
                    if let Some(option) = choices.iter().position(|choice| choice.id == value) {
                        options |= 1 << option;
                    } else {
                        self.unknown_option(&id, value, &here, choices);
                    }
                }
            }
        }
        if options != 0 {
            parts.insert(0, Condition::Is(question, options));
        }
        if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::Any(parts)
        }
    }

    fn range(&mut self, question: usize, kind: &Kind, range: &RangeClause, at: &Path) -> Condition {
        let id = self.questions[question].0.clone();
        if range.from.is_none() && range.below.is_none() {
            self.fault(Fault::error(
                "empty-range",
                at,
                "a range needs `from`, `below` or both",
            ));
        }
        match kind {
            Kind::Choice(_) => {
                self.fault(
                    Fault::error(
                        "wrong-test",
                        at,
                        format!("`{id}` has options and cannot be tested with a range"),
                    )
                    .help(format!(
                        "write `{id}: option` or `{id}: [one, or, another]`"
                    )),
                );
                Condition::Any(Vec::new())
            }
            Kind::Checklist(choices) => {
                let known_faults = self.faults.len();
                let all = (1_u64 << choices.len()) - 1;
                let of = range.of.as_ref().map_or(all, |names| {
                    names.iter().enumerate().fold(0, |of, (place, name)| {
                        let option = choices.iter().position(|choice| choice.id == *name);
                        if option.is_none() {
                            self.unknown_option(&id, name, &at.key("of").item(place), choices);
                        }
                        of | option.map_or(0, |option| 1 << option)
                    })
                });
                let bounds = self.bounds(range, Dimension::Count, at);
                // Ticks are counted in ones, quantities in thousandths.
                let ticks = Range {
                    from: bounds.from.max(0).div_euclid(1000),
                    below: bounds.below.saturating_add(999).div_euclid(1000),
                };
                let sound = self.faults.len() == known_faults;
                if sound && ticks.from > i64::from(of.count_ones()) {
                    self.fault(Fault::error(
                        "never-holds",
                        at,
                        "more ticks are asked for than there are options",
                    ));
                }
                Condition::Ticks(question, of, ticks)
            }
            Kind::Number {
                dimension,
                min,
                max,
            } => {
                if range.of.is_some() {
                    self.fault(Fault::error(
                        "wrong-test",
                        &at.key("of"),
                        "`of` counts ticks and needs a checklist",
                    ));
                }
                let known_faults = self.faults.len();
                let bounds = self.bounds(range, *dimension, at);
                let sound = self.faults.len() == known_faults && min.base() < max.base();
                if sound && (bounds.from > max.base() || bounds.below <= min.base()) {
                    self.fault(
                        Fault::error(
                            "never-holds",
                            at,
                            format!("`{id}` never lies in this range"),
                        )
                        .help(format!("its answers go from {min} to {max}")),
                    );
                }
                Condition::Within(question, bounds)
            }
        }
    }

    fn bounds(&mut self, range: &RangeClause, dimension: Dimension, at: &Path) -> Range {
        let mut bound = |text: &Option<Scalar>, key: &str, otherwise: i64| {
            text.as_ref().map_or(otherwise, |text| {
                self.quantity(text, dimension, &at.key(key)).base()
            })
        };
        let range = Range {
            from: bound(&range.from, "from", i64::MIN),
            below: bound(&range.below, "below", i64::MAX),
        };
        if range.from >= range.below {
            self.fault(
                Fault::error("empty-range", at, "no number lies in this range")
                    .help("`from` must be smaller than `below`"),
            );
        }
        range
    }

    fn unknown(&mut self, what: &str, given: &str, at: &Path, known: &[String]) {
        let code = match what {
            "question" => "unknown-question",
            "topic" => "unknown-topic",
            _ => "unknown-source",
        };
        let mut fault = Fault::error(code, at, format!("there is no {what} `{given}`"));
        // A condition names a question by its key.
        fault.on_key = what == "question";
        self.unknown_name(fault, given, known);
    }

    fn unknown_option(&mut self, question: &str, given: &str, at: &Path, choices: &[Choice]) {
        // Without any options the question itself is at fault.
        if !choices.is_empty() {
            let known: Vec<String> = choices.iter().map(|choice| choice.id.to_string()).collect();
            let message = format!("`{question}` has no option `{given}`");
            self.unknown_name(Fault::error("unknown-option", at, message), given, &known);
        }
    }

    fn unknown_name(&mut self, fault: Fault, given: &str, known: &[String]) {
        if self.lost.contains(given) {
            return;
        }
        let help = match nearest(given, known.iter().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None if known.len() <= 12 => format!("there are: {}", known.join(", ")),
            None => format!("add it, or use one of the {} that exist", known.len()),
        };
        self.fault(fault.help(help));
    }

    fn unique_ids<'i>(&mut self, ids: impl Iterator<Item = &'i str>, at: &Path, what: &str) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (place, id) in ids.enumerate() {
            let here = at.item(place).key("id");
            self.good_id(id, &here, what);
            match seen.get(id) {
                Some(first) => self.fault(
                    Fault::error(
                        "duplicate-id",
                        &here,
                        format!("there are two {what}s named `{id}`"),
                    )
                    .related(&at.item(*first).key("id"), "the first is here"),
                ),
                None => drop(seen.insert(id, place)),
            }
        }
    }

    fn good_id(&mut self, id: &str, at: &Path, what: &str) {
        let plain = id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let id = crate::text::escaped(id);
        let mut fault = if !plain || id.is_empty() || id.len() > 40 {
            Fault::error(
                "bad-id",
                at,
                format!("`{id}` cannot be the name of this {what}"),
            )
            .help("use up to 40 small letters, digits and underscores")
        } else if RESERVED.contains(&id.as_str()) {
            Fault::error("bad-id", at, format!("`{id}` has a meaning of its own"))
                .help("choose another name")
        } else {
            return;
        };
        fault.on_key = what == "option";
        self.fault(fault);
    }
}

/// Evidence that counts together: a group, or a piece on its own.
fn units(evidence: &[Evidence]) -> Vec<Vec<usize>> {
    let mut units: Vec<Vec<usize>> = Vec::new();
    for (place, one) in evidence.iter().enumerate() {
        let group = units
            .iter_mut()
            .find(|unit| one.group.is_some() && evidence[unit[0]].group == one.group);
        match group {
            Some(unit) => unit.push(place),
            None => units.push(vec![place]),
        }
    }
    units
}

fn log_odds(odds: f64) -> Score {
    thousandths(log(odds))
}

#[allow(clippy::cast_possible_truncation)]
fn thousandths(log_odds: f64) -> Score {
    (log_odds * 1000.0).round() as Score
}

fn source((id, source): (String, file::Source)) -> Source {
    let link = source
        .doi
        .map(|doi| format!("doi:{doi}"))
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}
