"""Password rules whose words the framework has in English only."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少要 {self.min_length} 个字符。可以用几个词连成一句，好记也安全。"

    def get_help_text(self) -> str:
        return f"密码至少要 {self.min_length} 个字符。"
