"""Articles as news databases export them: many in one file of RTF, Word or HTML, each with its head and its text.

A file is made lines of text first (``lines``), whatever its form; the lines are then cut into articles by what
LexisNexis (``nexis``) and Factiva (``factiva``) put around them.
"""
