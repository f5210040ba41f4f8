"""How each derived figure was worked out: formula, inputs, unrounded value, rounding; pure."""
