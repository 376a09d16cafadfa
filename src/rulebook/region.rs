//! Where on the legs an option lies, so that a page can show it on a drawing.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A side, or a part of a leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// The left leg, whichever part.
    Left,
    /// The right leg, whichever part.
    Right,
    /// Where leg and belly meet.
    Groin,
    /// The outer side of the hip.
    OuterHip,
    /// The buttock.
    Buttock,
    /// The front of the thigh.
    FrontThigh,
    /// The back of the thigh.
    BackThigh,
    /// Around the kneecap.
    Knee,
    /// Behind the knee.
    BackKnee,
    /// The shin.
    Shin,
    /// The calf.
    Calf,
    /// The cord above the heel.
    HeelCord,
    /// The ankle.
    Ankle,
    /// The heel.
    Heel,
    /// The foot in front of the heel.
    Foot,
}

impl Region {
    /// The part of the leg in words; None for a side.
    #[must_use]
    pub fn part(self) -> Option<String> {
        Some(match self {
            Region::Left | Region::Right => return None,
            Region::FrontThigh => "front of the thigh".to_owned(),
            Region::BackThigh => "back of the thigh".to_owned(),
            Region::BackKnee => "back of the knee".to_owned(),
            region => region.to_string().replace('_', " "),
        })
    }
}

/// Its name in a rule file.
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
