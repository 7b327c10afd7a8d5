"""Captains of buildings: who takes which, and what changes when one withdraws."""
