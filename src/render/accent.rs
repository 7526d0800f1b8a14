//! The stylesheet of a project's own accent colour, readable in light and in dark.
//!
//! It is a file of its own, since pages allow no style inside them. A colour that can't be read on our backgrounds is moved towards black or
//! white until it can: contrast at least 4.5 (WCAG 2.2, success criterion 1.4.3).

type Colour = [f64; 3];

/// The least readable backgrounds of static/site.css, `--sunken` in light and `--raised` in dark, and the grounds that tints are mixed with.
const LIGHT: Palette = Palette { ground: [255.0; 3], worst: [243.0, 245.0, 248.0], towards: [0.0; 3] };
const DARK: Palette = Palette { ground: [18.0, 22.0, 29.0], worst: [26.0, 32.0, 41.0], towards: [255.0; 3] };

struct Palette {
    ground: Colour,
    worst: Colour,
    towards: Colour,
}

const READABLE: f64 = 4.5;

/// The stylesheet for an accent such as `#0b5fff`; empty if it is none.
pub fn stylesheet(accent: &str) -> String {
    let Some(colour) = parse(accent) else { return String::new() };
    let (light, light_soft) = LIGHT.readable(colour);
    let (dark, dark_soft) = DARK.readable(colour);
    format!(
        "/* site.accent is {accent}; where it could not be read it was moved towards black (light) or white (dark). */\n:root {{ --accent: light-dark({}, {}); --accent-soft: light-dark({}, {}); }}\n",
        hex(light),
        hex(dark),
        hex(light_soft),
        hex(dark_soft)
    )
}

impl Palette {
    /// The colour, moved as little as needed, and the tint that it is read on.
    fn readable(&self, colour: Colour) -> (Colour, Colour) {
        let tried = (0..=20).map(|step| {
            let colour = mix(colour, self.towards, f64::from(step) / 20.0);
            (colour, mix(self.ground, colour, 0.1))
        });
        let is_readable =
            |(colour, soft): &(Colour, Colour)| [self.worst, *soft].iter().all(|on| contrast(*colour, *on) >= READABLE);
        tried.clone().find(is_readable).unwrap_or((self.towards, self.worst))
    }
}

fn parse(text: &str) -> Option<Colour> {
    let number = u32::from_str_radix(text.strip_prefix('#')?, 16).ok()?;
    Some([number >> 16 & 255, number >> 8 & 255, number & 255].map(f64::from))
}

fn hex(colour: Colour) -> String {
    let [red, green, blue] = colour.map(|part| part.round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// As much of `other` as `part` says. Rounded, since what is written is what has to be readable.
fn mix(colour: Colour, other: Colour, part: f64) -> Colour {
    std::array::from_fn(|index| (colour[index] * (1.0 - part) + other[index] * part).round())
}

/// The contrast ratio of WCAG 2.2.
fn contrast(left: Colour, right: Colour) -> f64 {
    let (left, right) = (luminance(left), luminance(right));
    (left.max(right) + 0.05) / (left.min(right) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accent_can_be_read_and_a_good_one_stays() {
        for accent in ["#000000", "#ffffff", "#ffff00", "#808080", "#ff0000", "#0b57d0", "#12161d", "#00ff88"] {
            let colour = parse(accent).expect("a colour");
            for palette in [LIGHT, DARK] {
                let (colour, soft) = palette.readable(colour);
                assert!(contrast(colour, palette.worst) >= READABLE, "{accent} on the background");
                assert!(contrast(colour, soft) >= READABLE, "{accent} on its tint");
            }
        }
        assert!(stylesheet("#0b57d0").contains("--accent: light-dark(#0b57d0, "));
        assert_eq!(stylesheet("blue"), "");
        assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 1e-9);
    }
}
