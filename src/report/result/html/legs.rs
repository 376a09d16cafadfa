//! A pair of legs, from the front and from behind, with the sore places shaded.
//!
//! All is drawn for the leg on the right of the picture, in units of about 3 mm on a body, from the
//! waist at 0 down to the sole, with the middle of the body at 0; the other leg is its mirror image.

use maud::{Markup, html};

use super::super::super::Report;
use crate::rulebook::region::Region;

/// The outline of hip and leg down to the ankle.
const OUTER: &str = "M0 0H33C33.2 2 33.5 7.3 34.5 12S37.3 22.5 39 28S43.1 38.7 44.5 45S47.1 58.2 47.5 66\
    S47.7 83 47 92S44.8 111.2 43.5 120S40.1 138.7 39 145S37.2 154 36.8 158S36.3 165.2 36.6 169\
    S37.7 176.2 38.4 181S40.5 192.2 40.8 198S41 209 40.2 216S37.4 232.7 36 240S32.5 255.3 31.6 260\
    S30.5 265.5 30.6 268S32.2 272.7 32.4 275";

/// The outline from the inner ankle up to where the legs meet.
const INNER: &str = "S17.4 279.3 17.4 277S18.3 272.5 18.6 270S19.2 266.7 19 262S18.6 249.3 17.6 242\
    S13.9 225 12.8 218S11.1 205.7 11 200S12 188.7 12.4 184S13.2 176 13.2 172S12.7 164.2 12.2 160\
    S11.2 153.7 10.2 147S7.4 128.5 6.2 120S4 103.3 3.2 96S1.7 80.7 1.2 76S0.2 69.3 0 68";

