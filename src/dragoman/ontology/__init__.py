"""PLOVER, CAMEO and Goldstein as data files, with their loader."""
