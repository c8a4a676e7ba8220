//! Random bytes as an argument: the only file of this crate that asks the operating system.

use std::fmt;

use zeroize::Zeroizing;

use crate::{EntropyError, State, Verifier};

/// What makes one sign-in unguessable: 256 random bits for its state, 256 for its verifier.
///
/// Used up by the sign-in that it begins; it cannot be cloned, so that no two share it.
pub struct Entropy {
    state: Zeroizing<[u8; 32]>,
    verifier: Zeroizing<[u8; 32]>,
}

impl Entropy {
    /// Asks the operating system.
    ///
    /// # Errors
    /// [`EntropyError`] where it has none to give.
    pub fn os() -> Result<Self, EntropyError> {
        let mut entropy = Self::new([0; 32], [0; 32]);
        getrandom::fill(entropy.state.as_mut()).map_err(EntropyError)?;
        getrandom::fill(entropy.verifier.as_mut()).map_err(EntropyError)?;
        Ok(entropy)
    }

    /// Takes bytes from another source: a hardware generator, or constants in a test.
    ///
    /// Whoever can guess them can take the sign-in over.
    #[must_use]
    pub fn new(state: [u8; 32], verifier: [u8; 32]) -> Self {
        Self {
            state: Zeroizing::new(state),
            verifier: Zeroizing::new(verifier),
        }
    }

    pub(crate) fn state(&self) -> State {
        State::encode(&self.state)
    }

    pub(crate) fn verifier(&self) -> Verifier {
        Verifier::encode(&self.verifier)
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a1_the_state_has_256_bits_of_the_system_s() {
        let (a, b) = (Entropy::os().unwrap(), Entropy::os().unwrap());
        assert_eq!(a.state().expose().len(), 43);
        assert_ne!(a.state(), b.state());
        assert_ne!(a.verifier(), b.verifier());
        assert_ne!(a.state().expose(), a.verifier().expose());
    }
}
