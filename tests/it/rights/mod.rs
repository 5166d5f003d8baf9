//! Rights at every door: what may be handed out, what making takes, and that rights only add up.

mod adding_up;
mod cases;
mod lending;
mod making;
