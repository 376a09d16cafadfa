//! The page in HTML, for whoever it is handed to: what is on it, what is not, and that it loads nothing.

use std::fs;

use crate::harness::{Ended, Folder, ROOT, Soreleg, TINY, assert_kept};

/// The small rules with places on the legs, and a question for the side.
fn rules() -> Folder {
    let tiny = fs::read_to_string(TINY).unwrap();
    let where_it_is = "options: { both: Both legs, one: One leg or one spot }\n";
    assert!(tiny.contains(where_it_is));
    let drawn = format!(
        "{where_it_is}    regions: {{ both: [left, right, calf], one: [back_knee] }}\n  - id: side\n    \
         topic: soreness\n    ask: Which leg?\n    why: To tell.\n    only_if: {{ where: one }}\n    \
         options: {{ left: Left, right: Right }}\n    regions: {{ left: [left], right: [right] }}\n"
    );
    Folder::new().with("rules.yaml", &tiny.replace(where_it_is, &drawn))
}

const ANSWERS: [&str; 8] = [
    "danger=none",
    "pee=dark",
    "where=one",
    "bone=no",
    "days=7",
    "new_runner=new",
    "shoe_distance=520mi",
    "shoe_looks=flat",
];

fn page_with(folder: &Folder, answers: &[&str], flags: &[&str]) -> Ended {
    let check = [
        "check",
        "--no-input",
        "--rules",
        "rules.yaml",
        "--today",
        "2026-05-03",
    ];
    Soreleg::new()
        .args(check.iter().chain(flags))
        .answers(answers.iter().copied())
        .in_folder(folder)
        .run()
}

