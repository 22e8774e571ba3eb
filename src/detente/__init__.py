"""The relation between two states, in a form that can be checked."""
