//! Which kinds of activity are runs, in the languages of the exports.

use super::format::{folded, is_one_of};

/// What runs of all kinds are called, as [`folded`].
const RUNS: &str = "run | running | trail run | trailrun | trail running | trail_running | \
    virtual run | virtualrun | virtual running | virtual_run | \
    treadmill | treadmill running | treadmill_running | track running | track_running | \
    ultra running | ultra_run | ultra run | ultra_running | indoor running | indoor_running | \
    street running | street_running | obstacle_run | \
    lauf | laufen | laufbandtraining | laufband | laufen auf der bahn | bahnlauf | traillauf | \
    trail-lauf | trailrunning | geländelauf | ultralauf | virtueller lauf | virtuelles laufen | \
    course à pied | course à pied virtuelle | course virtuelle | course sur piste | \
    course à pied sur piste | course sur tapis roulant | course à pied sur tapis roulant | \
    course en salle | trail | ultra trail | \
    carrera | carrera virtual | carrera de montaña | carrera de trail | carrera en cinta | \
    carrera en pista | correr | \
    corsa | corsa virtuale | corsa su tapis roulant | corsa su pista | corsa campestre | \
    corrida | corrida virtual | corrida em esteira | corrida em trilha | corrida em trilhas | \
    corrida em pista | \
    hardloopsessie | hardlopen | virtuele hardloopsessie | loopband | hardlopen op loopband | \
    bieganie | bieganie na bieżni | bieganie w terenie | \
    løb | løping | löpning | löpband";

/// Whether a kind of activity is a run.
pub(super) fn is_run(kind: &str) -> bool {
    is_one_of(&folded(kind), RUNS)
}
