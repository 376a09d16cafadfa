//! A reminder for a calendar (RFC 5545): a day, and nothing else that tells anything. Whoever else sees the
//! calendar learns no more than that there is something to look at again.

use crate::day::Day;
use crate::text::Shown;

/// A calendar with one whole day. `number` tells this reminder from all others; `made` is today.
#[must_use]
pub fn reminder(on: Day, made: Day, number: u128) -> Shown {
    let [on, made] = [on, made].map(|day| day.0.strftime("%Y%m%d").to_string());
    // No line is as long as would have to be folded.
    let lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Look again//EN",
        "BEGIN:VEVENT",
        &format!("UID:look-again-{number:032x}"),
        // To the minute nobody needs to know.
        &format!("DTSTAMP:{made}T000000Z"),
        &format!("DTSTART;VALUE=DATE:{on}"),
        "SUMMARY:Look again",
        "DESCRIPTION:Look again",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Look again",
        // At nine in the morning of that day, wherever one is.
        "TRIGGER:PT9H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ];
    Shown::trusted(lines.map(|line| format!("{line}\r\n")).concat())
}
