"""Shops and other businesses: books, custom, premises, opening and closing."""
