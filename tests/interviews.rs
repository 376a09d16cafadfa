//! What thirteen runners are asked and told, and how few keys that takes: pressed in a terminal.

use std::fmt::Write as _;
use std::fs;

use soreleg::answer::{Answer, Answers};
use soreleg::interview::{Interview, Step};
use soreleg::rulebook::{Question, QuestionKind, Rulebook};

use crate::harness::{ENTER, Soreleg, assert_kept};

/// Who they are, and what they answer: the rest is none of these, or what `usual` says.
const RUNNERS: [(&str, &str); 13] = [
    (
        "first marathon",
        "where=both_muscle start=next_day feel=dull,heavy days=2 running=far_longer",
    ),
    (
        "new runner",
        "where=both_muscle start=run_hours feel=dull days=21 trend=less_each running=new",
    ),
    (
        "old shoes",
        "where=both_lower start=crept spot=spread feel=dull days=21 trend=returns running=years \
      shoes=worn_look,better_other shoe_distance=1200km",
    ),
    (
        "hot run, cramps",
        "pee=dark where=both_muscle start=cramp feel=cramp,dull days=1 running=longer \
      drink=heat,little,salt",
    ),
    (
        "the same, ibuprofen and little dark pee",
        "pee=dark_little health=ibuprofen where=both_muscle",
    ),
    (
        "swollen warm calf after a flight",
        "new_signs=swollen_leg,warm_red",
    ),
    ("chest pain", "emergency=chest"),
    (
        "stress-fracture-like",
        "new_signs=limp health=bones,periods where=one_place spot=bone_spot start=crept \
      feel=sharp days=21 trend=worse pattern=builds pain=6 running=more_weeks,no_rest",
    ),
    (
        "all not sure",
        "emergency=not_sure pee=not_sure new_signs=not_sure health=not_sure",
    ),
    (
        "danger signs none, rest not sure",
        "pee=not_sure where=not_sure start=not_sure spot=not_sure \
      injury=not_sure feel=not_sure days=not_sure age=not_sure trend=not_sure pattern=not_sure \
      pain=not_sure clot=not_sure running=not_sure state=not_sure drink=not_sure shoes=not_sure \
      shoe_distance=not_sure shoe_age=not_sure",
    ),
    (
        "teenager, knee",
        "age=15 where=one_place spot=knee start=run_hours feel=dull days=14 trend=same pain=3",
    ),
    (
        "overtrained",
        "where=both_muscle start=crept feel=heavy days=45 trend=same pattern=most_time \
      running=more_weeks,races,no_rest state=slower,sleep,mood,tired",
    ),
    (
        "new shoes, shins",
        "where=both_lower start=crept spot=strip feel=dull days=14 trend=returns \
      pattern=builds pain=3 running=years shoes=new_type,poor_fit",
    ),
];

/// What most would say.
fn usual(question: &Question) -> &'static str {
    match (&*question.id, &question.kind) {
        ("pee", _) => "pale",
        ("age", _) => "35",
        ("shoe_distance", _) => "250km",
        (_, QuestionKind::Checklist(_)) => "none",
        (_, QuestionKind::Number { .. }) => "1",
        (_, QuestionKind::Choice(_)) => "not_sure",
    }
}

/// The fewest keys for an answer.
fn keys(question: &Question, answer: Answer, value: &str) -> Vec<String> {
    let count = question.kind.choices().len();
    let line = |option: usize| -> Vec<String> {
        (option + 1).to_string().chars().map(String::from).collect()
    };
    let mut keys: Vec<String> = match answer {
        Answer::Number(_) => value.chars().map(String::from).collect(),
        Answer::NotSure => vec!["u".to_owned()],
        Answer::Option(option) => line(option.into()),
        Answer::Ticks { ticked: 0, .. } => vec!["n".to_owned()],
        Answer::Ticks { ticked, .. } => {
            // From the last to the first: so that no two digits make another number.
            let ticked = (0..count).rev().filter(|option| ticked >> option & 1 == 1);
            let mut keys: Vec<String> = Vec::new();
            for option in ticked {
                let next = line(option);
                let before = keys
                    .last()
                    .and_then(|key| key.parse::<usize>().ok())
                    .unwrap_or(0);
                let digit: usize = next[0].parse().unwrap();
                if before > 0 && before * 10 + digit <= count {
                    keys.push(",".to_owned());
                }
                keys.extend(next);
            }
            keys
        }
    };
    keys.push(ENTER.to_owned());
    keys
}

/// The words of a question and its answers.
fn words(question: &Question) -> usize {
    let choices = question
        .kind
        .choices()
        .iter()
        .map(|choice| choice.text.as_str());
    let texts = choices.chain([&*question.ask]);
    texts.map(|text| text.split_whitespace().count()).sum()
}

/// A row of the table.
fn row(rulebook: &Rulebook, name: &str, given: &str) -> String {
    let value = |question: &Question| {
        let said = given
            .split_whitespace()
            .find_map(|said| said.strip_prefix(&*question.id)?.strip_prefix('='));
        said.unwrap_or_else(|| usual(question))
    };
    let check = Soreleg::new().args(["check"]).env("TERM", "xterm-256color");
    let mut terminal = check.on_terminal(50, 100);
    let mut interview = Interview::new(rulebook, Answers::new(rulebook.questions.len()), false);
    let (mut pressed, mut read, mut asked) = (0, 0, 0);
    let mut flags = Vec::new();
    while let Step::Ask(index) = interview.step() {
        let question = &rulebook.questions[index];
        let answer = question
            .parse(value(question), None)
            .unwrap_or_else(|bad| panic!("{name}: {bad:?}"));
        asked += 1;
        let number = format!("question {asked}");
        terminal.sees(&[
            &number,
            question.ask.split_whitespace().next().unwrap(),
            "q stop",
        ]);
        let keys = keys(question, answer, value(question));
        for key in &keys {
            terminal.presses(&[key]);
        }
        pressed += keys.len();
        read += words(question);
        flags.push(format!("{}={}", question.id, question.value(answer)));
        interview.answer(index, answer);
    }
    if interview.step() == Step::Review {
        terminal
            .sees(&["Your answers", "> See the result"])
            .presses(&[ENTER]);
        pressed += 1;
    }
    terminal.sees(&["Enter: done"]).presses(&[ENTER]);
    assert_eq!(terminal.exits(), 0, "{name}");
    let result = Soreleg::new()
        .args(["check", "--short"])
        .env("LANG", "C.UTF-8")
        .answers(flags.iter().map(String::as_str))
        .run();
    let short = result.out;
    let verdict = short.lines().next().unwrap_or_default();
    format!(
        "| {name} | {asked} | {pressed} | {read} | {} | {verdict} |\n",
        short.lines().count()
    )
}

#[test]
fn the_table_of_thirteen_interviews_is_true() {
    let rulebook = Rulebook::built_in();
    let mut table = String::from(
        "| runner | questions | keys | words | lines of the result | headline |\n|---|---|---|---|---|---|\n",
    );
    for (name, given) in RUNNERS {
        let _ = write!(table, "{}", row(&rulebook, name, given));
    }
    let page = fs::read_to_string("docs/interview.md").unwrap();
    let (before, rest) = page.split_once("<!-- thirteen interviews -->\n").unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    let now = format!("{before}<!-- thirteen interviews -->\n{table}\n{after}");
    assert_kept(&now, "docs/interview.md");
}