/// The legs seen from one side.
struct View {
    name: &'static str,
    /// The outline of the foot.
    foot: &'static str,
    /// Lines within the outline.
    lines: &'static str,
    /// Where the parts are.
    parts: &'static [(Region, Ellipse)],
    /// The sides, left of the picture first, with their letters.
    sides: [(Region, &'static str); 2],
}

/// The middle, the radii, and by how many degrees it is turned.
type Ellipse = [f32; 5];

const FRONT: View = View {
    name: "front",
    foot: "S31.2 279.5 31.6 282S33 287.2 34.5 290S39.4 296.6 40.5 299S41.8 303.2 41 304.5S38.3 306.5 36 307\
        S29.8 307.7 27 307.5S21.2 307.1 19.5 306S17.2 303.3 17 301S18.1 294.8 18.4 292S18.8 286.5 18.6 284",
    lines: "M39 42C32 50 14 60 3 69M24.6 152.5C17 153 15.5 160 16 166C16.5 172 20 175.5 24.6 175.5\
        C29.4 175.5 33 172 33.2 166C33.4 159 31.5 153 24.6 152.5M22.5 177C24 181 26 181 27.5 177\
        M12.5 147C14 152 17 150 17.5 145M35.5 147C34.5 151 32.5 150 31.8 146M22 186C21.5 210 23 235 24 262\
        M19.5 273C20.5 275.5 20.3 277 19.6 279M30.5 273C29.5 275.5 29.7 277 30.4 279M21.5 306.5L21.8 302\
        M25 307.2L25.2 302.6M28.6 307.4L28.8 302.8M32.4 307.2V302.4M36.2 306.6L36 301.6",
    parts: &[
        (Region::Groin, [14.0, 61.0, 17.0, 7.5, -34.0]),
        (Region::OuterHip, [46.0, 50.0, 9.0, 22.0, -6.0]),
        (Region::FrontThigh, [26.0, 108.0, 16.0, 38.0, 4.0]),
        (Region::Knee, [24.6, 165.0, 11.5, 13.5, 0.0]),
        (Region::Shin, [24.4, 218.0, 6.5, 33.0, -3.0]),
        (Region::Ankle, [24.8, 273.0, 9.5, 7.5, 0.0]),
        (Region::Foot, [29.0, 298.0, 12.5, 9.5, 0.0]),
    ],
    sides: [(Region::Right, "R"), (Region::Left, "L")],
};

const BACK: View = View {
    name: "back",
    foot: "S31.4 279.8 31.6 282S32.4 285.5 33.4 288S37.1 294.6 37.8 297S38.2 301.2 37.6 302.5\
        S35.2 304.2 34 304.5S31.6 303.6 30.5 304S28.9 306.1 27.5 306.6S23.6 307.3 22 306.8\
        S19 305.3 18.2 303.5S17.4 298.2 17.4 296S18.2 292 18.4 290S18.8 286.2 18.6 284",
    lines: "M0 24V67M3 68C9 77 27 79 38 69M14.5 166C20 169.5 29 169.5 35 166.5\
        M17.5 158C18.5 162 18.5 166 17.5 170M32.5 158C31.5 162 31.5 166 32.5 170\
        M25.5 180C25 195 25.2 212 24.4 229M14.5 211C16 222 20 229 24.4 229C30 229 35.5 224 38.2 213\
        M21.4 236C22.6 250 22.6 262 21.8 280M28.6 236C27.4 250 27.4 262 28.4 280\
        M19.8 293C22 290.5 26.5 290.5 29.5 293",
    parts: &[
        (Region::OuterHip, [46.0, 50.0, 9.0, 22.0, -6.0]),
        (Region::Buttock, [22.0, 49.0, 19.0, 21.5, 0.0]),
        (Region::BackThigh, [25.5, 113.0, 16.0, 35.0, 4.0]),
        (Region::BackKnee, [24.8, 167.0, 10.5, 9.5, 0.0]),
        (Region::Calf, [26.0, 205.0, 13.0, 27.0, 0.0]),
        (Region::HeelCord, [25.0, 256.0, 4.6, 19.0, 0.0]),
        (Region::Ankle, [25.0, 275.0, 9.5, 7.0, 0.0]),
        (Region::Heel, [24.0, 299.0, 8.5, 8.5, 0.0]),
    ],
    sides: [(Region::Left, "L"), (Region::Right, "R")],
};

/// What the answers say of the place: sides and parts, each once, in the order of the answers.
pub(super) struct Sore(Vec<Region>);

impl Sore {
    pub(super) fn new(report: &Report) -> Self {
        let mut sore = Vec::new();
        for (index, answer) in report.case.answers().given() {
            let choices = report.rulebook().questions[index].kind.choices();
            let said = choices.iter().enumerate();
            let said = said.filter(|(option, _)| answer.names(*option));
            for region in said.flat_map(|(_, choice)| &choice.regions) {
                if !sore.contains(region) {
                    sore.push(*region);
                }
            }
        }
        Sore(sore)
    }

    /// Whether neither side was named.
    fn is_either_side(&self) -> bool {
        !self.0.contains(&Region::Left) && !self.0.contains(&Region::Right)
    }

    /// What is shaded, as a sentence for those who do not see it.
    pub(super) fn words(&self) -> String {
        let parts: Vec<String> = self.0.iter().filter_map(|region| region.part()).collect();
        if parts.is_empty() {
            return "No place is shaded.".to_owned();
        }
        let side = match [Region::Left, Region::Right].map(|side| self.0.contains(&side)) {
            [true, true] => "both legs",
            [true, false] => "left leg",
            [false, true] => "right leg",
            [false, false] => "left or right not said",
        };
        format!("Shaded: {} ({side}).", parts.join(", "))
    }

    /// What to add to the drawing with a pen.
    pub(super) fn to_add(&self) -> &'static str {
        let has_part = self.0.iter().any(|region| region.part().is_some());
        match (has_part, self.is_either_side()) {
            (true, true) => "Circle the spot on the sore leg.",
            (true, false) => "Circle the spot.",
            (false, _) => "Mark where it is sore.",
        }
    }

    pub(super) fn drawing(&self) -> Markup {
        let words = format!("Legs from the front and from behind. {}", self.words());
        html! {
            svg viewBox="-58 -2 236 334" role="img" aria-label=(words) {
                pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    path d="M0 0V5" {}
                }
                (self.view(&FRONT, 0))
                (self.view(&BACK, 120))
            }
        }
    }

    fn view(&self, view: &View, x: i32) -> Markup {
        let outline = format!("leg-{}", view.name);
        html! {
            g transform={ "translate(" (x) ")" } {
                clipPath id={ "in-" (outline) } {
                    path id=(outline) d={ (OUTER) (view.foot) (INNER) } {}
                }
                @for ((side, letter), mirrored) in view.sides.iter().zip([-1, 1]) {
                    g transform={ "scale(" (mirrored) " 1)" } {
                        use class="skin" href={ "#" (outline) } {}
                        g clip-path={ "url(#in-" (outline) ")" } {
                            @for (_, [x, y, rx, ry, turn]) in self.parts(view, *side) {
                                ellipse .sore .either[self.is_either_side()] cx=(x) cy=(y) rx=(rx) ry=(ry)
                                    transform=[(*turn != 0.0).then(|| format!("rotate({turn} {x} {y})"))] {}
                            }
                        }
                        path class="line" d=(view.lines) {}
                        use class="edge" href={ "#" (outline) } {}
                    }
                    text x=(36 * mirrored) y="328" { (letter) }
                }
                text x="0" y="328" { (view.name) }
            }
        }
    }

    /// The parts that are shaded on a side.
    fn parts<'v>(
        &self,
        view: &'v View,
        side: Region,
    ) -> impl Iterator<Item = &'v (Region, Ellipse)> {
        let is_sore = self.is_either_side() || self.0.contains(&side);
        let parts = view.parts.iter();
        parts.filter(move |(part, _)| is_sore && self.0.contains(part))
    }
}