fn page(answers: &[&str], flags: &[&str]) -> String {
    let ended = page_with(&rules(), answers, &[&["--format", "html"], flags].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out
}

/// What is on the page, without its style, one element in a line.
fn elements(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    format!("{head}{body}").replace("><", ">\n<")
}

#[test]
fn the_page_is_kept() {
    let page = page(&[&ANSWERS[..], &["side=not_sure"]].concat(), &[]);
    assert_kept(&elements(&page), "tests/snapshots/check.html");
}

#[test]
fn it_loads_nothing_and_says_nothing_of_health_where_strangers_look() {
    let page = page(&ANSWERS, &[]);
    assert!(page.contains("<title>Summary, 3 May 2026</title>"));
    assert!(page.contains(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';"
    ));
    for loads in [
        "<script", "<link", "<img", "<iframe", "src=", "@import", "url(http", "url(\"",
    ] {
        assert!(!page.contains(loads), "{loads}");
    }
    for link in page.split("href=\"").skip(1) {
        assert!(
            link.starts_with('#') || link.starts_with("https://"),
            "{link:.60}"
        );
    }
    let links = page.matches("href=\"https://").count();
    assert_eq!(page.matches("rel=\"noreferrer\"").count(), links);
}

#[test]
fn danger_signs_are_told_apart() {
    let signs = |answers: &[&str]| {
        let page = page(answers, &[]);
        let (_, rest) = page.split_once("<h2>Danger signs</h2>").unwrap();
        rest.split_once("</section>").unwrap().0.to_owned()
    };
    let denied = signs(&ANSWERS);
    let all = "<li>danger: Chest pain or trouble breathing; One leg is suddenly cold and pale; \
               One calf is newly swollen</li>";
    assert!(
        denied.contains(&format!("<h3>Denied</h3><ul>{all}")),
        "{denied}"
    );
    assert!(
        denied.ends_with("<strong>Yes, Not sure, Not asked:</strong> none</p>"),
        "{denied}"
    );
    let unsure = signs(&[&["danger=swollen,not_sure"], &ANSWERS[1..]].concat());
    let one = "<h3>Yes</h3><ul><li>danger: One calf is newly swollen</li></ul>";
    let others = "<h3>Not sure</h3><ul><li>danger: Chest pain or trouble breathing; One leg is";
    assert!(unsure.contains(one) && unsure.contains(others), "{unsure}");
    let stopped = signs(&["danger=chest"]);
    assert!(
        stopped.contains("<h3>Not asked</h3><ul><li>pee: Brown"),
        "{stopped}"
    );
}

#[test]
fn the_sore_place_is_shaded_on_the_side_that_was_named() {
    let shaded = |answer: &str| {
        let mut answers = ANSWERS.to_vec();
        answers.retain(|given| !(answer == "where=both" && given.starts_with("where")));
        answers.push(answer);
        let page = page(&answers, &[]);
        let (_, label) = page.split_once("aria-label=\"").unwrap();
        let label = label.split_once('"').unwrap().0.to_owned();
        let count = page.matches("<ellipse").count();
        (label, count, page.matches("class=\"sore either\"").count())
    };
    let legs = "Legs from the front and from behind. Shaded: back of the knee";
    assert_eq!(shaded("side=left"), (format!("{legs} (left leg)."), 1, 0));
    assert_eq!(
        shaded("side=not_sure"),
        (format!("{legs} (left or right not said)."), 2, 2)
    );
    let (label, count, _) = shaded("where=both");
    assert!(label.ends_with("Shaded: calf (both legs)."), "{label}");
    assert_eq!(count, 2);
}

#[test]
fn what_is_to_be_left_out_is_not_on_it_nor_what_rests_on_it() {
    let answers = [&["danger=swollen"], &ANSWERS[1..]].concat();
    let whole = page(&answers, &[]);
    let less = page(&answers, &["--leave-out", "Danger,shoe_looks"]);
    for told in ["swollen", "newly", "Flat or creased"] {
        assert!(whole.contains(told), "{told}");
        assert!(!less.contains(told), "{told}: {less}");
    }
    for kept in [
        "Left out by the runner: danger, shoe looks.",
        "<li>What is left out here</li>",
        "Get medical help today",
        "Dark yellow",
        "none of those told here",
    ] {
        assert!(less.contains(kept), "{kept}");
    }
}

#[test]
fn what_only_a_page_can_do_is_refused_for_other_forms() {
    let folder = rules();
    for flags in [
        &["--leave-out", "pee"][..],
        &["--leave-out", "pee", "-o", "a.md"],
    ] {
        let ended = page_with(&folder, &ANSWERS, flags);
        assert_eq!((ended.code, &*ended.out), (2, ""));
        ended.says(&["are for an HTML page", "write one with -o page.html"]);
    }
    let ended = page_with(&folder, &ANSWERS, &["-o", "a.html", "--leave-out", "pea"]);
    assert_eq!(ended.code, 2);
    ended.says(&[
        "`--leave-out pea`: there is no such question",
        "did you mean `pee`?",
    ]);
    let ended = page_with(&folder, &ANSWERS, &["-o", "a.html", "--with-log"]);
    assert_eq!(ended.code, 2);
    assert!(!folder.path("a.html").exists());
}

#[test]
fn the_weeks_of_a_log_are_on_it_only_where_asked_for() {
    let log = format!("--log={ROOT}/tests/logs/17-long-run-spike.csv");
    let flags = [&*log, "--tz=UTC", "--today=2026-06-15"];
    let with = |more: &[&str]| {
        let args = ["check", "--no-input", "--format=html", "--rules", TINY];
        let check = Soreleg::new().args(args.iter().chain(&flags).chain(more));
        check.answers(ANSWERS).run().out
    };
    assert!(!with(&[]).contains("Training weeks"));
    let page = with(&["--with-log"]);
    assert!(page.contains("<th scope=\"row\"> 9 Jun</th>"), "{page}");
    assert!(page.contains("44.1 km, 4 runs, up to 18.1 km"), "{page}");
}

#[test]
fn earlier_checks_are_on_it_only_where_asked_for_and_only_those_of_the_same_soreness() {
    let folder = Folder::new();
    let answers = format!("{ROOT}/tests/cmd/answers/calf.yaml");
    let check = |flags: &[&str]| {
        let args = [
            "check",
            "--no-input",
            "--answers",
            &answers,
            "--diary",
            "diary.jsonl",
        ];
        Soreleg::new()
            .args(args.iter().chain(flags))
            .in_folder(&folder)
            .run()
    };
    let keep = |name: &str, day: &str| check(&["--save", "--episode", name, "--today", day]).code;
    assert_eq!(keep("left calf", "2026-05-03"), 0);
    assert_eq!(keep("hers", "2026-05-04"), 0);
    let page = ["--format", "html", "--today", "2026-05-10"];
    let plain = check(&[&page[..], &["--episode", "left calf"]].concat());
    assert!(!plain.out.contains("Earlier checks"));
    let with = ["--with-diary", "--episode", "left calf"];
    let with = check(&[&page[..], &with].concat()).out;
    assert!(with.contains("<th scope=\"row\">3 May 2026</th>"), "{with}");
    assert!(with.contains(" 6 of 10</td>"), "{with}");
    assert!(!with.contains("4 May 2026"));
    let less = check(
        &[
            &page[..],
            &[
                "--with-diary",
                "--episode",
                "left calf",
                "--leave-out",
                "pain",
            ],
        ]
        .concat(),
    );
    assert!(less.out.contains("3 May 2026") && !less.out.contains("6 of 10"));
    // A later check knows which soreness it is, and tells how it has gone.
    let later = format!("{ROOT}/tests/cmd/answers/calf-later.yaml");
    let again = |flags: &[&str]| {
        let args = [
            "again",
            "--no-input",
            "--same=yes",
            "--answers",
            &later,
            "--diary",
            "diary.jsonl",
        ];
        let named = [
            "--format=html",
            "--today=2026-05-12",
            "--episode=left calf",
            "--with-diary",
        ];
        let again = Soreleg::new().args(args.iter().chain(&named).chain(flags));
        again.in_folder(&folder).run().out
    };
    let gone = again(&[]);
    assert!(
        gone.contains("Since the last check</h2><p>9 days ago: pain 6 of 10, now"),
        "{gone}"
    );
    assert!(gone.contains("gone: limp") && gone.contains("Earlier checks"));
    let less = again(&["--leave-out", "pain,new_signs"]);
    assert!(less.contains("<p>9 days ago: "), "{less}");
    assert!(
        !less.contains("6 of 10") && !less.contains("gone: limp"),
        "{less}"
    );
    for (flags, said) in [
        (&["--with-diary"][..], "needs the name of a soreness"),
        (
            &["--with-diary", "--episode", "left cald"],
            "did you mean `left calf`?",
        ),
    ] {
        let ended = check(&[&page[..], flags].concat());
        assert_eq!((ended.code, &*ended.out), (2, ""));
        ended.says(&[said]);
    }
}
