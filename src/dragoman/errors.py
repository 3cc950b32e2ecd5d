"""What can go wrong, each with a code, the place, and what to do.

Messages live here, in one table, so that a user can search for a code and find one answer.
"""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # code: (what was wrong, what to do)
    "E101": ("the file is empty", "check that it was written completely"),
    "E102": (
        "this is not text that can be read",
        "pass text, HTML, JSON lines, CSV, Parquet, WARC, RTF, DOCX, NewsML-G2, .eml or zip files",
    ),
    "E103": ("bytes that are not UTF-8", "convert the file, for example with: iconv -t UTF-8"),
    "E104": ("the line is longer than {limit} bytes", "split the record; one JSON object is one document"),
    "E105": ("broken JSON: {detail}", "mend or remove the record; the other records were read"),
    "E106": ("the record has no text", 'give each record a "text" field'),
    "E107": ("no such file or folder", "check the path"),
    "E108": ("the file cannot be read: {detail}", "check its permissions"),
    "E109": ("the folder holds no documents", "pass files, or a folder with .txt, .html, .json or .jsonl files"),
    "E110": ('"{value}" is no day', "write published days as YYYY-MM-DD"),
    "E111": ("the document is longer than {limit} bytes", "split it into documents; one article is one document"),
    "E112": ("no article text was found in this page", "save the text of the article as .txt, or check the page"),
    "E113": ("no format is called {name}", "known formats: {known}"),
    "E114": (
        "there is no column {name}; the columns are: {known}",
        "name the column of the text with --column text=NAME",
    ),
    "E115": (
        "this is not a {format} file: {detail}",
        "check that it was written completely, or name its format with --format",
    ),
    "E116": ("the data ends in the middle: {detail}", "fetch the file again; the records before it were read"),
    "E117": ("the record is no JSON object", 'write each document as one object with a "text" field'),
    "E118": (
        "the archive's member {name} is passed over: {detail}",
        "unpack the archive yourself if you trust it, and pass the files",
    ),
    "E119": (
        "the data unpacks to more than {ratio} times its size",
        "unpack it yourself if you trust it, and pass the files",
    ),
    "E120": ("the XML declares entities of its own", "remove the declarations; news items need none"),
    "E121": ("the provider marks this item as {status}", "ask the provider for it if you need it; it is not coded"),
    "E122": ("the page cannot be decoded: {detail}", "fetch the page again; the other pages were read"),
    "E123": ("this is no address of a page", "write it like https://example.org/page"),
    "E124": (
        "the name leads to {address}, which is not on the open internet",
        "if that is meant, say so with --allow-private",
    ),
    "E125": ("the server cannot be reached: {detail}", "check the address and the connection, and try again later"),
    "E126": ("the server answers with status {status}", "open the address in a browser; 429 and 5xx may pass"),
    "E127": ("redirects lead in a circle, or are more than {most}", "pass the address that a browser shows in the end"),
    "E128": ("the server did not give the page within {seconds} seconds", "try again later, or save the page yourself"),
    "E129": ("this is a feed, not a page", "write its address into a file for: dragoman watch FEEDS.toml"),
    "E130": ("the list of feeds cannot be used: {detail}", "compare it with docs/reading.md"),
    "E131": ("the site's robots.txt does not let programs read this page", "ask the site, or take it from the feed"),
    "E132": ("this is no feed: {detail}", "check the address; it must answer with RSS or Atom"),
    "E201": (
        "the spaCy pipeline {model} is not installed",
        "install it with: pip install {install}",
    ),
    "E202": (
        "the spaCy pipeline {model} lacks {missing}",
        "name a pipeline with a tagger, a parser and an entity recogniser",
    ),
    "E210": ("no event type is called {name}", "known types: {known}"),
    "E211": ("{event_type} has no mode {name}", "its modes: {known}"),
    "E212": ("no quad scheme is called {name}", "known schemes: {known}"),
    "E213": ("no Goldstein table is called {name}", "known tables: {known}"),
    "E214": ("no status is called {name}", "known statuses: {known}"),
    "E215": ("no table here has a CAMEO code {name}", "write codes as text of two to four digits; roots: {known}"),
    "E301": ("{detail}", "mend the registry file at this line, then run: dragoman actors check"),
    "E302": ("no state has the code {value}", "use ISO 3166 alpha-3 codes of states.csv, or one of {known}"),
    "E303": ("{value} is not a sector", "use one of PLOVER's: {known}"),
    "E304": ("{detail}", "write days as YYYY, YYYY-MM or YYYY-MM-DD, ends not before starts, or leave the cell empty"),
    "E305": ("{column} may not be empty", "fill the cell in; every row names its source"),
    "E306": (
        "{name} stands here and in {other}, and nothing tells the two apart",
        "remove one, or give them different countries, kinds or dates",
    ),
    "E307": ("{office} of {place} overlaps with {other}", "correct the dates, or mark the source with one of: {marks}"),
    "E308": ("membership runs in a circle: {circle}", "remove one of these memberships"),
    "E309": ("nothing has the id {value}", "correct the id in column {column}, or add a row with it"),
    "E401": ("no component is called {name}", "known components: {known}"),
    "E402": (
        "component {name} needs {missing}, which no earlier component gives",
        "put a component that gives it before {name} in the configuration",
    ),
    "E403": ("the configuration cannot be read: {detail}", "compare it with the default: dragoman doctor --config"),
    "E404": (
        "the model's file {file} does not have the known checksum",
        "install dragoman again, or train the model with: dragoman train",
    ),
    "E405": ("training needs {package}, which is not installed", "install it with: pip install 'dragoman[train]'"),
    "E406": ("the training configuration cannot be used: {detail}", "compare it with training/config.toml"),
    "E407": ("{detail}", "mend the lexicon at this line"),
    "E410": (
        "no server answers at {url}: {detail}",
        "start it (for Ollama: ollama serve), or name another one with --llm-url",
    ),
    "E411": (
        "the server refuses the request: {detail}",
        "check --llm-model, and the key in DRAGOMAN_LLM_KEY where the server wants one",
    ),
    "E412": (
        "the server failed in all of {tries} tries, lastly with: {detail}",
        "look at the server's log, and code the document again into a new store",
    ),
    "E413": (
        "the server's answer is longer than {limit} bytes",
        "name another model with --llm-model; answers are a few thousand bytes",
    ),
    "E414": (
        "the language model's answer has not the form asked for, in all of {tries} tries: {detail}",
        "name another model with --llm-model",
    ),
    "E415": (
        "--coder llm needs the name of a model",
        "name one that the server has, for example: --llm-model qwen3:8b",
    ),
    "E416": ("{value} is no address of a server", "write it like http://localhost:11434/v1"),
    "E417": (
        "the server gave no answer within {seconds} seconds, in all of {tries} tries",
        "name a smaller model, or raise timeout in the configuration",
    ),
    "E418": ("{options} has no meaning without --coder llm", "add --coder llm, or leave it out"),
    "E420": ("the settings of linking cannot be used: {detail}", "compare them with docs/linking.md"),
    "E421": ("no {level} of this store has the id {value}", "copy the id from dragoman documents, reports or events"),
    "E422": ("another process is linking this store", "wait for it, then run: dragoman link --new"),
    "E501": ("this folder is not a Dragoman store", "pass a folder made by dragoman code --store, or a new one"),
    "E502": (
        "the store was written by a newer version ({found}; this one reads {known})",
        "upgrade with: pip install -U dragoman",
    ),
    "E503": ("the disk is full", "free some space and run the same command again; what was coded is kept"),
    "E504": ("the store cannot be written: {detail}", "check permissions, or pass another --store"),
    "E505": ("the store is damaged: {detail}", "restore it from a copy, or code into a new store"),
    "E506": (
        "another document with other text has this id",
        "give each document an id of its own; the first one stays",
    ),
    "E507": (
        "this store was made to keep {found} of texts, not {wanted}",
        "leave --keep-text out, or pass another --store",
    ),
    "E508": (
        "this store keeps {found} of texts, the one that it goes into {wanted}",
        "merge only stores that keep the same of texts",
    ),
    "E509": (
        "nothing says which documents to delete",
        "name them: --document ID, --source NAME, --since DAY, --until DAY or --text WORDS",
    ),
    "E510": ("this is the store itself", "pass the folders of other stores"),
    "E601": ("no country is called {name}", "did you mean {nearest}?"),
    "E602": ('"{value}" is not known for {field}', "known are: {known}"),
    "E603": (
        "the search {value} cannot be read: {detail}",
        "put words with signs in double quotes, or use single words",
    ),
    "E604": (
        "the coder failed on this document: {detail}",
        "please report it with the document; the other documents were coded",
    ),
    "E605": (
        "a worker process ended while coding these documents",
        "code them again with --workers 1, or with more memory",
    ),
    "E609": ('"{value}" is not known for {field}', "did you mean {nearest}?"),
    "E610": ("{value} cannot be read", "write {form}"),
    "E611": ('"{value}" is no day', "write days as YYYY-MM-DD, or YYYY-MM or YYYY for the whole of it"),
    "E612": ("the dates are the wrong way round: {since} is after {until}", "exchange since and until"),
    "E613": ("no filter is called {name}", "{suggestion}"),
    "E614": ("the filter {name} takes one value, and {number} were given", "name one"),
    "E682": ("{package} is not installed", "install it with: pip install {package}"),
    "E690": ("a series has one or two parties, and {number} were given", "name a party, or two for a dyad"),
    "E691": ("nothing was found to count", "loosen the filters, or look with: dragoman reports"),
    "E692": ("the series has {number} periods of a {period}", "choose a longer one, or --since and --until"),
    "E696": ("no document was coded by both {one} and {other}", "code some with both versions into this store"),
    "E697": ("the sheet has no column {name}", "keep the columns as dragoman precision --sample wrote them"),
    "E698": ('"{value}" in the column {column} is neither yes nor no', "write yes or no, or leave it empty"),
    "E699": ("nothing was judged in the column right", "fill in yes or no and save the file as CSV"),
    "E680": ("only a single query is answered: {detail}", "write one SELECT; a store is changed by dragoman's verbs"),
    "E681": ("the query cannot be answered: {detail}", "see docs/queries.md for the views and their columns"),
    "E606": ("{value} is no shard", "write --shard I/N with I from 1 to N, for example 2/8"),
    "E607": ("no file can be written: {detail}", "check the folder of --to and its permissions"),
    "E621": ("Dask is not installed", "install it with: pip install 'dragoman[dask]'"),
    "E622": (
        "the Dask cluster does not answer: {detail}",
        "check the address and that its scheduler runs, then run the command again: what was coded is kept",
    ),
    "E623": (
        "the cluster's workers and this machine do not share this folder",
        "keep the store in a folder that all of them have under the same path",
    ),
    "E624": (
        "a worker has another coder: {found} in place of {wanted}",
        "install the same versions of Dragoman and its models on all machines",
    ),
    "E625": ("{options} cannot be used with --dask", "leave it out; a cluster writes into a store"),
    "E650": ("no correction has the id {value}", "list them with: dragoman corrections list"),
    "E651": ("no document has the id {value}", "list them with: dragoman documents"),
    "E652": ("{field} cannot be kept: {detail}", "correct it and send it again"),
    "E653": (
        "{reviewer} changed {field} meanwhile",
        "look at the report as it is now, then send your correction again to overrule",
    ),
    "E654": ("the port {port} of {host} cannot be used: {detail}", "name another one with --port"),
    "E656": ("no event has the id {value}", "list them with: dragoman events"),
    "E655": ("no report has the id {value}", "list them with: dragoman reports"),
    "E703": ("the two predictions are not of the same documents", "score both against one gold file"),
    "E704": ("the two codings are not of the same documents", "pass two codings of the same texts"),
    "E705": ("the predictions cannot be read: {detail}", "compare them with docs/evaluation.md"),
    "E706": ("predictions of kind {kind} cannot be compared in pairs", "compare their figures"),
    "E708": ("only agreement takes a second file", "name predictions with --score FILE or --against FILE"),
    "E707": ("the second coding is missing", "pass two files: dragoman evaluate agreement FIRST SECOND"),
    "E720": ("this file is there already", "name another one, or replace it with --force"),
    "E721": ("the export cannot be written: {detail}", "name a file in a folder that can be written"),
    "E702": ("the predictions cannot be written: {detail}", "pass another file to --predictions"),
    "E701": ("the gold file is not of the form {kind}: {detail}", "compare it with docs/evaluation.md"),
}


class DragomanError(Exception):
    """An error for people: ``code``, what was wrong, ``where``, and what to do about it."""

    def __init__(self, code: str, where: str | None = None, **details: object) -> None:
        what, remedy = MESSAGES[code]
        self.code = code
        self.where = where
        self.details = details
        self.what = what.format(**details)
        self.remedy = remedy.format(**details)
        super().__init__(str(self))

    def __reduce__(self) -> tuple[object, ...]:
        """How the error travels from a worker process."""
        return _rebuilt, (self.code, self.where, self.details)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        stop = "" if self.remedy.endswith("?") else "."
        return f"{place}{self.what} [{self.code}]. {self.remedy[:1].upper()}{self.remedy[1:]}{stop}"


def _rebuilt(code: str, where: str | None, details: dict[str, object]) -> DragomanError:
    return DragomanError(code, where, **details)
