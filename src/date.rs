//! Days of the Gregorian calendar as ISO 8601 writes them: compared with one another, never with a clock.

use std::fmt;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day that a text of the form `2026-01-31` names; `None` for any other text and for a day that no month has.
    pub fn read(text: &str) -> Option<Date> {
        let is_form = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !is_form {
            return None;
        }
        let date =
            Date { year: text[..4].parse().ok()?, month: text[5..7].parse().ok()?, day: text[8..].parse().ok()? };
        let is_day = (1..=12).contains(&date.month) && (1..=last_day(date.year, date.month)).contains(&date.day);
        is_day.then_some(date)
    }

    /// The day in UTC of a moment, in seconds since 1970; `None` for one before that or after the year 9999.
    pub fn of_time(seconds: i64) -> Option<Date> {
        let days = u32::try_from(seconds / 86_400).ok().filter(|_| seconds >= 0)?;
        // Eras of 400 years that begin in March, so that the day that leap years add is the last.
        let days = days + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * from_march + 2) / 5 + 1) as u8;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 } as u8;
        let year = year_of_era + era * 400 + u32::from(month <= 2);
        (year <= 9_999).then_some(Date { year: year as u16, month, day })
    }

    /// As `Wed 24 Dec 2025`.
    pub fn long(self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
        // Sakamoto's way: January and February are counted to the year before.
        const SHIFTS: [u32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let month = usize::from(self.month) - 1;
        let year = u32::from(self.year) + 400 - u32::from(self.month < 3);
        let weekday = (year + year / 4 - year / 100 + year / 400 + SHIFTS[month] + u32::from(self.day)) % 7;
        format!("{} {} {} {:04}", WEEKDAYS[weekday as usize], self.day, MONTHS[month], self.year)
    }

    /// The same day so many months later, or the last day of a month that has no such day.
    pub fn plus_months(self, months: u16) -> Date {
        let count = u32::from(self.year) * 12 + u32::from(self.month) - 1 + u32::from(months);
        let (year, month) = ((count / 12) as u16, (count % 12) as u8 + 1);
        Date { year, month, day: self.day.min(last_day(year, month)) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn last_day(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_that_exist_are_read() {
        for text in ["2026-01-31", "2024-02-29", "2000-02-29", "0001-01-01"] {
            assert_eq!(Date::read(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        let none = [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "2026-01-01T00:00:00Z",
            "tomorrow",
            "",
        ];
        assert!(none.iter().all(|text| Date::read(text).is_none()));
    }

    #[test]
    fn moments_have_days() {
        let day = |seconds| Date::of_time(seconds).map(|date| date.to_string());
        assert_eq!(day(0).as_deref(), Some("1970-01-01"));
        assert_eq!(day(86_399).as_deref(), Some("1970-01-01"));
        assert_eq!(day(951_782_400).as_deref(), Some("2000-02-29"));
        assert_eq!(day(1_767_225_599).as_deref(), Some("2025-12-31"));
        assert_eq!(day(1_767_225_600).as_deref(), Some("2026-01-01"));
        assert_eq!((day(-1), day(i64::MAX)), (None, None));
    }

    #[test]
    fn months_are_added() {
        let later = |text: &str, months| Date::read(text).map(|date| date.plus_months(months).to_string());
        assert_eq!(later("2026-01-31", 1).as_deref(), Some("2026-02-28"));
        assert_eq!(later("2026-05-15", 12).as_deref(), Some("2027-05-15"));
        assert_eq!(later("2026-12-01", 1).as_deref(), Some("2027-01-01"));
    }
}
