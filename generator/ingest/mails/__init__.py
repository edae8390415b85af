"""Mailboxes: from a file to letters, and from letters to words."""
