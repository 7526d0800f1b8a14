//! Verdicts on pairs of our own.
