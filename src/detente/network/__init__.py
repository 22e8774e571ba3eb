"""Signed networks: balance, blocs, and the dyad's triads with third parties."""
