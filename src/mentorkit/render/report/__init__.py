"""The outcome report, the proposal and the pool: one document, many forms."""
