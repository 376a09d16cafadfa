//! What those who put many rows through rely on: order, bad rows in their place, pipes and memory.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use crate::harness::{Ended, Folder, Soreleg};

fn batch(options: &[&str]) -> Soreleg {
    Soreleg::with_tiny("batch").args(options)
}

/// What comes of a file with these rows.
fn run(options: &[&str], input: &str) -> Ended {
    batch(options).stdin_file(input).run()
}

/// Rows of many chunks, every hundredth one bad.
fn rows(count: usize) -> String {
    let mut rows = String::new();
    for id in 1..=count {
        let pee = match id % 100 {
            0 => "plae",
            1 => "cola",
            _ => "pale",
        };
        writeln!(
            rows,
            r#"{{"id": {id}, "danger": ["none"], "pee": "{pee}", "days": 3}}"#
        )
        .unwrap();
    }
    rows
}

#[test]
fn every_row_is_answered_in_its_place() {
    for jobs in ["1", "2", "7"] {
        let Ended { code, out, err } = run(&["-j", jobs], &rows(20_000));
        assert_eq!(code, 0);
        assert!(err.starts_with("20000 rows, 200 of them bad\n"), "{err}");
        assert_eq!(out.lines().count(), 20_000);
        for (place, line) in out.lines().enumerate() {
            let number = place + 1;
            let start = format!(r#"{{"id":{number},"line":{number},"#);
            assert!(line.starts_with(&start), "{line}");
            let expected = match number % 100 {
                0 => r#""code":"bad-value""#,
                1 => r#""level":"emergency""#,
                _ => r#""level":"unknown""#,
            };
            assert!(line.contains(expected), "{line}");
        }
    }
}

#[test]
fn a_row_comes_to_what_a_check_of_it_does() {
    let answers = r#"{"danger":"none","pee":"dark","where":"one","bone":"no","days":"2 weeks","new_runner":"new","shoe_distance":"520 mi","shoe_looks":["flat","not_sure"]}"#;
    let row = run(&[], answers).json();
    let folder = Folder::new();
    let file = folder.write("answers.json", answers);
    let check = Soreleg::with_tiny("check")
        .args(["--no-input", "--format=json", "--answers"])
        .args([file])
        .run();
    let check = check.json();
    let ids = |list: &serde_json::Value| {
        let ids = list.as_array().unwrap().iter();
        ids.map(|item| item["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(row["level"], check["triage"]["level"]);
    assert_eq!(row["verdict"], check["verdict"]);
    assert_eq!(row["rules"], check["rules"]["sha256"]);
    assert_eq!(
        row["red_flags"],
        serde_json::json!(ids(&check["triage"]["red_flags"]))
    );
    assert_eq!(row["advice"], serde_json::json!(ids(&check["advice"])));
    assert_eq!(row["open_safety"], check["triage"]["open_safety"]);
    for (row, check) in row["causes"]
        .as_array()
        .unwrap()
        .iter()
        .zip(check["causes"].as_array().unwrap())
    {
        for field in ["id", "strength", "score"] {
            assert_eq!(row[field], check[field]);
        }
    }
}

#[test]
fn bad_rows_say_what_is_wrong() {
    for (row, fault) in [
        ("[1]", "bad-json"),
        (r#"{"pee": "pale""#, "bad-json"),
        (r#"{"pee": "pale"} x"#, "bad-json"),
        (r#"{"pee": "plae"}"#, "bad-value"),
        (r#"{"pee": {"a": 1}}"#, "no-value"),
        (r#"{"danger": []}"#, "no-value"),
        (r#"{"id": 1e999}"#, "bad-id"),
        (r#"{"pee": "pale", "pee": "dark"}"#, "given-twice"),
        (r#"{"id": 1, "id": 2}"#, "given-twice"),
        (r#"{"id": [1]}"#, "bad-id"),
        (r#"{"peee": "pale"}"#, "unknown-question"),
        (r#"{"shoe_distance": 520}"#, "bad-number"),
        (r#"{"days": "9 years"}"#, "out-of-range"),
    ] {
        let options = ["--strict", "--input-format=jsonl"];
        let Ended { code, out, .. } = run(&options, &format!("{row}\n{{\"id\":\"next\"}}\n"));
        let lines: Vec<&str> = out.lines().collect();
        assert!(
            lines[0].contains(&format!(r#""code":"{fault}""#)),
            "{row} gave {out}"
        );
        assert!(lines[0].contains(r#""line":1"#), "{out}");
        assert!(lines[1].starts_with(r#"{"id":"next","line":2"#), "{out}");
        assert_eq!(code, 2);
    }
    // A fault elsewhere hides no danger sign.
    let urgent = r#"{"id": 1, "danger": "cold", "pee": "plae"}"#;
    let Ended { out, err, .. } = run(&[], urgent);
    assert!(
        out.starts_with(r#"{"id":1,"line":1,"level":"emergency","faults":[{"code":"bad-value""#),
        "{out}"
    );
    assert!(
        err.contains("1 row, 1 of them bad, and of these 1 urgent all the same"),
        "{err}"
    );
    let out = run(&["--format=csv"], urgent).out;
    assert!(out.contains("\n1,emergency,,,,,"), "{out}");
    for well in [
        r#"{"danger": "none", "pee": "plae"}"#,
        r#"{"danger": "cold", "pee""#,
    ] {
        let Ended { out, err, .. } = run(&[], well);
        assert!(
            !out.contains("level") && !err.contains("urgent"),
            "{out}{err}"
        );
    }
    for number in ["520", "482.803"] {
        let row = format!(r#"{{"shoe_distance": {number}}}"#);
        let Ended { code, out, .. } = run(&["--units", "mi"], &row);
        assert!(code == 0 && out.contains(r#""level""#), "{out}");
    }
}

#[test]
fn a_row_that_is_no_text_or_never_ends_spoils_no_other() {
    let mut input = b"{\"id\":1}\n{\"pee\": \"\xff\"}\n\"".to_vec();
    input.extend(std::iter::repeat_n(b'x', 1_000_000));
    input.extend(b"\n{\"id\":4}");
    let folder = Folder::new();
    let file = folder.write("rows", input);
    let out = batch(&["--columns"]).args([file]).run().out;
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with(r#"{"id":1"#));
    assert!(lines[1].contains("bad-text"));
    assert!(lines[2].contains("line-too-long"));
    assert!(lines[3].starts_with(r#"{"id":4"#));
}

#[test]
fn without_answers_to_safety_questions_no_row_is_an_all_clear() {
    for row in ["{}", r#"{"danger": "none"}"#] {
        let Ended { out, err, .. } = run(&["--columns"], row);
        assert!(
            out.contains(r#""level":"unknown""#) && out.contains("pee"),
            "{out}"
        );
        assert!(err.contains("Safety questions are open"), "{err}");
    }
}

/// A cause and a plan to run again would be an all-clear in all but name.
#[test]
fn without_answers_to_safety_questions_no_row_gets_a_plan() {
    let row = r#"{"danger": "none", "pee": null, "where": "both", "days": 1, "new_runner": "new", "shoe_distance": "90 km", "shoe_looks": "none"}"#;
    let safe = run(&[], &row.replace("null", "\"pale\"")).out;
    assert!(safe.contains("run_walk"), "{safe}");
    let ended = run(&[], row);
    let (data, err) = (ended.json(), ended.err);
    assert_eq!(data["verdict"], "unknown");
    assert_eq!(data["advice"], serde_json::json!([]));
    for cause in data["causes"].as_array().unwrap() {
        assert_eq!(cause["strength"], "none");
    }
    assert!(
        !err.contains("one cause") && !err.contains("Likeliest"),
        "{err}"
    );
    let short = run(&["--columns"], row).out;
    assert!(
        short.contains(r#""verdict":"unknown","first_cause":null"#),
        "{short}"
    );
    let table = run(&["--format=csv"], row).out;
    assert!(table.contains("\n,unknown,unknown,,,pee,"), "{table}");
}

/// Rest and wait is no advice for somebody who did not say whether the bone hurts.
#[test]
fn a_level_that_open_questions_could_raise_is_only_the_least_it_can_be() {
    let row = r#"{"danger": "none", "pee": "pale", "where": "one", "bone": null, "days": 1, "new_runner": "new", "shoe_distance": "90 km", "shoe_looks": "none"}"#;
    let whole = run(&[], &row.replace("null", "\"no\"")).out;
    assert!(whole.contains(r#""level":"time_off""#) && whole.contains("be_kind"));
    let ended = run(&[], row);
    let (data, err) = (ended.json(), ended.err);
    assert_eq!(data["level"], "at_least_time_off");
    assert_eq!(data["open_safety"], serde_json::json!(["bone"]));
    assert_eq!(data["verdict"], "unknown");
    assert_eq!(data["advice"], serde_json::json!([]));
    for cause in data["causes"].as_array().unwrap() {
        assert_eq!(cause["strength"], "none");
    }
    assert!(
        err.contains("1  At least: Stop running for a while")
            && err.contains("1  not known")
            && !err.contains("Likeliest"),
        "{err}"
    );
    let table = run(&["--format=csv"], row).out;
    assert!(
        table.contains("\n,at_least_time_off,unknown,,,bone,"),
        "{table}"
    );
    // What comes first does so at every level above as well.
    let short = run(&["--columns"], r#"{"danger": "swollen"}"#).out;
    let start = r#"{"level":"at_least_same_day","verdict":"help_first","first_cause":null"#;
    assert!(short.starts_with(start), "{short}");
    let short = run(&["--columns"], r#"{"danger": "chest"}"#).out;
    assert!(short.starts_with(r#"{"level":"emergency""#), "{short}");
}

#[test]
fn the_first_line_tells_how_rows_are_written() {
    for table in [
        "id,pee\n1,cola\n",
        "\n  \n\"id\";pee\r\n1;cola\r\n",
        "pee\ncola\n",
    ] {
        let Ended { code, out, .. } = run(&["--columns"], table);
        assert!(code == 0 && out.contains("emergency"), "{table}: {out}");
    }
    let out = run(&[], "\n\nid,pee\n\n1,plae\n").out;
    assert!(out.starts_with(r#"{"id":"1","line":5,"#), "{out}");
    for unclear in [
        "[{\"pee\": \"pale\"}, {}]\n",
        "peee\npale\n",
        "\u{1f}\u{8b}\n",
    ] {
        let Ended { code, out, err } = run(&[], unclear);
        assert_eq!((code, &*out), (2, ""), "{unclear}");
        assert!(err.contains("--input-format csv"), "{err}");
    }
}

/// A remark of several lines is part of its row, and none of its lines becomes a runner.
#[test]
fn a_quoted_line_break_makes_no_runner() {
    let table = "id,pee,remark\n\"a\nx,cola,phantom\nb\",pale,\"so\r\n\r\nso\"\nc,cola,\n";
    let options = ["--columns", "--ignore-unknown"];
    let Ended { out, err, .. } = run(&options, table);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 2, "{out}");
    assert!(
        lines[0].starts_with(r#"{"id":"a\nx,cola,phantom\nb","level":"unknown""#),
        "{out}"
    );
    assert!(
        lines[1].starts_with(r#"{"id":"c","level":"emergency""#),
        "{out}"
    );
    assert!(err.starts_with("2 rows\n"), "{err}");
    let Ended { out, .. } = run(
        &options,
        "id,pee,remark\na,pale,\"so\nso\"\nb,\"pa\nle\",\nc,\"\n,\"\n",
    );
    let lines: Vec<&str> = out.lines().collect();
    assert!(
        lines[1].contains(r#""line":4,"#) && lines[1].contains(r"pa\nle"),
        "{out}"
    );
    assert!(
        lines[2].contains(r#""line":6,"#) && lines[2].contains("2 lines long, has 2 cells"),
        "{out}"
    );
    let out = run(&options, "id,pee\nc,\"\n\",pale\n").out;
    assert!(out.contains("2 lines long, has 3 cells"), "{out}");
    // Ben is not lost in the id of Anna.
    let out = run(&options, "id,pee\n\"anna,pale\nben,cola\"\n").out;
    assert!(out.contains("2 lines long, has 1 cells"), "{out}");
}

#[test]
fn a_stray_quote_spoils_no_other_row() {
    let rows = "b,cola,\n".repeat(20_000);
    for end in ["c,\"cola\",\n", "\"c\",cola,\n", "c,cola,\n"] {
        let table = format!("id,pee,remark\n\"a,pale,\n{rows}{end}");
        let Ended { out, err, .. } = run(&["--columns", "--ignore-unknown"], &table);
        assert!(err.starts_with("20002 rows, 1 of them bad"), "{err}");
        assert!(out.starts_with(r#"{"line":2,"faults":[{"code":"bad-csv""#));
        let last = out.lines().last().unwrap_or_default();
        assert!(
            last.starts_with(r#"{"id":"c","level":"emergency""#),
            "{last}"
        );
    }
}

#[test]
fn unknown_columns_are_ignored_only_when_asked_for() {
    let table = "ID,Pee,Club,club,\n1,cola,x,\"y, z\",\n2,plae,x,y,\n";
    let rows = concat!(
        r#"{"id": "1", "club": {"a": [1]}, "pee": "cola", "pees": 7}"#,
        "\n",
        r#"{"id": "2", "club": 3, "pee": "plae"}"#
    );
    for input in [table, rows] {
        let Ended { out, err, .. } = run(&["--columns", "--ignore-unknown"], input);
        let lines: Vec<&str> = out.lines().collect();
        assert!(
            lines[0].starts_with(r#"{"id":"1","level":"emergency""#),
            "{out}{err}"
        );
        let faults = lines[1].matches("code").count();
        assert!(faults == 1 && lines[1].contains("bad-value"), "{out}");
        let Ended { out, err, .. } = run(&["--columns"], input);
        assert!((out + &err).contains("no such question"));
    }
}

#[test]
fn tables_carry_no_formulas() {
    let rows = "id;pee\n=1+1;pale\n@x;pale\n-3;cola\n\"a\"\"b;c\";pale\n+1;pale\n＝1;pale\n\
                \t=1;pale\nplain;pale\n\"a,b\";pale\n";
    let out = run(&["--input-format", "csv", "--format", "csv"], rows).out;
    let ids: Vec<&str> = (out.lines().skip(1))
        .map(|line| line.split(",unknown").next().unwrap())
        .collect();
    assert_eq!(ids[0], "\"'=1+1\"");
    assert_eq!(ids[1], "\"'@x\"");
    assert!(ids[2].starts_with("\"'-3\",emergency"), "{out}");
    assert_eq!(ids[3], "\"a\"\"b;c\"");
    let others = ["\"'+1\"", "\"'＝1\"", "\\t=1", "plain", "\"a,b\""];
    assert_eq!(ids[4..], others);
}

#[test]
fn capitals_make_no_difference() {
    let rows = [
        (
            r#"{"ID": 1, "DANGER": ["none"], "Pee": "Cola"}"#,
            "--input-format=jsonl",
        ),
        ("Danger,PEE\nnone,COLA\n", "--input-format=csv"),
    ];
    for (rows, format) in rows {
        let Ended { out, err, .. } = run(&[format, "--columns"], rows);
        assert!(
            out.contains(r#""level":"emergency","verdict""#),
            "{out}{err}"
        );
    }
}

#[test]
fn a_header_that_does_not_fit_is_told_before_any_result() {
    let folder = Folder::new();
    let file = |name: &str, text: &str| folder.write(name, text).to_str().unwrap().to_owned();
    let good = file("good.csv", "pee\ncola\n");
    let bad = file("bad.csv", "pee,club\ncola,x\n");
    let Ended { code, out, err } = run(&[&good, &bad], "");
    assert_eq!((code, &*out), (2, ""), "{err}");
    assert!(
        err.contains("bad.csv") && err.contains("--ignore-unknown"),
        "{err}"
    );
    let empty = file("empty.csv", "");
    let Ended { code, out, .. } = run(&["--format=csv", &empty], "");
    assert!(code == 0 && out.starts_with("id,level,") && out.lines().count() == 1);
}

/// A spreadsheet writes what is below the last row as empty cells.
#[test]
fn an_empty_row_is_no_runner() {
    let Ended { code, out, err } = run(&["--input-format=csv"], "id;pee\n1;pale\n;\n ; \n2;pale\n");
    let ids: Vec<_> = out.lines().map(|line| &line[..9]).collect();
    assert_eq!(
        (code, &*ids),
        (0, &[r#"{"id":"1""#, r#"{"id":"2""#][..]),
        "{out}"
    );
    assert!(
        out.contains(r#""line":5"#) && err.starts_with("2 rows"),
        "{out}{err}"
    );
}

/// The first results come while the input is still open, and who stops reading ends it all.
#[test]
fn works_in_the_middle_of_a_pipe() {
    let mut running = batch(&["--columns"]).start();
    let mut rows = running.stdin();
    let mut results = BufReader::new(running.stdout());
    rows.write_all(b"{\"id\": 1}\n").unwrap();
    let mut line = String::new();
    results.read_line(&mut line).unwrap();
    assert!(line.starts_with(r#"{"id":1"#), "{line}");
    drop(results);
    rows.write_all(b"{\"id\": 2}\n").unwrap();
    // The input stays open: it ends all the same, and in peace.
    assert_eq!(running.ends().code, 0);
    drop(rows);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    let mut running = batch(&["-j", "2"]).stdout(Stdio::null()).start();
    let mut input = running.stdin();
    let rows = rows(10_000);
    let mut peak = || {
        for _ in 0..8 {
            input.write_all(rows.as_bytes()).unwrap();
        }
        let status = fs::read_to_string(format!("/proc/{}/status", running.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .unwrap();
        let number = line.split_whitespace().nth(1).unwrap();
        number.parse::<u64>().unwrap()
    };
    let (first, then) = (peak(), peak());
    assert!(
        then < 30_000 && then < first + 4_000,
        "{first} kB, then {then} kB"
    );
    drop(input);
    assert_eq!(running.ends().code, 0);
}

/// A signal ends it after a whole line. It is not Ctrl-C's, which is ignored in a shell's background.
#[cfg(unix)]
#[test]
fn an_interrupted_batch_ends_on_a_whole_line() {
    let out = tempfile::NamedTempFile::new().unwrap();
    let mut running = batch(&[]).stdout(out.reopen().unwrap()).start();
    let mut input = running.stdin();
    input.write_all(rows(30_000).as_bytes()).unwrap();
    running.signals("TERM");
    assert_eq!(running.ends().code, 143);
    let results = fs::read_to_string(out.path()).unwrap();
    assert!(results.is_empty() || results.ends_with("}\n"));
}

/// Python writes `None` for a value that is missing. Taken for "none of these" it would be a false
/// all-clear, so in cells and in data it is no answer; typed, as phones write it, it is one.
#[test]
fn what_programs_write_for_a_missing_value_is_no_answer() {
    let rows = [
        r#"{"danger": "None", "pee": "pale"}"#,
        r#"{"danger": ["None"], "pee": "pale"}"#,
        r#"{"danger": "NaN", "pee": "pale"}"#,
        r#"{"danger": "none", "pee": "NA"}"#,
    ];
    let out = run(&[], &rows.join("\n")).out;
    assert_eq!(out.matches(r#""code":"no-value""#).count(), 4, "{out}");
    assert!(!out.contains("level"), "{out}");
    let out = run(&[], "danger,pee\nNone,pale\nnone,pale\n").out;
    assert_eq!(out.matches(r#""code":"no-value""#).count(), 1, "{out}");
    for (arguments, stdin, is_answer) in [
        (["--answers", "-"], "danger: None", false),
        (["--answers", "-"], "danger: none", true),
        (["-a", "danger=None"], "", true),
    ] {
        let next = Soreleg::with_tiny("next")
            .args(arguments)
            .stdin(stdin)
            .run();
        assert_eq!(
            next.out.contains("\"danger\": [\n"),
            is_answer,
            "{}",
            next.out
        );
    }
}

/// What spreadsheets and questionnaires write: no empty cells at the end of a row, spare ones, a separator
/// behind the header, a line that names the separator, ticks with blanks or as a list.
#[test]
fn tables_are_read_as_programs_write_them() {
    for table in [
        "id,danger,pee\n1,cold\n",
        "id,danger,pee\n1,cold,pale,,\n",
        "id,danger,\n1,cold,\n",
        "sep=;\nid;danger\n1;cold\n",
        "id,danger\n1,chest cold\n",
        "id,danger\n1,chest;cold\n",
        "id,danger\n1,\"[\"\"chest\"\", \"\"cold\"\"]\"\n",
    ] {
        let Ended { code, out, err } = run(&["--columns"], table);
        let level = r#"{"id":"1","level":"emergency""#;
        assert!(code == 0 && out.starts_with(level), "{table}{out}{err}");
    }
    // What stands where no heading is may be a shifted answer.
    let out = run(&[], "id,danger\n1,cold,pale\n").out;
    let level = r#"{"id":"1","line":2,"level":"emergency","faults":[{"code":"cell-count""#;
    assert!(out.starts_with(level), "{out}");
}

/// A file of another kind is no table without runners, not even where unknown columns are passed over.
#[test]
fn a_file_of_another_kind_is_refused_and_called_what_it_is() {
    let utf16: String = "id,pee\n1,pale\n".chars().flat_map(|c| [c, '\0']).collect();
    for (rows, what) in [
        ("id|danger\n1|cold\n", "not `|`"),
        ("id,danger\r1,cold\r2,none\r", "end with CR"),
        ("name,age\n1,2\n", "no column is a question"),
        (&utf16, "UTF-16"),
        ("PK\u{3}\u{4}x\n", "a spreadsheet"),
        ("[\n{\"danger\": \"cold\"}\n]\n", "jq -c"),
        ("{\n \"danger\": \"cold\"\n}\n", "jq -c"),
    ] {
        let Ended { code, out, err } = run(&["--ignore-unknown"], rows);
        assert!(code == 2 && out.is_empty(), "{rows}: {code} {out}");
        assert!(err.contains(what), "{what}: {err}");
        // What would pass over every column is no help.
        let err = run(&[], rows).err;
        assert!(!err.contains("--ignore-unknown"), "{err}");
    }
    // Nor if the name of the file says that it has rows.
    let Ended { code, err, .. } = run(&["--input-format=jsonl"], "[\n{}\n]\n");
    assert!(code == 2 && err.contains("jq -c"), "{err}");
    let out = run(&["--input-format=jsonl"], "[{}]\n").out;
    assert!(out.contains("jq -c"), "{out}");
    for flags in [&[][..], &["--ignore-unknown"]] {
        let saved = r#"{"format": 1, "answers": {"danger": ["cold"]}}"#;
        let out = run(flags, saved).out;
        assert!(out.contains("a saved result; `jq -c .answers`"), "{out}");
        assert!(!out.contains("level"), "{out}");
    }
}

#[test]
fn an_id_comes_out_as_it_went_in() {
    let ids = ["100000000000000000001", "1.50", "1e3", "-0", "\"007\""];
    for id in ids {
        let out = run(&["--columns"], &format!("{{\"id\": {id}}}\n")).out;
        assert!(out.starts_with(&format!("{{\"id\":{id},")), "{out}");
    }
}
