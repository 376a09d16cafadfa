//! `soreleg log`, and a check that takes facts from a training log.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::harness::{Ended, Folder, ROOT, Soreleg};

/// The day the logs in `tests/logs` are looked at.
const TODAY: &str = "2026-06-15";

fn log(name: &str) -> String {
    format!("{ROOT}/tests/logs/{name}.csv")
}

/// `soreleg log` on one of the logs, with more arguments.
fn told(name: &str, arguments: &[&str]) -> Ended {
    let all = ["log", &log(name), "--today", TODAY];
    let zone: &[&str] = if arguments.contains(&"--tz") {
        &[]
    } else {
        &["--tz", "UTC"]
    };
    Soreleg::new().args(all).args(zone).args(arguments).run()
}

fn facts(name: &str, arguments: &[&str]) -> Value {
    let ended = told(name, &[&["--format", "json"], arguments].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.json()
}

/// A log of Strava with these rows: date, kind, name, description, metres, shoe, its number.
fn strava(rows: &[[&str; 7]]) -> String {
    let header = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,\
                  Elapsed Time,Distance,Activity Gear,Elapsed Time,Moving Time,Distance,Bike,Gear";
    let rows = rows.iter().map(|[date, kind, name, says, metres, shoe, number]| {
        format!("\n1,\"{date}\",\"{name}\",{kind},\"{says}\",1,1,{shoe},1800,1800,{metres},,{number}")
    });
    header.to_owned() + &rows.collect::<String>()
}

#[test]
fn every_log_gives_the_facts_it_was_made_for() {
    let expected = fs::read_to_string(format!("{ROOT}/tests/logs/expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let logs = expected.as_object().unwrap();
    assert_eq!(logs.len(), 24);
    for (file, expected) in logs {
        let name = file.strip_suffix(".csv").unwrap();
        let Value::Object(wanted) = &expected["facts"] else {
            assert_eq!(told(name, &[]).code, 2, "{name}");
            continue;
        };
        let zone = expected["tz"].as_str().unwrap_or("UTC");
        let got = facts(name, &["--tz", zone]);
        assert_eq!(got["rows"], expected["rows"], "{name}");
        assert_eq!(
            got["facts"]["left_out"]["future"], expected["future"],
            "{name}"
        );
        for (fact, wanted) in wanted {
            let got = match &**fact {
                "duplicates" => &got["facts"]["left_out"][fact],
                fact => &got["facts"][fact],
            };
            let is_same = got == wanted || got.is_f64() && got.as_f64() == wanted.as_f64();
            assert!(is_same, "{name}: {fact}: {got} for {wanted}");
        }
    }
}

#[test]
fn a_log_is_told_as_text_with_a_picture() {
    let drawn = |name| {
        let line = ["log", &log(name), "--today", TODAY, "--tz", "UTC"];
        let ended = Soreleg::new()
            .args(line)
            .env("LC_ALL", "C.UTF-8")
            .env("TERM", "xterm")
            .run();
        assert_eq!(ended.code, 0);
        ended.out
    };
    let comeback = drawn("16-comeback");
    for line in [
        "Your log: Strava, 86 runs\nNewest run 12 Jun 2026, 3 days ago.",
        " 6 Jun  ███░░░░░ 15.0 km, 3 runs, up to 5.0 km\n",
        "30 May  ░░░░░░░░ no run\n",
        " 9 May  ████░░░░ 20.0 km, 2 runs, up to 10.0 km <- the longest\n",
        "back on 6 Jun 2026 after 24 days off, 3 runs since",
    ] {
        assert!(comeback.contains(line), "{line}:\n{comeback}");
    }
    let shoes = drawn("07-same-shoe-name-two-pairs");
    assert!(
        shoes.contains("Distance  ██░░░░░░ 160 km since 18 Apr 2026"),
        "{shoes}"
    );
    let miles = told("08-garmin-miles", &[]).out;
    assert!(miles.contains("19.9 mi in the last 7 days"), "{miles}");
    let jump = told("17-long-run-spike", &[]).out;
    let says = "your run of 15 Jun 2026 was 51 % longer than any of the 30 days before";
    assert!(jump.contains(says), "{jump}");
    assert!(!jump.contains("risk"), "{jump}");
}

#[test]
fn what_was_left_out_is_told_with_its_line() {
    let ended = told("22-bad-rows", &[]);
    let says = "- line 50, column 2: no date\n- line 51: not as many cells as the header\n";
    assert!(ended.out.contains(says), "{}", ended.out);
    let json = facts("22-bad-rows", &[]);
    assert_eq!(json["unreadable"], 2);
    assert_eq!(json["unreadable_rows"][0]["line"], 50);
    let ended = told("04-future-dates", &[]);
    assert!(ended.out.contains("- 2 after today\n"), "{}", ended.out);
    let ended = told("05-two-runs-one-day-and-a-double-recording", &[]);
    assert!(ended.out.contains("- 1 recorded twice"), "{}", ended.out);
}

#[test]
fn what_may_go_into_a_report_of_a_fault_is_facts_alone() {
    let ended = told("06-gear-on-some-runs", &["--show-facts"]);
    for line in [
        "64 rows, 64 runs, today 2026-06-15\n",
        "runs_per_week: 4\n",
        "rest_days: at most 3\n",
        "shoe_distance: at least 102 km\n",
        "pairs_of_shoes: unknown\n",
    ] {
        assert!(ended.out.contains(line), "{line}:\n{}", ended.out);
    }
}

#[test]
fn the_folder_of_an_export_and_a_stream_are_read_as_well() {
    let text = fs::read_to_string(log("09-garmin-km")).unwrap();
    let strava = fs::read_to_string(log("16-comeback")).unwrap();
    let folder = Folder::new().with("export_1/activities.csv", &strava);
    let ended = folder.soreleg("log export_1 --today 2026-06-15 --tz UTC");
    assert!(
        ended.out.starts_with("Your log: Strava, 86 runs\n"),
        "{}",
        ended.err
    );
    let ended = Soreleg::new().args(["log", "-"]).stdin(&text).run();
    assert!(
        ended.out.starts_with("Your log: Garmin Connect, 48 runs\n"),
        "{}",
        ended.err
    );
}

/// Each with the sentence on what to do.
#[test]
fn what_is_no_log_is_refused_with_what_to_do() {
    let german = fs::read_to_string(log("11-strava-german")).unwrap();
    let other = german.replace("Aktivitätsdatum", "Aktivitetsdato");
    let utf16: Vec<u8> = german.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let large = "a".repeat(33 << 20);
    let folder = Folder::new();
    for (content, says, hint) in [
        (&b""[..], "the file is empty", "export it again"),
        (b"PK\x03\x04rest", "this is a zip archive", "unpack it"),
        (
            b"\"a\",b\nc\xe9,d\n",
            "line 2 is not UTF-8 text",
            "as it was downloaded",
        ),
        (&utf16, "is not UTF-8 text", "as it was downloaded"),
        (
            other.as_bytes(),
            "an export of Strava, in a language that is not known",
            "set Strava to English",
        ),
        (
            b"id,name,type,display_type,distance_raw\n",
            "no list of activities",
            "Export CSV",
        ),
        (
            b"[{\"start_date\": 1}]",
            "no list of activities",
            "Request Your Archive",
        ),
        (
            large.as_bytes(),
            "larger than 32 MB",
            "give only activities.csv",
        ),
    ] {
        let path = folder.write("log.csv", content);
        let ended = Soreleg::new().args([Path::new("log"), &path]).run();
        assert_eq!(ended.code, 2, "{says}");
        ended.says(&["error: `", says, hint]);
    }
    let ended = folder.soreleg("log missing.csv");
    assert_eq!(ended.code, 1);
    for (flag, value, says) in [
        ("--today", "2026-02-30", "a day that exists"),
        ("--today", "2026-6-15", "a day that exists"),
        ("--tz", "Mars/Base", "no such zone"),
        ("--unit", "furlong", "possible values: km, mi"),
    ] {
        let ended = folder.soreleg(&format!("log log.csv {flag} {value}"));
        assert_eq!(ended.code, 2);
        ended.says(&[says]);
    }
}

#[test]
fn a_quote_that_is_not_closed_names_where_it_opens() {
    let cut = told("23-quote-never-closed", &[]);
    assert_eq!(cut.code, 2);
    cut.says(&[
        "the quote that opens in line 48, column 12 is not closed",
        "export it again",
    ]);
    // The same at the very end of the file.
    let whole = fs::read_to_string(log("17-long-run-spike")).unwrap();
    let folder = Folder::new().with("log.csv", &(whole.trim_end().to_owned() + "\n1,\"Jun 15"));
    let ended = folder.soreleg("log log.csv");
    assert_eq!(ended.code, 2);
    ended.says(&["line 51, column 3"]);
}

#[test]
fn a_usual_week_without_a_run_is_nought() {
    let run = |date: &'static str| [date, "Run", "", "", "10000.0", "", ""];
    let rows = [
        run("Jan 2, 2026, 7:00:00 AM"),
        run("Jun 12, 2026, 7:00:00 AM"),
    ];
    let folder = Folder::new().with("log.csv", &strava(&rows));
    let ended = folder.soreleg("log log.csv --today 2026-06-15 --tz UTC");
    assert!(ended.out.contains("7 days, 0.0 km a week"), "{}", ended.out);
}

/// What an activity, a place or a shoe is called is shown nowhere, whatever goes wrong.
#[test]
fn no_name_is_ever_shown() {
    let hostile = "Secret\u{1b}[2J\u{202e}Lane";
    let run = |date: &'static str| [date, "Run", hostile, hostile, "5000.0", hostile, hostile];
    let mut rows = vec![run("Jun 1, 2026, 6:00:00 AM"); 40];
    rows.push(run("Secret date"));
    rows.push([
        "Jun 2, 2026, 6:00:00 AM",
        "Run",
        hostile,
        "",
        "Secret km",
        hostile,
        "",
    ]);
    rows.push(["Jun 3, 2026, 6:00:00 AM", hostile, hostile, "", "1", "", ""]);
    let text = strava(&rows);
    let folder = Folder::new().with("log.csv", &text);
    folder.write("cut.csv", text.clone() + "\n1,\"Secret");
    folder.write("header.csv", text.replace("Activity Date", hostile));
    for file in ["log.csv", "cut.csv", "header.csv"] {
        for how in ["", "--format json", "--show-facts"] {
            let ended = folder.soreleg(&format!("log {file} --today 2026-06-15 {how}"));
            let all = ended.out + &ended.err;
            assert!(!all.contains("Secret") && !all.contains("Lane"), "{all}");
            assert!(!all.contains(|c: char| c != '\n' && c.is_control()));
        }
    }
}

/// Languages that no log here is in.
#[test]
fn headers_and_dates_are_read_in_every_language() {
    for (header, row) in [
        (
            "ID de l'activité,Date de l’activité,Type d’activité,Temps écoulé,Distance,Matériel utilisé pour \
          l’activité,Temps écoulé,Durée de déplacement,Distance,Matériel",
            "1,14 juin 2026 à 06:00:00,Course à pied,1800,\"5,00\",x,1800.0,1800.0,5000.0,7.0",
        ),
        (
            "ID de actividad,Fecha de la actividad,Tipo de actividad,Tiempo transcurrido,Distancia,\
          Tiempo transcurrido,Tiempo en movimiento,Distancia",
            "1,\"14 jun 2026, 6:00:00\",Carrera,1800,\"5,00\",1800.0,1800.0,5000.0",
        ),
        (
            "ID attività,Data dell’attività,Tipo attività,Tempo trascorso,Distanza,Tempo trascorso,\
          Tempo in movimento,Distanza",
            "1,\"14 giu 2026, 06:00:00\",Corsa,1800,\"5,00\",1800.0,1800.0,5000.0",
        ),
        (
            "ID da atividade,Data da atividade,Tipo de atividade,Tempo decorrido,Distância,\
          Tempo decorrido,Tempo de movimentação,Distância",
            "1,\"14 de jun. de 2026, 06:00:00\",Corrida,1800,\"5,00\",1800.0,1800.0,5000.0",
        ),
        (
            "Activiteits-ID,Datum van activiteit,Activiteitstype,Verstreken tijd,Afstand,Verstreken tijd,\
          Beweegtijd,Afstand",
            "1,14 jun. 2026 06:00:00,Hardloopsessie,1800,\"5,00\",1800.0,1800.0,5000.0",
        ),
        // As it was until June 2019, with metres; and in July, with kilometres.
        (
            "id,date,name,type,description,elapsed_time,distance,commute,gear,filename",
            "1,2026-06-14 06:00:00,x,Run,,1800,5000.2,false,x,y",
        ),
        (
            "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,\
          Distance,Commute,Activity Gear,Filename",
            "1,\"Jun 14, 2026, 6:00:00 AM\",x,Run,,1800,5.00,false,x,y",
        ),
        // What pandas makes of it.
        (
            "Activity ID,Activity Date,Activity Type,Elapsed Time,Distance,Elapsed Time.1,Moving Time,\
          Distance.1",
            "1,\"Jun 14, 2026, 6:00:00 AM\",Run,1800,5.0,1800.0,1800.0,5000.0",
        ),
        (
            "Aktivitätstyp,Datum,Favorit,Titel,Distanz,Kalorien,Zeit,Ø Schrittfrequenz (Laufen),Ø Pace",
            "Laufen,2026-06-14 06:00:00,false,x,\"5,00\",1,00:30:00,--,6:00",
        ),
        (
            "Tipo de atividade,Data,Favorito,Título,Distância,Calorias,Tempo total",
            "Corrida em esteira,2026-06-14 06:00:00,false,x,5.00,1,00:30:00",
        ),
        (
            "Typ aktywności,Data,Ulubiony,Tytuł,Dystans,Suma kalorii,Czas",
            "Bieganie,2026-06-14 06:00:00,false,x,5.00,1,00:30:00",
        ),
        (
            "Aktivitetstype,Dato,Favoritt,Tittel,Distanse,Kalorier,Tid",
            "Løping,2026-06-14 06:00:00,false,x,\"5,00\",1,00:30:00",
        ),
        (
            "Date,Type,Route Name,Distance (mi),Duration,Average Pace,Average Speed (mph),GPX File",
            "2026-06-14 06:00:00,Running,,3.11,30:00,,,",
        ),
    ] {
        let folder = Folder::new().with("log.csv", &format!("{header}\n{row}\n"));
        let line = "log log.csv --unit km --tz UTC --today 2026-06-15 --format json";
        let ended = folder.soreleg(line);
        assert_eq!(ended.code, 0, "{header}: {}", ended.err);
        let facts = &ended.json()["facts"];
        assert_eq!(facts["newest_run"], "2026-06-14", "{header}");
        assert_eq!(facts["week_km"], 5.0, "{header}");
    }
}
