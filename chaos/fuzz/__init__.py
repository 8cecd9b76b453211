"""Readers of what strangers send, fuzzed with coverage by atheris. The suite tries the same with hypothesis."""
