"""What is done to every text before it is stored, and the notes on what was taken out."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Model, TextField

from cixi_ip.hygiene import sanitise
from cixi_ip.typeset import MOST_CHARACTERS
from proposals.examination import examine
from proposals.models import Letter
from proposals.models.letter import WRITTEN
from proposals.proofreading import still_aside

LONGEST_EXPLANATION = 200


def clean_fields(row: Model, names: Iterable[str]) -> list[str]:
    """Sanitise these texts in place; what was removed, named by field. Other values are left."""
    notes = []
    for name in names:
        value = getattr(row, name)
        if not isinstance(value, str):
            continue
        field = row._meta.get_field(name)
        text, found = sanitise(value)
        setattr(row, name, text if isinstance(field, TextField) else text.strip())
        notes += [f"{field.verbose_name}：{note}" for note in found]
    return notes


def clean_letter(letter: Letter) -> tuple[str, ...]:
    notes = clean_fields(letter, WRITTEN)
    if len(letter.body) > MOST_CHARACTERS:
        raise ValidationError(
            f"正文共 {len(letter.body):,} 字，超过 {MOST_CHARACTERS:,} 字的上限。请删减后再保存。"
        )
    letter.explanations = clean_explanations(letter) | still_aside(letter)
    return tuple(notes)


def clean_explanations(letter: Letter) -> dict[str, str]:
    """Only what explains a check of this text, so that a page can send nothing else to keep."""
    found = {}
    for check in examine(letter).checks:
        text = sanitise(letter.explanations.get(check.key, ""))[0].strip()
        if check.needs_explanation and text:
            found[check.key] = text[:LONGEST_EXPLANATION]
    return found


def needed(text: str, label: str, longest: int) -> str:
    """A reason that must be given, cleaned and not longer than its column."""
    clean = sanitise(text)[0].strip()
    if not clean:
        raise ValidationError(f"请写明{label}。")
    if len(clean) > longest:
        raise ValidationError(f"{label}共 {len(clean)} 字，最多 {longest} 字，请缩短。")
    return clean
