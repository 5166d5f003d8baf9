//! Secret questions (PASS-7).

use super::{Conn, Tx};
use crate::domain::question::SecretQuestion;
use crate::domain::{Id, Result};

/// Replaces the questions of a user; none: takes them away.
pub fn replace(tx: &Tx<'_>, user: Id, questions: &[(SecretQuestion, String)]) -> Result<()> {
    tx.later("DELETE FROM secret_questions WHERE user_id = ?1", [user])?;
    for (at, (question, phc)) in (1_i64..).zip(questions) {
        tx.later(
            "INSERT INTO secret_questions (user_id, position, question, phc) VALUES (?1, ?2, ?3, ?4)",
            (user, at, question, phc),
        )?;
    }
    Ok(())
}

/// The questions of a user with the hashes of their answers, in the order in which they are asked.
pub fn of_user(conn: &Conn, user: Id) -> Result<Vec<(SecretQuestion, String)>> {
    conn.all("SELECT question, phc FROM secret_questions WHERE user_id = ?1 ORDER BY position", [user], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// How many users have questions.
pub fn count_users(conn: &Conn) -> Result<i64> {
    conn.one("SELECT count(*) FROM secret_questions WHERE position = 1", [], |row| row.get(0))
}
