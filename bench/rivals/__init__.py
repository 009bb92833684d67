"""Who is measured: Causerie on both databases, and the two builds a team would make first."""
