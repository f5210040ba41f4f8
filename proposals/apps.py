"""App configuration of the proposals; says what they add to the dashboard."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "建议提案"

    def ready(self) -> None:
        from cixi_ip.panels import add_attention, add_cited_by, add_tab, add_todo
        from proposals import board_tab
        from proposals.panels import at_the_desk, letters_citing, waiting

        add_attention(waiting)
        add_todo(at_the_desk)
        add_cited_by(letters_citing)
        add_tab(board_tab.tab())
