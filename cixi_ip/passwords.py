"""Passwords: those the system makes up, and the rules the framework words in English only."""

import secrets

from django.contrib.auth.password_validation import MinimumLengthValidator

# Without the letters and digits that are mistaken for one another when copied from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


def invent() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少要 {self.min_length} 个字符。可以用几个词连成一句，好记也安全。"

    def get_help_text(self) -> str:
        return f"密码至少要 {self.min_length} 个字符。"
