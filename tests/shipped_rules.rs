//! What the shipped rules promise, held to their case files and to every case with an answer
//! taken away.

use soreleg::answer::{Answer, Answers};
use soreleg::answers::case::Case;
use soreleg::assess::{Engine, assess};
use soreleg::authoring::cases::file::{self, RuleCase};
use soreleg::authoring::compile::{compile, examine};
use soreleg::authoring::prove::Runners;
use soreleg::interview::Interview;
use soreleg::rulebook::answer_classes::AnswerClasses;
use soreleg::rulebook::{BUILT_IN, Rulebook};
use soreleg::triage::TriageLevel;

use crate::harness::{ROOT, Soreleg};

fn case_files(rulebook: &Rulebook) -> Vec<(String, Vec<RuleCase>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/cases");
    let files = std::fs::read_dir(folder).expect("there are case files");
    files
        .map(|file| {
            let path = file.expect("a readable folder").path();
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            (name, file::read(&text, rulebook).expect("sound case files"))
        })
        .collect()
}

#[test]
fn they_have_no_fault_and_no_warning() {
    let (rulebook, faults) = examine(BUILT_IN);
    assert!(rulebook.is_some());
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_case_passes_and_every_rule_is_covered() {
    let test = ["rules", "test", "--min-coverage", "100"];
    let ended = Soreleg::new().args(test).in_folder(ROOT).run();
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(ended.out.contains(" cases passed"), "{}", ended.out);
}

/// The figures that the README reports: every urgent story sent the same day or now, none sent
/// too low, no ordinary one to a doctor, no confident cause where there is none.
#[test]
fn the_stories_are_judged_as_the_physician_did() {
    let rulebook = compile(BUILT_IN).expect("sound rules");
    let files = case_files(&rulebook);
    let (_, stories) = files
        .iter()
        .find(|(name, _)| name == "stories.yaml")
        .expect("the stories");
    assert_eq!(stories.len(), 50);
    for story in stories {
        let level = assess(&Case::new(&rulebook, story.answers.clone())).level;
        let lowest = story.expect.level.0.iter().min().expect("a level");
        let highest = story.expect.level.0.iter().max().expect("a level");
        assert!(level >= *lowest, "{} is sent too low: {level}", story.name);
        let to_doctor = level >= TriageLevel::SeeDoctor && *highest == TriageLevel::SelfCare;
        assert!(!to_doctor, "{} is sent to a doctor: {level}", story.name);
    }
}

/// Taking a safety answer away from a case without danger leaves a question open, never a plain
/// all-clear.
#[test]
fn a_safety_question_left_open_is_no_all_clear() {
    let rulebook = compile(BUILT_IN).expect("sound rules");
    let mut tried = 0;
    for (_, cases) in case_files(&rulebook) {
        for rule_case in cases.iter().filter(|rule_case| !rule_case.partial) {
            let whole = Case::new(&rulebook, rule_case.answers.clone());
            if assess(&whole).level != TriageLevel::SelfCare {
                continue;
            }
            for (question, _) in rule_case.answers.given() {
                let mut answers = rule_case.answers.clone();
                answers.clear(question);
                let open = assess(&Case::new(&rulebook, answers.clone()));
                let mattered = rulebook.questions[question].safety
                    && Interview::new(&rulebook, answers.clone(), false)
                        .next()
                        .is_some();
                if mattered && open.level == TriageLevel::SelfCare {
                    assert!(
                        open.unanswered_safety.contains(&question),
                        "{}",
                        rule_case.name
                    );
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 500, "only {tried} were tried");
}

/// How many questions a runner is asked who answers like this.
fn asked(rulebook: &Rulebook, answers: &Answers) -> (usize, TriageLevel) {
    let mut interview = Interview::new(rulebook, Answers::new(rulebook.questions.len()), false);
    let mut asked = 0;
    while let Some(question) = interview.next() {
        interview.answer(question, answers.get(question).unwrap_or(Answer::NotSure));
        asked += 1;
    }
    (asked, assess(interview.case()).level)
}

fn median(mut numbers: Vec<usize>) -> usize {
    numbers.sort_unstable();
    numbers[numbers.len() / 2]
}

/// The aims of the interview: at most 13 questions for somebody who can look after it at home, in
/// the middle and on average.
#[test]
fn the_middle_runner_is_asked_no_more_than_promised() {
    let rulebook = compile(BUILT_IN).expect("sound rules");
    let cases = case_files(&rulebook)
        .into_iter()
        .flat_map(|(_, cases)| cases);
    let whole = cases.filter(|rule_case| !rule_case.partial);
    let everybody: Vec<_> = whole
        .map(|rule_case| asked(&rulebook, &rule_case.answers))
        .collect();
    let self_care = everybody
        .iter()
        .filter(|(_, level)| *level == TriageLevel::SelfCare);
    let asked: Vec<usize> = self_care.map(|(asked, _)| *asked).collect();
    assert!(asked.iter().sum::<usize>() <= 13 * asked.len());
    assert!(median(asked) <= 13);
}

/// The three lists of danger signs and risks, with their questions, are read to the end by somebody in
/// a hurry.
#[test]
fn the_danger_lists_are_short() {
    let rulebook = compile(BUILT_IN).expect("sound rules");
    let lists = rulebook
        .questions
        .iter()
        .filter(|question| ["emergency", "new_signs", "health"].contains(&&*question.id));
    let words = |text: &str| text.split_whitespace().count();
    let words: usize = lists
        .map(|list| {
            let options = list.kind.choices().iter().map(|option| words(&option.text));
            words(&list.ask) + options.sum::<usize>()
        })
        .sum();
    assert!(words > 300 && words <= 433, "{words} words");
}

/// What another answer alone would change is asked by every interview, so also by ours.
#[test]
fn what_no_interview_could_leave_out_is_asked() {
    let rulebook = compile(BUILT_IN).expect("sound rules");
    let classes = AnswerClasses::new(&rulebook);
    let mut engine = Engine::new(&rulebook);
    let mut told = |answers: &Answers| {
        let found = engine.evaluate(answers);
        let causes: Vec<_> = found.shown().collect();
        (found.level, found.verdict, causes, found.advice())
    };
    let mut runners = Runners::new(&rulebook, 5);
    let mut needed = 0;
    for _ in 0..100 {
        let runner = runners.draw();
        let answer = |question| Some(runner.get(question).unwrap_or(Answer::NotSure));
        let full = Interview::play(&rulebook, true, answer);
        let early = Interview::play(&rulebook, false, answer).answered();
        let result = told(full.case().answers());
        for (question, _) in full.case().answers().given() {
            let changes = classes.of(question).into_iter().any(|other| {
                let mut changed = runner.clone();
                changed.set(question, other);
                let answer = |question| changed.get(question);
                let full = Interview::play(&rulebook, true, answer);
                told(full.case().answers()) != result
            });
            assert!(
                !changes || early.contains(&question),
                "{question:?}: {runner:?}"
            );
            needed += usize::from(changes);
        }
    }
    assert!(needed > 100, "only {needed} were needed");
}

/// Another flag mentions `emergency: not_sure` beside too much drink. That must not hide that *not sure*
/// about chest pain alone would mean nothing.
#[test]
fn a_mention_of_not_sure_beside_other_signs_is_not_enough() {
    let (before, flag) = BUILT_IN.split_once("  - id: emergency_unsure\n").unwrap();
    let (_, after) = flag.split_once("\n  - id: ").unwrap();
    let (rulebook, faults) = examine(&format!("{before}  - id: {after}"));
    assert!(rulebook.is_some());
    let codes: Vec<_> = faults.iter().map(|fault| fault.code.name).collect();
    assert_eq!(codes, ["unsure-means-nothing"]);
}

/// Some programs that read YAML want what is in brackets further in than its key, the last bracket too.
#[test]
fn every_program_reads_the_shipped_cases() {
    let files = std::fs::read_dir("rules/cases").unwrap();
    for path in files.map(|file| file.unwrap().path()) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (line, next) in text.lines().zip(text.lines().skip(1)) {
            let closes = next.trim_start().starts_with(['}', ']']);
            assert!(
                !closes || next.starts_with("    "),
                "{}: {line}",
                path.display()
            );
        }
    }
}
