"""Another voice, by choice: a language model behind an OpenAI-compatible server drafts the reports.

Nothing here is used, and nothing is sent anywhere, unless the user asks for it. Whatever the model says is
checked against the text: a report of which any quoted words are not there is dropped.
"""
