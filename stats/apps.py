"""App configuration of the statistics; says what waits for whom."""

from django.apps import AppConfig


class StatsConfig(AppConfig):
    name = "stats"
    verbose_name = "年度数据"

    def ready(self) -> None:
        from cixi_ip.panels import add_attention, add_shortcomings, add_todo, add_words
        from stats import tabs
        from stats.panels import at_the_desk, due
        from stats.registers import name_of
        from stats.registers.wanting import open_problems

        add_attention(due)
        add_todo(at_the_desk)
        add_shortcomings(open_problems)
        add_words("register", name_of)
        tabs.register()
