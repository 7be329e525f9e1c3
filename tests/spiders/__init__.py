"""Spiders that only tests need."""
