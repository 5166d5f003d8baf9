//! Secret questions (PASS-7): chosen from a catalogue, so that a decoy looks like the real thing.

use sha2::{Digest, Sha256};

use super::words::words;

/// How many questions a user answers.
pub const COUNT: usize = 3;

words! {
    /// A question of the catalogue.
    SecretQuestion is "secret question" {
        FirstStreet = "first-street",
        FirstPet = "first-pet",
        FirstTeacher = "first-teacher",
        FirstJob = "first-job",
        FirstConcert = "first-concert",
        FirstJourney = "first-journey",
        ChildhoodFriend = "childhood-friend",
        ChildhoodHero = "childhood-hero",
        ChildhoodDish = "childhood-dish",
        FavouriteBook = "favourite-book",
        FavouritePlace = "favourite-place",
        FavouriteTree = "favourite-tree",
    }
}

impl SecretQuestion {
    /// The question as it is asked.
    pub const fn text(self) -> &'static str {
        match self {
            Self::FirstStreet => "In which street did you first live?",
            Self::FirstPet => "What was your first pet called?",
            Self::FirstTeacher => "Who was your first teacher?",
            Self::FirstJob => "Where was your first job?",
            Self::FirstConcert => "Which concert did you hear first?",
            Self::FirstJourney => "Where did your first journey take you?",
            Self::ChildhoodFriend => "What did you call your best friend as a child?",
            Self::ChildhoodHero => "Who was your hero as a child?",
            Self::ChildhoodDish => "Which dish did you like best as a child?",
            Self::FavouriteBook => "Which book would you take to an island?",
            Self::FavouritePlace => "Where do you go to think?",
            Self::FavouriteTree => "Which tree do you remember best?",
        }
    }
}

/// Three questions for a login that has none: the same ones every time it is tried.
pub fn decoy(subscription: &str, login: &str) -> Vec<SecretQuestion> {
    let seed = Sha256::new().chain_update(subscription).chain_update([0]).chain_update(login.to_lowercase()).finalize();
    let mut left = SecretQuestion::ALL.to_vec();
    let mut chosen = Vec::with_capacity(COUNT);
    for byte in seed.iter().take(COUNT) {
        chosen.push(left.remove(usize::from(*byte) % left.len()));
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoy_is_stable_has_three_different_questions_and_depends_on_the_login() {
        let first = decoy("s", "Ann@x.example");
        assert_eq!(first, decoy("s", "ann@X.example"));
        let mut once = first.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), COUNT);
        let others = ["bob@x", "cid@x", "dan@x", "eva@x"].map(|login| decoy("s", login));
        assert!(others.iter().any(|other| *other != first));
        assert!((0..20).any(|n| decoy(&n.to_string(), "ann@x.example") != first));
    }
}
